/** The shapes of the engine's answers that the page reads. */

export interface Span {
  start: number;
  end: number;
  line?: number;
  column?: number;
}

export type Severity = "error" | "warning" | "info";

export interface Diagnostic {
  code: string;
  name: string;
  severity: Severity;
  message: string;
  help?: string;
  source?: string;
  at?: { pointer?: string; span?: Span };
  labels?: { span: Span; text: string }[];
}

export interface Clause {
  attribute: string;
  operator: string;
  value?: string;
  actual?: string;
  passed: boolean;
}

export interface Request {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  purpose: string;
}

export interface Flow {
  target: string;
  mapping: "direct" | "expression" | "constant" | "none";
  source?: string;
  value?: unknown;
  outcome: "flows" | "unchanged" | "null" | "ignored" | "default" | "createOnly" | "error";
  before?: unknown;
  after?: unknown;
}

export interface LogStep {
  name?: string;
  provisioningStepType?: string;
  status?: string;
  description?: string;
  details?: Record<string, unknown>;
}

export type Kind = "user" | "group";

export interface Preview {
  source: { id: string; kind: Kind; displayName?: string };
  scope: { inScope: boolean; reason?: string; filters: { name: string; passed: boolean; clauses: Clause[] }[] };
  matching: { queries: Request[]; targetId?: string };
  action: "create" | "update" | "disable" | "delete" | "stageddelete" | "other";
  status: "success" | "failure" | "skipped" | "warning";
  reason: string;
  attributes: Flow[];
  requests: Request[];
  assignment?: { name: string; reason: string; settings: unknown };
  log: { provisioningSteps?: LogStep[] } & Record<string, unknown>;
  diagnostics: Diagnostic[];
}

export interface Plan {
  previews: Preview[];
  requests: Request[];
  summary: Record<string, number>;
  links: Record<string, string>;
  diagnostics: Diagnostic[];
}

export interface Failed {
  ok: false;
  diagnostics: Diagnostic[];
}

/** What the list shows of one object. */
export interface Row {
  id: string;
  kind: Kind;
  name: string;
  /** The name people sign in with, or the kind of group. */
  detail: string;
  outcome: Outcome;
  reason: string;
  codes: string[];
  worst?: Severity;
}

export type Outcome = "create" | "update" | "disable" | "delete" | "stageddelete" | "none" | "skip" | "error";

/** One word for Graph's pair of action and status. */
export function outcomeOf(preview: Pick<Preview, "action" | "status" | "reason">): Outcome {
  if (preview.status === "failure") return "error";
  if (preview.status === "skipped") return preview.reason === "redundant" ? "none" : "skip";
  return preview.action === "other" ? "none" : preview.action;
}

export const OUTCOME_LABEL: Record<Outcome, string> = {
  create: "Create",
  update: "Update",
  disable: "Disable",
  delete: "Delete",
  stageddelete: "Staged delete",
  none: "No change",
  skip: "Skipped",
  error: "Error",
};

export interface Settings {
  scope?: "assigned" | "all";
  assigned?: string[];
  links?: Record<string, string>;
  patchFormat?: "legacy" | "compliant";
  now?: string;
  [setting: string]: unknown;
}

/** What one preview run is made of. */
export interface Input {
  /** Text of a synchronizationSchema; the built-in one without. */
  schema?: string;
  settings: Settings;
  assignments?: unknown;
}

export interface People {
  users: Record<string, unknown>[];
  groups: Record<string, unknown>[];
  /** SCIM resources of the target before. */
  target: Record<string, unknown>[];
}

/** Everything the page shows about the chosen object. */
export interface Detail {
  legacy: Preview;
  compliant: Preview;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

export interface Rows {
  rows: Row[];
  summary: Record<string, number>;
  diagnostics: Diagnostic[];
}

export interface Answer {
  /** What the configuration itself earns, whoever is previewed. */
  configuration: Diagnostic[];
  ok: boolean;
  detail?: Detail;
  rows?: Rows;
  /** Milliseconds of engine time. */
  took: number;
}

/** One object that two configurations treat differently. */
export interface Difference {
  id: string;
  kind: Kind;
  name: string;
  before: Outcome;
  after: Outcome;
  attributes: { target: string; before?: unknown; after?: unknown }[];
}
