//! What is told by an export of what changed comes to the same as what is told by a whole one, in made-up tenants.

#[path = "common/job.rs"]
mod job;
#[path = "common/provision.rs"]
mod provision;

use std::collections::BTreeSet;

use job::*;
use proptest::prelude::*;
use provision::*;
use scimwright::provision::{Cycle, Plan, Preview, Settings};
use serde_json::{Value, json};

/// How many people and groups a made-up tenant has.
const PEOPLE: usize = 4;
const TEAMS: usize = 2;

#[derive(Clone, PartialEq)]
struct Person {
    enabled: bool,
    in_filter: bool,
    name: u8,
    manager: Option<usize>,
    deleted: bool,
    assigned: bool,
}

#[derive(Clone, PartialEq)]
struct Team {
    name: u8,
    within: BTreeSet<usize>,
    deleted: bool,
    assigned: bool,
}

/// How a tenant says who is assigned.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Says {
    /// Everybody is in scope.
    All,
    /// The settings name them.
    Settings,
    /// Objects tell of themselves.
    Objects,
    /// As `Objects`, behind a first cycle in which everybody is in scope.
    ObjectsLater,
}

#[derive(Clone)]
struct Tenant {
    people: Vec<Person>,
    teams: Vec<Team>,
    /// Whether people and groups tell of their assignment.
    tells: bool,
}

impl Tenant {
    fn new(within: &[BTreeSet<usize>], assigned: [bool; TEAMS]) -> Self {
        let person = |at: usize| Person {
            enabled: true,
            in_filter: at != 1,
            name: 0,
            manager: (at == 2).then_some(0),
            deleted: false,
            assigned: at == 3,
        };
        let team = |(within, assigned): (&BTreeSet<usize>, bool)| Team {
            name: 0,
            within: within.clone(),
            deleted: false,
            assigned,
        };
        Self {
            people: (0..PEOPLE).map(person).collect(),
            teams: within.iter().zip(assigned).map(team).collect(),
            tells: false,
        }
    }

    fn happens(&mut self, (what, who, whom): (u8, usize, usize)) {
        let (person, team) = (&mut self.people[who % PEOPLE], &mut self.teams[whom % TEAMS]);
        match what {
            0 => person.enabled = !person.enabled,
            1 => person.in_filter = !person.in_filter,
            2 => person.name += 1,
            3 => person.manager = (whom != who).then_some(whom % PEOPLE),
            4 => person.assigned = !person.assigned,
            5 => person.deleted = !person.deleted,
            6 => team.name += 1,
            7 => team.deleted = !team.deleted,
            8 => team.assigned = !team.assigned,
            _ => {
                if !team.within.remove(&(who % PEOPLE)) {
                    team.within.insert(who % PEOPLE);
                }
            }
        }
    }

    /// Who is in a group as far as Entra lists them: deleted people are not.
    fn within(&self, team: usize) -> BTreeSet<usize> {
        self.teams[team].within.iter().copied().filter(|person| !self.people[*person].deleted).collect()
    }

    fn assigned(&self) -> Vec<String> {
        let people = (0..PEOPLE).filter(|at| self.people[*at].assigned).map(|at| format!("u{at}"));
        let teams = (0..TEAMS).filter(|at| self.teams[*at].assigned).map(|at| format!("g{at}"));
        people.chain(teams).collect()
    }

    fn user(&self, at: usize) -> Value {
        let Person { enabled, in_filter, name, manager, deleted, assigned } = self.people[at];
        let mut user = json!({ "id": format!("u{at}"), "userPrincipalName": format!("u{at}.{name}"),
            "accountEnabled": enabled, "department": if in_filter { "Sales" } else { "IT" },
            "manager": manager.map(|at| json!({ "id": format!("u{at}") })) });
        if deleted {
            user["deletedDateTime"] = json!("2026-01-01T00:00:00Z");
        }
        self.telling(user, assigned)
    }

    /// A group without its members.
    fn group(&self, at: usize) -> Value {
        match self.teams[at].deleted {
            true => json!({ "id": format!("g{at}"), "@removed": { "reason": "changed" } }),
            false => {
                let named = format!("G{at}.{}", self.teams[at].name);
                let group = json!({ "id": format!("g{at}"), "displayName": named });
                self.telling(group, self.teams[at].assigned)
            }
        }
    }

    fn telling(&self, object: Value, assigned: bool) -> Value {
        if self.tells { with(object, tells(assigned)) } else { object }
    }
}

fn entry(at: usize) -> Value {
    json!({ "id": format!("u{at}") })
}

