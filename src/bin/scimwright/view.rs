//! Previews as text: one line an object, everything about one object on request.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use scimwright::diagnostic::Severity;
use scimwright::provision::{
    AttributeOutcome, Comparison, Method, Plan, Preview, Request, Shift, SourceReference, Verdict,
};
use scimwright::report::{self, padded};
use scimwright::value::json::Json;

use crate::terminal::{Paint, document, visible};

/// Verdicts in the order of the totals, each with its sign.
const VERDICTS: [(Verdict, &str); 8] = [
    (Verdict::Create, "+"),
    (Verdict::Update, "~"),
    (Verdict::Disable, "-"),
    (Verdict::Delete, "x"),
    (Verdict::StagedDelete, "?"),
    (Verdict::None, "="),
    (Verdict::Skip, "."),
    (Verdict::Error, "!"),
];

/// A value of a filter; in quotes where only they show it, as one that ends in white space.
fn operand(text: &str) -> String {
    let is_plain = !text.is_empty() && text.trim().len() == text.len();
    if is_plain { visible(text) } else { format!("\"{}\"", visible(text)) }
}

/// The plan: a line an object, findings under their object, totals.
pub fn plan(plan: &Plan, paint: &Paint) -> String {
    let &Paint { bold, reset, .. } = paint;
    let (mut out, mut kind) = (String::new(), "");
    for preview in &plan.previews {
        if preview.source.kind.as_str() != kind {
            kind = preview.source.kind.as_str();
            let heading = if kind == "user" { "Users" } else { "Groups" };
            _ = writeln!(out, "{bold}{heading}{reset}");
        }
        out.push_str(&line(preview, paint));
    }
    _ = writeln!(out);
    out.push_str(&totals(plan, paint));
    out
}

fn line(preview: &Preview, paint: &Paint) -> String {
    let verdict = preview.verdict;
    let sign = VERDICTS.iter().find(|(word, _)| *word == verdict).map_or(" ", |(_, sign)| sign);
    let (&Paint { dim, reset, .. }, tone) = (paint, paint.tone(verdict));
    let name = padded(&visible(name(preview)), 30);
    let mut out = format!("  {tone}{sign} {verdict:<8}{reset} {name}  {}", why(preview));
    let mut codes: Vec<&str> = Vec::new();
    for finding in preview.diagnostics.iter().filter(|finding| finding.severity >= Severity::Warning) {
        if !codes.contains(&finding.code.code) {
            codes.push(finding.code.code);
        }
    }
    if !codes.is_empty() {
        _ = write!(out, " {dim}[{}]{reset}", codes.join(" "));
    }
    out.push('\n');
    for finding in preview.diagnostics.iter().filter(|finding| finding.is_error()) {
        let place = finding.pointer().unwrap_or_default();
        let at = if place.is_empty() { String::new() } else { format!(" ({})", visible(place)) };
        _ = writeln!(out, "      {finding}{dim}{at}{reset}");
        if let Some(help) = &finding.help {
            _ = writeln!(out, "        {dim}= help: {help}{reset}");
        }
    }
    out
}

/// Who it is: the display name, the id, or what the first mapping gives.
fn name(preview: &Preview) -> &str {
    let first = preview.attributes.first().filter(|attribute| !attribute.redacted);
    let first = || first.and_then(|attribute| attribute.value.as_ref()?.as_str());
    called(&preview.source).or_else(first).filter(|name| !name.is_empty()).unwrap_or(NAMELESS)
}

/// The display name, or the id.
fn called(source: &SourceReference) -> Option<&str> {
    let names = [source.display_name.as_deref(), Some(&*source.id)];
    names.into_iter().flatten().find(|name| !name.is_empty())
}

/// What stands for a name where there is none.
const NAMELESS: &str = "(no name)";

/// Why, in a clause; for changes, which attributes.
fn why(preview: &Preview) -> String {
    let is_changed =
        |outcome: AttributeOutcome| matches!(outcome, AttributeOutcome::Flows | AttributeOutcome::Default);
    let all = preview.attributes.iter().zip(names(preview.attributes.iter().map(|one| &*one.target)));
    let changed: Vec<String> =
        all.filter(|(attribute, _)| is_changed(attribute.outcome)).map(|(_, name)| name).collect();
    match preview.verdict {
        Verdict::Update if !changed.is_empty() => {
            format!("{}: {}", preview.reason.title(), changed.join(", "))
        }
        _ => preview.reason.title().to_owned(),
    }
}

/// A target attribute as a reader knows it: without URN, `emails[type eq "work"].value` as `emails[work]`.
fn short(target: &str) -> String {
    if target.starts_with("urn:") {
        return target.rsplit(':').next().unwrap_or(target).to_owned();
    }
    match target.split_once("[type eq \"") {
        Some((attribute, rest)) => match rest.strip_suffix("\"].value") {
            Some(kind) => format!("{attribute}[{kind}]"),
            None => target.to_owned(),
        },
        None => target.to_owned(),
    }
}

