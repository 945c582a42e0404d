//! A whole cycle: users, then references, then groups with their members.
//!
//! Order of a cycle: Entra, *How provisioning works*. Inside a pass the order is not documented; objects are taken
//! as given.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::assigned::{Assignment, key};
use super::draft::{Around, Claims, Draft};
use super::engine::Engine;
use super::lifecycle::{Act, Link};
use super::object::SourceObject;
use super::preview::{Preview, Verdict};
use super::program::ObjectProgram;
use super::reference::manager_mappings;
use super::request::Request;
use super::settings::Cycle;
use super::state::JobState;
use super::target::{self, Targets};
use super::threads;
use crate::diagnostic::{Diagnostic, Diagnostics, capped, code, quoted};
use crate::input;
use crate::limits::Limits;
use crate::mapping::{Projection, Record};
use crate::scim::schema::CORE_GROUP;
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;
use crate::value::json::Json;

/// What a cycle starts from.
#[derive(Debug, Clone, Default)]
pub struct CycleInput<'i> {
    /// The users, in order.
    pub users: Vec<SourceObject<'i>>,
    /// The groups, in order.
    pub groups: Vec<SourceObject<'i>>,
    /// What the target holds; `None`: not known.
    pub target: Option<TargetState>,
    /// What earlier cycles left, in place of the pairs of the settings.
    pub state: Option<JobState>,
}

/// What the target holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TargetState {
    /// SCIM users.
    pub users: Vec<Json<'static>>,
    /// SCIM groups.
    pub groups: Vec<Json<'static>>,
}

impl TargetState {
    /// The resources of a ListResponse, an array, one resource, or one a line.
    ///
    /// # Errors
    /// For the first resource that cannot be read, at its place in the text.
    pub fn read(text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        input::objects(text, limits).map(Self::new)
    }

    /// Sorts resources into users and groups: by `meta.resourceType`, by `schemas`, else as users.
    pub fn new(resources: impl IntoIterator<Item = Json<'static>>) -> Self {
        let mut state = Self::default();
        for resource in resources {
            let kind = resource.pointer("/meta/resourceType").and_then(Json::as_str);
            let schemas = resource.get("schemas").and_then(Json::as_array).unwrap_or_default();
            let is_group = match kind {
                Some(kind) => kind == "Group",
                None => schemas.iter().any(|schema| schema.as_str() == Some(CORE_GROUP)),
            };
            if is_group { state.groups.push(resource) } else { state.users.push(resource) }
        }
        state
    }
}

/// What a cycle would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Plan {
    /// Each object, users first, in the order given.
    pub previews: Vec<Preview>,
    /// Every request in the order sent, reads included.
    pub requests: Vec<Request>,
    /// Objects by verdict: `create`, `update`, `disable`, `delete`, `stageddelete`, `none`, `skip`, `error`.
    pub summary: BTreeMap<&'static str, usize>,
    /// The stored pairs after the cycle.
    pub links: BTreeMap<String, String>,
    /// Whether the job goes into quarantine, because more would be deleted than the threshold allows, or too much failed.
    pub quarantine: bool,
    /// Findings about the cycle and the configuration.
    pub diagnostics: Diagnostics,
    /// What the next cycle starts from.
    #[serde(skip)]
    pub state: JobState,
}

/// Whether the failures of a cycle put the job into quarantine: `failures` and `successes` without references,
/// `references` the failed ones (Entra, *Quarantine status*).
pub const fn quarantines(failures: u64, references: u64, successes: u64) -> bool {
    if failures.saturating_add(references) > 60_000 {
        return true;
    }
    // failures / (failures + successes) > 0.40
    let more_than_share = failures.saturating_mul(10) > failures.saturating_add(successes).saturating_mul(4);
    failures >= 5_000 && (failures > 40_000 || more_than_share)
}

/// Whether so many disables and deletions are held back.
pub const fn stages(pending: u64, threshold: Option<u64>) -> bool {
    matches!(threshold, Some(threshold) if pending > threshold)
}

