// Node: ready when imported.

import { readFileSync } from "node:fs";
import { initSync } from "./instance.js";

initSync(readFileSync(new URL("./engine_bg.wasm", import.meta.url)));

export * from "./api.js";
export { initSync };
export const init = async () => {};
export default init;
