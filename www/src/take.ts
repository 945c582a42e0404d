/** What can be taken away: files, and the command line that gives the same preview. */

import { isEdited, type State } from "./state";

export function download(name: string, text: string, type = "application/json"): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The same preview on the command line; files are the ones the page lets you download. */
export function commandLine(state: State): string {
  const parts = ["scimwright", "preview"];
  const sample = state.peopleName === "Sample tenant";
  if (!sample) parts.push("users.json", "--groups", "groups.json", "--target", "target.json");
  if (isEdited(state) || state.configuration.name !== "Gong, built in") parts.push("--schema", "schema.json");
  if (!sample) parts.push("--settings", "settings.json");
  if (state.assignments !== undefined && !sample) parts.push("--assignments", "assignments.json");
  if (state.selected) parts.push("--only", quote(state.selected));
  if (state.settings.now) parts.push("--now", quote(state.settings.now));
  return parts.join(" ");
}

/** A word of a POSIX shell line. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
