/** What can be taken away: files, and the command line that gives the same preview. */

import type { CodeRow } from "./engine";
import { isEdited, type State } from "./state";
import type { Diagnostic } from "./types";

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

/** SARIF 2.1.0 of the configuration's findings. Attribute values are not in them. */
export function sarif(findings: readonly Diagnostic[], codes: readonly CodeRow[], version: string): string {
  const used = [...new Set(findings.map((finding) => finding.code))].sort();
  const level = { error: "error", warning: "warning", info: "note" } as const;
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "scimwright",
            version,
            rules: used.map((code) => {
              const row = codes.find((entry) => entry.code === code);
              return { id: code, name: row?.name ?? code, shortDescription: { text: row?.summary ?? code } };
            }),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => ({
          ruleId: finding.code,
          ruleIndex: used.indexOf(finding.code),
          level: level[finding.severity],
          message: { text: finding.help ? `${finding.message}. ${finding.help}` : finding.message },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: "schema.json" } },
              ...(finding.at?.pointer ? { logicalLocations: [{ fullyQualifiedName: finding.at.pointer }] } : {}),
            },
          ],
        })),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}
