// Browsers and bundlers: call `await init()` once.

import { initFrom, initSync } from "./instance.js";

export * from "./api.js";
export { initSync };
export const init = (source = new URL("./engine_bg.wasm", import.meta.url)) => initFrom(source);
export default init;
