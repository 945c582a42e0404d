/** Bringing in: drop or choose files, or paste; what is loaded, and the job settings. */

import type { App } from "../app";
import { button, field, h, replace, select, value, type Child } from "../dom";
import { readFile, readText, type Loaded, type LoadResult } from "../load";
import { sample } from "../sample";
import { isEdited, type State } from "../state";
import type { Settings } from "../types";
import { dialog, type Dialog } from "./dialog";

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
  const box = dialog("Load", "Files are read in this browser and stay here.",
    drop,
    field("Or paste", paste), h("div", { class: "row-actions" }, button("Load pasted text", () => void pasted(), { class: "plain" })),
    h("div", { role: "status" }, report), h("h3", null, "Loaded"), loaded, h("h3", null, "Job settings"), settings);

  async function take(files: File[]): Promise<void> {
    const read: { name: string; result: LoadResult }[] = [];
    for (const file of files) {
      busy.textContent = `Reading ${file.name}`;
      read.push({ name: file.name, result: await readFile(app.engine, file) });
    }
    busy.textContent = "";
    // Users last of the people, so that one of them is shown, in whatever order the files came.
    const rank = ({ result }: { result: LoadResult }) => (result.ok ? ORDER.indexOf(result.loaded.what) : ORDER.length);
    replace(report, read.sort((a, b) => rank(a) - rank(b)).map(({ name, result }) => line(name, result, apply(name))));
    draw();
  }

  async function pasted(): Promise<void> {
    if (paste.value.trim() === "") return;
    replace(report, line("Pasted text", await readText(app.engine, paste.value, "Pasted text"), apply("Pasted text")));
    paste.value = "";
    draw();
  }

  function line(name: string, result: LoadResult, take_: (loaded: Loaded) => string): HTMLElement {
    return result.ok
      ? h("li", null, value(name), ": ", take_(result.loaded))
      : h("li", { class: "field-error" }, value(result.text));
  }

  function apply(name: string): (loaded: Loaded) => string {
    return (given) => {
      const { store } = app;
      const { people, peopleName } = store.state;
      const own = peopleName === sample.peopleName ? { users: [], groups: [], target: [] } : people;
      switch (given.what) {
        case "configuration":
          store.load(name, given.text);
          return "configuration";
        case "assignments":
          store.set({ assignments: given.value });
          return "assignments";
        case "settings":
          store.set({ settings: given.value });
          return "job settings";
        default: {
          const { settings, assignments } = store.state;
          store.bring({ ...own, [given.what]: given.objects }, given.what === "target" && peopleName === sample.peopleName ? "Your accounts" : name, {
            // What belongs to the sample tenant goes with it.
            settings: withoutSample(settings),
            ...(assignments === sample.assignments ? { assignments: undefined } : {}),
            ...(given.what === "target" ? (own === people ? {} : { selected: undefined, detail: undefined }) : { selected: String(given.objects[0]?.id ?? "") || undefined, detail: undefined }),
            view: "preview",
          });
          return counted(given.objects.length, given.what);
        }
      }
    };
  }

  function draw(): void {
    const { state } = app.store;
    const item = (what: string, text: Child, action?: Child) => h("div", { class: "loaded-item" }, h("strong", null, what), h("span", null, text), action ?? h("span"));
    replace(loaded,
      item("Configuration", [value(state.configuration.name), isEdited(state) && " (edited)"], isEdited(state) && button("Discard edits", () => { app.store.load(state.configuration.name, state.configuration.loaded); draw(); }, { class: "quiet" })),
      item("People", [value(state.peopleName), `: ${state.people.users.length} users, ${state.people.groups.length} groups`]),
      item("Accounts before", `${state.people.target.length} in the target`),
      item("Assignments", state.assignments === undefined ? "none" : "loaded"),
      h("div", { class: "row-actions" }, button("Back to the sample tenant", () => { backToSample(); draw(); }, { class: "quiet" })));
    replace(settings, settingsForm(state, (change) => app.store.set({ settings: { ...app.store.state.settings, ...change } })));
  }

  function backToSample(): void {
    app.store.load(sample.name, sample.schema);
    app.store.bring(sample.people, sample.peopleName, { settings: sample.settings, assignments: sample.assignments, selected: sample.selected });
  }

  for (const type of ["dragenter", "dragover"] as const) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      document.documentElement.classList.add("dropping");
    });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.documentElement.classList.remove("dropping"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    document.documentElement.classList.remove("dropping");
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    draw();
    box.open();
    void take(files);
  });

  return { ...box, open() { replace(report); draw(); box.open(); } };
}

/** Job settings that grew out of the sample tenant's keep only what was changed in them. */
function withoutSample(settings: Settings): Settings {
  if (settings.links !== sample.settings.links) return settings;
  const given = new Map(Object.entries(sample.settings));
  return { scope: "all", ...Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== given.get(name))) };
}

function settingsForm(state: State, change: (settings: Settings) => void): Child {
  const { settings } = state;
  const text = (name: string, current: unknown, placeholder: string, take: (text: string) => unknown) => {
    const control = h("input", { type: "text", placeholder, spellcheck: "false", set: { value: current === undefined ? "" : String(current) }, on: { change: () => change({ [name]: control.value.trim() === "" ? undefined : take(control.value.trim()) }) } });
    return control;
  };
  const skip = h("input", { type: "checkbox", id: "skip-deletions", set: { checked: settings.skipOutOfScopeDeletions === true }, on: { change: () => change({ skipOutOfScopeDeletions: skip.checked }) } });
  return [
    field("Scope", select([["assigned", "Only assigned"], ["all", "Everybody"]], settings.scope ?? "assigned", (scope) => change({ scope: scope as "assigned" | "all" }))),
    field("Company e-mail domains", text("allowedDomains", Array.isArray(settings.allowedDomains) ? settings.allowedDomains.join(", ") : undefined, "any", (list) => list.split(/[\s,]+/).filter(Boolean))),
    field("Accidental deletion threshold", text("accidentalDeletionThreshold", settings.accidentalDeletionThreshold, "off", (n) => (/^\d+$/.test(n) ? Number(n) : undefined))),
    field("Date for Now()", text("now", settings.now, "2026-01-15T09:00:00Z", (now) => now)),
    h("label", { class: "check", for: "skip-deletions" }, skip, h("span", null, "Skip deletions of out-of-scope users")),
  ];
}
