/** The expression language in editors: colours, completion and hover, all asked of the engine. */

import type { CompletionResult } from "@codemirror/autocomplete";
import type { AuthorContext } from "scimwright";
import type { App } from "./app";
import { button, capital, h, sentence } from "./dom";
import type { Editor, EditorOptions } from "./editor";
import { createEditor } from "./editor";
import { objectOf } from "./state";
import type { Kind } from "./types";

/** Names the engine cannot know by itself: the attributes of the loaded configuration. */
function context(app: App, kind: Kind | undefined): AuthorContext {
  const object = objectOf(app.store.state, kind);
  return { kind, attributes: object?.sourceAttributes ?? [] };
}

export function expressionEditor(
  app: App,
  options: Omit<EditorOptions, "language" | "tokens" | "complete" | "hover">,
  kind?: Kind,
): Editor {
  return createEditor({
    ...options,
    language: "engine",
    tokens: async (text) => {
      // Half of a surrogate pair in one place takes no colour and no help from the others.
      const answer = await app.engine.call("highlight", text.toWellFormed());
      return answer.ok ? answer.tokens : [];
    },
    complete: async (text, offset, explicit): Promise<CompletionResult | null> => {
      const before = text.slice(0, offset);
      if (!explicit && !/[\w[(,]$/.test(before)) return null;
      const items = await app.engine.call("complete", "expression", text.toWellFormed(), offset, context(app, kind));
      const [first] = items;
      if (!first) return null;
      return {
        from: first.replace.start,
        to: first.replace.end,
        filter: false,
        options: items.map((item) => ({
          label: item.label,
          detail: item.detail,
          apply: item.insert,
          info: item.documentation ? () => h("p", null, sentence(item.documentation)) : undefined,
        })),
      };
    },
    hover: async (text, offset) => {
      const found = await app.engine.call("hover", "expression", text.toWellFormed(), offset, context(app, kind));
      if (!found) return null;
      const named = /^(\w+)\(/.exec(found.title)?.[1];
      return {
        span: found.span,
        content: h("div", null,
          found.title.includes("`") ? sentence(capital(found.title)) : h("code", null, found.title),
          found.body !== "" && found.body.split("\n\n").map((part) => h("p", null, sentence(part))),
          named && button(`Help on ${named}`, () => app.help(named), { class: "hover-help" })),
      };
    },
  });
}
