// The keyboard's focus goes on where an action leads: never back to the beginning of the page.

import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import { bring, crowd, open, stage } from "./browser.mjs";

let page, trouble;

const here = stage();
beforeEach(async () => {
  await page?.close();
  ({ page, trouble } = await open(here.browser.context, here.site.url));
});

/** What has the focus, as a reader would say it. */
const focused = () => page.evaluate(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element === document.body ? "nothing" : (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent).trim();
});

/** Presses a key on something, and tells what has the focus once all is drawn. */
async function press(control, key = "Enter") {
  await control.waitFor();
  await control.focus();
  await page.keyboard.press(key);
  await page.waitForTimeout(500);
  return focused();
}

const button = (name) => page.getByRole("button", { name, exact: true });
const unfold = (target) => page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: new RegExp(`^${target}$`) }) }).locator(".row-toggle").click();
const write = async (name, text) => {
  await page.getByRole("textbox", { name }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
};
const edit = async () => {
  await unfold("title");
  await write("Expression for title", '"Seller"');
  await page.locator("tr.mapping .cell-value", { hasText: "Seller" }).waitFor();
};

test("undoing and doing again, to the last step and beyond", async () => {
  await edit();
  assert.equal(await press(button("Undo")), "Undo");
  assert.equal(await button("Undo").isEnabled(), false);
  assert.equal(await press(button("Undo")), "Undo", "a press too much does nothing");
  assert.equal(await press(button("Redo")), "Redo");
  assert.equal(await button("Redo").isEnabled(), false);
  await page.locator("tr.mapping .cell-value", { hasText: "Seller" }).waitFor();
  assert.deepEqual(trouble, []);
});

test("choosing who is looked at, in the step Scope and in the list", async () => {
  await page.locator(".step", { hasText: "Scope" }).click();
  const scope = page.locator(".scope-panel").getByLabel("Scope", { exact: true });
  const before = await scope.inputValue();
  assert.equal(await press(scope, "ArrowDown"), "Scope");
  assert.notEqual(await scope.inputValue(), before);
  const findings = page.getByLabel("Filter by finding");
  assert.equal(await press(findings, "ArrowDown"), "Filter by finding");
  assert.notEqual(await findings.inputValue(), "");
  assert.match(await page.locator(".list-count").textContent(), / of 31$/);
  assert.deepEqual(trouble, []);
});

test("from a comparison to the mappings, and to somebody in it", async () => {
  await page.locator("#tab-compare").click();
  assert.equal(await press(button("To the mappings")), "Preview");
  await edit();
  await page.locator("#tab-compare").click();
  const who = page.locator(".compare-table .finding-link").last();
  await who.waitFor();
  const name = await who.textContent();
  const other = await page.locator(".compare-table .finding-link").first().textContent();
  assert.equal(await press(who), "People and groups");
  const chosen = () => page.locator(".people-list").evaluate((list) => document.getElementById(list.getAttribute("aria-activedescendant"))?.textContent);
  assert.ok((await chosen())?.includes(name), `${await chosen()} is ${name}`);
  await page.locator(".search").fill(name);
  await page.locator("#tab-compare").click();
  assert.equal(await press(who), "People and groups");
  assert.equal(await page.locator(".search").inputValue(), name, "a filter that shows them stays");
  for (const hides of ["nobody of this name", other]) {
    await page.locator(".search").fill(hides);
    await page.locator("#tab-compare").click();
    assert.equal(await press(who), "People and groups");
    assert.ok((await chosen())?.includes(name), `${hides} hides ${name}`);
    assert.equal(await page.locator(".search").inputValue(), "");
  }
  assert.deepEqual(trouble, []);
});

test("a PATCH that is moved, an object that is reset", async () => {
  await page.locator("#tab-validate").click();
  await write("SCIM payload, JSON", '{"Operations": []}');
  assert.equal(await press(button("Move it to PATCH")), "PATCH body, JSON");
  await page.locator("#tab-preview").click();
  await page.locator(".step", { hasText: "Import" }).click();
  await write("Source object, JSON", "{");
  await page.locator(".source-panel .field-error", { hasText: "Not applied" }).waitFor();
  assert.equal(await press(button("Reset to loaded values")), "Source object, JSON");
  assert.deepEqual(trouble, []);
});

test("what is closed, removed and cleared hands the focus on", async () => {
  await unfold("title");
  assert.match(await press(page.locator(".mapping-editor").getByRole("button", { name: "Close" })), /^title/);
  await unfold("title");
  assert.equal(await press(button("Remove mapping")), "Add mapping");
  await page.locator(".search").fill("nobody of this name");
  assert.equal(await press(button("Clear filters")), "Search people and groups");
  await button("Load").click();
  assert.equal(await press(button("Remove accounts")), "Back to the sample tenant");
  assert.deepEqual(trouble, []);
});

test("the last page of a comparison, and work that is ended", async () => {
  await bring(page, ["many.json", crowd(700)]);
  await unfold("timezone");
  await page.getByLabel("Default value if null").fill("UTC");
  await page.locator("#tab-compare").click();
  assert.equal(await press(page.getByRole("button", { name: "Show 200 more of 200" })), "Person 500");
  await page.locator("#tab-preview").click();
  await bring(page, ["more.json", crowd(20_000)]);
  assert.equal(await press(page.locator(".people .progress").getByRole("button", { name: "Cancel" })), "Work out");
  assert.deepEqual(trouble, []);
});
