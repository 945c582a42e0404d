// The JSON Schemas of the package hold for what it takes and gives: real documents, and every schema is used.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import * as scimwright from "scimwright";

const folder = new URL("../node_modules/scimwright/schemas/", import.meta.url);
const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, formats: { "date-time": /^\d{4}-\d\d-\d\dT/ } });
const schemas = Object.fromEntries(readdirSync(folder).map((name) => [name.replace(".json", ""), JSON.parse(readFileSync(new URL(name, folder), "utf8"))]));
const validators = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
const unused = new Set(Object.keys(schemas));
after(() => assert.deepEqual([...unused], [], "schemas that no test uses"));

function hold(name, value) {
  unused.delete(name);
  const valid = validators[name](value);
  assert.ok(valid, `${name}: ${ajv.errorsText(validators[name].errors)}: ${JSON.stringify(value).slice(0, 400)}`);
  return value;
}
const refuse = (name, value) => assert.equal(validators[name](value), false, `${name} lets ${JSON.stringify(value)} pass`);

const file = (name) => readFileSync(new URL(`../../tests/cases/${name}`, import.meta.url), "utf8");
const cases = (name) => JSON.parse(file(name)).cases ?? JSON.parse(file(name));
const data = (name) => scimwright.readObjects(file(`data/${name}.json`)).objects;
const lines = (bytes) => new TextDecoder().decode(bytes).trimEnd().split("\n").map((line) => JSON.parse(line));

test("settings, assignments, limits: what the schema names is what the engine takes", () => {
  const { properties } = schemas.settings;
  for (const [name, { examples: [example] }] of Object.entries(properties)) {
    const made = scimwright.Engine.create({ settings: hold("settings", { [name]: example }) });
    assert.ok(made.ok, `${name}: ${JSON.stringify(made.diagnostics)}`);
    made.engine.free();
    const wrong = { [name]: { zzz: [7] } };
    refuse("settings", wrong);
    assert.equal(scimwright.Engine.create({ settings: wrong }).ok, false, name);
  }
  refuse("settings", { zzz: 1 });
  for (const { config } of cases("provisioning/assignments.json")) if (config) hold("assignments", config);
  hold("assignments", [{ name: "Sales", group: "Sales", updateMode: "manual", seats: ["engage"], dataCapture: { homeWorkspace: "EMEA", enabled: ["calls"] }, workspacePermissions: { EMEA: "Member" } }]);
  refuse("assignments", [{ name: "Sales", grup: "Sales" }]);
  for (const name of Object.keys(schemas.limits.properties)) assert.ok(scimwright.parseFilter("a pr", { limits: hold("limits", { [name]: 100 }) }).ok, name);
  // Robustness §2, two of its figures; each says what it counts.
  const { nesting: deepest, filterBytes } = schemas.limits.properties;
  assert.deepEqual([deepest.default, filterBytes.default], [64, 16_384]);
  for (const { description } of Object.values(schemas.limits.properties)) assert.match(description, /\.$/);
  // Nullable is what the engine takes as null.
  for (const [name, schema] of Object.entries(properties)) {
    const { ok, engine } = scimwright.Engine.create({ settings: { [name]: null } });
    assert.equal(ajv.validate(schema, null), ok, name);
    engine?.free();
  }
  refuse("limits", { nesting: 0 });
  for (const name of ["nesting", "regexNesting"]) for (const most of [256, 257]) assert.equal(validators.limits({ [name]: most }), scimwright.parseFilter("a pr", { limits: { [name]: most } }).ok, name);
  refuse("limits", { nestnig: 1 });
});

