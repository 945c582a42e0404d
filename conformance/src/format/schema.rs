//! Files under a folder named `schemas`: configurations and parts of one are read, checked and written back; the
//! service's lists of functions and operators are found in ours.

use std::path::Path;

use serde_json::{Value, json};

use super::{answer, cases};
use crate::equal::same;
use crate::report::{Case, Problem};
use crate::subject::Subject;

pub(super) fn judge(document: &Value, path: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // As text, so that numbers and order reach the reader as they are in the file.
    let text = document.as_str().unwrap_or_default();
    let read: Value = match serde_json::from_str(text) {
        Ok(read) => read,
        Err(error) => return vec![Case::of(name, Err::<(), _>(("JSON".to_owned(), error.to_string())))],
    };
    let part = |wrapped: Value| (wrapped.to_string(), wrapped);
    let (text, read) = if read.get("attributeMappings").is_some() {
        part(json!({ "synchronizationRules": [{ "objectMappings": [read] }] }))
    } else if read.get("attributes").is_some() {
        part(json!({ "directories": [{ "objects": [read] }] }))
    } else if read.pointer("/value/0/arity").is_some() {
        return listed(&name, "filterOperators", &read, subject);
    } else if read.pointer("/value/0/parameters").is_some() {
        return listed(&name, "functions", &read, subject);
    } else {
        (text.to_owned(), read)
    };
    let given = Value::String(text);
    let checked = Case::of(format!("{name}#check"), check(&given, subject));
    vec![checked, Case::of(format!("{name}#write"), write(&given, &read, subject))]
}

fn check(given: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let expected = || "checked, with findings or without".to_owned();
    let found = answer(subject.call("checkSchema", std::slice::from_ref(given)), expected)?;
    if found["ok"] == json!(true) { Ok(()) } else { Err((expected(), found.to_string())) }
}

fn write(given: &Value, original: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let expected = || "the same document".to_owned();
    let found = answer(subject.call("readSchema", std::slice::from_ref(given)), expected)?;
    if same(&found["document"], original) { Ok(()) } else { Err((expected(), found.to_string())) }
}

/// Every row of the service's list is a row of ours, which has further members.
fn listed(name: &str, call: &str, service: &Value, subject: &mut dyn Subject) -> Vec<Case> {
    let ours = match answer(subject.call(call, &[]), || call.to_owned()) {
        Ok(ours) => ours,
        Err(problem) => return vec![Case::of(name, Err::<(), _>(problem))],
    };
    let row = |row: &Value| {
        let known = cases(&ours, "value").iter().find(|known| known["name"] == row["name"]);
        let good = known.is_some_and(|known| within(row, known));
        let problem = || (row.to_string(), known.map_or_else(|| "none".to_owned(), Value::to_string));
        Case::of(
            format!("{name}#{}", row["name"].as_str().unwrap_or_default()),
            good.then_some(()).ok_or_else(problem),
        )
    };
    cases(service, "value").iter().map(row).collect()
}

/// Whether everything `part` says is said by `whole`.
fn within(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(name, part)| whole.get(name).is_some_and(|whole| within(part, whole)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(part, whole)| within(part, whole))
        }
        _ => same(part, whole),
    }
}
