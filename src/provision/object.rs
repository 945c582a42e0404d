//! One object on its own: source in, preview out.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::draft::{Around, Assigned, Draft, MemberChanges, query};
use super::engine::{Engine, ObjectProgram};
use super::lifecycle::{Act, Reason};
use super::log::Entry;
use super::patch::Op;
use super::preview::{
    AssignmentPreview, AttributeOutcome, Preview, ProvisioningAction, ProvisioningStatus, words,
};
use super::request::{Purpose, Request};
use super::settings::ScopeMode;
use super::target::Targets;
use crate::assignment::{Event, Person};
use crate::diagnostic::{Diagnostic, Diagnostics, Findings, capped, code};
use crate::input;
use crate::limits::Limits;
use crate::mapping::{AttributeMapping, FlowType, Member, Record};
use crate::sync_schema::ObjectKind;
use crate::value::json::{self, Json, Reader};

/// A user or group of Entra as Microsoft Graph JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceObject<'t> {
    text: Cow<'t, str>,
    kind: ObjectKind,
}

impl<'t> SourceObject<'t> {
    /// Takes the JSON text of one object.
    ///
    /// # Errors
    /// `IN001` to `IN005` and limits for the JSON, `IN008` where it is not an object.
    pub fn new(
        kind: ObjectKind,
        text: impl Into<Cow<'t, str>>,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        let text = text.into();
        let document = json::parse(&text, limits).map_err(|finding| vec![*finding])?;
        if document.as_object().is_none() {
            let message =
                format!("a source {} must be a JSON object, not {}", kind.as_str(), document.kind_name());
            return Err(vec![Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message)]);
        }
        Ok(Self { text, kind })
    }

    /// A user, read within the default limits.
    ///
    /// # Errors
    /// As [`SourceObject::new`].
    pub fn user(text: impl Into<Cow<'t, str>>) -> Result<Self, Diagnostics> {
        Self::new(ObjectKind::User, text, &Limits::DEFAULT)
    }

    /// A group, read within the default limits.
    ///
    /// # Errors
    /// As [`SourceObject::new`].
    pub fn group(text: impl Into<Cow<'t, str>>) -> Result<Self, Diagnostics> {
        Self::new(ObjectKind::Group, text, &Limits::DEFAULT)
    }

    /// The objects of a file: a JSON array, a Graph page, one object, one object a line, or users in CSV. One that
    /// cannot be read is left out and named in `unread`, at its place in the file.
    ///
    /// # Errors
    /// Where the file cannot be divided into objects.
    pub fn all(
        kind: ObjectKind,
        text: &'t str,
        limits: &Limits,
        unread: &mut Diagnostics,
    ) -> Result<Vec<Self>, Diagnostic> {
        if kind == ObjectKind::User && input::is_csv(text) {
            let users = input::csv_users(text).map_err(|refused| *refused)?;
            return Ok(users.iter().map(|user| Self::from_json(kind, user)).collect());
        }
        let mut objects = Vec::new();
        let mut refused = Findings::new(limits.findings);
        for span in input::Items::new(text).map_err(|refused| *refused)? {
            let span = span.map_err(|refused| *refused)?;
            match Self::new(kind, span.of(text), limits) {
                Ok(object) => objects.push(object),
                Err(found) => {
                    for finding in found {
                        refused.push_placed(finding, |finding| input::located(text, span, finding));
                    }
                }
            }
        }
        unread.extend(refused.list());
        Ok(objects)
    }

    /// An object that was read already.
    pub fn from_json(kind: ObjectKind, object: &Json<'_>) -> Self {
        Self { text: Cow::Owned(object.to_string()), kind }
    }

    /// Its JSON text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// User or group.
    pub const fn kind(&self) -> ObjectKind {
        self.kind
    }
}

impl Engine {
    /// What the service would do with one object. `target` is its account before the cycle, found by the stored pair
    /// or by matching; other objects are known by the stored pairs of the settings alone.
    pub fn preview(&self, source: &SourceObject<'_>, target: Option<&Json<'static>>) -> Preview {
        let referable = |id: &str| self.settings.links.get(id).cloned();
        self.preview_among(source, target, None, &referable, &[])
    }

