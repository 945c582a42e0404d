// The package is found and ready in Node, by import and by require.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as esm from "scimwright";

const cjs = createRequire(import.meta.url)("scimwright");

for (const [entry, scimwright] of Object.entries({ esm, cjs })) {
  test(`${entry}: ready when loaded`, () => {
    assert.match(scimwright.version().engine, /^\d+\.\d+\.\d+$/);
    assert.match(scimwright.explain("IN001"), /^IN001 empty-input/);
  });

  test(`${entry}: misuse throws an Error with a code`, () => {
    assert.throws(() => scimwright.explain(1), { name: "EngineError", code: "invalid_argument" });
    assert.throws(() => scimwright.explain("\ud800"), { name: "EngineError", code: "lone_surrogate" });
  });
}

test("both entries export the same names", () => {
  const names = (module) => Object.keys(module).filter((name) => name !== "default").sort();
  assert.deepEqual(names(cjs), names(esm));
});

test("every code of misuse is declared, and thrown somewhere", () => {
  const folder = new URL("../node_modules/scimwright/", import.meta.url);
  const read = (name) => readFileSync(new URL(name, folder), "utf8");
  const [, union] = read("index.d.ts").match(/export type EngineErrorCode =([^;]*);/);
  const declared = Array.from(union.matchAll(/"(\w+)"/g), ([, code]) => code);
  const entries = ["api.js", "instance.js"];
  const thrown = entries.flatMap((name) => Array.from(read(name).matchAll(/(?:new EngineError\d*|super)\("(\w+)"/g), ([, code]) => code));
  assert.deepEqual([...new Set(thrown)].sort(), declared.sort());
});
