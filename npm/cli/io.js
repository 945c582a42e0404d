// Files, standard streams, and how a run fails.

import { readFileSync, readSync, writeFileSync, writeSync } from "node:fs";
import { sep } from "node:path";
import { EngineError, EngineTrapError, evaluate, report } from "../index.node.js";
import { enter, memory } from "../instance.js";
import { isObject, items, members, pretty, quoted, steady, visible } from "./json.js";

/** Why a command could not run: exit code 2. */
export class Failure extends Error {
  constructor(message, help, section) {
    super(message);
    this.help = help;
    this.section = section;
  }
}

let onErrors = {};
/** How findings are written on standard error: with `colour`, `bare` of the lines they stand in. */
export const styleErrors = (style) => void (onErrors = style);

/** Findings as text; a section may hold more than a report reads. */
const told = (sections, style) => report(sections.map(({ name, text, linesBefore, diagnostics }) => ({ name, text, linesBefore, diagnostics })), style).text;

/** Says on standard error why. */
export function say({ message, help, section }) {
  if (section) return complain(told([section], onErrors));
  complain(`error: ${visible(message)}\n${help ? `help: ${visible(help)}\n` : ""}`);
}

/** Says why a run ended. What is no {@link Failure} is too much for this process, or a bug; neither is a finding. */
export function end(error) {
  if (error instanceof Failure) return say(error);
  if (isTooLarge(error)) return say(tooLarge("the input"));
  say(error instanceof EngineError ? { message: error.message } : { message: `this input hit a bug in scimwright: ${error?.message}`, help: "please report it" });
}

/** Whether there was no room: no text is longer than 512 MiB in Node, no file read that is longer than 2 GiB. */
function isTooLarge(error) {
  // The module has at most 2 GiB; more than half of them is taken when it asks for more in vain.
  if (error instanceof EngineTrapError) return memory().buffer.byteLength > 2 ** 30;
  return ["ERR_STRING_TOO_LONG", "ERR_FS_FILE_TOO_LARGE"].includes(error?.code) || /^Invalid (string|typed array) length|^Array buffer allocation failed/.test(error?.message);
}
const tooLarge = (what) => new Failure(`${what} is too large for this command line`, "the native one reads it");

export const print = (text) => void writeAll(1, text);
export const complain = (text) => void writeAll(2, text);

function writeAll(descriptor, text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (error.code === "EAGAIN" && pause()) continue;
      // Where nobody reads standard error, there is nobody to tell.
      if (descriptor === 2) return;
      if (error.code === "EPIPE") process.exit(0);
      throw new Failure(`cannot write \`standard output\`: ${reason(error)}`);
    }
  }
}

/** Waits a moment: the stream is one that does not wait itself. */
const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);

let taken = false;
function standardInput() {
  if (taken) throw new Failure("standard input is named twice", "give one of them as a file");
  taken = true;
  const pieces = [];
  for (let end = false; !end; ) {
    const piece = Buffer.allocUnsafe(1 << 16);
    try {
      const count = readSync(0, piece);
      pieces.push(piece.subarray(0, count));
      end = count === 0;
    } catch (error) {
      // On Windows the end of a pipe is an error.
      end = error.code === "EOF";
      if (!end && (error.code !== "EAGAIN" || !pause())) throw error;
    }
  }
  return Buffer.concat(pieces);
}

/** A file, or standard input for `-` and for nothing, as text. */
export function read(name = "-") {
  const bytes = contents(name);
  try {
    const text = isUtf16(bytes) ? utf16(bytes) : utf8(bytes);
    if (text === undefined) throw notText(name, bytes);
    return { name, text };
  } catch (error) {
    throw isTooLarge(error) ? tooLarge(quoted(name)) : error;
  }
}

function contents(name) {
  try {
    return name === "-" ? standardInput() : readFileSync(name);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (isTooLarge(error)) throw tooLarge(quoted(name));
    // Node gives U+FFFD in place of each byte of a name that is no UTF-8.
    const help = error.code === "EISDIR" ? "name the files in it" : name.includes("\ufffd") ? "give the file as standard input where its name is no UTF-8" : "check its name and your rights";
    throw unusable(name, { code: "IN007", severity: "error", message: `cannot read ${quoted(name)}: ${reason(error)}`, help, at: {} });
  }
}

/** The text of bytes, nothing where they are no UTF-8. */
function utf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error.code === "ERR_ENCODING_INVALID_ENCODED_DATA") return undefined;
    throw error;
  }
}

