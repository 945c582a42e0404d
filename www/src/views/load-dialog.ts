/** Bringing in: drop or choose files, or paste; what is loaded, and the job settings. */

import type { App } from "../app";
import { button, field, h, inField, replace, select, sentence, value, type Child } from "../dom";
import { keyOf } from "../key";
import { distinct, failure, readFile, readText, type Loaded, type LoadResult, type Unreadable } from "../load";
import { loneSurrogate } from "../lone-surrogate";
import { sample } from "../sample";
import { isEdited } from "../state";
import type { Fields, Settings } from "../types";
import { dialog, type Dialog } from "./dialog";
import { SCOPES } from "./scope";

/** In which order files that come together are taken over. */
const ORDER: Loaded["what"][] = ["target", "groups", "users", "configuration", "assignments", "settings"];

const WORDS = { users: "user", groups: "group", target: "account of the target" } as const;

function counted(n: number, what: keyof typeof WORDS): string {
  if (n === 1) return `1 ${WORDS[what]}`;
  return `${n} ${what === "target" ? "accounts of the target" : what}`;
}

export function loadDialog(app: App): Dialog {
  const input = h("input", { type: "file", multiple: true, class: "visually-hidden", id: "files", tabindex: -1, "aria-label": "Files", on: { change: () => { void take([...(input.files ?? [])]); input.value = ""; } } });
  const paste = h("textarea", { rows: 4, class: "mono", spellcheck: "false" });
  const report = h("ul", { class: "load-report" });
  const loaded = h("div", { class: "loaded-list" });
  const settings = h("div", { class: "settings-form" });
  const busy = h("p", { class: "reading muted", role: "status" });
  const drop = h("div", { class: "drop" },
    h("p", null, h("strong", null, "Drop files here"), " or anywhere on the page"),
    h("p", { class: "muted" }, "synchronizationSchema, users and groups (Graph JSON, NDJSON, CSV), accounts (SCIM ListResponse), assignments, job settings"),
    button("Choose files", () => input.click(), { class: "plain" }), input, busy);
  /** The files that the people came from, by what they hold. */
  let files: Partial<Record<"users" | "groups", string>> = {};
  const box = dialog("Load", "Files are read in this browser and stay here.",
    drop,
    field("Or paste", paste), h("div", { class: "row-actions" }, button("Load pasted text", () => void text("Pasted text", paste.value), { class: "plain" })),
    h("div", { role: "status" }, report), h("h3", null, "Loaded"), loaded, h("h3", null, "Job settings"), settings);

  async function take(files: File[]): Promise<void> {
    const read: Read[] = [];
    for (const file of files) {
      replace(busy, "Reading ", value(file.name));
      read.push(...apart(file.name, await readFile(app.engine, file)));
    }
    replace(busy);
    // Users last of the people, so that one of them is shown, in whatever order the files came.
    const rank = ({ result }: Read) => (result.ok ? ORDER.indexOf(result.loaded.what) : ORDER.length);
    told(joined(read).sort((a, b) => rank(a) - rank(b)));
  }

  async function text(name: string, given: string): Promise<void> {
    if (given.trim() === "") return;
    const result = await readText(app.engine, given);
    told(apart(name, result));
    // What cannot be read stays, to be mended.
    if (result.ok) paste.value = "";
  }

  /** Takes over what could be read, and says of everything what became of it. */
  function told(read: Read[]): void {
    replace(report, read.map(({ name, result }) => (result.ok ? h("li", null, value(name), ": ", sentence(apply(name)(result.loaded))) : h("li", { class: "field-error" }, value(name), sentence(result.why)))));
    draw();
  }

  function apply(name: string): (loaded: Loaded) => string {
    return (given) => {
      const { store } = app;
      const { people, peopleName } = store.state;
      const own = peopleName === sample.peopleName ? { users: [], groups: [], target: [] } : people;
      switch (given.what) {
        case "configuration": {
          const aside = store.touched ? "; Undo brings your edits back" : "";
          store.load(name, given.text);
          return `configuration${aside}`;
        }
        case "assignments":
          store.set({ assignments: given.value });
          return "assignments";
        case "settings":
          store.set({ settings: given.value });
          return "job settings";
        default: {
          const { settings, assignments } = store.state;
          const { objects, given: ids } = given.what === "target" ? { objects: given.objects, given: 0 } : distinct(given.objects, given.what === "users" ? "user" : "group");
          store.bring({ ...own, [given.what]: objects }, given.what === "target" ? (own === people ? peopleName : "Nobody yet") : from(given.what, name, own === people), {
            // What belongs to the sample tenant goes with it.
            settings: withoutSample(settings),
            ...(assignments === sample.assignments ? { assignments: undefined } : {}),
            ...(given.what === "target" ? (own === people ? {} : { selected: undefined, detail: undefined }) : { selected: keyOf({ kind: given.what === "users" ? "user" : "group", id: String(objects[0]?.id) }), detail: undefined }),
            view: "preview",
          });
          return counted(objects.length, given.what) + (given.isOnePage ? ", one page of several; bring all pages at once" : "") + (given.others ? `; ${given.others} of other types left out` : "") + (ids > 0 ? `; ${ids} without an \`id\` of ${ids === 1 ? "its" : "their"} own ${ids === 1 ? "was" : "were"} given one` : "");
        }
      }
    };
  }

  /** Users and groups may come from two files; the name says both. */
  function from(what: "users" | "groups", name: string, besides: boolean): string {
    const { people, peopleName } = app.store.state;
    const together = () => [...new Set([files.users, files.groups].filter(Boolean))].join(", ");
    const other = what === "users" ? "groups" : "users";
    if (!besides || people[other].length === 0) files = {};
    else if (together() !== peopleName) files = { [other]: peopleName };
    files = { ...files, [what]: name };
    return together();
  }

  function draw(): void {
    const { state } = app.store;
    const item = (what: string, text: Child, action?: Child) => h("div", { class: "loaded-item" }, h("strong", null, what), h("span", null, text), action ?? h("span"));
    replace(loaded,
      item("Configuration", [value(state.configuration.name), isEdited(state) && " (edited)"], isEdited(state) && button("Discard edits", () => { app.store.load(state.configuration.name, state.configuration.loaded); draw(); }, { class: "quiet" }, below)),
      item("People", [value(state.peopleName), `: ${state.people.users.length} users, ${state.people.groups.length} groups`]),
      item("Accounts before", `${state.people.target.length} in the target`, state.people.target.length > 0 && button("Remove", () => { app.store.set({ people: { ...state.people, target: [] } }); draw(); }, { class: "quiet", "aria-label": "Remove accounts" }, below)),
      item("Assignments", state.assignments === undefined ? "none" : "loaded", state.assignments !== undefined && button("Remove", () => { app.store.set({ assignments: undefined }); draw(); }, { class: "quiet", "aria-label": "Remove assignments" }, below)),
      h("div", { class: "row-actions" }, button("Back to the sample tenant", () => { backToSample(); draw(); }, { class: "quiet" }, below), button("Reset job settings", () => { app.store.set({ settings: { scope: "all" } }); draw(); }, { class: "quiet" }, below)));
    replace(settings, settingsForm(app, (change) => app.store.set({ settings: { ...app.store.state.settings, ...change } })));
  }

  /** The buttons of what is loaded are drawn anew after each press; this one is always there. */
  function below(): HTMLElement | null {
    return loaded.querySelector<HTMLElement>(".row-actions button");
  }

  function backToSample(): void {
    app.store.load(sample.name, sample.schema);
    app.store.bring(sample.people, sample.peopleName, { settings: sample.settings, assignments: sample.assignments, selected: sample.selected });
  }

  for (const type of ["dragenter", "dragover"] as const) {
    document.addEventListener(type, (event) => {
      if (isText(event) && inField(event)) return;
      event.preventDefault();
      document.documentElement.classList.add("dropping");
    });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.documentElement.classList.remove("dropping"); });
  document.addEventListener("drop", (event) => {
    document.documentElement.classList.remove("dropping");
    if (isText(event) && inField(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    const dropped = event.dataTransfer?.getData("text") ?? "";
    if (files.length === 0 && dropped.trim() === "") return;
    draw();
    box.open();
    void (files.length > 0 ? take(files) : text("Dropped text", dropped));
  });

  return { ...box, open() { replace(report); draw(); box.open(); } };
}

interface Read {
  name: string;
  result: { ok: true; loaded: Loaded } | Unreadable;
}

/** Everything that one text holds. */
function apart(name: string, result: LoadResult): Read[] {
  return result.ok ? result.loaded.map((loaded) => ({ name, result: { ok: true, loaded } })) : [{ name, result }];
}

/** Pages of one kind that come together are one list. */
function joined(read: Read[]): Read[] {
  const lists = new Map<Loaded["what"], { names: string[]; objects: Fields[]; others: number; isOnePage: boolean }>();
  const rest = read.filter(({ name, result }) => {
    if (!result.ok || !("objects" in result.loaded)) return true;
    const { what, objects, others = 0, isOnePage = false } = result.loaded;
    const list = lists.get(what);
    lists.set(what, list ? { names: [...list.names, name], objects: list.objects.concat(objects), others: list.others + others, isOnePage: false } : { names: [name], objects, others, isOnePage });
    return false;
  });
  const pages = [...lists].map(([what, { names, objects, others, isOnePage }]): Read => ({ name: names.length > 2 ? `${names[0] ?? ""} and ${names.length - 1} more` : names.join(", "), result: { ok: true, loaded: { what, objects, others, isOnePage } as Loaded } }));
  return [...pages, ...rest];
}

/** Text that is dragged, which fields take in themselves; anything with a file is for the page. */
function isText({ dataTransfer }: DragEvent): boolean {
  return !dataTransfer?.types.includes("Files");
}

/** Job settings that grew out of the sample tenant's keep only what was changed in them. */
function withoutSample(settings: Settings): Settings {
  if (settings.links !== sample.settings.links) return settings;
  const given = new Map(Object.entries(sample.settings));
  return { scope: "all", ...Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== given.get(name))) };
}

