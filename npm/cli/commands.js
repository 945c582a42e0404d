// The commands: each reads its files, asks the engine, prints, and gives the exit code.

import {
  Engine, applyPatch, compareSchemas, checkSchema, evaluate, explain, filterMatches, formatExpression, functions,
  parseFilter, readObjects, report, testMappings, validatePayload,
} from "../index.node.js";
import * as engine from "../index.node.js";
import { Failure, complain, print, read, refused, write } from "./io.js";

const WEIGHT = { error: 3, warning: 2, info: 1 };
const LEAST = { error: 3, warning: 2, info: 1, never: 9 };

/** 1 where a finding weighs as much as `--fail-on`, else 0. */
const verdict = (diagnostics, { failOn }) => (diagnostics.some(({ severity }) => WEIGHT[severity] >= LEAST[failOn]) ? 1 : 0);

/** Prints findings of documents in the chosen format. */
function findings(sections, flags) {
  print(report(sections, { format: flags.format, colour: flags.colour }).text);
  return verdict(sections.flatMap(({ diagnostics }) => diagnostics), flags);
}

/** Findings that go with an answer, on standard error. */
function beside(section) {
  if (section.diagnostics.length > 0) complain(report([section]).text);
}

const document = (value, { format }) => `${JSON.stringify(value, null, format === "ndjson" ? 0 : 2)}\n`;
const optional = (name) => (name === undefined ? undefined : read(name).text);

function need(given, count, names) {
  if (given.length < count) throw new Failure(`${names[given.length]} is missing`, "`scimwright --help` shows the arguments");
  if (given.length > names.length) throw new Failure(`\`${given[names.length]}\` is one argument too many`, "`scimwright --help` shows the arguments");
}

/** The objects of a file, or why they cannot be read. */
function objects(file) {
  const answer = readObjects(file.text);
  if (!answer.ok) throw refused(file, answer.diagnostics);
  return answer.objects;
}

export function preview(flags, given) {
  need(given, 0, ["USERS"]);
  if (given.length > 0 && flags.users !== undefined) throw new Failure("USERS is given twice", "give it once");
  const users = given[0] ?? flags.users;
  if (users === undefined && flags.groups === undefined) throw new Failure("no users", "give a file of users, or `-`; the native command has a sample tenant inside");
  const settings = { scope: "all", ...(flags.settings === undefined ? {} : parsed(flags.settings)) };
  for (const [option, name] of Object.entries({ "patch-format": "patchFormat", scope: "scope", now: "now" })) if (flags[option] !== undefined) settings[name] = flags[option];
  const made = Engine.create({ schema: optional(flags.schema), assignments: optional(flags.assignments), settings });
  if (!made.ok) throw refused({ name: flags.schema ?? "configuration" }, made.diagnostics);
  const plan = made.engine.plan({ users: optional(users), groups: optional(flags.groups), target: optional(flags.target), state: optional(flags["state-in"]) });
  if (plan.ok === false) throw refused({ name: users ?? flags.groups }, plan.diagnostics);
  if (flags["state-out"] !== undefined) write(flags["state-out"], `${JSON.stringify(plan.state, null, 2)}\n`);
  const { only } = flags;
  const called = (name) => typeof name === "string" && name.toLowerCase() === only.toLowerCase();
  const chosen = only === undefined ? plan.previews : plan.previews.filter(({ source, attributes }) =>
    called(source.id) || called(source.displayName) || attributes.some(({ target, value }) => target === "userName" && called(value)));
  if (chosen.length === 0 && only !== undefined) throw new Failure(`no object is called \`${only}\``, "give an id, user name or display name");
  const diagnostics = [...(only === undefined ? plan.diagnostics : []), ...chosen.flatMap((object) => object.diagnostics)];
  if (flags.format === "json") print(document(only === undefined ? plan : chosen, flags));
  else if (flags.format === "ndjson") for (const object of chosen) print(`${JSON.stringify(object)}\n`);
  else if (flags.format === "text") print(chosen.map(described).join("") + (only === undefined ? total(plan.summary) : ""));
  else findings([{ name: "preview", diagnostics }], flags);
  const failed = chosen.some(({ status }) => status === "failure") && flags.failOn !== "never";
  return failed ? 1 : verdict(diagnostics, flags);
}

