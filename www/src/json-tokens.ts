/** The colours of JSON: a name, a string, a number, a word, a bracket or comma. */

import type { ColouredToken } from "./editor";

const TOKEN = /("(?:[^"\\\n]|\\.)*"?)(?=\s*(:)?)|-?\d[\d.eE+-]*|\b(?:true|false|null)\b|[{}[\],:]/g;
/** A longer document is coloured up to here. */
const MOST = 200_000;

export function jsonTokens(text: string): ColouredToken[] {
  const tokens: ColouredToken[] = [];
  for (const found of text.slice(0, MOST).matchAll(TOKEN)) {
    const [word, string, colon] = found;
    tokens.push({ start: found.index, end: found.index + word.length, kind: kindOf(word, string !== undefined, colon !== undefined) });
  }
  return tokens;
}

function kindOf(word: string, isString: boolean, isName: boolean): string {
  if (isString) return isName ? "attribute" : "string";
  if (/^[-\d]/.test(word)) return "number";
  return /^[a-z]/.test(word) ? "keyword" : "punctuation";
}
