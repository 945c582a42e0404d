/** A new mapping: a target the configuration knows and does not use yet, and where its value comes from. */

import type { AttributeMappingSource } from "scimwright";
import type { App } from "../app";
import { button, field, h, replace, sentence, uniqueId } from "../dom";
import { withMapping } from "../schema";
import { objectOf } from "../state";

export function addMappingForm(app: App, close: () => void): HTMLElement {
  const object = objectOf(app.store.state, app.store.state.detail?.legacy.source.kind);
  const used = new Set(object?.mappings.map((mapping) => mapping.target));
  const free = (object?.targetAttributes ?? []).filter((name) => !used.has(name));
  const listId = uniqueId("targets");
  const target = h("input", { type: "text", class: "mono", list: listId, spellcheck: "false", placeholder: free.find((name) => name !== "id") ?? "preferredLanguage", required: true });
  const expression = h("input", { type: "text", class: "mono", spellcheck: "false", placeholder: "[department]" });
  const problem = h("p", { class: "field-error", role: "alert" });
  const form = h("form", { class: "add-mapping", "aria-label": "New mapping", on: { submit: (event) => { event.preventDefault(); void add(); } } },
    h("datalist", { id: listId }, free.map((name) => h("option", { value: name }))),
    field("Target attribute", target), field("Source expression", expression),
    h("div", { class: "row-actions" }, h("button", { type: "submit", class: "primary" }, "Add"), button("Cancel", close, { class: "quiet" })),
    problem,
  );

  async function add(): Promise<void> {
    const name = target.value.trim();
    if (!object || name === "") return;
    if (used.has(name)) {
      problem.textContent = "This target is mapped already; a target takes one mapping.";
      return;
    }
    let source: AttributeMappingSource | null = null;
    const text = expression.value.trim();
    if (text !== "") {
      const parsed = await app.engine.call("parseExpression", { expression: text });
      if (!parsed.parsedExpression) {
        replace(problem, sentence(parsed.error?.details[0]?.message ?? "this expression cannot be read"));
        return;
      }
      source = parsed.parsedExpression;
    }
    app.store.edit(withMapping(app.store.state.configuration.text, object.pointer, name, source), "add");
    const added = objectOf(app.store.state, object.kind)?.mappings.at(-1);
    close();
    app.store.set({ editing: added?.pointer });
    app.say(`Mapping for ${name} added`);
  }

  queueMicrotask(() => target.focus());
  return form;
}
