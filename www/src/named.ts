/** How an object is called in lists. */

import type { Fields } from "./types";

export function named(object: Fields, id: string): { name: string; detail: string } {
  const detail = firstText(object.userPrincipalName, object.mail, object.description) ?? id;
  return { name: firstText(object.displayName) ?? detail, detail };
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && value.trim() !== "");
}
