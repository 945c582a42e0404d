/** The gallery of worked situations. */

import type { App } from "../app";
import { button, h } from "../dom";
import { examples, prepare, type Example } from "../examples";
import { sample } from "../sample";
import { dialog, type Dialog } from "./dialog";

export function examplesDialog(app: App): Dialog {
  const box = dialog("Examples", "Each opens the sample tenant with one situation set up. Your own files have to be loaded again afterwards.",
    h("div", { class: "gallery" }, examples.map((example) =>
      button([h("strong", null, example.title), h("span", null, example.sentence)], () => void open(example), { class: "example" }))));

  async function open(example: Example): Promise<void> {
    box.close();
    const aside = app.store.touched ? " Undo brings your own edits back." : "";
    const { schema, editing, people, ...change } = await prepare(app.engine, example);
    app.store.load(sample.name, sample.schema, schema);
    app.store.bring(people, sample.peopleName, { ...change, notice: { tone: "info", text: `${example.title}: ${example.sentence}${aside}` }, example });
    if (editing) app.store.set({ editing });
    app.say(`Example ${example.title} opened`);
  }

  return box;
}
