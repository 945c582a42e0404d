//! Rules of provisioning one by one, by the ids of `COMPATIBILITY.md`, where the cases of `tests/cases/provisioning`
//! do not pin them alone.

#[path = "common/provision.rs"]
mod provision;

use provision::*;
use scimwright::assignment::Assignments;
use scimwright::expression::{Context, Expression, Outcome, Value as Evaluated};
use scimwright::limits::Limits;
use scimwright::mapping::{
    AttributeMappingDefinition, FlowBehavior, FlowType, Source, TargetPath, ValueType,
};
use scimwright::provision::{
    AttributeOutcome, Cycle, CycleInput, JobState, ObjectMappingDefinition, Preview, Reason, ScopeMode,
    Settings, TargetState, quarantines,
};
use scimwright::sync_schema::ObjectKind;
use scimwright::value::json::Json;
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

#[test]
fn b4_and_b8_the_empty_text_does_not_flow_and_is_not_null() {
    let title =
        AttributeMappingDefinition { default_value: Some("D".to_owned()), ..direct("title", "jobTitle") };
    let made =
        |source| body(&preview(users(vec![title.clone()]), &with(person(), source))).get("title").cloned();
    assert_eq!(made(json!({ "jobTitle": null })), Some(json!("D")));
    assert_eq!(made(json!({})), Some(json!("D")));
    assert_eq!(made(json!({ "jobTitle": "" })), None);
}

#[test]
fn b10_flow_types() {
    let flow = |flow_type, account: Value| {
        let title = AttributeMappingDefinition { flow_type, ..direct("title", "jobTitle") };
        operations(&linked(users(vec![title]), &with(person(), json!({ "jobTitle": "New" })), &account))
    };
    let (empty, filled) = (json!({}), json!({ "title": "Old" }));
    let add = json!([[{ "op": "Add", "path": "title", "value": "New" }]]);
    let replace = json!([[{ "op": "Replace", "path": "title", "value": "New" }]]);
    assert_eq!(flow(FlowType::Always, filled.clone()), replace);
    assert_eq!(flow(FlowType::Always, empty.clone()), add);
    assert_eq!(flow(FlowType::AttributeAddOnly, empty.clone()), add);
    assert_eq!(flow(FlowType::AttributeAddOnly, filled.clone()), json!([]));
    assert_eq!(flow(FlowType::ObjectAddOnly, empty), json!([]));
    assert_eq!(flow(FlowType::ValueAddOnly, filled), json!([]));
}

/// Input stays data: an id makes no other path than its own segment (RFC 3986 §3.3).
#[test]
fn ids_are_one_segment_of_a_path() {
    for (id, segment) in [
        ("../Groups/x?y=1#z %", "..%2FGroups%2Fx%3Fy=1%23z%20%25"),
        ("é", "%C3%A9"),
        ("a-b._~!$&'()*+,;=:@9", "a-b._~!$&'()*+,;=:@9"),
    ] {
        let account = resource(&json!({ "id": id, "userName": "ada@x.example", "active": false }));
        let engine = engine(users(vec![]), all());
        let preview = engine.preview(&SourceObject::user(person().to_string()).unwrap(), Some(&account));
        let paths: Vec<&str> = preview.requests.iter().map(|request| request.path.as_str()).collect();
        assert_eq!(paths, [format!("/Users/{segment}")]);
    }
}

#[test]
fn m7_an_object_with_a_stored_pair_keeps_its_matching_value() {
    let object = |id: &str| with(person(), json!({ "id": id, "userPrincipalName": "Ada@x.example" }));
    let (linked, other) = (object("u"), object("w"));
    let account = resource(&json!({ "id": "t", "userName": "ada@x.example", "active": true }));
    let target = TargetState { users: vec![account], ..TargetState::default() };
    let verdicts = |objects: [&Value; 2], links: &[(&str, &str)]| -> Vec<(String, &'static str)> {
        let mut state = JobState::default();
        state.links.extend(links.iter().map(|(id, link)| ((*id).to_owned(), (*link).to_owned())));
        let cycle = CycleInput {
            users: objects.map(|object| SourceObject::user(object.to_string()).unwrap()).into(),
            target: Some(target.clone()),
            state: Some(state),
            ..CycleInput::default()
        };
        let plan = engine(users(vec![]), all()).plan(&cycle);
        plan.previews.iter().map(|preview| (preview.source.id.clone(), preview.reason.code())).collect()
    };
    let verdict = |id: &str, reason| (id.to_owned(), reason);
    let (keeps, fails) = (verdict("u", "redundant"), verdict("w", "duplicateSourceEntries"));
    assert_eq!(verdicts([&linked, &other], &[("u", "t")]), [keeps.clone(), fails.clone()]);
    assert_eq!(verdicts([&other, &linked], &[("u", "t")]), [fails, keeps]);
    // A stored pair outlives the scope: two people in one account would be the end of it when the first is deleted. A
    // deleted account is found no more (RFC 7644 §3.6).
    for (fact, reason, behind) in [
        (json!({ "accountEnabled": false }), "sourceDisabled", "duplicateSourceEntries"),
        (json!({ "@removed": { "reason": "deleted" } }), "sourceHardDeleted", "createdNoMatch"),
    ] {
        let gone = with(linked.clone(), fact);
        let (is, fails) = (|| verdict("u", reason), verdict("w", "duplicateSourceEntries"));
        assert_eq!(verdicts([&gone, &other], &[("u", "t")]), [is(), verdict("w", behind)]);
        assert_eq!(verdicts([&other, &gone], &[("u", "t")]), [fails, is()]);
    }
}

