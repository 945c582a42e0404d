//! Rules of groups, their members and of staged deletions one by one, by the ids of `COMPATIBILITY.md`.

#[path = "common/provision.rs"]
mod provision;

use provision::*;
use scimwright::assignment::Assignments;
use scimwright::limits::Limits;
use scimwright::mapping::{AttributeMappingDefinition, FlowType, ValueType};
use scimwright::provision::{CycleInput, JobState, ObjectMappingDefinition, Plan, Settings, TargetState};
use scimwright::sync_schema::ObjectKind;
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

fn cycle(settings: Settings, group: &Value, state: JobState) -> Plan {
    engine(groups(), settings).plan(&CycleInput {
        groups: vec![SourceObject::group(group.to_string()).unwrap()],
        target: Some(TargetState {
            groups: vec![resource(&json!({ "id": "tg", "displayName": "Sellers" }))],
            ..TargetState::default()
        }),
        state: Some(state),
        ..CycleInput::default()
    })
}

fn state(members: Option<&[&str]>) -> JobState {
    let mut state = JobState::default();
    state.links.extend(
        [("g", "tg"), ("a", "ta"), ("b", "tb"), ("c", "tc")]
            .map(|(id, target)| (id.to_owned(), target.to_owned())),
    );
    if let Some(members) = members {
        state.members.insert("g".to_owned(), members.iter().map(|id| (*id).to_owned()).collect());
    }
    state
}

#[test]
fn g6_memberships_follow_what_was_written_before() {
    let group = json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "b" }, { "id": "c" }] });
    let plan = cycle(all(), &group, state(Some(&["a", "b"])));
    assert_eq!(
        operations(&plan.previews[0]),
        json!([[{ "op": "Add", "path": "members", "value": [{ "value": "tc" }] },
            { "op": "Remove", "path": "members", "value": [{ "value": "ta" }] }]])
    );
    assert_eq!(plan.state.members["g"], ["b", "c"]);
    // The mapping table shows what the second request adds.
    let members =
        plan.previews[0].attributes.iter().find(|attribute| *attribute.target == *"members").unwrap();
    assert_eq!(json!([members.outcome, members.value]), json!(["flows", [{ "value": "tc" }]]));
    // Never read back: without knowledge of earlier writes nothing is predicted, and that is said.
    let plan = cycle(all(), &group, state(None));
    assert_eq!(
        (operations(&plan.previews[0]), codes(&plan.previews[0].diagnostics)),
        (json!([]), vec!["PV318"])
    );
}

#[test]
fn c4_assigned_groups_should_be_security_enabled() {
    let group = json!({ "id": "g", "displayName": "Sellers", "members": [], "securityEnabled": false });
    let assigned = Settings { assigned: Some(vec!["g".to_owned()]), ..Settings::default() };
    let told = |settings| {
        codes(&cycle(settings, &group, JobState::default()).previews[0].diagnostics).contains(&"PV307")
    };
    let unassigned = Settings { assigned: Some(vec![]), ..Settings::default() };
    assert!(told(assigned) && !told(unassigned) && !told(all()));
}

/// C-6: the members of an assigned group are provisioned with the group mapping off, so they have to be known.
#[test]
fn c6_an_assigned_group_without_members_is_told() {
    let assigned = Settings { assigned: Some(vec!["g".to_owned()]), ..Settings::default() };
    let engine = engine(ObjectMappingDefinition { enabled: false, ..groups() }, assigned);
    let told = |group: Value| {
        let preview = engine.preview(&SourceObject::group(group.to_string()).unwrap(), None);
        codes(&preview.diagnostics).contains(&"PV318")
    };
    assert!(told(json!({ "id": "g", "displayName": "G" })));
    // Of a group that is written, its own preview tells it, once.
    let written = cycle(
        Settings { assigned: Some(vec!["g".to_owned()]), ..Settings::default() },
        &json!({ "id": "g", "displayName": "G" }),
        JobState::default(),
    );
    let times = codes(&written.previews[0].diagnostics).into_iter().filter(|code| *code == "PV318").count();
    assert_eq!(times, 1);
    assert!(!told(json!({ "id": "g", "displayName": "G", "members": [] })));
}

