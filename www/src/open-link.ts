/** A shared state in the address, taken over at the start. */

import { decode } from "./share";
import type { Store } from "./state";

export async function openLink(store: Store): Promise<void> {
  const fragment = location.hash.slice(1);
  if (fragment === "") return;
  const link = await decode(fragment);
  if (!link.ok) {
    store.set({ notice: { tone: "error", text: `${link.text} The sample tenant is shown instead.` } });
    return;
  }
  const { shared } = link;
  store.load(shared.name, shared.schema);
  const { people } = shared;
  if (people) store.bring(people, "People from the link", { selected: shared.selected ?? text(people.users[0]?.id), settings: shared.settings, detail: undefined });
  else store.set({ settings: { ...store.state.settings, ...shared.settings } });
  store.set({
    ...(shared.assignments === undefined ? {} : { assignments: shared.assignments }),
    notice: { tone: "info", text: people ? "Opened from a link, people included." : "Configuration opened from a link; the people are the sample tenant's." },
  });
}

function text(id: unknown): string | undefined {
  return typeof id === "string" ? id : undefined;
}
