// Speed and weight: from a key to the painted result, and what the page weighs.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dist, launch, open, serve } from "./browser.mjs";

const BUDGET = 600 * 1000;

test("the page weighs less than its budget", () => {
  let page = 0;
  let wasm = 0;
  const walk = (folder) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) walk(path);
      else if (name.endsWith(".wasm")) wasm += gzipSync(readFileSync(path), { level: 9 }).length;
      else page += gzipSync(readFileSync(path), { level: 9 }).length;
    }
  };
  walk(dist);
  console.log(`weight, gzip: page ${(page / 1000).toFixed(1)} kB, wasm ${(wasm / 1000).toFixed(1)} kB, together ${((page + wasm) / 1000).toFixed(1)} kB`);
  assert.ok(page + wasm < BUDGET);
});

test("a keystroke shows its result within the budget", async () => {
  const site = await serve();
  const browser = await launch();
  const { page } = await open(browser.context, site.url);
  await page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: /^title$/ }) }).locator(".row-toggle").click();
  await page.getByRole("textbox", { name: "Expression for title" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText('Join(" ", [jobTitle], "")');
  await page.locator("tr.mapping .cell-value", { hasText: "VP Sales EMEA" }).waitFor();
  for (let i = 0; i < 2; i += 1) await page.keyboard.press("ArrowLeft");
  await page.evaluate(() => {
    globalThis.taken = [];
    let pressed = 0;
    addEventListener("keydown", () => { pressed = performance.now(); }, true);
    const cell = document.querySelector("tr.mapping.open .cell-value");
    new MutationObserver(() => {
      if (pressed === 0) return;
      const from = pressed;
      pressed = 0;
      requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => globalThis.taken.push(performance.now() - from); channel.port2.postMessage(0); });
    }).observe(cell, { childList: true, subtree: true, characterData: true });
  });
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press(String.fromCharCode(97 + (i % 26)));
    await page.waitForTimeout(90);
  }
  const taken = (await page.evaluate(() => globalThis.taken)).sort((a, b) => a - b);
  const at = (q) => taken[Math.min(taken.length - 1, Math.floor(taken.length * q))];
  console.log(`keystroke to painted result, ${taken.length} keys: p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, max ${taken.at(-1).toFixed(1)} ms`);
  assert.ok(taken.length >= 100);
  assert.ok(at(0.95) < 50);
  await browser.close();
  await site.close();
});
