// Accessibility: axe in both themes and at three widths, and the whole story by keyboard alone.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { open, stage } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const here = stage();

async function check(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`).join(" | ")}`);
  assert.deepEqual(found, [], where);
}

const scenes = {
  "first sight": async () => {},
  "a mapping open": async (page) => {
    await page.locator("tr.mapping .row-toggle").nth(2).click();
    await page.locator(".trace-box").first().waitFor();
  },
  "a mistake": async (page) => {
    await page.getByRole("textbox", { name: /^Expression for/ }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("ToUper([jobTitle])");
    await page.locator(".mapping-editor .finding").first().waitFor();
  },
  "its explanation": async (page) => {
    await page.locator(".cm-lintRange-error").first().hover();
    await page.locator(".cm-diagnostic").first().waitFor();
  },
  "adding a mapping": (page) => page.getByRole("button", { name: "Add mapping" }).click(),
  ...Object.fromEntries(["Import", "Scope", "Match", "Action", "Request"].map((step) => [`step ${step}`, async (page) => {
    await page.locator(".step", { hasText: step }).click();
    if (step === "Scope") await page.getByRole("button", { name: "Add scoping filter" }).click();
    if (step === "Scope") await page.locator(".clause-result .mark").first().waitFor();
  }])),
  ...Object.fromEntries(["Examples", "Load", "Export", "Help"].map((name) => [name, async (page) => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.locator("dialog[open]").waitFor();
  }])),
  Validate: async (page) => {
    await page.getByRole("tab", { name: "Validate" }).click();
    await page.locator(".patch-outcome .json").waitFor();
  },
  Compare: async (page) => {
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.locator(".compare-table").waitFor();
  },
  "nobody found": async (page) => {
    await page.getByRole("tab", { name: "Preview" }).click();
    await page.locator(".search").fill("nobody");
  },
};

