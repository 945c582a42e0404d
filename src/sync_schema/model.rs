//! The typed view of a schema. Every part knows its JSON pointer; absent, null and empty read the same.

use super::document::{Document, Envelope};
use crate::diagnostic::{Diagnostic, Diagnostics, Pointer, code, quoted};
pub use crate::mapping::{FlowBehavior, FlowType, MappingType};
use crate::profile::entra::AttributeType;
use crate::scope::{ClauseDefinition, FilterDefinition};
use crate::value::boolean;
use crate::value::entra::{is_directory_extension, is_meant};
use crate::value::names::NameIndex;
use crate::value::order::sort_by_key;

/// A `synchronizationSchema`: the document and its typed view.
///
/// ```
/// use scimwright::limits::Limits;
/// use scimwright::sync_schema::{AttributeMapping, CheckOptions, SynchronizationSchema, check};
///
/// let mut schema = SynchronizationSchema::for_gong();
/// let users = &schema.rules()[0].object_mappings[1];
/// let is_title = |mapping: &&AttributeMapping| mapping.target_attribute.as_deref() == Some("title");
/// let place = users.attribute_mappings.iter().find(is_title).unwrap().pointer.clone();
/// schema.set_expression(place.as_str(), r#"Coalesce([jobTitle], "Employee")"#, &Limits::DEFAULT)?;
/// assert!(check(&schema, &CheckOptions::default()).is_empty());
/// let exported = schema.document().to_string();
/// assert!(exported.contains("Coalesce([jobTitle]"));
/// # Ok::<(), scimwright::diagnostic::Diagnostics>(())
/// ```
#[derive(Debug, Clone)]
pub struct SynchronizationSchema {
    pub(super) document: Document,
    pub(super) envelope: Envelope,
    /// Pointer of the schema in the document: empty unless it stands in an envelope.
    pub(super) root: String,
    pub(super) parts: Parts,
    pub(super) findings: Diagnostics,
}

/// What the typed view holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    pub(super) id: Option<String>,
    pub(super) rules: Vec<SynchronizationRule>,
    pub(super) directories: Vec<Directory>,
    pub(super) names: NameIndex,
    /// The places of members that could not be read, or not in full.
    pub(super) unread: NameIndex,
}

impl SynchronizationSchema {
    /// The document, to be written with `to_string`.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// Whether the document spells the names of members as Microsoft Graph does, and not only in other letters.
    pub(crate) fn is_spelled_as_graph(&self) -> bool {
        !self.findings.iter().any(|finding| finding.code == &code::sync_schema::NAME_CASE)
    }

    /// What stands around the schema in the document.
    pub const fn envelope(&self) -> Envelope {
        self.envelope
    }

    /// The JSON pointer of the schema in the document; empty when it is the document.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The id: of a job, `<template>.<tenant>.<service principal>`; of a template, `<template>.` and 32 zeros.
    pub fn id(&self) -> Option<&str> {
        self.parts.id.as_deref()
    }

    /// The rules, in document order.
    pub fn rules(&self) -> &[SynchronizationRule] {
        &self.parts.rules
    }

    /// The directories, in document order.
    pub fn directories(&self) -> &[Directory] {
        &self.parts.directories
    }

    /// What reading found: coerced scalars, unknown words, ignored elements. [`check`](super::check()) repeats them.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The directory of this name.
    pub fn directory(&self, name: &str) -> Option<&Directory> {
        self.directories().get(self.parts.names.exact(name)?).filter(|_| !name.is_empty())
    }

    /// The definition of the object a mapping reads from.
    pub fn source_object(
        &self,
        rule: &SynchronizationRule,
        mapping: &ObjectMapping,
    ) -> Option<&ObjectDefinition> {
        self.directory(rule.source_directory.as_deref()?)?.object(mapping.source_object.as_deref()?)
    }

    /// The definition of the object a mapping writes to.
    pub fn target_object(
        &self,
        rule: &SynchronizationRule,
        mapping: &ObjectMapping,
    ) -> Option<&ObjectDefinition> {
        self.directory(rule.target_directory.as_deref()?)?.object(mapping.target_object.as_deref()?)
    }
}

