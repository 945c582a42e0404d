// What crosses the package boundary: numbers, offsets, streams. Hostile values are vectors (tests/cases/hostile/boundary.json).

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import * as scimwright from "scimwright";
import { withCeiling } from "../lowered.mjs";

const { Engine, EngineError, parseFilter, validatePayload } = scimwright;
/** What a package takes at most whose own limit of 128 MiB is lowered. */
const CEILING = 4096;
const lowered = () => import(pathToFileURL(join(withCeiling(CEILING), "index.node.js")).href);

// The module passes over text in other steps than the native library does, in its own tests.
test("what ends a run of text, at every place in it", () => {
  for (let before = 0; before < 36; before += 1) {
    for (const sign of ['"', "\\", "/", "\0", "\n", "\u001f", " ", "!", "#", "[", "\u007f", "\u0080", "é", "\u2028", "😀"]) {
      for (const behind of [0, 1, 8, 17]) {
        const a = "x".repeat(before) + sign + "y".repeat(behind);
        assert.equal(scimwright.evaluate("[a]", { a }).value, a, JSON.stringify(a));
      }
    }
    for (const control of ["\n", "\u001f", "\0"]) {
      const text = `{"a":"${"x".repeat(before)}${control}${"y".repeat(20)}"}`;
      assert.equal(scimwright.evaluate("[a]", text).diagnostics[0]?.code, "IN002", JSON.stringify(text));
    }
  }
});

test("lines of every length", () => {
  const { engine } = Engine.create();
  const lines = Array.from({ length: 100 }, (_, length) => `{"id":"u${"é".repeat(length % 3)}${"x".repeat(length)}"}`);
  for (const end of ["\n", "\r\n"]) {
    const told = new TextDecoder().decode(engine.previewBatch(lines.join(end))).trimEnd().split("\n");
    assert.deepEqual(told.map((line) => JSON.parse(line).source.id), lines.map((line) => JSON.parse(line).id));
  }
});

test("a big number keeps its digits, as text", () => {
  const { patch } = scimwright.diff('{"userName":"a","title":"x"}', '{"userName":"a","title":"9007199254740993"}', { kind: "User" });
  assert.match(JSON.stringify(patch), /9007199254740993/);
});

test("names of prototypes are ordinary names", () => {
  for (const name of ["constructor", "toString", "hasOwnProperty", "then", "__proto__"]) {
    assert.equal(scimwright.evaluate(`[${name}]`, {}).outcome, "null", name);
    const own = JSON.parse(`{${JSON.stringify(name)}:"mine"}`);
    assert.equal(scimwright.evaluate(`[${name}]`, own).value, "mine", name);
    const read = scimwright.readObjects(`[{${JSON.stringify(name)}:{"isAdmin":true}}]`).objects[0];
    assert.ok(Object.hasOwn(read, name), name);
    assert.equal({}.isAdmin, undefined);
    assert.equal(scimwright.explain(name).startsWith("there is no"), true);
    assert.throws(() => Engine.create().engine.plan(JSON.parse(`{${JSON.stringify(name)}:1}`)), { code: "invalid_argument" });
  }
});

test("what JSON cannot hold is refused, what it can is as JSON.stringify writes it", () => {
  const value = (source) => scimwright.evaluate("[a]", source).value;
  assert.equal(value({ a: new Date(0) }), "1970-01-01T00:00:00.000Z");
  assert.equal(value('{"a":9007199254740993}'), "9007199254740993");
  assert.equal(value({ a: undefined }), undefined);
  assert.equal(value({ a: new String("x") }), "x");
  assert.equal(value(Object.assign(Object.create(null), { a: "x" })), "x");
  assert.equal(value(new (class { a = "x" })()), "x");
  const opaque = [new Map([["b", 1]]), new Set(), new WeakMap(), new WeakSet(), new ArrayBuffer(1), new SharedArrayBuffer(1), new DataView(new ArrayBuffer(1)), Promise.resolve(1), /x/, new Error("x"), new Blob(["x"]), new URLSearchParams("a=b"), [].values()];
  // What another realm made is the same, though it is no instance of ours.
  opaque.push(runInNewContext("new Map([['b', 1]])"), runInNewContext("new Uint8Array(2)"));
  for (const one of opaque) assert.throws(() => value({ a: one }), { code: "invalid_argument" });
  for (const one of opaque.slice(0, -1)) for (const call of [value, (given) => scimwright.evaluate("[a]", {}, given)]) assert.throws(() => call(one), { code: "invalid_argument" });
  assert.equal(value(runInNewContext("new Uint8Array([123, 34, 97, 34, 58, 53, 125])")), "5");
  for (const source of [{ a: 10n }, { a: NaN }, { a: Infinity }, { a: "\udc00" }, undefined, () => 1, Symbol("a")]) {
    assert.throws(() => value(source), EngineError);
  }
});

