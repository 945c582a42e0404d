// Node, Deno, Bun: the ESM entry.
import * as scimwright from "scimwright";
import { answer } from "../answer.js";

console.log(`ANSWER ${answer(scimwright)}`);
