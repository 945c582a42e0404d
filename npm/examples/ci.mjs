// Fails a pull request when a mapping breaks: `node ci.mjs CASES.json [SCHEMA.json]`.
//
// CASES.json says what expressions must give (see mapping-cases.json); SCHEMA.json is the exported configuration.
// Exit codes as the command line's: 0 clean, 1 a mapping breaks, 2 a file cannot be read. Values stay out of the log.

import { appendFileSync, readFileSync } from "node:fs";
import { checkSchema, report, testMappings } from "scimwright";

function fail(message) {
  console.error(message);
  process.exit(2);
}

/** A file as text: UTF-8, or UTF-16 behind a byte-order mark. What is neither is no file to judge. */
function read(name) {
  try {
    const bytes = readFileSync(name);
    const encoding = { fffe: "utf-16le", feff: "utf-16be" }[bytes.toString("hex", 0, 2)] ?? "utf-8";
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    return fail(`cannot read ${JSON.stringify(name)}: ${error.message}`);
  }
}

const [cases, schema] = process.argv.slice(2);
if (cases === undefined) fail("usage: node ci.mjs CASES.json [SCHEMA.json]");

/** What is found in a case, at its place in the file: that it failed and why, or what is doubtful in it. */
function said({ name, pointer, passed, diagnostics }) {
  const [shown, at] = [JSON.stringify(name), { pointer }];
  if (passed) return diagnostics.map(({ code, severity, message, help }) => ({ code, severity, message: `case ${shown}: ${message}`, help, at }));
  const why = diagnostics.map(({ severity, code, message }) => `; ${severity}[${code}]: ${message}`).join("");
  return [{ code: "AM391", severity: "error", message: `the case ${shown} gives another result${why}`, at }];
}

const text = read(cases);
const tested = testMappings(text);
if (!tested.ok) {
  process.stdout.write(report([{ name: cases, text, diagnostics: tested.diagnostics }], { format: "github" }).text);
  fail(`${JSON.stringify(cases)} holds no test cases`);
}
const sections = [{ name: cases, text, diagnostics: tested.results.flatMap(said) }];
if (schema !== undefined) {
  const exported = read(schema);
  sections.push({ name: schema, text: exported, diagnostics: checkSchema(exported).diagnostics });
}
// The report escapes what a log of GitHub would take for a command.
process.stdout.write(report(sections, { format: "github" }).text);

const errors = sections.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === "error").length;
if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, errors === 0 ? "Mappings hold.\n" : `${errors} mapping errors.\n`);
process.exitCode = errors === 0 ? 0 : 1;