test("a function or a symbol in place of a value is misuse, not a value that was left out", () => {
  const payload = { userName: "a" };
  const calls = [
    () => Engine.create({ schema: () => ({ synchronizationRules: [] }) }),
    () => Engine.create({ settings: () => ({ scope: "all" }) }),
    () => Engine.create({ settings: { scope: Symbol("all") } }),
    () => validatePayload(payload, { strict: () => true }),
    () => validatePayload(payload, { kind: Symbol("Group") }),
    () => validatePayload({ ...payload, title: () => "x" }),
    () => validatePayload({ ...payload, emails: [() => "x"] }),
    () => scimwright.evaluate("[a]", { a: Symbol("a") }),
    () => scimwright.evaluate("Now()", {}, { now: () => "2025-03-25T09:00:00Z" }),
    () => scimwright.evaluate("Guid()", {}, { seed: () => 1 }),
  ];
  for (const call of calls) assert.throws(call, { code: "invalid_argument" }, String(call));
  assert.throws(() => scimwright.evaluate("[a]", () => 1), { code: "invalid_argument", message: "source must be a JSON value, not function" });
});

test("what an object of a class does, and how an object is written, is no value", () => {
  class Person {
    userName = "a";
    greet = () => "hello";
    mark = Symbol("mark");
    toString() { return this.userName; }
  }
  const spread = { userName: "a", toJSON() { return { ...this }; } };
  const callable = Object.assign(() => 1, { toJSON: () => ({ userName: "a" }) });
  const foreign = runInNewContext("new (class { userName = 'a'; greet = () => 1; })()");
  for (const one of [new Person(), spread, { ...spread, name: spread }, callable, foreign, new Proxy(new Person(), {})]) {
    assert.deepEqual(validatePayload(one), validatePayload(JSON.stringify(one)));
    assert.equal(scimwright.evaluate("[userName]", one).value, "a");
  }
  assert.ok(Engine.create({ settings: new (class { scope = "all"; describe = () => this.scope; })() }).ok);
  // A literal, of whatever realm, and a list hold nothing but values.
  for (const code of ["({ userName: () => 'a' })", "[() => 'a']", "Object.assign(Object.create(null), { userName() {} })", "new (class { emails = [() => 'a'] })()"]) {
    for (const one of [runInNewContext(code), (0, eval)(code)]) assert.throws(() => validatePayload(one), { code: "invalid_argument" }, code);
  }
  assert.throws(() => validatePayload(Object.defineProperty(() => 1, "toJSON", { get() { throw new Error("boom"); } })), { code: "invalid_argument" });
});

test("methods without their object are misuse, and so is a batch that gives no lines", async () => {
  const { engine } = Engine.create();
  const { resources } = scimwright.Resources.load([]);
  const { preview, plan, free } = engine;
  const { filter } = resources;
  const calls = [
    () => preview({ source: { id: "1" } }), () => plan({}), () => free(), () => filter("a pr"),
    () => engine.previewBatch.call({}, "{}"), () => new Proxy(engine, {}).referencedAttributes(), () => Object.create(resources).count,
  ];
  for (const call of calls) assert.throws(call, { name: "EngineError", code: "invalid_argument" }, String(call));
  const streamed = async (batch) => {
    for await (const _ of ReadableStream.from(["{}\n"]).pipeThrough(scimwright.batchStream(batch)));
  };
  for (const batch of [engine.previewBatch, (lines) => void engine.previewBatch(lines), () => "{}\n", async () => null]) {
    await assert.rejects(streamed(batch), { name: "EngineError", code: "invalid_argument" }, String(batch));
  }
  engine.free();
  resources.free();
});

