//! What Gong needs, and when it is meant.

use super::super::model::{ObjectDefinition, SynchronizationSchema};
use super::super::select::{Direction, ObjectKind, direction, kind_of_object};

const EXTENSION: &str = "urn:ietf:params:scim:schemas:extension:Gong:2.0:User:";

/// Whether the document leads to Gong: by its id, the name of a target directory, or Gong's extension attributes.
pub(super) fn is_meant(schema: &SynchronizationSchema) -> bool {
    let starts_with = |text: &str, prefix: &str| {
        text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let outbound = || schema.rules().iter().filter(|rule| direction(schema, rule) == Direction::Outbound);
    schema.id().is_some_and(|id| starts_with(id, "gong."))
        || outbound()
            .any(|rule| rule.target_directory.as_deref().is_some_and(|name| starts_with(name, "gong")))
        || outbound()
            .flat_map(|rule| &rule.object_mappings)
            .flat_map(|mapping| &mapping.attribute_mappings)
            .any(|mapping| {
                mapping.target_attribute.as_deref().is_some_and(|target| starts_with(target, EXTENSION))
            })
}

/// Gong's attributes of one kind of object, by the names of the built-in configuration.
pub(super) struct GongAttributes {
    definition: Option<ObjectDefinition>,
}

impl GongAttributes {
    pub(super) fn of(built_in: &SynchronizationSchema, kind: ObjectKind) -> Self {
        let objects =
            built_in.directories().iter().filter(|directory| directory.name.as_deref() == Some("Gong"));
        let definition = objects
            .flat_map(|directory| &directory.objects)
            .find(|object| object.name.as_deref().and_then(kind_of_object) == Some(kind))
            .cloned();
        Self { definition }
    }

    /// Whether Gong documents the attribute; it assigns `id` itself.
    pub(super) fn knows(&self, target: &str) -> bool {
        self.definition.as_ref().is_none_or(|object| object.attribute_ignoring_case(target).is_some())
    }

    /// Whether Gong can filter on the attribute.
    pub(super) fn is_filterable(&self, target: &str) -> bool {
        self.definition.as_ref().is_none_or(|object| {
            object
                .attribute_ignoring_case(target)
                .is_some_and(|attribute| attribute.metadata.flag("SupportedForFiltering") == Some(true))
        })
    }

    /// The attributes Gong can filter on.
    pub(super) fn filterable(&self) -> Vec<&str> {
        let attributes =
            self.definition.as_ref().map(|object| object.attributes.as_slice()).unwrap_or_default();
        attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
            .filter(|name| self.is_filterable(name))
            .collect()
    }

    /// The attributes Gong requires.
    pub(super) fn required(&self) -> impl Iterator<Item = &str> {
        let attributes =
            self.definition.as_ref().map(|object| object.attributes.as_slice()).unwrap_or_default();
        attributes.iter().filter(|attribute| attribute.required).map(|attribute| attribute.name.as_str())
    }
}
