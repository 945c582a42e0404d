//! Who is assigned to the application, directly or through a group.

use std::collections::{HashMap, HashSet};

use super::draft::Assigned;
use super::engine::Engine;
use super::given::id_of;
use super::members::written_members;
use super::object::SourceObject;
use super::roll::Roll;
use super::settings::ScopeMode;
use super::state::{JobState, Standing};
use crate::diagnostic::{Diagnostic, Diagnostics, code, numbered, quoted};
use crate::mapping::{Projection, Record, Removal};
use crate::sync_schema::ObjectKind;
use crate::value::entra::guid;
use crate::value::hash::fnv128;
use crate::value::table::Table;

/// Ids in 16 bytes: an object id (GUID) as its number, any other text by its hash.
pub(super) type Key = u128;

pub(super) fn key(id: &str) -> Key {
    guid(id).unwrap_or_else(|| fnv128(id))
}

/// Reports names that none of the objects has, where there are any; `one` and `many` say what matches.
fn report<'n>([one, many]: [&str; 2], mut names: impl Iterator<Item = &'n str>, findings: &mut Diagnostics) {
    let Some(first) = names.next() else { return };
    let others = names.count();
    let what = numbered(others.saturating_add(1), one, many);
    let which = if others == 0 { ":" } else { "; the first is" };
    let message = format_args!("{what} none of the given objects{which} {}", quoted(first));
    findings.push(Diagnostic::new(&code::plan::NOT_AMONG_OBJECTS, message));
}

/// The groups of a user as far as Gong assignments ask for them, by display name and id.
#[derive(Debug, Default)]
struct Memberships {
    now: Vec<String>,
    /// Before the cycle.
    earlier: Vec<String>,
}

/// The groups that a user is an immediate member of.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupsOf<'a> {
    pub(super) now: &'a [String],
    /// Those before the cycle, as far as assignments are bound to them; `None`: not known.
    pub(super) earlier: Option<&'a [String]>,
}

/// Who is assigned.
#[derive(Debug)]
pub(super) struct Assignees<'e> {
    engine: &'e Engine,
    everybody: bool,
    /// Whether anything says who is assigned.
    known: bool,
    /// Immediate members of assigned groups.
    through_group: HashSet<Key>,
    /// Assigned groups of which it is not known who else is in them, each by those who are known to have left.
    open: Vec<HashSet<Key>>,
    /// Those in groups that are not given, and never told whether they are assigned.
    perhaps: HashSet<Key>,
    /// The groups a user is an immediate member of; kept where there are Gong assignments.
    groups: HashMap<Key, Memberships>,
    /// Whether those are all, as far as Gong assignments are bound to them.
    knows_groups: bool,
    /// Whether those before the cycle are.
    knew_groups: bool,
    /// Display names and ids of all groups; kept as `groups` are.
    names: Vec<String>,
    /// What the next cycle is told: the users in each group that assigns or is written, where all of them are known.
    rolls: Table<Vec<String>>,
    /// And how groups that are given stand, where they are remembered.
    standing: Vec<(String, Option<Standing>)>,
    /// Groups that are told of for their pair's sake alone: deleted, or not assigned any more.
    leaving: Vec<String>,
}