    /// As [`Engine::preview`], knowing of other objects: whether this one is assigned, which accounts it can refer to,
    /// and the groups it is a member of.
    pub(super) fn preview_among(
        &self,
        source: &SourceObject<'_>,
        target: Option<&Json<'static>>,
        assigned: Option<Assigned>,
        referable: &dyn Fn(&str) -> Option<String>,
        groups: &[String],
    ) -> Preview {
        let Some(program) = self.program(source.kind) else { return self.unmapped(source) };
        let (mut record, findings) = read(program, source, &self.limits);
        let targets = Targets::new(target, program);
        let assigned = assigned.unwrap_or_else(|| self.assigned_alone(&record));
        let links = &self.settings.links;
        let released = |id: &str| self.settings.released.contains(id);
        let members =
            |record: &Record<'_>, linked: bool| self.member_changes(record, linked, None, links, referable);
        let around = Around {
            // A linked object whose account is not given is unknown, not missing.
            targets: (target.is_some() || self.is_new(&record)).then_some(&targets),
            links,
            released: &released,
            assigned,
            claimed: None,
            duplicate: false,
            members: (program.kind == ObjectKind::Group).then_some(&members),
        };
        let mut draft = self.draft(program, &mut record, &around);
        draft.diagnostics.splice(0..0, findings);
        self.refer(program, &mut draft, referable);
        self.finish(draft, groups)
    }

    fn is_new(&self, record: &Record<'_>) -> bool {
        record.id.as_deref().is_none_or(|id| !self.settings.links.contains_key(id))
    }

    fn assigned_alone(&self, record: &Record<'_>) -> Assigned {
        if self.settings.scope == ScopeMode::All {
            return Assigned::Yes;
        }
        let told = match &self.settings.assigned {
            Some(ids) => Some(ids.iter().any(|id| record.id.as_deref() == Some(id))),
            None => record.assigned,
        };
        match told {
            Some(true) => Assigned::Yes,
            Some(false) => Assigned::No,
            None => Assigned::Unknown,
        }
    }

    /// The query that tests the connection: the first matching attribute against a value that nobody has.
    pub fn test_connection(&self, guid: &str) -> Option<Request> {
        let program = self.user.as_ref().or(self.group.as_ref())?;
        let (_, mapping) = program.mappings.matching().next()?;
        let mut request = query(program.kind, &mapping.path.text, guid);
        request.purpose = Purpose::TestConnection;
        Some(request)
    }

    /// The second pass over a user: the manager, by the id of its account.
    pub(super) fn refer(
        &self,
        program: &ObjectProgram,
        draft: &mut Draft<'_>,
        referable: &dyn Fn(&str) -> Option<String>,
    ) {
        if program.kind != ObjectKind::User || !draft.is_referable() {
            return;
        }
        for (number, id) in std::mem::take(&mut draft.references) {
            if let Some(mapping) = program.mappings.iter().nth(number) {
                self.refer_by(program, (number, mapping), id.as_deref(), draft, referable);
            }
        }
    }

    fn refer_by(
        &self,
        program: &ObjectProgram,
        (number, mapping): (usize, &AttributeMapping),
        manager: Option<&str>,
        draft: &mut Draft<'_>,
        referable: &dyn Fn(&str) -> Option<String>,
    ) {
        let creating = draft.row.act == Act::Create;
        if mapping.definition.flow_type == FlowType::ObjectAddOnly && !creating {
            return;
        }
        let current =
            draft.target.and_then(|target| mapping.path.read(target)).and_then(|value| match value {
                Json::String(id) if !id.is_empty() => Some(id.clone().into_owned()),
                value => Some(crate::mapping::member(value, "value")?.as_str()?.to_owned()),
            });
        let Some(manager) = manager else {
            if current.is_some() {
                let message = "the manager was removed in Entra, and the account still holds one";
                draft.diagnostics.push(Diagnostic::new(&code::plan::REMOVAL_NOT_PREDICTED, message));
            }
            return;
        };
        let Some(id) = referable(manager) else {
            if program.ignores_unresolved {
                return;
            }
            let message = "the manager is not provisioned, so the user goes without";
            draft.diagnostics.push(Diagnostic::new(&code::plan::MANAGER_NOT_IN_SCOPE, message));
            return;
        };
        let op = match &current {
            Some(current) if *current == id => {
                if let Some(attribute) = draft.attributes.get_mut(number) {
                    attribute.outcome = AttributeOutcome::Unchanged;
                }
                return;
            }
            Some(_) => Op::Replace,
            None => Op::Add,
        };
        if !(creating || program.can_update) {
            draft.reference_withheld = true;
            return;
        }
        let operation = self.writer().reference(op, &mapping.path.text, &id);
        let path = super::draft::path(program.kind, draft.target_id.as_deref());
        draft.requests.push(Request::patch(path, vec![operation], Purpose::Reference));
        draft.reference_written = true;
        if let Some(attribute) = draft.attributes.get_mut(number) {
            attribute.outcome = AttributeOutcome::Flows;
            attribute.value = Some(Json::from(id.clone()));
            attribute.after = Some(Json::from(id));
        }
    }

