// What is shown: whole, in sight, with nothing hidden in it, on the screen and on paper.

import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { bring, open, stage } from "./browser.mjs";

let page, trouble;

const here = stage(async ({ browser, site }) => {
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  ({ page, trouble } = await open(browser.context, site.url));
});

const schema = readFileSync(new URL("../../tests/cases/data/gong-schema.json", import.meta.url), "utf8");
const mapping = (target, on = page) => on.locator("tr.mapping").filter({ has: on.locator(".target-name", { hasText: new RegExp(`^${target}$`) }) });
const person = { id: "1", userPrincipalName: "a@lumenfield.example", mail: "a@lumenfield.example", givenName: "A", surname: "B", accountEnabled: true };

/** Whether all of an element lies within another. */
const within = async (inner, outer) => {
  const [a, b] = await Promise.all([inner.boundingBox(), outer.boundingBox()]);
  return a.y >= b.y - 1 && a.y + a.height <= b.y + b.height + 1;
};

test("a request is copied as a line for the shell, the body as it is sent", async () => {
  for (const format of ["Legacy", "Compliant"]) {
    await page.getByRole("button", { name: `as cURL, ${format}` }).click();
    await page.locator(".copy", { hasText: "Copied" }).first().waitFor();
    const line = await page.evaluate(() => navigator.clipboard.readText());
    // The shell divides the line; what stands there for curl prints what it was given.
    const given = execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }; ${line}`], { env: { SCIM_URL: "https://x.example/scim", SCIM_TOKEN: "t" } }).toString().split("\0");
    assert.deepEqual(given.slice(0, 3), ["-X", "PATCH", "https://x.example/scim/Users/7000000000000000002"]);
    assert.ok(given.includes("Authorization: Bearer t"));
    const body = JSON.parse(given[given.indexOf("--data-binary") + 1]);
    assert.deepEqual(body.schemas, ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]);
    assert.equal(body.Operations[0].op, format === "Legacy" ? "Replace" : "add");
  }
});

test("what opens is in sight: a mapping that is added, and that of an example", async () => {
  const pane = page.locator(".pane.object");
  await page.getByRole("button", { name: "Add mapping" }).click();
  await page.getByLabel("Target attribute").fill("nickName");
  await page.getByLabel("Source expression").fill("Uper([mailNickname]");
  await page.keyboard.press("Enter");
  await page.locator(".add-mapping .field-error", { hasText: /^The call of Uper is not closed; add the missing \)$/ }).waitFor();
  await page.getByLabel("Source expression").fill("[mailNickname]");
  await page.keyboard.press("Enter");
  await mapping("nickName").waitFor();
  assert.ok(await within(mapping("nickName"), pane));
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Examples" }).click();
  await page.locator(".example", { hasText: "Nested Switch" }).click();
  await page.locator("tr.mapping.open").waitFor();
  assert.ok(await within(page.locator("tr.mapping.open"), pane));
});

test("of a finding the words are marked, and its list is a key away", async () => {
  await page.getByRole("button", { name: "Examples" }).click();
  await page.locator(".example", { hasText: "misspelt" }).click();
  await page.locator(".cm-lintRange-error").first().hover();
  const told = page.locator(".cm-diagnostic").first();
  await told.waitFor();
  assert.doesNotMatch(await told.textContent(), /`/);
  assert.ok((await told.locator("code").count()) > 0);
  await page.getByRole("textbox", { name: /^Expression for/ }).click();
  await page.keyboard.press("Control+Shift+m");
  assert.equal(await page.evaluate(() => document.activeElement.closest("ul")?.getAttribute("aria-label")), "Findings of this expression");
});

test("nothing is hidden in a value", async () => {
  await bring(page, ["odd.json", [{ ...person, displayName: "\u202egnp", givenName: "\u202eabc", surname: " B ", mailNickname: "line\none" }]]);
  assert.equal(await page.locator("#object-title").textContent(), "\\u202egnp");
  await page.locator("[aria-live]", { hasText: /^\\u202egnp: / }).waitFor({ state: "attached" });
  assert.equal(await mapping("name\\.givenName").locator(".cell-value").textContent(), "\\u202eabc");
  assert.equal(await mapping("name\\.familyName").locator(".cell-value").textContent(), '" B "');
  assert.equal(await mapping("externalId").locator(".cell-value").textContent(), '"line\\none"');
});

test("nothing is hidden in a name, wherever it is said", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  assert.equal(await bring(other, ["\u202egnp.json", "{bad"]).then((told) => told.slice(0, 15)), "\\u202egnp.json:");
  await bring(other, ["\u202egnp.json", schema]);
  await mapping("title", other).locator(".row-toggle").click();
  await other.getByLabel("Default value if null").fill("none");
  await other.locator(".context", { hasText: "edited" }).waitFor();
  assert.equal(await other.title(), "Edited: \\u202egnp.json \u00b7 scimwright mapping preview");
  assert.equal(await other.locator(".context > span").first().getAttribute("title"), "\\u202egnp.json");
  await other.reload();
  await other.locator(".notice", { hasText: "Your edits of \\u202egnp.json are as you left them" }).waitFor();
  assert.doesNotMatch(await other.locator("body").textContent(), /\u202e/);
  await other.close();
});

test("a name stands in a sentence as it is, whatever signs it holds", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const name = "a`b`c` \u05d0.json";
  await bring(other, [name, schema]);
  await mapping("title", other).locator(".row-toggle").click();
  await other.getByLabel("Default value if null").fill("none");
  await other.locator(".context", { hasText: "edited" }).waitFor();
  await other.reload();
  const notice = other.locator(".notice p");
  await notice.waitFor();
  assert.equal(await notice.textContent(), `Your edits of ${name} are as you left them; people are not kept.`);
  assert.deepEqual(await notice.locator("bdi").allTextContents(), [name], "what runs from right to left keeps to the name");
  await other.close();
});

