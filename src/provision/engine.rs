//! The engine: a configuration compiled once, used for many objects.

use super::settings::{ScopeMode, Settings, TargetSchemas};
use crate::assignment::Assignments;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, capped, code, quoted};
use crate::expression::{self, Slots, function};
use crate::limits::Limits;
use crate::mapping::{
    AttributeMapping, AttributeMappingDefinition, FlowType, Mappings, Projection, Source, TargetPath,
    Template, ValueType,
};
use crate::profile::entra;
use crate::scope::{FilterDefinition, ScopeOptions, ScopingFilters};
use crate::sync_schema::{self, ObjectKind, Selected, SynchronizationSchema};
use crate::value::datetime::DateTime;

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
    /// Filters that only keep objects from being looked at: each set has to pass.
    pub input_filters: Vec<Vec<FilterDefinition>>,
    /// Source attributes that the directory defines and that cannot be mapped: multi-valued directory extensions.
    pub unmappable: Vec<String>,
    /// As `unmappable`, for scoping filters: dates too.
    pub unscopable: Vec<String>,
    /// Whether a reference to an object without an account is passed over (metadata `EscrowBehavior`).
    pub ignores_unresolved: bool,
    /// Whether the target is Gong, which can look for accounts by one attribute only.
    pub for_gong: bool,
    /// Where it stands in the configuration.
    pub pointer: Option<String>,
}

impl ObjectMappingDefinition {
    /// A mapping that is switched on, with every action and no filter.
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
            unmappable: Vec::new(),
            unscopable: Vec::new(),
            ignores_unresolved: false,
            for_gong: true,
            pointer: None,
        }
    }
}

/// A compiled object mapping.
#[derive(Debug)]
pub(super) struct ObjectProgram {
    pub(super) kind: ObjectKind,
    pub(super) enabled: bool,
    pub(super) can_create: bool,
    pub(super) can_update: bool,
    pub(super) can_delete: bool,
    pub(super) ignores_unresolved: bool,
    pub(super) mappings: Mappings,
    pub(super) template: Template,
    pub(super) filters: ScopingFilters,
    pub(super) input_filters: Vec<ScopingFilters>,
    pub(super) projection: Projection,
    pub(super) slots: Slots,
}

/// A compiled configuration with its job settings. Made by [`Engine::builder`] or [`Engine::for_gong`].
#[derive(Debug)]
pub struct Engine {
    pub(super) user: Option<ObjectProgram>,
    pub(super) group: Option<ObjectProgram>,
    pub(super) settings: Settings,
    pub(super) assignments: Option<Assignments>,
    pub(super) limits: Limits,
    pub(super) now: DateTime,
    /// The id of the job whose schema this is, where it says so.
    pub(super) job: Option<String>,
    diagnostics: Diagnostics,
}

impl Engine {
    /// An engine without configuration.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// An engine with the built-in configuration for Gong.
    ///
    /// ```
    /// use scimwright::{Engine, SourceObject};
    ///
    /// let engine = Engine::for_gong().build()?;
    /// let user = SourceObject::user(
    ///     r#"{"id":"u1","userPrincipalName":"ada@contoso.com","mail":"ada@contoso.com","mailNickname":"ada",
    ///         "givenName":"Ada","surname":"Byron","accountEnabled":true}"#,
    /// )?;
    /// let preview = engine.preview(&user, None);
    /// assert_eq!(preview.reason.code(), "createdNoMatch");
    /// assert_eq!(preview.requests[0].path, "/Users");
    /// # Ok::<(), scimwright::diagnostic::Diagnostics>(())
    /// ```
    pub fn for_gong() -> Builder {
        Builder::default().schema(&SynchronizationSchema::for_gong())
    }

    /// What was found in the configuration.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The settings of the job.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The source attributes that mappings and filters read, users' first.
    pub fn referenced_attributes(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for program in self.user.iter().chain(&self.group) {
            for name in program.slots.names() {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        names
    }

    pub(super) const fn program(&self, kind: ObjectKind) -> Option<&ObjectProgram> {
        match kind {
            ObjectKind::User => self.user.as_ref(),
            ObjectKind::Group => self.group.as_ref(),
        }
    }
}

/// Collects what an engine is made of.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    mappings: Vec<ObjectMappingDefinition>,
    settings: Settings,
    assignments: Option<Assignments>,
    limits: Limits,
    job: Option<String>,
    diagnostics: Diagnostics,
}

impl Builder {
    /// Takes the object mappings of a synchronization schema, in place of earlier ones.
    #[must_use]
    pub fn schema(mut self, schema: &SynchronizationSchema) -> Self {
        self.mappings = mappings_of(schema);
        self.diagnostics = schema.findings().to_vec();
        self.job = schema.id().map(str::to_owned);
        self
    }