/// What a cycle comes to, its previews handed out.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct CycleOutcome {
    /// Objects by verdict.
    pub summary: BTreeMap<&'static str, usize>,
    /// What the next cycle starts from.
    pub state: JobState,
    /// Whether the job goes into quarantine.
    pub quarantine: bool,
    /// Findings about the cycle and the configuration.
    pub diagnostics: Diagnostics,
}

/// What the second look at an object needs to know from the first.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    looked_at: bool,
    goes: bool,
    duplicate: bool,
}

/// A cycle under way.
struct Run<'r, 'i> {
    engine: &'r Engine,
    input: &'r CycleInput<'i>,
    before: &'r JobState,
    assignment: Assignment,
    /// What the target holds, for each object mapping of users.
    users: Vec<Targets<'r>>,
    /// As `users`, of groups.
    groups: Vec<Targets<'r>>,
    /// Source ids of the objects that an incremental cycle looks at; none where it is all.
    changed: Option<HashSet<&'r str>>,
    /// Source ids of the objects given; a group among them is nobody's member.
    present: HashSet<String>,
    /// Target ids of the users in scope and linked after the first pass.
    referable: HashMap<String, String>,
    /// Users and groups about to be disabled or deleted; one that is given twice is one.
    pending: usize,
}

impl Engine {
    /// What one cycle would do with all objects.
    pub fn plan(&self, input: &CycleInput<'_>) -> Plan {
        let mut previews = Vec::new();
        let outcome = self.plan_each(input, 1, |preview| preview, |preview| previews.push(preview));
        let CycleOutcome { summary, state, quarantine, diagnostics } = outcome;
        let requests = in_order(&previews);
        Plan { previews, requests, summary, links: state.links.clone(), quarantine, diagnostics, state }
    }

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
        let given = || JobState {
            links: self.settings.links.clone(),
            released: self.settings.released.clone(),
            members: BTreeMap::new(),
        };
        let before = input.state.clone().map_or_else(given, JobState::with_plain_ids);
        let target = input.target.as_ref();
        let resources = |kind: ObjectKind, of: fn(&TargetState) -> &[Json<'static>]| {
            let held = target.map_or(&[][..], of);
            self.programs(kind).iter().map(|program| Targets::new(held, program)).collect()
        };
        let changed = self.settings.changed.as_ref().filter(|_| self.settings.cycle == Cycle::Incremental);
        let mut run = Run {
            engine: self,
            changed: changed.map(|ids| ids.iter().map(String::as_str).collect()),
            input,
            before: &before,
            assignment: Assignment::new(self, &input.users, &input.groups),
            users: resources(ObjectKind::User, |target| &target.users),
            groups: resources(ObjectKind::Group, |target| &target.groups),
            present: HashSet::new(),
            referable: HashMap::new(),
            pending: 0,
        };
        let users = run.first_look(ObjectKind::User);
        let groups = run.first_look(ObjectKind::Group);

