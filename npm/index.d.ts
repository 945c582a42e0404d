/** Versions: of the engine, and of the rules it knows. */
export interface Version {
  engine: string;
  rules: string;
}

/** A row of the table of diagnostic codes. */
export interface CodeRow {
  code: string;
  name: string;
  severity: Severity;
  summary: string;
}

export type Severity = "error" | "warning" | "info";

export function version(): Version;
/** The long text of a diagnostic code or name. */
export function explain(code: string): string;
export function codes(): CodeRow[];

/** Where the module may come from. */
export type InitSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the module; needed once in browsers, harmless elsewhere. Concurrent calls share one promise.
 * A Content-Security-Policy needs `script-src 'wasm-unsafe-eval'`.
 */
export function init(source?: InitSource | Promise<InitSource> | { module_or_path: InitSource | Promise<InitSource> }): Promise<void>;
export default init;
/** Takes bytes or a compiled module without waiting. */
export function initSync(source: BufferSource | WebAssembly.Module | { module: BufferSource | WebAssembly.Module }): void;

export type EngineErrorCode = "not_initialised" | "load_failed" | "invalid_argument" | "lone_surrogate" | "input_too_long" | "not_text" | "freed" | "stale_handle" | "trap";

/** Misuse of the package. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
}

/** The input hit a bug; the instance was replaced and the next call works. */
export class EngineTrapError extends EngineError {
  readonly code: "trap";
}

/** A place in a text: UTF-16 code units; line and column from 1. */
export interface Span {
  start: number;
  end: number;
  line: number;
  column: number;
}

export interface Diagnostic {
  /** Stable, such as `EX201`. */
  code: string;
  /** The same idea in words, such as `unknown-function`. */
  name: string;
  severity: Severity;
  message: string;
  help?: string;
  /** Where the rule comes from. */
  source?: string;
  at?: { pointer?: string; path?: string; span?: Span };
  labels?: { span: Span; text: string }[];
  fixes?: { title: string; span: Span; replacement: string }[];
}

/** What cannot be read or is refused. */
export interface Failed {
  ok: false;
  diagnostics: Diagnostic[];
}

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
/** A document: a plain object, JSON text, or UTF-8 bytes of JSON text. */
export type Document = object | string | Uint8Array;

export interface Limits {
  filterBytes?: number;
  pathBytes?: number;
  expressionBytes?: number;
  jsonBytes?: number;
  nesting?: number;
  astNodes?: number;
  jsonNodes?: number;
  arrayItems?: number;
  objectKeys?: number;
  regexPatternBytes?: number;
  regexProgramBytes?: number;
  regexNesting?: number;
  regexCacheBytes?: number;
  valueBytes?: number;
  fuel?: number;
  findings?: number;
}

export interface ScimOptions {
  mode?: "strict" | "tolerant";
  limits?: Limits;
}

export interface AttributeName {
  urn: string | null;
  name: string;
  sub: string | null;
}
export type FilterAst =
  | { op: "and" | "or"; args: FilterAst[] }
  | { op: "not"; arg: FilterAst }
  | { op: "pr"; path: AttributeName }
  | { op: "eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le"; path: AttributeName; value: string | number | boolean | null }
  | { op: "valuePath"; path: AttributeName; filter: FilterAst };
export interface PathAst {
  attr: AttributeName;
  filter: FilterAst | null;
  sub: string | null;
}

export function parseFilter(text: string, options?: ScimOptions): { ok: true; filter: FilterAst; canonical: string; diagnostics?: Diagnostic[] } | Failed;
export function filterMatches(text: string, resource: Document, options?: ScimOptions & { kind?: "User" | "Group" }): { ok: true; matches: boolean; diagnostics?: Diagnostic[] } | Failed;
export function parsePath(text: string, options?: ScimOptions): { ok: true; path: PathAst; canonical: string; diagnostics?: Diagnostic[] } | Failed;
export function applyPatch(resource: Document, patchOp: Document, options?: ScimOptions & { kind?: "User" | "Group" }): { ok: true; resource: Json; diagnostics?: Diagnostic[] } | (Failed & { scimType?: string });
/** The PATCH that turns `before` into `after`; null where nothing is to be changed. */
export function diff(before: Document, after: Document, options?: { patchFormat?: "legacy" | "compliant"; kind?: "User" | "Group"; limits?: Limits }): { ok: true; patch: { schemas: string[]; Operations: { op: string; path: string; value?: Json }[] } | null } | (Failed & { scimType?: string });