/// Target attributes as a reader knows them; those that have a name in common keep the end of their URN.
fn names<'t>(targets: impl Iterator<Item = &'t str>) -> Vec<String> {
    let named: Vec<(&str, String)> = targets.map(|target| (target, short(target))).collect();
    let mut first = HashMap::new();
    let mut shared = HashSet::new();
    for (target, name) in &named {
        if *first.entry(name.as_str()).or_insert(target) != target {
            shared.insert(name.clone());
        }
    }
    named
        .into_iter()
        .map(|(target, name)| if shared.contains(&name) { with_schema(target) } else { name })
        .collect()
}

/// A target attribute with the end of its URN.
fn with_schema(target: &str) -> String {
    target.strip_prefix("urn:ietf:params:scim:schemas:extension:").unwrap_or(target).to_owned()
}

/// A target attribute where those beside it are not shown: one of a custom schema keeps the end of its URN.
fn alone(target: &str) -> String {
    let standard = ["core:", "extension:enterprise:"];
    let schema = target.strip_prefix("urn:ietf:params:scim:schemas:").unwrap_or(target);
    let is_custom = target.starts_with("urn:") && !standard.iter().any(|known| schema.starts_with(known));
    if is_custom { with_schema(target) } else { short(target) }
}

fn totals(plan: &Plan, paint: &Paint) -> String {
    let mut out = String::new();
    for (word, sign) in VERDICTS {
        let count = plan.summary.get(word.as_str());
        if count > 0 {
            let (tone, reset) = (paint.tone(word), paint.reset);
            _ = write!(out, "  {tone}{sign} {count} {word}{reset}");
        }
    }
    let writes = plan.requests.iter().filter(|request| request.method != Method::Get).count();
    let reads = plan.requests.len() - writes;
    let (writes, reads) = (report::counted(writes, "write"), report::counted(reads, "read"));
    _ = writeln!(out, "\n  {writes} and {reads} would be sent");
    let of_objects = plan.previews.iter().flat_map(|preview| &preview.diagnostics);
    _ = writeln!(out, "  {}", report::summary(report::count(plan.diagnostics.iter().chain(of_objects))));
    if plan.quarantine {
        _ = writeln!(out, "  the job would go into quarantine");
    }
    out
}

/// Everything about one object: scope, matching, mappings, requests, findings.
pub fn details(preview: &Preview, paint: &Paint) -> String {
    let &Paint { bold, dim, reset, .. } = paint;
    let verdict = preview.verdict;
    let mut out = format!(
        "{bold}{}{reset} {dim}{} {}{reset}\n{}{verdict}{reset}: {} {dim}({}){reset}\n  {}\n",
        visible(name(preview)),
        preview.source.kind.as_str(),
        visible(&preview.source.id),
        paint.tone(verdict),
        preview.reason.title(),
        preview.reason.code(),
        preview.explanation(),
    );
    scope(&mut out, preview, paint);
    _ = writeln!(out, "\n{bold}Matching{reset}");
    for query in &preview.matching.queries {
        out.push_str(&request(query, paint));
    }
    if let Some(target) = &preview.matching.target_id {
        _ = writeln!(out, "  account {}", visible(target));
    }
    if !preview.attributes.is_empty() {
        _ = writeln!(out, "\n{bold}Mappings{reset}");
        attributes(&mut out, preview, paint);
    }
    if let Some(assignment) = &preview.assignment {
        _ = writeln!(
            out,
            "\n{bold}Gong assignment{reset}\n  {} ({})",
            visible(&assignment.name),
            assignment.reason
        );
    }
    _ = writeln!(out, "\n{bold}Requests{reset}");
    if preview.requests.is_empty() {
        _ = writeln!(out, "  none");
    }
    for one in &preview.requests {
        out.push_str(&request(one, paint));
    }
    if !preview.diagnostics.is_empty() {
        _ = writeln!(out, "\n{bold}Findings{reset}");
        for finding in &preview.diagnostics {
            _ = writeln!(out, "  {finding}");
            if let Some(help) = &finding.help {
                _ = writeln!(out, "    {dim}help: {help}{reset}");
            }
        }
    }
    out
}

fn scope(out: &mut String, preview: &Preview, paint: &Paint) {
    let &Paint { bold, dim, reset, .. } = paint;
    let decision = if preview.scope.in_scope { "in scope" } else { "not in scope" };
    let reason = preview.scope.reason.map_or_else(String::new, |reason| format!(": {reason}"));
    _ = writeln!(out, "\n{bold}Scope{reset}\n  {decision}{reason}");
    for filter in &preview.scope.filters {
        let mark = if filter.passed { "passes" } else { "does not pass" };
        _ = writeln!(out, "  {} {mark}", visible(&filter.name));
        for clause in &filter.clauses {
            let mark = if clause.passed { "true " } else { "false" };
            let actual = clause.actual.as_deref().map_or_else(|| "(empty)".to_owned(), operand);
            let value =
                clause.value.as_deref().map_or_else(String::new, |value| format!(" {}", operand(value)));
            _ = writeln!(
                out,
                "    {mark} {} {}{value} {dim}(is {actual}){reset}",
                visible(&clause.attribute),
                clause.operator
            );
        }
    }
}

