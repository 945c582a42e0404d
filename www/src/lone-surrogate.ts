/** Half of a surrogate pair: no text, refused wherever one comes in (RFC 8259 §8.2). */

import { spanOf } from "./json-text";
import type { Diagnostic } from "./types";

/** What the engine says of it in a file. It is said here, as no such text can be handed to the engine. */
export function loneSurrogate(text: string): Diagnostic | undefined {
  if (text.isWellFormed()) return undefined;
  const start = text.search(/\p{Surrogate}/u);
  const unit = text.charCodeAt(start).toString(16).toUpperCase();
  return { code: "IN004", name: "lone-surrogate", severity: "error", message: `half of a surrogate pair, U+${unit}`, at: { span: spanOf(text, { start, end: start + 1 }) } };
}
