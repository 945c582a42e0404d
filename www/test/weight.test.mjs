// What the page weighs as it travels, the module included.

import { test } from "node:test";
import assert from "node:assert/strict";
import { BUDGET, weigh } from "../weigh.mjs";

test("the page with the module keeps its budget", () => {
  const { page, wasm } = weigh();
  assert.ok(page + wasm <= BUDGET, `${page} bytes after gzip, and ${wasm} of the module`);
});
