//! The words of an attribute mapping: where its value comes from, when it flows, what the target takes.
//!
//! Portal and Graph names side by side: Entra, *Customize application attributes*; Graph,
//! *attributeMapping resource type*.

use crate::value::json::words;

/// Where the value of a mapping comes from, in the portal's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MappingType {
    /// The value of one source attribute.
    Direct,
    /// The result of an expression.
    Expression,
    /// A fixed text.
    Constant,
    /// Nothing flows; a default fills an empty target.
    None,
}

words!(MappingType { Direct "direct", Expression "expression", Constant "constant", None "none" });

/// When a mapping takes part (`flowType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum FlowType {
    /// On creation and on every update.
    #[default]
    Always,
    /// Only when the object is created.
    ObjectAddOnly,
    /// Only values added to a multi-valued attribute.
    MultiValueAddOnly,
    /// Only additions, where the target holds a value already.
    ValueAddOnly,
    /// Only while the target holds no value at all.
    AttributeAddOnly,
}

words!(FlowType {
    Always "Always",
    ObjectAddOnly "ObjectAddOnly",
    MultiValueAddOnly "MultiValueAddOnly",
    ValueAddOnly "ValueAddOnly",
    AttributeAddOnly "AttributeAddOnly",
});

impl FlowType {
    /// Whether another value takes the place of one that an account holds.
    pub(crate) const fn replaces(self) -> bool {
        matches!(self, Self::Always)
    }

    /// Whether a mapping is written to an account that exists already; `holds`: whether its attribute has a value.
    pub(crate) const fn writes_to_existing(self, holds: bool) -> bool {
        match self {
            Self::ObjectAddOnly => false,
            Self::AttributeAddOnly => !holds,
            Self::Always | Self::MultiValueAddOnly | Self::ValueAddOnly => true,
        }
    }
}

/// Whether an equal value is sent (`flowBehavior`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum FlowBehavior {
    /// Only a value that differs from the target's.
    #[default]
    FlowWhenChanged,
    /// With every PATCH that is sent for another reason.
    FlowAlways,
}

words!(FlowBehavior { FlowWhenChanged "FlowWhenChanged", FlowAlways "FlowAlways" });

/// The type of a target attribute, as far as it decides how a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ValueType {
    /// Text, sent unchanged; also dates, binaries and anything unknown.
    #[default]
    String,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// The id of another object, written in the second pass.
    Reference,
}

words!(ValueType {
    String "String",
    Boolean "Boolean",
    Integer "Integer",
    Reference "Reference",
});

impl ValueType {
    /// The type of an attribute definition's `type`; what decides nothing is text.
    pub fn from_name(name: &str) -> Self {
        let kinds = [Self::Boolean, Self::Integer, Self::Reference];
        kinds.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(name)).unwrap_or_default()
    }
}
