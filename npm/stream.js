// Long NDJSON, a buffer of whole lines at a time.

import { bytes } from "./convert.js";

/** A TransformStream that gives whole lines to `batch`, such as `(lines) => engine.previewBatch(lines)`. */
export function batchStream(batch, { bytes: size = 1 << 20 } = {}) {
  let parts = [];
  let length = 0;
  const take = () => {
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    parts = [];
    length = 0;
    return whole;
  };
  return new TransformStream({
    transform(chunk, controller) {
      const part = bytes(chunk, "chunk");
      parts.push(part);
      length += part.length;
      if (length < size) return;
      const whole = take();
      const end = whole.lastIndexOf(10) + 1;
      if (end > 0) controller.enqueue(batch(whole.subarray(0, end)));
      if (end < whole.length) {
        parts = [whole.slice(end)];
        length = whole.length - end;
      }
    },
    flush(controller) {
      if (length > 0) controller.enqueue(batch(take()));
    },
  });
}
