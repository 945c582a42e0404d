// What people load stays here: no request after loading, no markup from values, no power to a link.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { bring, open, stage } from "./browser.mjs";

const vectors = JSON.parse(readFileSync(new URL("../../tests/cases/hostile/output.json", import.meta.url), "utf8")).vectors;
const link = (state) => `#v1.${deflateRawSync(JSON.stringify(state)).toString("base64url")}`;

const here = stage();

const edit = async (page, expression = "ToUpper([jobTitle])", shown = /VP SALES EMEA/) => {
  await page.locator("tr.mapping", { hasText: "title" }).first().locator(".row-toggle").click();
  await page.getByRole("textbox", { name: "Expression for title" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(expression);
  await page.locator("tr.mapping .cell-value", { hasText: shown }).waitFor();
};

test("every request is made at load, and all go to the page's own origin", async () => {
  const { page, trouble } = await open(here.browser.context, here.site.url);
  const made = [];
  page.on("request", (request) => made.push(request.url()));
  await edit(page);
  for (const name of ["Examples", "Load", "Export", "Help"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await page.waitForTimeout(50);
    await page.keyboard.press("Escape");
  }
  for (const name of ["Validate", "Compare", "Preview"]) await page.getByRole("tab", { name }).click();
  await page.waitForTimeout(300);
  assert.deepEqual(made.filter((url) => !url.startsWith("blob:")), []);
  assert.deepEqual(trouble, []);
  assert.equal(page.url(), here.site.url);
  await page.close();
});

test("the page works with the network off", async () => {
  const { page, trouble } = await open(here.browser.context, here.site.url);
  await here.browser.context.setOffline(true);
  await edit(page);
  await page.getByRole("tab", { name: "Validate" }).click();
  await page.locator("#view-validate .finding").first().waitFor();
  await here.browser.context.setOffline(false);
  assert.deepEqual(trouble, []);
  await page.close();
});

test("the content policy is in force, Trusted Types included", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "require-trusted-types-for 'script'", "trusted-types scimwright-worker", "base-uri 'none'", "form-action 'none'"]) assert.ok(policy.includes(part), part);
  const refused = await page.evaluate(() => {
    try {
      document.createElement("div").innerHTML = "<b>x</b>";
      return false;
    } catch {
      return true;
    }
  });
  assert.ok(refused);
  await page.close();
});

const build = (spec) => (typeof spec === "string" ? spec : "repeat" in spec ? spec.repeat.repeat(spec.times) : spec.concat.map(build).join(""));

/** Controls, line separators, changes of direction and what has no width are shown as escapes, as in messages; line ends and tabs lay text out. */
const seen = (text) => [...text].map((sign) => (/^[\t\n\r]$/.test(sign) || !/^[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2060\ufeff]$/u.test(sign) ? sign : `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`)).join("");