test("documents of a configuration may be bytes; a Buffer inside a document is no content", () => {
  const encode = (value) => new TextEncoder().encode(JSON.stringify(value));
  const assignments = { assignments: [] };
  for (const write of [encode, (value) => Buffer.from(encode(value))]) {
    const made = Engine.create({ schema: write({ synchronizationRules: [] }) });
    assert.deepEqual([made.document, made.diagnostics[0].code], ["schema", "PV201"]);
    const { engine } = Engine.create({ settings: write({ scope: "all" }), assignments: write(assignments) });
    assert.equal(engine.preview({ source: write({ id: "u", userPrincipalName: "a@x.example" }) }).scope.inScope, true);
    engine.free();
  }
  assert.throws(() => Engine.create({ schema: new Uint8Array([0xff]) }), { code: "not_text" });
  for (const view of [Buffer.from("x"), new Uint8Array(1)]) {
    for (const call of [() => scimwright.evaluate("[a]", { a: view }), () => validatePayload({ a: [view] }), () => Engine.create({ settings: { taken: view } })]) {
      assert.throws(call, { code: "invalid_argument", message: /a view of bytes/ });
    }
  }
});

test("a buffer that was transferred is misuse, not an empty document", () => {
  const { engine } = Engine.create();
  for (const call of [(lines) => engine.previewBatch(lines), (lines) => engine.validateBatch(lines), validatePayload, (target) => engine.preview({ source: {}, target }), (settings) => Engine.create({ settings })]) {
    const gone = new Uint8Array(8);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    assert.throws(() => call(gone), { name: "EngineError", code: "invalid_argument", message: /was transferred/ });
  }
  assert.equal(engine.previewBatch(new Uint8Array()).length, 0);
  engine.free();
});

test("an empty document is given, and holds nothing to read", () => {
  const { engine } = Engine.create({ settings: { scope: "all" } });
  const source = { id: "u", userPrincipalName: "a@x.example" };
  for (const empty of ["", " ", new Uint8Array()]) {
    for (const document of ["users", "groups", "target", "state"]) {
      const { ok, document: refused, diagnostics } = engine.plan({ users: [], [document]: empty });
      assert.deepEqual([ok, refused, diagnostics[0].code], [false, document, "IN001"]);
    }
    for (const compact of [false, true]) {
      for (const [given, name] of [[{ source, target: empty }, "target"], [{ source: empty }, "source"]]) {
        const { ok, document, diagnostics } = engine.preview({ ...given, compact });
        assert.deepEqual([ok, document, diagnostics[0].code], [false, name, "IN001"]);
      }
    }
    for (const document of ["schema", "settings", "assignments"]) {
      const made = Engine.create({ [document]: empty });
      assert.deepEqual([made.ok, made.document, made.diagnostics[0].code], [false, document, "IN001"]);
    }
    assert.equal(scimwright.assignmentOutcome([], { event: "import" }, empty).document, "before");
  }
  for (const absent of [undefined, null]) {
    assert.equal(engine.preview({ source, target: absent }).action, "create");
    assert.deepEqual(engine.plan({ users: absent, groups: absent, target: absent, state: absent }).previews, []);
  }
  engine.free();
});

test("of several documents the refused one is named", () => {
  const patch = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "replace", path: "nosuch", value: 1 }] };
  for (const [answer, document] of [
    [scimwright.applyPatch("{", {}), "resource"], [scimwright.applyPatch([], {}), "resource"], [scimwright.applyPatch({}, "{"), "request"], [scimwright.applyPatch({}, patch, { mode: "strict" }), "request"],
    [scimwright.diff("{", {}), "before"], [scimwright.diff({}, []), "after"], [scimwright.diff({ foo: 1 }, {}), "before"], [scimwright.diff({}, { foo: 1 }), "after"], [scimwright.compareSchemas("{", {}, []), "before"], [scimwright.assignmentOutcome({}, "{"), "happening"],
    [scimwright.assignmentOutcome("{", {}), "assignments"], [validatePayload("{"), undefined], [Engine.create({ limits: "x" }), undefined],
  ]) assert.deepEqual([answer.ok, answer.document], [false, document], JSON.stringify(answer));
});

