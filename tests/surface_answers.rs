//! Answers of functions that stand on no other test's way, by the contract of `npm/index.d.ts`; operators and functions
//! as listed, beside the service's lists where the project's own checks have them at hand.

#[path = "common/exports.rs"]
mod exports;

use scimwright::diagnostic::code;
use scimwright::limits::Limits;
use scimwright::surface;
use scimwright::value::json::{self, Json};
use serde_json::{Value, json};

fn answer(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn mapping_cases_are_run_and_the_answer_says_whether_all_passed() {
    let good = json!({"name": "good", "expression": "[a]", "source": {"a": "x"}, "expected": "x"});
    let bad = json!({"name": "bad", "expression": "[a]", "source": {"a": "x"}, "expected": "y"});
    let run = |cases: Value| answer(&surface::test_mappings(&cases.to_string()));
    assert_eq!(run(json!([good]))["passed"], true);
    let both = run(json!([good, bad]));
    assert_eq!((&both["ok"], &both["passed"]), (&json!(true), &json!(false)));
    let row = &both["results"][1];
    assert_eq!((&row["name"], &row["pointer"], &row["passed"]), (&json!("bad"), &json!("/1"), &json!(false)));
    assert_eq!((&row["expected"], &row["actual"]), (&json!(r#""y""#), &json!(r#""x""#)));
    assert_eq!(run(json!(5))["ok"], false);
}

/// `index.d.ts`, `EvaluateOptions`: with `id` random functions start where they do in a preview of that object.
#[test]
fn random_functions_of_an_object_give_what_its_preview_shows() {
    let mut schema: Value = answer(include_str!("cases/data/gong-schema.json"));
    let mapped = schema["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap();
    let users = mapped.iter_mut().find(|mapping| mapping["sourceObjectName"] == "User").unwrap();
    let title = users["attributeMappings"].as_array_mut().unwrap().iter_mut();
    title.filter(|mapping| mapping["targetAttributeName"] == "title").for_each(|mapping| {
        mapping["source"] =
            json!({"expression": "Guid()", "name": "Guid", "type": "Function", "parameters": []});
    });
    let user = json!({"id": "u-1", "userPrincipalName": "a@x.example", "accountEnabled": true});
    for seed in [json!(0), json!(7), json!(u64::MAX)] {
        let settings = json!({"scope": "all", "seed": seed});
        let options = json!({"schema": schema, "settings": settings}).to_string();
        let engine = surface::Engine::create(&options).unwrap();
        let preview = answer(&engine.preview(&user.to_string(), "user", None));
        let title = preview["attributes"].as_array().unwrap().iter().find(|row| row["target"] == "title");
        let shown = &title.unwrap()["value"];
        assert!(shown.is_string(), "{preview}");
        let evaluated = |options: Value| {
            answer(&surface::evaluate("Guid()", &user.to_string(), &options.to_string()))["value"].clone()
        };
        assert_eq!(&evaluated(json!({"seed": seed, "id": "u-1"})), shown, "{seed}");
        assert_ne!(&evaluated(json!({"seed": seed, "id": "u-2"})), shown, "{seed}");
        assert_ne!(&evaluated(json!({"seed": seed})), shown, "{seed}");
    }
    let refused = answer(&surface::evaluate("Guid()", "{}", r#"{"id":5}"#));
    assert_eq!(refused["diagnostics"][0]["at"]["pointer"], "/id");
}

/// What could never hold, or would be passed over, is refused at its place.
#[test]
fn mapping_cases_that_say_a_thing_twice_or_cannot_hold_are_refused() {
    for (case, pointer) in [
        (json!({"expression": "[a]", "expected": "x", "ExpectedResult": "y"}), "/0/ExpectedResult"),
        (json!({"expression": "[a]", "Expression": "[b]", "expected": "x"}), "/0/Expression"),
        (json!({"expression": "[a]", "expected": []}), "/0/expected"),
        (json!({"expression": "[a]", "expected": {"error": "PL201"}}), "/0/expected/error"),
        (json!({"expression": "[a]", "expected": {"error": "EX255"}}), "/0/expected/error"),
    ] {
        let refused = answer(&surface::test_mappings(&json!([case]).to_string()));
        assert_eq!(refused["diagnostics"][0]["at"]["pointer"], pointer, "{case}: {refused}");
    }
    let held = json!([{"expression": "Swich([a])", "expected": {"error": "EX201"}}]);
    assert_eq!(answer(&surface::test_mappings(&held.to_string()))["passed"], true);
}

/// Reports for JavaScript count as JavaScript does, whether the text is at hand or not.
#[test]
fn reports_in_json_count_as_the_findings_given() {
    let text = r#"Append([é💥], Swich([a], "a"))"#;
    let found = answer(&surface::check_expression(text, "{}"));
    let span = &found["diagnostics"][0]["at"]["span"];
    assert_eq!(span["start"], 14);
    assert_eq!(found["diagnostics"][0]["fixes"][0]["span"]["start"], 14);
    for text in [json!(text), Value::Null] {
        let sections = json!([{"name": "x", "text": text, "diagnostics": found["diagnostics"]}]);
        for format in ["json", "ndjson"] {
            let report =
                answer(&surface::report(&sections.to_string(), &json!({"format": format}).to_string()));
            let rows = answer(report["text"].as_str().unwrap());
            let row = if rows.is_array() { &rows[0] } else { &rows };
            assert_eq!(&row["at"]["span"], span, "{format} {text}: {report}");
            assert_eq!(row["fixes"], found["diagnostics"][0]["fixes"], "{format} {text}: {report}");
        }
    }
}

#[test]
fn an_expression_is_laid_out_with_the_same_meaning() {
    let text = r#"Switch([department],"none","Sales",Join("-",[country],[city]),"IT","it")"#;
    let laid_out = answer(&surface::format_expression(text));
    let again = |text: &str| answer(&surface::check_expression(text, "{}"))["canonical"].clone();
    assert_eq!(again(laid_out["text"].as_str().unwrap()), again(text));
    assert_eq!(answer(&surface::format_expression("Join("))["ok"], false);
}

/// House style §5: a finding has its place.
#[test]
fn an_unknown_kind_is_refused_with_its_place() {
    let (user, kind) = (r#"{"userName":"a"}"#, r#"{"kind":"Robot"}"#);
    for text in [
        surface::filter_matches("title pr", user, kind),
        surface::resolve_path("title", kind),
        surface::apply_patch(user, "{}", kind),
        surface::diff(user, user, kind),
        surface::validate_payload(user, kind),
    ] {
        assert_eq!(answer(&text)["diagnostics"][0]["at"], json!({"pointer": "/kind"}), "{text}");
    }
}

#[test]
fn a_difference_is_a_patch_or_null() {
    let user = |title: &str| {
        json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "a", "title": title})
            .to_string()
    };
    let diff = |after: &str, options: &str| answer(&surface::diff(&user("Guide"), after, options));
    assert_eq!(diff(&user("Guide"), "{}"), json!({"ok": true, "patch": null}));
    // The dialects write `Replace` and `replace`; the first is the default, as it is Entra ID's.
    for (options, op) in [
        ("{}", "Replace"),
        (r#"{"patchFormat":"legacy"}"#, "Replace"),
        (r#"{"patchFormat":"compliant"}"#, "replace"),
    ] {
        let patch = diff(&user("Chief"), options);
        let operation = &patch["patch"]["Operations"][0];
        assert_eq!(
            (&operation["op"], &operation["path"], &operation["value"]),
            (&json!(op), &json!("title"), &json!("Chief"))
        );
    }
    assert_eq!(diff(&user("Chief"), r#"{"patchFormat":"new"}"#)["ok"], false);
    // A refusal names the document that it is about, and has the keyword of what was read.
    let deep = "[".repeat(65);
    let told = |before: &str, after: &str| {
        let refused = answer(&surface::diff(before, after, "{}"));
        let text = |name: &str| refused[name].as_str().unwrap_or_default().to_owned();
        (text("document"), text("scimType"))
    };
    for (before, after, document, keyword) in [
        (r#"{"a""#, "{}", "before", "invalidSyntax"),
        ("{}", &*deep, "after", "invalidSyntax"),
        ("5", "{}", "before", "invalidSyntax"),
        (r#"{"foo":1}"#, "{}", "before", "invalidPath"),
        ("{}", r#"{"foo":1}"#, "after", "invalidPath"),
        ("{}", r#"{"title":5}"#, "after", "invalidValue"),
        (r#"{"userName":"a"}"#, r#"{"userName":null}"#, "after", "mutability"),
        (r#"{"userName":"a"}"#, r#"{"title":"T"}"#, "before", "mutability"),
    ] {
        assert_eq!(told(before, after), (document.to_owned(), keyword.to_owned()), "{before} {after}");
    }
}

#[test]
fn codes_reasons_and_errors_are_explained() {
    assert_eq!(answer(&surface::version())["engine"], env!("CARGO_PKG_VERSION"));
    let rows = answer(&surface::codes());
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), code::all().count());
    for row in rows {
        let text = surface::explain(row["code"].as_str().unwrap());
        assert_eq!(text, surface::explain(row["name"].as_str().unwrap()));
        for part in ["code", "name", "severity", "summary"] {
            assert!(text.contains(row[part].as_str().unwrap()), "{text}");
        }
    }
    assert!(surface::explain("redundant").contains("In the provisioning log: RedundantExport"));
    assert!(surface::explain("invalidanchor").starts_with("InvalidAnchor (code of the provisioning log)"));
    assert!(surface::explain("unknown-functoin").ends_with("did you mean `unknown-function`?"));
    assert!(surface::explain("zzz").ends_with("error code `zzz`"));
}

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

/// The clock, chance and the caller decide what these give; every other function gives the same for the same arguments.
#[test]
fn functions_that_do_not_follow_from_their_arguments_are_named() {
    let functions = rows(&surface::functions());
    let told = |name: &str| {
        let mut all = functions.iter();
        let row = all.find(|row| row.get("name").and_then(Json::as_str) == Some(name)).unwrap();
        row.get("deterministic").and_then(Json::as_bool)
    };
    for name in ["Now", "Guid", "RandomString", "SelectUniqueValue"] {
        assert_eq!(told(name), Some(false), "{name}");
    }
    for name in ["ToLower", "Switch", "IIF", "FormatDateTime", "Replace"] {
        assert_eq!(told(name), Some(true), "{name}");
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

/// `index.d.ts`: what is wrong with one of the objects is told beside the answer for the others, in places that count as
/// JavaScript does.
#[test]
fn objects_that_cannot_be_read_are_told_beside_the_others() {
    let schema = include_str!("../profiles/gong/synchronization-schema.json");
    let users = r#"[{"id":"a","note":"é💥","note":"x"},{"id":"b","userPrincipalName":"b@x.example"}]"#;
    let refused = answer(&surface::Engine::create("{}").unwrap().preview(&users[1..42], "user", None));
    assert_eq!(refused["diagnostics"][0]["code"], "IN003", "{refused}");
    let engine = surface::Engine::create(r#"{"settings":{"scope":"all"}}"#).unwrap();
    let plan = answer(&engine.plan(Some(users), None, None, None));
    assert_eq!(plan["previews"].as_array().unwrap().len(), 1);
    let compared = answer(&surface::compare_schemas(schema, schema, users));
    assert_eq!(compared["ok"], true, "{compared}");
    for told in [&plan, &compared] {
        let found = told["diagnostics"].as_array().unwrap().iter().find(|it| it["code"] == "IN003");
        let span = &found.unwrap_or_else(|| panic!("{told}"))["at"]["span"];
        let units: Vec<u16> = users.encode_utf16().collect();
        let from = String::from_utf16(&units[span["start"].as_u64().unwrap() as usize..]).unwrap();
        assert!(from.starts_with(r#""note":"x""#), "{told}");
    }
}
