//! `scim/*.json`: filters, paths, PATCH, resources.

use std::path::Path;

use serde_json::{Value, json};

use super::{answer, cases, needs, text};
use crate::equal::{same, same_set};
use crate::names::working;
use crate::report::{Case, Problem};
use crate::subject::Subject;

/// Runs every case once in each mode it lists; one that lists none has failed.
fn in_modes(list: &[Value], mut judge: impl FnMut(&Value, &str) -> Result<(), Problem>) -> Vec<Case> {
    let mut done = Vec::new();
    for case in list {
        let id = text(case, "id");
        let modes = cases(case, "modes").iter().filter_map(Value::as_str);
        let judged = modes.map(|mode| Case::of(format!("{id} {mode}"), judge(case, mode)));
        let judged: Vec<Case> = judged.collect();
        if judged.is_empty() {
            done.push(Case::of(id, Err::<(), _>(("modes".to_owned(), case["modes"].to_string()))));
        }
        done.extend(judged);
    }
    done
}

fn differs(expected: &Value, actual: &Value) -> (String, String) {
    (expected.to_string(), actual.to_string())
}

/// A language that the surface reads: by which call, and the member of cases and answers that holds its texts and trees.
struct Language {
    call: &'static str,
    member: &'static str,
}

const FILTERS: Language = Language { call: "parseFilter", member: "filter" };
const PATHS: Language = Language { call: "parsePath", member: "path" };

pub(super) fn filters_valid(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    in_modes(cases(document, "cases"), |case, mode| valid(&FILTERS, case, mode, subject))
}

/// The tree, the print, and the tree of the print.
fn valid(
    &Language { call, member }: &Language,
    case: &Value,
    mode: &str,
    subject: &mut dyn Subject,
) -> Result<(), Problem> {
    needs(case, &[member, "ast", "canonical"])?;
    let expected = || case["ast"].to_string();
    let options = json!({ "mode": mode });
    let first = answer(subject.call(call, &[case[member].clone(), options.clone()]), expected)?;
    let tree = subject.holds(&case["ast"]);
    if !same(&first[member], &tree) {
        return Err(differs(&tree, &first));
    }
    if case["canonical"].is_string() && first["canonical"] != case["canonical"] {
        return Err(differs(&case["canonical"], &first["canonical"]));
    }
    let again = answer(subject.call(call, &[first["canonical"].clone(), options]), expected)?;
    if same(&again[member], &tree) { Ok(()) } else { Err(differs(&tree, &again)) }
}

pub(super) fn filters_invalid(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    in_modes(cases(document, "cases"), |case, mode| {
        invalid(&FILTERS, case, mode, subject, &[text(case, "scimType")])
    })
}

/// Refused with an accepted code, at an accepted offset, with an accepted scimType.
fn invalid(
    &Language { call, member }: &Language,
    case: &Value,
    mode: &str,
    subject: &mut dyn Subject,
    types: &[&str],
) -> Result<(), Problem> {
    let expected =
        || format!("{} at {} with {}", case["codesAccepted"], case["offsetAccepted"], types.join(" or "));
    let found = answer(subject.call(call, &[case[member].clone(), json!({ "mode": mode })]), expected)?;
    let diagnostic = &found["diagnostics"][0];
    let accepted =
        |list: &Value, value: &str| list.as_array().is_some_and(|list| list.iter().any(|item| item == value));
    let units = diagnostic["at"]["span"]["start"].as_u64();
    let offset = units.map(|units| characters(text(case, member), units));
    let range = &case["offsetAccepted"];
    let inside = offset >= range[0].as_u64() && offset <= range[1].as_u64();
    let good = found["ok"] == json!(false)
        && accepted(&case["codesAccepted"], &working(diagnostic))
        && inside
        && types.iter().any(|kind| found["scimType"] == *kind);
    if good { Ok(()) } else { Err((expected(), format!("at {offset:?}: {found}"))) }
}

/// Code points before a UTF-16 offset.
fn characters(text: &str, units: u64) -> u64 {
    let mut passed = 0;
    let before = text.chars().take_while(|character| {
        let inside = passed < units;
        passed += character.len_utf16() as u64;
        inside
    });
    before.count() as u64
}