test("whatever a caller passes, misuse throws an EngineError of one clean line", async () => {
  const throwing = (what) => ({ get a() { throw what; } });
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const cyclic = {};
  cyclic.self = cyclic;
  const { engine } = Engine.create();
  const calls = [
    () => validatePayload(throwing(undefined)), () => validatePayload(throwing("text")), () => validatePayload(throwing(new Error("a\nb\u202e"))),
    () => validatePayload({}, throwing(null)), () => validatePayload({}, { get limits() { throw 1; } }), () => validatePayload({}, { limits: { get fuel() { throw 1; } } }),
    () => validatePayload(revoked), () => validatePayload({}, revoked), () => parseFilter(revoked), () => parseFilter("a pr", { limits: revoked }), () => engine.preview(revoked),
    () => validatePayload(cyclic), () => validatePayload(new ArrayBuffer(8)), () => validatePayload(new Uint16Array(2)), () => validatePayload(Promise.resolve({})), () => validatePayload({ a: /x/ }),
    () => engine.preview({ get source() { throw 1; } }), () => engine.preview({ source: {}, kind: 10n }), () => engine.preview({ source: {}, kind: cyclic }), () => engine.preview({ source: {}, [`\u202e\u0007${"x".repeat(5000)}`]: 1 }),
    () => scimwright.validateObjects(revoked), () => scimwright.validateObjects([{}]), () => validatePayload(throwing({ get message() { throw 1; } })), () => validatePayload(throwing(revoked)),
    () => engine.preview({ source: {}, kind: `\u001b[31m\u2028${"y".repeat(5000)}` }), () => scimwright.complete(cyclic, "a", 0),
  ];
  for (const [at, call] of calls.entries()) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof EngineError, `${at}: ${error}`);
      assert.doesNotMatch(error.message, /[\p{Cc}\u2028\u2029\u202e]/u, String(at));
      return error.code === "invalid_argument" && error.message.length <= 1024;
    }, String(at));
  }
  engine.free();
});

test("limits are whole numbers above zero, whoever writes them", () => {
  for (const limits of [[], [1], { fuel: 2 ** 64 }, { fuel: 1e300 }, { fuel: -(2 ** 64) }, { fuel: 0 }, { fuel: 1.5 }, { fuel: NaN }, { fuel: "5" }, { nesting: 257 }, { regexNesting: 257 }, { fool: 1 }]) {
    for (const answer of [Engine.create({ limits }), validatePayload({}, { limits })]) assert.equal(answer.ok === false && answer.diagnostics[0].code, "LM010", JSON.stringify(limits));
  }
});

test("what is refused has its place in what the caller wrote", () => {
  const refused = (answer) => [answer.ok, answer.diagnostics[0].at?.pointer];
  for (const seed of [2 ** 64, 1e21, Infinity, -Infinity, NaN, 1.5, -1, "1"]) assert.deepEqual(refused(scimwright.evaluate("Guid()", {}, { seed })), [false, "/seed"], String(seed));
  assert.deepEqual(refused(Engine.create({ limits: "x" })), [false, "/limits"]);
  assert.deepEqual(refused(Engine.create({ settings: { now: "x" } })), [false, "/now"]);
  for (const fuel of [1e21, 2 ** 63, -1]) {
    const found = Engine.create({ limits: { fuel } });
    assert.deepEqual([...refused(found), found.diagnostics[0].message], [false, "/limits/fuel", "the limit `fuel` must be a whole number above zero, below 2^63"]);
  }
  assert.deepEqual(refused(scimwright.report([{ diagnostics: [] }])), [false, "/0/name"]);
  assert.deepEqual(refused(scimwright.report([{ name: "a" }])), [false, "/0/diagnostics"]);
  assert.deepEqual(refused(scimwright.report([{ name: "a", diagnostics: [{}] }])), [false, "/0/diagnostics/0/code"]);
  assert.deepEqual(refused(scimwright.report([{ name: "a", diagnostics: [{ code: "IN002", severity: "fatal" }] }])), [false, "/0/diagnostics/0/severity"]);
});

test("what is inherited is no option, and an object that inherits all it has is no object of options", () => {
  const inherited = class { get now() { return "soon"; } get zzz() { return 1; } };
  assert.equal(scimwright.evaluate("Now()", {}, Object.assign(new inherited(), { trace: false })).outcome, "value");
  const { engine } = Engine.create();
  const { resources } = scimwright.Resources.load([]);
  for (const value of [new inherited(), new (class extends inherited {})(), engine, resources, Object.create({ scope: "all" }), Object.create(Object.create({ scope: "all" })), new Boolean(false), new Number(1), new String("")]) {
    for (const call of [(options) => scimwright.evaluate("Now()", {}, options), Engine.create, (options) => parseFilter("a pr", options), (input) => engine.plan(input), (options) => scimwright.batchStream((lines) => lines, options)]) {
      assert.throws(() => call(value), { name: "EngineError", code: "invalid_argument" }, String(call));
    }
    // Nor are its members those of a document.
    if (typeof value.valueOf() === "object") for (const call of [validatePayload, (settings) => Engine.create({ settings }), (limits) => Engine.create({ limits })]) assert.throws(() => call(value), { code: "invalid_argument" }, String(call));
  }
  // What an object does is no content.
  class Doer { full() { return "x"; } }
  for (const nothing of [{}, Object.create(null), new (class {})(), new Doer(), new (class extends Doer {})(), runInNewContext("({})"), runInNewContext("new (class { full() {} })()")]) {
    assert.equal(Engine.create(nothing).ok, true);
    assert.deepEqual(validatePayload({ userName: "a", name: nothing }), validatePayload('{"userName":"a","name":{}}'));
  }
  engine.free();
  resources.free();
});