/// What Entra's change tracking tells of a cycle: the people and groups that changed, those included that a change of
/// groups concerns.
fn changed(before: &Tenant, now: &Tenant) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let teams: BTreeSet<usize> = (0..TEAMS)
        .filter(|at| before.teams[*at] != now.teams[*at] || before.within(*at) != now.within(*at))
        .collect();
    let touched = teams.iter().flat_map(|at| {
        let (old, new) = (&before.teams[*at], &now.teams[*at]);
        match old.deleted == new.deleted && old.assigned == new.assigned {
            true => old.within.symmetric_difference(&new.within).copied().collect::<Vec<_>>(),
            false => old.within.union(&new.within).copied().collect(),
        }
    });
    let own = (0..PEOPLE).filter(|at| before.people[*at] != now.people[*at]);
    (own.chain(touched).collect(), teams)
}

/// A resource with its members in order, since a list of members has none.
fn ordered(mut resource: Value) -> Value {
    if let Some(members) = resource.get_mut("members").and_then(Value::as_array_mut) {
        members.sort_by_key(Value::to_string);
        members.dedup();
    }
    if resource.get("members").is_some_and(|members| members == &json!([])) {
        resource.as_object_mut().unwrap().remove("members");
    }
    resource
}

/// What a job has left: accounts, groups and memory.
fn left(job: &Job) -> Value {
    let accounts = |held: &[scimwright::value::json::Json<'static>]| {
        held.iter().map(|it| ordered(serde_json::to_value(it).unwrap())).collect::<Vec<_>>()
    };
    let mut state = job.state.clone().unwrap();
    // Whole exports tell it over again, also of groups that did not change; what it brings is compared.
    for groups in [&mut state.assigned_groups, &mut state.unassigned_groups, &mut state.deleted_groups] {
        groups.clear();
    }
    if job.assignments.is_some() {
        // A restored group that only assignments are bound to is not known until all its members are told.
        state.rolls.clear();
    }
    let lists = state.members.values_mut().chain(state.rolls.values_mut());
    lists.for_each(|ids| ids.sort());
    json!([accounts(&job.target.users), accounts(&job.target.groups), serde_json::to_value(state).unwrap()])
}

/// What is decided on each object, by its id; not what is said of Gong's assignments, which asks for all groups.
fn decisions(plan: &Plan) -> Vec<(String, &'static str, String)> {
    let counts = |code: &&str| !matches!(*code, "PV318" | "PV321") && !code.starts_with("GA");
    let told = |preview: &Preview| {
        let codes: Vec<&str> = codes(&preview.diagnostics).into_iter().filter(counts).collect();
        (preview.source.id.clone(), preview.reason.code(), codes.join(" "))
    };
    plan.previews.iter().map(told).collect()
}

/// The groups that wait for a member to be written.
fn waiting(plan: &Plan) -> BTreeSet<&str> {
    let findings = plan.diagnostics.iter().filter(|finding| finding.code.code == "PV306");
    findings.map(|finding| &*finding.message).collect()
}

/// The objects of which the engine says that it does not know whether they are assigned.
fn doubted(plan: &Plan) -> impl Iterator<Item = &str> {
    let doubted = plan.previews.iter().filter(|preview| codes(&preview.diagnostics).contains(&"PV308"));
    doubted.map(|preview| &*preview.source.id)
}

