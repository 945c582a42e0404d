//! The lint of a synchronizationSchema: expressions, as texts and as trees.

#[path = "common/lint.rs"]
mod linted;

use linted::{USERS, broken, finds, found, lint};
use scimwright::limits::Limits;
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};
use scimwright::value::json::Json;

const NOTHING: &[&str] = &[];

/// Findings of the expression language stand in the document and know the mapping around them.
#[test]
fn expressions_in_their_mapping() {
    let source =
        |expression: &str| format!(r#"{{"type":"Function","name":"F","expression":{expression:?}}}"#);
    let lines = |target: usize, expression: &str, options: &CheckOptions| {
        let text = broken(&[(&format!("{USERS}/attributeMappings/{target}/source"), &source(expression))]);
        lint(&text, options)
    };
    let codes = |lines: Vec<String>| -> Vec<String> {
        lines.iter().map(|line| line.split(' ').nth(1).unwrap_or_default().to_owned()).collect()
    };
    let default = CheckOptions::default();
    assert_eq!(
        lines(3, "Swich([jobTitle], , \"a\", \"b\")", &default),
        [
            "error EX201 USERS/attributeMappings/3/source/expression: unknown function `Swich` >Swich< (did you mean `Switch`?)"
        ]
    );
    assert_eq!(codes(lines(3, "SelectUniqueValue([mail], [jobTitle])", &default)), ["EX259"]);
    assert_eq!(codes(lines(3, "Guid()", &default)), ["EX260"]);
    assert!(codes(lines(1, "Switch([manager], , \"a\", \"b\")", &default)).contains(&"EX262".to_owned()));
    let role = "SingleAppRoleAssignment([appRoleAssignments])";
    assert_eq!(lines(3, role, &default), NOTHING);
    // Provisioning specification C-8: an error of the configuration.
    let all = lines(3, role, &CheckOptions { sync_all: true, ..default });
    assert!(all.len() == 1 && all[0].starts_with("error EX261 "), "{all:?}");
    let long = format!("Append([mail], \"{}\")", "x".repeat(10_000));
    assert_eq!(codes(lines(3, &long, &default)), ["EX263"]);
}

const LOST: &str = r#"{"expression":"Append(\"@\", )","name":"Append","type":"Function","parameters":[
    {"key":"source","value":{"expression":"\"@\"","name":"@","type":"Constant","parameters":[]}},
    {"key":"suffix","value":{"expression":null,"name":"%DomainFQDN%","type":"Constant","parameters":[]}}]}"#;

/// §8.2 and §8.5: the tree where the text has lost a constant; a placeholder is reported in either spelling.
#[test]
fn what_the_service_fills_in_is_reported_in_either_form() {
    for source in [LOST, r#"{"expression":"Append(\"@\", %DomainFQDN%)","type":"Function"}"#] {
        let text = broken(&[(&format!("{USERS}/attributeMappings/3/source"), source)]);
        let schema = SynchronizationSchema::parse(&text, &Limits::DEFAULT).expect("a schema");
        let codes: Vec<&str> =
            check(&schema, &CheckOptions::default()).iter().map(|finding| finding.code.code).collect();
        assert!(codes.contains(&"AM220"), "{codes:?}");
        assert!(!codes.iter().any(|code| code.starts_with("EX2")), "{codes:?}");
        // A preview shows the placeholder itself.
        let engine = scimwright::Engine::builder().schema(&schema).build().expect("an engine");
        let user = scimwright::SourceObject::user(
            r#"{"id":"1","userPrincipalName":"a@x.example","accountEnabled":true,"mail":"a@x.example","givenName":"A","surname":"B"}"#,
        )
        .expect("a user");
        let body = engine.preview(&user, None).requests.into_iter().find_map(|request| request.body);
        assert_eq!(body.expect("a body").read().get("title"), Some(&Json::from("@%DomainFQDN%")));
    }
}

