/** Edits of a JSON document as text: only the pointed-at place changes, every other byte stays as it was. */

export interface Range {
  start: number;
  end: number;
}

export function pointer(...parts: (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function parts(path: string): string[] {
  return path === ""
    ? []
    : path.slice(1).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

const SPACE = /[\s\uFEFF]*/y;
const SCALAR = /[^\s,\]}]+/y;

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}

function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === '"') return i + 1;
  }
  throw new SyntaxError("unfinished string");
}

/** Past the value that starts at `at`; flat, so depth costs nothing. */
function valueEnd(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return stringEnd(text, at);
  if (first !== "{" && first !== "[") {
    SCALAR.lastIndex = at;
    SCALAR.test(text);
    return SCALAR.lastIndex || at;
  }
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    const c = text[i];
    if (c === '"') i = stringEnd(text, i) - 1;
    else if (c === "{" || c === "[") depth += 1;
    else if (c === "}" || c === "]") {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  throw new SyntaxError("unfinished document");
}

interface Member extends Range {
  key: string;
  /** Where the member or item begins: its key in an object, its value in an array. */
  from: number;
}

function* members(text: string, at: number): Generator<Member> {
  const object = text[at] === "{";
  let i = skipSpace(text, at + 1);
  for (let index = 0; text[i] !== "}" && text[i] !== "]"; index += 1) {
    const from = i;
    let key = String(index);
    if (object) {
      const end = stringEnd(text, i);
      key = JSON.parse(text.slice(i, end)) as string;
      i = skipSpace(text, skipSpace(text, end) + 1);
    }
    const end = valueEnd(text, i);
    yield { key, from, start: i, end };
    i = skipSpace(text, end);
    if (text[i] === ",") i = skipSpace(text, i + 1);
    else if (text[i] !== "}" && text[i] !== "]") throw new SyntaxError("malformed document");
  }
}

/** Where the value a JSON Pointer names stands, or nothing. */
export function locate(text: string, path: string): Range | undefined {
  let at = skipSpace(text, 0);
  let span: Range = { start: at, end: valueEnd(text, at) };
  for (const part of parts(path)) {
    if (text[at] !== "{" && text[at] !== "[") return undefined;
    let found: Member | undefined;
    for (const member of members(text, at)) {
      if (member.key === part) {
        found = member;
        break;
      }
    }
    if (!found) return undefined;
    at = found.start;
    span = { start: found.start, end: found.end };
  }
  return span;
}

function indentAt(text: string, at: number): string {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, at))?.[0] ?? "";
}

function render(value: unknown, indent: string, newline: string): string {
  return JSON.stringify(value, null, 2).replaceAll("\n", newline + indent);
}

function newlineOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function splice(text: string, from: number, to: number, put: string): string {
  return text.slice(0, from) + put + text.slice(to);
}

/** Replaces a value, or adds a member to the object that should hold it. */
export function setAt(text: string, path: string, value: unknown): string {
  const newline = newlineOf(text);
  const here = locate(text, path);
  if (here) return splice(text, here.start, here.end, render(value, indentAt(text, here.start), newline));
  const cut = path.lastIndexOf("/");
  const key = parts(path).at(-1) ?? "";
  return insert(text, path.slice(0, cut), value, JSON.stringify(key));
}

/** Adds an item at the end of an array. */
export function appendTo(text: string, path: string, value: unknown): string {
  return insert(text, path, value, undefined);
}

function insert(text: string, parent: string, value: unknown, key: string | undefined): string {
  const span = locate(text, parent);
  if (!span) throw new RangeError(`nothing at ${parent}`);
  const newline = newlineOf(text);
  const list = [...members(text, span.start)];
  const last = list.at(-1);
  const outer = indentAt(text, span.start);
  const indent = last && text.slice(span.start, last.from).includes("\n") ? indentAt(text, last.from) : `${outer}  `;
  const item = (key ? `${key}: ` : "") + render(value, indent, newline);
  if (last) return splice(text, last.end, last.end, `,${newline}${indent}${item}`);
  return splice(text, span.start + 1, span.end - 1, `${newline}${indent}${item}${newline}${outer}`);
}

/** Removes a member or an item together with its comma. */
export function removeAt(text: string, path: string): string {
  const cut = path.lastIndexOf("/");
  const parent = locate(text, path.slice(0, cut));
  if (!parent) return text;
  const list = [...members(text, parent.start)];
  const index = list.findIndex((member) => member.key === parts(path).at(-1));
  const gone = list[index];
  if (!gone) return text;
  const next = list[index + 1];
  const previous = list[index - 1];
  if (next) return splice(text, gone.from, next.from, "");
  if (previous) return splice(text, previous.end, gone.end, "");
  return splice(text, parent.start + 1, parent.end - 1, "");
}

/** Where the `count`th unit of a string's value stands; the string begins with its quote at `start`. An escape is one unit. */
export function unescaped(text: string, start: number, count: number): number {
  let at = start + 1;
  for (let n = 0; n < count; n += 1) at += text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2;
  return at;
}

/** A range with its line and column, counted from 1. */
export function spanOf(text: string, { start, end }: Range): Range & { line: number; column: number } {
  const before = text.slice(0, start);
  return { start, end, line: before.split("\n").length, column: start - before.lastIndexOf("\n") };
}
