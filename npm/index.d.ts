/// <reference lib="esnext.disposable" />

// The contract of the package, kept by hand; the words at the end are made from the engine's tables.
// Offsets count UTF-16 code units; lines and columns start at 1. A function answers `{ ok: true, … }`, or `{ ok: false,
// diagnostics }` where a document cannot be read or is refused. Only misuse throws, an `EngineError`.

// ── loading ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A `WebAssembly.Module`; Node's own types lack the name. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : never;
/** What the module may be made of: its bytes, or itself compiled. */
export type ModuleSource = ArrayBuffer | ArrayBufferView | CompiledModule;
/** Where it may come from: also its address, or a response. */
export type InitSource = ModuleSource | string | URL | Response;

/**
 * Loads the module: needed once in browsers, harmless elsewhere. Concurrent calls share one promise.
 * A Content-Security-Policy needs `script-src 'wasm-unsafe-eval'`.
 */
export function init(source?: InitSource | Promise<InitSource> | { module_or_path: InitSource | Promise<InitSource> }): Promise<void>;
export default init;
/** Takes bytes or a compiled module without waiting. */
export function initSync(source: ModuleSource | { module: ModuleSource }): void;

/** What is wrong about a call. */
export type EngineErrorCode =
  | "not_initialised"
  | "load_failed"
  | "invalid_argument"
  | "lone_surrogate"
  | "input_too_long"
  | "not_text"
  | "freed"
  | "stale_handle"
  | "trap";

/** Misuse of the package; everything the data says is an answer. */
export class EngineError extends Error {
  constructor(code: EngineErrorCode, message: string, cause?: unknown);
  readonly code: EngineErrorCode;
}

/** The input hit a bug of the engine; the instance was replaced and the next call works. */
export class EngineTrapError extends EngineError {
  constructor(message: string, cause?: unknown);
  readonly code: "trap";
}

/** Versions: of the engine, and of the rules it knows (year and month). */
export interface Version {
  engine: string;
  rules: string;
}
/** The version of the package. */
export function version(): Version;

// ── what goes in ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A JSON value. Integers beyond 2^53 are rounded, as `JSON.parse` does; the command line keeps them. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
/** A document: a plain object or array, JSON text, or JSON text in bytes: UTF-8, or UTF-16 with a byte-order mark. */
export type Document = object | string | Uint8Array;
/** What may be left out: absent, undefined and null are one. */
export type Optional<Value> = Value | null | undefined;
/** What has a limit. */
export type LimitName = keyof Limits;

// ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────────

export type Severity = "error" | "warning" | "info";

/** A place in a text. */
export interface Span {
  start: number;
  end: number;
  line: number;
  column: number;
}

/** A finding: what is wrong, where, and what to do about it. */
export interface Diagnostic {
  /** Stable, such as `EX201`. */
  code: DiagnosticCode;
  /** The same idea in words, such as `unknown-function`. */
  name: DiagnosticName;
  severity: Severity;
  message: string;
  help?: string;
  /** Where the rule comes from, such as `RFC 7644 §3.5.2`. */
  source?: string;
  /** A JSON Pointer into the document, a SCIM path in a payload, a span of the text (or of the string at the pointer). */
  at?: { pointer?: string; path?: string; span?: Span };
  labels?: { span: Span; text: string }[];
  /** Replacements an editor can offer. */
  fixes?: { title: string; span: Span; replacement: string }[];
}

/** The answer to what cannot be read or is refused. */
export interface Failed {
  ok: false;
  /** Which of several documents is refused, by the name of the argument; places are those in it. */
  document?: "schema" | "settings" | "assignments" | "source" | "users" | "groups" | "target" | "state" | "before" | "after" | "happening" | "resource" | "request";
  diagnostics: Diagnostic[];
}

/** A row of the table of codes. */
export interface CodeRow {
  code: DiagnosticCode;
  name: DiagnosticName;
  severity: Severity;
  summary: string;
}
/** Every diagnostic code, with its name, severity and summary. */
export function codes(): CodeRow[];
/** The long text of a diagnostic code or name, of a reason of previews, or of an error code of the provisioning log. */
export function explain(code: DiagnosticCode | DiagnosticName | Reason | (string & {})): string;

/** The forms of a report; the last three are for continuous integration. */
export type ReportFormat = "text" | "json" | "ndjson" | "github" | "sarif" | "junit";
/** Findings as text for people or tools; without `text` a document's findings have no lines, and with `bare` none are shown. */
export function report(
  sections: readonly { name: string; text?: Optional<string>; linesBefore?: Optional<number>; diagnostics: readonly Diagnostic[] }[],
  options?: { format?: Optional<ReportFormat>; colour?: Optional<boolean>; bare?: Optional<boolean>; failOn?: Optional<Severity | "never"> } | null,
): { ok: true; text: string } | Failed;

// ── SCIM ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type ResourceKind = "User" | "Group";

export interface ScimOptions {
  /** `strict`: the RFCs alone; `tolerant` (the default): what services send, too. */
  mode?: Optional<"strict" | "tolerant">;
  limits?: Optional<Limits>;
}
export interface ResourceOptions extends ScimOptions {
  /** The resource's own unless given. */
  kind?: Optional<ResourceKind>;
}

/** The name of an attribute in a filter or path: `urn:name.sub`. */
export interface AttributeName {
  urn: string | null;
  name: string;
  sub: string | null;
}
/** The tree of a SCIM filter. */
export type FilterAst =
  | { op: "and" | "or"; args: FilterAst[] }
  | { op: "not"; arg: FilterAst }
  | { op: "pr"; path: AttributeName }
  | { op: CompareOperator; path: AttributeName; value: string | number | boolean | null }
  | { op: "valuePath"; path: AttributeName; filter: FilterAst };
/** The tree of a SCIM attribute path: `attr[filter].sub`. */
export interface PathAst {
  attr: AttributeName;
  filter: FilterAst | null;
  sub: string | null;
}
/** A refusal with the keyword that a SCIM service gives. */
export type ScimFailed = Failed & { scimType: ScimType };