    /// As [`Builder::schema`], from its JSON text.
    ///
    /// # Errors
    /// `IN001` to `IN005` and limits for the JSON, `SS101` and `SS102` for the envelope.
    pub fn schema_json(self, text: &str) -> Result<Self, Diagnostics> {
        let schema = SynchronizationSchema::parse(text, &self.limits).map_err(|finding| vec![*finding])?;
        Ok(self.schema(&schema))
    }

    /// Adds an object mapping.
    #[must_use]
    pub fn mapping(mut self, mapping: ObjectMappingDefinition) -> Self {
        self.mappings.push(mapping);
        self
    }

    /// Sets the settings of the job.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// As [`Builder::settings`], from their JSON text.
    ///
    /// # Errors
    /// As [`Settings::from_json`].
    pub fn settings_json(self, text: &str) -> Result<Self, Diagnostics> {
        let settings = Settings::from_json(text, &self.limits)?;
        Ok(self.settings(settings))
    }

    /// Sets the clock, RFC 3339.
    ///
    /// # Errors
    /// `PV102` where it is not a date.
    pub fn now(mut self, now: &str) -> Result<Self, Diagnostics> {
        clock(Some(now))?;
        self.settings.now = Some(now.to_owned());
        Ok(self)
    }

    /// Sets the Gong assignments.
    #[must_use]
    pub fn assignments(mut self, assignments: Assignments) -> Self {
        self.assignments = Some(assignments);
        self
    }

