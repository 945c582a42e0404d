/** Taking away: files, a command line, a link. */

import type { App } from "../app";
import { button, capital, h, replace, sentence, type Child } from "../dom";
import { difference, encode, MAX_LINK } from "../share";
import { withoutPeople } from "../settings";
import { input } from "../state";
import { commandLine, copy, download } from "../export";
import { dialog, type Dialog } from "./dialog";

/** A text to copy by hand; with a place in the order of keys, so that what is beyond its frame can be scrolled to. */
function copyBox(label: string): HTMLElement {
  return h("div", { class: "copy-box", tabindex: 0, role: "group", "aria-label": label });
}

export function exportDialog(app: App): Dialog {
  const command = copyBox("Command line");
  const withPeople = h("input", { type: "checkbox", id: "share-people", on: { change: () => void showLink() } });
  const link = copyBox("Share link");
  const linkProblem = h("p", { class: "field-error", role: "alert" });
  let address = "";
  let newest = 0;
  const saids: HTMLElement[] = [];

  /** One thing to export; what became of it is said beside its button, inside the dialog. */
  function item(title: string, text: Child, label: string, act: () => Promise<string> | string, more?: Child): { element: HTMLElement; action: HTMLButtonElement } {
    const said = h("p", { class: "said", role: "status" });
    saids.push(said);
    const say = (words: Child, failed = false) => {
      said.classList.toggle("field-error", failed);
      replace(said, words);
    };
    const action = button(label, () => void go(), { class: "plain" });
    const go = async () => {
      say("Working it out");
      try {
        say(await act());
      } catch (error) {
        say(sentence(capital((error as Error).message)), true);
      }
    };
    return { action, element: h("li", { class: "export-item" }, h("div", null, h("strong", null, title), h("p", null, text)), h("div", { class: "export-act" }, said, action), more) };
  }

  const saved = (...names: string[]) => `${names.join(", ")} downloaded`;

  const copied = (text: string) => copy(text).then(() => "Copied");

  const share = item("Share link", ["The configuration with your edits, the job settings and the Gong assignments, packed into the part of the address that browsers do not send."], "Copy", () => copied(address), [
    h("label", { class: "check", for: "share-people" }, withPeople, h("span", null, "Include the people: names, addresses and everything else loaded will be readable by whoever has the link.")),
    link, linkProblem]);

  const box = dialog("Export", "Everything is made in this browser. Nothing is uploaded.",
    h("ul", { class: "export-list" },
      item("Configuration", "The synchronizationSchema with your edits; everything else in the file stays as it was.", "Download", configuration).element,
      item("Plan", "What would happen to everybody, with every request.", "Download", plan).element,
      item("Findings", "Findings of the configuration as SARIF, for code scanning. Holds no attribute values.", "Download", findings).element,
      item("People and target", "Users, groups, accounts, assignments and job settings as loaded, with your edits; for the command line.", "Download", people).element,
      item("Command line", "The same preview in a terminal, in the folder of the files above.", "Copy", () => copied(commandLine(app.store.state)), command).element,
      share.element,
    ));

  function configuration(): string {
    download("schema.json", app.store.state.configuration.text);
    return saved("schema.json");
  }

  async function plan(): Promise<string> {
    download("plan.json", JSON.stringify(await app.engine.plan(input(app.store.state)), null, 2));
    return saved("plan.json");
  }

  async function findings(): Promise<string> {
    const { configuration: { text }, configurationFindings } = app.store.state;
    const written = await app.engine.call("report", [{ name: "schema.json", text, diagnostics: configurationFindings }], { format: "sarif" });
    if (!written.ok) throw new Error(written.diagnostics[0]?.message ?? "The findings cannot be written.");
    download("findings.sarif", written.text, "application/sarif+json");
    return saved("findings.sarif");
  }

  function people(): string {
    const { people: { users, groups, target }, settings, assignments } = app.store.state;
    const files = Object.entries({ users, groups, target, settings, assignments }).filter(([, data]) => data !== undefined);
    for (const [name, data] of files) download(`${name}.json`, JSON.stringify(data, null, 2));
    return saved(...files.map(([name]) => name));
  }

  async function showLink(): Promise<void> {
    newest += 1;
    const mine = newest;
    const { state } = app.store;
    const fragment = await encode({
      name: state.configuration.name,
      schema: state.configuration.text,
      loaded: difference(state.configuration.text, state.configuration.loaded),
      settings: withPeople.checked ? state.settings : withoutPeople(state.settings),
      assignments: state.assignments,
      ...(withPeople.checked ? { people: state.people, selected: state.selected } : {}),
    });
    if (mine !== newest) return;
    const long = fragment.length > MAX_LINK;
    address = long ? "" : `${location.href.split("#")[0]}#${fragment}`;
    linkProblem.textContent = long ? "Too much for a link. Download the files instead." : "";
    link.textContent = address;
    link.hidden = long;
    share.action.disabled = long;
  }

  return {
    ...box,
    open() {
      withPeople.checked = false;
      for (const said of saids) replace(said);
      replace(command, commandLine(app.store.state));
      void showLink();
      box.open();
    },
  };
}
