// What crosses the package boundary: numbers, offsets, streams. Hostile values are vectors (tests/cases/hostile/boundary.json).

import assert from "node:assert/strict";
import { test } from "node:test";
import * as scimwright from "scimwright";

const { Engine, parseFilter } = scimwright;

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
