/** What people drop or paste: told apart by its content, read by the engine, named when it cannot be read. */

import type { Assignment } from "scimwright";
import type { EngineClient } from "./engine";
import { loneSurrogate } from "./lone-surrogate";
import { isMessage, isPatch } from "./scim";
import { isSetting } from "./settings";
import type { Diagnostic, Fields, Kind, Settings } from "./types";

export type Loaded =
  | { what: "configuration"; text: string }
  /** `others`: how many entries are neither users nor groups, and left out; `isOnePage`: more stand in other files. */
  | { what: "users" | "groups" | "target"; objects: Fields[]; others?: number; isOnePage?: boolean }
  | { what: "assignments"; value: Fields }
  | { what: "settings"; value: Settings };

/** What one text holds: mostly one thing, of a group's members users and groups. */
export type LoadResult = { ok: true; loaded: Loaded[] } | Unreadable;

/** `why` is said behind the name of the file. */
export interface Unreadable {
  ok: false;
  why: string;
}

function no(why: string): Unreadable {
  return { ok: false, why };
}

/** One file of this size is about fifty thousand users. */
export const MAX_BYTES = 128 * 1024 * 1024;

/** UTF-8 with or without mark, UTF-16 in both orders; anything else is named. */
export function decode(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le", { fatal: true }).decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be", { fatal: true }).decode(bytes);
  if (a === 0 && b !== 0) return new TextDecoder("utf-16be", { fatal: true }).decode(bytes);
  if (b === 0 && a !== 0) return new TextDecoder("utf-16le", { fatal: true }).decode(bytes);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

export async function readFile(engine: EngineClient, file: File): Promise<LoadResult> {
  if (file.size > MAX_BYTES) return no(" is larger than 128 MB; use the command line for it.");
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes) return no(" cannot be read: it is a folder, or was changed or moved meanwhile.");
  let text: string;
  try {
    text = decode(new Uint8Array(bytes));
  } catch {
    return no(' is not text in UTF-8 or UTF-16; a sheet of Excel is saved as "CSV UTF-8".');
  }
  return readText(engine, text);
}

/** The text of one document, whatever it is. */
export async function readText(engine: EngineClient, text: string): Promise<LoadResult> {
  const half = loneSurrogate(text);
  if (half) return no(`: ${failure(half)}`);
  const document = parsed(text);
  if (document && isConfiguration(document)) return { ok: true, loaded: [{ what: "configuration", text }] };
  const refusal = document && refusalOf(document);
  if (refusal) return no(refusal);
  // The engine reads what the page has read: it refuses what JSON leaves open.
  const answer = await engine.call("readObjects", text).catch((error: Error) => error);
  if (answer instanceof Error) return no(`: ${answer.message}.`);
  if (!answer.ok) return no(`: ${failure(answer.diagnostics[0])}`);
  const whole = document && wholeDocument(document);
  if (whole) return { ok: true, loaded: [whole] };
  const entries = answer.objects;
  if (entries.length === 0) return no(" is an empty list: it holds no objects.");
  const odd = entries.findIndex((entry: unknown) => !isNode(entry) || Array.isArray(entry));
  if (odd >= 0) return no(`: entry ${odd + 1} of ${entries.length} is not an object.`);
  const objects = entries.map(asGraph);
  if (objects.every(isPatchBody)) return no(objects.length === 1 ? " is a PATCH; the view Validate applies it." : ` is a list of ${objects.length} PATCHes; the view Validate applies one.`);
  const message = objects.findIndex(isMessage);
  if (message >= 0 && !objects.every(isMessage)) return no(`: entry ${message + 1} of ${objects.length} says of itself that it is no resource of the target.`);
  if (objects.every(isAssignment) && objects.some((entry) => Object.keys(entry).length > 1)) return { ok: true, loaded: [{ what: "assignments", value: { assignments: objects } }] };
  const lists = divided(objects);
  const what = lists ? lists[0]?.what : kindOf(objects, String(document?.["@odata.context"] ?? ""));
  if (!what) return no(" holds neither users nor groups nor accounts of the target, and is no synchronizationSchema.");
  return { ok: true, loaded: lists ?? [{ what, objects, isOnePage: answer.diagnostics.length > 0 }] };
}

/** An object as Graph spells its members: the cmdlets of PowerShell begin each with a capital. */
function asGraph(object: Fields): Fields {
  if (!("Id" in object) || "id" in object) return object;
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name.slice(0, 1).toLowerCase() + name.slice(1), value]));
}

/** Objects that can be told apart by their ids: one that has none of its own is given one. */
export function distinct(objects: Fields[], kind: Kind): { objects: Fields[]; given: number } {
  const seen = new Set<string>();
  let given = 0;
  const apart = objects.map((object, index) => {
    const own = typeof object.id === "number" ? String(object.id) : object.id;
    const wanted = typeof own === "string" && own !== "" ? own : `${kind}-${index + 1}`;
    let id = wanted;
    for (let n = 2; seen.has(id); n += 1) id = `${wanted}-${n}`;
    seen.add(id);
    if (id === object.id) return object;
    given += 1;
    return { ...object, id };
  });
  return { objects: apart, given };
}

