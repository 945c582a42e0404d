/** Right: the requests as they leave, in both PATCH formats, and the account afterwards with its changes marked. */

import { h, replace, value } from "../dom";
import { changes, jsonView, type Marks } from "../json-view";
import type { State } from "../state";
import type { Detail, Request } from "../types";
import { requestBlock, requestLine } from "./request";

export function requestsView(): { element: HTMLElement; update(state: State, changed: ReadonlySet<keyof State>): void } {
  const body = h("div", { class: "requests-body" });
  const element = h("section", { class: "pane requests", "aria-labelledby": "requests-title" },
    h("div", { class: "pane-head" }, h("h2", { id: "requests-title" }, "Requests"), h("p", { class: "muted" }, "as they would leave Entra")),
    body);
  return {
    element,
    update(state, changed) {
      if (!changed.has("detail") && !changed.has("engine")) return;
      if (!state.detail) {
        replace(body, state.engine === "starting" && [h("div", { class: "skeleton block" }), h("div", { class: "skeleton block tall" })]);
        return;
      }
      const scrolled = element.scrollTop;
      replace(body, draw(state.detail));
      element.scrollTop = scrolled;
    },
  };
}

function draw(detail: Detail): HTMLElement[] {
  const { legacy, compliant, before, after } = detail;
  const parts: HTMLElement[] = [];
  if (legacy.matching.queries.length > 0) {
    parts.push(h("section", { class: "request-group" }, h("h3", null, "Reads"), legacy.matching.queries.map((request) => h("div", { class: "query-line" }, requestLine(request)))));
  }
  if (legacy.requests.length === 0) {
    parts.push(h("section", { class: "request-group" }, h("h3", null, "Writes"), h("div", { class: "nothing-sent" }, h("p", null, "Nothing is written."), h("p", { class: "muted" }, legacy.scope.inScope ? "The account already holds every value, or the object is passed over." : "The object is out of scope."))));
  } else {
    const pairs = legacy.requests.map((request, index) => [request, compliant.requests[index]] as const);
    parts.push(h("section", { class: "request-group" }, h("h3", null, "Writes"), pairs.map(([a, b]) => pair(a, b))));
  }
  if (after && before) {
    parts.push(h("section", { class: "request-group" }, h("h3", null, "Account afterwards"), h("p", { class: "legend" }, h("span", { class: "swatch mark-changed" }, "changed"), h("span", { class: "swatch mark-added" }, "added")), jsonView(after, changes(before, after), "Account afterwards, changes marked")));
  } else if (!after && before) {
    parts.push(h("section", { class: "request-group" }, h("h3", null, "Account afterwards"), h("p", null, "The account ", h("code", null, value(String(before.id))), " is gone.")));
  }
  return parts;
}

/** PATCH bodies differ between the two formats; everything else is sent the same. */
function pair(legacy: Request, compliant: Request | undefined): HTMLElement {
  if (!compliant || JSON.stringify(legacy.body) === JSON.stringify(compliant.body)) {
    return h("div", { class: "same" }, requestBlock(legacy), legacy.method === "PATCH" && h("p", { class: "muted note" }, "The same in both formats."));
  }
  return h("div", { class: "pair" },
    h("div", { class: "request-head" }, requestLine(legacy)),
    h("div", { class: "columns" }, column("Legacy", "default", legacy, differing(compliant.body, legacy.body)), column("Compliant", "aadOptscim062020", compliant, differing(legacy.body, compliant.body))));
}

function column(title: string, flag: string, request: Request, marks: Marks): HTMLElement {
  return h("div", { class: "column" }, h("h4", null, title, " ", h("span", { class: "muted mono" }, flag)), jsonView(request.body, marks, `${title} body`));
}

function differing(other: unknown, body: unknown): Marks {
  return new Map([...changes(other, body).keys()].map((pointer) => [pointer, "differs" as const]));
}
