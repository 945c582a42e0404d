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

// RFC 8259 §8.2: such a text is refused; IN004 is the code of it.
test("half of a surrogate pair in an editor or a field is named there, and nothing is shown as it was before", async () => {
  const half = async (name, text) => {
    await page.getByRole("textbox", { name }).click();
    await page.keyboard.press("Control+a");
    // Left to itself the browser writes styles where a command types over a selection.
    await page.keyboard.press("Delete");
    await page.evaluate((typed) => document.execCommand("insertText", false, typed), text);
  };
  const outcome = page.locator(".patch-outcome");
  await half("SCIM payload, JSON", '{"userName": "\ud800"}');
  await verdict("This text cannot be read as a payload.");
  await page.locator("#view-validate .finding", { hasText: "IN004" }).waitFor();
  await outcome.getByText(/^The payload is not JSON yet\.$/).waitFor();
  await payload(user);
  await verdict(/^Gong takes this/);
  await half("PATCH body, JSON", '{"Operations": "\udc00"}');
  await outcome.locator(".finding", { hasText: "Half of a surrogate pair, U+DC00" }).waitFor();

  await page.locator("#tab-preview").click();
  await page.locator(".step", { hasText: "Import" }).click();
  await half("Source object, JSON", '{"id": "\ud800"}');
  await page.locator(".source-panel .field-error", { hasText: /^Not applied: half of a surrogate pair, U\+D800 \(line 1, column \d+\)\.$/ }).waitFor();
  await page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: /^title$/ }) }).locator(".row-toggle").click();
  await half("Expression for title", '"a\ud800"');
  await page.locator(".editor-status", { hasText: /^Half of a surrogate pair, U\+D800\. Not applied yet$/ }).waitFor();
  await page.getByRole("button", { name: "Add mapping" }).click();
  await page.getByLabel("Target attribute").fill("nickName");
  await page.getByLabel("Source expression").evaluate((field) => { field.value = '"\ud800"'; });
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.locator(".add-mapping .field-error", { hasText: /^Half of a surrogate pair, U\+D800$/ }).waitFor();

  await page.getByRole("button", { name: "Load", exact: true }).click();
  for (const name of ["Company e-mail domains", "Date for Now()"]) {
    await page.getByLabel(name).evaluate((field) => {
      field.value = "x\ud800";
      field.dispatchEvent(new Event("change"));
    });
    await page.locator(".field", { hasText: name }).getByText(/^Not applied: half of a surrogate pair/).waitFor();
  }
  assert.equal(await page.locator(".notice").isVisible(), false, "the engine did not stop");
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
