//! Hostile expressions: the outcome class of each, and a canary after it.

use scimwright::diagnostic::Diagnostic;
use scimwright::expression::{CheckContext, Context, Expression, Outcome, check, parse};
use scimwright::limits::Limits;
use scimwright::value::datetime::DateTime;
use scimwright::value::json::{self, Json};

/// The text a generator stands for.
fn generated(json: &Json<'_>) -> String {
    if let Some(text) = json.as_str() {
        return text.to_owned();
    }
    if let Some(parts) = json.get("concat").and_then(Json::as_array) {
        return parts.iter().map(generated).collect();
    }
    let times = json.get("times").and_then(Json::as_number).and_then(|times| times.as_i64()).unwrap();
    let times = usize::try_from(times).unwrap();
    let separator = json.get("sep").map(generated).unwrap_or_default();
    vec![generated(json.get("repeat").expect("a generator")); times].join(&separator)
}

fn class(finding: &Diagnostic) -> &'static str {
    match finding.code.code {
        "LM001" => "limit.input_bytes",
        "LM002" => "limit.depth",
        "LM003" => "limit.nodes",
        "LM004" => "limit.items",
        "LM006" => "limit.regex_pattern",
        "LM007" => "limit.regex_program",
        "LM008" => "limit.value_bytes",
        "LM009" => "limit.fuel",
        "RX102" => "unsupported",
        _ => "invalid",
    }
}

fn user(case: &Json<'_>) -> Json<'static> {
    let attributes =
        case.get("attributes").and_then(Json::as_object).into_iter().flat_map(|object| object.iter());
    let value = |json: &Json<'_>| match json.as_object() {
        Some(_) => Json::from(generated(json)),
        None => json.to_owned(),
    };
    Json::Object(attributes.map(|(name, json)| (name.to_owned(), value(json))).collect())
}

fn outcome(case: &Json<'_>) -> (&'static str, Option<Json<'static>>, Vec<String>) {
    let text = generated(case.get("input").unwrap());
    let messages = |found: &[Diagnostic]| found.iter().map(|one| one.message.clone()).collect::<Vec<_>>();
    let api = case.get("api").and_then(Json::as_str).unwrap_or("parse");
    if api == "validate" {
        return match parse(&text, &Limits::DEFAULT) {
            Err(finding) => (class(&finding), None, messages(&[finding])),
            Ok(tree) => {
                let found = check(&tree, &text, &CheckContext::default());
                (if found.is_empty() { "ok" } else { "finding" }, None, messages(&found))
            }
        };
    }
    let compiled = match Expression::compile(&text) {
        Ok(compiled) => compiled,
        Err(found) => return (class(&found[0]), None, messages(&found)),
    };
    if api == "parse" {
        return ("ok", None, Vec::new());
    }
    let context =
        Context { now: Some(DateTime::from_rfc3339("2025-03-25T09:00:00Z").unwrap()), ..Context::default() };
    match compiled.evaluate(&user(case), &context) {
        Ok(Outcome::Value(value)) => ("ok", Some(value.to_json()), Vec::new()),
        Ok(_) => ("ok", None, Vec::new()),
        Err(finding) => (class(&finding), None, messages(&[finding])),
    }
}

fn run_all() {
    let file = include_str!("cases/hostile/expression.json");
    let document = json::parse(file, &Limits::DEFAULT).unwrap();
    let cases = document.get("vectors").and_then(Json::as_array).unwrap();
    assert_eq!(cases.len(), 68);
    let mut failed = Vec::new();
    for case in cases {
        let id = case.get("id").and_then(Json::as_str).unwrap();
        let expect = case.get("expect").unwrap();
        let (found, result, messages) = outcome(case);
        let allowed = expect.get("class").and_then(Json::as_array).unwrap();
        if !allowed.iter().any(|class| class.as_str() == Some(found)) {
            failed.push(format!("{id}: {found}, expected {}", Json::Array(allowed.to_vec())));
        }
        if let Some(wanted) = expect.get("result")
            && result.as_ref() != Some(wanted)
        {
            failed.push(format!("{id}: gave {result:?}, expected {wanted}"));
        }
        for message in messages {
            let plain = !message.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\0', '\u{200B}']);
            assert!(message.chars().count() <= 1_024 && plain, "{id}: {message}");
        }
        let canary = Expression::compile(r#"Append("can","ary")"#).unwrap();
        let outcome = canary.evaluate(&Json::Null, &Context::default()).unwrap();
        assert_eq!(outcome.into_value().unwrap().to_text().unwrap(), "canary", "after {id}");
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn hostile_expressions_end_as_they_should() {
    run_all();
}

#[test]
fn hostile_expressions_fit_a_small_stack() {
    std::thread::Builder::new().stack_size(512 * 1024).spawn(run_all).unwrap().join().unwrap();
}