        let mut outcome = CycleOutcome {
            state: before.clone(),
            diagnostics: self.diagnostics().to_vec().into(),
            ..CycleOutcome::default()
        };
        let pending = run.pending;
        let threshold = self.settings.accidental_deletion_threshold;
        outcome.quarantine = !self.settings.allow_deletes && stages(pending as u64, threshold);
        if outcome.quarantine {
            let message = format!(
                "{pending} accounts would be disabled or deleted, more than the threshold of {} allows",
                threshold.unwrap_or_default()
            );
            outcome.diagnostics.push(Diagnostic::new(&code::plan::ACCIDENTAL_DELETIONS, message));
        }
        if let Some(target) = &input.target {
            let nameless =
                target.users.iter().chain(&target.groups).filter(|it| target::id(it).is_none()).count();
            if nameless > 0 {
                let message = format!("resources of the target without `id`, which are left out: {nameless}");
                outcome.diagnostics.push(Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message));
            }
        }
        if self.settings.on_demand && input.groups.len() > 1 {
            let message = format!(
                "a run on demand takes one group, so each of these {} is shown as in a run of its own",
                input.groups.len()
            );
            outcome.diagnostics.push(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message));
        }
        let present = run.present.iter().map(|id| key(id)).collect();
        outcome.diagnostics.extend(run.assignment.in_vain(self, &present));
        for (kind, looks) in [(ObjectKind::User, &users), (ObjectKind::Group, &groups)] {
            run.second_look(kind, looks, threads.max(1), &mut outcome, &make, &mut hand_out);
        }
        // Q-2 of the figures of this cycle; failed references are not among them.
        let figure = |verdict: &str| outcome.summary.get(verdict).copied().unwrap_or_default() as u64;
        let successes = ["create", "update", "disable", "delete", "none"].map(figure).iter().sum();
        outcome.quarantine |= quarantines(figure("error"), 0, successes);
        let of_cycle = outcome.diagnostics.split_off(self.diagnostics().len());
        outcome.diagnostics.extend(capped(of_cycle.into(), self.limits.findings));
        outcome
    }
}

