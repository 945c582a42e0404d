// What the module made for a caller: dead after `free()`, and after a trap, which takes the whole instance along.

import { EngineError, enter, generation } from "./instance.js";

class Handle {
  #inner;
  #generation = generation;
  #words;

  constructor(inner, words) {
    this.#inner = inner;
    this.#words = words;
  }

  call(run) {
    if (this.#inner === undefined) throw new EngineError("freed", this.#words.freed);
    if (this.#generation !== generation) throw new EngineError("stale_handle", this.#words.stale);
    return enter(() => run(this.#inner));
  }

  free() {
    const inner = this.#inner;
    this.#inner = undefined;
    // A handle of a dropped instance has nothing left to free.
    if (inner !== undefined && this.#generation === generation) enter(() => inner.free());
  }
}

/** `{ ok: true, handle }`; a refusal, which the module throws as the text of its answer, is that answer. */
export function made(make, words) {
  try {
    return { ok: true, handle: new Handle(enter(make), words) };
  } catch (refusal) {
    if (typeof refusal === "string") return JSON.parse(refusal);
    throw refusal;
  }
}

/** The handle given to a constructor, which nobody else can make. */
export function owned(handle, instead) {
  if (!(handle instanceof Handle)) throw new EngineError("invalid_argument", instead);
  return handle;
}

/** What a method says that was taken off its object. */
export const detached = (what) => new EngineError("invalid_argument", `this method was called without ${what}; pass a function that calls it, such as (lines) => engine.previewBatch(lines)`);

/**
 * A class whose objects `using` frees; where a host lacks the symbol, `free()` remains. Their tag tells them from objects
 * that hold nothing, whose members and methods are all that others can see.
 */
export function disposable(kind, tag) {
  Object.defineProperty(kind.prototype, Symbol.toStringTag, { value: tag });
  if (typeof Symbol.dispose === "symbol") kind.prototype[Symbol.dispose] = kind.prototype.free;
  return kind;
}
