//! What the target holds before a cycle, and how accounts are found in it.

use std::collections::HashMap;

use super::program::ObjectProgram;
use crate::diagnostic::Diagnostic;
use crate::input;
use crate::limits::Limits;
use crate::mapping::{AttributeMapping, Flowing, json_log_text, member};
use crate::scim::schema::CORE_GROUP;
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
}

impl TargetState {
    /// The resources of a ListResponse, an array, one resource, or one a line.
    ///
    /// # Errors
    /// Those of [`input::objects`]: `IN001` to `IN005`, `IN008`, `LM001` to `LM005`.
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
