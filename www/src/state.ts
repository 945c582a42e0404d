/** What the page knows, in one place; views subscribe and draw the parts they own. */

import type { DiagnosticCode, FunctionListing, OperatorListing } from "scimwright";
import type { Child } from "./dom";
import type { Example } from "./examples";
import { keyOf } from "./key";
import { readSchema, type ObjectEntry } from "./schema";
import { named } from "./named";
import type { CodeRow, Detail, Diagnostic, Fields, Input, Kind, People, Row, Settings } from "./types";

export type View = "preview" | "validate" | "compare";

export interface Configuration {
  name: string;
  /** As loaded. */
  loaded: string;
  /** As edited. */
  text: string;
}

export interface State {
  view: View;
  engine: "starting" | "ready" | "failed";
  /** Why the engine could not be started, or what it stopped at where nothing could be previewed since. */
  failure?: string;
  /** A plain sentence about the last load, link or failure, with what can be done about it; dismissed by the reader. */
  notice?: { tone: "info" | "error"; text: Child; action?: { label: string; act: () => void } };
  configuration: Configuration;
  objects: ObjectEntry[];
  settings: Settings;
  assignments?: Fields;
  people: People;
  peopleName: string;
  /** The object that was given other values last. */
  person?: Fields;
  /** Objects with other values, as they were loaded, by their keys. */
  originals: ReadonlyMap<string, Fields>;
  rows: Row[];
  /** While everybody is worked out: since when, and how long it will take as far as is known. */
  planning?: { since: number; expected?: number } | "cancelled";
  configurationFindings: Diagnostic[];
  /** Whether the configuration was refused as a whole. */
  refused: boolean;
  planFindings: Diagnostic[];
  query: string;
  outcome: string;
  finding: DiagnosticCode | "";
  /** The key of the chosen object. */
  selected?: string;
  detail?: Detail;
  /** The text of the configuration that the detail was worked out with. */
  evaluated?: string;
  /** Pointer of the mapping that is open for editing. */
  editing?: string;
  /** The example last opened; the validate view takes its texts from it. */
  example?: Example;
  functions: FunctionListing[];
  operators: OperatorListing[];
  /** The table of finding codes. */
  codes: CodeRow[];
}

export type Change = Partial<State>;
type Listener = (state: State, changed: ReadonlySet<keyof State>) => void;

export class Store {
  private readonly listeners: Listener[] = [];
  private readonly undone: Configuration[] = [];
  private readonly done: Configuration[] = [];
  private lastEdit = "";
  private lastEditAt = 0;
  /** The text that the configuration was opened with. */
  private opened: string;

  constructor(public state: State) {
    this.opened = state.configuration.text;
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  set(change: Change): void {
    const changed = new Set(Object.keys(change) as (keyof State)[]);
    this.state = { ...this.state, ...change };
    if (change.detail) this.state.evaluated = this.state.configuration.text;
    for (const listener of this.listeners) listener(this.state, changed);
  }

  /** A new text of the configuration, with what is known of its preview already. Edits of one place in quick succession
      are undone together. */
  edit(text: string, place: string, known: Change = {}): void {
    const { configuration } = this.state;
    if (text === configuration.text) {
      this.set(known);
      return;
    }
    const now = performance.now();
    if (place !== this.lastEdit || now - this.lastEditAt > 1200) this.done.push(configuration);
    if (this.done.length > 200) this.done.shift();
    this.lastEdit = place;
    this.lastEditAt = now;
    this.undone.length = 0;
    this.put({ ...configuration, text }, known);
  }

  undo(): void {
    this.step(this.done, this.undone);
  }

  redo(): void {
    this.step(this.undone, this.done);
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Whether somebody edited the configuration since it was opened. */
  get touched(): boolean {
    return isEdited(this.state) && this.state.configuration.text !== this.opened;
  }

  /** A newly loaded configuration starts a new history; where it takes the place of edits, these can be brought back. */
  load(name: string, loaded: string, text = loaded): void {
    const { configuration } = this.state;
    if (this.touched) this.done.push(configuration);
    else this.done.length = 0;
    this.undone.length = 0;
    this.lastEdit = "";
    this.opened = text;
    this.put({ name, loaded, text }, { editing: undefined, notice: undefined });
  }

  /** Other people: listed at once, worked out after that. */
  bring(people: People, peopleName: string, more: Change = {}): void {
    this.set({ people, peopleName, originals: new Map(), rows: outline(people), ...UNFILTERED, notice: undefined, ...more });
  }

  private step(from: Configuration[], to: Configuration[]): void {
    const configuration = from.pop();
    if (configuration === undefined) return;
    to.push(this.state.configuration);
    this.lastEdit = "";
    this.put(configuration);
  }

  private put(configuration: Configuration, known: Change = {}): void {
    this.set({ configuration, objects: readSchema(configuration.text), ...known });
  }
}

/** No filter of the list: everybody is shown. */
export const UNFILTERED = { query: "", outcome: "", finding: "" } as const satisfies Change;

export function isEdited(state: State): boolean {
  return state.configuration.text !== state.configuration.loaded;
}

export function selectedRow(state: State): Row | undefined {
  return state.rows.find((row) => row.key === state.selected);
}

/** The object mapping used for a kind: of several the one that the preview shown names, else the first enabled one. */
export function objectOf(state: State, kind: Kind | undefined): ObjectEntry | undefined {
  const all = state.objects.filter((entry) => entry.kind === kind);
  const preview = state.detail?.legacy;
  const used = preview?.source.kind === kind ? preview?.scope.objectMapping : undefined;
  return all.find((entry) => entry.pointer === used) ?? all.find((entry) => entry.enabled) ?? all[0];
}

export function visibleRows(state: State): Row[] {
  const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
  return state.rows.filter(
    (row) =>
      (state.outcome === "" || row.outcome === state.outcome) &&
      (state.finding === "" || row.codes.includes(state.finding)) &&
      words.every((word) => `${row.name} ${row.detail} ${row.id}`.toLowerCase().includes(word)),
  );
}

export function input({ configuration, settings, assignments }: State): Input {
  return { schema: configuration.text, settings, assignments };
}

/** The list before anything is worked out. */
export function outline({ users, groups }: People): Row[] {
  const row = (kind: Kind) => (object: Fields): Row => {
    const id = String(object.id ?? "");
    return { key: keyOf({ kind, id }), id, kind, ...named(object, id), codes: [] };
  };
  return [...users.map(row("user")), ...groups.map(row("group"))];
}
