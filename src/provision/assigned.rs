//! Who is assigned to the application, directly or through a group.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::draft::Assigned;
use super::engine::Engine;
use super::object::SourceObject;
use super::settings::ScopeMode;
use super::state::JobState;
use crate::diagnostic::{Diagnostic, Diagnostics, code, quoted};
use crate::mapping::{Projection, Record, Removal};
use crate::sync_schema::ObjectKind;
use crate::value::entra::{guid, plain_id};
use crate::value::hash::fnv128;

/// Ids in 16 bytes: an object id (GUID) as its number, any other text by its hash.
pub(super) type Key = u128;

pub(super) fn key(id: &str) -> Key {
    guid(id).unwrap_or_else(|| fnv128(id))
}

/// Reports names that none of the objects has, where there are any.
fn report<'n>(what: &str, mut names: impl Iterator<Item = &'n str>, findings: &mut Diagnostics) {
    let Some(first) = names.next() else { return };
    let count = names.count().saturating_add(1);
    let message =
        format!("{what} that none of the objects given has: {count}, the first is {}", quoted(first));
    findings.push(Diagnostic::new(&code::plan::NOT_AMONG_OBJECTS, message));
}

/// Who is in a group, by ids as they are looked up, groups among its members left out.
#[derive(Default)]
struct Roll {
    within: BTreeSet<String>,
    /// Those who are known to have left.
    left: BTreeSet<String>,
    /// Whether nobody else is in it.
    is_whole: bool,
}

impl Roll {
    /// What earlier cycles tell of a group: its roll, or some of those in it. Whom they wrote to it are not all who were
    /// in it, and where its mapping only adds, some may have left.
    fn before(id: &str, before: &JobState) -> Self {
        let told = before.rolls.get(id);
        let known = told.or_else(|| before.members.get(id));
        let mut roll = Self { is_whole: told.is_some(), ..Self::default() };
        roll.within.extend(known.into_iter().flatten().cloned());
        roll
    }

    /// Those whom the group lists, else those whom earlier cycles know in it, with what `members@delta` changes. Where
    /// there was no cycle yet, that is the first answer of a delta query, which tells every member.
    fn of(id: &str, record: &Record<'_>, before: &JobState) -> Self {
        let Record { members, member_changes, .. } = record;
        let mut roll = match members {
            Some(_) => Self { is_whole: true, ..Self::default() },
            None => Self::before(id, before),
        };
        roll.is_whole |= member_changes.is_some() && before.links.is_empty();
        for member in members.iter().chain(member_changes).flatten().filter(|member| !member.is_group) {
            let (from, to) = match member.removed {
                true => (&mut roll.within, &mut roll.left),
                false => (&mut roll.left, &mut roll.within),
            };
            from.remove(&*member.id);
            to.insert(member.id.clone().into_owned());
        }
        roll
    }
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
pub(super) struct Assignment<'e> {
    engine: &'e Engine,
    everybody: bool,
    /// Whether anything says who is assigned.
    known: bool,
    /// Immediate members of assigned groups.
    through_group: HashSet<Key>,
    /// Assigned groups of which it is not known who else is in them, each by those who are known to have left.
    open: Vec<HashSet<Key>>,
    /// The groups a user is an immediate member of; kept where there are Gong assignments.
    groups: HashMap<Key, Memberships>,
    /// Whether those are all, as far as Gong assignments are bound to them.
    knows_groups: bool,
    /// Whether those before the cycle are.
    knew_groups: bool,
    /// Display names and ids of all groups; kept as `groups` are.
    names: Vec<String>,
    /// What the next cycle is told: the users in each group that assigns, where all of them are known.
    rolls: BTreeMap<String, Vec<String>>,
}

