// Cycles previewed, configurations compared.

import { readFileSync } from "node:fs";
import { Engine, codes, compareSchemas } from "../index.node.js";
import { items, members, object } from "./json.js";
import { Failure, answer, document, findings, need, print, read, refused, verdict, write } from "./io.js";
import { comparison, details, paint, plan as planned, verdictOf } from "./view.js";

const optional = (name) => (name === undefined ? undefined : read(name));

/** The settings of the file, those of the flags in their place. */
function settings(flags) {
  const given = optional(flags.settings);
  let set = {};
  if (given) {
    const checked = Engine.create({ settings: given.text });
    if (!checked.ok) throw refused(given, checked.diagnostics);
    checked.engine.free();
    set = JSON.parse(given.text.replace(/^\ufeff/, ""));
  }
  for (const [flag, name] of Object.entries({ "patch-format": "patchFormat", scope: "scope", now: "now" })) if (flags[flag] !== undefined) set[name] = flags[flag];
  return set;
}

/** A compiled configuration as the module holds it. */
function engine(flags) {
  const [schema, set, assignments] = [optional(flags.schema), settings(flags), optional(flags.assignments)];
  const make = (options) => answer((glue) => new glue.Engine(JSON.stringify(options)));
  try {
    return make({ schema: schema?.text, settings: set, assignments: assignments?.text });
  } catch (refusal) {
    if (typeof refusal !== "string") throw refusal;
    const wrong = assignments && refuses(() => make({ assignments: assignments.text })) ? assignments : schema;
    throw refused(wrong ?? { name: "configuration" }, JSON.parse(refusal).diagnostics);
  }
}

function refuses(make) {
  try {
    make().free();
    return false;
  } catch {
    return true;
  }
}

export function preview(flags, given) {
  need(given, 0, ["USERS"]);
  if (given.length > 0 && flags.users !== undefined) throw new Failure("USERS is given twice", "give it once");
  const name = given[0] ?? flags.users;
  if (name === undefined && flags.groups === undefined) throw new Failure("nothing to preview", "give a file of users, --groups, or both; `-` is standard input");
  if (flags.compact) return compact(flags, name);
  const [users, groups, target, state] = [name, flags.groups, flags.target, flags["state-in"]].map(optional);
  const handle = engine(flags);
  const text = answer(() => handle.plan(users?.text ?? "", groups?.text ?? "", target?.text ?? "", state?.text ?? ""));
  const plan = JSON.parse(text);
  if (plan.ok === false) throw refused(culprit(handle, [users, groups, target, state]), plan.diagnostics);
  if (flags["state-out"] !== undefined) write(flags["state-out"], document(members(text).get("state"), {}));
  return show(plan, text, flags);
}

/** Which of the files of a plan cannot be read. */
function culprit(handle, files) {
  const alone = (at) => files.map((file, other) => (other === at ? (file?.text ?? "") : ""));
  // In the order the native command reads them.
  return files[[3, 0, 1, 2].find((at) => JSON.parse(answer(() => handle.plan(...alone(at)))).ok === false)];
}

/** One short line a user: action, reason, requests. */
function compact(flags, name) {
  const unused = ["target", "only", "state-in", "state-out"].filter((option) => flags[option] !== undefined);
  if (!["text", "ndjson"].includes(flags.format)) unused.push("format");
  if (unused.length > 0) throw new Failure(`--compact and --${unused[0]} do not go together`, "it looks at each user alone and prints lines; leave one of them out");
  if (name === undefined || name === "-") throw new Failure("--compact reads its file twice", "give a file of NDJSON users, not standard input");
  if (flags.groups !== undefined) throw new Failure("--compact takes no --groups here", "the native command does");
  const handle = engine(flags);
  const lines = new TextEncoder().encode(read(name).text);
  const previews = Buffer.from(answer(() => handle.previewBatch(lines)));
  print(previews);
  if (flags.failOn === "never") return 0;
  const weights = new Map(codes().map(({ code, severity }) => [code, { severity }]));
  for (const line of previews.toString().split("\n")) {
    if (line === "") continue;
    const { status, findings = [] } = JSON.parse(line);
    if (status === "failure" || verdict(findings.map((code) => weights.get(code)), flags)) return 1;
  }
  return 0;
}

function show(plan, text, flags) {
  const { only, format } = flags;
  const fold = (word) => word.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const called = (word) => typeof word === "string" && fold(word) === fold(only);
  const all = plan.previews.map((preview, at) => ({ preview, at }));
  const chosen = only === undefined ? all : all.filter(({ preview: { source, attributes } }) =>
    called(source.id) || called(source.displayName) || attributes.some(({ target, value }) => target === "userName" && called(value)));
  if (chosen.length === 0 && only !== undefined) throw new Failure(`no object is called \`${only}\``, "give an id, user name or display name");
  const diagnostics = [...(only === undefined ? plan.diagnostics : []), ...chosen.flatMap(({ preview }) => preview.diagnostics)];
  const style = paint(flags.colour);
  if (format === "text") print(only === undefined ? planned(plan, style) : chosen.map(({ preview }) => details(preview, style)).join(""));
  else if (format === "json" || format === "ndjson") {
    const whole = members(text);
    const texts = items(whole.get("previews"));
    whole.delete("state");
    if (format === "ndjson") for (const { at } of chosen) print(`${texts[at]}\n`);
    else print(document(only === undefined ? object(whole) : `[${chosen.map(({ at }) => texts[at]).join(",")}]`, flags));
  } else return findings([{ name: "preview", diagnostics }], flags);
  const failed = chosen.some(({ preview }) => verdictOf(preview) === "error") && flags.failOn !== "never";
  return failed ? 1 : verdict(diagnostics, flags);
}

/** Previews the sample tenant with the built-in configuration. */
export function sample(flags) {
  const file = (name) => readFileSync(new URL(`../examples/sample-tenant/${name}.json`, import.meta.url), "utf8");
  const handle = answer((glue) => new glue.Engine(JSON.stringify({ settings: file("settings") })));
  const text = answer(() => handle.plan(file("users"), file("groups"), file("target"), ""));
  const plan = JSON.parse(text);
  if (flags.format !== "text") return show(plan, text, flags);
  print("One provisioning cycle of the sample tenant, with the built-in Gong configuration\n\n");
  show(plan, text, flags);
  print('\nyour own files:  scimwright preview USERS --groups GROUPS --schema SCHEMA --target TARGET\nin a script:     import { Engine } from "scimwright"\n');
  // The sample shows failures on purpose.
  return 0;
}

export function compare(flags, given) {
  need(given, 2, ["OLD", "NEW"]);
  if (flags.users === undefined) throw new Failure("--users is missing", "give the users to compare on");
  const [before, after, users] = [...given, flags.users].map((name) => read(name));
  const found = compareSchemas(before.text, after.text, users.text);
  if (!found.ok) throw refused(after, found.diagnostics);
  const text = members(answer((glue) => glue.compareSchemas(before.text, after.text, users.text)));
  if (flags.format === "json") {
    text.delete("ok");
    print(document(object(text), flags));
  }
  else if (flags.format === "ndjson") for (const change of items(text.get("changes"))) print(`${change}\n`);
  else print(comparison(found, paint(flags.colour)));
  return verdict(found.diagnostics, flags);
}
