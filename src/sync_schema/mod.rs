//! The Microsoft Graph `synchronizationSchema`: the configuration an administrator already has.
//!
//! A document is kept as it was read, member order and number text included; the typed [`SynchronizationSchema`] is a
//! view with JSON pointers into it. What the reader does not know survives reading and writing, and an edit changes
//! only the places it names.

mod check;
mod document;
mod edit;
mod model;
mod read;
mod rules;
mod select;
mod source;
mod unread;

pub use crate::profile::ObjectKind;
pub use crate::profile::entra::AttributeType;
pub(crate) use check::as_spelled;
pub use check::{CheckOptions, Target, check};
pub(crate) use check::{broken_links, is_for_gong};
pub use document::{Document, Envelope};
pub use edit::scoping_filter;
pub use model::{
    AttributeDefinition, AttributeMapping, Directory, FlowBehavior, FlowType, MappingSource, MappingType,
    Metadata, Mutability, ObjectDefinition, ObjectFlowTypes, ObjectMapping, Parameter, Scope, ScopingClause,
    ScopingFilter, SourceType, SynchronizationRule, SynchronizationSchema,
};
pub(crate) use rules::{
    Requirements, StandIn, is_boolean, is_described, is_unavailable, undescribed, unfilterable, unqualified,
};
pub use select::{Selected, is_outbound, kind_of_object, selected};
pub(crate) use select::{outbound, testable};
pub use source::{ResolvedSource, source_json};
