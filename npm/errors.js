// The errors this package throws: only misuse throws, what the data says is an answer.

/** Controls, and what cannot be seen or turns text around. */
export const isUnseen = (code) =>
  code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0xad || code === 0x61c || code === 0x180e || (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code === 0xfeff || (code >= 0xfff9 && code <= 0xfffb);

/** One line of at most 1,024 characters, with escapes for what is not seen. No pattern: compiling one needs a stack. */
function clean(message) {
  let visible = "";
  for (const character of message.toWellFormed()) {
    const code = character.codePointAt(0);
    visible += isUnseen(code) ? `\\u{${code.toString(16)}}` : character;
    if (visible.length > 1024) return `${visible.slice(0, 1023)}…`;
  }
  return visible;
}

/** Misuse of the package; `code` says which. */
export class EngineError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(clean(message), cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
  }
}

/** The input made the engine trap: a bug in the engine. The instance was replaced; the next call works. */
export class EngineTrapError extends EngineError {
  constructor(message, cause) {
    super("trap", message, cause);
  }
}
