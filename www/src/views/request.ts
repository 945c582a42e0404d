/** One request as it leaves: the line, and the body exactly as sent. */

import { h, value } from "../dom";
import { jsonView } from "../json-view";
import type { Request } from "../types";

export function requestLine(request: Request): HTMLElement {
  const query = Object.entries(request.query ?? {});
  return h("span", { class: "request-line" },
    h("span", { class: `method method-${request.method.toLowerCase()}` }, request.method),
    h("code", { class: "request-path" },
      value(request.path),
      query.map(([name, text], index) => [h("span", { class: "t-punctuation" }, index === 0 ? "?" : "&"), value(name, "t-attribute"), h("span", { class: "t-punctuation" }, "="), value(text, "t-string")]),
    ),
  );
}

const PURPOSE: Record<Request["purpose"], string> = {
  testConnection: "test of the connection",
  match: "is there an account?",
  read: "what the account holds now",
  create: "new account",
  update: "changed attributes",
  disable: "switch off",
  reference: "manager, in the second pass",
  members: "members",
  delete: "remove",
};

export function purpose(request: Request, formats: string | false = false): HTMLElement {
  return h("span", { class: "purpose" }, PURPOSE[request.purpose], formats && `, ${formats}`);
}

/** Copies a request; which one it is, the list it stands in knows. */
export function copyButton(request: Request, which: string, format = ""): HTMLElement {
  return h("button", { type: "button", class: "code-link copy", "data-copy": which, "aria-label": `Copy ${request.method} ${request.path} as cURL${format}`, title: "Copy as cURL" }, "cURL");
}

export function requestBlock(request: Request, formats: string | false, which: string): HTMLElement {
  return h("article", { class: "request" },
    h("header", { class: "request-head" }, requestLine(request), purpose(request, formats), copyButton(request, which)),
    request.body !== undefined && jsonView(request.body, undefined, `Body of ${request.method} ${request.path}`),
  );
}
