// Configurations of every shape are shown, and edited, as the engine uses them.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bring, open, stage } from "./browser.mjs";

let page, trouble;

const SCHEMA = readFileSync(new URL("../../tests/cases/data/gong-schema.json", import.meta.url), "utf8");
const person = { id: "1", displayName: "User One", userPrincipalName: "one@x.example", mail: "one@x.example", givenName: "A", surname: "B", jobTitle: "Eng", department: "Sales", accountEnabled: true };

stage(async ({ browser, site }) => {
  ({ page, trouble } = await open(browser.context, site.url));
  await bring(page, ["settings.json", { scope: "all" }], ["users.json", [person, { ...person, id: "2", displayName: "User Two", userPrincipalName: "two@x.example", department: "Support" }]]);
});

/** The configuration with changes to its mapping of users. */
function configuration(change) {
  const schema = JSON.parse(SCHEMA);
  const [rule] = schema.synchronizationRules;
  change(rule.objectMappings.find((mapping) => mapping.sourceObjectName === "User"), rule);
  return schema;
}
const titled = (source) => configuration((users) => { users.attributeMappings.find((one) => one.targetAttributeName === "title").source = source; });
const constant = (name) => ({ type: "Constant", name, expression: `"${name}"`, parameters: [] });
const filter = (name, department) => ({ name, clauses: [{ sourceOperandName: "department", operatorName: "EQUALS", targetOperand: { values: [department] } }] });

const title = () => page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: /^title$/ }) });
const value = (text) => title().locator(".cell-value", { hasText: text }).waitFor();
const source = () => title().locator(".source-text").textContent();
const choose = async (name) => {
  await page.locator(".person", { hasText: name }).click();
  await page.locator("#object-title", { hasText: name }).waitFor();
};
const download = async () => {
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".export-item", { hasText: "Configuration" }).getByRole("button").first().click()]);
  await page.keyboard.press("Escape");
  let text = "";
  for await (const part of await file.createReadStream()) text += part;
  return JSON.parse(text);
};

// COMPATIBILITY.md, Configurations: attributes and constants by `name`; functions by the tree where the text is missing or
// has lost a part.
const jobTitle = { type: "Attribute", name: "jobTitle", expression: "[jobTitle]", parameters: [] };
const SOURCES = [
  ["a function without text", { type: "Function", name: "ToUpper", parameters: [{ key: "source", value: jobTitle }] }, "ToUpper([jobTitle])", "ENG"],
  ["a function whose text lost a part", { type: "Function", name: "Append", expression: 'Append([jobTitle], )', parameters: [{ key: "source", value: jobTitle }, { key: "suffix", value: constant("!") }] }, 'Append([jobTitle], "!")', "Eng!"],
  ["an attribute whose text names another", { ...jobTitle, expression: "[department]" }, "[jobTitle]", "Eng"],
  ["a constant whose text says something else", { type: "Constant", name: 'a "b" \\', expression: "[department]", parameters: [] }, '"a \\"b\\" \\\\"', 'a "b" \\'],
];

for (const [what, given, text, result] of SOURCES) {
  test(`${what} is shown as it is used, and a blank behind it changes nothing`, async () => {
    await choose("User One");
    await bring(page, ["schema.json", titled(given)]);
    await value(result);
    await page.waitForFunction((text) => [...document.querySelectorAll("tr.mapping .source-text")].some((one) => one.textContent === text), text);
    assert.equal(await source(), text);
    await title().locator(".row-toggle").click();
    const box = page.getByRole("textbox", { name: "Expression for title" });
    assert.equal(await box.textContent(), text);
    await box.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText(" ");
    await page.locator(".context", { hasText: "edited" }).waitFor();
    await value(result);
    const [{ source: written }] = (await download()).synchronizationRules[0].objectMappings.flatMap((mapping) => mapping.attributeMappings).filter((one) => one.targetAttributeName === "title");
    assert.equal(written.name, given.name);
    assert.deepEqual(written.parameters.map((parameter) => parameter.value.name), given.parameters.map((parameter) => parameter.value.name));
    await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  });
}

