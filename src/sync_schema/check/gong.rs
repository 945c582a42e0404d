//! When a configuration is meant for Gong.

use super::super::model::SynchronizationSchema;
use super::super::select::is_outbound;

const EXTENSION: &str = "urn:ietf:params:scim:schemas:extension:Gong:2.0:User:";

/// Whether the document leads to Gong: by its id, the name of a target directory, or Gong's extension attributes.
pub(super) fn is_meant(schema: &SynchronizationSchema) -> bool {
    let outbound = || schema.rules().iter().filter(|rule| is_outbound(schema, rule));
    schema.id().is_some_and(|id| starts_with(id, "gong."))
        || outbound()
            .any(|rule| rule.target_directory.as_deref().is_some_and(|name| starts_with(name, "gong")))
        || outbound()
            .flat_map(|rule| &rule.object_mappings)
            .flat_map(|mapping| &mapping.attribute_mappings)
            .any(|mapping| mapping.target_attribute.as_deref().is_some_and(is_own))
}

/// Whether a target attribute is one of Gong's extension.
pub(super) fn is_own(target: &str) -> bool {
    starts_with(target, EXTENSION)
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
