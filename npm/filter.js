// Filters that are their own canonical text, as most are: the module tells places in it, and no answer crosses as text.

import { enter } from "./instance.js";

/** The answer of parseFilter, where it needs nothing but the text. */
export function canonicalFilter(text) {
  const nodes = new FilterNodes(text);
  const isTold = enter((glue) => glue.tellFilter(text, nodes));
  return isTold ? { ok: true, filter: nodes.tree(), canonical: text, diagnostics: [] } : undefined;
}

const QUOTE = 34;

/** Makes the tree of a filter. The module calls these methods in the order of the text, what holds others when it ends. */
class FilterNodes {
  #text;
  /** The terms of the chain that is open, and of those around it. */
  #terms = [];
  #around = [];

  constructor(text) {
    this.#text = text;
  }

  tree() {
    return this.#terms[0];
  }

  /** A chain begins. */
  open() {
    this.#around.push(this.#terms);
    this.#terms = [];
  }

  all() {
    this.#close({ op: "and", args: this.#terms });
  }

  any() {
    this.#close({ op: "or", args: this.#terms });
  }

  not() {
    this.#terms.push({ op: "not", arg: this.#terms.pop() });
  }

  elements(start, name, nameEnd, end) {
    this.#terms.push({ op: "valuePath", path: this.#path(start, name, nameEnd, end), filter: this.#terms.pop() });
  }

  present(start, name, nameEnd, end) {
    this.#terms.push({ op: "pr", path: this.#path(start, name, nameEnd, end) });
  }

  compare(start, name, nameEnd, end, value, valueEnd) {
    const op = this.#text.slice(end + 1, value - 1);
    this.#terms.push({ op, path: this.#path(start, name, nameEnd, end), value: this.#value(value, valueEnd) });
  }

  #close(chain) {
    this.#terms = this.#around.pop();
    this.#terms.push(chain);
  }

  #path(start, name, nameEnd, end) {
    const text = this.#text;
    return {
      urn: start < name ? text.slice(start, name - 1) : null,
      name: text.slice(name, nameEnd),
      sub: nameEnd < end ? text.slice(nameEnd + 1, end) : null,
    };
  }

  #value(start, end) {
    const text = this.#text;
    if (text.charCodeAt(start) !== QUOTE) return JSON.parse(text.slice(start, end));
    const plain = text.slice(start + 1, end - 1);
    return plain.includes("\\") ? JSON.parse(text.slice(start, end)) : plain;
  }
}