function parsed(name) {
  const file = read(name);
  try {
    return JSON.parse(file.text);
  } catch (error) {
    throw new Failure(`\`${name}\` is not JSON: ${error.message}`);
  }
}

const described = ({ source, action, status, reason, requests, diagnostics }) =>
  [`${action} (${status})  ${source.displayName ?? source.id}: ${reason}`,
    ...requests.map(({ method, path, body }) => `    ${method} ${path}${body === undefined ? "" : ` ${JSON.stringify(body)}`}`),
    ...diagnostics.map(({ code, severity, message }) => `    ${severity} ${code}: ${message}`), ""].join("\n");
const total = (summary) => `\n${Object.entries(summary).filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`).join(", ")}\n`;

export function validate(flags, given) {
  const kind = flags.kind && flags.kind[0].toUpperCase() + flags.kind.slice(1);
  const options = { kind, strict: flags.strict, allowedDomains: flags["allowed-domain"] };
  const sections = [];
  let resources = 0;
  for (const name of given.length > 0 ? given : [undefined]) {
    const file = read(name);
    const answer = readObjects(file.text);
    const found = answer.ok ? answer.objects.map((object) => validatePayload(object, options).diagnostics) : [answer.diagnostics];
    resources += found.length;
    if (found.length === 1) {
      // One object: findings keep their places in the file.
      sections.push({ ...file, diagnostics: answer.ok && isObject(file.text) ? validatePayload(file.text, options).diagnostics : found[0] });
      continue;
    }
    const base = file.text.trimStart().startsWith("[") ? "" : `/${["Resources", "value"].find((member) => file.text.includes(`"${member}"`)) ?? ""}`;
    const lines = isLines(file.text) ? file.text.split("\n").flatMap((text, at) => (text.trim() ? [{ text, at }] : [])) : undefined;
    if (lines) lines.forEach(({ text }, at) => sections.push({ name: file.name, text, diagnostics: found[at] }));
    else sections.push({ ...file, diagnostics: found.flatMap((list, at) => list.map((finding) => ({ ...finding, at: finding.at && { ...finding.at, pointer: `${base}/${at}${finding.at.pointer ?? ""}` } }))) });
  }
  if (flags.format !== "text") return findings(sections, flags);
  const diagnostics = sections.flatMap((section) => section.diagnostics);
  const shown = sections.filter((section) => section.diagnostics.length > 0);
  // The format's own last line counts documents; this command counts resources.
  if (shown.length > 0) print(report(shown, { colour: flags.colour }).text.replace(/[^\n]*\n$/, ""));
  print(`${resources} resource${resources === 1 ? "" : "s"}: ${counted(diagnostics)}\n`);
  return verdict(diagnostics, flags);
}

const isObject = (text) => text.trimStart().startsWith("{") && !isLines(text) && !/"(Resources|value)"\s*:\s*\[\s*\{/.test(text.slice(0, 2000));
function isLines(text) {
  const [first, ...rest] = text.trimStart().split("\n");
  if (!first.startsWith("{") || rest.every((line) => line.trim() === "")) return false;
  try {
    JSON.parse(first);
    return true;
  } catch {
    return false;
  }
}

function counted(diagnostics) {
  const parts = ["error", "warning", "info"].map((word) => [diagnostics.filter(({ severity }) => severity === word).length, word]).filter(([count]) => count > 0);
  return parts.map(([count, word]) => `${count} ${word}${count === 1 || word === "info" ? "" : "s"}`).join(", ") || "no findings";
}

export function check(flags, given) {
  const files = (given.length > 0 ? given : [undefined]).map((name) => read(name));
  return findings(files.map((file) => ({ ...file, diagnostics: checkSchema(file.text).diagnostics })), flags);
}

export function evaluateOne(flags, given) {
  const seed = flags.seed === undefined ? undefined : Number(flags.seed);
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) throw new Failure(`\`${flags.seed}\` is no value of --seed`, "give a whole number");
  const options = { now: flags.now, seed, trace: flags.trace };
  if (flags.batch !== undefined) return evaluateLines(read(flags.batch), options, flags);
  need(given, 1, ["EXPRESSION"]);
  const [text] = given;
  const source = flags.source === undefined ? {} : (objects(read(flags.source))[0] ?? {});
  const { trace, ...answer } = evaluate(text, source, options);
  const section = { name: "expression", text, diagnostics: answer.diagnostics };
  if (flags.trace && trace) print(flags.format === "text" ? traced(trace, 0) : document(trace, flags));
  if (!answer.ok) return findings([section], flags);
  if (!flags.trace) print(flags.format === "text" ? shown(answer) : `${JSON.stringify(answer)}\n`);
  if (flags.format === "text") beside(section);
  return verdict(answer.diagnostics, flags);
}

