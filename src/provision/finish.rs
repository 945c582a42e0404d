//! From a finished draft to its preview: words, log entry, what Gong makes of it.

use super::draft::{Draft, Judgement, SecondPass};
use super::engine::Engine;
use super::lifecycle::{Act, Reason};
use super::log::Entry;
use super::memberships::GroupsOf;
use super::preview::{Preview, ProvisioningAction, ProvisioningStatus, Verdict, action_and_status};
use super::target;

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
        let (action, status) = match draft.staged {
            true => (ProvisioningAction::StagedDelete, ProvisioningStatus::Skipped),
            false => action_and_status(draft.source.kind, act, reason),
        };
        let verdict = if draft.staged { Verdict::StagedDelete } else { Verdict::of(act) };
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
}