impl<'e> Assignees<'e> {
    /// What settings, groups and earlier cycles say, and whether one of the users tells of itself.
    pub(super) fn new(
        engine: &'e Engine,
        users: &[SourceObject<'_>],
        groups: &[SourceObject<'_>],
        before: &JobState,
    ) -> Self {
        let facts = |object| engine.read(Projection::facts(), SourceObject::text(object)).0;
        let everybody = engine.settings.scope == ScopeMode::All;
        let tells = |object| facts(object).assigned.is_some();
        let known = engine.assigned.is_some() || (!everybody && users.iter().chain(groups).any(tells));
        let mut assignees = Self {
            engine,
            everybody,
            known,
            through_group: HashSet::new(),
            open: Vec::new(),
            perhaps: HashSet::new(),
            groups: HashMap::new(),
            knows_groups: !groups.is_empty(),
            knew_groups: true,
            names: Vec::new(),
            rolls: before.rolls.clone(),
            standing: Vec::new(),
            leaving: Vec::new(),
        };
        let mut given = HashSet::new();
        for group in groups {
            let record = facts(group);
            given.insert(id_of(&record));
            assignees.take_given(&record, before);
        }
        if !everybody {
            assignees.take_others(&given, before);
        }
        if let Some(assignments) = engine.assignments.as_ref().filter(|_| !before.is_blank()) {
            assignees.knows_groups &= assignments.unbound(&assignees.names).next().is_none();
        }
        assignees
    }

    /// Takes what a group tells.
    fn take_given(&mut self, record: &Record<'_>, before: &JobState) {
        let engine = self.engine;
        let id = id_of(record);
        let names = [&record.display_name, &record.id].into_iter().flatten();
        let names = names.filter(|_| engine.assignments.is_some()).map(|name| name.clone().into_owned());
        let names: Vec<String> = names.collect();
        let is_bound = engine.assignments.as_ref().is_some_and(|assignments| assignments.is_bound(&names));
        if is_bound {
            let earlier = before.rolls.get(&id);
            self.knew_groups &= earlier.is_some();
            let was_deleted = before.standing(&id) == Some(Standing::Deleted);
            for id in earlier.filter(|_| !was_deleted).into_iter().flatten() {
                self.groups.entry(key(id)).or_default().earlier.extend(names.iter().cloned());
            }
        }
        self.names.extend(names.iter().cloned());
        let is_linked = before.links.contains_key(&id);
        if record.removal != Removal::None && is_linked {
            // It may be restored: who was in it stays known.
            self.standing.push((id.clone(), Some(Standing::Deleted)));
            self.leaving.push(id);
            return;
        }
        self.rolls.remove(&id);
        if record.removal != Removal::None {
            self.standing.push((id, None));
            return;
        }
        let told = self.told(record, before);
        let assigns = told == Some(true);
        let takes_part = self.everybody || told != Some(false);
        let is_remembered = (takes_part || is_linked || is_bound) && !id.is_empty();
        self.standing.push((id.clone(), self.stands(record, before).filter(|_| is_remembered)));
        let is_written = engine.writes_members() && (takes_part || is_linked);
        if !assigns && !is_written && engine.assignments.is_none() {
            return;
        }
        let roll = Roll::of(record, Roll::before(&id, before), before.is_blank());
        self.knows_groups &= roll.is_whole || !is_bound;
        if engine.assignments.is_some() {
            for id in &roll.within {
                self.groups.entry(key(id)).or_default().now.extend(names.iter().cloned());
            }
        }
        if assigns {
            self.through(&roll);
        }
        if roll.is_whole && (assigns || is_written || is_bound) && !id.is_empty() {
            if !takes_part && !is_bound {
                self.leaving.push(id.clone());
            }
            self.rolls.insert(id, roll.within.into_iter().map(str::to_owned).collect());
        }
    }

    /// How a group stands: as it tells, or as others do who tell of themselves, else as before, unless it is or was
    /// deleted.
    fn stands(&self, record: &Record<'_>, before: &JobState) -> Option<Standing> {
        match record.assigned {
            Some(true) => Some(Standing::Assigned),
            Some(false) => Some(Standing::NotAssigned),
            None if self.known && self.engine.assigned.is_none() => Some(Standing::NotAssigned),
            None if record.removal != Removal::None => None,
            None => before.standing(&id_of(record)).filter(|standing| *standing != Standing::Deleted),
        }
    }

    /// Whether a group is assigned; none where neither the settings nor it nor others ever told.
    fn told(&self, record: &Record<'_>, before: &JobState) -> Option<bool> {
        let stands = || self.stands(record, before).map(|standing| standing == Standing::Assigned);
        self.engine.tells_assigned(record).or_else(stands)
    }

    /// Takes what earlier cycles tell of the groups that are not given: an export of what changed leaves them out.
    fn take_others(&mut self, given: &HashSet<String>, before: &JobState) {
        let without_roll = before.members.keys().filter(|id| !before.rolls.contains_key(id));
        let known = without_roll.chain(before.rolls.keys());
        for id in known.filter(|id| !given.contains(*id)) {
            let roll = Roll::before(id, before);
            let named = self.engine.assigned.as_ref().map(|ids| ids.contains(&key(id)));
            match (before.standing(id), named) {
                (Some(Standing::Deleted), _) | (_, Some(false)) | (Some(Standing::NotAssigned), None) => {}
                (_, Some(true)) | (Some(Standing::Assigned), None) => self.through(&roll),
                (None, None) => self.perhaps.extend(roll.within.iter().map(|id| key(id))),
            }
        }
    }

    /// Takes those in an assigned group for assigned.
    fn through(&mut self, roll: &Roll<'_>) {
        self.through_group.extend(roll.within.iter().map(|id| key(id)));
        if !roll.is_whole {
            self.open.push(roll.left.iter().map(|id| key(id)).collect());
        }
    }

    /// The state that the cycle starts from, with what it is told of groups: who is in them, and how they stand; taken
    /// out.
    pub(super) fn take_state(&mut self, before: &JobState) -> JobState {
        let mut state = JobState {
            rolls: std::mem::take(&mut self.rolls),
            links: before.links.clone(),
            released: before.released.clone(),
            members: before.members.clone(),
            assigned_groups: before.assigned_groups.clone(),
            unassigned_groups: before.unassigned_groups.clone(),
            deleted_groups: before.deleted_groups.clone(),
            dormant: before.dormant.clone(),
        };
        for (id, standing) in std::mem::take(&mut self.standing) {
            state.set_standing(&id, standing);
        }
        state
    }

    /// Forgets groups that were told of for their pair's sake, where it is gone: they are new where they come back.
    pub(super) fn forget_unlinked(&self, state: &mut JobState) {
        for id in &self.leaving {
            if !state.links.contains_key(id) {
                state.rolls.remove(id);
                state.set_standing(id, None);
            }
        }
    }

    /// Whether a user is assigned.
    pub(super) fn of_user(&self, record: &Record<'_>) -> Assigned {
        if self.everybody {
            return Assigned::Yes;
        }
        let through_group = || record.id.as_deref().map_or(Assigned::No, |id| self.through_group(key(id)));
        assigned(self.engine.tells_assigned(record), through_group, self.known)
    }

    /// Whether a group is assigned.
    pub(super) fn of_group(&self, record: &Record<'_>, before: &JobState) -> Assigned {
        match self.told(record, before) {
            Some(false) if !self.everybody => Assigned::No,
            None if !self.everybody => Assigned::Unknown,
            _ => Assigned::Yes,
        }
    }

    /// Whether a user is assigned through a group; not known where one may have the user in it.
    pub(super) fn through_group(&self, id: Key) -> Assigned {
        if self.through_group.contains(&id) {
            return Assigned::Yes;
        }
        match self.perhaps.contains(&id) || !self.open.iter().all(|left| left.contains(&id)) {
            true => Assigned::Unknown,
            false => Assigned::No,
        }
    }

    /// Whether it is told of some object whether it is assigned: then one that tells nothing is not.
    pub(super) fn is_known(&self) -> bool {
        self.known
    }

    /// Notes that an object tells of itself, where that counts.
    pub(super) fn note_told(&mut self) {
        self.known |= !self.everybody;
    }

    /// Whether the settings name an object as assigned.
    pub(super) fn names(&self, id: Key) -> bool {
        self.engine.assigned.as_ref().is_some_and(|ids| ids.contains(&id))
    }

    /// What settings and Gong assignments name in vain; `may_be` tells of an id whether an object may have it.
    pub(super) fn in_vain(&self, may_be: &dyn Fn(&str) -> bool) -> Diagnostics {
        let engine = self.engine;
        let mut findings = Diagnostics::new();
        if let Some(ids) = engine.settings.assigned.as_ref().filter(|_| !self.everybody) {
            let ids = ids.iter().map(String::as_str);
            let missing = ids.filter(|id| !may_be(id));
            report(["assigned id matches", "assigned ids match"], missing, &mut findings);
        }
        if let Some(assignments) = &engine.assignments {
            let words = ["group of an assignment matches", "groups of assignments match"];
            report(words, assignments.unbound(&self.names), &mut findings);
        }
        findings
    }

    /// The groups that a user is an immediate member of; none where they are not given.
    pub(super) fn groups_of(&self, id: &str) -> Option<GroupsOf<'_>> {
        static NONE: Memberships = Memberships { now: Vec::new(), earlier: Vec::new() };
        let Memberships { now, earlier } = self.groups.get(&key(id)).unwrap_or(&NONE);
        self.knows_groups.then_some(GroupsOf { now, earlier: self.knew_groups.then_some(earlier) })
    }
}

impl Engine {
    /// Whether an object is assigned, by what the settings and it itself say.
    pub(super) fn assigned_alone(&self, record: &Record<'_>, kind: ObjectKind) -> Assigned {
        if self.settings.scope == ScopeMode::All {
            return Assigned::Yes;
        }
        let names_others = self.assigned.as_ref().is_some_and(|ids| !ids.is_empty());
        match assigned(self.tells_assigned(record), || Assigned::No, false) {
            Assigned::No if names_others && kind == ObjectKind::User => Assigned::NotNamed,
            assigned => assigned,
        }
    }

    /// Whether members are written to groups.
    fn writes_members(&self) -> bool {
        let mut programs = self.programs(ObjectKind::Group).iter();
        programs.any(|program| written_members(program).is_some())
    }

    /// What the settings, or else the object itself, tell of its assignment.
    fn tells_assigned(&self, record: &Record<'_>) -> Option<bool> {
        match &self.assigned {
            Some(ids) => Some(record.id.as_deref().is_some_and(|id| ids.contains(&key(id)))),
            None => record.assigned,
        }
    }
}

/// Whether an object is assigned, where not everybody is: by what is told of it, or through a group; `known` is whether
/// it is told of any object.
fn assigned(told: Option<bool>, through_group: impl FnOnce() -> Assigned, known: bool) -> Assigned {
    if told == Some(true) {
        return Assigned::Yes;
    }
    match through_group() {
        Assigned::No if told.is_none() && !known => Assigned::Unknown,
        through_group => through_group,
    }
}