test("of a source that is taken away again nothing is left", async () => {
  await choose("User One");
  await bring(page, ["schema.json", titled(null)]);
  await title().locator(".source-text").waitFor({ state: "detached" });
  await title().locator(".row-toggle").click();
  const box = page.getByRole("textbox", { name: "Expression for title" });
  await box.click();
  await page.keyboard.insertText("Nope(");
  await page.locator(".mapping-editor .finding").first().waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.locator(".mapping-editor .finding").first().waitFor({ state: "detached" });
  assert.match(await page.locator(".editor-status").textContent(), /empty for none/);
  // Before a worker can answer.
  await box.evaluate(async (element) => {
    document.execCommand("insertText", false, "[mail]");
    await Promise.resolve();
    getSelection().selectAllChildren(element);
    document.execCommand("delete");
  });
  await page.waitForTimeout(500);
  assert.match(await page.locator(".mapping-editor-head .pill").textContent(), /None/);
  assert.equal(await title().locator(".source-text").count(), 0);
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
});

// AM208: of two mappings of one target the first is previewed.
test("the second mapping of a target shows its own expression and no value", async () => {
  await choose("User One");
  const call = (name) => ({ type: "Function", name, expression: `${name}([jobTitle])`, parameters: [{ key: "source", value: jobTitle }] });
  await bring(page, ["schema.json", configuration((users) => {
    const first = users.attributeMappings.find((one) => one.targetAttributeName === "title");
    first.source = call("ToUpper");
    users.attributeMappings.push({ ...structuredClone(first), source: call("ToLower") });
  })]);
  await title().first().locator(".cell-value", { hasText: "ENG" }).waitFor();
  assert.deepEqual(await title().locator(".source-text").allTextContents(), ["ToUpper([jobTitle])", "ToLower([jobTitle])"]);
  assert.equal(await title().last().locator(".cell-value").textContent(), "nothing");
  await title().last().locator(".row-toggle").click();
  assert.equal(await page.getByRole("textbox", { name: "Expression for title" }).textContent(), "ToLower([jobTitle])");
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
});

// An object with many neighbours is previewed a moment later, among everybody.
test("what is undone is shown before it is previewed, and a function given by its tree alone keeps its text", async () => {
  const many = Array.from({ length: 300 }, (_, i) => ({ id: `m-${i}` }));
  await bring(page, ["groups.json", [{ id: "g", displayName: "Group of many", members: many }]]);
  await choose("Group of many");
  const call = (name) => ({ type: "Function", name, parameters: [{ key: "source", value: { ...jobTitle, name: "displayName", expression: "[displayName]" } }] });
  const groups = (source, more) => configuration((_, rule) => {
    const mapping = rule.objectMappings.find((one) => one.sourceObjectName === "Group");
    mapping.attributeMappings.push({ ...structuredClone(mapping.attributeMappings[0]), matchingPriority: 0, targetAttributeName: "title", source }, { ...structuredClone(mapping.attributeMappings[0]), matchingPriority: 0, targetAttributeName: "nickName", source: more });
  });
  await bring(page, ["schema.json", groups({ ...call("ToUpper"), expression: "ToUpper([displayName])" }, call("ToUpper"))]);
  await value("GROUP OF MANY");
  await title().locator(".row-toggle").click();
  const box = page.getByRole("textbox", { name: "Expression for title" });
  await box.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("ToLower([displayName])");
  await title().locator(".source-text", { hasText: "ToLower([displayName])" }).waitFor();
  await value("group of many");
  const nickName = page.locator("tr.mapping", { hasText: "nickName" }).locator(".source-text");
  assert.equal(await nickName.textContent(), "ToUpper([displayName])");
  // In one turn of the page, so that no worker has answered.
  const shown = await page.evaluate(() => {
    document.querySelector(".mappings-block [aria-label=Undo]").click();
    return [...document.querySelectorAll("tr.mapping .source-text")].slice(-2).map((one) => one.textContent);
  });
  assert.deepEqual(shown, ["ToUpper([displayName])", "ToUpper([displayName])"]);
  await value("GROUP OF MANY");
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  await choose("User One");
});

