// Files: every shape is read, what cannot be read is named, ten thousand people stay usable.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { bring, crowd, open, stage } from "./browser.mjs";

const data = (name) => readFileSync(new URL(`../../tests/cases/data/${name}`, import.meta.url));
let page, trouble;

const here = stage(async ({ browser, site }) => ({ page, trouble } = await open(browser.context, site.url)));

const load = (name, content) => bring(page, [name, content]);

const lastGroup = JSON.parse(data("groups.json")).value.at(-1).displayName;
const users = JSON.parse(data("users.json")).value;

test("users as a Graph page, an array, NDJSON, UTF-16 and CSV", async () => {
  assert.match(await load("users.json", data("users.json")), /25 users/);
  assert.match(await load("array.json", JSON.stringify(users.slice(0, 3))), /3 users/);
  assert.match(await load("users.ndjson", users.slice(0, 4).map((user) => JSON.stringify(user)).join("\r\n")), /4 users/);
  assert.match(await load("users16.json", Buffer.from(`\ufeff${JSON.stringify(users.slice(0, 5))}`, "utf16le")), /5 users/);
  assert.match(await load("users.csv", "id,displayName,userPrincipalName,mail,givenName,surname,accountEnabled\n1,Ada L,ada@lumenfield.example,ada@lumenfield.example,Ada,L,true\n2,Bo M,bo@lumenfield.example,,Bo,M,true\n"), /2 users/);
  await page.locator(".person", { hasText: "Ada L" }).waitFor();
  assert.equal(await page.locator(".list-count").textContent(), "2");
});

test("files that come together are taken over whatever their order", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  await other.getByRole("button", { name: "Load", exact: true }).click();
  const file = (name, content) => ({ name, mimeType: "application/json", buffer: Buffer.from(content) });
  await other.locator("#files").setInputFiles([
    file("assignments.json", JSON.stringify({ assignments: [{ name: "Only one", group: "Gong-APAC" }] })),
    file("groups.json", data("groups.json")),
    file("settings.json", JSON.stringify({ scope: "all", allowedDomains: ["kept.example"] })),
    file("users.json", JSON.stringify(users.slice(0, 3))),
  ]);
  await other.locator(".load-report li").nth(3).waitFor();
  assert.equal(await other.getByLabel("Company e-mail domains").inputValue(), "kept.example");
  assert.match(await other.locator(".loaded-list").textContent(), /Assignmentsloaded/);
  await other.keyboard.press("Escape");
  await other.locator("#object-title", { hasText: users[0].displayName }).waitFor();
  await other.close();
});

test("groups, target, configuration and assignments", async () => {
  assert.match(await load("groups.json", data("groups.json")), /6 groups/);
  assert.match(await load("before.json", data("gong-users-before.json")), /11 accounts/);
  assert.match(await load("schema.json", data("gong-schema.json")), /configuration/);
  assert.match(await load("assignments.json", JSON.stringify({ assignments: [{ name: "A", group: "Gong-APAC" }] })), /assignments/);
  await page.locator(".context", { hasText: "schema.json" }).waitFor();
});

test("pasted text and dropped files are read like chosen ones", async () => {
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.getByLabel("Or paste").fill(JSON.stringify(users.slice(0, 6)));
  await page.getByRole("button", { name: "Load pasted text" }).click();
  await page.locator(".load-report li", { hasText: "6 users" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".list-count", { hasText: /^12$/ }).waitFor();
  const dropped = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.ndjson"));
    return data;
  }, users.slice(0, 7).map((user) => JSON.stringify(user)).join("\n"));
  await page.locator("#object-title").dispatchEvent("drop", { dataTransfer: dropped });
  await page.locator(".load-report li", { hasText: "dropped.ndjson: 7 users" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".list-count", { hasText: /^13$/ }).waitFor();
});