/// What became of an attribute, in words.
const fn said(outcome: AttributeOutcome) -> &'static str {
    match outcome {
        AttributeOutcome::Null => "no value",
        AttributeOutcome::CreateOnly => "only at creation",
        other => other.as_str(),
    }
}

fn attributes(out: &mut String, preview: &Preview, paint: &Paint) {
    let &Paint { dim, reset, .. } = paint;
    let names = names(preview.attributes.iter().map(|attribute| &*attribute.target));
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let wide = preview.attributes.iter().map(|attribute| said(attribute.outcome).len()).max().unwrap_or(0);
    for (attribute, name) in preview.attributes.iter().zip(names) {
        let outcome = said(attribute.outcome);
        let value = match &attribute.value {
            _ if attribute.redacted => "[redacted]".to_owned(),
            Some(value) => shown(value),
            None => String::new(),
        };
        // The service never reads members back: those told are the ones that go.
        let of_members = attribute.target.eq_ignore_ascii_case("members");
        let was = match attribute.outcome {
            AttributeOutcome::Flows if of_members => "removed",
            AttributeOutcome::Flows => "was",
            // Nothing is ever cleared.
            AttributeOutcome::Null => "keeps",
            _ => "",
        };
        let before = match &attribute.before {
            Some(before) if !was.is_empty() && !attribute.redacted => {
                format!(" {dim}({was} {}){reset}", shown(before))
            }
            _ => String::new(),
        };
        let target = padded(&name, width);
        let source = attribute.source.as_deref().map(|source| format!("  <- {}", visible(source)));
        let source = source.unwrap_or_default();
        let line = format!("  {target}  {outcome:<wide$}  {value}{before}{dim}{source}{reset}");
        _ = writeln!(out, "{}", line.trim_end());
    }
}

fn shown(value: &Json<'_>) -> String {
    value.as_str().map_or_else(|| visible(&value.to_string()), visible)
}

fn request(request: &Request, &Paint { bold, reset, .. }: &Paint) -> String {
    let query: Vec<String> =
        request.query.iter().map(|(name, value)| format!("{name}={}", visible(value))).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let (method, path) = (request.method.as_str(), visible(&request.path));
    let mut out = format!("  {bold}{method} {path}{query}{reset}\n");
    if let Some(body) = &request.body {
        for line in document(&body.read()).lines() {
            _ = writeln!(out, "    {line}");
        }
    }
    out
}

/// Who changes under another configuration, and how.
pub fn comparison(comparison: &Comparison, paint: &Paint) -> String {
    let &Paint { bold, dim, reset, .. } = paint;
    let mut out = String::new();
    for change in &comparison.configuration {
        let value = |value: &Option<String>| value.as_deref().map_or_else(|| "(none)".to_owned(), visible);
        let (before, after) = (value(&change.before), value(&change.after));
        let target = change.target.as_deref().map(|target| format!(" {}", alone(target)));
        let mapping = change.object_mapping.as_deref().map(|name| format!(" ({})", visible(name)));
        let (target, mapping) = (target.unwrap_or_default(), mapping.unwrap_or_default());
        _ = writeln!(out, "{}{mapping}{target} {}: {before} -> {after}", change.kind, change.property);
    }
    for change in &comparison.changes {
        let name = called(&change.source).unwrap_or(NAMELESS);
        _ = write!(out, "{bold}{}{reset}", visible(name));
        if let Some(Shift { before, after, .. }) = change.verdict {
            let (was, is) = (paint.tone(before), paint.tone(after));
            _ = write!(out, "  {was}{before}{reset} -> {is}{after}{reset}");
        }
        if let Some(Shift { before, after, .. }) = change.reason {
            _ = write!(out, "  {dim}({before} -> {after}){reset}");
        }
        out.push('\n');
        for attribute in &change.attributes {
            let value =
                |value: &Option<Json<'_>>| value.as_ref().map_or_else(|| "(nothing)".to_owned(), shown);
            let (before, after) = (value(&attribute.before), value(&attribute.after));
            _ = writeln!(out, "  {}: {before} -> {after}", alone(&attribute.target));
        }
    }
    let counts: Vec<String> =
        comparison.summary.iter().map(|(word, count)| format!("{count} {word}")).collect();
    let counts = if counts.is_empty() { "nobody to compare".to_owned() } else { counts.join(", ") };
    _ = writeln!(out, "{counts}");
    out
}
