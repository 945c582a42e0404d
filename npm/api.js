// The functions of the package: arguments checked, text in, parsed answer out.

import { clocked, json, offset, options, text, word } from "./convert.js";
import { plainFilter } from "./filter.js";
import { EngineError, enter } from "./instance.js";

const answer = (call) => JSON.parse(enter(call));

export const version = () => answer((glue) => glue.version());
export const explain = (code) => enter((glue) => glue.explain(text(code, "code")));
export const codes = () => answer((glue) => glue.codes());

export function parseFilter(filter, settings) {
  const given = text(filter, "filter");
  return (settings === undefined && plainFilter(given)) || answer((glue) => glue.parseFilter(given, options(settings)));
}
export const filterMatches = (filter, resource, settings) =>
  answer((glue) => glue.filterMatches(text(filter, "filter"), json(resource, "resource"), options(settings)));
export const parsePath = (path, settings) => answer((glue) => glue.parsePath(text(path, "path"), options(settings)));
export const resolvePath = (path, settings) => answer((glue) => glue.resolvePath(text(path, "path"), options(settings)));
export const applyPatch = (resource, request, settings) =>
  answer((glue) => glue.applyPatch(json(resource, "resource"), json(request, "request"), options(settings)));
export const diff = (before, after, settings) =>
  answer((glue) => glue.diff(json(before, "before"), json(after, "after"), options(settings)));

export const evaluate = (expression, source, settings) =>
  answer((glue) => glue.evaluate(text(expression, "expression"), json(source, "source"), clocked(settings)));
export const checkExpression = (expression, settings) => answer((glue) => glue.checkExpression(text(expression, "expression"), options(settings)));
export const formatExpression = (expression) => answer((glue) => glue.formatExpression(text(expression, "expression")));
export const parseExpression = (request, settings) => answer((glue) => glue.parseExpression(json(request, "request"), clocked(settings)));
export const complete = (kind, expression, at, context) => aid(kind, (glue) => glue.complete(text(expression, "text"), offset(at), options(context)));
export const hover = (kind, expression, at, context) => aid(kind, (glue) => glue.hover(text(expression, "text"), offset(at), options(context)));
export const highlight = (expression) => answer((glue) => glue.highlight(text(expression, "expression")));
export const readObjects = (lines) => answer((glue) => glue.readObjects(text(lines, "text")));
export const filterOperators = () => answer((glue) => glue.filterOperators());
export const functions = () => answer((glue) => glue.functions());

export const validatePayload = (payload, settings) => answer((glue) => glue.validatePayload(json(payload, "payload"), options(settings)));

export const report = (sections, settings) => answer((glue) => glue.report(json(sections, "sections"), options(settings)));

export const testMappings = (cases) => answer((glue) => glue.testMappings(json(cases, "cases")));

export const checkSchema = (schema, settings) => answer((glue) => glue.checkSchema(json(schema, "schema"), options(settings)));
export const readSchema = (schema, settings) => answer((glue) => glue.readSchema(json(schema, "schema"), options(settings)));

// Help for authors is a list or nothing, so a refused context is misuse.
function aid(kind, call) {
  word(kind, ["expression"], "kind");
  const found = answer(call);
  if (found?.ok === false) throw new EngineError("invalid_argument", found.diagnostics[0].message);
  return found;
}

export { Engine, assignmentOutcome, compareSchemas, quarantines } from "./engine.js";
export { validateObjects } from "./payloads.js";
export { Resources } from "./resources.js";
export { batchStream } from "./stream.js";
export { EngineError, EngineTrapError } from "./instance.js";