test("a configuration that is none is refused where it would be previewed", async () => {
  await load("none.json", '{"synchronizationRules": []}');
  await page.locator("#object-title", { hasText: "Nothing can be worked out" }).waitFor();
  await page.locator(".object .finding-error").first().waitFor();
  await load("schema.json", data("gong-schema.json"));
  await page.locator(".mappings .mapping").first().waitFor();
});

test("a corrected file takes the place of the object in the source panel", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const correct = (title) => bring(other, ["one.json", [{ ...users[0], jobTitle: title }]]);
  await correct("First title");
  await other.locator(".step", { hasText: "Import" }).click();
  await other.locator(".source-panel .cm-line", { hasText: "First title" }).waitFor();
  await correct("Second title");
  await other.locator(".source-panel .cm-line", { hasText: "Second title" }).waitFor();
  await other.close();
});

test("a change of the flow type alone is seen by the comparison", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  await other.locator("tr.mapping", { hasText: "title" }).first().locator(".row-toggle").click();
  await other.getByLabel("Apply").first().selectOption("ObjectAddOnly");
  await other.getByRole("tab", { name: "Compare" }).click();
  await other.getByText(/^[1-9]\d* of 31 would be treated otherwise/).waitFor();
  await other.close();
});

test("a comparison of many lists all of them, so many at a time", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  await bring(other, ["many.json", crowd(1200)]);
  await other.locator("tr.mapping", { hasText: "timezone" }).first().locator(".row-toggle").click();
  await other.getByLabel("Default value if null").fill("UTC");
  await other.getByRole("tab", { name: "Compare" }).click();
  await other.getByText("1,200 of 1,200 would be treated otherwise.").waitFor();
  const rows = other.locator(".compare-table tbody tr");
  for (const [listed, left] of [[500, "Show 500 more of 700"], [1000, "Show 200 more of 200"], [1200, undefined]]) {
    assert.equal(await rows.count(), listed);
    if (left) await other.getByRole("button", { name: left }).click();
  }
  await other.close();
});

