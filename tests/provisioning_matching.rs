//! Which account is whose: stored pairs, matching values, ids, and objects that are given twice; by the ids of
//! `COMPATIBILITY.md`.

#[path = "common/provision.rs"]
mod provision;

use provision::*;
use scimwright::SourceObject;
use scimwright::mapping::AttributeMappingDefinition;
use scimwright::provision::{
    Cycle, CycleInput, JobState, ObjectMappingDefinition, Reason, Settings, TargetState,
};
use scimwright::sync_schema::ObjectKind;
use serde_json::{Value, json};

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
