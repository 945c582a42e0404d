// Previews as text: one line an object, everything about one object on request. The same as the native command prints.

import { explain } from "../index.node.js";
import { enter } from "../instance.js";
import { cut, pretty, quoted, steady, visible } from "./json.js";

const VERDICTS = { create: "+", update: "~", disable: "-", delete: "x", stageddelete: "?", none: "=", skip: ".", error: "!" };
const TONES = { create: "\x1b[32m", update: "\x1b[36m", disable: "\x1b[33m", stageddelete: "\x1b[33m", delete: "\x1b[31m", error: "\x1b[31m" };

/** Terminal styles, empty without colour. */
export function paint(colour) {
  const style = (code) => (colour ? code : "");
  return { tone: (verdict) => style(TONES[verdict] ?? "\x1b[2m"), bold: style("\x1b[1m"), dim: style("\x1b[2m"), reset: style("\x1b[0m") };
}

/** The decision in one word. */
export function verdictOf({ action, status, reason }) {
  if (status === "failure") return "error";
  if (action === "stageddelete") return action;
  if (status === "skipped") return action === "other" && reason === "redundant" ? "none" : "skip";
  return action;
}

/** A value of a filter; in quotes where only they show it, as one that ends in white space. */
const operand = (text) => (text === "" || /^\p{White_Space}|\p{White_Space}$/u.test(text) ? `"${visible(text)}"` : visible(text));

/** What every part of an expression gave. */
export function trace({ expression, outcome, value, error, notes = [], steps = [] }, indent = "") {
  const single = (text) => cut(text.split(/\s+/).filter(Boolean).join(" "), 100);
  const results = { null: "null", ignore: "ignore", skipped: "not evaluated", error: error ?? "", value: typeof value === "string" ? quoted(value) : single(JSON.stringify(value) ?? "") };
  // Constants say themselves what they are.
  const inner = steps.filter((step) => step.expression !== "" && !step.expression.startsWith('"'));
  return `${indent}${single(expression)} → ${results[outcome]}\n${notes.map((note) => `${indent}  · ${note}\n`).join("")}${inner.map((step) => trace(step, `${indent}  `)).join("")}`;
}

/** A text of so many columns, as the native command counts them. */
const padded = (text, columns) => enter((glue) => glue.padded(text, columns));

/** Title and explanation of a reason, as `explain` tells them. */
function reasonOf(code) {
  const [, title, explanation] = explain(code).split("\n\n");
  return { title, explanation: explanation.trimEnd() };
}

/** A target attribute as a reader knows it: without URN, `emails[type eq "work"].value` as `emails[work]`. */
function short(target) {
  if (target.startsWith("urn:")) return target.slice(target.lastIndexOf(":") + 1);
  const [, attribute, kind] = target.match(/^(.*?)\[type eq "(.*)"\]\.value$/s) ?? [];
  return attribute === undefined ? target : `${attribute}[${kind}]`;
}

/** Target attributes as a reader knows them; those that have a name in common keep the end of their URN. */
function names(targets) {
  const named = targets.map((target) => [target, short(target)]);
  const first = new Map();
  const shared = new Set();
  for (const [target, name] of named) {
    if (!first.has(name)) first.set(name, target);
    else if (first.get(name) !== target) shared.add(name);
  }
  return named.map(([target, name]) => (shared.has(name) ? withSchema(target) : name));
}

/** A target attribute with the end of its URN. */
const withSchema = (target) => target.replace(/^urn:ietf:params:scim:schemas:extension:/, "");

/** A target attribute where those beside it are not shown: one of a custom schema keeps the end of its URN. */
const alone = (target) => (/^urn:(?!ietf:params:scim:schemas:(core|extension:enterprise):)/.test(target) ? withSchema(target) : short(target));

export const plural = (count, word) => `${count} ${word}${count === 1 || word === "info" ? "" : "s"}`;
/** `2 errors, 1 warning`, or `no findings`. */
export function counted(diagnostics) {
  const rows = ["error", "warning", "info"].map((word) => [diagnostics.filter(({ severity }) => severity === word).length, word]);
  return rows.filter(([count]) => count > 0).map(([count, word]) => plural(count, word)).join(", ") || "no findings";
}

