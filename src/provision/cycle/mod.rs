//! The run of a cycle: every object is looked at twice, users before groups.
//!
//! Order of a cycle: Entra, *How provisioning works*. Inside a pass the order is not documented; objects are taken
//! as given.

mod findings;
mod unique;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::assigned::Assignees;
use super::draft::{Around, Claims, Draft, Freed, Judgement, Rivals};
use super::engine::Engine;
use super::given::{Given, id_of};
use super::lifecycle::Act;
use super::members::Membership;
use super::object::SourceObject;
use super::plan::{CycleInput, CycleOutcome};
use super::preview::{Preview, Verdict};
use super::program::ObjectProgram;
use super::quarantine::{quarantines, stages};
use super::roll::Roll;
use super::settings::Cycle;
use super::state::{JobState, Memory};
use super::target::{self, TargetState, Targets};
use super::threads;
use crate::diagnostic::{Diagnostics, capped};
use crate::mapping::{Projection, Record, Removal};
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;
use crate::value::json::Json;
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
        let mut users = run.first_look(ObjectKind::User);
        let mut groups = run.first_look(ObjectKind::Group);
        let mut outcome = CycleOutcome {
            state: (*before).clone(),
            quarantine: run.deletes_too_much(),
            diagnostics: self.diagnostics().to_vec().into(),
            ..CycleOutcome::default()
        };
        run.assignees.tell(&mut outcome.state);
        if !run.renewed.is_empty() {
            for written in outcome.state.members.values_mut() {
                written.retain(|id| !run.renewed.contains(id));
            }
        }
        let looks = [(ObjectKind::User, &mut users), (ObjectKind::Group, &mut groups)];
        let looks = looks.map(|(kind, looks)| {
            run.find_conflicts(kind, looks, outcome.quarantine);
            (kind, looks)
        });
        run.report(outcome.quarantine, &mut outcome.diagnostics);
        for (kind, looks) in looks {
            run.second_look(kind, looks, threads.max(1), &mut outcome, &make, &mut hand_out);
        }
        run.assignees.forget_unlinked(&mut outcome.state);
        // Told from the figures of this cycle alone; of references none is known to fail.
        let figure = |verdict: Verdict| outcome.summary.get(verdict.as_str()) as u64;
        let successes =
            [Verdict::Create, Verdict::Update, Verdict::Disable, Verdict::Delete, Verdict::None].map(figure);
        outcome.quarantine |= quarantines(figure(Verdict::Error), 0, successes.iter().sum());
        let of_cycle = outcome.diagnostics.split_off(self.diagnostics().len());
        outcome.diagnostics.extend(capped(of_cycle.into(), self.limits.findings));
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
        let resources = |kind: ObjectKind, of: fn(&TargetState) -> &[Json<'static>]| {
            let held = target.map_or(&[][..], of);
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
            users: resources(ObjectKind::User, |target| &target.users),
            groups: resources(ObjectKind::Group, |target| &target.groups),
            referable: HashMap::new(),
            renewed: HashSet::new(),
            pending: 0,
            freed: Freed::new(),
            leaving: Freed::new(),
            untold: Some(0),
        }
    }

    /// Whether a stored pair is one of this kind of objects: an id of the target may be a user's and a group's.
    fn is_pair_of(&self, kind: ObjectKind, id: &str, link: &str) -> bool {
        let Self { given, before, .. } = self;
        let is_group = given.groups.ids.contains_key(id)
            || before.members.contains_key(id)
            || before.rolls.contains_key(id);
        let is_user = || {
            given.users.ids.contains_key(id) || self.users.iter().any(|users| users.with_id(link).is_some())
        };
        match kind {
            ObjectKind::User => !is_group,
            ObjectKind::Group => is_group || !is_user(),
        }
    }

    /// Decides on every object, for what others have to know: who will have an account, who would lose one.
    fn first_look(&mut self, kind: ObjectKind) -> Vec<Look<'r>> {
        let mut claims = Claims::default();
        // Where the target is not known, no account is found.
        if self.target.is_some() {
            let pairs = self.before.links.iter().filter(|(id, link)| self.is_pair_of(kind, id, link));
            pairs.for_each(|(_, link)| claims.hold_account(link));
        }
        let claims = RefCell::new(claims);
        // Nobody is in a group yet where no earlier cycle wrote one.
        let writes_again = !self.before.members.is_empty();
        let objects = &*self.given.kind(kind).objects;
        let mut looks = vec![Look::default(); objects.len()];
        let (mut referable, mut renewed) = (Vec::new(), Vec::new());
        let mut look = |run: &mut Self, program: &_, record: &mut Record<'_>, look: &mut Look<'r>| {
            let id = id_of(record);
            // An unchanged object is looked at for the others' sake, where it may have an account.
            if !look.looked_at && (kind == ObjectKind::Group || !run.before.links.contains_key(&id)) {
                return;
            }
            let mut judgement = run.judge(program, record, look.place, Rivals::Claims(&claims));
            look.duplicate = judgement.facts.duplicate_source;
            let act = judgement.row.act;
            look.goes = look.looked_at && matches!(act, Act::Disable | Act::Delete);
            if look.looked_at {
                let freed = if look.goes { &mut run.leaving } else { &mut run.freed };
                freed.extend(
                    std::mem::take(&mut judgement.freed).into_iter().map(|freed| (freed, look.place)),
                );
            }
            if look.looked_at && (act == Act::Delete || !judgement.unique.is_empty()) {
                look.claim = Some(Claim {
                    account: judgement.target_id.clone().unwrap_or_default(),
                    created_for: (act == Act::Create).then(|| id.clone()),
                    before: judgement.target,
                    values: std::mem::take(&mut judgement.unique),
                });
            }
            if kind == ObjectKind::User
                && judgement.is_referable()
                && let Some(link) = judgement.link_after()
            {
                if writes_again && run.is_another(&judgement) {
                    renewed.push(id.clone());
                }
                referable.push((id, link.to_owned()));
            }
            run.pending = run.pending.saturating_add(usize::from(look.goes));
        };
        // What an object with a stored pair holds, nobody else can claim: the others come after all of those.
        let mut later = Vec::new();
        for (number, (object, place)) in objects.iter().zip(&mut looks).enumerate() {
            place.place = number;
            let program = self.engine.program(kind, object.text());
            let projection = program.map_or(Projection::facts(), |program| &program.projection);
            let (mut record, _) = self.engine.read(projection, object.text());
            if kind == ObjectKind::User && record.removal == Removal::None {
                let tells = record.account_enabled.is_some() || record.enabled_is_unclear;
                self.untold = self.untold.filter(|_| !tells).map(|users| users.saturating_add(1));
            }
            let id = id_of(&record);
            place.looked_at = self.changed.as_ref().is_none_or(|changed| changed.contains(&*id));
            match program {
                None => {}
                Some(_) if !self.before.links.is_empty() && !self.before.links.contains_key(&id) => {
                    later.push((object, place));
                }
                Some(program) => look(self, program, &mut record, place),
            }
        }
        // What the threshold holds back frees nothing; the groups that may count with it come after the users.
        let leaving = std::mem::take(&mut self.leaving);
        if !self.deletes_too_much() {
            self.freed.extend(leaving);
        }
        for (object, place) in later {
            let Some(program) = self.engine.program(kind, object.text()) else { continue };
            let (mut record, _) = self.engine.read(&program.projection, object.text());
            look(self, program, &mut record, place);
        }
        self.referable.extend(referable);
        self.renewed.extend(renewed);
        looks
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
            let known = Membership { roll: self.roll(&id, record), written: self.written(&id) };
            let links = &self.before.links;
            self.engine.member_changes(program, record, linked, &known, links, &|id| self.refer(id))
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

    /// Whether an account is not the one that the user had: it is made, or found by someone whose own was disabled when
    /// its pair was given up, and in use.
    fn is_another(&self, judgement: &Judgement<'_>) -> bool {
        let is_in_use = || judgement.link_after().is_some_and(|link| self.is_on(link) == Some(true));
        match judgement.row.act {
            Act::Create => true,
            _ => !judgement.facts.linked && judgement.facts.released && is_in_use(),
        }
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

    /// Makes every preview and hands it out.
    fn second_look<T: Send>(
        &self,
        kind: ObjectKind,
        looks: &[Look<'r>],
        threads: usize,
        outcome: &mut CycleOutcome,
        make: &(impl Fn(Preview) -> T + Sync),
        hand_out: &mut impl FnMut(T),
    ) {
        /// Objects that a thread sees before the results are handed out.
        const PIECE: usize = 128;
        let objects = &*self.given.kind(kind).objects;
        let quarantine = outcome.quarantine;
        let mut pieces = objects.chunks(PIECE).zip(looks.chunks(PIECE));
        loop {
            let now: Vec<_> = pieces.by_ref().take(threads).collect();
            if now.is_empty() {
                return;
            }
            let seen = threads::each(now, |(objects, looks)| {
                let pairs = objects.iter().zip(looks);
                pairs.map(|(object, look)| self.see(object, look, quarantine, make)).collect::<Vec<_>>()
            });
            for Seen { made, memory, diagnostics } in seen.into_iter().flatten() {
                outcome.diagnostics.extend(diagnostics);
                if let Some(memory) = memory {
                    memory.keep(&mut outcome.state);
                }
                if let Some((verdict, made)) = made {
                    outcome.summary.count(verdict.as_str());
                    hand_out(made);
                }
            }
        }
    }

    /// The second look at one object.
    fn see<T>(
        &self,
        object: &SourceObject<'_>,
        look: &Look<'_>,
        quarantine: bool,
        make: impl Fn(Preview) -> T,
    ) -> Seen<T> {
        let mut seen = Seen { made: None, memory: None, diagnostics: Diagnostics::new() };
        let preview = |preview: Preview| Some((preview.verdict, make(preview)));
        let Some(program) = self.engine.program(object.kind(), object.text()) else {
            seen.made = look.looked_at.then(|| self.engine.unmapped(object)).and_then(preview);
            return seen;
        };
        let (mut record, findings) = self.engine.read(&program.projection, object.text());
        if !look.looked_at {
            self.needs_restart(program, &mut record, &mut seen.diagnostics);
            return seen;
        }
        let mut draft = self.draft(program, &mut record, look);
        draft.diagnostics.splice(0..0, findings);
        draft.diagnostics.extend(look.conflicts.iter().cloned());
        if quarantine && look.goes {
            draft.stage();
        }
        self.engine.refer(program, &mut draft, &|id| self.refer(id));
        // Of an account that is refused nothing is known: the next cycle tries again.
        seen.memory = Memory::of(&draft).filter(|_| !look.is_not_made);
        let groups = self.assignees.groups_of(&draft.source.id);
        seen.made = preview(self.engine.finish(draft, groups));
        seen
    }
}

/// What the second look at an object gave.
struct Seen<T> {
    /// The verdict and what was made of the preview; none for objects that are not looked at.
    made: Option<(Verdict, T)>,
    memory: Option<Memory>,
    /// Findings about the cycle.
    diagnostics: Diagnostics,
}
