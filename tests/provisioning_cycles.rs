//! Cycles one after another: what each leaves for the next.

#[path = "common/job.rs"]
mod job;
#[path = "common/provision.rs"]
mod provision;

use job::*;
use provision::*;
use scimwright::SourceObject;
use scimwright::limits::Limits;
use scimwright::mapping::{AttributeMappingDefinition, FlowType, ValueType};
use scimwright::provision::{Cycle, CycleInput, JobState, ObjectMappingDefinition, Plan, Preview, Settings};
use scimwright::sync_schema::ObjectKind;
use serde_json::{Value, json};

fn user(id: &str) -> Value {
    json!({ "id": id, "userPrincipalName": id, "accountEnabled": true })
}

fn disabled(id: &str) -> Value {
    with(user(id), json!({ "accountEnabled": false }))
}

fn group(more: Value) -> Value {
    with(json!({ "id": "g", "displayName": "Sellers" }), more)
}

fn members(ids: &[&str]) -> Value {
    group(json!({ "members": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() }))
}

fn came(ids: &[&str]) -> Value {
    group(json!({ "members@delta": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() }))
}

fn assigned(ids: &[&str]) -> Settings {
    Settings { assigned: Some(ids.iter().map(|id| (*id).to_owned()).collect()), ..Settings::default() }
}

fn reason(plan: &Plan, id: &str) -> (&'static str, bool) {
    let preview = plan.previews.iter().find(|preview| preview.source.id == id).unwrap();
    (preview.reason.code(), codes(&preview.diagnostics).contains(&"PV308"))
}

/// The PATCH of the group's members, and what is said about them.
fn of_group(plan: &Plan) -> (Value, Vec<&str>) {
    let preview = plan.previews.iter().find(|preview| preview.source.id == "g").unwrap();
    (operations(preview), codes(&preview.diagnostics))
}

fn add(ids: &[&str]) -> Value {
    let values: Vec<Value> = ids.iter().map(|id| json!({ "value": format!("new-{id}") })).collect();
    json!([[{ "op": "Add", "path": "members", "value": values }]])
}

fn gone() -> Value {
    json!({ "id": "g", "@removed": { "reason": "deleted" } })
}

fn unassigned(id: &str) -> Value {
    with(user(id), tells(false))
}

/// C-1: nobody is a member of a group that is deleted, also while its pair stays since it may not be deleted (K-7), or is
/// not deleted yet (K-3).
#[test]
fn c1_nobody_is_assigned_through_a_group_that_is_deleted() {
    let everyone = [user("ann"), user("bob")];
    let held = Settings { accidental_deletion_threshold: Some(0), ..assigned(&["g"]) };
    for (can_delete, settings, leaves) in [
        (true, assigned(&["g"]), "notAssigned"),
        (false, assigned(&["g"]), "notAssigned"),
        (true, held, "outOfScopeUnassigned"),
    ] {
        let mut job = Job::new();
        job.groups.can_delete = can_delete;
        job.cycle(settings.clone(), &everyone, &[members(&["ann"])]);
        let deleted = job.cycle(settings.clone(), &everyone, &[gone()]);
        assert_eq!(reason(&deleted, "ann"), ("outOfScopeUnassigned", false));
        // It is not in the export again, and a held disabling stays one.
        for _ in 0..2 {
            let later = job.cycle(settings.clone(), &everyone, &[]);
            assert_eq!(
                (reason(&later, "ann"), reason(&later, "bob")),
                ((leaves, false), ("notAssigned", false))
            );
        }
        // Restored, it has the members that it had.
        let restored = job.cycle(settings, &everyone, &[members(&["ann"])]);
        assert_ne!(reason(&restored, "ann").0, leaves);
    }
}

