/** A new mapping: a target the configuration knows and does not use yet, and where its value comes from. */

import type { AttributeMappingSource } from "scimwright";
import type { App } from "../app";
import { button, capital, field, h, replace, sentence, uniqueId } from "../dom";
import { loneSurrogate } from "../lone-surrogate";
import { withMapping } from "../schema";
import { objectOf } from "../state";

export function addMappingForm(app: App, close: () => void): HTMLElement {
  const object = objectOf(app.store.state, app.store.state.detail?.legacy.source.kind);
  const used = new Set(object?.mappings.map((mapping) => mapping.target));
  const free = (object?.targetAttributes ?? []).filter((name) => !used.has(name));
  const listId = uniqueId("targets");
  const target = h("input", { type: "text", class: "mono", list: listId, spellcheck: "false", placeholder: free.find((name) => name !== "id") ?? "externalId", required: true });
  const expression = h("input", { type: "text", class: "mono", spellcheck: "false", placeholder: object?.kind === "group" ? "[description]" : "[department]" });
  const problem = h("p", { class: "field-error", role: "alert" });
  const form = h("form", { class: "add-mapping", "aria-label": "New mapping", on: { submit: (event) => { event.preventDefault(); void add(); }, keydown: (event) => { if (event.key === "Escape") close(); } } },
    h("datalist", { id: listId }, free.map((name) => h("option", { value: name }))),
    field("Target attribute", target), field("Source expression", expression),
    h("div", { class: "row-actions" }, h("button", { type: "submit", class: "primary" }, "Add"), button("Cancel", close, { class: "quiet" })),
    problem,
  );

  async function add(): Promise<void> {
    const name = target.value.trim();
    const { objects } = app.store.state;
    const here = objects.find((entry) => entry.pointer === object?.pointer);
    if (!here || name === "") return;
    if (here.mappings.some((mapping) => mapping.target === name)) {
      problem.textContent = "This target is mapped already; a target takes one mapping.";
      return;
    }
    let source: AttributeMappingSource | null = null;
    const text = expression.value.trim();
    const half = loneSurrogate(text);
    if (half) {
      problem.textContent = capital(half.message);
      return;
    }
    if (text !== "") {
      const parsed = await app.engine.call("parseExpression", { expression: text });
      if (!parsed.parsedExpression) {
        const { message, details } = parsed.error ?? { message: "this expression cannot be read", details: [] };
        replace(problem, sentence(capital([message, ...details.map((detail) => detail.message)].join("; "))));
        return;
      }
      source = parsed.parsedExpression;
    }
    app.store.edit(withMapping(app.store.state.configuration.text, here.pointer, name, source), "add");
    const added = app.store.state.objects.find((entry) => entry.pointer === here.pointer)?.mappings.at(-1);
    close();
    app.store.set({ editing: added?.pointer });
    app.say(`Mapping for ${name} added`);
  }

  queueMicrotask(() => target.focus());
  return form;
}
