// The entry that holds the WebAssembly module itself.
import * as scimwright from "scimwright/inline";
import { answer } from "../answer.js";

await scimwright.init();
console.log(`ANSWER ${answer(scimwright)}`);