test("what cannot be read is named with its place", async () => {
  assert.match(await load("broken.json", '[{"id": "1"},\n {"id": }]'), /broken\.json.*line 2/s);
  assert.match(await load("empty.json", ""), /empty/);
  assert.match(await load("picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xc3, 0x28])), /picture\.png/);
  assert.match(await load("numbers.json", "[1, 2, 3]"), /numbers\.json/);
  assert.match(await load("null.json", [users[0], null]), /null\.json: entry 2 of 2 is not an object/);
  assert.match(await load("list.json", "[]"), /list\.json is an empty list/);
  assert.match(await load("job.json", { id: "job", schema: null }), /its schema is null/);
});

test("ten thousand people: listed, searched, edited", async () => {
  const many = Array.from({ length: 10_000 }, (_, i) => {
    const user = users[i % users.length];
    return { ...user, id: `id-${i}`, displayName: `Person ${i}`, userPrincipalName: `person${i}@lumenfield.example`, mail: `person${i}@lumenfield.example`, manager: null };
  });
  const begun = Date.now();
  assert.match(await load("many.json", JSON.stringify({ value: many })), /10000 users/);
  await page.locator(".list-count", { hasText: /^10,00[06]$/ }).waitFor({ timeout: 60_000 });
  await page.locator(".search").fill("person 77");
  await page.locator(".person", { hasText: "Person 77" }).first().click();
  await page.locator("#object-title", { hasText: "Person 77" }).waitFor();
  console.log(`10,000 users read, searched and the first of them shown in ${Date.now() - begun} ms`);
  await page.locator(".search").fill("");
  await page.locator(".person .badge:not(.badge-waiting)").first().waitFor({ timeout: 120_000 });
  console.log(`10,000 users worked out in ${Date.now() - begun} ms`);
  assert.ok((await page.locator(".person").count()) < 60, "only rows in sight exist");
  await page.locator(".search").fill("person 9876");
  await page.locator(".person", { hasText: "Person 9876" }).click();
  await page.locator("#object-title", { hasText: "Person 9876" }).waitFor();
  await page.locator(".search").fill("");
  await page.locator(".people-list").focus();
  await page.keyboard.press("End");
  await page.locator(".person.chosen", { hasText: lastGroup }).waitFor();
});

test("a page that comes without the others is told", async () => {
  const value = users.slice(0, 3);
  assert.match(await load("users.json", { value, "@odata.nextLink": "https://x.example/2" }), /3 users, one page of several; bring all pages at once/);
  assert.match(await load("accounts.json", { totalResults: 2, Resources: [{ id: "t", userName: "ada" }] }), /1 account of the target, one page of several/);
  assert.match(await load("whole.json", { value }), /3 users$/);
  const pages = [{ value, "@odata.nextLink": "https://x.example/2" }, { value: users.slice(3, 5) }];
  assert.match(await load("pages.json", pages), /5 users$/);
  const cmdlet = [{ Id: "u1", DisplayName: "Ada" }, { Id: "u2", DisplayName: "Bob", Manager: { Id: "u1" } }];
  assert.match(await load("cmdlet.json", cmdlet), /2 users$/);
});

test("pages of one list that come together are one list", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  assert.match(await bring(other, ["page-1.json", { value: users.slice(0, 2) }], ["page-2.json", { value: users.slice(2, 3) }]), /page-1\.json, page-2\.json: 3 users/);
  await other.locator(".list-count", { hasText: /^3$/ }).waitFor();
  // What Graph says of a page decides, however few members were selected.
  assert.match(await bring(other, ["groups.json", { "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups(id,displayName)", value: [{ id: "g", displayName: "G" }] }]), /1 group/);
  assert.match(await bring(other, ["groups.json", [{ id: "g", displayName: "G", members: [] }]]), /1 group/);
  await other.close();
});

test("people without ids of their own, or with one id, can be told apart", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  assert.match(await bring(other, ["noid.csv", "displayName,userPrincipalName,mail,givenName,surname,accountEnabled\nAda,a@x.example,a@x.example,A,L,true\nBo,b@x.example,b@x.example,B,M,true\n"]), /2 users; 2 without an id of their own/);
  await other.locator(".person", { hasText: "Bo" }).click();
  await other.locator("#object-title", { hasText: "Bo" }).waitFor();
  assert.equal(await other.locator(".person.chosen").count(), 1);
  assert.match(await bring(other, ["twice.json", [{ id: "1", displayName: "First" }, { id: "1", displayName: "Second" }]]), /1 without an id of its own/);
  await other.locator(".person .badge:not(.badge-waiting)").nth(1).waitFor();
  assert.deepEqual(await other.locator(".person-name").allTextContents(), ["First", "Second"]);
  await other.close();
});

test("somebody without a matching value is told to be skipped at import, and why", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  await bring(other, ["one.json", [{ id: "1", displayName: "No sign-in name", mail: "a@x.example" }]]);
  await other.locator(".nothing-sent", { hasText: "No matching attribute has a value" }).waitFor();
  await other.locator(".step", { hasText: "Import" }).and(other.locator(":has-text('Skipped')")).waitFor();
  await other.close();
});

test("of two rules the page edits the one that the engine takes", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const schema = JSON.parse(data("gong-schema.json"));
  const [rule] = schema.synchronizationRules;
  const later = structuredClone({ ...rule, name: "later", priority: 9 });
  for (const mapping of later.objectMappings) mapping.name = `${mapping.name}, later`;
  schema.synchronizationRules = [later, { ...rule, priority: 1 }];
  await bring(other, ["schema.json", schema]);
  await other.locator(".mappings-block .section-head", { hasText: rule.objectMappings.find((mapping) => mapping.sourceObjectName === "User").name }).waitFor();
  assert.doesNotMatch(await other.locator(".mappings-block .section-head").textContent(), /later/);
  await other.close();
});

