// Long NDJSON, a buffer of whole lines at a time.

import { MOST, answered, count, encoded, parts } from "./convert.js";
import { EngineError, joined } from "./instance.js";

/** A TransformStream that gives whole lines to `batch`, such as `(lines) => engine.previewBatch(lines)`. */
export function batchStream(batch, options) {
  if (typeof batch !== "function") throw new EngineError("invalid_argument", "batch must be a function from lines to lines");
  const { bytes: given = 1 << 20 } = parts(options, ["bytes"], "the options of batchStream");
  const size = count(given, "bytes");
  let chunks = [];
  let length = 0;
  /** The first half of a surrogate pair that two chunks of text share. */
  let half = "";
  // Writers may use their chunks again.
  const keep = (chunk) => {
    length += chunk.length;
    if (length > MOST) throw new EngineError("input_too_long", `a line has more than ${MOST} bytes`);
    chunks.push(new Uint8Array(chunk));
  };
  const take = () => {
    const whole = joined(chunks);
    chunks = [];
    length = 0;
    return whole;
  };
  /** The bytes of a chunk, and of what the one before left over. */
  const read = (chunk) => {
    if (typeof chunk === "string") {
      const text = half + chunk;
      half = /[\ud800-\udbff]?$/.exec(text)[0];
      return encoded(text.slice(0, text.length - half.length), "chunk");
    }
    const given = encoded(chunk, "chunk");
    if (half !== "" && given.length > 0) encoded(half, "chunk");
    return given;
  };
  /** Gives the whole lines that are kept. */
  const give = async (controller) => {
    const whole = take();
    const end = whole.lastIndexOf(10) + 1;
    if (end < whole.length) keep(whole.subarray(end));
    if (end > 0) controller.enqueue(answered(await batch(whole.subarray(0, end))));
  };
  const add = async (piece, controller) => {
    let rest = piece;
    if (length + piece.length > MOST) {
      // More than a batch takes: the whole lines go first, then the one that ends here.
      await give(controller);
      const end = piece.indexOf(10) + 1;
      keep(piece.subarray(0, end));
      await give(controller);
      rest = piece.subarray(end);
    }
    keep(rest);
    // A piece without a line break is kept, so that a long line is put together once.
    if (length >= size && piece.includes(10)) await give(controller);
  };
  return new TransformStream({
    async transform(given, controller) {
      const chunk = read(given);
      // A chunk may be longer than a batch.
      for (let at = 0; at < chunk.length; at += MOST) await add(chunk.subarray(at, at + MOST), controller);
    },
    async flush(controller) {
      if (half !== "") encoded(half, "the last chunk");
      if (length > 0) controller.enqueue(answered(await batch(take())));
    },
  });
}
