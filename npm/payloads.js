// The resources of files, validated one by one and against each other.

import { options, texts } from "./convert.js";
import { made } from "./handle.js";

/** `documents` of all files in order: one for an array, a ListResponse or a resource, one a line for NDJSON. */
export function validateObjects(files, settings) {
  const given = texts(files, "text");
  const chosen = options(settings);
  const answer = made((glue) => new glue.Payloads(chosen));
  if (!answer.ok) return answer;
  const found = answer.handle.call((payloads) => {
    const documents = given.flatMap((whole, file) => JSON.parse(payloads.file(whole)).map((document) => ({ file, ...document })));
    return { ok: true, resources: payloads.count(), documents };
  });
  answer.handle.free();
  return found;
}
