/** What the page and its workers say to each other. */

import type { AttributeMappingSource, Version } from "scimwright";
import type { Detail, Diagnostic, Difference, Failed, Fields, Input, People, Plan, Rows, Step } from "./types";

/** Questions by name: what each takes, and what its answer holds. */
export interface Questions {
  start: { ask: object; answer: Version };
  /** Everybody, from now on. */
  people: { ask: { people: People }; answer: void };
  /** One object with other values. */
  person: { ask: { key: string; object: Fields }; answer: void };
  preview: { ask: { input: Input; key: string | undefined }; answer: Previewed | Failed };
  write: { ask: { input: Input; key: string | undefined; mapping: string; expression: string }; answer: Written };
  evaluate: { ask: { input: Input; key: string | undefined; expression: string }; answer: Pick<Written, "trace" | "diagnostics"> };
  /** As the whole plan sees it: with what only shows among all objects. */
  exact: { ask: { input: Input; key: string }; answer: Detail | undefined };
  rows: { ask: { input: Input }; answer: ({ ok: true } & Rows) | Failed };
  plan: { ask: { input: Input }; answer: Plan };
  compare: { ask: { loaded: Input; edited: Input }; answer: Difference[] };
  call: { ask: { name: string; args: unknown[] }; answer: unknown };
}

export interface Previewed {
  ok: true;
  /** What the configuration itself earns, whoever is previewed. */
  configuration: Diagnostic[];
  /** Missing where the object stands among too many others to be looked at alone. */
  detail?: Detail;
}

/** An expression as typed: what it gives, and the preview with it where it can be read. */
export interface Written {
  /** Graph's tree of it; null for no source; missing where it cannot be read. */
  source?: AttributeMappingSource | null;
  preview?: Previewed | Failed;
  trace?: Step;
  diagnostics: Diagnostic[];
}

export type Name = keyof Questions;
export type Ask = { [N in Name]: { do: N } & Questions[N]["ask"] }[Name];

export interface Question {
  id: number;
  ask: Ask;
}

export type Reply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: string }
  /** Milliseconds the answer will take, as far as a first part tells. */
  | { id: number; expected: number };
