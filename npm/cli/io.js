// Files, standard streams, and how a run fails.

import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { report } from "../index.node.js";

/** Why a command could not run: exit code 2. */
export class Failure extends Error {
  constructor(message, help, section) {
    super(message);
    this.help = help;
    this.section = section;
  }
}

/** Says on standard error why. */
export function say({ message, help, section }) {
  const text = section ? report([section]).text : `error: ${message}\n${help ? `help: ${help}\n` : ""}`;
  writeAll(2, text);
}

export const print = (text) => void writeAll(1, text);
export const complain = (text) => void writeAll(2, text);

function writeAll(descriptor, text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (error.code === "EPIPE") process.exit(0);
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

/** A file, or standard input for `-` and for nothing, as text. */
export function read(name = "-") {
  let bytes;
  try {
    bytes = readFileSync(name === "-" ? 0 : name);
  } catch (error) {
    const why = { ENOENT: "No such file or directory (os error 2)", EACCES: "Permission denied (os error 13)", EISDIR: "Is a directory (os error 21)" };
    throw unusable({ name }, "IN007", `cannot read \`${name}\`: ${why[error.code] ?? error.message}`, "check its name and your rights");
  }
  const utf16 = bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe && "utf-16le") || (bytes[0] === 0xfe && bytes[1] === 0xff && "utf-16be"));
  try {
    return { name, text: new TextDecoder(utf16 || "utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw unusable({ name }, "IN006", `${utf16 ? "the file is not UTF-16" : "the file is not UTF-8"}`);
  }
}

function unusable(document, code, message, help) {
  return new Failure(message, help, { ...document, diagnostics: [{ code, severity: "error", message, help, at: {} }] });
}

/** A document that cannot be used. */
export const refused = ({ name, text }, diagnostics) => new Failure(diagnostics[0]?.message ?? "refused", undefined, { name, text, diagnostics });

export function write(name, text) {
  try {
    writeFileSync(name, text);
  } catch (error) {
    throw new Failure(`cannot write \`${name}\`: ${error.message}`);
  }
}