    /// Sets the limits.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Compiles everything. What is wrong in single mappings and clauses is kept as findings of the engine; they are
    /// left out, or count as false.
    ///
    /// # Errors
    /// `LM010` for a limit that cannot be, `PV102` for a clock that is not a date, `PV201` where the configuration maps neither users nor groups.
    pub fn build(self) -> Result<Engine, Diagnostics> {
        let Self { mappings, settings, assignments, limits, job, mut diagnostics } = self;
        limits.check().map_err(|refused| vec![refused])?;
        let now = clock(settings.now.as_deref())?;
        let mut engine = Engine {
            user: None,
            group: None,
            settings,
            assignments,
            limits,
            now,
            job,
            diagnostics: Diagnostics::new(),
        };
        for definition in &mappings {
            let is_taken = engine.program(definition.kind).is_some();
            if is_taken {
                let message = format!("several object mappings apply to {}s", definition.kind.as_str());
                diagnostics.push(at(
                    Diagnostic::new(&code::plan::SEVERAL_OBJECT_MAPPINGS, message),
                    definition.pointer.as_deref(),
                ));
                continue;
            }
            let program = compile(definition, &engine.settings, &limits, &mut diagnostics);
            match definition.kind {
                ObjectKind::User => engine.user = Some(program),
                ObjectKind::Group => engine.group = Some(program),
            }
        }
        if engine.user.is_none() && engine.group.is_none() {
            let message = "the configuration maps neither users nor groups from Entra to the target";
            diagnostics.push(Diagnostic::new(&code::plan::NO_OBJECT_MAPPING, message));
            return Err(capped(diagnostics, limits.findings));
        }
        engine.diagnostics = capped(diagnostics, limits.findings);
        Ok(engine)
    }
}

fn at(finding: Diagnostic, pointer: Option<&str>) -> Diagnostic {
    match pointer {
        Some(pointer) => finding.at(Place::pointer(pointer)),
        None => finding,
    }
}

/// The clock of the settings; without one 1 January 2000, so that equal input gives equal output.
fn clock(now: Option<&str>) -> Result<DateTime, Diagnostics> {
    let text = now.unwrap_or("2000-01-01T00:00:00Z");
    DateTime::from_rfc3339(text).map_err(|_| {
        let message =
            format!("`now` must be a date and time such as `2026-03-01T09:00:00Z`, not {}", quoted(text));
        vec![Diagnostic::new(&code::plan::INVALID_SETTING, message)]
    })
}

const CORE_USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const CORE_GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// Not a SCIM schema, yet the current sample of a group's creation prints it.
const ADSCIM_GROUP: &str = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

fn scopable_user(name: &str) -> bool {
    scopable(entra::user(), name)
}

fn scopable_group(name: &str) -> bool {
    scopable(entra::group(), name)
}

/// Role assignments, `userType`, `manager`, `members` and dates cannot be tested (Entra, *Known issues*).
fn scopable(profile: &entra::SourceProfile, name: &str) -> bool {
    match profile.attribute_ignoring_case(name) {
        // Several values are reported when they are met; a setting can have them tested one by one.
        Some(attribute) => {
            let is_reference = attribute.attribute_type == entra::AttributeType::Reference;
            attribute.scopable || (attribute.multivalued && !is_reference)
        }
        None => {
            let is_date = |word: &&str| {
                let end = name.len().checked_sub(word.len()).and_then(|from| name.get(from..));
                end.is_some_and(|end| end.eq_ignore_ascii_case(word))
            };
            !["DateTime", "birthday", "hireDate"].iter().any(is_date)
        }
    }
}

fn compile(
    definition: &ObjectMappingDefinition,
    settings: &Settings,
    limits: &Limits,
    findings: &mut Diagnostics,
) -> ObjectProgram {
    let mut slots = Slots::new();
    let attributes = possible(definition, settings, findings);
    let (mappings, found) = Mappings::compile(&attributes, &mut slots, limits);
    findings.extend(found);
    let mapped = slots.names().len();
    let (profile, scopable): (_, fn(&str) -> bool) = match definition.kind {
        ObjectKind::User => (entra::user(), scopable_user),
        ObjectKind::Group => (entra::group(), scopable_group),
    };
    let options =
        ScopeOptions { regex_mode: settings.regex_mode, multi_valued: settings.multi_valued, scopable };
    let mut filters = |definitions: &[FilterDefinition]| {
        let (mut filters, found) = ScopingFilters::compile(definitions, options, &mut slots, limits);
        findings.extend(found);
        findings.extend(filters.refuse(&definition.unscopable));
        filters
    };
    let scoping = filters(&definition.filters);
    let input_filters = definition.input_filters.iter().map(|set| filters(set)).collect();
    let filterable = match definition.kind {
        ObjectKind::User => "userName",
        ObjectKind::Group => "displayName",
    };
    let unknown = |mapping: &AttributeMapping| definition.for_gong && !mapping.path.is(filterable);
    for (_, mapping) in mappings.matching().filter(|(_, mapping)| unknown(mapping)) {
        let pointer =
            mapping.definition.pointer.as_ref().map(|pointer| format!("{pointer}/matchingPriority"));
        let message = format!("Gong cannot look for accounts by {}", quoted(&mapping.path.text));
        findings.push(at(
            Diagnostic::new(&code::attribute_mapping::MATCHING_NOT_FILTERABLE, message),
            pointer.as_deref(),
        ));
    }
    if settings.scope == ScopeMode::All {
        for mapping in &mappings {
            if reads_roles(&mapping.definition) {
                let message = format!(
                    "the mapping of {} reads the assignment, which users outside the assigned ones lack",
                    quoted(&mapping.path.text)
                );
                findings.push(at(
                    Diagnostic::new(&code::plan::ROLES_WITH_ALL, message),
                    mapping.definition.pointer.as_deref(),
                ));
            }
        }
    }
    let (schemas, resource_type): (&[&str], _) = match (definition.kind, settings.target_schemas) {
        (ObjectKind::User, TargetSchemas::CoreAndEnterprise) => (&[CORE_USER, ENTERPRISE_USER], "User"),
        (ObjectKind::User, TargetSchemas::Core) => (&[CORE_USER], "User"),
        (ObjectKind::Group, _) => (&[CORE_GROUP, ADSCIM_GROUP], "Group"),
    };
    let written = |mapping: &AttributeMapping| !mapping.is_reference && !mapping.path.is_never_written();
    let paths = mappings.iter().enumerate().filter(|(_, mapping)| written(mapping));
    let template = Template::new(
        schemas,
        resource_type,
        settings.emit_empty_roles && definition.kind == ObjectKind::User,
        paths.map(|(number, mapping)| (number, &mapping.path)),
    );
    let mut projection = Projection::new(&slots, |name| {
        profile.attribute_ignoring_case(name).map(entra::SourceAttribute::graph_path)
    });
    for (slot, name) in slots.names().iter().enumerate() {
        let known = profile.attribute_ignoring_case(name);
        // Where Graph has the name itself, each object tells.
        if let Some(known) = known.filter(|it| it.name != *name && it.graph_path() != it.name) {
            let message = format!("the service calls the attribute {} {}", quoted(name), quoted(&known.name));
            findings.push(at(
                Diagnostic::new(&code::mapping::OTHER_CASE, message),
                definition.pointer.as_deref(),
            ));
        }
        if slot >= mapped {
            continue;
        }
        if known.is_some_and(|known| !known.mappable) || definition.unmappable.contains(name) {
            projection.forget(slot);
            let message = format!("{} is not available as a source attribute", quoted(name));
            let reads = |it: &&AttributeMappingDefinition| {
                it.source.text().is_some_and(|text| text.contains(name.as_str()))
            };
            let pointer = attributes.iter().find(reads).and_then(|it| it.pointer.as_deref());
            findings
                .push(at(Diagnostic::new(&code::attribute_mapping::SOURCE_UNAVAILABLE, message), pointer));
        }
    }
    ObjectProgram {
        kind: definition.kind,
        enabled: definition.enabled,
        can_create: definition.can_create,
        can_update: definition.can_update,
        can_delete: definition.can_delete,
        ignores_unresolved: definition.ignores_unresolved,
        mappings,
        template,
        filters: scoping,
        input_filters,
        projection,
        slots,
    }
}

/// Whether the mapping reads the role of the assignment.
fn reads_roles(mapping: &AttributeMappingDefinition) -> bool {
    let Source::Expression(text) = &mapping.source else { return false };
    let tree = expression::parse(text, &Limits::DEFAULT);
    tree.is_ok_and(|tree| function::calls_any(&tree, function::Family::AppRole))
}

/// The attribute mappings that take part in the run; one on demand provisions no roles.
fn possible<'d>(
    definition: &'d ObjectMappingDefinition,
    settings: &Settings,
    findings: &mut Diagnostics,
) -> std::borrow::Cow<'d, [AttributeMappingDefinition]> {
    if !(settings.on_demand && definition.attributes.iter().any(reads_roles)) {
        return (&definition.attributes).into();
    }
    let (roles, others): (Vec<_>, Vec<_>) = definition.attributes.iter().cloned().partition(reads_roles);
    findings.extend(roles.into_iter().map(|mapping| {
        let message =
            format!("a run on demand provisions no roles, so {} is left out", quoted(&mapping.target));
        at(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message), mapping.pointer.as_deref())
    }));
    others.into()
}

