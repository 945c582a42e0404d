/** What views may ask of the page. */

import type { EngineClient } from "./engine";
import type { Store } from "./state";
import type { Diagnostic } from "./types";

export interface App {
  readonly store: Store;
  readonly engine: EngineClient;
  /** Read out politely, and not shown. */
  say(text: string): void;
  /** Help about a finding code, a function or an operator. */
  help(topic?: string): void;
  /** Opens the place a finding speaks of. */
  jump(finding: Diagnostic): void;
}