/// N-1: the log has old and new values; of members, those that go and those that come.
#[test]
fn the_log_names_members_that_go_and_come() {
    let group = json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "b" }] });
    let plan = cycle(all(), &group, state(Some(&["a"])));
    let log = serde_json::to_value(plan.previews[0].log()).unwrap();
    let modified = &log["modifiedProperties"][0];
    assert_eq!(modified["displayName"], "members");
    assert_eq!(modified["oldValue"], r#"[{"value":"ta"}]"#);
    assert_eq!(modified["newValue"], r#"[{"value":"tb"}]"#);
}

#[test]
fn g7_nested_groups_and_strangers_are_left_out() {
    let group = json!({ "id": "g2", "displayName": "New", "members": [
        { "id": "a" }, { "id": "nobody" }, { "@odata.type": "#microsoft.graph.group", "id": "b" }] });
    let plan = cycle(all(), &group, state(None));
    assert_eq!(
        operations(&plan.previews[0]),
        json!([[{ "op": "Add", "path": "members", "value": [{ "value": "ta" }] }]])
    );
    assert_eq!(codes(&plan.previews[0].diagnostics), ["PV310"]);
}

#[test]
fn k3_and_k4_staged_deletions_keep_links_until_they_are_allowed() {
    let group = json!({ "id": "g", "displayName": "Sellers", "@removed": { "reason": "deleted" } });
    let held = cycle(Settings { accidental_deletion_threshold: Some(0), ..all() }, &group, state(None));
    assert!(held.quarantine && held.requests.is_empty());
    assert_eq!(held.links.get("g").map(String::as_str), Some("tg"));
    let allowed = Settings { accidental_deletion_threshold: Some(0), allow_deletes: true, ..all() };
    let done = cycle(allowed, &group, state(None));
    assert_eq!((done.quarantine, done.requests.len(), done.links.contains_key("g")), (false, 1, false));
}

#[test]
fn l14_members_of_an_unchanged_group_wait_for_a_restart() {
    let mut settings = all();
    settings.cycle = scimwright::provision::Cycle::Incremental;
    settings.changed = Some(vec!["new".to_owned()]);
    let engine =
        Engine::builder().settings(settings).mapping(users(vec![])).mapping(groups()).build().unwrap();
    let group = json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "new" }] });
    let plan = engine.plan(&CycleInput {
        users: vec![SourceObject::user(with(person(), json!({ "id": "new" })).to_string()).unwrap()],
        groups: vec![SourceObject::group(group.to_string()).unwrap()],
        target: Some(TargetState::default()),
        state: Some(state(Some(&[]))),
    });
    assert!(codes(&plan.diagnostics).contains(&"PV306"));
    assert_eq!(plan.previews.len(), 1);
}

/// What one linked group leaves behind: the requests about members, and the members remembered.
fn members_of(mapping: ObjectMappingDefinition, group: &Value, before: Option<&[&str]>) -> (Value, Plan) {
    let plan = engine(mapping, all()).plan(&CycleInput {
        groups: vec![SourceObject::group(group.to_string()).unwrap()],
        target: Some(TargetState {
            groups: vec![resource(&json!({ "id": "tg", "displayName": "Sellers" }))],
            ..TargetState::default()
        }),
        state: Some(state(before)),
        ..CycleInput::default()
    });
    (operations(&plan.previews[0]), plan)
}

/// Additions flow and removals do not (`ValueAddOnly`); only when the object is created (`ObjectAddOnly`); only while
/// the target has no value (`AttributeAddOnly`).
#[test]
fn b10_members_keep_to_their_flow_type() {
    let mapping = |flow_type| {
        let mut mapping = groups();
        mapping.attributes[1].flow_type = flow_type;
        mapping
    };
    let group = json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "b" }, { "id": "c" }] });
    let add = json!([[{ "op": "Add", "path": "members", "value": [{ "value": "tc" }] }]]);
    for (flow_type, operations, after) in [
        (FlowType::ValueAddOnly, add.clone(), vec!["a", "b", "c"]),
        (FlowType::MultiValueAddOnly, add, vec!["a", "b", "c"]),
        (FlowType::ObjectAddOnly, json!([]), vec!["a", "b"]),
        (FlowType::AttributeAddOnly, json!([]), vec!["a", "b"]),
    ] {
        let (sent, plan) = members_of(mapping(flow_type), &group, Some(&["a", "b"]));
        assert_eq!(
            (sent, &plan.state.members["g"]),
            (operations, &after.iter().map(ToString::to_string).collect())
        );
    }
}

