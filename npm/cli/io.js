// Files, standard streams, and how a run fails.

import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { readObjects, report } from "../index.node.js";
import { enter } from "../instance.js";
import { items, members, pretty } from "./json.js";

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

/** What the engine answers, as text: numbers as they were written, members in their order. */
export const answer = (call) => enter(call);

/** The objects of a file, as texts. */
export function objects(file) {
  const found = readObjects(file.text);
  if (!found.ok) throw refused(file, found.diagnostics);
  return items(members(answer((glue) => glue.readObjects(file.text))).get("objects"));
}

/** A JSON text laid out, or on one line. */
export const document = (text, { format }) => `${format === "ndjson" ? text : pretty(text)}\n`;

const WEIGHT = { info: 1, warning: 2, error: 3, never: 9 };
/** 1 where a finding weighs as much as `--fail-on`, else 0. */
export const verdict = (diagnostics, { failOn }) => Number(diagnostics.some(({ severity }) => WEIGHT[severity] >= WEIGHT[failOn]));

/** Prints findings of documents in the chosen format. */
export function findings(sections, flags) {
  print(report(sections, { format: flags.format, colour: flags.colour }).text);
  return verdict(sections.flatMap(({ diagnostics }) => diagnostics), flags);
}

/** Findings that go with an answer, on standard error. */
export function beside(section) {
  if (section.diagnostics.length > 0) complain(report([section]).text);
}

/** The given arguments must be as many as the named ones, of which the first `least` are needed. */
export function need(given, least, names) {
  if (given.length < least) throw new Failure(`${names[given.length]} is missing`, "`scimwright --help` shows the arguments");
  if (given.length > names.length) throw new Failure(`\`${given[names.length]}\` is one argument too many`, "`scimwright --help` shows the arguments");
}
