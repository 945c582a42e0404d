// Accessibility: axe in both themes and at three widths, and the whole story by keyboard alone.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { launch, open, serve } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let site, browser;

before(async () => {
  site = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function check(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`).join(" | ")}`);
  assert.deepEqual(found, [], where);
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing, ${colorScheme}`, async () => {
    const { page } = await open(browser.context, site.url);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await check(page, "first sight");
    for (const step of ["Import", "Scope", "Match", "Action", "Request"]) {
      await page.locator(".step", { hasText: step }).click();
      if (step === "Scope") await page.getByRole("button", { name: "Add scoping filter" }).click();
      await check(page, `step ${step}`);
    }
    await page.locator(".step", { hasText: "Request" }).click();
    await page.locator("tr.mapping .row-toggle").nth(2).click();
    await page.locator(".trace-box").first().waitFor();
    await check(page, "mapping open");
    await page.getByRole("button", { name: "Add mapping" }).click();
    await check(page, "adding a mapping");
    for (const name of ["Examples", "Load", "Take away", "Help"]) {
      await page.getByRole("button", { name, exact: true }).click();
      await page.waitForTimeout(100);
      await check(page, name);
      await page.keyboard.press("Escape");
    }
    for (const name of ["Validate", "Compare"]) {
      await page.getByRole("tab", { name }).click();
      await page.waitForTimeout(300);
      await check(page, name);
    }
    await page.getByRole("tab", { name: "Preview" }).click();
    await page.locator(".search").fill("nobody");
    await check(page, "empty list");
    for (const width of [1024, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await check(page, `${width} px`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px: no sideways scrolling`);
    }
    await page.close();
  });
}

test("the whole story by keyboard", async () => {
  const { page } = await open(browser.context, site.url);
  const focused = () => page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return { text: (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim().slice(0, 60), role: element?.getAttribute("role") ?? element?.tagName.toLowerCase(), outline: getComputedStyle(element?.closest(".cm-editor") ?? element).outlineStyle };
  });
  const tabTo = async (wanted, limit = 60) => {
    for (let i = 0; i < limit; i += 1) {
      await page.keyboard.press("Tab");
      const here = await focused();
      if (wanted.test(here.text)) return here;
    }
    throw new Error(`Tab never reached ${wanted}`);
  };
  await page.locator("body").press("Tab");
  const list = await tabTo(/^People and groups$/);
  assert.equal(list.role, "listbox");
  assert.notEqual(list.outline, "none", "focus is visible");
  await page.keyboard.press("Home");
  await page.locator("#object-title", { hasText: "Amara Okonkwo" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.locator("#object-title", { hasText: "Bjørn" }).waitFor();
  await tabTo(/2 Scope/);
  await page.keyboard.press("Enter");
  await page.locator(".scope-panel").waitFor();
  await page.keyboard.press("Enter");
  await tabTo(/^title/);
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Expression for title" }).waitFor();
  assert.equal((await focused()).text, "Expression for title", "the editor takes the focus");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("ToUpper([jobTitle");
  await page.locator("tr.mapping .cell-value", { hasText: "VP SALES EMEA" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.notEqual((await focused()).text, "Expression for title", "Tab leaves the editor");
  await tabTo(/^Close$/);
  await page.keyboard.press("Enter");
  assert.match((await focused()).text, /^title/, "focus returns to the row");
  await page.keyboard.press("Control+z");
  await page.locator(".source-text", { hasText: "[jobTitle]" }).first().waitFor();
  await page.locator("#tab-preview").focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("#view-validate").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.locator("#view-preview").waitFor();
  await tabTo(/^Examples$/);
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  assert.match((await focused()).text, /^Examples$/, "closing a dialog returns the focus");
  await page.close();
});

test("results are read out politely", async () => {
  const { page } = await open(browser.context, site.url);
  await page.locator(".search").fill("sales");
  await page.locator('[role="status"][aria-live="polite"]', { hasText: /shown/ }).waitFor({ state: "attached" });
  await page.close();
});