/** Reads a SCIM filter (RFC 7644 §3.4.2.2). */
export function parseFilter(text: string, options?: ScimOptions | null): { ok: true; filter: FilterAst; canonical: string; diagnostics: Diagnostic[] } | ScimFailed;
/** Whether a resource satisfies a SCIM filter. For many resources, see `Resources`. */
export function filterMatches(text: string, resource: Document, options?: ResourceOptions | null): { ok: true; matches: boolean; diagnostics: Diagnostic[] } | ScimFailed;
/** SCIM resources loaded once and filtered often: nothing but the filter and the indices crosses afterwards. */
export class Resources {
  private constructor();
  /** An array, a ListResponse, one resource, or NDJSON. */
  static load(resources: Document, options?: { kind?: Optional<ResourceKind>; limits?: Optional<Limits> } | null): { ok: true; resources: Resources } | Failed;
  readonly count: number;
  /** The indices of the resources that satisfy a filter, compiled once for each resource type that occurs. */
  filter(text: string, options?: ScimOptions | null): { ok: true; matches: number[]; diagnostics: Diagnostic[] } | ScimFailed;
  free(): void;
  [Symbol.dispose](): void;
}
/** Reads a SCIM attribute path, such as `emails[type eq "work"].value`. */
export function parsePath(text: string, options?: ScimOptions | null): { ok: true; path: PathAst; canonical: string; diagnostics: Diagnostic[] } | ScimFailed;

/** What a path denotes in the schemas of a resource type. */
export interface ResolvedAttribute {
  /** The URN of the schema that defines it; null for `schemas`, `id`, `externalId`, `meta`. */
  schema: string | null;
  attribute: string | null;
  subAttribute: string | null;
  type: "string" | "boolean" | "decimal" | "integer" | "dateTime" | "binary" | "reference" | "complex";
  multiValued: boolean;
}
/** `attribute` is null where no schema defines it; `kind` is `User` unless given. */
export function resolvePath(text: string, options?: ResourceOptions | null): { ok: true; attribute: ResolvedAttribute | null; diagnostics: Diagnostic[] } | ScimFailed;

/** Applies a PATCH request to a copy of a resource; a refusal applies nothing. */
export function applyPatch(resource: Document, patchOp: Document, options?: ResourceOptions | null): { ok: true; resource: { [member: string]: Json }; diagnostics: Diagnostic[] } | ScimFailed;

/** The body of a PATCH request. */
export interface PatchRequest {
  schemas: string[];
  Operations: { op: string; path?: string; value?: Json }[];
}
/** `legacy`: as Entra ID writes by default; `compliant`: with the flag `aadOptscim062020`. */
export type PatchFormat = "legacy" | "compliant";
/** The PATCH that turns `before` into `after`; null where nothing is to be changed. */
export function diff(before: Document, after: Document, options?: { patchFormat?: Optional<PatchFormat>; kind?: Optional<ResourceKind>; limits?: Optional<Limits> } | null): { ok: true; patch: PatchRequest | null } | ScimFailed;

export interface ValidateOptions {
  profile?: Optional<"gong">;
  /** The payload's own unless given. */
  kind?: Optional<ResourceKind>;
  /** Only what the RFCs allow; default: also what Entra ID sends, with a warning. */
  strict?: Optional<boolean>;
  /** The e-mail domains of the company; default: no check. */
  allowedDomains?: Optional<readonly string[]>;
  limits?: Optional<Limits>;
}
/** `valid` where no finding is an error. */
export type Validated = { ok: true; valid: boolean; diagnostics: Diagnostic[] };
/** Validates a User or Group against what Gong requires. */
export function validatePayload(payload: Document, options?: ValidateOptions | null): Validated | Failed;
/**
 * Validates the resources of files (arrays, ListResponses, NDJSON) one by one and against each other: one document each, or
 * one a line with its number.
 */
export function validateObjects(files: string | readonly string[], options?: ValidateOptions | null): { ok: true; resources: number; documents: { file: number; line?: number; diagnostics: Diagnostic[] }[] } | Failed;

// ── expressions ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface EvaluateOptions {
  /** What `Now()` gives, RFC 3339; default: the host's time. */
  now?: Optional<string>;
  /** Where `Guid` and `RandomString` start: a whole number from 0, below 2^64; default: 0. */
  seed?: Optional<number | bigint>;
  /** The id of the source object: random functions start where they do in a preview of that object. */
  id?: Optional<string>;
  /** The values of `%name%`. */
  variables?: Optional<Record<string, string>>;
  /** What `DefaultDomain()` gives. */
  defaultDomain?: Optional<string>;
  /** Values in use in the target, for `SelectUniqueValue`. */
  taken?: Optional<readonly string[]>;
  /** The source is a Graph object: its members are found under the names that mappings use. */
  kind?: Optional<"user" | "group">;
  /** Whether the answer tells what every part gave, and why. */
  trace?: Optional<boolean>;
  limits?: Optional<Limits>;
}
/** What one part of an expression gave, and why. */
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
/**
 * Evaluates an expression of an attribute mapping. `outcome` is `ignore` where IgnoreFlowIfNullOrEmpty drops the attribute from
 * the flow.
 */
export function evaluate(
  expression: string,
  source: Document,
  options?: EvaluateOptions | null,
): { ok: true; outcome: "value" | "null" | "ignore"; value?: Json; trace?: Step; diagnostics: Diagnostic[] } | (Failed & { trace?: Step });

/**
 * Checks an expression without evaluating it: against the `attributes` of the source object, as the source of a `reference`
 * attribute, under the `scope` of the job.
 */
export function checkExpression(
  expression: string,
  options?: { attributes?: Optional<readonly string[]>; reference?: Optional<boolean>; scope?: Optional<"assigned" | "all">; limits?: Optional<Limits> } | null,
): { ok: true; canonical: string; attributes: string[]; diagnostics: Diagnostic[] } | Failed;
/** The expression in canonical form, on several lines where it is long. */
export function formatExpression(expression: string): { ok: true; text: string } | Failed;

