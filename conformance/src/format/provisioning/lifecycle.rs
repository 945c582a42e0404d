//! `lifecycle.json`: one object in its state, small cycles, the deletion threshold, the quarantine rule.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{compare, compare_requests, compare_warnings, mapping, schema, settings, verdict, with_delta};
use crate::format::{answer, cases, needs, put, text};
use crate::report::{Case, Problem, Verdict};
use crate::subject::Subject;

pub(in crate::format) fn lifecycle(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let mappings = &document["mappings"];
    let judge = |case: &Value| {
        let judged = match text(case, "kind") {
            "object" => object(case, mappings, subject).map(Verdict::from),
            "cycle" => cycle(case, mappings, subject).map(Verdict::from),
            "threshold" => threshold(case, subject).map(Verdict::from),
            "escrow" => escrow(case, subject),
            other => Err(("a known kind".to_owned(), other.to_owned())),
        };
        Case::of(text(case, "id"), judged)
    };
    cases(document, "cases").iter().map(judge).collect()
}

/// A source object in the state the case names.
fn in_state(entry: &Value) -> Value {
    let mut object = with_delta(&entry["object"], "added", "removed");
    match text(entry, "state") {
        "disabled" => put(&mut object, "accountEnabled", json!(false)),
        "softDeleted" => put(&mut object, "deletedDateTime", json!("2025-10-20T14:05:00Z")),
        "hardDeleted" => put(&mut object, "@removed", json!({ "reason": "deleted" })),
        _ => {}
    }
    object
}

fn is_assigned(entry: &Value) -> bool {
    entry["assignment"]["direct"] == true || !cases(&entry["assignment"], "groups").is_empty()
}

/// The settings of a case with its scope.
pub(super) fn scoped(config: &Value) -> Map<String, Value> {
    let mut settings = settings(&config["options"]);
    settings.insert("scope".to_owned(), config["scope"]["mode"].clone());
    settings
}

fn plan(subject: &mut dyn Subject, arguments: [Value; 5]) -> Result<Value, Problem> {
    answer(subject.call("plan", &arguments), || "a plan".to_owned())
}

/// Findings of a plan and of its previews.
pub(super) fn findings(plan: &Value) -> impl Iterator<Item = &Value> {
    let previews = cases(plan, "previews").iter();
    cases(plan, "diagnostics").iter().chain(previews.flat_map(|preview| cases(preview, "diagnostics")))
}

fn object(case: &Value, mappings: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let (config, expected, before) = (&case["config"], &case["expected"], &case["target_before"]);
    let mapping = mapping(&config["mapping"], mappings);
    let source = in_state(&case["source"]);
    let id = text(&source, "id");
    let mut settings = scoped(config);
    let assigned: &[&str] = if is_assigned(&case["source"]) { &[id] } else { &[] };
    settings.insert("assigned".to_owned(), json!(assigned));
    if let Some(new) = config["options"].get("newId") {
        settings.insert("newIds".to_owned(), json!({ id: new }));
    }
    let mut links = before["links"].as_object().cloned().unwrap_or_default();
    if let Some(link) = before.get("link").filter(|link| link.is_string()) {
        links.insert(id.to_owned(), link.clone());
    }
    let released: &[&str] = if before["released"] == true { &[id] } else { &[] };
    let state = json!({ "links": links, "released": released });
    let engine = json!({ "schema": schema(&[(mapping, &config["scope"]["filters"])]), "settings": settings });
    let objects = json!([source]);
    let (users, groups) =
        if mapping["objectType"] == "group" { (Value::Null, objects) } else { (objects, Value::Null) };
    let resources = of_type(&before["resources"], &mapping["objectType"]);
    let plan = plan(subject, [engine, users, groups, resources, state])?;
    let [found] = cases(&plan, "previews") else {
        return Err(("one preview".to_owned(), plan.to_string()));
    };
    needs(expected, &["action", "reason", "writes"])?;
    compare("action", &expected["action"], &json!(verdict(found)))?;
    compare("reason", &expected["reason"], &found["reason"])?;
    compare_requests("writes", &expected["writes"], cases(found, "requests"))?;
    if let Some(reads) = expected.get("reads") {
        compare_requests("reads", reads, cases(&found["matching"], "queries"))?;
    }
    if let Some(link) = expected.get("linkAfter") {
        let wanted = if link == "new" { json!(format!("new-{id}")) } else { link.clone() };
        compare("linkAfter", &wanted, &plan["links"][id])?;
    }
    compare_log(expected, &found["log"])?;
    compare_warnings(expected, findings(&plan))
}

