// Firefox on an empty profile, over Marionette: the protocol that geckodriver speaks to it, which needs no package.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE = 30_000;

/** What a condition gives as soon as it gives something. */
export async function until(condition, what) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(50)) {
    const met = await condition();
    if (met) return met;
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Commands over a socket: each packet is its length in bytes, a colon and JSON; answers come in the order of the commands. */
function wire(socket) {
  const waiting = [];
  let received = Buffer.alloc(0);
  const next = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  const greeting = next();
  socket.on("close", () => waiting.forEach(({ reject }) => reject(new Error("Firefox has closed the connection"))));
  socket.on("data", (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const colon = received.indexOf(":");
      const end = colon + 1 + Number(received.subarray(0, colon));
      if (colon < 0 || received.length < end) return;
      waiting.shift().resolve(JSON.parse(received.subarray(colon + 1, end)));
      received = received.subarray(end);
    }
  });
  return {
    greeting,
    async send(name, parameters = {}) {
      const packet = Buffer.from(JSON.stringify([0, 1, name, parameters]));
      socket.write(Buffer.concat([Buffer.from(`${packet.length}:`), packet]));
      const [, , error, result] = await next();
      if (error) throw new Error(`${name}: ${error.message}`);
      return result;
    },
  };
}

/** A browser with the acts of a reader, and what its console says of the page. */
export async function launchFirefox(executable) {
  const profile = mkdtempSync(join(tmpdir(), "scimwright-firefox-"));
  const downloads = join(profile, "downloads");
  mkdirSync(downloads);
  const settings = { "marionette.port": 0, "browser.download.dir": downloads, "browser.download.folderList": 2, "browser.shell.checkDefaultBrowser": false, "datareporting.policy.dataSubmissionEnabled": false, "app.update.disabledForTesting": true };
  writeFileSync(join(profile, "user.js"), Object.entries(settings).map((setting) => `user_pref(${setting.map((part) => JSON.stringify(part)).join(", ")});\n`).join(""));
  // The console is read with the browser's own rights.
  const browser = spawn(executable, ["--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", profile], { stdio: "ignore" });
  let over;
  const ended = new Promise((done) => browser.once("error", done).once("exit", (code) => done(new Error(`${executable} ended with ${code}`))));
  void ended.then((error) => { over = error; });
  const close = async () => {
    browser.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const named = join(profile, "MarionetteActivePort");
    const port = await until(() => {
      if (over) throw over;
      return existsSync(named) && Number(readFileSync(named, "utf8"));
    }, "Firefox to listen");
    const { greeting, send } = wire(connect(port, "127.0.0.1"));
    await greeting;
    await send("WebDriver:NewSession");
    const run = async (script, ...args) => (await send("WebDriver:ExecuteScript", { script: `return (${script})(...arguments)`, args })).value;
    const element = (selector) => until(() => send("WebDriver:FindElement", { using: "css selector", value: selector }).then(({ value }) => Object.values(value)[0], () => undefined), selector);
    return {
      close,
      downloads,
      run,
      goTo: (url) => send("WebDriver:Navigate", { url }),
      resize: (width, height) => send("WebDriver:SetWindowRect", { width, height }),
      seen: (script, ...args) => until(() => run(script, ...args), `${script} ${args.join(" ")}`),
      click: async (selector) => send("WebDriver:ElementClick", { id: await element(selector) }),
      /** Keys one after another; an array is pressed together. */
      async press(...keys) {
        const actions = keys.flatMap((key) => {
          const held = [key].flat();
          return [...held.map((value) => ({ type: "keyDown", value })), ...held.toReversed().map((value) => ({ type: "keyUp", value }))];
        });
        await send("WebDriver:PerformActions", { actions: [{ type: "key", id: "keyboard", actions }] });
      },
      /** Errors and warnings whose source is under this address, refusals by the policy among them. */
      async trouble(address) {
        await send("Marionette:SetContext", { value: "chrome" });
        const messages = await run((from) => Services.console.getMessageArray().filter((message) => message instanceof Ci.nsIScriptError && message.sourceName.startsWith(from)).map(({ errorMessage }) => errorMessage), address);
        await send("Marionette:SetContext", { value: "content" });
        return messages;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
