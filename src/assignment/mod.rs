//! Gong assignments: which seats, data capture and permissions a provisioned person gets.
//!
//! An assignment binds one Entra group to settings and an update mode. Assignments are an ordered list: the first
//! whose group the person belongs to wins, settings are never merged (Gong, *Create assignments*; Entra, *Gong
//! tutorial*). What happens is told by an [`Event`]; [`Assignments::outcome`] says what it changes.

mod outcome;

use std::borrow::Cow;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, code};
use crate::limits::Limits;
use crate::value::domains;
use crate::value::entra::is_same_id;
use crate::value::json::{self, FromJson, Json, Misfit, record, words};
use crate::value::table::Table;

pub use outcome::{Event, Outcome, Person, SettingsSource, TeamMember};

/// How settings follow later changes in Entra.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UpdateMode {
    /// Settings follow Entra and cannot be edited in Gong.
    #[default]
    Automatic,
    /// Settings are set on import and edited in Gong from then on.
    Manual,
}

words!(UpdateMode { Automatic "automatic", Manual "manual" });

/// What is captured, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
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
        workspace_permissions: Table<String>,
    },
    /// The permission profile of an organisation without assignments.
    #[serde(rename_all = "camelCase")]
    Profile {
        /// Its name.
        permission_profile: String,
    },
}

/// One assignment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// Its name in Gong.
    pub name: String,
    /// The Entra group it is bound to, by display name or id; none for the default assignment.
    pub group: Option<String>,
    /// Automatic or manual.
    pub update_mode: UpdateMode,
    /// Paid seats.
    pub seats: Vec<String>,
    /// Captured conversations.
    pub data_capture: DataCapture,
    /// Permission profile by workspace.
    pub workspace_permissions: Table<String>,
}

record!(Assignment {
    name "name",
    group "group",
    update_mode "updateMode",
    seats "seats",
    data_capture "dataCapture",
    workspace_permissions "workspacePermissions",
} needs "name");

impl Assignment {
    /// The settings it gives.
    pub fn settings(&self) -> Settings {
        Settings::Assigned {
            seats: self.seats.clone(),
            data_capture: self.data_capture.clone(),
            workspace_permissions: self.workspace_permissions.clone(),
        }
    }

    /// Whether its group is one of these, by name or id.
    fn is_bound(&self, groups: &[String]) -> bool {
        self.group.as_ref().is_some_and(|group| groups.iter().any(|known| is_same_id(known, group)))
    }

    fn grants_nothing(&self) -> bool {
        self.seats.is_empty()
            && self.workspace_permissions.is_empty()
            && self.data_capture == DataCapture::default()
    }
}

/// The manager's settings on Gong's provisioning page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagerSettings {
    /// Notify direct managers who have a recorded team when a person is imported.
    pub notify_managers: bool,
    /// Managers can turn data capture on and off for their team.
    pub managers_control_data_capture: bool,
}

/// Everything Gong decides with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
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

record!(DataCapture { home_workspace "homeWorkspace", enabled "enabled" });
record!(ManagerSettings {
    notify_managers "notifyManagers",
    managers_control_data_capture "managersControlDataCapture",
});
record!(Assignments {
    assignments "assignments",
    default_assignment "defaultAssignment",
    fallback_permission_profile "fallbackPermissionProfile",
    manager_settings "managerSettings",
    company_email_domains "companyEmailDomains",
});

/// The object, or only the ordered list of assignments.
struct Either(Assignments);

impl FromJson for Either {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        if value.as_array().is_none() {
            return FromJson::from_json(value).map(Self);
        }
        FromJson::from_json(value).map(|assignments| Self(Assignments { assignments, ..Default::default() }))
    }
}

impl Assignments {
    /// Reads the JSON form: an object, or only the ordered list of assignments.
    ///
    /// # Errors
    /// Those of [`json::parse`]; `GA101` at the member that has another form.
    pub fn from_json(text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        let what = "the assignments";
        let Either(read) = json::read(text, limits, &code::assignment::INVALID, what)?;
        domains::named(&read.company_email_domains)
            .map_err(|empty| empty.within("companyEmailDomains").finding(&code::assignment::INVALID, what))?;
        Ok(read)
    }

    /// The groups that assignments are bound to and that are not among these, by name or id.
    pub(crate) fn unbound(&self, groups: &[String]) -> impl Iterator<Item = &str> {
        let bound = self.assignments.iter().filter_map(|assignment| assignment.group.as_deref());
        bound.filter(move |group| !groups.iter().any(|known| is_same_id(known, group)))
    }

    /// Whether an assignment is bound to a group with these names and id.
    pub(crate) fn is_bound(&self, names: &[String]) -> bool {
        self.assignments.iter().any(|assignment| assignment.is_bound(names))
    }

    /// The assignment that applies to somebody in `groups`, and whether further ones would; none in an organisation
    /// without assignments, where the permission profile chosen on the page applies.
    fn winner(&self, groups: &[String]) -> (Option<Cow<'_, Assignment>>, bool) {
        let mut matching = self.assignments.iter().filter(|assignment| assignment.is_bound(groups));
        let first = matching.next();
        let default = match &self.default_assignment {
            _ if self.assignments.is_empty() && self.fallback_permission_profile.is_some() => None,
            Some(default) => Some(Cow::Borrowed(default)),
            None if self.assignments.is_empty() => None,
            // Wherever there are assignments, there is a default one; it grants nothing unless edited.
            None => Some(Cow::Owned(Assignment { name: "Default".to_owned(), ..Assignment::default() })),
        };
        (first.map(Cow::Borrowed).or(default), matching.next().is_some())
    }

    /// The name of the assignment that applies to somebody in `groups`.
    pub(crate) fn name_for(&self, groups: &[String]) -> Option<String> {
        self.winner(groups).0.map(|assignment| assignment.name.clone())
    }

    /// Whether the assignment of somebody in `groups` leaves its settings alone after the import.
    pub fn is_manual(&self, groups: &[String]) -> bool {
        self.winner(groups).0.is_some_and(|assignment| assignment.update_mode == UpdateMode::Manual)
    }

    fn by_name(&self, name: &str) -> Option<&Assignment> {
        self.assignments.iter().chain(&self.default_assignment).find(|assignment| assignment.name == name)
    }

    /// Whether Gong imports addresses of this one's domain.
    pub fn allows_email(&self, email: &str) -> bool {
        is_in_domains(email, &self.company_email_domains)
    }
}

/// Whether an address is in one of these domains; any will do where none is named.
pub(crate) fn is_in_domains(email: &str, domains: &[String]) -> bool {
    domains::allows(domains, email.rsplit_once('@').map_or("", |(_, domain)| domain))
}
