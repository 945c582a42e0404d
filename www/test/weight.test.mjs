// What the page weighs as it travels. The module has a budget of its own, told where the package is built.

import { test } from "node:test";
import assert from "node:assert/strict";
import { PAGE_BUDGET, weigh } from "../weigh.mjs";

test("the page without the module keeps its budget", () => {
  const { page } = weigh();
  assert.ok(page <= PAGE_BUDGET, `${page} bytes after gzip`);
});
