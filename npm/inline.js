// Everything in one JavaScript module, a third larger: for single-file pages and bundlers without asset support.

import { base64 } from "./engine.base64.js";
import { initFrom, initSync } from "./instance.js";

const unpack = (packed) => Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));

export * from "./api.js";
export { initSync };
export const init = (source) => initFrom(source ?? unpack(base64));
export default init;
