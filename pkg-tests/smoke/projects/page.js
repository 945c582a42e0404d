// Browsers, bundled or not: one line to load the module, then answers.
import init, * as scimwright from "scimwright";
import { answer } from "../answer.js";

await init();
document.documentElement.dataset.answer = answer(scimwright);
