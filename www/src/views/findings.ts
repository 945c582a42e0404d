/** Findings as a list: each says what is wrong, what to do, and leads to its place. */

import type { App } from "../app";
import { button, h, sentence } from "../dom";
import { icon } from "../icon";
import type { Diagnostic, Severity } from "../types";

const WORD: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };

export function severityMark(severity: Severity): HTMLElement {
  return h("span", { class: `severity severity-${severity}` }, icon(severity), h("span", null, WORD[severity]));
}

export function findingList(app: App, findings: readonly Diagnostic[], label: string, onChoose?: (finding: Diagnostic) => void): HTMLElement {
  if (findings.length === 0) return h("p", { class: "muted all-clear" }, icon("check"), "Nothing to report.");
  const choose = onChoose ?? ((finding: Diagnostic) => app.jump(finding));
  const leads = (finding: Diagnostic) => onChoose !== undefined || finding.at?.pointer !== undefined;
  return h("ul", { class: "findings", "aria-label": label }, findings.map((finding) =>
    h("li", { class: `finding finding-${finding.severity}` },
      severityMark(finding.severity),
      h("div", { class: "finding-text" },
        leads(finding)
          ? button(sentence(finding.message), () => choose(finding), { class: "finding-link" })
          : h("p", null, sentence(finding.message)),
        finding.help && h("p", { class: "finding-help" }, sentence(finding.help)),
        finding.source && h("p", { class: "finding-source" }, "Rule: ", finding.source),
      ),
      button(finding.code, () => app.help(finding.code), { class: "code-link", "aria-label": `Explain ${finding.code}, ${finding.name}`, title: `Explain ${finding.name}` }),
    ),
  ));
}

export function countFindings(findings: readonly Diagnostic[]): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const parts = ([["error", "error"], ["warning", "warning"], ["info", "note"]] as const)
    .map(([severity, word]) => [count(severity), word] as const)
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n} ${word}${n === 1 ? "" : "s"}`);
  return parts.length === 0 ? "no findings" : parts.join(", ");
}
