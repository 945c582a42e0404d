//! Attribute mappings: reading the source, working out each value, writing it where the target wants it.

mod attribute;
mod attributes;
mod flow;
mod order;
mod projection;
mod raw;
mod record;
mod target;
mod template;

pub use attribute::{
    AttributeMapping, AttributeMappingDefinition, Mapped, Mappings, Source, State, without_matching,
};
pub use attributes::attributes_read;
pub use flow::{FlowBehavior, FlowType, MappingType, ValueType};
pub use projection::Projection;
pub use record::{Member, Record, Removal, home_name};
pub use target::{Flowing, TargetPath, json_log_text, key_value, member, without_core};
pub use template::Template;
