//! The configuration for Gong with values set in it, as the check and the engine see it.

#![allow(dead_code, missing_docs)]

#[path = "provision.rs"]
mod provision;

pub use provision::{schema, user};
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::provision::Preview;
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

pub const USERS: &str = "/synchronizationRules/0/objectMappings/1";
pub const GONG_USER: &str = "/directories/1/objects/0/attributes";

pub const NOTHING: [&str; 0] = [];

/// The configuration for Gong with values set at pointers; a last step `-` appends.
pub fn changed(changes: &[(&str, Value)]) -> Value {
    let mut schema = schema();
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
pub fn titled(source: Value) -> Value {
    changed(&[(&format!("{USERS}/attributeMappings/3/source"), source)])
}

pub fn checked(schema: &Value) -> Vec<Diagnostic> {
    let schema = SynchronizationSchema::parse(&schema.to_string(), &Limits::DEFAULT).unwrap();
    check(&schema, &CheckOptions::default()).to_vec()
}

pub fn engine(schema: &Value, settings: &Value, limits: Limits) -> Engine {
    let builder = Engine::builder().limits(limits).schema_json(&schema.to_string()).unwrap();
    builder.settings_json(&settings.to_string()).unwrap().build().unwrap()
}

pub fn preview(engine: &Engine, more: Value) -> Preview {
    engine.preview(&SourceObject::user(user(more).to_string()).unwrap(), None)
}

pub fn value_of(preview: &Preview, target: &str) -> Value {
    let body = preview.requests.iter().find_map(|request| request.body.as_ref());
    let body: Value = serde_json::from_str(&body.unwrap().to_string()).unwrap();
    body[target].clone()
}

/// Code and place of each finding, places in the mapping of users without its own.
pub fn told(findings: &[Diagnostic]) -> Vec<String> {
    let place = |finding: &Diagnostic| finding.at.as_ref().and_then(|at| at.pointer.clone());
    let told = |finding| place(finding).unwrap_or_default().replace(&format!("{USERS}/"), "");
    findings.iter().map(|finding| format!("{} {}", finding.code.code, told(finding))).collect()
}

pub fn part(key: &str, value: Value) -> Value {
    json!({ "key": key, "value": value })
}

pub fn attribute(name: &str) -> Value {
    json!({ "name": name, "type": "Attribute" })
}

pub fn constant(name: &str) -> Value {
    json!({ "name": name, "type": "Constant" })
}

pub fn function(name: &str, parameters: Value) -> Value {
    json!({ "name": name, "type": "Function", "parameters": parameters })
}
