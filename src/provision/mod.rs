//! One provisioning cycle, predicted request by request.
//!
//! An [`Engine`] is a configuration compiled once. [`Engine::preview`] answers for one object, [`Engine::plan`] for a whole
//! cycle, [`Engine::batch`] for lines of any number, and [`Configuration::compare`] for two configurations.

mod after;
mod assigned;
mod batch;
mod compare;
mod cycle;
mod definition;
mod diff;
mod draft;
mod engine;
mod finish;
mod given;
mod gong;
mod lifecycle;
mod lines;
mod log;
mod mapper;
mod members;
mod memberships;
mod object;
mod patch;
mod plan;
mod preview;
mod program;
mod quarantine;
mod reason;
mod reference;
mod request;
mod roll;
mod service_code;
mod settings;
mod state;
mod summary;
mod target;
mod threads;

pub use crate::scim::PatchFormat;
pub use batch::Batch;
pub(crate) use batch::unreadable;
pub use compare::{AttributeChange, Comparison, Configuration, ConfigurationChange, ObjectChange, Shift};
pub use definition::ObjectMappingDefinition;
pub use engine::{Builder, Engine};
pub use lifecycle::{Reason, SourceState, documentation as lifecycle_documentation};
pub(crate) use lines::pieces;
pub use log::Log;
pub use mapper::Mapper;
pub use object::SourceObject;
pub use patch::LegacyBooleans;
pub use plan::{CycleInput, CycleOutcome, Plan};
pub use preview::{
    AssignmentPreview, AssignmentReason, AttributeOutcome, AttributePreview, Matching, Preview,
    ProvisioningAction, ProvisioningStatus, ScopeDecision, SourceReference, Verdict,
};
pub use quarantine::quarantines;
pub use request::{CONTENT_TYPE, Method, Purpose, Request};
pub use service_code::{SERVICE_ERRORS, error_code, skip_reason};
pub(crate) use settings::seed_of;
pub use settings::{Cycle, ScopeMode, Settings, TargetSchemas};
pub use state::JobState;
pub use summary::Summary;
pub use target::TargetState;
