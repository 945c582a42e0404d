// How a script author uses the package, checked by tsc in strict mode. It is compiled, not run.

import init, {
  Engine, EngineError, EngineTrapError, applyPatch, assignmentOutcome, batchStream, checkExpression, checkSchema, compareSchemas, complete, diff,
  evaluate, explain, filterMatches, filterOperators, formatExpression, functions, highlight, hover, initSync, parseExpression,
  parseFilter, parsePath, quarantines, readObjects, readSchema, report, resolvePath, testMappings, validatePayload, version,
  type Diagnostic, type DiagnosticCode, type FilterAst, type FunctionName, type Plan, type Preview, type ScopingOperator, type Settings, type Verdict,
} from "scimwright";
import * as inline from "scimwright/inline";

await init();
await init({ module_or_path: new URL("./engine_bg.wasm", import.meta.url) });
await init(fetch("/engine_bg.wasm"));
await inline.init();
initSync(new Uint8Array());
initSync({ module: new ArrayBuffer(8) });

// An answer is told apart by `ok`.
const filter = parseFilter('userName eq "ada@contoso.example"', { mode: "strict", limits: { nesting: 32 } });
if (filter.ok) walk(filter.filter);
else show(filter.diagnostics, filter.scimType);
function walk(node: FilterAst): number {
  switch (node.op) {
    case "and": case "or": return node.args.reduce((sum, term) => sum + walk(term), 0);
    case "not": return walk(node.arg);
    case "pr": return node.path.name.length;
    case "valuePath": return walk(node.filter);
    default: return String(node.value).length;
  }
}
function show(diagnostics: Diagnostic[], keyword?: string): void {
  for (const { code, name, severity, message, help, at, labels = [], fixes = [] } of diagnostics) {
    const line: number | undefined = at?.span?.line;
    console.log(keyword, code, name, severity, message, help, line, at?.pointer, labels.length, fixes[0]?.replacement);
  }
}

// Words are literal unions: editors complete them, a slip does not compile.
const code: DiagnosticCode = "EX201";
const operator: ScopingOperator = "REGEX MATCH";
const name: FunctionName = "Join";
console.log(explain(code), explain("createdNoMatch"), explain(String(operator)), name);
// @ts-expect-error no such code
const wrong: DiagnosticCode = "ZZ999";
// @ts-expect-error no such option
parseFilter("a pr", { strikt: true });
// @ts-expect-error no such setting
const misspelt: Settings = { scoop: "all" };
// @ts-expect-error no such limit
parsePath("a", { limits: { nestings: 3 } });
// @ts-expect-error a request names its object by properties, not by an id
parseExpression({ expression: "[a]" }, { id: "1" });
// @ts-expect-error handles are made by create()
new Engine();
console.log(wrong, misspelt);

const matches = filterMatches("active eq true", { active: true }, { kind: "User" });
if (matches.ok) matches.matches satisfies boolean;
const path = parsePath('emails[type eq "work"].value');
if (path.ok) path.path.sub satisfies string | null;
const resolved = resolvePath("name.givenName", { kind: "User" });
if (resolved.ok && resolved.attribute) resolved.attribute.multiValued satisfies boolean;
const patched = applyPatch({ userName: "a" }, { schemas: [], Operations: [] }, { mode: "tolerant" });
if (!patched.ok) show(patched.diagnostics, patched.scimType);
const patch = diff("{}", new Uint8Array(), { patchFormat: "compliant" });
if (patch.ok && patch.patch) patch.patch.Operations.map(({ op, path, value }) => [op, path, value]);
const validated = validatePayload({ userName: "a" }, { profile: "gong", kind: "User", strict: true, allowedDomains: ["contoso.example"] });
if (validated.ok) validated.valid satisfies boolean;

interface Person { givenName: string; surname: string }
const person: Person = { givenName: "Ada", surname: "Lovelace" };
const value = evaluate("[givenName]", person, { now: "2025-03-25T09:00:00Z", seed: 1, id: "u1", variables: { a: "b" }, trace: true, taken: [] });
if (value.ok && value.outcome === "value") console.log(value.value, value.trace?.steps?.[0]?.notes);
const checked = checkExpression("[a]", { attributes: ["a"], scope: "all" });
if (checked.ok) checked.attributes satisfies string[];
const formatted = formatExpression("[a]");
if (formatted.ok) formatted.text satisfies string;
const parsed = parseExpression({ expression: "[a]", testInputObject: { definition: null, properties: [{ key: "a", "value@odata.type": "#Collection(String)", value: ["b"] }] } });
parsed.evaluationResult satisfies string[];
parsed.parsedExpression?.parameters[0]?.value.name satisfies string | undefined;
parsed.error?.details[0]?.message satisfies string | undefined;
functions().value.find((one) => one.name === "Join")?.examples?.[0]?.expected;
filterOperators().value.map((one) => one.supportedAttributeTypes);
complete("expression", "Jo", 2, { kind: "user", variables: ["Domain"] }).map(({ label, kind, replace }) => [label, kind, replace.start]);
hover("expression", "Join", 1)?.title satisfies string | undefined;
const tokens = highlight("[a]");
if (tokens.ok) tokens.tokens.map(({ start, kind }) => [start, kind]);
const objects = readObjects("id,mail\n1,a");
if (objects.ok) objects.objects[0]?.["mail"];
const cases = testMappings([{ expression: "[a]", source: { a: "b" }, expected: "b" }, { Description: "none", Expression: "[a]", InputAttributes: {}, ExpectedResult: null }]);
if (cases.ok) cases.results.filter(({ passed }) => !passed).map(({ name, expected, actual }) => [name, expected, actual]);

