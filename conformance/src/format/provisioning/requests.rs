//! `scoping.json` and `requests.json`: one object each.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::{
    compare, compare_requests, compare_warnings, configuration_findings, mapping, preview, product_name,
    schema, settings, verdict, with_delta,
};
use crate::format::{answer, cases, needs, text};
use crate::report::{Case, Problem, Verdict};
use crate::subject::Subject;

pub(in crate::format) fn scoping(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    cases(document, "cases").iter().map(|case| Case::of(text(case, "id"), scope(case, subject))).collect()
}

fn scope(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let (config, expected) = (&case["config"], &case["expected"]);
    needs(expected, &["inScope", "clauseResults"])?;
    let mapping = json!({
        "objectType": config["objectType"], "enabled": true, "targetActions": ["create", "update", "delete"],
        "attributes": [{ "target": "userName", "type": "constant", "source": "x", "matchingPrecedence": 1 }],
    });
    let mut settings = settings(&config["options"]);
    settings.insert("scope".to_owned(), json!("all"));
    let engine = json!({ "schema": schema(&[(&mapping, &config["filters"])]), "settings": settings });
    let found = preview(subject, &engine, &case["source"], &config["objectType"], &Value::Null)?;
    let filters = cases(&found["scope"], "filters");
    let passed = filters.is_empty() || filters.iter().any(|filter| filter["passed"] == true);
    compare("inScope", &expected["inScope"], &json!(passed))?;
    let clauses = |filter: &Value| -> Value {
        cases(filter, "clauses").iter().map(|clause| clause["passed"].clone()).collect()
    };
    // `unsupported` counts as false; that it is unsupported is among the errors.
    let wanted = |filter: &Value| -> Value {
        filter.as_array().into_iter().flatten().map(|result| json!(*result == json!(true))).collect()
    };
    let results: Value = cases(expected, "clauseResults").iter().map(wanted).collect();
    compare("clauseResults", &results, &filters.iter().map(clauses).collect())?;
    let mut findings = configuration_findings(subject, &engine)?;
    findings.extend_from_slice(cases(&found, "diagnostics"));
    let is_error =
        |finding: &&Value| finding["severity"] == "error" && text(finding, "code").starts_with("SC");
    let errors: BTreeSet<&str> =
        findings.iter().filter(is_error).map(|finding| text(finding, "name")).collect();
    let wanted: BTreeSet<String> =
        cases(expected, "errors").iter().filter_map(Value::as_str).map(product_name).collect();
    compare("errors", &json!(wanted), &json!(errors))?;
    if let Some(evaluation) = expected.get("scopeEvaluation") {
        let steps = cases(&found["log"], "provisioningSteps");
        let trace = steps.iter().find_map(|step| step.pointer("/details/ScopeEvaluationResult")?.as_str());
        let trace = trace.and_then(|trace| serde_json::from_str(trace).ok()).unwrap_or_default();
        compare("scopeEvaluation", evaluation, &trace)?;
    }
    Ok(())
}

pub(in crate::format) fn requests(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let mappings = &document["mappings"];
    let judge = |case: &Value| Case::of(text(case, "id"), request(mappings, case, subject));
    cases(document, "cases").iter().map(judge).collect()
}

fn request(mappings: &Value, case: &Value, subject: &mut dyn Subject) -> Result<Verdict, Problem> {
    let (config, expected) = (&case["config"], &case["expected"]);
    let mapping = mapping(&config["mapping"], mappings);
    let schema = schema(&[(mapping, &Value::Null)]);
    if let Some(guid) = config.pointer("/testConnection/guid") {
        return test_connection(&schema, guid, expected, subject);
    }
    let source = with_delta(&case["source"], "add", "remove");
    let engine = json!({ "schema": schema, "settings": linked(config, &source, &case["target_before"]) });
    let found = preview(subject, &engine, &source, &mapping["objectType"], &case["target_before"])?;
    if expected.get("reads").is_some() {
        compare_requests("reads", &expected["reads"], cases(&found["matching"], "queries"))?;
    } else {
        needs(expected, &["action", "writes"])?;
    }
    if let Some(action) = expected.get("action") {
        compare("action", action, &json!(verdict(&found)))?;
    }
    if expected.get("writes").is_some() {
        compare_requests("writes", &expected["writes"], cases(&found, "requests"))?;
    }
    let findings = configuration_findings(subject, &engine)?;
    compare_warnings(expected, findings.iter().chain(cases(&found, "diagnostics")))?;
    Ok(Verdict::Passed)
}

/// The settings with the pairs of the case; members are named by their target ids.
fn linked(config: &Value, source: &Value, target: &Value) -> Map<String, Value> {
    let mut settings = settings(&config["options"]);
    settings.insert("scope".to_owned(), json!("all"));
    let mut links = config["links"].as_object().cloned().unwrap_or_default();
    for member in cases(source, "members@delta") {
        links.insert(text(member, "id").to_owned(), member["id"].clone());
    }
    let link = config.get("link").or_else(|| target.get("id")).filter(|link| link.is_string());
    if let (Some(id), Some(link)) = (source["id"].as_str(), link) {
        links.insert(id.to_owned(), link.clone());
    }
    settings.insert("links".to_owned(), Value::Object(links));
    settings
}

fn test_connection(
    schema: &Value,
    guid: &Value,
    expected: &Value,
    subject: &mut dyn Subject,
) -> Result<Verdict, Problem> {
    needs(expected, &["reads"])?;
    let asked = subject.call("testConnection", &[json!({ "schema": schema }), guid.clone()]);
    let query = answer(asked, || expected.to_string())?;
    compare_requests("reads", &expected["reads"], &[query]).map(Verdict::from)
}
