/** A reading view of a synchronizationSchema, and its edits. Every entry knows its JSON Pointer in the text. */

import { appendTo, locate, pointer, removeAt, setAt } from "./json-text";
import type { AttributeMappingSource } from "scimwright";
import type { Flow, Kind } from "./types";

export interface MappingEntry {
  pointer: string;
  target: string;
  type: Flow["mapping"];
  /** Empty also for a function that is given as a tree alone, which only the engine can print. */
  expression: string;
  /** The source of a function as it is written; empty for anything else. */
  tree: string;
  defaultValue: string;
  flowType: string;
  matchingPriority: number;
}

export interface ClauseEntry {
  pointer: string;
  attribute: string;
  operator: string;
  /** Several values stand with commas between them. */
  value: string;
  values: string[];
}

export interface FilterEntry {
  pointer: string;
  name: string;
  clauses: ClauseEntry[];
}

export interface ObjectEntry {
  pointer: string;
  kind: Kind;
  name: string;
  enabled: boolean;
  flowTypes: string;
  filters: FilterEntry[];
  mappings: MappingEntry[];
  sourceAttributes: string[];
  targetAttributes: string[];
}

type Fields = Record<string, unknown>;

function object(value: unknown): Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
}
function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(object) : [];
}
function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
/** A Boolean, also as a word in any letter case. */
function flag(value: unknown, otherwise: boolean): boolean {
  const word = String(value).toLowerCase();
  return word === "true" || (word !== "false" && otherwise);
}
/** An integer of 32 bits, also as text; anything else counts as 0. */
function integer(value: unknown): number {
  const number = typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === "number" && number === (number | 0) ? number : 0;
}

/** A schema and where it stands. */
interface Root {
  schema: Fields;
  at: string;
}

/** Where the schema stands: alone, in a template, or in a page of a Graph answer as the only one or as the default. */
function root(document: unknown): Root {
  const found = list(object(document).value).flatMap((item, index) => {
    const inner = schemaIn(item);
    return inner ? [{ schema: inner.schema, at: pointer("value", index) + inner.at, isDefault: flag(item.default, false) }] : [];
  });
  return schemaIn(object(document)) ?? (found.length > 1 ? found.find((one) => one.isDefault) : found[0]) ?? { schema: {}, at: "" };
}

function schemaIn(document: Fields): Root | undefined {
  const isSchema = (fields: Fields) => "synchronizationRules" in fields || "directories" in fields;
  if (isSchema(document)) return { schema: document, at: "" };
  const inner = object(document.schema);
  return isSchema(inner) ? { schema: inner, at: "/schema" } : undefined;
}

/** The id of the Entra directory in every export, and its names. */
const ENTRA_ID = "66e4a8cc-1b7b-435e-95f8-f06cea133828";
const ENTRA_NAME = /^(azure active directory|microsoft entra id)$/i;

/** The object mappings of users and groups that leave Entra, in the order in which the engine takes them: by the
    priority of their rules. Empty for text that is no such document. */
export function readSchema(schemaText: string): ObjectEntry[] {
  let document: unknown;
  try {
    document = JSON.parse(schemaText.replace(/^\uFEFF/, ""));
  } catch {
    return [];
  }
  const { schema, at } = root(document);
  const directories = list(schema.directories);
  const attributesOf = (directory: unknown, name: unknown) =>
    list(list(directories.find((entry) => entry.name === directory)?.objects).find((entry) => entry.name === name)?.attributes)
      .map((attribute) => text(attribute.name))
      .filter((attribute) => attribute !== "");
  const isEntra = (name: unknown) => ENTRA_NAME.test(text(name)) || directories.some((entry) => entry.name === name && text(entry.id).toLowerCase() === ENTRA_ID);
  const outbound = list(schema.synchronizationRules)
    .map((rule, ruleIndex) => ({ rule, ruleIndex, priority: integer(rule.priority) }))
    .filter(({ rule }) => isEntra(rule.sourceDirectoryName) && !isEntra(rule.targetDirectoryName))
    .sort((a, b) => a.priority - b.priority);
  return outbound.flatMap(({ rule, ruleIndex }) =>
    list(rule.objectMappings).flatMap((mapping, index): ObjectEntry[] => {
      const kind = text(mapping.sourceObjectName).toLowerCase().split(":").at(-1);
      if ((kind !== "user" && kind !== "group") || isHidden(mapping)) return [];
      const here = at + pointer("synchronizationRules", ruleIndex, "objectMappings", index);
      return [
        {
          pointer: here,
          kind,
          name: text(mapping.name),
          enabled: flag(mapping.enabled, true),
          flowTypes: text(mapping.flowTypes) || "Add,Update,Delete",
          filters: readFilters(mapping, here),
          mappings: list(mapping.attributeMappings).map((entry, i) => readMapping(entry, here + pointer("attributeMappings", i))),
          sourceAttributes: attributesOf(rule.sourceDirectoryName, mapping.sourceObjectName),
          targetAttributes: attributesOf(rule.targetDirectoryName, mapping.targetObjectName),
        },
      ];
    }),
  );
}

