// Workers on the edge compile no bytes: their bundler hands over a compiled module.

import module from "./engine_bg.wasm";
import { initSync } from "./instance.js";

initSync(module);

export * from "./api.js";
export { initSync };
export const init = async () => {};
export default init;