/** Scenes that look otherwise on narrow screens, by more than their width. */
const RESHAPED = ["first sight", "a mistake", "step Scope", "Load", "Export", "Help", "Validate", "Compare"];

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 1024, 390]) {
    test(`axe finds nothing, ${colorScheme}, ${width} px`, async () => {
      const { page } = await open(here.browser.context, here.site.url);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      for (const [name, act] of Object.entries(scenes)) {
        await act(page);
        if (width === 1440 || RESHAPED.includes(name)) await check(page, name);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: no sideways scrolling`);
        if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
      }
      await page.close();
    });
  }
}

test("at 320 px, as at 400 % zoom, nothing is lost sideways", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const [name, act] of Object.entries(scenes)) {
    await act(page);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
  }
  await page.close();
});

/** What has the focus, as a reader would say it, and whether that shows. */
const focused = (page) => page.evaluate(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const label = element?.getAttribute("aria-label") ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? "";
  return { text: label.trim().slice(0, 60), role: element?.getAttribute("role") ?? element?.tagName.toLowerCase(), outline: getComputedStyle(element?.closest(".cm-editor") ?? element).outlineStyle };
});

/** Tab until something of this name has the focus; everything on the way has to show that it has it. */
async function tabTo(page, wanted, limit = 80) {
  for (let i = 0; i < limit; i += 1) {
    await page.keyboard.press("Tab");
    let here = await focused(page);
    // An editor shows its focus a moment after it has it.
    for (let tries = 0; tries < 20 && here.outline === "none" && here.role !== "body"; tries += 1) {
      await page.waitForTimeout(50);
      here = await focused(page);
    }
    if (here.role !== "body") assert.notEqual(here.outline, "none", `focus is visible on ${here.role} ${here.text}`);
    if (wanted.test(here.text)) return here;
  }
  throw new Error(`Tab never reached ${wanted}`);
}

test("the whole story by keyboard", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  await page.locator("body").press("Tab");
  const list = await tabTo(page, /^People and groups$/);
  assert.equal(list.role, "listbox");
  await page.keyboard.press("Home");
  await page.locator("#object-title", { hasText: "Amara Okonkwo" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.locator("#object-title", { hasText: "Bjørn" }).waitFor();
  await tabTo(page, /2 Scope/);
  await page.keyboard.press("Enter");
  await page.locator(".scope-panel").waitFor();
  await page.keyboard.press("Enter");
  await tabTo(page, /^title/);
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Expression for title" }).waitFor();
  assert.equal((await focused(page)).text, "Expression for title", "the editor takes the focus");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("ToUpper([jobTitle");
  await page.locator("tr.mapping .cell-value", { hasText: /VP SALES EMEA/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.notEqual((await focused(page)).text, "Expression for title", "Tab leaves the editor");
  await tabTo(page, /^Close$/);
  await page.keyboard.press("Enter");
  assert.match((await focused(page)).text, /^title/, "focus returns to the row");
  await page.keyboard.press("Control+z");
  await page.locator(".source-text", { hasText: "[jobTitle]" }).first().waitFor();
  await page.locator("#tab-preview").focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("#view-validate").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.locator("#view-preview").waitFor();
  await tabTo(page, /^Examples$/);
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  assert.match((await focused(page)).text, /^Examples$/, "closing a dialog returns the focus");
  await page.close();
});

test("loading, scoping, validating, comparing and taking away by keyboard", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  await tabTo(page, /^Load$/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Or paste$/);
  await page.keyboard.insertText('[{"id": "k1", "displayName": "Kim Typed", "userPrincipalName": "kim@lumenfield.example", "mail": "kim@lumenfield.example", "givenName": "Kim", "surname": "Typed", "department": "Sales", "accountEnabled": true}]');
  await tabTo(page, /^Load pasted text$/);
  await page.keyboard.press("Enter");
  await page.locator(".load-report li", { hasText: "1 user" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#object-title", { hasText: "Kim Typed" }).waitFor();

  await tabTo(page, /2 Scope/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Add scoping filter$/);
  await page.keyboard.press("Enter");
  await page.locator(".clause").waitFor();
  assert.equal((await focused(page)).text, "Source attribute", "what was added has the focus");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(300);
  assert.equal((await focused(page)).text, "Operator", "choosing keeps the focus");
  await page.keyboard.press("ArrowUp");
  await page.waitForTimeout(300);
  await tabTo(page, /^Value$/, 8);
  await page.keyboard.type("Finance");
  await page.locator(".verdict-out").waitFor();
  assert.equal((await focused(page)).text, "Value", "typing keeps the focus");

  await page.locator("#tab-preview").focus();
  await page.keyboard.press("End");
  await page.locator("#view-compare .compare-table", { hasText: "Kim Typed" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.locator("#view-validate .finding").first().waitFor();
  await tabTo(page, /has no value$/);
  await page.keyboard.press("Enter");
  assert.equal((await focused(page)).text, "SCIM payload, JSON", "a finding leads to its place");
  await page.keyboard.press("Escape");

  await page.locator("#tab-validate").focus();
  await tabTo(page, /^Export$/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Download$/);
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(file.suggestedFilename(), "schema.json");
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).text, "Export");
  await page.close();
});

test("what is chosen shows in the reader's own colours too", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  await page.emulateMedia({ forcedColors: "active" });
  await page.locator(".chip").nth(1).click();
  const line = (selector, side) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], `border${side}Width`);
  assert.equal(await line('.chip[aria-pressed="true"]', "Left"), "2px");
  assert.equal(await line('[role="tab"][aria-selected="true"]', "Left"), "2px");
  await page.locator(".person").first().click();
  assert.equal(await line(".person.chosen", "Left"), "6px");
  assert.equal(await line(".json .mark-changed, .json .mark-added, .json .mark-differs", "Left") === "0px", false);
  await page.close();
});

test("results are read out politely", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  await page.locator(".search").fill("sales");
  await page.locator('[role="status"][aria-live="polite"]', { hasText: /shown/ }).waitFor({ state: "attached" });
  await page.close();
});
