// The npm package as the conformance runner calls it: {call, arguments} a line in, {answer} | {thrown} | {unknown} out.

import { createInterface } from "node:readline";
import * as scimwright from "scimwright";

const prototypes = [Object.prototype, Array.prototype, Function.prototype];
const names = () => prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join()).join("|");
const before = names();

// The engine's methods as single calls: the configuration is the first argument.
const made = (options, use) => {
  const answer = scimwright.Engine.create(options);
  if (!answer.ok) return answer;
  try {
    return use(answer);
  } finally {
    answer.engine.free();
  }
};
const calls = {
  ...scimwright,
  create: (options) => made(options, ({ diagnostics }) => ({ ok: true, diagnostics })),
  preview: (options, source, kind, target) => made(options, ({ engine }) => engine.preview({ source, kind, target })),
  testConnection: (options, value) => made(options, ({ engine }) => engine.testConnection(value)),
  plan: (options, users, groups, target, state) => made(options, ({ engine }) => engine.plan({ users, groups, target, state })),
  validateBytes: (bytes, options) => scimwright.validatePayload(Uint8Array.from(bytes), options),
  boundary: (api, js) => {
    try {
      return across[api](new Function(js)());
    } finally {
      // One of the values pollutes the prototype itself.
      delete Object.prototype.userName;
    }
  },
};

// Hostile JavaScript values: what is done with the value that the code of a vector returns.
globalThis.__engine = scimwright;
const across = {
  parseFilter: (argument) => scimwright.parseFilter(argument),
  validateUser: (argument) => scimwright.validatePayload(argument, { kind: "User" }),
  configure: (limits) => made({ limits }, () => ({ ok: true })),
  freedEngine: (argument) => {
    const { engine } = scimwright.Engine.create();
    engine.free();
    return engine.preview({ source: argument });
  },
};

function run({ call, arguments: given }) {
  if (typeof calls[call] !== "function") return { unknown: call };
  try {
    const answer = calls[call](...given);
    if (names() !== before) return { thrown: "a prototype was changed" };
    if (answer !== null && typeof answer === "object" && typeof answer.then === "function") return { thrown: "the answer is thenable" };
    return { answer };
  } catch (error) {
    if (error instanceof scimwright.EngineError) return { thrown: error.code };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(run(JSON.parse(line)))}\n`);
}
