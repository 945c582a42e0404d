/** How an object is called in lists. */

import type { Fields } from "./types";

export function named(object: Fields, id: string): { name: string; detail: string } {
  const sign = object.userPrincipalName ?? object.mail ?? object.description;
  return { name: typeof object.displayName === "string" ? object.displayName : id, detail: typeof sign === "string" ? sign : id };
}