const traced = ({ expression, outcome, value, steps = [] }, depth) =>
  `${"  ".repeat(depth)}${expression}  ->  ${outcome === "value" ? JSON.stringify(value) : outcome}\n${steps.map((step) => traced(step, depth + 1)).join("")}`;

function shown({ outcome, value }) {
  if (outcome === "null") return "(null: nothing flows)\n";
  if (outcome === "ignore") return "(ignored: the attribute is left out)\n";
  return [value].flat().map((item) => `${typeof item === "string" ? item : JSON.stringify(item)}\n`).join("");
}

function evaluateLines(file, options, flags) {
  let code = 0;
  for (const line of file.text.split("\n").filter((text) => text.trim() !== "")) {
    let answer;
    try {
      const { expression, source = {} } = JSON.parse(line);
      if (typeof expression !== "string") throw new SyntaxError("a line needs a member `expression`");
      answer = evaluate(expression, source ?? {}, options);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // The engine words what is wrong with the text; what is JSON lacks the expression.
      const read = readObjects(line);
      answer = { ok: false, diagnostics: read.ok ? [{ code: "IN008", name: "unexpected-shape", severity: "error", message: error.message, help: 'write lines like {"expression": "[mail]", "source": {"mail": "a@b"}}', at: { pointer: "" } }] : read.diagnostics };
    }
    print(`${JSON.stringify(answer.ok ? { ...answer, diagnostics: [] } : answer)}\n`);
    if (!answer.ok) code = Math.max(code, verdict(answer.diagnostics, flags));
  }
  return code;
}

export function filter(flags, given) {
  need(given, 1, ["EXPRESSION", "FILE"]);
  const [text, name] = given;
  const options = { mode: flags.strict ? "strict" : "tolerant" };
  const expression = parseFilter(text, options);
  const section = { name: "filter", text, diagnostics: expression.diagnostics };
  if (flags.ast) {
    if (!expression.ok) return findings([section], flags);
    print(`${JSON.stringify({ canonical: expression.canonical, filter: expression.filter }, null, 2)}\n`);
    beside(section);
    return verdict(expression.diagnostics, flags);
  }
  if (!expression.ok) throw refused(section, expression.diagnostics);
  const matched = objects(read(name)).filter((resource) => {
    const answer = filterMatches(text, resource, options);
    if (!answer.ok) throw refused(section, answer.diagnostics);
    return answer.matches;
  });
  if (flags.format === "json") print(document(matched, flags));
  else for (const resource of matched) print(document(resource, flags));
  return 0;
}

export function patch(flags, given) {
  need(given, 2, ["RESOURCE", "PATCHOP"]);
  const [resource, request] = given.map((name) => read(name));
  const answer = applyPatch(resource.text, request.text, { mode: flags.strict ? "strict" : "tolerant" });
  const section = { ...request, diagnostics: answer.diagnostics.map((finding) => (answer.ok || finding.help ? finding : { ...finding, help: `scimType ${answer.scimType}` })) };
  if (!answer.ok) return findings([section], flags);
  print(document(answer.resource, flags));
  beside(section);
  return verdict(answer.diagnostics, flags);
}

export function diffTwo(flags, given) {
  need(given, 2, ["BEFORE", "AFTER"]);
  if (engine.diff === undefined) throw new Failure("this build has no `diff`");
  const [before, after] = given.map((name) => read(name));
  const answer = engine.diff(before.text, after.text, { patchFormat: flags["patch-format"] ?? "compliant" });
  if (!answer.ok) return findings([{ ...after, diagnostics: answer.diagnostics }], flags);
  if (answer.patch === null) complain("nothing differs\n");
  else print(document(answer.patch, flags));
  return 0;
}

