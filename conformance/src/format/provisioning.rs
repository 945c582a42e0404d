//! `provisioning/*.json`: neutral mappings become a synchronization schema, the engine previews.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{answer, cases};
use crate::equal::same;
use crate::report::Case;
use crate::subject::Subject;

const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

type Problem = (String, String);

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

fn neutral_list(requests: &[Value]) -> Value {
    requests.iter().map(neutral).collect()
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
    schema: &Value,
    settings: Map<String, Value>,
    source: &Value,
    kind: &Value,
    target: &Value,
) -> Result<Value, Problem> {
    let engine = json!({ "schema": schema, "settings": settings });
    let call = subject.call("preview", &[engine, source.clone(), kind.clone(), target.clone()]);
    answer(call, || "a preview".to_owned())
}

pub(super) fn scoping(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    cases(document, "cases").iter().map(|case| Case::of(id(case), scope(case, subject).err())).collect()
}

fn id(case: &Value) -> String {
    case["id"].as_str().unwrap_or_default().to_owned()
}

fn scope(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let (config, expected) = (&case["config"], &case["expected"]);
    let mapping = json!({
        "objectType": config["objectType"], "enabled": true, "targetActions": ["create", "update", "delete"],
        "attributes": [{ "target": "userName", "type": "constant", "source": "x", "matchingPrecedence": 1 }],
    });
    let mut settings = settings(&config["options"]);
    settings.insert("scope".to_owned(), json!("all"));
    let found = preview(
        subject,
        &schema(&[(&mapping, &config["filters"])]),
        settings,
        &case["source"],
        &config["objectType"],
        &Value::Null,
    )?;
    let filters = cases(&found["scope"], "filters");
    let passed = filters.is_empty() || filters.iter().any(|filter| filter["passed"] == true);
    compare("inScope", &expected["inScope"], &json!(passed))?;
    for (filter, wanted) in filters.iter().zip(cases(expected, "clauseResults")) {
        for (clause, wanted) in cases(filter, "clauses").iter().zip(wanted.as_array().into_iter().flatten()) {
            // `unsupported` counts as false.
            compare("clause", &json!(wanted == true), &clause["passed"])?;
        }
    }
    Ok(())
}

pub(super) fn requests(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    cases(document, "cases")
        .iter()
        .filter(|case| case.pointer("/config/testConnection").is_none())
        .map(|case| Case::of(id(case), request(document, case, subject).err()))
        .collect()
}

fn request(document: &Value, case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let (config, expected) = (&case["config"], &case["expected"]);
    let mapping = match &config["mapping"] {
        Value::String(name) => &document["mappings"][name],
        inline => inline,
    };
    let mut settings = settings(&config["options"]);
    settings.insert("scope".to_owned(), json!("all"));
    let mut links = config["links"].as_object().cloned().unwrap_or_default();
    let mut source = case["source"].clone();
    let changes = source.as_object_mut().and_then(|source| source.remove("memberChanges"));
    if let Some(changes) = changes {
        let id = |id: &Value| json!({ "id": id });
        let gone = |id: &Value| json!({ "id": id, "@removed": { "reason": "deleted" } });
        let delta: Vec<Value> =
            cases(&changes, "add").iter().map(id).chain(cases(&changes, "remove").iter().map(gone)).collect();
        // These cases name members by their target ids.
        for member in &delta {
            links.insert(member["id"].as_str().unwrap_or_default().to_owned(), member["id"].clone());
        }
        source["members@delta"] = Value::Array(delta);
    }
    let link = config.get("link").or_else(|| case["target_before"].get("id")).filter(|link| link.is_string());
    if let (Some(id), Some(link)) = (source["id"].as_str(), link) {
        links.insert(id.to_owned(), link.clone());
    }
    settings.insert("links".to_owned(), Value::Object(links));
    let schema = schema(&[(mapping, &Value::Null)]);
    let found = preview(subject, &schema, settings, &source, &mapping["objectType"], &case["target_before"])?;
    if let Some(action) = expected.get("action") {
        compare("action", action, &json!(verdict(&found)))?;
    }
    if expected.get("writes").is_some() {
        compare(
            "writes",
            &neutral_list(cases(expected, "writes")),
            &neutral_list(cases(&found, "requests")),
        )?;
    }
    if expected.get("reads").is_some() {
        compare(
            "reads",
            &neutral_list(cases(expected, "reads")),
            &neutral_list(cases(&found["matching"], "queries")),
        )?;
    }
    Ok(())
}

pub(super) fn sample_cycle(document: &Value, path: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let folder = path.parent().and_then(Path::parent).map(|cases| cases.join("data"));
    let data = |name: &str| -> Option<Value> {
        serde_json::from_str(&std::fs::read_to_string(folder.as_ref()?.join(name)).ok()?).ok()
    };
    let (Some(users), Some(groups), Some(target)) =
        (data("users.json"), data("groups.json"), data("gong-users-before.json"))
    else {
        return vec![Case::of(
            "(data)",
            Some(("data/*.json beside the folder".to_owned(), "missing".to_owned())),
        )];
    };
    let config = &document["config"];
    let mapping = |name: &str| config[name].as_str().map_or(&Value::Null, |name| &document["mappings"][name]);
    let schema = schema(&[(mapping("userMapping"), &Value::Null), (mapping("groupMapping"), &Value::Null)]);
    let mut settings = settings(&config["options"]);
    settings.insert("links".to_owned(), document["target_before"]["links"].clone());
    let ids = settings.entry("newIds").or_insert_with(|| json!({}));
    for group in cases(&document["expected"], "groups") {
        if let (Some(id), Some(new)) = (group["id"].as_str(), group.get("newId")) {
            ids[id] = new.clone();
        }
    }
    let call =
        subject.call("plan", &[json!({ "schema": schema, "settings": settings }), users, groups, target]);
    let plan = match answer(call, || "a plan".to_owned()) {
        Ok(plan) => plan,
        Err(problem) => return vec![Case::of("plan", Some(problem))],
    };
    let found = |id: &Value| cases(&plan, "previews").iter().find(|preview| preview["source"]["id"] == *id);
    let judge = |expected: &Value, references: bool| -> Result<(), Problem> {
        let preview = found(&expected["id"])
            .ok_or_else(|| (format!("a preview of {}", expected["id"]), "none".to_owned()))?;
        compare("action", &expected["action"], &json!(verdict(preview)))?;
        compare("reason", &expected["reason"], &preview["reason"])?;
        // References of users are written in a second pass, which the vector lists apart.
        let sent: Vec<Value> = cases(preview, "requests")
            .iter()
            .filter(|request| references || request["purpose"] != "reference")
            .cloned()
            .collect();
        compare("writes", &neutral_list(cases(expected, "writes")), &neutral_list(&sent))
    };
    let users =
        cases(&document["expected"], "users").iter().map(|user| Case::of(id(user), judge(user, false).err()));
    let groups = cases(&document["expected"], "groups")
        .iter()
        .map(|group| Case::of(id(group), judge(group, true).err()));
    users.chain(groups).collect()
}
