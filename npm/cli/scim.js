// Payloads, configurations, filters, patches.

import { applyPatch, filterMatches, parseFilter } from "../index.node.js";
import { members } from "./json.js";
import { Failure, answer, asked, beside, complain, document, findings, isReport, json, listed, need, objects, print, read, readLines, refused, unless, verdict } from "./io.js";
import { counted, plural } from "./view.js";

export function validate(flags, given) {
  const kind = flags.kind && flags.kind[0].toUpperCase() + flags.kind.slice(1);
  const options = { kind, strict: flags.strict, allowedDomains: flags["allowed-domain"] };
  if (options.allowedDomains?.some((domain) => domain.trim().replace(/^@+/, "") === "")) throw new Failure("--allowed-domain is empty", "give a domain such as example.com");
  const [files, failures] = [[], []];
  for (const name of given.length > 0 ? given : [undefined]) {
    // A file that cannot be read stops none of the others.
    try {
      const file = readLines(name);
      files.push(file);
      failures.push(...file.failures);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      failures.push(failure);
    }
  }
  // Of nothing there is nothing to say, least of all that it is clean.
  return unless(failures, files.length === 0 ? 2 : validated(files, options, flags));
}

/** Prints what is found in files. */
function validated(files, options, flags) {
  const payloads = answer((glue) => new glue.Payloads(JSON.stringify(options)));
  const sections = files.flatMap((file) => {
    const lines = file.text.split(/\r?\n/);
    return asked(() => payloads.file(file.text)).map(({ line, diagnostics }) => ({ ...file, ...(line !== undefined && { text: lines[line - 1], linesBefore: line - 1 }), diagnostics }));
  });
  const resources = payloads.count();
  if (flags.format !== "text") return findings(sections, flags);
  const diagnostics = sections.flatMap((section) => section.diagnostics);
  // The format's own last line counts documents; this command counts resources.
  print(`${listed(sections, flags)}${plural(resources, "resource")}: ${counted(diagnostics)}\n`);
  return verdict(diagnostics, flags);
}

export function check(flags, given) {
  const files = (given.length > 0 ? given : [undefined]).map((name) => read(name));
  return findings(files.map((file) => ({ ...file, diagnostics: asked((glue) => glue.checkSchema(file.text, "{}")).diagnostics })), flags);
}

export function filter(flags, given) {
  need(given, 1, ["EXPRESSION", "FILE"]);
  const [text, name] = given;
  const options = { mode: flags.strict ? "strict" : "tolerant" };
  const expression = parseFilter(text, options);
  const section = { name: "filter", text, diagnostics: expression.diagnostics };
  if (flags.ast) {
    if (!expression.ok || isReport(flags)) return findings([section], flags);
    const tree = members(answer((glue) => glue.parseFilter(text, JSON.stringify(options))));
    print(document(`{"canonical":${tree.get("canonical")},"filter":${tree.get("filter")}}`, flags));
    beside(section);
    return verdict(expression.diagnostics, flags);
  }
  if (!expression.ok) throw refused(section, expression.diagnostics);
  // What the schemas refuse is refused whatever the file holds.
  for (const kind of ["User", "Group"]) {
    const compiled = filterMatches(text, {}, { ...options, kind });
    if (!compiled.ok) throw refused(section, compiled.diagnostics);
  }
  const file = readLines(name);
  const [matched, unread] = [[], []];
  const { found: all, rest } = resources(file);
  for (const { text: resource, as, start, pointer, within, refused } of all) {
    const found = refused ? { diagnostics: [refused] } : asked((glue) => glue.filterMatches(text, resource, JSON.stringify(options)));
    if (found.ok) {
      for (const warning of found.diagnostics) if (!section.diagnostics.some((told) => same(told, warning))) section.diagnostics.push(warning);
      // What the person wrote is shown as the engine writes it.
      if (found.matches) matched.push(as ?? objects({ text: resource })[0]);
    } else {
      // A resource that cannot be read stops nothing.
      const [finding] = found.diagnostics;
      const at = finding.at?.span ? moved(finding.at.span, within.text, start) : { pointer };
      unread.push({ ...within, diagnostics: [{ ...finding, at }] });
    }
  }
  section.diagnostics.sort((one, other) => ["start", "end"].map((end) => placed(one, end) - placed(other, end)).find((order) => order !== 0) ?? 0);
  const failures = rest ? [refused(file, [rest])] : file.failures;
  if (isReport(flags)) return unless(failures, findings([...unread, section], flags));
  beside(...unread);
  if (flags.format === "json") print(document(`[${matched.join(",")}]`, flags));
  else for (const resource of matched) print(document(resource, flags));
  beside(section);
  return unless(failures, verdict([...unread, section].flatMap(({ diagnostics }) => diagnostics), flags));
}