impl<'r> Run<'r, '_> {
    fn objects(&self, kind: ObjectKind) -> &'r [SourceObject<'r>] {
        match kind {
            ObjectKind::User => &self.input.users,
            ObjectKind::Group => &self.input.groups,
        }
    }

    /// Decides on every object, for what others have to know: who will have an account, who would lose one.
    fn first_look(&mut self, kind: ObjectKind) -> Vec<Look> {
        let claims = RefCell::new(Claims::default());
        let objects = self.objects(kind);
        let mut looks = vec![Look::default(); objects.len()];
        let (mut going, mut referable) = (HashSet::new(), Vec::new());
        let mut look = |run: &Self, program: &ObjectProgram, record: &mut Record<'_>, look: &mut Look| {
            let id = id_of(record);
            look.looked_at = run.changed.as_ref().is_none_or(|changed| changed.contains(&*id));
            // An unchanged object is looked at for the others' sake, where it may have an account.
            if !look.looked_at && (kind == ObjectKind::Group || !run.before.links.contains_key(&id)) {
                return;
            }
            let draft = run.draft(program, record, Some(&claims), false);
            look.duplicate = draft.facts.duplicate_source;
            look.goes = look.looked_at && matches!(draft.row.act, Act::Disable | Act::Delete);
            if kind == ObjectKind::User
                && draft.is_referable()
                && let Some(link) = draft.link_after()
            {
                referable.push((id.clone(), link.to_owned()));
            }
            if look.goes {
                going.insert(id);
            }
        };
        // What an object with a stored pair holds, nobody else can claim: the others come after all of those.
        let mut later = Vec::new();
        for (object, place) in objects.iter().zip(&mut looks) {
            let program = self.engine.program(kind, object.text());
            let projection = program.map_or(Projection::facts(), |program| &program.projection);
            let (mut record, _) = self.engine.read(projection, object.text());
            let id = id_of(&record);
            match program {
                None => {}
                Some(_) if !self.before.links.is_empty() && !self.before.links.contains_key(&id) => {
                    later.push((object, place));
                }
                Some(program) => look(self, program, &mut record, place),
            }
            self.present.insert(id);
        }
        for (object, place) in later {
            let Some(program) = self.engine.program(kind, object.text()) else { continue };
            let (mut record, _) = self.engine.read(&program.projection, object.text());
            look(self, program, &mut record, place);
        }
        self.pending = self.pending.saturating_add(going.len());
        self.referable.extend(referable);
        looks
    }

    /// The first pass over one object.
    fn draft(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        claimed: Option<&RefCell<Claims>>,
        duplicate: bool,
    ) -> Draft<'r> {
        let id = id_of(record);
        let targets = match program.kind {
            ObjectKind::User => &self.users,
            ObjectKind::Group => &self.groups,
        };
        let released = |id: &str| self.before.released.contains(id);
        let written = self.before.members.get(&id).map(Vec::as_slice);
        let members = |record: &Record<'_>, linked: bool| {
            self.engine
                .member_changes(program, record, linked, written, &self.before.links, &|id| self.refer(id))
        };
        let around = Around {
            targets: targets.get(program.position).filter(|_| self.input.target.is_some()),
            links: &self.before.links,
            released: &released,
            assigned: self.assignment.of(record, program.kind),
            claimed,
            duplicate,
            members: (program.kind == ObjectKind::Group).then_some(&members),
        };
        self.engine.draft(program, record, &around)
    }

    /// The account of another object, where there will be one. Objects that were not given are known by their links.
    fn refer(&self, id: &str) -> Option<String> {
        let id = &*plain_id(id);
        let outside = || self.before.links.get(id).filter(|_| !self.present.contains(id));
        self.referable.get(id).or_else(outside).cloned()
    }

    /// Whether an object gets its account in this very cycle.
    fn is_new(&self, id: &str) -> bool {
        let id = &*plain_id(id);
        self.referable.contains_key(id) && !self.before.links.contains_key(id)
    }

    /// Makes every preview and hands it out.
    fn second_look<T: Send>(
        &self,
        kind: ObjectKind,
        looks: &[Look],
        threads: usize,
        outcome: &mut CycleOutcome,
        make: &(impl Fn(Preview) -> T + Sync),
        hand_out: &mut impl FnMut(T),
    ) {
        /// Objects that a thread sees before the results are handed out.
        const PIECE: usize = 128;
        let objects = self.objects(kind);
        if self.engine.programs(kind).is_empty() {
            for object in objects {
                let preview = self.engine.unmapped(object);
                count(&mut outcome.summary, preview.verdict);
                hand_out(make(preview));
            }
            return;
        }
        let quarantine = outcome.quarantine;
        let mut pieces = objects.chunks(PIECE).zip(looks.chunks(PIECE));
        loop {
            let now: Vec<_> = pieces.by_ref().take(threads).collect();
            if now.is_empty() {
                return;
            }
            let seen = threads::each(now, |(objects, looks)| {
                let pairs = objects.iter().zip(looks);
                pairs.map(|(object, look)| self.see(object, *look, quarantine, make)).collect::<Vec<_>>()
            });
            for Seen { made, memory, diagnostics } in seen.into_iter().flatten() {
                outcome.diagnostics.extend(diagnostics);
                if let Some(memory) = memory {
                    memory.keep(&mut outcome.state);
                }
                if let Some((verdict, made)) = made {
                    count(&mut outcome.summary, verdict);
                    hand_out(made);
                }
            }
        }
    }

    /// The second look at one object.
    fn see<T>(
        &self,
        object: &SourceObject<'_>,
        look: Look,
        quarantine: bool,
        make: impl Fn(Preview) -> T,
    ) -> Seen<T> {
        let mut seen = Seen { made: None, memory: None, diagnostics: Diagnostics::new() };
        let Some(program) = self.engine.program(object.kind(), object.text()) else { return seen };
        let (mut record, findings) = self.engine.read(&program.projection, object.text());
        if !look.looked_at {
            self.needs_restart(program, &mut record, &mut seen.diagnostics);
            return seen;
        }
        let mut draft = self.draft(program, &mut record, None, look.duplicate);
        draft.diagnostics.splice(0..0, findings);
        draft.staged = quarantine && look.goes;
        self.engine.refer(program, &mut draft, &|id| self.refer(id));
        seen.memory = Memory::of(&draft);
        let groups = self.assignment.groups_of(&draft.source.id);
        let preview = self.engine.finish(draft, groups);
        seen.made = Some((preview.verdict, make(preview)));
        seen
    }

    /// Reports an unchanged object whose manager, or a member of which, has come into scope in this cycle.
    fn needs_restart(&self, program: &ObjectProgram, record: &mut Record<'_>, diagnostics: &mut Diagnostics) {
        let id = id_of(record);
        if !self.before.links.contains_key(&id) {
            return;
        }
        let name = quoted(record.display_name.as_deref().unwrap_or(&id));
        if program.kind == ObjectKind::Group {
            if record.members.iter().flatten().any(|member| self.is_new(&member.id)) {
                let message = format!(
                    "a member of {name} has come into scope, but the group is not looked at until it changes"
                );
                diagnostics.push(Diagnostic::new(&code::plan::MEMBER_NEEDS_RESTART, message));
            }
            return;
        }
        let Some((_, mapping)) = manager_mappings(program).next() else { return };
        if !record.manager.as_deref().is_some_and(|manager| self.is_new(manager)) {
            return;
        }
        let draft = self.draft(program, record, None, false);
        if draft.target.is_none_or(|target| mapping.path.read(target).is_none()) {
            let message = format!(
                "the manager of {name} has come into scope, but the user is not looked at until it changes"
            );
            diagnostics.push(Diagnostic::new(&code::plan::MANAGER_NEEDS_RESTART, message));
        }
    }
}

