/** One mapping, open: its expression with a live trace, its default, when it applies, whether it matches. */

import type { App } from "../app";
import { button, capital, field, h, renew, replace, select, sentence, setText, value, type Child } from "../dom";
import { icon } from "../icon";
import { expressionEditor } from "../language";
import { withField, without, type MappingEntry } from "../schema";
import { input } from "../state";
import type { Diagnostic, Step } from "../types";
import { findingList, type Fix } from "./findings";
import { shown } from "./mappings";

export interface MappingEditor {
  element: HTMLElement;
  /** The mapping as it stands now, perhaps for another object. */
  update(entry: MappingEntry): void;
  focus(): void;
  destroy(): void;
}

const APPLY = [
  ["Always", "Always"],
  ["ObjectAddOnly", "Only during object creation"],
  ["AttributeAddOnly", "Only while the target is empty"],
  ["ValueAddOnly", "Only adding values"],
  ["MultiValueAddOnly", "Only adding to lists"],
] as const;

const HINT = '[attribute], "constant" or a function; empty for none. Ctrl+Space completes.';

const TYPE = { direct: "Direct", expression: "Expression", constant: "Constant", none: "None" } as const;

export function mappingEditor(app: App, first: MappingEntry): MappingEditor {
  let entry = first;
  let newest = 0;
  let listed = "";
  const text = () => app.store.state.configuration.text;
  const put = (change: string) => app.store.edit(change, entry.pointer);

  const type = h("span", { class: "pill" });
  const status = h("div", { class: "editor-status" }, HINT);
  const trace = h("div", { class: "trace", on: { click: (event) => follow(event.target as Element) } });
  const found = h("div");
  const editor = expressionEditor(app, {
    label: `Expression for ${entry.target}`,
    value: entry.expression,
    onChange: apply,
    listed: () => found,
  }, app.store.state.detail?.legacy.source.kind);

  const fallback = h("input", { type: "text", spellcheck: "false", set: { value: entry.defaultValue }, on: { input: () => put(withField(text(), entry.pointer, "defaultValue", fallback.value)) } });
  const when = select(APPLY, entry.flowType, (flowType) => put(withField(text(), entry.pointer, "flowType", flowType)));
  const priority = h("input", { type: "number", min: 0, max: 99, step: 1, set: { value: String(entry.matchingPriority) }, on: { input: () => put(withField(text(), entry.pointer, "matchingPriority", Math.max(0, Math.trunc(Number(priority.value) || 0)))), change: () => { priority.value = String(entry.matchingPriority); } } });

  const element = h("div", { class: "mapping-editor" },
    h("div", { class: "mapping-editor-head" }, h("span", { class: "label" }, "Source"), type),
    editor.element, status,
    h("div", { class: "fields" }, field("Default value if null", fallback), field("Apply this mapping", when), field("Matching precedence", priority, "0 = not matched")),
    trace, found,
    h("div", { class: "row-actions" },
      button("Close", () => app.store.set({ editing: undefined }), { class: "plain" }, () => document.querySelector<HTMLElement>(`tr[data-pointer="${CSS.escape(entry.pointer)}"] .row-toggle`)),
      button("Remove mapping", remove, { class: "quiet danger" }, () => document.querySelector<HTMLElement>(".mapping-add"))),
  );

  /** A part of the trace shows its place in the expression; a function's name opens its help. */
  function follow(target: Element): void {
    const { start, end, topic } = target.closest("button")?.dataset ?? {};
    if (topic !== undefined) app.help(topic);
    else if (start !== undefined) editor.reveal({ start: Number(start), end: Number(end) });
  }

  function remove(): void {
    app.store.set({ editing: undefined });
    put(without(text(), entry.pointer));
  }

  /** Text that can be read becomes the mapping at once; text that cannot is only marked. */
  function apply(expression: string): void {
    newest += 1;
    const mine = newest;
    // White space takes no function away whose text is not known.
    if (expression.trim() === "" && entry.type === "expression" && entry.expression === "") return show(expression, [], undefined, true);
    app.write(entry.pointer, expression, ({ source, trace: root, diagnostics }) => {
      if (mine === newest) show(expression, diagnostics, root, source !== undefined);
    });
  }

  async function evaluate(): Promise<void> {
    newest += 1;
    const mine = newest;
    const { state } = app.store;
    const expression = editor.text;
    const { diagnostics, trace: root } = expression.trim() === "" ? { diagnostics: [] } : await app.engine.evaluate(input(state), state.selected, expression);
    if (mine === newest) show(expression, diagnostics, root, true);
  }

  function show(expression: string, diagnostics: Diagnostic[], root: Step | undefined, applied: boolean): void {
    editor.setFindings(diagnostics);
    const fix = (one: Fix) => editor.replace(one.span, one.replacement);
    const key = JSON.stringify([diagnostics, applied]);
    if (key !== listed) {
      listed = key;
      replace(found, diagnostics.length > 0 && findingList(app, diagnostics, "Findings of this expression", { choose: (finding) => finding.at?.span && editor.reveal(finding.at.span), fix }));
      // One line of fixed height under the editor, so that nothing moves while an expression is half written.
      const first = diagnostics.find((finding) => finding.severity === "error") ?? diagnostics[0];
      const [repair] = first?.fixes ?? [];
      replace(status, first
        ? [icon(first.severity, `icon severity-${first.severity}`), h("span", { class: "status-text" }, sentence(capital(first.message)), !applied && ". Not applied yet"), repair && button(sentence(capital(repair.title)), () => fix(repair), { class: "plain" })]
        : HINT);
      if (first) app.say(first.message);
    }
    // What cannot be read has no trace; the last one stays, faded, so that nothing jumps while typing.
    trace.classList.toggle("stale", root === undefined);
    if (root) renew(trace, traceTable(root));
    else if (expression.trim() === "") replace(trace);
  }

  return {
    element,
    update(next) {
      const moved = next.expression !== entry.expression;
      entry = next;
      setText(type, TYPE[next.type]);
      const typing = editor.element.shadowRoot?.activeElement;
      if (moved && !typing) editor.setText(next.expression);
      if (document.activeElement !== fallback) fallback.value = next.defaultValue;
      if (document.activeElement !== priority) priority.value = String(next.matchingPriority);
      when.value = next.flowType;
      if (!typing) void evaluate();
    },
    focus: () => editor.focus(),
    destroy: () => {
      newest += 1;
      editor.destroy();
    },
  };
}