for (const vector of vectors) {
  if (vector.api === "csv") continue; // the page writes no CSV
  test(`${vector.id} ${vector.name}`, async () => {
    const { page, trouble } = await open(here.browser.context, here.site.url);
    const made = [];
    page.on("request", (request) => made.push(request.url()));
    let dialogs = 0;
    page.on("dialog", (dialog) => { dialogs += 1; void dialog.dismiss(); });
    const value = build(vector.value);
    const before = await page.evaluate(() => ({ markup: document.querySelectorAll("img, script, iframe, object, embed, link, style, a[href], form[action]").length }));
    await page.getByRole("button", { name: "Load", exact: true }).click();
    const user = { id: "hostile-1", displayName: value, givenName: value, surname: "Example", jobTitle: value, department: value, userPrincipalName: "h@lumenfield.example", mail: "h@lumenfield.example", accountEnabled: true, appRoleAssignments: [{ id: "a", appRoleId: "b" }] };
    await page.locator("#files").setInputFiles({ name: `${vector.id}.json`, mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ value: [user] })) });
    await page.locator(".load-report li").first().waitFor();
    const begun = Date.now();
    await page.keyboard.press("Escape");
    await page.locator(".person").first().waitFor();
    await page.locator("tr.mapping .outcome").first().waitFor();
    await page.locator(".list-count", { hasText: /^1$/ }).waitFor();
    if (vector.expect.max_ms) console.log(`${vector.id}: shown after ${Date.now() - begun} ms, ${vector.expect.max_ms} wanted`);
    if (vector.place) {
      // The field is one of the account in the target, which is shown with its changes.
      await page.getByRole("button", { name: "Load", exact: true }).click();
      const [, attribute, type] = /^(\w+)(?:\[type eq "(\w+)"\]\.value)?$/.exec(vector.place);
      const account = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], id: "account-1", userName: user.userPrincipalName, [attribute]: type ? [{ type, value }] : value };
      await page.locator("#files").setInputFiles({ name: "target.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ Resources: [account] })) });
      await page.locator(".load-report li").first().waitFor();
      await page.keyboard.press("Escape");
      await page.locator(".requests-body .t-attribute", { hasText: attribute }).first().waitFor();
    }
    const after = await page.evaluate((text) => {
      const own = [...document.querySelectorAll("bdi")].filter((element) => element.textContent.includes(text.slice(0, 40)));
      return {
        markup: document.querySelectorAll("img, script, iframe, object, embed, link, style, a[href], form[action]").length,
        verbatim: own.some((element) => element.textContent === text),
        isolated: own.length > 0 && own.every((element) => getComputedStyle(element).unicodeBidi.includes("isolate")),
        outside: [...document.querySelectorAll(".person, .object-head, .mappings, .requests-body")].some((root) => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) if (text.length > 3 && node.textContent.includes(text) && !node.parentElement.closest("bdi")) return true;
          return false;
        }),
        wide: document.documentElement.scrollWidth > innerWidth,
      };
    }, seen(value));
    assert.equal(after.markup, before.markup, "no element is made from a value");
    assert.equal(dialogs, 0);
    assert.deepEqual(made.filter((url) => !url.startsWith("blob:")), []);
    assert.ok(after.verbatim, "shown as typed, and nothing hidden");
    assert.ok(after.isolated, "in elements of its own direction");
    assert.equal(after.outside, false, "never outside a bdi");
    assert.equal(after.wide, false, "the layout holds");
    assert.deepEqual(trouble, []);
    await page.close();
  });
}

test("a link carries the configuration and, unless asked, nobody", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  await edit(page);
  await page.getByRole("button", { name: "Export" }).click();
  const item = page.locator(".export-item", { hasText: "Share link" });
  await item.locator("div.copy-box").filter({ hasText: "#v1." }).waitFor();
  const read = async () => {
    await here.browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await item.getByRole("button", { name: "Copy" }).click();
    await page.waitForTimeout(100);
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const address = await read();
  assert.ok(address.startsWith(`${here.site.url}#v1.`));
  const state = shared(address);
  assert.equal(state.people, undefined);
  assert.doesNotMatch(JSON.stringify(state), /Okonkwo|5d0c0001/);
  await item.getByRole("checkbox").check();
  await page.waitForTimeout(200);
  const withPeople = await read();
  assert.notEqual(withPeople, address);
  const other = await open(here.browser.context, address);
  assert.match(await other.page.locator(".notice").textContent(), /link/);
  assert.match(await other.page.locator("tr.mapping", { hasText: "title" }).first().textContent(), /ToUpper/);
  await other.page.close();
  await page.close();
});

const shared = (address) => JSON.parse(inflateRawSync(Buffer.from(address.split("#v1.")[1], "base64url")).toString());
/** The address of the share link, once it is made. */
const addressOf = async (page, previous = "") => {
  const box = page.locator('[aria-label="Share link"]');
  for (;;) {
    const address = await box.textContent();
    if (address.includes("#v1.") && address !== previous) return address;
    await page.waitForTimeout(50);
  }
};

// Ecosystem guide §7.2: the object is included where that is asked for, off by default.
test("a link without people names nobody, whatever the job settings hold", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  const plain = { scope: "all", patchFormat: "compliant", allowedDomains: ["x.example"], cycle: "initial", now: "2026-01-15T09:00:00Z", seed: 5, defaultDomain: "x.example" };
  await bring(page, ["settings.json", { ...plain, assigned: ["ada"], links: { ada: "t" }, released: ["ada"], changed: ["ada"], newIds: { ada: "t" }, taken: ["ada@x.example"] }]);
  await page.getByRole("button", { name: "Export" }).click();
  assert.deepEqual(shared(await addressOf(page)).settings, plain);
  await page.close();
});

