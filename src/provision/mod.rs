//! One provisioning cycle, predicted request by request.
//!
//! An [`Engine`] is a configuration compiled once.

mod after;
mod assigned;
mod batch;
mod compare;
mod definition;
mod diff;
mod draft;
mod engine;
mod finish;
mod gong;
pub mod lifecycle;
mod log;
mod mapper;
mod members;
mod object;
mod patch;
mod plan;
mod preview;
mod program;
mod reference;
mod request;
mod settings;
mod state;
mod target;
mod threads;

pub use crate::scim::PatchFormat;
pub use batch::Batch;
pub(crate) use batch::{pieces, unreadable};
pub use compare::{AttributeChange, Comparison, ConfigurationChange, ObjectChange, compare};
pub use definition::ObjectMappingDefinition;
pub use engine::{Builder, Engine};
pub use lifecycle::{Reason, SourceState};
pub use log::{SERVICE_ERRORS, error_code, skip_reason};
pub use mapper::Mapper;
pub use object::SourceObject;
pub use patch::LegacyBooleans;
pub use plan::{CycleInput, CycleOutcome, Plan, TargetState, quarantines, stages};
pub use preview::{
    AssignmentPreview, AssignmentReason, AttributeOutcome, AttributePreview, Matching, Preview,
    ProvisioningAction, ProvisioningStatus, ScopeDecision, SourceReference, Verdict,
};
pub use request::{CONTENT_TYPE, Method, Purpose, Request};
pub use settings::{Cycle, ScopeMode, Settings, TargetSchemas};
pub use state::JobState;
