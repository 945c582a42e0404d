// What a caller may pass, as the text the engine reads.

import { EngineError, tag } from "./instance.js";

const misuse = (message, cause) => new EngineError("invalid_argument", message, cause);

/** Most units of a text, most bytes of lines. */
export const MOST = 2 ** 27;

/** The value of a caller's getters and proxies, which may throw anything. */
function given(name, read) {
  try {
    return read();
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** The misuse of what threw while it was read; what was thrown may throw in turn when it is looked at. */
function unreadable(name, error) {
  let why = "reading it throws";
  try {
    if (error instanceof EngineError) return error;
    const { message } = error;
    const deep = /call stack|recursion/.test(message) ? "it is nested too deeply, or the stack is used up: " : "";
    if (typeof message === "string") why = deep + message.split("\n")[0];
  } catch {
    // Then it says nothing.
  }
  return misuse(`${name} cannot be written as JSON: ${why}`, error);
}

/** A string without lone surrogates: crossing into WebAssembly would turn them into U+FFFD. */
export function text(value, name) {
  if (typeof value !== "string") throw misuse(`${name} must be a string, not ${kind(value)}`);
  // No limit can be raised this far; counted before the text is looked through or copied.
  checkLength(value, name);
  checkPairs(value, name);
  return value;
}

function checkPairs(text, name) {
  if (!text.isWellFormed()) throw new EngineError("lone_surrogate", `${name} holds half of a surrogate pair at UTF-16 offset ${loneSurrogate(text)}`);
}

/** A text, or a list of texts. */
export const texts = (value, name) => given(name, () => [value].flat()).map((one) => text(one, name));

/** A document as JSON text: text stays, bytes are decoded, objects are stringified here. */
export function json(value, name) {
  if (typeof value === "string") return text(value, name);
  if (value === undefined) throw misuse(`${name} is missing`);
  return given(name, () => {
    const written = isBytes(value) ? decode(value, name) : isCode(value) ? undefined : JSON.stringify(value, isPlain(value, 0) ? undefined : replace);
    if (written === undefined) throw misuse(`${name} must be a JSON value, not ${kind(value)}`);
    return written;
  });
}

/** Options: an object, or nothing. */
export const options = (value) => (value === undefined || value === null ? "{}" : written(value, () => ({})));

/** Options with the host's time where they give none: the engine has no clock. */
export const clocked = (value) => written(value, ({ now }) => (now === undefined || now === null ? { now: new Date().toISOString() } : {}));

/** Options whose documents, the members of these names, may also be bytes. */
export const configuration = (value, documents) =>
  written(value, (members) => {
    const inBytes = documents.filter((name) => isBytes(members[name]));
    return Object.fromEntries(inBytes.map((name) => [name, decode(members[name], name)]));
  });

function written(value, added) {
  return given("options", () => {
    if (!isRecord(value ?? {})) throw misuse(`options must be a plain object, not ${kind(value)}`);
    // What is inherited is no option.
    const members = { ...value };
    const { seed, ...others } = members;
    const { limits } = others;
    // What is no number of 64 bits crosses as null, so that the engine refuses it as it refuses every wrong limit.
    const whole = ([name, limit]) => [name, Number.isFinite(limit) && Math.abs(limit) < 2 ** 63 ? limit : null];
    const given = ([, limit]) => limit !== undefined;
    const checked = isRecord(limits) ? { limits: Object.fromEntries(Object.entries(limits).filter(given).map(whole)) } : {};
    // A seed is the one BigInt. JSON.stringify writes none, so its digits take the place of a number that is refused,
    // as it is refused where they are too many, or the number is none.
    const isBig = typeof seed === "bigint";
    const isRefused = isBig || (typeof seed === "number" && !(Math.abs(seed) < 2 ** 64));
    const text = json({ seed: isRefused ? -1 : seed, ...others, ...added(members), ...checked }, "options");
    return isBig && seed >= 0n && seed < 2n ** 64n ? text.replace('{"seed":-1', `{"seed":${seed}`) : text;
  });
}

/** The members of an argument that is an object of named parts; other names are misuse. */
export function parts(value, names, name) {
  if (value === undefined) return {};
  return given(name, () => {
    if (!isRecord(value)) throw misuse(`${name} must be a plain object of ${names.join(", ")}, not ${kind(value)}`);
    const unknown = Object.keys(value).find((member) => !names.includes(member));
    if (unknown !== undefined) throw misuse(`there is no member ${quoted(unknown)} in ${name}, only ${names.join(", ")}`);
    return { ...value };
  });
}

/** One of some words. */
export function word(value, words, name) {
  if (!words.includes(value)) throw misuse(`${name} must be ${words.map((known) => JSON.stringify(known)).join(" or ")}, not ${typeof value === "string" ? quoted(value) : kind(value)}`);
  return value;
}

/** Yes or no. */
export function flag(value, name) {
  if (typeof value !== "boolean") throw misuse(`${name} must be true or false, not ${kind(value)}`);
}

/** A place in a text, in UTF-16 units; past its end counts as its end. */
export function offset(value) {
  if (!Number.isSafeInteger(value) || value < 0) throw misuse("offset must be a whole number of UTF-16 units");
  return Math.min(value, MOST);
}

/** How many of something. */
export function count(value, name) {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** 32) throw misuse(`${name} must be a whole number from 0, below 2^32`);
  return value;
}

/** Lines as bytes, no more than are read at once. */
export function bytes(value, name) {
  if (typeof value === "string" || isBytes(value)) checkLength(value, name, " at once: longer input goes through batchStream()");
  return encoded(value, name);
}

/** Lines as bytes, however many. */
export function encoded(value, name) {
  if (isBytes(value)) {
    checkPresent(value, name);
    return value;
  }
  if (typeof value !== "string") throw misuse(`${name} must be a string or a Uint8Array, not ${kind(value)}`);
  checkPairs(value, name);
  return new TextEncoder().encode(value);
}

const isBytes = (value) => ArrayBuffer.isView(value) && tag(value) === "Uint8Array";

/** Lines that a caller's function gave. */
export function answered(value) {
  if (!isBytes(value)) throw misuse(`batch must give a Uint8Array, not ${kind(value)}`);
  return value;
}

/** What is read at once is a text or bytes. */
function checkLength(given, name, advice = "") {
  const unit = typeof given === "string" ? "UTF-16 units" : "bytes";
  if (given.length > MOST) throw new EngineError("input_too_long", `${name} has ${given.length} ${unit}; at most ${MOST} are read${advice}`);
}

/** A buffer that was transferred leaves views of no length, which only making another one tells from empty ones. */
function checkPresent(view, name) {
  if (view.length > 0) return;
  try {
    new Uint8Array(view.buffer);
  } catch (error) {
    throw misuse(`the buffer of ${name} was transferred`, error);
  }
}

/** Whether JSON would leave a value out, as none that has a form of its own. */
const isCode = (value) => (typeof value === "function" || typeof value === "symbol") && value.toJSON === undefined;

/** What JSON writes as a word, a number or a text, though it is an object. */
const isBoxed = (value) => ["Number", "String", "Boolean"].includes(tag(value));

/** Whether JSON would write an object as empty that is none: a Map, a buffer, a promise, an Engine, one that inherits its content. */
const isOpaque = (value) => Object.keys(value).length === 0 && (tag(value) === "Object" ? inherits(value) : !isBoxed(value));

/** What an object was made from, but for what every object is made from, of whatever realm. */
function* origins(value) {
  let origin = Object.getPrototypeOf(value);
  for (let next; origin !== null && (next = Object.getPrototypeOf(origin)) !== null; origin = next) yield origin;
}

/** Whether what an object was made from holds values, or gives them when they are read; methods are none. */
const inherits = (value) => [...origins(value)].some((origin) => Object.values(Object.getOwnPropertyDescriptors(origin)).some(({ get, value }) => get !== undefined || (value !== undefined && typeof value !== "function")));

/** Whether an object was made by a class and not by a literal. */
const isInstance = (value) => !Array.isArray(value) && !origins(value).next().done;

/** Whether the members of a value are its content. */
function isRecord(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return tag(value) !== "Date" && !isBoxed(value) && !ArrayBuffer.isView(value) && !isOpaque(value);
}

/**
 * Whether a value is what JSON.stringify writes without loss, as nearly all are: looking it through beforehand is faster
 * than being asked for each member. What is doubted is judged member by member.
 */
function isPlain(value, depth) {
  switch (typeof value) {
    case "string":
      return value.isWellFormed();
    case "number":
      return Number.isFinite(value);
    case "boolean":
    case "undefined":
      return true;
    case "object": {
      if (value === null) return true;
      if (depth > 32 || value.toJSON !== undefined) return false;
      if (Array.isArray(value)) {
        for (const item of value) if (!isPlain(item, depth + 1)) return false;
        return true;
      }
      if (Object.getPrototypeOf(value) !== Object.prototype) return false;
      for (const name in value) if (!name.isWellFormed() || !isPlain(value[name], depth + 1)) return false;
      return true;
    }
  }
  return false;
}

// Values that JSON.stringify would turn into something else without a word. Called for every value of a document.
function replace(key, value) {
  checkPairs(key, "the name of a member");
  switch (typeof value) {
    case "string":
      checkPairs(value, "a string");
      return value;
    case "number":
      if (!Number.isFinite(value)) throw misuse(`${key || "a number"} is not finite`);
      return value;
    case "function":
    case "symbol":
      // How an object is written, and what one of a class does, stands in place of no value.
      if (key === "toJSON" || isInstance(this)) return undefined;
      throw misuse(`${key || "a value"} is a ${typeof value}, which has no JSON form`);
    case "bigint":
      throw misuse(`${key || "a value"} is a BigInt, which has no JSON form; pass JSON text to keep its digits`);
    case "undefined":
      // What leaves itself out was given all the same.
      if (this[key] !== undefined) throw misuse(`${key || "a value"} is written as nothing, which has no JSON form`);
      return undefined;
    case "object": {
      if (value === null && tag(this[key]) === "Date") throw misuse(`${key || "a value"} is a Date of no time`);
      // A Buffer has made a literal of itself already.
      const found = ArrayBuffer.isView(this[key]) ? this[key] : value;
      const isView = ArrayBuffer.isView(found);
      // Most objects are made by a literal, and nothing else needs a closer look.
      if (found === null || (!isView && Object.getPrototypeOf(found) === Object.prototype) || Array.isArray(found)) return value;
      if (isView || isOpaque(found)) throw misuse(`${key || "a value"} is ${kind(found)}; pass a plain object, an array, text or a Uint8Array`);
    }
  }
  return value;
}

/** The text of a document in bytes: UTF-8, or what a byte-order mark says. */
function decode(value, name) {
  checkPresent(value, name);
  checkLength(value, name);
  const mark = value.length > 1 ? value[0] * 256 + value[1] : 0;
  const encoding = mark === 0xfffe ? "UTF-16LE" : mark === 0xfeff ? "UTF-16BE" : "UTF-8";
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(value);
  } catch (error) {
    throw new EngineError("not_text", `${name} is not ${encoding}`, error);
  }
}

function loneSurrogate(value) {
  for (let at = 0; at < value.length; at += 1) {
    const unit = value.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff && (value.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at += 1;
    else if (unit >= 0xd800 && unit <= 0xdfff) return at;
  }
  return -1;
}

function kind(value) {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return given("a value", () => {
    if (Array.isArray(value)) return "an array";
    if (ArrayBuffer.isView(value)) return "a view of bytes";
    const known = tag(value);
    return known === "Object" ? "an object" : `${/^[AEIOU]/.test(known) ? "an" : "a"} ${known}`;
  });
}

/** Text of the caller in a message. */
const quoted = (text) => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