test("a job setting that says nothing is refused in its field", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  await other.getByRole("button", { name: "Load", exact: true }).click();
  for (const [label, wrong] of [["Accidental deletion threshold", "abc"], ["Date for Now()", "yesterday"]]) {
    await other.getByLabel(label).fill(wrong);
    await other.keyboard.press("Tab");
    await other.locator(".field", { hasText: label }).getByText(/^Not applied/).waitFor();
  }
  await other.getByLabel("Date for Now()").fill("2026-02-03T04:05:06Z");
  await other.keyboard.press("Tab");
  await other.locator(".field", { hasText: "Date for Now()" }).getByText(/^Not applied/).waitFor({ state: "hidden" });
  await other.keyboard.press("Escape");
  assert.equal(await other.locator("#object-title", { hasText: "Nothing can be worked out" }).count(), 0);
  await other.close();
});

test("the page shows that a file can be dropped on it, wherever it is held", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const drag = (type) => other.locator("#object-title").evaluate((element, name) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["[]"], "a.json"));
    element.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    return getComputedStyle(document.body, "::after").content;
  }, type);
  assert.equal(await drag("dragenter"), '"Drop to load"');
  assert.equal(await drag("dragleave"), "none");
  await other.close();
});

test("dropped text is read like a file", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const dropped = await other.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.setData("text", text);
    return transfer;
  }, JSON.stringify(users.slice(0, 2)));
  await other.locator("#object-title").dispatchEvent("drop", { dataTransfer: dropped });
  await other.locator(".load-report li", { hasText: "Dropped text: 2 users" }).waitFor();
  await other.close();
});