pub(super) fn paths(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let mut done = in_modes(cases(document, "valid"), |case, mode| valid(&PATHS, case, mode, subject));
    done.extend(in_modes(cases(document, "invalid"), |case, mode| {
        let types = cases(case, "scimTypesAccepted");
        let types: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
        invalid(&PATHS, case, mode, subject, &types)
    }));
    done.extend(in_modes(cases(document, "resolve"), |case, mode| {
        needs(case, &["path", "resourceType", "expect"])?;
        let options = json!({ "mode": mode, "kind": case["resourceType"] });
        let reply = subject.call("resolvePath", &[case["path"].clone(), options]);
        let found = answer(reply, || case["expect"].to_string())?;
        let undefined = case["expect"]["undefined"] == json!(true);
        let wanted = if undefined { &Value::Null } else { &case["expect"] };
        let good = found["ok"] == json!(true) && same(&found["attribute"], wanted);
        if good { Ok(()) } else { Err(differs(&case["expect"], &found)) }
    }));
    done
}

pub(super) fn filter_eval(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    in_modes(cases(document, "cases"), |case, mode| {
        needs(case, &["filter", "resource", "resourceType", "expect"])?;
        let resource = &document["resources"][text(case, "resource")];
        let options = json!({ "mode": mode, "kind": case["resourceType"] });
        let reply = subject.call("filterMatches", &[case["filter"].clone(), resource.clone(), options]);
        let found = answer(reply, || case["expect"].to_string())?;
        let good = match &case["expect"] {
            Value::Bool(truth) => found["ok"] == json!(true) && found["matches"] == json!(truth),
            refusal => found["ok"] == json!(false) && found["scimType"] == refusal["scimType"],
        };
        if good { Ok(()) } else { Err(differs(&case["expect"], &found)) }
    })
}

pub(super) fn patch(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    in_modes(cases(document, "cases"), |case, mode| {
        needs(case, &["request", "resource", "resourceType"])?;
        let refused = case["expect"].get("scimType").is_some();
        needs(&case["expect"], &[if refused { "scimType" } else { "resource" }])?;
        let resource = &document["resources"][text(case, "resource")];
        let options = json!({ "mode": mode, "kind": case["resourceType"] });
        let reply = subject.call("applyPatch", &[resource.clone(), case["request"].clone(), options]);
        let found = answer(reply, || case["expect"].to_string())?;
        let expect = &case["expect"];
        let list = |name: &str| expect[name].as_array().cloned().unwrap_or_default();
        let good = if found["ok"] == json!(true) {
            let mut accepted = list("resourceAlternatives");
            accepted.extend(expect.get("resource").cloned());
            accepted.iter().any(|accepted| same(accepted, &found["resource"]))
        } else {
            let mut accepted = list("scimTypesAccepted");
            accepted.extend(list("scimTypesAlternatives"));
            accepted.extend(expect.get("scimType").cloned());
            accepted.contains(&found["scimType"])
        };
        if good { Ok(()) } else { Err(differs(expect, &found)) }
    })
}

pub(super) fn resources(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let mut done = Vec::new();
    for case in cases(document, "cases") {
        let Some(modes) = case["expect"].as_object().filter(|modes| !modes.is_empty()) else {
            let problem = ("findings by mode".to_owned(), case["expect"].to_string());
            done.push(Case::of(text(case, "id"), Err::<(), _>(problem)));
            continue;
        };
        for (mode, expected) in modes {
            let id = format!("{} {mode}", text(case, "id"));
            done.push(Case::of(id, resource(case, mode, expected, subject)));
        }
    }
    done
}

/// The set of `{path, code, severity}`.
fn resource(case: &Value, mode: &str, expected: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    needs(case, &["payload", "resourceType"])?;
    if !["strict", "tolerant"].contains(&mode) {
        return Err(("a known mode".to_owned(), mode.to_owned()));
    }
    let options = json!({ "profile": "gong", "kind": case["resourceType"], "strict": mode == "strict" });
    let reply = subject.call("validatePayload", &[case["payload"].clone(), options]);
    let found = answer(reply, || expected.to_string())?;
    let findings = cases(&found, "diagnostics").iter().map(|finding| {
        let path = finding["at"]["path"].as_str().unwrap_or_default();
        json!({ "path": path, "code": working(finding), "severity": finding["severity"] })
    });
    let findings: Vec<Value> = findings.collect();
    let expected_list = expected.as_array().cloned().unwrap_or_default();
    if found["ok"] == json!(true) && same_set(&expected_list, &findings) {
        Ok(())
    } else {
        let shown = if found["ok"] == json!(true) { Value::Array(findings) } else { found };
        Err(differs(expected, &shown))
    }
}
