//! Sources of a configuration as text and as tree: what the check and the engine make of either, and where their findings
//! stand; sentences are those of the synchronization schema specification.

#[path = "common/configuration.rs"]
mod configuration;

use configuration::*;
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::sync_schema::SynchronizationSchema;
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

/// A text with and around an expression nested deeper than the limits allow by default.
fn trimmed(text: &str) -> String {
    format!("{}{text}{}", "Trim(".repeat(100), ")".repeat(100))
}

/// Larger limits refuse less and change nothing else: what a run on demand leaves out, what needs an assignment.
#[test]
fn deep_expressions_follow_the_rules_of_flat_ones() {
    let limits = Limits { nesting: 200, ..Limits::DEFAULT };
    for (settings, code) in [(json!({ "onDemand": true }), "PV315"), (json!({ "scope": "all" }), "PV203")] {
        let roles = "SingleAppRoleAssignment([appRoleAssignments])";
        for text in [roles, &trimmed(roles)] {
            let schema = titled(json!({ "type": "Function", "expression": text }));
            let engine = engine(&schema, &settings, limits);
            assert_eq!(told(engine.diagnostics()), [format!("{code} attributeMappings/3")]);
        }
    }
}

/// Synchronization schema specification §8.2: the tree, where the text has lost a part; however deep it is.
#[test]
fn deep_texts_that_have_lost_a_part_give_way_to_the_tree() {
    let mut tree =
        function("Append", json!([part("source", attribute("jobTitle")), part("suffix", constant("!"))]));
    let mut text = "Append([jobTitle], )".to_owned();
    for _ in 0..70 {
        tree = function("Trim", json!([part("source", tree)]));
        text = format!("Trim({text})");
    }
    tree["expression"] = json!(text);
    let limits = Limits { nesting: 128, ..Limits::DEFAULT };
    let schema = SynchronizationSchema::parse(&titled(tree).to_string(), &limits).unwrap();
    // What a builder is given holds for all of it, in whatever order.
    for builder in
        [Engine::builder().limits(limits).schema(&schema), Engine::builder().schema(&schema).limits(limits)]
    {
        let engine = builder.build().unwrap();
        assert_eq!(told(engine.diagnostics()), NOTHING);
        assert_eq!(value_of(&preview(&engine, json!({ "jobTitle": "Boss" })), "title"), json!("Boss!"));
    }
}

/// A span is one of the string at the pointer, and so are those of labels and fixes.
fn stand_in_their_text(schema: &Value, findings: &[Diagnostic]) {
    for finding in findings {
        // Of an object in the run the configuration has no place.
        let Some(at) = finding.at.as_ref().filter(|at| at.pointer.is_some()) else { continue };
        let value = schema.pointer(at.pointer.as_deref().unwrap()).unwrap_or_else(|| panic!("{finding:?}"));
        let spans = at.span.iter().chain(finding.labels.iter().map(|label| &label.span));
        for span in spans.chain(finding.fixes.iter().map(|fix| &fix.span)) {
            let text = value.as_str().unwrap_or_else(|| panic!("{finding:?}"));
            assert!(text.get(span.start..span.end).is_some(), "{finding:?}");
        }
    }
}

