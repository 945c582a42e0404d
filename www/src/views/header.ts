/** Top: what is loaded, the three views, and the dialogs for bringing in, taking away, examples and help. */

import type { App } from "../app";
import { button, h, renew, replace, value, visible } from "../dom";
import { icon } from "../icon";
import { keep, kept } from "../kept";
import { isEdited, type State, type View } from "../state";
import { examplesDialog } from "./examples";
import { helpDialog } from "./help";
import { loadDialog } from "./load-dialog";
import { exportDialog } from "./export-dialog";

const VIEWS: readonly (readonly [View, string])[] = [
  ["preview", "Preview"],
  ["validate", "Validate"],
  ["compare", "Compare"],
];

export interface Header {
  element: HTMLElement;
  dialogs: HTMLElement[];
  help(topic?: string): void;
  update(state: State, changed: ReadonlySet<keyof State>): void;
}

export function headerView(app: App): Header {
  const theme = kept("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  const help = helpDialog(app);
  const examples = examplesDialog(app);
  const load = loadDialog(app);
  const exporting = exportDialog(app);

  const tabs = VIEWS.map(([view, label]) =>
    h("button", { type: "button", role: "tab", id: `tab-${view}`, "aria-controls": `view-${view}`, on: { click: () => app.store.set({ view }), keydown: (event) => onTabKey(event, view) } }, label));
  const context = h("div", { class: "context" });
  const notice = h("div", { class: "notice", hidden: true, role: "status" });
  const bar = h("header", { class: "top" },
    h("div", { class: "brand" }, h("span", { class: "logo" }, icon("arrow")), h("h1", null, "scimwright ", h("span", { class: "muted" }, "mapping preview"))),
    h("div", { class: "tabs", role: "tablist", "aria-label": "Views" }, tabs),
    context,
    h("p", { class: "local muted" }, "Nothing leaves this browser"),
    h("div", { class: "top-actions" },
      button("Examples", () => examples.open(), { class: "quiet", "aria-haspopup": "dialog" }),
      button("Load", () => load.open(), { class: "quiet", "aria-haspopup": "dialog" }),
      button("Export", () => exporting.open(), { class: "quiet", "aria-haspopup": "dialog" }),
      button("Help", () => help.open(), { class: "quiet", "aria-haspopup": "dialog" }),
      button(icon("theme"), () => switchTheme(), { class: "icon-button", "aria-label": "Switch between light and dark", title: "Switch between light and dark" })),
  );

  function onTabKey(event: KeyboardEvent, view: View): void {
    const at = VIEWS.findIndex(([name]) => name === view);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: VIEWS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + VIEWS.length) % VIEWS.length;
    const chosen = VIEWS[next];
    if (chosen) app.store.set({ view: chosen[0] });
    tabs[next]?.focus();
  }

  return {
    element: h("div", { class: "head" }, bar, notice),
    dialogs: [help.element, examples.element, load.element, exporting.element],
    help: (topic) => help.open(topic),
    update(state, changed) {
      if (changed.has("view")) {
        VIEWS.forEach(([view], index) => {
          const chosen = view === state.view;
          tabs[index]?.setAttribute("aria-selected", String(chosen));
          tabs[index]?.setAttribute("tabindex", chosen ? "0" : "-1");
        });
      }
      if (changed.has("configuration") || changed.has("people") || changed.has("peopleName")) {
        renew(context,
          h("span", { title: visible(state.configuration.name) }, h("strong", null, value(state.configuration.name)), isEdited(state) && " · edited"),
          h("span", { "aria-hidden": "true" }, "·"),
          h("span", { title: visible(state.peopleName) }, value(state.peopleName), state.originals.size > 0 && ` · ${state.originals.size} edited`));
      }
      if (changed.has("notice")) {
        // A notice that goes away hands the focus on.
        if (!state.notice && notice.contains(document.activeElement)) tabs[VIEWS.findIndex(([view]) => view === state.view)]?.focus();
        notice.hidden = !state.notice;
        notice.className = state.notice?.tone === "error" ? "notice notice-error" : "notice";
        if (state.notice) replace(notice, icon(state.notice.tone), h("p", null, state.notice.text), state.notice.action && button(state.notice.action.label, state.notice.action.act, { class: "plain" }), button("Dismiss", () => app.store.set({ notice: undefined }), { class: "quiet" }));
      }
    },
  };
}

function switchTheme(): void {
  const { documentElement } = document;
  const dark = documentElement.dataset.theme ? documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = dark ? "light" : "dark";
  documentElement.dataset.theme = theme;
  keep("theme", theme);
}
