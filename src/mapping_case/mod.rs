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
//! With the option `kind` (`user`, `group`) the source is a Graph object, whose members are found under the names that
//! mappings use. What an expression is about may be told in `Description`, `function`, `doc`, `certainty` and `note`.
//!
//! `expected` is a text, a list, an object, `null` (nothing flows), or one of what follows. A list of one is its value.
//!
//! - `{"flow": "ignore"}`
//! - `{"error": "EX301"}`: a code, its name, or its class (`parse`, `unknown_function`, `arity`, `nesting`, `type`,
//!   `argument`, `index`, `date`, `regex`, `variable`, `no_unique_value`, `custom`); `true` for any
//! - `{"matches": "^a.c$"}`: a text with a match of the pattern
//! - `{"random": {"length": 8, "minDigits": 1, "minSpecial": 1, "minUpper": 1, "minLower": 1, "exclude": "O0"}}`: a text
//!   of this length with at least so many characters of each class, the same again with the same seed

mod evaluate;
mod read;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, code, quoted};
use crate::expression::{Outcome, Value};
use crate::limits::Limits;
use crate::regex::{self, Budget, Regex};
use crate::value::json::Json;

pub use evaluate::{Evaluation, evaluate};
pub use read::read;
use read::{Expected, Options};

/// One case, read.
#[derive(Debug, Clone)]
pub struct MappingCase {
    /// `name`, `id` or the target attribute; else the position in the file.
    pub name: String,
    /// The expression.
    pub expression: String,
    source: Json<'static>,
    expected: Expected,
    expected_text: String,
    options: Options,
    /// Where it stands in the file.
    pub pointer: String,
}

/// What a case gave.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
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
    /// Why the expression failed, where that was not expected; else what is doubtful in it. Their spans count in the
    /// expression, without the quotes and escapes of the file.
    pub diagnostics: Diagnostics,
}

impl MappingCase {
    /// Evaluates the expression and compares.
    pub fn run(&self, limits: &Limits) -> CaseResult {
        let Evaluation { outcome: actual, warnings, .. } = self.evaluate(limits);
        let shown = match &actual {
            Ok(Outcome::Value(value)) => value.to_json(),
            Ok(Outcome::Null) => Json::Null,
            Ok(Outcome::Ignore) => Json::Object([("flow", "ignore")].into_iter().collect()),
            Err(found) => {
                let code = found.first().map_or("", |finding| finding.code.code);
                Json::Object([("error", code)].into_iter().collect())
            }
        };
        let passed = match (&self.expected, &actual) {
            (Expected::AnyError, actual) => actual.is_err(),
            (Expected::Error(word), Err(found)) => found.iter().any(|finding| is_error(finding, word)),
            (Expected::Ignore, Ok(outcome)) => *outcome == Outcome::Ignore,
            (Expected::Matches(pattern), Ok(_)) => {
                sole(&shown).as_str().is_some_and(|text| matches(pattern, text))
            }
            (Expected::Random(wanted), Ok(_)) => {
                sole(&shown).as_str().is_some_and(|text| wanted.is_met_by(text))
                    && self.evaluate(limits).outcome == actual
            }
            (Expected::Value(wanted), Ok(outcome)) => {
                *outcome != Outcome::Ignore && sole(&shown) == sole(&as_it_flows(wanted))
            }
            _ => false,
        };
        CaseResult {
            name: self.name.clone(),
            pointer: self.pointer.clone(),
            passed,
            expected: self.expected_text.clone(),
            actual: shown.to_string(),
            diagnostics: match actual {
                Ok(_) => warnings,
                Err(_) if passed => Diagnostics::new(),
                Err(found) => found,
            },
        }
    }

    fn evaluate(&self, limits: &Limits) -> Evaluation {
        let context = self.options.context(limits);
        evaluate(&self.expression, Ok(self.source.clone()), self.options.kind, &context, false)
    }
}

impl CaseResult {
    /// The case as findings at its place in the file: `AM391` where it failed, with why, else what is doubtful. What was
    /// expected and what came out are told only where `show_values`.
    pub fn findings(&self, show_values: bool) -> Diagnostics {
        let Self { name, pointer, expected, actual, diagnostics, .. } = self;
        let (name, place) = (quoted(name), || Place::pointer(pointer.clone()));
        if self.passed {
            let doubt = |found: &Diagnostic| {
                let mut doubt = Diagnostic::new(found.code, format!("case {name}: {}", found.message));
                doubt.help.clone_from(&found.help);
                doubt.severity(found.severity).at(place())
            };
            return diagnostics.iter().map(doubt).collect();
        }
        let mut message = format!("the case {name} gives another result");
        if show_values {
            message.push_str(&format!(": expected {expected}, actual {actual}"));
        }
        diagnostics.iter().for_each(|found| message.push_str(&format!("; {found}")));
        Diagnostic::new(&code::attribute_mapping::CASE_FAILED, message).at(place()).into()
    }

    /// The same with the positions of JavaScript: UTF-16 code units.
    #[must_use]
    pub fn into_utf16(self) -> Self {
        let diagnostics = self.diagnostics.into_iter().map(Diagnostic::into_utf16).collect();
        Self { diagnostics, ..self }
    }
}

/// The value of a list of one: where one value is expected it flows as that value, and Graph answers with lists alone.
fn sole<'j>(value: &'j Json<'static>) -> &'j Json<'static> {
    match value.as_array() {
        Some([one]) => one,
        _ => value,
    }
}