/// The id of an object as it is looked up; empty where it has none.
fn id_of(record: &Record<'_>) -> String {
    record.id.as_deref().map(plain_id).unwrap_or_default().into_owned()
}

/// The requests of a cycle: all of the first pass, then the managers; groups with their members last.
fn in_order(previews: &[Preview]) -> Vec<Request> {
    use super::request::Purpose;
    let is_user = |preview: &&Preview| preview.source.kind == ObjectKind::User;
    let mut requests = Vec::new();
    for preview in previews.iter().filter(is_user) {
        requests.extend(preview.matching.queries.iter().cloned());
        let first = preview.requests.iter().filter(|request| request.purpose != Purpose::Reference);
        requests.extend(first.cloned());
    }
    for preview in previews.iter().filter(is_user) {
        let second = preview.requests.iter().filter(|request| request.purpose == Purpose::Reference);
        requests.extend(second.cloned());
    }
    for preview in previews.iter().filter(|preview| !is_user(preview)) {
        requests.extend(preview.matching.queries.iter().cloned());
        requests.extend(preview.requests.iter().cloned());
    }
    requests
}

fn count(summary: &mut BTreeMap<&'static str, usize>, verdict: Verdict) {
    let count = summary.entry(verdict.as_str()).or_default();
    *count = count.saturating_add(1);
}

/// What the second look at an object gave.
struct Seen<T> {
    /// The verdict and what was made of the preview; none for objects that are not looked at.
    made: Option<(Verdict, T)>,
    memory: Option<Memory>,
    /// Findings about the cycle.
    diagnostics: Diagnostics,
}

/// What the service remembers of an object.
struct Memory {
    id: String,
    link: Option<String>,
    unlinked: bool,
    released: bool,
    members: Option<Vec<String>>,
}

impl Memory {
    /// What a draft leaves; objects without an id are not remembered.
    fn of(draft: &Draft<'_>) -> Option<Self> {
        if draft.source.id.is_empty() {
            return None;
        }
        Some(Self {
            id: plain_id(&draft.source.id).into_owned(),
            link: draft.link_after().map(str::to_owned),
            unlinked: matches!(draft.row.link, Link::Drop | Link::Release) && !draft.staged,
            released: draft.row.link == Link::Release && !draft.staged,
            members: draft.members_after.clone(),
        })
    }

    fn keep(self, state: &mut JobState) {
        let Self { id, link, unlinked, released, members } = self;
        let is_linked = link.is_some();
        // An object that stays without a link takes none away: the same id may have been linked earlier in the cycle.
        if let Some(link) = link {
            state.links.insert(id.clone(), link);
            state.released.remove(&id);
        } else if unlinked {
            state.links.remove(&id);
        }
        if released {
            state.released.insert(id.clone());
        }
        match members {
            Some(members) if is_linked => _ = state.members.insert(id, members),
            _ if unlinked => _ = state.members.remove(&id),
            _ => {}
        }
    }
}
