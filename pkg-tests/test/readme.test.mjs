// The JavaScript in the README runs and prints what its comments say.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

test("every JavaScript block of the README", () => {
  const blocks = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1]);
  assert.ok(blocks.length > 0);
  for (const [index, block] of blocks.entries()) {
    // Beside the tests, so that the package is found as a user's script finds it.
    const script = new URL(`readme-${index}.tmp.mjs`, import.meta.url);
    writeFileSync(script, block);
    try {
      const printed = execFileSync(process.execPath, [fileURLToPath(script)], { encoding: "utf8" });
      const expected = [...block.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => `${match[1]}\n`).join("");
      assert.equal(printed, expected);
    } finally {
      rmSync(script);
    }
  }
});
