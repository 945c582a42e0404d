//! The tolerant reader: one bad part never hides the others.
//!
//! Enum words are matched without regard to case or by number, scalars written as strings are taken for what they
//! say, parts of the wrong kind are ignored, all with a finding at their JSON pointer. Metadata is not interpreted.

mod member;

use super::document::{Document, Envelope};
use super::model::{
    AttributeDefinition, AttributeMapping, Directory, FlowBehavior, FlowType, MappingSource, Metadata,
    Mutability, ObjectDefinition, ObjectFlowTypes, ObjectMapping, Parameter, Parts, Scope, ScopingClause,
    ScopingFilter, SourceType, SynchronizationRule, SynchronizationSchema,
};
use super::unread::unread;
use crate::diagnostic::{Diagnostic, Diagnostics, Pointer};
use crate::limits::Limits;
use crate::profile::entra::AttributeType;
use crate::value::json::{self, Json};
use crate::value::names::NameIndex;
use crate::value::text;
use member::{Node, Reader};

impl SynchronizationSchema {
    /// Reads a schema: bare, in a template, or in a `value` array.
    ///
    /// What can be read is read; [`findings`](Self::findings) tells the rest.
    ///
    /// # Errors
    /// Only what makes the whole document unusable: `IN001` to `IN005` and `LM001` to `LM005` for the JSON,
    /// `SS101` to `SS103` for the envelope.
    ///
    /// ```
    /// use scimwright::{limits::Limits, sync_schema::SynchronizationSchema};
    ///
    /// let text = r#"{"synchronizationRules":[{"name":"USER_OUTBOUND_USER","priority":"1"}]}"#;
    /// let schema = SynchronizationSchema::parse(text, &Limits::DEFAULT)?;
    /// assert_eq!(schema.rules()[0].priority, 1);
    /// assert_eq!(schema.findings()[0].code.name, "schema-scalar-coerced");
    /// # Ok::<(), Box<scimwright::diagnostic::Diagnostic>>(())
    /// ```
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        Self::from_document(Document::parse(text, limits)?)
    }

    /// Reads a schema from the bytes of a file: UTF-8, or UTF-16 behind a byte-order mark as PowerShell writes it.
    ///
    /// # Errors
    /// `IN004` and `IN006` for bytes that are no text; else as [`parse`](Self::parse).
    pub fn from_bytes(bytes: &[u8], limits: &Limits) -> Result<Self, Diagnostic> {
        Self::parse(&text::decode(bytes)?, limits)
    }

    /// Reads the schema in a document.
    ///
    /// # Errors
    /// `SS101` to `SS103` for the envelope.
    pub fn from_document(document: Document) -> Result<Self, Diagnostic> {
        let (envelope, root) = document.envelope()?;
        let mut schema =
            Self { document, envelope, root, parts: Parts::default(), findings: Diagnostics::new() };
        schema.reread();
        Ok(schema)
    }

    /// The built-in configuration for Gong: the 13 user and 2 group attributes of its provisioning tutorial with the
    /// customary sources. Gong's own default sources are not published.
    ///
    /// ```
    /// let schema = scimwright::sync_schema::SynchronizationSchema::for_gong();
    /// assert_eq!(schema.rules()[0].object_mappings.len(), 2);
    /// ```
    pub fn for_gong() -> Self {
        const TEXT: &str = json::profile!("gong/synchronization-schema.json");
        // The file is part of the build and tests read it, so the empty schema is never used.
        Self::parse(TEXT, &Limits::DEFAULT).unwrap_or_else(|_| Self {
            document: Document::default(),
            envelope: Envelope::Bare,
            root: String::new(),
            parts: Parts::default(),
            findings: Diagnostics::new(),
        })
    }

    /// Builds the typed view anew; needed after every change of the document.
    pub(super) fn reread(&mut self) {
        let mut reader = Reader { findings: Diagnostics::new(), case_told: false };
        self.parts = match self.document.json().pointer(&self.root).and_then(Json::as_object) {
            Some(object) => reader.schema(&Node { object, pointer: Pointer::at(&self.root) }),
            None => Parts::default(),
        };
        reader.is_default(self);
        self.findings = reader.findings;
        self.parts.unread = unread(&self.findings);
    }
}