/// A rule: one direction of synchronization.
#[derive(Debug, Clone)]
pub struct SynchronizationRule {
    /// Its place.
    pub pointer: Pointer,
    /// Its name, such as `USERGROUP_OUTBOUND_USERGROUP`.
    pub name: Option<String>,
    /// Whether the administrator may change it.
    pub editable: bool,
    /// Rules apply lowest number first.
    pub priority: i32,
    /// Name of the directory read from.
    pub source_directory: Option<String>,
    /// Name of the directory written to.
    pub target_directory: Option<String>,
    /// One for each pair of objects.
    pub object_mappings: Vec<ObjectMapping>,
    /// Free keys.
    pub metadata: Metadata,
}

/// How one source object becomes one target object.
#[derive(Debug, Clone)]
pub struct ObjectMapping {
    /// Its place.
    pub pointer: Pointer,
    /// Its label in the portal; none on hidden mappings.
    pub name: Option<String>,
    /// Disabled mappings are skipped.
    pub enabled: bool,
    /// Target object actions.
    pub flow_types: ObjectFlowTypes,
    /// Name of the source object; none on hidden mappings.
    pub source_object: Option<String>,
    /// Name of the target object.
    pub target_object: Option<String>,
    /// Which source objects take part.
    pub scope: Scope,
    /// One for each target attribute.
    pub attribute_mappings: Vec<AttributeMapping>,
    /// Such as `Unsynchronized`, `Disposition`, `EscrowBehavior`.
    pub metadata: Metadata,
}

impl ObjectMapping {
    /// The mapping as a reader knows it: its name, or what it maps; where neither is told, this one.
    pub fn label(&self) -> String {
        match (&self.name, &self.source_object) {
            (Some(name), _) => format!("the object mapping {}", quoted(name)),
            (None, Some(source)) => format!("the object mapping of {}", quoted(source)),
            (None, None) => "this object mapping".to_owned(),
        }
    }

    /// Whether the mapping only helps the service's own logic (`Unsynchronized`), or has no source object.
    pub fn is_hidden(&self) -> bool {
        self.source_object.is_none() || self.is_unsynchronized()
    }

    /// Whether the mapping only helps the service's own logic.
    pub fn is_unsynchronized(&self) -> bool {
        self.metadata.flag("Unsynchronized") == Some(true)
    }

    /// The matching attributes in the order they are tried: ascending precedence, then document order. A mapping without a
    /// target matches nothing.
    pub fn matching_attributes(&self) -> Vec<&AttributeMapping> {
        let matches =
            |mapping: &&AttributeMapping| mapping.matching_priority > 0 && mapping.target_attribute.is_some();
        let mut matching: Vec<_> = self.attribute_mappings.iter().filter(matches).collect();
        sort_by_key(&mut matching, |mapping| mapping.matching_priority);
        matching
    }
}

/// How one target attribute gets its value.
#[derive(Debug, Clone)]
pub struct AttributeMapping {
    /// Its place.
    pub pointer: Pointer,
    /// The target attribute: for a SCIM target, an attribute path.
    pub target_attribute: Option<String>,
    /// Where the value comes from; none for the mapping type *None*.
    pub source: Option<MappingSource>,
    /// Default value if null; the empty text of a document is none.
    pub default_value: Option<String>,
    /// When the mapping applies.
    pub flow_type: FlowType,
    /// Whether unchanged values are sent.
    pub flow_behavior: FlowBehavior,
    /// Matching precedence; 0 = not a matching attribute.
    pub matching_priority: i32,
}

impl AttributeMapping {
    /// The portal's word for the kind of source.
    pub fn mapping_type(&self) -> MappingType {
        self.source.as_ref().map_or(MappingType::None, |source| match source.kind {
            SourceType::Attribute => MappingType::Direct,
            SourceType::Constant => MappingType::Constant,
            SourceType::Function => MappingType::Expression,
        })
    }
}

