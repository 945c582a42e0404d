// Cycles previewed, configurations compared.

import { readFileSync } from "node:fs";
import { codes } from "../index.node.js";
import { gathered } from "../instance.js";
import { items, members, object, quoted } from "./json.js";
import { Failure, answer, asked, beside, checkNow, document, findings, isReport, listed, need, print, read, refused, verdict, write } from "./io.js";
import { comparison, details, paint, plan as planned, verdictOf } from "./view.js";

const optional = (name) => (name === undefined ? undefined : read(name));

/** A configuration that the module compiles; what it refuses is one of the files. */
function compiled(options, files) {
  try {
    return answer((glue) => new glue.Engine(JSON.stringify(options)));
  } catch (refusal) {
    if (typeof refusal !== "string") throw refusal;
    const { document, diagnostics } = JSON.parse(refusal);
    throw refused(files[document] ?? { name: "configuration" }, diagnostics);
  }
}

/** A schema that the module reads. */
function readSchema(name) {
  const schema = read(name);
  const found = asked((glue) => glue.readSchema(schema.text, "{}"));
  if (!found.ok) throw refused(schema, found.diagnostics);
  return schema;
}

/** The settings of the file as text, so that numbers keep their digits, those of the flags in their place. */
function settings(flags) {
  const given = optional(flags.settings);
  // What is wrong with them is told at the file, before anything of the flags.
  if (given) compiled({ settings: given.text }, { settings: given }).free();
  const set = given ? members(given.text) : new Map();
  checkNow(flags);
  for (const [flag, name] of Object.entries({ "patch-format": "patchFormat", scope: "scope", now: "now" })) if (flags[flag] !== undefined) set.set(name, JSON.stringify(flags[flag]));
  return set;
}

/** A compiled configuration as the module holds it, its file, and the settings. */
function engine(flags) {
  // Of several files that cannot be used the first is told.
  const schema = flags.schema === undefined ? undefined : readSchema(flags.schema);
  const [set, assignments] = [settings(flags), optional(flags.assignments)];
  const handle = compiled({ schema: schema?.text, settings: object(set), assignments: assignments?.text }, { schema, assignments });
  return [handle, schema ?? { name: "configuration" }, set];
}

export function preview(flags, given) {
  need(given, 0, ["USERS"]);
  if (given.length > 0 && flags.users !== undefined) throw new Failure("USERS is given twice", "give it once");
  const name = given[0] ?? flags.users;
  if (name === undefined && flags.groups === undefined) throw new Failure("nothing to preview", "give a file of users, --groups, or both; `-` is standard input");
  if (flags["state-out"] === "-") throw new Failure("--state-out takes a file, `-` is standard input", "give the name of a file");
  if (flags.compact) return compact(flags, name);
  const [users, groups, target] = [name, flags.groups, flags.target].map(optional);
  const [handle, schema] = engine(flags);
  const state = optional(flags["state-in"]);
  const text = answer(() => handle.plan(users?.text, groups?.text, target?.text, state?.text));
  const plan = JSON.parse(text);
  if (plan.ok === false) throw refused({ users, groups, target, state }[plan.document], plan.diagnostics);
  if (flags["state-out"] !== undefined) write(flags["state-out"], document(members(text).get("state"), {}));
  return show(plan, text, flags, sections(plan, handle, schema, { users, groups }));
}

/** The findings of a plan by where they stand: in the configuration, in the files of users and groups, nowhere. */
function sections({ diagnostics }, handle, schema, files) {
  const own = JSON.parse(answer(() => handle.created())).diagnostics.length;
  const rest = diagnostics.slice(own);
  const [cycle, unread] = divided(rest);
  // Those of users come before those of groups.
  const both = files.users && files.groups && unread.length > 0;
  const inGroups = both ? divided(JSON.parse(answer(() => handle.plan(undefined, files.groups.text))).diagnostics.slice(own))[1].length : 0;
  const users = files.users ? unread.slice(0, unread.length - inGroups) : [];
  return {
    configuration: { ...schema, diagnostics: diagnostics.slice(0, own) },
    files: [{ ...files.users, diagnostics: users }, { ...files.groups, diagnostics: unread.slice(users.length) }],
    cycle: { name: "preview", diagnostics: cycle },
  };
}

