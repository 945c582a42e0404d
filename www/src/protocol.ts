/** What the page and its worker say to each other. */

import type { Input, People } from "./types";

export type Ask =
  | { do: "start" }
  | { do: "people"; people: People }
  | { do: "run"; input: Input; select?: string; rows: boolean }
  | { do: "plan"; input: Input }
  | { do: "compare"; loaded: Input; edited: Input }
  | { do: "call"; name: string; args: unknown[] };

export interface Question {
  id: number;
  ask: Ask;
}

export type Reply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: string }
  | { id: number; progress: { done: number; total: number } };
