//! One configuration, seen by the check and by the engine: what either finds, and where; sentences are those of
//! `COMPATIBILITY.md` and of Microsoft Graph's reference of the synchronization schema.

#[path = "common/provision.rs"]
mod provision;

use provision::user;
use scimwright::Engine;
use scimwright::SourceObject;
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::provision::Preview;
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};
use serde_json::{Value, json};

const USERS: &str = "/synchronizationRules/0/objectMappings/1";

const NOTHING: [&str; 0] = [];

/// The configuration for Gong with values set at pointers; a last step `-` appends.
fn changed(changes: &[(&str, Value)]) -> Value {
    let mut schema: Value =
        serde_json::from_str(include_str!("../profiles/gong/synchronization-schema.json")).unwrap();
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match schema.pointer_mut(parent).unwrap() {
            Value::Array(items) if name == "-" => items.push(value.clone()),
            Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.clone(),
            parent => parent[name] = value.clone(),
        }
    }
    schema
}

/// As [`changed`], of the mapping of users to `title`.
fn titled(source: Value) -> Value {
    changed(&[(&format!("{USERS}/attributeMappings/3/source"), source)])
}

fn checked(schema: &Value) -> Vec<Diagnostic> {
    let schema = SynchronizationSchema::parse(&schema.to_string(), &Limits::DEFAULT).unwrap();
    check(&schema, &CheckOptions::default()).to_vec()
}

fn engine(schema: &Value, settings: &Value, limits: Limits) -> Engine {
    let builder = Engine::builder().limits(limits).schema_json(&schema.to_string()).unwrap();
    builder.settings_json(&settings.to_string()).unwrap().build().unwrap()
}

fn preview(engine: &Engine, more: Value) -> Preview {
    engine.preview(&SourceObject::user(user(more).to_string()).unwrap(), None)
}

fn value_of(preview: &Preview, target: &str) -> Value {
    let body = preview.requests.iter().find_map(|request| request.body.as_ref());
    let body: Value = serde_json::from_str(&body.unwrap().to_string()).unwrap();
    body[target].clone()
}

/// Code and place of each finding, places in the mapping of users without its own.
fn told(findings: &[Diagnostic]) -> Vec<String> {
    let place = |finding: &Diagnostic| finding.at.as_ref().and_then(|at| at.pointer.clone());
    let told = |finding| place(finding).unwrap_or_default().replace(&format!("{USERS}/"), "");
    findings.iter().map(|finding| format!("{} {}", finding.code.code, told(finding))).collect()
}

fn part(key: &str, value: Value) -> Value {
    json!({ "key": key, "value": value })
}

fn attribute(name: &str) -> Value {
    json!({ "name": name, "type": "Attribute" })
}

fn constant(name: &str) -> Value {
    json!({ "name": name, "type": "Constant" })
}

fn function(name: &str, parameters: Value) -> Value {
    json!({ "name": name, "type": "Function", "parameters": parameters })
}

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
    let engine = engine(&titled(tree), &json!({}), Limits { nesting: 128, ..Limits::DEFAULT });
    assert_eq!(told(engine.diagnostics()), NOTHING);
    assert_eq!(value_of(&preview(&engine, json!({ "jobTitle": "Boss" })), "title"), json!("Boss!"));
}

/// Synchronization schema specification §11: the names of directory extensions are case-sensitive, so one in other letters
/// is another attribute, which nobody has defined.
#[test]
fn an_extension_in_other_letters_is_not_the_defined_one() {
    let defined = json!({ "name": "extension_0a_Foo", "type": "Integer", "multivalued": true });
    let schema = |name: &str| {
        changed(&[
            ("/directories/0/objects/0/attributes/-", defined.clone()),
            (&format!("{USERS}/attributeMappings/3/source"), attribute(name)),
        ])
    };
    let (other, same) = (schema("extension_0a_foo"), schema("extension_0a_Foo"));
    let found = checked(&other);
    assert_eq!(told(&found), ["AM211 attributeMappings/3/source/name"]);
    assert_eq!(found[0].help.as_deref(), Some("did you mean `extension_0a_Foo`?"));
    let engine_of = |schema: &Value| engine(schema, &json!({}), Limits::DEFAULT);
    assert_eq!(told(engine_of(&other).diagnostics()), NOTHING);
    assert!(told(&checked(&same)).contains(&"AM212 attributeMappings/3/source/name".to_owned()));
    assert!(engine_of(&same).diagnostics().iter().any(|finding| finding.code.code == "AM212"));
}