function settingsForm(app: App, change: (settings: Settings) => void): Child {
  const { settings } = app.store.state;
  /** `read` gives undefined for text that says nothing; the setting then stays as it is, and the field says `wrong`. */
  const text = (label: string, name: keyof Settings, current: unknown, placeholder: string, wrong: string, read: (text: string) => unknown) => {
    const problem = h("p", { class: "field-error", role: "alert" });
    const control = h("input", { type: "text", placeholder, spellcheck: "false", set: { value: current === undefined ? "" : String(current) }, on: { change: () => void take() } });
    const take = async () => {
      const typed = control.value.trim();
      const half = loneSurrogate(typed);
      const to = typed === "" || half ? undefined : await read(typed);
      const bad = typed !== "" && to === undefined;
      control.setAttribute("aria-invalid", String(bad));
      problem.textContent = bad ? `Not applied: ${half ? failure(half) : wrong}` : "";
      if (!bad) change({ [name]: to });
    };
    const box = field(label, control);
    box.append(problem);
    return box;
  };
  const skip = h("input", { type: "checkbox", id: "skip-deletions", set: { checked: settings.skipOutOfScopeDeletions === true }, on: { change: () => change({ skipOutOfScopeDeletions: skip.checked }) } });
  return [
    field("Scope", select(SCOPES, settings.scope ?? "assigned", (scope) => change({ scope: scope as "assigned" | "all" }))),
    text("Company e-mail domains", "allowedDomains", Array.isArray(settings.allowedDomains) ? settings.allowedDomains.join(", ") : undefined, "any", "", (list) => list.split(/[\s,]+/).filter(Boolean)),
    text("Accidental deletion threshold", "accidentalDeletionThreshold", settings.accidentalDeletionThreshold, "off", "a whole number.", (n) => (/^\d{1,9}$/.test(n) ? Number(n) : undefined)),
    text("Date for Now()", "now", settings.now, "2026-01-15T09:00:00Z", "a date and time such as 2026-01-15T09:00:00Z.",
      async (now) => ((await app.engine.call("evaluate", "Now()", {}, { now })).ok ? now : undefined)),
    h("label", { class: "check", for: "skip-deletions" }, skip, h("span", null, "Skip deletions of out-of-scope users")),
  ];
}