/// A group that was deleted and comes back untold has those who were in it.
#[test]
fn c1_a_restored_group_has_its_members() {
    let mut job = Job::new();
    job.groups.can_delete = false;
    let everyone = [user("ann"), user("bob")];
    job.cycle(assigned(&["g"]), &everyone, &[members(&["ann"])]);
    job.cycle(assigned(&["g"]), &everyone, &[gone()]);
    assert_eq!(job.state.as_ref().unwrap().deleted_groups, ["g".to_owned()].into());
    let restored = job.cycle(assigned(&["g"]), &everyone, &[group(json!({}))]);
    assert_eq!(reason(&restored, "ann"), ("matchedAndChanged", false));
    assert_eq!(reason(&restored, "bob"), ("notAssigned", false));
    assert!(job.state.unwrap().deleted_groups.is_empty());
}

/// C-1: a group that tells of itself that it is assigned stays so while an export of what changed leaves it out.
#[test]
fn c1_a_group_that_told_of_itself_stays_assigned() {
    let everyone = [unassigned("ann"), unassigned("bob")];
    // Linked or not.
    for enabled in [true, false] {
        let mut job = Job::new();
        job.groups.enabled = enabled;
        job.cycle(Settings::default(), &everyone, &[with(members(&["ann"]), tells(true))]);
        let later = job.cycle(Settings::default(), &everyone, &[]);
        assert_eq!(reason(&later, "ann"), ("redundant", false));
        assert_eq!(reason(&later, "bob"), ("notAssigned", false));
    }
}

/// "what the last does not say stays as told before": also where the settings tell, or everybody is in scope.
#[test]
fn c1_a_group_given_without_its_assignment_stands_as_before() {
    let everyone = [unassigned("ann"), unassigned("bob")];
    for settings in [Settings::default(), assigned(&["g"]), all()] {
        for (assigns, ann) in [(true, "redundant"), (false, "noDisableMapping")] {
            let mut job = Job::new();
            job.groups.can_delete = false;
            // What leaves the scope stays linked.
            job.users.attributes.truncate(1);
            job.cycle(Settings::default(), &everyone, &[with(members(&["ann"]), tells(true))]);
            job.cycle(Settings::default(), &everyone, &[group(tells(assigns))]);
            let of_groups = |JobState { rolls, assigned_groups, unassigned_groups, .. }| {
                (rolls, assigned_groups, unassigned_groups)
            };
            let before = job.state.clone().map(of_groups);
            job.cycle(settings.clone(), &[], &[group(json!({ "displayName": "Sellers and friends" }))]);
            assert_eq!(job.state.clone().map(of_groups), before);
            let later = job.cycle(Settings::default(), &everyone, &[]);
            assert_eq!(reason(&later, "ann"), (ann, false));
            assert_eq!(reason(&later, "bob"), ("notAssigned", false));
        }
    }
}

/// C-4: such a group is in scope, or not, as it last told.
#[test]
fn c4_a_group_given_without_its_assignment_is_assigned_as_before() {
    for (assigns, reason) in [(true, "linkedAndChanged"), (false, "deleteActionOff")] {
        let mut job = Job::new();
        job.groups.can_delete = false;
        job.cycle(Settings::default(), &[], &[with(members(&[]), tells(true))]);
        job.cycle(Settings::default(), &[], &[group(tells(assigns))]);
        let plan =
            job.cycle(Settings::default(), &[], &[group(json!({ "displayName": "Sellers and friends" }))]);
        assert_eq!(self::reason(&plan, "g"), (reason, false));
    }
}

