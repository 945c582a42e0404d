// Traps never poison: a typed error, a new instance, dead handles that say so; a used-up stack; handles after `free`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import binaryen from "binaryen";
import { Engine, EngineError, version } from "scimwright";
import { createGlue } from "../node_modules/scimwright/instance.js";
import { UNINITIALISED, fresh } from "../fresh.mjs";

const bytes = readFileSync(new URL("../node_modules/scimwright/engine_bg.wasm", import.meta.url));

/** The module with exports that do nothing but trap. */
function damaged(...names) {
  const module = binaryen.readBinary(bytes);
  const { BulkMemory, NontrappingFPToInt, SignExt, MutableGlobals, ReferenceTypes, Multivalue } = binaryen.Features;
  module.setFeatures(BulkMemory | NontrappingFPToInt | SignExt | MutableGlobals | ReferenceTypes | Multivalue);
  for (const name of names) {
    const { value } = binaryen.getExportInfo(module.getExport(name));
    binaryen.Function.setBody(module.getFunction(value), module.unreachable());
  }
  return module.emitBinary();
}

test("a trap is a typed error, the next call works, older handles say they are dead", async () => {
  const seen = await fresh((scimwright, module) => {
    const caught = (call) => {
      try {
        call();
        return "nothing thrown";
      } catch (error) {
        const { name, code, message, cause } = error;
        return { name, code, message, cause: cause?.constructor.name, isError: error instanceof Error && error instanceof scimwright.EngineError };
      }
    };
    scimwright.initSync(module);
    const { engine } = scimwright.Engine.create();
    const before = engine.referencedAttributes().length;
    // What reads filters belongs to an instance too.
    const filtered = () => scimwright.parseFilter('a pr and b eq "c"').filter.args[1].value;
    filtered();
    const trap = caught(() => scimwright.explain("EX201"));
    const first = caught(() => engine.referencedAttributes()).code;
    const answers = [1, 2, 3].map(() => {
      caught(() => scimwright.explain("EX201"));
      return scimwright.evaluate("[a]", { a: "b" }).value + filtered();
    });
    const stale = ["referencedAttributes", "previewBatch", "validateBatch"].map((method) => caught(() => engine[method]("{}")).code);
    stale.push(caught(() => engine.preview({ source: {} })).code, caught(() => engine.plan({})).code);
    const freed = caught(() => { engine.free(); engine.free(); });
    const next = scimwright.Engine.create().engine.referencedAttributes().length;
    return { before, trap, first, answers, stale, freed, afterFree: caught(() => engine.preview({ source: {} })).code, next };
  }, { entry: UNINITIALISED, data: damaged("explain") });
  assert.deepEqual({ ...seen.trap, message: undefined }, { name: "EngineTrapError", code: "trap", message: undefined, cause: "RuntimeError", isError: true });
  assert.match(seen.trap.message, /bug in scimwright/);
  assert.equal(seen.first, "stale_handle");
  assert.deepEqual(seen.answers, ["bc", "bc", "bc"]);
  assert.deepEqual(seen.stale, Array(5).fill("stale_handle"));
  assert.equal(seen.freed, "nothing thrown");
  assert.equal(seen.afterFree, "freed");
  assert.equal(seen.next, seen.before);
});

test("a handle that is collected is freed, but not in an instance that was dropped", async () => {
  const run = async (scimwright, { module, isDropped }) => {
    const { setFlagsFromString } = await import("node:v8");
    setFlagsFromString("--expose-gc");
    scimwright.initSync(module);
    // As long as one handle is held, so is the registry that frees the others.
    const { engine } = scimwright.Engine.create();
    scimwright.Engine.create();
    try {
      if (isDropped) scimwright.explain("EX201");
    } catch {
      // The instance is gone.
    }
    const collect = (await import("node:vm")).runInNewContext("gc");
    for (let round = 0; round < 20; round += 1) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return `still here, ${typeof engine.free}`;
  };
  const module = damaged("explain", "__wbg_engine_free");
  assert.equal(await fresh(run, { entry: UNINITIALISED, data: { module, isDropped: true } }), "still here, function");
  // That the test could fail: in a live instance the same call is made, and its trap ends the worker.
  await assert.rejects(fresh(run, { entry: UNINITIALISED, data: { module, isDropped: false } }), { name: "RuntimeError" });
});

