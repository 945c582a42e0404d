// Node, CommonJS: ready when required. The build bundles this file into index.node.cjs.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initFrom, initSync } from "./instance.js";

initSync(readFileSync(join(__dirname, "engine_bg.wasm")));

export * from "./api.js";
export { initFrom as init, initSync };