/// The source of an attribute mapping, as text and as a tree; both forms stand in the document.
#[derive(Debug, Clone)]
pub struct MappingSource {
    /// Its place.
    pub pointer: Pointer,
    /// What `name` names.
    pub kind: SourceType,
    /// Attribute name, constant text or function name.
    pub name: Option<String>,
    /// The same thing as an expression.
    pub expression: Option<String>,
    /// Arguments of a function by parameter name; omitted ones have no entry, repeated ones several.
    pub parameters: Vec<Parameter>,
}

/// One argument of a function in a source tree.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its place.
    pub pointer: Pointer,
    /// Name of the function's parameter.
    pub key: String,
    /// The argument.
    pub value: MappingSource,
}

/// Graph's kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SourceType {
    /// An attribute of the source object.
    #[default]
    Attribute,
    /// A fixed text.
    Constant,
    /// A function call.
    Function,
}

/// Target object actions: which changes a mapping may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectFlowTypes {
    /// Create objects.
    pub add: bool,
    /// Change objects.
    pub update: bool,
    /// Disable or delete objects.
    pub delete: bool,
}

impl ObjectFlowTypes {
    /// Create, update and delete: what an absent property means.
    pub const ALL: Self = Self { add: true, update: true, delete: true };
    /// No action.
    pub const NONE: Self = Self { add: false, update: false, delete: false };
}

/// Which source objects take part in a mapping; an empty set lets everything pass.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Scoping filters of the portal: objects that leave them are deprovisioned.
    pub groups: Vec<ScopingFilter>,
    /// Objects failing these are never looked at, and not deprovisioned.
    pub input_filter_groups: Vec<ScopingFilter>,
    /// Whether an object belongs to this mapping.
    pub category_filter_groups: Vec<ScopingFilter>,
}

impl Scope {
    /// The filters of all three sets, in evaluation order: input, category, groups.
    pub fn filters(&self) -> impl Iterator<Item = &ScopingFilter> {
        self.input_filter_groups.iter().chain(&self.category_filter_groups).chain(&self.groups)
    }

    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.filters().next().is_none()
    }
}

/// A scoping filter: all its clauses have to hold; of several filters one has to.
#[derive(Debug, Clone)]
pub struct ScopingFilter {
    /// Its place.
    pub pointer: Pointer,
    /// Its title.
    pub name: Option<String>,
    /// Its clauses.
    pub clauses: Vec<ScopingClause>,
}

impl ScopingFilter {
    /// The filter in the form that can be compiled, with the places of its clauses.
    pub fn definition(&self) -> FilterDefinition {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let clause = |clause: &ScopingClause| ClauseDefinition {
            attribute: text(&clause.source_attribute),
            operator: text(&clause.operator),
            values: clause.values.clone(),
            places: clause.places.clone(),
            pointer: Some(clause.pointer.as_str().to_owned()),
        };
        FilterDefinition {
            name: text(&self.name),
            clauses: self.clauses.iter().map(clause).collect(),
            pointer: Some(self.pointer.as_str().to_owned()),
        }
    }
}

/// A clause of a scoping filter.
#[derive(Debug, Clone)]
pub struct ScopingClause {
    /// Its place.
    pub pointer: Pointer,
    /// Attribute of the source object, without brackets.
    pub source_attribute: Option<String>,
    /// The operator as written, such as `REGEX MATCH`.
    pub operator: Option<String>,
    /// The values compared with; none for unary operators.
    pub values: Vec<String>,
    /// Where each value stands among the elements of its list.
    pub(super) places: Vec<usize>,
}

/// A directory: the objects one side of a rule knows.
#[derive(Debug, Clone)]
pub struct Directory {
    /// Its place.
    pub pointer: Pointer,
    /// Its id.
    pub id: Option<String>,
    /// The name rules refer to.
    pub name: Option<String>,
    /// Its objects.
    pub objects: Vec<ObjectDefinition>,
    pub(super) names: NameIndex,
}

impl Directory {
    /// The object of this name: the exact spelling first, else one that differs in ASCII case only.
    pub fn object(&self, name: &str) -> Option<&ObjectDefinition> {
        self.objects.get(self.names.any_case(name)?).filter(|_| !name.is_empty())
    }
}

