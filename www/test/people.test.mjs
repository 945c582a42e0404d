// People as directories write them: previewed alone as among everybody, by the settings of the job, told apart by kind and id.

import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import { bring, open, stage } from "./browser.mjs";

let page, trouble;

const here = stage();
beforeEach(async () => {
  await page?.close();
  ({ page, trouble } = await open(here.browser.context, here.site.url));
});

const ID = "6f0a1b2c-1111-4222-8333-44445555abcd";
const person = { id: ID, displayName: "User One", userPrincipalName: "one@x.example", mail: "one@x.example", givenName: "A", surname: "B", jobTitle: "Eng", accountEnabled: true };
const group = { id: "bbbbbbbb-1111-4222-8333-44445555abcd", displayName: "Sales", securityEnabled: true, mailEnabled: false, mailNickname: "sales" };
const title = () => page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: /^title$/ }) });
const choose = async (name) => {
  await page.locator(".person", { hasText: name }).click();
  await page.locator("#object-title", { hasText: name }).waitFor();
};

// Graph: an object id is a GUID, whose letter case says nothing; references may be ids alone.
for (const [what, members, manager] of [["ids", [ID], undefined], ["objects", [{ id: ID }], undefined], ["ids in capitals", [{ id: ID.toUpperCase() }], { id: "AAAAAAAA-1111-4222-8333-44445555ABCD" }]]) {
  test(`the Gong assignment of a group whose members are ${what}`, async () => {
    const boss = { ...person, id: "aaaaaaaa-1111-4222-8333-44445555abcd", displayName: "Boss", userPrincipalName: "boss@x.example", mail: "boss@x.example" };
    await bring(page,
      ["settings.json", { scope: "all" }],
      ["assignments.json", { assignments: [{ name: "Of Sales", group: "Sales", seats: ["engage"] }], defaultAssignment: { name: "Of the rest" } }],
      ["users.json", [{ ...person, manager }, boss]], ["groups.json", [{ ...group, members }]]);
    await choose("User One");
    await page.locator(".assignment", { hasText: "Of Sales" }).waitFor();
    if (manager) assert.match(await page.locator(".requests-body").textContent(), /manager.*new-aaaaaaaa-1111-4222-8333-44445555abcd/s);
    assert.deepEqual(trouble, []);
  });
}

test("of which assignment somebody is, is known at once", async () => {
  await page.evaluate(() => {
    globalThis.told = [];
    new MutationObserver(() => { globalThis.told.push(...[...document.querySelectorAll(".object .finding .code-link")].map((link) => link.textContent)); }).observe(document.querySelector(".object"), { subtree: true, childList: true });
  });
  await choose("Chlo\u00e9");
  await page.locator(".assignment", { hasText: "EMEA sellers" }).waitFor();
  await page.waitForTimeout(500);
  assert.deepEqual(await page.evaluate(() => globalThis.told.filter((code) => code === "PV321")), []);
});

// index.d.ts, Settings: the default of `now` is 1 January 2000; the other settings hold for the trace too.
test("the trace of an expression gives the value that the preview shows, whatever the job settings", async () => {
  await bring(page, ["settings.json", { scope: "all", defaultDomain: "contoso.example", seed: 7, taken: ["Eng"] }], ["users.json", [person]]);
  await title().locator(".row-toggle").click();
  const expressions = { "DefaultDomain()": /^contoso\.example$/, "Now()": /^1\/1\/2000 /, "Guid()": /^[\da-f-]{36}$/, "RandomString(12, 2, 2, 2, 2)": /^.{12}$/, 'SelectUniqueValue([jobTitle], "other")': /^other$/ };
  for (const [expression, expected] of Object.entries(expressions)) {
    await page.getByRole("textbox", { name: "Expression for title" }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(expression);
    const traced = page.locator(".trace-table tr", { has: page.locator(".trace-part", { hasText: expression }) }).first().locator("td");
    await traced.waitFor();
    await title().locator(".source-text").filter({ hasText: expression }).waitFor();
    const [value, shown] = [await traced.evaluate((cell) => cell.firstChild.textContent), await title().locator(".cell-value").textContent()];
    assert.equal(value, shown, expression);
    assert.match(value, expected);
    assert.equal(await page.locator(".mapping-editor .finding-error").count(), 0, expression);
  }
  assert.deepEqual(trouble, []);
});

test("a user and a group of the same id are two", async () => {
  await bring(page, ["settings.json", { scope: "all" }], ["users.json", [{ ...person, id: "1" }]], ["groups.json", [{ ...group, id: "1", members: [] }]]);
  await page.locator(".person .badge:not(.badge-waiting)").nth(1).waitFor();
  assert.deepEqual(await page.locator(".person-name").allTextContents(), ["User One", "Sales"]);
  for (const [name, path] of [["Sales", "/Groups"], ["User One", "/Users"]]) {
    await choose(name);
    assert.equal(await page.locator(".person.chosen").count(), 1);
    await page.locator(".query-line", { hasText: path }).first().waitFor();
  }
  await choose("Sales");
  await page.locator(".step", { hasText: "Import" }).click();
  await page.locator(".source-panel .cm-line", { hasText: '"mailNickname": "sales"' }).waitFor();
  assert.deepEqual(trouble, []);
});

// Robustness §4: repeated members are refused, and numbers that no 64 bits hold.
test("an object that JSON leaves open is not taken from the source editor", async () => {
  await bring(page, ["settings.json", { scope: "all" }], ["users.json", [person]]);
  await page.locator(".step", { hasText: "Import" }).click();
  const write = async (text) => {
    await page.getByRole("textbox", { name: "Source object, JSON" }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
  };
  const text = JSON.stringify(person);
  await write(text.replace('"jobTitle":"Eng"', '"jobTitle":"First","jobTitle":"Second"'));
  await page.locator(".source-panel .field-error", { hasText: /^Not applied: .*jobTitle/ }).waitFor();
  await write(text.replace('"jobTitle":"Eng"', '"employeeId":1e400'));
  await page.locator(".source-panel .field-error", { hasText: /^Not applied: .*number/ }).waitFor();
  for (const other of ["[]", `[${text}]`, JSON.stringify({ ...person, id: "2" })]) {
    await write(other);
    await page.locator(".source-panel .field-error", { hasText: "the object has to stay an object with the same id" }).waitFor();
  }
  assert.equal(await title().locator(".cell-value").textContent(), "Eng");
  await write(text.replace("Eng", "Lead"));
  await title().locator(".cell-value", { hasText: "Lead" }).waitFor();
  assert.equal(await page.locator(".source-panel .field-error").textContent(), "");
  assert.deepEqual(trouble, []);
});
