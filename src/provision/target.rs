//! What the target holds before a cycle, and how accounts are found in it.

use std::collections::HashMap;

use super::program::ObjectProgram;
use crate::diagnostic::Diagnostic;
use crate::input::Items;
use crate::limits::Limits;
use crate::mapping::{AttributeMapping, Flowing, json_log_text, member};
use crate::scim::schema::SchemaSet;
use crate::sync_schema::ObjectKind;
use crate::unicode::folded;
use crate::value::boolean;
use crate::value::json::Json;

/// What the target holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TargetState {
    /// SCIM users.
    pub users: Vec<Json<'static>>,
    /// SCIM groups.
    pub groups: Vec<Json<'static>>,
    /// The target holds more, on pages that are not given; a plan tells so (`IN009`).
    pub is_one_page: bool,
}

impl TargetState {
    /// The resources of a ListResponse, an array, one resource, or one a line; of pages in an array or on lines, all.
    ///
    /// # Errors
    /// Those of [`input::objects`](crate::input::objects): `IN001` to `IN005`, `IN008`, `LM001` to `LM005`.
    pub fn read(text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        let mut items = Items::new(text)?;
        let state = Self::new(items.read(limits)?);
        Ok(Self { is_one_page: items.is_one_page(), ..state })
    }

    /// Sorts resources into users and groups, by [`SchemaSet::type_of`].
    pub fn new(resources: impl IntoIterator<Item = Json<'static>>) -> Self {
        let is_group = |resource: &Json<'_>| &*SchemaSet::gong().type_of(resource).name == "Group";
        let (groups, users) = resources.into_iter().partition(is_group);
        Self { users, groups, is_one_page: false }
    }

    /// The resources of a kind.
    pub(super) fn of_kind(&self, kind: ObjectKind) -> &[Json<'static>] {
        match kind {
            ObjectKind::User => &self.users,
            ObjectKind::Group => &self.groups,
        }
    }
}

/// The accounts or groups of the target, indexed.
#[derive(Debug, Clone, Default)]
pub(super) struct Targets<'t> {
    resources: Vec<&'t Json<'t>>,
    by_id: HashMap<String, usize>,
    /// For each matching attribute, in order of precedence: folded value to resources.
    by_value: Vec<HashMap<String, Vec<usize>>>,
}

impl<'t> Targets<'t> {
    /// Indexes resources by id and by the matching attributes; those without an id are left out.
    pub(super) fn new(resources: impl IntoIterator<Item = &'t Json<'t>>, program: &ObjectProgram) -> Self {
        let resources: Vec<_> = resources.into_iter().filter(|resource| id(resource).is_some()).collect();
        let by_id = resources
            .iter()
            .enumerate()
            .filter_map(|(at, resource)| Some((id(resource)?.to_owned(), at)))
            .collect();
        let by_value = program
            .mappings
            .matching()
            .map(|(_, mapping)| {
                let mut values: HashMap<String, Vec<usize>> = HashMap::new();
                for (at, resource) in resources.iter().enumerate() {
                    for value in mapping.path.values(resource) {
                        let found = values.entry(folded(&json_log_text(value))).or_default();
                        if found.last() != Some(&at) {
                            found.push(at);
                        }
                    }
                }
                values
            })
            .collect();
        Self { resources, by_id, by_value }
    }

    /// The resource with this id.
    pub(super) fn with_id(&self, id: &str) -> Option<&'t Json<'t>> {
        self.by_id.get(id).and_then(|at| self.resources.get(*at)).copied()
    }

    /// The resources whose matching attribute of this precedence has this value.
    pub(super) fn matching(
        &self,
        precedence: usize,
        mapping: &AttributeMapping,
        value: &Flowing<'_>,
    ) -> impl Iterator<Item = &'t Json<'t>> {
        let found = self.by_value.get(precedence).and_then(|values| values.get(&folded(&value.log_text())));
        found.into_iter().flatten().filter_map(|at| self.resources.get(*at).copied()).filter(|resource| {
            let mut held = mapping.path.values(resource);
            held.any(|held| value.equals(held, mapping.definition.case_exact))
        })
    }
}

/// The id of a resource; one written as a number counts by its digits.
pub(super) fn id<'r>(resource: &'r Json<'r>) -> Option<&'r str> {
    id_text(member(resource, "id")?)
}

/// Whether an account is switched on, where it tells.
pub(super) fn is_active(account: &Json<'_>) -> Option<bool> {
    match member(account, "active")? {
        Json::Bool(active) => Some(*active),
        other => other.as_str().and_then(boolean::said),
    }
}

/// An id as its text; none where there is none.
pub(super) fn id_text<'r>(value: &'r Json<'r>) -> Option<&'r str> {
    match value {
        Json::String(id) => Some(id).filter(|id| !id.is_empty()).map(|id| &**id),
        Json::Number(id) => Some(id.as_str()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7643 §2.1: names of attributes and schema URIs are the same in any case; a resource without either is told by
    /// the attributes that only its type has.
    #[test]
    fn groups_are_told_as_everywhere_in_scim() {
        for group in [
            r#"{"schemas":["URN:ietf:params:scim:schemas:core:2.0:group"],"displayName":"Sales"}"#,
            r#"{"meta":{"resourceType":"group"},"displayName":"Sales"}"#,
            r#"{"id":"g","displayName":"Sales","members":[]}"#,
            r#"{"Schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Sales"}"#,
        ] {
            let state = TargetState::read(group, &Limits::DEFAULT).unwrap();
            assert_eq!((state.users.len(), state.groups.len()), (0, 1), "{group}");
        }
        let user = TargetState::read(r#"{"id":"u","displayName":"Ada"}"#, &Limits::DEFAULT).unwrap();
        assert_eq!((user.users.len(), user.groups.len()), (1, 0));
    }
}
