// The errors this package throws: only misuse throws, what the data says is an answer.

/** Misuse of the package; `code` says which. */
export class EngineError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, cause === undefined ? undefined : { cause });
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
