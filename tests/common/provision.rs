//! A mapping, a person, and the short ways to preview them.

#![allow(dead_code, missing_docs)]

use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::mapping::{AttributeMappingDefinition, Source, ValueType};
use scimwright::provision::{ObjectMappingDefinition, Preview, ScopeMode, Settings};
use scimwright::scope::{ClauseDefinition, FilterDefinition};
use scimwright::sync_schema::ObjectKind;
use scimwright::value::json::{Json, parse};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

/// The built-in configuration of Gong.
pub fn schema() -> Value {
    serde_json::from_str(include_str!("../../profiles/gong/synchronization-schema.json")).unwrap()
}

/// The built-in configuration with a change.
pub fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut schema = schema();
    change(&mut schema);
    schema
}

pub fn attribute(target: &str, source: Source) -> AttributeMappingDefinition {
    AttributeMappingDefinition {
        target: target.to_owned(),
        source,
        matching_priority: u32::from(matches!(target, "userName" | "displayName")),
        ..AttributeMappingDefinition::default()
    }
}

pub fn direct(target: &str, source: &str) -> AttributeMappingDefinition {
    attribute(target, Source::Attribute(source.to_owned()))
}

pub fn expression(target: &str, text: &str) -> AttributeMappingDefinition {
    attribute(target, Source::Expression(text.to_owned()))
}

pub fn users(extra: Vec<AttributeMappingDefinition>) -> ObjectMappingDefinition {
    let mut attributes = vec![
        direct("userName", "userPrincipalName"),
        AttributeMappingDefinition {
            value_type: ValueType::Boolean,
            ..attribute("active", Source::Expression("Not([IsSoftDeleted])".to_owned()))
        },
    ];
    attributes.extend(extra);
    ObjectMappingDefinition::new(ObjectKind::User, attributes)
}

pub fn groups() -> ObjectMappingDefinition {
    let members =
        AttributeMappingDefinition { value_type: ValueType::Reference, ..direct("members", "members") };
    ObjectMappingDefinition::new(ObjectKind::Group, vec![direct("displayName", "displayName"), members])
}

pub fn person() -> Value {
    json!({ "id": "u", "userPrincipalName": "ada@x.example", "accountEnabled": true })
}

pub fn with(mut value: Value, more: Value) -> Value {
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    value
}

pub fn resource(value: &Value) -> Json<'static> {
    parse(&value.to_string(), &Limits::DEFAULT).unwrap().into_owned()
}

pub fn all() -> Settings {
    Settings { scope: ScopeMode::All, ..Settings::default() }
}

pub fn engine(mapping: ObjectMappingDefinition, settings: Settings) -> Engine {
    Engine::builder().settings(settings).mapping(mapping).build().unwrap()
}

pub fn preview(mapping: ObjectMappingDefinition, source: &Value) -> Preview {
    engine(mapping, all()).preview(&SourceObject::user(source.to_string()).unwrap(), None)
}

/// The preview of a linked user.
pub fn linked(mapping: ObjectMappingDefinition, source: &Value, account: &Value) -> Preview {
    let mut settings = all();
    settings.links.insert("u".to_owned(), "t".to_owned());
    let account =
        resource(&with(json!({ "id": "t", "userName": "ada@x.example", "active": true }), account.clone()));
    engine(mapping, settings).preview(&SourceObject::user(source.to_string()).unwrap(), Some(&account))
}

pub fn operations(preview: &Preview) -> Value {
    let bodies: Vec<Value> = preview
        .requests
        .iter()
        .filter_map(|request| serde_json::to_value(request.body.as_ref()?.read().get("Operations")?).ok())
        .collect();
    json!(bodies)
}

/// The target ids that a group's PATCH of members names.
pub fn body_of_members(preview: &Preview) -> Vec<String> {
    let bodies = operations(preview);
    let values = bodies[0][0]["value"].as_array().unwrap();
    values.iter().map(|member| member["value"].as_str().unwrap().to_owned()).collect()
}

pub fn body(preview: &Preview) -> Value {
    serde_json::to_value(preview.requests[0].body.as_ref().unwrap()).unwrap()
}

pub fn codes(findings: &[Diagnostic]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.code).collect()
}

pub fn filter(attribute: &str, operator: &str, values: &[&str]) -> FilterDefinition {
    FilterDefinition {
        name: "F".to_owned(),
        clauses: vec![ClauseDefinition {
            attribute: attribute.to_owned(),
            operator: operator.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            pointer: Some("/f".to_owned()),
            ..ClauseDefinition::default()
        }],
        pointer: None,
    }
}

/// The source of a mapping as a configuration writes it.
pub fn function(expression: &str) -> Value {
    json!({ "type": "Function", "expression": expression })
}

/// A user with everything that Gong requires.
pub fn user(more: Value) -> Value {
    let user = json!({ "id": "u1", "displayName": "Ada", "userPrincipalName": "ada@x.example",
        "mail": "ada@x.example", "mailNickname": "ada", "givenName": "Ada", "surname": "Byron", "jobTitle": "Eng",
        "accountEnabled": true });
    with(user, more)
}

/// The users of the sample tenant.
pub fn sample_users() -> Vec<Value> {
    let path = format!("{}/tests/cases/data/users.json", env!("CARGO_MANIFEST_DIR"));
    let data: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    data["value"].as_array().unwrap().clone()
}