test("a long plan can be cancelled", async () => {
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.locator("#files").setInputFiles({ name: "long.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(crowd(20_000))) });
  await page.locator(".progress").waitFor({ timeout: 60_000 });
  await page.keyboard.press("Escape");
  await page.locator(".progress").getByRole("button", { name: "Cancel" }).click();
  await page.locator(".progress").getByText("Not worked out.").waitFor();
  await page.locator(".person", { hasText: "Person 3" }).first().click();
  await page.locator("#object-title", { hasText: "Person 3" }).waitFor();
  await load("few.json", JSON.stringify(users));
  await page.locator(".progress").waitFor({ state: "hidden" });
  await page.locator(".person").first().waitFor();
});

test("a clause keeps what nobody touches, and what the check finds is told", async () => {
  const { page: other, trouble: wrong } = await open(here.browser.context, here.site.url);
  // A setting of another kind is refused by the engine, not by the dialog.
  await bring(other, ["settings.json", { scope: "all", allowedDomains: "x" }]);
  await other.getByText("The job settings are refused").waitFor();
  await bring(other, ["settings.json", { scope: "all", allowedDomains: ["x.example"] }]);
  const schema = JSON.parse(data("gong-schema.json"));
  const values = ["Sales, EMEA", "IT"];
  const clause = { "@odata.note": "mine", operatorName: "EQUALS", sourceOperandName: "departmnt", targetOperand: { note: 1, values } };
  const users = schema.synchronizationRules[0].objectMappings.findIndex((mapping) => mapping.sourceObjectName === "User");
  schema.synchronizationRules[0].objectMappings[users].scope = { groups: [{ name: "F", clauses: [clause] }] };
  await bring(other, ["schema.json", schema]);
  await other.getByText(/Did you mean .?department/).first().waitFor({ state: "attached" });
  await other.locator(".step", { hasText: "Scope" }).click();
  await other.getByLabel("Source attribute").first().fill("department");
  await other.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([other.waitForEvent("download"), other.locator(".export-item", { hasText: "Configuration" }).getByRole("button").first().click()]);
  const parts = [];
  for await (const part of await file.createReadStream()) parts.push(part);
  const [saved] = JSON.parse(Buffer.concat(parts)).synchronizationRules[0].objectMappings[users].scope.groups[0].clauses;
  assert.deepEqual(saved, { ...clause, sourceOperandName: "department" });
  assert.deepEqual(wrong, []);
  await other.close();
});

test("a kind that the configuration does not map is told so, and takes no mapping", async () => {
  const { page: other, trouble: wrong } = await open(here.browser.context, here.site.url);
  const schema = JSON.parse(data("gong-schema.json"));
  const [rule] = schema.synchronizationRules;
  rule.objectMappings = rule.objectMappings.filter((mapping) => mapping.sourceObjectName === "User");
  await bring(other, ["users-only.json", schema], ["groups.json", data("groups.json")]);
  await other.locator(".person", { hasText: lastGroup }).click();
  await other.locator(".mappings-block", { hasText: "The configuration does not map groups." }).waitFor();
  await other.locator(".nothing-sent", { hasText: "switched off or missing" }).waitFor();
  assert.equal(await other.getByRole("button", { name: "Add mapping" }).isVisible(), false);
  assert.equal(await other.locator(".notice").isVisible(), false, "the engine did not stop");
  assert.deepEqual(wrong, []);
  await other.close();
});

test("one object mapping is no job settings, and the whole configuration is asked for", async () => {
  const [rule] = JSON.parse(data("gong-schema.json")).synchronizationRules;
  const mapping = { ...rule.objectMappings[0], scope: { groups: [] } };
  assert.match(await load("mapping.json", mapping), /one object mapping.*whole synchronizationSchema/);
});

test("people are called by their own files, whatever comes with them", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const called = async () => (await other.locator(".context").textContent()).split("·").at(-1);
  await bring(other, ["accounts.json", data("gong-users-before.json")]);
  assert.equal(await called(), "Nobody yet");
  await bring(other, ["people.json", data("users.json")]);
  assert.equal(await called(), "people.json");
  await bring(other, ["teams.json", data("groups.json")]);
  assert.equal(await called(), "people.json, teams.json");
  await bring(other, ["accounts.json", data("gong-users-before.json")]);
  assert.equal(await called(), "people.json, teams.json");
  await bring(other, ["others.json", data("users.json")]);
  assert.equal(await called(), "others.json, teams.json");
  await bring(other, ["z.json", data("users.json")], ["a.json", data("groups.json")]);
  assert.equal(await called(), "z.json, a.json", "users first, whatever comes first");
  await other.close();
});

test("accounts, assignments and job settings are taken away again", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  await bring(other, ["users.json", data("users.json")], ["accounts.json", data("gong-users-before.json")], ["assignments.json", { assignments: [] }], ["settings.json", { scope: "all", foo: 1 }]);
  await other.getByText("The job settings are refused").waitFor();
  await other.getByRole("button", { name: "Load", exact: true }).click();
  await other.getByRole("button", { name: "Reset job settings" }).click();
  await other.getByRole("button", { name: "Remove accounts" }).click();
  await other.getByRole("button", { name: "Remove assignments" }).click();
  assert.match(await other.locator(".loaded-list").textContent(), /0 in the target.*Assignments.*none/);
  assert.equal(await other.evaluate(() => document.activeElement.closest("dialog") !== null), true, "the focus stays in the dialog");
  await other.keyboard.press("Escape");
  await other.locator(".chip", { hasText: "Create" }).waitFor();
  assert.equal(await other.locator(".chip", { hasText: "Update" }).count(), 0, "nobody has an account any more");
  await other.close();
});

test("what is loaded takes the notice of what was there before along", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  await other.getByRole("button", { name: "Examples" }).click();
  await other.locator(".example").first().click();
  await other.locator(".notice").waitFor();
  await bring(other, ["users.json", data("users.json")]);
  assert.equal(await other.locator(".notice").isVisible(), false);
  await other.close();
});

