// The main way through the page in Firefox: run where the environment variable FIREFOX names one.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve, single } from "./browser.mjs";
import { launchFirefox, until } from "./firefox.mjs";

const CONTROL = "\uE009";
const ENTER = "\uE007";
const executable = process.env.FIREFOX;
const only = { skip: executable ? false : "no Firefox: name one in the environment variable FIREFOX" };

let site, firefox;
if (executable) {
  before(async () => {
    site = await serve();
    firefox = await launchFirefox(executable);
    await firefox.resize(1440, 900);
  });
  after(async () => {
    await firefox?.close();
    await site?.close();
  });
}

const shows = (selector, text) => firefox.seen((where, what) => [...document.querySelectorAll(where)].some(({ textContent }) => textContent.includes(what)), selector, text);
const inEditor = (selector) => firefox.run((what) => document.querySelector(".mapping-editor .editor").shadowRoot.querySelector(what)?.textContent ?? "", selector);
const written = (text) => until(async () => (await inEditor(".cm-content")) === text, text);
const openTitle = async () => {
  await shows(".person .badge", "Update");
  await firefox.seen(() => {
    const row = [...document.querySelectorAll("tr.mapping")].find((one) => one.querySelector(".target-name")?.textContent === "title");
    row?.querySelector(".row-toggle").click();
    return row !== undefined;
  });
  await firefox.click(".mapping-editor .editor");
  await firefox.press([CONTROL, "a"]);
};

test("an expression is completed, applied and undone", only, async () => {
  await firefox.goTo(site.url);
  await openTitle();
  await firefox.press(..."ToUpp");
  // A list that is asked for anew takes no key, nor does one that has only just come.
  await until(async () => (await inEditor(".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled) li[aria-selected]")).startsWith("ToUpper"), "the completion");
  await new Promise((done) => setTimeout(done, 200));
  await firefox.press(ENTER);
  await until(async () => (await inEditor(".cm-content")).startsWith("ToUpper("), "what was completed");
  await firefox.press([CONTROL, "a"], ..."ToUpper([department])");
  await written("ToUpper([department])");
  await shows("tr.mapping .cell-value", "SALES");
  await shows(".requests-body", "SALES");
  // What is typed slowly is undone in as many steps.
  for (let tries = 0; tries < 60 && (await inEditor(".cm-content")) !== "[jobTitle]"; tries += 1) await firefox.press([CONTROL, "z"]);
  await written("[jobTitle]");
  await shows("tr.mapping .cell-value", "VP Sales EMEA");
  assert.deepEqual(await firefox.trouble(site.url), []);
});

test("the configuration is downloaded", only, async () => {
  await firefox.run(() => [...document.querySelectorAll(".top-actions button")].find(({ textContent }) => textContent === "Export").click());
  await firefox.click(".export-item button");
  const file = join(firefox.downloads, "schema.json");
  const schema = await until(() => existsSync(file) && readFileSync(file, "utf8"), "the file");
  assert.ok(JSON.parse(schema).synchronizationRules.length > 0);
  assert.deepEqual(await firefox.trouble(site.url), []);
});

test("nothing is lost sideways in a narrow window", only, async () => {
  await firefox.goTo(site.url);
  await firefox.resize(500, 900);
  await shows(".person .badge", "Update");
  assert.deepEqual(await firefox.run(() => [document.documentElement.scrollWidth - document.documentElement.clientWidth, innerWidth < 520]), [0, true]);
  await firefox.resize(1440, 900);
});

test("the one-file page works from disk", only, async () => {
  const address = pathToFileURL(single).href;
  await firefox.goTo(address);
  await openTitle();
  await firefox.press(..."ToUpper([jobTitle])");
  await shows("tr.mapping .cell-value", "VP SALES EMEA");
  assert.deepEqual(await firefox.trouble(address), []);
});