/** Findings of the cycle, and after them those of objects that cannot be read: from the first with a place in a text. */
function divided(diagnostics) {
  const first = diagnostics.findIndex(({ at }) => at?.span !== undefined && at.pointer === undefined);
  return first < 0 ? [diagnostics, []] : [diagnostics.slice(0, first), diagnostics.slice(first)];
}

/** One short line a user: action, reason, requests. */
function compact(flags, name) {
  const unused = ["target", "only", "state-in", "state-out"].filter((option) => flags[option] !== undefined);
  if (!["text", "ndjson"].includes(flags.format)) unused.push("format");
  if (unused.length > 0) throw new Failure(`--compact and --${unused[0]} do not go together`, "it looks at each user alone and prints lines; leave one of them out");
  if (name === undefined) throw new Failure("--compact looks at users alone", "give a file of NDJSON users; `-` is standard input");
  if (flags.groups !== undefined) throw new Failure("--compact takes no --groups here", "the native command does");
  const [handle, schema, set] = engine(flags);
  const { diagnostics } = JSON.parse(answer(() => handle.created()));
  beside({ ...schema, diagnostics });
  // In one piece: users that others name by reference are looked for among all.
  const users = Buffer.from(read(name).text);
  const previews = Buffer.from(gathered((out) => answer(() => handle.previewBatch(users, out))));
  print(previews);
  const answers = [...lines(previews)].map((line) => (({ source, status, findings }) => ({ source, status, findings }))(JSON.parse(line)));
  const inVain = namedInVain(handle, JSON.parse(set.get("assigned") ?? "null") ?? [], answers, diagnostics.length);
  beside({ name: "preview", diagnostics: inVain });
  if (flags.failOn === "never") return 0;
  if (verdict([...diagnostics, ...inVain], flags)) return 1;
  const weights = new Map(codes().map(({ code, severity }) => [code, { severity }]));
  for (const { status, findings = [] } of answers) {
    if (status === "failure" || verdict(findings.map((code) => weights.get(code)), flags)) return 1;
  }
  return 0;
}

/** The lines that are not blank; the text of all may be longer than a text can be. */
function* lines(bytes) {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start) + 1 || bytes.length;
    const line = bytes.toString("utf8", start, end).trimEnd();
    if (line !== "") yield line;
    start = end;
  }
}

/** What settings and assignments name in vain: a cycle of the ids alone, of those that may be named, tells it. */
function namedInVain(handle, assigned, answers, own) {
  const named = new Set(assigned.map((id) => id.toLowerCase()));
  const ids = answers.flatMap(({ source }) => (source && named.has(source.id.toLowerCase()) ? [JSON.stringify({ id: source.id })] : []));
  const plan = JSON.parse(answer(() => handle.plan(`[${ids}]`)));
  return plan.diagnostics.slice(own).filter(({ code }) => code === "PV321");
}

/**
 * What a report for continuous integration holds. It shows no previews, so each of their findings names its object, and
 * stands in the configuration or in the file of the object.
 */