/** What the engine says of a text that it cannot read. */
export function failure(finding: Diagnostic | undefined): string {
  if (!finding) return "cannot be read.";
  const span = finding.at?.span;
  const place = span ? ` (line ${span.line}, column ${span.column})` : "";
  return `${finding.message}${place}${finding.help ? `; ${finding.help}` : ""}.`;
}

const ASSIGNMENTS = ["assignments", "defaultAssignment", "fallbackPermissionProfile", "managerSettings", "companyEmailDomains"];
const ASSIGNMENT: Record<keyof Assignment, true> = { name: true, group: true, updateMode: true, seats: true, dataCapture: true, workspacePermissions: true };
/** Some of these every user, group and account has, and no settings, assignments or state. */
const OF_OBJECTS = ["id", "schemas", "userName", "userPrincipalName", "displayName", "mail"];

function parsed(text: string): Fields | undefined {
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return isNode(document) && !Array.isArray(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

/** A synchronizationSchema, bare, in a template or in a list of either. */
function isConfiguration(document: Fields): boolean {
  const members = new Map(Object.entries(document));
  if (members.has("synchronizationRules") || members.has("directories") || isNode(members.get("schema"))) return true;
  const values = members.get("value");
  return Array.isArray(values) && values.some((entry) => isNode(entry) && ("schema" in entry || "synchronizationRules" in entry));
}

/** Besides a configuration, what is one document and no object of a directory: assignments, job settings. */
function wholeDocument(document: Fields): Loaded | undefined {
  if (isOne(document)) return undefined;
  const members = new Map(Object.entries(document));
  if (ASSIGNMENTS.some((name) => members.has(name))) return { what: "assignments", value: document };
  if ([...members].some(([name, given]) => isSetting(name) && (name !== "scope" || typeof given === "string"))) return { what: "settings", value: document as Settings };
  return undefined;
}

/** Why a document that is known is nothing to load. */
function refusalOf(document: Fields): string | undefined {
  if (document.schema === null) return ": its `schema` is null, so it holds no configuration.";
  if ("attributeMappings" in document) return " is one object mapping of a configuration; load the whole synchronizationSchema.";
  if (isOne(document) && !isMessage(document)) return undefined;
  if (Array.isArray(document.previews)) return " is a plan of this page or of `scimwright preview`; load its users, groups and configuration instead.";
  if (isState(document)) return " is the state of a job, with which the page does not start; its `links` and `released` can stand in job settings.";
  return undefined;
}

/** Whether a document is itself a user, a group or an account. */
function isOne(document: Fields): boolean {
  return OF_OBJECTS.some((name) => Object.hasOwn(document, name));
}

/** A PATCH, and no user with a member of that name. */
function isPatchBody(document: Fields): boolean {
  return isPatch(document) && (isMessage(document) || !isOne(document));
}

/** What a cycle leaves for the next one: besides links it tells who was in which group. */
function isState({ members, rolls }: Fields): boolean {
  return [members, rolls].some((lists) => isNode(lists) && !Array.isArray(lists));
}

/** One of the Gong assignments, which may stand in a list without more. */
function isAssignment(entry: Fields): boolean {
  return typeof entry.name === "string" && Object.keys(entry).every((name) => Object.hasOwn(ASSIGNMENT, name));
}

function isNode(data: unknown): data is Fields {
  return data !== null && typeof data === "object";
}

/** The type that Graph says an object is of, without its namespace. */
function typeOf(object: Fields): string | undefined {
  const type = object["@odata.type"];
  return typeof type === "string" ? type.slice(type.lastIndexOf(".") + 1) : undefined;
}

/** The users and the groups of a list whose objects are of several types, as the members of a group are. */
function divided(objects: Fields[]): Extract<Loaded, { objects: Fields[] }>[] | undefined {
  const types = new Set(objects.map(typeOf));
  if (types.size < 2 || types.has(undefined)) return undefined;
  const of = (type: string) => objects.filter((object) => typeOf(object) === type);
  const lists = [{ what: "groups" as const, objects: of("group") }, { what: "users" as const, objects: of("user") }].filter((list) => list.objects.length > 0);
  const others = objects.length - lists.reduce((sum, list) => sum + list.objects.length, 0);
  return lists.map((list, index) => (index === 0 ? { ...list, others } : list));
}

/** What a list holds: by what Graph says of it, else by the members of its first object. */
function kindOf([first]: Fields[], context: string): "users" | "groups" | "target" | undefined {
  if (!first || isMessage(first)) return undefined;
  const [, said] = /\$metadata#(users|groups)\b/.exec(context) ?? [];
  if (said) return said as "users" | "groups";
  const has = (...names: string[]) => names.some((name) => Object.hasOwn(first, name));
  if (has("schemas", "userName")) return "target";
  if (typeOf(first) === "group" || has("securityEnabled", "groupTypes", "mailEnabled", "members")) return "groups";
  if (has("userPrincipalName", "mail", "accountEnabled", "givenName", "surname", "id", "displayName")) return "users";
  return undefined;
}
