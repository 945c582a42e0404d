/** What people drop or paste: told apart by its content, read by the engine, named when it cannot be read. */

import type { EngineClient } from "./engine";
import type { Diagnostic, Fields, Settings } from "./types";

export type Loaded =
  | { what: "configuration"; text: string }
  | { what: "users" | "groups" | "target"; objects: Fields[] }
  | { what: "assignments"; value: Fields }
  | { what: "settings"; value: Settings };

export type LoadResult = { ok: true; loaded: Loaded } | { ok: false; text: string };

/** One file of this size is about fifty thousand users. */
export const MAX_BYTES = 128 * 1024 * 1024;

/** UTF-8 with or without mark, UTF-16 in both orders; anything else is named. */
export function decode(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le", { fatal: true }).decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be", { fatal: true }).decode(bytes);
  if (b === 0 && a !== 0) return new TextDecoder("utf-16le", { fatal: true }).decode(bytes);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

export async function readFile(engine: EngineClient, file: File): Promise<LoadResult> {
  if (file.size > MAX_BYTES) return { ok: false, text: `${file.name} is larger than 128 MB; use the command line for it.` };
  try {
    return await readText(engine, decode(new Uint8Array(await file.arrayBuffer())), file.name);
  } catch {
    return { ok: false, text: `${file.name} is not text in UTF-8 or UTF-16.` };
  }
}

/** The text of one document, whatever it is. */
export async function readText(engine: EngineClient, text: string, name: string): Promise<LoadResult> {
  const whole = wholeDocument(text);
  if (whole) return { ok: true, loaded: whole };
  const answer = await engine.call("readObjects", text);
  if (!answer.ok) return { ok: false, text: `${name}: ${failure(answer.diagnostics[0])}` };
  const what = kindOf(answer.objects);
  if (!what) return { ok: false, text: `${name} holds neither users nor groups nor SCIM resources, and is no synchronizationSchema.` };
  return { ok: true, loaded: { what, objects: answer.objects } };
}

function failure(finding: Diagnostic | undefined): string {
  if (!finding) return "cannot be read.";
  const span = finding.at?.span;
  const place = span ? ` (line ${span.line}, column ${span.column})` : "";
  return `${finding.message}${place}${finding.help ? `; ${finding.help}` : ""}.`;
}

const SETTINGS = ["scope", "assigned", "links", "patchFormat", "allowedDomains", "accidentalDeletionThreshold", "skipOutOfScopeDeletions"];

/** Documents that are one object: a configuration, assignments, job settings. */
function wholeDocument(text: string): Loaded | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  if (document === null || typeof document !== "object" || Array.isArray(document)) return undefined;
  const members = new Map(Object.entries(document));
  if (members.has("synchronizationRules") || members.has("directories")) return { what: "configuration", text };
  const schema = members.get("schema");
  if (schema !== null && typeof schema === "object") return { what: "configuration", text };
  const values = members.get("value");
  if (Array.isArray(values) && values.some((entry) => isNode(entry) && ("schema" in entry || "synchronizationRules" in entry))) return { what: "configuration", text };
  if (Array.isArray(members.get("assignments"))) return { what: "assignments", value: document as Fields };
  if (members.size > 0 && [...members.keys()].some((key) => SETTINGS.includes(key)) && !members.has("id")) return { what: "settings", value: document as Settings };
  return undefined;
}

function isNode(data: unknown): data is Fields {
  return data !== null && typeof data === "object";
}

function kindOf(objects: Fields[]): "users" | "groups" | "target" | undefined {
  const first = objects.find(isNode);
  if (!first) return undefined;
  const has = (...names: string[]) => names.some((name) => Object.hasOwn(first, name));
  if (has("schemas", "userName")) return "target";
  const type = typeof first["@odata.type"] === "string" ? first["@odata.type"] : "";
  if (type.endsWith(".group") || has("securityEnabled", "groupTypes", "mailEnabled")) return "groups";
  if (has("userPrincipalName", "mail", "accountEnabled", "givenName", "surname", "id", "displayName")) return "users";
  return undefined;
}
