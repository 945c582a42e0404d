/** The first step: the object as Entra holds it, editable so that other values can be tried. */

import type { App } from "../app";
import { button, h, replace } from "../dom";
import { createEditor } from "../editor";
import type { State } from "../state";
import type { Fields } from "../types";
import { logText } from "./log";

export function findSource(state: State, id: string | undefined): Fields | undefined {
  return state.people.users.find((entry) => entry.id === id) ?? state.people.groups.find((entry) => entry.id === id);
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
  }, { class: "quiet" });

  /** Text that cannot be applied is said to be so, and can be reset too. */
  function refuse(why: string): void {
    problem.textContent = why && `Not applied: ${why}`;
    reset.disabled = why === "" && !app.store.state.originals.has(app.store.state.selected ?? "");
  }

  const editor = createEditor({ label: "Source object, JSON", language: "json", value: "", onChange: (text) => change(text) });
  const element = h("div", { class: "source-panel" }, note, editor.element, problem,
    h("div", { class: "row-actions" }, reset, h("span", { class: "muted" }, "Edits stay in this page. Press Escape, then Tab, to leave the editor.")));
  let shown: string | undefined | null;
  /** The people of whom the last values written here are part. */
  let own: State["people"] | undefined;

  function change(text: string): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (error) {
      refuse((error as Error).message);
      return;
    }
    if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed) || (parsed as Fields).id !== app.store.state.selected) {
      refuse("the object has to stay an object with the same id.");
      return;
    }
    refuse("");
    put(parsed as Fields);
  }

  function put(object: Fields): void {
    const { people, selected = "", originals } = app.store.state;
    const loaded = originals.get(selected) ?? findSource(app.store.state, selected);
    const edited = new Map(originals);
    if (loaded && JSON.stringify(loaded) !== JSON.stringify(object)) edited.set(selected, loaded);
    else edited.delete(selected);
    const swap = (list: Fields[]) => list.map((entry) => (entry.id === selected ? object : entry));
    own = { ...people, users: swap(people.users), groups: swap(people.groups) };
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
    editor.setText(JSON.stringify(findSource(state, key) ?? {}, null, 2));
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
