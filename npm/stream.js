// Long NDJSON, a buffer of whole lines at a time.

import { answered, bytes, count, parts } from "./convert.js";
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
    chunks.push(new Uint8Array(chunk));
    length += chunk.length;
  };
  const take = () => {
    const whole = joined(chunks);
    chunks = [];
    length = 0;
    return whole;
  };
  /** The bytes of a chunk, and of what the one before left over. */
  const read = (chunk) => {
    if (typeof chunk !== "string") {
      if (half !== "") bytes(half, "chunk");
      return bytes(chunk, "chunk");
    }
    const text = half + chunk;
    half = /[\ud800-\udbff]?$/.exec(text)[0];
    return bytes(text.slice(0, text.length - half.length), "chunk");
  };
  return new TransformStream({
    async transform(given, controller) {
      const chunk = read(given);
      keep(chunk);
      // A chunk without a line break is kept, so that a long line is put together once.
      if (length < size || !chunk.includes(10)) return;
      const whole = take();
      const end = whole.lastIndexOf(10) + 1;
      if (end < whole.length) keep(whole.subarray(end));
      controller.enqueue(answered(await batch(whole.subarray(0, end))));
    },
    async flush(controller) {
      if (half !== "") bytes(half, "the last chunk");
      if (length > 0) controller.enqueue(answered(await batch(take())));
    },
  });
}
