//! Attribute mappings: reading the source, working out each value, writing it where the target wants it.

mod attribute;
mod definition;
mod flow;
mod flowing;
mod mappings;
mod order;
mod projection;
mod raw;
mod record;
mod rules;
mod source_attributes;
mod target;
mod targets;
mod template;

pub(crate) use attribute::{AttributeMapping, Mapped, State};
pub use definition::{AttributeMappingDefinition, Source};
pub use flow::{FlowBehavior, FlowType, MappingType, ValueType};
pub(crate) use flowing::{Flowing, json_log_text, key_value};
pub(crate) use mappings::Mappings;
pub(crate) use projection::Projection;
pub(crate) use record::{Record, Removal};
pub(crate) use rules::{
    bare_roles, filled_in, in_way, is_bare_roles, read_only, too_long, unavailable, unfit_matching,
    without_matching, without_target,
};
pub(crate) use source_attributes::attributes_read;
pub use target::TargetPath;
pub(crate) use target::{member, without_core};
pub(crate) use targets::{Target, Targets, Written};
pub(crate) use template::Template;