/** NDJSON in, NDJSON out, whole lines at a time: `file.stream().pipeThrough(batchStream((lines) => engine.previewBatch(lines)))`. */
export function batchStream(batch: (lines: Uint8Array) => Uint8Array, options?: { bytes?: number }): TransformStream<Uint8Array | string, Uint8Array>;

export interface ValidateOptions {
  profile?: "gong";
  kind?: "User" | "Group";
  strict?: boolean;
  allowedDomains?: string[];
  limits?: Limits;
}
export function validatePayload(payload: Document, options?: ValidateOptions): { ok: true; valid: boolean; diagnostics: Diagnostic[] } | Failed;

export interface EvaluateOptions {
  /** RFC 3339. */
  now?: string;
  seed?: number;
  variables?: Record<string, string>;
  defaultDomain?: string;
  trace?: boolean;
  taken?: string[];
  limits?: Limits;
}
export interface Step {
  span: Span;
  expression: string;
  outcome: "value" | "null" | "ignore" | "error" | "skipped";
  type?: string;
  value?: Json;
  error?: string;
  notes?: string[];
  steps?: Step[];
}
export function evaluate(
  expression: string,
  source: Document,
  options?: EvaluateOptions,
): { ok: true; outcome: "value" | "null" | "ignore"; value?: Json; trace?: Step; diagnostics: Diagnostic[] } | (Failed & { trace?: Step });

/** Lint of a `synchronizationSchema`. */
export function checkSchema(schema: Document, options?: { target?: "gong" | "other"; scope?: "assigned" | "all"; limits?: Limits }): { ok: true; diagnostics: Diagnostic[] } | Failed;

export interface Request {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  query?: Record<string, string>;
  body?: Json;
  purpose: "testConnection" | "match" | "read" | "create" | "update" | "disable" | "reference" | "members" | "delete";
}

export interface Clause {
  attribute: string;
  operator: string;
  value?: string;
  actual?: string;
  passed: boolean;
}

export interface Preview {
  source: { id: string; kind: "user" | "group"; displayName?: string };
  scope: { inScope: boolean; reason?: string; filters: { name: string; passed: boolean; clauses: Clause[] }[] };
  matching: { queries: Request[]; targetId?: string };
  action: "create" | "update" | "disable" | "delete" | "stageddelete" | "other";
  status: "success" | "failure" | "skipped" | "warning";
  reason: string;
  attributes: {
    target: string;
    mapping: "direct" | "expression" | "constant" | "none";
    source?: string;
    value?: Json;
    outcome: "flows" | "unchanged" | "null" | "ignored" | "default" | "createOnly" | "error";
    before?: Json;
    after?: Json;
  }[];
  requests: Request[];
  assignment?: { name: string; reason: string; settings: Json };
  /** A Graph `provisioningObjectSummary`. */
  log: Json;
  diagnostics: Diagnostic[];
}

/** What the next cycle starts from. */
export interface JobState {
  links: Record<string, string>;
  released: string[];
  members: Record<string, string[]>;
}

export interface Plan {
  previews: Preview[];
  requests: Request[];
  summary: Record<string, number>;
  links: Record<string, string>;
  quarantine: boolean;
  diagnostics: Diagnostic[];
  state: JobState;
}