    /// The preview of a finished draft; `groups` are those the user is an immediate member of.
    pub(super) fn finish(&self, draft: Draft<'_>, groups: &[String]) -> Preview {
        let mut reason = draft.row.reason;
        let (mut action, mut status) = words(draft.row.act, reason);
        let mut verdict = match draft.row.act {
            Act::Create => "create",
            Act::Update => "update",
            Act::Disable => "disable",
            Act::Delete => "delete",
            Act::None => "none",
            Act::Skip => "skip",
            Act::Fail => "error",
        };
        if draft.row.act == Act::None && draft.reference_written {
            (action, status, verdict) = (ProvisioningAction::Update, ProvisioningStatus::Success, "update");
            reason = if draft.facts.linked { Reason::LinkedAndChanged } else { Reason::MatchedAndChanged };
        }
        if draft.row.act == Act::None && draft.reference_withheld {
            reason = Reason::UpdateActionOff;
            (action, status) = words(Act::Skip, reason);
            verdict = "skip";
        }
        let mut requests = draft.requests.clone();
        if draft.staged {
            (action, status, verdict) =
                (ProvisioningAction::StagedDelete, ProvisioningStatus::Skipped, "stageddelete");
            requests.clear();
        }
        let log = self.log(&Entry { draft: &draft, action, status, reason });
        let link = draft.link_after().map(str::to_owned);
        let mut diagnostics = draft.diagnostics.clone();
        let assignment = self.gong(&draft, action, groups, &mut diagnostics);
        let Draft { source, scope, matching, attributes, .. } = draft;
        Preview {
            source,
            scope,
            matching,
            action,
            status,
            reason,
            attributes,
            requests,
            assignment,
            log,
            diagnostics: capped(diagnostics, self.limits.findings),
            link,
            verdict,
        }
    }

    /// What Gong makes of a written user: domain, title, manager, assignment.
    fn gong(
        &self,
        draft: &Draft<'_>,
        action: ProvisioningAction,
        groups: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<AssignmentPreview> {
        if draft.source.kind != ObjectKind::User {
            return None;
        }
        let event = match action {
            ProvisioningAction::Create if draft.row.act == Act::Create => Event::Import,
            ProvisioningAction::Update if !draft.requests.is_empty() => Event::ProfileUpdate,
            _ => return None,
        };
        if event == Event::Import {
            if let Some(email) = &draft.email {
                let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
                let allowed = &self.settings.allowed_domains;
                if !allowed.is_empty() && !allowed.iter().any(|known| known.eq_ignore_ascii_case(domain)) {
                    let message = "the e-mail domain is not the company's";
                    diagnostics.push(Diagnostic::new(&code::assignment::DOMAIN, message));
                }
            }
            if !draft.has_title {
                let message = "the person has no job title";
                diagnostics.push(Diagnostic::new(&code::assignment::NO_TITLE, message));
            }
            if !draft.has_manager {
                let message = "the person has no manager";
                diagnostics.push(Diagnostic::new(&code::assignment::NO_MANAGER, message));
            }
        }
        let assignments = self.assignments.as_ref()?;
        // A manual assignment's settings do not follow later changes.
        if event == Event::ProfileUpdate && assignments.is_manual(groups) {
            return None;
        }
        let person =
            Person { email: draft.email.as_deref().unwrap_or_default(), groups, recorded_manager: None };
        let outcome = assignments.outcome(&event, &person, None);
        // Settings and assignments may both name the company's domains; one finding tells it.
        let told = diagnostics.iter().any(|finding| finding.code.code == code::assignment::DOMAIN.code);
        let again = |finding: &Diagnostic| told && finding.code.code == code::assignment::DOMAIN.code;
        diagnostics.extend(outcome.diagnostics.into_iter().filter(|finding| !again(finding)));
        let settings = outcome.settings?;
        Some(AssignmentPreview {
            name: outcome.assignment.unwrap_or_default(),
            reason: match event {
                Event::Import => "import",
                _ => "profileUpdate",
            },
            settings,
        })
    }

    /// The preview of an object whose kind the configuration does not map.
    pub(super) fn unmapped(&self, source: &SourceObject<'_>) -> Preview {
        let kind = source.kind.as_str();
        let message = format!("the configuration maps no {kind}s to the target");
        let finding = Diagnostic::new(&code::plan::NO_OBJECT_MAPPING, message);
        let document = json::parse(&source.text, &self.limits).unwrap_or_default();
        let member = |name: &str| document.get(name).and_then(Json::as_str).map(str::to_owned);
        Preview {
            source: super::preview::SourceReference {
                id: member("id").unwrap_or_default(),
                kind: source.kind,
                display_name: member("displayName"),
            },
            scope: super::preview::ScopeDecision {
                in_scope: false,
                reason: Some(Reason::MappingDisabled.code()),
                filters: Vec::new(),
            },
            matching: super::preview::Matching::default(),
            action: ProvisioningAction::Other,
            status: ProvisioningStatus::Skipped,
            reason: Reason::MappingDisabled,
            attributes: Vec::new(),
            requests: Vec::new(),
            assignment: None,
            log: Json::Null,
            diagnostics: vec![finding],
            link: None,
            verdict: "skip",
        }
    }
}

/// The users' mappings of other users, the manager as a rule, with their places; there is hardly ever more than one.
pub(super) fn manager_mappings(program: &ObjectProgram) -> impl Iterator<Item = (usize, &AttributeMapping)> {
    let of_users = program.kind == ObjectKind::User;
    program.mappings.iter().enumerate().filter(move |(_, mapping)| of_users && mapping.is_reference)
}

/// Reads an object for a program; what goes wrong in nested members leaves an empty record and a finding.
pub(super) fn read<'s>(
    program: &ObjectProgram,
    source: &'s SourceObject<'_>,
    limits: &Limits,
) -> (Record<'s>, Diagnostics) {
    let mut record = Record::default();
    match program.projection.read(&mut Reader::new(&source.text), &mut record, limits) {
        Ok(()) => (record, Diagnostics::new()),
        Err(finding) => (record, vec![*finding]),
    }
}