/** Where a finding starts or ends; what has no place stands last. */
const placed = ({ at }, end) => at?.span?.[end] ?? Number.MAX_SAFE_INTEGER;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** A place in the part of a text that begins at `start`, in the whole text. */
function moved(span, text, start = 0) {
  if (start === 0) return { span };
  const before = text.slice(0, start + span.start);
  const [line, column] = [before.split("\n").length, before.length - before.lastIndexOf("\n")];
  return { span: { start: start + span.start, end: start + span.end, line, column } };
}

/** The resources of a file, each with the text it stands `within`: its line, or all; and why the `rest` cannot be divided. */
function resources(file) {
  const { ok, diagnostics, shape, items } = asked((glue) => glue.divide(file.text));
  if (!ok) throw refused(file, diagnostics);
  const text = ({ start, end }) => file.text.slice(start, end);
  if (shape === "one") return { found: objects(file).map((text) => ({ text, as: text, start: 0, pointer: "", within: file })) };
  if (shape === "list") {
    const stop = items.findIndex((item) => item.refused);
    const whole = stop < 0 ? items : items.slice(0, stop);
    return { found: whole.map((item) => ({ ...item, text: text(item), within: file })), rest: items[stop]?.refused };
  }
  let [from, end, within] = [0, -1];
  const found = items.map((item) => {
    if (item.refused) return { ...item, within: file };
    // The objects of a page share its line.
    while (end < item.start) {
      from = end + 1;
      end = file.text.indexOf("\n", from) >>> 0;
      within = { name: file.name, text: file.text.slice(from, end).replace(/\r+$/, ""), linesBefore: (within?.linesBefore ?? -1) + 1 };
    }
    return { text: text(item), start: item.start - from, pointer: item.pointer, within };
  });
  return { found };
}

/** What is said of a document that holds no resource. */
function noResource(file) {
  const found = filterMatches("id pr", file.text);
  return found.ok ? undefined : { ...file, diagnostics: [{ ...found.diagnostics[0], at: { pointer: "" } }] };
}

export function patch(flags, given) {
  need(given, 2, ["RESOURCE", "PATCHOP"]);
  const [resource, request] = given.map((name) => read(name)).map(json);
  const unfit = noResource(resource);
  if (unfit) return findings([unfit], flags);
  const options = { mode: flags.strict ? "strict" : "tolerant" };
  const found = applyPatch(resource.text, request.text, options);
  const section = { ...request, diagnostics: found.diagnostics.map((finding) => (found.ok ? finding : { ...finding, help: `${finding.help ? `${finding.help}; ` : ""}scimType ${found.scimType}` })) };
  if (!found.ok || isReport(flags)) return findings([section], flags);
  print(document(members(answer((glue) => glue.applyPatch(resource.text, request.text, JSON.stringify(options)))).get("resource"), flags));
  beside(section);
  return verdict(found.diagnostics, flags);
}

export function diff(flags, given) {
  need(given, 2, ["BEFORE", "AFTER"]);
  const [before, after] = given.map((name) => read(name)).map(json);
  const unfit = noResource(before) ?? noResource(after);
  if (unfit) return findings([unfit], flags);
  const text = answer((glue) => glue.diff(before.text, after.text, JSON.stringify({ patchFormat: flags["patch-format"] ?? "legacy" })));
  const found = JSON.parse(text);
  const about = found.document === "before" ? before : after;
  if (!found.ok || isReport(flags)) return findings([{ ...about, diagnostics: found.diagnostics ?? [] }], flags);
  if (found.patch !== null || flags.format !== "text") print(document(members(text).get("patch"), flags));
  if (found.patch === null) complain("nothing differs\n");
  return 0;
}