/// Synchronization schema specification §10.9: a finding has a pointer and, for expressions, an offset in the text. Where the
/// tree is used there is no text: the tree is the place, and a fix has nothing to replace.
#[test]
fn findings_in_a_tree_stand_at_the_tree() {
    let date = function("CDate", json!([part("source", attribute("mail"))]));
    let mut lost =
        function("Append", json!([part("source", attribute("mail")), part("suffix", date.clone())]));
    lost["expression"] = json!("Append([mail], )");
    let mut twice = function(
        "Mid",
        json!([
            part("source", attribute("mail")),
            part("start", constant("1")),
            part("start", constant("1")),
            part("length", constant("8")),
        ]),
    );
    let nested = json!({ "name": "Trim", "type": "Function", "expression": "Trim([mail]" });
    let misspelt =
        function("append", json!([part("source", attribute("Mail")), part("suffix", constant("x"))]));
    let broken = function("Append", json!([part("source", nested), part("suffix", constant("x"))]));
    let of_text = twice.clone();
    twice["expression"] = json!("Mid([mail], 1)");
    for (source, in_check, in_engine, in_preview) in [
        (lost, vec!["AM215 /expression"], vec![], vec!["EX301 "]),
        (date, vec![], vec![], vec!["EX301 "]),
        (twice, vec!["AM215 /expression", "AM223 /parameters/2"], vec!["AM223 /parameters/2"], vec![]),
        (of_text, vec!["AM223 /parameters/2"], vec!["AM223 /parameters/2"], vec![]),
        (misspelt, vec!["EX251 ", "EX252 "], vec![], vec![]),
        (
            broken,
            vec!["EX105 /parameters/0/value/expression"],
            vec!["EX105 /parameters/0/value/expression"],
            vec![],
        ),
        (function("Frob", json!([])), vec!["EX201 "], vec!["EX201 "], vec![]),
    ] {
        let schema = titled(source);
        let engine = engine(&schema, &json!({}), Limits::DEFAULT);
        let previewed = preview(&engine, json!({})).diagnostics;
        for (findings, expected) in [
            (checked(&schema), in_check),
            (engine.diagnostics().to_vec(), in_engine),
            (previewed.to_vec(), in_preview),
        ] {
            stand_in_their_text(&schema, &findings);
            let of_title = told(&findings).into_iter().filter(|told| told.contains("attributeMappings/3"));
            let shown = of_title.map(|told| told.replace("attributeMappings/3/source", ""));
            let mut shown: Vec<_> = shown.collect();
            // Findings follow the document, whose members stand as the crate that writes it here was built.
            shown.sort();
            assert_eq!(shown, expected);
        }
    }
}

/// Synchronization schema specification §9 and §10.9: names in any letter case, places as the document has them.
#[test]
fn findings_are_spelled_as_the_document_is() {
    let mut schema = titled(json!({ "Type": "Function", "Name": "CDate", "Expression": "CDate([mail])" }));
    let object = schema.pointer_mut(USERS).unwrap().as_object_mut().unwrap();
    for (name, spelled) in
        [("attributeMappings", "AttributeMappings"), ("targetObjectName", "TargetObjectName")]
    {
        let value = object.remove(name).unwrap();
        object.insert(spelled.to_owned(), value);
    }
    object["TargetObjectName"] = json!("Person");
    object["AttributeMappings"][0]["matchingPriority"] = json!(0);
    let engine = engine(&schema, &json!({}), Limits::DEFAULT);
    let found = told(engine.diagnostics());
    for expected in ["SS202 TargetObjectName", "AM206 TargetObjectName", "AM201 AttributeMappings"] {
        assert!(found.contains(&expected.to_owned()), "{found:?}");
    }
    stand_in_their_text(&schema, engine.diagnostics());
    let previewed = preview(&engine, json!({}));
    let failed = told(&previewed.diagnostics);
    assert!(failed.contains(&"EX301 AttributeMappings/3/source/Expression".to_owned()), "{failed:?}");
}

/// A source object has its own names: a configuration in other letters changes no place in it.
#[test]
fn places_in_an_object_are_spelled_as_the_object_is() {
    let mut schema = changed(&[]);
    let id = schema.as_object_mut().unwrap().remove("id").unwrap();
    schema["Id"] = id;
    let mut nameless = user(json!({}));
    nameless.as_object_mut().unwrap().remove("id");
    let source = SourceObject::user(nameless.to_string()).unwrap();
    let previewed = engine(&schema, &json!({}), Limits::DEFAULT).preview(&source, None);
    assert!(told(&previewed.diagnostics).contains(&"PV301 /id".to_owned()), "{:?}", previewed.diagnostics);
}

