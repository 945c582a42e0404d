/** Validate: a payload against Gong with findings at their places, and a PATCH applied, before and after. */

import type { ValidateOptions } from "scimwright";
import type { App } from "../app";
import { button, capital, h, replace, select } from "../dom";
import { createEditor, type Editor } from "../editor";
import { locate, spanOf, unescaped } from "../json-text";
import { changesView } from "../json-view";
import { isPatch, resourcesOf, schemasOf } from "../scim";
import type { State } from "../state";
import type { Diagnostic } from "../types";
import { countFindings, findingList } from "./findings";
import { legend } from "./requests";

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

export function validateView(app: App): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void } {
  const pretty = (data: unknown) => JSON.stringify(data, null, 2);
  const verdict = h("p", { role: "status" });
  const findings = h("div");
  const outcome = h("div", { class: "patch-outcome" });
  const kind = select([["User", "User"], ["Group", "Group"]], "User", () => void check(), { id: "payload-kind" });
  const payload = createEditor({ label: "SCIM payload, JSON", language: "json", value: pretty(PAYLOAD), onChange: () => { recognise(); void check(); }, listed: () => findings });
  const patch = createEditor({ label: "PATCH body, JSON", language: "json", value: pretty(PATCH), onChange: () => void apply(), listed: () => outcome });
  const element = h("section", { class: "page", role: "tabpanel", id: "view-validate", "aria-labelledby": "tab-validate", tabindex: -1 },
    h("div", { class: "tool" },
      h("div", { class: "tool-grid" },
        h("div", { class: "tool-card" }, h("div", { class: "section-head" }, h("h2", null, "Payload"), h("span", { class: "spacer" }), h("label", { for: "payload-kind" }, "Checked as"), kind), payload.element),
        h("div", { class: "tool-card" }, h("div", { class: "section-head" }, h("h2", null, "Findings against Gong")), verdict, findings)),
      h("div", { class: "tool-grid" },
        h("div", { class: "tool-card" }, h("div", { class: "section-head" }, h("h2", null, "PATCH"), h("span", { class: "muted" }, "applied to the payload above")), patch.element),
        h("div", { class: "tool-card" }, h("div", { class: "section-head" }, h("h2", null, "Before and after")), outcome))));
  let newest = 0;
  let newestOutcome = 0;
  let shown = false;

  function options(): ValidateOptions {
    return { profile: "gong", kind: kind.value as "User" | "Group", allowedDomains: app.store.state.settings.allowedDomains };
  }

  /** A payload that names its schema is checked as what it says it is. */
  function recognise(): void {
    const said = schemasOf(parsed(payload.text)).map((schema) => /^urn:ietf:params:scim:schemas:core:2\.0:(User|Group)$/i.exec(schema)?.[1]).find(Boolean);
    if (said) kind.value = capital(said.toLowerCase());
  }

  async function check(): Promise<void> {
    newest += 1;
    const mine = newest;
    const text = payload.text;
    const given = payloadOf(text);
    if (given.what === "patch") {
      verdict.textContent = "This is a PATCH, not a payload.";
      payload.setFindings([]);
      replace(findings, h("p", null, button("Move it to PATCH", move, { class: "plain" }, () => patch)));
      return apply();
    }
    if (given.what === "list") {
      verdict.textContent = `This is a list of ${given.length === 1 ? "one resource" : `${given.length} resources`}, not a payload.`;
      payload.setFindings([]);
      replace(findings, h("p", null, button("Check the first", () => payload.replace({ start: 0, end: text.length }, pretty(given.first)), { class: "plain" })));
      return apply();
    }
    const answer = await app.engine.call("validatePayload", text, options());
    if (mine !== newest) return;
    const placed = answer.diagnostics.map((finding) => place(finding, text)).sort((a, b) => startOf(a) - startOf(b));
    payload.setFindings(placed);
    verdict.textContent = answer.ok ? taken(placed) : "This text cannot be read as a payload.";
    replace(findings, listed(placed, payload));
    await apply();
  }

  function move(): void {
    const text = payload.text;
    payload.setText(pretty(PAYLOAD));
    patch.setText(text);
    void check();
  }

  async function apply(): Promise<void> {
    newestOutcome += 1;
    const mine = newestOutcome;
    const given = payloadOf(payload.text);
    if (given.what !== "payload") {
      patch.setFindings([]);
      replace(outcome, h("p", { class: "muted" }, given.what === "no JSON" ? "The payload is not JSON yet." : "There is no payload to apply it to."));
      return;
    }
    const text = patch.text;
    const answer = await app.engine.call("applyPatch", payload.text, text, { kind: kind.value as "User" | "Group" });
    if (mine !== newestOutcome) return;
    const placed = (answer.diagnostics ?? []).map((finding) => place(finding, text));
    // What has no place here speaks of the payload.
    patch.setFindings(placed.filter((finding) => finding.at?.span));
    if (!answer.ok) {
      replace(outcome, answer.scimType && h("p", null, "Refused with scimType ", h("code", null, answer.scimType), "."), listed(placed, patch));
      return;
    }
    const { resource } = answer;
    const afterwards = await app.engine.call("validatePayload", JSON.stringify(resource), options());
    if (mine !== newestOutcome) return;
    replace(outcome,
      placed.length > 0 && listed(placed, patch),
      legend(),
      changesView(given.document, resource, "The payload before and after the PATCH"),
      h("p", null, `Afterwards: ${taken(afterwards.diagnostics)}`),
      afterwards.diagnostics.length > 0 && findingList(app, afterwards.diagnostics.map(({ at: _at, ...finding }) => finding), "Findings afterwards"));
  }

  function listed(placed: Diagnostic[], editor: Editor): HTMLElement {
    return findingList(app, placed, "Findings", { choose: (finding) => finding.at?.span && editor.reveal(finding.at.span), fix: (fix) => editor.replace(fix.span, fix.replacement) });
  }

  return {
    element,
    update(state, changed) {
      if (changed.has("example") && state.example) {
        if (state.example.payload !== undefined) payload.setText(pretty(state.example.payload));
        recognise();
        if (state.example.patch !== undefined) patch.setText(pretty(state.example.patch));
        shown = false;
      }
      // The domains that addresses are checked against are among the settings.
      if (changed.has("settings")) shown = false;
      if (state.view === "validate" && !shown && state.engine === "ready") {
        shown = true;
        void check();
      }
    },
  };
}

