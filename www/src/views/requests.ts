/** Right: the requests as they leave, in both PATCH formats, and the account afterwards with its changes marked. */

import type { App } from "../app";
import { capital, h, renew, sentence, value, type Child } from "../dom";
import { copy, curl } from "../export";
import { changesView, differing, jsonView, type Marks } from "../json-view";
import type { State } from "../state";
import { outcomeOf, type Detail, type Preview, type Request } from "../types";
import { statusText } from "./log";
import { copyButton, purpose, requestBlock, requestLine } from "./request";

export function requestsView(app: App): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void } {
  const body = h("div", { class: "requests-body", on: { click: (event) => void take((event.target as Element).closest<HTMLElement>("[data-copy]")) } });
  const element = h("section", { class: "pane requests", "aria-labelledby": "requests-title", tabindex: 0 },
    h("div", { class: "pane-head" }, h("h2", { id: "requests-title" }, "Requests"), h("p", { class: "muted" }, "as they would leave Entra")),
    body);
  let drawn = "";

  /** Copies the request whose button was pressed, and says so on it. */
  async function take(pressed: HTMLElement | null): Promise<void> {
    const request = app.store.state.detail && requestOf(app.store.state.detail, pressed?.dataset.copy ?? "");
    if (!pressed || !request) return;
    try {
      await copy(curl(request));
      pressed.textContent = "Copied";
      app.say("Copied");
      setTimeout(() => { pressed.textContent = "cURL"; }, 1500);
    } catch (error) {
      app.store.set({ notice: { tone: "error", text: (error as Error).message } });
    }
  }

  return {
    element,
    update(state, changed) {
      if (!changed.has("detail") && !changed.has("engine")) return;
      const { detail } = state;
      const key = detail ? JSON.stringify([detail.legacy.requests, detail.legacy.matching, detail.legacy.scope.inScope, detail.legacy.diagnostics, detail.compliant.requests, detail.before, detail.after]) : state.engine;
      if (key === drawn) return;
      drawn = key;
      renew(body, detail ? draw(detail) : state.engine === "starting" && [h("div", { class: "skeleton block" }), h("div", { class: "skeleton block tall" })]);
    },
  };
}

function group(title: Child, ...content: Child[]): HTMLElement {
  return h("section", { class: "request-group" }, h("div", { class: "group-head" }, title), content);
}

function draw({ legacy, compliant, before, after }: Detail): HTMLElement[] {
  const parts: HTMLElement[] = [];
  const { queries } = legacy.matching;
  if (queries.length > 0) parts.push(group(h("h3", null, "Reads"), queries.map((request, i) => h("div", { class: "query-line" }, requestLine(request), purpose(request), copyButton(request, `query ${i}`)))));
  const writes = Math.max(legacy.requests.length, compliant.requests.length);
  parts.push(group(h("h3", null, "Writes"), writes > 0 ? Array.from({ length: writes }, (_, index) => pair(legacy.requests[index], compliant.requests[index], index)) : nothing(legacy)));
  if (before && after) parts.push(group([h("h3", null, "Account afterwards"), legend()], changesView(before, after, "Account afterwards, changes marked")));
  else if (before) parts.push(group(h("h3", null, "Account afterwards"), h("p", null, "The account ", h("code", null, value(legacy.matching.targetId ?? "")), " is gone.")));
  return parts;
}

export function legend(): HTMLElement {
  return h("p", { class: "legend", "aria-hidden": "true" }, (["changed", "added", "removed"] as const).map((mark) => h("span", { class: `swatch mark-${mark}` }, mark)));
}

function nothing(preview: Preview): HTMLElement {
  return h("div", { class: "nothing-sent" }, h("p", null, "Nothing is written."), h("div", { class: "muted" }, why(preview)));
}

/** In one sentence, why nothing is sent. */
function why(preview: Preview): Child {
  const error = preview.diagnostics.find((finding) => finding.severity === "error");
  if (error) return [sentence(capital(error.message)), error.help && ["; ", sentence(error.help)], "."];
  if (preview.reason === "mappingDisabled") return "Its object mapping is switched off or missing.";
  if (!preview.scope.inScope) return "The object is out of scope.";
  return outcomeOf(preview) === "none" ? "The account already holds every value." : statusText(preview);
}

/** The request that a button stands for: `query 0`, `legacy 1`. */
function requestOf({ legacy, compliant }: Detail, which: string): Request | undefined {
  const [list, index] = which.split(" ");
  return (list === "query" ? legacy.matching.queries : (list === "compliant" ? compliant : legacy).requests)[Number(index)];
}

/** PATCH bodies differ between the two formats; everything else is sent the same. */
function pair(legacy: Request | undefined, compliant: Request | undefined, index: number): Child {
  if (!legacy || !compliant) {
    const only = legacy ?? compliant;
    const format = legacy ? "legacy" : "compliant";
    return only && requestBlock(only, `only in the ${format} format`, `${format} ${index}`);
  }
  if (JSON.stringify(legacy) === JSON.stringify(compliant)) {
    return requestBlock(legacy, legacy.body !== undefined && "the same in both formats", `legacy ${index}`);
  }
  return h("div", { class: "pair" },
    h("div", { class: "request-head" }, requestLine(legacy), purpose(legacy)),
    h("div", { class: "columns" },
      column("Legacy", "default", legacy, differing(compliant.body, legacy.body), `legacy ${index}`),
      column("Compliant", "aadOptscim062020", compliant, differing(legacy.body, compliant.body), `compliant ${index}`)));
}

function column(title: string, flag: string, request: Request, marks: Marks, which: string): HTMLElement {
  return h("div", { class: "column" }, h("div", { class: "column-head" }, h("h4", null, title, " ", h("span", { class: "muted mono" }, flag)), copyButton(request, which, `, ${title}`)), jsonView(request.body, marks, `${title} body`));
}
