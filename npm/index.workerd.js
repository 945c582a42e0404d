// Workers on the edge compile no bytes: their bundler hands over a compiled module.

import module from "./engine_bg.wasm";
import { initFrom, initSync } from "./instance.js";

initSync(module);

export * from "./api.js";
export { initFrom as default, initFrom as init, initSync };