/// B-10: `AttributeAddOnly` flows while the target has no value, into a group that exists already, too.
#[test]
fn b10_an_empty_group_is_filled_where_members_are_only_added_to_nothing() {
    let mut mapping = groups();
    mapping.attributes[1].flow_type = FlowType::AttributeAddOnly;
    let group = json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "b" }, { "id": "c" }] });
    let (sent, plan) = members_of(mapping, &group, Some(&[]));
    let both = json!([{ "value": "tb" }, { "value": "tc" }]);
    assert_eq!(sent, json!([[{ "op": "Add", "path": "members", "value": both }]]));
    assert_eq!(plan.state.members["g"], ["b", "c"]);
}

/// Section 12: members are what is mapped to `members`, whatever other reference or text is mapped before it.
#[test]
fn g5_other_mappings_of_a_group_are_none_of_its_members() {
    let owner = AttributeMappingDefinition {
        value_type: ValueType::Reference,
        flow_type: FlowType::ObjectAddOnly,
        ..direct("owner", "owner")
    };
    let mut mapping = groups();
    mapping.attributes.insert(0, owner);
    let group = json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "b" }, { "id": "c" }] });
    let (sent, plan) = members_of(mapping, &group, Some(&["a", "b"]));
    assert_eq!(
        sent,
        json!([[{ "op": "Add", "path": "members", "value": [{ "value": "tc" }] },
            { "op": "Remove", "path": "members", "value": [{ "value": "ta" }] }]])
    );
    assert_eq!(plan.state.members["g"], ["b", "c"]);
}

#[test]
fn g6_a_change_is_remembered_with_what_was_written_before() {
    let group = json!({ "id": "g", "displayName": "Sellers", "members@delta": [
        { "id": "c" }, { "id": "a", "@removed": { "reason": "deleted" } }] });
    let (sent, plan) = members_of(groups(), &group, Some(&["a", "b"]));
    let expected = json!([[{ "op": "Add", "path": "members", "value": [{ "value": "tc" }] },
        { "op": "Remove", "path": "members", "value": [{ "value": "ta" }] }]]);
    assert_eq!((sent, &plan.state.members["g"][..]), (expected, &["b".to_owned(), "c".to_owned()][..]));
}

/// Graph lists groups without their members unless it is asked for them.
#[test]
fn a_group_given_without_members_keeps_them() {
    for group in [
        json!({ "id": "g", "displayName": "Sellers" }),
        json!({ "id": "g", "displayName": "Sellers", "members": null }),
    ] {
        let (sent, plan) = members_of(groups(), &group, Some(&["a", "b"]));
        assert_eq!((sent, &plan.state.members["g"][..]), (json!([]), &["a".to_owned(), "b".to_owned()][..]));
        assert_eq!(codes(&plan.previews[0].diagnostics), ["PV318"]);
    }
}

/// Assigning a group and provisioning the group object are separate (C-6).
#[test]
fn c6_members_of_an_assigned_group_are_in_scope_without_a_mapping_of_groups() {
    let group = json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "u" }] });
    let settings = Settings { assigned: Some(["g".to_owned()].into()), ..Settings::default() };
    let engine = engine(users(vec![]), settings);
    let groups = vec![SourceObject::group(group.to_string()).unwrap()];
    let plan = engine.plan(&CycleInput {
        users: vec![SourceObject::user(person().to_string()).unwrap()],
        groups: groups.clone(),
        target: Some(TargetState::default()),
        ..CycleInput::default()
    });
    assert_eq!(plan.previews[0].reason.code(), "createdNoMatch");
    let mut batch = engine.batch(&groups);
    let lines = person().to_string();
    batch.note(&lines, 1);
    assert!(batch.write(&lines, 1).concat().contains("createdNoMatch"));
}

