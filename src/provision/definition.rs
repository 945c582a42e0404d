//! Object mappings as configured, and how they are read from a synchronization schema.

use std::cell::OnceCell;

use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::limits::Limits;
use crate::mapping::{self, AttributeMappingDefinition, FlowType, Source, TargetPath, ValueType};
use crate::profile::TargetProfile;
use crate::scope::{FilterDefinition, Testable};
use crate::sync_schema::{self, ObjectKind, Requirements, Selected, StandIn, SynchronizationSchema};

/// The `EscrowBehavior` that passes over references to objects without an account.
pub(super) const IGNORES_UNRESOLVED: &str = "IgnoreLookupReferenceResolutionFailure";

/// An object mapping as configured, whatever document it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectMappingDefinition {
    /// Users or groups.
    pub kind: ObjectKind,
    /// Its name.
    pub name: String,
    /// Whether it is switched on.
    pub enabled: bool,
    /// Target object actions: create.
    pub can_create: bool,
    /// Target object actions: update.
    pub can_update: bool,
    /// Target object actions: delete.
    pub can_delete: bool,
    /// The attribute mappings, in order.
    pub attributes: Vec<AttributeMappingDefinition>,
    /// Scoping filters: objects that leave them are deprovisioned.
    pub filters: Vec<FilterDefinition>,
    /// Filters that only keep objects from being looked at (`inputFilterGroups`).
    pub input_filters: Vec<FilterDefinition>,
    /// As `input_filters`: which objects belong to this mapping (`categoryFilterGroups`).
    pub category_filters: Vec<FilterDefinition>,
    /// Source attributes that the directory defines and that cannot be mapped: multi-valued directory extensions.
    pub unmappable: Vec<String>,
    /// Source attributes that the directory defines as something that scoping filters cannot test, or not as one value.
    pub unscopable: Vec<(String, Testable)>,
    /// Whether a reference to an object without an account is passed over (metadata `EscrowBehavior`).
    pub ignores_unresolved: bool,
    /// Whether the target is Gong, which can look for accounts by one attribute only.
    pub for_gong: bool,
    /// Where it stands in the configuration.
    pub pointer: Option<String>,
}

impl ObjectMappingDefinition {
    /// A mapping to Gong that is switched on, with every action and no filter.
    pub fn new(kind: ObjectKind, attributes: Vec<AttributeMappingDefinition>) -> Self {
        Self {
            kind,
            name: String::new(),
            enabled: true,
            can_create: true,
            can_update: true,
            can_delete: true,
            attributes,
            filters: Vec::new(),
            input_filters: Vec::new(),
            category_filters: Vec::new(),
            unmappable: Vec::new(),
            unscopable: Vec::new(),
            ignores_unresolved: false,
            for_gong: true,
            pointer: None,
        }
    }

    /// What tells it from others: its name, else where it stands.
    pub(super) fn known_by(&self) -> Option<&str> {
        Some(self.name.as_str()).filter(|name| !name.is_empty()).or(self.pointer.as_deref())
    }

    /// The mapping as a reader knows it: its name, or what it maps.
    fn label(&self) -> String {
        match self.name.as_str() {
            "" => format!("the object mapping of {}", quoted(self.kind.resource_type())),
            name => format!("the object mapping {}", quoted(name)),
        }
    }

    /// The finding about an object mapping in use that finds no account.
    pub(super) fn without_matching(&self) -> Option<Diagnostic> {
        let matches = |it: &AttributeMappingDefinition| it.matching_priority > 0;
        let lacks = self.enabled && !self.attributes.iter().any(matches);
        let pointer = || Some(format!("{}/attributeMappings", self.pointer.as_ref()?));
        lacks.then(|| mapping::without_matching(&self.label()).within_any(pointer().as_deref()))
    }

    /// Whether mappings cannot read a source attribute.
    pub(super) fn is_unavailable(&self, name: &str) -> bool {
        let is_unmappable = self.unmappable.iter().any(|defined| defined == name);
        sync_schema::is_unavailable(Some(self.kind), name, is_unmappable)
    }