/// The object mappings a preview uses.
fn mappings_of(schema: &SynchronizationSchema) -> Vec<ObjectMappingDefinition> {
    let mut found: Vec<ObjectMappingDefinition> = sync_schema::outbound(schema)
        .into_iter()
        .map(|Selected { kind, rule, mapping }| mapping_of(schema, rule, mapping, kind))
        .collect();
    // A mapping that is switched off counts only where no other one of its kind is on.
    let is_on = |kind| found.iter().any(|mapping| mapping.kind == kind && mapping.enabled);
    let (users, groups) = (is_on(ObjectKind::User), is_on(ObjectKind::Group));
    found.retain(|mapping| {
        mapping.enabled || !(if mapping.kind == ObjectKind::User { users } else { groups })
    });
    found
}

fn mapping_of(
    schema: &SynchronizationSchema,
    rule: &sync_schema::SynchronizationRule,
    mapping: &sync_schema::ObjectMapping,
    kind: ObjectKind,
) -> ObjectMappingDefinition {
    let target = schema.target_object(rule, mapping);
    let filters = |set: &[sync_schema::ScopingFilter]| {
        set.iter().map(sync_schema::ScopingFilter::definition).collect::<Vec<_>>()
    };
    let input_filters = [&mapping.scope.input_filter_groups, &mapping.scope.category_filter_groups]
        .into_iter()
        .filter(|set| !set.is_empty())
        .map(|set| filters(set))
        .collect();
    let mut attributes: Vec<_> =
        mapping.attribute_mappings.iter().filter_map(|attribute| attribute_of(attribute, target)).collect();
    attributes.extend(target.into_iter().flat_map(|target| required_of(mapping, target)));
    let source = schema.source_object(rule, mapping);
    let defined = source.map_or(&[][..], |object| &object.attributes);
    let unmappable = defined.iter().filter(|attribute| !attribute.is_mappable());
    ObjectMappingDefinition {
        kind,
        name: mapping.name.clone().unwrap_or_default(),
        enabled: mapping.enabled,
        can_create: mapping.flow_types.add,
        can_update: mapping.flow_types.update,
        can_delete: mapping.flow_types.delete,
        attributes,
        filters: filters(&mapping.scope.groups),
        input_filters,
        unmappable: unmappable.map(|attribute| attribute.name.clone()).collect(),
        unscopable: source.map(sync_schema::ObjectDefinition::unscopable).unwrap_or_default(),
        ignores_unresolved: mapping
            .metadata
            .word("EscrowBehavior")
            .is_some_and(|word| word.eq_ignore_ascii_case("IgnoreLookupReferenceResolutionFailure")),
        for_gong: sync_schema::is_for_gong(schema),
        pointer: Some(mapping.pointer.as_str().to_owned()),
    }
}