/// C-1: a group that told that it is not assigned assigns nobody while an export of what changed leaves it out, although
/// its pair stays: it may not be deleted (K-7), is kept (K-5), or its deletion is held (K-3).
#[test]
fn c1_a_group_that_told_that_it_is_not_assigned_assigns_nobody() {
    let everyone = [unassigned("ann"), unassigned("bob")];
    let held = Settings { accidental_deletion_threshold: Some(0), ..Settings::default() };
    let kept = Settings { skip_out_of_scope_deletions: true, ..Settings::default() };
    for (can_delete, settings, leaves) in [
        (false, Settings::default(), "notAssigned"),
        (true, held, "outOfScopeUnassigned"),
        (true, kept, "outOfScopeDeletionSkipped"),
    ] {
        let mut job = Job::new();
        job.groups.can_delete = can_delete;
        job.cycle(settings.clone(), &everyone[..1], &[with(members(&["ann"]), tells(true))]);
        let left = [with(members(&["ann", "bob"]), tells(false))];
        job.cycle(settings.clone(), &everyone[..1], &left);
        let later = job.cycle(settings, &everyone, &[]);
        assert_eq!(reason(&later, "ann"), (leaves, false));
        assert_eq!(reason(&later, "bob"), ("notAssigned", false));
    }
}

/// C-1: of a group that never told whether it is assigned that is not known: its pair comes from a cycle in which
/// everybody was in scope, or from one in which nothing was known of anybody.
#[test]
fn c1_a_pair_does_not_tell_that_a_group_is_assigned() {
    for first in [all(), Settings::default()] {
        let mut job = Job::new();
        job.cycle(first, &[user("ann")], &[members(&["ann"])]);
        let later = job.cycle(Settings::default(), &[unassigned("ann"), unassigned("bob")], &[]);
        assert_eq!(reason(&later, "ann"), ("redundant", true));
        assert_eq!(reason(&later, "bob"), ("notAssigned", false));
    }
}

/// C-1: who is in a group is remembered for its Gong assignment, and assigns nobody where the group is not assigned.
#[test]
fn c1_a_group_remembered_for_its_gong_assignment_assigns_nobody() {
    let mut job = Job::new();
    job.assignments = Some(r#"[{ "name": "Sales", "group": "g" }]"#);
    let everyone = [unassigned("ann")];
    job.cycle(Settings::default(), &everyone, &[with(members(&["ann"]), tells(false))]);
    assert!(job.state.as_ref().unwrap().rolls.contains_key("g"));
    let later = job.cycle(Settings::default(), &everyone, &[]);
    assert_eq!(reason(&later, "ann"), ("notAssigned", false));
}

/// G-6: a delta query behind the first cycle does not tell every member, although nobody is linked yet.
#[test]
fn g6_changes_behind_a_cycle_without_accounts_do_not_tell_all_members() {
    let mut job = Job::new();
    job.groups.enabled = false;
    let settings = || assigned(&["g", "h"]);
    job.cycle(settings(), &[], &[members(&["ann"])]);
    let other = with(came(&["cid"]), json!({ "id": "h" }));
    let later = job.cycle(settings(), &[user("bob")], &[other]);
    assert_eq!(reason(&later, "bob"), ("createdNoMatch", true));
}

/// Section 17.2: a group that was deleted gave nobody its assignment, so who is in it again gets one.
#[test]
fn a7_a_restored_group_gives_its_assignment_again() {
    let mut job = Job::new();
    job.groups.can_delete = false;
    job.assignments = Some(
        r#"[{ "name": "Sales", "group": "g" },
            { "name": "Low", "group": "h" }]"#,
    );
    let low = with(members(&["ann"]), json!({ "id": "h", "displayName": "Low" }));
    let shown = |plan: &Plan| plan.previews[0].assignment.as_ref().map(|it| it.name.clone());
    job.cycle(all(), &[user("ann")], &[members(&["ann"]), low.clone()]);
    assert_eq!(shown(&job.cycle(all(), &[user("ann")], &[gone(), low.clone()])).as_deref(), Some("Low"));
    assert_eq!(shown(&job.cycle(all(), &[user("ann")], &[members(&["ann"]), low])).as_deref(), Some("Sales"));
}

