// The command line of the package beside the native one: same words, same output, same exit code.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withCeiling } from "../lowered.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const script = fileURLToPath(new URL("../node_modules/scimwright/cli/scimwright.js", import.meta.url));
/** `cargo xtask test` names the executable it built. */
const native = process.env.SCIMWRIGHT ?? join(root, "target/debug/scimwright");
const folder = mkdtempSync(join(tmpdir(), "scimwright-cli-"));
after(() => rmSync(folder, { recursive: true }));

const data = (name) => `tests/cases/data/${name}.json`;
const sample = (name) => `examples/sample-tenant/${name}.json`;
/** A file of this test. */
function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function run(program, given, input = "") {
  const { status, stdout, stderr, error } = spawnSync(program, given, { cwd: root, input, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 1 << 28 });
  if (error) throw error;
  return { status, stdout, stderr };
}

const user = '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"a@x.example","active":true,"rank":1.50,"big":12345678901234567890}';
const schema = readFileSync(join(root, data("gong-schema")), "utf8");
const changed = file("changed.json", schema.replaceAll("[jobTitle]", "[department]").replaceAll('"jobTitle"', '"department"'));
const random = file("random.json", schema.replace(/"expression": "\[jobTitle\]",\s*"name": "jobTitle",\s*"type": "Attribute"/, '"expression": "Guid()", "name": "Guid", "type": "Function"'));
const broken = file("broken.json", schema.replace("ToLower(", "ToLwer(").replace('"mail"', '"male"'));
const lines = file("users.ndjson", `${user}\n\n{"userName":1}\nnope\n${user}\n`);
const page = file("page.json", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":2,"Resources":[${user},\n {"userName":"A@X.example","emails":[{"value":7}]}]}`);
const resource = file("resource.json", user);
const next = file("next.json", user.replace('"active":true', '"active":false,"title":"Boss"'));
const patch = file("patch.json", '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"active","value":"False"},{"op":"add","path":"title","value":"Boss"}]}');
const worsePatch = file("worse-patch.json", '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"delete","path":"title"}]}');
const badPatch = file("bad-patch.json", '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove"}]}');
const cases = file("cases.json", '[{"name":"<first>","expression":"Join(\\", \\", [s], [g])","source":{"s":"A","g":"B"},"expected":"A, B"},{"expression":"[a]","source":{"a":"x"},"expected":"y"},{"TargetAttributeName":"title","Expression":"Swich([a])","InputAttributes":{},"ExpectedResult":"b"}]');
const doubtful = file("doubtful.json", '[{"name":"<w>","expression":"append([a], \\"x\\")","source":{"a":"v"},"expected":"vx"},{"expression":"append([a], \\"x\\")","expected":"y"},{"expression":"Nope([a])","expected":{"error":"EX201"}}]');
const source = file("source.json", '{"a":"x","n":12345678901234567890,"list":["b","c"]}');
const batch = file("batch.ndjson", '{"expression":"[a]","source":{"a":1.50}}\n{"expression":"Swich([a])"}\nnope\n{"expression":7}\n{"expression":"[b]"}\n');
const settings = file("settings.json", '{"scope":"all","patchFormat":"compliant"}');
const csv = file("users.csv", "id,userPrincipalName,mail,displayName,givenName,surname,accountEnabled\n1,a@x.example,a@x.example,李 Ada,Ada,Lovelace,true\n2,b@x.example,,Bob,,,false\n");
const graphUsers = file("graph.ndjson", '{"id":"1","userPrincipalName":"a@x.example","mail":"a@x.example","displayName":"A","givenName":"A","surname":"B","accountEnabled":true}\nnope\n');
const clean = file("clean.ndjson", '{"id":"1","userPrincipalName":"a@x.example","mail":"a@x.example","displayName":"A","givenName":"A","surname":"B","jobTitle":"C","accountEnabled":true}\n');
const leavers = file("leavers.ndjson", ["1", "2"].map((id) => `{"id":"${id}","mail":"${id}@x.example","givenName":"A","surname":"B","accountEnabled":false}\n`).join(""));
const threshold = file("threshold.json", '{"scope":"all","accidentalDeletionThreshold":1,"links":{"1":"t1","2":"t2"}}');
const accounts = file("accounts.json", '[{"id":"t1","userName":"1@x.example","active":true},{"id":"t2","userName":"2@x.example","active":true}]');
const onePage = file("one-page.json", `{"value":[${readFileSync(clean, "utf8").trim()}],"@odata.nextLink":"https://x.example/2"}`);
const onePageOfGroups = file("one-page-of-groups.json", '{"value":[{"id":"g","displayName":"G","members":[]}],"@odata.nextLink":"https://x.example/2"}');
const onePageOfAccounts = file("one-page-of-accounts.json", '{"totalResults":2,"Resources":[{"id":"t1","userName":"a@x.example","active":true}]}');
const pages = file("pages.json", `[${readFileSync(onePage, "utf8")},\n{"value":[{"id":"2","userPrincipalName":5}]}]`);
const pagesOfAccounts = file("pages.ndjson", `${readFileSync(page, "utf8").replace("\n", "")}\r\n{"Resources":[${user}, x]}\n{"a":}\n\n${user}\n{"Resources":[${user},{"é":"\ud800"}]}\n{"value":[${user}`);
const utf16 = file("utf16.ndjson", Buffer.from(`\ufeff${readFileSync(graphUsers, "utf8").replace("A", "É")}`, "utf16le"));
const halves = file("halves.ndjson", Buffer.from('\ufeff{"id":\n"\ud83d"}', "utf16le"));
const odd = file("odd.ndjson", Buffer.concat([Buffer.from('\ufeff{}\n', "utf16le"), Buffer.from([0])]));
const notText = file("not-text.ndjson", Buffer.concat([readFileSync(clean), Buffer.from([0x7b, 0x22, 0xe2, 0x82, 0x7d, 0x0a])]));
const middle = file("middle.ndjson", Buffer.concat([readFileSync(notText), Buffer.from(`${user}\n`)]));
const spaced = file("spaced.ndjson", '{"expression":"[a]"}\n\n \r\n{"expression":"[a]"}\n\n');
const named = file("named.json", `{"assigned":["1","zzz","${"6f1e4a8c-1b7b-435e-95f8-f06cea133828".toUpperCase()}"]}`);
const badState = file("state.json", '{"linkz":{}}');
const badAssignments = file("assignments.json", '{"assignments":5}');
const badCsv = file("quotes.csv", 'id,mail\n1,"a\n2,b\n');
const blank = file("blank.json", " \n");
const nothing = file("null.json", "null");
const swich = file("swich.json", schema.replace("Switch([IsSoftDeleted]", "Swich([IsSoftDeleted]"));
const badFirst = file("bad-first.ndjson", `{"id":}\r\n${user}\r\n{"id":\r\n`);
const listed = file("listed.json", `{"resources":[${user},\n 7, {"id":"1","id":"2"}, {"é":"\\ud800"},${user}]}`);
const undivided = file("undivided.json", `[${user},\n {"id":"\\ud800"}, {"id":]}]`);
const twice = file("twice.json", '{"userName":"a","user\\u004eame":"b"}');
const hostile = file("hostile.json", user.replace("a@x", "a\u202e\u009b31m\u200b@x"));
const badGroups = file("groups.ndjson", '{"id":"g1","displayName":"G","members":[]}\n{"id":\n');
const badSettings = [["scope", '{"scope":"All"}'], ["now", '{"now":"soon"}']].map(([name, text]) => file(`bad-${name}.json`, text));
const tabs = file("users.tsv", "id\tmail\n1\tada.secret@x.example\n");
const tooWide = file("wide.csv", "id,mail\n1,ada.secret@x.example,3\n");
const untidy = file("untidy.json", '[{"id":"1","mail":"ada.secret@x.example",}]');
const redacted = (name, expression) => {
  const document = JSON.parse(schema);
  const [, { attributeMappings }] = document.synchronizationRules[0].objectMappings;
  const source = { type: "Function", expression };
  for (const target of ["userName", "title"]) attributeMappings.find(({ targetAttributeName }) => targetAttributeName === target).source = source;
  return file(name, JSON.stringify(document));
};
const hidden = redacted("hidden.json", "Redact([jobTitle])");
const stillHidden = redacted("still-hidden.json", "ToUpper(Redact([jobTitle]))");
const secret = file("secret.json", '{"id":"1","mail":"a@x.example","givenName":"A","surname":"B","jobTitle":"topsecret","accountEnabled":true}');
const nameless = file("nameless.json", readFileSync(secret, "utf8").replace('"id":"1",', ""));
const account = file("account.json", '[{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"t1","userName":"topsecret","title":"topsecret"}]');
const scripts = file("scripts.ndjson", ["क्षितिज शर्मा", "தமிழ்செல்வன் இராமன் சுப்பிரமணியன்", "น้ำทิพย์ ใจดี", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "e\u0301lodie", "❤️ 👍🏽 🇩🇪", "山田太郎".repeat(5)].map((displayName, at) => `${JSON.stringify({ id: String(at), displayName })}\n`).join(""));
const edited = (name, edit) => {
  const document = JSON.parse(schema);
  edit(document.synchronizationRules[0].objectMappings[1]);
  return file(name, JSON.stringify(document));
};
const edges = edited("edges.json", (mapping) => {
  const clauses = [" Sales ", ""].map((value) => ({ operatorName: "EQUALS", sourceOperandName: "department", targetOperand: { values: [value] } }));
  mapping.scope = { groups: [{ name: "F", clauses }] };
});
const customs = edited("customs.json", ({ attributeMappings }) => {
  for (const [name, source] of [["CustomA", "city"], ["CustomB", "state"]]) attributeMappings.push({ targetAttributeName: `urn:ietf:params:scim:schemas:extension:${name}:2.0:User:region`, source: { name: source, type: "Attribute" } });
});
const long = edited("long.json", ({ attributeMappings }) => {
  attributeMappings[3].targetAttributeName = "urn:ietf:params:scim:schemas:extension:CustomExtension:2.0:User:costCenter";
});
const withoutMail = edited("without-mail.json", (mapping) => {
  mapping.attributeMappings = mapping.attributeMappings.filter(({ targetAttributeName }) => !targetAttributeName.startsWith("emails"));
});
const once = edited("once.json", ({ attributeMappings }) => {
  attributeMappings.find(({ targetAttributeName }) => targetAttributeName === "title").flowType = "ObjectAddOnly";
});
const ticks = file("ticks.json", `{"id":"u9","mail":"a@x.example","givenName":"\`A\`","surname":"B","jobTitle":"${"long ".repeat(30)}","accountEnabled":true}`);
const nested = 'IIF(IsPresent([a]), Join("-", [list], "z"), IgnoreFlowIfNullOrEmpty([b]))';

const formats = ["json", "ndjson", "github", "sarif", "junit"];
/** Words of a command; those after `<` are its standard input. */
const runs = [
  ["eval", "--bogus", "-h"], ["eval", "--format", "xml", "-h"], ["eval", "--", "-h"], ["eval", "--source", "-h"],
  ["--", "--"], ["eval", "--"], ["eval", "--", "--"], ["eval", "--", "[a]", "--"], ["fmt", "[a]", "--"], ["fmt", "[a]", "--", "--"], ["fmt", "--", "--", "[a]"],
  ["preview", data("users"), "--groups", data("groups"), "--target", data("gong-users-before")],
  ["preview", data("users"), "--schema", data("gong-schema"), "--scope", "all", "--now", "2025-03-25T09:00:00Z", "--patch-format", "compliant"],
  ["preview", "--users", data("users"), "--settings", settings, "--color", "always"],
  ["preview", data("users"), "--settings", settings, "--only", "AMARA okonkwo"],
  ["preview", sample("users"), "--groups", sample("groups"), "--target", sample("target"), "--settings", sample("settings")],
  ["preview", sample("users"), "--groups", sample("groups"), "--target", sample("target"), "--settings", sample("settings"), "--color", "always", "--only", "李娜"],
  ["preview", leavers, "--target", accounts, "--settings", threshold], ["preview", leavers, "--target", accounts, "--settings", threshold, "--only", "1"],
  ["preview", onePage, "--groups", onePageOfGroups, "--target", onePageOfAccounts, "--scope", "all"], ["compare", data("gong-schema"), changed, "--users", onePage],
  ["preview", csv, "--scope", "all"], ["preview", csv, "--scope", "all", "--format", "json"], ["preview", csv, "--scope", "all", "--fail-on", "never"],
  ["preview", clean, "--scope", "all", "--compact"], ["preview", clean, "--scope", "all", "--compact", "--fail-on", "info"], ["preview", graphUsers, "--compact", "--fail-on", "never"],
  ["preview", clean, "--settings", named, "--compact"], ["preview", clean, "--settings", named, "--compact", "--fail-on", "warning"], ["preview", clean, "--settings", named, "--scope", "all", "--compact"],
  ["preview", utf16, "--scope", "all"], ["preview", utf16, "--scope", "all", "--compact"], ["preview", clean, "--compact", "--only", "1"], ["preview", clean, "--compact", "--format", "json"],
  ["preview", clean, "--compact", "--state-in", "/nowhere"], ["preview", clean, "--compact", "--state-out", "/nowhere/state"], ["preview", clean, "--compact", "--target", "/nowhere"],
  ["preview", file("users.xlsx", Buffer.from("PK\x03\x04\x14\0\xff", "latin1"))], ["check", file("schema.json.gz", Buffer.from("1f8b0800ff", "hex"))], ["check", file("sign-in.json", "\n<!DOCTYPE html>\n")],
  ["preview", notText], ["preview", notText, "--compact"], ["validate", halves], ["preview", odd], ["preview", badCsv],
  ["preview", clean, "--state-in", badState], ["preview", clean, "--assignments", badAssignments], ["preview", clean, "--state-out", "/nowhere/state"],
  ["eval", "--batch", spaced], ["eval", "--batch", spaced, "--format", "json"], ["eval", "--batch", spaced, "--format", "ndjson"], ["eval", "[a]", "--batch", spaced],
  ["eval", "Guid()", "--seed", "18446744073709551615"], ["eval", "Guid()", "--seed", "9007199254740993"], ["eval", "Guid()", "--seed", "18446744073709551616"], ["eval", "Guid()", "--seed", "+1"],
  ...["Tenant=a=b", "Tenant=", "Tenant", "=b"].map((variable) => ["eval", "Append(%Tenant%, DefaultDomain())", "--variable", variable, "--variable", "__proto__=x", "--default-domain", "contoso.com"]),
  ["help", "nope"], ["help", "eval", "nope"], ["help", "--color", "always"], ["eval", "[a]", "--trace", "--trace"], ["eval", "[a]", "--format", "json", "--format", "text"],
  ["functions", "JOIN", "--format", "json"], ["functions", "isnothing"], ["functions", "Prepend", "--format", "json"], ["functions", "join", "--format", "ndjson"], ["functions", "Jion", "--format", "json"],
  ["patch", "-", "-", "<", user], ["patch", resource, lines], ["diff", lines, resource], ["patch", resource, file("long-path.json", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"${"x".repeat(20_000)}"}]}`)],
  ["preview", graphUsers, "--scope", "all"], ["preview", graphUsers, "--scope", "all", "--compact"], ["preview", "-", "--scope", "all", "--compact", "<", '{"id":"1","manager":"2"}\n{"id":"2"}\n'], ["preview", "--groups", sample("groups"), "--compact"], ["preview", "-", "--scope", "all", "<", '{"id":"1"}'],
  ["preview", "--groups", sample("groups"), "--scope", "all", "--format", "ndjson"],
  ["preview"], ["preview", data("users"), "--settings", source], ["preview", data("users"), "--schema", source], ["preview", data("users"), "--only", "nobody"],
  ["preview", "/nowhere.json"], ["preview", data("users"), "--scope", "some"],
  ["preview", pages, "--target", pagesOfAccounts, "--scope", "all"], ["preview", pages, "--scope", "all"], ["compare", data("gong-schema"), changed, "--users", pages],
  ["filter", "active eq true", pagesOfAccounts], ["filter", "active eq true", pagesOfAccounts, "--format", "sarif"], ["filter", "id pr", pages], ["filter", "id pr", csv], ["preview", pages, "--groups", csv], ["validate", csv], ["validate", pages, pagesOfAccounts],
  ["validate", resource, lines, page], ["validate", page, "--kind", "user", "--strict"], ["validate", page, "--allowed-domain", "y.example", "--allowed-domain", "z.example"],
  ["validate", "--fail-on", "warning", "<", user], ["validate", "<", ""], ["validate", resource, "--kind", "robot"], ...["text", ...formats].flatMap((format) => [["/nowhere.json"], ["/", "/nowhere.json"], [notText]].map((names) => ["validate", ...names, "--format", format])), ["validate", resource, "--fail-on", "never"],
  ["check", data("gong-schema"), broken], ["check", "--fail-on", "info", data("gong-schema")], ["check", "<", "{}"], ["check", "<", "nope"],
  ["eval", nested, "--source", source], ["eval", "[n]", "--source", source], ["eval", "[list]", "--source", source], ["eval", "[b]"], ["eval", "IgnoreFlowIfNullOrEmpty([b])"],
  ["eval", nested, "--source", source, "--trace"], ["eval", "Now()", "--now", "2025-03-25T09:00:00Z"], ["preview", clean, "--now", "2025-01-01"], ["eval", "Guid()", "--seed", "7"], ["eval", "Guid()", "--seed", "x"],
  ["eval", "[mobile]", "--kind", "user", "--source", file("graph-user.json", '{"id":"1","mobilePhone":"7"}')], ["eval", "--kind", "user", "--batch", "<", '{"expression":"[mobile]","source":{"mobilePhone":"7"}}\n{"expression":"[mobile]"}'],
  ["eval", "[a]", "--source", file("two.json", '[{"a":"1"},{"a":"2"}]')], ["eval", "[a]", "--kind", "robot"], ["test", "--fail-on", "never", "<", '{"expression":"[a]","expected":"x"}'], ["test", "<", '{"expression":"[a]","expected":1,"options":{"Now":"x"}}'],
  ["eval", "Now()", "--now", "soon"], ["eval", "Swich([a])"], ["eval", 'Join("-", [a]'], ["eval", 'CDate("never")'], ["eval", 'instr("abc", "b")'], ["eval", "--batch", batch], ["eval", "--batch", "<", '{"expression":"[a]"}'], ["eval"],
  ["filter", "active eq true", lines], ["filter", 'userName sw "A"', page], ["filter", "active eq true and (title pr or rank gt 1)", "--ast"], ["filter", "active eq", "--ast"],
  ["filter", "active eq True", "--ast", "--strict"], ["filter", "active eq True", "--ast"], ["filter", "active eq", page], ["filter", 'userName eq "none"', page], ["filter"],
  ["filter", "userName eq Ada or nosuch pr", page], ["filter", "displayName eq Ada", lines, "--fail-on", "warning"], ["filter", "active eq maybe", page, "--strict"], ["filter", "userName eq 5", page, "--strict"],
  ["patch", resource, patch], ["patch", resource, badPatch], ["patch", resource, patch, "--strict"], ["patch", resource], ["patch", resource, worsePatch], ["patch", resource, worsePatch, "--format", "json"],
  ["diff", resource, next], ["diff", resource, next, "--patch-format", "compliant"], ["diff", resource, resource], ["diff", resource, "/nowhere.json"],
  ["compare", data("gong-schema"), changed, "--users", data("users")], ["compare", data("gong-schema"), data("gong-schema"), "--users", csv], ["compare", data("gong-schema"), changed, "--users", data("users"), "--color", "always"],
  ["compare", data("gong-schema"), source, "--users", data("users")], ["compare", data("gong-schema"), changed],
  ["test", cases], ["test", cases, "--color", "always"], ["test", cases, "--format", "junit", "--show-values"], ["test", "<", "nope"], ["test", doubtful, "--color", "always"], ["test", file("good.json", '[{"expression":"[a]","source":{},"expected":null}]')],
  ["fmt", nested, "toupper( [a] )"], ["fmt", "<", `Join(${Array(12).fill("[attributeName]").join(",")})`], ["fmt", "Join("],
  ["eval", "[N]", "--source", source], ["eval", "--batch", batch, "--trace"], ["eval", "--batch", batch, "--fail-on", "warning"], ["eval", "--batch", "<", '{"expression":\n{}\n5\n\n{"expression":"[a]","source":5}\n{"expression":"[a]","sourc\\u0065s":{}}'],
  ["functions"], ["functions", "JOIN"], ["functions", "Now"], ["functions", "SelectUniqueValue"], ["functions", "Jion"], ["functions", "LCase"], ["functions", "1x"], ["functions", "Join()"], ["functions", "--format", "json"],
  ["explain", "EX201"], ["explain", "unknown-function"], ["explain", "createdNoMatch"], ["explain", "InvalidAnchor"], ["explain", "EX2O1"], ["explain", "EX201", "--format", "json"],
  ["completions", "bash"], ["completions", "zsh"], ["completions", "fish"], ["completions", "powershell"], ["completions", "elvish"], ["completions", "sh"],
  ...[blank, nothing].flatMap((bad) => [["preview", bad], ["preview", clean, "--groups", bad], ["preview", clean, "--target", bad], ["preview", clean, "--state-in", bad], ["eval", "[a]", "--source", bad]]),
  ...badSettings.map((bad) => ["preview", clean, "--settings", bad]), ["preview", clean, "--scope", "all", "--schema", swich, "--compact"],
  ["compare", source, data("gong-schema"), "--users", csv], ["compare", data("gong-schema"), data("gong-schema"), "--users", blank], ["compare", data("gong-schema"), swich, "--users", graphUsers],
  ...[badFirst, listed, undivided, csv].flatMap((name) => ["text", "json", "github"].map((format) => ["filter", "userName pr", name, "--format", format])),
  ...[["filter", "id pr", middle], ["validate", middle]].flatMap((words) => ["text", "json", "github"].map((format) => [...words, "--format", format])),
  ["patch", listed, patch], ["patch", file("list.json", `[${user}]`), patch], ["diff", file("list.json", `[${user}]`), resource], ["diff", resource, patch],
  ["filter", "userName pr", twice], ["filter", "id pr", lines, "--fail-on", "never"], ["filter", "id pr", lines, "--fail-on", "never", "--format", "github"], ["filter", "userName pr", hostile], ["filter", Array(2000).fill("a pr").join(" or "), page], ["patch", hostile, patch],
  ["eval", "[a]", "--source", file("steering.json", '{"a":"x\\u001b[31m\\u202e\\ny"}')], ["test", file("steering-cases.json", '[{"name":"a\\u001b[31m","expression":"[a]","source":{"a":"\\u009b\\n"},"expected":"y"}]')],
  ["fmt", "-", "<", "toupper( [a] )"], ["eval", "-", "<", '"a"'], ["eval", "-", "--source", "-"], ["validate", resource, "--allowed-domain", ""], ["frob\x1b[31m"], ["functions", "Nothing"], ["explain", "nothing-near"],
  ["check", join(root, data("users")), "--format", "sarif"], ["test", join(root, data("users")), "--format", "sarif"], ["eval", "--batch", batch, "--format", "junit", "--fail-on", "warning"],
  ...["18446744073709551615", "9007199254740993"].map((seed) => ["preview", clean, "--schema", random, "--format", "ndjson", "--settings", file(`seed-${seed}.json`, `\ufeff{"$schema":"x","seed":${seed},"scope":"assigned"}`), "--scope", "all"]),
  ["eval", "--batch", file("marks.ndjson", '\ufeff\ufeff{"expression":"[a]"}\n\ufeff{"expression":"[a]"}\n')], ["filter", "id pr", file("marked.ndjson", '\ufeff\ufeff{"id":"1"}\n\ufeff{"id":"2"}\n')],
  ...["text", "json", "ndjson", "github", "junit"].map((format) => ["eval", "--batch", file("no-text.ndjson", Buffer.concat([Buffer.from('{"expression":"[a]"}\n{"expression":"'), Buffer.from([0xff]), Buffer.from('"}\n\n{"expression":"[b]"}\n\n'), Buffer.from([0xff])])), "--format", format]),
  ["check", file("wide.json", Buffer.concat([Buffer.from('{"é😀":"'), Buffer.from([0xff])]))], ["validate", file("wide.ndjson", Buffer.concat([Buffer.from('{"id":"1"}\n{"é😀":"'), Buffer.from([0xff])]))],
  ["patch", "-V"], ["--version", "patch"], ["check", "/no\n\x1b[31m\u202ewhere"], ["check", "tests"], ["preview", "-", "--target", "tests"], ["preview", clean, "--settings", file("list-of-settings.json", "\n []")], ["preview", clean, "--only", "x".repeat(100)], ["test", file("hostile-cases.json", '[{"name":"x\\n::error::\\u202e","expression":"[a]","expected":"y"}]'), "--format", "github"],
  ["check", "/nowhere", "--color", "always"], ["validate", notText, "/nowhere", "--color", "always"], ["eval", "append([a], 1)", "--color", "always"], ["eval", "[a]", "--source", file("joiner.json", '{"a":"x\\u200dy\\u2066"}')],
  ["filter", "userName eq Ada", page, "--format", "junit", "--fail-on", "warning"], ["check", swich, "--format", "junit", "--fail-on", "never"],
  ...["text", "json", "sarif"].flatMap((format) => [["filter", "userName pr", tabs], ["filter", "id pr", "<", `${user} x`], ["eval", "[id]", "--source", tabs], ["eval", "[id]", "--source", csv], ["eval", "[id]", "--source", csv, "--show-values"]].map((words) => [...words.slice(0, 3), "--format", format, ...words.slice(3)])),
  ...["github", "sarif", "junit"].flatMap((format) => [[], ["--show-values"]].flatMap((more) => [["preview", tooWide], ["preview", clean, "--target", untidy], ["filter", "id pr", untidy], ["patch", untidy, untidy], ["test", untidy], ["eval", "[id]", "--source", untidy]].map((words) => [...words, "--format", format, ...more]))),
  ...[[], ["--only", "1"], ["--format", "json"]].map((more) => ["preview", secret, "--scope", "all", "--schema", hidden, "--target", account, ...more]),
  ["preview", ticks, "--scope", "all", "--only", "u9"], ["preview", secret, "--scope", "all", "--schema", once, "--target", file("once-account.json", '[{"id":"t1","userName":"a@x.example","title":"old"}]'), "--only", "1"], ["compare", data("gong-schema"), changed, "--users", file("empty-name.json", '[{"id":"1","displayName":"","mail":"a@x.example"},{"displayName":"","mail":"b@x.example"}]')],
  ["preview", nameless, "--scope", "all", "--schema", hidden], ...["text", "json"].map((format) => ["compare", hidden, stillHidden, "--users", secret, "--format", format]), ["preview", scripts, "--scope", "all"],
  ["-"], ["--", "check", data("gong-schema")], ["--format", "json", "-"], ["eval", "Guid()", "--seed", "-5"], ["preview", clean, "--state-out", "-"], ["preview", clean, "--compact", "--state-out", "-"],
  ["check", ""], ["preview", ""], ["preview", clean, "--schema", ""], ["preview", clean, "--only", ""], ["validate", resource, ""], ["eval", "", "--source", ""], ["filter", "", page], ["filter", "a pr", ""],
  ["patch", resource, ""], ["compare", data("gong-schema"), data("gong-schema"), "--users", ""], ["test", ""], ["fmt", ""], ["functions", ""], ["explain", ""], ["preview", clean, "--state-out", ""], ["eval", "[a]", "--batch", ""],
  ["preview", data("users"), "--schema", edges, "--scope", "all", "--only", "amara okonkwo"], ["preview", data("users"), "--schema", customs, "--scope", "all", "--only", "amara okonkwo"], ["preview", data("users"), "--schema", long, "--scope", "all"],
  ["preview", sample("users"), "--target", sample("target"), "--schema", customs, "--settings", sample("settings")], ["compare", data("gong-schema"), customs, "--users", data("users")], ["compare", data("gong-schema"), long, "--users", data("users")],
  ...["text", "json", "github"].map((format) => ["compare", data("gong-schema"), withoutMail, "--users", data("users"), "--format", format]),
  // A general option may stand on both sides of a command: the one behind it wins.
  ["--format", "json", "eval", "[a]", "--format", "text"], ["--format", "text", "--color", "never", "eval", "[a]", "--format", "json", "--color", "always"], ["--show-values", "eval", "[a]", "--show-values"], ["--fail-on", "never", "eval", "Swich()", "--fail-on", "error"],
  ["--format", "json", "--format", "json", "eval", "[a]"], ["--format", "xml", "eval", "[a]", "--format", "json"], ["--trace", "eval", "[a]"], ["--batch", "eval"], ["eval", "--", "--batch"], ["eval", "[a]", "-qh"], ["--version", "nope"],
  // Of two files that cannot be used both commands tell the first.
  ["preview", clean, "--schema", source, "--settings", "/nowhere"], ["preview", clean, "--schema", untidy, "--settings", badSettings[0]], ["preview", clean, "--schema", untidy, "--now", "soon"], ["preview", clean, "--schema", untidy, "--assignments", "/nowhere"],
  ["preview", clean, "--schema", untidy, "--state-in", "/nowhere"], ["preview", untidy, "--schema", untidy], ["preview", clean, "--settings", badSettings[0], "--assignments", "/nowhere"],
  ["compare", source, "/nowhere", "--users", csv], ["compare", untidy, "/nowhere", "--users", csv], ["compare", data("gong-schema"), untidy, "--users", "/nowhere"], ["compare", "/nowhere", untidy, "--users", "/nowhere"],
  ["--version"], ["frobnicate"], ["eval", "[a]", "--frobnicate"], ["--format", "xml", "functions"], ["--format", "json", "eval", "[a]"], ["filter", "a pr", page, page],
];

/** Commands whose output has other forms. */
const formatted = [
  ["preview", data("users"), "--settings", settings], ["preview", data("users"), "--settings", settings, "--only", "amara okonkwo"],
  ["preview", onePage, "--groups", onePageOfGroups, "--target", onePageOfAccounts, "--scope", "all"],
  ["validate", page, lines], ["check", broken, data("gong-schema")], ["eval", "Swich([a])"], ["eval", nested, "--source", source], ["eval", nested, "--source", source, "--trace"],
  ["filter", "active eq true", lines], ["patch", resource, patch], ["patch", resource, badPatch], ["diff", resource, next], ["compare", data("gong-schema"), changed, "--users", csv], ["test", cases], ["test", cases, "--show-values"], ["test", doubtful], ["test", doubtful, "--fail-on", "warning"], ["test", doubtful, "--fail-on", "never", "--show-values"],
  ["filter", "userName eq Ada", lines], ["filter", "active eq True", "--ast"], ["patch", resource, worsePatch], ["diff", resource, resource], ["validate", resource, "/nowhere.json", page],
  ["preview", graphUsers, "--groups", badGroups, "--scope", "all", "--schema", swich], ["preview", clean, "--scope", "all", "--schema", swich, "--only", "1"], ["compare", data("gong-schema"), swich, "--users", graphUsers],
  ["eval", "--batch", batch], ["eval", "--batch", batch, "--trace"], ["eval", "append([a], 1)"], ["eval", "Swich([a])", "--trace"], ["fmt", "toupper( [a] )", "Join("],
].flatMap((words) => formats.map((format) => [...words, "--format", format]));

test("the native executable is there", () => assert.ok(existsSync(native), `${native} is missing: cargo build`));

for (const words of [...runs, ...formatted]) {
  const at = words.indexOf("<");
  const [given, input] = at < 0 ? [words] : [words.slice(0, at), words[at + 1]];
  test(words.map((word) => word.replace(`${folder}/`, "")).join(" ").slice(0, 120), () => {
    const expected = run(native, given, input);
    const found = run(process.execPath, [script, ...given], input);
    assert.equal(found.stdout, expected.stdout, found.stderr);
    assert.equal(found.status, expected.status, `${found.stderr}\nnative: ${expected.stderr}`);
    assert.equal(found.stderr === "", expected.stderr === "", `${found.stderr}\nnative: ${expected.stderr}`);
    // Findings are told in the same words; usage errors are the argument parser's.
    if (/^(?:\x1b\[\d+m)*(error|warning|info)\[/.test(expected.stderr)) assert.equal(found.stderr, expected.stderr);
  });
}

test("what a refused file is called, and where its fault is", () => {
  for (const [words, place] of [
    [["preview", notText], "not-text.ndjson:2:3"], [["validate", notText], "not-text.ndjson:2:3"], [["validate", halves], "halves.ndjson:2:2"], [["preview", odd], "odd.ndjson:2:1"],
    [["preview", clean, "--state-in", badState], "state.json"], [["preview", clean, "--assignments", badAssignments], "assignments.json"], [["preview", badCsv], "quotes.csv:2:3"],
  ]) {
    for (const [program, given] of [[native, words], [process.execPath, [script, ...words]]]) {
      const { status, stderr } = run(program, given);
      assert.equal(status, 2);
      assert.ok(stderr.includes(place), `${program}: ${stderr}`);
    }
  }
});

test("what Redact wraps is shown by neither command", () => {
  const values = /topsecret/i;
  for (const [program, first] of [[native, []], [process.execPath, [script]]]) {
    const shown = (...words) => run(program, [...first, ...words]).stdout;
    const details = shown("preview", secret, "--scope", "all", "--schema", hidden, "--target", account, "--only", "1");
    // The requests hold it, as they are sent.
    assert.doesNotMatch(details.slice(details.indexOf("Mappings"), details.indexOf("Requests")), values);
    assert.doesNotMatch(shown("preview", nameless, "--scope", "all", "--schema", hidden), values);
    assert.match(shown("compare", hidden, stillHidden, "--users", secret), /title: \[Redact\] -> \[Redact\]/);
    for (const format of ["text", "json", "ndjson"]) assert.doesNotMatch(shown("compare", hidden, stillHidden, "--users", secret, "--format", format), values);
  }
});

test("an error of usage is one line and its help", () => {
  const listed = "`scimwright --help` lists the options";
  for (const [words, message, help] of [
    [["eval", "Guid()", "--seed", "-5"], "--seed needs a value", "write `--seed=-5`"],
    [["eval", "Guid()", "--seed"], "--seed needs a value", listed],
    [["eval", "-1"], "there is no option `-1`", `${listed}; behind \`--\` it is an argument`],
    [["eval", "1", "--se\x1b\u202eed=1"], "there is no option `--se\\u{1b}\\u{202e}ed`", `${listed}; behind \`--\` it is an argument`],
    [["eval", "1", "--trace=yes"], "--trace takes no value", listed],
  ]) assert.deepEqual(run(process.execPath, [script, ...words]), { status: 2, stdout: "", stderr: `error: ${message}\nhelp: ${help}\n` });
});

