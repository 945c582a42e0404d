//! Who is assigned to the application, directly or through a group.

use std::collections::{HashMap, HashSet};

use super::draft::Assigned;
use super::engine::Engine;
use super::object::SourceObject;
use super::settings::ScopeMode;
use crate::diagnostic::{Diagnostic, Diagnostics, code, quoted};
use crate::mapping::{Projection, Record, Removal};
use crate::sync_schema::ObjectKind;
use crate::value::entra::guid;
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

/// Who is assigned.
#[derive(Debug)]
pub(super) struct Assignment<'e> {
    engine: &'e Engine,
    everybody: bool,
    /// Whether anything says who is assigned.
    known: bool,
    /// Immediate members of assigned groups.
    through_group: HashSet<Key>,
    /// The groups a user is an immediate member of, by display name and id; kept where Gong assignments ask for them.
    groups: HashMap<Key, Vec<String>>,
    /// Display names and ids of all groups; kept as `groups` are.
    names: Vec<String>,
}

impl<'e> Assignment<'e> {
    /// What settings and groups say, and whether one of the users tells of itself.
    pub(super) fn new(engine: &'e Engine, users: &[SourceObject<'_>], groups: &[SourceObject<'_>]) -> Self {
        let facts = |object| engine.read(Projection::facts(), SourceObject::text(object)).0;
        let everybody = engine.settings.scope == ScopeMode::All;
        let tells = |user| facts(user).assigned.is_some();
        let known = engine.assigned.is_some() || (!everybody && users.iter().any(tells));
        let (through_group, groups_of) = (HashSet::new(), HashMap::new());
        let mut assignment =
            Self { engine, everybody, known, through_group, groups: groups_of, names: Vec::new() };
        for group in groups {
            let record = facts(group);
            assignment.known |= record.assigned.is_some();
            let names = [&record.display_name, &record.id].into_iter().flatten();
            let names = names.filter(|_| engine.assignments.is_some()).map(|name| name.clone().into_owned());
            let names: Vec<String> = names.collect();
            assignment.names.extend(names.iter().cloned());
            if record.removal != Removal::None {
                continue;
            }
            let is_assigned = engine.tells_assigned(&record) == Some(true);
            for member in record.members.iter().flatten().filter(|member| !member.is_group) {
                if is_assigned {
                    assignment.through_group.insert(key(&member.id));
                }
                if engine.assignments.is_some() {
                    assignment.groups.entry(key(&member.id)).or_default().extend(names.iter().cloned());
                }
            }
        }
        assignment
    }

    /// Whether an object is assigned.
    pub(super) fn of(&self, record: &Record<'_>, kind: ObjectKind) -> Assigned {
        if self.everybody {
            return Assigned::Yes;
        }
        let is_member = |id: &str| self.through_group.contains(&key(id));
        let through_group = || kind == ObjectKind::User && record.id.as_deref().is_some_and(is_member);
        assigned(self.engine.tells_assigned(record), through_group, self.known)
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

    /// The groups that a user is an immediate member of.
    pub(super) fn groups_of(&self, id: &str) -> &[String] {
        self.groups.get(&key(id)).map_or(&[], Vec::as_slice)
    }
}

impl Engine {
    /// Whether an object is assigned, by what the settings and it itself say.
    pub(super) fn assigned_alone(&self, record: &Record<'_>) -> Assigned {
        if self.settings.scope == ScopeMode::All {
            return Assigned::Yes;
        }
        assigned(self.tells_assigned(record), || false, false)
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
fn assigned(told: Option<bool>, through_group: impl FnOnce() -> bool, known: bool) -> Assigned {
    match told {
        Some(true) => Assigned::Yes,
        _ if through_group() => Assigned::Yes,
        None if !known => Assigned::Unknown,
        _ => Assigned::No,
    }
}