impl Reader {
    /// Reads the mark by which one of several schemas is chosen, for what is wrong with it.
    fn is_default(&mut self, schema: &SynchronizationSchema) {
        let item = schema.root.match_indices('/').nth(2).map_or(schema.root.len(), |(at, _)| at);
        if schema.envelope == Envelope::Collection
            && let Some(pointer) = schema.root.get(..item)
            && let Some(object) = schema.document.json().pointer(pointer).and_then(Json::as_object)
        {
            self.flag(&Node { object, pointer: Pointer::at(pointer) }, "default", false);
        }
    }

    fn schema(&mut self, node: &Node<'_>) -> Parts {
        let rules = self.items(node, "synchronizationRules");
        let directories = self.items(node, "directories");
        let id = self.name(node, "id");
        let rules = rules.iter().map(|rule| self.rule(rule)).collect();
        let directories: Vec<_> = directories.iter().map(|directory| self.directory(directory)).collect();
        let names = directories.iter().map(|directory| directory.name.as_deref());
        Parts { id, rules, names: index(names), directories, unread: NameIndex::default() }
    }

    fn rule(&mut self, node: &Node<'_>) -> SynchronizationRule {
        let mappings = self.items(node, "objectMappings");
        SynchronizationRule {
            name: self.name(node, "name"),
            editable: self.flag(node, "editable", true),
            priority: self.integer(node, "priority"),
            source_directory: self.name(node, "sourceDirectoryName"),
            target_directory: self.name(node, "targetDirectoryName"),
            object_mappings: mappings.iter().map(|mapping| self.object_mapping(mapping)).collect(),
            metadata: self.metadata(node),
            pointer: node.pointer.clone(),
        }
    }

    fn object_mapping(&mut self, node: &Node<'_>) -> ObjectMapping {
        let scope = self.child(node, "scope");
        let mappings = self.items(node, "attributeMappings");
        ObjectMapping {
            name: self.name(node, "name"),
            enabled: self.flag(node, "enabled", true),
            flow_types: self.flow_types(node),
            source_object: self.name(node, "sourceObjectName"),
            target_object: self.name(node, "targetObjectName"),
            scope: scope.map(|scope| self.scope(&scope)).unwrap_or_default(),
            attribute_mappings: mappings.iter().map(|mapping| self.attribute_mapping(mapping)).collect(),
            metadata: self.metadata(node),
            pointer: node.pointer.clone(),
        }
    }

    /// `Add, Update, Delete` in any spacing, or the sum of 1, 2 and 4.
    fn flow_types(&mut self, node: &Node<'_>) -> ObjectFlowTypes {
        const WORDS: [&str; 4] = ["None", "Add", "Update", "Delete"];
        let Some((value, pointer)) = self.value(node, "flowTypes") else { return ObjectFlowTypes::ALL };
        let bits = match value {
            Json::Number(number) => number.as_i64(),
            // As absent: what is empty says nothing.
            Json::String(text) if text.trim().is_empty() => return ObjectFlowTypes::ALL,
            Json::String(text) => flag_bits(text),
            other => {
                self.wrong_kind("flowTypes", "a list of words in one string", other, &pointer);
                return ObjectFlowTypes::ALL;
            }
        };
        match bits.filter(|bits| (0..=7).contains(bits)) {
            Some(bits) => {
                ObjectFlowTypes { add: bits & 1 != 0, update: bits & 2 != 0, delete: bits & 4 != 0 }
            }
            None => {
                self.unknown_word("flowTypes", value, WORDS.into_iter(), &pointer);
                ObjectFlowTypes::ALL
            }
        }
    }

    fn attribute_mapping(&mut self, node: &Node<'_>) -> AttributeMapping {
        let source = self.child(node, "source");
        AttributeMapping {
            target_attribute: self.name(node, "targetAttributeName"),
            source: source.map(|source| self.source(&source)),
            default_value: self.name(node, "defaultValue"),
            flow_type: self.word(node, "flowType", &FlowType::ALL.map(|kind| (kind.as_str(), kind))),
            flow_behavior: self.word(
                node,
                "flowBehavior",
                &FlowBehavior::ALL.map(|behavior| (behavior.as_str(), behavior)),
            ),
            matching_priority: self.integer(node, "matchingPriority"),
            pointer: node.pointer.clone(),
        }
    }

