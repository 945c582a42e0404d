// The packed package in the hosts and build tools its users have: every project prints the same answer, or this fails.
//
//   node run.mjs [TARBALL]      CHROME names the browser; `--only WORD` runs the projects whose name holds the word
//
// Development tools are installed once by `npm ci` in this folder; the package itself is unpacked beside them.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, serve } from "../browser/chromium.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const work = join(here, "work");
const installed = join(here, "node_modules/scimwright");
const words = process.argv.slice(2);
const only = words[0] === "--only" ? words.splice(0, 2)[1].toLowerCase() : "";
const tarball = words[0] ?? join(here, "../../target/npm/scimwright.tgz");

/** Runs a program in this folder and gives what it printed; a program that ends badly or hangs is an error. */
function run(program, ...words) {
  const [options, ...given] = typeof words[0] === "object" ? words : [{}, ...words];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: "1", CI: "1", DENO_NO_UPDATE_CHECK: "1", PATH: `${join(here, "node_modules/.bin")}:${process.env.PATH}` };
    delete env.NODE_OPTIONS;
    const child = spawn(program, given, { cwd: here, ...options, env, stdio: ["ignore", "pipe", "pipe"], timeout: 120_000 });
    let text = "";
    child.stdout.on("data", (part) => { text += part; });
    child.stderr.on("data", (part) => { text += part; });
    child.on("error", reject);
    child.on("close", (code, signal) => (code === 0 ? resolve(text) : reject(new Error(`${program} ended with ${signal ?? code}: ${text.trim().slice(-1500)}`))));
  });
}

/** A host whose program has no build for this machine; said by name, since it is not the package's fault. */
class Absent extends Error {}

/** A program that npm installs as a binary for some machines only. */
const starts = (program) => run(program, "--version").catch((error) => { throw new Absent(`${program} does not start here: ${error.message.split("\n")[0]}`); });

/** The answer in what a program printed. */
async function printed(...command) {
  const line = (await run(...command)).split("\n").find((text) => text.startsWith("ANSWER "));
  if (line === undefined) throw new Error("no answer was printed");
  return line.slice("ANSWER ".length);
}

let browser;

/** The answer a page leaves on its root element. */
async function shown(url) {
  browser ??= await launch();
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => problems.push(`not loaded: ${request.url()}`));
  page.on("response", (response) => { if (response.status() >= 400 && !response.url().endsWith("favicon.ico")) problems.push(`${response.status()} ${response.url()}`); });
  try {
    await page.goto(url);
    await page.waitForFunction(() => document.documentElement.dataset.answer ?? document.documentElement.dataset.failure, undefined, { timeout: 30_000 });
    const { answer, failure } = await page.evaluate(() => ({ ...document.documentElement.dataset }));
    if (failure) throw new Error(failure);
    return answer;
  } catch (error) {
    throw new Error([error.message, ...problems].join("; "));
  } finally {
    await page.close();
  }
}

/** The answer of a page in a folder; `head` goes before its script. */
async function served(folder, script, head = "") {
  const html = `<!doctype html><title>scimwright</title>${head}<script type="module" src="${script}"></script>`;
  const server = await serve(folder, { "/page.html": html }, { "content-security-policy": "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'" });
  try {
    return await shown(`${server.origin}/page.html`);
  } finally {
    await server.close();
  }
}

