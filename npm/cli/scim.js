// Payloads, configurations, filters, patches.

import { applyPatch, filterMatches, parseFilter } from "../index.node.js";
import { elements, isObject, listIn, members } from "./json.js";
import { Failure, answer, asked, beside, complain, document, endOf, findings, isReport, json, listed, need, objects, print, read, readLines, refused, unless, verdict } from "./io.js";
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
  return unless(failures, validated(files, options, flags));
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
  const unread = [];
  const matched = [];
  const { found: all, rest } = resources(file);
  for (const { text: resource, as, start, pointer, linesBefore } of all) {
    const found = asked((glue) => glue.filterMatches(text, resource, JSON.stringify(options)));
    if (found.ok) {
      for (const warning of found.diagnostics) if (!section.diagnostics.some((told) => same(told, warning))) section.diagnostics.push(warning);
      // What the person wrote is shown as the engine writes it.
      if (found.matches) matched.push(as ?? objects({ text: resource })[0]);
    } else {
      // A resource that cannot be read stops nothing.
      const [finding] = found.diagnostics;
      const at = finding.at?.span ? moved(finding.at.span, file.text, start) : { pointer };
      unread.push({ name: file.name, text: linesBefore === undefined ? file.text : resource, linesBefore, diagnostics: [{ ...finding, at }] });
    }
  }
  section.diagnostics.sort((one, other) => ["start", "end"].map((end) => placed(one, end) - placed(other, end)).find((order) => order !== 0) ?? 0);
  const code = Number(unread.length > 0);
  const last = (verdict) => unless(rest ? [refused(file, rest)] : file.failures, code || verdict);
  if (isReport(flags)) return last(findings([...unread, section], flags));
  beside(...unread);
  if (flags.format === "json") print(document(`[${matched.join(",")}]`, flags));
  else for (const resource of matched) print(document(resource, flags));
  beside(section);
  return last(verdict(section.diagnostics, flags));
}

/** Where a finding starts or ends; what has no place stands last. */
const placed = ({ at }, end) => at?.span?.[end] ?? Number.MAX_SAFE_INTEGER;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** A place in the part of a text that begins at `start`, in the whole text. */
function moved(span, text, start = 0) {
  if (start === 0) return { span };
  const { line, column } = endOf(text.slice(0, start + span.start)).span;
  return { span: { start: start + span.start, end: start + span.end, line, column } };
}

/** The resources of a file with where they stand, divided as `Items` in `src/input` does, and why the rest cannot be. */
function resources(file) {
  const { text } = file;
  const lines = text.split("\n").map((line, linesBefore) => ({ text: line.replace(/\r$/, ""), linesBefore, pointer: "" })).filter((line) => line.text.trim() !== "");
  const [first, second] = lines.map((line) => line.text);
  const list = listIn(text);
  if (second !== undefined && list?.pointer !== "" && (isObject(first) || (isObject(second) && !isObject(text)))) return { found: lines };
  // A text of something else holds no resources, and is refused.
  if (!/^[[{]/.test(first)) return { found: objects(file) };
  const divided = (part) => asked((glue) => glue.readObjects(part));
  const read = divided(text);
  if (read.ok || list === undefined) return { found: objects(file).map((as, index) => ({ text: as, as, pointer: list ? `${list.pointer}/${index}` : "" })) };
  const head = text.slice(0, list.at);
  if (!divided(`${head}[]${head.trim() && "}"}`).ok) throw refused(file, read.diagnostics);
  const spans = elements(text, list.at);
  // The engine tells what is wrong behind the elements where they are blank.
  const end = spans.at(-1)?.[1];
  const rest = end ? divided(`${head}[0${text.slice(list.at + 2, end).replace(/[^\n]/g, " ")}${text.slice(end)}`) : read;
  return { found: spans.map(([start, to], index) => ({ text: text.slice(start, to), start, pointer: `${list.pointer}/${index}` })), rest: rest.ok ? undefined : rest.diagnostics };
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
