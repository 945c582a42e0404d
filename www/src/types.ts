/** The shapes the page works with: the engine's own, and what the page makes of them. */

import type { Diagnostic, DiagnosticCode, Json, Preview, Settings, Severity } from "scimwright";

export type { Clause, CodeRow, Diagnostic, Failed, Plan, Preview, Request, Settings, Severity, Span, Step } from "scimwright";

/** One attribute of a preview: where it comes from, what it gives, what becomes of it. */
export type Flow = Preview["attributes"][number];
export type Kind = Preview["source"]["kind"];

/** A document as loaded: its members are the directory's. */
export type Fields = Record<string, unknown>;

/** What the list shows of one object. */
export interface Row {
  key: string;
  id: string;
  kind: Kind;
  name: string;
  /** The name people sign in with, or what a group is for. */
  detail: string;
  /** Missing until everybody is worked out. */
  outcome?: Outcome;
  codes: DiagnosticCode[];
  worst?: Severity;
  /** What is sent and assigned, as a number to compare. */
  print?: number;
}

export type Outcome = "create" | "update" | "disable" | "delete" | "stageddelete" | "none" | "skip" | "error";

/** One word for Graph's pair of action and status. */
export function outcomeOf(preview: Pick<Preview, "action" | "status" | "reason">): Outcome {
  if (preview.status === "failure") return "error";
  if (preview.status === "skipped") return preview.reason === "redundant" ? "none" : "skip";
  return preview.action === "other" ? "none" : preview.action;
}

/** By this number two previews are known to send and assign the same: whole requests of everybody would be too much to keep. */
export function printOf({ requests, assignment }: Preview): number {
  const text = JSON.stringify([requests, assignment]);
  let print = 0;
  for (let i = 0; i < text.length; i += 1) print = (Math.imul(print, 31) + text.charCodeAt(i)) | 0;
  return print;
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

/** What a preview is made of, people apart. */
export interface Input {
  /** Text of a synchronizationSchema. */
  schema: string;
  settings: Settings;
  assignments?: Fields;
}

export interface People {
  users: Fields[];
  groups: Fields[];
  /** SCIM resources of the target before. */
  target: Fields[];
}

/** Everything the page shows about the chosen object. */
export interface Detail {
  legacy: Preview;
  compliant: Preview;
  before?: Json;
  after?: Json;
}

export interface Rows {
  rows: Row[];
  diagnostics: Diagnostic[];
  /** What the configuration itself earns, and what its check finds besides. */
  configuration: Diagnostic[];
  checked: Diagnostic[];
}

/** One object that two configurations treat differently. */
export interface Difference {
  key: string;
  id: string;
  kind: Kind;
  name: string;
  before: Outcome;
  after: Outcome;
  /** Why it is so afterwards. */
  reason: Preview["reason"];
  attributes: { target: string; before?: Json; after?: Json }[];
}
