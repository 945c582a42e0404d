// The handle on a compiled configuration.

import { bytes, count, json, options, parts, text, word } from "./convert.js";
import { EngineError, enter, generation } from "./instance.js";

const made = Symbol("made by Engine.create");
/** Documents that may be left out cross as empty text. */
const optional = (value, name) => (value === undefined || value === null ? "" : json(value, name));

export class Engine {
  #handle;
  #generation;

  constructor(key, handle) {
    if (key !== made) throw new EngineError("invalid_argument", "use Engine.create()");
    this.#handle = handle;
    this.#generation = generation;
  }

  /** Compiles a configuration; `schema`, `settings` and `assignments` are objects or JSON text. */
  static create(settings) {
    let handle;
    try {
      const text = options(settings);
      handle = enter((glue) => new glue.Engine(text));
    } catch (refusal) {
      if (typeof refusal === "string") return JSON.parse(refusal);
      throw refusal;
    }
    const engine = new Engine(made, handle);
    return { ...JSON.parse(enter(() => handle.created())), engine };
  }

  #call(call) {
    if (this.#handle === undefined) throw new EngineError("freed", "this Engine was freed");
    if (this.#generation !== generation) throw new EngineError("stale_handle", "this Engine was made before a trap; create it again");
    return enter(() => call(this.#handle));
  }

  preview(input) {
    const { source, kind = "user", target } = parts(input, ["source", "kind", "target"], "the input of preview");
    const [object, account] = [json(source, "source"), optional(target, "target")];
    word(kind, ["user", "group"], "kind");
    return JSON.parse(this.#call((engine) => engine.preview(object, kind, account)));
  }

  plan(input) {
    const { users, groups, target, state } = parts(input, ["users", "groups", "target", "state"], "the input of plan");
    const documents = [optional(users, "users"), optional(groups, "groups"), optional(target, "target"), optional(state, "state")];
    return JSON.parse(this.#call((engine) => engine.plan(...documents)));
  }

  previewBatch(ndjson) {
    const lines = bytes(ndjson, "ndjson");
    return this.#call((engine) => engine.previewBatch(lines));
  }

  validateBatch(ndjson) {
    const lines = bytes(ndjson, "ndjson");
    return this.#call((engine) => engine.validateBatch(lines));
  }

  testConnection(value) {
    const given = text(value, "value");
    return JSON.parse(this.#call((engine) => engine.testConnection(given)));
  }

  referencedAttributes() {
    return JSON.parse(this.#call((engine) => engine.referencedAttributes()));
  }

  free() {
    // A handle of a dropped instance has nothing left to free.
    if (this.#handle !== undefined && this.#generation === generation) this.#handle.free();
    this.#handle = undefined;
  }
}

// Node 20 has Symbol.dispose; where a host lacks it, free() remains.
if (typeof Symbol.dispose === "symbol") Engine.prototype[Symbol.dispose] = Engine.prototype.free;

/** What an event changes for one person in Gong. */
export const assignmentOutcome = (assignments, happening, before) => {
  const documents = [json(assignments, "assignments"), json(happening, "happening"), optional(before, "before")];
  return JSON.parse(enter((glue) => glue.assignmentOutcome(...documents)));
};

/** Whether the failures of a cycle put the job into quarantine. */
export const quarantines = (failures, references, successes) => {
  const counts = [count(failures, "failures"), count(references, "references"), count(successes, "successes")];
  return enter((glue) => glue.quarantines(...counts));
};

/** What saving a configuration would change for these users. */
export const compareSchemas = (before, after, users) => {
  const documents = [json(before, "before"), json(after, "after"), json(users, "users")];
  return JSON.parse(enter((glue) => glue.compareSchemas(...documents)));
};
