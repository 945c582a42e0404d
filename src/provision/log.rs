//! The record of the provisioning log: a Graph `provisioningObjectSummary`.
//!
//! Field names: Graph, *provisioningObjectSummary resource type*; the samples call the error object
//! `errorInformation` and the initiator's kind `initiatorType`, and so does this. Step descriptions are free text.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::Arc;

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::lifecycle::{Act, Facts, Reason, SourceState};
use super::preview::{AttributeOutcome, AttributePreview, Preview, ProvisioningAction, ProvisioningStatus};
use super::service_code::{NOT_ENTITLED, error_code, skip_reason};
use crate::expression::REDACTED;
use crate::mapping::json_log_text;
use crate::scope::FilterTrace;
use crate::value::json::{self, Json, Object};

/// The job that records are of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Job {
    id: String,
    tenant: String,
    now: String,
}

impl Job {
    /// The job of a schema, where its id says so, at a time.
    pub(super) fn new(id: Option<&str>, now: String) -> Self {
        let (id, tenant) = id.and_then(job_of_tenant).unwrap_or_default();
        Self { id: id.to_owned(), tenant, now }
    }
}

/// What a record tells beside what its preview holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) job: Arc<Job>,
    pub(super) facts: Facts,
    pub(super) act: Act,
    /// The id of the account that was found; empty where it has none.
    pub(super) found: Option<String>,
    pub(super) reference_written: bool,
}

/// The record of one object, `null` where objects of its kind are not mapped; it is written when it is asked for. Ids of
/// the record itself are made from the object's, so that equal input gives equal output.
#[derive(Debug, Clone, Copy)]
pub struct Log<'p>(&'p Preview);

impl Preview {
    /// The record of the provisioning log, a Graph `provisioningObjectSummary`; `null` where objects of this kind are not
    /// mapped.
    pub const fn log(&self) -> Log<'_> {
        Log(self)
    }
}

impl Display for Log<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&json::to_string(self))
    }
}

impl Serialize for Log<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.entry {
            Some(entry) => Summary::of(self.0, entry).serialize(serializer),
            None => serializer.serialize_unit(),
        }
    }
}

/// A `provisioningObjectSummary`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'p> {
    id: &'p str,
    activity_date_time: &'p str,
    job_id: &'p str,
    tenant_id: &'p str,
    cycle_id: &'p str,
    change_id: &'p str,
    provisioning_action: ProvisioningAction,
    duration_in_milliseconds: u8,
    provisioning_status_info: StatusInfo<'p>,
    provisioning_steps: Steps<'p>,
    modified_properties: Modified<'p>,
    source_system: Identity<'p>,
    target_system: Identity<'p>,
    source_identity: Identity<'p>,
    target_identity: Identity<'p>,
    initiated_by: Identity<'p>,
    service_principal: Identity<'p>,
}

/// Who takes part: an object, a system, a service.
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
struct Identity<'p> {
    id: &'p str,
    display_name: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_type: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initiator_type: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Details<'p>>,
}

/// Members by name.
#[derive(Clone, Copy)]
struct Details<'p>(&'p [(&'static str, &'p str)]);

impl Serialize for Details<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

impl<'p> Summary<'p> {
    fn of(preview: &'p Preview, entry: &'p Entry) -> Self {
        let Preview { source, action, status, reason, .. } = preview;
        let service = |display_name| Identity {
            id: "",
            display_name,
            identity_type: None,
            initiator_type: None,
            details: None,
        };
        let system = |name| Identity { details: Some(Details(&[])), ..service(name) };
        let identity = |id| Identity {
            id,
            identity_type: Some(source.kind.resource_type()),
            ..system(source.display_name.as_deref().unwrap_or_default())
        };
        Self {
            id: &source.id,
            activity_date_time: &entry.job.now,
            job_id: &entry.job.id,
            tenant_id: &entry.job.tenant,
            cycle_id: "",
            change_id: &source.id,
            provisioning_action: *action,
            duration_in_milliseconds: 0,
            provisioning_status_info: StatusInfo::of(*status, *reason, &entry.facts),
            provisioning_steps: Steps(preview, entry),
            modified_properties: Modified(preview, entry.act),
            source_system: system("Microsoft Entra ID"),
            target_system: system("Gong"),
            source_identity: identity(&source.id),
            target_identity: identity(preview.matching.target_id.as_deref().unwrap_or_default()),
            initiated_by: Identity {
                initiator_type: Some("system"),
                ..service("Azure AD Provisioning Service")
            },
            service_principal: service("Gong"),
        }
    }
}