function reported(chosen, configuration, files, cycle) {
  const [own, users, groups] = [configuration, ...files].map(({ diagnostics }) => [...diagnostics]);
  (files[0].name === undefined && files[1].name !== undefined ? groups : users).push(...cycle);
  for (const { preview: { source: { id, kind }, diagnostics } } of chosen) {
    for (const finding of diagnostics) {
      // A display name is nothing for logs.
      const message = `${kind} ${id === "" ? "without `id`" : quoted(id)}: ${finding.message}`;
      if (/^(\/value\/[^/]*)?(\/schema)?\/synchronizationRules\//.test(finding.at?.pointer ?? "")) own.push({ ...finding, message });
      // Places of the object are none of the file.
      else (kind === "group" ? groups : users).push({ ...finding, message, at: undefined });
    }
  }
  const of = (file, diagnostics) => ({ name: "preview", ...file, diagnostics });
  const all = [of(configuration, own), of(files[0], users), of(files[1], groups)];
  const found = all.filter(({ diagnostics }) => diagnostics.length > 0);
  // A clean report names what it is about.
  return found.length > 0 ? found : [files[0].name === undefined ? all[2] : all[1]];
}

/** `sections`: the findings of the plan by where they stand. */
function show(plan, text, flags, { configuration, files, cycle }) {
  const { only, format } = flags;
  const fold = (word) => word.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const called = (word) => typeof word === "string" && fold(word) === fold(only);
  const all = plan.previews.map((preview, at) => ({ preview, at }));
  const chosen = only === undefined ? all : all.filter(({ preview: { source, attributes } }) =>
    called(source.id) || called(source.displayName) || attributes.some(({ target, value }) => target === "userName" && called(value)));
  if (chosen.length === 0 && only !== undefined) throw new Failure(`no object is called ${quoted(only)}`, "give an id, user name or display name");
  const whole = only === undefined;
  // Beside one object only what can spoil it: errors of the configuration.
  const errors = { ...configuration, diagnostics: configuration.diagnostics.filter(({ severity }) => severity === "error") };
  const told = whole ? [configuration, ...files] : [errors];
  const ofCycle = whole ? cycle.diagnostics : [];
  const diagnostics = [...ofCycle, ...chosen.flatMap(({ preview }) => preview.diagnostics)];
  const style = paint(flags.colour);
  const noted = [...told, { ...cycle, diagnostics: ofCycle }].filter((section) => section.diagnostics.length > 0);
  if (isReport(flags)) {
    const unread = whole ? files : files.map((file) => ({ ...file, diagnostics: [] }));
    return findings(reported(chosen, told[0], unread, ofCycle), flags);
  }
  if (format === "text") {
    print(whole ? planned(plan, style) : chosen.map(({ preview }) => details(preview, style)).join(""));
    for (const section of noted) print(`\n${listed([section], flags).trimEnd()}\n`);
  } else {
    const parts = members(text);
    const texts = items(parts.get("previews"));
    parts.delete("state");
    if (format === "ndjson") for (const { at } of chosen) print(`${texts[at]}\n`);
    else print(document(whole ? object(parts) : `[${chosen.map(({ at }) => texts[at]).join(",")}]`, flags));
    // The document of a whole plan holds them.
    if (format === "ndjson" || !whole) beside(...noted);
  }
  const failed = chosen.some(({ preview }) => verdictOf(preview) === "error") && flags.failOn !== "never";
  return failed ? 1 : verdict([...told.flatMap((section) => section.diagnostics), ...diagnostics], flags);
}

/** Previews the sample tenant with the built-in configuration. */
export function sample(flags) {
  const file = (name) => readFileSync(new URL(`../examples/sample-tenant/${name}.json`, import.meta.url), "utf8");
  const handle = answer((glue) => new glue.Engine(JSON.stringify({ settings: file("settings") })));
  const text = answer(() => handle.plan(file("users"), file("groups"), file("target")));
  const plan = JSON.parse(text);
  const found = sections(plan, handle, { name: "configuration" }, {});
  if (flags.format !== "text") return show(plan, text, flags, found);
  print("One provisioning cycle of the sample tenant, with the built-in Gong configuration\n\n");
  show(plan, text, flags, found);
  print('\nyour own files:  scimwright preview USERS --groups GROUPS --schema SCHEMA --target TARGET\nin a script:     import { Engine } from "scimwright"\n');
  // The sample shows failures on purpose.
  return 0;
}

export function compare(flags, given) {
  need(given, 2, ["OLD", "NEW"]);
  if (flags.users === undefined) throw new Failure("--users is missing", "give the users to compare on");
  const [before, after] = given.map(readSchema);
  const users = read(flags.users);
  const compared = answer((glue) => glue.compareSchemas(before.text, after.text, users.text));
  const found = JSON.parse(compared);
  if (!found.ok) throw refused({ before, after, users }[found.document], found.diagnostics);
  const text = members(compared);
  if (flags.format === "json") {
    text.delete("ok");
    print(document(object(text), flags));
  }
  const [ofSchema, unread] = divided(found.diagnostics);
  const sections = [{ ...after, diagnostics: ofSchema }, { ...users, diagnostics: unread }];
  if (isReport(flags)) return findings(sections, flags);
  if (flags.format === "ndjson") for (const change of items(text.get("changes"))) print(`${change}\n`);
  if (flags.format === "text") print(comparison(found, paint(flags.colour)));
  beside(...sections);
  return verdict(found.diagnostics, flags);
}