test("a table saved by a spreadsheet in its own encoding is told how to save it", async () => {
  assert.match(await load("old.csv", Buffer.from("id,displayName\n1,Anna \u00c4\n", "latin1")), /not text in UTF-8 or UTF-16.*CSV UTF-8/);
});

test("a folder, and a file that is gone, are not taken for a wrong encoding", async () => {
  await page.evaluate(() => { File.prototype.read = File.prototype.arrayBuffer; File.prototype.arrayBuffer = async () => { throw new DOMException("", "NotFoundError"); }; });
  assert.match(await load("users", "[]"), /^users cannot be read: it is a folder, or/);
  await page.evaluate(() => { File.prototype.arrayBuffer = File.prototype.read; });
});

test("two files are compared over the same people", async () => {
  const { page: other, trouble: wrong } = await open(here.browser.context, here.site.url);
  const earlier = JSON.parse(data("gong-schema.json"));
  const title = earlier.synchronizationRules[0].objectMappings.find((mapping) => mapping.sourceObjectName === "User").attributeMappings.find((mapping) => mapping.targetAttributeName === "title");
  title.source = { type: "Constant", name: "Colleague", expression: '"Colleague"', parameters: [] };
  await bring(other, ["now.json", data("gong-schema.json")]);
  await other.locator("#tab-compare").click();
  const choose = (name, content) => other.locator("#earlier").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(content) });
  await choose("users.json", data("users.json"));
  await other.getByText("users.json is no synchronizationSchema.").waitFor();
  await choose("earlier.json", JSON.stringify(earlier));
  const line = other.locator(".compare-table tr", { hasText: "Quentin" });
  await line.waitFor();
  assert.match(await line.textContent(), /title: Colleague → Account Executive/);
  assert.match(await other.locator("#view-compare").textContent(), /now\.json against earlier\.json/);
  await other.getByRole("button", { name: "Compare with the loaded one" }).click();
  await other.getByText("The configuration is as loaded.").waitFor();
  assert.deepEqual(wrong, []);
  await other.close();
});

// Surfaces §2: files are told apart by what they hold; index.d.ts names the members of settings and assignments.
test("job settings and assignments are known by any of their members, a state of a job is named", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const settings = [{ now: "2026-01-15T09:00:00Z", seed: 5 }, { regexMode: "full" }, { cycle: "incremental", changed: ["a"] }, { $schema: "settings.json", targetSchemas: "core" }, { defaultDomain: "x.example" }, { newIds: { a: "b" } }];
  for (const one of settings) assert.match(await bring(other, ["f.json", one]), /^f\.json: job settings$/, JSON.stringify(one));
  const assignments = [[{ name: "Sales", group: "Sales" }, { name: "Rest" }], [{ name: "Sales", seats: ["engage"] }], { defaultAssignment: { name: "D" } }, { fallbackPermissionProfile: "P" }, { managerSettings: {} }, { companyEmailDomains: ["x.example"] }];
  for (const one of assignments) assert.match(await bring(other, ["f.json", one]), /^f\.json: assignments$/, JSON.stringify(one));
  for (const state of [{ links: { a: "b" }, released: [], members: {} }, { links: {}, released: [], rolls: {} }]) assert.match(await bring(other, ["f.json", state]), /state of a job/);
  assert.match(await bring(other, ["f.json", [{ id: "1", name: "n", displayName: "Somebody" }]]), /1 user/);
  await other.close();
});

