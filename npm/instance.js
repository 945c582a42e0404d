// The one WebAssembly instance, and its replacement after a trap.

import { createGlue } from "./glue.js";
import { EngineError, EngineTrapError, isUnseen } from "./errors.js";

export { EngineError, EngineTrapError, createGlue, isUnseen };

/** @type {WebAssembly.Module | undefined} */
let compiled;
/** The generated bindings of the current instance, and whether its life is over. */
let glue;
let life;
/** Its memory. */
let current;
let pending;
/** Counts the instances that were dropped; a handle made by one of them is dead. */
export let generation = 0;

/** What a value calls itself: `Object`, `Map`, `Uint8Array`; alike in every realm, where `instanceof` is not. */
export const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);
const isBuffer = (value) => ArrayBuffer.isView(value) || tag(value) === "ArrayBuffer";

/** Takes a compiled module, or bytes where the host may compile synchronously. */
export function initSync(source) {
  if (compiled) return;
  const given = source?.module ?? source;
  if (!(given instanceof WebAssembly.Module || isBuffer(given))) throw new EngineError("invalid_argument", "initSync() needs the bytes of engine_bg.wasm or a WebAssembly.Module");
  compiled = given instanceof WebAssembly.Module ? given : compile(() => new WebAssembly.Module(given));
}

/** Loads and compiles once; concurrent calls share one promise, a failed load may be tried again. */
export function initFrom(source) {
  const given = origin(source);
  // What is not needed may fail unheard.
  if (compiled || pending) given.catch(() => {});
  if (compiled) return Promise.resolve();
  pending ??= load(given).then(
    (module) => void (compiled ??= module),
    (error) => {
      pending = undefined;
      throw error;
    },
  );
  return pending;
}

const origin = async (source) => source?.module_or_path ?? source;

async function load(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (isBuffer(given)) return compileAsync(() => WebAssembly.compile(given));
  const isResponse = typeof Response === "function" && given instanceof Response;
  if (!isResponse && !["String", "URL", "Request"].includes(tag(given))) throw new EngineError("invalid_argument", "init() needs the address of engine_bg.wasm, a Response, the bytes or a WebAssembly.Module");
  const response = isResponse ? given : await fetched(() => fetch(given));
  if (!response.ok) throw new EngineError("load_failed", `engine_bg.wasm cannot be fetched${response.url && ` from ${response.url}`}: HTTP ${response.status}`);
  // Hosts stream nothing that is called otherwise, be it by a parameter.
  if (response.headers.get("content-type") === "application/wasm") return compileAsync(() => WebAssembly.compileStreaming(response));
  const bytes = await fetched(() => response.arrayBuffer());
  return compileAsync(() => WebAssembly.compile(bytes));
}

async function fetched(read) {
  try {
    return await read();
  } catch (error) {
    throw new EngineError("load_failed", `engine_bg.wasm cannot be fetched: ${error.message}`, error);
  }
}

const CSP_HINT = "; where a Content-Security-Policy is set, it needs script-src 'wasm-unsafe-eval'";
const compileError = (error) => new EngineError("load_failed", `engine_bg.wasm does not compile: ${error.message}${CSP_HINT}`, error);

function compile(build) {
  try {
    return build();
  } catch (error) {
    throw compileError(error);
  }
}

async function compileAsync(build) {
  try {
    return await build();
  } catch (error) {
    throw compileError(error);
  }
}

/** The bindings of a live instance. */
function instance() {
  if (glue) return glue;
  if (!compiled) throw new EngineError("not_initialised", "call `await init()` or `initSync(…)` before any other function of scimwright");
  const begun = { over: false };
  const fresh = createGlue(begun);
  try {
    ({ memory: current } = fresh.initSync({ module: compiled }));
  } catch (error) {
    if (isTrap(error)) throw error;
    compiled = pending = undefined;
    throw new EngineError("load_failed", `this is not the engine_bg.wasm of this version of scimwright: ${error.message}`, error);
  }
  glue = fresh;
  life = begun;
  return glue;
}

/** The memory of the instance that was entered last. */
export const memory = () => current;

/** A trap; RangeError when the stack is used up; the `Error` the module's panic hook throws. */
const isTrap = (error) => error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error?.name === "Panic";

/**
 * Runs one call into the module. A trap leaves an instance that cannot be trusted, so it is dropped and the next call
 * gets a new one from the compiled module.
 */
export function enter(call) {
  const live = instance();
  let trapped = true;
  try {
    const answer = call(live);
    trapped = false;
    return answer;
  } catch (error) {
    trapped = isTrap(error);
    if (!trapped) throw error;
    throw new EngineTrapError(`this input hit a bug in scimwright: ${error.message}; please report it. Engines made earlier must be created again`, error);
  } finally {
    // Nothing is called here: where the stack is used up, even a look at the error throws, and what is thrown then has
    // left the module halfway all the same.
    if (trapped) {
      life.over = true;
      glue = undefined;
      generation += 1;
    }
  }
}

/** Pieces as one. */
export function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  pieces.reduce((at, piece) => { whole.set(piece, at); return at + piece.length; }, 0);
  return whole;
}

/** A long answer in one; the module gives it in pieces, which are gone after the call that gives them. */
export function gathered(run) {
  const pieces = [];
  run({ push: (piece) => pieces.push(new Uint8Array(piece)) });
  return pieces.length === 1 ? pieces[0] : joined(pieces);
}
