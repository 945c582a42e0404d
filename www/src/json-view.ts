/** JSON for reading: indented, coloured, every value isolated, places that changed marked. */

import { h, value, type Child } from "./dom";
import { pointer } from "./json-text";

export type Mark = "added" | "changed" | "removed" | "differs";
export type Marks = ReadonlyMap<string, Mark>;

const NONE: Marks = new Map();
/** Texts beyond this break anywhere, so that none leaves a line empty for want of a space. */
const LONG = 24;
const NO_KEY: Key = () => null;

export function jsonView(data: unknown, marks: Marks = NONE, label = "JSON"): HTMLElement {
  const lines: HTMLElement[] = [];
  write({ data, at: "", depth: 0, key: NO_KEY, tail: "" }, marks, lines);
  return block(label, lines);
}

/** `after`, with what changed since `before` marked, and what is gone struck out in its place. */
export function changesView(before: unknown, after: unknown, label: string): HTMLElement {
  const lines: HTMLElement[] = [];
  merge(before, { data: after, at: "", depth: 0, key: NO_KEY, tail: "" }, lines);
  return block(label, lines);
}

function block(label: string, lines: HTMLElement[]): HTMLElement {
  return h("pre", { class: "json", role: "group", "aria-label": label }, lines);
}

/** Makes the label in front of a value, anew for each line it stands on. */
type Key = () => Child;

/** A value on its way to the screen: where it stands, and what surrounds it on its lines. */
interface Item {
  data: unknown;
  at: string;
  depth: number;
  key: Key;
  tail: string;
}

function line(depth: number, mark: Mark | undefined, ...children: Child[]): HTMLElement {
  const element = h("span", { class: mark ? `line mark-${mark}` : "line" },
    "  ".repeat(depth), children, mark && h("span", { class: "visually-hidden" }, ` (${mark})`), "\n");
  // What wraps hangs below its own beginning.
  element.style.setProperty("--hang", `${2 * depth + 2}ch`);
  return element;
}

function write({ data, at, depth, key, tail }: Item, marks: Marks, lines: HTMLElement[], inherited?: Mark): void {
  const mark = marks.get(at) ?? inherited;
  if (!isNode(data)) {
    lines.push(line(depth, mark, key(), scalar(data), punctuation(tail)));
    return;
  }
  const entries = Object.entries(data);
  const [open, close] = brackets(data);
  const [only] = entries;
  if (!only) {
    lines.push(line(depth, mark, key(), punctuation(open + close + tail)));
  } else if (entries.length === 1 && !isNode(only[1]) && !marks.has(at + pointer(only[0]))) {
    lines.push(line(depth, mark, key(), punctuation(open), label(data, only[0])(), scalar(only[1]), punctuation(close + tail)));
  } else {
    lines.push(line(depth, mark, key(), punctuation(open)));
    entries.forEach(([name, item], index) => {
      write({ data: item, at: at + pointer(name), depth: depth + 1, key: label(data, name), tail: index + 1 < entries.length ? "," : "" }, marks, lines, mark);
    });
    lines.push(line(depth, mark, punctuation(close + tail)));
  }
}

function merge(before: unknown, item: Item, lines: HTMLElement[]): void {
  const { data: after, depth, key, tail } = item;
  if (JSON.stringify(before) === JSON.stringify(after)) {
    write(item, NONE, lines);
  } else if (before === undefined) {
    write(item, NONE, lines, "added");
  } else if (after === undefined) {
    write({ ...item, data: before }, NONE, lines, "removed");
  } else if (isNode(before) && isNode(after) && Array.isArray(before) === Array.isArray(after)) {
    const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    const [open, close] = brackets(after);
    const names = together([...old.keys()], [...now.keys()]);
    lines.push(line(depth, undefined, key(), punctuation(open)));
    names.forEach((name, index) => {
      const inner = { data: now.get(name), at: "", depth: depth + 1, key: label(after, name), tail: index + 1 < names.length ? "," : "" };
      merge(old.get(name), inner, lines);
    });
    lines.push(line(depth, undefined, punctuation(close + tail)));
  } else {
    write({ ...item, data: before }, NONE, lines, "removed");
    write(item, NONE, lines, "changed");
  }
}

/** The names of both, those that are gone after the ones they followed. */
function together(old: string[], now: string[]): string[] {
  const names = [...now];
  old.forEach((name, index) => {
    if (!names.includes(name)) names.splice(index === 0 ? 0 : names.indexOf(old[index - 1] ?? "") + 1, 0, name);
  });
  return names;
}

function brackets(data: object): readonly [string, string] {
  return Array.isArray(data) ? ["[", "]"] : ["{", "}"];
}

function label(parent: object, name: string): Key {
  return Array.isArray(parent) ? NO_KEY : () => [quoted(name, "t-attribute"), punctuation(": ")];
}

function scalar(data: unknown): Child {
  if (typeof data === "string") return quoted(data, "t-string");
  return value(String(data), typeof data === "number" ? "t-number" : "t-keyword");
}

/** A text in its quotes. Where it may run from right to left, the quotes stand outside what is isolated, so that they enclose it. */
function quoted(data: string, kind: string): Child {
  const text = JSON.stringify(data);
  const look = text.length > LONG ? `${kind} long` : kind;
  return /^[\0-\u058f]*$/.test(text) ? value(text, look) : h("span", { class: look }, '"', value(text.slice(1, -1)), '"');
}

function punctuation(text: string): Child {
  return text && h("span", { class: "t-punctuation" }, text);
}

/** Pointers of what `body` has that `other` has not, or has otherwise. */
export function differing(other: unknown, body: unknown, at = "", found = new Map<string, Mark>()): Marks {
  if (isNode(other) && isNode(body) && Array.isArray(other) === Array.isArray(body)) {
    const theirs = new Map(Object.entries(other));
    for (const [name, item] of Object.entries(body)) differing(theirs.get(name), item, at + pointer(name), found);
  } else if (other !== body) {
    found.set(at, "differs");
  }
  return found;
}

function isNode(data: unknown): data is object {
  return data !== null && typeof data === "object";
}