test("users, groups and accounts are what they are, whatever members a directory gives them", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const account = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "a@x.example" };
  for (const [said, one] of [
    [/1 user/, [{ id: "1", userPrincipalName: "a@x.example", name: "Ann", group: "Sales" }]],
    [/2 users/, "displayName,userPrincipalName,mail,name,group,seats\nAnn,a@x.example,a@x.example,Ann,Sales,1\nBo,b@x.example,b@x.example,Bo,Sales,2\n"],
    [/1 group/, { id: "g1", displayName: "G", members: { value: [] } }],
    [/1 group/, { displayName: "G", members: { value: [] } }],
    [/1 user/, { userPrincipalName: "a@x.example", displayName: "A", changed: "x" }],
    [/1 user/, { mail: "a@x.example", links: {}, assignments: [] }],
    [/1 account/, { ...account, released: true }],
    [/1 account/, { ...account, rolls: {} }],
  ]) assert.match(await bring(other, ["f.json", one]), said, JSON.stringify(one));
  assert.match(await bring(other, ["f.json", [{ name: "n" }]]), /holds neither users nor groups/, "a name alone tells nothing");
  await other.close();
});

// Surfaces §3: a plan holds `previews`; its `links` are no job settings.
test("a plan that was taken away is named, and takes nothing's place", async () => {
  const { page: other, trouble: wrong } = await open(here.browser.context, here.site.url);
  await other.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([other.waitForEvent("download"), other.locator(".export-item", { hasText: "Plan" }).getByRole("button").first().click()]);
  await other.keyboard.press("Escape");
  assert.match(await bring(other, ["plan.json", readFileSync(await file.path())]), /^plan\.json is a plan of this page or of scimwright preview; load its users, groups and configuration instead\.$/);
  await other.locator("#object-title", { hasText: "Bj\u00f8rn" }).waitFor();
  assert.match(await bring(other, ["f.json", { mail: "a@x.example", previews: [] }]), /1 user/);
  assert.deepEqual(wrong, []);
  await other.close();
});

// RFC 7644 §3.1, §8.2: messages have schemas of their own; RFC 7643 §5 to §7: so has what a service tells of itself.
test("what is said over SCIM is no account of the target", async () => {
  const { page: other, trouble: wrong } = await open(here.browser.context, here.site.url);
  const message = (name, more) => ({ schemas: [`urn:ietf:params:scim:api:messages:2.0:${name}`], ...more });
  const told = (name) => ({ schemas: [`urn:ietf:params:scim:schemas:core:2.0:${name}`], id: "User", name: "User" });
  for (const [said, document] of [
    [/^f\.json is a PATCH; the view Validate applies it\.$/, message("PatchOp", { Operations: [{ op: "replace", path: "active", value: false }] })],
    [/holds neither users nor groups/, message("Error", { status: "401", detail: "x" })],
    [/holds neither users nor groups/, message("BulkRequest", { Operations: [] })],
    [/holds neither users nor groups/, { ...told("ServiceProviderConfig"), patch: { supported: true } }],
    [/holds neither users nor groups/, message("ListResponse", { Resources: [told("ResourceType")] })],
    [/holds neither users nor groups/, message("ListResponse", { Resources: [told("Schema")] })],
  ]) assert.match(await bring(other, ["f.json", document]), said, JSON.stringify(document));
  assert.match(await other.locator(".context").textContent(), /Sample tenant/);
  const account = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "a@x.example" };
  assert.match(await bring(other, ["f.json", message("ListResponse", { Resources: [account] })]), /1 account/);
  assert.match(await bring(other, ["f.json", { id: "1", userPrincipalName: "a@x.example", operations: [] }]), /1 user/);
  // A list is judged by all that it holds, in whatever order.
  const error = message("Error", { status: "404" });
  const remove = { Operations: [{ op: "remove", path: "title" }] };
  assert.match(await bring(other, ["f.json", [error, account]]), /^f\.json: entry 1 of 2 says of itself that it is no resource of the target\.$/);
  assert.match(await bring(other, ["f.json", [account, error]]), /^f\.json: entry 2 of 2 says of itself that it is no resource of the target\.$/);
  assert.match(await bring(other, ["f.json", [message("PatchOp", remove), remove]]), /^f\.json is a list of 2 PATCHes; the view Validate applies one\.$/);
  assert.deepEqual(wrong, []);
  await other.close();
});