test("a link with people and no assignments opens with none", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  await bring(page, ["users.json", [{ id: "1", displayName: "User One", userPrincipalName: "one@x.example", mail: "one@x.example", givenName: "A", surname: "B", accountEnabled: true }]], ["settings.json", { scope: "all" }]);
  await page.locator("#object-title", { hasText: "User One" }).waitFor();
  await page.getByRole("button", { name: "Export" }).click();
  const without = await addressOf(page);
  await page.locator("#share-people").check();
  const { page: other } = await open(here.browser.context, await addressOf(page, without));
  await other.locator("#object-title", { hasText: "User One" }).waitFor();
  await other.getByRole("button", { name: "Load", exact: true }).click();
  assert.match(await other.locator(".loaded-item", { hasText: "Assignments" }).textContent(), /none/);
  assert.equal(await other.locator(".assignment").count(), 0);
  await other.close();
  await page.close();
});

test("a link made when people were chosen by their ids alone opens with the one chosen", async () => {
  const user = (id, displayName) => ({ id, displayName, userPrincipalName: `${id}@x.example`, mail: `${id}@x.example`, givenName: "A", surname: "B", accountEnabled: true });
  const schema = readFileSync(new URL("../../tests/cases/data/gong-schema.json", import.meta.url), "utf8");
  const older = { name: "old.json", schema, settings: { scope: "all" }, selected: "b", people: { users: [user("a", "User One"), user("b", "User Two")], groups: [], target: [] } };
  const { page } = await open(here.browser.context, `${here.site.url}#v1.${deflateRawSync(JSON.stringify(older)).toString("base64url")}`);
  await page.locator("#object-title", { hasText: "User Two" }).waitFor();
  await page.close();
});

test("a comparison hides what a mapping redacts", async () => {
  const { page } = await open(here.browser.context, here.site.url);
  await edit(page, "Redact(ToUpper([jobTitle]))", /^redacted$/);
  await page.getByRole("tab", { name: "Compare" }).click();
  const line = page.locator(".compare-table tr", { hasText: "Quentin" });
  await line.waitFor();
  assert.equal((await line.locator("ins").allTextContents()).join(), "[Redact]");
  await page.close();
});

const HOSTILE = {
  "not base64": "#v1.%%%%",
  "another version": "#v9.AAAA",
  "a bomb": `#v1.${deflateRawSync(Buffer.alloc(64 * 1024 * 1024, 32)).toString("base64url")}`,
  "no state": link([1, 2, 3]),
  "a schema that is none": link({ name: "<img src=x onerror=alert(1)>", schema: "{", settings: { scope: { toString: 1 } } }),
  "prototype members": link({ name: "x", schema: '{"synchronizationRules":[],"__proto__":{"polluted":1}}', settings: JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'), people: { users: [JSON.parse('{"id":"1","__proto__":{"polluted":1}}'), null, 7, []], groups: "x", target: {} } }),
  "markup in people": link({ name: "x", schema: "{}", settings: {}, people: { users: [{ id: "1", displayName: "<script>alert(1)</script>" }], groups: [], target: [] } }),
};

for (const [name, fragment] of Object.entries(HOSTILE)) {
  test(`a hostile link: ${name}`, async () => {
    const page = await here.browser.context.newPage();
    let dialogs = 0;
    page.on("dialog", (dialog) => { dialogs += 1; void dialog.dismiss(); });
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(here.site.url + fragment);
    await page.locator(".notice").waitFor();
    await page.waitForTimeout(300);
    assert.equal(dialogs, 0);
    assert.deepEqual(errors, []);
    assert.equal(await page.evaluate(() => ({}).polluted), undefined);
    assert.equal(await page.locator("img, iframe").count(), 0);
    await page.locator(".search").fill("a");
    await page.close();
  });
}