/** A Graph `attributeMappingSource`. */
export interface AttributeMappingSource {
  expression: string | null;
  name: string;
  type: "Attribute" | "Constant" | "Function";
  parameters: { key: string; value: AttributeMappingSource }[];
}
/** The body of a Graph `parseExpression` request. */
export interface ParseExpressionRequest {
  expression: string;
  testInputObject?: Optional<{
    definition?: Optional<{ name?: string; attributes?: { name: string; type?: string; [member: string]: unknown }[]; [member: string]: unknown }>;
    properties?: { key: string; value: Json; [annotation: `${string}@${string}`]: string }[] | undefined;
  }>;
  targetAttributeDefinition?: Optional<object>;
}
/** A Graph `publicError`; the target is `line:column`, advice is a detail. */
export interface PublicError {
  code: string;
  message: string;
  target: string | null;
  details: { code: string; message: string; target: string | null }[];
  innerError: null;
}
/** A Graph `parseExpressionResponse`. */
export interface ParseExpressionResponse {
  parsingSucceeded: boolean;
  evaluationSucceeded: boolean;
  /** One text a value; empty for null. */
  evaluationResult: string[];
  parsedExpression: AttributeMappingSource | null;
  error: PublicError | null;
}
/** Graph's `parseExpression`, request and response field for field. Without a test object nothing is evaluated. */
export function parseExpression(request: ParseExpressionRequest | string | Uint8Array, options?: Omit<EvaluateOptions, "kind" | "trace" | "id"> | null): ParseExpressionResponse;

/** A row of a Graph `functions` answer, with documentation; what the service lists and nobody documents has only some of it. */
export interface FunctionListing {
  name: FunctionName | "IsNothing" | "Prepend";
  /** As the service lists them. */
  parameters: { name: string; required: boolean; allowMultipleOccurrences: boolean; type: GraphType }[];
  signature?: string;
  family?: string;
  /** As the reference documents them. */
  arguments?: { name: string; kind: string; required: boolean; repeats: boolean; words?: string[] }[];
  result?: string;
  deterministic?: boolean;
  elementWise?: boolean;
  documentation: string;
  source?: string;
  /** Evaluated with `options`, where there are any, `expression` gives `expected`. */
  examples?: { expression: string; source: { [attribute: string]: Json }; options?: EvaluateOptions; expected: Json }[];
  supported: boolean;
}
/** The functions of the expression language, as Graph lists them, with documentation. */
export function functions(): { value: FunctionListing[] };
/** A type of attributes and parameters, in Graph's words. */
export type GraphType = "String" | "Integer" | "Reference" | "Binary" | "Boolean" | "DateTime";

/** A row of a Graph `filterOperators` answer, with what the operator means. */
export interface OperatorListing {
  name: ScopingOperator;
  arity: "Unary" | "Binary";
  multivaluedComparisonType: "All";
  supportedAttributeTypes: GraphType[];
  /** False for those known from the portal's page only. */
  inGraph: boolean;
  documentation: string;
  example: string;
}
/** The operators of scoping filters, as Graph lists them, with documentation. */
export function filterOperators(): { value: OperatorListing[] };

/** Names an expression may use beyond the language. */
export interface AuthorContext {
  kind?: Optional<"user" | "group">;
  /** Attributes of the source object; those of the built-in profile unless given. */
  attributes?: Optional<readonly string[]>;
  variables?: Optional<readonly string[]>;
}
/** What could stand at a place; `insert` takes the place of `replace`. */
export interface Completion {
  label: string;
  kind: "function" | "attribute" | "word" | "text" | "variable";
  detail: string;
  documentation: string;
  insert: string;
  replace: Span;
}
/** What stands at a place, and what it means. */
export interface Hover {
  span: Span;
  title: string;
  body: string;
}
/** A part of an expression. */
export interface Token {
  start: number;
  end: number;
  kind: "function" | "attribute" | "string" | "number" | "variable" | "word" | "operator";
}
/** What could stand at a place of a text being written. */
export function complete(kind: "expression", text: string, offset: number, context?: AuthorContext | null): Completion[];
/** What stands at a place of a text. */
export function hover(kind: "expression", text: string, offset: number, context?: AuthorContext | null): Hover | null;
/** The parts of an expression, for colouring. */
export function highlight(expression: string): { ok: true; tokens: Token[] } | Failed;

interface CaseMembers {
  name?: Optional<string>;
  id?: Optional<string>;
  options?: Optional<Pick<EvaluateOptions, "now" | "taken" | "variables" | "defaultDomain" | "kind"> & { seed?: Optional<number> }>;
  /** For readers alone, as are the four behind it. */
  description?: Json;
  function?: Json;
  doc?: Json;
  certainty?: Json;
  note?: Json;
}
/** A test case: what an expression must give for a source object. */
export interface MappingCase extends CaseMembers {
  expression: string;
  source?: Optional<{ [attribute: string]: Json }>;
  /** A value, null (nothing flows), `{"flow":"ignore"}`, `{"error": code | name | class | true}`, `{"matches": pattern}`, or `{"random": {length, …}}`. */
  expected: Json;
}
/** The shape of public test scripts around the Graph call. */
export interface PortalCase extends CaseMembers {
  TargetAttributeName?: Optional<string>;
  /** For readers alone. */
  Description?: Json;
  Expression: string;
  InputAttributes?: Optional<{ [attribute: string]: Json }>;
  ExpectedResult: Json;
}
/** What became of a test case. */
export interface CaseResult {
  name: string;
  pointer: string;
  passed: boolean;
  /** JSON text, as is `actual`. */
  expected: string;
  actual: string;
  /** Why the expression failed, where that was not expected; else what is doubtful in it. */
  diagnostics: Diagnostic[];
}
/** Runs test cases of mappings. */
export function testMappings(cases: readonly (MappingCase | PortalCase)[] | MappingCase | PortalCase | string | Uint8Array): { ok: true; passed: boolean; results: CaseResult[] } | Failed;

// ── configurations ───────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Checks a `synchronizationSchema` before it is saved. `target` says whether the requirements of Gong hold; default: as the
 * document says.
 */
export function checkSchema(schema: Document, options?: { target?: Optional<"gong" | "other">; scope?: Optional<"assigned" | "all">; limits?: Optional<Limits> } | null): { ok: true; diagnostics: Diagnostic[] } | Failed;
/** The document as it will be written back, and the JSON Pointer of the schema in it. */
export function readSchema(schema: Document, options?: { limits?: Optional<Limits> } | null): { ok: true; document: Json; schema: string } | Failed;
/** The objects of an array, Graph or SCIM pages (one, an array of them, or one a line), NDJSON, or users in CSV; pages that name another are told (`IN009`). */
export function readObjects(text: string): { ok: true; objects: { [member: string]: Json }[]; diagnostics: Diagnostic[] } | Failed;

/** What an editor completes and checks by the JSON Schema that it names. */
interface Described {
  $schema?: string | undefined;
}

