//! The run of a cycle: every object is looked at twice, users before groups.
//!
//! Order of a cycle: Entra, *How provisioning works*. Inside a pass the order is not documented; objects are taken
//! as given.

mod findings;
mod first;
mod second;
mod unique;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::assigned::Assignees;
use super::draft::{Around, Draft, Freed, Judgement, Rivals};
use super::engine::Engine;
use super::given::{Given, id_of};
use super::members::Membership;
use super::plan::{CycleInput, CycleOutcome};
use super::preview::{Preview, Verdict};
use super::program::ObjectProgram;
use super::quarantine::{quarantines, stages};
use super::roll::Roll;
use super::settings::Cycle;
use super::state::JobState;
use super::target::{self, TargetState, Targets};
use crate::diagnostic::{Diagnostics, capped};
use crate::mapping::Record;
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;
use unique::Claim;

/// What the second look at an object needs to know from the first.
#[derive(Debug, Clone, Default)]
struct Look<'r> {
    /// The object's place among those of its kind.
    place: usize,
    /// This cycle looks at it.
    looked_at: bool,
    /// Its account is about to be disabled or deleted.
    goes: bool,
    /// Another object has its matching value.
    duplicate: bool,
    /// What its write does to the values that no two accounts share, where it does anything.
    claim: Option<Claim<'r>>,
    /// What is told of the other accounts that hold such values.
    conflicts: Diagnostics,
    /// The account that it would get is refused.
    is_not_made: bool,
}

/// A cycle under way.
struct Run<'r, 'i> {
    engine: &'r Engine,
    /// The target before the cycle; `None`: not known.
    target: Option<&'r TargetState>,
    given: &'r Given<'r, 'i>,
    before: &'r JobState,
    assignees: Assignees<'r>,
    /// What the target holds, for each object mapping of users.
    users: Vec<Targets<'r>>,
    /// As `users`, of groups.
    groups: Vec<Targets<'r>>,
    /// Source ids of the objects that an incremental cycle looks at; none where it is all.
    changed: Option<HashSet<&'r str>>,
    /// Target ids of the users in scope and linked after the first pass.
    referable: HashMap<String, String>,
    /// Source ids of the users who get another account than they had, which is in no group yet.
    renewed: HashSet<String>,
    /// Users and groups about to be disabled or deleted.
    pending: usize,
    /// What accounts are no longer found by, behind the objects that change them.
    freed: Freed,
    /// As `freed`, by acts that the threshold may hold back.
    leaving: Freed,
    /// Users given without `accountEnabled`; `None` once one is given with it.
    untold: Option<usize>,
}

impl Engine {
    /// As [`Engine::plan`], handing out each preview soon after it is made: users first, then groups, in the order
    /// given. Nothing of them is kept, so a cycle of any size needs little more memory than its input. `make` runs on
    /// up to `threads` threads, to write a preview as JSON for instance; their number changes nothing else.
    ///
    /// Every object is looked at twice: what becomes of one depends on who else gets an account, and on how many
    /// would lose theirs.
    pub fn plan_each<T: Send>(
        &self,
        input: &CycleInput<'_>,
        threads: usize,
        make: impl Fn(Preview) -> T + Sync,
        mut hand_out: impl FnMut(T),
    ) -> CycleOutcome {
        let before = match &input.state {
            Some(state) => Cow::Owned(state.clone().with_plain_ids()),
            None => Cow::Borrowed(self.state_of_settings()),
        };
        let given = Given::of(self, input);
        let mut run = Run::new(self, input.target.as_ref(), &given, &before);
        let mut looks = [ObjectKind::User, ObjectKind::Group].map(|kind| (kind, run.first_look(kind)));
        let mut outcome = CycleOutcome {
            state: (*before).clone(),
            quarantine: run.deletes_too_much(),
            ..CycleOutcome::default()
        };
        run.assignees.tell(&mut outcome.state);
        if !run.renewed.is_empty() {
            for written in outcome.state.members.values_mut() {
                written.retain(|id| !run.renewed.contains(id));
            }
        }
        for (kind, looks) in &mut looks {
            run.find_conflicts(*kind, looks, outcome.quarantine);
        }
        run.report(outcome.quarantine, &mut outcome.diagnostics);
        for (kind, looks) in &looks {
            run.second_look(*kind, looks, threads.max(1), &mut outcome, &make, &mut hand_out);
        }
        run.assignees.forget_unlinked(&mut outcome.state);
        // Told from the figures of this cycle alone; of references none is known to fail.
        let figure = |verdict: Verdict| outcome.summary.get(verdict.as_str()) as u64;
        let successes =
            [Verdict::Create, Verdict::Update, Verdict::Disable, Verdict::Delete, Verdict::None].map(figure);
        outcome.quarantine |= quarantines(figure(Verdict::Error), 0, successes.iter().sum());
        let of_configuration = self.diagnostics().to_vec().into();
        let of_cycle = std::mem::replace(&mut outcome.diagnostics, of_configuration);
        outcome.diagnostics.extend(capped(of_cycle, self.limits.findings));
        outcome
    }