/// Expression specification §11.1: rebuilding from the parameters alone is ambiguous for Switch and reported.
#[test]
fn a_switch_without_text_and_default_is_reported() {
    let constant =
        |name: &str| format!(r#"{{"key":"switchValue","value":{{"name":"{name}","type":"Constant"}}}}"#);
    let source = format!(
        r#"{{"expression":null,"name":"Switch","type":"Function","parameters":[{{"key":"source","value":{{"name":"jobTitle","type":"Attribute"}}}},{},{},{},{}]}}"#,
        constant("a"),
        constant("b"),
        constant("c"),
        constant("d")
    );
    let text = broken(&[(&format!("{USERS}/attributeMappings/3/source"), &source)]);
    let schema = SynchronizationSchema::parse(&text, &Limits::DEFAULT).expect("a schema");
    let found = check(&schema, &CheckOptions::default());
    assert!(found.iter().any(|finding| finding.code.code == "EX270"), "{found:?}");
}

/// Parts of a tree that have their text alone say the same as the text around them.
#[test]
fn a_tree_of_texts_alone_is_compared_too() {
    let source = |argument: &str| {
        format!(
            r#"{{"expression":"Trim(ToLower([jobTitle]))","name":"Trim","type":"Function","parameters":[{{"key":"source","value":{{"name":"ToLower","type":"Function","parameters":[{{"key":"source","value":{argument}}}]}}}}]}}"#
        )
    };
    let of = |argument: &str| found(&[("USERS/attributeMappings/3/source", &source(argument))]);
    assert_eq!(of(r#"{"expression":"[jobTitle]","type":"Attribute"}"#), NOTHING);
    assert_eq!(
        of(r#"{"expression":"[department]","type":"Attribute"}"#),
        [
            "warning AM215 USERS/attributeMappings/3/source/expression: text and tree of this source differ: the text says `[jobTitle]`, the tree `[department]` >Trim(ToLower([jobTitle]))< (the text is used here)",
        ]
    );
    let nested = r#"{"expression":"Trim(ToLower([jobTitle]))","name":"Trim","type":"Function","parameters":[{"key":"source","value":{"expression":"ToLower([jobTitle])","name":"ToLower","type":"Function"}}]}"#;
    finds(&[("USERS/attributeMappings/3/source", nested)], NOTHING);
}

/// Rules of the tree and of the text are the same: an operator that the language does not have is an error.
#[test]
fn a_sign_that_is_none_is_reported() {
    let part = |key: &str, kind: &str, name: &str| {
        format!(r#"{{"key":"{key}","value":{{"name":"{name}","type":"{kind}"}}}}"#)
    };
    let parts = [
        part("one", "Attribute", "jobTitle"),
        part("two", "Constant", "=="),
        part("three", "Constant", "x"),
        part("four", "Constant", "yes"),
        part("five", "Constant", "no"),
    ];
    let source = format!(r#"{{"name":"IIF","type":"Function","parameters":[{}]}}"#, parts.join(","));
    let at = format!("{USERS}/attributeMappings/3/source");
    let schema =
        SynchronizationSchema::parse(&broken(&[(&at, &source)]), &Limits::DEFAULT).expect("a schema");
    let found = check(&schema, &CheckOptions::default());
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    let place = finding.at.as_ref().and_then(|place| place.pointer.as_deref());
    let sign = format!("{at}/parameters/1");
    assert_eq!((finding.code.code, place), ("EX108", Some(sign.as_str())));
}

/// A tree says the same as a text: what no text can say is an error where it stands.
#[test]
fn parts_of_a_tree_that_no_text_can_say_are_errors() {
    let trim =
        |parameters: &str| format!(r#"{{"name":"Trim","type":"Function","parameters":[{parameters}]}}"#);
    let source = |name: &str| format!(r#"{{"key":"source","value":{{"name":"{name}","type":"Attribute"}}}}"#);
    finds(
        &[("USERS/attributeMappings/3/source", &trim(&source("job]Title")))],
        &[
            "error AM222 USERS/attributeMappings/3/source/parameters/0/value/name: an expression cannot hold the name `job]Title` (brackets and quotes in the name of an attribute must be closed, and no blanks stand at its ends)",
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/source", &trim(&[source("jobTitle"), source("mail")].join(",")))],
        &[
            "error AM223 USERS/attributeMappings/3/source/parameters/1: the argument `source` is given more than once (the function takes it once: keep one of its parameters)",
        ],
    );
}

/// `W_ATTR_LOOKS_LIKE_CALL`, also where the whole source is such an attribute.
#[test]
fn a_call_in_brackets_is_seen_in_a_direct_mapping() {
    let source =
        r#"{"expression":"[IsNullorEmpty([country])]","name":"IsNullorEmpty([country])","type":"Attribute"}"#;
    let found = found(&[("USERS/attributeMappings/3/source", source)]);
    assert!(
        found.iter().any(|line| line.contains("EX258")) && !found.iter().any(|line| line.contains("AM211")),
        "{found:?}"
    );
}

#[test]
fn a_constant_that_cannot_be_read_is_told_once() {
    let found =
        found(&[("USERS/attributeMappings/3/source", r#"{"expression":"\"a\" b","type":"Constant"}"#)]);
    assert_eq!(found.iter().filter(|line| line.contains("EX107")).count(), 1, "{found:?}");
}

/// "One element, or the one with `default: true`; else an error listing their ids."
#[test]
fn several_defaults_are_told_apart_from_none() {
    let message = |first: &str, second: &str| {
        let schema =
            |id: &str, default: &str| format!(r#"{{"id":"{id}"{default},"schema":{{"directories":[]}}}}"#);
        let text = format!(r#"{{"value":[{},{}]}}"#, schema("a", first), schema("b", second));
        SynchronizationSchema::parse(&text, &Limits::DEFAULT).err().map(|refused| refused.message.clone())
    };
    let default = r#","default":true"#;
    assert_eq!(
        message("", ""),
        Some("2 schemas stand in `value` and none is the default: `a`, `b`".to_owned())
    );
    let several = message(default, default);
    assert_eq!(several, Some("2 schemas stand in `value` and several are the default: `a`, `b`".to_owned()));
    assert_eq!(message("", default), None);
}