/** The settings of a job; every key is optional. */
export interface Settings extends Described {
  /** Default `assigned`. */
  scope?: "assigned" | "all" | undefined;
  /** Ids; default: objects whose `appRoleAssignments` holds one. */
  assigned?: Optional<readonly string[]>;
  /** The account of each object: source id to target id. */
  links?: Record<string, string> | undefined;
  /** Source ids that were linked once and left the scope. */
  released?: readonly string[] | undefined;
  /** Default `legacy`. */
  patchFormat?: PatchFormat | undefined;
  /** Booleans in legacy PATCH bodies; default `text`. */
  legacyBooleans?: "text" | "boolean" | undefined;
  /** The `schemas` of a created user; default `core+enterprise`. */
  targetSchemas?: "core+enterprise" | "core" | undefined;
  /** Whether created users without a role carry `"roles": []`. */
  emitEmptyRoles?: boolean | undefined;
  /** Whether members in a PATCH carry `"$ref": null`. */
  memberRefNull?: boolean | undefined;
  /** Whether this is a run on demand. */
  onDemand?: boolean | undefined;
  /** Whether objects that leave the scope keep their accounts as they are. */
  skipOutOfScopeDeletions?: boolean | undefined;
  /** More disables and deletions than this are staged; default: no threshold. */
  accidentalDeletionThreshold?: Optional<number>;
  /** Whether staged deletions have been allowed. */
  allowDeletes?: boolean | undefined;
  /** Domains whose addresses Gong imports; default: every domain. */
  allowedDomains?: readonly string[] | undefined;
  /** Whether every object is looked at, or those changed; default `initial`. */
  cycle?: "initial" | "incremental" | undefined;
  /** Ids an incremental cycle looks at; default: all. */
  changed?: Optional<readonly string[]>;
  /** Ids the target will give, by source id; default `new-` and the source id. */
  newIds?: Record<string, string> | undefined;
  /** Whether patterns of scoping filters match a part of the value, or the whole; default `search`. */
  regexMode?: "search" | "full" | undefined;
  /** How scoping filters test attributes with several values; default `refuse`. */
  multiValued?: "refuse" | "all" | "any" | undefined;
  /** RFC 3339; default: 1 January 2000, so that equal input gives equal output. */
  now?: Optional<string>;
  /** Where random functions start; default 0. */
  seed?: number | undefined;
  /** What `DefaultDomain()` gives. */
  defaultDomain?: Optional<string>;
  /** Values in use in the target, for `SelectUniqueValue`. */
  taken?: readonly string[] | undefined;
}

/** An assignment of Gong: what the people of an Entra group get. */
export interface Assignment {
  name: string;
  /** The Entra group, by display name or id; none for the default assignment. */
  group?: Optional<string>;
  updateMode?: "automatic" | "manual" | undefined;
  seats?: readonly string[] | undefined;
  dataCapture?: { homeWorkspace?: Optional<string>; enabled?: readonly string[] | undefined } | undefined;
  /** Permission profile by workspace. */
  workspacePermissions?: Record<string, string> | undefined;
}
/** Everything Gong decides with; a list alone is the ordered assignments. */
export interface Assignments extends Described {
  assignments?: readonly Assignment[] | undefined;
  defaultAssignment?: Optional<Assignment>;
  fallbackPermissionProfile?: Optional<string>;
  managerSettings?: { notifyManagers?: boolean | undefined; managersControlDataCapture?: boolean | undefined } | undefined;
  companyEmailDomains?: readonly string[] | undefined;
}

// ── previews ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A request to the target. */
export interface Request {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  query?: Record<string, string>;
  /** Exactly as sent. */
  body?: Json;
  purpose: "testConnection" | "match" | "read" | "create" | "update" | "disable" | "reference" | "members" | "delete";
}

/** A clause of a scoping filter, and what became of it. */
export interface Clause {
  attribute: string;
  operator: ScopingOperator | (string & {});
  value?: string;
  actual?: string;
  passed: boolean;
  /** Where the clause could not be judged; it counts as false. */
  supported?: false;
}

/** What is done with an object, in Graph's words. */
export type ProvisioningAction = "create" | "update" | "disable" | "delete" | "stageddelete" | "other";
/** What became of it, in Graph's words. */
export type ProvisioningStatus = "success" | "failure" | "skipped" | "warning";

/** One mapping at work. */
export interface AttributePreview {
  target: string;
  mapping: "direct" | "expression" | "constant" | "none";
  source?: string;
  value?: Json;
  /** `null`: no value, so nothing is sent or cleared; `default`: the default value flows; `ignored`: the expression or the flow type holds the attribute back. */
  outcome: "flows" | "unchanged" | "null" | "ignored" | "default" | "createOnly" | "error";
  /** What the target holds; of a group's members, which are never read back, those that are removed. */
  before?: Json;
  /** What the target will hold; of a group's members those that are added, as in `value`. */
  after?: Json;
  /** `Redact` hides the values from whoever is shown them; the request holds them all the same. */
  redacted?: true;
}

/** What a person gets in Gong. */
export type AssignedSettings =
  | { seats: string[]; dataCapture: { homeWorkspace: string | null; enabled: string[] }; workspacePermissions: Record<string, string> }
  | { permissionProfile: string };

/** What is done with one object, and why. */
export interface Preview {
  source: { id: string; kind: "user" | "group"; displayName?: string };
  /** `objectMapping`: where several of a kind apply in their turn, the JSON Pointer of the one that does. */
  scope: { inScope: boolean; reason?: Reason; filters: { name: string; passed: boolean; clauses: Clause[] }[]; objectMapping?: string };
  matching: { queries: Request[]; targetId?: string };
  action: ProvisioningAction;
  status: ProvisioningStatus;
  reason: Reason;
  attributes: AttributePreview[];
  /** Writes, in order. */
  requests: Request[];
  assignment?: { name: string; reason: "import" | "groupChange" | "profileUpdate"; settings: AssignedSettings };
  /** The record of the provisioning log; null where the configuration does not map objects of this kind. */
  log: ProvisioningObjectSummary | null;
  diagnostics: Diagnostic[];
}

