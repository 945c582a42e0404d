/** One mapping, open: its expression with a live trace, its default, when it applies, whether it matches. */

import type { App } from "../app";
import { button, field, h, replace, select, sentence, type Child } from "../dom";
import type { Evaluation, TraceStep } from "../engine";
import { expressionEditor } from "../language";
import { withField, withSource, without, type GraphSource, type MappingEntry } from "../schema";
import type { State } from "../state";
import type { Diagnostic } from "../types";
import { findingList } from "./findings";
import { shown } from "./mappings";
import { findSource } from "./source";

export interface MappingEditor {
  element: HTMLElement;
  update(state: State, entry: MappingEntry, findings: Diagnostic[]): void;
  focus(): void;
  destroy(): void;
}

interface ParsedExpression {
  parsingSucceeded: boolean;
  evaluationSucceeded?: boolean;
  parsedExpression?: GraphSource;
  error?: { message?: string };
}

const APPLY = [
  ["Always", "Always"],
  ["ObjectAddOnly", "Only during object creation"],
  ["AttributeAddOnly", "Only while the target is empty"],
  ["ValueAddOnly", "Only adding values"],
  ["MultiValueAddOnly", "Only adding to lists"],
] as const;

const TYPE = { direct: "Direct", expression: "Expression", constant: "Constant", none: "None" } as const;

export function mappingEditor(app: App, first: MappingEntry): MappingEditor {
  let entry = first;
  let newest = 0;
  const text = () => app.store.state.configuration.text;
  const put = (change: string) => app.store.edit(change, entry.pointer);

  const type = h("span", { class: "pill" });
  const state_ = h("p", { class: "applied", role: "status" });
  const trace = h("div", { class: "trace" });
  const found = h("div");
  const editor = expressionEditor(app, {
    label: `Expression for ${entry.target}`,
    value: entry.expression,
    onChange: (expression) => void apply(expression),
  }, app.store.state.detail?.legacy.source.kind);

  const fallback = h("input", { type: "text", spellcheck: "false", set: { value: entry.defaultValue }, on: { input: () => put(withField(text(), entry.pointer, "defaultValue", fallback.value)) } });
  const apply_ = select(APPLY, entry.flowType, (flowType) => put(withField(text(), entry.pointer, "flowType", flowType)));
  const priority = h("input", { type: "number", min: 0, max: 99, step: 1, set: { value: String(entry.matchingPriority) }, on: { input: () => put(withField(text(), entry.pointer, "matchingPriority", Math.max(0, Math.trunc(Number(priority.value) || 0)))) } });

  const element = h("div", { class: "mapping-editor" },
    h("div", { class: "mapping-editor-head" }, h("span", { class: "label" }, "Expression"), type, h("span", { class: "muted" }, "[attribute], \"constant\" or a function; empty for none. Ctrl+Space completes.")),
    editor.element, state_, found, trace,
    h("div", { class: "fields" }, field("Default if empty", fallback), field("Apply", apply_), field("Match order", priority, "0 = not matched")),
    h("div", { class: "row-actions" },
      button("Close", () => close(), { class: "quiet" }),
      button("Remove mapping", () => { app.store.set({ editing: undefined }); put(without(text(), entry.pointer)); }, { class: "quiet danger" })),
  );

  function close(): void {
    const { pointer } = entry;
    app.store.set({ editing: undefined });
    document.querySelector<HTMLElement>(`tr[data-pointer="${CSS.escape(pointer)}"] .row-toggle`)?.focus();
  }

  /** Text that parses becomes the mapping at once; text that does not is only marked. */
  async function apply(expression: string): Promise<void> {
    newest += 1;
    const mine = newest;
    const trimmed = expression.trim();
    if (trimmed === "") {
      put(withSource(text(), entry.pointer, null));
      editor.setFindings([]);
      replace(trace);
      state_.textContent = "";
      return;
    }
    const parsed = await app.engine.call<ParsedExpression>("parseExpression", { expression: trimmed });
    if (mine !== newest) return;
    if (parsed.parsingSucceeded && parsed.parsedExpression) put(withSource(text(), entry.pointer, parsed.parsedExpression));
    await evaluate(expression, mine);
  }

  async function evaluate(expression: string, mine: number): Promise<void> {
    if (expression.trim() === "") return;
    const { state } = app.store;
    const source = findSource(state, state.selected) ?? {};
    const answer = await app.engine.call<Evaluation>("evaluate", expression, source, { trace: true, now: state.settings.now, kind: state.detail?.legacy.source.kind });
    if (mine !== newest) return;
    const diagnostics = answer.diagnostics;
    editor.setFindings(diagnostics);
    state_.textContent = answer.ok ? "" : "Not applied: the preview still shows the last expression that could be read.";
    state_.className = answer.ok ? "applied" : "applied not-applied";
    replace(found, diagnostics.length > 0 && findingList(app, diagnostics, "Findings of this expression", (finding) => finding.at?.span && editor.reveal(finding.at.span)));
    replace(trace, answer.ok && answer.trace?.steps && traceTable(answer.trace, (step) => editor.reveal(step.span)));
  }

  return {
    element,
    update(state, next, findings) {
      const moved = next.expression !== entry.expression;
      entry = next;
      type.textContent = TYPE[next.type];
      const focused = editor.element.shadowRoot?.activeElement;
      if (moved && !focused) editor.setText(next.expression);
      if (document.activeElement !== fallback) fallback.value = next.defaultValue;
      if (document.activeElement !== priority) priority.value = String(next.matchingPriority);
      apply_.value = next.flowType;
      void state;
      void findings;
      newest += focused ? 0 : 1;
      if (!focused) void evaluate(editor.text, newest);
    },
    focus: () => editor.focus(),
    destroy: () => {
      newest += 1;
      editor.destroy();
    },
  };
}

/** Every part of the expression with its value, outermost first, indented by how deep it stands. */
function traceTable(root: TraceStep, reveal: (step: TraceStep) => void): Child {
  const lines: HTMLElement[] = [];
  const visit = (step: TraceStep, depth: number): void => {
    lines.push(h("tr", null,
      h("th", { scope: "row", class: `depth depth-${Math.min(depth, 8)}` }, button(h("bdi", null, step.expression), () => reveal(step), { class: "trace-part", title: "Show in the expression" })),
      h("td", null, traceValue(step), (step.notes ?? []).map((note) => h("p", { class: "muted" }, sentence(note))))));
    for (const inner of step.steps ?? []) visit(inner, depth + 1);
  };
  visit(root, 0);
  return h("details", { class: "trace-box", open: true },
    h("summary", null, "Trace"),
    h("table", { class: "trace-table" }, h("thead", { class: "visually-hidden" }, h("tr", null, h("th", { scope: "col" }, "Part"), h("th", { scope: "col" }, "Value"))), h("tbody", null, lines)));
}

function traceValue(step: TraceStep): Child {
  switch (step.outcome) {
    case "value":
      return shown(step.value);
    case "null":
      return shown(null);
    case "ignore":
      return h("span", { class: "nothing" }, "does not flow");
    case "error":
      return h("span", { class: "field-error" }, step.error ?? "error");
    default:
      return h("span", { class: "nothing" }, "not needed");
  }
}
