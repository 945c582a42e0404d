//! Compiling an object mapping.

use std::borrow::Cow;

use super::definition::ObjectMappingDefinition;
use super::gong;
use super::patch::Writer;
use super::reference::ReferenceTexts;
use super::settings::{ScopeMode, Settings, TargetSchemas};
use crate::diagnostic::{Diagnostic, Diagnostics, code, quoted};
use crate::expression::{self, Slots, function};
use crate::limits::Limits;
use crate::mapping::{self, AttributeMappingDefinition, Mappings, Projection, Record, Template};
use crate::profile::entra::{SourceAttribute, SourceProfile};
use crate::scim::schema::{CORE_GROUP, CORE_USER, ENTERPRISE_USER};
use crate::scope::{FilterDefinition, ScopeOptions, ScopingFilters, Testable};
use crate::sync_schema::{self, ObjectKind};
use crate::value::entra::is_meant;

/// A compiled object mapping.
#[derive(Debug)]
pub(super) struct ObjectProgram {
    pub(super) kind: ObjectKind,
    /// Its place among those of its kind.
    pub(super) position: usize,
    pub(super) mappings: Mappings,
    pub(super) template: Template,
    pub(super) gong: gong::Asked,
    pub(super) reference_texts: ReferenceTexts,
    pub(super) filters: ScopingFilters,
    pub(super) input_filters: Vec<ScopingFilters>,
    pub(super) projection: Projection,
    pub(super) slots: Slots,
    /// As configured.
    pub(super) definition: ObjectMappingDefinition,
}

/// Not a SCIM schema, yet the current sample of a group's creation prints it.
const ADSCIM_GROUP: &str = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

impl ObjectProgram {
    /// Compiles a definition. What is wrong in it is reported, and left out.
    pub(super) fn compile(
        definition: ObjectMappingDefinition,
        position: usize,
        settings: &Settings,
        limits: &Limits,
        findings: &mut Diagnostics,
    ) -> Self {
        let mut slots = Slots::new();
        findings.extend(definition.without_matching());
        let attributes = possible(&definition, settings, limits, findings);
        let (mappings, found) = Mappings::compile(&attributes, &mut slots, limits);
        drop(attributes);
        findings.extend(found);
        let mapped = slots.names().len();
        let profile = definition.kind.source_profile();
        let options = ScopeOptions { regex_mode: settings.regex_mode, multi_valued: settings.multi_valued };
        let testable = |name: &str| testable(&definition, name);
        let mut filters = |definitions: &[FilterDefinition]| {
            let (filters, found) =
                ScopingFilters::compile(definitions, options, &testable, &mut slots, limits);
            findings.extend(found);
            filters
        };
        let scoping = filters(&definition.filters);
        let input_sets = [&definition.input_filters, &definition.category_filters];
        let input_filters =
            input_sets.into_iter().filter(|set| !set.is_empty()).map(|set| filters(set)).collect();
        let mut projection = Projection::new(&slots, |name| {
            profile.attribute_ignoring_case(name).map(SourceAttribute::graph_path)
        });
        for (slot, name) in slots.names().iter().enumerate().take(mapped) {
            if definition.is_unavailable(name) {
                projection.forget(slot);
            }
        }
        let program = Self {
            kind: definition.kind,
            position,
            gong: gong::Asked::of(&mappings),
            template: template(definition.kind, settings, &mappings),
            reference_texts: ReferenceTexts::of(definition.kind, &mappings, Writer::of(settings)),
            mappings,
            filters: scoping,
            input_filters,
            projection,
            slots,
            definition,
        };
        findings.extend(program.findings(settings, limits));
        program
    }

    /// What is to be said of the mappings that were compiled.
    fn findings(&self, settings: &Settings, limits: &Limits) -> Diagnostics {
        let Self { kind, definition, mappings, slots, .. } = self;
        let mut findings = Diagnostics::new();
        if definition.for_gong {
            findings.extend(unfilterable(*kind, mappings));
            findings.extend(unqualified(*kind, mappings));
        }
        if settings.scope == ScopeMode::All {
            findings.extend(role_readers(mappings, limits));
        }
        findings.extend(respelt(definition, kind.source_profile(), slots));
        findings.extend(unavailable(definition, mappings));
        for mapping in mappings.iter() {
            findings.extend(mapping.filled_in().iter().cloned());
        }
        findings
    }

    /// The filters of the scope, then those of the input.
    pub(super) fn filter_sets(&self) -> impl Iterator<Item = &ScopingFilters> {
        std::iter::once(&self.filters).chain(&self.input_filters)
    }

    /// Whether the filters let an object pass.
    pub(super) fn passes(&self, record: &Record<'_>) -> bool {
        self.filter_sets().all(|set| set.passes(&record.values))
    }
}

