// Long NDJSON, a buffer of whole lines at a time.

import { bytes, parts } from "./convert.js";
import { EngineError, joined } from "./instance.js";

/** A TransformStream that gives whole lines to `batch`, such as `(lines) => engine.previewBatch(lines)`. */
export function batchStream(batch, options) {
  if (typeof batch !== "function") throw new EngineError("invalid_argument", "batch must be a function from lines to lines");
  const { bytes: size = 1 << 20 } = parts(options, ["bytes"], "the options of batchStream");
  let chunks = [];
  let length = 0;
  const take = () => {
    const whole = joined(chunks);
    chunks = [];
    length = 0;
    return whole;
  };
  return new TransformStream({
    transform(given, controller) {
      const chunk = bytes(given, "chunk");
      chunks.push(chunk);
      length += chunk.length;
      // A chunk without a line break is kept, so that a long line is put together once.
      if (length < size || !chunk.includes(10)) return;
      const whole = take();
      const end = whole.lastIndexOf(10) + 1;
      controller.enqueue(batch(whole.subarray(0, end)));
      if (end < whole.length) {
        chunks = [whole.slice(end)];
        length = whole.length - end;
      }
    },
    flush(controller) {
      if (length > 0) controller.enqueue(batch(take()));
    },
  });
}
