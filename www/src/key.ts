/** What objects are told apart by. */

import type { Kind } from "./types";

/** A user and a group may have the same id. */
export function keyOf({ kind, id }: { kind: Kind; id: string }): string {
  return `${kind} ${id}`;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id as the engine looks ids up: an object id in lower case, any other text as it stands. */
export function plainId(id: string): string {
  return GUID.test(id) ? id.toLowerCase() : id;
}
