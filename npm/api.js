// The functions of the package: arguments checked, text in, parsed answer out.

import { text } from "./convert.js";
import { enter } from "./instance.js";

const answer = (call) => JSON.parse(enter(call));

export const version = () => answer((glue) => glue.version());
export const explain = (code) => enter((glue) => glue.explain(text(code, "code")));
export const codes = () => answer((glue) => glue.codes());

export { EngineError, EngineTrapError } from "./errors.js";
