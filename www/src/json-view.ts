/** JSON for reading: indented, coloured, every value isolated, places that changed marked. */

import { h, value, type Child } from "./dom";
import { pointer } from "./json-text";

export type Marks = ReadonlyMap<string, "added" | "changed" | "removed" | "differs">;

const NONE: Marks = new Map();

export function jsonView(data: unknown, marks: Marks = NONE, label?: string): HTMLElement {
  const lines: HTMLElement[] = [];
  write(data, "", 0, [], "", marks, lines);
  return h("pre", { class: "json", tabindex: 0, role: "group", "aria-label": label ?? "JSON" }, lines);
}

const WORDS = { added: "added", changed: "changed", removed: "removed", differs: "differs" } as const;

function line(depth: number, mark: keyof typeof WORDS | undefined, ...children: Child[]): HTMLElement {
  const indent = "  ".repeat(depth);
  return h(
    "span",
    { class: mark ? `line mark-${mark}` : "line" },
    indent,
    children,
    mark && h("span", { class: "visually-hidden" }, ` (${WORDS[mark]})`),
    "\n",
  );
}

function write(data: unknown, at: string, depth: number, key: Child[], tail: string, marks: Marks, lines: HTMLElement[], inherited?: keyof typeof WORDS): void {
  const mark = marks.get(at) ?? inherited;
  if (data !== null && typeof data === "object") {
    const list = Array.isArray(data);
    const entries = Object.entries(data);
    const [open, close] = list ? (["[", "]"] as const) : (["{", "}"] as const);
    if (entries.length === 0) {
      lines.push(line(depth, mark, key, punctuation(open + close + tail)));
      return;
    }
    const [only] = entries;
    if (entries.length === 1 && only && (only[1] === null || typeof only[1] !== "object") && !marks.has(at + pointer(only[0]))) {
      const label: Child[] = list ? [] : [value(JSON.stringify(only[0]), "t-attribute"), punctuation(": ")];
      lines.push(line(depth, mark, key, punctuation(open), label, scalar(only[1]), punctuation(close + tail)));
      return;
    }
    lines.push(line(depth, mark, key, punctuation(open)));
    entries.forEach(([name, item], index) => {
      const label: Child[] = list ? [] : [value(JSON.stringify(name), "t-attribute"), punctuation(": ")];
      write(item, at + pointer(name), depth + 1, label, index + 1 < entries.length ? "," : "", marks, lines, mark);
    });
    lines.push(line(depth, mark, punctuation(close + tail)));
    return;
  }
  lines.push(line(depth, mark, key, scalar(data), tail && punctuation(tail)));
}

function scalar(data: unknown): Child {
  const kind = typeof data === "string" ? "t-string" : typeof data === "number" ? "t-number" : "t-keyword";
  return value(typeof data === "string" ? JSON.stringify(data) : String(data), kind);
}

function punctuation(text: string): Child {
  return h("span", { class: "t-punctuation" }, text);
}

/** Pointers of what `after` has that `before` has not, or has otherwise. */
export function changes(before: unknown, after: unknown): Marks {
  const found = new Map<string, "added" | "changed">();
  compare(before, after, "", found);
  return found;
}

function compare(before: unknown, after: unknown, at: string, found: Map<string, "added" | "changed">): void {
  if (before === undefined) {
    found.set(at, "added");
  } else if (isNode(before) && isNode(after) && Array.isArray(before) === Array.isArray(after)) {
    const old = new Map(Object.entries(before));
    for (const [name, item] of Object.entries(after)) compare(old.get(name), item, at + pointer(name), found);
  } else if (before !== after) {
    found.set(at, "changed");
  }
}

function isNode(data: unknown): data is object {
  return data !== null && typeof data === "object";
}
