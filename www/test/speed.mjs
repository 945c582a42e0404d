// Prints how long a keystroke takes until its result is painted: one user, the full Gong configuration.
// `npm run speed`; figures depend on the machine, so nothing is asserted.

import { launch, open, serve } from "./browser.mjs";

const KEYS = 200;
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
  globalThis.taken = { value: [], request: [] };
  let pressed = 0;
  addEventListener("keydown", () => { pressed = performance.now(); }, true);
  // The frame after the change has been drawn when a task posted from its callback runs.
  const watch = (element, list) => {
    let counted = 0;
    new MutationObserver(() => {
      const from = pressed;
      if (from === counted) return;
      counted = from;
      requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => list.push(performance.now() - from); channel.port2.postMessage(0); });
    }).observe(element, { childList: true, subtree: true, characterData: true });
  };
  watch(document.querySelector("tr.mapping.open .cell-value"), globalThis.taken.value);
  watch(document.querySelector(".requests-body"), globalThis.taken.request);
});
for (let i = 0; i < KEYS; i += 1) {
  await page.keyboard.press(String.fromCharCode(97 + (i % 26)));
  await page.waitForTimeout(80);
}
const taken = await page.evaluate(() => globalThis.taken);
for (const [what, list] of Object.entries(taken)) {
  list.sort((a, b) => a - b);
  const at = (q) => list[Math.min(list.length - 1, Math.floor(list.length * q))]?.toFixed(1);
  console.log(`keystroke to painted ${what}, ${list.length} of ${KEYS} keys: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`);
}
await browser.close();
await site.close();
