/** The mapping table of the chosen object: target, source, value, outcome. A row opens for editing in place. */

import type { App } from "../app";
import { button, escaped, h, renew, replace, setText, uniqueId, value, visible, type Child } from "../dom";
import { icon } from "../icon";
import type { MappingEntry } from "../schema";
import { objectOf, type State } from "../state";
import type { Diagnostic, Flow } from "../types";
import { addMappingForm } from "./mapping-add";
import { mappingEditor, type MappingEditor } from "./mapping-editor";

const OUTCOME: Record<Flow["outcome"], string> = {
  flows: "Sent",
  unchanged: "Unchanged",
  null: "Not sent",
  ignored: "Not sent",
  default: "Default sent",
  createOnly: "On create only",
  error: "Error",
};

/** The URN of an extension stands apart from the attribute's name, both in full. */
export function targetName(target: string): Child {
  const colon = target.startsWith("urn:") ? target.lastIndexOf(":") : -1;
  if (colon < 0) return value(target, "target-name");
  const parts = target.slice(0, colon + 1).split(/(?<=:)/);
  return [h("bdi", { class: "target-urn" }, parts.map((part) => [part, h("wbr")])), h("bdi", { class: "target-name" }, target.slice(colon + 1))];
}

/** White space that is more than one plain space between words. */
const SPACES = /[\t\n\r\xa0\u2000-\u200a\u202f\u205f]/g;

/** A value; one that begins or ends with a space, or holds other white space, stands in quotes with escapes. */
export function shown(data: unknown): Child {
  if (data === null || data === undefined) return h("span", { class: "nothing" }, "empty");
  if (data === "") return h("span", { class: "nothing" }, "empty text");
  if (Array.isArray(data) && data.length > 1) return [h("span", { class: "muted" }, `${data.length} values: `), value(JSON.stringify(data), "value mono")];
  if (typeof data === "object") return value(JSON.stringify(data), "value mono");
  const text = String(data);
  if (text !== text.trim() || text.search(SPACES) >= 0) return value(escaped(JSON.stringify(text), SPACES), "value mono");
  // An address is broken behind its @ before anywhere else.
  return text.includes("@") ? h("bdi", { class: "value" }, text.split(/(?<=@)/).map((part, i) => [i > 0 && h("wbr"), part])) : value(text);
}

interface RowParts {
  row: HTMLTableRowElement;
  toggle: HTMLButtonElement;
  target: HTMLElement;
  source: HTMLElement;
  result: HTMLElement;
  outcome: HTMLElement;
  drawn: string;
  detail?: { row: HTMLTableRowElement; editor: MappingEditor };
}

