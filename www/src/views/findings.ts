/** Findings as a list: each says what is wrong, what to do, and leads to its place. */

import type { App } from "../app";
import { button, capital, h, sentence } from "../dom";
import { icon } from "../icon";
import type { Diagnostic, Severity } from "../types";

const WORD: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };

export function severityMark(severity: Severity): HTMLElement {
  return h("span", { class: `severity severity-${severity}` }, icon(severity), h("span", null, WORD[severity]));
}

export type Fix = NonNullable<Diagnostic["fixes"]>[number];

export interface FindingActions {
  /** What a finding leads to; without it, the mapping it speaks of. */
  choose?: (finding: Diagnostic) => void;
  /** Applies one of the repairs a finding offers. */
  fix?: (fix: Fix) => void;
}

export function findingList(app: App, findings: readonly Diagnostic[], label: string, actions: FindingActions = {}): HTMLElement {
  if (findings.length === 0) return h("p", { class: "muted all-clear" }, icon("check"), "Nothing to report.");
  const choose = actions.choose ?? ((finding: Diagnostic) => app.jump(finding));
  const leads = (finding: Diagnostic) => (actions.choose ? finding.at?.span !== undefined : app.leads(finding));
  const fixes = (finding: Diagnostic) => (actions.fix ? (finding.fixes ?? []) : []);
  return h("ul", { class: "findings", "aria-label": label }, findings.map((finding) =>
    h("li", { class: `finding finding-${finding.severity}` },
      severityMark(finding.severity),
      h("div", { class: "finding-text" },
        leads(finding)
          ? button(sentence(capital(finding.message)), () => choose(finding), { class: "finding-link" })
          : h("p", null, sentence(capital(finding.message))),
        finding.help && h("p", { class: "finding-help" }, sentence(capital(finding.help))),
        fixes(finding).length > 0 && h("p", { class: "finding-fixes" }, fixes(finding).map((fix) => button(sentence(capital(fix.title)), () => actions.fix?.(fix), { class: "plain" }))),
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
