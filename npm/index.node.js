// Node: ready when imported.

import { readFileSync } from "node:fs";
import { initFrom, initSync } from "./instance.js";

initSync(readFileSync(new URL("./engine_bg.wasm", import.meta.url)));

export * from "./api.js";
export { initFrom as default, initFrom as init, initSync };
