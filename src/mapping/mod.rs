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

pub use attribute::{AttributeMapping, Mapped, State};
pub use definition::{AttributeMappingDefinition, Source};
pub use flow::{FlowBehavior, FlowType, MappingType, ValueType};
pub use flowing::Flowing;
pub(crate) use flowing::{json_log_text, key_value};
pub use mappings::Mappings;
pub use projection::Projection;
pub use record::{Member, Record, Removal, home_name};
pub(crate) use rules::{
    bare_roles, in_way, is_bare_roles, read_only, unavailable, unfit_matching, without_matching,
    without_target,
};
pub(crate) use source_attributes::attributes_read;
pub(crate) use target::without_core;
pub use target::{TargetPath, member};
pub(crate) use targets::{Target, Targets, Written};
pub use template::Template;