/// G-6: on the first link all members are added; where a later cycle is told changes alone, who else is in the group is
/// not known, and that is said.
#[test]
fn g6_changes_of_a_group_that_is_new_do_not_tell_all_members() {
    let people = ["ann", "bob", "cid"];
    let everyone = people.map(user);
    let with_group = || assigned(&["ann", "bob", "cid", "g"]);
    let mut job = Job::new();
    job.cycle(assigned(&people), &everyone, &[members(&["ann", "bob"])]);
    let linked = job.cycle(with_group(), &[], &[came(&["cid"])]);
    assert_eq!(of_group(&linked), (add(&["cid"]), vec!["PV318"]));
    // A whole export mends it.
    let whole = job.cycle(with_group(), &everyone, &[members(&["ann", "bob", "cid"])]);
    assert_eq!(of_group(&whole), (add(&["ann", "bob"]), vec![]));
    // The first answer of a delta query tells all.
    let first = Job::new().cycle(with_group(), &everyone, &[came(&["ann", "bob"])]);
    assert_eq!(of_group(&first), (add(&["ann", "bob"]), vec![]));
}

/// L-14: who was left out is written when the group changes, whatever of it is told then.
#[test]
fn l14_who_was_left_out_is_written_when_the_group_changes() {
    for settings in [all(), assigned(&["g"])] {
        for later in [members(&["ann", "dan", "cid"]), came(&["cid"])] {
            let mut job = Job::new();
            job.cycle(settings.clone(), &[user("ann"), disabled("dan")], &[members(&["ann", "dan"])]);
            let plan = job.cycle(settings.clone(), &[user("dan"), user("cid")], &[later]);
            assert_eq!(of_group(&plan), (add(&["dan", "cid"]), vec![]));
            let mut written = job.state.unwrap().members.remove("g").unwrap();
            written.sort();
            assert_eq!(written, ["ann", "cid", "dan"]);
        }
    }
}

/// L-14: the group that waits for a change is told, although an export of what changed leaves it out.
#[test]
fn l14_a_group_that_is_not_given_waits_for_a_change() {
    let mut job = Job::new();
    job.cycle(all(), &[user("ann"), disabled("dan")], &[members(&["ann", "dan"])]);
    let waits = |plan: Plan| codes(&plan.diagnostics).contains(&"PV306");
    assert!(!waits(job.cycle(all(), &[user("ann")], &[])));
    assert!(waits(job.cycle(all(), &[user("dan")], &[])));
    assert!(!waits(job.cycle(all(), &[], &[came(&[])])));
}

/// L-14: a group waits for no change that would write nobody: it is out of scope, or has members and its mapping fills
/// empty groups alone (section 8), or the run is one on demand, which looks at nothing else.
#[test]
fn l14_a_group_that_would_not_be_written_waits_for_nothing() {
    let waits = |plan: Plan| codes(&plan.diagnostics).contains(&"PV306");
    let first = |job: &mut Job, settings: Settings| {
        job.cycle(settings, &[user("ann"), disabled("bob")], &[members(&["ann", "bob"])]);
    };
    let mut job = Job::new();
    job.groups.can_delete = false;
    first(&mut job, assigned(&["ann", "bob", "g"]));
    let without = || assigned(&["ann", "bob"]);
    job.cycle(without(), &[], &[members(&["ann", "bob"])]);
    assert!(!waits(job.cycle(without(), &[user("bob")], &[])));

    let filling = AttributeMappingDefinition {
        value_type: ValueType::Reference,
        flow_type: FlowType::AttributeAddOnly,
        ..direct("members", "members")
    };
    for (holds, expected) in [("ann", false), ("bob", true)] {
        let mut job = Job::new();
        job.groups = ObjectMappingDefinition::new(
            ObjectKind::Group,
            vec![direct("displayName", "displayName"), filling.clone()],
        );
        job.cycle(all(), &[user("ann"), disabled("bob")], &[members(&[holds, "bob"])]);
        assert_eq!(waits(job.cycle(all(), &[user("bob")], &[])), expected, "{holds}");
    }

    let mut job = Job::new();
    first(&mut job, all());
    let on_demand = Settings { on_demand: true, ..all() };
    assert!(!waits(job.cycle(on_demand, &[user("bob")], &[])));
}

