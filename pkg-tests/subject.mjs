// The npm package as the conformance runner calls it: {call, arguments} a line in, {answer} | {thrown} | {unknown} out.

import { createInterface } from "node:readline";
import * as scimwright from "scimwright";

const prototypes = [Object.prototype, Array.prototype, Function.prototype];
const names = () => prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join()).join("|");
const before = names();

function run({ call, arguments: given }) {
  if (typeof scimwright[call] !== "function") return { unknown: call };
  try {
    const answer = scimwright[call](...given);
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