function taken(findings: readonly Diagnostic[]): string {
  const refused = findings.some((finding) => finding.severity === "error");
  return `Gong ${refused ? "would not take this" : "takes this"}: ${countFindings(findings)}.`;
}

/** What stands where a payload is expected. */
type Given = { what: "payload"; document: unknown } | { what: "list"; first: unknown; length: number } | { what: "patch" } | { what: "no JSON" };

function payloadOf(text: string): Given {
  const document = parsed(text);
  if (document === undefined) return { what: "no JSON" };
  if (isPatch(document)) return { what: "patch" };
  const [first, ...more] = resourcesOf(document);
  return first === undefined ? { what: "payload", document } : { what: "list", first, length: more.length + 1 };
}

function parsed(text: string): unknown {
  if (!text.isWellFormed()) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Findings stand in the order of their places. */
function startOf({ at }: Diagnostic): number {
  return at?.span?.start ?? 0;
}

/** A finding that names its place by pointer gets the span of that place. */
function place(finding: Diagnostic, text: string): Diagnostic {
  if (finding.at?.pointer === undefined) return finding;
  const { span, ...at } = finding.at;
  for (const pointer of nearest(finding.at)) {
    let range: { start: number; end: number } | undefined;
    try {
      range = locate(text, pointer);
    } catch {
      return finding;
    }
    if (!range) continue;
    // A span beside a pointer counts inside the string that the pointer names.
    if (span && pointer === at.pointer) range = { start: unescaped(text, range.start, span.start), end: unescaped(text, range.start, span.end) };
    // Of an object or a list only the bracket is marked: the finding speaks of something that is not in it.
    else if (/[[{]/.test(text[range.start] ?? "")) range = { start: range.start, end: range.start + 1 };
    return { ...finding, at: { ...at, span: spanOf(text, range) } };
  }
  return finding;
}

/** Where a finding could be shown, best first: the value, the member a missing sub-attribute belongs to, what holds it. */
function nearest({ pointer = "", path = "" }: NonNullable<Diagnostic["at"]>): string[] {
  const parent = /^(\w+)\./.exec(path)?.[1];
  const found = parent && !pointer.endsWith(`/${parent}`) ? [`${pointer}/${parent}`] : [];
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
    found.push(at);
    if (at === "") return found;
  }
}
