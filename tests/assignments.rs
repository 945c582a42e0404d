//! Gong's assignments in previews, and what events change, where the cases of `tests/cases/provisioning` do not pin it
//! alone.

#[path = "common/provision.rs"]
mod provision;
#[path = "common/schema.rs"]
mod schema;

use provision::*;
use schema::{account, plan};
use scimwright::assignment::{Assignments, Event, Outcome, Person, TeamMember};
use scimwright::diagnostic::Place;
use scimwright::limits::Limits;
use scimwright::provision::{CycleInput, Plan, Preview, TargetState};
use scimwright::surface::{self, assignment_outcome};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

fn gong(settings: Value, assignments: Value) -> Engine {
    let assignments = Assignments::from_json(&assignments.to_string(), &Limits::DEFAULT).unwrap();
    let builder = Engine::for_gong().settings_json(&settings.to_string()).unwrap();
    builder.assignments(assignments).build().unwrap()
}

fn source() -> SourceObject<'static> {
    SourceObject::user(user(json!({ "manager": { "id": "m" } })).to_string()).unwrap()
}

/// The name of the assignment shown, and the findings about it and its groups.
fn shown(preview: &Preview) -> (Option<String>, Vec<&str>) {
    let told = codes(&preview.diagnostics).into_iter();
    let told = told.filter(|code| code.starts_with("GA") || *code == "PV321").collect();
    (preview.assignment.as_ref().map(|assignment| assignment.name.clone()), told)
}

/// A-1: whom Gong does not import has no assignment, whichever list names the domains.
#[test]
fn a1_a_person_who_is_not_imported_gets_no_assignment() {
    let refused = (None, vec!["GA208"]);
    let default = json!({ "name": "D", "seats": ["F"] });
    for (domains, company) in [(json!(["y.example"]), json!([])), (json!([]), json!(["y.example"]))] {
        let engine = gong(
            json!({ "scope": "all", "allowedDomains": domains }),
            json!({ "defaultAssignment": default, "companyEmailDomains": company }),
        );
        assert_eq!(shown(&engine.preview(&source(), None)), refused);
        // Also where it is not known in which groups the person is.
        let bound = json!({ "assignments": [{ "name": "A", "group": "G" }], "companyEmailDomains": company });
        let engine = gong(json!({ "scope": "all", "allowedDomains": domains }), bound);
        assert_eq!(shown(&engine.preview(&source(), None)), refused);
    }
}

/// RFC 5321 §2.4: domains are the same in any case. `@x.example` is written for one too; the preview takes each as the
/// validation of payloads does.
#[test]
fn domains_are_read_as_people_write_them() {
    for domain in ["@x.example", " X.example", "x.example"] {
        for (domains, company) in [(json!([domain]), json!([])), (json!([]), json!([domain]))] {
            let engine = gong(
                json!({ "scope": "all", "allowedDomains": domains }),
                json!({ "defaultAssignment": { "name": "D", "seats": ["F"] }, "companyEmailDomains": company }),
            );
            let preview = engine.preview(&source(), None);
            assert_eq!(shown(&preview), (Some("D".to_owned()), Vec::new()), "{domain}");
        }
        let settings = json!({ "scope": "all", "allowedDomains": [domain] }).to_string();
        let engine = Engine::for_gong().settings_json(&settings).unwrap().build().unwrap();
        let batch = engine.preview_batch(source().text(), 1);
        assert!(!batch.contains("GA208"), "{batch}");
    }
}

