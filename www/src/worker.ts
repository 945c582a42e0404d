/** The worker: the engine, and the people it previews. */

import type { Question, Reply } from "./protocol";
import { Session } from "./session";

const session = new Session();

function answer({ ask }: Question, expect: (milliseconds: number) => void): unknown {
  switch (ask.do) {
    case "start":
      return session.start();
    case "people":
      return session.hold(ask.people);
    case "person":
      return session.replace(ask.key, ask.object);
    case "preview":
      return session.preview(ask.input, ask.key);
    case "write":
      return session.write(ask.input, ask.key, ask.mapping, ask.expression);
    case "evaluate":
      return session.evaluate(ask.input, ask.key, ask.expression);
    case "exact":
      return session.exact(ask.input, ask.key);
    case "rows":
      return session.rows(ask.input, expect);
    case "plan":
      return session.plan(ask.input);
    case "compare":
      return session.compare(ask.loaded, ask.edited, expect);
    case "call":
      return session.call(ask.name, ask.args);
  }
}

self.onmessage = async (event: MessageEvent<Question>) => {
  const { id } = event.data;
  const reply = (message: Reply) => self.postMessage(message);
  try {
    reply({ id, ok: true, value: await answer(event.data, (expected) => reply({ id, expected })) });
  } catch (error) {
    session.forget();
    reply({ id, ok: false, error: error instanceof Error ? error.message : String(error) });
  }
};