/** A record of the provisioning log, as Graph names it. */
export interface ProvisioningObjectSummary {
  id: string;
  activityDateTime: string;
  /** Of the job whose schema is used; empty for a template's. */
  jobId: string;
  tenantId: string;
  cycleId: string;
  changeId: string;
  provisioningAction: ProvisioningAction;
  durationInMilliseconds: number;
  provisioningStatusInfo: {
    status: ProvisioningStatus;
    errorInformation?: { errorCode: string; reason: string; additionalDetails: null; errorCategory: "failure" | "nonServiceFailure"; recommendedAction: string };
  };
  provisioningSteps: ProvisioningStep[];
  modifiedProperties: { displayName: string; oldValue: string | null; newValue: string | null }[];
  sourceSystem: ProvisioningSystem;
  targetSystem: ProvisioningSystem;
  sourceIdentity: ProvisionedIdentity;
  targetIdentity: ProvisionedIdentity;
  initiatedBy: { id: string; displayName: string; initiatorType: "system" };
  servicePrincipal: { id: string; displayName: string };
}
export interface ProvisioningStep {
  name: "EntryImport" | "EntrySynchronizationScoping" | `EntrySynchronization${"Add" | "Update" | "Delete" | "Skip"}` | `EntryExport${"Add" | "Update" | "Delete"}`;
  provisioningStepType: "import" | "matching" | "scoping" | "processing" | "referenceResolution" | "export";
  status: ProvisioningStatus;
  description: string;
  details: { [name: string]: Json };
}
export interface ProvisioningSystem {
  id: string;
  displayName: string;
  details: { [name: string]: Json };
}
export interface ProvisionedIdentity extends ProvisioningSystem {
  identityType: "User" | "Group";
}

/** The decision in one word, as totals count it. */
export type Verdict = "create" | "update" | "disable" | "delete" | "stageddelete" | "none" | "skip" | "error";

/** What the next cycle starts from. */
export interface JobState {
  links: Record<string, string>;
  released: string[];
  /** Members written to each group, by source ids. */
  members: Record<string, string[]>;
  /**
   * The users in each group that assigns or is written, written or not, by source ids; of groups whose members were
   * told.
   */
  rolls?: Record<string, string[]>;
  /** Groups that last told of themselves that they are assigned. One that is in none of these three lists never told. */
  assignedGroups?: string[];
  /** Groups that last told that they are not, or told nothing where others did. */
  unassignedGroups?: string[];
  /** Linked groups that were deleted. */
  deletedGroups?: string[];
  /** Linked source ids whose object was out of scope when it was last looked at. */
  dormant?: string[];
}
/** A state to start from; what it does not say is empty. */
export type StartingState = { [Member in keyof JobState]?: JobState[Member] | undefined } & Described;

/** What one cycle does. */
export interface Plan {
  previews: Preview[];
  /** Every request in the order sent, reads included. */
  requests: Request[];
  /** How many objects have each verdict. */
  summary: { [Word in Verdict]?: number };
  /** The account of each object after the cycle. */
  links: Record<string, string>;
  /** Whether the job would go into quarantine. */
  quarantine: boolean;
  diagnostics: Diagnostic[];
  state: JobState;
}

/** What one line of `previewBatch` says, and `preview` with `compact`: a preview without its explanations, findings by their codes. */
export type CompactPreview =
  | { source: Preview["source"]; action: ProvisioningAction; status: ProvisioningStatus; reason: Reason; requests: Request[]; findings?: DiagnosticCode[] }
  | { action: "other"; status: "failure"; requests: Request[]; findings: DiagnosticCode[]; message: string };

/** One object, and the account that the target holds of it. */
export interface PreviewInput {
  source: Document;
  kind?: "user" | "group" | undefined;
  target?: Optional<Document>;
}

/** A configuration compiled once, used often. */
export class Engine {
  private constructor();
  /** Without `schema`: the built-in configuration for Gong. */
  static create(options?: {
    schema?: Optional<Document>;
    settings?: Optional<Settings | string | Uint8Array>;
    assignments?: Optional<Assignments | readonly Assignment[] | string | Uint8Array>;
    limits?: Optional<Limits>;
  } | null): { ok: true; engine: Engine; diagnostics: Diagnostic[] } | Failed;
  /**
   * What would be done with one object; refused only where a document cannot be read. Without `kind`, a group is known
   * by what only groups have: `members` or `securityEnabled`.
   */
  preview(input: PreviewInput & { compact?: false | undefined }): Preview | Failed;
  /** As above without explanations, several times as fast. */
  preview(input: PreviewInput & { compact: true }): CompactPreview | Failed;
  preview(input: PreviewInput & { compact?: boolean | undefined }): Preview | CompactPreview | Failed;
  /** One cycle over arrays, pages, NDJSON or (users) CSV; refused only where a document cannot be read. */
  plan(input: {
    users?: Optional<Document>;
    groups?: Optional<Document>;
    target?: Optional<Document>;
    state?: Optional<StartingState | string | Uint8Array>;
  }): Plan | Failed;
  /**
   * Users as NDJSON in (bytes are UTF-8), a `CompactPreview` a line out, in the same order; a blank line for a blank line.
   * Lines know each other as managers, and by who is assigned: where one has `appRoleAssignments`, one without them is not
   * assigned.
   */
  previewBatch(ndjson: string | Uint8Array): Uint8Array;
  /** Payloads as NDJSON in (bytes are UTF-8), an answer of `validatePayload` a line out, in the same order. */
  validateBatch(ndjson: string | Uint8Array): Uint8Array;
  /** The query that tests the connection: the first matching attribute against a value that nobody has. */
  testConnection(value: string): Request | null;
  /** The source attributes that mappings and filters read. */
  referencedAttributes(): string[];
  /** Gives the memory back; the engine cannot be used afterwards. */
  free(): void;
  [Symbol.dispose](): void;
}

/**
 * Long NDJSON, whole lines at a time (a mebibyte unless `bytes` is given): `file.stream().pipeThrough(batchStream((lines) => engine.previewBatch(lines)))`.
 * `batch` may answer later, as where it asks a Worker. The lines of one call know nothing of those of another.
 */
export function batchStream(batch: (lines: Uint8Array) => Uint8Array | Promise<Uint8Array>, options?: { bytes?: number | undefined }): TransformStream<Uint8Array | string, Uint8Array>;

