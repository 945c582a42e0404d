//! What an event changes for one person in Gong.

use serde::Serialize;

use super::{Assignment, Assignments, Settings, UpdateMode};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, code, quoted};
use crate::unicode;
use crate::value::json::words;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'e> {
    /// Entra creates the person.
    Import,
    /// The person's groups changed in Entra.
    GroupChange,
    /// Entra writes a changed profile.
    ProfileUpdate,
    /// An administrator edits fields in Gong, such as `dataCapture.enabled` or `profile.title`.
    ManualEdit(&'e [&'e str]),
    /// A manager edits fields of a team member.
    ManagerEdit(&'e [&'e str]),
    /// The assignment of a name was edited in Gong; without a name the person's.
    AssignmentEdited(Option<&'e str>),
    /// Entra deactivates the person.
    Deactivate,
}

/// The person, as Entra knows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person<'p> {
    /// The primary e-mail address.
    pub email: &'p str,
    /// Groups the person is an immediate member of, by display name or id.
    pub groups: &'p [String],
    /// The direct manager's address, where the manager has a recorded team.
    pub recorded_manager: Option<&'p str>,
}

/// What Gong holds of the person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamMember<'m> {
    /// The name of the assignment that applied.
    pub assignment: Option<&'m str>,
    /// The settings that apply.
    pub settings: Option<Settings>,
    /// Profile fields that hold a value.
    pub filled_fields: &'m [&'m str],
}

/// Where the settings come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingsSource {
    /// The assignment named beside.
    Assignment,
    /// The permission profile for organisations without assignments.
    FallbackProfile,
    /// What applied before stays.
    Kept,
    /// There are none.
    None,
}

words!(SettingsSource {
    Assignment "assignment",
    FallbackProfile "fallbackProfile",
    Kept "kept",
    None "none",
});

/// What an event changes; what it says nothing about is `None`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Outcome {
    /// Whether the person is imported, or written again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imported: Option<bool>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The assignment that applies.
    pub assignment: Option<String>,
    /// Where the settings come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings_source: Option<SettingsSource>,
    /// The settings that apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    /// Whether an administrator can edit the settings in Gong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manual_edit_allowed: Option<bool>,
    /// Whether an edit is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
    /// Whether the field can be edited again afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub further_edits: Option<bool>,
    /// Whether the profile follows Entra although the settings do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_updated: Option<bool>,
    /// Managers who are notified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify: Option<Vec<String>>,
    /// Whether the person can log in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Whether captured conversations stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_kept: Option<bool>,
    /// Findings.
    #[serde(skip)]
    pub diagnostics: Diagnostics,
}

impl Assignments {
    /// What `event` changes for `person`, of whom Gong holds `before`.
    pub fn outcome(
        &self,
        event: &Event<'_>,
        person: &Person<'_>,
        before: Option<&TeamMember<'_>>,
    ) -> Outcome {
        let current = before.and_then(|member| member.assignment);
        let mode = current.and_then(|name| self.by_name(name)).map(|assignment| assignment.update_mode);
        match event {
            Event::Import => self.import(person),
            Event::GroupChange | Event::ProfileUpdate if mode == Some(UpdateMode::Manual) => {
                let mut outcome = kept(before);
                outcome.manual_edit_allowed = Some(true);
                if *event == Event::GroupChange {
                    outcome.report(&code::assignment::MANUAL_KEEPS, current);
                } else {
                    outcome.profile_updated = Some(true);
                }
                outcome
            }
            Event::GroupChange | Event::ProfileUpdate => self.apply(person),
            Event::AssignmentEdited(name) => {
                let mut outcome = kept(before);
                let is_theirs = name.is_none() || *name == current;
                if is_theirs && mode != Some(UpdateMode::Manual) {
                    outcome.report(&code::assignment::NEXT_PUSH, current);
                }
                outcome
            }
            Event::ManualEdit(fields) => manual_edit(fields, before, mode),
            Event::ManagerEdit(fields) => self.manager_edit(fields, current, mode),
            Event::Deactivate => {
                Outcome { active: Some(false), data_kept: Some(true), ..Outcome::of(current) }
            }
        }
    }

    /// A manager edits fields of a team member whose assignment is updated in this mode.
    fn manager_edit(&self, fields: &[&str], current: Option<&str>, mode: Option<UpdateMode>) -> Outcome {
        let of_capture = |field: &&str| *field == "dataCapture" || field.starts_with("dataCapture.");
        let accepted = self.manager_settings.managers_control_data_capture && fields.iter().all(of_capture);
        let mut outcome = Outcome { accepted: Some(accepted), ..Outcome::of(current) };
        if accepted && mode == Some(UpdateMode::Automatic) {
            outcome.report(&code::assignment::MANAGER_OVERRIDES, current);
        }
        outcome
    }

