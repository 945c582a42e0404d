//! The built-in configuration changed in one place, and engines and previews of it.

#![allow(dead_code, missing_docs)]

use scimwright::provision::{CycleInput, JobState, Plan, Preview, TargetState};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

use super::provision::resource;

/// The object mapping of a kind.
pub fn mapping<'s>(schema: &'s mut Value, kind: &str) -> &'s mut Value {
    let mappings = schema["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap();
    mappings.iter_mut().find(|mapping| mapping["sourceObjectName"] == kind).unwrap()
}

/// The attribute mappings of users.
pub fn attributes(schema: &mut Value) -> &mut Vec<Value> {
    mapping(schema, "User")["attributeMappings"].as_array_mut().unwrap()
}

/// The attribute mapping of users to a target.
pub fn attribute<'s>(schema: &'s mut Value, target: &str) -> &'s mut Value {
    attributes(schema).iter_mut().find(|attribute| attribute["targetAttributeName"] == target).unwrap()
}

/// The attribute definitions of users, of the source (`User`) or the target (`:User`).
pub fn definitions<'s>(schema: &'s mut Value, object: &str) -> &'s mut Vec<Value> {
    let directories = schema["directories"].as_array_mut().unwrap();
    let objects = directories.iter_mut().flat_map(|directory| directory["objects"].as_array_mut().unwrap());
    let mut objects = objects.filter(|found| found["name"].as_str().unwrap().ends_with(object));
    objects.next().unwrap()["attributes"].as_array_mut().unwrap()
}

/// The definition of a target attribute of users.
pub fn definition<'s>(schema: &'s mut Value, target: &str) -> &'s mut Value {
    definitions(schema, ":User").iter_mut().find(|attribute| attribute["name"] == target).unwrap()
}

/// The source of a direct mapping as a configuration writes it.
pub fn direct(name: &str) -> Value {
    json!({ "type": "Attribute", "name": name, "expression": format!("[{name}]"), "parameters": [] })
}

/// The account that holds what [`super::provision::user`] says.
pub fn account(more: Value) -> Value {
    let mut account = json!({ "id": "t1", "userName": "ada@x.example", "active": true, "externalId": "ada",
        "title": "Eng", "emails": [{ "type": "work", "value": "ada@x.example" }],
        "name": { "givenName": "Ada", "familyName": "Byron" } });
    account.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    account
}

pub fn engine(schema: &Value, settings: Value) -> Engine {
    let mut all = json!({ "scope": "all" });
    all.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    let builder = Engine::builder().schema_json(&schema.to_string()).unwrap();
    builder.settings_json(&all.to_string()).unwrap().build().unwrap()
}

pub fn preview(schema: &Value, settings: Value, source: &Value, target: Option<&Value>) -> Preview {
    let target = target.map(resource);
    engine(schema, settings).preview(&SourceObject::user(source.to_string()).unwrap(), target.as_ref())
}

/// The preview of the linked user under a setting more.
pub fn linked(schema: &Value, settings: Value, source: &Value, target: &Value) -> Preview {
    let mut settings = settings;
    settings["links"] = json!({ "u1": "t1", "m": "t-m" });
    preview(schema, settings, source, Some(target))
}

pub fn plan(engine: &Engine, users: &[Value], groups: &[Value], target: &[Value], state: Value) -> Plan {
    let objects = |of: fn(String) -> SourceObject<'static>, values: &[Value]| {
        values.iter().map(|value| of(value.to_string())).collect::<Vec<_>>()
    };
    let input = CycleInput {
        users: objects(|text| SourceObject::user(text).unwrap(), users),
        groups: objects(|text| SourceObject::group(text).unwrap(), groups),
        target: Some(TargetState::new(target.iter().map(resource))),
        state: Some(JobState::from_json(&state.to_string()).unwrap()),
    };
    engine.plan(&input)
}
