// The npm package as the conformance runner calls it: {call, arguments} a line in, {answer} | {thrown} | {unknown} out.

import { createInterface } from "node:readline";
import * as scimwright from "scimwright";

function run({ call, arguments: given }) {
  if (typeof scimwright[call] !== "function") return { unknown: call };
  try {
    return { answer: scimwright[call](...given) };
  } catch (error) {
    if (error instanceof scimwright.EngineError) return { thrown: error.code };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(run(JSON.parse(line)))}\n`);
}