test("a name that Node cannot decode is told a way", () => {
  const { status, stderr } = run(process.execPath, [script, "check", "/nowhere/\ufffd.json"]);
  assert.equal(status, 2);
  assert.match(stderr, /= help: give the file as standard input where its name is no UTF-8\n/);
});

test("an older Node is told which it takes", () => {
  const older = (version) => `data:text/javascript,${encodeURIComponent(`Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`)}`;
  const help = "install a newer one, or use the native command line";
  for (const version of ["14.21.3", "18.20.8", "9.0.0"]) {
    const stderr = `error: scimwright needs Node 20.19 or newer, this is ${version}\nhelp: ${help}\n`;
    assert.deepEqual(run(process.execPath, ["--import", older(version), script, "explain", "EX201"]), { status: 2, stdout: "", stderr });
  }
  for (const version of ["20.19.0", "100.0.0"]) assert.equal(run(process.execPath, ["--import", older(version), script, "explain", "EX201"]).status, 0, version);
});

test("help is given where it is asked for", () => {
  for (const words of [["eval", "-h", "--bogus"], ["filter", "--help", "--format", "xml"], ["eval", "--batch", "-h"], ["--help", "nope"], ["fmt", "-hello"]]) {
    for (const [program, given] of [[native, words], [process.execPath, [script, ...words]]]) assert.equal(run(program, given).status, 0, `${program} ${words}`);
  }
});