/// A list that names an empty domain would allow nobody; the form of the member is refused, at its place.
#[test]
fn an_empty_domain_is_refused_in_every_list() {
    let refused = Assignments::from_json(r#"{"companyEmailDomains":["x.example",""]}"#, &Limits::DEFAULT);
    let refused = refused.unwrap_err();
    assert_eq!(refused.code.code, "GA101");
    assert_eq!(refused.at, Some(Place::pointer("/companyEmailDomains/1")));
    let answer = surface::validate_payload("{}", r#"{"allowedDomains":[" @"]}"#);
    assert!(answer.starts_with(r#"{"ok":false,"#) && answer.contains("/allowedDomains/0"), "{answer}");
}

/// Section 19 of the rules: what is not known is told, and nothing is claimed of it.
#[test]
fn without_groups_no_assignment_is_shown() {
    let engine = gong(json!({ "scope": "all" }), json!([{ "name": "A", "group": "G", "seats": ["F"] }]));
    let unknown = (None, vec!["PV321"]);
    let planned = |groups: &[Value]| {
        let plan = engine.plan(&CycleInput {
            users: vec![source()],
            groups: groups.iter().map(|group| SourceObject::group(group.to_string()).unwrap()).collect(),
            ..CycleInput::default()
        });
        let (name, told) = shown(&plan.previews[0]);
        (name, told.join(" "))
    };
    assert_eq!(shown(&engine.preview(&source(), None)), unknown);
    let batch = engine.preview_batch(source().text(), 1);
    assert!(batch.contains("PV321") && !batch.contains("GA202"), "{batch}");
    assert_eq!(planned(&[]), (None, "PV321".to_owned()));
    let group = |more: Value| with(json!({ "id": "G", "displayName": "Sellers" }), more);
    assert_eq!(planned(&[group(json!({}))]), (None, "PV321".to_owned()));
    let member = group(json!({ "members": [{ "id": "u1" }] }));
    assert_eq!(planned(&[member]), (Some("A".to_owned()), String::new()));
    // Of a group that no assignment is bound to, nobody needs to know the members.
    let other = json!({ "id": "H", "displayName": "H" });
    let nobody = group(json!({ "members": [] }));
    assert_eq!(planned(&[nobody, other]), (Some("Default".to_owned()), "GA202".to_owned()));
    // Where there are no assignments, groups decide nothing.
    let engine = gong(json!({ "scope": "all" }), json!({ "fallbackPermissionProfile": "P" }));
    assert_eq!(shown(&engine.preview(&source(), None)), (Some(String::new()), vec![]));
}

fn outcome(assignments: Value, event: &Event<'_>) -> Outcome {
    let member = TeamMember { assignment: Some("A"), ..TeamMember::default() };
    let assignments = Assignments::from_json(&assignments.to_string(), &Limits::DEFAULT).unwrap();
    assignments.outcome(event, &Person::default(), Some(&member))
}

/// A-9: managers turn data capture on and off for their team, and edit nothing else.
#[test]
fn a9_managers_edit_data_capture_alone() {
    let assignments = json!({ "assignments": [{ "name": "A", "group": "G", "updateMode": "manual" }],
        "managerSettings": { "managersControlDataCapture": true } });
    let accepted = |fields: &[&str]| outcome(assignments.clone(), &Event::ManagerEdit(fields)).accepted;
    assert_eq!(accepted(&["dataCapture.enabled"]), Some(true));
    for fields in [
        &["seats"][..],
        &["profile.title"],
        &["dataCapture.enabled", "workspacePermissions"],
        &["dataCaptures"],
    ] {
        assert_eq!(accepted(fields), Some(false), "{fields:?}");
    }
    let event = json!({ "event": "managerEdit", "user": {}, "edit": { "seats": [] } });
    let answer =
        assignment_outcome(&assignments.to_string(), &event.to_string(), Some(r#"{"assignment":"A"}"#));
    assert!(answer.contains(r#""accepted":false"#), "{answer}");
}

/// A-9: against an automatic assignment the edit of a manager is accepted with a warning. Where people are edited by hand,
/// and where the edit is refused, nothing is overridden.
#[test]
fn a9_a_manager_overrides_automatic_updates_alone() {
    let told = |mode: &str, fields: &[&str]| {
        let assignments = json!({ "assignments": [{ "name": "A", "group": "G", "updateMode": mode }],
            "managerSettings": { "managersControlDataCapture": true } });
        let outcome = outcome(assignments, &Event::ManagerEdit(fields));
        let messages: Vec<_> = outcome.diagnostics.iter().map(|it| it.message.clone()).collect();
        (outcome.accepted, messages)
    };
    let overridden = "a manager changes data capture although the person's assignment is set to automatic \
        updates: `A`";
    let (capture, seats) = (&["dataCapture.enabled"][..], &["seats"][..]);
    assert_eq!(told("automatic", capture), (Some(true), vec![overridden.to_owned()]));
    assert_eq!(told("manual", capture), (Some(true), vec![]));
    assert_eq!(told("automatic", seats), (Some(false), vec![]));
    assert_eq!(told("manual", seats), (Some(false), vec![]));
}

/// A-6: an edited assignment reaches its own people with the next push.
#[test]
fn a6_an_edited_assignment_is_told_of_its_own_people() {
    let assignments = || json!([{ "name": "A", "group": "G" }, { "name": "B", "group": "H" }]);
    let told = |name: Option<&str>| {
        let outcome = outcome(assignments(), &Event::AssignmentEdited(name));
        outcome.diagnostics.iter().map(|finding| finding.code.code).collect::<Vec<_>>()
    };
    assert_eq!((told(None), told(Some("A")), told(Some("B"))), (vec!["GA205"], vec!["GA205"], vec![]));
    let event = json!({ "event": "assignmentEdited", "assignment": "B", "user": {} });
    let answer =
        assignment_outcome(&assignments().to_string(), &event.to_string(), Some(r#"{"assignment":"A"}"#));
    assert!(!answer.contains("GA205"), "{answer}");
}

/// A-1: the primary e-mail address is mandatory.
#[test]
fn a1_a_person_without_address_is_not_imported() {
    for domains in [json!([]), json!(["x.example"])] {
        let assignments = json!({ "defaultAssignment": { "name": "D" }, "companyEmailDomains": domains });
        let outcome = outcome(assignments, &Event::Import);
        assert_eq!((outcome.imported, outcome.reason), (Some(false), Some("emailMissing")));
        assert_eq!(codes(&outcome.diagnostics), ["GA208"]);
        let message = "the person has no primary e-mail address, so Gong does not import them";
        assert_eq!(outcome.diagnostics[0].message, message);
    }
}

/// R-5: a plain export of users has no `manager`, which is no removal.
#[test]
fn r5_a_manager_that_is_not_given_was_not_removed() {
    let manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let account = json!({ "id": "t", "userName": "ada@x.example", manager: { "manager": { "value": "m" } } });
    let settings = json!({ "scope": "all", "links": { "u1": "t" } });
    let engine = Engine::for_gong().settings_json(&settings.to_string()).unwrap().build().unwrap();
    let told = |more: Value, account: Option<&Value>| {
        let source = SourceObject::user(user(more).to_string()).unwrap();
        let preview = engine.preview(&source, account.map(resource).as_ref());
        let told = preview.diagnostics.iter().filter(|it| ["PV304", "PV322"].contains(&it.code.code));
        told.map(|it| it.code.code).collect::<Vec<_>>()
    };
    assert_eq!(told(json!({ "manager": null }), Some(&account)), ["PV304"]);
    assert_eq!(told(json!({}), Some(&account)), ["PV322"]);
    let empty = json!({ "id": "t", "userName": "ada@x.example" });
    assert_eq!(told(json!({}), Some(&empty)), Vec::<&str>::new());
}

/// A-1: Gong needs the manager, whatever Entra holds: what is sent counts.
#[test]
fn a1_a_person_is_missing_a_manager_where_none_is_sent() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    let messages = |change: &dyn Fn(&mut Vec<Value>), more: Value| -> Vec<String> {
        let schema = changed(|schema| {
            let mappings = &mut schema["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"];
            change(mappings.as_array_mut().unwrap());
        });
        let settings = r#"{"scope":"all","links":{"m":"t"}}"#;
        let builder = Engine::builder().schema_json(&schema.to_string()).unwrap();
        let engine = builder.settings_json(settings).unwrap().build().unwrap();
        let source = user(more).to_string();
        let preview = engine.preview(&SourceObject::user(source.clone()).unwrap(), None);
        let told = preview.diagnostics.iter().filter(|it| it.code.code == "GA211");
        let messages: Vec<String> = told.map(|it| it.message.clone()).collect();
        // A line of a batch says the same.
        assert_eq!(engine.preview_batch(&source, 1).contains("GA211"), !messages.is_empty());
        messages
    };
    let as_built = |_: &mut Vec<Value>| {};
    let without = |mappings: &mut Vec<Value>| mappings.retain(|it| it["targetAttributeName"] != path);
    let by_default = |mappings: &mut Vec<Value>| {
        let manager = mappings.iter_mut().find(|it| it["targetAttributeName"] == path).unwrap();
        manager["defaultValue"] = json!("m");
    };
    let managed = || json!({ "manager": { "id": "m" } });
    assert_eq!(messages(&as_built, managed()), [""; 0]);
    assert_eq!(messages(&as_built, json!({ "manager": null })), ["the person has no manager"]);
    assert_eq!(messages(&as_built, json!({})), ["the person is given without `manager`"]);
    assert_eq!(messages(&without, managed()), ["nothing is mapped to the manager"]);
    assert_eq!(messages(&by_default, json!({ "manager": null })), [""; 0]);
}

/// R-3: a target id of digits counts as its text, wherever it stands.
#[test]
fn r3_a_manager_is_known_by_a_number() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let settings = json!({ "scope": "all", "links": { "u1": "t", "m": "42" } });
    let engine = Engine::for_gong().settings_json(&settings.to_string()).unwrap().build().unwrap();
    for (held, op) in
        [(json!({ "value": 42 }), None), (json!(42), None), (json!({ "value": 41 }), Some("Replace"))]
    {
        let account = resource(&json!({ "id": "t", "userName": "ada@x.example", path: { "manager": held } }));
        let preview = engine.preview(&source(), Some(&account));
        let last = operations(&preview).as_array().unwrap().last().cloned().unwrap_or_default();
        let written = last[0]["path"].as_str().is_some_and(|path| path.ends_with("manager"));
        assert_eq!(written.then(|| last[0]["op"].as_str().unwrap().to_owned()).as_deref(), op, "{held}");
    }
}

/// R-2, B-4: nothing is cleared, so a manager that is not provisioned leaves the account the one it holds. The log and
/// the mappings name both by their ids.
#[test]
fn r2_an_account_keeps_the_manager_it_holds() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let settings = json!({ "scope": "all", "links": { "u1": "t", "m": "t-m" } });
    let engine = Engine::for_gong().settings_json(&settings.to_string()).unwrap().build().unwrap();
    let preview = |manager: &str, held: Value| {
        let account = resource(&json!({ "id": "t", "userName": "ada@x.example", path: held }));
        let source = user(json!({ "manager": { "id": manager } })).to_string();
        engine.preview(&SourceObject::user(source).unwrap(), Some(&account))
    };
    let held = || json!({ "manager": { "value": "old", "displayName": "Bob" } });
    let message = |held: Value| {
        let preview = preview("stranger", held);
        preview.diagnostics.iter().find(|it| it.code.code == "PV303").unwrap().message.clone()
    };
    assert_eq!(message(json!({})), "the manager is not provisioned, so the user goes without");
    assert_eq!(message(held()), "the manager is not provisioned, so the account keeps the one it holds");

    let written = serde_json::to_value(preview("m", held())).unwrap();
    let of = |list: &Value, name: &str| {
        let mut all = list.as_array().unwrap().iter();
        all.find(|it| it[name].as_str().is_some_and(|name| name.ends_with(":manager"))).unwrap().clone()
    };
    let attribute = of(&written["attributes"], "target");
    assert_eq!((&attribute["before"], &attribute["after"]), (&json!("old"), &json!("t-m")));
    let logged = of(&written["log"]["modifiedProperties"], "displayName");
    assert_eq!((&logged["oldValue"], &logged["newValue"]), (&json!("old"), &json!("t-m")));
}

/// Section 17.2: what a change of groups brings, by the update mode of the assignment before; to people whose account
/// does not change itself, too.
#[test]
fn a7_a_change_of_groups_brings_the_assignment_that_comes_first_now() {
    let assignment =
        |name: &str, mode: &str| json!({ "name": name, "group": name, "seats": [name], "updateMode": mode });
    let engine = gong(
        json!({ "scope": "all" }),
        json!([
            assignment("Auto", "automatic"),
            assignment("Other", "automatic"),
            assignment("Manual", "manual")
        ]),
    );
    let names = ["Auto", "Other", "Manual"];
    let cycle = |member_of: &str, user: &SourceObject<'static>, before: Option<&Plan>| {
        let group = |name: &str| {
            let members = if name == member_of { json!([{ "id": "u1" }]) } else { json!([]) };
            let group = json!({ "id": name.to_lowercase(), "displayName": name, "members": members });
            SourceObject::group(group.to_string()).unwrap()
        };
        let target = before.map(|before| before.target_after(&TargetState::default(), &Limits::DEFAULT).0);
        engine.plan(&CycleInput {
            users: vec![user.clone()],
            groups: names.map(group).into(),
            target: Some(target.unwrap_or_default()),
            state: before.map(|before| before.state.clone()),
        })
    };
    let next = |from: &str, to: &str, user: &SourceObject<'static>| {
        let plan = cycle(to, user, Some(&cycle(from, &source(), None)));
        let preview = &plan.previews[0];
        let told = preview.assignment.as_ref().map(|it| (it.name.clone(), it.reason.to_string()));
        let code = codes(&preview.diagnostics).into_iter().find(|code| *code == "GA204").map(str::to_owned);
        (preview.verdict.to_string(), told, code)
    };
    let shown = |name: &str| Some((name.to_owned(), "groupChange".to_owned()));
    let none = "none".to_owned();
    assert_eq!(next("Auto", "Other", &source()), (none.clone(), shown("Other"), None));
    assert_eq!(next("Auto", "Manual", &source()), (none.clone(), shown("Manual"), None));
    assert_eq!(next("Other", "nothing", &source()), (none.clone(), shown("Default"), None));
    assert_eq!(next("Auto", "Auto", &source()), (none.clone(), None, None));
    // Manual settings stay, which is told.
    assert_eq!(next("Manual", "Auto", &source()), (none, None, Some("GA204".to_owned())));
    let promoted = SourceObject::user(user(json!({ "jobTitle": "Lead" })).to_string()).unwrap();
    assert_eq!(next("Auto", "Other", &promoted), ("update".to_owned(), shown("Other"), None));
    // Nothing is claimed where it is not known who was in the groups.
    let first = cycle("Auto", &source(), None);
    let mut unknown = first.clone();
    unknown.state.rolls.clear();
    assert_eq!(cycle("Other", &source(), Some(&unknown)).previews[0].assignment, None);
}

/// The settings that a preview shows for the user, a member of group G.
fn settings_shown(assignments: Value, target: Option<Value>, groups: &[&str]) -> Option<Value> {
    let builder = Engine::builder().schema_json(&schema().to_string()).unwrap();
    let builder = builder.settings_json(r#"{"scope":"all"}"#).unwrap();
    let engine = builder
        .assignments(Assignments::from_json(&assignments.to_string(), &Limits::DEFAULT).unwrap())
        .build()
        .unwrap();
    let groups: Vec<Value> = groups
        .iter()
        .map(|name| json!({ "id": name, "displayName": name, "members": [{ "id": "u1" }] }))
        .collect();
    let target: Vec<Value> = target.into_iter().collect();
    let plan = plan(&engine, &[user(json!({}))], &groups, &target, json!({}));
    plan.previews[0].assignment.as_ref().map(|shown| serde_json::to_value(shown).unwrap())
}

#[test]
fn a4_somebody_in_no_assigned_group_gets_the_default_assignment() {
    let assignments = json!([{ "name": "M", "group": "G", "seats": ["F"] }]);
    let shown = settings_shown(assignments.clone(), None, &["H"]).unwrap();
    assert_eq!(
        shown["settings"],
        json!({ "seats": [], "dataCapture": { "homeWorkspace": null, "enabled": [] }, "workspacePermissions": {} })
    );
    assert_eq!(settings_shown(assignments, None, &["H", "G"]).unwrap()["settings"]["seats"], json!(["F"]));
    // The fallback is for organisations without assignments.
    let fallback =
        |assignments: Value| json!({ "assignments": assignments, "fallbackPermissionProfile": "P" });
    let with = settings_shown(fallback(json!([{ "name": "M", "group": "G" }])), None, &["H"]).unwrap();
    assert_eq!(with["settings"]["seats"], json!([]));
    let without = settings_shown(fallback(json!([])), None, &[]).unwrap();
    assert_eq!(without["settings"], json!({ "permissionProfile": "P" }));
}

#[test]
fn a_manual_assignment_keeps_its_settings_when_the_profile_changes() {
    let assignments = |mode: &str| json!([{ "name": "M", "group": "G", "updateMode": mode, "seats": ["F"] }]);
    let old = || Some(account(json!({ "title": "Old" })));
    assert_eq!(settings_shown(assignments("manual"), old(), &["G"]), None);
    assert!(settings_shown(assignments("manual"), None, &["G"]).is_some());
    assert_eq!(
        settings_shown(assignments("automatic"), old(), &["G"]).unwrap()["reason"],
        json!("profileUpdate")
    );
}

const GUID: &str = "6f1e4a8c-1b7b-435e-95f8-f06cea133828";

#[test]
fn groups_of_assignments_that_are_not_given_are_told() {
    let assignments =
        json!([{ "name": "A", "group": GUID.to_uppercase() }, { "name": "B", "group": "Sales" }]);
    let builder = Engine::builder().schema_json(&schema().to_string()).unwrap();
    let assignments = Assignments::from_json(&assignments.to_string(), &Limits::DEFAULT).unwrap();
    let engine =
        builder.assignments(assignments).settings_json(r#"{"scope":"all"}"#).unwrap().build().unwrap();
    let group = json!({ "id": GUID, "displayName": "G", "members": [{ "id": "u1" }] });
    let plan = plan(&engine, &[user(json!({}))], &[group], &[], json!({}));
    let told = plan.diagnostics.iter().find(|finding| finding.code.code == "PV321").unwrap();
    assert_eq!(told.message, "1 group of an assignment matches none of the given objects: `Sales`");
    assert_eq!(plan.previews[0].assignment.as_ref().unwrap().name, "A");
}
