//! `expressions.json` and `*.jsonl`: mapping expressions evaluated, and published ones checked.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{answer, cases, needs, put, text};
use crate::equal::same;
use crate::names::expression_class;
use crate::report::{Case, Problem};
use crate::subject::Subject;

pub(super) fn evaluate(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let judge = |case: &Value| Case::of(text(case, "id"), one(case, subject));
    items(document).map(judge).collect()
}

/// The list itself, or the `cases` of an object.
fn items(document: &Value) -> impl Iterator<Item = &Value> {
    document.as_array().map_or_else(|| cases(document, "cases"), Vec::as_slice).iter()
}

/// Whether these are expressions with what each gives, whatever the file is called.
pub(super) fn are_cases(document: &Value) -> bool {
    items(document).any(|case| case["expression"].is_string() && case.get("expected").is_some())
}

fn one(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    needs(case, &["expected"])?;
    let expected = &case["expected"];
    let source = case.get("source").cloned().unwrap_or_else(|| Value::Object(Map::new()));
    let options = case.get("options").cloned().unwrap_or_else(|| Value::Object(Map::new()));
    let mut call = || {
        let options = options.clone();
        let reply = subject.call("evaluate", &[case["expression"].clone(), source.clone(), options]);
        answer(reply, || expected.to_string())
    };
    let found = call()?;
    let value = |found: &Value| found["outcome"] == json!("value");
    let single = || found["value"].as_str().filter(|_| value(&found));
    let good = match expected {
        Value::String(expected) => single() == Some(expected),
        Value::Array(_) => value(&found) && same(&found["value"], expected),
        Value::Null => found["outcome"] == json!("null"),
        shape => {
            if let Some(class) = shape["error"].as_str() {
                found["ok"] == json!(false) && expression_class(&found["diagnostics"][0]) == class
            } else if shape["flow"] == json!("ignore") {
                found["outcome"] == json!("ignore")
            } else if let Some(pattern) = shape["matches"].as_str() {
                single().is_some_and(|text| matches(pattern, text))
            } else if let Some(wanted) = shape.get("random") {
                needs(wanted, &["length", "minDigits", "minUpper", "minLower", "minSpecial"])?;
                let again = call()?;
                single().is_some_and(|text| random(wanted, text) && again["value"] == json!(text))
            } else {
                return Err(("an expectation of a known shape".into(), shape.to_string()));
            }
        }
    };
    if !good {
        return Err((expected.to_string(), found.to_string()));
    }
    // Watching an evaluation does not change it.
    let mut watched = options;
    put(&mut watched, "trace", json!(true));
    let reply = subject.call("evaluate", &[case["expression"].clone(), source, watched]);
    let mut watched = answer(reply, || expected.to_string())?;
    _ = watched.as_object_mut().and_then(|answer| answer.remove("trace"));
    if watched == found { Ok(()) } else { Err((found.to_string(), watched.to_string())) }
}

fn matches(pattern: &str, text: &str) -> bool {
    regex_lite::Regex::new(pattern).is_ok_and(|regex| regex.is_match(text))
}

fn random(wanted: &Value, text: &str) -> bool {
    let at_least = |member: &str, class: fn(char) -> bool| {
        text.chars().filter(|c| class(*c)).count() as u64 >= wanted[member].as_u64().unwrap_or(u64::MAX)
    };
    let excluded = wanted["exclude"].as_str().unwrap_or_default();
    wanted["length"].as_u64() == Some(text.chars().count() as u64)
        && at_least("minDigits", |c| c.is_ascii_digit())
        && at_least("minUpper", |c| c.is_ascii_uppercase())
        && at_least("minLower", |c| c.is_ascii_lowercase())
        && at_least("minSpecial", |c| !c.is_alphanumeric())
        && !text.chars().any(|c| excluded.contains(c))
}

pub(super) fn corpus(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let judge = |(number, line): (usize, &Value)| {
        let expression = text(line, "expression");
        let id = format!("line-{} {}", number + 1, expression.chars().take(60).collect::<String>());
        Case::of(id, check(line, subject))
    };
    cases(document, "lines").iter().enumerate().map(judge).collect()
}

fn check(line: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let expected = text(line, "expect");
    let found = answer(subject.call("checkExpression", &[line["expression"].clone()]), || expected.into())?;
    let has =
        |severity: &str| cases(&found, "diagnostics").iter().any(|finding| finding["severity"] == severity);
    let clean = found["ok"] == json!(true) && !has("error");
    let good = match expected {
        "ok" => clean,
        "warn" => clean && has("warning"),
        "reject" => !clean && !cases(&found, "diagnostics").is_empty(),
        _ => false,
    };
    if good { Ok(()) } else { Err((expected.to_owned(), found.to_string())) }
}
