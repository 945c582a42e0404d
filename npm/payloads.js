// The resources of files, validated one by one and against each other.

import { options, text } from "./convert.js";
import { enter } from "./instance.js";

/** `documents` of all files in order: one for an array, a ListResponse or a resource, one a line for NDJSON. */
export function validateObjects(files, settings) {
  const texts = [files].flat().map((file) => text(file, "text"));
  const chosen = options(settings);
  return enter((glue) => {
    let payloads;
    try {
      payloads = new glue.Payloads(chosen);
    } catch (refusal) {
      if (typeof refusal === "string") return JSON.parse(refusal);
      throw refusal;
    }
    const documents = texts.flatMap((whole, file) => JSON.parse(payloads.file(whole)).map((document) => ({ file, ...document })));
    const resources = payloads.count();
    payloads.free();
    return { ok: true, resources, documents };
  });
}
