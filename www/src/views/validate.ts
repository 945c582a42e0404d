/** Validate: a payload against Gong with findings at their places, and a PATCH applied, before and after. */

import type { App } from "../app";
import { h, replace, select } from "../dom";
import { createEditor } from "../editor";
import { changes, jsonView } from "../json-view";
import { locate } from "../json-text";
import type { State } from "../state";
import type { Diagnostic, Failed } from "../types";
import { countFindings, findingList } from "./findings";

const PAYLOAD = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName: "ada.lovelace@lumenfield.example",
  name: { givenName: "Ada" },
  active: "True",
  emails: [{ type: "work", value: "ada.lovelace@lumenfield.example", primary: true }],
};

const PATCH = {
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations: [
    { op: "Add", path: "name.familyName", value: "Lovelace" },
    { op: "Replace", path: 'emails[type eq "work"].value', value: "ada@lumenfield.example" },
  ],
};

type Validated = { ok: true; valid: boolean; diagnostics: Diagnostic[] } | Failed;
type Patched = { ok: true; resource: unknown } | (Failed & { scimType?: string });

export function validateView(app: App): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void } {
  const pretty = (data: unknown) => JSON.stringify(data, null, 2);
  const verdict = h("p", { role: "status" });
  const findings = h("div");
  const outcome = h("div");
  const kind = select([["User", "User"], ["Group", "Group"]], "User", () => void check(), { id: "payload-kind" });
  const payload = createEditor({ label: "SCIM payload, JSON", language: "json", multiline: true, value: pretty(PAYLOAD), onChange: () => void check() });
  const patch = createEditor({ label: "PATCH body, JSON", language: "json", multiline: true, value: pretty(PATCH), onChange: () => void apply() });
  const element = h("section", { class: "page", role: "tabpanel", id: "view-validate", "aria-labelledby": "tab-validate", tabindex: -1 },
    h("div", { class: "tool" },
      h("div", { class: "tool-grid" },
        h("div", { class: "tool-card" }, h("div", { class: "section-head" }, h("h2", null, "Payload"), h("span", { class: "spacer" }), h("label", { for: "payload-kind" }, "Checked as"), kind), payload.element),
        h("div", { class: "tool-card" }, h("h2", null, "Findings against Gong"), verdict, findings)),
      h("div", { class: "tool-grid" },
        h("div", { class: "tool-card" }, h("h2", null, "PATCH"), h("p", { class: "muted" }, "Applied to the payload above."), patch.element),
        h("div", { class: "tool-card" }, h("h2", null, "Afterwards"), outcome))));
  let newest = 0;
  let shown = false;

  async function check(): Promise<void> {
    newest += 1;
    const mine = newest;
    const text = payload.text;
    const answer = await app.engine.call<Validated>("validatePayload", text, { profile: "gong", kind: kind.value, allowedDomains: app.store.state.settings.allowedDomains });
    if (mine !== newest) return;
    const placed = answer.diagnostics.map((finding) => place(finding, text));
    payload.setFindings(placed);
    const errors = placed.filter((finding) => finding.severity === "error").length;
    verdict.textContent = !answer.ok ? "This text cannot be read as a payload." : errors > 0 ? `Gong would not take this: ${countFindings(placed)}.` : `Gong takes this: ${countFindings(placed)}.`;
    replace(findings, findingList(app, placed, "Findings", (finding) => finding.at?.span && payload.reveal(finding.at.span)));
    await apply();
  }

  async function apply(): Promise<void> {
    let before: unknown;
    try {
      before = JSON.parse(payload.text);
    } catch {
      replace(outcome, h("p", { class: "muted" }, "The payload is not JSON yet."));
      return;
    }
    const text = patch.text;
    const answer = await app.engine.call<Patched>("applyPatch", payload.text, text);
    if (text !== patch.text) return;
    if (answer.ok) {
      patch.setFindings([]);
      replace(outcome, h("p", { class: "legend" }, h("span", { class: "swatch mark-changed" }, "changed"), h("span", { class: "swatch mark-added" }, "added")), jsonView(answer.resource, changes(before, answer.resource), "Resource afterwards"));
      return;
    }
    const placed = answer.diagnostics.map((finding) => place(finding, text));
    patch.setFindings(placed);
    replace(outcome, answer.scimType && h("p", null, "Refused with scimType ", h("code", null, answer.scimType), "."), findingList(app, placed, "Findings of the PATCH", (finding) => finding.at?.span && patch.reveal(finding.at.span)));
  }

  return {
    element,
    update(state, changed) {
      if (changed.has("view")) element.hidden = state.view !== "validate";
      if (changed.has("example") && state.example) {
        if (state.example.payload !== undefined) payload.setText(pretty(state.example.payload));
        if (state.example.patch !== undefined) patch.setText(pretty(state.example.patch));
        shown = false;
      }
      if (state.view === "validate" && !shown && state.engine === "ready") {
        shown = true;
        void check();
      }
    },
  };
}

/** A finding that names its place by pointer gets the span of that place; a member that is missing, its parent's. */
function place(finding: Diagnostic, text: string): Diagnostic {
  if (finding.at?.span || finding.at?.pointer === undefined) return finding;
  for (let pointer = finding.at.pointer; ; pointer = pointer.slice(0, pointer.lastIndexOf("/"))) {
    let span: { start: number; end: number } | undefined;
    try {
      span = locate(text, pointer);
    } catch {
      return finding;
    }
    if (span) {
      const exact = pointer === finding.at.pointer;
      return { ...finding, at: { ...finding.at, span: exact ? span : { start: span.start, end: span.start + 1 } } };
    }
    if (pointer === "") return finding;
  }
}