test("without a command the sample tenant is previewed", () => {
  const but = (text) => text.split("\n").slice(0, -2).join("\n");
  assert.equal(but(run(process.execPath, [script]).stdout), but(run(native, []).stdout));
  assert.equal(run(process.execPath, [script, "--format", "json"]).stdout, run(native, ["--format", "json"]).stdout);
});

test("state is carried between cycles, whichever command wrote it", () => {
  const [ours, theirs] = [join(folder, "ours.json"), join(folder, "theirs.json")];
  const cycle = (path) => ["preview", data("users"), "--settings", settings, "--state-out", path];
  run(process.execPath, [script, ...cycle(ours)]);
  run(native, cycle(theirs));
  assert.equal(readFileSync(ours, "utf8"), readFileSync(theirs, "utf8"));
  const second = ["preview", data("users"), "--settings", settings, "--state-in", theirs];
  assert.equal(run(process.execPath, [script, ...second]).stdout, run(native, second).stdout);
});

test("a file that is longer than the package takes at once is read as the native command reads it", () => {
  const long = join(withCeiling(1024), "cli/scimwright.js");
  const items = Array.from({ length: 40 }, (_, at) => user.replace('"1"', `"${at}"`));
  const lines = file("long.ndjson", `${items.join("\n")}\n`);
  const wide = Buffer.from(`\ufeff${items.join("\n")}`, "utf16le");
  const wrong = `${nested}${" ".repeat(2000)})`;
  const commands = [
    ["validate", lines], ["validate", file("long-list.json", `[${items}]`)], ["validate", file("long-wide.ndjson", wide)], ["check", data("gong-schema")], ["check", lines], ["fmt", "<", wrong], ["fmt", "<", wrong.slice(0, -1)],
    ["test", file("long-cases.json", `[${Array(40).fill('{"expression":"[a]","source":{"a":"x"},"expected":"y"}')}]`)], ["test", lines], ["filter", "userName pr", lines], ["filter", "userName pr", file("long-line.ndjson", `${user.replace("a@x", "a".repeat(3000))}\n${user}\n`)], ["filter", "userName pr", join(folder, "long-list.json")],
    ["preview", data("users"), "--settings", file("long-settings.json", `{"scope":"all"${" ".repeat(2000)}}`), "--schema", data("gong-schema")], ["preview", data("users"), "--settings", file("long-no-settings.json", `{"scope":5${" ".repeat(2000)}}`)], ["preview", clean, "--scope", "all", "--compact", "--schema", data("gong-schema")],
    ["eval", "--batch", file("long-batch.ndjson", `{"expression":"[a]","source":{"a":"x"}}\n{"expression":"[a]","source":{"a":"${"x".repeat(2000)}"}}\n{"expression":"[a]",${" ".repeat(2000)}}\n`)],
    ["compare", data("gong-schema"), changed, "--users", data("users")], ["compare", data("gong-schema"), lines, "--users", data("users")],
  ];
  for (const words of commands) {
    const at = words.indexOf("<");
    const [given, input] = at < 0 ? [words] : [words.slice(0, at), words[at + 1]];
    assert.deepEqual(run(process.execPath, [long, ...given], input), run(native, given, input), words.join(" "));
  }
});

