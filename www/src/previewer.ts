/** Keeps the previews true: the chosen object at once, everybody a moment later. */

import { CANCELLED, SUPERSEDED, type EngineClient } from "./engine";
import { input, outline, selectedRow, type State, type Store } from "./state";
import { outcomeOf, type Detail, type Row } from "./types";

/** How long typing has to rest before everybody is worked out again. */
const REST = 250;
/** From so many objects on, the work over everybody is shown while it lasts. */
const MANY = 500;

export function previewer(store: Store, engine: EngineClient): { update(state: State, changed: ReadonlySet<keyof State>): void; cancel(): void; resume(): void } {
  let version = 0;
  let rowsVersion = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function one(): Promise<void> {
    const { state } = store;
    const mine = version;
    try {
      const answer = await engine.preview(input(state), state.selected);
      if (answer === SUPERSEDED || mine !== version || state.selected !== store.state.selected) return;
      if (!answer.ok) store.set({ configurationFindings: answer.diagnostics, refused: true, detail: undefined, rows: outline(store.state.people) });
      else {
        store.set({ configurationFindings: answer.configuration, refused: false, ...(answer.detail ? { detail: answer.detail } : {}) });
        await verify();
      }
    } catch (error) {
      fail(error);
    }
  }

  async function everybody(): Promise<void> {
    const { state } = store;
    const mine = version;
    const since = performance.now();
    if (state.people.users.length + state.people.groups.length > MANY) store.set({ planning: { since } });
    try {
      const answer = await engine.rows(input(state), (expected) => store.set({ planning: { since, expected } }));
      if (answer === SUPERSEDED) return;
      if (!answer.ok) store.set({ planning: undefined });
      else if (mine === version) {
        rowsVersion = mine;
        store.set({ rows: answer.rows, planFindings: answer.diagnostics, planning: undefined });
        await verify();
      }
    } catch (error) {
      fail(error);
    }
  }

  /** What only shows among all objects, such as a sign-in name taken twice, is asked of the whole plan. */
  async function verify(): Promise<void> {
    const { state } = store;
    const mine = version;
    const row = selectedRow(state);
    if (rowsVersion !== version || !row || state.selected === undefined || agrees(row, state.detail)) return;
    const detail = await engine.exact(input(state), state.selected);
    if (detail && mine === version && state.selected === store.state.selected) store.set({ detail });
  }

  function plan(rest: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void everybody(), rest);
  }

  function fail(error: unknown): void {
    const { message } = error as Error;
    if (message !== CANCELLED) store.set({ planning: undefined, notice: { tone: "error", text: `The engine stopped: ${message}` } });
  }

  return {
    resume: () => plan(0),
    cancel() {
      clearTimeout(timer);
      engine.cancel();
      store.set({ planning: "cancelled" });
    },
    update(state, changed) {
      const first = changed.has("engine") && state.engine === "starting";
      const moved = changed.has("people") && !changed.has("person");
      const edited = ["configuration", "settings", "assignments", "person"].some((key) => changed.has(key as keyof State));
      if (changed.has("person") && state.person) engine.person(state.person, state.people);
      else if (moved) engine.people(state.people);
      if (moved || edited || first) {
        version += 1;
        plan(moved || first ? 0 : REST);
      }
      if (moved || edited || first || changed.has("selected")) void one();
    },
  };
}

function agrees(row: Row, detail: Detail | undefined): boolean {
  if (!detail || detail.legacy.source.id !== row.id) return false;
  const codes = new Set(detail.legacy.diagnostics.map((finding) => finding.code));
  return row.outcome === outcomeOf(detail.legacy) && row.codes.length === codes.size && row.codes.every((code) => codes.has(code));
}