// Compatibility: half of a surrogate pair is refused, wherever a text comes from.
test("half of a surrogate pair is refused where it comes in", async () => {
  const { page: other, trouble: wrong } = await open(here.browser.context, here.site.url);
  assert.match(await bring(other, ["settings.json", '{"scope": "all", "defaultDomain": "\\ud800"}']), /settings\.json: this escape is half of a surrogate pair \(line 1, column \d+\)/);
  assert.match(await bring(other, ["assignments.json", '{"defaultAssignment": {"name": "\\ud800"}}']), /assignments\.json: this escape is half of a surrogate pair/);
  await other.getByRole("button", { name: "Load", exact: true }).click();
  await other.getByLabel("Or paste").evaluate((area) => { area.value = '{"synchronizationRules": [], "note": "\ud800"}'; });
  await other.getByRole("button", { name: "Load pasted text" }).click();
  await other.locator(".load-report li", { hasText: /^Pasted text: half of a surrogate pair, U\+D800 \(line 1, column 39\)\.$/ }).waitFor();
  await other.keyboard.press("Escape");
  const good = data("gong-schema.json").toString();
  for (const [at, link] of [{ name: "n", schema: "\ud800" }, { name: "n", schema: good, settings: { defaultDomain: "\udc00" } }, { name: "n", schema: good, loaded: { from: 1, to: 1, text: "\ud83d" } }].entries()) {
    await other.evaluate((fragment) => { location.hash = fragment; }, `v1.${deflateRawSync(Buffer.from(JSON.stringify(link))).toString("base64url")}`);
    await other.locator(".notice-error", { hasText: "Nothing was opened" }).waitFor();
    await other.getByRole("button", { name: "Dismiss" }).click();
    assert.equal(await other.title(), "Gong default \u00b7 scimwright mapping preview".replace("Gong default", await other.locator(".context strong").textContent()), `link ${at}`);
  }
  await other.locator("#object-title", { hasText: "Bj\u00f8rn" }).waitFor();
  assert.deepEqual(wrong, []);
  await other.close();
});

test("the members of a group are divided by the types that Graph tells", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const member = (type, id, more) => ({ "@odata.type": `#microsoft.graph.${type}`, id, displayName: `${type} ${id}`, ...more });
  const members = { "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directoryObjects", value: [member("group", "1"), member("user", "2", { userPrincipalName: "two@x.example" }), member("device", "3"), member("user", "4")] };
  assert.match(await bring(other, ["members.json", members]), /1 group; 1 of other types left out.*2 users/);
  await other.locator(".list-count", { hasText: /^3$/ }).waitFor();
  assert.deepEqual(await other.locator(".person-name").allTextContents(), ["user 2", "user 4", "group 1"]);
  assert.match(await bring(other, ["devices.json", [member("device", "3"), member("servicePrincipal", "5")]]), /holds neither users nor groups/);
  await other.close();
});

test("a setting that is refused is told, also where the page does without it", async () => {
  const { page: other, trouble: wrong } = await open(here.browser.context, here.site.url);
  await bring(other, ["settings.json", { scope: "all", patchFormat: "Legacy" }]);
  await other.locator(".object-name", { hasText: "The job settings are refused" }).waitFor();
  await other.locator(".object .finding-error", { hasText: "patchFormat" }).waitFor();
  await bring(other, ["settings.json", { scope: "all", patchFormat: "compliant" }]);
  await other.locator("#object-title", { hasText: "Bj\u00f8rn" }).waitFor();
  await other.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([other.waitForEvent("download"), other.locator(".export-item", { hasText: "Plan" }).getByRole("button").first().click()]);
  let text = "";
  for await (const part of await file.createReadStream()) text += part;
  assert.match(text, /"op": "replace"/);
  assert.doesNotMatch(text, /"op": "Replace"/);
  assert.deepEqual(wrong, []);
  await other.close();
});

test("nothing went wrong on the way", () => assert.deepEqual(trouble, []));