const lint = checkSchema("{}", { target: "gong", scope: "assigned" });
if (lint.ok) report([{ name: "schema.json", text: "{}", diagnostics: lint.diagnostics }], { format: "sarif" });
const read = readSchema("{}");
if (read.ok) read.schema satisfies string;
const compared = compareSchemas("{}", "{}", []);
if (compared.ok) compared.changes.map(({ verdict }) => verdict?.after satisfies Verdict | undefined);

const moved = assignmentOutcome([{ name: "Sales", group: "Sales" }], { event: "groupChange", user: { email: "a@x", groups: ["Sales"] } }, { assignment: "Old" });
if (moved.ok) moved.outcome.settingsSource === "kept" || show(moved.diagnostics);
quarantines(5000, 0, 100) satisfies boolean;

// What may be left out may be undefined or, in options, null, as where a program passes on what it was given.
declare const given: { mode?: "strict"; kind?: "User"; seed?: number; format?: "sarif"; domains?: readonly string[] };
parseFilter("a pr", null);
filterMatches("a pr", {}, { mode: given.mode, kind: given.kind, limits: { fuel: undefined } });
evaluate("[a]", {}, { seed: given.seed, now: null, taken: given.domains });
report([{ name: "a", text: null, diagnostics: [] }], { format: given.format });
validatePayload({}, { kind: given.kind, allowedDomains: given.domains });
complete("expression", "", 0, { attributes: given.domains });
testMappings([{ name: null, expression: "[a]", options: { now: null, seed: given.seed }, expected: null }, { TargetAttributeName: null, Expression: "[a]", ExpectedResult: null }]);
assignmentOutcome(new Uint8Array(), new Uint8Array(), new Uint8Array());
const described: Settings = { $schema: "settings.json", assigned: null, now: null, accidentalDeletionThreshold: null, allowedDomains: given.domains };
// @ts-expect-error null is no scope
described.scope = null;

const settings: Settings = { scope: "all", patchFormat: "legacy", now: "2025-03-25T09:00:00Z", links: { a: "b" }, accidentalDeletionThreshold: 5 };
const created = Engine.create({ settings, assignments: [{ name: "Sales", group: "Sales", updateMode: "manual" }], limits: { fuel: 1000 } });
if (created.ok) {
  using engine = created.engine;
  const preview = engine.preview({ source: person, kind: "user", target: null });
  if ("ok" in preview) show(preview.diagnostics);
  else summarise(preview);
  const compact = engine.preview({ source: person, compact: true });
  if ("findings" in compact) compact.findings?.join();
  const either = engine.preview({ source: person, compact: settings.scope === "all" });
  if (!("ok" in either)) either.action satisfies Preview["action"];
  const plan = engine.plan({ users: [person], groups: '{"value":[]}', target: undefined });
  if (!("ok" in plan)) engine.plan({ users: [], state: plan.state satisfies Plan["state"] });
  engine.plan({ state: { links: {} } });
  engine.plan({ state: { $schema: "job-state.json" } });
  engine.plan({ state: new Uint8Array() });
  const lines: Uint8Array = engine.previewBatch("{}\n");
  engine.validateBatch(lines);
  engine.referencedAttributes().join();
  engine.testConnection("none")?.query?.["filter"];
  new ReadableStream<Uint8Array>().pipeThrough(batchStream((part) => engine.previewBatch(part), { bytes: 1 << 16 }));
  engine.free();
}
function summarise({ action, reason, requests, log, assignment, scope }: Preview): string {
  const steps = (log?.provisioningSteps ?? []).map((step) => step.description);
  const seats = assignment && "seats" in assignment.settings ? assignment.settings.seats : [];
  return [action, reason, scope.reason, ...steps, ...seats, ...requests.map(({ method, path: to }) => `${method} ${to}`)].join();
}

try {
  version().rules satisfies string;
} catch (error) {
  if (error instanceof EngineTrapError) error.code satisfies "trap";
  else if (error instanceof EngineError && error.code === "not_initialised") throw new EngineError("load_failed", error.message, error.cause);
}
