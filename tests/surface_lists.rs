//! Operators and functions as listed, beside the service's lists where the project's own checks have them at hand.

#[path = "common/exports.rs"]
mod exports;

use scimwright::limits::Limits;
use scimwright::surface;
use scimwright::value::json::{self, Json};

fn rows(text: &str) -> Vec<Json<'static>> {
    let document = json::parse(text, &Limits::DEFAULT).unwrap();
    document.get("value").and_then(Json::as_array).unwrap().iter().map(Json::to_owned).collect()
}

#[test]
fn the_operators_of_the_service_are_listed_as_it_lists_them() {
    const OURS: [&str; 3] = ["inGraph", "documentation", "example"];
    let mut operators = rows(&surface::filter_operators());
    assert_eq!(operators.len(), 14);
    operators.iter_mut().for_each(|row| row.as_object_mut().unwrap().retain(|name, _| !OURS.contains(&name)));
    let Some(service) = exports::export("graph-filter-operators-response.json") else { return };
    for row in rows(&service) {
        assert!(operators.contains(&row), "{row}");
    }
}

#[test]
fn functions_have_the_members_of_the_service_and_ours() {
    let functions = rows(&surface::functions());
    assert_eq!(functions.len(), 55);
    for function in &functions {
        for parameter in function.get("parameters").and_then(Json::as_array).unwrap() {
            let names: Vec<&str> = parameter.as_object().unwrap().iter().map(|(name, _)| name).collect();
            assert_eq!(names, ["name", "required", "allowMultipleOccurrences", "type"]);
        }
        let known = function.get("signature").is_some();
        assert_eq!(
            known,
            !matches!(function.get("name").and_then(Json::as_str), Some("IsNothing" | "Prepend"))
        );
        let examples = function.get("examples").and_then(Json::as_array).unwrap_or_default();
        assert!(!known || !examples.is_empty(), "{function}");
    }
}

/// An example alone, with the options listed beside it, gives what it says.
#[test]
fn listed_examples_give_what_they_promise() {
    for function in rows(&surface::functions()) {
        for example in function.get("examples").and_then(Json::as_array).unwrap_or_default() {
            let member = |name| example.get(name).map_or_else(|| "{}".to_owned(), ToString::to_string);
            let expression = example.get("expression").and_then(Json::as_str).unwrap();
            let text = surface::evaluate(expression, &member("source"), &member("options"));
            let answer = json::parse(&text, &Limits::DEFAULT).unwrap();
            let expected = example.get("expected").unwrap();
            let outcome = answer.get("outcome").and_then(Json::as_str);
            match outcome {
                Some("value") => assert_eq!(answer.get("value"), Some(expected), "{expression}"),
                Some("null") => assert!(expected.is_null(), "{expression}"),
                Some("ignore") => assert!(expected.get("flow").is_some(), "{expression}"),
                _ => panic!("{expression}: {text}"),
            }
        }
    }
}

#[test]
fn a_request_that_cannot_be_read_is_answered() {
    let answer = surface::parse_expression("{", "{}");
    assert!(answer.starts_with(r#"{"parsingSucceeded":false,"evaluationSucceeded":false,"#), "{answer}");
    assert!(answer.contains(r#""error":{"code":"IN00"#), "{answer}");
    let answer = surface::parse_expression(r#"{"expression":"\"😀\" & [a]"}"#, "{}");
    assert!(answer.contains(r#""target":"1:6""#), "{answer}");
}

/// `now` is given from outside, in every call that evaluates.
#[test]
fn the_clock_comes_with_the_request() {
    let request =
        r#"{"expression":"FormatDateTime(Now(), , , \"yyyy-MM-dd\")","testInputObject":{"properties":[]}}"#;
    let answer = surface::parse_expression(request, r#"{"now":"2025-03-25T09:00:00Z"}"#);
    assert!(answer.contains(r#""evaluationResult":["2025-03-25"]"#), "{answer}");
    let answer = surface::parse_expression(request, r#"{"now":"soon"}"#);
    assert!(answer.contains(r#""parsingSucceeded":false"#) && answer.contains("IN008"), "{answer}");
}