/// An object and its attributes.
#[derive(Debug, Clone)]
pub struct ObjectDefinition {
    /// Its place.
    pub pointer: Pointer,
    /// The name object mappings refer to.
    pub name: Option<String>,
    /// Its attributes.
    pub attributes: Vec<AttributeDefinition>,
    /// Such as `IsSoftDeletionSupported`.
    pub metadata: Metadata,
    pub(super) names: NameIndex,
}

impl ObjectDefinition {
    /// The attribute of exactly this name.
    pub fn attribute(&self, name: &str) -> Option<&AttributeDefinition> {
        self.names.exact(name).and_then(|place| self.attributes.get(place))
    }

    /// The attribute of this name without regard to ASCII case.
    pub fn attribute_ignoring_case(&self, name: &str) -> Option<&AttributeDefinition> {
        self.names.any_case(name).and_then(|place| self.attributes.get(place))
    }

    /// The attribute that a mapping or a filter means by a name.
    pub fn meant(&self, name: &str) -> Option<&AttributeDefinition> {
        self.attribute_ignoring_case(name).filter(|defined| is_meant(&defined.name, name))
    }
}

/// An attribute of an object.
#[derive(Debug, Clone)]
pub struct AttributeDefinition {
    /// Its place.
    pub pointer: Pointer,
    /// Its name; at a SCIM target, the path that `targetAttributeName` uses.
    pub name: String,
    /// Its type.
    pub attribute_type: AttributeType,
    /// Whether an object cannot be created without it.
    pub required: bool,
    /// Used when a required attribute gets no value on creation.
    pub default_value: Option<String>,
    /// Whether it holds several values.
    pub multivalued: bool,
    /// Whether letter case counts as a change.
    pub case_exact: bool,
    /// Whether it can be read and written.
    pub mutability: Mutability,
    /// Whether it is the identity of the object, assigned by its directory.
    pub anchor: bool,
    /// Whether nulls may be sent.
    pub flow_null_values: bool,
    /// Names of the objects a reference may lead to.
    pub referenced_objects: Vec<String>,
    /// Such as `MaximumLength`, `IsContainer`.
    pub metadata: Metadata,
}

impl AttributeDefinition {
    /// Whether mappings can use it as a source: multi-valued directory extensions are not available (Entra, *Known
    /// issues*).
    pub fn is_mappable(&self) -> bool {
        !(self.multivalued && is_directory_extension(&self.name))
    }

    /// The longest value that it takes (metadata `MaximumLength`).
    pub(crate) fn maximum_length(&self) -> Option<usize> {
        self.metadata.get("MaximumLength")?.trim_matches('"').parse().ok()
    }

    /// Whether scoping filters can test it as it is declared: neither those nor dates (Entra, *Known issues*). What Entra's
    /// own attributes allow, [`SourceProfile::is_scopable`] says.
    ///
    /// [`SourceProfile::is_scopable`]: crate::profile::entra::SourceProfile::is_scopable
    pub fn is_scopable(&self) -> bool {
        self.is_mappable() && self.attribute_type != AttributeType::DateTime
    }
}

/// Whether an attribute can be read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mutability {
    /// Both.
    #[default]
    ReadWrite,
    /// Never written.
    ReadOnly,
    /// Written on creation only.
    Immutable,
    /// Never read.
    WriteOnly,
}

/// Key and value pairs; a value is text that may hold JSON, decoded on use only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    pub(super) entries: Vec<(String, String)>,
}

impl Metadata {
    /// The text of the first entry with this key, without regard to ASCII case.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value.as_str())
    }

    /// The text with inner quotes taken off: `"\"Normal\""` says `Normal`.
    pub fn word(&self, key: &str) -> Option<&str> {
        let text = self.get(key)?.trim();
        Some(text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(text))
    }

    /// The truth value, where the text says `true` or `false` in any case.
    pub fn flag(&self, key: &str) -> Option<bool> {
        boolean::said(self.word(key)?)
    }
}
