// Filters that deviate in nothing, as nearly all do: the module tells places in the text, and no answer crosses.

import { enter, generation, memory } from "./instance.js";

const encoder = new TextEncoder();

/** Reads for one instance of the module. */
let reader;
let made;
/** What its numbers mean. */
let events;
let operators;
/** Views of its memory: where the text goes, and all of it as numbers. */
let bytes;
let numbers;

/** The answer of parseFilter, where there is nothing to say of the text. */
export function plainFilter(text) {
  const pointer = enter((glue) => {
    if (made !== generation || reader === undefined) {
      reader = new glue.FilterReader();
      operators = glue.FilterReader.operators().split(" ");
      events = glue.FilterEvent;
      bytes = undefined;
      made = generation;
    }
    // Memory that has grown leaves its old views empty.
    if (!bytes?.length) {
      const { buffer } = memory();
      bytes = new Uint8Array(buffer, reader.text(), reader.room());
      numbers = new Int32Array(buffer);
    }
    const { read, written } = encoder.encodeInto(text, bytes);
    return read === text.length ? reader.read(written) : 0;
  });
  if (pointer === 0) return undefined;
  // Reading may have made memory grow.
  if (!numbers.length) numbers = new Int32Array(memory().buffer);
  const start = pointer / Int32Array.BYTES_PER_ELEMENT;
  const filter = tree(text, numbers, start);
  const canonical = numbers[start + 1] ? enter(() => reader.canonical()) : text;
  return { ok: true, filter, canonical, diagnostics: [] };
}

/** The tree that some numbers tell, in the order of the text; what holds others is told when it ends. */
function tree(text, told, start) {
  const { Open, All, Any, Not, Elements, Present } = events;
  const end = start + 1 + told[start];
  const hasEscapes = text.includes("\\");
  // The terms of the chain that is open, and of those around it.
  let terms = [];
  const around = [];
  let at = start + 2;
  while (at < end) {
    const event = told[at];
    at += 1;
    if (event === Open) {
      around.push(terms);
      terms = [];
    } else if (event === All || event === Any) {
      const chain = { op: event === All ? "and" : "or", args: terms };
      terms = around.pop();
      terms.push(chain);
    } else if (event === Not) {
      terms.push({ op: "not", arg: terms.pop() });
    } else {
      const path = name(text, told[at], told[at + 1], told[at + 2], told[at + 3]);
      at += 4;
      if (event === Elements) terms.push({ op: "valuePath", path, filter: terms.pop() });
      else if (event === Present) terms.push({ op: "pr", path });
      else {
        terms.push({ op: operators[told[at + 2]], path, value: operand(text, told[at], told[at + 1], hasEscapes) });
        at += 3;
      }
    }
  }
  return terms[0];
}

const name = (text, urn, start, end, sub) => ({
  urn: urn < start ? text.slice(urn, start - 1) : null,
  name: text.slice(start, end),
  sub: end < sub ? text.slice(end + 1, sub) : null,
});

/** An operand, told by its first letter; numbers, and strings of a text with escapes, are read. */
function operand(text, start, end, hasEscapes) {
  switch (text[start]) {
    case "t":
      return true;
    case "f":
      return false;
    case "n":
      return null;
    case '"':
      if (!hasEscapes) return text.slice(start + 1, end - 1);
  }
  return JSON.parse(text.slice(start, end));
}
