/** Starts the worker of the one-file page: its script travels inside the page as text. A classic one: modules are refused
    to pages opened from disk. */

import source from "virtual:worker-source";
import { scriptAddress } from "./trusted";

export function startWorker(): Worker {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return new Worker(scriptAddress(address), { name: "scimwright" });
}
