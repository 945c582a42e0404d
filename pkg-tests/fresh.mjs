// The package in a Worker of its own: uninitialised, with a small stack, or with a damaged module.

import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { fileURLToPath } from "node:url";

/** The entry that waits for `init`, by path: Node itself would take the one that is ready when imported. */
export const UNINITIALISED = new URL("./node_modules/scimwright/index.js", import.meta.url).href;

/**
 * Calls `run(package, data, atTheEnd)` in a Worker and gives its result. The function may use nothing around it but
 * `atTheEnd`.
 */
export function fresh(run, { entry = "scimwright", data, stackMb = 4 } = {}) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { entry, run: String(run), data }, resourceLimits: { stackSizeMb: stackMb } });
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`the worker ended with ${code} and no result`)));
  });
}

/**
 * Calls where the stack ends, and after each RangeError again a frame further up: with too little left for the package,
 * for the module, for the error it ends with.
 */
function atTheEnd(call) {
  try {
    return atTheEnd(call);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return call();
}

if (!isMainThread && workerData?.run) {
  const { entry, run, data } = workerData;
  parentPort.postMessage(await new Function(`return (${run})`)()(await import(entry), data, atTheEnd));
}
