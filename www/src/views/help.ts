/** Help: every function, operator, finding code and reason, in the engine's own words. */

import type { FunctionListing, OperatorListing } from "scimwright";
import type { App } from "../app";
import { button, h, replace, sentence, value, type Child } from "../dom";
import type { CodeRow } from "../types";
import { dialog } from "./dialog";

interface Topic {
  name: string;
  /** Said beside the name where the name alone says little. */
  label?: string;
  group: string;
  search: string;
  show(): Promise<Child> | Child;
}

const ABOUT: Topic = { name: "About this page", group: "Page", search: "about keyboard privacy", show: about };

export interface Help {
  element: HTMLElement;
  open(topic?: string): void;
}

export function helpDialog(app: App): Help {
  const search = h("input", { type: "search", "aria-label": "Search help", placeholder: "Search", autocomplete: "off", on: { input: () => list() } });
  const nav = h("nav", { class: "help-list", "aria-label": "Topics" });
  const text = h("div", { class: "help-text", tabindex: 0, role: "region", "aria-label": "Topic" });
  const box = dialog("Help", "Functions, scoping operators and finding codes.",
    h("div", { class: "help-grid" }, h("div", { class: "help-nav" }, search, nav), text));
  box.element.classList.add("dialog-tall");
  let topics: Topic[] = [];
  let current: Topic | undefined;

  function gather(): void {
    const { functions, operators, codes } = app.store.state;
    const byFamily = Map.groupBy(functions, (entry) => entry.family ?? "Listed by the service");
    topics = [
      ABOUT,
      ...[...byFamily].flatMap(([family, entries]) => entries.map((entry): Topic => ({ name: entry.name, group: `Functions: ${family}`, search: `function ${entry.name} ${family} ${entry.documentation}`, show: () => functionText(entry) }))),
      ...operators.map((entry): Topic => ({ name: entry.name, group: "Scoping operators", search: `operator ${entry.name} ${entry.documentation}`, show: () => operatorText(entry) })),
      ...codes.map((row): Topic => ({ name: row.code, label: words(row), group: "Finding codes", search: `${row.code} ${words(row)} ${row.summary}`, show: () => codeText(app, row) })),
    ];
  }

  function list(): void {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = topics.filter((topic) => wanted.every((word) => topic.search.toLowerCase().includes(word)));
    replace(nav,
      [...Map.groupBy(found, (topic) => topic.group)].map(([group, members]) => [
        h("h3", null, group),
        members.map((topic) => button([h("span", null, topic.name), topic.label && h("span", { class: "help-label" }, topic.label)], () => void show(topic), { class: "help-item", "data-topic": topic.name })),
      ]),
      found.length === 0 && h("p", { class: "muted" }, "Nothing found."));
    mark();
  }

  function mark(): void {
    for (const item of nav.querySelectorAll<HTMLElement>(".help-item")) item.setAttribute("aria-current", String(item.dataset.topic === current?.name));
  }

  async function show(topic: Topic): Promise<void> {
    current = topic;
    mark();
    const content = await topic.show();
    if (current !== topic) return;
    replace(text, content);
    text.scrollTop = 0;
  }

  return {
    element: box.element,
    open(name) {
      box.open();
      gather();
      search.value = "";
      const topic = name === undefined ? ABOUT : (topics.find((entry) => entry.name === name) ?? reason(app, name));
      current = topic;
      list();
      void show(topic);
      nav.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
    },
  };
}

/** What the engine can explain beyond its tables: reasons of previews, error codes of the provisioning log. */
function reason(app: App, name: string): Topic {
  const show = async (): Promise<Child> => {
    const [, title = "", ...rest] = (await app.engine.call("explain", name)).split("\n\n");
    return [h("h3", null, h("code", null, name)), h("p", null, sentence(title)), rest.map((part) => h("p", null, sentence(part)))];
  };
  return { name, group: "Reasons", search: name, show };
}

function words(row: CodeRow): string {
  return row.name.replaceAll("-", " ");
}

function functionText(entry: FunctionListing): Child {
  const shown = (data: unknown) => (typeof data === "string" ? data : JSON.stringify(data));
  return [
    h("h3", null, entry.name),
    entry.signature !== undefined && h("pre", null, entry.signature),
    paragraphs(entry.documentation),
    entry.examples !== undefined && entry.examples.length > 0 && h("table", { class: "example-table" },
      h("thead", null, h("tr", null, ["Example", "Object", "Gives"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", null, entry.examples.map((example) => h("tr", null, h("td", null, h("code", null, value(example.expression))), h("td", null, h("code", null, value(shown(example.source))), example.options !== undefined && [" given ", h("code", null, value(shown(example.options)))]), h("td", null, h("code", null, value(shown(example.expected)))))))),
    entry.source && h("p", { class: "muted" }, "Rule: ", entry.source),
  ];
}

function operatorText(entry: OperatorListing): Child {
  return [
    h("h3", null, entry.name),
    paragraphs(entry.documentation),
    h("p", { class: "muted" }, entry.arity === "Unary" ? "Takes no value." : ["Takes a value, such as ", h("code", null, entry.example), "."], ` For ${entry.supportedAttributeTypes.join(", ")}.`),
    !entry.inGraph && h("p", { class: "muted" }, "The service's own list of operators leaves this one out."),
  ];
}

async function codeText(app: App, row: CodeRow): Promise<Child> {
  const [, ...rest] = (await app.engine.call("explain", row.code)).split("\n\n");
  return [h("h3", null, h("code", null, row.code), ` ${words(row)}`), h("p", { class: "muted" }, row.severity), rest.map((part) => h("p", null, sentence(part)))];
}

function paragraphs(text: string): Child {
  return text.split("\n\n").map((part) => h("p", null, sentence(part)));
}

function about(): Child {
  return [
    h("h3", null, "About this page"),
    h("p", null, "It shows what Microsoft Entra ID's provisioning service will send to Gong for the people and groups you load, with the reason for each request. Everything is worked out here, in the browser: after loading, the page makes no request at all, and it keeps nothing but the theme and your edits of the configuration, both in this browser and the edits until you discard them."),
    h("p", null, "Start on the left: choose a person. The middle shows the five steps and every attribute mapping; open a mapping to edit it. The right shows the requests."),
    h("h4", null, "Keyboard"),
    h("table", { class: "example-table" }, h("tbody", null, [
      ["Up, Down, Home, End, Page Up, Page Down", "move through people"],
      ["Ctrl+Space", "complete names in an expression"],
      ["Ctrl+Shift+M", "from an editor to its findings and their repairs"],
      ["Escape, then Tab", "leave an editor"],
      ["Ctrl+Z, Ctrl+Y", "undo and redo edits of the configuration, outside editors"],
    ].map(([keys, what]) => h("tr", null, h("td", null, h("code", null, keys)), h("td", null, what))))),
    h("p", { class: "muted" }, `Page version ${__VERSION__}.`),
  ];
}
