// An edge worker: the module is compiled by the host.
import * as scimwright from "scimwright";
import { answer } from "../answer.js";

export default { fetch: () => new Response(answer(scimwright)) };