/** The settings of a job; every key is optional. */
export interface Settings {
  scope?: "assigned" | "all";
  assigned?: string[];
  links?: Record<string, string>;
  released?: string[];
  patchFormat?: "legacy" | "compliant";
  legacyBooleans?: "text" | "boolean";
  targetSchemas?: "core+enterprise" | "core";
  emitEmptyRoles?: boolean;
  memberRefNull?: boolean;
  onDemand?: boolean;
  skipOutOfScopeDeletions?: boolean;
  accidentalDeletionThreshold?: number;
  allowDeletes?: boolean;
  allowedDomains?: string[];
  cycle?: "initial" | "incremental";
  changed?: string[];
  newIds?: Record<string, string>;
  regexMode?: "search" | "full";
  multiValued?: "refuse" | "all" | "any";
  now?: string;
  seed?: number;
  defaultDomain?: string;
  taken?: string[];
}

/** The scoping operators: a Microsoft Graph `filterOperators` answer, with what each means. */
export function filterOperators(): { value: { name: string; arity: "Unary" | "Binary"; multivaluedComparisonType: string; supportedAttributeTypes: string[]; inGraph: boolean; documentation: string; example: string }[] };

/** Names an expression may use beyond the language: attributes of the source object, variables. */
export interface AuthorContext {
  kind?: "user" | "group";
  attributes?: string[];
  variables?: string[];
}
interface TextRange {
  start: number;
  end: number;
}
/** What could stand at a place of a text being written; offsets are UTF-16. */
export function complete(kind: "expression", text: string, offset: number, context?: AuthorContext): { label: string; kind: string; detail: string; documentation: string; insert: string; replace: TextRange }[];
/** What stands at a place of a text. */
export function hover(kind: "expression", text: string, offset: number, context?: AuthorContext): { span: TextRange; title: string; body: string } | null;
/** The parts of an expression, for colouring. */
export function highlight(expression: string): { ok: true; tokens: (TextRange & { kind: string })[] } | Failed;
/** The objects of an array, a Graph or SCIM page, NDJSON, or users in CSV. */
export function readObjects(text: string): { ok: true; objects: { [member: string]: Json }[] } | Failed;

/** A configuration compiled once, used often. */
export class Engine {
  private constructor();
  /** Without `schema`: the built-in configuration for Gong. */
  static create(options?: { schema?: Document; settings?: Settings | string; assignments?: Document; limits?: Limits }): { ok: true; engine: Engine; diagnostics: Diagnostic[] } | Failed;
  /** What would be done with one object; refused only where the object cannot be read. */
  preview(input: { source: Document; kind?: "user" | "group"; target?: Document | null }): Preview;
  /** One cycle over arrays, Graph pages, NDJSON or (users) CSV. */
  plan(input: { users?: Document; groups?: Document; target?: Document; state?: JobState | string }): Plan;
  /** NDJSON in, NDJSON out: one line each, in the same order. */
  previewBatch(ndjson: string | Uint8Array): Uint8Array;
  validateBatch(ndjson: string | Uint8Array): Uint8Array;
  referencedAttributes(): string[];
  free(): void;
  [Symbol.dispose](): void;
}

/** What saving a configuration would change. */
export function compareSchemas(
  before: Document,
  after: Document,
  users: Document,
): { ok: true; changes: { source: Preview["source"]; verdict?: { before: string; after: string }; reason?: { before: string; after: string }; attributes: { target: string; before?: Json; after?: Json }[] }[]; summary: Record<string, number> } | Failed;

/** Findings as text for people or tools; without `text` a document's findings have no lines. */
export function report(
  sections: { name: string; text?: string; diagnostics: Diagnostic[] }[],
  options?: { format?: "text" | "json" | "ndjson" | "github" | "sarif" | "junit"; colour?: boolean },
): { ok: true; text: string } | Failed;

/** Runs mapping test cases; `expected` and `actual` are JSON text. */
export function testMappings(
  cases: Document,
): { ok: true; passed: boolean; results: { name: string; pointer: string; passed: boolean; expected: string; actual: string; diagnostics: Diagnostic[] }[] } | Failed;