    // INVARIANT: recursion follows the nesting of the document, which `Limits::nesting` bounds.
    fn source(&mut self, node: &Node<'_>) -> MappingSource {
        let parameters = self.items(node, "parameters");
        let mut arguments = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let key = self.text(&parameter, "key").unwrap_or_default();
            if let Some(value) = self.child(&parameter, "value") {
                let value = self.source(&value);
                arguments.push(Parameter { key, value, pointer: parameter.pointer.clone() });
            }
        }
        MappingSource {
            kind: self.word(
                node,
                "type",
                &[
                    ("Attribute", SourceType::Attribute),
                    ("Constant", SourceType::Constant),
                    ("Function", SourceType::Function),
                ],
            ),
            name: self.text(node, "name"),
            expression: self.name(node, "expression"),
            parameters: arguments,
            pointer: node.pointer.clone(),
        }
    }

    fn scope(&mut self, node: &Node<'_>) -> Scope {
        Scope {
            groups: self.filters(node, "groups"),
            input_filter_groups: self.filters(node, "inputFilterGroups"),
            category_filter_groups: self.filters(node, "categoryFilterGroups"),
        }
    }

    fn filters(&mut self, node: &Node<'_>, name: &str) -> Vec<ScopingFilter> {
        let mut filters = Vec::new();
        for group in self.items(node, name) {
            let clauses = self.items(&group, "clauses");
            filters.push(ScopingFilter {
                name: self.name(&group, "name"),
                clauses: clauses.iter().map(|clause| self.clause(clause)).collect(),
                pointer: group.pointer,
            });
        }
        filters
    }

    fn clause(&mut self, node: &Node<'_>) -> ScopingClause {
        let operand = self.child(node, "targetOperand");
        let operand = operand.map(|operand| self.texts(&operand, "values"));
        let (places, values) = operand.unwrap_or_default().into_iter().unzip();
        ScopingClause {
            source_attribute: self.name(node, "sourceOperandName"),
            operator: self.name(node, "operatorName"),
            values,
            places,
            pointer: node.pointer.clone(),
        }
    }

    fn directory(&mut self, node: &Node<'_>) -> Directory {
        let objects = self.items(node, "objects");
        let (id, name) = (self.name(node, "id"), self.name(node, "name"));
        let objects: Vec<_> = objects.iter().map(|object| self.object(object)).collect();
        Directory {
            id,
            name,
            names: index(objects.iter().map(|object| object.name.as_deref())),
            objects,
            pointer: node.pointer.clone(),
        }
    }

    fn object(&mut self, node: &Node<'_>) -> ObjectDefinition {
        let definitions = self.items(node, "attributes");
        let mut attributes: Vec<_> =
            definitions.iter().map(|definition| self.attribute(definition)).collect();
        attributes.retain(|attribute| !attribute.name.is_empty());
        ObjectDefinition {
            name: self.name(node, "name"),
            metadata: self.metadata(node),
            pointer: node.pointer.clone(),
            names: NameIndex::of(&mut attributes.iter().map(|attribute| attribute.name.as_str())),
            attributes,
        }
    }

    fn attribute(&mut self, node: &Node<'_>) -> AttributeDefinition {
        let mut referenced = Vec::new();
        for reference in self.items(node, "referencedObjects") {
            referenced.extend(self.name(&reference, "referencedObjectName"));
        }
        AttributeDefinition {
            name: self.required_name(node, "attributes"),
            attribute_type: self.word(node, "type", &AttributeType::ALL.map(|kind| (kind.as_str(), kind))),
            required: self.flag(node, "required", false),
            default_value: self.name(node, "defaultValue"),
            multivalued: self.flag(node, "multivalued", false),
            case_exact: self.flag(node, "caseExact", false),
            mutability: self.word(
                node,
                "mutability",
                &[
                    ("ReadWrite", Mutability::ReadWrite),
                    ("ReadOnly", Mutability::ReadOnly),
                    ("Immutable", Mutability::Immutable),
                    ("WriteOnly", Mutability::WriteOnly),
                ],
            ),
            anchor: self.flag(node, "anchor", false),
            flow_null_values: self.flag(node, "flowNullValues", false),
            referenced_objects: referenced,
            metadata: self.metadata(node),
            pointer: node.pointer.clone(),
        }
    }
}

/// Where each name stands; what has none stands under the empty one.
fn index<'n>(names: impl ExactSizeIterator<Item = Option<&'n str>>) -> NameIndex {
    NameIndex::of(&mut names.map(Option::unwrap_or_default))
}

/// The sum of the actions in a list of words; a number among them counts as one.
fn flag_bits(text: &str) -> Option<i64> {
    text.split(',').map(str::trim).try_fold(0, |bits, word| {
        let bit = match word.to_ascii_lowercase().as_str() {
            "none" => 0,
            "add" => 1,
            "update" => 2,
            "delete" => 4,
            number => number.parse::<i64>().ok()?,
        };
        Some(bits | bit)
    })
}
