/** The work over everybody: how far it is as far as is known, and how to end it or take it up again. */

import { button, h, replaceButtons } from "../dom";
import type { State } from "../state";

/** From so many objects on, work over everybody is shown while it lasts. */
export const MANY = 500;

export function progressLine(cancel: () => void, resume: () => void): { element: HTMLElement; update(state: Pick<State, "planning" | "rows">): void } {
  const bar = h("progress", { max: 1, "aria-label": "Working out everybody" });
  const text = h("span", { class: "progress-text" });
  const element = h("div", { class: "progress", hidden: true });
  let ticking: ReturnType<typeof setInterval> | undefined;

  return {
    element,
    update({ planning, rows }) {
      clearInterval(ticking);
      element.hidden = !planning;
      if (!planning) return;
      if (planning === "cancelled") {
        replaceButtons(element, h("span", { class: "progress-text" }, "Not worked out."), button("Work out", resume, { class: "quiet" }));
        return;
      }
      const { since, expected } = planning;
      const tick = () => {
        const passed = performance.now() - since;
        const left = expected === undefined ? undefined : Math.ceil((expected - passed) / 1000);
        if (expected !== undefined) bar.value = Math.min(0.97, passed / expected);
        text.textContent = left === undefined ? `${rows.length.toLocaleString("en")} objects` : left > 0 ? `about ${left} s` : "nearly done";
      };
      if (!element.contains(bar)) replaceButtons(element, bar, text, button("Cancel", cancel, { class: "quiet" }));
      if (expected === undefined) bar.removeAttribute("value");
      tick();
      ticking = setInterval(tick, 250);
    },
  };
}
