#!/usr/bin/env node
// The command line for Node: the commands, flags, formats and exit codes of the native one, over the package's engine.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { version } from "../index.node.js";
import * as expressions from "./expressions.js";
import { Failure, end, isReport, need, print, styleErrors } from "./io.js";
import { quoted } from "./json.js";
import * as provision from "./provision.js";
import * as scim from "./scim.js";

const flag = { type: "boolean" };
const word = { type: "string" };
/** An option that names a file; told apart from {@link word} by being another object. */
const file = { type: "string" };
const every = { format: word, color: word, "fail-on": word, "show-values": flag, help: { ...flag, short: "h" }, version: { ...flag, short: "V" } };

/** Per command: its function, its options, and its positional arguments as the usage line shows them. */
const COMMANDS = {
  preview: [provision.preview, { users: file, schema: file, groups: file, target: file, settings: file, assignments: file, only: word, compact: flag, "patch-format": word, scope: word, now: word, "state-in": file, "state-out": file }, "[USERS]"],
  validate: [scim.validate, { profile: word, kind: word, "allowed-domain": { ...word, multiple: true }, strict: flag }, "[FILE…]"],
  check: [scim.check, {}, "[SCHEMA…]"],
  eval: [expressions.evaluateOne, { source: file, kind: word, trace: flag, now: word, seed: word, batch: word }, "EXPRESSION"],
  filter: [scim.filter, { ast: flag, strict: flag }, "EXPRESSION [FILE]"],
  patch: [scim.patch, { strict: flag }, "RESOURCE PATCHOP"],
  diff: [scim.diff, { "patch-format": word }, "BEFORE AFTER"],
  compare: [provision.compare, { users: file }, "OLD NEW --users FILE"],
  test: [expressions.test, {}, "[CASES…]"],
  fmt: [expressions.format, {}, "[EXPRESSION…]"],
  functions: [expressions.functionsOf, {}, "[NAME]"],
  explain: [expressions.explainCode, {}, "CODE"],
  completions: [completions, {}, "SHELL"],
};

function completions(flags, given) {
  const shells = ["bash", "elvish", "fish", "powershell", "zsh"];
  need(given, 1, ["SHELL"]);
  if (!shells.includes(given[0])) throw new Failure(`${quoted(given[0])} is no shell with completions`, `use ${shells.join(", ")}`);
  print(readFileSync(new URL(`./completions/${given[0]}`, import.meta.url), "utf8"));
}

const CHOICES = {
  format: ["text", "json", "ndjson", "github", "sarif", "junit"],
  color: ["auto", "always", "never"],
  "fail-on": ["error", "warning", "info", "never"],
  "patch-format": ["legacy", "compliant"],
  scope: ["assigned", "all"],
  profile: ["gong"],
  kind: ["user", "group"],
};

function usage() {
  const lines = Object.entries(COMMANDS).map(([name, [, options, rest]]) => `  scimwright ${name} ${rest}${Object.keys(options).filter((option) => !rest.includes(`--${option}`)).map((option) => ` [--${option}]`).join("")}`);
  return `Shows and checks what Microsoft Entra ID will send to Gong over SCIM, offline.

Without a command: previews one provisioning cycle of a sample tenant with the built-in Gong configuration.

${lines.join("\n")}

  -                     standard input, where a file is asked for
  --format FORMAT       ${CHOICES.format.join(", ")}
  --color WHEN          ${CHOICES.color.join(", ")}
  --fail-on SEVERITY    ${CHOICES["fail-on"].join(", ")}: lightest finding that makes the exit code 1
  --show-values         attribute values in the formats for continuous integration too
  -h, --help            this text
  -V, --version         the version

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage, configuration or input/output error.
`;
}

