//! What Gong makes of a person: what it asks of a new one, and the assignment that it gives.

use super::draft::Draft;
use super::engine::Engine;
use super::lifecycle::Act;
use super::memberships::GroupsOf;
use super::preview::{AssignmentPreview, AssignmentReason, ProvisioningAction};
use crate::assignment::{Event, Person, TeamMember, is_in_domains};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, code};
use crate::mapping::Mappings;
use crate::sync_schema::ObjectKind;

/// The work e-mail address, unique in Gong.
pub(super) const EMAIL: &str = "emails[type eq \"work\"].value";

/// The numbers of the mappings of what Gong asks for.
#[derive(Debug)]
pub(super) struct Asked {
    /// Of the work e-mail address.
    pub(super) email: Option<usize>,
    /// Of the job title.
    pub(super) title: Option<usize>,
    /// Whether something is mapped to the manager.
    pub(super) manager: bool,
}

impl Asked {
    pub(super) fn of(mappings: &Mappings) -> Self {
        let number = |path: &str| mappings.iter().position(|mapping| mapping.path.is(path));
        let manager = mappings.iter().any(|mapping| mapping.path.attribute.eq_ignore_ascii_case("manager"));
        Self { email: number(EMAIL), title: number("title"), manager }
    }
}

/// The code and message of each thing amiss: an e-mail address outside the company's domains (any will do where none is
/// named), no job title.
pub(super) fn asks(
    email: Option<&str>,
    has_title: bool,
    domains: &[String],
) -> impl Iterator<Item = (&'static Code, &'static str)> {
    let is_foreign = email.is_some_and(|email| !is_in_domains(email, domains));
    let foreign = is_foreign.then_some((&code::assignment::DOMAIN, "the e-mail domain is not the company's"));
    let untitled = (!has_title).then_some((&code::assignment::NO_TITLE, "`title` has no value"));
    foreign.into_iter().chain(untitled)
}

impl Engine {
    /// What Gong makes of a written user: domain, title, manager, assignment.
    pub(super) fn gong(
        &self,
        draft: &Draft<'_>,
        action: ProvisioningAction,
        groups: Option<GroupsOf<'_>>,
        diagnostics: &mut Diagnostics,
    ) -> Option<AssignmentPreview> {
        if draft.source.kind != ObjectKind::User {
            return None;
        }
        // The assignment before the groups changed, where another one comes first now.
        let left = self.left_assignment(draft, groups);
        let (event, reason) = match action {
            ProvisioningAction::Create if draft.judgement.row.act == Act::Create => {
                (Event::Import, AssignmentReason::Import)
            }
            _ if left.is_some() => (Event::GroupChange, AssignmentReason::GroupChange),
            ProvisioningAction::Update if !draft.requests.is_empty() => {
                (Event::ProfileUpdate, AssignmentReason::ProfileUpdate)
            }
            _ => return None,
        };
        if event == Event::Import && !self.look_at_new(draft, diagnostics) {
            return None;
        }
        let assignments = self.assignments.as_ref()?;
        let email = draft.email.as_deref().unwrap_or_default();
        // Where there are no assignments, groups decide nothing.
        let groups = groups.map(|groups| groups.now);
        let groups = groups.or_else(|| assignments.assignments.is_empty().then_some(&[][..]));
        let Some(groups) = groups else {
            let refused = assignments.refusal(email).filter(|_| event == Event::Import);
            diagnostics.extend(refused.map_or_else(groups_not_given, |refused| refused.diagnostics));
            return None;
        };
        // A manual assignment's settings do not follow later changes.
        if event == Event::ProfileUpdate && assignments.is_manual(groups) {
            return None;
        }
        let person = Person { email, groups, recorded_manager: None };
        let member =
            left.as_deref().map(|name| TeamMember { assignment: Some(name), ..TeamMember::default() });
        let outcome = assignments.outcome(&event, &person, member.as_ref());
        diagnostics.extend(outcome.diagnostics);
        let (name, settings) = (outcome.assignment.unwrap_or_default(), outcome.settings?);
        Some(AssignmentPreview { name, reason, settings })
    }

    /// The assignment that a user with a stored pair had by the groups before the cycle, where those of now give another.
    fn left_assignment(&self, draft: &Draft<'_>, groups: Option<GroupsOf<'_>>) -> Option<String> {
        let (assignments, groups) = (self.assignments.as_ref()?, groups?);
        let is_kept = draft.judgement.facts.linked
            && draft.judgement.is_referable()
            && draft.judgement.row.act != Act::Fail;
        let left = assignments.name_for(groups.earlier.filter(|_| is_kept)?)?;
        (assignments.name_for(groups.now).as_ref() != Some(&left)).then_some(left)
    }

    /// Tells what is amiss with a new person; says whether Gong imports addresses of its domain.
    fn look_at_new(&self, draft: &Draft<'_>, diagnostics: &mut Diagnostics) -> bool {
        let mut is_imported = true;
        for (asked, message) in asks(draft.email.as_deref(), draft.has_title, &self.settings.allowed_domains)
        {
            is_imported &= asked.code != code::assignment::DOMAIN.code;
            diagnostics.push(Diagnostic::new(asked, message));
        }
        let unmanaged = |message| Diagnostic::new(&code::assignment::NO_MANAGER, message);
        diagnostics.extend(draft.unmanaged.map(unmanaged));
        is_imported
    }
}

/// That nothing tells which assignment a person gets.
fn groups_not_given() -> Diagnostics {
    let message = "which groups the person is in is not given, so no assignment is shown";
    Diagnostic::new(&code::plan::NOT_AMONG_OBJECTS, message)
        .help("give the groups of the assignments with their `members`")
        .into()
}
