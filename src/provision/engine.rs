//! The engine: a configuration compiled once, used for many objects.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock};

use super::assigned::{Key, key};
use super::definition::{ObjectMappingDefinition, mappings_of};
use super::log::Job;
use super::program::ObjectProgram;
use super::settings::{Settings, clock};
use super::state::{JobState, by_plain_id, plain_ids};
use crate::assignment::Assignments;
use crate::diagnostic::{Diagnostic, Diagnostics, capped, code};
use crate::limits::Limits;
use crate::mapping::{Projection, Record};
use crate::sync_schema::{Document, ObjectKind, SynchronizationSchema, as_spelled};
use crate::value::datetime::DateTime;
use crate::value::json::Reader;

/// A compiled configuration with its job settings, made by [`Engine::builder`] or [`Engine::for_gong`].
///
/// ```
/// use scimwright::sync_schema::SynchronizationSchema;
/// use scimwright::{Engine, SourceObject};
///
/// // As `std::fs::read_to_string` gives it of an exported file.
/// let exported = SynchronizationSchema::for_gong().document().to_string();
/// let engine = Engine::builder().schema_json(&exported)?.settings_json(r#"{"scope":"all"}"#)?.build()?;
/// assert!(engine.diagnostics().is_empty());
/// let guest = SourceObject::user(r#"{"id":"u1","userPrincipalName":"ada@contoso.com","accountEnabled":true}"#)?;
/// let preview = engine.preview(&guest, None);
/// assert_eq!(preview.reason.code(), "requiredValueMissing");
/// assert_eq!(preview.diagnostics[0].code.code, "PV311");
/// # Ok::<(), scimwright::diagnostic::Diagnostics>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    /// The object mappings of users, in order; of each object the first that lets it pass applies.
    users: Vec<ObjectProgram>,
    /// As `users`, of groups.
    groups: Vec<ObjectProgram>,
    pub(super) settings: Settings,
    /// What the settings tell of earlier cycles, once it was asked for.
    pub(super) before: OnceLock<JobState>,
    /// The accounts of the stored pairs in the settings.
    pub(super) held: HashSet<Key>,
    /// The ids that the settings name as assigned; `None`: told by each object.
    pub(super) assigned: Option<HashSet<Key>>,
    pub(super) assignments: Option<Assignments>,
    pub(super) limits: Limits,
    pub(super) now: DateTime,
    /// The job whose schema this is, for the log.
    pub(super) job: Arc<Job>,
    /// The configuration, where it spells members otherwise than Microsoft Graph: findings are spelled as it is.
    spelling: Option<Document>,
    diagnostics: Diagnostics,
    /// The record of users previewed one by one, between two of them: the order of members it has learned serves the
    /// next.
    spare: Mutex<Option<Record<'static>>>,
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
        Builder::default().of(SynchronizationSchema::for_gong())
    }

    /// What was found in the configuration.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Compiles object mappings: those that are switched on, and of a kind without any the first.
    fn compile(&mut self, mappings: Vec<ObjectMappingDefinition>, diagnostics: &mut Diagnostics) {
        let is_on = |kind| mappings.iter().any(|mapping| mapping.kind == kind && mapping.enabled);
        let (users_on, groups_on) = (is_on(ObjectKind::User), is_on(ObjectKind::Group));
        for definition in mappings {
            let (kind, enabled) = (definition.kind, definition.enabled);
            let position = self.programs(kind).len();
            let is_another_on = if kind == ObjectKind::User { users_on } else { groups_on };
            if !enabled && (is_another_on || position > 0) {
                continue;
            }
            if position > 0 {
                let message =
                    format_args!("several object mappings apply to {}s, each in its turn", kind.as_str());
                let finding = Diagnostic::new(&code::plan::SEVERAL_OBJECT_MAPPINGS, message);
                diagnostics.push(definition.locate(finding));
            }
            // What is switched off is not checked.
            let mut unchecked = Diagnostics::new();
            let findings = if enabled { &mut *diagnostics } else { &mut unchecked };
            let program =
                ObjectProgram::compile(definition, position, &self.settings, &self.limits, findings);
            match kind {
                ObjectKind::User => self.users.push(program),
                ObjectKind::Group => self.groups.push(program),
            }
        }
    }

    /// Findings of an object as they are answered: no more than the limits allow, places in its mapping as the configuration
    /// spells them. What stands in the object has its own names.
    pub(super) fn reported(&self, kind: ObjectKind, findings: Diagnostics) -> Diagnostics {
        let mut findings = capped(findings, self.limits.findings);
        let Some(document) = &self.spelling else { return findings };
        let is_in = |pointer: &str, mapping: &str| {
            pointer.strip_prefix(mapping).is_some_and(|rest| rest.starts_with('/'))
        };
        let mappings = || self.programs(kind).iter().filter_map(|it| it.definition.pointer.as_deref());
        for finding in findings.iter_mut() {
            let pointer = finding.pointer();
            if pointer.is_some_and(|pointer| mappings().any(|mapping| is_in(pointer, mapping))) {
                as_spelled(document.json(), std::slice::from_mut(finding));
            }
        }
        findings
    }

    /// The settings of the job.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The source attributes that mappings and filters read, users' first.
    pub fn referenced_attributes(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for program in self.all_programs() {
            for name in program.slots.names() {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// The object mappings, users' first.
    pub(super) fn all_programs(&self) -> impl Iterator<Item = &ObjectProgram> {
        self.users.iter().chain(&self.groups)
    }

    /// The object mappings of a kind, in order.
    pub(super) fn programs(&self, kind: ObjectKind) -> &[ObjectProgram] {
        match kind {
            ObjectKind::User => &self.users,
            ObjectKind::Group => &self.groups,
        }
    }

    /// Reads an object for its mapping, or for its facts alone; what goes wrong leaves an empty record and a finding. The
    /// limits held when its text was read in full; what several entries tell together may be more than one may.
    pub(super) fn read<'s>(&self, projection: &Projection, text: &'s str) -> (Record<'s>, Diagnostics) {
        let mut record = Record::default();
        match projection.read(&mut Reader::new(text), &mut record, &Limits::OWN_TEXT) {
            Ok(()) => (record, Diagnostics::new()),
            Err(finding) => (record, finding.into()),
        }
    }

    /// An empty record for many objects of a kind. The order of members is learned for one mapping alone.
    pub(super) fn record(&self, kind: ObjectKind) -> Record<'static> {
        if self.programs(kind).len() < 2 { Record::for_many() } else { Record::default() }
    }

    /// As [`Engine::record`] for users, for one after the other; [`Engine::keep`] takes it back.
    pub(super) fn spare(&self) -> Record<'static> {
        let kept = self.spare.try_lock().ok().and_then(|mut spare| spare.take());
        kept.unwrap_or_else(|| self.record(ObjectKind::User))
    }

    /// Keeps a record for the next user.
    pub(super) fn keep(&self, record: Record<'_>) {
        if let Ok(mut spare) = self.spare.try_lock() {
            *spare = Some(record.recycled());
        }
    }

    /// The object mapping that applies to an object, by its JSON text: the first whose filters let it pass, else the
    /// first.
    pub(super) fn program(&self, kind: ObjectKind, text: &str) -> Option<&ObjectProgram> {
        let programs = self.programs(kind);
        let first = programs.first();
        if programs.len() < 2 {
            return first;
        }
        programs.iter().find(|program| program.passes(&self.read(&program.projection, text).0)).or(first)
    }
}