test("what is given and has no JSON form is refused, not left out", () => {
  const nothing = { toJSON: () => undefined };
  for (const value of [new Date(NaN), runInNewContext("new Date(NaN)"), nothing]) {
    const calls = [
      () => scimwright.evaluate("[hired]", { hired: value }), () => scimwright.evaluate("[hired]", value), () => scimwright.evaluate("Now()", {}, { now: value }),
      () => validatePayload({}, { kind: value }), () => scimwright.evaluate("Guid()", {}, { seed: value }),
      ...["schema", "settings", "assignments"].map((name) => () => Engine.create({ [name]: value })),
      ...["users", "groups", "target", "state"].map((name) => () => Engine.create().engine.plan({ [name]: value })),
    ];
    for (const call of calls) assert.throws(call, { name: "EngineError", code: "invalid_argument" }, String(call));
  }
  assert.throws(() => scimwright.evaluate("[hired]", { hired: new Date(NaN) }), { message: "hired is a Date of no time" });
  assert.equal(scimwright.evaluate("[a]", { a: { toJSON: () => null } }).outcome, "null");
  // Only what says so is nested too deeply.
  assert.throws(() => validatePayload({ get a() { throw new RangeError("Invalid string length"); } }), { message: "payload cannot be written as JSON: Invalid string length" });
});

test("classes have the names they are exported by", () => {
  for (const [name, value] of Object.entries(scimwright)) if (/^[A-Z]/.test(name)) assert.equal(value.name, name);
});

test("what is undefined or null is not given", () => {
  assert.equal(validatePayload({}, { limits: { fuel: undefined }, strict: undefined, kind: null }).ok, true);
  for (const now of [undefined, null]) assert.equal(scimwright.evaluate("Now()", {}, { now }).outcome, "value");
});

test("seeds are whole numbers of 64 bits, as on the command line", () => {
  assert.equal(scimwright.evaluate("Guid()", {}, { seed: -1 }).diagnostics[0].code, "IN008");
  assert.equal(scimwright.evaluate("Guid()", {}, { seed: 2 ** 63 }).ok, true);
  const guid = (seed) => scimwright.evaluate("Guid()", {}, { seed });
  assert.equal(guid(7n).value, guid(7).value);
  assert.notEqual(guid(2n ** 64n - 1n).value, guid(2n ** 64n - 2n).value);
  for (const seed of [-1n, 2n ** 64n]) assert.equal(guid(seed).diagnostics[0].at.pointer, "/seed");
});

test("an account given to a preview is one resource with an id", () => {
  const { engine } = Engine.create({ settings: { scope: "all" } });
  for (const target of [[], {}, 5, { Resources: [{ id: "1" }] }]) assert.equal(engine.preview({ source: { id: "u" }, target }).diagnostics[0].code, "IN008");
  engine.free();
});

test("ten megabytes of text", () => {
  const long = "é".repeat(5_000_000);
  assert.equal(validatePayload({ userName: long }, { kind: "User" }).ok, true);
  assert.equal(parseFilter(`userName eq "${long}"`).diagnostics[0].code, "LM001");
  assert.equal(scimwright.evaluate(`"${long}"`, {}).diagnostics[0].code, "LM001");
  assert.equal(scimwright.readObjects(JSON.stringify([{ a: long }])).objects[0].a, long);
  assert.equal(validatePayload({ userName: long + long }).diagnostics[0].code, "LM001");
});

test("bytes of a document are UTF-8, or what a byte-order mark says", () => {
  const text = JSON.stringify({ synchronizationRules: [], note: "é😀" });
  const little = Buffer.from(`\ufeff${text}`, "utf16le");
  const big = Buffer.from(little).swap16();
  const expected = scimwright.checkSchema(text);
  for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), little, big, new Uint8Array(little), new Uint8Array(big)]) {
    assert.deepEqual(scimwright.checkSchema(bytes), expected);
    assert.equal(Engine.create({ schema: bytes }).diagnostics[0].code, "PV201");
  }
  // A text that ends inside a character, and half a pair, have no form.
  for (const broken of [little.subarray(0, -1), Buffer.from([0xfe, 0xff, 0xd8, 0x00, 0x00, 0x20])]) {
    assert.throws(() => scimwright.checkSchema(broken), { code: "not_text", message: /UTF-16/ });
  }
  // Without a mark they are read as UTF-8.
  assert.throws(() => scimwright.checkSchema(little.subarray(2)), { code: "not_text", message: /UTF-8/ });
});

