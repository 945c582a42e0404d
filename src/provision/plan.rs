//! A whole cycle and its plan: what it starts from, what it would send, what it leaves.

use serde::Serialize;

use super::engine::Engine;
use super::object::SourceObject;
use super::preview::Preview;
use super::request::{Purpose, Request};
use super::state::JobState;
use super::summary::Summary;
use super::target::TargetState;
use crate::diagnostic::Diagnostics;
use crate::value::table::Table;

/// What a cycle starts from.
#[derive(Debug, Clone, Default)]
pub struct CycleInput<'i> {
    /// The users, in order.
    pub users: Vec<SourceObject<'i>>,
    /// The groups, in order.
    pub groups: Vec<SourceObject<'i>>,
    /// What the target holds; `None`: not known.
    pub target: Option<TargetState>,
    /// What earlier cycles left, in place of the pairs of the settings.
    pub state: Option<JobState>,
}

/// What a cycle would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Plan {
    /// Each object, users first, in the order given.
    pub previews: Vec<Preview>,
    /// Every request in the order sent, reads included.
    pub requests: Vec<Request>,
    /// Objects by verdict: `create`, `update`, `disable`, `delete`, `stageddelete`, `none`, `skip`, `error`.
    pub summary: Summary,
    /// The stored pairs after the cycle.
    pub links: Table<String>,
    /// Whether the job goes into quarantine, because more would be deleted than the threshold allows, or too much failed.
    pub quarantine: bool,
    /// Findings about the cycle and the configuration.
    pub diagnostics: Diagnostics,
    /// What the next cycle starts from.
    #[serde(skip)]
    pub state: JobState,
}

/// What a cycle comes to, its previews handed out.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CycleOutcome {
    /// Objects by verdict.
    pub summary: Summary,
    /// What the next cycle starts from.
    pub state: JobState,
    /// Whether the job goes into quarantine.
    pub quarantine: bool,
    /// Findings about the cycle and the configuration.
    pub diagnostics: Diagnostics,
}

impl Engine {
    /// What one cycle would do with all objects.
    pub fn plan(&self, input: &CycleInput<'_>) -> Plan {
        let mut previews = Vec::new();
        let outcome = self.plan_each(input, 1, |preview| preview, |preview| previews.push(preview));
        let CycleOutcome { summary, state, quarantine, diagnostics } = outcome;
        let requests = in_order(&previews);
        Plan { previews, requests, summary, links: state.links.clone(), quarantine, diagnostics, state }
    }
}

/// The requests of a cycle: the first pass over users and groups, then the references, managers before members.
fn in_order(previews: &[Preview]) -> Vec<Request> {
    let is_second = |request: &&Request| matches!(request.purpose, Purpose::Reference | Purpose::Members);
    let mut requests = Vec::new();
    for preview in previews {
        requests.extend(preview.matching.queries.iter().cloned());
        requests.extend(preview.requests.iter().filter(|request| !is_second(request)).cloned());
    }
    for preview in previews {
        requests.extend(preview.requests.iter().filter(is_second).cloned());
    }
    requests
}
