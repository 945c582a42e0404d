//! Attribute mappings as configured.

use super::flow::{FlowBehavior, FlowType, MappingType, ValueType};
use crate::diagnostic::Diagnostic;

/// An attribute mapping as configured, whatever document it was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttributeMappingDefinition {
    /// The target attribute name.
    pub target: String,
    /// Where the value comes from.
    pub source: Source,
    /// The default value if null.
    pub default_value: Option<String>,
    /// When the mapping takes part.
    pub flow_type: FlowType,
    /// Whether an equal value is sent.
    pub flow_behavior: FlowBehavior,
    /// Matching precedence, lowest first; 0: not a matching attribute.
    pub matching_priority: u32,
    /// The type of the target attribute.
    pub value_type: ValueType,
    /// Whether the target needs a value to create the object.
    pub required: bool,
    /// Whether the target assigns the value and takes none.
    pub read_only: bool,
    /// Whether a text has to say a truth value: the target declares a String where SCIM has a Boolean.
    pub says_boolean: bool,
    /// Whether letter case counts when values are compared.
    pub case_exact: bool,
    /// Whether the target takes one value: declared so.
    pub single_valued: bool,
    /// The longest value the target takes.
    pub maximum_length: Option<usize>,
    /// Whether no mapping stands in the configuration: the target requires the attribute.
    pub is_implied: bool,
    /// Where the mapping stands in the configuration.
    pub pointer: Option<String>,
    /// Where its source stands there: the name, the text or the tree that is used.
    pub source_pointer: Option<String>,
}

impl AttributeMappingDefinition {
    /// A finding about the mapping, at its place in the configuration; `member` is a pointer from there.
    pub(crate) fn locate(&self, finding: Diagnostic, member: &str) -> Diagnostic {
        finding.within_any(self.pointer.as_ref().map(|pointer| format!("{pointer}{member}")).as_deref())
    }

    /// A finding about the target attribute, at its place in the configuration.
    pub(crate) fn at_target(&self, finding: Diagnostic) -> Diagnostic {
        self.locate(finding, "/targetAttributeName")
    }

    /// A finding about the source, at its place in the configuration; of an expression it counts in the text.
    pub(crate) fn in_source(&self, finding: Diagnostic) -> Diagnostic {
        let place = self.source_pointer.as_deref().or(self.pointer.as_deref());
        match &self.source {
            Source::Tree(_) => finding.made_of(place),
            Source::Attribute(_) | Source::Expression(_) | Source::Constant(_) | Source::None => {
                finding.within_any(place)
            }
        }
    }

    /// The same attribute without a value.
    pub(super) fn silent(&self) -> Self {
        Self { source: Source::None, default_value: None, matching_priority: 0, ..self.clone() }
    }

    /// Whether a source or a default can give a value.
    pub(super) fn gives(&self) -> bool {
        self.source != Source::None || self.default_value.is_some()
    }

    /// Whether every text but the empty one fits the target as it is.
    pub(super) fn takes_any_text(&self) -> bool {
        self.maximum_length.is_none()
            && !self.says_boolean
            && matches!(self.value_type, ValueType::String | ValueType::Reference)
    }
}

/// Where a mapping's value comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// A source attribute.
    Attribute(String),
    /// An expression.
    Expression(String),
    /// The tree of an expression, of which the configuration holds no whole text: the text made of it, or why there is none.
    Tree(Result<String, Diagnostic>),
    /// A fixed text.
    Constant(String),
    /// Nothing.
    #[default]
    None,
}

impl Source {
    /// The portal's word.
    pub const fn mapping_type(&self) -> MappingType {
        match self {
            Self::Attribute(_) => MappingType::Direct,
            Self::Expression(_) | Self::Tree(_) => MappingType::Expression,
            Self::Constant(_) => MappingType::Constant,
            Self::None => MappingType::None,
        }
    }

    /// The attribute of a direct mapping.
    pub fn attribute(&self) -> Option<&str> {
        match self {
            Self::Attribute(name) => Some(name),
            _ => None,
        }
    }

    /// The text of an expression, written or made of its tree.
    pub fn expression(&self) -> Option<&str> {
        match self {
            Self::Expression(text) | Self::Tree(Ok(text)) => Some(text),
            _ => None,
        }
    }

    /// The attribute, expression or constant as written.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Attribute(text) | Self::Constant(text) => Some(text),
            Self::Expression(_) | Self::Tree(_) => self.expression(),
            Self::None => None,
        }
    }
}
