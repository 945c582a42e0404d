//! Who is assigned to the application, directly or through a group.

use std::collections::HashSet;

use super::draft::Assigned;
use super::engine::Engine;
use super::given::id_of;
use super::members::written_members;
use super::memberships::{GroupsOf, Memberships};
use super::object::SourceObject;
use super::roll::Roll;
use super::settings::ScopeMode;
use super::state::{JobState, Standing};
use crate::diagnostic::{Diagnostic, Diagnostics, code, numbered, quoted};
use crate::mapping::{Projection, Record, Removal};
use crate::sync_schema::ObjectKind;
use crate::value::entra::guid;
use crate::value::hash::fnv128;

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

/// What the next cycle is told of a group that is given.
#[derive(Debug)]
struct Told {
    id: String,
    /// How it stands; none where that is not remembered.
    standing: Option<Standing>,
    /// The users in it, where the group assigns them, is written or is bound to an assignment, and all of them are known.
    roll: Option<Vec<String>>,
    /// Whether it is told of for its pair's sake alone: deleted, or not assigned any more.
    leaves: bool,
}

/// Who is assigned.
#[derive(Debug)]
pub(super) struct Assignees<'e> {
    engine: &'e Engine,
    /// What earlier cycles left.
    before: &'e JobState,
    /// Whether anything says who is assigned.
    known: bool,
    /// Immediate members of assigned groups.
    through_group: HashSet<Key>,
    /// Assigned groups of which it is not known who else is in them, each by those who are known to have left.
    open: Vec<HashSet<Key>>,
    /// Those in groups that are not given, and never told whether they are assigned.
    perhaps: HashSet<Key>,
    /// The groups of users, where there are Gong assignments.
    memberships: Option<Memberships<'e>>,
    told: Vec<Told>,
}

