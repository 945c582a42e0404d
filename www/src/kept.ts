/** What this browser keeps for the page's next visit: the theme, and a configuration that is being edited. Never people. */

import { value } from "./dom";
import type { Store } from "./state";

/** So many characters are kept with every edit; a longer configuration when typing rests. */
const SHORT = 1 << 20;

/** How long typing has to rest, in milliseconds. */
const REST = 300;

interface Draft {
  name: string;
  loaded: string;
  text: string;
  /** The link the configuration came from, if it did. */
  link: string;
}

/** Nothing where the browser keeps nothing. */
export function kept(name: "theme" | "draft"): string | undefined {
  try {
    return localStorage.getItem(`scimwright.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether it could be kept. */
export function keep(name: "theme" | "draft", text: string | undefined): boolean {
  try {
    if (text === undefined) localStorage.removeItem(`scimwright.${name}`);
    else localStorage.setItem(`scimwright.${name}`, text);
    return true;
  } catch {
    return false;
  }
}

/** Keeps edits of the configuration, and warns before they are lost where that is impossible. */
export function keepDraft(store: Store): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let mine = false;

  function save(): boolean {
    clearTimeout(timer);
    if (!store.touched && !mine) return true;
    mine = store.touched;
    const draft: Draft = { ...store.state.configuration, link: location.hash };
    return keep("draft", mine ? JSON.stringify(draft) : undefined);
  }

  addEventListener("beforeunload", (event) => { if (!save()) event.preventDefault(); });
  // Not every way out of a page asks first.
  addEventListener("pagehide", () => void save());
  return () => {
    clearTimeout(timer);
    if (store.state.configuration.text.length <= SHORT) save();
    else timer = setTimeout(save, REST);
  };
}

/** Brings back what was being edited: before a link is opened, so that the link can be undone, or on top of its own. */
export function bringBack(store: Store, when: "before" | "after"): void {
  const draft = readDraft();
  if (!draft || (draft.link === location.hash) !== (when === "after")) return;
  store.load(draft.name, draft.loaded);
  store.edit(draft.text, "draft");
  const discard = () => {
    store.load(draft.name, draft.loaded);
    store.set({ notice: undefined });
  };
  store.set({ notice: { tone: "info", text: ["Your edits of ", value(draft.name), " are as you left them; people are not kept."], action: { label: "Discard edits", act: discard } } });
}

function readDraft(): Draft | undefined {
  try {
    const draft: Partial<Draft> = JSON.parse(kept("draft") ?? "{}");
    const { name, loaded, text, link } = draft;
    return [name, loaded, text, link].every((part) => typeof part === "string") ? (draft as Draft) : undefined;
  } catch {
    return undefined;
  }
}