export function mappingsView(app: App): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void } {
  const body = h("tbody", { role: "rowgroup" });
  const title = h("h3", { id: "mappings-title" }, "Attribute mappings");
  const subtitle = h("span", { class: "muted" });
  const undo = button(icon("undo"), () => app.store.undo(), { class: "icon-button", "aria-label": "Undo", title: "Undo (Ctrl+Z)" });
  const redo = button(icon("redo"), () => app.store.redo(), { class: "icon-button", "aria-label": "Redo", title: "Redo (Ctrl+Y)" });
  const adding = h("div");
  const add = button([icon("create"), "Add mapping"], () => replace(adding, addMappingForm(app, () => { replace(adding); add.focus(); })), { class: "quiet mapping-add" });
  const table = h("table", { class: "mappings", role: "table", "aria-labelledby": "mappings-title" },
    h("thead", null, h("tr", null, h("th", { scope: "col" }, "Target and source"), h("th", { scope: "col" }, "Value"), h("th", { scope: "col" }, "Outcome"))),
    body,
  );
  const none = h("p", { class: "muted", hidden: true });
  const frame = h("div", { class: "table-frame" }, table);
  const element = h("section", { class: "mappings-block", "aria-labelledby": "mappings-title" },
    h("div", { class: "section-head" }, title, subtitle, h("span", { class: "spacer" }), undo, redo, add), adding, none, frame);

  const rows = new Map<string, RowParts>();
  /** The texts that the engine went by, by what is written: a function may be given by its tree alone, or by a text that
      lost a part. */
  const texts = new Map<string, string>();
  /** The object mapping that is drawn; a mapping that is being added belongs to it. */
  let drawn: string | undefined;
  let openFor: string | undefined;

  function make(entry: MappingEntry): RowParts {
    const target = h("span", { class: "target" });
    const toggle = h("button", { type: "button", class: "row-toggle", on: { click: (event) => { event.stopPropagation(); flip(entry.pointer); } } }, icon("chevron", "icon row-chevron"), target);
    const source = h("span", { class: "cell-source" });
    const result = h("td", { class: "cell-value", role: "cell" });
    const outcome = h("td", { class: "cell-outcome", role: "cell" });
    const row = h("tr", { class: "mapping", role: "row", "data-pointer": entry.pointer, on: { click: (event) => { if (!(event.target as Element).closest("button, a, input")) flip(entry.pointer); } } },
      h("th", { scope: "row", role: "rowheader", class: "cell-target" }, toggle, source), result, outcome);
    return { row, toggle, target, source, result, outcome, drawn: "" };
  }

  function flip(pointer: string): void {
    const { editing } = app.store.state;
    app.store.set({ editing: editing === pointer ? undefined : pointer });
  }

  function fill(parts: RowParts, entry: MappingEntry, flow: Flow | undefined, findings: Diagnostic[], open: boolean): void {
    const key = JSON.stringify([entry, flow, findings.length, open]);
    if (key === parts.drawn) return;
    parts.drawn = key;
    renew(parts.target, targetName(entry.target), entry.matchingPriority > 0 && h("span", { class: "pill", title: "Accounts are matched by this attribute" }, `match ${entry.matchingPriority}`));
    parts.toggle.setAttribute("aria-expanded", String(open));
    renew(parts.source, h("span", { class: "visually-hidden" }, "from "), entry.type === "none" ? h("span", { class: "nothing" }, "no source") : h("code", { class: "source-text" }, value(entry.expression)));
    renew(parts.result, flow ? flowValue(flow) : h("span", { class: "nothing" }, "nothing"));
    const worst = findings.some((finding) => finding.severity === "error") ? "error" : findings.some((finding) => finding.severity === "warning") ? "warning" : undefined;
    renew(parts.outcome, flow ? h("span", { class: `outcome outcome-${flow.outcome}` }, OUTCOME[flow.outcome]) : worst === "error" && h("span", { class: "outcome outcome-error" }, "Error"), worst && h("span", { class: `flag flag-${worst}` }, icon(worst), h("span", { class: "visually-hidden" }, worst)));
    parts.row.classList.toggle("open", open);
  }

  function draw(state: State): void {
    const preview = state.detail?.legacy;
    const object = objectOf(state, preview?.source.kind);
    setText(subtitle, object ? visible(object.name) : "");
    subtitle.title = subtitle.textContent;
    add.hidden = object === undefined;
    frame.hidden = !object?.mappings.length;
    none.hidden = !frame.hidden;
    setText(none, object ? "No attribute is mapped yet." : `The configuration does not map ${preview?.source.kind ?? "user"}s.`);
    if (object?.pointer !== drawn) replace(adding);
    drawn = object?.pointer;
    const mappings = object?.mappings ?? [];
    // Of several mappings of one target the first is previewed.
    const flows = new Map(preview?.attributes.map((flow) => [mappings.find((entry) => entry.target === flow.target), flow]));
    if (state.evaluated === state.configuration.text) {
      for (const [entry, flow] of flows) if (entry?.tree && flow.mapping === "expression" && flow.source !== undefined) texts.set(entry.tree, flow.source);
    }
    const seen = new Set<string>();
    const order: HTMLElement[] = [];
    for (const given of mappings) {
      const flow = flows.get(given);
      const entry = { ...given, expression: texts.get(given.tree) ?? given.expression };
      seen.add(entry.pointer);
      let parts = rows.get(entry.pointer);
      if (!parts) {
        parts = make(entry);
        rows.set(entry.pointer, parts);
      }
      const open = state.editing === entry.pointer;
      const findings = findingsAt(state, entry.pointer);
      fill(parts, entry, flow, findings, open);
      order.push(parts.row);
      if (open) {
        if (!parts.detail) {
          const editor = mappingEditor(app, entry);
          const id = uniqueId("mapping");
          parts.detail = { editor, row: h("tr", { class: "mapping-detail", id, role: "row" }, h("td", { colspan: 3, role: "cell" }, editor.element)) };
          parts.toggle.setAttribute("aria-controls", id);
        }
        order.push(parts.detail.row);
        parts.detail.editor.update(entry);
      } else if (parts.detail) {
        parts.detail.editor.destroy();
        parts.detail = undefined;
        parts.toggle.removeAttribute("aria-controls");
      }
    }
    for (const [pointer, parts] of rows) {
      if (seen.has(pointer)) continue;
      parts.detail?.editor.destroy();
      rows.delete(pointer);
    }
    arrange(body, order);
    if (state.editing !== openFor) {
      openFor = state.editing;
      const opened = state.editing === undefined ? undefined : rows.get(state.editing);
      opened?.detail?.editor.focus();
      // What opens is brought into sight, its name last: a small window shows that one.
      opened?.detail?.row.scrollIntoView({ block: "nearest" });
      opened?.row.scrollIntoView({ block: "nearest" });
    }
    // Said, and not done: a button out of use would lose the focus to nowhere at the last step.
    undo.setAttribute("aria-disabled", String(!app.store.canUndo));
    redo.setAttribute("aria-disabled", String(!app.store.canRedo));
  }

  return {
    element,
    update(state, changed) {
      if (!state.detail) {
        if (body.childElementCount === 0) replace(body, Array.from({ length: 14 }, () => h("tr", { class: "skeleton-row" }, h("td", { colspan: 3 }, h("span", { class: "skeleton" })))));
        return;
      }
      if (["detail", "objects", "editing", "configurationFindings", "configuration"].some((key) => changed.has(key as keyof State))) draw(state);
    },
  };
}

