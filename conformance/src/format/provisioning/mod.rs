//! `provisioning/*.json`: neutral mappings become a synchronization schema, the engine previews.

mod assignments;
mod lifecycle;
mod requests;
mod sample;

pub(super) use assignments::assignments;
pub(super) use lifecycle::lifecycle;
pub(super) use requests::{requests, scoping};
pub(super) use sample::sample_cycle;

use serde_json::{Map, Value, json};

use super::{answer, cases};
use crate::equal::same;
use crate::names::kebab;
use crate::report::Problem;
use crate::subject::Subject;

const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// A synchronization schema with these object mappings.
fn schema(mappings: &[(&Value, &Value)]) -> Value {
    let object = |mapping: &Value| {
        if mapping["objectType"] == "group" { ("Group", GROUP) } else { ("User", ENTERPRISE_USER) }
    };
    let definitions: Vec<Value> = mappings
        .iter()
        .map(|(mapping, _)| {
            let attributes: Vec<Value> = cases(mapping, "attributes")
                .iter()
                .map(|attribute| {
                    json!({
                        "name": attribute["target"],
                        "type": attribute.get("valueType").cloned().unwrap_or(json!("String")),
                        "required": attribute.get("required").cloned().unwrap_or(json!(false)),
                        "caseExact": attribute.get("caseExact").cloned().unwrap_or(json!(attribute["target"] == "externalId")),
                    })
                })
                .collect();
            json!({ "name": object(mapping).1, "attributes": attributes })
        })
        .collect();
    let object_mappings: Vec<Value> = mappings
        .iter()
        .map(|(mapping, filters)| {
            let actions: Vec<&str> = cases(mapping, "targetActions").iter().filter_map(Value::as_str).collect();
            let flow: Vec<&str> = [("create", "Add"), ("update", "Update"), ("delete", "Delete")]
                .into_iter()
                .filter(|(action, _)| actions.contains(action))
                .map(|(_, flow)| flow)
                .collect();
            json!({
                "name": "vector", "enabled": mapping["enabled"],
                "flowTypes": if flow.is_empty() { "None".to_owned() } else { flow.join(", ") },
                "sourceObjectName": object(mapping).0, "targetObjectName": object(mapping).1,
                "scope": { "groups": filters.as_array().map_or(&[][..], Vec::as_slice).iter().map(group).collect::<Vec<_>>() },
                "attributeMappings": cases(mapping, "attributes").iter().map(attribute_mapping).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "synchronizationRules": [{
            "name": "vector", "priority": 1, "sourceDirectoryName": "Microsoft Entra ID",
            "targetDirectoryName": "gong", "objectMappings": object_mappings,
        }],
        "directories": [{ "name": "gong", "objects": definitions }],
    })
}

fn attribute_mapping(attribute: &Value) -> Value {
    let text = attribute["source"].as_str().unwrap_or_default();
    let source = match attribute["type"].as_str() {
        Some("direct") => {
            json!({ "type": "Attribute", "name": text, "expression": format!("[{text}]"), "parameters": [] })
        }
        Some("constant") => json!({ "type": "Constant", "name": text, "parameters": [] }),
        Some("expression") => json!({ "type": "Function", "expression": text, "parameters": [] }),
        _ => Value::Null,
    };
    json!({
        "targetAttributeName": attribute["target"], "source": source,
        "defaultValue": attribute.get("default").cloned().unwrap_or(Value::Null),
        "flowType": if attribute["apply"] == "create" { "ObjectAddOnly" } else { "Always" },
        "matchingPriority": attribute.get("matchingPrecedence").cloned().unwrap_or(json!(0)),
    })
}

fn group(filter: &Value) -> Value {
    let clause = |clause: &Value| {
        let operand =
            clause.get("value").filter(|value| !value.is_null()).map(|value| json!({ "values": [value] }));
        json!({
            "sourceOperandName": clause["attribute"], "operatorName": clause["operator"],
            "targetOperand": operand.unwrap_or(Value::Null),
        })
    };
    json!({ "name": filter["title"], "clauses": cases(filter, "clauses").iter().map(clause).collect::<Vec<_>>() })
}

/// The options of a case as settings.
fn settings(options: &Value) -> Map<String, Value> {
    let renamed = |name: &str| match name {
        "deletionThreshold" => "accidentalDeletionThreshold".to_owned(),
        "newUserIds" => "newIds".to_owned(),
        other => other.to_owned(),
    };
    let members = options.as_object().into_iter().flatten().filter(|(name, _)| *name != "newId");
    members.map(|(name, value)| (renamed(name), value.clone())).collect()
}

/// A request as the cases write it: `schemas` as a set, `"$ref": null` gone, no purpose.
fn neutral(request: &Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                if members.get("$ref") == Some(&Value::Null) {
                    members.remove("$ref");
                }
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut request = request.clone();
    if let Some(members) = request.as_object_mut() {
        members.remove("purpose");
    }
    if let Some(schemas) = request.pointer_mut("/body/schemas").and_then(Value::as_array_mut) {
        schemas.sort_by_key(ToString::to_string);
    }
    strip(&mut request);
    request
}

/// Whether two lists of requests are the same, as the cases write them.
fn compare_requests<'r>(
    what: &str,
    expected: &'r Value,
    actual: impl IntoIterator<Item = &'r Value>,
) -> Result<(), Problem> {
    let expected: Value = expected.as_array().into_iter().flatten().map(neutral).collect();
    compare(what, &expected, &actual.into_iter().map(neutral).collect())
}

/// What the configuration itself is told.
fn configuration_findings(subject: &mut dyn Subject, engine: &Value) -> Result<Vec<Value>, Problem> {
    let created = answer(subject.call("create", std::slice::from_ref(engine)), || "an engine".to_owned())?;
    Ok(cases(&created, "diagnostics").to_vec())
}

/// Every warning the case names is among the findings.
fn compare_warnings<'f>(
    expected: &Value,
    findings: impl IntoIterator<Item = &'f Value>,
) -> Result<(), Problem> {
    let found: Vec<&Value> = findings.into_iter().map(|finding| &finding["name"]).collect();
    let missing = cases(expected, "warnings").iter().filter_map(Value::as_str).map(product_name);
    let missing: Vec<String> = missing.filter(|name| !found.iter().any(|found| *found == name)).collect();
    if missing.is_empty() { Ok(()) } else { Err((json!(missing).to_string(), json!(found).to_string())) }
}

