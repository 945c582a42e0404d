/** Keeps the previews true: the chosen object at once, everybody a moment later. */

import { sentence } from "./dom";
import { CANCELLED, type EngineClient } from "./engine";
import { Newest } from "./newest";
import type { Previewed, Written } from "./protocol";
import { withSource } from "./schema";
import { input, outline, selectedRow, type Change, type State, type Store } from "./state";
import { keyOf } from "./key";
import { outcomeOf, printOf, type Detail, type Diagnostic, type Failed, type Row } from "./types";
import { MANY } from "./views/progress";

/** How long typing has to rest before everybody is worked out again. */
const REST = 250;

/** What the engine is asked for: a preview of the chosen object, or of everybody. */
type Work = "object" | "everybody";

export interface Previewer {
  /** Makes an expression the source of a mapping, where it can be read, and previews the chosen object with it. */
  write(mapping: string, expression: string, take: (written: Written) => void): void;
  cancel(): void;
  resume(): void;
  update(state: State, changed: ReadonlySet<keyof State>): void;
}

export function previewer(store: Store, engine: EngineClient): Previewer {
  const [previews, plans, writes] = [new Newest(), new Newest(), new Newest()];
  let version = 0;
  let rowsVersion = -1;
  /** The version that the detail shown belongs to. */
  let detailVersion = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What is to be said of a failure once the engine has started. */
  let untold: (() => void) | undefined;
  /** What was said of each work when it failed last. */
  const said: Partial<Record<Work, State["notice"]>> = {};
  /** What the check found last, and in which configuration: it takes too long for every key. */
  let checked: { loaded: string; findings: Diagnostic[] } = { loaded: "", findings: [] };

  function previewed(answer: Previewed | Failed, { people, configuration }: State): Change {
    const known = { ...answered("object"), failure: undefined };
    if (!answer.ok) return { ...known, configurationFindings: answer.diagnostics, planFindings: [], refused: true, detail: undefined, rows: outline(people) };
    const besides = checked.loaded === configuration.loaded ? checked.findings : [];
    return { ...known, configurationFindings: together(answer.configuration, besides), refused: false, ...(answer.detail ? { detail: answer.detail } : {}) };
  }

  async function one(): Promise<void> {
    const { state } = store;
    const mine = version;
    const answer = await engine.preview(input(state), state.selected);
    if (mine !== version || state.selected !== store.state.selected) return;
    untold = undefined;
    store.set(previewed(answer, state));
    await verify();
  }

  async function written(mapping: string, expression: string, take: (written: Written) => void): Promise<void> {
    const { state } = store;
    const answer = await engine.write(input(state), state.selected, mapping, expression);
    const { text } = store.state.configuration;
    const same = text === state.configuration.text && state.selected === store.state.selected;
    if (answer.source !== undefined) store.edit(withSource(text, mapping, answer.source), mapping, same && answer.preview ? previewed(answer.preview, state) : {});
    take(answer);
  }

  async function everybody(): Promise<void> {
    const { state } = store;
    const mine = version;
    const since = performance.now();
    if (state.people.users.length + state.people.groups.length > MANY) store.set({ planning: { since } });
    const answer = await engine.rows(input(state), (expected) => store.set({ planning: { since, expected } }));
    if (!answer.ok || mine !== version) {
      store.set({ ...answered("everybody"), planning: undefined });
      return;
    }
    rowsVersion = mine;
    checked = { loaded: state.configuration.loaded, findings: answer.checked };
    store.set({ ...answered("everybody"), rows: answer.rows, planFindings: answer.diagnostics, configurationFindings: together(answer.configuration, answer.checked), planning: undefined });
    await verify();
  }

  /** What only shows among all objects, such as a sign-in name taken twice, is asked of the whole plan. */
  async function verify(): Promise<void> {
    const { state } = store;
    const mine = version;
    const row = selectedRow(state);
    if (rowsVersion !== version || !row || state.selected === undefined || (detailVersion === version && agrees(row, state.detail))) return;
    const detail = await engine.exact(input(state), state.selected);
    if (detail && mine === version && state.selected === store.state.selected) store.set({ detail });
  }

  /** A failure of the engine is said, what the work was to give is not shown as it was before, and the next question
      starts the engine anew. */
  function sure(work: Work, run: () => Promise<void>, without: (failure: string) => Change = () => ({})): () => Promise<void> {
    return () => run().catch((error: unknown) => {
      const { message } = error as Error;
      if (message === CANCELLED) return;
      store.set(without(message));
      tell(work, message);
    });
  }

  /** While the engine starts, the page says by itself that it could not; what else failed is said after that. */
  function tell(work: Work, failure: string): void {
    untold = store.state.engine === "starting" ? () => tell(work, failure) : undefined;
    if (store.state.engine !== "ready") return;
    said[work] = { tone: "error", text: ["The engine stopped: ", sentence(failure)] };
    store.set({ notice: said[work] });
  }

  /** Work that is answered takes back what was said when it failed. */
  function answered(work: Work): Change {
    const { notice } = store.state;
    return notice !== undefined && notice === said[work] ? { notice: undefined } : {};
  }

  function withoutDetail(failure: string): Change {
    return { failure, detail: undefined, configurationFindings: [], refused: false };
  }

  function withoutRows(): Change {
    rowsVersion = -1;
    return { rows: outline(store.state.people), planFindings: [], planning: undefined };
  }

  function plan(rest: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void plans.ask(sure("everybody", everybody, withoutRows)), rest);
  }

  return {
    write: (mapping, expression, take) => void writes.ask(sure("object", () => written(mapping, expression, take))),
    resume: () => plan(0),
    cancel() {
      clearTimeout(timer);
      engine.cancel();
      if (store.state.planning) store.set({ planning: "cancelled" });
    },
    update(state, changed) {
      const first = changed.has("engine") && state.engine === "starting";
      const moved = changed.has("people") && !changed.has("person");
      const edited = ["configuration", "settings", "assignments", "person"].some((key) => changed.has(key as keyof State));
      if (changed.has("person") && state.person) engine.person(state.selected ?? "", state.person, state.people);
      else if (moved) engine.people(state.people);
      if (moved || edited || first) {
        version += 1;
        plan(moved || first ? 0 : REST);
      }
      if (changed.has("detail")) detailVersion = version;
      const known = changed.has("configuration") && changed.has("detail") && !first;
      if (!known && (moved || edited || first || changed.has("selected"))) void previews.ask(sure("object", one, withoutDetail));
      if (changed.has("engine") && untold) untold();
    },
  };
}

/** Findings of one configuration from two readers of it: what both say is told once. */
function together(said: readonly Diagnostic[], besides: readonly Diagnostic[]): Diagnostic[] {
  const key = ({ code, at }: Diagnostic) => `${code} ${at?.pointer ?? ""}`;
  const known = new Set(said.map(key));
  return [...said, ...besides.filter((finding) => !known.has(key(finding)))];
}

function agrees(row: Row, detail: Detail | undefined): boolean {
  if (!detail || keyOf(detail.legacy.source) !== row.key) return false;
  const codes = new Set<string>(detail.legacy.diagnostics.map((finding) => finding.code));
  return row.outcome === outcomeOf(detail.legacy) && row.print === printOf(detail.legacy) && row.codes.length === codes.size && row.codes.every((code) => codes.has(code));
}
