// A JavaScript peer of the native benches, which take turns with it: for each line on standard input it runs one round
// and answers with the nanoseconds of a call.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import scimPatch from "scim-patch";

const read = (name) => JSON.parse(readFileSync(new URL(`../../benches/inputs/${name}`, import.meta.url), "utf8"));
const [user, patch] = [read("user.json"), read("patch.json")];
const ROUND_MS = 20;

const apply = () => scimPatch.scimPatch(structuredClone(user), patch.Operations);

// Compiled and optimised before it counts.
for (const start = performance.now(); performance.now() - start < 1000; ) apply();

for await (const _ of createInterface({ input: process.stdin })) {
  let calls = 0;
  const start = performance.now();
  for (; performance.now() - start < ROUND_MS; calls += 1) apply();
  console.log(((performance.now() - start) * 1e6) / calls);
}