    /// A finding about the mapping, at its place in the configuration.
    pub(super) fn locate(&self, finding: Diagnostic) -> Diagnostic {
        finding.within_any(self.pointer.as_deref())
    }
}

/// The object mappings from Entra to the target, and what was found in them and in their links to the definitions.
pub(super) fn mappings_of(
    schema: &SynchronizationSchema,
    limits: &Limits,
) -> (Vec<ObjectMappingDefinition>, Diagnostics) {
    let mut findings = sync_schema::broken_links(schema);
    let target = Target { schema, for_gong: sync_schema::is_for_gong(schema), gong: OnceCell::new() };
    let found = sync_schema::outbound(schema)
        .into_iter()
        .map(|selected| {
            let (object, finding) = target.object(&selected);
            if selected.mapping.enabled {
                findings.extend(finding);
                let untargeted =
                    selected.mapping.attribute_mappings.iter().filter(|it| it.target_attribute.is_none());
                findings.extend(untargeted.map(|it| mapping::without_target().within(it.pointer.as_str())));
            }
            mapping_of(schema, selected, object, target.for_gong, limits)
        })
        .collect();
    (found, findings)
}

/// The definitions of the target's attributes.
struct Target<'s> {
    schema: &'s SynchronizationSchema,
    for_gong: bool,
    /// The built-in configuration, once it is needed.
    gong: OnceCell<SynchronizationSchema>,
}

impl Target<'_> {
    /// The object that a mapping writes to. Where the document does not define it, Gong's attributes are the documented
    /// ones and any other target's are optional texts; either is said.
    fn object(&self, one: &Selected<'_>) -> (Option<&sync_schema::ObjectDefinition>, Option<Diagnostic>) {
        let defined = self.schema.target_object(one.rule, one.mapping);
        if let Some(object) = defined.filter(|object| sync_schema::is_described(object)) {
            return (Some(object), None);
        }
        let documented = || {
            let gong = self.gong.get_or_init(SynchronizationSchema::for_gong);
            let same = |known: &Selected<'_>| known.kind == one.kind;
            let known = sync_schema::outbound(gong).into_iter().find(same)?;
            gong.target_object(known.rule, known.mapping)
        };
        let object = self.for_gong.then(documented).flatten();
        let instead = if self.for_gong { StandIn::Gong } else { StandIn::Texts };
        (object, sync_schema::undescribed(self.schema, one.rule, one.mapping, instead))
    }
}

fn mapping_of(
    schema: &SynchronizationSchema,
    Selected { kind, rule, mapping }: Selected<'_>,
    target: Option<&sync_schema::ObjectDefinition>,
    for_gong: bool,
    limits: &Limits,
) -> ObjectMappingDefinition {
    let filters = |set: &[sync_schema::ScopingFilter]| {
        set.iter().map(sync_schema::ScopingFilter::definition).collect::<Vec<_>>()
    };
    let gong = if for_gong { TargetProfile::gong().attributes(kind.resource_type()) } else { &[] };
    let target =
        Known { kind: for_gong.then_some(kind), required: Requirements { defined: target, gong }, limits };
    let mut attributes: Vec<_> =
        mapping.attribute_mappings.iter().filter_map(|attribute| attribute_of(attribute, target)).collect();
    attributes.extend(target.unmapped(mapping));
    let source = schema.source_object(rule, mapping);
    let defined = source.map_or(&[][..], |object| &object.attributes);
    let unmappable = defined.iter().filter(|attribute| !attribute.is_mappable());
    let unscopable =
        defined.iter().map(|it| (it.name.clone(), sync_schema::testable(kind, &it.name, Some(it))));
    ObjectMappingDefinition {
        kind,
        name: mapping.name.clone().unwrap_or_default(),
        enabled: mapping.enabled,
        can_create: mapping.flow_types.add,
        can_update: mapping.flow_types.update,
        can_delete: mapping.flow_types.delete,
        attributes,
        filters: filters(&mapping.scope.groups),
        input_filters: filters(&mapping.scope.input_filter_groups),
        category_filters: filters(&mapping.scope.category_filter_groups),
        unmappable: unmappable.map(|attribute| attribute.name.clone()).collect(),
        unscopable: unscopable.filter(|(_, testable)| *testable != Testable::Value).collect(),
        ignores_unresolved: mapping
            .metadata
            .word("EscrowBehavior")
            .is_some_and(|word| word.eq_ignore_ascii_case(IGNORES_UNRESOLVED)),
        for_gong,
        pointer: Some(mapping.pointer.as_str().to_owned()),
    }
}