    /// What becomes of a person whom Gong does not import for the primary e-mail address.
    pub(crate) fn refusal(&self, email: &str) -> Option<Outcome> {
        let (reason, message) = if email.trim().is_empty() {
            (
                "emailMissing",
                "the person has no primary e-mail address, so Gong does not import them".to_owned(),
            )
        } else if self.allows_email(email) {
            return None;
        } else {
            let domain = email.rsplit_once('@').map_or(email, |(_, domain)| domain);
            let domain = quoted(domain);
            let message = format!(
                "the e-mail domain {domain} is not the company's, so Gong does not import the person"
            );
            ("emailDomainNotAllowed", message)
        };
        Some(Outcome {
            imported: Some(false),
            reason: Some(reason),
            diagnostics: Diagnostic::new(&code::assignment::DOMAIN, message).into(),
            ..Outcome::default()
        })
    }

    fn import(&self, person: &Person<'_>) -> Outcome {
        if let Some(refused) = self.refusal(person.email) {
            return refused;
        }
        let mut outcome = self.apply(person);
        let notified = person.recorded_manager.filter(|_| self.manager_settings.notify_managers);
        outcome.notify = Some(notified.map(str::to_owned).into_iter().collect());
        outcome
    }

    /// The settings of the assignment that comes first now; they replace the old ones as a whole.
    fn apply(&self, person: &Person<'_>) -> Outcome {
        let mut outcome = Outcome { imported: Some(true), ..Outcome::default() };
        let (winner, several) = self.winner(person.groups);
        let Some(assignment) = winner else {
            outcome.manual_edit_allowed = Some(true);
            match &self.fallback_permission_profile {
                Some(profile) => {
                    outcome.settings_source = Some(SettingsSource::FallbackProfile);
                    outcome.settings = Some(Settings::Profile { permission_profile: profile.clone() });
                }
                None => {
                    outcome.settings_source = Some(SettingsSource::None);
                    outcome.report(&code::assignment::NO_PROFILE, None);
                }
            }
            return outcome;
        };
        outcome.assignment = Some(assignment.name.clone());
        outcome.settings_source = Some(SettingsSource::Assignment);
        outcome.settings = Some(assignment.settings());
        outcome.manual_edit_allowed = Some(assignment.update_mode == UpdateMode::Manual);
        if several {
            outcome.report(&code::assignment::SEVERAL, Some(&assignment.name));
        }
        judge(&assignment, &mut outcome);
        outcome
    }
}

fn judge(assignment: &Assignment, outcome: &mut Outcome) {
    // Every other assignment is bound to a group.
    if assignment.group.is_none() && assignment.grants_nothing() {
        outcome.report(&code::assignment::DEFAULT_EMPTY, Some(&assignment.name));
    }
    if assignment.seats.is_empty() && !assignment.workspace_permissions.is_empty() {
        outcome.report(&code::assignment::NO_SEAT, Some(&assignment.name));
    }
}

/// An administrator edits fields of a person whose assignment is updated in this mode.
fn manual_edit(fields: &[&str], before: Option<&TeamMember<'_>>, mode: Option<UpdateMode>) -> Outcome {
    let filled = before.map_or(&[][..], |member| member.filled_fields);
    let profile: Vec<&str> = fields.iter().filter_map(|field| field.strip_prefix("profile.")).collect();
    let locked = profile.iter().find(|field| filled.contains(field));
    let edits_settings = profile.len() < fields.len();
    let mut outcome = Outcome::of(before.and_then(|member| member.assignment));
    if let Some(field) = locked {
        outcome.report(&code::assignment::LOCKED_FIELD, Some(&format!("profile.{field}")));
    }
    outcome.accepted = Some(locked.is_none() && (!edits_settings || mode != Some(UpdateMode::Automatic)));
    outcome.further_edits = (!profile.is_empty() && locked.is_none()).then_some(false);
    outcome
}

fn kept(before: Option<&TeamMember<'_>>) -> Outcome {
    Outcome {
        settings_source: Some(SettingsSource::Kept),
        settings: before.and_then(|member| member.settings.clone()),
        ..Outcome::of(before.and_then(|member| member.assignment))
    }
}

impl Outcome {
    /// Nothing but the assignment of this name.
    fn of(assignment: Option<&str>) -> Self {
        Self { assignment: assignment.map(str::to_owned), ..Self::default() }
    }

    fn report(&mut self, code: &'static Code, about: Option<&str>) {
        let summary = code.summary.trim_end_matches('.');
        let mut message: String = summary.chars().take(1).map(unicode::lower).collect();
        message.extend(summary.chars().skip(1));
        if let Some(about) = about {
            message.push_str(": ");
            message.push_str(&quoted(about).to_string());
        }
        self.diagnostics.push(Diagnostic::new(code, message));
    }
}