/** Every part of the expression with its value, outermost first, indented by how deep it stands. */
function traceTable(root: Step): Child {
  const lines: HTMLElement[] = [];
  const used = new Set<string>();
  const visit = (step: Step, depth: number): void => {
    const called = /^(\w+)\(/.exec(step.expression)?.[1];
    if (called) used.add(called);
    lines.push(h("tr", null,
      h("th", { scope: "row", class: `depth depth-${Math.min(depth, 8)}` }, h("button", { type: "button", class: "trace-part", title: "Show in the expression", "data-start": step.span.start, "data-end": step.span.end }, value(step.expression))),
      h("td", null, traceValue(step), (step.notes ?? []).map((note) => h("p", { class: "muted" }, sentence(note))))));
    for (const inner of step.steps ?? []) visit(inner, depth + 1);
  };
  visit(root, 0);
  return h("div", { class: "trace-box" },
    h("div", { class: "trace-head" }, h("span", { class: "label" }, "Trace"), used.size > 0 && h("span", { class: "trace-help" }, [...used].map((name) => h("button", { type: "button", class: "code-link", "data-topic": name, "aria-label": `Help on ${name}` }, name)))),
    h("table", { class: "trace-table", "aria-label": "Trace" }, h("thead", { class: "visually-hidden" }, h("tr", null, h("th", { scope: "col" }, "Part"), h("th", { scope: "col" }, "Value"))), h("tbody", null, lines)));
}

function traceValue(step: Step): Child {
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
