// What the page weighs: its own share has a budget of its own, the module's is held by `cargo xtask pack`.

import { test } from "node:test";
import assert from "node:assert/strict";
import { weigh } from "../weigh.mjs";

test("the page without the module weighs less than its share", () => {
  const { page } = weigh();
  assert.ok(page < 300_000, `${page} bytes after gzip`);
});
