// JSON as text: documents are shown as they were written, numbers and the order of members included.

import { isUnseen } from "../instance.js";

const WHITE = /[ \t\r\n]/;

/** The index after the value that starts at `at`; of what is no JSON, some index after `at` or the length. */
function after(text, at) {
  if (text[at] === '"') {
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
    return end + 1;
  }
  if (text[at] !== "{" && text[at] !== "[") {
    let end = at;
    while (end < text.length && !",]}".includes(text[end]) && !WHITE.test(text[end])) end += 1;
    return end;
  }
  let depth = 0;
  let end = at;
  do {
    if (text[end] === '"') end = after(text, end) - 1;
    else if (text[end] === "{" || text[end] === "[") depth += 1;
    else if (text[end] === "}" || text[end] === "]") depth -= 1;
    end += 1;
  } while (depth > 0 && end < text.length);
  return end;
}

const blanks = (text, at) => {
  while (WHITE.test(text[at] ?? "")) at += 1;
  return at;
};

/** The value of a JSON text, which may begin with a byte-order mark; nothing where it is none. */
export function parsed(text) {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

/** Whether a text is a whole JSON object. */
export const isObject = (text = "") => text.trimStart().startsWith("{") && parsed(text) !== undefined;

/** Where the next element or member begins, or the list ends. */
const next = (text, at) => {
  at = blanks(text, at);
  return text[at] === "," ? blanks(text, at + 1) : at;
};

/** The texts of the elements of an array. */
export function items(text) {
  const found = [];
  let at = next(text, text.indexOf("[") + 1);
  while (text[at] !== "]") {
    const end = after(text, at);
    found.push(text.slice(at, end));
    at = next(text, end);
  }
  return found;
}

/** The texts of an object's members, by name. */
export function members(text) {
  const found = new Map();
  let at = next(text, text.indexOf("{") + 1);
  while (text[at] !== "}") {
    const name = after(text, at);
    const start = blanks(text, text.indexOf(":", name) + 1);
    const end = after(text, start);
    found.set(JSON.parse(text.slice(at, name)), text.slice(start, end));
    at = next(text, end);
  }
  return found;
}

/** An object of member texts. */
export const object = (entries) => `{${[...entries].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;

/** A text in which the characters that could steer a terminal are written otherwise. */
const escaped = (text, write) => text.replace(/[^ -~]/gu, (character) => (isUnseen(character.codePointAt(0)) ? write(character.codePointAt(0).toString(16)) : character));

/** A text with what could steer a terminal as escapes, line breaks too. */
export const visible = (text) => escaped(text, (code) => `\\u{${code}}`);

/** JSON with what could steer a terminal as JSON escapes. */
export const steady = (text) => escaped(text, (code) => (code === "a" ? "\n" : `\\u${code.padStart(4, "0")}`));

/** A text of at most so many characters, with escapes for what could steer a terminal. */
export const cut = (text, most) => {
  const characters = Array.from(text);
  return visible(characters.slice(0, most).join("")) + (characters.length > most ? "…" : "");
};

/** Text of others as it may stand in a message, as the native command writes it; of a long name with a URN the end stays too. */
export function quoted(text) {
  const characters = Array.from(text);
  const isCut = text.startsWith("urn:") && characters.length > 64;
  const end = isCut ? Array.from(text.slice(text.lastIndexOf(":"))).slice(-60) : [];
  return `\`${cut(text, 64 - end.length)}${visible(end.join(""))}\``;
}

/** The same JSON laid out, two blanks a level. */
export function pretty(text, indent = "") {
  const first = text.trimStart()[0];
  const inner = `${indent}  `;
  const lines = (open, rows, close) => (rows.length === 0 ? open + close : `${open}\n${rows.map((row) => inner + row).join(",\n")}\n${indent}${close}`);
  if (first === "[") return lines("[", items(text).map((item) => pretty(item, inner)), "]");
  if (first === "{") return lines("{", [...members(text)].map(([name, value]) => `${JSON.stringify(name)}: ${pretty(value, inner)}`), "}");
  return text.trim();
}