impl Engine {
    /// The member changes of a group.
    ///
    /// On the first link every referable member is added; later only what changed is written, known from
    /// `members@delta` or from what earlier cycles wrote (`written`). The service never reads memberships back. A run
    /// on demand takes five members.
    pub(super) fn member_changes(
        &self,
        record: &Record<'_>,
        linked: bool,
        written: Option<&[String]>,
        links: &BTreeMap<String, String>,
        referable: &dyn Fn(&str) -> Option<String>,
    ) -> MemberChanges {
        let most = if self.settings.on_demand { 5 } else { usize::MAX };
        let mut changes = MemberChanges::default();
        let members = each_once(&record.members);
        let mut current: Vec<&str> = Vec::new();
        for member in &members {
            match referable(&member.id).filter(|_| !member.is_group) {
                Some(_) => current.push(&member.id),
                None => changes.left_out.push(member.id.to_string()),
            }
        }
        changes.after = current.iter().map(|id| (*id).to_owned()).collect();
        let add = |changes: &mut MemberChanges, ids: &mut dyn Iterator<Item = &str>| {
            for (id, target) in ids.filter_map(|id| Some((id, referable(id)?))) {
                if changes.added.len() < most {
                    changes.added.push(target);
                } else {
                    changes.over = true;
                    changes.after.retain(|known| known != id);
                }
            }
        };
        match (linked, &record.member_changes, written) {
            (false, ..) => add(&mut changes, &mut current.into_iter()),
            (true, delta @ Some(_), _) => {
                let delta = each_once(delta);
                let mut added = delta
                    .iter()
                    .filter(|member| !member.removed && !member.is_group)
                    .map(|member| &*member.id);
                add(&mut changes, &mut added);
                let removed = delta.iter().filter(|member| member.removed && !member.is_group);
                changes.removed = removed.filter_map(|member| links.get(&*member.id).cloned()).collect();
            }
            (true, None, Some(written)) => {
                let known: HashSet<&str> = written.iter().map(String::as_str).collect();
                add(&mut changes, &mut current.iter().copied().filter(|id| !known.contains(id)));
                let members: HashSet<&str> = members.iter().map(|member| &*member.id).collect();
                let gone = written.iter().filter(|id| !members.contains(id.as_str()));
                changes.removed = gone.filter_map(|id| links.get(id).cloned()).collect();
                // A member who is still in the group stays there, disabled or not.
                let current: HashSet<&str> = current.into_iter().collect();
                let kept = written
                    .iter()
                    .filter(|id| members.contains(id.as_str()) && !current.contains(id.as_str()));
                changes.after.extend(kept.cloned());
            }
            (true, None, None) => changes.unknown = !current.is_empty(),
        }
        changes
    }
}

/// The members, the first of each id.
fn each_once<'r>(members: &'r Option<Vec<Member<'_>>>) -> Vec<&'r Member<'r>> {
    let mut seen = HashSet::new();
    members.iter().flatten().filter(|member| seen.insert(&*member.id)).collect()
}