/** A finding in one line. */
export const oneLine = ({ severity, code, message }) => `${severity}[${code}]: ${message}`;

/** The plan: a line an object, totals. */
export function plan({ previews, requests, summary, diagnostics, quarantine }, style) {
  let out = "";
  let kind;
  for (const preview of previews) {
    if (preview.source.kind !== kind) {
      kind = preview.source.kind;
      out += `${style.bold}${kind === "user" ? "Users" : "Groups"}${style.reset}\n`;
    }
    out += line(preview, style);
  }
  out += "\n";
  for (const [word, sign] of Object.entries(VERDICTS)) if (summary[word] > 0) out += `  ${style.tone(word)}${sign} ${summary[word]} ${word}${style.reset}`;
  const writes = requests.filter(({ method }) => method !== "GET").length;
  out += `\n  ${plural(writes, "write")} and ${plural(requests.length - writes, "read")} would be sent\n`;
  out += `  ${counted([...diagnostics, ...previews.flatMap((preview) => preview.diagnostics)])}\n`;
  if (quarantine) out += "  the job would go into quarantine\n";
  return out;
}

function line(preview, { tone, dim, reset }) {
  const { source, reason, attributes, diagnostics } = preview;
  const verdict = verdictOf(preview);
  const isChanged = ({ outcome }) => outcome === "flows" || outcome === "default";
  const changed = names(attributes.map(({ target }) => target)).filter((_, at) => isChanged(attributes[at]));
  const { title } = reasonOf(reason);
  const why = verdict === "update" && changed.length > 0 ? `${title}: ${changed.join(", ")}` : title;
  const codes = new Set(diagnostics.filter(({ severity }) => severity !== "info").map(({ code }) => code));
  const found = codes.size > 0 ? ` ${dim}[${[...codes].join(" ")}]${reset}` : "";
  return `  ${tone(verdict)}${VERDICTS[verdict] ?? " "} ${verdict.padEnd(8)}${reset} ${padded(visible(name(preview)), 30)}  ${why}${found}\n${diagnostics.filter(({ severity }) => severity === "error").map(told).join("")}`;

  function told({ help, at, ...diagnostic }) {
    const place = at?.pointer ? ` (${visible(at.pointer)})` : "";
    return `      ${oneLine(diagnostic)}${dim}${place}${reset}\n${help === undefined ? "" : `        ${dim}= help: ${help}${reset}\n`}`;
  }
}

/** Who it is: the display name, the id, or what the first mapping gives. */
function name({ source, attributes: [first] }) {
  return called(source) || (typeof first?.value === "string" && !first.redacted && first.value) || NAMELESS;
}

/** The display name, or the id. */
const called = ({ displayName, id }) => displayName || id;
/** What stands for a name where there is none. */
const NAMELESS = "(no name)";

const OUTCOMES = { flows: "flows", unchanged: "unchanged", null: "no value", ignored: "ignored", default: "default", createOnly: "only at creation", error: "error" };
const shown = (value) => visible(typeof value === "string" ? value : JSON.stringify(value));