/// G-6: a group that comes into scope has the members that an earlier cycle was told.
#[test]
fn g6_a_group_that_comes_into_scope_has_the_members_told_before() {
    for settings in [all(), assigned(&["g"])] {
        let mut job = Job::new();
        job.groups.filters = vec![filter("displayName", "EQUALS", &["Gong"])];
        job.cycle(settings.clone(), &[user("ann")], &[members(&["ann"])]);
        let renamed = with(group(json!({})), json!({ "displayName": "Gong" }));
        let plan = job.cycle(settings.clone(), &[], &[renamed]);
        assert_eq!(of_group(&plan), (add(&["ann"]), vec!["PV318"]));
        let joined = with(came(&["cid"]), json!({ "displayName": "Gong" }));
        let plan = job.cycle(settings, &[user("cid")], &[joined]);
        assert_eq!(of_group(&plan), (add(&["cid"]), vec![]));
    }
}

/// L-2: all users and groups are written before any reference to them, managers before members.
#[test]
fn l2_references_follow_everything_they_may_name() {
    let ann = with(user("ann"), json!({ "manager": { "id": "boss" } }));
    let groups =
        [members(&["ann"]), json!({ "id": "h", "displayName": "Buyers", "members": [{ "id": "boss" }] })];
    let plan = Job::new().cycle(all(), &[ann, user("boss")], &groups);
    let sent: Vec<String> = plan.requests.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
    assert_eq!(
        sent,
        [
            "GET /Users",
            "POST /Users",
            "GET /Users",
            "POST /Users",
            "GET /Groups",
            "POST /Groups",
            "GET /Groups",
            "POST /Groups",
            "PATCH /Users/new-ann",
            "PATCH /Groups/new-g",
            "PATCH /Groups/new-h",
        ]
    );
}

/// R-2, G-7: who was disabled in an earlier cycle is nobody's manager and no new member, given again or not.
#[test]
fn r2_and_g7_nobody_refers_to_a_disabled_account() {
    for boss in [vec![], vec![disabled("boss")]] {
        let mut job = Job::new();
        job.cycle(all(), &[user("boss"), user("ann")], &[members(&[])]);
        job.cycle(all(), &[disabled("boss")], &[]);
        let ann = with(user("ann"), json!({ "manager": { "id": "boss" } }));
        let users: Vec<Value> = boss.into_iter().chain([ann]).collect();
        let plan = job.cycle(all(), &users, &[came(&["boss"])]);
        let ann = plan.previews.iter().find(|preview| preview.source.id == "ann").unwrap();
        assert_eq!((operations(ann), codes(&ann.diagnostics)), (json!([]), vec!["PV303"]));
        assert_eq!(of_group(&plan), (json!([]), vec!["PV310"]));
    }
}

/// L-10, R-2, G-7: a person in scope stays a manager and comes into groups although somebody switched the account off in
/// Gong, given again or not.
#[test]
fn r2_and_g7_an_account_switched_off_by_hand_is_referred_to() {
    for boss in [vec![user("boss")], vec![]] {
        let mut job = Job::new();
        job.cycle(all(), &[user("boss"), user("ann")], &[members(&[])]);
        job.switch_off("new-boss");
        let ann = with(user("ann"), json!({ "manager": { "id": "boss" } }));
        let users: Vec<Value> = boss.into_iter().chain([ann]).collect();
        let incremental = Settings {
            cycle: Cycle::Incremental,
            changed: Some(["ann", "g"].map(str::to_owned).into()),
            ..all()
        };
        let plan = job.cycle(incremental, &users, &[members(&["boss"])]);
        let ann = plan.previews.iter().find(|preview| preview.source.id == "ann").unwrap();
        assert_eq!(operations(ann)[0][0]["value"], json!("new-boss"));
        assert_eq!(of_group(&plan), (add(&["boss"]), vec![]));
    }
}

