// The page's module without what the page never calls: the package's is for every caller. Runs after the build, on
// what it wrote, and names the module after its new content.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

const assets = new URL("dist/assets/", import.meta.url);
const files = readdirSync(assets);
const only = (pattern) => {
  const found = files.filter((file) => pattern.test(file));
  if (found.length !== 1) throw new Error(`one file like ${pattern} is expected in dist/assets, not ${found.length}`);
  return found[0];
};
const [module, worker] = [only(/^engine_bg-.*\.wasm$/), only(/^worker-.*\.js$/)];
const bytes = readFileSync(new URL(module, assets));
const script = readFileSync(new URL(worker, assets), "utf8");

/** How often a member of this name is read; names are those of functions. */
const read = (name) => script.split(new RegExp(`\\.${name}\\b`)).length - 1;

const CLASSES = ["Engine", "Resources", "Payloads", "FilterReader", "FilterEvent"];
const functions = WebAssembly.Module.exports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === "function").map(({ name }) => name);

/**
 * The glue reads every function of the module once; what the page calls, the package's entry reads as well. Objects of
 * a class are made by the entry alone, and keep their methods.
 */
function isCalled(name) {
  const [, prefix] = /^(?:__wbg_)?([a-z]+)_[a-zA-Z]+$/.exec(name) ?? [];
  const made = CLASSES.find((known) => known.toLowerCase() === prefix);
  if (made) return read(made) > 0;
  return name.startsWith("__") || read(name) > 1;
}

const trimmed = binaryen.readBinary(bytes);
const { BulkMemory, NontrappingFPToInt, SignExt, MutableGlobals, ReferenceTypes, Multivalue, SIMD128 } = binaryen.Features;
trimmed.setFeatures(BulkMemory | NontrappingFPToInt | SignExt | MutableGlobals | ReferenceTypes | Multivalue | SIMD128);
const idle = functions.filter((name) => !isCalled(name));
idle.forEach((name) => trimmed.removeExport(name));
trimmed.runPasses(["remove-unused-module-elements"]);
const small = trimmed.emitBinary();
const name = `engine_bg-${createHash("sha256").update(small).digest("base64url").slice(0, 8)}.wasm`;
writeFileSync(new URL(name, assets), small);
writeFileSync(new URL(worker, assets), script.replaceAll(module, name));
rmSync(new URL(module, assets));
console.log(`   module: ${idle.length} of ${functions.length} functions are never called by the page and left out`);
