/** Help: every function, operator and finding code, in the engine's own words. */

import type { App } from "../app";
import { button, h, replace, sentence, value, type Child } from "../dom";
import type { CodeRow, FunctionEntry, Operator } from "../engine";
import type { State } from "../state";
import { dialog } from "./dialog";

interface Topic {
  name: string;
  group: string;
  search: string;
  show(): Promise<Child> | Child;
}

export function helpDialog(app: App): { element: HTMLElement; open(topic?: string): void; update(state: State, changed: ReadonlySet<keyof State>): void } {
  const search = h("input", { type: "search", "aria-label": "Search help", placeholder: "Search functions, operators, codes", on: { input: () => list() } });
  const nav = h("div", { class: "help-list" });
  const text = h("div", { class: "help-text", "aria-live": "polite" });
  const box = dialog("Help", "Functions, scoping operators and finding codes.",
    h("div", { class: "help-grid" }, h("div", { class: "help-nav" }, search, nav), text));
  let topics: Topic[] = [];
  let current: string | undefined;

  async function gather(): Promise<void> {
    const { functions, operators } = app.store.state;
    const codes = await app.engine.call<CodeRow[]>("codes").catch(() => []);
    topics = [
      { name: "About this page", group: "Page", search: "about keyboard privacy", show: about },
      ...functions.map((entry): Topic => ({ name: entry.name, group: "Functions", search: `${entry.name} ${entry.summary ?? ""}`, show: () => functionText(entry) })),
      ...operators.map((entry): Topic => ({ name: entry.name, group: "Scoping operators", search: entry.name, show: () => operatorText(entry) })),
      ...codes.map((row): Topic => ({ name: row.code, group: "Finding codes", search: `${row.code} ${row.name} ${row.summary}`, show: () => codeText(app, row) })),
    ];
  }

  function list(): void {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = topics.filter((topic) => words.every((word) => topic.search.toLowerCase().includes(word)));
    const groups = [...new Set(found.map((topic) => topic.group))];
    replace(nav, groups.map((group) => [h("h3", null, group), found.filter((topic) => topic.group === group).map((topic) => button(topic.name, () => void show(topic), { class: "help-item", "aria-current": topic.name === current ? "true" : "false" }))]),
      found.length === 0 && h("p", { class: "muted" }, "Nothing found."));
  }

  async function show(topic: Topic): Promise<void> {
    current = topic.name;
    for (const item of nav.querySelectorAll(".help-item")) item.setAttribute("aria-current", String(item.textContent === topic.name));
    const content = await topic.show();
    if (current === topic.name) replace(text, content);
  }

  return {
    element: box.element,
    async open(name) {
      box.open();
      await gather();
      search.value = "";
      const topic = topics.find((entry) => entry.name === (name ?? "About this page")) ?? topics[0];
      current = topic?.name;
      list();
      if (topic) await show(topic);
      nav.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
    },
    update() {},
  };
}

function functionText(entry: FunctionEntry): Child {
  const parameters = (entry.parameters ?? []).map((parameter) => `${parameter.name}${parameter.required === false ? "?" : ""}${parameter.allowMultipleOccurrences ? "…" : ""}`).join(", ");
  return [
    h("h3", null, entry.name),
    h("pre", null, entry.signature ?? `${entry.name}(${parameters})`),
    paragraphs(entry.documentation ?? entry.summary ?? ""),
    (entry.examples ?? []).length > 0 && [h("h4", null, "Examples"), h("table", { class: "example-table" }, h("tbody", null, (entry.examples ?? []).map((example) => h("tr", null, h("td", null, h("code", null, value(example.expression))), h("td", null, value(typeof example.expected === "string" ? example.expected : JSON.stringify(example.expected)))))))],
    entry.source && h("p", { class: "muted" }, "Rule: ", entry.source),
  ];
}

function operatorText(entry: Operator): Child {
  return [h("h3", null, entry.name), h("p", null, entry.arity === "Unary" ? "Takes no value." : "Takes one value."), paragraphs(entry.documentation ?? entry.summary ?? "")];
}

async function codeText(app: App, row: CodeRow): Promise<Child> {
  const long = await app.engine.call<string>("explain", row.code);
  const [first, ...rest] = long.split("\n\n");
  return [h("h3", null, h("code", null, row.code), ` ${row.name}`), h("p", { class: "muted" }, first?.match(/\(([a-z]+)\)\s*$/)?.[1] ?? row.severity), rest.map((part) => h("p", null, sentence(part)))];
}

function paragraphs(text: string): Child {
  return text.split("\n\n").map((part) => h("p", null, sentence(part)));
}

function about(): Child {
  return [
    h("h3", null, "About this page"),
    h("p", null, "It shows what Microsoft Entra ID's provisioning service will send to Gong for the people and groups you load, with the reason for each request. Everything is worked out here, in the browser: after loading, the page makes no request at all, and it keeps nothing."),
    h("p", null, "Start on the left: choose a person. The middle shows the five steps and every attribute mapping; open a mapping to edit it. The right shows the requests."),
    h("h4", null, "Keyboard"),
    h("table", { class: "example-table" }, h("tbody", null, [
      ["Up, Down, Home, End, Page Up, Page Down", "move through people"],
      ["Ctrl+Space", "complete names in an expression"],
      ["Escape, then Tab", "leave an editor"],
      ["Ctrl+Z, Ctrl+Shift+Z", "undo and redo edits of the configuration, outside editors"],
    ].map(([keys, what]) => h("tr", null, h("td", null, h("code", null, keys)), h("td", null, what))))),
    h("p", { class: "muted" }, `Page version ${__VERSION__}.`),
  ];
}