/// The id of a job and of its tenant: `<template>.<tenant>.<service principal>`. The schema of a template, whose tenant
/// is made of zeros, has none.
fn job_of_tenant(id: &str) -> Option<(&str, String)> {
    let mut parts = id.rsplit('.');
    let (principal, tenant) = (parts.next()?, parts.next()?);
    let is_id = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if tenant.len() != 32 || !is_id(tenant) || !is_id(principal) || tenant.bytes().all(|byte| byte == b'0') {
        return None;
    }
    let cuts = [0..8, 8..12, 12..16, 16..20, 20..32];
    let parts: Vec<&str> = cuts.into_iter().filter_map(|cut| tenant.get(cut)).collect();
    Some((id, parts.join("-")))
}

/// Why an object that was never provisioned is not entitled, numbered as public reports show it.
fn not_entitled(facts: &Facts) -> String {
    let state = facts.state != SourceState::Active;
    let reasons = [
        (!facts.assigned, Reason::NotAssigned),
        (!facts.passes_filters, Reason::ScopingFilter),
        (state, Reason::SourceDisabledNeverProvisioned),
    ];
    let reasons = reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason.title());
    let listed: Vec<String> =
        reasons.enumerate().map(|(at, title)| format!("{}) {title}", at.saturating_add(1))).collect();
    listed.join("; ")
}

/// How it ends, and why it does not end well.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusInfo<'p> {
    status: ProvisioningStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_information: Option<ErrorInformation<'p>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorInformation<'p> {
    error_code: &'p str,
    reason: Cow<'p, str>,
    additional_details: (),
    error_category: &'p str,
    recommended_action: &'p str,
}

impl StatusInfo<'_> {
    fn of(status: ProvisioningStatus, reason: Reason, facts: &Facts) -> Self {
        let code = error_code(reason)
            .or_else(|| skip_reason(reason).filter(|_| matches!(status, ProvisioningStatus::Skipped)))
            .filter(|_| !matches!(status, ProvisioningStatus::Success));
        let error_information = code.map(|error_code| ErrorInformation {
            error_code,
            reason: match error_code {
                NOT_ENTITLED => not_entitled(facts).into(),
                _ => reason.title().into(),
            },
            additional_details: (),
            error_category: match status {
                ProvisioningStatus::Failure => "failure",
                _ => "nonServiceFailure",
            },
            recommended_action: reason.explanation(),
        });
        Self { status, error_information }
    }
}

