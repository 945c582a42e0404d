//! `assignments.json`: what Gong makes of an event for one person.
//!
//! An import is also played as a cycle that creates the person, a member of groups of those names, and not of another:
//! without any group it would not be known in which the person is.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::lifecycle::findings;
use super::{compare, compare_warnings, verdict};
use crate::format::{answer, cases, needs, text};
use crate::report::{Case, Problem, Verdict};
use crate::subject::Subject;

pub(in crate::format) fn assignments(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    cases(document, "cases").iter().map(|case| Case::of(text(case, "id"), one(case, subject))).collect()
}

fn one(case: &Value, subject: &mut dyn Subject) -> Result<Verdict, Problem> {
    needs(case, &["config", "source", "target_before", "expected"])?;
    if case["expected"].as_object().is_none_or(Map::is_empty) {
        return Err(("something expected".to_owned(), case["expected"].to_string()));
    }
    if case["source"]["event"] == "import" {
        import(case, subject)?;
    }
    let call = ["config", "source", "target_before"].map(|name| case[name].clone());
    let expected = &case["expected"];
    let found = answer(subject.call("assignmentOutcome", &call), || expected.to_string())?;
    for (name, wanted) in expected.as_object().into_iter().flatten() {
        if name != "warnings" {
            compare(name, wanted, &found["outcome"][name])?;
        }
    }
    compare_warnings(expected, cases(&found, "diagnostics"))?;
    Ok(Verdict::Passed)
}

/// The person created in a cycle: assignment, settings and warnings of the preview.
fn import(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let (user, expected) = (&case["source"]["user"], &case["expected"]);
    let email = text(user, "email");
    let person = json!({
        "id": "u1", "userPrincipalName": email, "mail": email, "mailNickname": "u1", "givenName": "A", "surname": "B",
        "jobTitle": "C", "accountEnabled": true,
    });
    let group = |(number, name): (usize, &Value)| json!({ "id": format!("g{number}"), "displayName": name, "members": [{ "id": "u1" }] });
    let other = json!({ "id": "g", "displayName": "Others", "members": [] });
    let groups: Value = cases(user, "groups").iter().enumerate().map(group).chain([other]).collect();
    let engine = json!({ "assignments": case["config"], "settings": { "scope": "all" } });
    let plan = subject.call("plan", &[engine, json!([person]), groups]);
    let plan = answer(plan, || expected.to_string())?;
    let preview = &plan["previews"][0];
    compare("action", &json!("create"), &json!(verdict(preview)))?;
    let assignment = &preview["assignment"];
    if expected["settings"].is_object() {
        compare("settings", &expected["settings"], &assignment["settings"])?;
    }
    if let Some(name) = expected["assignment"].as_str() {
        compare("assignment", &json!(name), &assignment["name"])?;
    }
    compare_warnings(expected, findings(&plan))
}