/** An object that fares differently under the new configuration. */
export interface ObjectChange {
  source: Preview["source"];
  verdict?: { before: Verdict; after: Verdict };
  reason?: { before: Reason; after: Reason };
  attributes: { target: string; before?: Json; after?: Json }[];
}
/** A property of the mappings, in the configuration's words, that is not the same. */
export interface ConfigurationChange {
  kind: "user" | "group";
  /** The name of the object mapping, else its JSON Pointer, where several apply to the kind. */
  objectMapping?: string;
  /** The target attribute; absent for the object mapping itself. */
  target?: string;
  property: ConfigurationProperty;
  before?: string;
  after?: string;
}
/** What saving a configuration would change; `diagnostics`: what is found in the new one only, why objects fail under it alone, and users that cannot be read. */
export function compareSchemas(
  before: Document,
  after: Document,
  users: Document,
): { ok: true; configuration: ConfigurationChange[]; changes: ObjectChange[]; summary: { [Word in "same" | "changed" | "entering" | "leaving"]?: number }; diagnostics: Diagnostic[] } | Failed;

/** Something that happens to a person in Gong or Entra. */
export interface GongEvent {
  event: "import" | "groupChange" | "profileUpdate" | "manualEdit" | "managerEdit" | "assignmentEdited" | "deactivate";
  user?: { email?: string | undefined; groups?: readonly string[] | undefined; manager?: Optional<{ email?: Optional<string>; recordedTeam?: boolean | undefined }> } | undefined;
  /** The fields that are edited in Gong, such as `dataCapture.enabled` or `profile.title`. */
  edit?: { [field: string]: Json } | undefined;
  profile?: { [field: string]: Json } | undefined;
  /** The assignment that was edited; without it the person's own. */
  assignment?: Optional<string>;
}
/** What Gong holds of a person. */
export interface TeamMember {
  assignment?: Optional<string>;
  settings?: Optional<{ seats?: readonly string[] | undefined; dataCapture?: Assignment["dataCapture"]; workspacePermissions?: { [workspace: string]: string } | undefined; permissionProfile?: Optional<string> }>;
  profile?: { [field: string]: Json } | undefined;
}
/** What an event changes; what it says nothing about is absent. */
export interface GongOutcome {
  imported?: boolean; reason?: "emailDomainNotAllowed" | "emailMissing"; assignment: string | null;
  settingsSource?: "assignment" | "fallbackProfile" | "kept" | "none"; settings?: Json; manualEditAllowed?: boolean;
  accepted?: boolean; furtherEdits?: boolean; profileUpdated?: boolean; notify?: string[]; active?: boolean; dataKept?: boolean;
}
/** What an event changes for one person in Gong. */
export function assignmentOutcome(
  assignments: Assignments | readonly Assignment[] | string | Uint8Array,
  happening: GongEvent | string | Uint8Array,
  before?: TeamMember | string | Uint8Array | null,
): { ok: true; outcome: GongOutcome; diagnostics: Diagnostic[] } | Failed;
/** Whether so many failures, those of references apart, put the job into quarantine (Entra, *Quarantine status*). */
export function quarantines(failures: number, references: number, successes: number): boolean;

// ── words, made from the engine's tables by `BLESS=1 cargo test --test npm_types` ──────────────────────────────────

/** Every diagnostic code. */
export type DiagnosticCode =
  | "AM101" | "AM102" | "AM201" | "AM202" | "AM203" | "AM204" | "AM205" | "AM206" | "AM207" | "AM208" | "AM209"
  | "AM210" | "AM211" | "AM212" | "AM213" | "AM214" | "AM215" | "AM216" | "AM217" | "AM218" | "AM219" | "AM220"
  | "AM221" | "AM222" | "AM223" | "AM224" | "AM225" | "AM226" | "AM227" | "AM228" | "AM229" | "AM230" | "AM391"
  | "GA101" | "GA201" | "GA202" | "GA203" | "GA204" | "GA205" | "GA206" | "GA207" | "GA208" | "GA209" | "GA210"
  | "GA211" | "EX101" | "EX102" | "EX103" | "EX104" | "EX105" | "EX106" | "EX107" | "EX108" | "EX109" | "EX110"
  | "EX111" | "EX112" | "EX113" | "EX114" | "EX201" | "EX202" | "EX203" | "EX204" | "EX205" | "EX206" | "EX251"
  | "EX252" | "EX253" | "EX254" | "EX255" | "EX256" | "EX257" | "EX258" | "EX259" | "EX260" | "EX261" | "EX262"
  | "EX263" | "EX264" | "EX265" | "EX266" | "EX267" | "EX268" | "EX269" | "EX270" | "EX271" | "EX272" | "EX301"
  | "EX302" | "EX303" | "EX304" | "EX305" | "EX306" | "EX307" | "SF101" | "SF102" | "SF103" | "SF104" | "SF105"
  | "SF106" | "SF107" | "SF108" | "SF109" | "SF110" | "SF111" | "SF112" | "SF113" | "SF114" | "SF115" | "SF121"
  | "SF122" | "SF123" | "SF124" | "SF125" | "SF201" | "SF202" | "SF203" | "SF204" | "SF221" | "IN001" | "IN002"
  | "IN003" | "IN004" | "IN005" | "IN006" | "IN007" | "IN008" | "IN009" | "LM001" | "LM002" | "LM003" | "LM004"
  | "LM005" | "LM006" | "LM007" | "LM008" | "LM009" | "LM010" | "LM011" | "AM301" | "AM302" | "AM303" | "AM304"
  | "PA101" | "PA102" | "PA103" | "PA104" | "PA105" | "PA201" | "PA202" | "PA203" | "PA204" | "PA205" | "PA206"
  | "PA301" | "PA221" | "PA222" | "PA223" | "PA224" | "PA225" | "PA226" | "PA227" | "SP101" | "SP102" | "SP103"
  | "SP104" | "SP201" | "SP202" | "SP221" | "SP222" | "PL201" | "PL202" | "PL203" | "PL204" | "PL205" | "PL206"
  | "PL207" | "PL208" | "PL209" | "PL210" | "PL211" | "PL212" | "PL213" | "PL214" | "PL215" | "PL216" | "PL217"
  | "PL218" | "PL219" | "PL220" | "PV101" | "PV102" | "PV103" | "PV201" | "PV202" | "PV203" | "PV301" | "PV302"
  | "PV303" | "PV304" | "PV305" | "PV306" | "PV307" | "PV308" | "PV309" | "PV310" | "PV311" | "PV312" | "PV313"
  | "PV314" | "PV315" | "PV316" | "PV317" | "PV318" | "PV319" | "PV320" | "PV321" | "PV322" | "PV323" | "PV324"
  | "PV325" | "PV326" | "PV327" | "RX101" | "RX102" | "SC201" | "SC202" | "SC203" | "SC204" | "SC205" | "SC206"
  | "SC207" | "SC301" | "SC302" | "SC251" | "SC252" | "SC253" | "SC254" | "SC255" | "SS101" | "SS102" | "SS103"
  | "SS104" | "SS105" | "SS106" | "SS107" | "SS108" | "SS109" | "SS201" | "SS202" | "SS203" | "SS204" | "SS205"
  | "SS206" | "SS207" | "SS208" | "SS209" | "SS210" | "SS211";

