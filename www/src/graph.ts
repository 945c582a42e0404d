/** Functions of the package that its declarations leave out: bodies of Graph's own API. */

import type * as scimwright from "scimwright";
import type { GraphSource } from "./schema";
import type { Diagnostic } from "./types";

export interface GraphFunctions {
  functions(): { value: FunctionEntry[] };
  parseExpression(request: { expression: string }): ParsedExpression;
}

export interface ParsedExpression {
  parsedExpression: GraphSource | null;
  error: { message: string; details: Diagnostic[] } | null;
}

export interface FunctionEntry {
  name: string;
  family: string;
  signature: string;
  documentation: string;
  examples: { expression: string; source: unknown; expected: unknown }[];
  source?: string;
}

export type Operator = ReturnType<typeof scimwright.filterOperators>["value"][number];

export type Package = typeof scimwright & GraphFunctions;