/// Whether the engine says that it does not know who is in a group, or who is assigned.
fn says_so(plan: &Plan) -> bool {
    let mut findings = plan.previews.iter().flat_map(|preview| &preview.diagnostics);
    doubted(plan).next().is_some()
        || findings.any(|it| it.code.code == "PV318" && it.message.contains("not known"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    /// L-13: a cycle looks at what changed. Told by an export of all, or of the changes alone: the same is decided, and
    /// the same is left, unless the engine says what it does not know.
    #[test]
    fn changes_alone_come_to_the_same_as_whole_exports(
        within in prop::collection::vec(prop::collection::btree_set(0..PEOPLE, 0..PEOPLE), TEAMS),
        story in prop::collection::vec(
            prop::collection::vec((0_u8..14, 0..PEOPLE, 0..PEOPLE), 1..4), 1..8),
        says in prop_oneof![
            1 => Just(Says::All), 2 => Just(Says::Settings), 3 => Just(Says::Objects), 1 => Just(Says::ObjectsLater)],
        assigned in any::<[bool; TEAMS]>(),
        is_bound in any::<bool>(),
        can_delete in any::<bool>(),
        keeps_accounts in any::<bool>(),
        threshold in prop::option::weighted(0.2, Just(0_u64)),
        tells_members in any::<bool>(),
    ) {
        let [mut whole, mut delta] = [Job::new(), Job::new()];
        for job in [&mut whole, &mut delta] {
            job.users.filters = vec![filter("department", "EQUALS", &["Sales"])];
            job.groups.can_delete = can_delete;
            job.assignments = is_bound.then_some(r#"[{ "name": "Sales", "group": "g0" }]"#);
        }
        let (mut tenant, mut told) = (Tenant::new(&within, assigned), within);
        tenant.tells = says == Says::Objects;
        let job_settings = |settings| Settings {
            skip_out_of_scope_deletions: keeps_accounts,
            accidental_deletion_threshold: threshold,
            ..settings
        };
        let settings = |tenant: &Tenant| match says {
            Says::Settings => {
                job_settings(Settings { assigned: Some(tenant.assigned()), ..Settings::default() })
            }
            Says::Objects | Says::ObjectsLater if tenant.tells => job_settings(Settings::default()),
            _ => job_settings(all()),
        };
        let listed = |tenant: &Tenant, at: usize| {
            let members: Vec<Value> = tenant.within(at).into_iter().map(entry).collect();
            with(tenant.group(at), json!({ "members": members }))
        };
        let users: Vec<Value> = (0..PEOPLE).map(|at| tenant.user(at)).collect();
        let groups: Vec<Value> = (0..TEAMS).map(|at| listed(&tenant, at)).collect();
        for job in [&mut whole, &mut delta] {
            job.cycle(settings(&tenant), &users, &groups);
        }
        for events in story {
            let before = tenant.clone();
            for event in events {
                if event.0 >= 12 {
                    for job in [&mut whole, &mut delta] {
                        job.switch_off(&format!("new-u{}", event.1));
                    }
                } else {
                    tenant.happens(event);
                }
            }
            tenant.tells = matches!(says, Says::Objects | Says::ObjectsLater);
            let (mut people, teams) = changed(&before, &tenant);
            if tenant.tells != before.tells {
                people.extend(0..PEOPLE);
            }
            let ids = people.iter().map(|at| format!("u{at}")).chain(teams.iter().map(|at| format!("g{at}")));
            let incremental =
                Settings { cycle: Cycle::Incremental, changed: Some(ids.collect()), ..settings(&tenant) };
            // Whole: everybody who is there, and who has just been deleted.
            let users: Vec<Value> = (0..PEOPLE)
                .filter(|at| !tenant.people[*at].deleted || people.contains(at))
                .map(|at| tenant.user(at))
                .collect();
            let groups: Vec<Value> = (0..TEAMS)
                .filter(|at| !tenant.teams[*at].deleted || teams.contains(at))
                .map(|at| if tenant.teams[at].deleted { tenant.group(at) } else { listed(&tenant, at) })
                .collect();
            let by_whole = whole.cycle(incremental, &users, &groups);
            // Delta: what changed, of a group who came and who went since it was told; of one that is restored, all.
            let users: Vec<Value> = people.iter().map(|at| tenant.user(*at)).collect();
            let groups: Vec<Value> = teams
                .iter()
                .map(|at| {
                    if tenant.teams[*at].deleted {
                        return tenant.group(*at);
                    }
                    let (was, is) = (told[*at].clone(), tenant.within(*at));
                    let known = if before.teams[*at].deleted { BTreeSet::new() } else { was.clone() };
                    let removed = |at: &usize| with(entry(*at), json!({ "@removed": { "reason": "deleted" } }));
                    let changes: Vec<Value> =
                        is.difference(&known).map(|at| entry(*at)).chain(was.difference(&is).map(removed)).collect();
                    told[*at] = is;
                    match changes.is_empty() && !tells_members {
                        true => tenant.group(*at),
                        false => with(tenant.group(*at), json!({ "members@delta": changes })),
                    }
                })
                .collect();
            let by_delta = delta.cycle(settings(&tenant), &users, &groups);
            // Every group told that it is not assigned: nobody may be assigned through one.
            if says != Says::ObjectsLater && tenant.teams.iter().all(|team| !team.assigned) {
                prop_assert_eq!(doubted(&by_delta).find(|id| id.starts_with('u')), None);
            }
            if says_so(&by_delta) {
                return Ok(());
            }
            prop_assert_eq!(decisions(&by_whole), decisions(&by_delta));
            prop_assert_eq!(waiting(&by_whole), waiting(&by_delta));
            prop_assert_eq!(left(&whole), left(&delta));
        }
    }
}
