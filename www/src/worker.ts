/** The worker: the engine, and the people it previews. */

import type { Question, Reply } from "./protocol";
import { Session } from "./session";

const session = new Session();

async function answer({ ask }: Question, progress: (done: number, total: number) => void): Promise<unknown> {
  switch (ask.do) {
    case "start":
      return session.start();
    case "people":
      return session.hold(ask.people);
    case "run":
      return session.run(ask.input, ask.select, ask.rows, progress);
    case "plan":
      return session.plan(ask.input);
    case "compare":
      return session.compare(ask.loaded, ask.edited);
    case "call":
      return session.call(ask.name, ask.args);
  }
}

self.onmessage = async (event: MessageEvent<Question>) => {
  const { id } = event.data;
  const reply = (message: Reply) => self.postMessage(message);
  try {
    const value = await answer(event.data, (done, total) => reply({ id, progress: { done, total } }));
    reply({ id, ok: true, value });
  } catch (error) {
    reply({ id, ok: false, error: error instanceof Error ? error.message : String(error) });
  }
};
