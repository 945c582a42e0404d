/** Taking away: files, a command line, a link. */

import type { App } from "../app";
import { button, h, replace, type Child } from "../dom";
import { encode, MAX_LINK } from "../share";
import { input, type State } from "../state";
import { commandLine, download } from "../take";
import { dialog, type Dialog } from "./dialog";

export function takeDialog(app: App): Dialog {
  const command = h("code", { class: "copy-box" });
  const withPeople = h("input", { type: "checkbox", id: "share-people", on: { change: () => void showLink() } });
  const link = h("div", { class: "copy-box", tabindex: 0, role: "group", "aria-label": "Share link" });
  const linkProblem = h("p", { class: "field-error", role: "alert" });
  let address = "";

  const copy = (text: () => string, what: string) => button("Copy", () => void navigator.clipboard.writeText(text()).then(() => app.say(`${what} copied`)).catch(() => app.say(`${what} could not be copied; select it and copy by hand`)), { class: "plain" });
  const item = (title: string, text: Child, action: Child, more?: Child) => h("li", { class: "take-item" }, h("div", null, h("strong", null, title), h("p", null, text)), action, more);

  const box = dialog("Take away", "Everything is made in this browser. Nothing is uploaded.",
    h("ul", { class: "take-list" },
      item("Configuration", "The synchronizationSchema with your edits; everything else in the file stays as it was.", button("Download", () => download("schema.json", app.store.state.configuration.text), { class: "plain" })),
      item("Plan", "What would happen to everybody, with every request.", button("Download", () => void plan(), { class: "plain" })),
      item("Findings", "Findings of the configuration as SARIF, for code scanning. Holds no attribute values.", button("Download", () => void findings(), { class: "plain" })),
      item("People and target", "Users, groups, accounts and job settings as loaded, with your edits; for the command line.", button("Download", () => people(), { class: "plain" })),
      item("Command line", "The same preview in a terminal, in the folder of the files above.", copy(() => commandLine(app.store.state), "Command"), command),
      item("Share link", "The configuration and the job settings, packed into the part of the address that browsers do not send.", copy(() => address, "Link"), [
        h("label", { class: "check", for: "share-people" }, withPeople, h("span", null, "Include the people: names, addresses and everything else loaded will be readable by whoever has the link.")),
        link, linkProblem]),
    ));

  async function plan(): Promise<void> {
    const { state } = app.store;
    try {
      download("plan.json", JSON.stringify(await app.engine.plan(input(state)), null, 2));
    } catch (error) {
      app.store.set({ notice: { tone: "error", text: (error as Error).message } });
    }
  }

  async function findings(): Promise<void> {
    const { configuration, configurationFindings } = app.store.state;
    const section = { name: "schema.json", text: configuration.text, diagnostics: configurationFindings };
    const written = await app.engine.call("report", [section], { format: "sarif" });
    if (written.ok) download("findings.sarif", written.text, "application/sarif+json");
  }

  function people(): void {
    const { people: loaded, settings, assignments } = app.store.state;
    download("users.json", JSON.stringify(loaded.users, null, 2));
    download("groups.json", JSON.stringify(loaded.groups, null, 2));
    download("target.json", JSON.stringify(loaded.target, null, 2));
    download("settings.json", JSON.stringify(settings, null, 2));
    if (assignments !== undefined) download("assignments.json", JSON.stringify(assignments, null, 2));
  }

  async function showLink(): Promise<void> {
    const { state } = app.store;
    const fragment = await encode({
      name: state.configuration.name,
      schema: state.configuration.text,
      settings: withPeople.checked ? state.settings : withoutPeople(state.settings),
      assignments: state.assignments,
      ...(withPeople.checked ? { people: state.people, selected: state.selected } : {}),
    });
    const long = fragment.length > MAX_LINK;
    address = long ? "" : `${location.href.split("#")[0]}#${fragment}`;
    linkProblem.textContent = long ? "Too much for a link. Download the files instead." : "";
    replace(link, long ? "" : `${address.slice(0, 140)}… (${fragment.length} characters)`);
  }

  return {
    ...box,
    open() {
      withPeople.checked = false;
      replace(command, commandLine(app.store.state));
      void showLink();
      box.open();
    },
  };
}

/** Job settings name people too: who is assigned, and which account belongs to whom. */
function withoutPeople(settings: State["settings"]): State["settings"] {
  const { assigned: _assigned, links: _links, ...rest } = settings;
  return rest;
}
