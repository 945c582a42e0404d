/** What views may ask of the page. */

import type { EngineClient } from "./engine";
import type { Written } from "./protocol";
import type { Store } from "./state";
import type { Diagnostic } from "./types";

export interface App {
  readonly store: Store;
  readonly engine: EngineClient;
  /** Read out politely, and not shown. */
  say(text: string): void;
  /** Help about a finding code, a function or an operator. */
  help(topic?: string): void;
  /** Makes an expression the source of a mapping; `take` gets what it gives. */
  write(mapping: string, expression: string, take: (written: Written) => void): void;
  /** Ends the work over everybody. */
  cancel(): void;
  /** Whether the place a finding speaks of can be opened. */
  leads(finding: Diagnostic): boolean;
  /** Opens the place a finding speaks of. */
  jump(finding: Diagnostic): void;
}
