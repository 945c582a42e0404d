//! From a finished draft to its preview: words, log entry, what Gong makes of it.

use super::draft::{Draft, Judgement, SecondPass};
use super::engine::Engine;
use super::gong;
use super::lifecycle::{Act, Reason};
use super::log::Entry;
use super::memberships::GroupsOf;
use super::preview::{
    AssignmentPreview, AssignmentReason, Preview, ProvisioningAction, ProvisioningStatus, Verdict,
    action_and_status,
};
use super::target;
use crate::assignment::{Event, Person, TeamMember};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::sync_schema::ObjectKind;

impl Engine {
    /// The preview of a finished draft; `groups` are those the user is an immediate member of, where that is known.
    pub(super) fn finish(&self, mut draft: Draft<'_>, groups: Option<GroupsOf<'_>>) -> Preview {
        let judgement = &draft.judgement;
        // Of an account that differs in references alone the first pass saw nothing.
        let (act, reason) = match (judgement.row.act, draft.second_pass) {
            (Act::None, SecondPass::Withheld) => (Act::Skip, Reason::UpdateActionOff),
            (Act::None, SecondPass::Written) if judgement.facts.linked => {
                (Act::Update, Reason::LinkedAndChanged)
            }
            (Act::None, SecondPass::Written) => (Act::Update, Reason::MatchedAndChanged),
            (act, _) => (act, judgement.row.reason),
        };
        let (mut action, mut status) = action_and_status(draft.source.kind, act, reason);
        let mut verdict = Verdict::of(act);
        if draft.staged {
            (action, status, verdict) =
                (ProvisioningAction::StagedDelete, ProvisioningStatus::Skipped, Verdict::StagedDelete);
        }
        let link = draft.link_after().map(str::to_owned);
        let mut diagnostics = std::mem::take(&mut draft.diagnostics);
        let assignment = self.gong(&draft, action, groups, &mut diagnostics);
        let diagnostics = self.reported(draft.source.kind, diagnostics);
        let Draft { judgement, source, scope, matching, attributes, requests, second_pass, .. } = draft;
        let Judgement { facts, row, target, .. } = judgement;
        let found = target.map(|target| target::id(target).unwrap_or_default().to_owned());
        let reference_written = second_pass == SecondPass::Written;
        let entry = Entry { job: self.job.clone(), facts, act: row.act, found, reference_written };
        Preview {
            source,
            scope,
            matching,
            action,
            status,
            reason,
            attributes,
            requests,
            assignment,
            entry: Some(entry),
            diagnostics,
            link,
            verdict,
        }
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

    /// What Gong makes of a written user: domain, title, manager, assignment.
    fn gong(
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
        let event = match action {
            ProvisioningAction::Create if draft.judgement.row.act == Act::Create => Event::Import,
            _ if left.is_some() => Event::GroupChange,
            ProvisioningAction::Update if !draft.requests.is_empty() => Event::ProfileUpdate,
            _ => return None,
        };
        if event == Event::Import {
            let asked = gong::asks(draft.email.as_deref(), draft.has_title, &self.settings.allowed_domains);
            let mut is_refused = false;
            for (asked, message) in asked {
                is_refused |= asked.code == code::assignment::DOMAIN.code;
                diagnostics.push(Diagnostic::new(asked, message));
            }
            let finding = |message| Diagnostic::new(&code::assignment::NO_MANAGER, message);
            diagnostics.extend(draft.unmanaged.map(finding));
            if is_refused {
                return None;
            }
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
        let settings = outcome.settings?;
        Some(AssignmentPreview {
            name: outcome.assignment.unwrap_or_default(),
            reason: match event {
                Event::Import => AssignmentReason::Import,
                Event::GroupChange => AssignmentReason::GroupChange,
                _ => AssignmentReason::ProfileUpdate,
            },
            settings,
        })
    }
}

/// That nothing tells which assignment a person gets.
fn groups_not_given() -> Diagnostics {
    let message = "which groups the person is in is not given, so no assignment is shown";
    Diagnostic::new(&code::plan::NOT_AMONG_OBJECTS, message)
        .help("give the groups of the assignments with their `members`")
        .into()
}