test("bytes are UTF-8, half characters are refused with their place", () => {
  assert.equal(validatePayload(new TextEncoder().encode('{"userName":"é"}'), { kind: "User" }).ok, true);
  assert.throws(() => validatePayload(new Uint8Array([0x22, 0xc3, 0x22])), { code: "not_text" });
  assert.throws(() => parseFilter('a eq "😀\ud83d"'), { code: "lone_surrogate", message: /offset 8$/ });
  // A half is one wherever it stands in an object: in a value, in a name, beside what is looked at member by member.
  for (const payload of [{ a: "b\ud83d" }, { "b\ud83d": "a" }, { a: [{ "b\ud83d": 1 }], date: new Date(0) }]) assert.throws(() => validatePayload(payload), { code: "lone_surrogate", message: /offset 1$/ });
});

test("names that nobody reads are refused", () => {
  const { engine } = Engine.create();
  const misuse = { name: "EngineError", code: "invalid_argument" };
  assert.throws(() => engine.preview({ source: {}, sorce: {} }), misuse);
  assert.throws(() => engine.preview({ source: {}, kind: "robot" }), misuse);
  assert.throws(() => engine.plan({ user: [] }), misuse);
  assert.throws(() => engine.plan([]), misuse);
  assert.throws(() => scimwright.complete("filter", "a", 0), misuse);
  assert.throws(() => scimwright.complete("expression", "a", -1), misuse);
  assert.throws(() => scimwright.hover("expression", "a", 0, { attribute: [] }), misuse);
  assert.throws(() => scimwright.batchStream(), misuse);
  assert.throws(() => scimwright.batchStream((lines) => lines, { byte: 1 }), misuse);
  assert.throws(() => parseFilter("a pr", "strict"), misuse);
  const refused = (answer) => answer.ok === false && answer.diagnostics[0].code;
  const wrong = { zzz: 1 };
  for (const answer of [
    parseFilter("a pr", wrong), scimwright.parsePath("a", wrong), scimwright.resolvePath("a", wrong), scimwright.filterMatches("a pr", {}, wrong),
    scimwright.applyPatch({}, {}, wrong), scimwright.diff({}, {}, wrong), validatePayload({}, wrong), scimwright.evaluate("[a]", {}, wrong),
    scimwright.checkExpression("[a]", wrong), scimwright.checkSchema("{}", wrong), scimwright.readSchema("{}", wrong), scimwright.report([], wrong), Engine.create(wrong),
  ]) assert.equal(refused(answer), "IN008", JSON.stringify(answer));
  assert.equal(refused(Engine.create({ settings: wrong })), "PV101");
  engine.free();
});

test("an object whose members are not its content is no object of options, and what reading one throws is told", () => {
  const { engine } = Engine.create();
  const calls = [
    (value) => scimwright.evaluate("Now()", {}, value), (value) => scimwright.parseExpression({ expression: "Now()" }, value),
    (value) => parseFilter("a pr", value), (value) => Engine.create(value), (value) => engine.plan(value), (value) => engine.preview(value),
  ];
  const throwing = (get) => [Object.defineProperty({}, "now", { get, enumerable: true }), new Proxy({}, { ownKeys: get })];
  const odd = [new Map([["now", "2026-03-01T09:00:00Z"]]), new Date(0), new Set(), new Uint8Array(2), ...throwing(() => { throw 1; }), ...throwing(() => { throw new Error("boom"); })];
  for (const call of calls) for (const value of odd) assert.throws(() => call(value), { name: "EngineError", code: "invalid_argument" });
  assert.throws(() => scimwright.evaluate("Now()", {}, new Map()), { message: "options must be a plain object, not a Map" });
  for (const batch of [(lines) => engine.previewBatch(lines), (lines) => engine.validateBatch(lines)]) {
    assert.throws(() => batch({}), { code: "invalid_argument", message: "ndjson must be a string or a Uint8Array, not an object" });
  }
  engine.free();
});

test("what is no resource satisfies no filter: it is refused", () => {
  for (const value of [null, 1, [], [{ userName: "a" }], "[]"]) {
    assert.equal(scimwright.filterMatches("userName pr", value).diagnostics[0].code, "IN008", JSON.stringify(value));
  }
});

