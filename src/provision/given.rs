//! The objects that a cycle is given, each once: a feed may give one in several entries.
//!
//! A delta query may return an object more than once, and of a large group other members on every page (Graph, *Use
//! delta query*, *Get incremental changes for groups*: the entries are merged by whoever reads them).

use std::borrow::Cow;
use std::collections::HashMap;

use super::engine::Engine;
use super::object::SourceObject;
use super::plan::CycleInput;
use crate::limits::Limits;
use crate::mapping::{Projection, Record};
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;
use crate::value::json::{self, Json, Object};

/// The objects of one kind.
pub(super) struct Entries<'g, 'i> {
    /// Each once, in the place of its first entry.
    pub(super) objects: Cow<'g, [SourceObject<'i>]>,
    /// Their ids as they are looked up, with the place of the first entry.
    pub(super) ids: HashMap<String, usize>,
    /// Ids of those that had several entries.
    pub(super) repeated: Vec<String>,
}

/// The objects of a cycle.
pub(super) struct Given<'g, 'i> {
    pub(super) users: Entries<'g, 'i>,
    pub(super) groups: Entries<'g, 'i>,
}

impl<'g, 'i> Given<'g, 'i> {
    pub(super) fn of(engine: &Engine, input: &'g CycleInput<'i>) -> Self {
        Self { users: Entries::of(engine, &input.users), groups: Entries::of(engine, &input.groups) }
    }

    pub(super) const fn kind(&self, kind: ObjectKind) -> &Entries<'g, 'i> {
        match kind {
            ObjectKind::User => &self.users,
            ObjectKind::Group => &self.groups,
        }
    }

    /// Whether an object, by its id as it is looked up, is among them.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.users.ids.contains_key(id) || self.groups.ids.contains_key(id)
    }
}

impl<'g, 'i> Entries<'g, 'i> {
    fn of(engine: &Engine, objects: &'g [SourceObject<'i>]) -> Self {
        let id = |object: &SourceObject<'_>| id_of(&engine.read(Projection::facts(), object.text()).0);
        let mut ids = HashMap::with_capacity(objects.len());
        // The place of the first entry, for each.
        let firsts: Vec<usize> = objects
            .iter()
            .enumerate()
            .map(|(at, object)| match id(object) {
                id if id.is_empty() => at,
                id => *ids.entry(id).or_insert(at),
            })
            .collect();
        if firsts.iter().enumerate().all(|(at, first)| at == *first) {
            return Self { objects: Cow::Borrowed(objects), ids, repeated: Vec::new() };
        }
        let mut entries: Vec<Vec<&SourceObject<'i>>> = vec![Vec::new(); objects.len()];
        for (object, first) in objects.iter().zip(firsts) {
            entries.get_mut(first).into_iter().for_each(|entries| entries.push(object));
        }
        let mut repeated = Vec::new();
        let once = entries.iter().filter_map(|entries| match entries.as_slice() {
            [] => None,
            [only] => Some((*only).clone()),
            [first, ..] => {
                repeated.push(id(first));
                Some(joined(entries, first.kind()))
            }
        });
        Self { objects: Cow::Owned(once.collect()), ids, repeated }
    }
}

/// The id of an object as it is looked up; empty where it has none.
pub(super) fn id_of(record: &Record<'_>) -> String {
    record.id.as_deref().map(plain_id).unwrap_or_default().into_owned()
}

/// Several entries as one object: what a later one says counts, what it does not say stays as told before, and the
/// members of a group are put together. Whether the object is deleted is told by the last alone.
fn joined(entries: &[&SourceObject<'_>], kind: ObjectKind) -> SourceObject<'static> {
    const REMOVAL: [&str; 3] = ["@removed", "deletedDateTime", "isSoftDeleted"];
    const MEMBERS: [&str; 2] = ["members", "members@delta"];
    let is_of = |names: &[&str], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let mut object = Object::new();
    for entry in entries {
        // INVARIANT: the text was read when the entry was made.
        let Ok(Json::Object(told)) = json::parse(entry.text(), &Limits::OWN_TEXT) else { continue };
        object.retain(|name, _| !is_of(&REMOVAL, name));
        for (name, value) in told {
            match (object.get_mut(&name), value) {
                (Some(Json::Array(members)), Json::Array(more)) if is_of(&MEMBERS, &name) => {
                    members.extend(more);
                }
                (_, value) => _ = object.insert(name, value),
            }
        }
    }
    SourceObject::from_json(kind, &Json::Object(object))
}
