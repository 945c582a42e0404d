//! Test cases for mapping expressions: what an expression must give for an input, in a file beside the configuration.
//!
//! Two shapes are read, alone or in an array:
//!
//! ```json
//! [{ "TargetAttributeName": "title", "Expression": "Append([jobTitle], \"!\")",
//!    "InputAttributes": { "jobTitle": "Boss" }, "ExpectedResult": "Boss!" },
//!  { "name": "no title", "expression": "[jobTitle]", "source": {}, "expected": null,
//!    "options": { "now": "2025-03-25T09:00:00Z", "seed": 1, "taken": [], "variables": {}, "defaultDomain": "x.example" } }]
//! ```
//!
//! `expected` is a text, a list, an object of several members, `null` (nothing flows), or one of:
//!
//! - `{"flow": "ignore"}`
//! - `{"error": "EX301"}`: a code, its name, or its class (`parse`, `unknown_function`, `arity`, `nesting`, `type`,
//!   `argument`, `index`, `date`, `regex`, `variable`, `no_unique_value`, `custom`); `true` for any
//! - `{"matches": "^a.c$"}`: a text with a match of the pattern
//! - `{"random": {"length": 8, "minDigits": 1, "minSpecial": 1, "minUpper": 1, "minLower": 1, "exclude": "O0"}}`: a text
//!   of this length with at least so many characters of each class, the same again with the same seed

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::expression::{Context, Expression, Outcome, Source, Value};
use crate::limits::Limits;
use crate::regex::{self, Budget, Regex};
use crate::value::datetime::DateTime;
use crate::value::json::{self, Json};

/// One case, read.
#[derive(Debug, Clone)]
pub struct MappingCase {
    /// `name`, `id` or the target attribute; else the position in the file.
    pub name: String,
    /// The expression.
    pub expression: String,
    source: Json<'static>,
    expected: Json<'static>,
    options: Json<'static>,
    /// Where it stands in the file.
    pub pointer: String,
}

/// What a case gave.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseResult {
    /// The case's name.
    pub name: String,
    /// Where it stands in the file.
    pub pointer: String,
    /// Whether the outcome is the expected one.
    pub passed: bool,
    /// What was expected, as JSON text.
    pub expected: String,
    /// What came out, as JSON text; `{"error": …}` and `{"flow":"ignore"}` as in the file.
    pub actual: String,
    /// Why the expression failed, where it did.
    pub diagnostics: Diagnostics,
}

/// Reads the cases of a file.
///
/// # Errors
/// Those of [`json::parse`]; `IN008` for an element without expression or expectation, at its place.
pub fn read(text: &str, limits: &Limits) -> Result<Vec<MappingCase>, Diagnostic> {
    let document = json::parse(text, limits)?;
    let (items, in_array) = match &document {
        Json::Array(items) => (items.as_slice(), true),
        one => (std::slice::from_ref(one), false),
    };
    items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let pointer = if in_array { format!("/{index}") } else { String::new() };
            let member = |names: [&str; 2]| names.into_iter().find_map(|name| item.get(name));
            let text = |names: [&str; 2]| member(names).and_then(Json::as_str);
            let missing = |what: &str| {
                Diagnostic::new(&code::input::UNEXPECTED_SHAPE, format!("a test case needs {what}"))
                    .at(Place::pointer(pointer.clone()))
                    .help("give `expression`, `source` and `expected`, or `Expression`, `InputAttributes` and `ExpectedResult`")
            };
            let expression = text(["expression", "Expression"]).ok_or_else(|| missing("an `expression`"))?;
            let expected = member(["expected", "ExpectedResult"]).ok_or_else(|| missing("what is `expected`"))?;
            check_expectation(expected).map_err(missing)?;
            let name = text(["name", "id"]).or_else(|| text(["TargetAttributeName", "targetAttributeName"]));
            Ok(MappingCase {
                name: name.map_or_else(|| format!("case {}", index.saturating_add(1)), str::to_owned),
                expression: expression.to_owned(),
                source: member(["source", "InputAttributes"]).map(Json::to_owned).unwrap_or_default(),
                expected: expected.to_owned(),
                options: item.get("options").map(Json::to_owned).unwrap_or_default(),
                pointer,
            })
        })
        .collect()
}

impl MappingCase {
    /// Evaluates the expression and compares.
    pub fn run(&self, limits: &Limits) -> CaseResult {
        self.run_on(&self.source, limits)
    }

