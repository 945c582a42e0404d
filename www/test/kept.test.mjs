// What outlives the moment: edits over a reload, over another configuration, in a link; and how taking away answers.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bring, open, stage } from "./browser.mjs";

const here = stage(({ browser }) => browser.context.grantPermissions(["clipboard-read", "clipboard-write"]));
const fresh = () => open(here.browser.context, here.site.url);
const title = (page) => page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: /^title$/ }) });

async function edit(page) {
  await title(page).locator(".row-toggle").click();
  await page.getByRole("textbox", { name: "Expression for title" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("ToUpper([jobTitle])");
  await title(page).locator(".cell-value", { hasText: /VP SALES EMEA/ }).waitFor();
}

const exported = (page, what) => page.locator(".export-item", { has: page.locator("strong", { hasText: what }) });

async function link(page) {
  await page.getByRole("button", { name: "Export" }).click();
  await exported(page, "Share link").getByRole("button", { name: "Copy" }).click();
  await exported(page, "Share link").getByText("Copied").waitFor();
  await page.keyboard.press("Escape");
  return page.evaluate(() => navigator.clipboard.readText());
}

test("edits and the theme are there after a reload, until they are discarded", async () => {
  const { page } = await fresh();
  const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  await page.getByRole("button", { name: /^Switch between/ }).click();
  await edit(page);
  assert.match(await page.evaluate(() => localStorage.getItem("scimwright.draft") ?? ""), /ToUpper\(/, "kept with the edit");
  await page.reload();
  await title(page).locator(".source-text", { hasText: "ToUpper" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), dark ? "light" : "dark");
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.doesNotMatch(stored, /lumenfield|Okonkwo/, "people are never kept");
  await page.getByRole("button", { name: "Discard edits" }).click();
  await title(page).locator(".source-text", { hasText: /^\[jobTitle\]$/ }).waitFor();
  await page.waitForFunction(() => localStorage.getItem("scimwright.draft") === null);
  await page.reload();
  await title(page).locator(".source-text", { hasText: /^\[jobTitle\]$/ }).waitFor();
  assert.equal(await page.locator(".notice").isVisible(), false);
  await page.close();
});

test("what takes the place of edits can be undone", async () => {
  const { page } = await fresh();
  await edit(page);
  await page.getByRole("button", { name: "Examples" }).click();
  await page.locator(".example", { hasText: "Nested Switch" }).click();
  await page.locator(".notice", { hasText: "Undo brings your own edits back" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await title(page).locator(".source-text", { hasText: "ToUpper" }).waitFor();
  await page.close();
});

test("a link opens in a page that is open, and is compared with what was loaded", async () => {
  const { page } = await fresh();
  await edit(page);
  const address = await link(page);
  await page.close();
  const { page: other } = await fresh();
  await other.evaluate((to) => { location.href = to; }, address);
  await other.locator(".notice", { hasText: "opened from a link" }).waitFor();
  await title(other).locator(".source-text", { hasText: "ToUpper" }).waitFor();
  await other.getByRole("tab", { name: "Compare" }).click();
  await other.getByText(/^[1-9]\d* of 31 would be treated otherwise/).waitFor();
  await other.close();
});

test("a link of an edit in the midst of a sign of two halves gives both texts", async () => {
  const { page } = await fresh();
  const write = async (text, shown = text) => {
    await page.getByRole("textbox", { name: "Expression for title" }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(`"${text}"`);
    await title(page).locator(".cell-value", { hasText: shown }).waitFor();
  };
  await title(page).locator(".row-toggle").click();
  await write("\u{1f600}");
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), exported(page, "Configuration").getByRole("button").click()]);
  await page.keyboard.press("Escape");
  await bring(page, ["smile.json", readFileSync(await file.path())]);
  await title(page).locator(".row-toggle").click();
  // The first half is the same.
  await write("\u{1f601}");
  const address = await link(page);
  await page.close();
  const { page: other } = await fresh();
  await other.evaluate((to) => { location.href = to; }, address);
  await other.locator(".notice", { hasText: "opened from a link" }).waitFor();
  await title(other).locator(".cell-value", { hasText: "\u{1f601}" }).waitFor();
  await other.getByRole("tab", { name: "Compare" }).click();
  await other.locator(".compare-table", { hasText: "\u{1f600} \u2192 \u{1f601}" }).waitFor();
  await other.close();
});

test("what is taken away is answered in the dialog", async () => {
  const { page, trouble } = await fresh();
  // Letters without a pattern do not pack into a link.
  const schema = JSON.parse(readFileSync(new URL("../../tests/cases/data/gong-schema.json", import.meta.url), "utf8"));
  let seed = 1;
  schema.note = Array.from({ length: 60_000 }, () => String.fromCharCode(33 + ((seed = (seed * 48271) % 2147483647) % 90))).join("");
  await bring(page, ["long.json", schema]);
  await page.getByRole("button", { name: "Export" }).click();
  await exported(page, "Share link").getByText("Too much for a link").waitFor();
  assert.ok(await exported(page, "Share link").getByRole("button", { name: "Copy" }).isDisabled());
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await exported(page, "Command line").getByRole("button").click();
  await exported(page, "Command line").locator(".field-error", { hasText: "copy it by hand" }).waitFor();
  await page.keyboard.press("Escape");
  await bring(page, ["none.json", { synchronizationRules: [] }]);
  await page.getByRole("button", { name: "Export" }).click();
  await exported(page, "Plan").getByRole("button").click();
  await exported(page, "Plan").locator(".field-error", { hasText: /^The configuration maps neither users nor groups/ }).waitFor();
  assert.deepEqual(trouble, []);
  await page.close();
});
