/** Middle: the chosen object, its five steps, its mappings and what was found. */

import type { App } from "../app";
import { button, h, renew, replace, sentence, setText, value, visible, type Child } from "../dom";
import { icon } from "../icon";
import { selectedRow, type State } from "../state";
import { outcomeOf, type Diagnostic } from "../types";
import { countFindings, findingList } from "./findings";
import { mappingsView } from "./mappings";
import { badge } from "./people";
import { stepsView } from "./steps";

export function objectView(app: App): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void; steps: ReturnType<typeof stepsView> } {
  const avatar = h("span", { class: "avatar" });
  const name = h("div", { class: "object-name" });
  const action = h("span");
  const toFindings = button("", () => findings.scrollIntoView({ block: "nearest" }), { class: "finding-link" });
  const head = h("div", { class: "object-head" }, avatar, name, h("span", { class: "object-marks" }, action, toFindings));
  const steps = stepsView(app);
  const mappings = mappingsView(app);
  const findingsTitle = h("span", { class: "muted" });
  const findings = h("div");
  const settings = h("div");
  const empty = h("div", { class: "empty", hidden: true });
  const content = h("div", { class: "object-content" }, head, steps.element, mappings.element,
    h("section", { "aria-labelledby": "findings-title" }, h("div", { class: "section-head" }, h("h3", { id: "findings-title" }, "Findings"), findingsTitle), findings),
    settings);
  let listed = "";
  const element = h("section", { class: "pane object", "aria-labelledby": "object-title" }, empty, content);

  return {
    element,
    steps,
    update(state, changed) {
      if (["selected", "detail", "rows", "engine", "refused", "failure"].some((key) => changed.has(key as keyof State))) {
        const row = selectedRow(state);
        const preview = state.detail?.legacy;
        const nothing = state.engine === "ready" && !preview && !state.refused && state.failure === undefined && (state.rows.length === 0 || !row);
        empty.hidden = !nothing;
        setText(empty, state.rows.length === 0 ? "Load users or groups to see what would be sent for them." : "Choose somebody on the left.");
        content.hidden = nothing;
        avatar.classList.toggle("skeleton", !preview);
        if (preview) {
          const { displayName, id, kind } = preview.source;
          renew(avatar, icon(kind));
          renew(name, h("h2", { id: "object-title" }, value(row?.name ?? displayName ?? id)), h("p", { class: "muted mono", title: visible(row?.detail ?? id) }, value(row?.detail ?? id)));
          renew(action, badge(outcomeOf(preview)));
        } else if (!nothing) {
          const [title, text] = waiting(state);
          renew(name, h("h2", { id: "object-title" }, title), h("p", { class: "muted" }, text));
          renew(action);
        }
      }
      const idle = !state.detail && (state.refused || state.failure !== undefined);
      steps.element.hidden = idle;
      mappings.element.hidden = idle;
      steps.update(state, changed);
      mappings.update(state, changed);
      if (changed.has("detail") || changed.has("configurationFindings") || changed.has("planFindings")) {
        const all = allFindings(state);
        const key = JSON.stringify([all, state.detail !== undefined]);
        if (key !== listed) {
          listed = key;
          findingsTitle.textContent = countFindings(all);
          toFindings.textContent = countFindings(all);
          replace(findings, (state.detail || all.length > 0) && findingList(app, all, "Findings"));
        }
        renew(settings, state.detail?.legacy.assignment && assignmentBlock(state.detail.legacy.assignment));
      }
    },
  };
}

/** What is refused besides the configuration, by the code that says so. */
const REFUSED: { [code: string]: string } = { PV101: "The job settings are", PV102: "The job settings are", GA101: "The Gong assignments are" };

/** What stands in the place of a name while there is no preview. */
function waiting({ engine, failure, refused, configurationFindings }: State): readonly [string, Child] {
  if (engine === "failed") return ["The engine could not be started", `${failure ?? "It does not answer"}. The page needs WebAssembly and its own files; load it again when they can be reached.`];
  const besides = configurationFindings.map(({ code }) => REFUSED[code]).find(Boolean);
  if (refused) return ["Nothing can be worked out", `${besides ?? "The configuration is"} refused; the findings below say why.`];
  if (failure !== undefined) return ["Nothing can be worked out", ["The engine stopped: ", sentence(failure), "."]];
  return ["Starting the engine", "A moment: everything is worked out in this browser."];
}

/** Those of the object, of the configuration, and of the cycle as a whole. */
function allFindings(state: State): Diagnostic[] {
  const seen = new Set<string>();
  return [...(state.detail?.legacy.diagnostics ?? []), ...state.configurationFindings, ...state.planFindings].filter((finding) => {
    const key = `${finding.code} ${finding.at?.pointer ?? ""} ${finding.message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function assignmentBlock(assignment: { name: string; reason: string; settings: unknown }): HTMLElement {
  const settings = assignment.settings !== null && typeof assignment.settings === "object" ? Object.entries(assignment.settings) : [];
  return h("section", { class: "assignment", "aria-labelledby": "assignment-title" },
    h("div", { class: "section-head" }, h("h3", { id: "assignment-title" }, "Gong assignment"), h("span", { class: "muted" }, assignment.reason)),
    h("p", null, h("strong", null, value(assignment.name))),
    h("dl", { class: "settings" }, settings.map(([name, setting]) => [h("dt", null, value(name)), h("dd", null, value(typeof setting === "string" ? setting : JSON.stringify(setting)))])));
}