// COMPATIBILITY.md: each in its turn, of an object the first whose filters let it pass, else the first of all.
test("of several object mappings the one that applies is shown and edited", async () => {
  await bring(page, ["schema.json", configuration((users, rule) => {
    const second = structuredClone(users);
    Object.assign(users, { name: "Of Sales", scope: { groups: [filter("Sales people", "Sales")] } });
    Object.assign(second, { name: "Of Support", scope: { groups: [filter("Support people", "Support")] } });
    second.attributeMappings.find((one) => one.targetAttributeName === "title").source = constant("Supporter");
    rule.objectMappings.push(second);
  })]);
  await page.locator(".step", { hasText: "Scope" }).click();
  for (const [name, mapping, filter, text] of [["User Two", "Of Support", "Support people", '"Supporter"'], ["User One", "Of Sales", "Sales people", "[jobTitle]"]]) {
    await choose(name);
    await page.locator(".mappings-block .section-head", { hasText: mapping }).waitFor();
    assert.equal(await source(), text);
    assert.deepEqual(await page.locator(".scope-panel .filter legend bdi").allTextContents(), [filter]);
  }
  await choose("User Two");
  await page.locator(".mappings-block .section-head", { hasText: "Of Support" }).waitFor();
  await title().locator(".row-toggle").click();
  await page.getByRole("textbox", { name: "Expression for title" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText('"Helper"');
  await value("Helper");
  const titles = (await download()).synchronizationRules[0].objectMappings.map((mapping) => mapping.attributeMappings.find((one) => one.targetAttributeName === "title")?.source.name);
  assert.deepEqual(titles, [undefined, "jobTitle", "Helper"]);
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  await page.locator(".step", { hasText: "Scope" }).click();
  await choose("User One");
});

test("of several schemas the default is shown, Booleans and integers as the engine reads them", async () => {
  const [one, other] = [titled(constant("one")), titled(constant("other"))];
  await bring(page, ["schema.json", { value: [{ id: "a", default: "false", schema: one }, { id: "b", default: "True", schema: other }] }]);
  await value("other");
  assert.equal(await source(), '"other"');
  await bring(page, ["schema.json", { value: [{ id: "a" }, { id: "b", schema: one }] }]);
  await value("one");
  assert.equal(await source(), '"one"');
  // What is no integer of 32 bits counts as 0, so that the other rule comes first.
  for (const priority of [1.5, "0x10", 2 ** 40]) {
    const [last, first] = [titled(constant("last")), titled(constant("first"))];
    last.synchronizationRules.push({ ...first.synchronizationRules[0], priority });
    await bring(page, ["schema.json", last]);
    await value("first");
    assert.equal(await source(), '"first"');
  }
  await bring(page, ["schema.json", configuration((users, rule) => {
    const off = { ...structuredClone(users), enabled: "False", name: "Switched off" };
    rule.objectMappings.unshift(off);
  })]);
  await value("Eng");
  assert.doesNotMatch(await page.locator(".mappings-block .section-head").textContent(), /Switched off/);
});

// Ecosystem guide §7.2: every step expandable with reasons, clause by clause.
test("an input filter that keeps somebody out is shown", async () => {
  await bring(page, ["schema.json", configuration((users) => {
    users.scope = { groups: [filter("Sales people", "Sales")], inputFilterGroups: [filter("Not these", "Legal")], categoryFilterGroups: [] };
  })]);
  await page.locator(".step", { hasText: "Out of scope" }).click();
  const input = page.locator(".scope-panel .filter", { hasText: "Not these" });
  await input.waitFor();
  assert.match(await input.textContent(), /Input filter Not these.*does not hold.*department EQUALS Legal.*is Sales/s);
  assert.equal(await input.locator("input, select, button").count(), 0, "it is read only");
  assert.equal(await page.locator(".scope-panel .filter").count(), 2);
  await page.locator(".step", { hasText: "Scope" }).click();
});

test("nothing went wrong on the way", () => assert.deepEqual(trouble, []));