function isHidden(mapping: Fields): boolean {
  return list(mapping.metadata).some(({ key, value }) => key === "Unsynchronized" && flag(value, false));
}

function readMapping(entry: Fields, here: string): MappingEntry {
  const source = object(entry.source);
  const name = text(source.name);
  const types: Record<string, Flow["mapping"]> = { attribute: "direct", constant: "constant", function: "expression" };
  const type = entry.source ? (types[text(source.type).toLowerCase()] ?? "direct") : "none";
  // An attribute or a constant is what its name says, whatever its text is.
  const written = type === "expression" || name === "" ? text(source.expression) : type === "constant" ? quoted(name) : `[${name}]`;
  return {
    pointer: here,
    target: text(entry.targetAttributeName),
    type,
    expression: written,
    tree: type === "expression" ? JSON.stringify(source) : "",
    defaultValue: text(entry.defaultValue),
    flowType: text(entry.flowType) || "Always",
    matchingPriority: integer(entry.matchingPriority),
  };
}

/** A text of the expression language. */
function quoted(constant: string): string {
  return `"${constant.replace(/["\\]/g, "\\$&")}"`;
}

function readFilters(mapping: Fields, here: string): FilterEntry[] {
  return list(object(mapping.scope).groups).map((group, index) => {
    const at = here + pointer("scope", "groups", index);
    return {
      pointer: at,
      name: text(group.name),
      clauses: list(group.clauses).map((clause, i) => {
        const { values } = object(clause.targetOperand);
        const all = Array.isArray(values) ? values.map(String) : [];
        return { pointer: at + pointer("clauses", i), attribute: text(clause.sourceOperandName), operator: text(clause.operatorName), value: all.join(", "), values: all };
      }),
    };
  });
}

/** `source` is Graph's tree of the expression, made by the engine; null for a mapping without source. */
export function withSource(schemaText: string, mapping: string, source: AttributeMappingSource | null): string {
  return setAt(schemaText, `${mapping}/source`, source);
}

export function withMapping(
  schemaText: string,
  objectPointer: string,
  targetAttributeName: string,
  source: AttributeMappingSource | null,
): string {
  const entry = {
    defaultValue: "",
    exportMissingReferences: false,
    flowBehavior: "FlowWhenChanged",
    flowType: "Always",
    matchingPriority: 0,
    targetAttributeName,
    source,
  };
  const at = `${objectPointer}/attributeMappings`;
  return locate(schemaText, at) ? appendTo(schemaText, at, entry) : setAt(schemaText, at, [entry]);
}

export type MappingField = "defaultValue" | "flowType" | "matchingPriority" | "targetAttributeName";

export function withField(schemaText: string, mapping: string, name: MappingField, to: string | number | null): string {
  return setAt(schemaText, `${mapping}/${name}`, to);
}

export function without(schemaText: string, entry: string): string {
  return removeAt(schemaText, entry);
}

/** A clause as Graph writes it; one of a unary operator has no value. */
export function clauseOf(attribute: string, operator: string, value?: string | string[]): Fields {
  return {
    operatorName: operator,
    sourceOperandName: attribute,
    targetOperand: value === undefined ? null : { values: [value].flat() },
  };
}

export function withClause(
  schemaText: string,
  at: string,
  attribute: string,
  operator: string,
  value: string | string[] | undefined,
): string {
  const clause = clauseOf(attribute, operator, value);
  const named = setAt(setAt(schemaText, `${at}/operatorName`, operator), `${at}/sourceOperandName`, attribute);
  const operand = locate(named, `${at}/targetOperand`);
  const isObject = operand !== undefined && named.slice(operand.start, operand.end).startsWith("{");
  return value !== undefined && isObject
    ? setAt(named, `${at}/targetOperand/values`, [value].flat())
    : setAt(named, `${at}/targetOperand`, clause.targetOperand);
}

export function addClause(schemaText: string, filter: string, clause: Fields): string {
  const clauses = `${filter}/clauses`;
  return locate(schemaText, clauses) ? appendTo(schemaText, clauses, clause) : setAt(schemaText, clauses, [clause]);
}

export function addFilter(schemaText: string, objectPointer: string, name: string, clause: Fields): string {
  const scope = `${objectPointer}/scope`;
  const group = { name, clauses: [clause] };
  const span = locate(schemaText, scope);
  if (!span || schemaText.slice(span.start, span.end) === "null") {
    return setAt(schemaText, scope, { categoryFilterGroups: [], inputFilterGroups: [], groups: [group] });
  }
  const groups = locate(schemaText, `${scope}/groups`);
  if (!groups || schemaText.slice(groups.start, groups.end) === "null") return setAt(schemaText, `${scope}/groups`, [group]);
  return appendTo(schemaText, `${scope}/groups`, group);
}