/** Whether bytes begin with a byte-order mark of UTF-16. */
const isUtf16 = ([first, second]) => (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** The text behind a byte-order mark, nothing where the bytes are no UTF-16. */
function utf16(bytes) {
  const pairs = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
  // A decoder that minds its input takes a long one for a wrong one.
  const text = (bytes[0] === 0xfe ? pairs.swap16() : pairs).toString("utf16le");
  return text.isWellFormed() && bytes.length % 2 === 0 ? text : undefined;
}

/** Why bytes are no text. Without a text, the finding says itself where in the file it stands. */
function notText(name, bytes, linesBefore = 0) {
  const [finding] = asked((glue) => glue.checkText(bytes)).diagnostics;
  finding.at.span.line += linesBefore;
  return Object.assign(unusable(name, finding), { bytes });
}

/** As {@link read}; of NDJSON, lines that are no UTF-8 are blank and told as failures. */
export function readLines(name) {
  try {
    return { ...read(name), failures: [] };
  } catch (failure) {
    if (!failure.bytes || isUtf16(failure.bytes)) throw failure;
    const failures = [];
    const lines = [];
    for (let start = 0; start < failure.bytes.length; ) {
      const end = (failure.bytes.indexOf(10, start) + 1 || failure.bytes.length + 1) - 1;
      const line = failure.bytes.subarray(start, end);
      const text = utf8(line);
      if (text === undefined) failures.push(notText(failure.section.name, line, lines.length));
      lines.push(text ?? "");
      start = end + 1;
    }
    if (!isObject(lines[0])) throw failure;
    const end = failure.bytes.at(-1) === 10 ? "\n" : "";
    return { name: failure.section.name, text: lines.join("\n") + end, failures };
  }
}

/** Why the system refused, as the native command says it. */
function reason({ code, message }) {
  const known = { ENOENT: "No such file or directory (os error 2)", EACCES: "Permission denied (os error 13)", ENOTDIR: "Not a directory (os error 20)", EISDIR: "Is a directory (os error 21)", ENOSPC: "No space left on device (os error 28)" };
  return known[code] ?? message;
}

/** A file that cannot be read: there is no text to show. */
const unusable = (name, finding) => new Failure(finding.message, finding.help, { name, diagnostics: [finding] });

/** Says why some of it could not be read, if so, else gives the exit code. */
export function unless(failures, code) {
  const last = failures.at(-1);
  if (last === undefined) return code;
  failures.slice(0, -1).forEach(say);
  throw last;
}

/** A document that cannot be used. */
export const refused = ({ name, text }, diagnostics) => new Failure(diagnostics[0]?.message ?? "refused", undefined, { name, text, diagnostics });

export function write(name, text) {
  try {
    writeFileSync(name, text);
  } catch (error) {
    throw new Failure(`cannot write ${quoted(name)}: ${reason(error)}`);
  }
}

/** What the engine answers, as text: numbers as they were written, members in their order. */
export const answer = (call) => enter(call);
/** What the engine answers. The functions of the package would refuse texts of a length that files may have. */
export const asked = (call) => JSON.parse(answer(call));

/** The objects of a file of JSON, as texts. */
export function objects(file) {
  // Without its separators no text is taken for CSV.
  const text = /^\s*[[{]/.test(file.text) ? file.text : file.text.replace(/[,;\t]/g, " ");
  const found = answer((glue) => glue.readObjects(text));
  const { ok, diagnostics } = JSON.parse(found);
  if (!ok) throw refused(file, diagnostics);
  return items(members(found).get("objects"));
}

/** A file that must hold JSON, as the native command reads it before anything else. */
export function json(file) {
  const found = asked((glue) => glue.evaluate('""', file.text, "{}"));
  // A source must also be an object.
  if (!found.ok && found.diagnostics[0].code !== "IN008") throw refused(file, found.diagnostics);
  return file;
}

/** A JSON text laid out, or on one line; for a terminal with what could steer it as escapes. */
export function document(text, { format }) {
  if (format === "ndjson") return `${text}\n`;
  return `${format === "text" ? steady(pretty(text)) : pretty(text)}\n`;
}

/** Whether a format is one for continuous integration: findings alone, without the answer and its values. */
export const isReport = ({ format }) => ["github", "sarif", "junit"].includes(format);

const WEIGHT = { info: 1, warning: 2, error: 3, never: 9 };
/** 1 where a finding weighs as much as `--fail-on`, else 0. */
export const verdict = (diagnostics, { failOn }) => Number(diagnostics.some(({ severity }) => WEIGHT[severity] >= WEIGHT[failOn]));

/** The name of a file as code scanning finds it in a repository: from the current directory, with slashes. */
function relative(name) {
  const here = process.cwd() + sep;
  return (name.startsWith(here) ? name.slice(here.length) : name).replaceAll(sep, "/");
}

/** Prints findings of documents in the chosen format. */
export function findings(sections, flags) {
  // What JUnit calls a failure is what makes the exit code 1.
  const fails = flags.format === "junit" && flags.failOn !== "error" ? { failOn: flags.failOn } : {};
  const named = flags.format === "sarif" ? relative : (name) => name;
  print(told(sections.map((section) => ({ ...section, name: named(section.name) })), { format: flags.format, colour: flags.colour, ...fails }));
  return verdict(sections.flatMap(({ diagnostics }) => diagnostics), flags);
}

/** Findings that go with an answer, on standard error. */
export function beside(...sections) {
  for (const section of sections) if (section.diagnostics.length > 0) complain(told([section], onErrors));
}

/** The findings of sections, each at its place, without a last line that counts them. */
export const listed = (sections, { colour }) => sections.filter(({ diagnostics }) => diagnostics.length > 0).map((section) => told([section], { colour }).replace(/[^\n]*\n$/, "")).join("");

/** The time that --now gives must be one. */
export function checkNow({ now }) {
  const checked = now === undefined ? { ok: true } : evaluate('""', {}, { now });
  if (!checked.ok) throw new Failure(`${quoted(now)} is no value of --now`, checked.diagnostics[0].help);
}

/** The given arguments must be as many as the named ones, of which the first `least` are needed. */
export function need(given, least, names) {
  if (given.length < least) throw new Failure(`${names[given.length]} is missing`, "`scimwright --help` shows the arguments");
  if (given.length > names.length) throw new Failure(`${quoted(given[names.length])} is one argument too many`, "`scimwright --help` shows the arguments");
}
