/** A modal dialog: native, so that focus, Escape and the backdrop work as everywhere. */

import { button, h, uniqueId, type Child } from "../dom";
import { icon } from "../icon";

export interface Dialog {
  element: HTMLDialogElement;
  open(): void;
  close(): void;
}

export function dialog(title: string, lead: Child, ...body: Child[]): Dialog {
  const id = uniqueId("dialog");
  const element = h("dialog", { class: "dialog", "aria-labelledby": id, on: { click: (event) => { if (event.target === element) element.close(); } } },
    h("div", { class: "dialog-box" },
      h("div", { class: "dialog-head" }, h("div", null, h("h2", { id }, title), lead && h("p", { class: "muted" }, lead)),
        button(icon("cross"), () => element.close(), { class: "icon-button", "aria-label": "Close" })),
      h("div", { class: "dialog-body" }, body)));
  return {
    element,
    open: () => { if (!element.open) element.showModal(); },
    close: () => element.close(),
  };
}
