// What is seen when something is missing: the engine, the network.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bring, crowd, open, stage } from "./browser.mjs";

const here = stage();
const schema = readFileSync(new URL("../../tests/cases/data/gong-schema.json", import.meta.url));

test("without its module the page says so, and lists whom it would preview", async () => {
  const page = await here.browser.context.newPage();
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(here.site.url);
  await page.locator("#object-title", { hasText: "The engine could not be started" }).waitFor();
  assert.equal(await page.locator(".list-count").textContent(), "31");
  await page.close();
});

/** From then on the engine answers with an error whatever is asked of a configuration or an expression that holds `word`. */
async function failing(page, word) {
  await page.addInitScript((word) => {
    const ask = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (question) {
      const { input, expression } = question.ask;
      if ([input?.schema, expression].some((text) => text?.includes(word))) setTimeout(() => this.onmessage({ data: { id: question.id, ok: false, error: "out of order" } }));
      else ask.call(this, question);
    };
  }, word);
}

test("where the engine stops, nothing is shown as it was before, and the next answer is", async () => {
  const page = await here.browser.context.newPage();
  await failing(page, "out of order");
  await page.goto(here.site.url);
  await page.locator("tr.mapping").first().waitFor();
  await page.locator(".person .badge:not(.badge-waiting)").first().waitFor();
  await bring(page, ["bad.json", { synchronizationRules: [], note: "out of order" }]);
  await page.locator("#object-title", { hasText: "Nothing can be worked out" }).waitFor();
  await page.locator(".object-name", { hasText: "The engine stopped: out of order" }).waitFor();
  await page.locator(".notice", { hasText: "The engine stopped: out of order" }).waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.locator("tr.mapping").filter({ visible: true }).count(), 0);
  assert.equal(await page.locator(".person").count() > 0, true, "who is loaded is listed");
  assert.equal(await page.locator(".person .badge:not(.badge-waiting)").count(), 0);
  assert.doesNotMatch(await page.locator(".requests-body").textContent(), /PATCH|POST/);
  await bring(page, ["good.json", schema]);
  await page.locator("tr.mapping").first().waitFor();
  await page.locator(".person .badge:not(.badge-waiting)").first().waitFor();
  await page.close();
});

test("a failure that is mended is taken back, and not said again", async () => {
  const page = await here.browser.context.newPage();
  await failing(page, "out of order");
  await page.goto(here.site.url);
  const title = page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: /^title$/ }) });
  await title.locator(".row-toggle").click();
  const write = async (expression) => {
    await page.getByRole("textbox", { name: "Expression for title" }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(expression);
  };
  const notice = page.locator(".notice", { hasText: "The engine stopped: out of order" });
  await write('"out of order"');
  await notice.waitFor();
  await write('"in order"');
  await title.locator(".cell-value", { hasText: "in order" }).waitFor();
  await notice.waitFor({ state: "hidden" });
  await page.evaluate(() => {
    globalThis.said = [];
    new MutationObserver(() => globalThis.said.push(document.querySelector(".object-name").textContent)).observe(document.querySelector(".object-name"), { subtree: true, childList: true, characterData: true });
  });
  await bring(page, ["people.json", crowd(3)]);
  await page.locator("#object-title", { hasText: "Person 0" }).waitFor();
  assert.deepEqual((await page.evaluate(() => globalThis.said)).filter((text) => text.includes("The engine stopped")), []);
  await page.close();
});

test("what of everybody is not worked out stays said while one is previewed", async () => {
  const page = await here.browser.context.newPage();
  await page.addInitScript(() => {
    const ask = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (question) {
      if (question.ask.do === "rows") setTimeout(() => this.onmessage({ data: { id: question.id, ok: false, error: "out of order" } }));
      else ask.call(this, question);
    };
  });
  await page.goto(here.site.url);
  const notice = page.locator(".notice", { hasText: "The engine stopped: out of order" });
  await notice.waitFor();
  await page.locator(".person", { hasText: "Quentin" }).click();
  await page.locator("#object-title", { hasText: "Quentin" }).waitFor();
  await page.locator("tr.mapping").first().waitFor();
  assert.equal(await notice.isVisible(), true);
  await page.close();
});

test("what the engine cannot take at the start is said once it has started", async () => {
  const page = await here.browser.context.newPage();
  await failing(page, "synchronizationRules");
  await page.goto(here.site.url);
  await page.locator("#object-title", { hasText: "Nothing can be worked out" }).waitFor();
  await page.locator(".notice", { hasText: "The engine stopped: out of order" }).waitFor();
  await page.close();
});

test("work over everybody that was ended goes on without a network", async () => {
  const { page, trouble } = await open(here.browser.context, here.site.url);
  await here.browser.context.setOffline(true);
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.locator("#files").setInputFiles({ name: "many.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(crowd(20_000))) });
  await page.locator(".progress").waitFor({ timeout: 60_000 });
  await page.keyboard.press("Escape");
  await page.locator(".progress").getByRole("button", { name: "Cancel" }).click();
  await page.locator(".progress").getByRole("button", { name: "Work out" }).click();
  await page.locator(".progress").waitFor({ state: "hidden", timeout: 120_000 });
  await page.locator(".person .badge-create").first().waitFor();
  await here.browser.context.setOffline(false);
  assert.deepEqual(trouble.filter((text) => !text.includes("ERR_INTERNET_DISCONNECTED")), []);
  await page.close();
});
