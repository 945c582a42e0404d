//! Which rules and object mappings a preview uses.

use super::model::{
    AttributeDefinition, Directory, ObjectMapping, SynchronizationRule, SynchronizationSchema,
};
use crate::profile::ObjectKind;
use crate::scope::Testable;
use crate::value::order::sort_by_key;

/// The id of the Entra directory in every export.
const ENTRA_DIRECTORY_ID: &str = "66e4a8cc-1b7b-435e-95f8-f06cea133828";
/// The names of the Entra directory, older and newer.
const ENTRA_DIRECTORY_NAMES: [&str; 2] = ["Azure Active Directory", "Microsoft Entra ID"];

/// What a scoping filter makes of a source attribute, by Entra's table and by the definition that the document has.
pub(crate) fn testable(kind: ObjectKind, name: &str, defined: Option<&AttributeDefinition>) -> Testable {
    let profile = kind.source_profile();
    if !profile.is_scopable(name) || defined.is_some_and(|attribute| !attribute.is_scopable()) {
        return Testable::Never;
    }
    let is_list = profile.attribute_ignoring_case(name).is_some_and(|known| known.multivalued)
        || defined.is_some_and(|attribute| attribute.multivalued);
    if is_list { Testable::Values } else { Testable::Value }
}

/// The kind an object's name says: the last segment of a schema URN, or the whole name, without regard to case.
pub fn kind_of_object(name: &str) -> Option<ObjectKind> {
    let last = name.rsplit(':').next().unwrap_or(name);
    ObjectKind::ALL.into_iter().find(|kind| last.eq_ignore_ascii_case(kind.resource_type()))
}

/// Whether a rule reads from the Entra directory and writes to another, as a preview shows; rules that lead any other way
/// are read and kept.
pub fn is_outbound(schema: &SynchronizationSchema, rule: &SynchronizationRule) -> bool {
    let is_entra = |name: &Option<String>| {
        name.as_deref()
            .is_some_and(|name| is_entra_name(name) || schema.directory(name).is_some_and(is_entra))
    };
    is_entra(&rule.source_directory) && !is_entra(&rule.target_directory)
}

fn is_entra_name(name: &str) -> bool {
    ENTRA_DIRECTORY_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_entra(directory: &Directory) -> bool {
    directory.id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(ENTRA_DIRECTORY_ID))
}

/// An object mapping that a preview uses, with its rule.
#[derive(Debug, Clone, Copy)]
pub struct Selected<'s> {
    /// What it maps.
    pub kind: ObjectKind,
    /// Its rule.
    pub rule: &'s SynchronizationRule,
    /// The mapping.
    pub mapping: &'s ObjectMapping,
}

/// The object mappings of the outbound rules, by ascending priority, that have a source object `User` or `Group` and
/// are not marked `Unsynchronized`; switched on or off.
pub(crate) fn outbound(schema: &SynchronizationSchema) -> Vec<Selected<'_>> {
    let mut rules: Vec<_> = schema.rules().iter().filter(|rule| is_outbound(schema, rule)).collect();
    sort_by_key(&mut rules, |rule| rule.priority);
    let mut found = Vec::new();
    for rule in rules {
        for mapping in rule.object_mappings.iter().filter(|mapping| !mapping.is_hidden()) {
            if let Some(kind) = mapping.source_object.as_deref().and_then(kind_of_object) {
                found.push(Selected { kind, rule, mapping });
            }
        }
    }
    found
}

/// The object mappings to preview: of those that write to the target, the enabled ones. Where several are of one kind,
/// each is used in its turn.
pub fn selected(schema: &SynchronizationSchema) -> Vec<Selected<'_>> {
    let mut found = outbound(schema);
    found.retain(|selected| selected.mapping.enabled);
    found
}
