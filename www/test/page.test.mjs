// The story an administrator goes through, in a real browser.

import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { open, stage } from "./browser.mjs";

let page, trouble;

stage(async ({ browser, site }) => ({ page, trouble } = await open(browser.context, site.url)));

/** One failure leaves the next test a page it can start from. */
beforeEach(async () => {
  while (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
  await page.locator("#tab-preview").click();
});

const person = (name) => page.locator(".person", { hasText: name });
const mapping = (target) => page.locator("tr.mapping").filter({ has: page.locator(".target-name", { hasText: new RegExp(`^${target.replace(/[[\].*+?^$()|\\]/g, "\\$&")}$`) }) });
const choose = async (name) => {
  await page.locator(".search").fill(name);
  await person(name).first().click();
  await page.locator("#object-title", { hasText: name }).waitFor();
  await page.locator(".search").fill("");
};
const expression = (target) => page.getByRole("textbox", { name: `Expression for ${target}` });
const write = async (box, text) => {
  await box.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
};
const example = async (title) => {
  await page.getByRole("button", { name: "Examples" }).click();
  await page.locator(".example", { has: page.locator("strong", { hasText: title }) }).click();
};

test("the sample tenant is previewed at first sight", async () => {
  assert.match(await page.locator(".list-count").textContent(), /^31$/);
  assert.equal(await page.locator("#object-title").textContent(), "Bjørn Åkesson-Lindqvist");
  assert.match(await page.locator(".requests-body").textContent(), /PATCH/);
  assert.match(await page.locator(".column").first().textContent(), /"Replace"/);
  assert.match(await page.locator(".column").nth(1).textContent(), /"replace"/);
  assert.ok((await page.locator("tr.mapping").count()) >= 13);
  assert.ok((await page.locator(".mark-changed").count()) > 0);
  assert.ok(await page.getByText("Nothing leaves this browser").isVisible());
});

test("people are searched and filtered by action and by finding", async () => {
  await page.locator(".search").fill("tanaka");
  assert.equal(await page.locator(".person").count(), 1);
  await page.locator(".search").fill("nobody of this name");
  await page.getByText("Nobody matches.").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.className), "search", "the focus is not lost");
  const chip = page.locator(".chip", { hasText: "Create" });
  const n = Number(await chip.locator(".chip-count").textContent());
  await chip.click();
  assert.equal(await page.locator(".list-count").textContent(), `${n} of 31`);
  await page.locator(".chip", { hasText: "All" }).click();
  const findings = page.getByRole("combobox", { name: "Filter by finding" });
  const code = await findings.locator("option").nth(1).getAttribute("value");
  await findings.selectOption(code);
  assert.match(await page.locator(".list-count").textContent(), / of 31$/);
  await findings.selectOption("");
});

test("who is chosen stays in sight when filters go", async () => {
  await choose("Gong-Sales-EMEA");
  const [list, chosen] = await Promise.all([".people-list", ".person.chosen"].map((selector) => page.locator(selector).boundingBox()));
  assert.ok(chosen.y >= list.y && chosen.y + chosen.height <= list.y + list.height + 1);
});

test("what is created has no account before", async () => {
  await choose("Quentin");
  await page.locator(".step", { hasText: "Match" }).click();
  assert.doesNotMatch(await page.locator(".step-panel").textContent(), /Account in Gong/);
  await page.locator(".step", { hasText: "Match" }).click();
});

test("the five steps open and explain", async () => {
  await choose("Bjørn");
  for (const step of ["Scope", "Match", "Action", "Request", "Import"]) {
    await page.locator(".step", { hasText: step }).click();
    assert.ok((await page.locator(".step-panel").textContent()).trim().length > 10, step);
  }
  await page.locator(".step", { hasText: "Import" }).click();
  assert.ok(await page.locator(".step-panel").isHidden());
});

