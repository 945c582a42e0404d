/** Left: everybody, with what would happen to each. Only the rows in sight exist, so ten thousand cost no more than thirty. */

import { button, h, offer, replace, replaceButtons, select, uniqueId, value, visible, type Child } from "../dom";
import { icon } from "../icon";
import { UNFILTERED, visibleRows, type State, type Store } from "../state";
import { OUTCOME_LABEL, type Outcome, type Row } from "../types";
import { progressLine } from "./progress";

const ROW_HEIGHT = 46;
/** Rows kept beyond either edge, so that scrolling shows no gap. */
const MARGIN = 6;

export function badge(outcome: Outcome): HTMLElement {
  return h("span", { class: `badge badge-${outcome}` }, icon(outcome), OUTCOME_LABEL[outcome]);
}

/** What the list can do about the work over everybody. */
interface Work {
  cancel(): void;
  resume(): void;
}

export function peopleView(store: Store, work: Work): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void } {
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
  const findings = select([], "", (code) => store.set({ finding: code as State["finding"] }), { "aria-label": "Filter by finding" });
  const count = h("p", { class: "list-count" });
  const progress = progressLine(work.cancel, work.resume);
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
    h("div", { class: "filters" }, h("div", { class: "search-box" }, icon("search"), search), outcomes, h("div", { class: "finding-filter" }, findings)),
    progress.element,
    empty,
    list,
  );
  let laidOut = false;
  new ResizeObserver(() => {
    if (!laidOut) reveal(placeOfChosen());
    laidOut = true;
    draw(store.state);
  }).observe(list);

  let rows: Row[] = [];
  let shownFrom = -1;
  let shownTo = -1;

  function placeOfChosen(): number {
    return rows.findIndex((row) => row.key === store.state.selected);
  }

  function onKey(event: KeyboardEvent): void {
    const at = placeOfChosen();
    const page = Math.max(1, Math.floor(list.clientHeight / ROW_HEIGHT) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: rows.length - 1, PageDown: at + page, PageUp: at - page }[event.key];
    if (to === undefined || rows.length === 0) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(rows.length - 1, to)));
  }

  function choose(index: number): void {
    const row = rows[index];
    if (!row) return;
    store.set({ selected: row.key, editing: undefined });
  }

  /** Scrolls no further than needed for a row to be in sight. */
  function reveal(index: number): void {
    const top = index * ROW_HEIGHT;
    sizer.style.height = `${rows.length * ROW_HEIGHT}px`;
    if (index < 0 || list.clientHeight < ROW_HEIGHT) return;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + ROW_HEIGHT > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW_HEIGHT - list.clientHeight;
  }

  function draw(state: State, force = false): void {
    const from = Math.max(0, Math.floor(list.scrollTop / ROW_HEIGHT) - MARGIN);
    const to = Math.min(rows.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW_HEIGHT) + MARGIN);
    if (!force && from === shownFrom && to === shownTo) return;
    shownFrom = from;
    shownTo = to;
    replace(sizer, rows.slice(from, to).map((row, i) => rowElement(row, from + i, state)));
    const chosen = placeOfChosen();
    if (chosen >= from && chosen < to) list.setAttribute("aria-activedescendant", `${listId}-${chosen}`);
    else list.removeAttribute("aria-activedescendant");
  }

  function rowElement(row: Row, index: number, state: State): HTMLElement {
    const chosen = row.key === state.selected;
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
      h("span", { class: "person-text" }, h("span", { class: "person-name", title: visible(row.name) }, value(row.name)), h("span", { class: "person-detail", title: visible(row.detail) }, value(row.detail))),
      h("span", { class: "person-marks" }, row.outcome ? badge(row.outcome) : !state.refused && h("span", { class: "badge badge-waiting", "aria-hidden": "true" }), flag(row)),
    );
    element.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
    return element;
  }

  /** Actions once seen stay, so that the list does not move when the last object leaves one. */
  const offeredOutcomes = new Set<Outcome>();

  function chips(state: State): void {
    const counts = new Map<Outcome, number>();
    for (const { outcome } of state.rows) if (outcome) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    const chip = (key: string, label: string, n: number) =>
      button([label, h("span", { class: "chip-count" }, n.toLocaleString("en", { notation: "compact" }))], () => store.set({ outcome: state.outcome === key ? "" : key }), {
        class: "chip",
        "aria-pressed": state.outcome === key ? "true" : "false",
      });
    for (const key of counts.keys()) offeredOutcomes.add(key);
    const kinds = (Object.keys(OUTCOME_LABEL) as Outcome[]).filter((key) => offeredOutcomes.has(key));
    replaceButtons(outcomes, chip("", "All", state.rows.length), kinds.map((key) => chip(key, OUTCOME_LABEL[key], counts.get(key) ?? 0)));
  }

  let offered = "";
  function findingFilter(state: State): void {
    const counts = new Map<string, number>();
    for (const row of state.rows) for (const code of row.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    const named = (code: string) => state.codes.find((row) => row.code === code)?.name.replaceAll("-", " ") ?? "";
    const options = [...counts].sort(([a], [b]) => a.localeCompare(b, "en")).map(([code, n]) => [code, `${code} ${named(code)} (${n})`] as const);
    const key = JSON.stringify([options, state.finding]);
    if (key === offered) return;
    offered = key;
    offer(findings, [["", "Any finding"], ...options], state.finding);
  }

  function nobody(state: State): Child {
    return state.rows.length === 0
      ? [h("p", null, "Nobody is loaded."), h("p", { class: "muted" }, "Drop a file of users here, or open the sample tenant from Examples.")]
      : [h("p", null, "Nobody matches."), button("Clear filters", () => { search.value = ""; store.set(UNFILTERED); }, { class: "quiet" }, () => search)];
  }

  return {
    element,
    update(state, changed) {
      if (changed.has("people") && !changed.has("person")) {
        offeredOutcomes.clear();
        list.scrollTop = 0;
      }
      const listed = changed.has("rows") || changed.has("query") || changed.has("outcome") || changed.has("finding");
      if (changed.has("rows") || changed.has("outcome")) chips(state);
      if (changed.has("rows") || changed.has("finding") || changed.has("codes")) findingFilter(state);
      if (listed) {
        rows = visibleRows(state);
        const n = rows.length;
        const [shown, all] = [n.toLocaleString("en"), state.rows.length.toLocaleString("en")];
        count.textContent = n === state.rows.length ? shown : `${shown} of ${all}`;
        empty.hidden = n > 0;
        list.hidden = n === 0;
        if (n === 0) replace(empty, nobody(state));
      }
      const moved = ["selected", "query", "outcome", "finding"].some((key) => changed.has(key as keyof State));
      if (listed || moved) reveal(moved ? placeOfChosen() : -1);
      if (listed || moved) draw(state, true);
      if (changed.has("query") && search.value !== state.query) search.value = state.query;
      if (changed.has("planning")) progress.update(state);
    },
  };
}

/** A warning beside the action; an error is said by the action itself. */
function flag({ worst, outcome, codes }: Row): Child {
  if (!worst || worst === "info" || outcome === "error") return null;
  return h("span", { class: `flag flag-${worst}` }, icon(worst), h("span", { class: "visually-hidden" }, `${codes.length} ${codes.length === 1 ? "finding" : "findings"}`));
}