impl<'e> Assignment<'e> {
    /// What settings, groups and earlier cycles say, and whether one of the users tells of itself.
    pub(super) fn new(
        engine: &'e Engine,
        users: &[SourceObject<'_>],
        groups: &[SourceObject<'_>],
        before: &JobState,
    ) -> Self {
        let facts = |object| engine.read(Projection::facts(), SourceObject::text(object)).0;
        let everybody = engine.settings.scope == ScopeMode::All;
        let tells = |user| facts(user).assigned.is_some();
        let known = engine.assigned.is_some() || (!everybody && users.iter().any(tells));
        let mut assignment = Self {
            engine,
            everybody,
            known,
            through_group: HashSet::new(),
            open: Vec::new(),
            groups: HashMap::new(),
            knows_groups: !groups.is_empty(),
            knew_groups: true,
            names: Vec::new(),
            rolls: before.rolls.clone(),
        };
        let mut given = HashSet::new();
        for group in groups {
            let record = facts(group);
            let id = record.id.as_deref().map(plain_id).unwrap_or_default().into_owned();
            assignment.rolls.remove(&id);
            given.insert(key(&id));
            assignment.known |= record.assigned.is_some();
            let names = [&record.display_name, &record.id].into_iter().flatten();
            let names = names.filter(|_| engine.assignments.is_some()).map(|name| name.clone().into_owned());
            let names: Vec<String> = names.collect();
            assignment.names.extend(names.iter().cloned());
            let is_bound =
                engine.assignments.as_ref().is_some_and(|assignments| assignments.is_bound(&names));
            if is_bound {
                let earlier = before.rolls.get(&id);
                assignment.knew_groups &= earlier.is_some();
                for id in earlier.into_iter().flatten() {
                    assignment.groups.entry(key(id)).or_default().earlier.extend(names.iter().cloned());
                }
            }
            if record.removal != Removal::None {
                continue;
            }
            let is_assigned = engine.tells_assigned(&record) == Some(true);
            if !is_assigned && engine.assignments.is_none() {
                continue;
            }
            let roll = Roll::of(&id, &record, before);
            assignment.knows_groups &= roll.is_whole || !is_bound;
            if engine.assignments.is_some() {
                for id in &roll.within {
                    assignment.groups.entry(key(id)).or_default().now.extend(names.iter().cloned());
                }
            }
            if is_assigned {
                assignment.through(&roll);
            }
            if roll.is_whole && (is_assigned || is_bound) && !id.is_empty() {
                assignment.rolls.insert(id, roll.within.into_iter().collect());
            }
        }
        // An export of what changed leaves out the groups that did not.
        let without_roll = before.members.keys().filter(|id| !before.rolls.contains_key(*id));
        for id in without_roll.chain(before.rolls.keys()) {
            if !given.contains(&key(id)) && assignment.names(key(id)) {
                assignment.through(&Roll::before(id, before));
            }
        }
        if let Some(assignments) = engine.assignments.as_ref().filter(|_| !before.links.is_empty()) {
            assignment.knows_groups &= assignments.unbound(&assignment.names).next().is_none();
        }
        assignment
    }

    /// Takes those in an assigned group for assigned.
    fn through(&mut self, roll: &Roll) {
        self.through_group.extend(roll.within.iter().map(|id| key(id)));
        if !roll.is_whole {
            self.open.push(roll.left.iter().map(|id| key(id)).collect());
        }
    }

    /// What the next cycle is told of the groups that assign; taken out.
    pub(super) fn take_rolls(&mut self) -> BTreeMap<String, Vec<String>> {
        std::mem::take(&mut self.rolls)
    }

    /// Whether an object is assigned.
    pub(super) fn of(&self, record: &Record<'_>, kind: ObjectKind) -> Assigned {
        if self.everybody {
            return Assigned::Yes;
        }
        let through_group = || match record.id.as_deref().map(key) {
            Some(id) if kind == ObjectKind::User => self.through_group(id),
            _ => Assigned::No,
        };
        assigned(self.engine.tells_assigned(record), through_group, self.known)
    }

    /// Whether a user is assigned through a group; not known where one may have the user in it.
    pub(super) fn through_group(&self, id: Key) -> Assigned {
        if self.through_group.contains(&id) {
            return Assigned::Yes;
        }
        match self.open.iter().all(|left| left.contains(&id)) {
            true => Assigned::No,
            false => Assigned::Unknown,
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

    /// What settings and Gong assignments name in vain; `present` are the ids of the objects.
    pub(super) fn in_vain(&self, present: &HashSet<Key>) -> Diagnostics {
        let engine = self.engine;
        let mut findings = Diagnostics::new();
        if let Some(ids) = engine.settings.assigned.as_ref().filter(|_| !self.everybody) {
            let ids = ids.iter().map(String::as_str);
            report("assigned ids", ids.filter(|id| !present.contains(&key(id))), &mut findings);
        }
        if let Some(assignments) = &engine.assignments {
            report("groups of assignments", assignments.unbound(&self.names), &mut findings);
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
