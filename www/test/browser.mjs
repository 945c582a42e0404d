// A static server for the built page, and Chromium on an empty profile.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const dist = fileURLToPath(new URL("../dist/", import.meta.url));
export const single = fileURLToPath(new URL("../dist-single/scimwright.html", import.meta.url));

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };

export async function serve(root = dist) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    requests.push(path);
    try {
      const file = join(root, normalize(path === "/" ? "/index.html" : path));
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(await readFile(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}/`, requests, close: () => new Promise((done) => server.close(done)) };
}

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The browser named by CHROME, else the system's. */
export function browserPath() {
  const known = [process.env.CHROME, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = known.find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium found; name one in the environment variable CHROME");
  return found;
}

/** A context of its own on an empty profile, which is removed at the end. */
export async function launch(options = {}) {
  const profile = mkdtempSync(join(tmpdir(), "scimwright-page-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath: browserPath(), headless: true, args: FLAGS, viewport: { width: 1440, height: 900 }, ...options });
  return { context, close: async () => { await context.close(); rmSync(profile, { recursive: true, force: true }); } };
}

/** Opens the page and waits for the first preview; collects what should never happen. */
export async function open(context, url) {
  const page = await context.newPage();
  const trouble = [];
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) trouble.push(`console: ${message.text()}`); });
  await page.addInitScript(() => {
    // Each page is a first visit; only a reload finds what was kept.
    if (!sessionStorage.getItem("visited")) localStorage.clear();
    sessionStorage.setItem("visited", "yes");
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(url);
  await page.locator(".person .badge:not(.badge-waiting)").first().waitFor();
  await page.locator(".mappings .mapping").first().waitFor();
  return { page, trouble };
}

/** The served page and a browser for all tests of a file, with what `set` makes of them; closed after the last. */
export function stage(set) {
  const here = {};
  before(async () => {
    here.site = await serve();
    here.browser = await launch();
    await set?.(here);
  });
  after(async () => {
    await here.browser?.close();
    await here.site?.close();
  });
  return here;
}

/** Loads files, given as name and content, all at once; what the page says of them. */
export async function bring(page, ...files) {
  if (!(await page.locator("dialog[open]").count())) await page.getByRole("button", { name: "Load", exact: true }).click();
  const content = (given) => Buffer.from(typeof given === "string" || given instanceof Uint8Array ? given : JSON.stringify(given));
  await page.locator("#files").setInputFiles(files.map(([name, given]) => ({ name, mimeType: "application/octet-stream", buffer: content(given) })));
  await page.locator(".load-report li").first().waitFor({ timeout: 60_000 });
  const report = await page.locator(".load-report").textContent();
  await page.keyboard.press("Escape");
  return report;
}

/** Users as plain as can be, enough of them to keep the engine busy for a while. */
export function crowd(size) {
  return Array.from({ length: size }, (_, i) => ({ id: `x-${i}`, displayName: `Person ${i}`, userPrincipalName: `x${i}@lumenfield.example`, mail: `x${i}@lumenfield.example`, givenName: "A", surname: "B", accountEnabled: true }));
}