/** Every diagnostic name. */
export type DiagnosticName =
  | "target-attribute-missing" | "source-empty" | "no-matching-attribute" | "matching-attribute-not-filterable"
  | "matching-precedence-repeated" | "matching-attribute-unfit" | "matching-precedence-negative"
  | "target-attribute-undeclared" | "target-attribute-case" | "target-attribute-repeated"
  | "target-attribute-read-only" | "target-attribute-immutable" | "source-attribute-undeclared"
  | "source-attribute-unavailable" | "required-attribute-unmapped" | "required-attribute-without-value"
  | "expression-tree-mismatch" | "type-mismatch" | "several-values-into-one" | "constant-unfit-for-type"
  | "flow-type-unfit" | "service-placeholder" | "target-attribute-unknown-to-gong" | "name-unfit-for-expression"
  | "argument-repeated" | "active-mapping-unfit" | "matching-source-several" | "matching-value-chosen"
  | "role-assignments-without-expression" | "extension-attribute-name" | "custom-attribute-unfit"
  | "target-filters-overlap" | "mapping-case-failed" | "invalid-assignments" | "user-in-several-assignments"
  | "default-assignment-grants-nothing" | "no-permission-profile-chosen" | "manual-assignment-ignores-group-change"
  | "applied-on-next-push" | "manager-setting-overrides-automatic" | "permissions-without-seat" | "person-not-imported"
  | "provisioned-field-locked" | "job-title-missing" | "manager-missing" | "unexpected-token" | "unterminated-text"
  | "unclosed-attribute" | "attribute-without-name" | "unclosed-call" | "missing-comma" | "text-after-expression"
  | "unknown-operator" | "chained-comparison" | "connect-sync-syntax" | "indexing" | "ellipsis" | "wrong-quotes"
  | "empty-expression" | "unknown-function" | "wrong-argument-count" | "missing-argument" | "unknown-word"
  | "nested-select-unique-value" | "number-constant-out-of-range" | "name-case" | "attribute-case" | "iif-null-test"
  | "switch-null-test" | "switch-incremental" | "comparison-place" | "replace-mode" | "attribute-looks-like-call"
  | "select-unique-value-target" | "changes-every-cycle" | "role-scope" | "switch-reference" | "expression-too-long"
  | "ignore-flow-nested" | "long-delimiter" | "implicit-date" | "two-digit-year" | "unknown-group"
  | "mistaken-date-letter" | "ambiguous-switch" | "several-roles" | "boolean-case" | "not-a-date" | "wrong-type"
  | "invalid-argument" | "index-out-of-range" | "missing-input" | "no-unique-value" | "raised-by-expression"
  | "filter-empty" | "filter-unexpected-end" | "filter-unexpected-token" | "filter-unbalanced" | "filter-empty-group"
  | "filter-invalid-attribute-path" | "filter-unknown-operator" | "filter-invalid-value" | "filter-invalid-number"
  | "filter-unterminated-string" | "filter-invalid-escape" | "filter-control-character" | "filter-missing-whitespace"
  | "filter-not-needs-group" | "filter-nested-value-path" | "filter-compared-after-brackets" | "filter-unquoted-value"
  | "filter-no-blank-before-value" | "filter-literal-case" | "filter-blank-before-bracket" | "filter-operand-type"
  | "filter-operator-type" | "filter-not-date-time" | "filter-unknown-attribute"
  | "filter-unqualified-extension-attribute" | "empty-input" | "not-json" | "duplicate-member" | "lone-surrogate"
  | "number-out-of-range" | "not-text" | "unreadable-file" | "unexpected-shape" | "one-page" | "input-too-long"
  | "nested-too-deeply" | "too-many-nodes" | "too-many-items" | "too-many-keys" | "regex-too-long" | "regex-too-large"
  | "value-too-long" | "out-of-fuel" | "invalid-limit" | "findings-truncated" | "target-path-unpredictable"
  | "value-unfit-for-type" | "source-attribute-case" | "value-longer-than-target-allows" | "patch-invalid-body"
  | "patch-unknown-operation" | "patch-path-not-text" | "patch-remove-without-path" | "patch-value-missing"
  | "patch-read-only" | "patch-required-removed" | "patch-immutable" | "patch-value-type" | "patch-multiple-primary"
  | "patch-remove-with-value" | "patch-no-target" | "patch-operation-case" | "patch-value-coerced"
  | "patch-read-only-ignored" | "patch-element-created" | "patch-removed-by-value" | "patch-path-as-key"
  | "patch-empty-path" | "path-empty" | "path-unexpected-token" | "path-unbalanced" | "path-invalid-attribute-path"
  | "path-unknown-attribute" | "path-brackets-on-singular" | "path-dot-before-attribute"
  | "path-unqualified-extension-attribute" | "required" | "invalid-type" | "coerced" | "expected-array"
  | "unexpected-array" | "invalid-format" | "multiple-primary" | "missing-core-schema" | "unknown-schema"
  | "schema-not-declared" | "duplicate-schema" | "duplicate-attribute" | "read-only-ignored" | "unknown-attribute"
  | "not-canonical" | "duplicate-type" | "duplicate-value" | "not-in-target" | "email-domain-not-allowed"
  | "duplicate-in-batch" | "unknown-setting" | "invalid-setting" | "invalid-state" | "no-object-mapping"
  | "several-object-mappings" | "role-mapping-with-scope-all" | "source-id-missing"
  | "special-character-in-matching-value" | "manager-not-in-scope" | "reference-removal-not-predicted"
  | "manager-reference-needs-restart" | "member-reference-needs-restart" | "group-not-security-enabled"
  | "assignment-unknown" | "accidental-deletions-prevented" | "members-left-out" | "required-value-missing"
  | "duplicate-target-entries" | "duplicate-source-entries" | "linked-target-missing" | "not-possible-on-demand"
  | "predicted-patch-refused" | "target-state-unknown" | "membership-unknown" | "account-enabled-unclear"
  | "not-disabled" | "not-among-objects" | "manager-unknown" | "several-entries" | "entry-conflict" | "value-kept"
  | "enabled-not-exported" | "value-cut-off" | "invalid-pattern" | "unsupported-pattern" | "operator-not-supported"
  | "attribute-not-supported-for-scoping" | "invalid-scoping-regex" | "invalid-filter-value" | "filter-without-clauses"
  | "several-clause-values" | "operator-unfit-for-type" | "multi-valued-scoping-unsupported" | "regex-not-anchored"
  | "clause-without-attribute" | "scoping-attribute-undeclared" | "clause-value-ignored" | "filter-never-passes"
  | "pattern-not-anchored" | "schema-envelope-unknown" | "schema-template-ambiguous" | "schema-truncated-export"
  | "schema-wrong-kind" | "schema-item-ignored" | "schema-enum-unknown" | "schema-scalar-coerced" | "schema-name-case"
  | "schema-place-missing" | "schema-directory-missing" | "schema-object-missing" | "schema-anchor-count"
  | "schema-attribute-repeated" | "schema-reference-missing" | "schema-multiple-mappings" | "schema-not-scim-outbound"
  | "schema-user-mapping-disabled" | "schema-no-target-action" | "schema-disposition" | "schema-rule-not-editable";