    /// What the settings tell of earlier cycles, put together once.
    pub(super) fn state_of_settings(&self) -> &JobState {
        self.before.get_or_init(|| JobState {
            links: self.settings.links.clone(),
            released: self.settings.released.clone(),
            ..JobState::default()
        })
    }
}

impl<'r, 'i> Run<'r, 'i> {
    fn new(
        engine: &'r Engine,
        target: Option<&'r TargetState>,
        given: &'r Given<'r, 'i>,
        before: &'r JobState,
    ) -> Self {
        let targets = |kind| {
            let held = target.map_or(&[][..], |target| target.of_kind(kind));
            engine.programs(kind).iter().map(|program| Targets::new(held, program)).collect()
        };
        let settings = &engine.settings;
        let changed = settings.changed.as_ref().filter(|_| settings.cycle == Cycle::Incremental);
        Self {
            engine,
            changed: changed.map(|ids| ids.iter().map(String::as_str).collect()),
            target,
            given,
            before,
            assignees: Assignees::new(engine, &given.users.objects, &given.groups.objects, before),
            users: targets(ObjectKind::User),
            groups: targets(ObjectKind::Group),
            referable: HashMap::new(),
            renewed: HashSet::new(),
            pending: 0,
            freed: Freed::new(),
            leaving: Freed::new(),
            untold: Some(0),
        }
    }

    /// Whether more accounts would be disabled or deleted than the settings allow.
    fn deletes_too_much(&self) -> bool {
        let settings = &self.engine.settings;
        !settings.allow_deletes && stages(self.pending as u64, settings.accidental_deletion_threshold)
    }

    /// What is decided on an object in the first pass.
    fn judge(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        place: usize,
        rivals: Rivals<'_>,
    ) -> Judgement<'r> {
        self.among(program, record, place, rivals, |record, around| {
            self.engine.judge(program, record, around)
        })
    }

    /// The first pass over one object.
    fn draft(&self, program: &ObjectProgram, record: &mut Record<'_>, look: &Look<'_>) -> Draft<'r> {
        let rivals = Rivals::Known { came_first: look.duplicate };
        self.among(program, record, look.place, rivals, |record, around| {
            self.engine.draft(program, record, around)
        })
    }

    /// Looks at the object of a place with what it meets in this cycle.
    fn among<'o, T>(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'o>,
        place: usize,
        rivals: Rivals<'_>,
        pass: impl FnOnce(&mut Record<'o>, &Around<'_, 'r>) -> T,
    ) -> T {
        let id = id_of(record);
        let targets = match program.kind {
            ObjectKind::User => &self.users,
            ObjectKind::Group => &self.groups,
        };
        let members = |record: &Record<'_>, linked: bool| {
            let known = Membership {
                roll: self.roll(&id, record),
                written: self.written(&id),
                links: &self.before.links,
                referable: &|id| self.refer(id),
            };
            self.engine.member_changes(program, record, linked, &known)
        };
        let around = Around {
            targets: targets.get(program.position).filter(|_| self.target.is_some()),
            links: &self.before.links,
            released: &self.before.released,
            assigned: match program.kind {
                ObjectKind::User => self.assignees.of_user(record),
                ObjectKind::Group => self.assignees.of_group(record),
            },
            rivals,
            freed: Some((&self.freed, place)),
            members: (program.kind == ObjectKind::Group).then_some(&members),
        };
        pass(record, &around)
    }

    /// Who is in a group.
    fn roll<'a>(&'a self, id: &str, record: &'a Record<'_>) -> Roll<'a> {
        Roll::of(record, Roll::before(id, self.before), self.before.is_blank())
    }

    /// Source ids of those whom earlier cycles wrote to a group, with the accounts that they have; `None`: not known.
    fn written(&self, id: &str) -> Option<Vec<&str>> {
        let written = self.before.members.get(id)?.iter().map(String::as_str);
        Some(written.filter(|id| !self.renewed.contains(*id)).collect())
    }

    /// The account of another object, where there will be one. Objects that were not given are known by their links,
    /// unless they were out of scope when they were last looked at.
    fn refer(&self, id: &str) -> Option<String> {
        let id = &*plain_id(id);
        let counts = |_: &&String| !self.given.holds(id) && !self.before.dormant.contains(id);
        let outside = || self.before.links.get(id).filter(counts);
        self.referable.get(id).or_else(outside).cloned()
    }

    /// Whether an object, by its id as it is looked up, gets its account in this very cycle.
    fn is_new(&self, id: &str) -> bool {
        self.referable.contains_key(id) && !self.before.links.contains_key(id)
    }

    /// Whether the account of a user, by its id as it is looked up, was switched off before this cycle.
    fn comes_back(&self, id: &str) -> bool {
        self.referable.get(id).is_some_and(|link| self.is_on(link) == Some(false))
    }

    /// Whether a user's account, by its own id, is switched on, where that is told.
    fn is_on(&self, link: &str) -> Option<bool> {
        self.users.iter().find_map(|targets| targets.with_id(link)).and_then(target::is_active)
    }
}
