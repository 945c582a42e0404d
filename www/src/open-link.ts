/** A shared state in the address, taken over at the start and whenever another stands there. */

import { decode, loadedOf } from "./share";
import { outline, type Store } from "./state";

export async function openLink(store: Store): Promise<void> {
  const fragment = location.hash.slice(1);
  if (fragment === "") return;
  const link = await decode(fragment);
  if (!link.ok) {
    store.set({ notice: { tone: "error", text: `${link.text} Nothing was opened.` } });
    return;
  }
  const { shared } = link;
  const aside = store.touched ? " Undo brings your own edits back." : "";
  store.load(shared.name, loadedOf(shared), shared.schema);
  const { people, assignments, settings } = shared;
  if (people) {
    const rows = outline(people);
    // Older links hold the id alone.
    const chosen = rows.find((row) => row.key === shared.selected) ?? rows.find((row) => row.id === shared.selected) ?? rows[0];
    store.bring(people, "People from the link", { selected: chosen?.key, settings, assignments, detail: undefined });
  } else {
    store.set({ settings: { ...store.state.settings, ...settings }, ...(assignments === undefined ? {} : { assignments }) });
  }
  store.set({
    notice: { tone: "info", text: (people ? "Opened from a link, people included." : "Configuration opened from a link; the people shown are not part of it.") + aside },
  });
}
