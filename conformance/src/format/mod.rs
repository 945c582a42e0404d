//! The known formats: one list, by file name or by the `format` member.

mod scim;

use std::path::Path;

use serde_json::Value;

use crate::report::Case;
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
    Format { name: "scim-paths/1", judge: scim::paths },
];

/// The format of a file and what it holds; nothing for a file that is not a vector file.
///
/// # Errors
/// One sentence for a file with a `format` that is not known, or a JSON file that cannot be read.
pub fn of(path: &Path) -> Result<Option<(&'static Format, Value)>, String> {
    if path.extension().is_none_or(|extension| extension != "json") {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let document: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
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
fn answer(reply: Reply, expected: impl FnOnce() -> String) -> Result<Value, (String, String)> {
    match reply {
        Reply::Answer(answer) => Ok(answer),
        other => Err((expected(), format!("{other:?}"))),
    }
}