/** An empty folder for what a tool builds. */
function output(name) {
  const folder = join(work, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

const page = join(here, "projects/page.js");
const importMap = `<script type="importmap">{ "imports": { "scimwright": "/node_modules/scimwright/index.js" } }</script>`;

const projects = {
  "Node, import": () => printed(process.execPath, "projects/module.js"),
  "Node, require": () => printed(process.execPath, "projects/common.cjs"),
  "Node, inline entry": () => printed(process.execPath, "projects/inline.js"),
  Deno: () => starts("deno").then(() => printed("deno", "run", "--no-remote", "--node-modules-dir=manual", "--allow-read", "--allow-env", "projects/module.js")),
  Bun: () => starts("bun").then(() => printed("bun", "run", "projects/module.js")),
  "Jest (CommonJS)": () => printed(process.execPath, "node_modules/jest/bin/jest.js", "--rootDir", "projects/jest", "--testMatch", "**/*.test.cjs", "--silent=false"),
  Vitest: () => printed(process.execPath, "node_modules/vitest/vitest.mjs", "run", "--root", "projects/vitest", "--disableConsoleIntercept"),
  "script type=module": () => served(here, "/projects/page.js", importMap),
  "module Worker": () => served(here, "/projects/worker-page.js"),

  "Vite, dev server": async () => {
    const { createServer } = await import("vite");
    const server = await createServer({ root: join(here, "projects"), configFile: false, logLevel: "error", cacheDir: output("vite-cache"), server: { host: "127.0.0.1", port: 0, ws: false, hmr: false, fs: { allow: [here] } } });
    try {
      await server.listen();
      return await shown(`http://127.0.0.1:${server.httpServer.address().port}/index.html`);
    } finally {
      await server.close();
    }
  },
  "Vite, build": async () => {
    const { build } = await import("vite");
    const outDir = output("vite");
    await build({ root: join(here, "projects"), configFile: false, logLevel: "error", build: { outDir, target: "es2022" } });
    const server = await serve(outDir);
    try {
      return await shown(`${server.origin}/index.html`);
    } finally {
      await server.close();
    }
  },
  webpack: async () => {
    const { default: webpack } = await import("webpack");
    const folder = output("webpack");
    await new Promise((resolve, reject) => {
      webpack({ mode: "production", context: here, entry: page, output: { path: folder, filename: "page.js" }, performance: false }, (error, stats) =>
        error || stats.hasErrors() ? reject(error ?? new Error(stats.toString("errors-only"))) : resolve());
    });
    return served(folder, "/page.js");
  },
  "esbuild, module copied": async () => {
    const { build } = await import("esbuild");
    const folder = output("esbuild");
    await build({ entryPoints: [page], bundle: true, format: "esm", outdir: folder, logLevel: "error" });
    cpSync(join(installed, "engine_bg.wasm"), join(folder, "engine_bg.wasm"));
    return served(folder, "/page.js");
  },
  "Rollup, module copied": async () => {
    const [{ rollup }, { nodeResolve }] = [await import("rollup"), await import("@rollup/plugin-node-resolve")];
    const folder = output("rollup");
    const bundle = await rollup({ input: page, plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ file: join(folder, "page.js"), format: "es" });
    await bundle.close();
    cpSync(join(installed, "engine_bg.wasm"), join(folder, "engine_bg.wasm"));
    return served(folder, "/page.js");
  },
  "workerd (miniflare)": async () => {
    await starts("workerd");
    const [{ build }, { Miniflare }] = [await import("esbuild"), await import("miniflare")];
    const folder = output("workerd");
    // What the platform's own tool does: bundle with the `workerd` condition, hand the module over compiled.
    await build({ entryPoints: [join(here, "projects/workerd.js")], bundle: true, format: "esm", conditions: ["workerd"], loader: { ".wasm": "copy" }, assetNames: "[name]", outdir: folder, logLevel: "error" });
    const worker = new Miniflare({
      compatibilityDate: "2026-01-01",
      modules: [
        { type: "ESModule", path: "workerd.js", contents: readFileSync(join(folder, "workerd.js"), "utf8") },
        { type: "CompiledWasm", path: "engine_bg.wasm", contents: readFileSync(join(folder, "engine_bg.wasm")) },
      ],
    });
    try {
      return await (await worker.dispatchFetch("http://localhost/")).text();
    } finally {
      await worker.dispose();
    }
  },
};

/** Checks of the package itself: silence is good. */
const checks = {
  "example: mappings in CI": async () => {
    // The step of the example workflow, in a repository that holds the two files.
    const folder = output("repository");
    const example = (name) => readFileSync(join(installed, "examples", name), "utf8");
    const [, step] = example("mappings.yml").match(/- run: node (.*ci\.mjs .*)/);
    symlinkSync(join(here, "node_modules"), join(folder, "node_modules"), "junction");
    cpSync(join(here, "../../tests/cases/data/gong-schema.json"), join(folder, "schema.json"));
    const cases = join(folder, "mapping-cases.json");
    const check = () => run(process.execPath, { cwd: folder }, ...step.split(" "));
    writeFileSync(cases, example("mapping-cases.json"));
    await check();
    writeFileSync(cases, example("mapping-cases.json").replace('"Lovelace, Ada"', '"Ada Lovelace"'));
    await check().then(
      () => { throw new Error("a broken mapping passes"); },
      ({ message }) => { if (!message.includes("::error file=mapping-cases.json")) throw new Error(message); },
    );
  },
  publint: async () => {
    const [{ publint }, { formatMessage }] = [await import("publint"), await import("publint/utils")];
    const { messages, pkg } = await publint({ pkgDir: installed, strict: true });
    if (messages.length > 0) throw new Error(messages.map((message) => formatMessage(message, pkg)).join("\n"));
  },
  "are the types wrong?": () => run(process.execPath, "node_modules/@arethetypeswrong/cli/dist/index.js", tarball, "--format", "ascii", "--no-emoji", "--exclude-entrypoints", "./engine.wasm", "--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm").then(() => undefined),
};

async function timed(work) {
  const start = performance.now();
  try {
    return { value: await work(), seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    return { error, seconds: (performance.now() - start) / 1000 };
  }
}

rmSync(installed, { recursive: true, force: true });
mkdirSync(installed, { recursive: true });
mkdirSync(work, { recursive: true });
await run("tar", "-xzf", tarball, "-C", installed, "--strip-components=1");
writeFileSync(join(work, "answer.cjs"), readFileSync(join(here, "answer.js"), "utf8").replace("export function answer", "exports.answer = function answer"));

let expected;
let [passed, failed] = [0, 0];
const failures = [];
const absent = [];
for (const [name, project] of [...Object.entries(projects), ...Object.entries(checks)]) {
  if (!name.toLowerCase().includes(only)) continue;
  const { value, error, seconds } = await timed(project);
  if (name in projects && !error) expected ??= value;
  let verdict = "ok";
  if (error instanceof Absent) verdict = "ABSENT";
  else if (error) verdict = "FAILED";
  else if (name in projects && value !== expected) verdict = "DIFFERS";
  const bytes = name in projects && value ? `${String(value.length).padStart(6)} characters` : "";
  console.log(`${name.padEnd(24)} ${verdict.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s  ${bytes}`);
  if (verdict === "ok") passed += 1;
  else if (verdict === "ABSENT") absent.push(`${name} was not tried: ${error.message}`);
  else {
    failed += 1;
    failures.push(`${name}: ${error ? error.message : `another answer than the first project's:\n${value}\n${expected}`}`);
  }
}
await browser?.close();
for (const failure of failures) console.error(`\n${failure}`);
for (const reason of absent) console.log(`\n${reason}`);
console.log(`\n${passed} passed, ${failed} failed${absent.length > 0 ? `, ${absent.length} skipped` : ""}`);
process.exit(failed > 0 ? 1 : 0);
