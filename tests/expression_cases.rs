//! The expression cases: every published behaviour of the language, with its expected outcome.

use std::collections::BTreeMap;

use scimwright::expression::{Context, Expression, Outcome, Taken};
use scimwright::limits::Limits;
use scimwright::value::datetime::DateTime;
use scimwright::value::json::{self, Json};

/// The classes of the case files, by code.
fn class(code: &str) -> &'static str {
    match code {
        "EX201" => "unknown_function",
        "EX202" | "EX203" => "arity",
        "EX205" => "nesting",
        "EX301" => "date",
        "EX302" => "type",
        "EX303" => "argument",
        "EX304" => "index",
        "EX305" => "variable",
        "EX306" => "no_unique_value",
        "EX307" => "custom",
        "RX101" | "RX102" => "regex",
        code if code.starts_with("EX1") || code == "EX204" => "parse",
        _ => "other",
    }
}

fn text(json: &Json<'_>) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

fn run(case: &Json<'_>) -> Result<Outcome<'static>, String> {
    let expression = case.get("expression").and_then(Json::as_str).unwrap();
    let options = case.get("options");
    let option = |name: &str| options.and_then(|options| options.get(name));
    let taken: Vec<String> =
        option("taken").and_then(Json::as_array).unwrap_or_default().iter().map(text).collect();
    let variables: BTreeMap<String, String> = option("variables")
        .and_then(Json::as_object)
        .into_iter()
        .flat_map(|object| object.iter())
        .map(|(name, value)| (name.to_owned(), text(value)))
        .collect();
    let context = Context {
        now: option("now").and_then(Json::as_str).map(|now| DateTime::from_rfc3339(now).unwrap()),
        seed: option("seed")
            .and_then(Json::as_number)
            .and_then(|seed| seed.as_i64())
            .unwrap_or(0)
            .cast_unsigned(),
        taken: Taken::Values(&taken),
        variables,
        default_domain: option("defaultDomain").and_then(Json::as_str).map(Into::into),
        ..Context::default()
    };
    let compiled = Expression::compile(expression).map_err(|found| found[0].code.code.to_owned())?;
    let source = case.get("source").unwrap();
    let (traced, trace) = compiled.trace(source, &context);
    assert!(trace.render().ends_with('\n'));
    let outcome = compiled.evaluate(source, &context).map_err(|finding| finding.code.code.to_owned());
    assert_eq!(traced.map_err(|finding| finding.code.code.to_owned()), outcome, "traced {expression}");
    outcome
}

fn random_fits(text: &str, wanted: &Json<'_>) -> bool {
    let number =
        |name: &str| wanted.get(name).and_then(Json::as_number).and_then(|n| n.as_i64()).unwrap_or(0);
    let count = |is: &dyn Fn(&char) -> bool| text.chars().filter(is).count() as i64;
    let avoided = wanted.get("exclude").and_then(Json::as_str).unwrap_or_default();
    text.chars().count() as i64 == number("length")
        && count(&char::is_ascii_digit) >= number("minDigits")
        && count(&|c| c.is_ascii_punctuation()) >= number("minSpecial")
        && count(&char::is_ascii_uppercase) >= number("minUpper")
        && count(&char::is_ascii_lowercase) >= number("minLower")
        && !text.chars().any(|c| avoided.contains(c))
}

fn passes(case: &Json<'_>) -> Result<(), String> {
    let expected = case.get("expected").unwrap();
    let found = run(case);
    let pass = match (&found, expected) {
        (Err(code), wanted) => wanted.get("error").and_then(Json::as_str) == Some(class(code)),
        (Ok(Outcome::Null), Json::Null) => true,
        (Ok(Outcome::Ignore), wanted) => wanted.get("flow").and_then(Json::as_str) == Some("ignore"),
        (Ok(Outcome::Value(value)), wanted) => {
            let json = value.to_json();
            if let Some(pattern) = wanted.get("matches").and_then(Json::as_str) {
                fancy_regex::Regex::new(pattern).unwrap().is_match(&text(&json)).unwrap()
            } else if let Some(random) = wanted.get("random") {
                random_fits(&text(&json), random)
            } else {
                json == *wanted
            }
        }
        _ => false,
    };
    if pass { Ok(()) } else { Err(format!("expected {expected}, found {found:?}")) }
}

#[test]
fn every_case_gives_what_is_documented() {
    let file = include_str!("cases/expressions.json");
    let cases = json::parse(file, &Limits::DEFAULT).unwrap();
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 276);
    let failed: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let id = case.get("id").and_then(Json::as_str).unwrap();
            passes(case).err().map(|why| format!("{id}: {why}"))
        })
        .collect();
    assert!(failed.is_empty(), "{} of {} failed:\n{}", failed.len(), cases.len(), failed.join("\n"));
}
