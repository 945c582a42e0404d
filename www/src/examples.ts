/** The gallery: situations worth seeing once, each made from the sample tenant by a few changes. */

import type { AttributeMappingSource } from "scimwright";
import type { EngineClient } from "./engine";
import { sample } from "./sample";
import { addClause, addFilter, clauseOf, readSchema, withField, withMapping, withSource, type MappingField } from "./schema";
import { outline, type Change, type View } from "./state";
import type { Kind, People, Settings } from "./types";

export interface Example {
  title: string;
  sentence: string;
  select: string;
  /** Members of the selected object that differ from the sample. */
  source?: Record<string, unknown>;
  mappings?: ({ kind: Kind; target: string; expression?: string } & { [F in MappingField]?: string | number })[];
  filters?: { kind: Kind; name: string; clauses: { attribute: string; operator: string; value?: string }[] }[];
  settings?: Settings;
  /** A mapping to open, by target. */
  open?: string;
  step?: "import" | "scope" | "match" | "action" | "request";
  view?: View;
  /** Text for the validate view. */
  payload?: unknown;
  patch?: unknown;
}

const files = import.meta.glob<Example>("../examples/*.json", { eager: true, import: "default" });

export const examples: readonly Example[] = Object.entries(files)
  .sort(([a], [b]) => a.localeCompare(b, "en"))
  .map(([, example]) => example);

/** The state an example starts from. */
export async function prepare(engine: EngineClient, example: Example): Promise<Change & { schema: string; editing?: string; people: People }> {
  let schema = sample.schema;
  const object = (kind: Kind) => readSchema(schema).find((entry) => entry.kind === kind);
  for (const { kind, target, expression, ...fields } of example.mappings ?? []) {
    const source = expression === undefined ? undefined : await graphSource(engine, expression);
    const here = object(kind);
    const mapping = here?.mappings.find((entry) => entry.target === target);
    if (source !== undefined && mapping) schema = withSource(schema, mapping.pointer, source);
    if (source !== undefined && here && !mapping) schema = withMapping(schema, here.pointer, target, source);
    for (const [name, to] of Object.entries(fields)) {
      const now = object(kind)?.mappings.find((entry) => entry.target === target);
      if (now) schema = withField(schema, now.pointer, name as MappingField, to);
    }
  }
  for (const filter of example.filters ?? []) {
    const here = object(filter.kind);
    const [first] = filter.clauses;
    if (here && first) schema = addFilter(schema, here.pointer, filter.name, clauseOf(first.attribute, first.operator, first.value));
    const made = object(filter.kind)?.filters.at(-1);
    for (const clause of filter.clauses.slice(1)) {
      if (made) schema = addClause(schema, made.pointer, clauseOf(clause.attribute, clause.operator, clause.value));
    }
  }
  const change = (list: Record<string, unknown>[]) => list.map((entry) => (entry.id === example.select ? { ...entry, ...example.source } : entry));
  const opened = readSchema(schema).flatMap((entry) => entry.mappings).find((mapping) => mapping.target === example.open);
  return {
    schema,
    people: { ...sample.people, users: change(sample.people.users), groups: change(sample.people.groups) },
    settings: { ...sample.settings, ...example.settings },
    assignments: sample.assignments,
    selected: outline(sample.people).find((row) => row.id === example.select)?.key,
    view: example.view ?? "preview",
    editing: opened?.pointer,
  };
}

async function graphSource(engine: EngineClient, expression: string): Promise<AttributeMappingSource | null> {
  if (expression === "") return null;
  const { parsedExpression } = await engine.call("parseExpression", { expression });
  // One that cannot be read stands in a configuration as its text alone.
  return parsedExpression ?? { expression, name: "", type: "Function", parameters: [] };
}
