//! Gong assignments: which seats, data capture and permissions a provisioned person gets.
//!
//! An assignment binds one Entra group to settings and an update mode. Assignments are an ordered list: the first
//! whose group the person belongs to wins, settings are never merged (Gong, *Create assignments*; Entra, *Gong
//! tutorial*). What happens is told by an [`Event`]; [`Assignments::outcome`] says what it changes.

mod outcome;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, code};

pub use outcome::{Event, Outcome, Person, SettingsSource, TeamMember};

/// How settings follow later changes in Entra.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UpdateMode {
    /// Settings follow Entra and cannot be edited in Gong.
    #[default]
    Automatic,
    /// Settings are set on import and edited in Gong from then on.
    Manual,
}

/// What is captured, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DataCapture {
    /// The workspace captured conversations go to.
    pub home_workspace: Option<String>,
    /// Kinds of conversation that are captured.
    pub enabled: Vec<String>,
}

/// What a person is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Settings {
    /// The settings of an assignment.
    #[serde(rename_all = "camelCase")]
    Assigned {
        /// Paid seats.
        seats: Vec<String>,
        /// Captured conversations.
        data_capture: DataCapture,
        /// Permission profile by workspace.
        workspace_permissions: BTreeMap<String, String>,
    },
    /// The permission profile of an organisation without assignments.
    #[serde(rename_all = "camelCase")]
    Profile {
        /// Its name.
        permission_profile: String,
    },
}

/// One assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assignment {
    /// Its name in Gong.
    pub name: String,
    /// The Entra group it is bound to, by display name or id; none for the default assignment.
    #[serde(default)]
    pub group: Option<String>,
    /// Automatic or manual.
    #[serde(default)]
    pub update_mode: UpdateMode,
    /// Paid seats.
    #[serde(default)]
    pub seats: Vec<String>,
    /// Captured conversations.
    #[serde(default)]
    pub data_capture: DataCapture,
    /// Permission profile by workspace.
    #[serde(default)]
    pub workspace_permissions: BTreeMap<String, String>,
}

impl Assignment {
    /// The settings it gives.
    pub fn settings(&self) -> Settings {
        Settings::Assigned {
            seats: self.seats.clone(),
            data_capture: self.data_capture.clone(),
            workspace_permissions: self.workspace_permissions.clone(),
        }
    }

    fn grants_nothing(&self) -> bool {
        self.seats.is_empty()
            && self.workspace_permissions.is_empty()
            && self.data_capture == DataCapture::default()
    }
}

/// The manager's settings on Gong's provisioning page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ManagerSettings {
    /// Notify direct managers who have a recorded team when a person is imported.
    pub notify_managers: bool,
    /// Managers can turn data capture on and off for their team.
    pub managers_control_data_capture: bool,
}

/// Everything Gong decides with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Assignments {
    /// The assignments, in listed order.
    pub assignments: Vec<Assignment>,
    /// What people outside every assigned group get.
    pub default_assignment: Option<Assignment>,
    /// The permission profile where there are no assignments.
    pub fallback_permission_profile: Option<String>,
    /// The manager's settings.
    pub manager_settings: ManagerSettings,
    /// Domains whose addresses are imported; empty: every domain.
    pub company_email_domains: Vec<String>,
}

impl Assignments {
    /// Reads the JSON form: an object, or only the ordered list of assignments.
    ///
    /// # Errors
    /// `GA101` with the place where reading stopped.
    pub fn from_json(text: &str) -> Result<Self, Diagnostic> {
        let read = if text.trim_start().starts_with('[') {
            serde_json::from_str(text).map(|assignments| Self { assignments, ..Self::default() })
        } else {
            serde_json::from_str(text)
        };
        read.map_err(|error| {
            Diagnostic::unreadable(&code::assignment::INVALID, "the assignments", text, &error)
        })
    }

    /// The assignment that applies to somebody in `groups`, and whether further ones would.
    fn winner(&self, groups: &[String]) -> (Option<&Assignment>, bool) {
        let mut matching = self.assignments.iter().filter(|assignment| {
            assignment.group.as_ref().is_some_and(|group| groups.iter().any(|known| known == group))
        });
        let first = matching.next();
        (first.or(self.default_assignment.as_ref()), matching.next().is_some())
    }

    fn by_name(&self, name: &str) -> Option<&Assignment> {
        self.assignments.iter().chain(&self.default_assignment).find(|assignment| assignment.name == name)
    }

    /// Whether Gong imports addresses of this one's domain.
    pub fn allows_email(&self, email: &str) -> bool {
        let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
        self.company_email_domains.is_empty()
            || self.company_email_domains.iter().any(|known| known.eq_ignore_ascii_case(domain))
    }
}