/// K-5: it is objects that leave the scope whose accounts are kept as they are; who is in scope is provisioned as ever.
#[test]
fn k5_who_stays_in_scope_is_kept_up_to_date() {
    let settings = || Settings { skip_out_of_scope_deletions: true, ..all() };
    let mut job = Job::new();
    job.users = users(vec![direct("title", "jobTitle")]);
    let titled = |title: &str| with(user("ann"), json!({ "jobTitle": title }));
    job.cycle(settings(), &[titled("Seller")], &[]);
    let plan = job.cycle(settings(), &[titled("Lead")], &[]);
    assert_eq!(
        (plan.previews[0].reason.code(), operations(&plan.previews[0])),
        ("linkedAndChanged", json!([[{ "op": "Replace", "path": "title", "value": "Lead" }]]))
    );
    let plan = job.cycle(settings(), &[disabled("ann")], &[]);
    assert_eq!(
        (plan.previews[0].reason.code(), operations(&plan.previews[0])),
        ("outOfScopeDeletionSkipped", json!([]))
    );
}

/// R-2: an account that stays on although its person left the scope (K-5) is nobody's manager either.
#[test]
fn r2_nobody_refers_to_an_account_that_is_kept() {
    let settings = || Settings { skip_out_of_scope_deletions: true, ..all() };
    let mut job = Job::new();
    job.cycle(settings(), &[user("boss"), user("ann")], &[]);
    let ann = with(user("ann"), json!({ "manager": { "id": "boss" } }));
    job.cycle(settings(), &[disabled("boss")], &[]);
    let plan = job.cycle(settings(), std::slice::from_ref(&ann), &[]);
    assert_eq!(
        (operations(&plan.previews[0]), codes(&plan.previews[0].diagnostics)),
        (json!([]), vec!["PV303"])
    );
    // Enabled again, the account is.
    job.cycle(settings(), &[user("boss")], &[]);
    let plan = job.cycle(settings(), &[ann], &[]);
    assert_eq!(operations(&plan.previews[0])[0][0]["value"], json!("new-boss"));
}

/// The specification's section 19 wants a warning where something is left out: members told as changes are members.
#[test]
fn g7_members_told_as_changes_are_left_out_as_listed_ones() {
    let nested = json!({ "@odata.type": "#microsoft.graph.group", "id": "h" });
    let gone = json!({ "id": "gone", "@removed": { "reason": "deleted" } });
    let told = json!([{ "id": "boss" }, nested, gone]);
    let messages = |group: Value| {
        let plan = Job::new().cycle(all(), &[disabled("boss")], &[group]);
        let finding = |preview: &Preview| preview.diagnostics.iter().map(|it| it.message.clone()).collect();
        finding(&plan.previews[1])
    };
    let expected: Vec<String> = messages(group(json!({ "members": [{ "id": "boss" }, nested] })));
    assert_eq!(expected.len(), 1);
    assert!(expected[0].contains('2'), "{expected:?}");
    assert_eq!(messages(group(json!({ "members@delta": told }))), expected);
}

