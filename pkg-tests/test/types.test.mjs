// The declarations: strict tsc over the usage samples, over what the package really answers to the case files, and over
// the exported names. The declared unions are compared with the engine's tables by `cargo test --test npm_types`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as scimwright from "scimwright";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "../types");
const made = join(folder, "answers.tmp.mts");
const file = (name) => readFileSync(join(here, "../../tests/cases", name), "utf8");
const cases = (name) => JSON.parse(file(name)).cases ?? JSON.parse(file(name));

/** Runs tsc; what it finds is the message of the failure. */
function tsc(project) {
  const compiler = createRequire(import.meta.url).resolve("typescript/package.json");
  try {
    execFileSync(process.execPath, [join(dirname(compiler), "bin/tsc"), "-p", join(folder, project)], { encoding: "utf8" });
  } catch ({ stdout, stderr }) {
    assert.fail(`${stdout}${stderr}`.split("\n").slice(0, 20).join("\n"));
  }
}

/** One statement per value, so that each literal is checked on its own, members it must not have included. */
function typed() {
  const types = [];
  const statements = [];
  const hold = (type, value) => {
    if (!types.includes(type)) types.push(type);
    statements.push(`of${types.indexOf(type)}(${JSON.stringify(value)});`);
  };
  return {
    hold,
    /** Calls a function and holds its answer, and the options it took, to their declared types. */
    call(name, ...given) {
      const answer = scimwright[name](...given);
      hold(`ReturnType<typeof s.${name}>`, answer);
      return answer;
    },
    text: () => [
      'import type * as s from "scimwright";',
      ...types.map((type, at) => `declare function of${at}(value: ${type}): void;`),
      ...statements,
    ].join("\n"),
  };
}

