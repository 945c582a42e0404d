// Hostile JavaScript values at the package boundary (tests/cases/hostile/boundary.json), and recovery from a trap.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as scimwright from "scimwright";

const { EngineError, Engine, parseFilter, validatePayload } = scimwright;
const { vectors } = JSON.parse(readFileSync(new URL("../../tests/cases/hostile/boundary.json", import.meta.url), "utf8"));
const LIMITS = { LM001: "limit.input_bytes", LM002: "limit.depth", LM003: "limit.nodes", LM004: "limit.items", LM005: "limit.keys", LM010: "limit.config" };

const calls = {
  parseFilter: (argument) => parseFilter(argument),
  validateUser: (argument) => validatePayload(argument, { kind: "User" }),
  configure: (limits) => Engine.create({ limits }),
  freedEngine: (argument) => {
    const { engine } = Engine.create();
    engine.free();
    return engine.preview({ source: argument });
  },
};

function outcome(vector, argument) {
  try {
    const answer = calls[vector.api](argument);
    const error = answer.diagnostics?.find(({ severity }) => severity === "error");
    if (!error) return "ok";
    return LIMITS[error.code] ?? (answer.ok ? "finding" : "invalid");
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === "trap") throw error;
    return error.code === "input_too_long" ? "limit.input_bytes" : "invalid";
  }
}

const names = () => [Object, Array, Function].map(({ prototype }) => Object.getOwnPropertyNames(prototype).join()).join("|");
globalThis.__engine = scimwright;

for (const vector of vectors) {
  test(`${vector.id} ${vector.name}`, () => {
    const before = names();
    try {
      const argument = new Function(vector.js)();
      const start = performance.now();
      const found = outcome(vector, argument);
      const spent = performance.now() - start;
      assert.ok(vector.expect.class.includes(found), `${found}, expected ${vector.expect.class}`);
      if (vector.expect.max_ms) assert.ok(spent < vector.expect.max_ms * 3, `${spent} ms`);
    } finally {
      delete Object.prototype.userName;
    }
    assert.equal(names(), before);
    assert.equal(scimwright.filterMatches('userName eq "canary"', { userName: "canary" }).matches, true);
  });
}

test("a big number keeps its digits, as text", () => {
  const { patch } = scimwright.diff('{"userName":"a","title":"x"}', '{"userName":"a","title":"9007199254740993"}', { kind: "User" });
  assert.match(JSON.stringify(patch), /9007199254740993/);
});

test("offsets count UTF-16 units", () => {
  const { diagnostics } = parseFilter('displayName eq "😀e\u0301" x');
  assert.equal(diagnostics[0].at.span.start, 'displayName eq "😀e\u0301" '.length);
});

test("a stream answers line by line, however the chunks fall", async () => {
  const { engine } = Engine.create();
  const lines = ["{}", '{"userName":"é😀"}', "nope"].join("\n");
  const bytes = new TextEncoder().encode(lines);
  const whole = new TextDecoder().decode(engine.validateBatch(bytes));
  const chunks = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 3) controller.enqueue(bytes.slice(at, at + 3));
      controller.close();
    },
  });
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of chunks.pipeThrough(scimwright.batchStream((part) => engine.validateBatch(part), { bytes: 5 }))) text += decoder.decode(part, { stream: true });
  assert.equal(text, whole);
  engine.free();
});
