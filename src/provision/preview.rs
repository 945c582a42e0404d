//! What a preview says of one object.

use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::lifecycle::{Act, Reason};
use super::log::Entry;
use super::request::Request;
use crate::assignment::Settings;
use crate::diagnostic::{Diagnostics, code};
use crate::mapping::MappingType;
use crate::scope::FilterTrace;
use crate::sync_schema::ObjectKind;
use crate::value::json::{Json, words};

/// What the service does, in the words of the provisioning log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

words!(ProvisioningAction {
    Create "create",
    Update "update",
    Disable "disable",
    Delete "delete",
    StagedDelete "stageddelete",
    Other "other",
});

/// How it ends, in the words of the provisioning log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

words!(ProvisioningStatus { Success "success", Failure "failure", Skipped "skipped", Warning "warning" });

/// The decision on one object: action and status in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The account is created.
    Create,
    /// The account is changed.
    Update,
    /// The account is disabled.
    Disable,
    /// The account is deleted.
    Delete,
    /// Disabling or deleting is held back by the threshold.
    StagedDelete,
    /// There is nothing to do.
    None,
    /// The object is left alone.
    Skip,
    /// It fails.
    Error,
}

words!(Verdict {
    Create "create",
    Update "update",
    Disable "disable",
    Delete "delete",
    StagedDelete "stageddelete",
    None "none",
    Skip "skip",
    Error "error",
});

impl Verdict {
    pub(super) const fn of(act: Act) -> Self {
        match act {
            Act::Create => Self::Create,
            Act::Update => Self::Update,
            Act::Disable => Self::Disable,
            Act::Delete => Self::Delete,
            Act::None => Self::None,
            Act::Skip => Self::Skip,
            Act::Fail => Self::Error,
        }
    }
}

/// Action and status of an act for a reason.
///
/// An object that is left alone is logged under what was withheld from it: public reports show `create` for one that
/// never got in, the log pages `other` for one skipped at import and for one that did not change.
pub(super) const fn action_and_status(
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

/// The object a preview is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SourceReference {
    /// The Entra object id; empty where the object has none.
    pub id: String,
    /// User or group.
    pub kind: ObjectKind,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// Whether the object is in scope, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScopeDecision {
    /// Assigned, filters passed, active.
    pub in_scope: bool,
    /// What keeps it out: not assigned, a filter, the state of the source, or a mapping that is switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The scoping filters, clause by clause.
    pub filters: Vec<FilterTrace>,
    /// Where several object mappings of a kind apply in their turn, the pointer of the one that does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_mapping: Option<String>,
}

/// How the account is found.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Matching {
    /// The queries, in order; for a linked object, the read of its account.
    pub queries: Vec<Request>,
    /// The account's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_id: Option<String>,
}

/// What becomes of one mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
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

words!(AttributeOutcome {
    Flows "flows",
    Unchanged "unchanged",
    Null "null",
    Ignored "ignored",
    Default "default",
    CreateOnly "createOnly",
    Error "error",
});

/// One mapping at work.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AttributePreview {
    /// The target attribute.
    pub target: Arc<str>,
    /// The kind of mapping.
    pub mapping: MappingType,
    /// The source attribute, expression or constant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Arc<str>>,
    /// The mapped value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Json<'static>>,
    /// What becomes of it.
    pub outcome: AttributeOutcome,
    /// What the target holds; of a group's members, which are never read back, those that are removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Json<'static>>,
    /// What the target will hold; of a group's members those that are added, as in `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Json<'static>>,
    /// Whether `Redact` hides the values from whoever is shown them; the request holds them all the same.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
}

/// Why Gong gives the person something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AssignmentReason {
    /// The person is imported.
    Import,
    /// The person's groups change, so that another assignment comes first, and the one before follows changes.
    GroupChange,
    /// The person's profile changes, and the assignment follows changes.
    ProfileUpdate,
}

words!(AssignmentReason { Import "import", GroupChange "groupChange", ProfileUpdate "profileUpdate" });

/// What Gong gives the person.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssignmentPreview {
    /// The assignment; empty where none applies.
    pub name: String,
    /// Why.
    pub reason: AssignmentReason,
    /// The settings it gives.
    pub settings: Settings,
}

/// What the service would do with one object.
#[derive(Debug, Clone, PartialEq)]
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
    pub assignment: Option<AssignmentPreview>,
    /// What [`Preview::log`] tells beside the rest; `None` where objects of this kind are not mapped.
    pub(super) entry: Option<Entry>,
    /// Findings.
    pub diagnostics: Diagnostics,
    /// The stored target id after the cycle.
    pub link: Option<String>,
    /// The decision in one word.
    pub verdict: Verdict,
}

impl Serialize for Preview {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Their number is told to formats that want it.
        let members = 10_usize.saturating_add(usize::from(self.assignment.is_some()));
        let mut preview = serializer.serialize_struct("Preview", members)?;
        preview.serialize_field("source", &self.source)?;
        preview.serialize_field("scope", &self.scope)?;
        preview.serialize_field("matching", &self.matching)?;
        preview.serialize_field("action", &self.action)?;
        preview.serialize_field("status", &self.status)?;
        preview.serialize_field("reason", &self.reason)?;
        preview.serialize_field("attributes", &self.attributes)?;
        preview.serialize_field("requests", &self.requests)?;
        if let Some(assignment) = &self.assignment {
            preview.serialize_field("assignment", assignment)?;
        }
        preview.serialize_field("log", &self.log())?;
        preview.serialize_field("diagnostics", &self.diagnostics)?;
        preview.end()
    }
}

impl Preview {
    /// What the reason means; of an act that is held back, what holds it.
    pub const fn explanation(&self) -> &'static str {
        match self.action {
            ProvisioningAction::StagedDelete => code::plan::ACCIDENTAL_DELETIONS.summary,
            _ => self.reason.explanation(),
        }
    }
}
