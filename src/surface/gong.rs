//! What Gong makes of people whom Entra provisions.

use super::answer::{Answer, Refused};
use crate::assignment::{Assignments, DataCapture, Event, Person, Settings, TeamMember};
use crate::diagnostic::code;
use crate::limits::Limits;
use crate::value::json::{self, FromJson, Json, Misfit, members, read_words, record};
use crate::value::table::Table;

#[derive(Clone, Copy, Default)]
enum What {
    #[default]
    Import,
    GroupChange,
    ProfileUpdate,
    ManualEdit,
    ManagerEdit,
    AssignmentEdited,
    Deactivate,
}
read_words!(What {
    Import "import",
    GroupChange "groupChange",
    ProfileUpdate "profileUpdate",
    ManualEdit "manualEdit",
    ManagerEdit "managerEdit",
    AssignmentEdited "assignmentEdited",
    Deactivate "deactivate",
});

#[derive(Default)]
struct Happening {
    event: What,
    user: User,
    edit: Filled,
    profile: Filled,
    assignment: Option<String>,
}
record!(Happening {
    event "event",
    user "user",
    edit "edit",
    profile "profile",
    assignment "assignment",
} needs "event");

#[derive(Default)]
struct User {
    email: String,
    groups: Vec<String>,
    manager: Option<Manager>,
}
record!(User { email "email", groups "groups", manager "manager" });

#[derive(Default)]
struct Manager {
    email: Option<String>,
    recorded_team: bool,
}
record!(Manager { email "email", recorded_team "recordedTeam" });

/// The members of an object that hold something.
#[derive(Default)]
struct Filled {
    all: Vec<String>,
    filled: Vec<String>,
}

impl FromJson for Filled {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        let mut names = Self::default();
        for (name, value) in members(value)?.iter() {
            names.all.push(name.to_owned());
            if !value.is_null() && value.as_str() != Some("") {
                names.filled.push(name.to_owned());
            }
        }
        Ok(names)
    }
}

#[derive(Default)]
struct Before {
    assignment: Option<String>,
    settings: Option<Held>,
    profile: Filled,
}
record!(Before { assignment "assignment", settings "settings", profile "profile" });

#[derive(Default)]
struct Held {
    seats: Vec<String>,
    data_capture: DataCapture,
    workspace_permissions: Table<String>,
    permission_profile: Option<String>,
}
record!(Held {
    seats "seats",
    data_capture "dataCapture",
    workspace_permissions "workspacePermissions",
    permission_profile "permissionProfile",
});

impl From<Held> for Settings {
    fn from(held: Held) -> Self {
        let Held { seats, data_capture, workspace_permissions, permission_profile } = held;
        match permission_profile {
            Some(permission_profile) => Self::Profile { permission_profile },
            None => Self::Assigned { seats, data_capture, workspace_permissions },
        }
    }
}

/// What an event changes for one person in Gong: `{"ok":true,"outcome":{…},"diagnostics":[…]}`.
///
/// `assignments` as an [`Engine`](super::Engine) takes them; `happening` is `{"event", "user": {"email", "groups",
/// "manager": {"email", "recordedTeam"}}, "edit": {field: value}}` with an event `import`, `groupChange`,
/// `profileUpdate`, `manualEdit`, `managerEdit`, `assignmentEdited` or `deactivate`; `before` is what Gong holds of the
/// person, `{"assignment", "settings", "profile"}`, if anything.
pub fn assignment_outcome(assignments: &str, happening: &str, before: Option<&str>) -> String {
    Answer::from(|| {
        let assignments =
            Assignments::from_json(assignments, &Limits::DEFAULT).map_err(Refused::of("assignments"))?;
        let code = &code::input::UNEXPECTED_SHAPE;
        let happening = json::read(happening, &Limits::DEFAULT, code, "the event");
        let happening: Happening = happening.map_err(Refused::of("happening"))?;
        let before = before.map(|text| json::read(text, &Limits::DEFAULT, code, "what Gong holds"));
        let before: Option<Before> = before.transpose().map_err(Refused::of("before"))?;
        let Happening { event, user, edit, assignment: edited_assignment, .. } = &happening;
        let edited: Vec<&str> = edit.all.iter().map(String::as_str).collect();
        let event = match event {
            What::Import => Event::Import,
            What::GroupChange => Event::GroupChange,
            What::ProfileUpdate => Event::ProfileUpdate,
            What::ManualEdit => Event::ManualEdit(&edited),
            What::ManagerEdit => Event::ManagerEdit(&edited),
            What::AssignmentEdited => Event::AssignmentEdited(edited_assignment.as_deref()),
            What::Deactivate => Event::Deactivate,
        };
        let recorded = user.manager.as_ref().filter(|manager| manager.recorded_team);
        let person = Person {
            email: &user.email,
            groups: &user.groups,
            recorded_manager: recorded.and_then(|manager| manager.email.as_deref()),
        };
        let (assignment, settings, profile) = match before {
            None => (None, None, None),
            Some(Before { assignment, settings, profile }) => (assignment, settings, Some(profile)),
        };
        let filled: Vec<&str> =
            profile.iter().flat_map(|profile| profile.filled.iter().map(String::as_str)).collect();
        let member = profile.is_some().then(|| TeamMember {
            assignment: assignment.as_deref(),
            settings: settings.map(Settings::from),
            filled_fields: &filled,
        });
        let outcome = assignments.outcome(&event, &person, member.as_ref());
        Ok(Answer::ok().value("outcome", &outcome).diagnostics(outcome.diagnostics))
    })
}
