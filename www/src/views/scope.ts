/** The second step: assignment and scoping filters, clause by clause, editable in place. */

import type { App } from "../app";
import { button, field, h, replace, select, uniqueId, value, type Child } from "../dom";
import { icon } from "../icon";
import { addClause, addFilter, clauseOf, withClause, without, type ClauseEntry, type FilterEntry } from "../schema";
import { objectOf, type State } from "../state";
import type { Clause, Fields, Preview } from "../types";
import { logText } from "./log";
import { chosenSource } from "./source";

/** Which objects a job looks at, in the words of the portal. */
export const SCOPES = [["assigned", "Sync only assigned users and groups"], ["all", "Sync all users and groups"]] as const;

export function scopePanel(app: App): { element: HTMLElement; update(state: State, force: boolean): void } {
  const verdict = h("div");
  const mode = select(SCOPES, "assigned", (scope) => app.store.set({ settings: { ...app.store.state.settings, scope: scope as "assigned" | "all" } }));
  const filters = h("div", { class: "scope-filters" });
  const names = h("datalist", { id: uniqueId("attributes") });
  const add = button("Add scoping filter", () => newFilter(), { class: "quiet" });
  /** Filters of the configuration that the portal does not show. */
  const besides = h("div", { class: "scope-filters" });
  const element = h("div", { class: "scope-panel" }, h("div", { class: "scope-verdict" }, verdict, field("Scope", mode)), filters, names,
    h("div", { class: "row-actions" }, add,
      h("span", { class: "muted" }, "All clauses of a filter have to hold; one filter that holds is enough.")),
    besides);
  let drawn = "";
  /** What gets the focus once the filters are drawn anew: what was added, or what stands where something was taken out. */
  let wanted: (() => HTMLElement | null | undefined) | undefined;

  /** Values of clauses whose operator takes none for now. */
  const laidAside = new Map<string, string | string[]>();

  const text = () => app.store.state.configuration.text;

  function operators(state: State): (readonly [string, string])[] {
    return state.operators.map((operator) => [operator.name, operator.name] as const);
  }

  function isUnary(state: State, name: string): boolean {
    return state.operators.find((operator) => operator.name === name)?.arity === "Unary";
  }

  function newFilter(): void {
    const { state } = app.store;
    const object = objectOf(state, state.detail?.legacy.source.kind);
    if (!object) return;
    wanted = () => filters.querySelector<HTMLElement>(".filter:last-child .clause input");
    app.store.edit(addFilter(text(), object.pointer, `Filter ${object.filters.length + 1}`, proposal(object.sourceAttributes)), "scope");
  }

  /** A clause to begin with: one that the object shown passes, so that nobody is put out by a clause half written. */
  function proposal(attributes: readonly string[]): Fields {
    const { state } = app.store;
    const own = new Map(Object.entries(chosenSource(state) ?? {}));
    const filled = ["department", ...attributes].find((name) => attributes.includes(name) && typeof own.get(name) === "string" && own.get(name) !== "") ?? "displayName";
    const operator = state.operators.find((entry) => entry.arity !== "Unary")?.name ?? "EQUALS";
    return clauseOf(filled, operator, String(own.get(filled) ?? ""));
  }

  function clauseRow(state: State, clause: ClauseEntry, result: Clause | undefined, block: () => Element | undefined): HTMLElement {
    const unary = isUnary(state, clause.operator);
    const change = (attribute: string, operator: string, to: string) => {
      const value = isUnary(app.store.state, operator) ? undefined : unary ? (laidAside.get(clause.pointer) ?? to) : valuesOf(clause, to);
      if (!unary) laidAside.set(clause.pointer, valuesOf(clause, to));
      app.store.edit(withClause(text(), clause.pointer, attribute, operator, value), clause.pointer);
    };
    const attribute = h("input", { type: "text", class: "mono", list: names.id, "aria-label": "Source attribute", spellcheck: "false", set: { value: clause.attribute } });
    const input = h("input", { type: "text", class: "mono", "aria-label": "Value", spellcheck: "false", disabled: unary, set: { value: unary ? "" : clause.value } });
    const operator = select(operators(state), clause.operator, (name) => {
      wanted = () => block()?.querySelector<HTMLElement>(`[data-pointer="${clause.pointer}"] select`);
      change(attribute.value, name, input.value);
    }, { "aria-label": "Operator" });
    attribute.addEventListener("input", () => change(attribute.value, operator.value, input.value));
    input.addEventListener("input", () => change(attribute.value, operator.value, input.value));
    return h("li", { class: "clause", "data-pointer": clause.pointer },
      attribute, h("span", { class: "clause-operator" }, operator, button("?", () => app.help(operator.value), { class: "icon-button", "aria-label": `Help on ${clause.operator}` })), input,
      button(icon("cross"), () => {
        wanted = () => block()?.querySelector<HTMLElement>(".row-actions button");
        laidAside.clear();
        app.store.edit(without(text(), clause.pointer), clause.pointer);
      }, { class: "icon-button", "aria-label": "Remove clause" }),
      h("span", { class: "clause-result" }, verdictOf(result)),
    );
  }

  function filterBlock(state: State, filter: FilterEntry, index: number): HTMLElement {
    const result = state.detail?.legacy.scope.filters[index];
    const block = () => filters.children[index];
    const addOne = () => {
      wanted = () => block()?.querySelector<HTMLElement>(".clause:last-child input");
      app.store.edit(addClause(text(), filter.pointer, proposal(objectOf(state, state.detail?.legacy.source.kind)?.sourceAttributes ?? [])), filter.pointer);
    };
    const remove = () => {
      wanted = () => add;
      laidAside.clear();
      app.store.edit(without(text(), filter.pointer), filter.pointer);
    };
    return h("fieldset", { class: "filter" },
      h("legend", null, value(filter.name || `Filter ${index + 1}`), " ", h("span", { class: "filter-result" }, result && mark(result.passed))),
      h("ul", { class: "clauses" }, filter.clauses.map((clause, i) => clauseRow(state, clause, result?.clauses[i], block))),
      h("div", { class: "row-actions" },
        button("Add clause", addOne, { class: "quiet" }),
        button("Remove filter", remove, { class: "quiet" })),
    );
  }

  return {
    element,
    update(state, force) {
      const preview = state.detail?.legacy;
      if (!preview) return;
      const object = objectOf(state, preview.source.kind);
      mode.value = state.settings.scope ?? "assigned";
      replace(verdict,
        h("p", { class: preview.scope.inScope ? "verdict-in" : "verdict-out" }, mark(preview.scope.inScope), preview.scope.inScope ? "In scope" : "Out of scope", preview.scope.reason && h("span", { class: "muted" }, ` (${preview.scope.reason})`)),
        !preview.scope.inScope && logText(preview, "scoping"),
      );
      replace(besides, preview.scope.filters.slice(object?.filters.length ?? 0).map(inputFilter));
      const shape = JSON.stringify([object?.pointer, object?.filters.map((filter) => [filter.name, filter.clauses.map((clause) => clause.operator)]), state.operators.length]);
      if (!force && shape === drawn && filters.contains(document.activeElement)) {
        refresh(state, object?.filters ?? []);
        wanted = undefined;
        return;
      }
      drawn = shape;
      replace(names, (object?.sourceAttributes ?? []).map((name) => h("option", { value: name })));
      replace(filters, object && object.filters.length > 0 ? object.filters.map((filter, index) => filterBlock(state, filter, index)) : h("p", { class: "muted" }, "No scoping filter: everybody who is assigned passes."));
      wanted?.()?.focus();
      wanted = undefined;
    },
  };

  /** While somebody types, only the verdicts change, so that the caret stays. */
  function refresh(state: State, entries: FilterEntry[]): void {
    for (const [index, entry] of entries.entries()) {
      const result = state.detail?.legacy.scope.filters[index];
      const block = filters.children[index];
      const head = block?.querySelector(".filter-result");
      if (head && result) replace(head, mark(result.passed));
      for (const [i, spot] of [...(block?.querySelectorAll(".clause-result") ?? [])].entries()) {
        if (entry.clauses[i]) replace(spot, verdictOf(result?.clauses[i]));
      }
    }
  }
}