/// The reasons of three linked users, `a` to `c`, where group `g` is assigned.
fn reasons(group: Option<Value>, state: JobState) -> [(&'static str, bool); 3] {
    let settings = Settings { assigned: Some(["g".to_owned()].into()), ..Settings::default() };
    let engine =
        Engine::builder().settings(settings).mapping(users(vec![])).mapping(groups()).build().unwrap();
    let user = |id: &str| json!({ "id": id, "userPrincipalName": id, "accountEnabled": true });
    let account = |id: &str| json!({ "id": format!("t{id}"), "userName": id, "active": true });
    let plan = engine.plan(&CycleInput {
        users: ["a", "b", "c"].map(|id| SourceObject::user(user(id).to_string()).unwrap()).into(),
        groups: group.iter().map(|group| SourceObject::group(group.to_string()).unwrap()).collect(),
        target: Some(TargetState {
            users: ["a", "b", "c"].map(|id| resource(&account(id))).into(),
            groups: vec![resource(&json!({ "id": "tg", "displayName": "G" }))],
            ..TargetState::default()
        }),
        state: Some(state),
    });
    let told = |at: usize| {
        let preview = &plan.previews[at];
        (preview.reason.code(), codes(&preview.diagnostics).contains(&"PV308"))
    };
    [told(0), told(1), told(2)]
}

/// C-1: who is in an assigned group is told by its members, now or in an earlier cycle, with what changed since. Whom
/// earlier cycles wrote were in it, but not they alone; where nothing tells it, nobody loses the account for it.
#[test]
fn c1_an_assigned_group_given_without_its_members_disables_nobody() {
    let (keeps, loses) = (("redundant", false), ("outOfScopeUnassigned", false));
    let unknown = ("redundant", true);
    let group = |more: Value| Some(with(json!({ "id": "g", "displayName": "G" }), more));
    let delta =
        || json!({ "members@delta": [{ "id": "b" }, { "id": "c", "@removed": { "reason": "deleted" } }] });
    let written = || state(Some(&["a", "c"]));
    assert_eq!(reasons(group(json!({ "members": [{ "id": "a" }] })), written()), [keeps, loses, loses]);
    assert_eq!(reasons(group(delta()), written()), [keeps, keeps, loses]);
    let told = || {
        let mut state = written();
        state.rolls.insert("g".to_owned(), vec!["a".to_owned(), "c".to_owned()]);
        state
    };
    assert_eq!(reasons(group(delta()), told()), [keeps, keeps, loses]);
    // A group that did not change is not in an export of what changed.
    for group in [group(json!({})), None] {
        assert_eq!(reasons(group.clone(), written()), [keeps, unknown, keeps]);
        assert_eq!(reasons(group, told()), [keeps, loses, keeps]);
    }
    // What was written before is not known.
    assert_eq!(reasons(group(delta()), state(None)), [unknown, keeps, loses]);
    assert_eq!(reasons(group(json!({})), state(None)), [unknown; 3]);
    // The first answer of a delta query tells every member.
    let first = reasons(group(delta()), JobState::default());
    assert_eq!(first, [("notAssigned", false), keeps, ("notAssigned", false)]);
}

/// C-1 from cycle to cycle: a roll once told is kept, whoever of it was written, whatever the mapping of members sends.
#[test]
fn c1_rolls_are_kept_from_cycle_to_cycle() {
    let settings = Settings { assigned: Some(["g".to_owned()].into()), ..Settings::default() };
    let adding = AttributeMappingDefinition {
        value_type: ValueType::Reference,
        flow_type: FlowType::ValueAddOnly,
        ..direct("members", "members")
    };
    let groups =
        ObjectMappingDefinition::new(ObjectKind::Group, vec![direct("displayName", "displayName"), adding]);
    let engine = Engine::builder().settings(settings).mapping(users(vec![])).mapping(groups).build().unwrap();
    let mut state = None;
    let mut cycle = |enabled: [bool; 2], group: Option<Value>| {
        let user = |(id, enabled): (&str, bool)| {
            let user = json!({ "id": id, "userPrincipalName": id, "accountEnabled": enabled });
            SourceObject::user(user.to_string()).unwrap()
        };
        let plan = engine.plan(&CycleInput {
            users: ["a", "b"].into_iter().zip(enabled).map(user).collect(),
            groups: group
                .iter()
                .map(|more| with(json!({ "id": "g", "displayName": "G" }), more.clone()))
                .map(|group| SourceObject::group(group.to_string()).unwrap())
                .collect(),
            target: Some(TargetState::default()),
            state: state.take(),
        });
        state = Some(plan.state.clone());
        [0, 1].map(|at| {
            let preview = &plan.previews[at];
            (preview.reason.code(), codes(&preview.diagnostics).contains(&"PV308"))
        })
    };
    let (created, unknown) = (("createdNoMatch", false), ("createdNoMatch", true));
    // Of a group given without members nothing is known, in every cycle.
    assert_eq!(cycle([true, false], Some(json!({})))[0], unknown);
    assert!(cycle([true, false], Some(json!({})))[0].1);
    // Who was not provisioned when the group was told is in it all the same.
    let both = json!({ "members": [{ "id": "a" }, { "id": "b" }] });
    cycle([true, false], Some(both));
    assert_eq!(cycle([true, true], None)[1], created);
    // Who left stays away, although a mapping that only adds removes nobody.
    let gone = json!({ "members@delta": [{ "id": "b", "@removed": { "reason": "deleted" } }] });
    let left = cycle([true, true], Some(gone))[1];
    assert!(!left.1 && left.0 != "createdNoMatch", "{left:?}");
    assert_eq!(cycle([true, true], None)[1], left);
}

/// The state holds no more than the next cycle asks for: rolls of groups that assign, or that assignments are bound to.
#[test]
fn rolls_of_other_groups_are_not_kept() {
    let settings = Settings { assigned: Some(["g".to_owned()].into()), ..Settings::default() };
    let assignments = Assignments::from_json(r#"[{"name":"Sales","group":"S"}]"#, &Limits::DEFAULT).unwrap();
    let builder = Engine::builder().settings(settings).assignments(assignments);
    let engine = builder.mapping(users(vec![])).mapping(groups()).build().unwrap();
    let group = |(id, name): (&str, &str)| {
        let group = json!({ "id": id, "displayName": name, "members": [{ "id": "u" }] });
        SourceObject::group(group.to_string()).unwrap()
    };
    let plan = engine.plan(&CycleInput {
        users: vec![SourceObject::user(person().to_string()).unwrap()],
        groups: [("g", "G"), ("s", "S"), ("h", "H")].map(group).into(),
        ..CycleInput::default()
    });
    assert_eq!(plan.state.rolls.keys().collect::<Vec<_>>(), ["g", "s"]);
    // Who is in a group that assigns nobody counts where members are written.
    let kept = |mapping: ObjectMappingDefinition| {
        let engine = Engine::builder().settings(all()).mapping(users(vec![])).mapping(mapping);
        let groups = vec![group(("h", "H"))];
        let plan = engine.build().unwrap().plan(&CycleInput { groups, ..CycleInput::default() });
        plan.state.rolls.contains_key("h")
    };
    assert!(kept(groups()));
    assert!(!kept(ObjectMappingDefinition { enabled: false, ..groups() }));
    let mut without = groups();
    without.attributes.truncate(1);
    assert!(!kept(without));
}

/// R-2, G-7: a user whom an input filter leaves out is ignored, so nobody refers to the account.
#[test]
fn r2_and_g7_nobody_refers_to_a_user_that_an_input_filter_leaves_out() {
    let manager =
        AttributeMappingDefinition { value_type: ValueType::Reference, ..direct("manager", "manager") };
    let input_filters = vec![filter("department", "EQUALS", &["Sales"])];
    let users = ObjectMappingDefinition { input_filters, ..users(vec![manager]) };
    let mut settings = all();
    settings.links = state(None).links;
    let engine = Engine::builder().settings(settings).mapping(users).mapping(groups()).build().unwrap();
    let user = |id: &str, department: &str| json!({ "id": id, "userPrincipalName": id, "department": department, "manager": { "id": "a" } });
    let people = [user("a", "Finance"), user("b", "Sales"), user("new", "Sales")];
    let group = json!({ "id": "h", "displayName": "H", "members": [{ "id": "a" }, { "id": "b" }] });
    let account = |id: &str| resource(&json!({ "id": format!("t{id}"), "userName": id, "active": true }));
    let plan = engine.plan(&CycleInput {
        users: people.iter().map(|user| SourceObject::user(user.to_string()).unwrap()).collect(),
        groups: vec![SourceObject::group(group.to_string()).unwrap()],
        target: Some(TargetState { users: vec![account("a"), account("b")], ..TargetState::default() }),
        ..CycleInput::default()
    });
    let [ignored, report, new, group] = &plan.previews[..] else { panic!("four objects") };
    assert_eq!((ignored.reason.code(), operations(ignored)), ("inputFilter", json!([])));
    assert_eq!((operations(report), codes(&report.diagnostics)), (json!([]), vec!["PV303"]));
    assert!(codes(&new.diagnostics).contains(&"PV303"));
    assert_eq!(
        operations(group),
        json!([[{ "op": "Add", "path": "members", "value": [{ "value": "tb" }] }]])
    );
    assert!(codes(&group.diagnostics).contains(&"PV310"));
    let lines: String = people.iter().map(|user| format!("{user}\n")).collect();
    let batch = engine.preview_batch(&lines, 1);
    assert!(batch.lines().last().unwrap().contains("PV303"), "{batch}");
}

/// L-14: who comes back into scope (C-3, row 22) is missed by unchanged objects as a newcomer is.
#[test]
fn l14_who_comes_back_waits_for_a_restart_too() {
    let manager =
        AttributeMappingDefinition { value_type: ValueType::Reference, ..direct("manager", "manager") };
    let user = |id: &str, more: Value| {
        let user = json!({ "id": id, "userPrincipalName": id, "accountEnabled": true });
        SourceObject::user(with(user, more).to_string()).unwrap()
    };
    let told = |mapping: ObjectMappingDefinition, held: Value, active: bool, written: &[&str]| {
        let mut settings = all();
        settings.cycle = scimwright::provision::Cycle::Incremental;
        settings.changed = Some(vec!["b".to_owned()]);
        // Gong would want the URN of `manager`.
        let users = ObjectMappingDefinition { for_gong: false, ..users(vec![manager.clone()]) };
        let engine = Engine::builder().settings(settings).mapping(users).mapping(mapping).build().unwrap();
        let group = json!({ "id": "g", "displayName": "G", "members": [{ "id": "a" }, { "id": "b" }] });
        let plan = engine.plan(&CycleInput {
            users: vec![user("a", json!({ "manager": { "id": "b" } })), user("b", json!({}))],
            groups: vec![SourceObject::group(group.to_string()).unwrap()],
            target: Some(TargetState::new([
                resource(&with(json!({ "id": "ta", "userName": "a", "active": true }), held)),
                resource(&json!({ "id": "tb", "userName": "b", "active": active })),
                resource(&json!({ "id": "tg", "displayName": "G", "meta": { "resourceType": "Group" } })),
            ])),
            state: Some(state(Some(written))),
        });
        assert_eq!(plan.previews[0].source.id, "b");
        codes(&plan.diagnostics).join(" ")
    };
    assert_eq!(told(groups(), json!({}), false, &["a"]), "PV305 PV306");
    // What was written is not missed.
    assert_eq!(told(groups(), json!({ "manager": { "value": "tb" } }), true, &["a", "b"]), "");
    // Nor is what is not mapped, or at creation only.
    let only_names =
        ObjectMappingDefinition::new(ObjectKind::Group, vec![direct("displayName", "displayName")]);
    let mut at_creation = groups();
    at_creation.attributes[1].flow_type = FlowType::ObjectAddOnly;
    for mapping in [only_names, at_creation] {
        assert_eq!(told(mapping, json!({}), false, &["a"]), "PV305");
    }
}

/// Graph, *Get incremental changes for groups*: of a large group each page holds other members, to be merged.
#[test]
fn a_group_told_in_several_entries_is_one() {
    let user = |id: &str| {
        SourceObject::user(with(person(), json!({ "id": id, "userPrincipalName": id })).to_string()).unwrap()
    };
    let account = |id: &str| resource(&json!({ "id": format!("t{id}"), "userName": id, "active": true }));
    let cycle = |settings: Settings, entries: &[Value], state: Option<JobState>| {
        let engine =
            Engine::builder().settings(settings).mapping(users(vec![])).mapping(groups()).build().unwrap();
        engine.plan(&CycleInput {
            users: ["a", "b", "c"].map(user).into(),
            groups: entries.iter().map(|it| SourceObject::group(it.to_string()).unwrap()).collect(),
            target: Some(TargetState {
                users: ["a", "b", "c"].map(account).into(),
                groups: vec![resource(&json!({ "id": "tg", "displayName": "Sellers" }))],
                ..TargetState::default()
            }),
            state,
        })
    };
    let changes = |members: Value| json!({ "id": "g", "displayName": "Sellers", "members@delta": members });
    let assigned = || Settings { assigned: Some(vec!["g".to_owned()]), ..Settings::default() };
    let nameless = json!({ "id": "g", "members@delta": [{ "id": "b" }] });
    for second in [changes(json!([{ "id": "b" }])), nameless] {
        let plan = cycle(assigned(), &[changes(json!([{ "id": "a" }])), second], None);
        let reasons: Vec<&str> = plan.previews.iter().map(|preview| preview.reason.code()).collect();
        assert_eq!(reasons, ["redundant", "redundant", "notAssigned", "matchedAndChanged"]);
        assert_eq!(
            (&plan.state.members["g"][..], &plan.state.rolls["g"][..]),
            (&["a", "b"].map(str::to_owned)[..], &["a", "b"].map(str::to_owned)[..])
        );
        // Nobody whom the group brought in goes in the next cycle.
        let next = Settings {
            cycle: scimwright::provision::Cycle::Incremental,
            changed: Some(vec!["a".to_owned()]),
            ..assigned()
        };
        assert_eq!(cycle(next, &[], Some(plan.state)).previews[0].reason.code(), "redundant");
    }
    // Whoever came on one page and went on the next is gone.
    let pages = [
        changes(json!([{ "id": "b" }, { "id": "c" }])),
        changes(json!([{ "id": "c", "@removed": { "reason": "deleted" } }])),
    ];
    let plan = cycle(all(), &pages, Some(state(Some(&["a"]))));
    assert_eq!(plan.state.members["g"], ["a", "b"]);
    assert_eq!(
        operations(&plan.previews[3]),
        json!([[{ "op": "Add", "path": "members", "value": [{ "value": "tb" }] },
            { "op": "Remove", "path": "members", "value": [{ "value": "tc" }] }]])
    );
}

/// Changes come on top of a list, told in another entry or in the same.
#[test]
fn a_group_told_by_a_list_and_by_changes_is_the_list_with_the_changes() {
    let list = || json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "a" }, { "id": "b" }] });
    let changes = json!({ "members@delta": [{ "id": "c" },
        { "id": "a", "@removed": { "reason": "deleted" } }] });
    let entries = [list(), with(json!({ "id": "g" }), changes.clone())];
    let entries = entries.map(|entry| SourceObject::group(entry.to_string()).unwrap());
    let whole = SourceObject::group(with(list(), changes).to_string()).unwrap();
    for groups_given in [entries.to_vec(), vec![whole]] {
        let cycle = |written: Option<&[&str]>, links: bool| {
            let mut state = state(written);
            if !links {
                state.links.remove("g");
            }
            let plan = engine(groups(), all()).plan(&CycleInput {
                groups: groups_given.clone(),
                target: Some(TargetState {
                    groups: vec![resource(&json!({ "id": "tg", "displayName": "Sellers" }))],
                    ..TargetState::default()
                }),
                state: Some(state),
                ..CycleInput::default()
            });
            (operations(&plan.previews[0]), plan.state.members["g"].clone())
        };
        let after = ["b", "c"].map(str::to_owned).to_vec();
        let add = json!({ "op": "Add", "path": "members", "value": [{ "value": "tb" }, { "value": "tc" }] });
        let remove = json!({ "op": "Remove", "path": "members", "value": [{ "value": "ta" }] });
        // At the first link, and where nobody was written: those who are in it now.
        let all = (json!([[add]]), after.clone());
        assert_eq!((cycle(None, false), cycle(Some(&[]), true)), (all.clone(), all));
        assert_eq!(cycle(Some(&["a"]), true), (json!([[add, remove]]), after));
    }
}

