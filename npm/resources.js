// The handle on resources that were loaded once, to be filtered often.

import { json, options, text } from "./convert.js";
import { EngineError, enter, generation } from "./instance.js";

const made = Symbol("made by Resources.load");

export class Resources {
  #handle;
  #generation;

  constructor(key, handle) {
    if (key !== made) throw new EngineError("invalid_argument", "use Resources.load()");
    this.#handle = handle;
    this.#generation = generation;
  }

  /** Reads an array, a ListResponse, one resource or NDJSON; objects, text or bytes. */
  static load(resources, settings) {
    const [document, chosen] = [json(resources, "resources"), options(settings)];
    try {
      return { ok: true, resources: new Resources(made, enter((glue) => new glue.Resources(document, chosen))) };
    } catch (refusal) {
      if (typeof refusal === "string") return JSON.parse(refusal);
      throw refusal;
    }
  }

  #call(call) {
    if (this.#handle === undefined) throw new EngineError("freed", "these Resources were freed");
    if (this.#generation !== generation) throw new EngineError("stale_handle", "these Resources were loaded before a trap; load them again");
    return enter(() => call(this.#handle));
  }

  get count() {
    return this.#call((handle) => handle.count());
  }

  /** The indices of the resources that satisfy a filter. */
  filter(expression, settings) {
    const [filter, chosen] = [text(expression, "filter"), options(settings)];
    return JSON.parse(this.#call((handle) => handle.filter(filter, chosen)));
  }

  free() {
    // A handle of a dropped instance has nothing left to free.
    if (this.#handle !== undefined && this.#generation === generation) this.#handle.free();
    this.#handle = undefined;
  }
}

if (typeof Symbol.dispose === "symbol") Resources.prototype[Symbol.dispose] = Resources.prototype.free;