test("a module of something else is told, and the right one is taken afterwards", async () => {
  const seen = await fresh(async (scimwright, bytes) => {
    const told = (call) => Promise.resolve().then(call).then(() => "nothing thrown", ({ name, code, message }) => ({ name, code, message }));
    const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    await scimwright.init(empty);
    const wrong = await told(() => scimwright.version());
    const cut = new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError("cut off")) }));
    const lost = await told(() => scimwright.init(cut));
    const refused = await told(() => scimwright.init(new Response("no", { status: 503 })));
    await scimwright.init(bytes);
    return { wrong, lost, refused, engine: scimwright.version().engine };
  }, { entry: UNINITIALISED, data: bytes });
  assert.deepEqual([seen.wrong.name, seen.wrong.code], ["EngineError", "load_failed"]);
  assert.match(seen.wrong.message, /not the engine_bg\.wasm/);
  assert.deepEqual([seen.lost.name, seen.lost.code], ["EngineError", "load_failed"]);
  assert.deepEqual([seen.refused.code, seen.refused.message], ["load_failed", "engine_bg.wasm cannot be fetched: HTTP 503"]);
  assert.equal(seen.engine, version().engine);
});

test("the inline entry has a module, and takes another that it is given", async () => {
  const seen = await fresh(async ({ init, version }) => {
    const other = await init(Uint8Array.of(0, 97)).catch(({ code }) => code);
    await init();
    return [other, version().engine];
  }, { entry: "scimwright/inline" });
  assert.deepEqual(seen, ["load_failed", version().engine]);
});

test("a stack used up again and again leaves a package that works", async () => {
  const seen = await fresh((scimwright, _, atTheEnd) => {
    // Deep enough that the module needs more of the stack than the error it ends with.
    const deep = `${"ToLower(".repeat(200)}[a]${")".repeat(200)}`;
    const codes = new Set();
    const call = () => scimwright.evaluate(deep, { a: "X" }, { trace: true, limits: { nesting: 256 } }).value;
    for (let round = 0; round < 40; round += 1) {
      try {
        atTheEnd(call);
      } catch (error) {
        codes.add(error instanceof scimwright.EngineTrapError ? "trap" : error.constructor.name);
      }
      if (call() !== "x") return { round };
    }
    return { codes: [...codes], answer: call(), filter: scimwright.filterMatches('userName eq "canary"', { userName: "canary" }).matches };
  }, { stackMb: 1 });
  assert.equal(seen.answer, "x");
  assert.equal(seen.filter, true);
  // Where the stack ends before the module is entered, the argument could not be written.
  assert.ok(seen.codes.includes("trap"));
  assert.deepEqual(seen.codes.filter((code) => !["trap", "EngineError"].includes(code)), []);
});

test("a handle that met the end of the stack works or says that it is dead", async () => {
  const seen = await fresh((scimwright, _, atTheEnd) => {
    const source = JSON.stringify({ id: "u1", userPrincipalName: "ada@x.example", mail: "ada@x.example", givenName: "Ada", surname: "Byron" });
    const create = () => scimwright.Engine.create({ settings: { scope: "all" } }).engine;
    let engine = create();
    const call = () => engine.preview({ source }).reason;
    const ends = new Set();
    for (let round = 0; round < 10; round += 1) {
      try {
        ends.add(atTheEnd(call));
      } catch (error) {
        ends.add(error.code);
      }
      try {
        ends.add(call());
      } catch (error) {
        ends.add(error.code);
      }
      // What a broken call left borrowed cannot be freed.
      engine.free();
      engine = create();
    }
    return [...ends];
  }, { stackMb: 1 });
  assert.deepEqual(seen.filter((end) => !["createdNoMatch", "trap", "stale_handle", "invalid_argument"].includes(end)), []);
});