test("offsets count UTF-16 units", () => {
  const lead = 'Append("😀e\u0301", ';
  const { diagnostics } = parseFilter('displayName eq "😀e\u0301" x');
  assert.equal(diagnostics[0].at.span.start, 'displayName eq "😀e\u0301" '.length);
  const { at } = scimwright.checkExpression(`${lead}Swich([a]))`).diagnostics[0];
  assert.deepEqual([at.span.start, at.span.column], [lead.length, lead.length + 1]);
  assert.equal(scimwright.highlight('Join("😀e\u0301", [a])').tokens.find(({ kind }) => kind === "attribute").start, 'Join("😀e\u0301", '.length);
  const [proposal] = scimwright.complete("expression", 'Join("😀", ToUp', 'Join("😀", ToUp'.length);
  assert.deepEqual([proposal.label, proposal.replace.start, proposal.replace.end], ["ToUpper", 'Join("😀", '.length, 'Join("😀", ToUp'.length]);
  assert.equal(scimwright.hover("expression", 'Join("😀", ToUpper([a]))', 'Join("😀", To'.length).span.start, 'Join("😀", '.length);
  const { trace } = scimwright.evaluate('Append("😀", [a])', { a: "x" }, { trace: true });
  assert.equal(trace.steps[1].span.start, 'Append("😀", '.length);
});

test("a stream answers line by line, wherever the chunks end", async () => {
  const { engine } = Engine.create({ settings: { scope: "all" } });
  const lines = ["{}", '{"userName":"é😀"}', "nope", "", JSON.stringify({ id: "1", userPrincipalName: "ü@x.example" }), "x".repeat(50)].join("\r\n");
  const bytes = new TextEncoder().encode(lines);
  const through = async (method, chunks, size) => {
    const source = new ReadableStream({ start(controller) { chunks.forEach((chunk) => controller.enqueue(chunk)); controller.close(); } });
    const decoder = new TextDecoder();
    let text = "";
    for await (const part of source.pipeThrough(scimwright.batchStream((part) => engine[method](part), { bytes: size }))) text += decoder.decode(part, { stream: true });
    return text;
  };
  for (const method of ["validateBatch", "previewBatch"]) {
    const whole = new TextDecoder().decode(engine[method](bytes));
    assert.equal(whole.trimEnd().split("\n").length, 6, whole);
    assert.equal(new TextDecoder().decode(engine[method](lines)), whole);
    for (const step of [1, 3, 7, 1000]) {
      const chunks = [];
      for (let at = 0; at < bytes.length; at += step) chunks.push(bytes.slice(at, at + step));
      for (const size of [1, 5, 40, undefined]) assert.equal(await through(method, chunks, size), whole, `${method}: chunks of ${step}, buffer of ${size}`);
    }
    assert.equal(await through(method, lines.split(/(?<=\n)/), 5), whole);
  }
  engine.free();
});

test("a stream takes text cut anywhere, a batch that answers later, and refuses what is no size", async () => {
  const { engine } = Engine.create();
  const through = async (chunks, batch) => {
    const answers = [];
    for await (const part of ReadableStream.from(chunks).pipeThrough(scimwright.batchStream(batch, { bytes: 1 }))) answers.push(new TextDecoder().decode(part));
    return answers.join("");
  };
  const now = (lines) => engine.validateBatch(lines);
  const later = async (lines) => {
    await new Promise((done) => setTimeout(done, 1));
    return now(lines);
  };
  const text = '{"userName":"😀"}\n{"userName":"b"}\n';
  const whole = new TextDecoder().decode(now(text));
  // Some cuts fall between the halves of the emoji.
  for (let at = 0; at <= text.length; at += 1) for (const batch of [now, later]) assert.equal(await through([text.slice(0, at), text.slice(at)], batch), whole, String(at));
  for (const chunks of [["\ud83d"], ["\ud83d", "x"], ["\ud83d", new Uint8Array(1)], ["\udc00"]]) await assert.rejects(through(chunks, now), { code: "lone_surrogate" });
  await assert.rejects(through(["{}\n"], async () => { throw new Error("boom"); }), { message: "boom" });
  for (const bytes of ["x", NaN, -1, 0.5]) assert.throws(() => scimwright.batchStream(now, { bytes }), { code: "invalid_argument" });
  engine.free();
});