/// The template of a creation's body.
fn template(kind: ObjectKind, settings: &Settings, mappings: &Mappings) -> Template {
    let schemas: &[&str] = match (kind, settings.target_schemas) {
        (ObjectKind::User, TargetSchemas::CoreAndEnterprise) => &[CORE_USER, ENTERPRISE_USER],
        (ObjectKind::User, TargetSchemas::Core) => &[CORE_USER],
        (ObjectKind::Group, _) => &[CORE_GROUP, ADSCIM_GROUP],
    };
    let paths = mappings.iter().enumerate().filter(|(_, mapping)| mapping.is_written_first());
    Template::new(
        schemas,
        kind.resource_type(),
        settings.emit_empty_roles && kind == ObjectKind::User,
        paths.map(|(number, mapping)| (number, &mapping.path)),
    )
}

/// Matching attributes by which Gong cannot look for accounts.
fn unfilterable(kind: ObjectKind, mappings: &Mappings) -> impl Iterator<Item = Diagnostic> {
    mappings.matching().filter_map(move |(_, mapping)| {
        let finding = sync_schema::unfilterable(kind, &mapping.path.text)?;
        Some(mapping.definition.locate(finding, "/matchingPriority"))
    })
}

/// Targets that name an attribute of an extension without its URN.
fn unqualified(kind: ObjectKind, mappings: &Mappings) -> impl Iterator<Item = Diagnostic> {
    mappings.iter().filter_map(move |mapping| {
        let finding = sync_schema::unqualified(kind, &mapping.path)?;
        Some(mapping.definition.at_target(finding))
    })
}

/// Mappings that read the assignment, where users without one are in scope.
fn role_readers<'m>(
    mappings: &'m Mappings,
    limits: &'m Limits,
) -> impl Iterator<Item = Diagnostic> + use<'m> {
    let readers = mappings.iter().filter(|mapping| reads_roles(&mapping.definition, limits));
    readers.map(|mapping| {
        let message = format_args!(
            "the mapping of {} reads the assignment, which users outside the assigned ones lack",
            quoted(&mapping.path.text)
        );
        mapping.definition.locate(Diagnostic::new(&code::plan::ROLES_WITH_ALL, message), "")
    })
}

/// Source attributes spelt in another letter case; where Graph has the name itself, each object tells.
fn respelt(
    definition: &ObjectMappingDefinition,
    profile: &SourceProfile,
    slots: &Slots,
) -> impl Iterator<Item = Diagnostic> {
    slots.names().iter().filter_map(|name| {
        let known = profile.attribute_ignoring_case(name)?;
        let differs = known.name != *name && known.graph_path() != known.name;
        let message =
            format_args!("the service calls the attribute {} {}", quoted(name), quoted(&known.name));
        differs.then(|| definition.locate(Diagnostic::new(&code::mapping::OTHER_CASE, message)))
    })
}

/// Source attributes that mappings cannot read, at each mapping that does.
fn unavailable(
    definition: &ObjectMappingDefinition,
    mappings: &Mappings,
) -> impl Iterator<Item = Diagnostic> {
    mappings.iter().flat_map(|mapping| {
        let unread = mapping.reads().iter().filter(|name| definition.is_unavailable(name));
        unread.map(|name| mapping.definition.in_source(mapping::unavailable(name)))
    })
}

/// What a scoping filter makes of a source attribute.
fn testable(definition: &ObjectMappingDefinition, name: &str) -> Testable {
    let known = definition.unscopable.iter().find(|(defined, _)| is_meant(defined, name));
    known.map_or_else(|| sync_schema::testable(definition.kind, name, None), |(_, testable)| *testable)
}

/// Whether the mapping reads the role of the assignment.
fn reads_roles(mapping: &AttributeMappingDefinition, limits: &Limits) -> bool {
    let Some(text) = mapping.source.expression() else { return false };
    let tree = expression::parse(text, limits);
    tree.is_ok_and(|tree| function::calls_any(&tree, |called| called.family == function::Family::AppRole))
}

/// The attribute mappings that take part in the run; one on demand provisions no roles.
fn possible<'d>(
    definition: &'d ObjectMappingDefinition,
    settings: &Settings,
    limits: &Limits,
    findings: &mut Diagnostics,
) -> Cow<'d, [AttributeMappingDefinition]> {
    let reads_roles = |mapping: &AttributeMappingDefinition| reads_roles(mapping, limits);
    if !(settings.on_demand && definition.attributes.iter().any(reads_roles)) {
        return (&definition.attributes).into();
    }
    let (roles, others): (Vec<_>, Vec<_>) = definition.attributes.iter().cloned().partition(reads_roles);
    findings.extend(roles.into_iter().map(|mapping| {
        let message =
            format_args!("a run on demand provisions no roles, so {} is left out", quoted(&mapping.target));
        mapping.locate(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message), "")
    }));
    others.into()
}