test("an expression is edited in place, traced, and undone", async () => {
  await choose("Bjørn");
  await mapping("title").locator(".row-toggle").click();
  await write(expression("title"), 'Join(" / ", ToUpper([jobTitle]), [department])');
  await mapping("title").locator(".cell-value", { hasText: "VP SALES EMEA / Sales" }).waitFor();
  await page.locator(".trace-part", { hasText: "ToUpper([jobTitle])" }).first().waitFor();
  assert.match(await page.locator(".requests-body").textContent(), /VP SALES EMEA \/ Sales/);
  assert.match(await page.locator(".context").textContent(), /edited/);
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
  await mapping("title").locator(".source-text", { hasText: "[jobTitle]" }).waitFor();
  assert.doesNotMatch(await page.locator(".context").textContent(), /edited/);
});

test("a value that a mapping redacts is not shown beside it", async () => {
  await choose("Bjørn");
  await mapping("title").locator(".row-toggle").click();
  await write(expression("title"), "Redact([jobTitle])");
  await mapping("title").locator(".cell-value", { hasText: /^redacted$/ }).waitFor();
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
  await mapping("title").locator(".source-text", { hasText: "[jobTitle]" }).waitFor();
});

test("a mistake is underlined, explained and repaired", async () => {
  await mapping("title").locator(".row-toggle").click();
  await write(expression("title"), "ToUper([jobTitle])");
  await page.locator(".cm-lintRange-error").first().waitFor();
  const finding = page.locator(".mapping-editor .finding").first();
  assert.match(await finding.textContent(), /ToUpper/);
  await page.locator(".cm-lintRange-error").first().hover();
  await page.locator(".cm-diagnosticAction", { hasText: "write ToUpper" }).click();
  await mapping("title").locator(".cell-value", { hasText: /VP SALES EMEA/ }).waitFor();
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("names are completed, and explained on hover", async () => {
  await mapping("title").locator(".row-toggle").click();
  const box = expression("title");
  await write(box, "");
  await page.keyboard.type("StripSp");
  await page.keyboard.press("Control+Space");
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "StripSpaces" }).first().waitFor();
  await page.keyboard.press("Escape");
  await write(box, "ToUpper([jobTitle])");
  await mapping("title").locator(".cell-value", { hasText: /VP SALES EMEA/ }).waitFor();
  // A change of the text that arrives while the pointer rests takes the explanation away again.
  for (let tries = 0; tries < 10 && !(await page.locator(".cm-hover").count()); tries += 1) {
    await page.mouse.move(0, 0);
    await box.locator(".t-function").first().hover();
    await page.locator(".cm-hover").first().waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  assert.match(await page.locator(".cm-hover").first().textContent(), /ToUpper/);
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("a mapping is added, given a default, and removed", async () => {
  await page.getByRole("button", { name: "Add mapping" }).click();
  await page.getByLabel("Target attribute").fill("nickName");
  await page.getByLabel("Source expression").fill("[mailNickname]");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await mapping("nickName").waitFor();
  await page.getByLabel("Default value if null").fill("unknown");
  await page.getByRole("button", { name: "Remove mapping" }).click();
  await mapping("nickName").waitFor({ state: "detached" });
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("a mapping that is being added belongs to the kind it was begun for", async () => {
  await choose("Bjørn");
  const form = page.getByRole("form", { name: "New mapping" });
  await page.getByRole("button", { name: "Add mapping" }).click();
  await page.keyboard.press("Escape");
  await form.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Add mapping" }).click();
  await form.waitFor();
  await choose("Gong-Sales-EMEA");
  await form.waitFor({ state: "detached" });
});

test("undoing in an editor takes back what was typed there, not what came from elsewhere", async () => {
  await choose("Bjørn");
  await mapping("title").locator(".row-toggle").click();
  await write(expression("title"), "ToUpper([jobTitle])");
  await mapping("title").locator(".cell-value", { hasText: /VP SALES EMEA/ }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await mapping("title").locator(".source-text", { hasText: /^\[jobTitle\]$/ }).waitFor();
  await expression("title").click();
  await page.keyboard.press("Control+z");
  await page.waitForTimeout(200);
  assert.equal(await expression("title").textContent(), "[jobTitle]");
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  await page.keyboard.press("Control+y");
  await mapping("title").locator(".source-text", { hasText: "ToUpper" }).waitFor();
  await page.keyboard.press("Control+z");
  await mapping("title").locator(".source-text", { hasText: /^\[jobTitle\]$/ }).waitFor();
});

test("a scoping filter is written and decides", async () => {
  await choose("Bjørn");
  await page.locator(".step", { hasText: "Scope" }).click();
  await page.getByRole("button", { name: "Add scoping filter" }).click();
  // It begins as one that the person shown passes, and keeps its value over an operator without one.
  await page.locator(".clause-result .mark-yes").waitFor();
  await page.locator(".verdict-in").waitFor();
  await page.getByRole("combobox", { name: "Operator" }).selectOption("IS NOT NULL");
  await page.getByRole("textbox", { name: "Value" }).and(page.locator(":disabled")).waitFor();
  await page.getByRole("combobox", { name: "Operator" }).selectOption("EQUALS");
  await page.getByRole("textbox", { name: "Value" }).and(page.locator(":enabled")).waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Value" }).inputValue(), "Sales");
  await page.getByRole("textbox", { name: "Value" }).fill("Finance");
  await page.locator(".verdict-out").waitFor();
  assert.match(await page.locator(".clause-result").first().textContent(), /Sales/);
  await page.getByRole("textbox", { name: "Value" }).fill("Sales");
  await page.locator(".verdict-in").waitFor();
  await page.getByRole("button", { name: "Remove filter" }).click();
  await page.getByText("No scoping filter").waitFor();
  await page.locator(".step", { hasText: "Scope" }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("other values are tried on the source object", async () => {
  await choose("Bjørn");
  await page.locator(".step", { hasText: "Import" }).click();
  const box = page.getByRole("textbox", { name: "Source object, JSON" });
  const text = await box.evaluate((element) => element.cmTile?.view?.state.doc.toString() ?? element.cmView?.view?.state.doc.toString() ?? "");
  assert.match(text, /VP Sales EMEA/);
  await write(box, text.replace("VP Sales EMEA", "Chief of Staff"));
  await mapping("title").locator(".cell-value", { hasText: "Chief of Staff" }).waitFor();
  assert.match(await page.locator(".context").textContent(), /Sample tenant · 1 edited/);
  await page.getByRole("button", { name: "Reset to loaded values" }).click();
  await mapping("title").locator(".cell-value", { hasText: "VP Sales EMEA" }).waitFor();
  await page.locator(".step", { hasText: "Import" }).click();
});

test("a source object that was broken is reset", async () => {
  await choose("Bjørn");
  await page.locator(".step", { hasText: "Import" }).click();
  const box = page.getByRole("textbox", { name: "Source object, JSON" });
  await write(box, "{ broken");
  await page.locator(".source-panel .field-error", { hasText: "Not applied" }).waitFor();
  await page.getByRole("button", { name: "Reset to loaded values" }).click();
  assert.match(await box.textContent(), /"displayName": "Bjørn/);
  assert.equal(await page.locator(".source-panel .field-error").textContent(), "");
  await page.locator(".step", { hasText: "Import" }).click();
});

test("an expression of many lines is taken whole", async () => {
  await choose("Bjørn");
  await mapping("title").locator(".row-toggle").click();
  const cases = Array.from({ length: 60 }, (_, i) => `"Country ${i}", "C${i}"`);
  await write(expression("title"), `Switch([department], "other",\n${cases.join(",\n")},\n"Sales", "S")`);
  await mapping("title").locator(".cell-value ins", { hasText: /^S$/ }).waitFor();
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("where a mapping gives nothing, the account keeps what it holds", async () => {
  await choose("Bjørn");
  await mapping("title").locator(".row-toggle").click();
  await write(expression("title"), "");
  await mapping("title").locator(".cell-value", { hasText: "empty" }).waitFor();
  assert.match(await mapping("title").locator(".cell-value").textContent(), /^emptythe account keeps VP Sales EMEA$/);
  assert.match(await mapping("title").textContent(), /Not sent/);
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("a payload is validated at its places, a PATCH applied", async () => {
  await page.getByRole("tab", { name: "Validate" }).click();
  await page.locator("#view-validate .finding").first().waitFor();
  await page.locator(".cm-line .t-attribute", { hasText: /^"userName"$/ }).first().waitFor();
  assert.match(await page.locator("#view-validate").textContent(), /Gong would not take this/);
  await page.locator("#view-validate .mark-added", { hasText: "Lovelace" }).waitFor();
  await page.locator("#view-validate .mark-removed", { hasText: "ada.lovelace@lumenfield.example" }).waitFor();
  await page.getByText(/^Afterwards: Gong takes this/).waitFor();
  await page.locator("#view-validate .finding-link").first().click();
  await page.getByRole("tab", { name: "Preview" }).click();
});

test("findings of a payload are listed in the order of their places", async () => {
  await page.locator("#tab-validate").click();
  await write(page.getByRole("textbox", { name: "SCIM payload, JSON" }), '{"name": {"givenName": "Ada"}, "active": "True", "title": 5}');
  const list = page.locator(".tool-card", { hasText: "Findings against Gong" }).locator(".finding-text");
  await list.filter({ hasText: "title" }).waitFor();
  const texts = await list.allTextContents();
  const at = ["familyName", "active", "title"].map((name) => texts.findIndex((text) => text.includes(name)));
  assert.ok(at[0] >= 0 && at[0] < at[1] && at[1] < at[2], texts.join(" | "));
});

test("what is wrong in the path of a PATCH is underlined there, whatever escapes stand before it", async () => {
  await page.locator("#tab-validate").click();
  const marked = page.locator(".tool-grid").nth(1).locator(".cm-lintRange");
  for (const [path, wrong] of [['emails[type eq "work"].valu', "valu"], ['emails[type eq "wörk" and value zz "b"].value', "zz"]]) {
    const body = JSON.stringify({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "add", path, value: "a" }] });
    await write(page.getByRole("textbox", { name: "PATCH body, JSON" }), body.replace("ö", "\\u00f6"));
    await marked.filter({ hasText: new RegExp(`^${wrong}$`) }).first().waitFor();
  }
});

test("a PATCH pasted as a payload is moved to where it is applied", async () => {
  await page.getByRole("tab", { name: "Validate" }).click();
  await write(page.getByRole("textbox", { name: "SCIM payload, JSON" }), JSON.stringify({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "replace", path: "name.givenName", value: "Augusta" }] }));
  await page.getByRole("button", { name: "Move it to PATCH" }).click();
  await page.locator("#view-validate .mark-changed", { hasText: "Augusta" }).waitFor();
});

test("a list pasted as a payload gives its first resource, and faults of the payload mark nothing in the PATCH", async () => {
  await page.locator("#tab-validate").click();
  const box = page.getByRole("textbox", { name: "SCIM payload, JSON" });
  await write(box, '"no object"');
  await page.locator(".patch-outcome .finding").first().waitFor();
  assert.equal(await page.locator(".tool-grid").nth(1).locator(".cm-lintRange").count(), 0);
  await write(box, JSON.stringify({ Resources: [{ userName: "first@lumenfield.example" }, { userName: "second@lumenfield.example" }] }));
  await page.getByText("This is a list of 2 resources, not a payload.").waitFor();
  await page.getByRole("button", { name: "Check the first" }).click();
  await page.getByText(/^Gong would not take this/).first().waitFor();
  assert.match(await box.textContent(), /first@lumenfield/);
  assert.doesNotMatch(await box.textContent(), /second@/);
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.getAttribute("aria-label")), "SCIM payload, JSON", "the focus goes to what is checked");
});

test("a payload that names its schema is checked as that", async () => {
  await page.getByRole("tab", { name: "Validate" }).click();
  const box = page.getByRole("textbox", { name: "SCIM payload, JSON" });
  await write(box, JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "Gong-Sales" }));
  await page.getByText("Gong takes this: no findings.").first().waitFor();
  assert.equal(await page.getByLabel("Checked as").inputValue(), "Group");
  await write(box, JSON.stringify({ operations: [{ op: "replace", path: "displayName", value: "G" }] }));
  await page.getByText("This is a PATCH, not a payload.").waitFor();
});

test("of somebody nothing is sent for, no attribute is compared", async () => {
  await choose("Bjørn");
  await mapping("title").locator(".row-toggle").click();
  await write(expression("title"), '"Seller"');
  await mapping("title").locator(".cell-value", { hasText: "Seller" }).waitFor();
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  await page.locator(".step", { hasText: "Scope" }).click();
  await page.getByRole("button", { name: "Add scoping filter" }).click();
  await page.getByRole("textbox", { name: "Value" }).fill("Nobody's");
  await page.locator(".verdict-out").waitFor();
  await page.getByRole("tab", { name: "Compare" }).click();
  const skipped = page.locator(".compare-table tbody tr", { has: page.locator("td", { hasText: "Skipped" }) });
  await skipped.first().waitFor();
  assert.equal(await skipped.locator("ins").count(), 0);
  await page.getByRole("tab", { name: "Preview" }).click();
  await page.locator(".step", { hasText: "Scope" }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("whose action changes is told the reason", async () => {
  await choose("Bjørn");
  await page.locator(".step", { hasText: "Scope" }).click();
  await page.getByRole("button", { name: "Add scoping filter" }).click();
  await page.getByLabel("Value", { exact: true }).fill("nobody is of this department");
  await page.locator(".verdict-out").waitFor();
  await page.locator("#tab-compare").click();
  const line = page.locator(".compare-table tr", { hasText: "Bjørn" });
  await line.waitFor();
  assert.match(await line.textContent(), /Update then Disable.*Reason outOfScopeFilter/);
  await line.getByRole("button", { name: "outOfScopeFilter" }).click();
  await page.locator(".help-text", { hasText: "outOfScopeFilter" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#tab-preview").click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(".step", { hasText: "Scope" }).click();
});

test("the edited configuration is compared over everybody", async () => {
  await mapping("title").locator(".row-toggle").click();
  await write(expression("title"), '"Seller"');
  await mapping("title").locator(".cell-value", { hasText: "Seller" }).waitFor();
  await page.getByRole("tab", { name: "Compare" }).click();
  await page.locator(".compare-table tbody tr").first().waitFor();
  assert.match(await page.locator("#view-compare").textContent(), /would be treated otherwise/);
  await page.getByRole("tab", { name: "Preview" }).click();
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("the downloaded configuration is the loaded one but for the edit", async () => {
  const take = async () => {
    await page.getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".export-item", { hasText: "Configuration" }).getByRole("button").first().click()]);
    await page.keyboard.press("Escape");
    const stream = await file.createReadStream();
    let text = "";
    for await (const part of stream) text += part;
    return text;
  };
  const loaded = await take();
  await mapping("locale").locator(".row-toggle").click();
  await page.getByLabel("Default value if null").fill("en-US");
  const edited = await take();
  assert.equal(edited.length, loaded.length + '"en-US"'.length - "null".length);
  const a = JSON.parse(loaded), b = JSON.parse(edited);
  const find = (schema) => schema.synchronizationRules[0].objectMappings.flatMap((m) => m.attributeMappings).find((m) => m.targetAttributeName === "locale");
  assert.equal(find(b).defaultValue, "en-US");
  find(b).defaultValue = null;
  assert.deepEqual(b, a);
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
  while (await page.getByRole("button", { name: "Undo" }).isEnabled()) await page.getByRole("button", { name: "Undo" }).click();
});

test("plan, findings and command can be taken away", async () => {
  await page.getByRole("button", { name: "Export" }).click();
  for (const [title, check] of [["Plan", (j) => assert.equal(j.previews.length, 31)], ["Findings", (j) => assert.equal(j.version, "2.1.0")]]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".export-item", { hasText: title }).getByRole("button").first().click()]);
    let text = "";
    for await (const part of await file.createReadStream()) text += part;
    check(JSON.parse(text));
  }
  await page.keyboard.press("Escape");
});

test("the command line copied gives the same preview of the downloaded files", async () => {
  await choose("Bjørn");
  await page.getByRole("button", { name: "Export" }).click();
  const folder = mkdtempSync(join(tmpdir(), "scimwright-taken-"));
  const files = [];
  const keep = (file) => files.push(file.saveAs(join(folder, file.suggestedFilename())));
  page.on("download", keep);
  await page.locator(".export-item", { hasText: "People and target" }).getByRole("button").click();
  await page.waitForTimeout(500);
  while (files.length < 5) await page.waitForEvent("download");
  page.off("download", keep);
  await Promise.all(files);
  const command = await page.getByRole("group", { name: "Command line" }).textContent();
  assert.match(command, /^scimwright preview users\.json /);
  const cli = fileURLToPath(import.meta.resolve("scimwright/package.json").replace("package.json", "cli/scimwright.js"));
  const printed = execFileSync(process.execPath, [cli, ...command.split(" ").slice(1)], { cwd: folder, encoding: "utf8" });
  assert.match(printed, /linkedAndChanged/);
  assert.match(printed, /Åkesson-Lindqvist/);
  rmSync(folder, { recursive: true });
  await page.keyboard.press("Escape");
});

/** What each example is there to show, and where. */
const SHOWN = {
  "The Gong default mapping": [".columns", "name.givenName"],
  "No e-mail address": [".nothing-sent", "No value for"],
  "A fallback for the e-mail": ["tr.mapping.open .cell-value", "fatima.benali@lumenfield.example"],
  "A guest account": [".step-panel", "rosa.iqbal@harborview.example"],
  "A disabled user": [".step-panel", "sourceDisabled"],
  "Only Sales, by scoping filter": [".clause-result", "Finance"],
  "Nested Switch": [".trace-table", "Switch([usageLocation]"],
  "An attribute of the enterprise extension": ["tr.mapping.open .target-urn", "enterprise:2.0:User:"],
  "A misspelt function": [".editor-status", "Write ToUpper"],
  "Cleaning up telephone numbers": ["tr.mapping.open .cell-value", "+13125550101"],
  "A group and its members": [".requests-body", "members"],
  "A value for new accounts only": ["tr.mapping.open .outcome", "On create only"],
  "A domain that is not the company's": [".object .finding", "GA208"],
  "Checking a payload": ["#view-validate .finding", "PL201"],
};

test("every example shows what it is there for", async () => {
  await page.getByRole("button", { name: "Examples" }).click();
  const titles = await page.locator(".example strong").allTextContents();
  await page.keyboard.press("Escape");
  assert.deepEqual(titles, Object.keys(SHOWN));
  for (const title of titles) {
    await example(title);
    await page.locator(".notice", { hasText: title }).waitFor();
    const [where, what] = SHOWN[title];
    await page.locator(where, { hasText: what }).filter({ visible: true }).first().waitFor();
    assert.equal(await page.locator(".notice-error").count(), 0, title);
  }
  await page.getByRole("tab", { name: "Preview" }).click();
});

test("help knows every function, operator and code", async () => {
  await page.getByRole("button", { name: "Help" }).click();
  await page.locator(".help-item", { hasText: /^Switch$/ }).click();
  await page.locator(".help-text", { hasText: "Switch" }).waitFor();
  await page.locator('.help-item[data-topic="EX201"]').click();
  await page.locator(".help-text", { hasText: "EX201" }).waitFor();
  await page.keyboard.press("Escape");
});

test("nothing went wrong on the way", () => {
  assert.deepEqual(trouble, []);
});
