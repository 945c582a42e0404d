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
  eval: [expressions.evaluateOne, { source: file, kind: word, trace: flag, now: word, seed: word, "default-domain": word, variable: { ...word, multiple: true }, batch: word }, "EXPRESSION"],
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
  --show-values         attribute values in github, sarif and junit output too
  -h, --help            this text
  -V, --version         the version

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage, or a configuration or file that cannot be read.
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

/** The words that are read: those behind one that asks for help are not. */
function answered(words) {
  const end = words.findIndex((word) => /^(?:-[hV].*|--help|--version|--)$/s.test(word));
  if (end < 0 || words[end] === "--") return words;
  return [...words.slice(0, end), words[end].replace(/^(-[hV]).*/s, "$1")];
}

const LISTED = "`scimwright --help` lists the options";

/** The options and arguments of some words, each option once and with a value that it takes. */
function parsed(words, options) {
  // `--batch` may stand alone; standard input is meant then.
  const end = words.includes("--") ? words.indexOf("--") : words.length;
  const args = words.flatMap((part, at) => (part === "--batch" && at < end && /^(?:-.+)?$/s.test(words[at + 1] ?? "") ? ["--batch", "-"] : [part]));
  // What is wrong is told here: Node's own words are advice for scripts.
  const given = parseArgs({ args: answered(args), options, allowPositionals: true, strict: false, tokens: true });
  const once = new Set();
  for (const { kind, name, rawName, value, inlineValue } of given.tokens) {
    if (kind !== "option") continue;
    const known = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!known) throw new Failure(`there is no option ${quoted(rawName)}`, `${LISTED}; behind \`--\` it is an argument`);
    if (known.type === "boolean" && value !== undefined) throw new Failure(`${rawName} takes no value`, LISTED);
    if (known.type === "string" && (value === undefined || (!inlineValue && /^-./s.test(value)))) throw new Failure(`--${name} needs a value`, value === undefined ? LISTED : `write ${quoted(`--${name}=${value}`)}`);
    if (once.has(name) && !known.multiple) throw new Failure(`--${name} is given twice`, "give it once");
    once.add(name);
    if (Object.hasOwn(CHOICES, name) && !CHOICES[name].includes(value)) throw new Failure(`${quoted(value)} is no value of --${name}`, `use ${CHOICES[name].join(", ")}`);
  }
  return given;
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

/** Answers a word that asks for help or the version; the command is the one that it stands behind. */
function helped({ values }, command) {
  if (values.help) print(usage());
  else if (values.version) print(`scimwright${command === undefined ? "" : `-${command}`} ${version().engine}\n`);
  return values.help || values.version;
}

function main(words) {
  const { before, name, after } = divide(words);
  const general = parsed(before, every);
  if (helped(general)) return 0;
  if (name === "help") return help(after);
  const command = name === undefined ? [provision.sample, {}] : Object.hasOwn(COMMANDS, name) && COMMANDS[name];
  if (!command) throw new Failure(`no command is called ${quoted(name)}`, "`scimwright --help` lists them");
  const [run, own, places = ""] = command;
  const options = { ...every, ...own };
  const given = parsed(after, options);
  if (helped(given, name)) return 0;
  if (hasNoName(given, options, places)) throw new Failure("the name of a file is empty", "give its name; `-` is standard input");
  // What stands behind the command wins.
  const values = { ...general.values, ...given.values };
  const { color = "auto", format = "text" } = values;
  // On Windows a terminal has a name only where it is not the system's own.
  const { NO_COLOR, TERM = process.platform === "win32" ? "" : "dumb" } = process.env;
  const shown = (stream) => color === "always" || (color === "auto" && stream.isTTY === true && !NO_COLOR && TERM !== "dumb");
  // Logs are not a place for personal data.
  styleErrors({ colour: shown(process.stderr), bare: isReport({ format }) && !values["show-values"] });
  return run({ ...values, format, colour: shown(process.stdout), failOn: values["fail-on"] ?? "error" }, given.positionals);
}

// `| head` closes the pipe: not an error.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 2));

try {
  process.exitCode = main(process.argv.slice(2)) ?? 0;
} catch (error) {
  end(error);
  process.exitCode = 2;
}
