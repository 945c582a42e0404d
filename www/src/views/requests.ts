/** Right: the requests as they leave, in both PATCH formats, and the account afterwards with its changes marked. */

import { capital, h, renew, sentence, value, type Child } from "../dom";
import { changesView, differing, jsonView, type Marks } from "../json-view";
import type { State } from "../state";
import { outcomeOf, type Detail, type Preview, type Request } from "../types";
import { statusText } from "./log";
import { purpose, requestBlock, requestLine } from "./request";

export function requestsView(): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void } {
  const body = h("div", { class: "requests-body" });
  const element = h("section", { class: "pane requests", "aria-labelledby": "requests-title", tabindex: 0 },
    h("div", { class: "pane-head" }, h("h2", { id: "requests-title" }, "Requests"), h("p", { class: "muted" }, "as they would leave Entra")),
    body);
  let drawn = "";
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
  if (queries.length > 0) parts.push(group(h("h3", null, "Reads"), queries.map((request) => h("div", { class: "query-line" }, requestLine(request), purpose(request)))));
  const writes = Math.max(legacy.requests.length, compliant.requests.length);
  parts.push(group(h("h3", null, "Writes"), writes > 0 ? Array.from({ length: writes }, (_, index) => pair(legacy.requests[index], compliant.requests[index])) : nothing(legacy)));
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
  if (!preview.scope.inScope) return "The object is out of scope.";
  return outcomeOf(preview) === "none" ? "The account already holds every value." : statusText(preview);
}

/** PATCH bodies differ between the two formats; everything else is sent the same. */
function pair(legacy: Request | undefined, compliant: Request | undefined): Child {
  if (!legacy || !compliant) {
    const only = legacy ?? compliant;
    return only && requestBlock(only, `only in the ${legacy ? "legacy" : "compliant"} format`);
  }
  if (JSON.stringify(legacy) === JSON.stringify(compliant)) {
    return requestBlock(legacy, legacy.body !== undefined && "the same in both formats");
  }
  return h("div", { class: "pair" },
    h("div", { class: "request-head" }, requestLine(legacy), purpose(legacy)),
    h("div", { class: "columns" },
      column("Legacy", "default", legacy, differing(compliant.body, legacy.body)),
      column("Compliant", "aadOptscim062020", compliant, differing(legacy.body, compliant.body))));
}

function column(title: string, flag: string, request: Request, marks: Marks): HTMLElement {
  return h("div", { class: "column" }, h("h4", null, title, " ", h("span", { class: "muted mono" }, flag)), jsonView(request.body, marks, `${title} body`));
}