/** Puts rows in order, touching only those out of place: a moved editor would lose its caret. */
function arrange(parent: Element, order: HTMLElement[]): void {
  let at = parent.firstElementChild;
  for (const element of order) {
    if (element === at) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
  }
  while (at) {
    const next = at.nextElementSibling;
    at.remove();
    at = next;
  }
}

function findingsAt(state: State, pointer: string): Diagnostic[] {
  const all = [...state.configurationFindings, ...(state.detail?.legacy.diagnostics ?? [])];
  const seen = new Set<string>();
  return all.filter((finding) => {
    const at = finding.at?.pointer ?? "";
    if (at !== pointer && !at.startsWith(`${pointer}/`)) return false;
    const key = `${finding.code} ${finding.message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function flowValue(flow: Flow): Child {
  if (flow.redacted) return h("span", { class: "nothing" }, "redacted");
  const empty = flow.value === undefined || flow.value === null;
  // Nothing is ever sent to clear an attribute: what the account holds stays.
  if (empty && (flow.outcome === "null" || flow.outcome === "ignored") && flow.before !== undefined && flow.before !== null) return [shown(null), h("p", { class: "muted" }, "the account keeps ", shown(flow.before))];
  const changed = flow.before !== undefined && flow.before !== null && flow.after !== undefined && JSON.stringify(flow.before) !== JSON.stringify(flow.after);
  if (!changed || flow.outcome === "unchanged") return shown(flow.value ?? flow.after);
  return [h("del", null, shown(flow.before)), icon("arrow", "icon arrow"), h("ins", null, shown(flow.after))];
}