    /// The source object of the case.
    pub const fn source(&self) -> &Json<'static> {
        &self.source
    }

    /// As [`MappingCase::run`], the attributes read through `source`.
    pub fn run_on(&self, source: &impl Source, limits: &Limits) -> CaseResult {
        let actual = self.evaluate(source, limits);
        let shown = match &actual {
            Ok(Outcome::Value(value)) => value_as_json(value),
            Ok(Outcome::Null) => Json::Null,
            Ok(Outcome::Ignore) => Json::Object([("flow", "ignore")].into_iter().collect()),
            Err(found) => {
                let code = found.first().map_or("", |finding| finding.code.code);
                Json::Object([("error", code)].into_iter().collect())
            }
        };
        let member = |name: &str| self.expected.get(name);
        let passed = if let (Err(found), Some(wanted)) = (&actual, member("error")) {
            found.iter().any(|finding| is_error(finding, wanted))
        } else if let (Some(text), Some(pattern)) = (shown.as_str(), member("matches").and_then(Json::as_str))
        {
            matches(pattern, text)
        } else if let (Some(text), Some(wanted)) = (shown.as_str(), member("random")) {
            is_random(text, wanted) && self.evaluate(source, limits) == actual
        } else {
            shown == as_it_flows(&self.expected)
        };
        CaseResult {
            name: self.name.clone(),
            pointer: self.pointer.clone(),
            passed,
            expected: self.expected.to_string(),
            actual: shown.to_string(),
            diagnostics: if passed { Diagnostics::new() } else { actual.err().unwrap_or_default() },
        }
    }

    fn evaluate(&self, source: &impl Source, limits: &Limits) -> Result<Outcome<'static>, Diagnostics> {
        let text = |name: &str| self.options.get(name).and_then(Json::as_str);
        let taken: Vec<String> = self
            .options
            .get("taken")
            .and_then(Json::as_array)
            .unwrap_or_default()
            .iter()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect();
        let variables = self.options.get("variables").and_then(Json::as_object);
        let variables = variables.map(|variables| {
            let pair = |(name, value): (&str, &Json<'_>)| Some((name.to_owned(), value.as_str()?.to_owned()));
            let mut by_name = BTreeMap::new();
            by_name.extend(variables.iter().filter_map(pair));
            by_name
        });
        let context = Context {
            now: text("now").and_then(|now| DateTime::from_rfc3339(now).ok()),
            seed: self
                .options
                .get("seed")
                .and_then(Json::as_number)
                .and_then(json::Number::as_i64)
                .map_or(0, i64::cast_unsigned),
            taken: crate::expression::Taken::Values(&taken),
            variables: variables.unwrap_or_default(),
            default_domain: text("defaultDomain").map(Cow::Borrowed),
            limits: *limits,
            ..Context::default()
        };
        let expression = Expression::compile_within(&self.expression, limits)?;
        expression.evaluate(source, &context).map_err(Into::into)
    }
}