/// L-2: objects are written in their order, so a name that one gives up is free for those behind it. What is not written
/// frees nothing.
#[test]
fn l2_a_name_that_was_given_up_earlier_in_the_cycle_is_free() {
    let object = |id: &str, name: &str| with(person(), json!({ "id": id, "userPrincipalName": name }));
    let (renamed, other) = (object("u", "new@x.example"), object("w", "ada@x.example"));
    let account = resource(&json!({ "id": "t", "userName": "ada@x.example", "active": true }));
    let plan = |mapping: ObjectMappingDefinition, settings: Settings, objects: [&Value; 2]| {
        let settings = Settings { links: [("u".to_owned(), "t".to_owned())].into(), ..settings };
        engine(mapping, settings).plan(&CycleInput {
            users: objects.map(|object| SourceObject::user(object.to_string()).unwrap()).into(),
            target: Some(TargetState::new([account.clone()])),
            ..CycleInput::default()
        })
    };
    let reasons = |mapping, settings, objects| {
        plan(mapping, settings, objects).previews.iter().map(|it| it.reason.code()).collect::<Vec<_>>()
    };
    let freed = plan(users(vec![]), all(), [&renamed, &other]);
    let (first, second) = (&freed.previews[0], &freed.previews[1]);
    assert_eq!([first.reason.code(), second.reason.code()], ["linkedAndChanged", "createdNoMatch"]);
    assert!(!codes(&second.diagnostics).iter().any(|code| code.starts_with("PV")), "{second:?}");
    assert_eq!(freed.links["w"], "new-w");
    let asked_first = reasons(users(vec![]), all(), [&other, &renamed]);
    assert_eq!(asked_first, ["duplicateSourceEntries", "linkedAndChanged"]);
    // Without the action nothing is written, nor of what this cycle does not look at, nor what the threshold holds back.
    let no_updates = ObjectMappingDefinition { can_update: false, ..users(vec![]) };
    assert_eq!(reasons(no_updates, all(), [&renamed, &other]), ["updateActionOff", "duplicateSourceEntries"]);
    let changes = Settings { cycle: Cycle::Incremental, changed: Some(["w".to_owned()].into()), ..all() };
    assert_eq!(reasons(users(vec![]), changes, [&renamed, &other]), ["duplicateSourceEntries"]);
    let deleted = with(renamed.clone(), json!({ "@removed": { "reason": "deleted" } }));
    let held = Settings { accidental_deletion_threshold: Some(0), ..all() };
    assert_eq!(
        reasons(users(vec![]), held, [&deleted, &other]),
        ["sourceHardDeleted", "duplicateSourceEntries"]
    );
}

/// M-1, M-7: an export of what changed leaves out whose account it is.
#[test]
fn m7_an_account_stays_with_its_object_that_is_not_given() {
    let mut settings = all();
    settings.links.insert("u".to_owned(), "t".to_owned());
    let account = resource(&json!({ "id": "t", "userName": "ada@x.example", "active": true }));
    let other = SourceObject::user(with(person(), json!({ "id": "w" })).to_string()).unwrap();
    let target = Some(TargetState::new([account.clone()]));
    let cycle = CycleInput { users: vec![other.clone()], target, ..CycleInput::default() };
    let plan = engine(users(vec![]), settings.clone()).plan(&cycle);
    assert_eq!(plan.previews[0].reason, Reason::DuplicateSourceEntries);
    assert_eq!(plan.links, settings.links);
    let alone = engine(users(vec![]), settings.clone()).preview(&other, Some(&account));
    assert_eq!(alone.reason, Reason::DuplicateSourceEntries);
    // The id of a group is no account of a user, though it may read the same.
    let mut state = JobState::default();
    state.links.insert("g".to_owned(), "t".to_owned());
    state.members.insert("g".to_owned(), vec![]);
    let plan = engine(users(vec![]), all()).plan(&CycleInput { state: Some(state), ..cycle });
    assert_eq!(plan.previews[0].reason, Reason::Redundant);
}

/// M-7: the account of the first holds the value, also where it is still to be written.
#[test]
fn m7_a_value_not_yet_written_is_held_too() {
    let object = |id: &str| with(person(), json!({ "id": id, "userPrincipalName": "new@x.example" }));
    let account = resource(&json!({ "id": "t", "userName": "ada@x.example", "active": true }));
    for order in [["u", "w"], ["w", "u"]] {
        let mut settings = all();
        settings.links.insert("u".to_owned(), "t".to_owned());
        let plan = engine(users(vec![]), settings).plan(&CycleInput {
            users: order.map(|id| SourceObject::user(object(id).to_string()).unwrap()).into(),
            target: Some(TargetState::new([account.clone()])),
            ..CycleInput::default()
        });
        let reason = |id: &str| plan.previews.iter().find(|it| it.source.id == id).unwrap().reason.code();
        assert_eq!([reason("u"), reason("w")], ["linkedAndChanged", "duplicateSourceEntries"], "{order:?}");
    }
}

/// M-7: who fails for another's account holds no value himself, in whatever order the objects are given.
#[test]
fn m7_an_object_that_fails_takes_no_value_from_others() {
    let second = AttributeMappingDefinition { matching_priority: 2, ..direct("nickName", "mailNickname") };
    let third = AttributeMappingDefinition { matching_priority: 3, ..direct("title", "jobTitle") };
    let object = |id: &str, nick: &str| {
        with(
            person(),
            json!({ "id": id, "userPrincipalName": format!("{id}@x.example"),
        "mailNickname": nick, "jobTitle": "Same" }),
        )
    };
    // `a` finds the account of `held` by its nickname; its title, which is not asked for, is nobody's then.
    let objects = [object("a", "nick"), object("held", "nick"), object("b", "other")];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2]] {
        let mut settings = all();
        settings.links.insert("held".to_owned(), "t".to_owned());
        let account = json!({ "id": "t", "userName": "held@x.example", "active": true, "nickName": "nick", "title": "Old" });
        let plan = engine(users(vec![second.clone(), third.clone()]), settings).plan(&CycleInput {
            users: order
                .map(|at| {
                    SourceObject::user(
                        with(
                            objects[at].clone(),
                            match at {
                                1 => json!({ "jobTitle": "Old" }),
                                _ => json!({}),
                            },
                        )
                        .to_string(),
                    )
                    .unwrap()
                })
                .into(),
            target: Some(TargetState::new([resource(&account)])),
            ..CycleInput::default()
        });
        let reason = |id: &str| plan.previews.iter().find(|it| it.source.id == id).unwrap().reason.code();
        assert_eq!(
            [reason("a"), reason("held"), reason("b")],
            ["duplicateSourceEntries", "redundant", "createdNoMatch"],
            "{order:?}"
        );
    }
}