test("what is too large for this process is told as such, and no run ends with a trace of the stack", () => {
  // Nothing of it is read.
  const huge = file("huge.ndjson", "");
  truncateSync(huge, 2 ** 31);
  const tooLarge = (program, name) => {
    for (const command of ["validate", "check", "preview --compact"]) {
      const stderr = `error: \`${name}\` is too large for this command line\nhelp: the native one reads it\n`;
      assert.deepEqual(run(process.execPath, [...program, ...command.split(" "), name]), { status: 2, stdout: "", stderr });
    }
  };
  tooLarge([script], huge);
  // Hosts that are told to fail.
  const host = (code) => ["--import", `data:text/javascript,${encodeURIComponent(code)}`, script];
  const short = host(`const { decode } = TextDecoder.prototype; TextDecoder.prototype.decode = function (bytes, options) {
    if (this.fatal && bytes?.length > 1000) throw Object.assign(new Error("Cannot create a string longer than 0x1fffffe8 characters"), { code: "ERR_STRING_TOO_LONG" });
    return decode.call(this, bytes, options);
  };`);
  tooLarge(short, file("thousand.ndjson", `${user}\n`.repeat(10)));
  const inVain = (pages) => host(`const { enter, memory } = await import("${new URL("../instance.js", pathToFileURL(script))}");
    await import("${new URL("../index.node.js", pathToFileURL(script))}");
    enter(() => memory().grow(${pages}));
    TextEncoder.prototype.encodeInto = () => { throw new RangeError("no room"); };`);
  const trapped = (pages) => run(process.execPath, [...inVain(pages), "check", data("gong-schema")]).stderr;
  assert.equal(trapped(2 ** 14), "error: the input is too large for this command line\nhelp: the native one reads it\n");
  assert.match(trapped(1), /^error: this input hit a bug in scimwright: no room; [^\n]*\n$/);
  const faulty = host("JSON.parse = () => { throw new TypeError('x\\ny'); };");
  assert.deepEqual(run(process.execPath, [...faulty, "check", data("gong-schema")]), { status: 2, stdout: "", stderr: "error: this input hit a bug in scimwright: x\\u{a}y\nhelp: please report it\n" });
  const deaf = host("process.argv.push('\\ud800');");
  assert.deepEqual(run(process.execPath, [...deaf, "explain"]), { status: 2, stdout: "", stderr: "error: code holds half of a surrogate pair at UTF-16 offset 0\n" });
});

test("the findings of a long file are told", () => {
  const lines = '{"userName":"a"}\n'.repeat(20_000);
  const [here, there] = [run(process.execPath, [script, "validate", "--format", "ndjson", "-"], lines), run(native, ["validate", "--format", "ndjson", "-"], lines)];
  assert.deepEqual([here.status, here.stdout.length], [1, there.stdout.length]);
});
