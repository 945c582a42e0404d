//! The log record of an object: its steps, its reasons, what it prints and what it hides.

#[path = "common/provision.rs"]
mod provision;
#[path = "common/schema.rs"]
mod schema;

use provision::*;
use scimwright::SourceObject;
use scimwright::mapping::{AttributeMappingDefinition, Source, ValueType};
use scimwright::provision::{ObjectMappingDefinition, Preview, ScopeMode, Settings};
use scimwright::value::json::Json;
use serde_json::{Value, json};

#[test]
fn n1_to_n3_the_log_record() {
    let mapping = ObjectMappingDefinition {
        filters: vec![filter("department", "EQUALS", &["Sales"])],
        ..users(vec![])
    };
    let preview = preview(mapping, &with(person(), json!({ "department": "Legal", "displayName": "Ada" })));
    let log = serde_json::to_value(preview.log()).unwrap();
    let members: Vec<&str> = log.as_object().unwrap().keys().map(String::as_str).collect();
    for member in [
        "activityDateTime",
        "changeId",
        "cycleId",
        "durationInMilliseconds",
        "id",
        "initiatedBy",
        "jobId",
        "modifiedProperties",
        "provisioningAction",
        "provisioningStatusInfo",
        "provisioningSteps",
        "servicePrincipal",
        "sourceIdentity",
        "sourceSystem",
        "targetIdentity",
        "tenantId",
        "targetSystem",
    ] {
        assert!(members.contains(&member), "{member}");
    }
    // There is no clock inside.
    assert_eq!(log["durationInMilliseconds"], 0);
    assert_eq!(log["initiatedBy"]["initiatorType"], "system");
    assert_eq!(log["provisioningStatusInfo"]["errorInformation"]["errorCode"], "NotEffectivelyEntitled");
    let scoping = &log["provisioningSteps"][1];
    assert_eq!(scoping["provisioningStepType"], "scoping");
    assert_eq!(scoping["details"]["ScopeEvaluationResult"], r#"{"F.department EQUALS Sales":false}"#);
    assert_eq!(scoping["details"]["IsActive"], "True");
    assert_eq!(scoping["details"]["IsEffectivelyEntitledForProvisioning"], "False");
}

#[test]
fn the_log_prints_booleans_as_words_and_hides_what_is_redacted() {
    let secret = attribute("title", Source::Expression("Redact([jobTitle])".to_owned()));
    let preview = preview(users(vec![secret]), &with(person(), json!({ "jobTitle": "spy" })));
    let log = preview.log().to_string();
    assert!(log.contains(r#"{"displayName":"active","oldValue":null,"newValue":"True"}"#), "{log}");
    assert!(log.contains("[Redact]") && !log.contains("spy"), "{log}");
}

/// §8.8: logs show `[Redact]`, wherever in the expression the value is wrapped.
#[test]
fn what_is_redacted_inside_an_expression_stays_out_of_the_log() {
    let made =
        preview(users(vec![expression("title", r#"Append(Redact([userPrincipalName]), "x")"#)]), &person());
    let body = made.requests[0].body.as_ref().unwrap();
    assert_eq!(body.read().get("title"), Some(&Json::from("ada@x.examplex")));
    let log = serde_json::to_string(&made.log()).unwrap();
    assert!(log.contains("[Redact]") && !log.contains("ada@x.examplex"), "{log}");
    // Whoever shows the preview is told, whatever becomes of the value.
    let told = serde_json::to_value(&made).unwrap();
    for attribute in told["attributes"].as_array().unwrap() {
        assert_eq!(attribute.get("redacted").is_some(), attribute["target"] == "title", "{attribute}");
    }
}

/// N-1: the steps in the order of the samples, and no further than the object came.
#[test]
fn the_log_has_the_steps_an_object_took() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    let manager =
        || AttributeMappingDefinition { value_type: ValueType::Reference, ..direct(path, "manager") };
    let steps = |source: &Value, scope: ScopeMode, link: bool| -> Vec<String> {
        let mut settings = Settings { scope, assigned: Some(vec![]), ..all() };
        settings.links.insert("m".to_owned(), "tm".to_owned());
        if link {
            settings.links.insert("u".to_owned(), "t".to_owned());
        }
        let account = resource(&json!({ "id": "t", "userName": "ada@x.example", "active": true }));
        let source = SourceObject::user(source.to_string()).unwrap();
        let preview = engine(users(vec![manager()]), settings).preview(&source, link.then_some(&account));
        let log = serde_json::to_value(preview.log()).unwrap();
        let text = |step: &Value| {
            ["provisioningStepType", "name", "status"]
                .map(|name| step[name].as_str().unwrap().to_owned())
                .join(" ")
        };
        log["provisioningSteps"].as_array().unwrap().iter().map(text).collect()
    };
    let import = "import EntryImport success";
    let scoping = |status| format!("scoping EntrySynchronizationScoping {status}");
    assert_eq!(
        steps(&person(), ScopeMode::All, false),
        [
            import,
            &scoping("success"),
            "processing EntrySynchronizationAdd success",
            "export EntryExportAdd success"
        ]
    );
    // Only the reference is written.
    assert_eq!(
        steps(&with(person(), json!({ "manager": { "id": "m" } })), ScopeMode::All, true),
        [
            import,
            "matching EntryImport success",
            &scoping("success"),
            "processing EntrySynchronizationUpdate success",
            "referenceResolution EntrySynchronizationUpdate success",
            "export EntryExportUpdate success"
        ]
    );
    assert_eq!(
        steps(&person(), ScopeMode::All, true),
        [
            import,
            "matching EntryImport success",
            &scoping("success"),
            "processing EntrySynchronizationSkip skipped"
        ]
    );
    assert_eq!(
        steps(&person(), ScopeMode::Assigned, false),
        [import, &scoping("skipped"), "processing EntrySynchronizationSkip skipped"]
    );
    // L-12: the stored id is used, and nothing is asked before.
    assert_eq!(
        steps(&with(person(), json!({ "@removed": { "reason": "deleted" } })), ScopeMode::All, true),
        [
            import,
            &scoping("skipped"),
            "processing EntrySynchronizationDelete success",
            "export EntryExportDelete success"
        ]
    );
    let facts = |source: &Value| {
        let preview =
            engine(users(vec![]), all()).preview(&SourceObject::user(source.to_string()).unwrap(), None);
        let log = serde_json::to_value(preview.log()).unwrap();
        let details = &log["provisioningSteps"][1]["details"];
        ["IsActive", "Assigned", "IsEffectivelyEntitledForProvisioning"].map(|name| details[name].clone())
    };
    assert_eq!(facts(&person()), ["True", "True", "True"]);
    assert_eq!(facts(&with(person(), json!({ "accountEnabled": false }))), ["False", "True", "False"]);
    let nameless = json!({ "id": "u", "accountEnabled": true });
    assert_eq!(steps(&nameless, ScopeMode::All, false), ["import EntryImport skipped"]);
}

/// What leaves an object out of scope is told there, whatever becomes of its account.
#[test]
fn the_step_of_scoping_tells_what_leaves_an_object_out() {
    let description = |account: Value| {
        let disabled = with(person(), json!({ "accountEnabled": false }));
        let log = serde_json::to_value(linked(users(vec![]), &disabled, &account).log()).unwrap();
        let mut steps = log["provisioningSteps"].as_array().unwrap().clone();
        steps.retain(|step| step["provisioningStepType"] == "scoping");
        steps.remove(0)["description"].clone()
    };
    for account in [json!({ "active": true }), json!({ "active": false })] {
        assert_eq!(description(account), "The object is not in scope: sign-in is blocked in Entra");
    }
}

#[test]
fn a_staged_act_is_logged_as_not_executed() {
    let settings = json!({ "accidentalDeletionThreshold": 0 });
    let disabled = user(json!({ "accountEnabled": false }));
    let state = json!({ "links": { "u1": "t1" } });
    let plan = schema::plan(
        &schema::engine(&schema(), settings),
        &[disabled],
        &[],
        &[schema::account(json!({}))],
        state,
    );
    let log = serde_json::to_value(plan.previews[0].log()).unwrap();
    assert_eq!(
        (&log["provisioningAction"], &log["modifiedProperties"]),
        (&json!("stageddelete"), &json!([]))
    );
    let steps = log["provisioningSteps"].as_array().unwrap();
    let processing = steps.iter().find(|step| step["provisioningStepType"] == "processing").unwrap();
    assert_eq!(processing["status"], json!("skipped"));
    // Nothing flows, and what is told names the threshold.
    let preview = &plan.previews[0];
    let active = preview.attributes.iter().find(|attribute| *attribute.target == *"active").unwrap();
    assert_eq!(json!([active.outcome, active.before, active.after]), json!(["ignored", true, true]));
    assert!(preview.requests.is_empty());
    assert!(
        preview.explanation().contains("threshold") && processing["description"] == preview.explanation()
    );
}

#[test]
fn the_log_names_the_job_and_its_tenant() {
    let logged = |id: &str| {
        let schema = changed(|it| it["id"] = json!(id));
        let log =
            serde_json::to_value(schema::preview(&schema, json!({}), &user(json!({})), None).log()).unwrap();
        (log["jobId"].clone(), log["tenantId"].clone())
    };
    // "jobId usually `<template>.<tenant>.<service principal>`"
    let job = "gong.0123456789abcdef0123456789abcdef.aaaaaaaa-0000-0000-0000-000000000001";
    assert_eq!(logged(job), (json!(job), json!("01234567-89ab-cdef-0123-456789abcdef")));
    let principal = "aaaaaaaa-0000-0000-0000-000000000001";
    for other in [
        // "Template schema: `<template>.` + 32 zeros"
        "gong.00000000000000000000000000000000".to_owned(),
        format!("gong.00000000000000000000000000000000.{principal}"),
        format!("gong.0123456789abcdef0123456789abcdeg.{principal}"),
        format!("gong.0123456789abcdef0123456789abcde.{principal}"),
        "gong.0123456789abcdef0123456789abcdef.nobody".to_owned(),
        "anything".to_owned(),
    ] {
        assert_eq!(logged(&other), (json!(""), json!("")), "{other}");
    }
}

#[test]
fn n5_the_reasons_of_an_object_that_is_not_entitled_are_numbered() {
    let schema = changed(|it| {
        schema::mapping(it, "User")["scope"] = json!({ "groups": [{ "name": "F", "clauses": [{ "sourceOperandName":
            "department", "operatorName": "EQUALS", "targetOperand": { "values": ["Sales"] } }] }] });
    });
    let unassigned = json!({ "scope": "assigned", "assigned": [] });
    let log =
        serde_json::to_value(schema::preview(&schema, unassigned, &user(json!({})), None).log()).unwrap();
    let information = &log["provisioningStatusInfo"]["errorInformation"];
    assert_eq!(information["errorCode"], json!("NotEffectivelyEntitled"));
    let reasons = information["reason"].as_str().unwrap();
    assert_eq!(reasons, "1) not assigned to the application; 2) no scoping filter lets it pass");
    for code in ["NotEffectivelyEntitled", "RedundantExport"] {
        assert!(scimwright::surface::explain(code).starts_with(code), "{code}");
    }
}

/// N-5, N-6: the log names the service's reason of what is skipped, and none of what is written.
#[test]
fn n5_and_n6_the_log_names_why_something_is_skipped() {
    let reasons = |preview: &Preview| -> Vec<String> {
        let log = serde_json::to_value(preview.log()).unwrap();
        let steps = log["provisioningSteps"].as_array().unwrap().iter();
        steps.filter_map(|step| Some(step["details"]["SkipReason"].as_str()?.to_owned())).collect()
    };
    let unassigned =
        Settings { scope: ScopeMode::Assigned, assigned: Some([].into()), ..Settings::default() };
    let source = SourceObject::user(person().to_string()).unwrap();
    let skipped = engine(users(vec![]), unassigned).preview(&source, None);
    assert_eq!(reasons(&skipped), ["NotEffectivelyEntitled"]);
    assert_eq!(reasons(&linked(users(vec![]), &person(), &json!({}))), ["RedundantExport"]);
    assert_eq!(reasons(&preview(users(vec![]), &person())), Vec::<String>::new());
}
