// The one-file page opens from disk and works without anything beside it.

import { test } from "node:test";
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { launch, open, single } from "./browser.mjs";

test("the one-file page opens from disk", async () => {
  const browser = await launch({ offline: true });
  const { page, trouble } = await open(browser.context, pathToFileURL(single).href);
  await page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: /^title$/ }) }).locator(".row-toggle").click();
  await page.getByRole("textbox", { name: "Expression for title" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("ToUpper([jobTitle])");
  await page.locator("tr.mapping .cell-value", { hasText: /VP SALES EMEA/ }).waitFor();
  assert.deepEqual(trouble, []);
  await browser.close();
});
