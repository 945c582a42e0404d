// The errors this package throws: only misuse throws, what the data says is an answer.

/** One line of at most 1,024 characters, what steers a terminal or cannot be seen as escapes. */
const clean = (message) => {
  const visible = message.toWellFormed().replace(/[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
  return visible.length > 1024 ? `${visible.slice(0, 1023)}…` : visible;
};

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