/// Each entry is within the limits; what they tell together is one object all the same.
#[test]
fn the_limits_hold_for_each_entry() {
    let limits = Limits { array_items: 2, ..Limits::DEFAULT };
    let entries = [["a", "b"], ["c", "d"]].map(|ids| {
        let members = ids.map(|id| json!({ "id": id }));
        let group = json!({ "id": "g", "displayName": "Sellers", "members": members });
        SourceObject::new(ObjectKind::Group, group.to_string(), &limits).unwrap()
    });
    let users = ["c", "x"].map(|id| {
        SourceObject::user(with(person(), json!({ "id": id, "userPrincipalName": id })).to_string()).unwrap()
    });
    let settings = Settings { assigned: Some(vec!["g".to_owned()]), ..Settings::default() };
    let builder = Engine::builder().settings(settings).mapping(provision::users(vec![])).mapping(groups());
    let plan = builder.limits(limits).build().unwrap().plan(&CycleInput {
        users: users.into(),
        groups: entries.into(),
        ..CycleInput::default()
    });
    let reasons: Vec<&str> = plan.previews.iter().map(|preview| preview.reason.code()).collect();
    assert_eq!(reasons, ["createdNoMatch", "notAssigned", "createdNoMatch"]);
    assert_eq!(plan.state.members["g"], ["c"]);
}

