// Times in Node beside peers, in the same run: medians of rounds, read the ratios.

import { readFileSync } from "node:fs";
import Ajv from "ajv";
import jsonata from "jsonata";
import { filter as compilePeerFilter, parse as parsePeerFilter } from "scim2-parse-filter";
import scimPatch from "scim-patch";
import { start } from "./start.mjs";
import { Engine, Resources, applyPatch, filterMatches, parseFilter } from "scimwright";

const cases = (name) => JSON.parse(readFileSync(new URL(`../../tests/cases/${name}`, import.meta.url), "utf8"));
const only = process.argv[2];

/** Median time of one call in microseconds. */
function time(run, work = 1) {
  const rounds = [];
  for (let until = performance.now() + 200; performance.now() < until; ) run();
  for (let round = 0; round < 11; round += 1) {
    let count = 0;
    const start = performance.now();
    while (performance.now() - start < 60) {
      run();
      count += 1;
    }
    rounds.push(((performance.now() - start) * 1000) / count / work);
  }
  return rounds.sort((left, right) => left - right)[5];
}

const rows = [];
function row(name, ours, peer, peerRun, work, goal) {
  if (only && !name.includes(only)) return;
  const [own, other] = [time(ours, work), time(peerRun, work)];
  rows.push({ measured: name, "scimwright µs": own.toFixed(2), peer, "peer µs": other.toFixed(2), ratio: (own / other).toFixed(2), goal });
}

const peerReads = (text) => {
  try {
    parsePeerFilter(text);
    return true;
  } catch {
    return false;
  }
};
const filters = cases("scim/filters-valid.json").cases.filter(({ modes, filter }) => modes.includes("strict") && filter.length < 400 && peerReads(filter)).map(({ filter }) => filter);
row("filter text to tree", () => filters.forEach((filter) => parseFilter(filter, { mode: "strict" })), "scim2-parse-filter", () => filters.forEach((filter) => parsePeerFilter(filter)), filters.length, 0.5);

const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "ada@x.example", name: { givenName: "Ada", familyName: "Byron" }, emails: [{ type: "work", value: "ada@x.example", primary: true }], active: true, title: "Analyst" };
const userText = JSON.stringify(user);
const filter = 'userName eq "ada@x.example" and active eq true';
row("filter text and resource to answer", () => filterMatches(filter, user), "scim2-parse-filter", () => compilePeerFilter(parsePeerFilter(filter))(user), 1, "");

// Users loaded once, filters compiled once a pass: the peer's functions are made before, ours is compiled in every call.
const USERS = 1000;
const many = Array.from({ length: USERS }, (_, at) => ({ ...user, userName: `user${at}@x.example`, title: at % 3 ? "Analyst" : "Engineer" }));
const { resources } = Resources.load(many);
const selections = ['userName eq "user7@x.example" and active eq true', 'title sw "Eng" or name.familyName co "xyz"', 'emails[type eq "work" and value ew "@x.example"]'];
const peerSelections = selections.map((selection) => compilePeerFilter(parsePeerFilter(selection)));
row("filters on users loaded once, a user", () => selections.map((selection) => resources.filter(selection).matches.length), "scim2-parse-filter, compiled before", () => peerSelections.map((matches) => many.filter(matches).length), USERS * selections.length, 0.1);

const patch = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "replace", path: "title", value: "Countess" }, { op: "replace", path: "name.givenName", value: "A." }] };
row("PATCH on a copy", () => applyPatch(user, patch), "scim-patch", () => scimPatch.scimPatch(structuredClone(user), patch.Operations), 1, 0.3);

const schema = { type: "object", required: ["schemas", "userName", "name", "emails"], properties: { schemas: { type: "array", items: { type: "string" } }, userName: { type: "string", minLength: 1 }, active: { type: "boolean" }, title: { type: "string" }, name: { type: "object", required: ["givenName", "familyName"], properties: { givenName: { type: "string" }, familyName: { type: "string" } } }, emails: { type: "array", items: { type: "object", properties: { type: { type: "string" }, value: { type: "string" }, primary: { type: "boolean" } } } } } };
const validate = new Ajv({ allErrors: true }).compile(schema);
const { engine } = Engine.create({ settings: { scope: "all" } });
const COUNT = 2000;
const decode = (bytes) => new TextDecoder().decode(bytes);
const payloads = new TextEncoder().encode(`${userText}\n`.repeat(COUNT));
row("validateBatch, a payload", () => engine.validateBatch(payloads), "JSON.parse + Ajv", () => decode(payloads).trimEnd().split("\n").forEach((line) => validate(JSON.parse(line))), COUNT, 0.5);

const source = { id: "5d0c", userPrincipalName: "ada@x.example", mail: "ada@x.example", mailNickname: "ada", givenName: "Ada", surname: "Byron", jobTitle: "Analyst", telephoneNumber: "+44 1", country: "GB", state: "London", preferredLanguage: "en-GB", accountEnabled: true };
const map = (user) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
  userName: user.userPrincipalName,
  externalId: user.mailNickname,
  active: user.accountEnabled,
  title: user.jobTitle,
  name: { givenName: user.givenName, familyName: user.surname },
  emails: [{ primary: true, type: "work", value: user.mail }],
  phoneNumbers: [{ type: "work", value: user.telephoneNumber }],
  locale: user.preferredLanguage,
});
const sources = new TextEncoder().encode(`${JSON.stringify(source)}\n`.repeat(COUNT));
row("previewBatch, a user with its whole preview", () => engine.previewBatch(sources), "hand-written JavaScript, body only", () => decode(sources).trimEnd().split("\n").map((line) => JSON.stringify(map(JSON.parse(line)))).join("\n"), COUNT, 0.5);

const prepared = jsonata('{"userName": userPrincipalName, "active": accountEnabled, "title": jobTitle, "name": {"givenName": givenName, "familyName": surname}, "emails": [{"type": "work", "value": mail, "primary": true}]}');
if (!only || "preview of one object".includes(only)) {
  const own = time(() => engine.preview({ source }));
  const rounds = [];
  for (let round = 0; round < 11; round += 1) {
    const start = performance.now();
    for (let turn = 0; turn < 200; turn += 1) await prepared.evaluate(source);
    rounds.push(((performance.now() - start) * 1000) / 200);
  }
  const other = rounds.sort((left, right) => left - right)[5];
  rows.push({ measured: "preview of one object", "scimwright µs": own.toFixed(2), peer: "prepared JSONata, body only", "peer µs": other.toFixed(2), ratio: (own / other).toFixed(2), goal: 0.15 });
}
if (!only || "import to first answer".includes(only)) {
  const { package: own, module: bare } = start();
  rows.push({ measured: "import to first answer", "scimwright µs": (own * 1000).toFixed(0), peer: "compile and instantiate the bare module", "peer µs": (bare * 1000).toFixed(0), ratio: (own / bare).toFixed(2), goal: 2 });
}
console.table(rows);
