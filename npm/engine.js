// The handle on a compiled configuration.

import { bytes, configuration, count, flag, json, parts, text, word } from "./convert.js";
import { detached, disposable, made, owned } from "./handle.js";
import { enter, gathered } from "./instance.js";

const WORDS = { freed: "this Engine was freed", stale: "this Engine was made before a trap; create it again" };
/** Documents that may be left out; the empty text is one that was given. */
const optional = (value, name) => (value === undefined || value === null ? undefined : json(value, name));

// Named inside: a bundler would rename a class that uses its own name.
const Compiled = class Engine {
  #handle;

  constructor(handle) {
    this.#handle = owned(handle, "use Engine.create()");
  }

  /** The handle of what a method is called on. */
  static #of(it) {
    if (!(Object(it) === it && #handle in it)) throw detached("an Engine");
    return it.#handle;
  }

  /** Compiles a configuration; `schema`, `settings` and `assignments` are objects, JSON text or bytes of it. */
  static create(settings) {
    const text = configuration(settings, ["schema", "settings", "assignments"]);
    const answer = made((glue) => new glue.Engine(text), WORDS);
    if (!answer.ok) return answer;
    const created = JSON.parse(answer.handle.call((engine) => engine.created()));
    return { ...created, engine: new Engine(answer.handle) };
  }

  preview(input) {
    const { source, kind, target, compact = false } = parts(input, ["source", "kind", "target", "compact"], "the input of preview");
    const [object, account] = [json(source, "source"), optional(target, "target")];
    if (kind !== undefined) word(kind, ["user", "group"], "kind");
    flag(compact, "compact");
    const call = compact ? "previewCompact" : "preview";
    return JSON.parse(Engine.#of(this).call((engine) => engine[call](object, kind ?? "", account)));
  }

  plan(input) {
    const { users, groups, target, state } = parts(input, ["users", "groups", "target", "state"], "the input of plan");
    const documents = [optional(users, "users"), optional(groups, "groups"), optional(target, "target"), optional(state, "state")];
    return JSON.parse(Engine.#of(this).call((engine) => engine.plan(...documents)));
  }

  previewBatch(ndjson) {
    const lines = bytes(ndjson, "ndjson");
    return gathered((out) => Engine.#of(this).call((engine) => engine.previewBatch(lines, out)));
  }

  validateBatch(ndjson) {
    const lines = bytes(ndjson, "ndjson");
    return gathered((out) => Engine.#of(this).call((engine) => engine.validateBatch(lines, out)));
  }

  testConnection(value) {
    const given = text(value, "value");
    return JSON.parse(Engine.#of(this).call((engine) => engine.testConnection(given)));
  }

  referencedAttributes() {
    return JSON.parse(Engine.#of(this).call((engine) => engine.referencedAttributes()));
  }

  free() {
    Engine.#of(this).free();
  }
};

export { Compiled as Engine };
disposable(Compiled, "Engine");

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