/// Collects what an engine is made of.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    schema: Option<SynchronizationSchema>,
    /// Object mappings beside those of the schema.
    mappings: Vec<ObjectMappingDefinition>,
    settings: Settings,
    now: Option<String>,
    assignments: Option<Assignments>,
    limits: Limits,
}

impl Builder {
    /// Takes the object mappings of a synchronization schema, in place of earlier ones.
    #[must_use]
    pub fn schema(self, schema: &SynchronizationSchema) -> Self {
        self.of(schema.clone())
    }

    fn of(self, schema: SynchronizationSchema) -> Self {
        Self { schema: Some(schema), mappings: Vec::new(), ..self }
    }

    /// As [`Builder::schema`], from its JSON text.
    ///
    /// # Errors
    /// `IN001` to `IN005` and limits for the JSON, `SS101` to `SS103` for the envelope.
    pub fn schema_json(self, text: &str) -> Result<Self, Diagnostics> {
        let schema = SynchronizationSchema::parse(text, &self.limits)?;
        Ok(self.of(schema))
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
        let Settings { links, released, changed, new_ids, .. } = settings;
        self.settings = Settings {
            links: by_plain_id(links),
            released: plain_ids(released),
            changed: changed.map(plain_ids),
            new_ids: by_plain_id(new_ids),
            ..settings
        };
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

    /// Sets the clock, RFC 3339, in place of that of the settings.
    ///
    /// # Errors
    /// `PV102` where it is not a date.
    pub fn now(mut self, now: &str) -> Result<Self, Diagnostics> {
        clock(now)?;
        self.now = Some(now.to_owned());
        Ok(self)
    }

    /// Sets the Gong assignments.
    #[must_use]
    pub fn assignments(mut self, assignments: Assignments) -> Self {
        self.assignments = Some(assignments);
        self
    }

    /// Sets the limits; those of documents that are read before are the default ones.
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
        let Self { schema, mappings: added, mut settings, now, assignments, limits } = self;
        limits.check()?;
        let (mut mappings, mut diagnostics) =
            schema.as_ref().map(|schema| mappings_of(schema, &limits)).unwrap_or_default();
        mappings.extend(added);
        settings.now = now.or(settings.now);
        let now = settings.clock()?;
        let mut engine = Engine {
            users: Vec::new(),
            groups: Vec::new(),
            held: settings.links.values().map(|id| key(id)).collect(),
            assigned: settings.assigned.as_ref().map(|ids| ids.iter().map(|id| key(id)).collect()),
            settings,
            before: OnceLock::new(),
            assignments,
            limits,
            now,
            job: Job::new(schema.as_ref().and_then(|schema| schema.id()), now.to_rfc3339()).into(),
            spelling: schema
                .as_ref()
                .filter(|schema| !schema.is_spelled_as_graph())
                .map(|schema| schema.document().clone()),
            diagnostics: Diagnostics::new(),
            spare: Mutex::default(),
        };
        engine.compile(mappings, &mut diagnostics);
        let maps_nobody = engine.all_programs().next().is_none();
        if maps_nobody {
            let message = "the configuration maps neither users nor groups from Entra to the target";
            diagnostics.push(Diagnostic::new(&code::plan::NO_OBJECT_MAPPING, message));
        }
        if let Some(schema) = &schema {
            schema.pass_over_unread(&mut diagnostics);
            let found = std::mem::replace(&mut diagnostics, schema.findings().to_vec().into());
            diagnostics.extend(found);
        }
        engine.diagnostics = capped(diagnostics, limits.findings);
        if let Some(document) = &engine.spelling {
            as_spelled(document.json(), &mut engine.diagnostics);
        }
        if maps_nobody { Err(engine.diagnostics) } else { Ok(engine) }
    }
}