test("previews, plans, states, comparisons", () => {
  const schema = file("data/gong-schema.json");
  const assignments = [{ name: "Sales", group: "Sales" }, { name: "Default" }];
  for (const options of [{}, { assignments, settings: { scope: "all" } }, { schema, settings: { scope: "all", patchFormat: "compliant", accidentalDeletionThreshold: 0 } }, { schema, settings: { onDemand: true } }]) {
    const { engine } = scimwright.Engine.create(options);
    const plan = hold("plan", engine.plan({ users: data("users"), groups: data("groups"), target: data("gong-users-before") }));
    hold("job-state", plan.state);
    assert.ok("previews" in engine.plan({ users: [], state: hold("job-state", { $schema: "job-state.json" }) }));
    for (const preview of plan.previews) hold("preview", preview);
    for (const finding of plan.diagnostics) hold("diagnostic", finding);
    for (const line of lines(engine.previewBatch([...data("users").map((user) => JSON.stringify(user)), "nope"].join("\n")))) hold("compact-preview", line);
    for (const line of lines(engine.validateBatch('{"userName":1}\nnope\n{}'))) hold("validation", line);
    engine.free();
  }
  hold("comparison", scimwright.compareSchemas(schema, schema.replaceAll("jobTitle", "department"), data("users")));
  refuse("preview", {});
  refuse("plan", { previews: [] });
});

test("an assignment by a change of groups", () => {
  const assignments = [{ name: "First", group: "First", updateMode: "automatic" }, { name: "Second", group: "Second", updateMode: "automatic" }];
  const [user] = data("users");
  const group = (id, displayName, ...members) => ({ id, displayName, members });
  const member = { id: user.id };
  const cycle = (settings, given) => {
    const { engine } = scimwright.Engine.create({ assignments, settings: { scope: "all", ...settings } });
    const plan = hold("plan", engine.plan({ users: [user], ...given }));
    engine.free();
    return plan;
  };
  const before = cycle({}, { groups: [group("g1", "First"), group("g2", "Second", member)] });
  const [{ body }] = before.requests.filter(({ method }) => method === "POST");
  const target = [{ ...body, id: before.links[user.id] }];
  const plan = cycle({ cycle: "incremental" }, { groups: [group("g1", "First", member), group("g2", "Second", member)], target, state: before.state });
  const { assignment } = plan.previews.find(({ source }) => source.id === user.id);
  assert.equal(assignment.name, "First");
  assert.equal(assignment.reason, "groupChange");
});

test("a comparison of several object mappings of a kind", () => {
  const before = JSON.parse(file("data/gong-schema.json"));
  const [{ objectMappings }] = before.synchronizationRules;
  const second = { ...structuredClone(objectMappings.find(({ sourceObjectName }) => sourceObjectName === "User")), name: "second" };
  objectMappings.push(second);
  const after = structuredClone(before);
  after.synchronizationRules[0].objectMappings.at(-1).attributeMappings.find(({ targetAttributeName }) => targetAttributeName === "title").defaultValue = "none";
  const { configuration } = hold("comparison", scimwright.compareSchemas(before, after, data("users")));
  assert.deepEqual(configuration.map(({ objectMapping, target }) => [objectMapping, target]), [["second", "title"]]);
});

test("expressions, filters, paths, patches, payloads", () => {
  for (const { expression, source, options = {} } of cases("expressions.json")) {
    hold("evaluation", scimwright.evaluate(expression, source, { ...options, trace: true }));
    hold("evaluation-line", { expression, source });
    hold("parse-expression", scimwright.parseExpression({ expression, testInputObject: { properties: [] } }));
  }
  for (const name of ["scim/filters-valid.json", "scim/filters-invalid.json"]) for (const { filter } of cases(name)) hold("filter", scimwright.parseFilter(filter));
  const { valid, invalid } = JSON.parse(file("scim/paths.json"));
  for (const { path } of [...valid, ...invalid]) hold("path", scimwright.parsePath(path));
  const { cases: patches, resources } = JSON.parse(file("scim/patch.json"));
  for (const { resource, request } of patches) hold("patched", scimwright.applyPatch(resources[resource] ?? resource, request));
  for (const { payload } of cases("scim/resources.json")) hold("validation", scimwright.validatePayload(payload));
  refuse("evaluation", { ok: true, outcome: "maybe", diagnostics: [] });
  refuse("filter", { ok: true, filter: { op: "eq" }, canonical: "", diagnostics: [] });
});