/// The product's name of a finding that the cases give a working name.
fn product_name(working: &str) -> String {
    if working == "invalidRegex" { "invalid-scoping-regex".to_owned() } else { kebab(working) }
}

/// Source objects carry their member changes as Graph writes them: `members@delta`.
fn with_delta(source: &Value, added: &str, removed: &str) -> Value {
    let mut source = source.clone();
    if let Some(changes) = source.as_object_mut().and_then(|source| source.remove("memberChanges")) {
        let added = cases(&changes, added).iter().map(|id| json!({ "id": id }));
        let gone = |id: &Value| json!({ "id": id, "@removed": { "reason": "deleted" } });
        source["members@delta"] = added.chain(cases(&changes, removed).iter().map(gone)).collect();
    }
    source
}

/// The mapping of a case: a name of the file's `mappings`, or inline.
fn mapping<'m>(mapping: &'m Value, mappings: &'m Value) -> &'m Value {
    mapping.as_str().map_or(mapping, |name| &mappings[name])
}

/// The one word of the vectors for an action and a status.
fn verdict(preview: &Value) -> &str {
    match (preview["status"].as_str(), preview["action"].as_str()) {
        (Some("failure"), _) => "error",
        (Some("skipped"), Some("other")) if preview["reason"] == "redundant" => "none",
        (Some("skipped"), _) => "skip",
        (_, action) => action.unwrap_or_default(),
    }
}

fn compare(what: &str, expected: &Value, actual: &Value) -> Result<(), Problem> {
    if same(expected, actual) { Ok(()) } else { Err((format!("{what} {expected}"), actual.to_string())) }
}

fn preview(
    subject: &mut dyn Subject,
    engine: &Value,
    source: &Value,
    kind: &Value,
    target: &Value,
) -> Result<Value, Problem> {
    let call = subject.call("preview", &[engine.clone(), source.clone(), kind.clone(), target.clone()]);
    answer(call, || "a preview".to_owned())
}
