// Expressions evaluated, tested, formatted; functions and codes explained.

import { evaluate, explain, functions } from "../index.node.js";
import { items, members, object, parsed, quoted, steady, visible } from "./json.js";
import { Failure, answer, asked, beside, checkNow, document, findings, need, objects, print, read, readLines, refused, verdict } from "./io.js";
import { counted, oneLine, trace as traced } from "./view.js";

/** The options as text: a seed above 2^53 is no number of JavaScript's. */
function settings({ now, seed, trace, kind, variable, "default-domain": defaultDomain }) {
  if (seed !== undefined && !(/^\d+$/.test(seed) && BigInt(seed) < 2n ** 64n)) throw new Failure(`${quoted(seed)} is no value of --seed`, "give a whole number below 2^64");
  const variables = variable && Object.fromEntries(variable.map(named));
  return object(Object.entries({ now: JSON.stringify(now), seed: seed && String(BigInt(seed)), trace: JSON.stringify(trace), kind: JSON.stringify(kind), defaultDomain: JSON.stringify(defaultDomain), variables: JSON.stringify(variables) }).filter(([, text]) => text !== undefined));
}

/** The name and the value of `--variable NAME=VALUE`. */
function named(text) {
  const [name] = text.split("=", 1);
  if (name === "" || name === text) throw new Failure(`${quoted(text)} is no value of --variable`, "write NAME=VALUE");
  return [name, text.slice(name.length + 1)];
}

export function evaluateOne(flags, given) {
  const options = settings({ ...flags, now: flags.now ?? new Date().toISOString() });
  checkNow(flags);
  if (flags.batch !== undefined) {
    if (given.length > 0) throw new Failure("an expression and --batch do not go together", "leave one of them out");
    return evaluateLines(readLines(flags.batch), options, flags);
  }
  need(given, 1, ["EXPRESSION"]);
  const text = given[0] === "-" ? read().text : given[0];
  const file = flags.source === undefined ? { name: "source", text: "{}" } : read(flags.source);
  const [source = "{}", ...more] = objects(file);
  if (more.length > 0) throw new Failure(`${quoted(file.name)} holds ${more.length + 1} objects`, "an expression is evaluated on one; write lines for --batch");
  const raw = answer((glue) => glue.evaluate(text, source, options));
  const { trace, ...found } = JSON.parse(raw);
  const section = { name: "expression", text, diagnostics: found.diagnostics };
  if (isJson(flags)) print(document(raw, flags));
  // Values stay out of the formats for continuous integration: findings hold none.
  else if (flags.format !== "text") return findings([section], flags);
  else {
    if (trace) print(traced(trace));
    else if (found.ok) print(shown(found, members(raw).get("value")));
    if (!found.ok) return findings([section], flags);
    beside(section);
  }
  return verdict(found.diagnostics, flags);
}

const isJson = ({ format }) => format === "json" || format === "ndjson";
/** Rows as one document, or a line each. */
const listed = (rows, flags) => (flags.format === "json" ? document(`[${rows.join(",")}]`, flags) : rows.map((row) => `${row}\n`).join(""));

function shown({ outcome, value }, text) {
  if (outcome === "null") return "(null: nothing flows)\n";
  if (outcome === "ignore") return "(ignored: the attribute is left out)\n";
  const line = (one, written) => `${typeof one === "string" ? visible(one) : steady(written)}\n`;
  return Array.isArray(value) ? items(text).map((written, at) => line(value[at], written)).join("") : line(value, text);
}

function evaluateLines(file, options, flags) {
  const rows = file.text.split(/\r?\n/).map((text, at) => ({ text, number: at + 1 }));
  // A line that is no text has its answer as the others have.
  const noText = new Map(file.failures.map(({ section: { diagnostics: [finding] } }) => [finding.at.span.line, finding]));
  if (rows.at(-1).text === "" && !noText.has(rows.length)) rows.pop();
  // A line for a line, where the answers are lines.
  const blank = { raw: "", found: [] };
  const all = rows.map(({ text, number }) => {
    const finding = noText.get(number);
    if (finding) return { number, ...refusedLine([finding]) };
    return { text, number, ...(text.trim() === "" ? blank : evaluateLine(text, number, options)) };
  });
  const answers = all.filter(({ raw }) => raw !== "");
  if (flags.format === "text") print(listed(all.map(({ raw }) => steady(raw)), flags));
  else if (isJson(flags)) print(listed((flags.format === "json" ? answers : all).map(({ raw }) => raw), flags));
  else findings(answers.map(({ text, number, found, within }) => ({ name: file.name, text, linesBefore: number - 1, diagnostics: found.map(inside(within)) })), flags);
  return verdict(answers.flatMap(({ found }) => found), flags);
}

