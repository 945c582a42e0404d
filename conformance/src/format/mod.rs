//! The known formats: one list, by file name or by the `format` member.

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
    /// How it is recognised.
    pub name: &'static str,
    /// Makes the calls and judges the answers.
    pub judge: fn(&Value, &Path, &mut dyn Subject) -> Vec<Case>,
}

/// The formats named by a `format` member.
const NAMED: &[Format] = &[
    Format { name: "scim-filters-valid/1", judge: scim::filters_valid },
    Format { name: "scim-filters-invalid/1", judge: scim::filters_invalid },
    Format { name: "scim-filter-eval/1", judge: scim::filter_eval },
    Format { name: "scim-paths/1", judge: scim::paths },
    Format { name: "scim-patch/1", judge: scim::patch },
    Format { name: "scim-resources/1", judge: scim::resources },
    Format { name: "hostile-vectors/1", judge: hostile::judge },
    Format { name: "scoping-filter-vectors/1", judge: provisioning::scoping },
    Format { name: "provisioning-request-vectors/1", judge: provisioning::requests },
    Format { name: "sample-cycle/1", judge: provisioning::sample_cycle },
    Format { name: "provisioning-lifecycle-vectors/1", judge: provisioning::lifecycle },
    Format { name: "gong-assignment-vectors/1", judge: provisioning::assignments },
    Format { name: "dotnet-casing/1", judge: dotnet::casing },
    Format { name: "dotnet-date-format/1", judge: dotnet::date_format },
    Format { name: "dotnet-date-parse/1", judge: dotnet::date_parse },
    Format { name: "dotnet-date-reformat/1", judge: dotnet::date_reformat },
    Format { name: "dotnet-numbers/1", judge: dotnet::numbers },
    Format { name: "dotnet-regex/1", judge: dotnet::patterns },
    Format { name: "dotnet-text/1", judge: dotnet::text },
];

const EXPRESSIONS: Format = Format { name: "expressions.json", judge: expression::evaluate };
const CORPUS: Format = Format { name: "*.jsonl", judge: expression::corpus };
const GENERATED: Format = Format { name: "dotnet/*.jsonl", judge: dotnet::generated };
const HOSTILE: Format = Format {
    name: "hostile/format.json",
    judge: |document, _, subject| hostile::description(document, subject),
};
const SCHEMA: Format = Format { name: "schemas/*.json", judge: schema::judge };

/// The format of a file and what it holds; nothing for a file that is not a vector file.
///
/// # Errors
/// One sentence for a file with a `format` that is not known, or a JSON file that cannot be read.
pub fn of(path: &Path) -> Result<Option<(&'static Format, Value)>, String> {
    let is = |name: &str| path.file_name().is_some_and(|file| file == name);
    let extension = path.extension().and_then(|extension| extension.to_str());
    let read = || std::fs::read_to_string(path).map_err(|error| error.to_string());
    let json = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
    let generated = path.parent().is_some_and(|folder| folder.ends_with("dotnet"));
    match extension {
        Some("jsonl") => {
            let text = read()?;
            let lines = text.lines().filter(|line| !line.trim().is_empty()).map(json);
            let format = if generated { &GENERATED } else { &CORPUS };
            return Ok(Some((format, json!({ "lines": lines.collect::<Result<Vec<_>, _>>()? }))));
        }
        Some("json") => {}
        _ => return Ok(None),
    }
    if path.parent().is_some_and(|folder| folder.ends_with("schemas")) {
        return Ok(Some((&SCHEMA, Value::String(read()?))));
    }
    let document = json(&read()?)?;
    if is(EXPRESSIONS.name) {
        return Ok(Some((&EXPRESSIONS, document)));
    }
    if path.ends_with(HOSTILE.name) {
        return Ok(Some((&HOSTILE, document)));
    }
    match document.get("format").and_then(Value::as_str) {
        None => Ok(None),
        Some(name) => match NAMED.iter().find(|format| format.name == name) {
            Some(format) => Ok(Some((format, document))),
            None => Err(format!("unknown format `{name}`")),
        },
    }
}

/// The cases of a list.
fn cases<'d>(document: &'d Value, list: &str) -> &'d [Value] {
    document[list].as_array().map_or(&[], Vec::as_slice)
}

/// The text of a member.
fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_default()
}

/// The answer, or expected and actual where the call did not come to one.
fn answer(reply: Reply, expected: impl FnOnce() -> String) -> Result<Value, Problem> {
    match reply {
        Reply::Answer(answer) => Ok(answer),
        other => Err((expected(), format!("{other:?}"))),
    }
}