#[test]
fn m7_an_account_is_found_by_one_object_only() {
    let mapping = |can_update| {
        let mut mapping = users(vec![AttributeMappingDefinition {
            matching_priority: 2,
            ..direct("externalId", "mailNickname")
        }]);
        mapping.attributes.swap(0, 1);
        ObjectMappingDefinition { can_update, ..mapping }
    };
    // The first finds the account by its name, the second by its external id.
    let by_name = with(person(), json!({ "mailNickname": "new" }));
    let by_id =
        with(person(), json!({ "id": "w", "userPrincipalName": "bob@x.example", "mailNickname": "old" }));
    let account =
        resource(&json!({ "id": "t", "userName": "ada@x.example", "externalId": "old", "active": true }));
    for (first, second) in [(&by_name, &by_id), (&by_id, &by_name)] {
        for (can_update, expected, links) in [
            (false, ["updateActionOff", "duplicateSourceEntries"], 1),
            // L-2: what the first writes is no longer there for the second to find.
            (true, ["matchedAndChanged", "createdNoMatch"], 2),
        ] {
            let plan = engine(mapping(can_update), all()).plan(&CycleInput {
                users: [first, second].map(|object| SourceObject::user(object.to_string()).unwrap()).into(),
                target: Some(TargetState { users: vec![account.clone()], ..TargetState::default() }),
                ..CycleInput::default()
            });
            let reasons = plan.previews.iter().map(|preview| preview.reason.code()).collect::<Vec<_>>();
            assert_eq!((reasons.as_slice(), plan.links.len()), (&expected[..], links));
        }
    }
}

#[test]
fn what_cannot_stand_together_is_reported_and_the_first_is_sent() {
    let constant = |target: &str| attribute(target, Source::Constant("v".to_owned()));
    let title = || direct("title", "jobTitle");
    let source = with(person(), json!({ "jobTitle": "T", "mail": "m" }));
    let work = || direct("emails[type eq \"work\"].value", "mail");
    let email = json!([{ "primary": true, "type": "work", "value": "m" }]);
    for (first, second, member, expected) in [
        (title(), constant("title"), "title", json!("T")),
        (title(), constant("TITLE"), "title", json!("T")),
        (title(), constant("urn:ietf:params:scim:schemas:core:2.0:User:title"), "title", json!("T")),
        (title(), constant("title.x"), "title", json!("T")),
        (direct("name.givenName", "jobTitle"), constant("name"), "name", json!({ "givenName": "T" })),
        (work(), constant("emails"), "emails", email.clone()),
        (work(), constant("emails.value"), "emails", email.clone()),
        (work(), constant("Emails[type eq \"work\"]"), "emails", email.clone()),
        (work(), constant("emails[type eq \"work\" and primary eq true].value"), "emails", email.clone()),
        (work(), constant("EMAILS[TYPE EQ \"Work\"].VALUE"), "emails", email.clone()),
    ] {
        let target = second.target.clone();
        let engine = engine(users(vec![first, second]), all());
        assert_eq!(codes(engine.diagnostics()), ["AM208"], "{target}");
        let made = engine.preview(&SourceObject::user(source.to_string()).unwrap(), None);
        assert_eq!(body(&made)[member], expected, "{target}");
    }
}

/// P-4: paths with the same attribute and filter share one array entry, in whatever letter case and order.
#[test]
fn p4_the_same_filter_is_known_in_any_spelling() {
    let constant = |target: &str, text: &str| attribute(target, Source::Constant(text.to_owned()));
    let made = preview(
        users(vec![
            constant("phoneNumbers[type eq \"work\" and display eq \"d\"].value", "1"),
            constant("phoneNumbers[Display eq \"D\" and Type eq \"Work\"].extension", "2"),
        ]),
        &person(),
    );
    let expected =
        json!([{ "primary": true, "type": "work", "display": "d", "value": "1", "extension": "2" }]);
    assert_eq!(body(&made)["phoneNumbers"], expected);
}

#[test]
fn p3_the_client_alone_writes_id_meta_and_schemas() {
    let constant = |target: &str| attribute(target, Source::Constant("v".to_owned()));
    let plain = body(&preview(users(vec![]), &person()));
    for target in ["id", "meta", "meta.resourceType", "schemas", "ID"] {
        let mapping = || users(vec![constant(target)]);
        assert_eq!(codes(engine(mapping(), all()).diagnostics()), ["AM209"], "{target}");
        assert_eq!(body(&preview(mapping(), &person())), plain, "{target}");
        assert_eq!(operations(&linked(mapping(), &person(), &json!({ "meta": {} }))), json!([]), "{target}");
    }
    // A reference is written on its own, and no more there.
    for target in ["id", "meta", "schemas"] {
        let reference =
            AttributeMappingDefinition { value_type: ValueType::Reference, ..direct(target, "manager") };
        let led = |id: &str| {
            with(person(), json!({ "id": id, "userPrincipalName": id, "manager": { "id": "boss" } }))
        };
        let people = ["boss", "u"].map(|id| SourceObject::user(led(id).to_string()).unwrap());
        let engine = engine(users(vec![reference]), all());
        let plan = engine.plan(&CycleInput { users: people.into(), ..CycleInput::default() });
        let purposes: Vec<_> =
            plan.previews.iter().flat_map(|it| &it.requests).map(|it| it.purpose.as_str()).collect();
        assert_eq!(purposes, ["create", "create"], "{target}");
    }
}

#[test]
fn a_mapped_member_takes_the_place_of_an_implied_one() {
    let work = |sub: &str, source: Source| attribute(&format!("emails[type eq \"work\"].{sub}"), source);
    let made = |sub: &str, value: &str| {
        let mail = work("value", Source::Attribute("mail".to_owned()));
        let other = AttributeMappingDefinition {
            value_type: if sub == "primary" { ValueType::Boolean } else { ValueType::String },
            ..work(sub, Source::Attribute("other".to_owned()))
        };
        let source = with(person(), json!({ "mail": "m", "other": value }));
        body(&preview(users(vec![mail, other]), &source))["emails"].clone()
    };
    assert_eq!(made("primary", "False"), json!([{ "type": "work", "value": "m", "primary": false }]));
    assert_eq!(made("type", "Work"), json!([{ "primary": true, "value": "m", "type": "Work" }]));
    // What does not flow leaves the implied member.
    assert_eq!(made("primary", ""), json!([{ "primary": true, "type": "work", "value": "m" }]));
    let both = direct("emails[type eq \"work\" and primary eq \"False\"].value", "mail");
    let source = with(person(), json!({ "mail": "m" }));
    let emails = json!([{ "type": "work", "primary": false, "value": "m" }]);
    assert_eq!(body(&preview(users(vec![both]), &source))["emails"], emails);
}