/** A finding of a line, at its number. */
const at = (line, finding) => (finding.at?.span ? { ...finding, at: { ...finding.at, span: { ...finding.at.span, line } } } : finding);

/** A finding about a text, about the member that holds the text. */
const inside = (within) => (finding) => (within === undefined ? finding : { ...finding, at: { ...finding.at, pointer: within + (finding.at?.pointer ?? "") } });

function evaluateLine(line, number, options) {
  // A line that is no JSON is refused as a source is.
  const read = asked((glue) => glue.evaluate('""', line, "{}"));
  const syntax = !read.ok && read.diagnostics[0].code !== "IN008";
  if (syntax) return refusedLine(read.diagnostics.map((finding) => at(number, finding)));
  const given = parsed(line);
  const unfit = (message) => refusedLine([{ code: "IN008", name: "unexpected-shape", severity: "error", message: `line ${number} ${message}`, help: 'write lines like {"expression": "[mail]", "source": {"mail": "a@b"}}', at: { pointer: "" } }]);
  if (typeof given?.expression !== "string") return unfit("needs a member `expression`");
  const all = members(line);
  // A `source` that is spelled wrong would be passed over, and the value be that of no source.
  const unknown = [...all.keys()].find((name) => name !== "expression" && name !== "source");
  if (unknown !== undefined) return unfit(`has the member ${quoted(unknown)}, which is not known`);
  const source = all.get("source") ?? "null";
  const raw = answer((glue) => glue.evaluate(given.expression, source, options));
  const found = JSON.parse(raw).diagnostics;
  return { raw, found, within: found.some(({ code }) => code === "IN008") ? "/source" : "/expression" };
}

const refusedLine = (diagnostics) => ({ raw: JSON.stringify({ ok: false, diagnostics }), found: diagnostics });

export function test(flags, given) {
  const files = (given.length > 0 ? given : [undefined]).map((name) => {
    const file = read(name);
    const found = asked((glue) => glue.testMappings(file.text));
    if (!found.ok) throw refused(file, found.diagnostics);
    return { file, results: found.results };
  });
  const every = files.flatMap(({ file, results }) => results.map((result) => ({ file: file.name, ...result })));
  const found = files.map(({ file, results }) => ({ ...file, diagnostics: results.flatMap((result) => caseFindings(result, flags["show-values"])) }));
  if (isJson(flags)) {
    const row = ({ file, name, pointer, passed, expected, actual, diagnostics }) => JSON.stringify({ file, name, pointer, passed, expected, actual, diagnostics });
    print(listed(every.map(row), flags));
  } else if (flags.format === "text") print(results(every, flags.colour));
  else if (flags.format === "junit") print(junit(files, flags));
  else findings(found, flags);
  return verdict(found.flatMap(({ diagnostics }) => diagnostics), flags);
}

/** A case as findings at its place: that it failed and why, else what is doubtful. Values are told only where they are asked for. */
function caseFindings({ name, pointer, passed, expected, actual, diagnostics }, showValues) {
  const at = { pointer };
  if (passed) return diagnostics.map(({ code, severity, message, help }) => ({ code, severity, message: `case ${quoted(name)}: ${message}`, help, at }));
  const values = showValues ? `: expected ${expected}, actual ${actual}` : "";
  return [{ code: "AM391", severity: "error", message: `the case ${quoted(name)} gives another result${values}${diagnostics.map((finding) => `; ${oneLine(finding)}`).join("")}`, at }];
}

function results(every, colour) {
  const [red, green, dim, reset] = colour ? ["\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"] : ["", "", "", ""];
  const rows = every.map(({ passed, diagnostics, ...texts }) => {
    const { file, name, pointer, expected, actual } = Object.fromEntries(Object.entries(texts).map(([member, text]) => [member, visible(text)]));
    const values = `        ${green}expected ${expected}${reset}\n        ${red}actual   ${actual}${reset}\n`;
    const head = passed ? `${green}ok${reset}      ${name}\n` : `${red}failed${reset}  ${name} ${dim}(${file}${pointer})${reset}\n${values}`;
    return `${head}${diagnostics.map((finding) => `        ${oneLine(finding)}\n`).join("")}`;
  });
  const failed = every.filter(({ passed }) => !passed).length;
  const shown = every.flatMap(({ diagnostics }) => diagnostics);
  const counts = shown.length === 0 ? "" : `: ${counted(shown)}`;
  return `${rows.join("")}\n${every.length - failed} passed, ${failed} failed${counts}\n`;
}

