// Times in Node beside peers; a word as argument measures the rows that hold it.

import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import scimPatch from "scim-patch";
import { filter as compilePeerFilter, parse as parsePeerFilter } from "scim2-parse-filter";
import { Engine, Resources, applyPatch, filterMatches, parseFilter } from "scimwright";
import { byHand, prepared } from "./peers.mjs";
import { start } from "./start.mjs";
import { row } from "./table.mjs";

// The native benches read the same files.
const read = (name) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
const user = read("benches/inputs/user.json");
const filters = read("benches/inputs/filters.json");
const patch = read("benches/inputs/patch.json");
const payload = read("benches/inputs/payload.json");
const sources = read("tests/cases/data/users.json").value;

const ndjson = (documents) => new TextEncoder().encode(documents.map((document) => `${JSON.stringify(document)}\n`).join(""));
const lines = (bytes) => new TextDecoder().decode(bytes).trimEnd().split("\n");
const { engine } = Engine.create({ settings: { scope: "all" } });

function filterText() {
  return { measured: "filter text to tree", ours: () => filters.forEach((filter) => parseFilter(filter)), beside: "scim2-parse-filter", peer: () => filters.forEach((filter) => parsePeerFilter(filter)), work: filters.length, goal: 0.5 };
}

function filterOnce() {
  const filter = 'userName eq "ada@x.example" and active eq true';
  return { measured: "filter text and resource to answer", ours: () => filterMatches(filter, user), beside: "scim2-parse-filter", peer: () => compilePeerFilter(parsePeerFilter(filter))(user) };
}

/**
 * Users loaded once, filters compiled once a pass: the peer's functions are made before, ours is compiled in every call.
 * What is a person's own differs from user to user.
 */
function filterLoaded() {
  const many = Array.from({ length: 1000 }, (_, at) => {
    const [mail, other] = user.emails;
    const emails = [{ ...mail, value: `user${at}@x.example` }, other];
    const name = { ...user.name, givenName: `Given ${at}`, familyName: `Family ${at}` };
    const meta = { ...user.meta, lastModified: new Date(Date.UTC(2010, 0, at)).toISOString() };
    return { ...user, id: `${at}`, externalId: `e${at}`, userName: `user${at}@x.example`, displayName: `User ${at}`, name, emails, meta };
  });
  const { resources } = Resources.load(many);
  const peers = filters.map((filter) => compilePeerFilter(parsePeerFilter(filter)));
  return { measured: "filters on users loaded once, a user", ours: () => filters.forEach((filter) => resources.filter(filter)), beside: "scim2-parse-filter, compiled before", peer: () => peers.forEach((matches) => many.filter(matches)), work: many.length * filters.length, goal: 0.1 };
}

/** The goal beside scim-patch is that of the native apply, in `cargo bench --bench scim`: here a resource crosses twice. */
function patchOnCopy() {
  return { measured: "PATCH on a copy", ours: () => applyPatch(user, patch), beside: "scim-patch", peer: () => scimPatch.scimPatch(structuredClone(user), patch.Operations) };
}

function validateBatch() {
  const validate = new Ajv({ allErrors: true }).compile(read("benches/inputs/payload.schema.json"));
  const many = Array.from({ length: 2000 }, (_, at) => ({ ...payload, userName: `user${at}@lumenfield.example`, externalId: `${at}`, emails: [{ primary: true, type: "work", value: `user${at}@lumenfield.example` }] }));
  const bytes = ndjson(many);
  lines(engine.validateBatch(bytes)).forEach((line) => deepStrictEqual(JSON.parse(line).diagnostics, []));
  return { measured: "validateBatch, a payload", ours: () => engine.validateBatch(bytes), beside: "JSON.parse + Ajv", peer: () => lines(bytes).forEach((line) => validate(JSON.parse(line))), work: many.length, goal: 0.5 };
}

function previewBatch() {
  const many = Array.from({ length: 80 }, () => sources).flat();
  const bytes = ndjson(many);
  return { measured: "previewBatch, a user with decision, requests, findings", ours: () => engine.previewBatch(bytes), beside: "hand-written JavaScript, body only", peer: () => lines(bytes).map((line) => JSON.stringify(byHand(JSON.parse(line)))).join("\n"), work: many.length, goal: 0.5 };
}

async function previewOne() {
  // All make the same bodies, or the comparison is worth nothing.
  const body = ({ requests }) => requests.find(({ method }) => method === "POST")?.body;
  for (const source of sources) {
    const created = body(engine.preview({ source }));
    deepStrictEqual(body(engine.preview({ source, compact: true })), created);
    if (!created) continue;
    deepStrictEqual(byHand(source), created);
    deepStrictEqual(JSON.parse(JSON.stringify(await prepared.evaluate(source))), created);
  }
  const [source] = sources;
  return { measured: "preview of one object", ours: () => engine.preview({ source }), beside: "prepared JSONata, body only", peer: () => prepared.evaluate(source), goal: 0.15 };
}

/** Without explanations, which is still more than the peer tells. */
function previewOneCompact() {
  const [source] = sources;
  return { measured: "preview of one object, compact", ours: () => engine.preview({ source, compact: true }), beside: "prepared JSONata, body only", peer: () => prepared.evaluate(source), goal: 0.15 };
}

/** From the text that a request or a file holds. */
function previewOneText() {
  const text = JSON.stringify(sources[0]);
  return { measured: "preview of one object, compact, from JSON text", ours: () => engine.preview({ source: text, compact: true }), beside: "JSON.parse + prepared JSONata", peer: () => prepared.evaluate(JSON.parse(text)), goal: 0.15 };
}

const only = process.argv[2] ?? "";
const rows = [];
for (const make of [filterText, filterOnce, filterLoaded, patchOnCopy, validateBatch, previewBatch, previewOne, previewOneCompact, previewOneText]) {
  const measure = await make();
  if (measure.measured.includes(only)) rows.push(await row(measure));
}
if ("import to first answer".includes(only)) {
  const { package: own, module: bare } = start();
  rows.push({ measured: "import to first answer", "scimwright µs": (own * 1000).toFixed(0), peer: "compile and instantiate the bare module", "peer µs": (bare * 1000).toFixed(0), ratio: (own / bare).toFixed(2), goal: 2 });
}
console.table(rows);
