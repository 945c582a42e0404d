#!/usr/bin/env node
// The command line for Node: the commands, flags, formats and exit codes of the native one, over the package's own
// functions. Not here: `completions`, and CSV, which the engine's plan reads but the other commands do not.

import { parseArgs } from "node:util";
import { Failure, print, say } from "./io.js";
import * as commands from "./commands.js";
import { version } from "../index.node.js";

const flag = { type: "boolean" };
const word = { type: "string" };
const every = { format: word, color: word, "fail-on": word, "show-values": flag, help: { ...flag, short: "h" } };

/** Per command: its function, its options, and its positional arguments as the usage line shows them. */
const COMMANDS = {
  preview: [commands.preview, { users: word, schema: word, groups: word, target: word, settings: word, assignments: word, only: word, "patch-format": word, scope: word, now: word, "state-in": word, "state-out": word }, "[USERS]"],
  validate: [commands.validate, { profile: word, kind: word, "allowed-domain": { ...word, multiple: true }, strict: flag }, "[FILE…]"],
  check: [commands.check, {}, "[SCHEMA…]"],
  eval: [commands.evaluateOne, { source: word, trace: flag, now: word, seed: word, batch: word }, "EXPRESSION"],
  filter: [commands.filter, { ast: flag, strict: flag }, "EXPRESSION [FILE]"],
  patch: [commands.patch, { strict: flag }, "RESOURCE PATCHOP"],
  diff: [commands.diffTwo, { "patch-format": word }, "BEFORE AFTER"],
  compare: [commands.compare, { users: word }, "OLD NEW --users FILE"],
  test: [commands.test, {}, "[CASES…]"],
  fmt: [commands.format, {}, "[EXPRESSION…]"],
  functions: [commands.functionsOf, {}, "[NAME]"],
  explain: [commands.explainCode, {}, "CODE"],
};

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

${lines.join("\n")}

  -                     standard input, where a file is asked for
  --format FORMAT       ${CHOICES.format.join(", ")}
  --color WHEN          ${CHOICES.color.join(", ")}
  --fail-on SEVERITY    ${CHOICES["fail-on"].join(", ")}: lightest finding that makes the exit code 1
  --show-values         attribute values in the formats for continuous integration too

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage, configuration or input/output error.
`;
}

function main([name, ...rest]) {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return print(usage());
  if (name === "--version" || name === "-V") return print(`scimwright ${version().engine}\n`);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new Failure(`no command is called \`${name}\``, "`scimwright --help` lists them");
  const [run, options] = command;
  let given;
  try {
    // `--batch` may stand alone; standard input is meant then.
    const words = rest.flatMap((part, at) => (part === "--batch" && (rest[at + 1] ?? "--").startsWith("--") ? ["--batch", "-"] : [part]));
    given = parseArgs({ args: words, options: { ...every, ...options }, allowPositionals: true });
  } catch (error) {
    throw new Failure(error.message, "`scimwright --help` lists the options");
  }
  if (given.values.help) return print(usage());
  for (const [option, known] of Object.entries(CHOICES)) {
    const value = given.values[option];
    if (value !== undefined && !known.includes(value)) throw new Failure(`\`${value}\` is no value of --${option}`, `use ${known.join(", ")}`);
  }
  const { color = "auto", format = "text" } = given.values;
  const colour = color === "always" || (color === "auto" && process.stdout.isTTY === true && !process.env.NO_COLOR);
  return run({ ...given.values, format, colour, failOn: given.values["fail-on"] ?? "error" }, given.positionals);
}

// `| head` closes the pipe: not an error.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 2));

try {
  process.exitCode = main(process.argv.slice(2)) ?? 0;
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error);
  process.exitCode = 2;
}