/// A value as it flows: text, a list of texts, an object.
fn value_as_json(value: &Value<'_>) -> Json<'static> {
    match value {
        Value::List(items) => Json::Array(items.iter().map(value_as_json).collect()),
        other => match other.to_text() {
            Some(text) => Json::from(text.into_owned()),
            None => other.to_json(),
        },
    }
}

/// An expected number or boolean in the text form in which it flows, in lists too.
fn as_it_flows(expected: &Json<'static>) -> Json<'static> {
    match expected {
        Json::Array(items) => Json::Array(items.iter().map(as_it_flows).collect()),
        Json::Bool(_) | Json::Number(_) => value_as_json(&Value::from_json(expected)),
        other => other.clone(),
    }
}

/// An expectation of one member is one of the four; another would be compared as a value and never hold.
fn check_expectation(expected: &Json<'_>) -> Result<(), &'static str> {
    const KNOWN: [&str; 4] = ["flow", "error", "matches", "random"];
    let members = || expected.as_object().into_iter().flat_map(|object| object.iter());
    match (members().next(), members().nth(1)) {
        (Some((name, _)), None) if !KNOWN.contains(&name) => {
            Err("an `expected` of a known kind: a text, a list, `flow`, `error`, `matches` or `random`")
        }
        (Some(("matches", pattern)), None) if compiled(pattern.as_str().unwrap_or("(")).is_none() => {
            Err("a pattern that compiles for `matches`")
        }
        _ => Ok(()),
    }
}

fn is_error(finding: &Diagnostic, wanted: &Json<'_>) -> bool {
    match wanted {
        Json::Bool(any) => *any,
        Json::String(word) => {
            let names = [finding.code.code, finding.code.name, error_class(finding.code.code)];
            names.iter().any(|name| word.eq_ignore_ascii_case(name))
        }
        _ => false,
    }
}

/// The class of an error of the expression language, by its code: what the specification of the language calls it.
pub fn error_class(code: &str) -> &'static str {
    match code {
        "EX201" => "unknown_function",
        "EX202" | "EX203" => "arity",
        "EX205" => "nesting",
        "EX206" | "EX303" => "argument",
        "EX301" => "date",
        "EX302" => "type",
        "EX304" => "index",
        "EX305" => "variable",
        "EX306" => "no_unique_value",
        "EX307" => "custom",
        "RX101" | "RX102" | "LM006" | "LM007" | "LM009" => "regex",
        code if code == "EX204" || code.starts_with("EX1") => "parse",
        _ => "(other)",
    }
}

fn compiled(pattern: &str) -> Option<Regex> {
    Regex::new(pattern, &regex::Limits::default()).ok()
}

fn matches(pattern: &str, text: &str) -> bool {
    let mut budget = Budget::new(Limits::DEFAULT.fuel);
    compiled(pattern).is_some_and(|pattern| pattern.is_match(text, &mut budget).unwrap_or(false))
}

/// Whether a text is what `RandomString` gives for these demands.
fn is_random(text: &str, wanted: &Json<'_>) -> bool {
    let number = |name: &str| wanted.get(name).and_then(Json::as_number).and_then(json::Number::as_i64);
    let enough = |name: &str, class: fn(char) -> bool| {
        let found = text.chars().filter(|character| class(*character)).count();
        number(name).is_none_or(|least| usize::try_from(least).is_ok_and(|least| found >= least))
    };
    let length = number("length").and_then(|length| usize::try_from(length).ok());
    let excluded = wanted.get("exclude").and_then(Json::as_str).unwrap_or_default();
    length == Some(text.chars().count())
        && enough("minDigits", |one| one.is_ascii_digit())
        && enough("minSpecial", |one| one.is_ascii_punctuation())
        && enough("minUpper", |one| one.is_ascii_uppercase())
        && enough("minLower", |one| one.is_ascii_lowercase())
        && !text.chars().any(|one| excluded.contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(text: &str) -> Vec<(String, bool, String)> {
        let run = |case: &MappingCase| {
            let result = case.run(&Limits::DEFAULT);
            (result.name, result.passed, result.actual)
        };
        read(text, &Limits::DEFAULT).unwrap().iter().map(run).collect()
    }

    #[test]
    fn both_shapes_are_run() {
        let text = r#"[
            {"TargetAttributeName":"title","Expression":"Append([jobTitle], \"!\")","InputAttributes":{"jobTitle":"Boss"},"ExpectedResult":"Boss!"},
            {"expression":"[jobTitle]","source":{},"expected":null},
            {"id":"wrong","expression":"[a]","source":{"a":"x"},"expected":"y"},
            {"expression":"IgnoreFlowIfNullOrEmpty([a])","expected":{"flow":"ignore"}},
            {"expression":"Nope()","expected":{"error":"unknown-function"}},
            {"expression":"Nope()","expected":{"error":"EX301"}},
            {"expression":"Split([a], \",\")","source":{"a":"1,2"},"expected":["1","2"]},
            {"expression":"Mid([a], 0, 1)","source":{"a":"x"},"expected":{"error":"argument"}},
            {"expression":"Nope()","expected":{"error":"unknown_function"}},
            {"expression":"Left(","expected":{"error":"parse"}},
            {"expression":"Guid()","expected":{"matches":"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}},
            {"expression":"Count([a])","source":{"a":["x","y"]},"expected":2},
            {"expression":"[a]","source":{"a":true},"expected":true},
            {"expression":"Split([a], \",\")","source":{"a":"1,2"},"expected":[1,2]},
            {"expression":"Guid()","expected":{"matches":"^x"}},
            {"expression":"RandomString(6,3,0,0,3)","expected":{"random":{"length":6,"minDigits":3,"minLower":3}}},
            {"expression":"RandomString(6,3,0,0,3)","expected":{"random":{"length":6,"minUpper":1}}}
        ]"#;
        let results = results(text);
        let passed: Vec<bool> = results[7..].iter().map(|result| result.1).collect();
        assert_eq!(passed, [true, true, true, true, true, true, true, false, true, false]);
        assert_eq!(
            results[..7],
            [
                ("title".into(), true, "\"Boss!\"".into()),
                ("case 2".into(), true, "null".into()),
                ("wrong".into(), false, "\"x\"".into()),
                ("case 4".into(), true, r#"{"flow":"ignore"}"#.into()),
                ("case 5".into(), true, r#"{"error":"EX201"}"#.into()),
                ("case 6".into(), false, r#"{"error":"EX201"}"#.into()),
                ("case 7".into(), true, r#"["1","2"]"#.into()),
            ]
        );
    }

    #[test]
    fn an_incomplete_case_is_refused_at_its_place() {
        let refused = read(r#"[{"expression":"[a]","expected":1},{"expression":"[a]"}]"#, &Limits::DEFAULT)
            .unwrap_err();
        assert_eq!(refused.at.unwrap().pointer.as_deref(), Some("/1"));
        for unknown in [r#"{"matchs":"x"}"#, r#"{"matches":"("}"#, r#"{"matches":1}"#] {
            let text = format!(r#"{{"expression":"[a]","expected":{unknown}}}"#);
            assert_eq!(read(&text, &Limits::DEFAULT).unwrap_err().code.code, "IN008", "{unknown}");
        }
    }
}
