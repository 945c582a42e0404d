// The handle on resources that were loaded once, to be filtered often.

import { json, options, text } from "./convert.js";
import { detached, disposable, made, owned } from "./handle.js";

const WORDS = { freed: "these Resources were freed", stale: "these Resources were loaded before a trap; load them again" };

// Called without effects, so that a bundle of a program that loads no resources leaves the class out. Named inside: a
// bundler would rename a class that uses its own name.
const Loaded = /* @__PURE__ */ disposable(class Resources {
  #handle;

  constructor(handle) {
    this.#handle = owned(handle, "use Resources.load()");
  }

  /** The handle of what a method is called on. */
  static #of(it) {
    if (!(Object(it) === it && #handle in it)) throw detached("Resources");
    return it.#handle;
  }

  /** Reads an array, a ListResponse, one resource or NDJSON; objects, text or bytes. */
  static load(resources, settings) {
    const [document, chosen] = [json(resources, "resources"), options(settings)];
    const answer = made((glue) => new glue.Resources(document, chosen), WORDS);
    return answer.ok ? { ok: true, resources: new Resources(answer.handle) } : answer;
  }

  get count() {
    return Resources.#of(this).call((handle) => handle.count());
  }

  /** The indices of the resources that satisfy a filter. */
  filter(expression, settings) {
    const [filter, chosen] = [text(expression, "filter"), options(settings)];
    return JSON.parse(Resources.#of(this).call((handle) => handle.filter(filter, chosen)));
  }

  free() {
    Resources.#of(this).free();
  }
}, "Resources");

export { Loaded as Resources };
