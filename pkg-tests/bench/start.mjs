// How long a fresh Node process takes from importing the package to its first answer, beside compiling and
// instantiating the bare module. Started with `package` or `module`, it measures once and prints milliseconds.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(import.meta.url);
const ways = {
  async package() {
    const { parseFilter } = await import("scimwright");
    if (!parseFilter('userName eq "ada"').ok) throw new Error("no answer");
  },
  async module() {
    const module = new WebAssembly.Module(readFileSync(new URL("../node_modules/scimwright/engine_bg.wasm", import.meta.url)));
    // The imports are never called: nothing runs but the start of the instance.
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => undefined;
    new WebAssembly.Instance(module, imports);
  },
};

/** Median of 15 processes each, taken in turn. */
export function start() {
  const times = { package: [], module: [] };
  for (let round = 0; round < 15; round += 1) {
    for (const way of Object.keys(times)) times[way].push(Number(execFileSync(process.execPath, [here, way], { encoding: "utf8" })));
  }
  return Object.fromEntries(Object.entries(times).map(([way, list]) => [way, list.sort((left, right) => left - right)[7]]));
}

const way = process.argv[1] === here ? ways[process.argv[2]] : undefined;
if (way) {
  const from = performance.now();
  await way();
  console.log(performance.now() - from);
}
