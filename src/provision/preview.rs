//! What a preview says of one object.

use serde::{Serialize, Serializer};

use super::lifecycle::{Act, Reason};
use super::request::Request;
use crate::diagnostic::Diagnostics;
use crate::mapping::MappingType;
use crate::scope::FilterTrace;
use crate::sync_schema::ObjectKind;
use crate::value::json::Json;

/// What the service does, in the words of the provisioning log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ProvisioningAction {
    /// Creates the account.
    Create,
    /// Changes the account.
    Update,
    /// Disables the account.
    Disable,
    /// Deletes the account.
    Delete,
    /// Would disable or delete the account, and is held back by the threshold.
    StagedDelete,
    /// Nothing of these.
    Other,
}

impl ProvisioningAction {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Disable => "disable",
            Self::Delete => "delete",
            Self::StagedDelete => "stageddelete",
            Self::Other => "other",
        }
    }
}

/// How it ends, in the words of the provisioning log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ProvisioningStatus {
    /// Done.
    Success,
    /// Failed.
    Failure,
    /// Left alone.
    Skipped,
    /// Done, with something to look at.
    Warning,
}

impl ProvisioningStatus {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Skipped => "skipped",
            Self::Warning => "warning",
        }
    }
}

/// Action and status of an act for a reason.
///
/// An object that is left alone is logged under what was withheld from it: public reports show `create` for one that
/// never got in, the log pages `other` for one skipped at import and for one that did not change.
pub(super) const fn words(
    kind: ObjectKind,
    act: Act,
    reason: Reason,
) -> (ProvisioningAction, ProvisioningStatus) {
    use ProvisioningAction as A;
    use ProvisioningStatus as S;
    match act {
        Act::Create => (A::Create, S::Success),
        Act::Update => (A::Update, S::Success),
        Act::Disable => (A::Disable, S::Success),
        Act::Delete => (A::Delete, S::Success),
        Act::None => (A::Other, S::Skipped),
        Act::Skip => match reason {
            Reason::SourceDisabledNeverProvisioned
            | Reason::NotAssigned
            | Reason::ScopingFilter
            | Reason::CreateActionOff => (A::Create, S::Skipped),
            Reason::UpdateActionOff => (A::Update, S::Skipped),
            // Groups that leave the scope are deleted.
            Reason::OutOfScopeDeletionSkipped if matches!(kind, ObjectKind::Group) => (A::Delete, S::Skipped),
            Reason::OutOfScopeDeletionSkipped | Reason::NoDisableMapping => (A::Disable, S::Skipped),
            Reason::DeleteActionOff => (A::Delete, S::Skipped),
            _ => (A::Other, S::Skipped),
        },
        Act::Fail => match reason {
            Reason::RequiredValueMissing => (A::Create, S::Failure),
            Reason::LinkedTargetMissing => (A::Update, S::Failure),
            _ => (A::Other, S::Failure),
        },
    }
}

fn kind<S: Serializer>(kind: &ObjectKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.as_str())
}

/// The object a preview is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceReference {
    /// The Entra object id; empty where the object has none.
    pub id: String,
    /// User or group.
    #[serde(serialize_with = "kind")]
    pub kind: ObjectKind,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// Whether the object is in scope, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeDecision {
    /// Assigned, filters passed, active.
    pub in_scope: bool,
    /// What keeps it out: `notAssigned`, `inputFilter`,
    /// `scopingFilter`, `sourceDisabled`, `sourceSoftDeleted`, `sourceHardDeleted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The scoping filters, clause by clause.
    pub filters: Vec<FilterTrace>,
}

/// How the account is found.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Matching {
    /// The queries, in order; for a linked object, the read of its account.
    pub queries: Vec<Request>,
    /// The account's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_id: Option<String>,
}

/// What becomes of one mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AttributeOutcome {
    /// The value is sent.
    Flows,
    /// The target holds the value already.
    Unchanged,
    /// There is no value.
    Null,
    /// The expression says to leave the attribute alone, or the flow type does.
    Ignored,
    /// The default value is sent.
    Default,
    /// The mapping takes part in creation only, and this is none.
    CreateOnly,
    /// The value could not be worked out.
    Error,
}

/// One mapping at work.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributePreview {
    /// The target attribute.
    pub target: String,
    /// The kind of mapping.
    pub mapping: MappingType,
    /// The source attribute, expression or constant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The mapped value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Json<'static>>,
    /// What becomes of it.
    pub outcome: AttributeOutcome,
    /// What the target holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Json<'static>>,
    /// What the target will hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Json<'static>>,
    /// Whether the value must not be shown in logs.
    #[serde(skip)]
    pub redacted: bool,
}

/// What Gong gives the person.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentPreview {
    /// The assignment; empty where none applies.
    pub name: String,
    /// Why: `import`, `profileUpdate`.
    pub reason: &'static str,
    /// The settings it gives.
    pub settings: crate::assignment::Settings,
}

/// What the service would do with one object.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Preview {
    /// The object.
    pub source: SourceReference,
    /// Whether it is in scope.
    pub scope: ScopeDecision,
    /// How its account is found.
    pub matching: Matching,
    /// What is done.
    pub action: ProvisioningAction,
    /// How it ends.
    pub status: ProvisioningStatus,
    /// Why.
    pub reason: Reason,
    /// The mappings at work.
    pub attributes: Vec<AttributePreview>,
    /// What is written, in order.
    pub requests: Vec<Request>,
    /// What Gong gives the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment: Option<AssignmentPreview>,
    /// The record of the provisioning log, a Graph `provisioningObjectSummary`.
    pub log: Json<'static>,
    /// Findings.
    pub diagnostics: Diagnostics,
    /// The stored target id after the cycle.
    #[serde(skip)]
    pub link: Option<String>,
    /// The decision in one word: `create`, `update`, `disable`, `delete`,
    /// `stageddelete`, `none`, `skip` or `error`.
    #[serde(skip)]
    pub verdict: &'static str,
}
