/** The page: puts the views together, and asks for a preview whenever what it is made of changes. */

import "../style/tokens.css";
import "../style/base.css";
import "../style/layout.css";
import "../style/people.css";
import "../style/object.css";
import "../style/requests.css";
import "../style/dialogs.css";
import "../style/narrow.css";
import "../style/forced.css";
import "../style/print.css";
import type { App } from "./app";
import { h, inField, visible } from "./dom";
import { EngineClient } from "./engine";
import { bringBack, keepDraft } from "./kept";
import { openLink } from "./open-link";
import { previewer } from "./previewer";
import { sample } from "./sample";
import { readSchema } from "./schema";
import { isEdited, objectOf, outline, selectedRow, Store, UNFILTERED, visibleRows, type View } from "./state";
import { OUTCOME_LABEL, outcomeOf, type Diagnostic, type Kind } from "./types";
import { compareView } from "./views/compare";
import { countFindings } from "./views/findings";
import { headerView } from "./views/header";
import { objectView } from "./views/object";
import { peopleView } from "./views/people";
import { requestsView } from "./views/requests";
import { validateView } from "./views/validate";

const engine = new EngineClient();
const store = new Store({
  view: "preview",
  engine: "starting",
  configuration: { name: sample.name, loaded: sample.schema, text: sample.schema },
  objects: readSchema(sample.schema),
  settings: sample.settings,
  assignments: sample.assignments,
  people: sample.people,
  originals: new Map(),
  peopleName: sample.peopleName,
  rows: outline(sample.people),
  configurationFindings: [],
  refused: false,
  planFindings: [],
  ...UNFILTERED,
  selected: sample.selected,
  functions: [],
  operators: [],
  codes: [],
});
const previews = previewer(store, engine);
const draft = keepDraft(store);

const live = h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
let speaking: ReturnType<typeof setTimeout> | undefined;

const app: App = {
  store,
  engine,
  say(text) {
    clearTimeout(speaking);
    speaking = setTimeout(() => { live.textContent = visible(text); }, 400);
  },
  help: (topic) => header.help(topic),
  leads: (finding) => placeOf(finding) !== undefined,
  jump,
  write: previews.write,
  cancel: previews.cancel,
};

/** The object mapping a finding speaks of, where the page can show it, and the mapping in it. */
function placeOf({ at }: Diagnostic): { kind: Kind; mapping?: string; scope: boolean } | undefined {
  const pointer = at?.pointer ?? "";
  const within = (entry: { pointer: string }) => pointer === entry.pointer || pointer.startsWith(`${entry.pointer}/`);
  const { state } = store;
  const entry = state.objects.find(within);
  if (!entry || objectOf(state, entry.kind) !== entry || !state.rows.some((row) => row.kind === entry.kind)) return undefined;
  const mapping = entry.mappings.find(within)?.pointer;
  const scope = within({ pointer: `${entry.pointer}/scope` });
  return mapping !== undefined || scope ? { kind: entry.kind, mapping, scope } : undefined;
}

function jump(finding: Diagnostic): void {
  const place = placeOf(finding);
  if (!place) return;
  const { rows } = store.state;
  const shown = selectedRow(store.state)?.kind === place.kind;
  store.set({ view: "preview", ...(shown ? {} : { selected: rows.find((row) => row.kind === place.kind)?.key }), ...(place.mapping === undefined ? {} : { editing: place.mapping }) });
  if (place.scope) object.steps.open("scope");
  else if (place.mapping !== undefined) document.querySelector(`tr[data-pointer="${CSS.escape(place.mapping)}"]`)?.scrollIntoView({ block: "nearest" });
}

const header = headerView(app);
const people = peopleView(store, previews);
const object = objectView(app);
const requests = requestsView(app);
const workspace = h("div", { class: "workspace", role: "tabpanel", id: "view-preview", "aria-labelledby": "tab-preview" }, people.element, object.element, requests.element);
const validate = validateView(app);
const compare = compareView(app);
const main = h("main", null, workspace, validate.element, compare.element);

const panels: Record<View, HTMLElement> = { preview: workspace, validate: validate.element, compare: compare.element };
const views = [header, people, object, requests, validate, compare];
store.subscribe((state, changed) => {
  // All of them first: where two are shown, neither has its size, and nothing in them can be scrolled to.
  if (changed.has("view")) for (const [view, element] of Object.entries(panels)) element.hidden = state.view !== view;
  for (const view of views) view.update(state, changed);
  previews.update(state, changed);
  if (changed.has("configuration")) draft();
  if (changed.has("query") || changed.has("outcome") || changed.has("finding")) app.say(`${visibleRows(state).length} of ${state.rows.length} shown`);
  else if (changed.has("detail") && state.detail) app.say(`${state.detail.legacy.source.displayName ?? ""}: ${OUTCOME_LABEL[outcomeOf(state.detail.legacy)]}, ${countFindings(state.detail.legacy.diagnostics)}`);
  if (changed.has("configuration")) {
    const title = `${isEdited(state) ? "Edited: " : ""}${visible(state.configuration.name)} · scimwright mapping preview`;
    if (document.title !== title) document.title = title;
  }
});

document.getElementById("app")?.append(header.element, main, live, ...header.dialogs);
document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (inField(event) || !(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
  event.preventDefault();
  if (event.shiftKey || key === "y") store.redo();
  else store.undo();
});
addEventListener("hashchange", () => void openLink(store));

async function start(): Promise<void> {
  bringBack(store, "before");
  await openLink(store);
  bringBack(store, "after");
  store.set({ ...store.state });
  try {
    await engine.start();
    const [functions, operators, codes] = await Promise.all([engine.call("functions"), engine.call("filterOperators"), engine.call("codes")]);
    store.set({ engine: "ready", functions: functions.value, operators: operators.value, codes });
  } catch (error) {
    store.set({ engine: "failed", failure: (error as Error).message });
  }
}

void start();
