// The package in a real browser: plain <script type="module">, a Worker, the inline entry, under a strict policy.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { version } from "scimwright";
import { launch, serve } from "./chromium.mjs";

const dist = fileURLToPath(new URL("../node_modules/scimwright", import.meta.url));
const worker = `
  import init, { version } from "/index.js";
  await init();
  postMessage(version());
`;
const pages = { "/page.html": "<!doctype html><title>scimwright</title>", "/worker.js": worker };
const policy = (script) => ({ "content-security-policy": `default-src 'none'; script-src ${script}; connect-src 'self'; worker-src 'self'` });

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Runs a function in a page served from the package folder. */
async function inPage(run, script = "'self' 'wasm-unsafe-eval'") {
  const server = await serve(dist, pages, policy(script));
  const page = await browser.newPage();
  try {
    await page.goto(`${server.origin}/page.html`);
    return await page.evaluate(run);
  } finally {
    await page.close();
    await server.close();
  }
}

test("script type=module: concurrent init, then answers", async () => {
  const answer = await inPage(async () => {
    const { default: init, version } = await import("/index.js");
    await Promise.all([init(), init(), init()]);
    return version();
  });
  assert.deepEqual(answer, version());
});

test("a call before init says what to do", async () => {
  const error = await inPage(async () => {
    const { version } = await import("/index.js");
    try { version(); } catch ({ name, code, message }) { return { name, code, message }; }
  });
  assert.equal(error.code, "not_initialised");
  assert.match(error.message, /init\(\)/);
});

test("inline entry needs no second file", async () => {
  const answer = await inPage(async () => {
    const { init, version } = await import("/inline.js");
    await init();
    return version();
  });
  assert.deepEqual(answer, version());
});

test("a module Worker", async () => {
  const answer = await inPage(() => new Promise((resolve, reject) => {
    const worker = new Worker("/worker.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  }));
  assert.deepEqual(answer, version());
});

test("a policy without 'wasm-unsafe-eval' is named in the error", async () => {
  const error = await inPage(async () => {
    const { init } = await import("/index.js");
    return init().then(() => undefined, ({ code, message }) => ({ code, message }));
  }, "'self'");
  assert.equal(error.code, "load_failed");
  assert.match(error.message, /'wasm-unsafe-eval'/);
});