/** Everything about one object: scope, matching, mappings, requests, findings. */
export function details(preview, style) {
  const { bold, dim, reset, tone } = style;
  const { source, scope, matching, attributes, assignment, requests, diagnostics, reason } = preview;
  const verdict = verdictOf(preview);
  const { title, explanation } = reasonOf(reason);
  const meaning = verdict === "stageddelete" ? reasonOf("PV309").title : explanation;
  let out = `${bold}${visible(name(preview))}${reset} ${dim}${source.kind} ${visible(source.id)}${reset}\n${tone(verdict)}${verdict}${reset}: ${title} ${dim}(${reason})${reset}\n  ${meaning}\n`;
  out += `\n${bold}Scope${reset}\n  ${scope.inScope ? "in scope" : "not in scope"}${scope.reason ? `: ${scope.reason}` : ""}\n`;
  for (const { name, passed, clauses } of scope.filters) {
    out += `  ${visible(name)} ${passed ? "passes" : "does not pass"}\n`;
    for (const { attribute, operator, value, actual, passed } of clauses) {
      out += `    ${passed ? "true " : "false"} ${visible(attribute)} ${operator}${value === undefined ? "" : ` ${operand(value)}`} ${dim}(is ${actual === undefined ? "(empty)" : operand(actual)})${reset}\n`;
    }
  }
  out += `\n${bold}Matching${reset}\n${matching.queries.map((query) => request(query, style)).join("")}`;
  if (matching.targetId !== undefined) out += `  account ${visible(matching.targetId)}\n`;
  if (attributes.length > 0) out += `\n${bold}Mappings${reset}\n${mappings(attributes, style)}`;
  if (assignment) out += `\n${bold}Gong assignment${reset}\n  ${visible(assignment.name)} (${assignment.reason})\n`;
  out += `\n${bold}Requests${reset}\n${requests.length === 0 ? "  none\n" : requests.map((one) => request(one, style)).join("")}`;
  if (diagnostics.length > 0) out += `\n${bold}Findings${reset}\n`;
  for (const diagnostic of diagnostics) {
    out += `  ${oneLine(diagnostic)}\n`;
    if (diagnostic.help) out += `    ${dim}help: ${diagnostic.help}${reset}\n`;
  }
  return out;
}

function mappings(attributes, { dim, reset }) {
  const all = names(attributes.map(({ target }) => target));
  const columns = Math.max(...all.map((name) => Array.from(name).length));
  const wide = Math.max(...attributes.map(({ outcome }) => OUTCOMES[outcome].length));
  return attributes.map(({ target, outcome, value, before, source, redacted }, at) => {
    let said = "";
    if (redacted) said = "[redacted]";
    else if (value !== undefined) said = shown(value);
    // Nothing is ever cleared.
    const word = outcome === "null" ? "keeps" : target.toLowerCase() === "members" ? "removed" : "was";
    const was = before !== undefined && (outcome === "flows" || outcome === "null") && !redacted ? ` ${dim}(${word} ${shown(before)})${reset}` : "";
    return `${`  ${padded(all[at], columns)}  ${OUTCOMES[outcome].padEnd(wide)}  ${said}${was}${dim}${source === undefined ? "" : `  <- ${visible(source)}`}${reset}`.trimEnd()}\n`;
  }).join("");
}

function request({ method, path, query, body }, { bold, reset }) {
  const words = Object.entries(query ?? {}).map(([name, value]) => `${name}=${visible(value)}`);
  const head = `  ${bold}${method} ${visible(path)}${words.length > 0 ? `?${words.join("&")}` : ""}${reset}\n`;
  if (body === undefined) return head;
  return head + steady(pretty(JSON.stringify(body))).split("\n").map((row) => `    ${row}\n`).join("");
}

/** Who changes under another configuration, and how. */
export function comparison({ configuration, changes, summary }, { bold, dim, reset, tone }) {
  let out = "";
  for (const { kind, objectMapping, target, property, before, after } of configuration) {
    const value = (one) => (one === undefined ? "(none)" : visible(one));
    out += `${kind}${objectMapping === undefined ? "" : ` (${visible(objectMapping)})`}${target === undefined ? "" : ` ${alone(target)}`} ${property}: ${value(before)} -> ${value(after)}\n`;
  }
  for (const { source, verdict, reason, attributes } of changes) {
    out += `${bold}${visible(called(source) || NAMELESS)}${reset}`;
    if (verdict) out += `  ${tone(verdict.before)}${verdict.before}${reset} -> ${tone(verdict.after)}${verdict.after}${reset}`;
    if (reason) out += `  ${dim}(${reason.before} -> ${reason.after})${reset}`;
    out += "\n";
    const value = (one) => (one === undefined ? "(nothing)" : shown(one));
    for (const { target, before, after } of attributes) out += `  ${alone(target)}: ${value(before)} -> ${value(after)}\n`;
  }
  return `${out}${Object.entries(summary).map(([word, count]) => `${count} ${word}`).join(", ") || "nobody to compare"}\n`;
}
