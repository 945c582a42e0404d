/** The first step: the object as Entra holds it, editable so that other values can be tried. */

import type { App } from "../app";
import { button, h, replace } from "../dom";
import { createEditor } from "../editor";
import { failure } from "../load";
import { selectedRow, type State } from "../state";
import type { Fields } from "../types";
import { logText } from "./log";

const LIST = { user: "users", group: "groups" } as const;

/** The chosen object as it is loaded. */
export function chosenSource(state: State): Fields | undefined {
  const row = selectedRow(state);
  return row && state.people[LIST[row.kind]].find((entry) => entry.id === row.id);
}

export function sourcePanel(app: App): { element: HTMLElement; update(state: State, force: boolean): void } {
  const note = h("div");
  const problem = h("p", { class: "field-error", role: "alert" });
  const reset = button("Reset to loaded values", () => {
    const { selected, originals } = app.store.state;
    const loaded = originals.get(selected ?? "");
    if (loaded) put(loaded);
    shown = undefined;
    show(app.store.state);
  }, { class: "quiet" }, () => editor);

  /** Text that cannot be applied is said to be so, and can be reset too. */
  function refuse(why: string): void {
    problem.textContent = why && `Not applied: ${why}`;
    reset.disabled = why === "" && !app.store.state.originals.has(app.store.state.selected ?? "");
  }

  const editor = createEditor({ label: "Source object, JSON", language: "json", value: "", onChange: (text) => void change(text) });
  const element = h("div", { class: "source-panel" }, note, editor.element, problem,
    h("div", { class: "row-actions" }, reset, h("span", { class: "muted" }, "Edits stay in this page. Press Escape, then Tab, to leave the editor.")));
  let shown: string | undefined | null;
  let newest = 0;
  /** The people of whom the last values written here are part. */
  let own: State["people"] | undefined;

  /** The engine reads the text first: it refuses what JSON leaves open, such as a member given twice. */
  async function change(text: string): Promise<void> {
    newest += 1;
    const mine = newest;
    const { selected } = app.store.state;
    const answer = await app.engine.call("readObjects", text);
    if (mine !== newest || selected !== app.store.state.selected) return;
    const [object, ...more] = answer.ok ? answer.objects : [];
    if (!answer.ok) refuse(failure(answer.diagnostics[0]));
    else if (more.length > 0 || !text.trimStart().startsWith("{") || object?.id !== selectedRow(app.store.state)?.id) refuse("the object has to stay an object with the same id.");
    else {
      refuse("");
      put(object as Fields);
    }
  }

  function put(object: Fields): void {
    const { state } = app.store;
    const row = selectedRow(state);
    if (!row) return;
    const loaded = state.originals.get(row.key) ?? chosenSource(state);
    const edited = new Map(state.originals);
    if (loaded && JSON.stringify(loaded) !== JSON.stringify(object)) edited.set(row.key, loaded);
    else edited.delete(row.key);
    const list = LIST[row.kind];
    own = { ...state.people, [list]: state.people[list].map((entry) => (entry.id === row.id ? object : entry)) };
    app.store.set({ people: own, person: object, originals: edited });
  }

  function show(state: State): void {
    if (state.people !== own) {
      own = state.people;
      shown = null;
    }
    const key = state.selected;
    if (key === shown) return;
    shown = key;
    refuse("");
    editor.setText(JSON.stringify(chosenSource(state) ?? {}, null, 2));
  }

  return {
    element,
    update(state) {
      reset.disabled = problem.textContent === "" && !state.originals.has(state.selected ?? "");
      if (state.detail) replace(note, logText(state.detail.legacy, "import"));
      show(state);
    },
  };
}