/// G-6, L-9: who left the scope was left in the group of the target; coming back and leaving the group in one cycle is a
/// change of its members.
#[test]
fn g6_who_comes_back_and_leaves_the_group_at_once_is_removed() {
    let before = || {
        let mut state = state(Some(&["a", "b"]));
        state.links.remove("a");
        state.released.insert("a".to_owned());
        state
    };
    let cycle = |given: Vec<SourceObject<'static>>, group: &Value| {
        let engine =
            Engine::builder().settings(all()).mapping(users(vec![])).mapping(groups()).build().unwrap();
        engine.plan(&CycleInput {
            users: given,
            groups: vec![SourceObject::group(group.to_string()).unwrap()],
            target: Some(TargetState {
                users: vec![resource(&json!({ "id": "ta", "userName": "ada@x.example", "active": false }))],
                groups: vec![resource(&json!({ "id": "tg", "displayName": "Sellers" }))],
                ..TargetState::default()
            }),
            state: Some(before()),
        })
    };
    let returning = || SourceObject::user(with(person(), json!({ "id": "a" })).to_string()).unwrap();
    let removal = json!([[{ "op": "Remove", "path": "members", "value": [{ "value": "ta" }] }]]);
    for told in [
        json!({ "members": [{ "id": "b" }] }),
        json!({ "members@delta": [{ "id": "a", "@removed": { "reason": "deleted" } }] }),
    ] {
        let group = with(json!({ "id": "g", "displayName": "Sellers" }), told);
        let plan = cycle(vec![returning()], &group);
        assert_eq!(operations(&plan.previews[1]), removal);
        assert_eq!(plan.state.members["g"], ["b"]);
        // While nothing is known of an account, nothing is sent, and what was written stays known.
        let plan = cycle(vec![], &group);
        assert_eq!(operations(&plan.previews[0]), json!([]));
        assert_eq!(plan.state.members["g"], ["a", "b"]);
    }
}

/// G-6: a member who was written and is not referred to any more is still in the group of the target.
#[test]
fn g7_members_written_earlier_are_not_left_out() {
    let group =
        json!({ "id": "g", "displayName": "Sellers", "members": [{ "id": "gone" }, { "id": "nobody" }] });
    let findings = |written: &[&str]| {
        let plan = cycle(all(), &group, state(Some(written)));
        plan.previews[0].diagnostics.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(findings(&["gone"]), ["1 member is not provisioned and is left out"]);
    assert_eq!(findings(&[]), ["2 members are not provisioned and are left out"]);
    assert!(findings(&["gone", "nobody"]).is_empty());
}
