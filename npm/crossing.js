// How long texts enter the module. `assemble.mjs` puts this into the generated bindings, whose names it uses.

function passLongString(arg, malloc, realloc) {
  const { length } = arg;
  // The memory that reading a document takes is asked for at once: it would grow in hundreds of steps, before each of
  // which the host may collect its garbage.
  const room = length > 2 ** 20 && getUint8ArrayMemory0().length + length * 16 < 2 ** 30 ? length * 16 : length;
  let pointer = malloc(room, 1) >>> 0;
  if (room > length) pointer = realloc(pointer, room, length, 1) >>> 0;
  let { read, written } = cachedTextEncoder.encodeInto(arg, getUint8ArrayMemory0().subarray(pointer, pointer + length));
  if (read < length) {
    // What is not ASCII takes up to three bytes a unit.
    const most = written + (length - read) * 3;
    pointer = realloc(pointer, length, most, 1) >>> 0;
    const rest = getUint8ArrayMemory0().subarray(pointer + written, pointer + most);
    written += cachedTextEncoder.encodeInto(arg.slice(read), rest).written;
    pointer = realloc(pointer, most, written, 1) >>> 0;
  }
  WASM_VECTOR_LEN = written;
  return pointer;
}