/// The steps in the order of the samples: import, matching where an account was found, scoping, synchronization, export.
struct Steps<'p>(&'p Preview, &'p Entry);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Step<'s> {
    name: &'s str,
    provisioning_step_type: &'s str,
    status: ProvisioningStatus,
    description: &'s str,
    details: Details<'s>,
}

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use ProvisioningStatus::{Skipped, Success};
        let Self(preview, entry) = self;
        let mut steps = serializer.serialize_seq(None)?;
        let mut step = |name: &str, kind: &str, status, description: &str, details: &[_]| {
            let details = Details(details);
            steps.serialize_element(&Step {
                name,
                provisioning_step_type: kind,
                status,
                description,
                details,
            })
        };
        let (source, reason) = (&preview.source, preview.reason);
        let name = source.display_name.as_deref().unwrap_or(&source.id);
        let is_skipped = reason == Reason::MissingMatchingValue;
        step(
            "EntryImport",
            "import",
            if is_skipped { Skipped } else { Success },
            &format!("Read {name} from Microsoft Entra ID"),
            &[("objectId", &source.id)],
        )?;
        if is_skipped {
            return steps.end();
        }
        // A stored id is used as it is, unless its account is read.
        if let Some(id) = entry.found.as_ref().filter(|_| !preview.matching.queries.is_empty()) {
            let description = format!("Found the account {id} in Gong");
            step("EntryImport", "matching", Success, &description, &[("id", id)])?;
        }
        let (status, description) = match preview.scope.reason {
            None => (Success, Cow::Borrowed("The object is in scope")),
            Some(reason) => (Skipped, format!("The object is not in scope: {}", reason.title()).into()),
        };
        let truth = |value: bool| if value { "True" } else { "False" };
        let facts = &entry.facts;
        // The facts that scope rests on.
        let details = [
            ("IsActive", truth(facts.state == SourceState::Active)),
            ("Assigned", truth(facts.assigned)),
            ("IsEffectivelyEntitledForProvisioning", truth(facts.in_scope())),
            ("IsInProvisioningScopeDisplayName", truth(preview.scope.in_scope)),
            ("ScopeEvaluationResult", &evaluation(&preview.scope.filters).to_string()),
        ];
        step("EntrySynchronizationScoping", "scoping", status, &description, &details)?;
        let (synchronization, status) = synchronization(preview, entry);
        let skip = skip_reason(reason).filter(|_| status == Skipped).map(|skip| ("SkipReason", skip));
        step(synchronization, "processing", status, preview.explanation(), skip.as_slice())?;
        if entry.reference_written {
            let description = "Resolved the manager to an account in Gong";
            step("EntrySynchronizationUpdate", "referenceResolution", Success, description, &[])?;
        }
        let export = match preview.action {
            ProvisioningAction::Create => Some("EntryExportAdd"),
            ProvisioningAction::Update | ProvisioningAction::Disable => Some("EntryExportUpdate"),
            ProvisioningAction::Delete => Some("EntryExportDelete"),
            ProvisioningAction::StagedDelete | ProvisioningAction::Other => None,
        };
        if let Some(export) = export.filter(|_| status == Success) {
            let id = preview.matching.target_id.as_deref().unwrap_or_default();
            step(export, "export", Success, &format!("Wrote {name} to Gong"), &[("id", id)])?;
        }
        steps.end()
    }
}

/// Name and status of the step that carries the act out.
const fn synchronization(preview: &Preview, entry: &Entry) -> (&'static str, ProvisioningStatus) {
    use ProvisioningStatus::{Failure, Skipped, Success};
    match entry.act {
        _ if matches!(preview.action, ProvisioningAction::StagedDelete) => {
            ("EntrySynchronizationSkip", Skipped)
        }
        Act::Create => ("EntrySynchronizationAdd", Success),
        Act::Update | Act::Disable => ("EntrySynchronizationUpdate", Success),
        Act::Delete => ("EntrySynchronizationDelete", Success),
        // An account that is gone was to be updated.
        Act::Fail if matches!(preview.action, ProvisioningAction::Update) => {
            ("EntrySynchronizationUpdate", Failure)
        }
        Act::Fail => ("EntrySynchronizationAdd", Failure),
        Act::None if entry.reference_written => ("EntrySynchronizationUpdate", Success),
        Act::None | Act::Skip => ("EntrySynchronizationSkip", Skipped),
    }
}

/// The service's own trace: each clause under filter, attribute, operator and value.
fn evaluation(filters: &[FilterTrace]) -> Json<'static> {
    let mut result: Object<'static> = Object::new();
    for (key, passed) in filters.iter().flat_map(FilterTrace::evaluation) {
        result.insert(key, passed);
    }
    result.into()
}

/// The properties written, all as text.
struct Modified<'p>(&'p Preview, Act);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModifiedProperty<'p> {
    display_name: &'p str,
    old_value: Option<Cow<'p, str>>,
    new_value: Option<Cow<'p, str>>,
}

impl<'p> ModifiedProperty<'p> {
    fn of(attribute: &'p AttributePreview) -> Self {
        let shown = |value: &'p Option<Json<'static>>| match value {
            Some(_) if attribute.redacted => Some(REDACTED.into()),
            Some(value) => Some(json_log_text(value)),
            None => None,
        };
        Self {
            display_name: &attribute.target,
            old_value: shown(&attribute.before),
            new_value: shown(&attribute.after),
        }
    }
}

impl Serialize for Modified<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_written = matches!(self.1, Act::Create | Act::Update | Act::Disable | Act::None);
        let flows = |attribute: &&AttributePreview| {
            is_written && matches!(attribute.outcome, AttributeOutcome::Flows | AttributeOutcome::Default)
        };
        serializer.collect_seq(self.0.attributes.iter().filter(flows).map(ModifiedProperty::of))
    }
}
