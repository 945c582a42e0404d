// How long texts enter the module. `assemble.mjs` puts this into the generated bindings, whose names it uses.

function passLongString(arg, malloc, realloc) {
  const { length } = arg;
  let pointer = malloc(length, 1) >>> 0;
  const encode = (text, from, to) => cachedTextEncoder.encodeInto(text, getUint8ArrayMemory0().subarray(pointer + from, pointer + to));
  let { read, written } = encode(arg, 0, length);
  if (read < length) {
    // What is not ASCII takes up to three bytes a unit.
    const most = written + (length - read) * 3;
    pointer = realloc(pointer, length, most, 1) >>> 0;
    written += encode(arg.slice(read), written, most).written;
    pointer = realloc(pointer, most, written, 1) >>> 0;
  }
  WASM_VECTOR_LEN = written;
  return pointer;
}