/// Graph, *Use delta query*: an object may be returned more than once, and the last entry counts.
#[test]
fn an_object_given_twice_is_one() {
    let cycle = |entries: [Value; 2], links: &[(&str, &str)]| {
        let mut settings = all();
        settings.links.extend(links.iter().map(|(id, link)| ((*id).to_owned(), (*link).to_owned())));
        engine(users(vec![direct("title", "jobTitle"), direct("nickName", "mailNickname")]), settings).plan(
            &CycleInput {
                users: entries.map(|entry| SourceObject::user(entry.to_string()).unwrap()).into(),
                target: Some(TargetState::new([resource(
                    &json!({ "id": "t", "userName": "ada@x.example", "active": true, "title": "Old" }),
                )])),
                ..CycleInput::default()
            },
        )
    };
    let early = with(person(), json!({ "jobTitle": "Early", "mailNickname": "ada" }));
    let late = with(person(), json!({ "jobTitle": "Late" }));
    let plan = cycle([early.clone(), late], &[("u", "t")]);
    assert_eq!(codes(&plan.diagnostics), ["PV323"]);
    let [preview] = &plan.previews[..] else { panic!("{:?}", plan.previews) };
    // What the last entry does not say is known from the one before.
    let written = json!([[{ "op": "Replace", "path": "title", "value": "Late" },
        { "op": "Add", "path": "nickName", "value": "ada" }]]);
    assert_eq!(operations(preview), written);

    let gone = json!({ "id": "u", "@removed": { "reason": "deleted" } });
    let reasons = |entries, links: &[_]| {
        let plan = cycle(entries, links);
        plan.previews.iter().map(|preview| preview.reason).collect::<Vec<_>>()
    };
    let linked = [("u", "t")];
    assert_eq!(reasons([early.clone(), gone.clone()], &linked), [Reason::SourceHardDeleted]);
    // Deleted is what the last entry tells so: this one was restored.
    assert_eq!(reasons([gone, early.clone()], &linked), [Reason::LinkedAndChanged]);
    let new = with(early, json!({ "userPrincipalName": "new@x.example" }));
    assert_eq!(reasons([new.clone(), new], &[]), [Reason::CreatedNoMatch]);
}

/// K-1: the threshold counts users and groups; one that stands on two pages of an export is one.
#[test]
fn k1_an_object_given_twice_counts_once() {
    let quarantine = |given: &[(&str, &str)]| {
        let gone = |(id, link): &(&str, &str)| {
            (((*id).to_owned(), (*link).to_owned()), json!({ "id": id, "@removed": { "reason": "deleted" } }))
        };
        let (links, objects): (Vec<_>, Vec<_>) = given.iter().map(gone).unzip();
        let settings =
            Settings { accidental_deletion_threshold: Some(1), links: links.into_iter().collect(), ..all() };
        let objects = objects.iter().map(|object| SourceObject::user(object.to_string()).unwrap());
        let input = CycleInput { users: objects.collect(), ..CycleInput::default() };
        engine(users(vec![]), settings).plan(&input).quarantine
    };
    assert!(!quarantine(&[("u", "t")]));
    assert!(!quarantine(&[("u", "t"), ("u", "t")]));
    assert!(quarantine(&[("u", "t"), ("u", "t"), ("w", "s")]));
}

#[test]
fn a_reference_at_its_source_is_one_at_the_target() {
    // Synchronization schema §12: whatever type the target declares.
    let mapping = users(vec![direct("urn:example:2.0:User:boss", "manager")]);
    let source = with(person(), json!({ "manager": { "id": "m" } }));
    let settings = Settings { links: [("m".to_owned(), "account-of-m".to_owned())].into(), ..all() };
    let made = engine(mapping, settings).preview(&SourceObject::user(source.to_string()).unwrap(), None);
    assert_eq!(
        made.requests[0].body.as_ref().and_then(|body| body
            .read()
            .get("urn:example:2.0:User")
            .cloned()
            .map(Json::into_owned)),
        None
    );
    let reference = json!([[{ "op": "Add", "path": "urn:example:2.0:User:boss", "value": "account-of-m" }]]);
    assert_eq!(operations(&made), reference);
}

#[test]
fn roles_are_added_or_replaced_as_their_function_says() {
    let roles = |function: &str, held: Value| {
        let roles = attribute("roles", Source::Expression(format!("{function}([appRoleAssignments])")));
        let source = with(person(), json!({ "appRoleAssignments": ["Admin", "User"] }));
        operations(&linked(users(vec![roles]), &source, &json!({ "roles": held })))
    };
    let object = |label: &str, name: &str| json!({ "primary": false, "type": "WindowsAzureActiveDirectoryRole", label: name, "value": name });
    let held = || json!([object("displayName", "User"), object("displayName", "Old")]);
    // Entra, *Customize application attributes*: `Add`, so that no role is ever taken away.
    let added = json!([[{ "op": "Add", "path": "roles", "value": [object("displayName", "Admin")] }]]);
    assert_eq!(roles("AppRoleAssignmentsComplex", held()), added);
    let all = json!([object("displayName", "User"), object("displayName", "Admin")]);
    assert_eq!(roles("AppRoleAssignmentsComplex", all), json!([]));
    // `replace`, so that roles no longer assigned disappear.
    let both = json!([object("display", "Admin"), object("display", "User")]);
    let replaced = json!([[{ "op": "Replace", "path": "roles", "value": both }]]);
    assert_eq!(roles("AssertiveAppRoleAssignmentsComplex", held()), replaced);
}

