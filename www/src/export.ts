/** What can be exported: files, and the command line that gives the same preview. */

import { sample } from "./sample";
import { isEdited, selectedRow, type State } from "./state";
import type { Request } from "./types";

export function download(name: string, text: string, type = "application/json"): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error("The browser does not let the page copy; select the text and copy it by hand.");
  }
}

/** A request as a line for a shell; where to and by which right is left to the reader's own variables. */
export function curl({ method, path, query, body }: Request): string {
  const parameters = Object.entries(query ?? {}).flatMap(([name, text]) => ["--data-urlencode", quote(`${name}=${text}`)]);
  return [
    "curl", ...(method === "GET" ? ["--get"] : ["-X", method]), `"$SCIM_URL"${quote(path)}`, '-H "Authorization: Bearer $SCIM_TOKEN"', ...parameters,
    ...(body === undefined ? [] : ["-H", quote("Content-Type: application/scim+json"), "--data-binary", quote(JSON.stringify(body))]),
  ].join(" ");
}

/** The same preview on the command line, of the files the page lets you download. */
export function commandLine(state: State): string {
  const parts = ["scimwright preview users.json --groups groups.json --target target.json --settings settings.json"];
  if (isEdited(state) || state.configuration.loaded !== sample.schema) parts.push("--schema schema.json");
  if (state.assignments !== undefined) parts.push("--assignments assignments.json");
  const chosen = selectedRow(state);
  if (chosen) parts.push(quote(`--only=${chosen.id}`));
  return parts.join(" ");
}

/** A word of a POSIX shell line. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
