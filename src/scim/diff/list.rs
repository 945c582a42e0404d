//! Lists that differ: which of their elements are changed, removed and added.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Differ, PatchFormat, Verb, value, writable};
use crate::limits::Limits;
use crate::scim::filter::equals;
use crate::scim::items;
use crate::scim::patch::{self, Patch};
use crate::scim::schema::Attribute;
use crate::unicode::folded;
use crate::value::json::{Json, Object};

/// An attribute of several values that differs.
pub(super) struct ListChange<'v, 'a> {
    pub(super) attribute: &'v Attribute,
    pub(super) path: String,
    pub(super) old: &'v [Json<'a>],
    pub(super) new: &'v [Json<'a>],
}

impl<'a> Differ<'_, 'a> {
    /// Element by element where the elements can be addressed and that leads exactly to `new`, else as a whole.
    pub(super) fn list(&mut self, change: ListChange<'_, 'a>) {
        let by_elements = ["type", "value"].into_iter().find_map(|key| {
            let operations = self.elements(&change, key)?;
            self.leads_to(&change, &operations).then_some(operations)
        });
        if let Some(operations) = by_elements {
            self.operations.extend(operations);
            return;
        }
        let items = change.new.iter().map(|item| writable(change.attribute, item));
        let items = Json::Array(items.collect());
        let adds = || {
            let add = self.operation(Verb::Add, change.path.clone(), Some(items.clone()));
            self.leads_to(&change, &[add])
        };
        // An add leaves out an element that agrees with one already there.
        let verb = if change.old.is_empty() && adds() { Verb::Add } else { Verb::Replace };
        self.push(verb, change.path, Some(items));
    }

    /// The operations that change, remove and add elements told apart by `key`; `None` where it does not tell them.
    fn elements(&self, change: &ListChange<'_, 'a>, key: &str) -> Option<Vec<Json<'a>>> {
        /// Beyond this many comparisons a service would be busier with the operations than with the whole list.
        const WORK: usize = 1_000_000;
        let ListChange { attribute, path, old, new } = change;
        attribute.sub(key)?;
        let (old_keys, new_keys) = (keyed(old, key)?, keyed(new, key)?);
        let mut operations = Vec::new();
        let mut removed = Vec::new();
        for (name, element) in old.iter().filter_map(|element| Some((text(element, key)?, element))) {
            let condition = format!("{path}[{}]", equals(key, name));
            let Some(wanted) = new_keys.get(&folded(name)).and_then(|place| new.get(*place)) else {
                let by_value = self.format == PatchFormat::Legacy && key == "value";
                if by_value {
                    removed.push(Object::from_iter([("value", Json::String(name.to_owned().into()))]).into());
                } else {
                    operations.push(self.operation(Verb::Remove, condition, None));
                }
                continue;
            };
            operations.extend(self.subs(attribute, &condition, element.as_object()?, wanted.as_object()?));
        }
        if !removed.is_empty() {
            operations.insert(0, self.operation(Verb::Remove, path.clone(), Some(Json::Array(removed))));
        }
        let added: Vec<_> = new
            .iter()
            .filter(|element| text(element, key).is_some_and(|name| !old_keys.contains_key(&folded(name))))
            .map(|element| writable(attribute, element))
            .collect();
        if !added.is_empty() {
            operations.push(self.operation(Verb::Add, path.clone(), Some(Json::Array(added))));
        }
        (operations.len().saturating_mul(old.len()) <= WORK).then_some(operations)
    }

    /// Whether the operations turn the old list into the new one; applied, not reasoned about.
    fn leads_to(&self, change: &ListChange<'_, 'a>, operations: &[Json<'a>]) -> bool {
        let ListChange { attribute, path, old, new } = change;
        if operations.is_empty() {
            return false;
        }
        let name = Cow::Owned(attribute.name.to_string());
        let inside: Object<'a> = Object::from_iter([(name, Json::Array(old.to_vec()))]);
        let urn = path.rsplit_once(':').map(|(urn, _)| urn);
        let before: Json<'a> = match urn {
            None => inside.into(),
            Some(urn) => Object::from_iter([(Cow::Owned(urn.to_owned()), Json::from(inside))]).into(),
        };
        let request = patch::body(operations.to_vec());
        let patch = Patch::new(&request, self.kind, self.format.mode(), &Limits::DEFAULT);
        let Ok(applied) = patch.and_then(|patch| patch.apply(&before)) else { return false };
        let resource = applied.resource.as_object();
        let holder = match urn {
            None => resource,
            Some(urn) => resource.and_then(|object| object.find(urn)).and_then(Json::as_object),
        };
        let made = items(holder.and_then(|object| value(object, attribute)));
        self.same_list(attribute, made, new)
    }
}

fn text<'v>(element: &'v Json<'_>, key: &str) -> Option<&'v str> {
    element.as_object()?.find(key)?.as_str()
}

/// The places of the elements by their key, if every one has its own.
fn keyed(list: &[Json<'_>], key: &str) -> Option<HashMap<String, usize>> {
    let mut map = HashMap::new();
    for (place, element) in list.iter().enumerate() {
        if map.insert(folded(text(element, key)?), place).is_some() {
            return None;
        }
    }
    Some(map)
}