test("listings, test cases, reports", () => {
  hold("functions", scimwright.functions());
  hold("filter-operators", scimwright.filterOperators());
  const given = JSON.parse(readFileSync(new URL("../node_modules/scimwright/examples/mapping-cases.json", import.meta.url), "utf8"));
  hold("test-results", scimwright.testMappings(hold("test-cases", [...given, { Expression: "Swich([a])", ExpectedResult: null }])));
  hold("test-results", scimwright.testMappings("nope"));
  const bare = { expression: "[a]", expected: null };
  const options = Object.fromEntries(["now", "seed", "taken", "variables", "defaultDomain", "kind"].map((name) => [name, null]));
  for (const more of [{ name: null }, { options: null }, { options }]) assert.ok(scimwright.testMappings(hold("test-cases", [{ ...bare, ...more }])).ok, JSON.stringify(more));
  refuse("test-cases", [{ expresion: "[a]", expected: 1 }]);
  const { diagnostics } = scimwright.checkSchema("{}");
  for (const finding of diagnostics) hold("diagnostic", finding);
  const { text } = scimwright.report([{ name: "a.json", text: "{}", diagnostics }], { format: "json" });
  assert.ok(hold("report", JSON.parse(text)).length > 0);
});

test("what every command prints as JSON", () => {
  const script = fileURLToPath(new URL("../node_modules/scimwright/cli/scimwright.js", import.meta.url));
  const path = (name) => fileURLToPath(new URL(`../../tests/cases/data/${name}.json`, import.meta.url));
  const run = (words, input = "", format = "json") => spawnSync(process.execPath, [script, ...words, "--format", format], { input, encoding: "utf8", maxBuffer: 1 << 28 }).stdout;
  const printed = (words, input) => JSON.parse(run(words, input));
  const rows = (words, input) => run(words, input, "ndjson").trimEnd().split("\n").map((line) => JSON.parse(line));
  const patch = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"nope","path":"title","value":"x"}]}';
  const resource = fileURLToPath(new URL("../../benches/inputs/user.json", import.meta.url));

  hold("plan", printed(["preview", path("users"), "--groups", path("groups")]));
  assert.equal(hold("preview", printed(["preview", path("users"), "--only", "giulia d'angelo"])).length, 1);
  for (const preview of rows(["preview", path("users")])) hold("preview", preview);
  for (const [words, input] of [[["validate"], '{"userName":1}\nnope\n'], [["check"], "{}"], [["filter", "id p", "--ast"]], [["patch", resource, "-"], patch]]) assert.ok(hold("report", printed(words, input)).length > 0);
  hold("report", rows(["validate"], '{"userName":1}\nnope\n'));
  for (const words of [["eval", "[a]", "--trace"], ["eval", "Swich("]]) hold("evaluation", printed(words));
  for (const row of [...printed(["eval", "--batch"], '{"expression":"[a]"}\nnope\n'), ...rows(["eval", "--batch"], '{"expression":7}\n')]) hold("evaluation", row);
  hold("filter", printed(["filter", 'emails[type eq "work"] and not (id pr)', "--ast"]));
  assert.equal(hold("difference", printed(["diff", resource, resource])), null);
  assert.ok(hold("difference", printed(["diff", "-", resource], '{"userName":"a"}')).Operations.length > 0);
  const comparison = ["compare", path("gong-schema"), "-", "--users", path("users")];
  const changed = file("data/gong-schema.json").replaceAll("[jobTitle]", "[department]").replaceAll('"jobTitle"', '"department"');
  assert.deepEqual(hold("comparison", printed(comparison, changed)).changes, rows(comparison, changed));
  const cases = '[{"expression":"[a]","expected":"x"},{"expression":"[a]","expected":null}]';
  assert.deepEqual(hold("test-results", printed(["test"], cases)), rows(["test"], cases));
  assert.deepEqual(hold("formatted", printed(["fmt", "[a]", "Join("])), rows(["fmt", "[a]", "Join("]));
  hold("functions", printed(["functions"]));
  for (const name of ["Join", "Prepend"]) hold("functions", printed(["functions", name]));
  hold("explanation", printed(["explain", "EX201"]));
  refuse("difference", { schemas: [], Operations: [{}] });
  refuse("formatted", [{ ok: true }]);
  refuse("explanation", { code: "EX201" });
});
