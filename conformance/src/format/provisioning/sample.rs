//! `sample-cycle.json`: one whole cycle over the tenant in the nearest folder `data/` above it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::lifecycle::scoped;
use super::{compare, compare_requests, compare_warnings, mapping, schema, verdict};
use crate::format::{answer, cases, needs, put, text};
use crate::report::{Case, Problem};
use crate::subject::Subject;

pub(in crate::format) fn sample_cycle(document: &Value, path: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let plan = match plan(document, path, subject) {
        Ok(plan) => plan,
        Err(problem) => return vec![Case::of("plan", Err::<(), _>(problem))],
    };
    let expected = &document["expected"];
    let mut done = vec![
        Case::of("lists", needs(expected, &["users", "managers", "groups"])),
        Case::of("summary", summary(expected, &plan)),
    ];
    for (list, judge) in [("users", object as fn(_, _) -> _), ("managers", manager), ("groups", object)] {
        let judged = cases(expected, list)
            .iter()
            .map(|wanted| Case::of(format!("{list} {}", text(wanted, "id")), judge(wanted, &plan)));
        done.extend(judged);
    }
    done.push(Case::of("references", nobody_else_refers(expected, &plan)));
    done
}

fn plan(document: &Value, path: &Path, subject: &mut dyn Subject) -> Result<Value, Problem> {
    let data = |name: &str| -> Result<Value, Problem> {
        let files = path.ancestors().skip(1).map(|folder| folder.join("data").join(name));
        let text = files.filter_map(|file| std::fs::read_to_string(file).ok()).next();
        let read = text.and_then(|text| serde_json::from_str(&text).ok());
        read.ok_or_else(|| (format!("data/{name} in a folder above"), "none".to_owned()))
    };
    let (config, mappings) = (&document["config"], &document["mappings"]);
    let mapping = |name: &str| mapping(&config[name], mappings);
    let filters = &config["scope"]["filters"];
    let mut settings = scoped(config);
    settings.insert("links".to_owned(), document["target_before"]["links"].clone());
    let ids = settings.entry("newIds").or_insert_with(|| json!({}));
    for group in cases(&document["expected"], "groups") {
        if let Some(new) = group.get("newId") {
            put(ids, text(group, "id"), new.clone());
        }
    }
    let schema = schema(&[(mapping("userMapping"), filters), (mapping("groupMapping"), filters)]);
    let engine = json!({ "schema": schema, "settings": settings });
    let call = [engine, data("users.json")?, data("groups.json")?, data("gong-users-before.json")?];
    answer(subject.call("plan", &call), || "a plan".to_owned())
}

fn preview_of<'p>(wanted: &Value, plan: &'p Value) -> Result<&'p Value, Problem> {
    let found = cases(plan, "previews").iter().find(|preview| preview["source"]["id"] == wanted["id"]);
    found.ok_or_else(|| (format!("a preview of {}", wanted["id"]), "none".to_owned()))
}

fn summary(expected: &Value, plan: &Value) -> Result<(), Problem> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for preview in cases(plan, "previews").iter().filter(|preview| preview["source"]["kind"] == "user") {
        *counted.entry(verdict(preview)).or_default() += 1;
    }
    compare("summary", &expected["summary"], &json!(counted))
}

/// A user without the second pass, which the file lists apart, or a group.
fn object(wanted: &Value, plan: &Value) -> Result<(), Problem> {
    needs(wanted, &["action", "reason", "writes"])?;
    let found = preview_of(wanted, plan)?;
    compare("action", &wanted["action"], &json!(verdict(found)))?;
    compare("reason", &wanted["reason"], &found["reason"])?;
    let first = cases(found, "requests").iter().filter(|request| request["purpose"] != "reference");
    compare_requests("writes", &wanted["writes"], first)?;
    if let Some(reads) = wanted.get("reads") {
        compare_requests("reads", reads, cases(&found["matching"], "queries"))?;
    }
    if let Some(name) = wanted.get("displayName") {
        compare("displayName", name, &found["source"]["displayName"])?;
    }
    compare_warnings(wanted, cases(found, "diagnostics"))?;
    let missing =
        cases(found, "diagnostics").iter().filter(|finding| finding["name"] == "required-value-missing");
    let missing: Vec<&str> = missing.map(|finding| text(finding, "message")).collect();
    let named = cases(wanted, "missing").iter().filter_map(Value::as_str);
    let all = named.clone().count() == missing.len()
        && named.zip(&missing).all(|(target, message)| message.contains(target));
    if all { Ok(()) } else { Err((wanted["missing"].to_string(), json!(missing).to_string())) }
}

fn manager(wanted: &Value, plan: &Value) -> Result<(), Problem> {
    needs(wanted, &["action", "writes"])?;
    let found = preview_of(wanted, plan)?;
    let second: Vec<&Value> =
        cases(found, "requests").iter().filter(|request| request["purpose"] == "reference").collect();
    compare("action", &wanted["action"], &json!(if second.is_empty() { "none" } else { "update" }))?;
    compare_requests("writes", &wanted["writes"], second)?;
    compare_warnings(wanted, cases(found, "diagnostics"))
}

/// `managers` lists everybody with a reference to write or to warn about.
fn nobody_else_refers(expected: &Value, plan: &Value) -> Result<(), Problem> {
    let listed: Vec<&Value> = cases(expected, "managers").iter().map(|manager| &manager["id"]).collect();
    let refers = |preview: &&Value| {
        cases(preview, "requests").iter().any(|request| request["purpose"] == "reference")
            || cases(preview, "diagnostics").iter().any(|finding| finding["name"] == "manager-not-in-scope")
    };
    let others = cases(plan, "previews").iter().filter(refers).map(|preview| &preview["source"]["id"]);
    let others: Vec<&Value> = others.filter(|id| !listed.contains(id)).collect();
    compare("further references", &json!([]), &json!(others))
}
