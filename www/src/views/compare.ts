/** Compare: what saving the configuration would change, over everybody loaded: against what was loaded, or against a file. */

import type { App } from "../app";
import { append, button, h, replace, sentence, value, type Child } from "../dom";
import { CANCELLED } from "../engine";
import { readFile } from "../load";
import { input, isEdited, UNFILTERED, visibleRows, type State } from "../state";
import { OUTCOME_LABEL, type Difference } from "../types";
import { shown } from "./mappings";
import { icon } from "../icon";
import { badge } from "./people";
import { MANY, progressLine } from "./progress";

/** So many are listed at first, and at each wish for more. */
const PAGE = 500;

export function compareView(app: App): { element: HTMLElement; update(state: State): void } {
  const body = h("div");
  const against = h("p", { class: "muted" });
  const problem = h("p", { class: "field-error", role: "alert" });
  const choose = h("input", { type: "file", class: "visually-hidden", id: "earlier", tabindex: -1, "aria-label": "Configuration before", on: { change: () => void take(choose.files?.[0]) } });
  const pick = button("Compare with a file", () => choose.click(), { class: "quiet" });
  const back = button("Compare with the loaded one", () => compareWith(undefined), { class: "quiet", hidden: true }, () => pick);
  const progress = progressLine(() => app.cancel(), () => void compare(app.store.state));
  const element = h("section", { class: "page", role: "tabpanel", id: "view-compare", "aria-labelledby": "tab-compare", tabindex: -1 },
    h("div", { class: "tool" }, h("div", null, h("h2", null, "What would saving change?"), against, h("div", { class: "row-actions" }, pick, back, choose), problem), body));
  /** The configuration before, where it is not the loaded one. */
  let earlier: { name: string; text: string } | undefined;

  async function take(file: File | undefined): Promise<void> {
    choose.value = "";
    if (!file) return;
    const read = await readFile(app.engine, file);
    if (!read.ok) {
      replace(problem, value(file.name), sentence(read.why));
      return;
    }
    const [loaded] = read.loaded;
    if (loaded?.what === "configuration") compareWith({ name: file.name, text: loaded.text });
    else replace(problem, value(file.name), " is no synchronizationSchema.");
  }

  function compareWith(before: typeof earlier): void {
    earlier = before;
    replace(problem);
    view.update(app.store.state);
  }

  /** What the answer shown was worked out of. */
  let drawn: unknown[] = [];
  let newest = 0;

  async function compare(state: State): Promise<void> {
    newest += 1;
    const mine = newest;
    const before = earlier?.text ?? state.configuration.loaded;
    if (!earlier && !isEdited(state)) {
      replace(body, h("div", { class: "tool-card empty" }, h("p", null, "The configuration is as loaded."), h("p", { class: "muted" }, "Edit a mapping or a scoping filter, then come back; or compare it with another file."), button("To the mappings", () => app.store.set({ view: "preview" }), { class: "plain" }, toMappings)));
      return;
    }
    const { rows } = state;
    const since = performance.now();
    progress.update({ rows, planning: { since } });
    replace(body, rows.length > MANY ? progress.element : h("div", { class: "skeleton block" }));
    let changes: Difference[];
    try {
      const edited = input(state);
      changes = await app.engine.compare({ ...edited, schema: before }, edited, (expected) => progress.update({ rows, planning: { since, expected } }));
    } catch (error) {
      if (mine !== newest) return;
      if ((error as Error).message === CANCELLED) progress.update({ rows, planning: "cancelled" });
      else replace(body, h("div", { class: "tool-card" }, h("p", null, `The two configurations cannot be compared: ${(error as Error).message}.`)));
      return;
    }
    if (mine !== newest) return;
    progress.update({ rows });
    const list = h("tbody", { role: "rowgroup" });
    let first = 0;
    const more = button("", () => page(), { class: "quiet" }, () => (more.hidden ? list.rows[first]?.querySelector("button") : more));
    const page = () => {
      first = list.rows.length;
      append(list, changes.slice(first, first + PAGE).map(line));
      const left = changes.length - list.rows.length;
      more.textContent = `Show ${Math.min(PAGE, left)} more of ${left.toLocaleString("en")}`;
      more.hidden = left === 0;
    };
    page();
    const total = (state.people.users.length + state.people.groups.length).toLocaleString("en");
    replace(body, h("div", { class: "tool-card" },
      h("p", { role: "status" }, changes.length === 0 ? `Nobody of ${total} would be treated otherwise.` : `${changes.length.toLocaleString("en")} of ${total} would be treated otherwise.`),
      changes.length > 0 && h("p", { class: "muted" }, counted(changes)),
      changes.length > 0 && h("table", { class: "compare-table", role: "table" },
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ["Who", "Action", "What"].map((title) => h("th", { scope: "col", role: "columnheader" }, title)))),
        list),
      h("div", { class: "row-actions" }, more)));
  }

  /** Where a filter hides who is chosen, it is taken away: the list then holds them. */
  function lookAt(selected: string): void {
    const listed = visibleRows(app.store.state).some((row) => row.key === selected);
    app.store.set({ view: "preview", selected, ...(listed ? {} : UNFILTERED) });
  }

  function line(change: Difference): Child {
    return h("tr", { role: "row" },
      h("th", { scope: "row", role: "rowheader" }, button(value(change.name), () => lookAt(change.key), { class: "finding-link" }, toPerson)),
      h("td", { role: "cell" }, change.before !== change.after && [badge(change.before), icon("arrow", "icon arrow"), h("span", { class: "visually-hidden" }, " then ")], badge(change.after)),
      h("td", { role: "cell" },
        change.before !== change.after && h("p", null, "Reason ", button(change.reason, () => app.help(change.reason), { class: "code-link" })),
        change.attributes.map((attribute) => h("p", null, h("code", null, value(attribute.target)), ": ", h("del", null, shown(attribute.before)), " → ", h("ins", null, shown(attribute.after)))),
        change.before === change.after && change.attributes.length === 0 && h("p", { class: "muted" }, "Other requests")));
  }

  const view = {
    element,
    update(state: State): void {
      if (state.view !== "compare" || state.engine !== "ready") return;
      const { configuration, people, settings, assignments } = state;
      const key = [earlier ?? configuration.loaded, configuration.text, people, settings, assignments];
      if (key.every((part, i) => part === drawn[i])) return;
      drawn = key;
      back.hidden = earlier === undefined;
      replace(against, value(configuration.name), isEdited(state) && ", edited,", " against ", earlier ? value(earlier.name) : "what was loaded", ", over everybody loaded.");
      void compare(state);
    },
  };
  return view;
}

/** Where the view of the mappings begins. */
function toMappings(): HTMLElement | null {
  return document.getElementById("tab-preview");
}

/** Where the person chosen stands. */
function toPerson(): HTMLElement | null {
  return document.querySelector<HTMLElement>(".people-list");
}

/** Which actions and attributes change, and for how many. */
function counted(changes: readonly Difference[]): string {
  const actions = changes.filter((change) => change.before !== change.after).map((change) => `${OUTCOME_LABEL[change.before]} becomes ${OUTCOME_LABEL[change.after]}`);
  const attributes = changes.flatMap((change) => change.attributes.map((attribute) => attribute.target));
  const counts = new Map<string, number>();
  for (const what of [...actions, ...attributes]) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, 8).map(([what, n]) => `${what}: ${n.toLocaleString("en")}`).join(" · ");
}
