// The engine's handle: previews, plans, batches, misuse.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Engine, compareSchemas } from "scimwright";

const data = (name) => JSON.parse(readFileSync(new URL(`../../tests/cases/data/${name}`, import.meta.url), "utf8"));
const user = { id: "u1", displayName: "Ada 😀", userPrincipalName: "ada@x.example", mail: "ada@x.example", givenName: "Ada", surname: "Byron", accountEnabled: true };

function create(options) {
  const made = Engine.create(options);
  assert.equal(made.ok, true, JSON.stringify(made.diagnostics));
  return made.engine;
}

test("one object is previewed against the built-in configuration", () => {
  const engine = create();
  const preview = engine.preview({ source: user });
  assert.equal(preview.reason, "createdNoMatch");
  assert.equal(preview.requests[0].body.userName, "ada@x.example");
  engine.free();
});

test("a compact preview is a preview without its explanations", () => {
  const engine = create({ settings: { scope: "all" } });
  const account = { id: "t1", userName: "other@x.example" };
  for (const source of [...data("users.json").value, ...data("groups.json").value]) {
    for (const more of [{}, { target: account }, { kind: "user" }]) {
      const { diagnostics, ...whole } = engine.preview({ source, ...more });
      const { findings = [], ...compact } = engine.preview({ source, ...more, compact: true });
      assert.deepEqual(findings, diagnostics.map(({ code }) => code));
      for (const name of ["source", "action", "status", "reason", "requests"]) assert.deepEqual(compact[name], whole[name]);
      assert.equal("log" in compact, false);
    }
  }
  for (const source of ["{", "[]", `{"id":"a","id":"b"}`]) assert.deepEqual(engine.preview({ source, compact: true }).diagnostics, engine.preview({ source }).diagnostics);
  assert.throws(() => engine.preview({ source: user, compact: "yes" }), { code: "invalid_argument", message: /compact must be true or false/ });
  engine.free();
});

test("the sample tenant is planned, and the state carries on", () => {
  const engine = create({ schema: data("gong-schema.json") });
  const cycle = { users: data("users.json"), groups: data("groups.json"), target: data("gong-users-before.json") };
  const plan = engine.plan(cycle);
  assert.equal(plan.previews.length, 31);
  const next = engine.plan({ ...cycle, target: undefined, state: plan.state });
  assert.ok(!next.previews.some((preview) => preview.reason === "createdNoMatch"));
});

test("batches keep their lines", () => {
  const engine = create({ settings: { scope: "all" } });
  const lines = `${JSON.stringify(user)}\nnope\n`;
  const read = (bytes) => new TextDecoder().decode(bytes).trimEnd().split("\n").map((line) => JSON.parse(line));
  const previews = read(engine.previewBatch(lines));
  assert.equal(previews.length, 2);
  assert.equal(previews[0].action, "create");
  assert.deepEqual(read(engine.previewBatch(new TextEncoder().encode(lines))), previews);
  assert.deepEqual(read(engine.validateBatch('{"userName":"a"}\n{}\n')).map((answer) => answer.valid), [false, false]);
});

test("a refused configuration is an answer, misuse throws", () => {
  const refused = Engine.create({ settings: { scoop: "all" } });
  assert.equal(refused.ok, false);
  assert.equal(refused.diagnostics[0].help, "did you mean `scope`?");
  assert.throws(() => new Engine(), { code: "invalid_argument" });
  const engine = create();
  engine.free();
  engine.free();
  assert.throws(() => engine.preview({ source: user }), { code: "freed" });
});

test("comparing two configurations names who changes", () => {
  const before = data("gong-schema.json");
  const after = JSON.parse(JSON.stringify(before).replaceAll("[jobTitle]", "[department]").replaceAll('"jobTitle"', '"department"'));
  const answer = compareSchemas(before, after, [{ ...user, jobTitle: "A", department: "B" }]);
  assert.deepEqual(answer.changes[0].attributes, [{ target: "title", before: "A", after: "B" }]);
});
