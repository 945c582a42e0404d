// What is seen when something is missing: the engine, the network.

import { test } from "node:test";
import assert from "node:assert/strict";
import { crowd, open, stage } from "./browser.mjs";

const here = stage();

test("without its module the page says so, and lists whom it would preview", async () => {
  const page = await here.browser.context.newPage();
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(here.site.url);
  await page.locator("#object-title", { hasText: "The engine could not be started" }).waitFor();
  assert.equal(await page.locator(".list-count").textContent(), "31");
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
