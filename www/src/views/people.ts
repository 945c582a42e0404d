/** Left: everybody, with what would happen to each. Only the rows in sight exist, so ten thousand cost no more than thirty. */

import { button, h, replace, select, uniqueId, value } from "../dom";
import { icon, type IconName } from "../icon";
import { visibleRows, type State, type Store } from "../state";
import { OUTCOME_LABEL, type Outcome, type Row } from "../types";

const ROW_HEIGHT = 46;
const MARGIN = 6;

export function badge(outcome: Outcome): HTMLElement {
  return h("span", { class: `badge badge-${outcome}` }, icon(outcome as IconName), OUTCOME_LABEL[outcome]);
}

export function peopleView(store: Store, cancel: () => void): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void } {
  const search = h("input", {
    type: "search",
    class: "search",
    placeholder: "Search people and groups",
    "aria-label": "Search people and groups",
    autocomplete: "off",
    spellcheck: "false",
    on: { input: () => store.set({ query: search.value }) },
  });
  const outcomes = h("div", { class: "chips", role: "group", "aria-label": "Filter by action" });
  const findings = h("div", { class: "finding-filter" });
  const count = h("p", { class: "list-count" });
  const progress = h("div", { class: "progress", hidden: true });
  const sizer = h("div", { class: "list-sizer", role: "presentation" });
  const listId = uniqueId("people");
  const list = h("div", {
    class: "people-list",
    id: listId,
    role: "listbox",
    tabindex: 0,
    "aria-label": "People and groups",
    on: { scroll: () => draw(store.state), keydown: (event) => onKey(event) },
  }, sizer);
  const empty = h("div", { class: "empty", hidden: true });
  const element = h("section", { class: "pane people", "aria-labelledby": "people-title" },
    h("div", { class: "pane-head" }, h("h2", { id: "people-title" }, "People and groups"), count),
    h("div", { class: "filters" }, h("div", { class: "search-box" }, icon("search"), search), outcomes, findings),
    progress,
    empty,
    list,
  );

  let rows: Row[] = [];
  let shownFrom = -1;
  let shownTo = -1;

  function onKey(event: KeyboardEvent): void {
    const at = rows.findIndex((row) => row.id === store.state.selected);
    const page = Math.max(1, Math.floor(list.clientHeight / ROW_HEIGHT) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: rows.length - 1, PageDown: at + page, PageUp: at - page }[event.key];
    if (to === undefined || rows.length === 0) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(rows.length - 1, to)));
  }

  function choose(index: number): void {
    const row = rows[index];
    if (!row) return;
    const top = index * ROW_HEIGHT;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + ROW_HEIGHT > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW_HEIGHT - list.clientHeight;
    store.set({ selected: row.id, editing: undefined });
  }

  function draw(state: State, force = false): void {
    const from = Math.max(0, Math.floor(list.scrollTop / ROW_HEIGHT) - MARGIN);
    const to = Math.min(rows.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW_HEIGHT) + MARGIN);
    if (!force && from === shownFrom && to === shownTo) return;
    shownFrom = from;
    shownTo = to;
    sizer.style.height = `${rows.length * ROW_HEIGHT}px`;
    replace(sizer, rows.slice(from, to).map((row, i) => rowElement(row, from + i, state)));
    const chosen = rows.findIndex((row) => row.id === state.selected);
    if (chosen >= from && chosen < to) list.setAttribute("aria-activedescendant", `${listId}-${chosen}`);
    else list.removeAttribute("aria-activedescendant");
  }

  function rowElement(row: Row, index: number, state: State): HTMLElement {
    const chosen = row.id === state.selected;
    const element = h("div", {
      class: chosen ? "person chosen" : "person",
      role: "option",
      id: `${listId}-${index}`,
      "aria-selected": chosen ? "true" : "false",
      "aria-setsize": rows.length,
      "aria-posinset": index + 1,
      on: { click: () => { choose(index); list.focus(); } },
    },
      icon(row.kind, "icon kind"),
      h("span", { class: "person-text" }, h("span", { class: "person-name" }, value(row.name)), h("span", { class: "person-detail" }, value(row.detail))),
      h("span", { class: "person-marks" },
        badge(row.outcome),
        row.worst && row.outcome !== "error" && row.worst !== "info" && h("span", { class: `flag flag-${row.worst}` }, icon(row.worst), h("span", { class: "visually-hidden" }, `${row.codes.length} ${row.codes.length === 1 ? "finding" : "findings"}`)),
      ),
    );
    element.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
    return element;
  }

  function chips(state: State): void {
    const counts = new Map<Outcome, number>();
    for (const row of state.rows) counts.set(row.outcome, (counts.get(row.outcome) ?? 0) + 1);
    const chip = (key: string, label: string, n: number) =>
      button([label, h("span", { class: "chip-count" }, n)], () => store.set({ outcome: state.outcome === key ? "" : key }), {
        class: key ? `chip chip-${key}` : "chip",
        "aria-pressed": state.outcome === key ? "true" : "false",
      });
    const kinds = (Object.keys(OUTCOME_LABEL) as Outcome[]).filter((key) => counts.has(key));
    const focused = [...outcomes.children].indexOf(document.activeElement as Element);
    replace(outcomes, chip("", "All", state.rows.length), kinds.map((key) => chip(key, OUTCOME_LABEL[key], counts.get(key) ?? 0)));
    (outcomes.children[focused] as HTMLElement | undefined)?.focus();
  }

  function findingFilter(state: State): void {
    const counts = new Map<string, number>();
    for (const row of state.rows) for (const code of row.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    const options = [...counts].sort(([a], [b]) => a.localeCompare(b, "en")).map(([code, n]) => [code, `${code} (${n})`] as const);
    replace(findings, select([["", "Any finding"], ...options], state.finding, (code) => store.set({ finding: code }), { "aria-label": "Filter by finding" }));
  }

  return {
    element,
    update(state, changed) {
      const list_ = changed.has("rows") || changed.has("query") || changed.has("outcome") || changed.has("finding");
      if (changed.has("rows") || changed.has("outcome")) chips(state);
      if (changed.has("rows")) findingFilter(state);
      if (list_) {
        rows = visibleRows(state);
        const n = rows.length;
        count.textContent = n === state.rows.length ? `${n}` : `${n} of ${state.rows.length}`;
        const waiting = state.rows.length === 0 && state.engine === "starting";
        empty.hidden = n > 0 || waiting;
        list.hidden = n === 0 && !waiting;
        if (n === 0 && !waiting) {
          replace(empty, state.rows.length === 0
            ? [h("p", null, "Nobody is loaded."), h("p", { class: "muted" }, "Drop a file of users here, or open the sample tenant from Examples.")]
            : [h("p", null, "Nobody matches."), button("Clear filters", () => { search.value = ""; store.set({ query: "", outcome: "", finding: "" }); }, { class: "quiet" })]);
        }
        if (waiting) replace(sizer, Array.from({ length: 12 }, (_, i) => { const line = h("div", { class: "person skeleton" }); line.style.transform = `translateY(${i * ROW_HEIGHT}px)`; return line; }));
      }
      if ((list_ || changed.has("selected")) && !(rows.length === 0 && state.engine === "starting")) draw(state, true);
      if (changed.has("query") && search.value !== state.query) search.value = state.query;
      if (changed.has("planning")) {
        progress.hidden = !state.planning;
        const { done, total } = state.planning ?? { done: 0, total: 1 };
        if (state.planning) replace(progress, h("progress", { "aria-label": "Working out the plan", ...(done > 0 ? { value: done } : {}), max: total }), h("span", null, done > 0 ? `${done} of ${total}` : `${total} objects`), button("Cancel", cancel, { class: "quiet" }));
      }
    },
  };
}
