/** The expression language in editors: colours, completion and hover, all asked of the engine. */

import type { CompletionResult } from "@codemirror/autocomplete";
import type { App } from "./app";
import { h, sentence } from "./dom";
import type { Editor, EditorOptions, Token } from "./editor";
import { createEditor } from "./editor";
import type { Completion, Hover } from "./engine";
import { objectOf } from "./state";
import type { Kind } from "./types";

export type LanguageKind = "expression" | "filter" | "path";

interface Completions {
  ok?: boolean;
  items?: Completion[];
  from?: number;
  to?: number;
}

/** Names the engine cannot know by itself: the attributes of the loaded configuration. */
function context(app: App, kind: Kind | undefined): unknown {
  const object = objectOf(app.store.state, kind);
  return { attributes: object?.sourceAttributes ?? [], targetAttributes: object?.targetAttributes ?? [] };
}

export function languageEditor(
  app: App,
  language: LanguageKind,
  options: Omit<EditorOptions, "language" | "tokens" | "complete" | "hover">,
  kind?: Kind,
): Editor {
  return createEditor({
    ...options,
    language: "engine",
    tokens: async (text) => {
      const answer = await app.engine.call<Token[] | { tokens?: Token[] }>("highlight", language, text);
      return Array.isArray(answer) ? answer : (answer.tokens ?? []);
    },
    complete: async (text, offset, explicit): Promise<CompletionResult | null> => {
      const before = text.slice(0, offset);
      if (!explicit && !/[\w[(,]$/.test(before)) return null;
      const answer = await app.engine.call<Completions | Completion[]>("complete", language, text, offset, context(app, kind));
      const items = Array.isArray(answer) ? answer : (answer.items ?? []);
      if (items.length === 0) return null;
      const first = items[0];
      return {
        from: first?.from ?? offset,
        to: first?.to ?? offset,
        filter: false,
        options: items.map((item) => ({
          label: item.label,
          detail: item.detail,
          apply: item.insert ?? item.label,
          info: item.documentation ? () => h("p", null, sentence(item.documentation ?? "")) : undefined,
        })),
      };
    },
    hover: async (text, offset) => {
      const found = await app.engine.call<Hover | null>("hover", language, text, offset, context(app, kind));
      if (!found?.span) return null;
      return { span: found.span, content: h("div", null, found.title && h("strong", null, h("code", null, found.title)), h("p", null, sentence(found.text))) };
    },
  });
}