#[test]
fn b10_flow_types_that_add_values_to_a_list() {
    let flow = |flow_type, held: Value| {
        let mails = AttributeMappingDefinition { flow_type, ..direct("otherMails", "otherMails") };
        let source = with(person(), json!({ "otherMails": ["a@x.example", "b@x.example"] }));
        operations(&linked(users(vec![mails]), &source, &json!({ "otherMails": held })))
    };
    for flow_type in [FlowType::MultiValueAddOnly, FlowType::ValueAddOnly] {
        let add = |values: Value| json!([[{ "op": "Add", "path": "otherMails", "value": values }]]);
        assert_eq!(flow(flow_type, json!(["a@x.example", "c@x.example"])), add(json!(["b@x.example"])));
        assert_eq!(flow(flow_type, json!(["b@x.example", "a@x.example"])), json!([]));
        assert_eq!(flow(flow_type, json!([])), add(json!(["a@x.example", "b@x.example"])));
    }
}

#[test]
fn b10_flow_always_goes_with_a_patch_and_never_alone() {
    let locale = AttributeMappingDefinition {
        flow_behavior: FlowBehavior::FlowAlways,
        ..attribute("locale", Source::Constant("en".to_owned()))
    };
    let mapping = || users(vec![locale.clone(), direct("title", "jobTitle")]);
    let account = json!({ "locale": "en", "title": "Old" });
    let same = linked(mapping(), &with(person(), json!({ "jobTitle": "Old" })), &account);
    assert_eq!(operations(&same), json!([]));
    let other = linked(mapping(), &with(person(), json!({ "jobTitle": "New" })), &account);
    assert_eq!(
        operations(&other),
        json!([[{ "op": "Replace", "path": "locale", "value": "en" },
            { "op": "Replace", "path": "title", "value": "New" }]])
    );
}

#[test]
fn c8_role_expressions_do_not_go_with_everybody() {
    let told = |expression: &str, settings: Settings| {
        let source = Source::Expression(expression.to_owned());
        let roles = users(vec![attribute("roles[primary eq \"True\"].value", source)]);
        codes(engine(roles, settings).diagnostics()).contains(&"PV203")
    };
    let roles = "SingleAppRoleAssignment([appRoleAssignments])";
    assert!(told(roles, all()));
    assert!(!told(roles, Settings::default()));
    // The call counts, in any spelling and anywhere; a text that spells its name does not.
    assert!(told("ToUpper(singleapproleassignment([appRoleAssignments]))", all()));
    assert!(!told("Append(\"SingleAppRoleAssignment\", [jobTitle])", all()));
}

#[test]
fn d7_and_d8_target_paths() {
    let path = |text| TargetPath::parse(text, &Limits::DEFAULT);
    let gong = path("urn:ietf:params:scim:schemas:extension:Gong:2.0:User:country").unwrap();
    assert_eq!(gong.extension(), Some("urn:ietf:params:scim:schemas:extension:Gong:2.0:User"));
    assert_eq!((gong.attribute.as_str(), gong.sub), ("country", None));
    let both = path("emails[type eq \"work\" and primary eq true].value").unwrap();
    assert_eq!(
        both.filter,
        [("type".to_owned(), "work".to_owned()), ("primary".to_owned(), "true".to_owned())]
    );
    assert_eq!(path("emails[type ne \"work\"].value").unwrap_err().code.code, "AM301");
    assert_eq!(path("emails[type").unwrap_err().code.code.get(..2), Some("SF"));
    let core = path("urn:ietf:params:scim:schemas:core:2.0:User:userName").unwrap();
    assert_eq!(core.extension(), None);
}

#[test]
fn a_mapping_that_cannot_be_read_is_left_out_and_reported() {
    let mut broken = direct("title[", "jobTitle");
    broken.pointer = Some("/m/0".to_owned());
    let failing = attribute("locale", Source::Expression("Swich([a])".to_owned()));
    let engine = engine(users(vec![broken, failing]), all());
    let places: Vec<_> =
        engine.diagnostics().iter().map(|finding| (finding.code.code, finding.at.clone())).collect();
    assert_eq!(places.len(), 2, "{places:?}");
    assert_eq!(places[0].1.as_ref().unwrap().pointer.as_deref(), Some("/m/0/targetAttributeName"));
    assert_eq!(places[1].0, "EX201");
    let preview = engine.preview(&SourceObject::user(person().to_string()).unwrap(), None);
    assert_eq!(preview.reason, Reason::CreatedNoMatch);
}

#[test]
fn m7_the_second_object_with_a_matching_value_fails() {
    let engine = engine(users(vec![]), all());
    let user = |id: &str, name: &str| {
        SourceObject::user(with(person(), json!({ "id": id, "userPrincipalName": name })).to_string())
            .unwrap()
    };
    let plan = engine.plan(&CycleInput {
        users: vec![user("a", "ada@x.example"), user("b", "ADA@x.example")],
        target: Some(TargetState::default()),
        ..CycleInput::default()
    });
    let reasons: Vec<_> = plan.previews.iter().map(|preview| preview.reason).collect();
    assert_eq!(reasons, [Reason::CreatedNoMatch, Reason::DuplicateSourceEntries]);
    assert_eq!(plan.links.len(), 1);
}

#[test]
fn p5_values_that_do_not_fit_the_type_go_as_text_and_are_reported() {
    let level = AttributeMappingDefinition { value_type: ValueType::Integer, ..direct("x", "employeeId") };
    for (value, sent, told) in [
        ("7", json!(7), 0),
        ("07", json!(7), 0),
        ("+5", json!(5), 0),
        ("E7", json!("E7"), 1),
        ("-3", json!(-3), 0),
    ] {
        let preview = preview(users(vec![level.clone()]), &with(person(), json!({ "employeeId": value })));
        assert_eq!(body(&preview)["x"], sent);
        assert_eq!(
            codes(&preview.diagnostics).iter().filter(|code| **code == "AM302").count(),
            told,
            "{value}"
        );
    }
}

#[test]
fn p4_a_value_with_several_parts_keeps_its_shape() {
    let roles = attribute("roles", Source::Expression("Split([city], \",\")".to_owned()));
    let preview = preview(users(vec![roles]), &with(person(), json!({ "city": "a,b" })));
    assert_eq!(body(&preview)["roles"], json!(["a", "b"]));
}