impl<'e> Assignees<'e> {
    /// What settings, groups and earlier cycles say, and whether one of the users tells of itself.
    pub(super) fn new(
        engine: &'e Engine,
        users: &[SourceObject<'_>],
        groups: &[SourceObject<'_>],
        before: &'e JobState,
    ) -> Self {
        let facts = |object| engine.read(Projection::facts(), SourceObject::text(object)).0;
        let tells = |object| facts(object).assigned.is_some();
        let assignments = engine.assignments.as_ref();
        let mut assignees = Self {
            engine,
            before,
            known: false,
            through_group: HashSet::new(),
            open: Vec::new(),
            perhaps: HashSet::new(),
            memberships: assignments.map(|assignments| Memberships::new(assignments, !groups.is_empty())),
            told: Vec::new(),
        };
        let everybody = assignees.everybody();
        assignees.known = engine.assigned.is_some() || (!everybody && users.iter().chain(groups).any(tells));
        let mut given = HashSet::new();
        for group in groups {
            let record = facts(group);
            given.insert(id_of(&record));
            assignees.take_given(&record);
        }
        if !everybody {
            assignees.take_others(&given);
        }
        if let Some(memberships) = &mut assignees.memberships {
            memberships.end(before);
        }
        assignees
    }

    /// Whether everybody counts as assigned.
    fn everybody(&self) -> bool {
        self.engine.settings.scope == ScopeMode::All
    }

    /// Takes what a group tells.
    fn take_given(&mut self, record: &Record<'_>) {
        let (engine, before) = (self.engine, self.before);
        let id = id_of(record);
        let named = self.memberships.as_mut().map(|memberships| memberships.name(record, before));
        let is_bound = named.as_ref().is_some_and(|named| named.is_bound);
        let is_linked = before.links.contains_key(&id);
        if record.removal != Removal::None {
            // It may be restored: who was in it stays known.
            let standing = is_linked.then_some(Standing::Deleted);
            self.told.push(Told { id, standing, roll: None, leaves: is_linked });
            return;
        }
        let is_assigned = self.is_group_assigned(record);
        let assigns = is_assigned == Some(true);
        let takes_part = self.everybody() || is_assigned != Some(false);
        let is_written = engine.writes_members() && (takes_part || is_linked);
        let is_remembered = (takes_part || is_linked || is_bound) && !id.is_empty();
        let standing = self.stands(record).filter(|_| is_remembered);
        let mut roll = None;
        if assigns || is_written || named.is_some() {
            let read = Roll::of(record, Roll::before(&id, before), before.is_blank());
            if let (Some(memberships), Some(named)) = (&mut self.memberships, &named) {
                memberships.take(named, &read);
            }
            if assigns {
                self.through(&read);
            }
            let is_kept = read.is_whole && (assigns || is_written || is_bound) && !id.is_empty();
            roll = is_kept.then(|| read.within.into_iter().map(str::to_owned).collect());
        }
        let leaves = roll.is_some() && !takes_part && !is_bound;
        self.told.push(Told { id, standing, roll, leaves });
    }

    /// How a group stands: as it tells, or as others do who tell of themselves, else as before, unless it is or was
    /// deleted.
    fn stands(&self, record: &Record<'_>) -> Option<Standing> {
        match record.assigned {
            Some(true) => Some(Standing::Assigned),
            Some(false) => Some(Standing::NotAssigned),
            None if self.known && self.engine.assigned.is_none() => Some(Standing::NotAssigned),
            None if record.removal != Removal::None => None,
            None => self.before.standing(&id_of(record)).filter(|standing| *standing != Standing::Deleted),
        }
    }

    /// Whether a group is assigned; none where neither the settings nor it nor others ever told.
    fn is_group_assigned(&self, record: &Record<'_>) -> Option<bool> {
        let stands = || self.stands(record).map(|standing| standing == Standing::Assigned);
        self.engine.tells_assigned(record).or_else(stands)
    }

    /// Takes what earlier cycles tell of the groups that are not given: an export of what changed leaves them out.
    fn take_others(&mut self, given: &HashSet<String>) {
        let before = self.before;
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

    /// Tells the next cycle who is in the groups that are given, and how they stand.
    pub(super) fn tell(&mut self, state: &mut JobState) {
        for Told { id, standing, roll, .. } in &mut self.told {
            if *standing != Some(Standing::Deleted) {
                state.rolls.remove(id);
            }
            if let Some(roll) = roll.take() {
                state.rolls.insert(id.clone(), roll);
            }
            state.set_standing(id, *standing);
        }
    }

    /// Forgets groups that were told of for their pair's sake, where it is gone: they are new where they come back.
    pub(super) fn forget_unlinked(&self, state: &mut JobState) {
        for Told { id, .. } in self.told.iter().filter(|told| told.leaves) {
            if !state.links.contains_key(id) {
                state.rolls.remove(id);
                state.set_standing(id, None);
            }
        }
    }

    /// Whether a user is assigned.
    pub(super) fn of_user(&self, record: &Record<'_>) -> Assigned {
        if self.everybody() {
            return Assigned::Yes;
        }
        let through_group = || record.id.as_deref().map_or(Assigned::No, |id| self.through_group(key(id)));
        assigned(self.engine.tells_assigned(record), through_group, self.known)
    }

    /// Whether a group is assigned.
    pub(super) fn of_group(&self, record: &Record<'_>) -> Assigned {
        match self.is_group_assigned(record) {
            _ if self.everybody() => Assigned::Yes,
            Some(true) => Assigned::Yes,
            Some(false) => Assigned::No,
            None => Assigned::Unknown,
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
        self.known |= !self.everybody();
    }

    /// Whether the settings name an object as assigned.
    pub(super) fn names(&self, id: Key) -> bool {
        self.engine.assigned.as_ref().is_some_and(|ids| ids.contains(&id))
    }

    /// What settings and Gong assignments name in vain; `may_be` tells of an id whether an object may have it.
    pub(super) fn in_vain(&self, may_be: &dyn Fn(&str) -> bool) -> Diagnostics {
        let mut findings = Diagnostics::new();
        if let Some(ids) = self.engine.settings.assigned.as_ref().filter(|_| !self.everybody()) {
            let ids = ids.iter().map(String::as_str);
            let missing = ids.filter(|id| !may_be(id));
            report(["assigned id matches", "assigned ids match"], missing, &mut findings);
        }
        if let Some(memberships) = &self.memberships {
            let words = ["group of an assignment matches", "groups of assignments match"];
            report(words, memberships.unbound(), &mut findings);
        }
        findings
    }

    /// The groups that a user is an immediate member of; none where they are not known, or nothing asks for them.
    pub(super) fn groups_of(&self, id: &str) -> Option<GroupsOf<'_>> {
        self.memberships.as_ref()?.of(id)
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