/// Required target attributes without a mapping: their default is sent on creation, or its lack is an error.
fn required_of(
    mapping: &sync_schema::ObjectMapping,
    target: &sync_schema::ObjectDefinition,
) -> Vec<AttributeMappingDefinition> {
    let path = |name: &str| TargetPath::parse(name, &Limits::DEFAULT).ok();
    let targets = mapping.attribute_mappings.iter().filter_map(|it| path(it.target_attribute.as_deref()?));
    let mapped: Vec<_> = targets.collect();
    let required = target.attributes.iter().filter(|attribute| {
        let unmapped = |path: TargetPath| !mapped.iter().any(|other| path.clashes_with(other));
        attribute.required
            && !attribute.anchor
            && attribute.mutability != sync_schema::Mutability::ReadOnly
            && path(&attribute.name).is_some_and(unmapped)
    });
    required
        .map(|attribute| AttributeMappingDefinition {
            target: attribute.name.clone(),
            default_value: attribute.default_value.clone().filter(|text| !text.is_empty()),
            flow_type: FlowType::ObjectAddOnly,
            value_type: ValueType::from_name(attribute.attribute_type.as_str()),
            required: true,
            pointer: Some(format!("{}/attributeMappings", mapping.pointer.as_str())),
            ..AttributeMappingDefinition::default()
        })
        .collect()
}

/// A mapping without a target is left out; the lint reports it.
fn attribute_of(
    mapping: &sync_schema::AttributeMapping,
    target: Option<&sync_schema::ObjectDefinition>,
) -> Option<AttributeMappingDefinition> {
    let name = mapping.target_attribute.clone()?;
    let defined =
        target.and_then(|target| target.attribute(&name).or_else(|| target.attribute_ignoring_case(&name)));
    let source = match mapping.source.as_ref().and_then(|source| source.resolve(&Limits::DEFAULT)) {
        None => Source::None,
        Some(sync_schema::ResolvedSource::Attribute(name)) => Source::Attribute(name.into_owned()),
        Some(sync_schema::ResolvedSource::Constant(text)) => Source::Constant(text.into_owned()),
        Some(sync_schema::ResolvedSource::Expression(text)) => Source::Expression(text.into_owned()),
    };
    let maximum_length = defined
        .and_then(|attribute| attribute.metadata.get("MaximumLength"))
        .and_then(|length| length.trim_matches('"').parse().ok());
    // Role objects go into `roles` however the attribute is declared; lists of extensions never flow.
    let single_valued = defined.is_some_and(|attribute| !attribute.multivalued)
        && !name.eq_ignore_ascii_case("roles")
        && !matches!(&source, Source::Attribute(name) if name.starts_with("extension_"));
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    // A create without a value uses the default of a required attribute.
    let of_target = || given(&defined.filter(|attribute| attribute.required)?.default_value);
    Some(AttributeMappingDefinition {
        case_exact: match defined {
            Some(attribute) => attribute.case_exact,
            // RFC 7643 §3.1.
            None => name.eq_ignore_ascii_case("externalId"),
        },
        target: name,
        single_valued,
        source,
        default_value: given(&mapping.default_value).or_else(of_target),
        flow_type: mapping.flow_type,
        flow_behavior: mapping.flow_behavior,
        matching_priority: u32::try_from(mapping.matching_priority).unwrap_or_default(),
        value_type: defined
            .map_or(ValueType::String, |attribute| ValueType::from_name(attribute.attribute_type.as_str())),
        required: defined.is_some_and(|attribute| attribute.required),
        maximum_length,
        pointer: Some(mapping.pointer.as_str().to_owned()),
    })
}