#[test]
fn u5_letter_case_counts_only_where_it_is_said() {
    for (case_exact, differs) in [(false, false), (true, true)] {
        let title = AttributeMappingDefinition { case_exact, ..direct("title", "jobTitle") };
        let preview = linked(
            users(vec![title]),
            &with(person(), json!({ "jobTitle": "ÄRZTIN" })),
            &json!({ "title": "Ärztin" }),
        );
        assert_eq!(!preview.requests.is_empty(), differs);
    }
}

#[test]
fn u_attributes_show_before_and_after() {
    let mapping =
        users(vec![direct("title", "jobTitle"), direct("locale", "city"), direct("timezone", "state")]);
    let source = with(person(), json!({ "jobTitle": "New", "city": "en" }));
    let preview = linked(mapping, &source, &json!({ "title": "Old", "locale": "en" }));
    let told: Vec<_> =
        preview.attributes.iter().map(|attribute| (&*attribute.target, attribute.outcome)).collect();
    assert_eq!(
        told,
        [
            ("userName", AttributeOutcome::Unchanged),
            ("active", AttributeOutcome::Unchanged),
            ("title", AttributeOutcome::Flows),
            ("locale", AttributeOutcome::Unchanged),
            ("timezone", AttributeOutcome::Null),
        ]
    );
    let title = &preview.attributes[2];
    assert_eq!((title.before.clone(), title.after.clone()), (Some("Old".into()), Some("New".into())));
}

#[test]
fn q2_the_edges_of_the_failure_rule() {
    assert!(!quarantines(4_999, 0, 0));
    assert!(quarantines(5_000, 0, 0));
    assert!(!quarantines(5_000, 0, 7_500), "forty percent exactly is not more");
    assert!(quarantines(5_000, 0, 7_499));
    assert!(!quarantines(40_000, 20_000, 1_000_000));
    assert!(quarantines(40_001, 0, 1_000_000));
    assert!(quarantines(40_000, 20_001, 1_000_000));
    assert!(quarantines(u64::MAX, u64::MAX, u64::MAX), "no overflow");
}

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

#[test]
fn equal_input_gives_equal_bytes() {
    let guid = attribute("externalId", Source::Expression("Guid()".to_owned()));
    let once = || serde_json::to_string(&preview(users(vec![guid.clone()]), &person())).unwrap();
    assert_eq!(once(), once());
}

#[test]
fn an_object_without_id_is_reported() {
    let preview =
        preview(users(vec![]), &json!({ "userPrincipalName": "ada@x.example", "accountEnabled": true }));
    assert!(codes(&preview.diagnostics).contains(&"PV301"));
    assert_eq!(SourceObject::user("[]").unwrap_err()[0].code.code, "IN008");
    assert_eq!(SourceObject::user("").unwrap_err()[0].code.code, "IN001");
}