/** JUnit XML of test cases; characters XML 1.0 cannot hold become U+FFFD. */
function junit(files, flags) {
  const marks = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;" };
  const escape = (text) => text.replace(/[&<>"\n\t\r]/g, (mark) => marks[mark]).replace(/[\0-\x1f\ufffe\uffff]/g, "\ufffd");
  const fails = ({ passed, diagnostics }) => !passed || verdict(diagnostics, flags) > 0;
  const count = (list) => `tests="${list.length}" failures="${list.filter(fails).length}"`;
  const suites = files.map(({ file, results }) => {
    const rows = results.map((result) => {
      const { name, passed, expected, actual, diagnostics } = result;
      const why = flags["show-values"] ? `expected ${expected}\nactual   ${actual}` : "gives another result (run with --show-values to see it)";
      const body = escape([...(passed ? [] : [why]), ...diagnostics.map(oneLine)].join("\n"));
      const said = fails(result) ? `<failure>${body}</failure>` : `<system-out>${body}</system-out>`;
      const end = body === "" ? "/>" : `>\n      ${said}\n    </testcase>`;
      return `    <testcase classname="${escape(file.name)}" name="${escape(name)}"${end}\n`;
    });
    return `  <testsuite name="${escape(file.name)}" ${count(results)}>\n${rows.join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="scimwright" ${count(files.flatMap(({ results }) => results))}>\n${suites.join("")}</testsuites>\n`;
}

export function format(flags, given) {
  const files = given.length > 0 ? given.map((text) => (text === "-" ? read() : { name: "expression", text })) : [read()];
  const answers = files.map((file) => ({ file, ...asked((glue) => glue.formatExpression(file.text)) }));
  const sections = answers.map(({ file, diagnostics = [] }) => ({ ...file, diagnostics }));
  if (isJson(flags)) print(listed(answers.map(({ ok, text, diagnostics }) => JSON.stringify({ ok, text, diagnostics })), flags));
  else if (flags.format !== "text") return findings(sections, flags);
  else {
    // A terminal is shown what the text holds; a file or another program gets the text itself.
    const shown = (text) => (process.stdout.isTTY === true ? text.split("\n").map(visible).join("\n") : text);
    for (const { ok, text } of answers) if (ok) print(`${shown(text)}\n`);
    for (const section of sections) beside(section);
  }
  return verdict(sections.flatMap(({ diagnostics }) => diagnostics), flags);
}

export function functionsOf(flags, given) {
  need(given, 0, ["NAME"]);
  const listing = answer((glue) => glue.functions());
  if (isJson(flags) && given.length === 0) return print(`${listing}\n`);
  const known = functions().value;
  if (given.length === 0) {
    for (const { signature, documentation } of known.filter(({ signature }) => signature !== undefined)) print(`${signature}\n    ${documentation}\n`);
    return 0;
  }
  const found = known.find(({ name }) => name.toLowerCase() === given[0].toLowerCase());
  if (found === undefined) {
    // A call of it is refused with advice.
    const advice = /^\w+$/.test(given[0]) ? evaluate(`${given[0]}()`, {}).diagnostics.find(({ code }) => code === "EX201")?.help : undefined;
    throw new Failure(`no function is called ${quoted(given[0])}`, advice ?? "`scimwright functions` lists them");
  }
  if (isJson(flags)) return print(`${items(members(listing).get("value")).find((text) => JSON.parse(text).name === found.name)}\n`);
  // What the service lists and nobody documents has no signature.
  if (found.signature === undefined) return print(`${found.name}\n\n${found.documentation}\n`);
  print(`${found.signature}\n\n${found.documentation}\n\nSource: ${found.source}\n`);
  for (const { expression, source, options, expected } of found.examples) {
    const given = options === undefined ? "" : ` given ${JSON.stringify(options)}`;
    print(`\n    ${expression}\n    ${JSON.stringify(source)}${given} -> ${JSON.stringify(expected)}\n`);
  }
  return 0;
}

export function explainCode(flags, given) {
  need(given, 1, ["CODE"]);
  const text = explain(given[0]);
  if (text.startsWith("there is no ")) {
    const [, message, near] = text.match(/^(.*?)(?:; (did you mean `[\w-]+`\?))?$/s);
    throw new Failure(message, near ?? "codes look like EX201; findings show theirs in brackets");
  }
  print(isJson(flags) ? `${JSON.stringify({ code: given[0], text })}\n` : text);
  return 0;
}
