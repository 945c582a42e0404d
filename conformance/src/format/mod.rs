//! The known formats: one list, by the `format` member or by file name.

mod dotnet;
mod expression;
mod generator;
mod hostile;
mod output;
mod provisioning;
mod schema;
mod scim;

use std::path::Path;

use serde_json::{Value, json};

use crate::report::{Case, Problem};
use crate::subject::{Reply, Subject};

/// One kind of vector file.
pub struct Format {
    /// Its `format` member, or a pattern of its name.
    pub name: &'static str,
    /// The file's name, where there is one.
    file: &'static str,
    /// Makes the calls and judges the answers.
    pub judge: Judge,
}

type Judge = fn(&Value, &Path, &mut dyn Subject) -> Vec<Case>;

const fn known(name: &'static str, file: &'static str, judge: Judge) -> Format {
    Format { name, file, judge }
}

/// The formats named by a `format` member; a file without one is known by its name.
const NAMED: &[Format] = &[
    known("scim-filters-valid/1", "filters-valid.json", scim::filters_valid),
    known("scim-filters-invalid/1", "filters-invalid.json", scim::filters_invalid),
    known("scim-filter-eval/1", "filter-eval.json", scim::filter_eval),
    known("scim-paths/1", "paths.json", scim::paths),
    known("scim-patch/1", "patch.json", scim::patch),
    known("scim-resources/1", "resources.json", scim::resources),
    known("scoping-filter-vectors/1", "scoping.json", provisioning::scoping),
    known("provisioning-request-vectors/1", "requests.json", provisioning::requests),
    known("sample-cycle/1", "sample-cycle.json", provisioning::sample_cycle),
    known("provisioning-lifecycle-vectors/1", "lifecycle.json", provisioning::lifecycle),
    known("gong-assignment-vectors/1", "assignments.json", provisioning::assignments),
    known("dotnet-casing/1", "casing.json", dotnet::casing),
    known("dotnet-date-format/1", "date-format.json", dotnet::date_format),
    known("dotnet-date-parse/1", "date-parse.json", dotnet::date_parse),
    known("dotnet-date-reformat/1", "date-reformat.json", dotnet::date_reformat),
    known("dotnet-numbers/1", "numbers.json", dotnet::numbers),
    known("dotnet-regex/1", "regex.json", dotnet::patterns),
    known("dotnet-text/1", "text.json", dotnet::text),
    HOSTILE,
];

const HOSTILE: Format = known("hostile-vectors/1", "", hostile::judge);
const HOSTILE_FORMAT: Format = known("hostile/format.json", "format.json", |document, _, subject| {
    hostile::description(document, subject)
});
const EXPRESSIONS: Format = known("expressions.json", "expressions.json", expression::evaluate);
const CORPUS: Format = known("*.jsonl", "", expression::corpus);
const GENERATED: Format = known("dotnet/*.jsonl", "", dotnet::generated);
const SCHEMA: Format = known("schemas/*.json", "", schema::judge);

/// The format of a file and what it holds; nothing for a file of no known format.
///
/// # Errors
/// One sentence for a file with a `format` that is not known, or a JSON file that cannot be read.
pub fn of(path: &Path) -> Result<Option<(&'static Format, Value)>, String> {
    let read = || std::fs::read_to_string(path).map_err(|error| error.to_string());
    let json = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
    let is_in = |folder: &str| path.parent().is_some_and(|parent| parent.ends_with(folder));
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("jsonl") => {
            let text = read()?;
            let lines = text.lines().filter(|line| !line.trim().is_empty()).map(json);
            let format = if is_in("dotnet") { &GENERATED } else { &CORPUS };
            return Ok(Some((format, json!({ "lines": lines.collect::<Result<Vec<_>, _>>()? }))));
        }
        Some("json") => {}
        _ => return Ok(None),
    }
    let text = read()?;
    if is_in("schemas") {
        return Ok(Some((&SCHEMA, Value::String(text))));
    }
    let document = json(&text)?;
    if let Some(format) = recognised(path, &document)? {
        return Ok(Some((format, document)));
    }
    let below_schemas = path.ancestors().any(|folder| folder.ends_with("schemas"));
    Ok(below_schemas.then_some((&SCHEMA, Value::String(text))))
}

/// By the `format` member; without one by the name, or by what holds the cases.
fn recognised(path: &Path, document: &Value) -> Result<Option<&'static Format>, String> {
    if let Some(name) = document["format"].as_str() {
        let named = NAMED.iter().find(|format| format.name == name);
        return named.map(Some).ok_or_else(|| format!("unknown format `{name}`"));
    }
    let is = |format: &&Format| path.file_name().is_some_and(|file| file == format.file);
    let is_hostile = path.parent().is_some_and(|folder| folder.ends_with("hostile"));
    if let Some(format) = [&HOSTILE_FORMAT, &EXPRESSIONS].into_iter().find(|format| is(format)) {
        return Ok(Some(format));
    }
    if is_hostile || document["vectors"].is_array() {
        return Ok(Some(&HOSTILE));
    }
    let named = NAMED.iter().find(is);
    Ok(named.or_else(|| expression::are_cases(document).then_some(&EXPRESSIONS)))
}

/// The cases of a list.
fn cases<'d>(document: &'d Value, list: &str) -> &'d [Value] {
    document[list].as_array().map_or(&[], Vec::as_slice)
}

/// The text of a member.
fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_default()
}

/// Whether a case has the members that judge it. One that is left out or misspelt would hold whatever comes.
fn needs(value: &Value, members: &[&str]) -> Result<(), Problem> {
    let missing = members.iter().find(|member| value.get(member).is_none());
    missing.map_or(Ok(()), |member| Err((format!("a member `{member}`"), value.to_string())))
}

/// Gives an object a member; what is no object stays what it is.
fn put(value: &mut Value, member: &str, to: Value) {
    if let Some(members) = value.as_object_mut() {
        members.insert(member.to_owned(), to);
    }
}

/// The answer, or expected and actual where the call did not come to one.
fn answer(reply: Reply, expected: impl FnOnce() -> String) -> Result<Value, Problem> {
    match reply {
        Reply::Answer(answer) => Ok(answer),
        other => Err((expected(), format!("{other:?}"))),
    }
}