// Robustness: everything within the default limits on a stack of 400 KiB; the highest nesting on one of 2 MiB.
for (const { stackMb, nesting } of [{ stackMb: 0.4, nesting: 64 }, { stackMb: 2, nesting: 256 }]) {
  test(`a stack of ${stackMb} MiB is enough for ${nesting} open brackets`, async () => {
    const seen = await fresh((scimwright, nesting) => {
      const limits = { nesting, filterBytes: 300_000, expressionBytes: 300_000 };
      const filter = (depth) => `${"(".repeat(depth)}userName pr${")".repeat(depth)}`;
      const expression = (depth) => `${"Not(".repeat(depth - 1)}[a]${")".repeat(depth - 1)}`;
      const document = (depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
      const code = (answer) => (answer.ok ? "ok" : answer.diagnostics[0].code);
      const at = (depth) => [
        code(scimwright.parseFilter(filter(depth), { limits })), code(scimwright.filterMatches(filter(depth), { userName: "a" }, { limits })),
        code(scimwright.checkExpression(expression(depth), { limits })), code(scimwright.evaluate(expression(depth), { a: true }, { limits, trace: true })),
        code(scimwright.validatePayload(document(depth), { limits })),
      ];
      const backtracking = code(scimwright.evaluate('Replace([a], , "(a+)+$", , "x", , )', { a: `${"a".repeat(30)}b` }));
      return { within: at(nesting), beyond: [...at(nesting + 1), ...at(30_000)], backtracking };
    }, { data: nesting, stackMb });
    assert.deepEqual(seen.within, Array(5).fill("ok"));
    assert.deepEqual(seen.beyond, Array(10).fill("LM002"));
    assert.ok(["ok", "LM009"].includes(seen.backtracking), seen.backtracking);
  });
}

test("handles: free, dispose, use after free", () => {
  const { engine } = Engine.create();
  const uses = {
    preview: () => engine.preview({ source: {} }), plan: () => engine.plan({}), previewBatch: () => engine.previewBatch("{}"),
    validateBatch: () => engine.validateBatch("{}"), referencedAttributes: () => engine.referencedAttributes(),
    testConnection: () => engine.testConnection("nobody"),
  };
  for (const use of Object.values(uses)) use();
  engine[Symbol.dispose]();
  for (const [name, use] of Object.entries(uses)) assert.throws(use, { name: "EngineError", code: "freed" }, name);
  engine.free();
});

test("the entry that waits for init says so, loads once, and survives a failed load", async () => {
  const seen = await fresh(async (scimwright, module) => {
    const code = (error) => error.code;
    const attempt = async (call) => { try { await call(); return "done"; } catch (error) { return code(error); } };
    const seen = [await attempt(() => scimwright.version()), await attempt(() => scimwright.initSync()), await attempt(() => scimwright.initSync(new Uint8Array([1, 2, 3])))];
    seen.push(await attempt(() => scimwright.init(new Uint8Array([0, 97]))), await attempt(() => scimwright.init(new Response("", { status: 404 }))));
    seen.push(await attempt(() => scimwright.init("no address")), await attempt(() => scimwright.init("http://127.0.0.1:1/engine_bg.wasm")));
    const first = scimwright.init({ module_or_path: Promise.resolve(module) });
    seen.push(first === scimwright.init(module) ? "one promise" : "two promises");
    await first;
    await scimwright.init();
    scimwright.initSync(module);
    return [...seen, scimwright.version().engine];
  }, { entry: UNINITIALISED, data: bytes });
  assert.deepEqual(seen, ["not_initialised", "invalid_argument", "load_failed", "load_failed", "load_failed", "load_failed", "load_failed", "one promise", version().engine]);
});

test("what is no module is misuse, and what is not needed may fail unheard", async () => {
  const seen = await fresh(async (scimwright, module) => {
    const attempt = async (call) => { try { await call(); return "done"; } catch (error) { return error.code; } };
    const wrong = [null, 5, {}, { module: undefined }, { module_or_path: undefined }, { module_or_path: null }, [], Promise.resolve(null)];
    const seen = [];
    for (const one of wrong) seen.push(await attempt(() => scimwright.initSync(one)), await attempt(() => scimwright.init(one)));
    const failing = () => Promise.reject(new Error("not needed"));
    const first = scimwright.init(new Response(module, { headers: { "content-type": "application/wasm; charset=utf-8" } }));
    for (const late of [failing(), { module_or_path: failing() }]) scimwright.init(late);
    await first;
    for (const late of [failing(), { module_or_path: failing() }]) await scimwright.init(late);
    // An error that nobody hears would end the Worker by now.
    await new Promise((done) => setTimeout(done, 20));
    return [...new Set(seen), scimwright.version().engine];
  }, { entry: UNINITIALISED, data: bytes });
  assert.deepEqual(seen, ["invalid_argument", version().engine]);
});

test("a response in the wrong type, or with parameters in it, is compiled whole", async () => {
  const seen = [];
  for (const type of ["application/wasm", "Application/WASM", "application/wasm; charset=utf-8", "application/octet-stream"]) {
    seen.push(await fresh(async (scimwright, [module, type]) => {
      await scimwright.init(new Response(module, { headers: { "content-type": type } }));
      return scimwright.version().engine;
    }, { entry: UNINITIALISED, data: [bytes, type] }));
  }
  assert.deepEqual(seen, Array(4).fill(version().engine));
});

test("the entries that are ready ask for nothing", async () => {
  const seen = await fresh(async (scimwright) => {
    for (const source of [undefined, null, Promise.reject(new Error("not needed"))]) await scimwright.init(source);
    await new Promise((done) => setTimeout(done, 20));
    return scimwright.version().engine;
  });
  assert.equal(seen, version().engine);
});

test("the module has at most 2 GiB of memory", () => {
  const { memory } = createGlue().initSync({ module: bytes });
  const [most, now] = [2 ** 31 / 65536, memory.buffer.byteLength / 65536];
  assert.throws(() => memory.grow(most - now + 1), RangeError);
});

test("memory stays where it is over many calls", () => {
  const glue = createGlue();
  const { memory } = glue.initSync({ module: bytes });
  const user = JSON.stringify({ id: "u", userPrincipalName: "a@x.example", mail: "a@x.example", givenName: "Ada", surname: "Byron" });
  const engine = new glue.Engine('{"settings":{"scope":"all"}}');
  const round = () => {
    engine.preview(user, "user", "");
    engine.previewBatch(Buffer.from(`${user}\nnope\n`), { push: (piece) => assert.ok(piece.length > 0) });
    glue.evaluate('Replace([a], , "(?<x>b+)", , "${x}", , )', '{"a":"abba"}', '{"trace":true}');
    glue.parseFilter('emails[type eq "work"].value co "x"', "{}");
    glue.validatePayload('{"userName":1', "{}");
    glue.checkSchema("{}", "{}");
  };
  for (let warm = 0; warm < 200; warm += 1) round();
  const before = memory.buffer.byteLength;
  for (let call = 0; call < 3000; call += 1) round();
  assert.ok(memory.buffer.byteLength - before <= 65536, `grew by ${memory.buffer.byteLength - before} bytes`);
  engine.free();
});

test("errors are errors", () => {
  const error = new EngineError("freed", "x", "why");
  assert.ok(error instanceof Error);
  assert.deepEqual([error.name, error.code, error.cause, error.stack.includes("recovery.test")], ["EngineError", "freed", "why", true]);
});