export function compare(flags, given) {
  need(given, 2, ["OLD", "NEW"]);
  if (flags.users === undefined) throw new Failure("--users is missing", "give the users to compare on");
  const answer = compareSchemas(read(given[0]).text, read(given[1]).text, read(flags.users).text);
  if (!answer.ok) throw refused({ name: given[1] }, answer.diagnostics);
  if (flags.format === "text") {
    for (const { source, verdict: change, attributes } of answer.changes) {
      print(`${source.displayName ?? source.id}${change ? `: ${change.before} -> ${change.after}` : ""}\n`);
      for (const { target, before, after } of attributes) print(`    ${target}: ${JSON.stringify(before) ?? "nothing"} -> ${JSON.stringify(after) ?? "nothing"}\n`);
    }
    print(`${answer.changes.length} object${answer.changes.length === 1 ? "" : "s"} would change\n`);
  } else print(document(answer, flags));
  return 0;
}

export function test(flags, given) {
  const files = (given.length > 0 ? given : [undefined]).map((name) => {
    const file = read(name);
    const answer = testMappings(file.text);
    if (!answer.ok) throw refused(file, answer.diagnostics);
    return { file, results: answer.results };
  });
  const every = files.flatMap(({ file, results }) => results.map((result) => ({ file, ...result })));
  const failed = every.filter(({ passed }) => !passed);
  if (flags.format === "json" || flags.format === "ndjson") {
    for (const { file, name, pointer, passed, expected, actual, diagnostics } of every) print(`${JSON.stringify({ file: file.name, name, pointer, passed, expected, actual, diagnostics })}\n`);
  } else if (flags.format === "text") {
    const [red, green, dim, reset] = flags.colour ? ["\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"] : ["", "", "", ""];
    for (const { file, name, pointer, passed, expected, actual, diagnostics } of every) {
      if (passed) print(`${green}ok${reset}      ${name}\n`);
      else {
        print(`${red}failed${reset}  ${name} ${dim}(${file.name}${pointer})${reset}\n        ${green}+ ${expected}${reset}\n        ${red}- ${actual}${reset}\n`);
        for (const { severity, code, message } of diagnostics) print(`        ${severity}[${code}]: ${message}\n`);
      }
    }
    print(`\n${every.length - failed.length} passed, ${failed.length} failed\n`);
  } else {
    const finding = ({ name, pointer, expected, actual }) => ({ code: "AM391", severity: "error", message: `the case \`${name}\` gives another result${flags["show-values"] ? `: ${actual}, not ${expected}` : ""}`, at: { pointer } });
    print(report(files.map(({ file, results }) => ({ ...file, diagnostics: results.filter(({ passed }) => !passed).map(finding) })), { format: flags.format }).text);
  }
  return failed.length > 0 ? 1 : 0;
}

export function format(flags, given) {
  for (const file of given.length > 0 ? given.map((text) => ({ name: "expression", text })) : [read()]) {
    const answer = formatExpression(file.text);
    if (!answer.ok) throw refused(file, answer.diagnostics);
    print(`${answer.text}\n`);
  }
  return 0;
}

export function functionsOf(flags, given) {
  need(given, 0, ["NAME"]);
  const known = functions();
  if (flags.format === "json" || flags.format === "ndjson") return print(`${JSON.stringify(known)}\n`);
  if (given.length === 0) {
    for (const { signature, documentation } of known.value) print(`${signature}\n    ${documentation}\n`);
    return 0;
  }
  const found = known.value.find(({ name }) => name.toLowerCase() === given[0].toLowerCase());
  if (found === undefined) throw new Failure(`no function is called \`${given[0]}\``, "`scimwright functions` lists them");
  print(`${found.signature}\n\n${found.documentation}\n\nSource: ${found.source}\n`);
  for (const { expression, source, expected } of found.examples) print(`\n    ${expression}\n    ${JSON.stringify(source)} -> ${JSON.stringify(expected)}\n`);
  return 0;
}

export function explainCode(flags, given) {
  need(given, 1, ["CODE"]);
  const text = explain(given[0]);
  if (/^there is no /.test(text)) throw new Failure(text);
  print(flags.format === "json" || flags.format === "ndjson" ? `${JSON.stringify({ code: given[0], explanation: text })}\n` : `${text.trimEnd()}\n`);
  return 0;
}
