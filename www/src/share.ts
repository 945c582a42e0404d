/** Share links: the state travels in the URL fragment, which browsers never send. People only when asked. */

import { distinct } from "./load";
import type { Fields, People, Settings } from "./types";

export interface Shared {
  name: string;
  /** As edited. */
  schema: string;
  /** Where the loaded text differs: the range of the edited one that took the place of a text. */
  loaded?: { from: number; to: number; text: string };
  settings: Settings;
  assignments?: Fields;
  selected?: string;
  people?: People;
}

const VERSION = "v1.";
/** Longer links are cut by mail programs and chat tools; a file is the better way then. */
export const MAX_LINK = 32 * 1024;
const MAX_READ = 512 * 1024;
const MAX_TEXT = 8 * 1024 * 1024;

export async function encode(shared: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  return VERSION + base64url(await pipe(bytes, new CompressionStream("deflate-raw"), Number.POSITIVE_INFINITY));
}

/** What to put where into the edited text for the loaded one: everything between what both begin and end with. */
export function difference(edited: string, loaded: string): Shared["loaded"] {
  if (edited === loaded) return undefined;
  const most = Math.min(edited.length, loaded.length);
  let from = 0;
  while (from < most && edited[from] === loaded[from]) from += 1;
  // A pair of surrogates is one sign: where only its halves differ, all of it does.
  if (isHigh(edited[from - 1])) from -= 1;
  let same = 0;
  while (same < most - from && edited[edited.length - 1 - same] === loaded[loaded.length - 1 - same]) same += 1;
  if (isLow(edited[edited.length - same])) same -= 1;
  return { from, to: edited.length - same, text: loaded.slice(from, loaded.length - same) };
}

function isHigh(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "\ud800" && unit < "\udc00";
}

function isLow(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "\udc00" && unit < "\ue000";
}

/** The text as loaded before it was edited. */
export function loadedOf({ schema, loaded }: Shared): string {
  return loaded ? schema.slice(0, loaded.from) + loaded.text + schema.slice(loaded.to) : schema;
}

/** A link's state, or why it cannot be used. Nothing in it is trusted: sizes are bounded and every member is checked. */
export async function decode(fragment: string): Promise<{ ok: true; shared: Shared } | { ok: false; text: string }> {
  const no = (text: string) => ({ ok: false as const, text });
  if (!fragment.startsWith(VERSION)) return no("This link was made by another version of the page, or is damaged.");
  if (fragment.length > MAX_READ) return no("This link is longer than a link of this page can be.");
  try {
    const packed = bytesOf(fragment.slice(VERSION.length));
    const bytes = await pipe(packed, new DecompressionStream("deflate-raw"), MAX_TEXT);
    const shared = check(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), wellFormed));
    return shared ? { ok: true, shared } : no("This link does not hold a configuration.");
  } catch {
    return no("This link is damaged: it could not be unpacked.");
  }
}

/** Half of a surrogate pair is no text, and nothing the engine reads. */
function wellFormed(name: string, data: unknown): unknown {
  for (const part of [name, data]) if (typeof part === "string" && !part.isWellFormed()) throw new RangeError("half of a surrogate pair");
  return data;
}

function check(data: unknown): Shared | undefined {
  if (!isObject(data) || typeof data.schema !== "string" || typeof data.name !== "string") return undefined;
  const settings = isObject(data.settings) ? (data.settings as Settings) : {};
  const shared: Shared = { name: data.name.slice(0, 120).toWellFormed(), schema: data.schema, settings };
  if (isObject(data.loaded)) {
    const { from, to, text } = data.loaded;
    if (typeof from === "number" && typeof to === "number" && typeof text === "string") shared.loaded = { from, to, text };
    if (!loadedOf(shared).isWellFormed()) return undefined;
  }
  if (isObject(data.assignments)) shared.assignments = data.assignments;
  if (typeof data.selected === "string") shared.selected = data.selected.slice(0, 200);
  if (isObject(data.people)) {
    const { users, groups, target } = data.people;
    const objects = (list: unknown) => (Array.isArray(list) ? list.filter(isObject) : []);
    shared.people = { users: distinct(objects(users), "user").objects, groups: distinct(objects(groups), "group").objects, target: objects(target) };
  }
  return shared;
}

function isObject(data: unknown): data is Record<string, unknown> {
  return data !== null && typeof data === "object" && !Array.isArray(data);
}

async function pipe(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream, limit: number): Promise<Uint8Array> {
  const writer = through.writable.getWriter();
  void writer.write(bytes).catch(() => undefined);
  void writer.close().catch(() => undefined);
  const reader = through.readable.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw new RangeError("too large");
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
