//! What is found in a configuration when it is compiled, and what becomes of the objects; sentences are those of
//! `COMPATIBILITY.md` and of Microsoft Graph's reference of the synchronization schema.

#[path = "common/provision.rs"]
mod provision;
#[path = "common/schema.rs"]
mod schema;

use provision::{body, changed, codes, function, schema, user};
use schema::{attribute, attributes, definition, direct, mapping};
use scimwright::provision::{CycleInput, Plan, Preview, TargetState};
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};
use scimwright::value::json::parse;
use scimwright::{
    Engine, SourceObject,
    diagnostic::{Diagnostic, Diagnostics},
    limits::Limits,
};
use serde_json::{Value, json};

fn source(user: &Value) -> SourceObject<'static> {
    SourceObject::user(user.to_string()).unwrap()
}

fn engine(schema: &Value) -> Engine {
    let builder = Engine::builder().schema_json(&schema.to_string()).unwrap();
    builder.settings_json(r#"{"scope":"all"}"#).unwrap().build().unwrap()
}

fn preview(schema: &Value, user: &Value) -> Preview {
    engine(schema).preview(&source(user), None)
}

/// What is found in the mappings at work.
fn told(preview: &Preview) -> Vec<&str> {
    codes(&preview.diagnostics).into_iter().filter(|code| code.starts_with("AM")).collect()
}

fn checked(schema: &Value) -> Diagnostics {
    let schema = SynchronizationSchema::parse(&schema.to_string(), &Limits::DEFAULT).unwrap();
    check(&schema, &CheckOptions::default())
}

/// The findings of a code, of the check and of the engine: the same.
fn agreed(schema: &Value, code: &str) -> Vec<Diagnostic> {
    let of = |findings: &[Diagnostic]| -> Vec<Diagnostic> {
        findings.iter().filter(|finding| finding.code.code == code).cloned().collect()
    };
    let found = of(engine(schema).diagnostics());
    assert_eq!(found, of(&checked(schema)));
    found
}

fn place(finding: &Diagnostic) -> &str {
    finding.at.as_ref().unwrap().pointer.as_deref().unwrap()
}

#[test]
fn the_gong_configuration_has_no_findings() {
    assert_eq!(engine(&schema()).diagnostics(), []);
}

#[test]
fn a_mapping_in_use_needs_a_matching_attribute() {
    let without = changed(|it| attribute(it, "userName")["matchingPriority"] = json!(0));
    let found = agreed(&without, "AM201");
    assert_eq!(place(&found[0]), "/synchronizationRules/0/objectMappings/1/attributeMappings");
    let off = changed(|it| {
        attribute(it, "userName")["matchingPriority"] = json!(0);
        mapping(it, "User")["enabled"] = json!(false);
    });
    assert!(agreed(&off, "AM201").is_empty());
}

#[test]
fn broken_links_are_found_and_gongs_own_definitions_used() {
    let no_directory = changed(|it| it["synchronizationRules"][0]["targetDirectoryName"] = json!("Gong 2"));
    assert_eq!(place(&agreed(&no_directory, "SS201")[0]), "/synchronizationRules/0/targetDirectoryName");
    let no_object = changed(|it| mapping(it, "User")["targetObjectName"] = json!("Person"));
    let found = agreed(&no_object, "SS202");
    assert_eq!(place(&found[0]), "/synchronizationRules/0/objectMappings/1/targetObjectName");
    // A document without any directory has no broken link; what its target takes is still unknown.
    let rules_only = changed(|it| {
        it.as_object_mut().unwrap().remove("directories");
    });
    assert!(agreed(&rules_only, "SS201").is_empty());
    for schema in [&no_directory, &no_object, &rules_only] {
        let engine = engine(schema);
        let assumed: Vec<_> = engine.diagnostics().iter().filter(|it| it.code.code == "AM206").collect();
        assert!(
            assumed.iter().all(|finding| finding.message.ends_with("those that Gong documents are used"))
        );
        assert!(!assumed.is_empty());
        assert_eq!(body(&engine.preview(&source(&user(json!({}))), None))["active"], json!(true));
        let incomplete = engine.preview(&source(&user(json!({ "mail": null }))), None);
        assert_eq!(incomplete.reason.code(), "requiredValueMissing");
    }
}

#[test]
fn the_undefined_attributes_of_another_target_are_optional_texts() {
    let other = changed(|it| {
        it.as_object_mut().unwrap().remove("directories");
        it["id"] = json!("other.1");
        it["synchronizationRules"][0]["targetDirectoryName"] = json!("Other");
        attributes(it)
            .retain(|attribute| !attribute["targetAttributeName"].as_str().unwrap().contains("Gong"));
    });
    let engine = engine(&other);
    assert_eq!(codes(engine.diagnostics()), ["AM206", "AM206"]);
    let preview = engine.preview(&source(&user(json!({ "mail": null }))), None);
    assert_eq!(preview.reason.code(), "createdNoMatch");
    assert_eq!(body(&preview)["active"], json!("True"));
}

#[test]
fn b5_several_values_of_an_extension_are_null_however_they_are_read() {
    for from in [direct("extension_abc_TZ"), function(r#"Join(",", [extension_abc_TZ])"#)] {
        let schema = changed(|it| attribute(it, "title")["source"] = from.clone());
        let of = |value: Value| preview(&schema, &user(json!({ "extension_abc_TZ": value })));
        let several = of(json!(["X", "Y"]));
        assert_eq!(told(&several), ["AM212"], "{from}");
        assert!(place(&several.diagnostics[0]).contains("/attributeMappings/"));
        assert_eq!(body(&several)["title"], Value::Null);
        let one = of(json!("X"));
        assert_eq!((told(&one), &body(&one)["title"]), (vec![], &json!("X")));
    }
    // The default takes the place of null.
    let schema = changed(|it| {
        attribute(it, "title")["source"] = direct("extension_abc_TZ");
        attribute(it, "title")["defaultValue"] = json!("D");
    });
    let several = preview(&schema, &user(json!({ "extension_abc_TZ": ["X"] })));
    assert_eq!(body(&several)["title"], json!("D"));
}

#[test]
fn l6_a_required_attribute_is_waited_for_though_its_mapping_is_left_out() {
    let emails = r#"emails[type eq "work"].value"#;
    // `emails` takes the place of the required work address.
    let excluded = changed(|it| {
        let whole = json!({ "targetAttributeName": "emails", "source": direct("jobTitle") });
        attributes(it).insert(0, whole);
    });
    let found = preview(&excluded, &user(json!({})));
    assert_eq!((found.reason.code(), found.requests.len()), ("requiredValueMissing", 0));
    let removed = changed(|it| {
        attribute(it, emails)["targetAttributeName"] = json!("emails");
    });
    assert_eq!(preview(&removed, &user(json!({}))).reason.code(), "requiredValueMissing");
    // So it is where its expression cannot be read; one that nobody requires is only left out.
    let unread = |target: &str| changed(|it| attribute(it, target)["source"] = function("Swich([mail])"));
    assert_eq!(preview(&unread(emails), &user(json!({}))).reason.code(), "requiredValueMissing");
    assert_eq!(preview(&unread("title"), &user(json!({}))).reason.code(), "createdNoMatch");
    // The same attribute twice: the first gives the value.
    let twice = changed(|it| {
        let again = attribute(it, emails).clone();
        attributes(it).push(again);
    });
    let found = preview(&twice, &user(json!({})));
    assert_eq!((found.reason.code(), codes(engine(&twice).diagnostics())), ("createdNoMatch", vec!["AM208"]));
}

#[test]
fn p5_a_default_that_does_not_fit_is_found() {
    let unfit = changed(|it| attribute(it, "active")["defaultValue"] = json!("yes"));
    assert_eq!(codes(engine(&unfit).diagnostics()), ["AM302"]);
    let fit = changed(|it| attribute(it, "active")["defaultValue"] = json!("true"));
    assert_eq!(engine(&fit).diagnostics(), []);
}

#[test]
fn p5_integers_have_a_sign_and_digits() {
    let schema = changed(|it| definition(it, "title")["type"] = json!("Integer"));
    let sent = |text: &str| {
        let preview = preview(&schema, &user(json!({ "jobTitle": text })));
        (body(&preview)["title"].clone(), told(&preview).len())
    };
    for (text, number) in
        [("0012", 12), ("+5", 5), ("-3", -3), ("-0", 0), ("9007199254740993", 9_007_199_254_740_993_i64)]
    {
        assert_eq!(sent(text), (json!(number), 0), "{text}");
    }
    // Beyond 64 bits it is no integer, and stays exact as text.
    assert_eq!(sent("99999999999999999999"), (json!("99999999999999999999"), 1));
    let of = |text: &str| {
        let schema = changed(|it| {
            definition(it, "title")["type"] = json!("Integer");
            attribute(it, "title")["defaultValue"] = json!(text);
        });
        let unfit = |findings: &[Diagnostic], code: &str| codes(findings).contains(&code);
        (unfit(engine(&schema).diagnostics(), "AM302"), unfit(&checked(&schema), "AM218"))
    };
    assert_eq!(of("0012"), (false, false));
    assert_eq!(of("12a"), (true, true));
}

#[test]
fn a_number_of_the_target_equals_its_digits() {
    let schema = changed(|it| definition(it, "title")["type"] = json!("Integer"));
    let account = json!({ "id": "t1", "userName": "ada@x.example", "active": true, "title": 12, "externalId": "ada",
        "emails": [{ "type": "work", "value": "ada@x.example", "primary": true }],
        "name": { "givenName": "Ada", "familyName": "Byron" } });
    let account = parse(&account.to_string(), &Limits::DEFAULT).unwrap().to_owned();
    let preview = engine(&schema).preview(&source(&user(json!({ "jobTitle": "0012" }))), Some(&account));
    assert!(preview.requests.is_empty(), "{:?}", preview.requests);
}

fn planned(settings: Value, input: CycleInput<'_>) -> Plan {
    let builder = Engine::for_gong().settings_json(&settings.to_string()).unwrap();
    builder.build().unwrap().plan(&input)
}

#[test]
fn n2_an_account_that_is_gone_was_to_be_updated() {
    let input = CycleInput {
        users: vec![source(&user(json!({})))],
        target: Some(TargetState::default()),
        ..CycleInput::default()
    };
    let plan = planned(json!({ "scope": "all", "links": { "u1": "t1" } }), input);
    let preview = serde_json::to_value(&plan.previews[0]).unwrap();
    assert_eq!((&preview["reason"], &preview["action"]), (&json!("linkedTargetMissing"), &json!("update")));
    let steps = preview["log"]["provisioningSteps"].as_array().unwrap();
    let failed = steps.iter().find(|step| step["status"] == "failure").unwrap();
    assert_eq!(failed["name"], "EntrySynchronizationUpdate");
}

#[test]
fn g8_what_is_kept_from_a_group_out_of_scope_is_its_deletion() {
    let of = |users: Vec<SourceObject<'static>>, groups: Vec<SourceObject<'static>>| {
        let settings = json!({ "scope": "assigned", "assigned": [], "skipOutOfScopeDeletions": true,
            "links": { "g1": "t1", "u1": "t1" } });
        let input = CycleInput { users, groups, ..CycleInput::default() };
        let plan = planned(settings, input);
        (plan.previews[0].reason.code(), serde_json::to_value(plan.previews[0].action).unwrap())
    };
    let group = SourceObject::group(r#"{"id":"g1","displayName":"G"}"#).unwrap();
    assert_eq!(of(vec![], vec![group]), ("outOfScopeDeletionSkipped", json!("delete")));
    assert_eq!(of(vec![source(&user(json!({})))], vec![]), ("outOfScopeDeletionSkipped", json!("disable")));
}

#[test]
fn empty_words_are_absent_and_no_rule_is_said() {
    let empty = changed(|it| {
        mapping(it, "User")["flowTypes"] = json!("");
        attribute(it, "title")["flowType"] = json!("");
    });
    assert_eq!(*checked(&empty), []);
    assert_eq!(preview(&empty, &user(json!({}))).reason.code(), "createdNoMatch");
    let no_rules = changed(|it| it["synchronizationRules"] = json!([]));
    assert_eq!(codes(&checked(&no_rules)), ["SS207"]);
}

/// What mappings and filters read is named once, however many of them do, users' first.
#[test]
fn attributes_that_are_read_are_named_once() {
    let schema = changed(|it| {
        attribute(it, "timezone")["source"] = direct("jobTitle");
        let clause = json!({ "sourceOperandName": "jobTitle", "operatorName": "IS NOT NULL" });
        mapping(it, "User")["scope"] = json!({ "groups": [{ "name": "F", "clauses": [clause] }] });
    });
    let engine = engine(&schema);
    let names = engine.referenced_attributes();
    let count = |name: &str| names.iter().filter(|known| **known == name).count();
    for once in ["jobTitle", "userPrincipalName", "mail", "displayName"] {
        assert_eq!(count(once), 1, "{once} in {names:?}");
    }
    assert_eq!(count("department"), 0);
    let place = |name: &str| names.iter().position(|known| *known == name);
    assert!(place("mail") < place("displayName"), "{names:?}");
}
