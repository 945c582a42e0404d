//! The groups of users, as far as Gong assignments ask for them.

use std::collections::HashMap;

use super::assigned::{Key, key};
use super::given::id_of;
use super::roll::Roll;
use super::state::{JobState, Standing};
use crate::assignment::Assignments;
use crate::mapping::Record;

/// The groups that a user is an immediate member of, by display name and id.
#[derive(Debug, Default)]
struct Groups {
    now: Vec<String>,
    /// Before the cycle.
    earlier: Vec<String>,
}

/// As [`Groups`], handed out.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupsOf<'a> {
    pub(super) now: &'a [String],
    /// Those before the cycle, as far as assignments are bound to them; `None`: not known.
    pub(super) earlier: Option<&'a [String]>,
}

/// Display name and id of a group that is given.
pub(super) struct Named {
    names: Vec<String>,
    /// Whether an assignment is bound to it.
    pub(super) is_bound: bool,
}

/// Who is in which groups.
#[derive(Debug)]
pub(super) struct Memberships<'e> {
    assignments: &'e Assignments,
    of_user: HashMap<Key, Groups>,
    /// Whether those of now are all, as far as assignments are bound to them.
    are_known: bool,
    /// Whether those before the cycle are.
    were_known: bool,
    /// Display names and ids of all groups.
    names: Vec<String>,
}

impl<'e> Memberships<'e> {
    /// `are_given`: whether there are groups at all.
    pub(super) fn new(assignments: &'e Assignments, are_given: bool) -> Self {
        Self {
            assignments,
            of_user: HashMap::new(),
            are_known: are_given,
            were_known: true,
            names: Vec::new(),
        }
    }

    /// Takes the names of a group, and who was in it before the cycle.
    pub(super) fn name(&mut self, record: &Record<'_>, before: &JobState) -> Named {
        let id = id_of(record);
        let names = [&record.display_name, &record.id].into_iter().flatten();
        let names: Vec<String> = names.map(|name| name.clone().into_owned()).collect();
        let is_bound = self.assignments.is_bound(&names);
        if is_bound {
            let earlier = before.rolls.get(&id);
            self.were_known &= earlier.is_some();
            let was_deleted = before.standing(&id) == Some(Standing::Deleted);
            for id in earlier.filter(|_| !was_deleted).into_iter().flatten() {
                self.of_user.entry(key(id)).or_default().earlier.extend(names.iter().cloned());
            }
        }
        self.names.extend(names.iter().cloned());
        Named { names, is_bound }
    }

    /// Takes those who are in a group now.
    pub(super) fn take(&mut self, Named { names, is_bound }: &Named, roll: &Roll<'_>) {
        self.are_known &= roll.is_whole || !is_bound;
        for id in &roll.within {
            self.of_user.entry(key(id)).or_default().now.extend(names.iter().cloned());
        }
    }

    /// Ends with the groups: behind the first cycle one that an assignment is bound to may not be among them.
    pub(super) fn end(&mut self, before: &JobState) {
        self.are_known &= before.is_blank() || self.unbound().next().is_none();
    }

    /// The groups that assignments are bound to and that are not given.
    pub(super) fn unbound(&self) -> impl Iterator<Item = &str> {
        self.assignments.unbound(&self.names)
    }

    /// The groups of a user; none where they are not known.
    pub(super) fn of(&self, id: &str) -> Option<GroupsOf<'_>> {
        static NONE: Groups = Groups { now: Vec::new(), earlier: Vec::new() };
        let Groups { now, earlier } = self.of_user.get(&key(id)).unwrap_or(&NONE);
        self.are_known.then_some(GroupsOf { now, earlier: self.were_known.then_some(earlier) })
    }
}