/** A filter that keeps objects from being looked at; it is changed in the file. */
function inputFilter({ name, passed, clauses }: Preview["scope"]["filters"][number]): HTMLElement {
  return h("fieldset", { class: "filter" },
    h("legend", null, "Input filter ", value(name), " ", mark(passed)),
    h("ul", { class: "clauses" }, clauses.map((clause) =>
      h("li", null, h("code", null, value([clause.attribute, clause.operator, clause.value].filter(Boolean).join(" "))), " ", h("span", { class: "clause-result" }, verdictOf(clause))))));
}

/** What is typed for several values is divided at commas; values that nobody touches stay whole. */
function valuesOf(clause: ClauseEntry, typed: string): string | string[] {
  if (typed === clause.value && clause.values.length > 0) return clause.values;
  return clause.values.length > 1 ? typed.split(/,\s*/) : typed;
}

function mark(passed: boolean): HTMLElement {
  return h("span", { class: passed ? "mark mark-yes" : "mark mark-no" }, icon(passed ? "check" : "cross"), h("span", { class: "visually-hidden" }, passed ? "holds" : "does not hold"));
}

function verdictOf(result: Clause | undefined): Child {
  if (!result) return null;
  return [mark(result.passed), " ", result.actual === undefined || result.actual === "" ? h("span", { class: "muted" }, "empty") : [h("span", { class: "muted" }, "is "), value(result.actual)]];
}