#[test]
fn a_configuration_without_mappings_is_refused() {
    let refused =
        Engine::builder().schema_json(r#"{"synchronizationRules":[]}"#).unwrap().build().unwrap_err();
    assert_eq!(codes(&refused), ["PV201"]);
}

#[test]
fn the_clock_of_a_builder_holds_whatever_settings_come_after() {
    let now = "2026-03-01T09:00:00Z";
    for settings in ["{}", r#"{"now":"2025-03-01T09:00:00Z"}"#] {
        let builder = Engine::for_gong().now(now).unwrap().settings_json(settings).unwrap();
        assert_eq!(builder.build().unwrap().settings().now.as_deref(), Some(now), "{settings}");
    }
    assert_eq!(codes(&Engine::for_gong().now("soon").unwrap_err()), ["PV102"]);
}

#[test]
fn a_foreign_domain_is_told_once() {
    let engine = Engine::for_gong()
        .settings_json(r#"{"scope":"all","allowedDomains":["contoso.example"]}"#)
        .unwrap()
        .assignments(
            Assignments::from_json(r#"{"companyEmailDomains":["contoso.example"]}"#, &Limits::DEFAULT)
                .unwrap(),
        )
        .build()
        .unwrap();
    let user = json!({ "id": "u", "userPrincipalName": "u@other.example", "mail": "u@other.example",
        "mailNickname": "u", "givenName": "U", "surname": "V", "accountEnabled": true });
    let preview = engine.preview(&SourceObject::user(user.to_string()).unwrap(), None);
    let told = codes(&preview.diagnostics).into_iter().filter(|code| *code == "GA208").count();
    assert_eq!(told, 1);
}

fn expression(target: &str, text: &str) -> AttributeMappingDefinition {
    attribute(target, Source::Expression(text.to_owned()))
}

/// Expression specification §1: an error fails this object, and the message names the mapping.
#[test]
fn a_mapping_that_fails_fails_its_object() {
    let failed = |preview: &Preview| {
        assert_eq!((preview.status.as_str(), preview.reason), ("failure", Reason::MappingFailed));
        assert!(preview.requests.is_empty(), "{:?}", preview.requests);
        let finding = preview.diagnostics.iter().find(|finding| finding.is_error()).expect("an error");
        finding.message.clone()
    };
    let boom = |target: &str| expression(target, r#"Error("boom")"#);
    let message = failed(&preview(users(vec![boom("title")]), &person()));
    assert_eq!(message, "the expression raised `boom` in the mapping of `title`");
    // Also where it is the matching attribute, and where the account exists.
    let alone = ObjectMappingDefinition::new(ObjectKind::User, vec![boom("userName")]);
    assert!(failed(&preview(alone, &person())).contains("`userName`"));
    failed(&linked(users(vec![boom("title")]), &person(), &json!({})));
    // What applies at creation only is not evaluated for an account that exists.
    let once = AttributeMappingDefinition { flow_type: FlowType::ObjectAddOnly, ..boom("title") };
    assert_eq!(linked(users(vec![once.clone()]), &person(), &json!({})).reason, Reason::Redundant);
    failed(&preview(users(vec![once]), &person()));
    // A disabled user's account is disabled by what says so, whatever the other mappings do.
    let blocked = with(person(), json!({ "accountEnabled": false }));
    assert_eq!(linked(users(vec![boom("title")]), &blocked, &json!({})).reason, Reason::SourceDisabled);
    let active = ObjectMappingDefinition::new(
        ObjectKind::User,
        vec![
            direct("userName", "userPrincipalName"),
            expression("active", r#"IIF([IsSoftDeleted]="True", Error("no"), "True")"#),
        ],
    );
    failed(&linked(active, &blocked, &json!({})));
    // Nothing is looked at of what is out of scope.
    assert_eq!(preview(users(vec![boom("title")]), &blocked).reason, Reason::SourceDisabledNeverProvisioned);
}

/// The lines of a batch say what their previews say.
#[test]
fn a_failing_mapping_fails_its_line() {
    let engine = engine(users(vec![expression("title", "Item([jobTitle], 1)")]), all());
    let lines = format!(
        "{}\n{}\n",
        person(),
        with(person(), json!({ "id": "v", "userPrincipalName": "b@x.example", "jobTitle": "T" }))
    );
    let out = engine.preview_batch(&lines, 1);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&rows[0]["status"], &rows[0]["reason"]),
        (&json!("failure"), &json!("mappingFailed")),
        "{out}"
    );
    assert_eq!(rows[1]["requests"][0]["body"]["title"], "T");
}

/// Expression specification §4: a list of one is its value; more, and an object, are a type error.
#[test]
fn one_value_goes_into_an_attribute_of_one_value() {
    let title = |text: &str| {
        let one = AttributeMappingDefinition { single_valued: true, ..expression("title", text) };
        preview(users(vec![one]), &with(person(), json!({ "appRoleAssignments": ["a"] })))
    };
    let single = title(r#"Split("a", ",")"#);
    assert_eq!(single.requests[0].body.as_ref().unwrap().read().get("title"), Some(&Json::from("a")));
    for text in [r#"Split("a,b", ",")"#, "AppRoleAssignmentsComplex([appRoleAssignments])"] {
        let several = title(text);
        assert_eq!(several.reason, Reason::MappingFailed, "{text}");
        let finding =
            several.diagnostics.iter().find(|finding| finding.code.code == "EX302").expect("a type error");
        assert!(finding.message.contains("`title`"), "{}", finding.message);
    }
    let many = expression("title", r#"Split("a,b", ",")"#);
    let body = preview(users(vec![many]), &person()).requests.remove(0).body.unwrap();
    assert_eq!(
        body.read().get("title").unwrap().to_string(),
        r#"["a","b"]"#,
        "an attribute of several values"
    );
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

/// `AttributeAddOnly` flows only while the target has no value, `ValueAddOnly` never takes one away; a manager is one.
#[test]
fn b10_a_manager_keeps_to_its_flow_type() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    let held = json!({ "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "old" } } });
    let source = with(person(), json!({ "manager": { "id": "m" } }));
    let sent = |flow_type, account: &Value| {
        let manager = AttributeMappingDefinition {
            value_type: ValueType::Reference,
            flow_type,
            ..direct(path, "manager")
        };
        let mut settings = all();
        settings.links.extend([("u", "t"), ("m", "new")].map(|(id, link)| (id.to_owned(), link.to_owned())));
        let account = resource(&with(
            json!({ "id": "t", "userName": "ada@x.example", "active": true }),
            account.clone(),
        ));
        let source = SourceObject::user(source.to_string()).unwrap();
        operations(&engine(users(vec![manager]), settings).preview(&source, Some(&account)))
    };
    let operation = |op| json!([[{ "op": op, "path": path, "value": "new" }]]);
    for flow_type in [FlowType::AttributeAddOnly, FlowType::ValueAddOnly, FlowType::MultiValueAddOnly] {
        assert_eq!(sent(flow_type, &json!({})), operation("Add"));
        assert_eq!(sent(flow_type, &held), json!([]));
    }
    assert_eq!(sent(FlowType::Always, &held), operation("Replace"));
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
    assert_eq!(
        steps(&with(person(), json!({ "@removed": { "reason": "deleted" } })), ScopeMode::All, true)
            .last()
            .unwrap(),
        "export EntryExportDelete success"
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

/// B-7 and B-8 make no exception of references: a default on creation, and of the type None while nobody is held.
#[test]
fn b8_a_manager_has_its_default() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    let held = json!({ "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "old" } } });
    let added = json!([[{ "op": "Add", "path": path, "value": "account-of-m" }]]);
    let sent = |source: Source, account: Option<&Value>| {
        let manager =
            AttributeMappingDefinition { default_value: Some("m".to_owned()), ..attribute(path, source) };
        let mut settings = all();
        settings.links.insert("m".to_owned(), "account-of-m".to_owned());
        let account = account.map(|account| {
            let known = json!({ "id": "t", "userName": "ada@x.example", "active": true });
            resource(&with(known, account.clone()))
        });
        let engine = engine(users(vec![manager]), settings);
        operations(&engine.preview(&SourceObject::user(person().to_string()).unwrap(), account.as_ref()))
    };
    let direct = || Source::Attribute("manager".to_owned());
    assert_eq!(sent(Source::None, None), added);
    assert_eq!(sent(direct(), None), added);
    assert_eq!(sent(Source::None, Some(&json!({}))), added);
    assert_eq!(sent(Source::None, Some(&held)), json!([]));
    assert_eq!(sent(direct(), Some(&json!({}))), json!([]));
}

/// A filter is satisfied by any value of the attribute (RFC 7644 §3.4.2.2), so any of them finds the account, once.
#[test]
fn m3_any_value_of_an_account_matches() {
    let mails = |values: &[(&str, &str)]| {
        let values = values.iter().map(|(kind, value)| json!({ "type": kind, "value": value }));
        json!({ "id": "t", "emails": values.collect::<Vec<_>>() })
    };
    let cycle = |path: &str, target: Value| {
        let mail = AttributeMappingDefinition { matching_priority: 1, ..direct(path, "userPrincipalName") };
        engine(ObjectMappingDefinition::new(ObjectKind::User, vec![mail]), all())
            .plan(&CycleInput {
                users: vec![SourceObject::user(person().to_string()).unwrap()],
                target: Some(TargetState::new([resource(&target)])),
                ..CycleInput::default()
            })
            .links
    };
    let (ada, other) = ("ada@x.example", "other@x.example");
    let linked = |target| [("u".to_owned(), target)].into();
    let found = linked("t".to_owned());
    assert_eq!(cycle("emails.value", mails(&[("home", other), ("work", ada)])), found);
    assert_eq!(cycle("emails.value", mails(&[("home", ada), ("work", ada)])), found);
    assert_eq!(cycle(r#"emails[type eq "work"].value"#, mails(&[("work", other), ("work", ada)])), found);
    let strange = mails(&[("work", other), ("home", ada)]);
    assert_eq!(cycle(r#"emails[type eq "work"].value"#, strange), linked("new-u".to_owned()));
}

/// RFC 7643 gives the values of a multi-valued attribute no order: what is stored in another one is not changed.
#[test]
fn u5_the_order_of_values_is_none_of_theirs() {
    let sent = |held: Value| {
        let mails = direct("otherMails", "otherMails");
        let source = with(person(), json!({ "otherMails": ["a@x.example", "b@x.example", "b@x.example"] }));
        operations(&linked(users(vec![mails]), &source, &json!({ "otherMails": held })))
    };
    assert_eq!(sent(json!(["b@x.example", "a@x.example", "b@x.example"])), json!([]));
    for other in [json!(["a@x.example", "b@x.example", "a@x.example"]), json!(["a@x.example", "b@x.example"])]
    {
        assert_eq!(sent(other)[0][0]["op"], "Replace");
    }
}

/// Row 17: nothing is disabled by a mapping that gives no value for it.
#[test]
fn a_disabling_that_gives_nothing_is_none() {
    let mut mapping = users(vec![]);
    mapping.attributes[1].source =
        Source::Expression(r#"Switch([IsSoftDeleted], , "False", "True")"#.to_owned());
    let preview = linked(mapping, &with(person(), json!({ "accountEnabled": false })), &json!({}));
    assert_eq!((preview.reason.code(), operations(&preview)), ("noDisableMapping", json!([])));
}

#[test]
fn accounts_are_known_by_ids_of_digits_and_left_out_without_one() {
    let cycle = |target: Value| {
        engine(users(vec![]), all()).plan(&CycleInput {
            users: vec![SourceObject::user(person().to_string()).unwrap()],
            target: Some(TargetState { users: vec![resource(&target)], ..TargetState::default() }),
            ..CycleInput::default()
        })
    };
    let plan =
        cycle(json!({ "id": 7_000_000_000_000_000_002_u64, "userName": "ada@x.example", "active": false }));
    assert_eq!(plan.previews[0].requests[0].path, "/Users/7000000000000000002");
    assert_eq!(plan.links["u"], "7000000000000000002");
    let plan = cycle(json!({ "userName": "ada@x.example", "active": true }));
    assert_eq!(plan.previews[0].reason.code(), "createdNoMatch");
    assert_eq!(codes(&plan.diagnostics), ["IN008"]);
}

/// More than 5,000 failures, more than 40 % of the cycle.
#[test]
fn q2_a_cycle_of_failures_is_quarantined() {
    let quarantine = |count: usize| {
        let named = |number| json!({ "id": format!("u{number}"), "userPrincipalName": "ada@x.example", "accountEnabled": true });
        let users_given =
            (0..count).map(|number| SourceObject::user(named(number).to_string()).unwrap()).collect();
        engine(users(vec![]), all())
            .plan(&CycleInput { users: users_given, ..CycleInput::default() })
            .quarantine
    };
    // All but the first have another one's matching value.
    assert!(quarantine(5_001) && !quarantine(5_000));
}

/// RFC 7643 §3.3.1: the URN of a core schema may stand before its attributes.
#[test]
fn a_title_behind_the_urn_of_the_core_schema_is_a_title() {
    let title = |target: &str| {
        preview(users(vec![direct(target, "jobTitle")]), &with(person(), json!({ "jobTitle": "T" })))
    };
    for target in ["title", "urn:ietf:params:scim:schemas:core:2.0:User:title"] {
        assert!(!codes(&title(target).diagnostics).contains(&"GA210"), "{target}");
    }
    let other = title("urn:ietf:params:scim:schemas:extension:Gong:2.0:User:title");
    assert!(codes(&other.diagnostics).contains(&"GA210"));
}

/// A body holds all that its object holds, whatever limits the object was just within.
#[test]
fn the_limits_of_the_input_are_not_those_of_the_body() {
    let name = "x".repeat(200);
    let limits = Limits { json_bytes: 290, ..Limits::DEFAULT };
    let engine = Engine::builder()
        .settings(all())
        .mapping(users(vec![direct("title", "t")]))
        .limits(limits)
        .build()
        .unwrap();
    let source = with(person(), json!({ "t": name }));
    let preview = engine.preview(&SourceObject::user(source.to_string()).unwrap(), None);
    assert_eq!(body(&preview)["title"], json!(name));
}

/// PV202 tells of mappings that apply; one that is switched off applies where no other one of its kind is on, and
/// whatever the order.
#[test]
fn of_added_mappings_one_that_is_off_counts_only_where_none_is_on() {
    let named =
        |name: &str, enabled| ObjectMappingDefinition { name: name.to_owned(), enabled, ..users(vec![]) };
    let built = |mappings: [ObjectMappingDefinition; 2]| {
        let [first, second] = mappings;
        let engine = Engine::builder().settings(all()).mapping(first).mapping(second).build().unwrap();
        let user = SourceObject::user(person().to_string()).unwrap();
        (engine.preview(&user, None).reason.code(), engine.diagnostics().len())
    };
    for mappings in [[named("on", true), named("off", false)], [named("off", false), named("on", true)]] {
        assert_eq!(built(mappings), ("createdNoMatch", 0));
    }
    assert_eq!(built([named("off", false), named("off too", false)]), ("mappingDisabled", 0));
}

/// The seed of an object's random functions is told: an expression alone gives what its preview shows.
#[test]
fn an_expression_alone_gives_the_random_text_of_a_preview() {
    let settings = Settings { seed: 7, ..all() };
    let mapping = attribute("nickName", Source::Expression("Guid()".to_owned()));
    let engine = engine(users(vec![mapping]), settings.clone());
    let shown = engine.preview(&SourceObject::user(person().to_string()).unwrap(), None);
    let alone = Expression::compile("Guid()").unwrap();
    let context = Context { seed: settings.seed_for("u"), ..Context::default() };
    let value = alone.evaluate(&resource(&json!({})), &context).unwrap();
    assert_eq!(Outcome::Value(Evaluated::text(body(&shown)["nickName"].as_str().unwrap())), value);
}