/// An expected number or boolean in the text form in which it flows, in lists too.
fn as_it_flows(expected: &Json<'static>) -> Json<'static> {
    match expected {
        Json::Array(items) => Json::Array(items.iter().map(as_it_flows).collect()),
        Json::Bool(_) | Json::Number(_) => Value::from_json(expected).to_json(),
        other => other.clone(),
    }
}

fn is_error(finding: &Diagnostic, word: &str) -> bool {
    let names = [Some(finding.code.code), Some(finding.code.name), finding.code.class];
    names.into_iter().flatten().any(|name| word.eq_ignore_ascii_case(name))
}

fn compiled(pattern: &str) -> Option<Regex> {
    Regex::new(pattern, &regex::Limits::default()).ok()
}

fn matches(pattern: &str, text: &str) -> bool {
    let mut budget = Budget::new(Limits::DEFAULT.fuel);
    compiled(pattern).is_some_and(|pattern| pattern.is_match(text, &mut budget).unwrap_or(false))
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
    fn what_is_doubtful_is_told_whatever_came_out() {
        let text = r#"[
            {"expression":"append([a], \"x\")","source":{"a":"v"},"expected":"vx"},
            {"expression":"append([a], \"x\")","source":{"a":"v"},"expected":"y"},
            {"expression":"Nope()","expected":"y"},
            {"expression":"Nope()","expected":{"error":"EX201"}}
        ]"#;
        let codes = |case: &MappingCase| {
            let found = case.run(&Limits::DEFAULT).diagnostics;
            found.iter().map(|finding| finding.code.code).collect::<Vec<_>>()
        };
        let found: Vec<_> = read(text, &Limits::DEFAULT).unwrap().iter().map(codes).collect();
        assert_eq!(found, [vec!["EX251"], vec!["EX251"], vec!["EX201"], vec![]]);
    }

    /// The files of HRProvisioningTests: Graph's `evaluationResult` is a list, compared with one text.
    #[test]
    fn the_files_of_hr_provisioning_tests_are_read() {
        let text = r#"[
            {"TargetAttributeName":"givenName","Description":"When name is 'Lukáš'","ExpectedResult":"Lukas",
             "Expression":"NormalizeDiacritics([firstName])","InputAttributes":{"firstName":"Lukáš"}},
            {"ExpectedResult":"a","Expression":"Split([a], \",\")","InputAttributes":{"a":"a"}},
            {"ExpectedResult":["a"],"Expression":"[a]","InputAttributes":{"a":"a"}},
            {"ExpectedResult":"a","Expression":"Split([a], \",\")","InputAttributes":{"a":"a,b"}},
            {"expected":{"matches":"^a$"},"expression":"Split([a], \",\")","source":{"a":"a"}},
            {"expected":{"random":{"length":1,"minLower":1}},"expression":"Split([a], \",\")","source":{"a":"a"}},
            {"expected":{"matches":"a"},"expression":"Split([a], \",\")","source":{"a":"a,b"}}
        ]"#;
        let passed: Vec<bool> = results(text).iter().map(|result| result.1).collect();
        assert_eq!(passed, [true, true, true, false, true, true, false]);
    }

    #[test]
    fn an_object_is_expected_as_a_value() {
        let text = r#"[
            {"expression":"[a]","source":{"a":{"v":1}},"expected":{"v":1},"note":"for readers"},
            {"expression":"[mobile]","source":{"mobilePhone":"7"},"expected":"7","options":{"kind":"user"}},
            {"expression":"[a]","expected":{"error":true}}
        ]"#;
        let passed: Vec<bool> = results(text).iter().map(|result| result.1).collect();
        assert_eq!(passed, [true, true, false]);
    }

    #[test]
    fn what_would_be_passed_over_or_never_hold_is_refused_at_its_place() {
        let refused = |text: &str| {
            let finding = read(text, &Limits::DEFAULT).unwrap_err();
            assert_eq!(finding.code.code, "IN008", "{text}");
            finding.at.as_ref().unwrap().pointer.as_ref().unwrap().to_string()
        };
        assert_eq!(refused(r#"[{"expression":"[a]","expected":1},{"expression":"[a]"}]"#), "/1");
        for (members, place) in [
            (r#""expected":{"matchs":"x"}"#, "/0/expected"),
            (r#""expected":{"matches":"("}"#, "/0/expected/matches"),
            (r#""expected":{"matches":1}"#, "/0/expected/matches"),
            (r#""expected":{"error":false}"#, "/0/expected/error"),
            (r#""expected":{"error":"unknown-functoin"}"#, "/0/expected/error"),
            (r#""expected":{"flow":"ignored"}"#, "/0/expected/flow"),
            (r#""expected":{"random":{"length":"8"}}"#, "/0/expected/random/length"),
            (r#""expected":{"random":{"length":8,"minDigit":1}}"#, "/0/expected/random"),
            (r#""expected":1,"input":{}"#, "/0"),
            (r#""expected":1,"source":"{}""#, "/0/source"),
            (r#""expected":1,"options":{"Now":"2025-03-25T09:00:00Z"}"#, "/0/options"),
            (r#""expected":1,"options":{"now":"yesterday"}"#, "/0/options/now"),
            (r#""expected":1,"options":{"taken":[1]}"#, "/0/options/taken/0"),
            (r#""expected":1,"options":{"kind":"User"}"#, "/0/options/kind"),
        ] {
            assert_eq!(refused(&format!(r#"[{{"expression":"[a]",{members}}}]"#)), place, "{members}");
        }
    }
}
