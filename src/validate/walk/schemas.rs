//! The member `schemas`: it names schemas of the resource type, the core schema among them, each once. One that names a
//! message of the protocol says that there is no resource at all.

use std::collections::HashSet;

use super::Walk;
use crate::diagnostic::{Diagnostic, code, did_you_mean, nearest, quoted};
use crate::scim::patch::PATCH_OP;
use crate::scim::{message_in, names_schema};
use crate::validate::place::At;
use crate::value::json::{Json, Object};

fn has_operations(object: &Object<'_>) -> bool {
    object.find("Operations").is_some()
}

impl Walk<'_> {
    /// What is said of a message of the protocol: it has no core schema, and no rule of a resource applies to it.
    pub(super) fn message(&self, object: &Object<'_>) -> Option<Diagnostic> {
        let (urn, message) = message_in(object)?;
        let (name, schemas) = object.named("schemas")?;
        let kind = &self.rules.kind;
        // A resource under the URI of a request has more to be said about.
        if urn == PATCH_OP && !has_operations(object) {
            return None;
        }
        if names_schema(schemas.items(), &kind.core.id) {
            return None;
        }
        let message = format_args!("this is {message}, not a {}", kind.name);
        let mut found = At::Name(&At::Root, name).finding(&code::payload::MISSING_CORE_SCHEMA, message);
        if urn == PATCH_OP {
            let help = "apply it: `scimwright patch RESOURCE REQUEST`, or `applyPatch`";
            found.help = Some(help.to_owned());
        }
        Some(found)
    }

    /// Checks `schemas` and gives its items.
    pub(super) fn schemas<'o>(
        &self,
        object: &'o Object<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<&'o [Json<'o>]> {
        let (name, value) = object.named("schemas").unwrap_or(("schemas", &Json::Null));
        let (place, value) = (At::Name(&At::Root, name), Some(value).filter(|value| !value.is_null()));
        let items = match value {
            Some(Json::Array(items)) if !items.is_empty() => items,
            None | Some(Json::Array(_)) => {
                found.push(place.finding(&code::payload::REQUIRED, "`schemas` names no schema"));
                return None;
            }
            Some(_) => {
                found.push(place.finding(&code::payload::EXPECTED_ARRAY, "`schemas` must be an array"));
                return None;
            }
        };
        let kind = &self.rules.kind;
        let mut has_core = false;
        let mut named = HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let place = At::Element(&place, index);
            let Some(urn) = item.as_str() else {
                let message = format_args!("a schema is named by a string, this is {}", item.kind_name());
                found.push(place.finding(&code::payload::INVALID_TYPE, message));
                continue;
            };
            if !named.insert(urn.to_ascii_lowercase()) {
                let message = format_args!("{} stands in `schemas` twice", quoted(urn));
                found.push(self.deviation(place.finding(&code::payload::DUPLICATE_SCHEMA, message)));
            } else if kind.is_core(urn) {
                has_core = true;
            } else if kind.extension(urn).is_none() {
                let message = format_args!("{} is no schema of a {}", quoted(urn), kind.name);
                let known = std::iter::once(&kind.core).chain(&kind.extensions).map(|schema| &*schema.id);
                let mut unknown = place.finding(&code::payload::UNKNOWN_SCHEMA, message);
                unknown.help = nearest(urn, known).map(did_you_mean);
                if urn.eq_ignore_ascii_case(PATCH_OP) && has_operations(object) {
                    unknown = unknown.help("this is a PATCH request, not a resource");
                }
                found.push(self.deviation(unknown));
            }
        }
        if !has_core {
            let message = format_args!("`schemas` does not name the core schema of a {}", kind.name);
            let help = format!("add `{}`", kind.core.id);
            found.push(place.finding(&code::payload::MISSING_CORE_SCHEMA, message).help(help));
        }
        Some(items)
    }
}
