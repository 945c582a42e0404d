// Validate: what it says is of the payload and the settings that stand there now.

import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import { bring, open, stage } from "./browser.mjs";

let page, trouble;

const here = stage();
beforeEach(async () => {
  await page?.close();
  ({ page, trouble } = await open(here.browser.context, here.site.url));
  await page.locator("#tab-validate").click();
  await page.locator(".patch-outcome .json").waitFor();
});

const write = async (name, document) => {
  await page.getByRole("textbox", { name }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(typeof document === "string" ? document : JSON.stringify(document));
};
const payload = (document) => write("SCIM payload, JSON", document);
const patch = (...Operations) => ({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations });
const verdict = (text) => page.locator("#view-validate [role=status]", { hasText: text }).first().waitFor();
const address = "ada@lumenfield.example";
const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: address, name: { givenName: "Ada", familyName: "L" }, active: true, emails: [{ type: "work", value: address, primary: true }] };

// Surfaces §4: validatePayload takes `allowedDomains`; the page's are those of the job settings.
test("a payload is checked against the e-mail domains that are allowed now", async () => {
  await payload(user);
  await verdict(/^Gong takes this/);
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.getByLabel("Company e-mail domains").fill("other.example");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await verdict(/^Gong would not take this/);
  await bring(page, ["settings.json", { scope: "all", allowedDomains: ["lumenfield.example"] }]);
  await verdict(/^Gong takes this/);
  await page.locator("#tab-preview").click();
  await bring(page, ["settings.json", { scope: "all", allowedDomains: ["other.example"] }]);
  await page.locator("#tab-validate").click();
  await verdict(/^Gong would not take this/);
  assert.deepEqual(trouble, []);
});

test("before and after are of the payload that stands there", async () => {
  const outcome = page.locator(".patch-outcome");
  for (const none of [{ Resources: [{ userName: "zoe@lumenfield.example" }] }, patch({ op: "remove", path: "title" })]) {
    await payload(user);
    await outcome.locator(".json", { hasText: address }).waitFor();
    await payload(none);
    await outcome.getByText(/^There is no payload to apply it to\.$/).waitFor();
    await write("PATCH body, JSON", patch({ op: "add", path: "nickName", value: `for ${Object.keys(none)[0]}` }));
    await page.waitForTimeout(300);
    assert.equal(await outcome.textContent(), "There is no payload to apply it to.");
  }
  await payload(user);
  await outcome.locator(".mark-added", { hasText: "for schemas" }).waitFor();
  assert.deepEqual(trouble, []);
});