test("what the package answers has the declared types", { timeout: 120_000 }, () => {
  const { hold, call, text } = typed();
  for (const name of ["scim/filters-valid.json", "scim/filters-invalid.json"]) for (const { filter, mode } of cases(name)) call("parseFilter", filter, mode ? { mode } : {});
  const paths = JSON.parse(file("scim/paths.json"));
  for (const { path } of [...paths.valid ?? [], ...paths.invalid ?? [], ...paths.cases ?? []]) if (path !== undefined) call("parsePath", path);
  for (const { path, resourceType } of paths.resolve ?? []) call("resolvePath", path, resourceType ? { kind: resourceType } : {});
  const patches = JSON.parse(file("scim/patch.json"));
  for (const { resource, request } of patches.cases) call("applyPatch", patches.resources[resource] ?? resource, request);
  for (const { payload } of cases("scim/resources.json")) call("validatePayload", payload);
  for (const { expression, source, options = {} } of cases("expressions.json")) {
    hold("s.EvaluateOptions", options);
    call("evaluate", expression, source, { ...options, trace: true });
    call("parseExpression", { expression, testInputObject: { definition: null, properties: Object.entries(source).map(([key, value]) => ({ key, value })) } });
    call("formatExpression", expression);
    call("highlight", expression);
    call("complete", "expression", expression, Math.floor(expression.length / 2));
    call("hover", "expression", expression, 1);
  }
  for (const line of file("expressions-real.jsonl").trim().split("\n")) call("checkExpression", JSON.parse(line).expression);
  for (const name of ["version", "codes", "functions", "filterOperators"]) call(name);

  const schema = file("data/gong-schema.json");
  const data = (name) => scimwright.readObjects(file(`data/${name}.json`)).objects;
  call("checkSchema", schema);
  call("checkSchema", schema.replace('"mail"', '"male"'));
  call("checkSchema", "{}");
  call("compareSchemas", schema, schema.replaceAll("jobTitle", "department"), data("users"));
  call("readObjects", file("data/users.json"));
  call("validateObjects", [`{"userName":"a"}\n{"userName":"A"}\n`, file("data/gong-users-before.json")], { kind: "User" });
  call("diff", { userName: "a", title: "b" }, { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "c", active: true }, { kind: "User" });
  call("testMappings", [{ expression: "[a]", source: { a: "b" }, expected: "c" }, { Expression: "[a", InputAttributes: {}, ExpectedResult: null }]);
  call("report", [{ name: "a", text: "{}", diagnostics: scimwright.checkSchema("{}").diagnostics }], { format: "sarif" });
  const { document, ...read } = scimwright.readSchema(schema);
  hold("Omit<Extract<ReturnType<typeof s.readSchema>, { ok: true }>, \"document\">", read);

  for (const { config, source, target_before: before } of cases("provisioning/assignments.json")) {
    if (config) hold("s.Assignments", config);
    hold("s.GongEvent", source);
    if (before) hold("s.TeamMember", before);
    call("assignmentOutcome", config, source, before);
  }
  const [assignments] = cases("provisioning/assignments.json").map(({ config }) => config).filter((config) => config?.assignments?.length > 0);
  for (const settings of [{}, { scope: "all", patchFormat: "compliant" }, { scope: "all", accidentalDeletionThreshold: 0, links: { [data("users")[0].id]: "x" } }, { scope: "all", onDemand: true }]) {
    hold("s.Settings", settings);
    for (const configuration of [{ schema, settings }, { settings, assignments }]) {
      const { engine, ...created } = scimwright.Engine.create(configuration);
      hold('Omit<Extract<ReturnType<typeof s.Engine.create>, { ok: true }>, "engine">', created);
      const plan = engine.plan({ users: data("users"), groups: data("groups"), target: data("gong-users-before") });
      hold("s.Plan", plan);
      for (const { id } of data("users")) hold("s.Preview", plan.previews.find(({ source }) => source.id === id));
      const lines = (bytes) => new TextDecoder().decode(bytes).trimEnd().split("\n").map((line) => JSON.parse(line));
      const users = [...data("users").map((user) => JSON.stringify(user)), "nope", "{}"].join("\n");
      for (const line of lines(engine.previewBatch(users))) hold("s.CompactPreview", line);
      for (const line of lines(engine.validateBatch(users))) hold("ReturnType<typeof s.validatePayload>", line);
      hold("ReturnType<s.Engine[\"plan\"]>", engine.plan({ users: "{" }));
      hold("string[]", engine.referencedAttributes());
      hold("s.Request", engine.testConnection("nobody"));
      engine.free();
    }
  }
  // What the JSON Schemas let pass.
  const members = (name) => Object.entries(JSON.parse(readFileSync(join(here, `../node_modules/scimwright/schemas/${name}.json`), "utf8")).properties);
  for (const [name, { examples: [example], anyOf = [] }] of members("settings")) for (const value of anyOf.some(({ type }) => type === "null") ? [example, null] : [example]) hold("s.Settings", { [name]: value });
  for (const [name, { type }] of members("job-state")) hold("s.StartingState", { [name]: { string: "job-state.json", object: {}, array: [] }[type] });
  const unsaid = Object.fromEntries(["now", "seed", "taken", "variables", "defaultDomain", "kind"].map((name) => [name, null]));
  const nulls = [{ name: null, id: null, options: unsaid, expression: "[a]", source: null, expected: null }, { options: null, TargetAttributeName: null, Expression: "[a]", InputAttributes: null, ExpectedResult: null }];
  hold("Parameters<typeof s.testMappings>[0]", nulls);
  assert.equal(call("testMappings", nulls).passed, true);
  hold("s.EvaluateOptions", { ...unsaid, id: null, trace: null, limits: null });
  assert.equal(call("evaluate", "[a]", { a: 1 }, { ...unsaid, id: null, trace: null, limits: null }).ok, true);
  const names = Object.keys(scimwright).map((name) => `${JSON.stringify(name)}: true`);
  writeFileSync(made, `${text()}\n({ ${names.join(", ")} }) satisfies Record<keyof typeof s, true>;\n`);
  try {
    tsc("tsconfig.json");
  } finally {
    if (!process.env.KEEP) rmSync(made);
  }
});

test("usage as a bundler resolves it", () => tsc("tsconfig.bundler.json"));
test("usage in Node without the types of a browser", () => tsc("tsconfig.node.json"));
