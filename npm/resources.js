// The handle on resources that were loaded once, to be filtered often.

import { json, options, text } from "./convert.js";
import { disposable, made, owned } from "./handle.js";

const WORDS = { freed: "these Resources were freed", stale: "these Resources were loaded before a trap; load them again" };

export class Resources {
  #handle;

  constructor(handle) {
    this.#handle = owned(handle, "use Resources.load()");
  }

  /** Reads an array, a ListResponse, one resource or NDJSON; objects, text or bytes. */
  static load(resources, settings) {
    const [document, chosen] = [json(resources, "resources"), options(settings)];
    const answer = made((glue) => new glue.Resources(document, chosen), WORDS);
    return answer.ok ? { ok: true, resources: new Resources(answer.handle) } : answer;
  }

  get count() {
    return this.#handle.call((handle) => handle.count());
  }

  /** The indices of the resources that satisfy a filter. */
  filter(expression, settings) {
    const [filter, chosen] = [text(expression, "filter"), options(settings)];
    return JSON.parse(this.#handle.call((handle) => handle.filter(filter, chosen)));
  }

  free() {
    this.#handle.free();
  }
}

disposable(Resources);
