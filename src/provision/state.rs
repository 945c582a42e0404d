//! What the service remembers between cycles.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, code};

/// The state of a job: stored pairs, objects that left the scope, members written so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct JobState {
    /// Stored pairs: source id to target id.
    pub links: BTreeMap<String, String>,
    /// Source ids that were linked once and left the scope.
    pub released: BTreeSet<String>,
    /// Members written to each group, by source ids.
    pub members: BTreeMap<String, Vec<String>>,
}

impl JobState {
    /// Reads the JSON form.
    ///
    /// # Errors
    /// `PV103` with the place where reading stopped.
    pub fn from_json(text: &str) -> Result<Self, Diagnostic> {
        serde_json::from_str(text)
            .map_err(|error| Diagnostic::unreadable(&code::plan::INVALID_STATE, "the state", text, &error))
    }

    /// The state after a restart that drops the stored pairs (`resetScope: Full`).
    #[must_use]
    pub fn reset(self) -> Self {
        Self::default()
    }
}
