//! Configurations under a folder named `schemas`: read, check, write back.

use std::path::Path;

use serde_json::{Value, json};

use super::answer;
use crate::equal::same;
use crate::report::{Case, Problem};
use crate::subject::Subject;

pub(super) fn round_trip(document: &Value, path: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = document.as_str().unwrap_or_default();
    if !text.contains("\"synchronizationRules\"") {
        return Vec::new();
    }
    let read = Case::of(format!("{name}#check"), check(document, subject));
    let written = Case::of(format!("{name}#write"), write(text, document, subject));
    vec![read, written]
}

fn check(document: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let expected = || "checked, with findings or without".to_owned();
    let found = answer(subject.call("checkSchema", std::slice::from_ref(document)), expected)?;
    if found["ok"] == json!(true) { Ok(()) } else { Err((expected(), found.to_string())) }
}

fn write(text: &str, document: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let expected = || "the same document".to_owned();
    let found = answer(subject.call("readSchema", std::slice::from_ref(document)), expected)?;
    let original: Value = serde_json::from_str(text).map_err(|error| (expected(), error.to_string()))?;
    if same(&found["document"], &original) { Ok(()) } else { Err((expected(), found.to_string())) }
}