test("an empty chunk between the halves of a character is nothing", async () => {
  const text = async (chunks) => {
    let all = "";
    for await (const part of ReadableStream.from(chunks).pipeThrough(scimwright.batchStream((lines) => lines))) all += new TextDecoder().decode(part);
    return all;
  };
  for (const empty of ["", new Uint8Array()]) assert.equal(await text(["\ud83d", empty, "\ude00\n"]), "😀\n");
});

test("a line longer than a batch may be is told as such, and no batch is longer", async () => {
  const { batchStream } = await lowered();
  const through = async (chunks, options) => {
    const batches = [];
    for await (const part of ReadableStream.from(chunks).pipeThrough(batchStream((lines) => lines.slice(), options))) batches.push(part);
    assert.ok(batches.every((part) => part.length <= CEILING));
    return Buffer.concat(batches).toString();
  };
  const line = (length) => `${"x".repeat(length - 1)}\n`;
  for (const options of [{ bytes: 1 }, { bytes: 100 }, { bytes: 2 ** 30 }]) {
    for (const lines of [line(CEILING), line(3) + line(CEILING) + line(5), `${line(CEILING)}${line(CEILING)}`, `${line(7)}${"x".repeat(CEILING)}`, "é\n".repeat(CEILING)]) {
      // A chunk may be longer than a batch.
      for (const whole of [lines, Buffer.from(lines)]) assert.equal(await through([whole], options), lines);
      for (const step of [1, 1000, CEILING - 1, CEILING]) {
        const bytes = Buffer.from(lines);
        const chunks = Array.from({ length: Math.ceil(bytes.length / step) }, (_, at) => bytes.subarray(at * step, (at + 1) * step));
        assert.equal(await through(step > 1 ? chunks : [lines.slice(0, CEILING), lines.slice(CEILING)], options), lines);
      }
    }
    const tooLong = { code: "input_too_long", message: `a line has more than ${CEILING} bytes` };
    for (const chunks of [["x".repeat(CEILING), "x"], ["a\n", "x".repeat(CEILING), "x\n"], ["é".repeat(CEILING)], ["x".repeat(CEILING + 1)], [new Uint8Array(CEILING + 1)]]) await assert.rejects(through(chunks, options), tooLong);
  }
});

test("bytes that are too many are told as such, not as another thing", async () => {
  const { validatePayload, Engine } = await lowered();
  const many = new Uint8Array(CEILING + 1).fill(0x20);
  for (const call of [() => validatePayload(many), () => Engine.create({ schema: many })]) assert.throws(call, { code: "input_too_long" });
});

test("one line out for one line in, blank ones too", () => {
  const { engine } = Engine.create();
  for (const [lines, count] of [["", 0], ["\n", 1], ["\r\n", 1], ["\n\n", 2], ["{}", 1], ["{}\n", 1]]) {
    for (const method of ["previewBatch", "validateBatch"]) assert.equal(engine[method](lines).filter((byte) => byte === 10).length, count, `${method} ${JSON.stringify(lines)}`);
  }
  engine.free();
});

test("the chunks of a stream are the writer's again once they are written", async () => {
  const { engine } = Engine.create();
  const { readable, writable } = scimwright.batchStream((lines) => engine.validateBatch(lines));
  const answers = new Response(readable).text();
  const writer = writable.getWriter();
  for (const make of [(length) => new Uint8Array(length), Buffer.alloc]) {
    const chunk = make(3);
    for (const text of ["{}\n", "[1]", "\n{}", "\n\n\n"]) {
      new TextEncoder().encodeInto(text, chunk);
      await writer.write(chunk);
    }
  }
  await writer.close();
  assert.equal(await answers, new TextDecoder().decode(engine.validateBatch("{}\n[1]\n{}\n\n\n".repeat(2))));
  engine.free();
});

test("long answers come whole; too many bytes at once are refused", () => {
  const { engine } = scimwright.Engine.create({});
  const line = `{"id":"u","unknown1":1,"unknown2":2,"emails":[{"value":"x"}]}\n`;
  const count = 100_000;
  const answers = engine.validateBatch(Buffer.from(line.repeat(count)));
  const first = answers.subarray(0, answers.indexOf(10) + 1);
  assert.equal(JSON.parse(new TextDecoder().decode(first)).valid, false);
  assert.equal(answers.length, first.length * count);
  assert.ok(answers.length > 2 ** 27);
  assert.deepEqual(answers.subarray(-first.length), first);
  assert.throws(() => engine.validateBatch(new Uint8Array(2 ** 27 + 1)), { name: "EngineError", code: "input_too_long" });
  engine.free();
});