test("what is cut off is whole somewhere", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  const long = `${"somebody.of.a.very.long.name.".repeat(6)}@lumenfield.example`;
  const named = JSON.parse(schema);
  for (const entry of named.synchronizationRules[0].objectMappings) entry.name = `Provision ${"all of them ".repeat(20)}`;
  await bring(other, ["named.json", named], ["long.json", [{ ...person, displayName: long, userPrincipalName: long }]]);
  await other.locator("#object-title", { hasText: long }).waitFor();
  const cut = (selector) => other.locator(selector).first().evaluate((element) => [element.scrollWidth > element.clientWidth, element.title, element.textContent]);
  for (const selector of [".person-name", ".person-detail", ".object-name p", ".mappings-block .section-head .muted"]) {
    const [isCut, title, text] = await cut(selector);
    assert.equal(isCut, true, selector);
    assert.equal(title, text, selector);
  }
  await bring(other, ["none.json", { synchronizationRules: [] }]);
  await other.setViewportSize({ width: 320, height: 800 });
  await other.locator(".object-name p", { hasText: "refused; the findings below say why." }).waitFor();
  assert.equal((await cut(".object-name p"))[0], false);
  await other.close();
});

test("in JSON the quotes enclose what runs from right to left", async () => {
  await bring(page, ["hebrew.json", [{ ...person, givenName: "\u05d0\u05d1(1)" }]]);
  const text = page.locator(".requests-body .t-string", { hasText: "\u05d0\u05d1(1)" });
  const [begin, value, end] = await text.evaluate((element) => [...element.childNodes].map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect().left;
  }));
  assert.ok(begin < value && value < end);
});

test("somebody without a name is called by the sign-in name", async () => {
  await bring(page, ["nameless.json", [{ ...person, displayName: "" }, { ...person, id: "2", displayName: " ", userPrincipalName: "b@lumenfield.example" }]]);
  assert.deepEqual(await page.locator(".person-name").allTextContents(), ["a@lumenfield.example", "b@lumenfield.example"]);
  assert.equal(await page.locator("#object-title").textContent(), "a@lumenfield.example");
});

test("the filters by action leave no line empty, however wide the window", async () => {
  const { page: other } = await open(here.browser.context, here.site.url);
  await other.locator(".chip", { hasText: "Error" }).waitFor();
  for (const width of [1440, 700, 390]) {
    await other.setViewportSize({ width, height: 900 });
    const [frame, last] = await other.locator(".chips").evaluate((chips) => [chips, chips.lastElementChild].map((element) => element.getBoundingClientRect().bottom));
    assert.equal(frame, last, `${width} px`);
  }
  await other.close();
});

test("no label of a filter by action leaves its frame, however many there are of each", async () => {
  const wide = await page.locator(".chip").evaluateAll((chips) => {
    for (const chip of chips) chip.firstChild.textContent = "Staged delete";
    return chips.map((chip) => chip.scrollWidth > chip.clientWidth);
  });
  assert.ok(wide.length > 1 && wide.every((overflows) => !overflows));
});

test("what is chosen stands whole in its field, and a number that is none is set right", async () => {
  await page.locator("tr.mapping .row-toggle").first().click();
  const when = page.getByLabel("Apply this mapping");
  await when.selectOption("ObjectAddOnly");
  const room = await when.evaluate((select) => {
    const text = document.createElement("span");
    text.textContent = select.selectedOptions[0].textContent;
    text.style.font = getComputedStyle(select).font;
    document.body.append(text);
    const wide = text.getBoundingClientRect().width;
    text.remove();
    return select.clientWidth - wide;
  });
  assert.ok(room >= 30, `the arrow needs 30 px of the ${room} that are left`);
  await page.getByLabel("Matching precedence").fill("-3");
  await page.keyboard.press("Tab");
  assert.equal(await page.getByLabel("Matching precedence").inputValue(), "0");
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).click();
});

test("long names of files keep to the line of the header", async () => {
  const before = await page.locator(".top").evaluate((element) => element.clientHeight);
  await bring(page, [`${"users-of-the-whole-company-".repeat(11)}.json`, [person]]);
  assert.equal(await page.locator(".top").evaluate((element) => element.clientHeight), before);
  for (const width of [1024, 320]) {
    await page.setViewportSize({ width, height: 900 });
    assert.ok((await page.locator(".context").evaluate((element) => element.clientHeight)) < 40, `${width} px`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("a long name of a member leaves no line empty", async () => {
  await page.getByRole("button", { name: "Examples" }).click();
  await page.locator(".example", { hasText: "Nested Switch" }).click();
  const name = page.locator(".column .t-attribute", { hasText: "extension:Gong:2.0:User:stateOrProvince" }).first();
  await name.waitFor();
  const [top, first] = await name.evaluate((element) => [element.closest(".line").getBoundingClientRect().top, element.getClientRects()[0].top]);
  assert.ok(first - top < 10, `begins on its own first line, not ${first - top} px below`);
});

test("on paper stands all of the chosen object, and nothing to press", async () => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const [pane, requests] = await Promise.all([".pane.object", ".pane.requests"].map((selector) => page.locator(selector).evaluate((element) => element.scrollHeight - element.clientHeight)));
  assert.deepEqual([pane, requests], [0, 0], "no part is scrolled away");
  for (const gone of [".people", ".tabs", ".top-actions", ".mapping-add", ".copy"]) assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  assert.equal(await page.locator(".pane.requests").isVisible(), true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
  await page.emulateMedia({ media: null, colorScheme: null });
});

test("nothing went wrong on the way", () => assert.deepEqual(trouble, []));
