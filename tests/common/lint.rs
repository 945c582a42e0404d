//! The Gong configuration with parts of it changed, and the findings of its check as lines.

#![allow(dead_code, missing_docs)]

use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};
use scimwright::value::json::{Json, parse};

/// The configuration as it is.
pub const GONG: &str = include_str!("../cases/data/gong-schema.json");
const GROUPS: &str = "/synchronizationRules/0/objectMappings/0";
pub const USERS: &str = "/synchronizationRules/0/objectMappings/1";
const ENTRA_USER: &str = "/directories/0/objects/0";
const GONG_USER: &str = "/directories/1/objects/0";

/// A finding as one line: severity, code, place, message, and what is underlined.
fn line(finding: &Diagnostic, document: &Json<'_>) -> String {
    let pointer = finding.at.as_ref().and_then(|place| place.pointer.as_deref()).expect("a pointer");
    let short = pointer.replace(USERS, "USERS").replace(GROUPS, "GROUPS");
    let short = short.replace(ENTRA_USER, "ENTRA_USER").replace(GONG_USER, "GONG_USER");
    let mut line =
        format!("{} {} {short}: {}", finding.severity.as_str(), finding.code.code, finding.message);
    if let Some(span) = finding.span() {
        let text = document.pointer(pointer).and_then(Json::as_str).expect("the text that spans count in");
        line.push_str(&format!(" >{}<", span.span().of(text)));
    }
    if let Some(help) = &finding.help {
        line.push_str(&format!(" ({help})"));
    }
    line
}

pub fn lint(text: &str, options: &CheckOptions) -> Vec<String> {
    let document = parse(text, &Limits::DEFAULT).expect("JSON");
    let schema = SynchronizationSchema::parse(text, &Limits::DEFAULT).expect("a schema");
    check(&schema, options).iter().map(|finding| line(finding, &document)).collect()
}

/// The Gong configuration with values set at pointers; a last step `+` appends, a value of `-` removes.
pub fn broken(changes: &[(&str, &str)]) -> String {
    let mut json = parse(GONG, &Limits::DEFAULT).expect("JSON").into_owned();
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let parent = json.pointer_mut(parent).unwrap_or_else(|| panic!("no {pointer}"));
        if *value == "-" {
            match parent {
                Json::Object(object) => _ = object.remove(name).expect("a member"),
                Json::Array(items) => _ = items.remove(name.parse::<usize>().expect("an index")),
                _ => panic!("{pointer}"),
            }
            continue;
        }
        let value =
            parse(value, &Limits::DEFAULT).unwrap_or_else(|fault| panic!("{value}: {fault}")).into_owned();
        match parent {
            Json::Object(object) => _ = object.insert(name.to_owned(), value),
            Json::Array(items) if name == "+" => items.push(value),
            Json::Array(items) => items[name.parse::<usize>().expect("an index")] = value,
            _ => panic!("{pointer}"),
        }
    }
    json.to_string()
}

pub fn found(changes: &[(&str, &str)]) -> Vec<String> {
    let changes: Vec<(String, &str)> = changes
        .iter()
        .map(|(pointer, value)| {
            let pointer = pointer.replace("ENTRA_USER", ENTRA_USER).replace("GONG_USER", GONG_USER);
            (pointer.replace("USERS", USERS).replace("GROUPS", GROUPS), *value)
        })
        .collect();
    let changes: Vec<(&str, &str)> =
        changes.iter().map(|(pointer, value)| (pointer.as_str(), *value)).collect();
    lint(&broken(&changes), &CheckOptions::default())
}

#[track_caller]
pub fn finds(changes: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(found(changes), expected);
}
