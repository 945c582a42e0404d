/** Starts the worker from its own file beside the page. */

import address from "./worker?worker&url";
import { scriptAddress } from "./trusted";

export function startWorker(): Worker {
  return new Worker(scriptAddress(address), { type: "module", name: "scimwright" });
}
