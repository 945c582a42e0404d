// The page's weight after gzip, with and without the module; `node weigh.mjs` prints it after each build.

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

export const BUDGET = 600_000;

export function weigh() {
  const dist = new URL("dist/", import.meta.url);
  const weight = { page: 0, wasm: 0 };
  for (const file of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const bytes = gzipSync(readFileSync(`${file.parentPath}/${file.name}`), { level: 9 }).length;
    weight[file.name.endsWith(".wasm") ? "wasm" : "page"] += bytes;
  }
  return weight;
}

if (import.meta.main ?? process.argv[1]?.endsWith("weigh.mjs")) {
  const { page, wasm } = weigh();
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(`   page, gzip: ${kB(page)} without the module, ${kB(page + wasm)} with it; budget ${kB(BUDGET)}`);
  if (page + wasm > BUDGET) console.error(`   WARNING: ${kB(page + wasm - BUDGET)} over the budget`);
}
