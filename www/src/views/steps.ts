/** The five steps known from on-demand provisioning: import, scope, match, action, request. */

import type { App } from "../app";
import { button, h, renew, replace, uniqueId, value, type Child } from "../dom";
import { icon } from "../icon";
import type { State } from "../state";
import { outcomeOf, type Detail, type Preview, type Request } from "../types";
import { logText, statusText, stepsOf } from "./log";
import { badge } from "./people";
import { requestLine } from "./request";
import { scopePanel } from "./scope";
import { sourcePanel } from "./source";

type StepName = "import" | "scope" | "match" | "action" | "request";
type Tone = "good" | "stop" | "quiet" | "bad";

interface Step {
  name: StepName;
  title: string;
  summary: string;
  tone: Tone;
}

function describe({ legacy: preview }: Detail): Step[] {
  const writes = preview.requests.length;
  const methods = [...new Set(preview.requests.map((request) => request.method))].join(" + ");
  const outcome = outcomeOf(preview);
  const found = isFound(preview);
  const asked = preview.matching.queries.length > 0;
  const read = wasRead(preview);
  const scope: Pick<Step, "summary" | "tone"> = !read ? { summary: "Not asked", tone: "quiet" } : preview.scope.inScope ? { summary: "In scope", tone: "good" } : { summary: "Out of scope", tone: "stop" };
  return [
    { name: "import", title: "Import", summary: read ? "Read" : "Skipped", tone: read ? "good" : "stop" },
    { name: "scope", title: "Scope", ...scope },
    { name: "match", title: "Match", summary: found ? "Found" : asked ? "No account" : "Not asked", tone: found || asked ? "good" : "quiet" },
    { name: "action", title: "Action", summary: outcome === "skip" ? "Skipped" : outcome === "none" ? "No change" : outcome === "error" ? "Fails" : outcome[0]?.toUpperCase() + outcome.slice(1), tone: outcome === "error" ? "bad" : outcome === "skip" || outcome === "none" ? "quiet" : "good" },
    { name: "request", title: "Request", summary: writes === 0 ? "Nothing" : writes === 1 ? methods : `${writes} writes`, tone: writes === 0 ? "quiet" : "good" },
  ];
}

/** An object without a matching value is skipped at import, before anything is asked of it. */
function wasRead(preview: Preview): boolean {
  return stepsOf(preview).every((step) => step.provisioningStepType !== "import" || step.status === "success");
}

/** Whether an account was there before: what is created has an id only afterwards. */
function isFound({ matching, requests }: Preview): boolean {
  return matching.targetId !== undefined && !requests.some((request) => request.purpose === "create");
}

const TONE_ICON = { good: "check", stop: "skip", quiet: "none", bad: "error" } as const;

export function stepsView(app: App): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void; open(name: StepName): void } {
  const strip = h("div", { class: "steps", role: "group", "aria-label": "Steps" });
  const panelId = uniqueId("step");
  const panel = h("div", { class: "step-panel", id: panelId, hidden: true });
  const element = h("div", { class: "steps-block" }, strip, panel);
  const scope = scopePanel(app);
  const source = sourcePanel(app);
  let open: StepName | undefined;
  let drawn: Preview | undefined;

  function toggle(name: StepName): void {
    open = open === name ? undefined : name;
    draw(app.store.state, true);
  }

  const buttons = new Map<StepName, HTMLButtonElement>();

  function draw(state: State, force = false): void {
    const detail = state.detail;
    if (!detail) {
      if (buttons.size === 0) replace(strip, Array.from({ length: 5 }, () => h("div", { class: "step skeleton" })));
      return;
    }
    if (buttons.size === 0) replace(strip);
    for (const [index, step] of describe(detail).entries()) {
      let control = buttons.get(step.name);
      if (!control) {
        control = h("button", { type: "button", "aria-controls": panelId, on: { click: () => toggle(step.name) } });
        buttons.set(step.name, control);
        strip.appendChild(control);
      }
      control.className = `step step-${step.tone}`;
      control.setAttribute("aria-expanded", String(open === step.name));
      renew(control,
        h("span", { class: "step-title" }, h("span", { class: "step-mark" }, icon(TONE_ICON[step.tone])), h("span", { class: "step-number" }, `${index + 1} `), step.title),
        h("span", { class: "step-summary" }, step.summary),
      );
    }
    panel.hidden = open === undefined;
    if (open === undefined) return;
    if (open === "scope") {
      scope.update(state, force);
      if (panel.firstChild !== scope.element) replace(panel, scope.element);
    } else if (open === "import") {
      source.update(state, force);
      if (panel.firstChild !== source.element) replace(panel, source.element);
    } else if (force || drawn !== detail.legacy) {
      replace(panel, other(app, open, detail));
    }
    drawn = detail.legacy;
  }

  return {
    element,
    update(state, changed) {
      if (changed.has("selected") && panel.contains(document.activeElement)) open = undefined;
      if (changed.has("example")) open = state.example?.step;
      if (changed.has("detail") || changed.has("operators") || changed.has("engine")) draw(state, changed.has("selected"));
    },
    open(name) {
      open = name;
      draw(app.store.state, true);
    },
  };
}

function queries(list: readonly Request[]): Child {
  return list.map((request) => h("div", { class: "query-line" }, requestLine(request)));
}

function unasked({ matching, scope }: Preview): string {
  if (matching.targetId !== undefined) return "the account is already linked";
  return scope.inScope ? "the step Action says why" : "the object is out of scope";
}

function other(app: App, name: StepName, { legacy: preview }: Detail): Child {
  switch (name) {
    case "match":
      return [
        logText(preview, "matching"),
        preview.matching.queries.length > 0 ? queries(preview.matching.queries) : h("p", { class: "muted" }, `No query is sent: ${unasked(preview)}.`),
        isFound(preview) && h("p", null, "Account in Gong: ", h("code", null, value(preview.matching.targetId ?? ""))),
      ];
    case "action":
      return [
        h("p", { class: "action-line" }, badge(outcomeOf(preview)), h("span", null, "Reason ", button(preview.reason, () => app.help(preview.reason), { class: "code-link" }))),
        wasRead(preview) ? logText(preview, "processing", "referenceResolution") : statusText(preview),
        preview.assignment && h("p", null, "Gong assignment: ", h("strong", null, value(preview.assignment.name)), h("span", { class: "muted" }, ` (${preview.assignment.reason})`)),
      ];
    default:
      return [
        logText(preview, "export"),
        preview.requests.length > 0 ? queries(preview.requests) : h("p", { class: "muted" }, "Nothing is sent."),
        preview.requests.length > 0 && h("p", { class: "muted" }, "The bodies stand under Requests."),
      ];
  }
}
