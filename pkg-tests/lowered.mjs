// The package with a lower limit on what crosses into the module: 128 MiB are too many for a test.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of a copy that takes at most `ceiling` units or bytes at once; gone when the process ends. */
export function withCeiling(ceiling) {
  const folder = mkdtempSync(join(tmpdir(), "scimwright-lowered-"));
  process.on("exit", () => rmSync(folder, { recursive: true }));
  cpSync(fileURLToPath(new URL("node_modules/scimwright", import.meta.url)), folder, { recursive: true });
  const functions = join(folder, "api.js");
  const text = readFileSync(functions, "utf8");
  const lowered = text.replace("var MOST = 2 ** 27;", `var MOST = ${ceiling};`);
  if (lowered === text) throw new Error("the limit is written otherwise in api.js");
  writeFileSync(functions, lowered);
  return folder;
}