/** The options before the command's name, the name, and the words after it. */
function divide(words) {
  let at = 0;
  // `-` and `--` are no options; with nothing behind it the first `--` says nothing, a later one is a word.
  if (words.indexOf("--") === words.length - 1) words = words.slice(0, -1);
  while (/^-(?!-?$)/.test(words[at])) at += every[words[at].slice(2)]?.type === "string" ? 2 : 1;
  return { before: words.slice(0, at), name: words[at], after: words.slice(at + 1) };
}

/** How many words are read: those behind one that asks for help are not. */
function answered(words) {
  const end = words.findIndex((word) => ["-h", "--help", "-V", "--version", "--"].includes(word));
  return end < 0 || words[end] === "--" ? words.length : end + 1;
}

/** The usage; `help COMMAND` asks for a command that exists. */
function help(words) {
  const [unknown] = words.filter((word, at) => at > 0 || !(Object.hasOwn(COMMANDS, word) || word === "help"));
  if (unknown !== undefined) throw new Failure(`no command is called ${quoted(unknown)}`, "`scimwright --help` lists them");
  print(usage());
}

/** Whether a file is named by an empty text, as where a variable is not set. */
function hasNoName({ values, positionals }, options, places) {
  const words = places.split(" ");
  const isText = (at) => /EXPRESSION|NAME|CODE|SHELL/.test(words[at] ?? words.at(-1));
  return positionals.some((name, at) => name === "" && !isText(at)) || Object.entries(values).some(([option, name]) => name === "" && options[option] === file);
}

const asksForVersion = (word) => word === "-V" || word === "--version";

function main(words) {
  const { before, name, after } = divide(words);
  if (name === "help") return help(after);
  const command = name === undefined ? [provision.sample, {}] : Object.hasOwn(COMMANDS, name) && COMMANDS[name];
  if (!command) throw new Failure(`no command is called ${quoted(name)}`, "`scimwright --help` lists them");
  const [run, options, places = ""] = command;
  let given;
  try {
    // `--batch` may stand alone; standard input is meant then.
    const rest = [...before, ...after];
    const args = rest.flatMap((part, at) => (part === "--batch" && /^(?:-.+)?$/s.test(rest[at + 1] ?? "") ? ["--batch", "-"] : [part]));
    given = parseArgs({ args: args.slice(0, answered(args)), options: { ...every, ...options }, allowPositionals: true, tokens: true });
  } catch (error) {
    // What follows the first line is advice for another command line.
    throw new Failure(error.message.split("\n", 1)[0], "`scimwright --help` lists the options");
  }
  const once = new Set();
  for (const { kind, name: option } of given.tokens) {
    if (kind !== "option" || options[option]?.multiple) continue;
    if (once.has(option)) throw new Failure(`--${option} is given twice`, "give it once");
    once.add(option);
  }
  for (const [option, known] of Object.entries(CHOICES)) {
    const value = given.values[option];
    if (value !== undefined && !known.includes(value)) throw new Failure(`${quoted(value)} is no value of --${option}`, `use ${known.join(", ")}`);
  }
  if (given.values.help) return print(usage());
  if (given.values.version) return print(`scimwright${name === undefined || before.some(asksForVersion) ? "" : `-${name}`} ${version().engine}\n`);
  if (hasNoName(given, options, places)) throw new Failure("the name of a file is empty", "give its name; `-` is standard input");
  const { color = "auto", format = "text" } = given.values;
  const shown = (stream) => color === "always" || (color === "auto" && stream.isTTY === true && !process.env.NO_COLOR);
  // Logs are not a place for personal data.
  styleErrors({ colour: shown(process.stderr), bare: isReport({ format }) && !given.values["show-values"] });
  return run({ ...given.values, format, colour: shown(process.stdout), failOn: given.values["fail-on"] ?? "error" }, given.positionals);
}

// `| head` closes the pipe: not an error.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 2));

try {
  process.exitCode = main(process.argv.slice(2)) ?? 0;
} catch (error) {
  end(error);
  process.exitCode = 2;
}