/// What is known of a target's attributes.
#[derive(Clone, Copy)]
struct Known<'s> {
    /// What is provisioned, where Gong is the target.
    kind: Option<ObjectKind>,
    required: Requirements<'s>,
    limits: &'s Limits,
}

impl Known<'_> {
    /// An attribute as the target takes it, without a mapping. One that is not defined counts as a text.
    fn attribute(self, name: &str) -> AttributeMappingDefinition {
        let defined = self.required.definition(name);
        let value_type = defined
            .map_or(ValueType::String, |attribute| ValueType::from_name(attribute.attribute_type.as_str()));
        let kind = self.kind.filter(|_| value_type == ValueType::String);
        let path = kind.and_then(|_| TargetPath::parse(name, self.limits).ok());
        AttributeMappingDefinition {
            target: name.to_owned(),
            default_value: self.required.default(name).map(str::to_owned),
            value_type,
            says_boolean: kind.zip(path).is_some_and(|(kind, path)| sync_schema::is_boolean(kind, &path)),
            required: self.required.who(name).is_some(),
            read_only: defined.is_some_and(|it| it.mutability == sync_schema::Mutability::ReadOnly),
            case_exact: match defined {
                Some(attribute) => attribute.case_exact,
                // RFC 7643 §3.1.
                None => name.eq_ignore_ascii_case("externalId"),
            },
            // Role objects go into `roles` however it is declared.
            single_valued: !defined.is_some_and(|attribute| attribute.multivalued)
                && !name.eq_ignore_ascii_case("roles"),
            maximum_length: defined.and_then(|it| it.maximum_length()),
            ..AttributeMappingDefinition::default()
        }
    }

    /// Required attributes without a mapping: their default is sent on creation, or its lack is an error.
    fn unmapped(self, mapping: &sync_schema::ObjectMapping) -> Vec<AttributeMappingDefinition> {
        let path = |name: &str| TargetPath::parse(name, self.limits).ok();
        let targets =
            mapping.attribute_mappings.iter().filter_map(|it| path(it.target_attribute.as_deref()?));
        let mapped: Vec<_> = targets.collect();
        let is_open =
            |name: &&str| path(name).is_some_and(|path| !mapped.iter().any(|other| other.gives(&path)));
        let implied = |name| AttributeMappingDefinition {
            flow_type: FlowType::ObjectAddOnly,
            is_implied: true,
            pointer: Some(format!("{}/attributeMappings", mapping.pointer.as_str())),
            ..self.attribute(name)
        };
        self.required.of_client().map(|(name, _)| name).filter(is_open).map(implied).collect()
    }
}

/// A mapping without a target is left out.
fn attribute_of(
    mapping: &sync_schema::AttributeMapping,
    target: Known<'_>,
) -> Option<AttributeMappingDefinition> {
    let attribute = target.attribute(mapping.target_attribute.as_deref()?);
    let resolved = mapping.source.as_ref().and_then(|source| Some((source, source.resolve(target.limits)?)));
    let source_pointer = resolved.as_ref().map(|(source, resolved)| source.place(resolved).into());
    Some(AttributeMappingDefinition {
        source: resolved.map_or(Source::None, |(_, resolved)| resolved.into()),
        source_pointer,
        default_value: mapping.default_value.clone().or(attribute.default_value),
        flow_type: mapping.flow_type,
        flow_behavior: mapping.flow_behavior,
        matching_priority: u32::try_from(mapping.matching_priority).unwrap_or_default(),
        pointer: Some(mapping.pointer.as_str().to_owned()),
        ..attribute
    })
}