/// A name inside an expression is mended in a configuration as it is alone; a call in brackets is one fault.
#[test]
fn names_in_expressions_have_their_fixes() {
    for (text, code, replacement) in [
        (r#"Append([JobTitle], "x")"#, "EX252", "[jobTitle]"),
        (r#"Append([jobTittle], "x")"#, "AM211", "[jobTitle]"),
        (r#"Append([businessPhones], "x")"#, "AM211", "[telephoneNumber]"),
        (r#"IIF([IsNullOrEmpty([country])], "x", "y")"#, "EX258", "IsNullOrEmpty([country])"),
    ] {
        let found = checked(&titled(json!({ "type": "Function", "expression": text })));
        assert_eq!(told(&found), [format!("{code} attributeMappings/3/source/expression")], "{text}");
        let [fix] = found[0].fixes.as_slice() else { panic!("{found:?}") };
        let span = found[0].span().unwrap();
        assert_eq!((fix.span.start, fix.span.end), (span.start, span.end), "{text}");
        assert_eq!(fix.replacement, replacement);
    }
}

/// A name is mended wherever it is read, and by no name that the object does not have.
#[test]
fn every_place_of_a_name_has_its_fix() {
    let text = r#"Append([JobTitle], [JobTitle])"#;
    let found = checked(&titled(json!({ "type": "Function", "expression": text })));
    let fixed: Vec<_> = found.iter().flat_map(|finding| &finding.fixes).map(|fix| fix.span.start).collect();
    assert_eq!((told(&found).len(), fixed), (2, vec![7, 19]));
    let mut schema = titled(json!({ "type": "Function", "expression": r#"Append([businessPhones], "x")"# }));
    let defined = schema.pointer_mut("/directories/0/objects/0/attributes").unwrap().as_array_mut().unwrap();
    defined.retain(|attribute| attribute["name"] != "telephoneNumber");
    let found = checked(&schema);
    let found: Vec<_> = found.iter().filter(|finding| finding.message.contains("`businessPhones`")).collect();
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.help.as_deref(), Some("the provisioning service calls it `telephoneNumber`"));
    assert!(finding.fixes.is_empty(), "{finding:?}");
}

/// The parts of a tree have one place, so what is said of two of them in the same words is said once.
#[test]
fn a_tree_is_told_nothing_twice() {
    let frob = |argument: Value| function("Frob", json!([part("source", argument)]));
    let twice = [part("source", frob(attribute("jobTitle"))), part("suffix", frob(constant("x")))];
    assert_eq!(
        told(&checked(&titled(function("Append", json!(twice))))),
        ["EX201 attributeMappings/3/source"]
    );
    let twice = [part("source", constant("%Tenant%")), part("suffix", constant("%Tenant%"))];
    let found = told(&checked(&titled(function("Append", json!(twice)))));
    assert_eq!(found, ["AM220 attributeMappings/3/source"]);
}

/// `COMPATIBILITY.md`: a Switch without `defaultValue` is reported where its tree is used, text or none beside it.
#[test]
fn an_ambiguous_switch_is_told_beside_a_text_that_has_lost_a_part() {
    let pairs = [
        part("source", attribute("jobTitle")),
        part("switchValue", constant("k")),
        part("switchValue", constant("v")),
    ];
    let mut tree = function(
        "Append",
        json!([part("source", function("Switch", json!(pairs))), part("suffix", constant("x"))]),
    );
    let expected = ["EX270 attributeMappings/3/source"];
    let ambiguous = |schema: &Value| {
        told(&checked(schema)).into_iter().filter(|told| told.starts_with("EX270")).collect::<Vec<_>>()
    };
    assert_eq!(ambiguous(&titled(tree.clone())), expected);
    tree["expression"] = json!(r#"Append(Switch([jobTitle], , "k", "v"), )"#);
    assert_eq!(ambiguous(&titled(tree)), expected);
}

/// A sign that is none is told as it stands in the tree, not by what is wrong with a text that nobody has written.
#[test]
fn signs_that_are_none_are_told_as_they_stand() {
    for (sign, message) in [
        ("", "`` is no sign of comparison"),
        ("x", "`x` is no sign of comparison"),
        ("[", "`[` is no sign of comparison"),
        ("= [x]", "`= [x]` is no sign of comparison"),
        ("==", "there is no operator `==` in this language"),
    ] {
        let parts = [
            part("one", attribute("jobTitle")),
            part("two", constant(sign)),
            part("three", constant("x")),
            part("four", constant("1")),
            part("five", constant("2")),
        ];
        let found = checked(&titled(function("IIF", json!(parts))));
        assert_eq!(told(&found), ["EX108 attributeMappings/3/source/parameters/1"], "{sign}");
        assert_eq!(found[0].message, message);
    }
}

/// A number is one whether the text or the tree spells it as such.
#[test]
fn numbers_of_text_and_tree_are_compared_both_ways() {
    let number = json!({ "type": "Constant", "expression": "15" });
    for (suffix, text, expected) in [
        (number.clone(), r#"Append([jobTitle], "15")"#, vec![]),
        (constant("15"), "Append([jobTitle], &HF)", vec![]),
        (number, r#"Append([jobTitle], "16")"#, vec!["AM215 attributeMappings/3/source/expression"]),
    ] {
        let mut source =
            function("Append", json!([part("source", attribute("jobTitle")), part("suffix", suffix)]));
        source["expression"] = json!(text);
        assert_eq!(told(&checked(&titled(source))), expected, "{text}");
    }
}