/// The resources of the target as one list; without `meta` or `schemas` they would count as users.
fn of_type(resources: &Value, kind: &Value) -> Value {
    let name = if kind == "group" { "Group" } else { "User" };
    let typed = |resource: &Value| {
        let mut resource = resource.clone();
        let mut meta = resource["meta"].as_object().cloned().unwrap_or_default();
        meta.insert("resourceType".to_owned(), json!(name));
        put(&mut resource, "meta", meta.into());
        resource
    };
    resources.as_array().into_iter().flatten().map(typed).collect()
}

fn compare_log(expected: &Value, log: &Value) -> Result<(), Problem> {
    for (name, wanted) in expected["log"].as_object().into_iter().flatten() {
        let steps = || cases(log, "provisioningSteps").iter();
        let actual = match name.as_str() {
            "provisioningAction" => log.get("provisioningAction"),
            "status" => log.pointer("/provisioningStatusInfo/status"),
            "errorCode" => log.pointer("/provisioningStatusInfo/errorInformation/errorCode"),
            "skipReason" => steps().find_map(|step| step.pointer("/details/SkipReason")),
            other => return Err(("a known member of the log".to_owned(), other.to_owned())),
        };
        compare(name, wanted, actual.unwrap_or(&Value::Null))?;
    }
    Ok(())
}

fn cycle(case: &Value, mappings: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let (config, expected, before) = (&case["config"], &case["expected"], &case["target_before"]);
    let mapping = mapping(&config["mapping"], mappings);
    let users = cases(&case["source"], "users");
    let mut settings = scoped(config);
    let assigned = users.iter().filter(|user| is_assigned(user)).map(|user| user["object"]["id"].clone());
    settings.insert("assigned".to_owned(), assigned.collect());
    let engine = json!({ "schema": schema(&[(mapping, &config["scope"]["filters"])]), "settings": settings });
    let resources = of_type(&before["resources"], &mapping["objectType"]);
    let links = before["links"].as_object().cloned().unwrap_or_default();
    let users = users.iter().map(in_state).collect();
    let plan = plan(subject, [engine, users, Value::Null, resources, json!({ "links": links })])?;
    let (reads, writes): (Vec<&Value>, Vec<&Value>) =
        cases(&plan, "requests").iter().partition(|request| request["method"] == "GET");
    needs(expected, &["writes"])?;
    compare_requests("writes", &expected["writes"], writes)?;
    if let Some(wanted) = expected.get("reads") {
        compare_requests("reads", wanted, reads)?;
    }
    compare_warnings(expected, findings(&plan))
}

/// The threshold on a cycle with as many objects as the case counts.
fn threshold(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let (expected, pending) = (&case["expected"], &case["source"]["pending"]);
    let count = |name: &str| pending[name].as_u64().unwrap_or_default();
    let (disable, delete) = (count("disable"), count("delete"));
    let (mut users, mut groups, mut target) = (Vec::new(), Vec::new(), Vec::new());
    let mut links = Map::new();
    for number in 0..disable + delete {
        let (id, account) = (format!("s{number}"), format!("t{number}"));
        let mut user = json!({ "id": id, "userPrincipalName": id, "accountEnabled": true });
        if number >= disable {
            user["@removed"] = json!({ "reason": "deleted" });
        }
        users.push(user);
        target.push(json!({ "id": account, "userName": id, "active": true }));
        links.insert(id, json!(account));
    }
    for number in 0..count("groupDelete") {
        let (id, account) = (format!("g{number}"), format!("tg{number}"));
        groups.push(json!({ "id": id, "displayName": id }));
        target.push(json!({ "id": account, "displayName": id, "meta": { "resourceType": "Group" } }));
        links.insert(id, json!(account));
    }
    let mut settings = settings(&case["config"]["options"]);
    settings.insert("assigned".to_owned(), json!([]));
    settings.insert("links".to_owned(), Value::Object(links));
    let engine = json!({ "settings": settings });
    let plan = plan(subject, [engine, json!(users), json!(groups), json!(target), Value::Null])?;
    let counted = |verdict: &str| plan["summary"][verdict].as_u64().unwrap_or_default();
    needs(expected, &["quarantine", "staged", "processed"])?;
    compare("quarantine", &expected["quarantine"], &plan["quarantine"])?;
    compare("staged", &expected["staged"], &json!(counted("stageddelete")))?;
    compare("processed", &expected["processed"], &json!(counted("disable") + counted("delete")))?;
    if let Some(action) = expected.get("logAction") {
        for preview in cases(&plan, "previews") {
            compare("logAction", action, &preview["log"]["provisioningAction"])?;
        }
    }
    Ok(())
}

fn escrow(case: &Value, subject: &mut dyn Subject) -> Result<Verdict, Problem> {
    let counts = ["failures", "referenceFailures", "successes"];
    needs(&case["source"], &counts)?;
    let counts = counts.map(|name| case["source"][name].clone());
    let found = answer(subject.call("quarantines", &counts), || case["expected"].to_string())?;
    compare("quarantine", &case["expected"]["quarantine"], &found).map(Verdict::from)
}