/// G-6: a new account is in no group, whoever the person was before.
#[test]
fn g6_a_person_with_a_new_account_is_written_to_the_groups() {
    let scoped = |department: &str, name: &str| {
        with(user("ann"), json!({ "department": department, "userPrincipalName": name }))
    };
    let ann_again = json!([[{ "op": "Add", "path": "members", "value": [{ "value": "new2-ann" }] }]]);
    let job = || {
        let mut job = Job::new();
        job.users.filters = vec![filter("department", "EQUALS", &["Sales"])];
        job.cycle(all(), &[scoped("Sales", "ann")], &[members(&["ann"])]);
        let left = job.cycle(all(), &[scoped("IT", "ann")], &[]);
        assert_eq!(reason(&left, "ann").0, "outOfScopeFilter");
        job
    };
    // Back under another name, nobody finds the old account.
    let mut one = job();
    let back = one.cycle(all(), &[scoped("Sales", "ann.lee")], &[members(&["ann"])]);
    assert_eq!((reason(&back, "ann").0, of_group(&back)), ("createdNoMatch", (ann_again.clone(), vec![])));
    let again = one.cycle(all(), &[scoped("Sales", "ann.lee")], &[members(&["ann"])]);
    assert_eq!(of_group(&again).0, json!([]));
    // The group is written to once it changes.
    let mut later = job();
    later.cycle(all(), &[scoped("Sales", "ann.lee")], &[]);
    assert_eq!(of_group(&later.cycle(all(), &[], &[came(&[])])), (ann_again, vec![]));
    // Nor is an account that somebody else used, as far as it was not disabled with the pair.
    let mut other = job();
    other.target.users.push(resource(&json!({ "id": "lee", "userName": "ann.lee", "active": true })));
    let back = other.cycle(all(), &[scoped("Sales", "ann.lee")], &[members(&["ann"])]);
    let lee = json!([[{ "op": "Add", "path": "members", "value": [{ "value": "lee" }] }]]);
    assert_eq!((reason(&back, "ann").0, of_group(&back).0), ("redundant", lee));
    // Under the old name the old account is found, which is in the group still (L-5).
    let mut same = job();
    let back = same.cycle(all(), &[scoped("Sales", "ann")], &[members(&["ann"])]);
    assert_eq!((reason(&back, "ann").0, of_group(&back)), ("matchedAndChanged", (json!([]), vec![])));
}

/// L-13: a later cycle is given what changed, so an assigned object that an earlier one knew is no stranger.
#[test]
fn l13_assigned_objects_that_earlier_cycles_know_are_not_missed() {
    let strangers = |plan: &Plan| codes(&plan.diagnostics).contains(&"PV321");
    let settings = || assigned(&["g", "ann", "bob", "out"]);
    let mut job = Job::new();
    job.users.filters = vec![filter("department", "IS NULL", &[])];
    let outside = |id| with(user(id), json!({ "department": "IT" }));
    job.cycle(settings(), &[user("ann"), user("bob"), user("out")], &[members(&["ann", "never"])]);
    assert!(!strangers(&job.cycle(settings(), &[outside("out")], &[])));
    assert!(!strangers(&job.cycle(settings(), &[user("bob")], &[])));
    assert!(!strangers(&job.cycle(assigned(&["never"]), &[], &[])));
    // Nor is one of whom nothing is stored.
    let mut job = Job::new();
    let with_dan = || assigned(&["ann", "dan"]);
    assert!(!strangers(&job.cycle(with_dan(), &[user("ann"), disabled("dan")], &[])));
    assert!(!strangers(&job.cycle(with_dan(), &[user("ann")], &[])));
    // The first cycle is given everybody.
    assert!(strangers(&Job::new().cycle(with_dan(), &[user("ann")], &[])));
}

/// An incremental cycle looks at what changed (`changed` of the settings), whether a mapping is there for it or not.
#[test]
fn a_cycle_of_what_changed_leaves_out_unmapped_objects_that_did_not() {
    let settings = |changed: &str| Settings {
        cycle: Cycle::Incremental,
        changed: Some(vec![changed.to_owned()]),
        ..all()
    };
    let seen = |changed| -> Vec<(String, &'static str)> {
        let engine = engine(users(vec![]), settings(changed));
        let given = |object: Value| SourceObject::of_its_kind(object.to_string(), &Limits::DEFAULT).unwrap();
        let plan = engine.plan(&CycleInput {
            users: vec![given(user("ann"))],
            groups: vec![given(members(&[]))],
            ..CycleInput::default()
        });
        assert_eq!(plan.summary.iter().map(|(_, count)| count).sum::<usize>(), plan.previews.len());
        plan.previews.iter().map(|preview| (preview.source.id.clone(), preview.reason.code())).collect()
    };
    assert_eq!(seen("ann"), [("ann".to_owned(), "createdNoMatch")]);
    assert_eq!(seen("g"), [("g".to_owned(), "mappingDisabled")]);
}