/** Why an object gets the action it gets. */
export type Reason =
  | "mappingDisabled" | "missingMatchingValue" | "noLongerManaged" | "sourceDisabledNeverProvisioned" | "notAssigned"
  | "scopingFilter" | "inputFilter" | "duplicateTargetEntries" | "duplicateSourceEntries" | "createActionOff"
  | "mappingFailed" | "requiredValueMissing" | "createdNoMatch" | "redundant" | "updateActionOff" | "matchedAndChanged"
  | "deleteActionOff" | "sourceHardDeleted" | "notPossibleOnDemand" | "outOfScopeDeletionSkipped" | "noDisableMapping"
  | "outOfScopeUnassigned" | "outOfScopeFilter" | "sourceDisabled" | "sourceSoftDeleted" | "linkedTargetMissing"
  | "linkedAndChanged";

/** What a comparison tells of a configuration, in its own words; `mapping` is the type of mapping. */
export type ConfigurationProperty =
  | "enabled" | "flowTypes" | "scope" | "EscrowBehavior" | "inputFilterGroups" | "categoryFilterGroups" | "mapping"
  | "source" | "flowType" | "flowBehavior" | "matchingPriority" | "defaultValue" | "type" | "required" | "caseExact"
  | "multivalued" | "MaximumLength";

/** The functions of the expression language. */
export type FunctionName =
  | "Append" | "AppRoleAssignments" | "AppRoleAssignmentsComplex" | "AssertiveAppRoleAssignmentsComplex" | "BitAnd"
  | "CBool" | "CDate" | "Coalesce" | "Contains" | "ConvertFromBase64" | "ConvertToBase64" | "ConvertToUTF8Hex"
  | "Count" | "CRef" | "CStr" | "DateAdd" | "DateDiff" | "DateFromNum" | "DefaultDomain" | "DNComponent" | "Error"
  | "FormatDateTime" | "Guid" | "IgnoreFlowIfNullOrEmpty" | "IIF" | "InStr" | "IsNull" | "IsNullOrEmpty" | "IsPresent"
  | "IsString" | "Item" | "Join" | "Left" | "Mid" | "NormalizeDiacritics" | "Not" | "Now" | "NumFromDate" | "PCase"
  | "RandomString" | "Redact" | "RemoveDuplicates" | "Replace" | "SelectUniqueValue" | "SingleAppRoleAssignment"
  | "Split" | "StringFromSid" | "StripSpaces" | "Switch" | "ToLower" | "ToUpper" | "Trim" | "Word";

/** The scoping operators. */
export type ScopingOperator =
  | "EQUALS" | "NOT EQUALS" | "REGEX MATCH" | "NOT REGEX MATCH" | "IS NULL" | "IS NOT NULL" | "IS TRUE" | "IS FALSE"
  | "&" | "!&" | "ENDS_WITH" | "Greater_Than" | "Greater_Than_OR_EQUALS" | "Includes";

/** The comparing operators of SCIM filters. */
export type CompareOperator =
  | "eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le";

/** The keyword a SCIM service refuses with. */
export type ScimType =
  | "invalidFilter" | "mutability" | "invalidSyntax" | "invalidPath" | "noTarget" | "invalidValue";

/** What may be consumed: whole numbers above zero. */
export interface Limits {
  /** UTF-8 bytes of one SCIM filter. Default 16384. */
  filterBytes?: number | undefined;
  /** UTF-8 bytes of one SCIM attribute path. Default 16384. */
  pathBytes?: number | undefined;
  /** UTF-8 bytes of one mapping expression. Default 65536. */
  expressionBytes?: number | undefined;
  /** Bytes of one JSON document. Default 16777216. */
  jsonBytes?: number | undefined;
  /** Brackets open at once outside string literals. Default 64. */
  nesting?: number | undefined;
  /** Nodes of one filter, path or expression. Default 10000. */
  astNodes?: number | undefined;
  /** Values in one JSON document. Default 1000000. */
  jsonNodes?: number | undefined;
  /** Items of one array, or of one list made by an expression. Default 100000. */
  arrayItems?: number | undefined;
  /** Members of one JSON object. Default 10000. */
  objectKeys?: number | undefined;
  /** UTF-8 bytes of one regular expression. Default 4096. */
  regexPatternBytes?: number | undefined;
  /** Compiled size of one regular expression. Default 1048576. */
  regexProgramBytes?: number | undefined;
  /** Depth of a regular expression's syntax tree. Default 50. */
  regexNesting?: number | undefined;
  /** All compiled patterns of one engine together; the oldest are dropped. Default 33554432. */
  regexCacheBytes?: number | undefined;
  /** Bytes of one string made during evaluation. Default 1048576. */
  valueBytes?: number | undefined;
  /** Steps of one evaluation on one object. Default 1000000. */
  fuel?: number | undefined;
  /** Findings reported for one document. Default 1000. */
  findings?: number | undefined;
}
