//! The record of the provisioning log: a Graph `provisioningObjectSummary`.
//!
//! Field names: Graph, *provisioningObjectSummary resource type*; the samples call the error object
//! `errorInformation` and the initiator's kind `initiatorType`, and so does this. Step descriptions are free text.

use super::draft::Draft;
use super::engine::Engine;
use super::lifecycle::{Act, Facts, Reason, SourceState};
use super::preview::{AttributeOutcome, AttributePreview, ProvisioningAction, ProvisioningStatus};
use super::service_code::{NOT_ENTITLED, error_code, skip_reason};
use crate::diagnostic::code;
use crate::expression::REDACTED;
use crate::mapping::json_log_text;
use crate::scope::FilterTrace;
use crate::value::json::{Json, Object};

/// What a log record is made of.
pub(super) struct Entry<'e> {
    pub(super) draft: &'e Draft<'e>,
    pub(super) action: ProvisioningAction,
    pub(super) status: ProvisioningStatus,
    pub(super) reason: Reason,
}

fn object(members: impl IntoIterator<Item = (&'static str, Json<'static>)>) -> Json<'static> {
    members.into_iter().collect::<Object<'static>>().into()
}

fn text(value: impl Into<String>) -> Json<'static> {
    Json::from(value.into())
}

impl Engine {
    /// The record of one object. Ids of the record itself are made from the object's, so that equal input gives
    /// equal output.
    pub(super) fn log(&self, entry: &Entry<'_>) -> Json<'static> {
        let Entry { draft, action, status, reason } = entry;
        let kind = draft.source.kind.resource_type();
        let identity = |id: &str, name: &str| {
            object([
                ("id", text(id)),
                ("displayName", text(name)),
                ("identityType", text(kind)),
                ("details", object([])),
            ])
        };
        let system =
            |name: &str| object([("id", text("")), ("displayName", text(name)), ("details", object([]))]);
        let name = draft.source.display_name.as_deref().unwrap_or_default();
        let id = &draft.source.id;
        let (job, tenant) = self.job.as_deref().and_then(job_of_tenant).unwrap_or_default();
        object([
            ("id", text(id.clone())),
            ("activityDateTime", text(self.now.to_rfc3339())),
            ("jobId", text(job)),
            ("tenantId", text(tenant)),
            ("cycleId", text("")),
            ("changeId", text(id.clone())),
            ("provisioningAction", text(action.as_str())),
            ("durationInMilliseconds", Json::from(0_i64)),
            ("provisioningStatusInfo", status_info(*status, *reason, &draft.judgement.facts)),
            ("provisioningSteps", Json::from(steps(draft, *action, *reason))),
            ("modifiedProperties", Json::from(modified(&draft.attributes, draft.judgement.row.act))),
            ("sourceSystem", system("Microsoft Entra ID")),
            ("targetSystem", system("Gong")),
            ("sourceIdentity", identity(id, name)),
            ("targetIdentity", identity(draft.judgement.target_id.as_deref().unwrap_or_default(), name)),
            (
                "initiatedBy",
                object([
                    ("id", text("")),
                    ("displayName", text("Azure AD Provisioning Service")),
                    ("initiatorType", text("system")),
                ]),
            ),
            ("servicePrincipal", object([("id", text("")), ("displayName", text("Gong"))])),
        ])
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

fn status_info(status: ProvisioningStatus, reason: Reason, facts: &Facts) -> Json<'static> {
    let mut members = vec![("status", text(status.as_str()))];
    let code = error_code(reason)
        .or_else(|| skip_reason(reason).filter(|_| matches!(status, ProvisioningStatus::Skipped)));
    if let Some(code) = code
        && !matches!(status, ProvisioningStatus::Success)
    {
        let category = match status {
            ProvisioningStatus::Failure => "failure",
            _ => "nonServiceFailure",
        };
        members.push((
            "errorInformation",
            object([
                ("errorCode", text(code)),
                (
                    "reason",
                    text(match code {
                        NOT_ENTITLED => not_entitled(facts),
                        _ => reason.title().to_owned(),
                    }),
                ),
                ("additionalDetails", Json::Null),
                ("errorCategory", text(category)),
                ("recommendedAction", text(reason.explanation())),
            ]),
        ));
    }
    object(members)
}

fn step(name: &str, kind: &str, status: &str, description: String, details: Json<'static>) -> Json<'static> {
    object([
        ("name", text(name)),
        ("provisioningStepType", text(kind)),
        ("status", text(status)),
        ("description", text(description)),
        ("details", details),
    ])
}

/// The steps in the order of the samples: import, matching where an account was found, scoping, synchronization, export.
fn steps(draft: &Draft<'_>, action: ProvisioningAction, reason: Reason) -> Vec<Json<'static>> {
    let source = draft.source.display_name.as_deref().unwrap_or(&draft.source.id);
    let object_id = || object([("objectId", text(draft.source.id.clone()))]);
    let mut steps = vec![step(
        "EntryImport",
        "import",
        if reason == Reason::MissingMatchingValue { "skipped" } else { "success" },
        format!("Read {source} from Microsoft Entra ID"),
        object_id(),
    )];
    if reason == Reason::MissingMatchingValue {
        return steps;
    }
    if let Some(target) = draft.judgement.target {
        let id = super::target::id(target).unwrap_or_default();
        steps.push(step(
            "EntryImport",
            "matching",
            "success",
            format!("Found the account {id} in Gong"),
            object([("id", text(id))]),
        ));
    }
    steps.push(scoping(draft, reason));
    let (name, status) = synchronization(draft, action);
    let details = match skip_reason(reason) {
        Some(skip) if status == "skipped" => object([("SkipReason", text(skip))]),
        _ => object([]),
    };
    let explanation = match draft.staged {
        true => code::plan::ACCIDENTAL_DELETIONS.summary,
        false => reason.explanation(),
    };
    steps.push(step(name, "processing", status, explanation.to_owned(), details));
    if draft.reference_written {
        steps.push(step(
            "EntrySynchronizationUpdate",
            "referenceResolution",
            "success",
            "Resolved the manager to an account in Gong".to_owned(),
            object([]),
        ));
    }
    let export = match action {
        ProvisioningAction::Create => "EntryExportAdd",
        ProvisioningAction::Update | ProvisioningAction::Disable => "EntryExportUpdate",
        ProvisioningAction::Delete => "EntryExportDelete",
        ProvisioningAction::StagedDelete | ProvisioningAction::Other => return steps,
    };
    if status == "success" {
        let id = draft.judgement.target_id.clone().unwrap_or_default();
        steps.push(step(
            export,
            "export",
            "success",
            format!("Wrote {source} to Gong"),
            object([("id", text(id))]),
        ));
    }
    steps
}

/// The step that tells scope, with the facts it rests on.
fn scoping(draft: &Draft<'_>, reason: Reason) -> Json<'static> {
    let truth = |value: bool| text(if value { "True" } else { "False" });
    let facts = &draft.judgement.facts;
    let (status, description) = match draft.scope.in_scope {
        true => ("success", "The object is in scope".to_owned()),
        false => ("skipped", format!("The object is not in scope: {}", reason.title())),
    };
    let details = object([
        ("IsActive", truth(matches!(facts.state, SourceState::Active))),
        ("Assigned", truth(facts.assigned)),
        ("IsEffectivelyEntitledForProvisioning", truth(facts.in_scope())),
        ("IsInProvisioningScopeDisplayName", truth(draft.scope.in_scope)),
        ("ScopeEvaluationResult", text(evaluation(&draft.scope.filters).to_string())),
    ]);
    step("EntrySynchronizationScoping", "scoping", status, description, details)
}

/// Name and status of the step that carries the act out.
fn synchronization(draft: &Draft<'_>, action: ProvisioningAction) -> (&'static str, &'static str) {
    match draft.judgement.row.act {
        _ if draft.staged => ("EntrySynchronizationSkip", "skipped"),
        Act::Create => ("EntrySynchronizationAdd", "success"),
        Act::Update | Act::Disable => ("EntrySynchronizationUpdate", "success"),
        Act::Delete => ("EntrySynchronizationDelete", "success"),
        // An account that is gone was to be updated.
        Act::Fail if action == ProvisioningAction::Update => ("EntrySynchronizationUpdate", "failure"),
        Act::Fail => ("EntrySynchronizationAdd", "failure"),
        Act::None if draft.reference_written => ("EntrySynchronizationUpdate", "success"),
        Act::None | Act::Skip => ("EntrySynchronizationSkip", "skipped"),
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
fn modified(attributes: &[AttributePreview], act: Act) -> Vec<Json<'static>> {
    if !matches!(act, Act::Create | Act::Update | Act::Disable | Act::None) {
        return Vec::new();
    }
    let written = |attribute: &&AttributePreview| {
        matches!(attribute.outcome, AttributeOutcome::Flows | AttributeOutcome::Default)
    };
    attributes
        .iter()
        .filter(written)
        .map(|attribute| {
            let shown = |value: &Option<Json<'static>>| match value {
                Some(_) if attribute.redacted => text(REDACTED),
                Some(value) => text(json_log_text(value)),
                None => Json::Null,
            };
            object([
                ("displayName", text(attribute.target.clone())),
                ("oldValue", shown(&attribute.before)),
                ("newValue", shown(&attribute.after)),
            ])
        })
        .collect()
}
