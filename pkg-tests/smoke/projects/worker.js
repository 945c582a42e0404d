// Workers have no import maps: the package by its path.
import init, * as scimwright from "/node_modules/scimwright/index.js";
import { answer } from "../answer.js";

await init();
postMessage(answer(scimwright));
