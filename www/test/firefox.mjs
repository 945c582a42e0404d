// The main way through the page in the Firefox that the environment variable FIREFOX names.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { firefox } from "playwright-core";
import { serve, single } from "./browser.mjs";

const executablePath = process.env.FIREFOX;
if (!executablePath) throw new Error("no Firefox: name one in the environment variable FIREFOX");

let site, browser, context, downloads;

before(async () => {
  site = await serve();
  downloads = mkdtempSync(join(tmpdir(), "scimwright-firefox-"));
  // Over WebDriver BiDi, which every Firefox speaks; playwright-core 1.65 asks for what only the newest ones know.
  browser = await firefox.launch({ channel: "moz-firefox", executablePath, downloadsPath: downloads });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
});

after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(downloads, { recursive: true, force: true });
});

/** The page with its first preview; what should never happen is collected. */
async function open(url) {
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) trouble.push(`console: ${message.text()}`); });
  await page.goto(url);
  await page.locator(".person .badge:not(.badge-waiting)").first().waitFor();
  return { page, trouble };
}

const content = (page) => page.locator(".mapping-editor .cm-content");
const holds = (page, text) => page.waitForFunction((wanted) => document.querySelector(".mapping-editor .editor")?.shadowRoot.querySelector(".cm-content")?.textContent === wanted, text);
const shows = (page, selector, text) => page.locator(selector, { hasText: text }).first().waitFor();

/** The page with the editor of `title` open and its expression selected. */
async function openTitle(url) {
  const { page, trouble } = await open(url);
  await page.locator("tr.mapping", { has: page.locator(".target-name", { hasText: /^title$/ }) }).locator(".row-toggle").click();
  await content(page).click();
  await page.keyboard.press("Control+a");
  return { page, trouble };
}

test("an expression is completed, applied and undone", async () => {
  const { page, trouble } = await openTitle(site.url);
  await page.keyboard.type("ToUpp");
  // A list that is asked for anew takes no key, nor does one that has only just come.
  await shows(page, ".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled) li[aria-selected]", "ToUpper");
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await shows(page, ".mapping-editor .cm-content", /^ToUpper\(/);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("ToUpper([department])");
  await holds(page, "ToUpper([department])");
  await shows(page, "tr.mapping .cell-value", "SALES");
  await shows(page, ".requests-body", "SALES");
  // What is typed slowly is undone in as many steps.
  for (let tries = 0; tries < 60 && (await content(page).textContent()) !== "[jobTitle]"; tries += 1) await page.keyboard.press("Control+z");
  await holds(page, "[jobTitle]");
  await shows(page, "tr.mapping .cell-value", "VP Sales EMEA");
  assert.deepEqual(trouble, []);
  await page.close();
});

test("the configuration is downloaded", async () => {
  const { page, trouble } = await open(site.url);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.locator(".export-item button").first().click();
  const whole = () => readdirSync(downloads).find((name) => name.startsWith("schema") && name.endsWith(".json"));
  for (let tries = 0; tries < 600 && !whole(); tries += 1) await page.waitForTimeout(50);
  const schema = JSON.parse(readFileSync(join(downloads, whole()), "utf8"));
  assert.ok(schema.synchronizationRules.length > 0);
  assert.deepEqual(trouble, []);
  await page.close();
});

test("nothing is lost sideways in a narrow window", async () => {
  const { page, trouble } = await open(site.url);
  await page.setViewportSize({ width: 390, height: 844 });
  await shows(page, ".person .badge", "Update");
  assert.deepEqual(await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth - document.documentElement.clientWidth]), [390, 0]);
  assert.deepEqual(trouble, []);
  await page.close();
});

test("the one-file page works from disk", async () => {
  const { page, trouble } = await openTitle(pathToFileURL(single).href);
  await page.keyboard.type("ToUpper([jobTitle])");
  await shows(page, "tr.mapping .cell-value", "VP SALES EMEA");
  assert.deepEqual(trouble, []);
  await page.close();
});
