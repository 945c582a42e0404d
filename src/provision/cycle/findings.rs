//! Findings about a cycle, and about the objects that it does not look at.

use std::collections::HashSet;

use super::Run;
use crate::diagnostic::{Diagnostic, Diagnostics, code, numbered, quoted};
use crate::mapping::{AttributeMapping, FlowType, Record};
use crate::provision::assigned::key;
use crate::provision::given::id_of;
use crate::provision::members::member_mapping;
use crate::provision::program::ObjectProgram;
use crate::provision::reference::manager_mappings;
use crate::provision::roll::Roll;
use crate::provision::target;
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;

impl Run<'_, '_> {
    /// Findings about the cycle as a whole, once every object was looked at.
    pub(super) fn report(&self, quarantine: bool, diagnostics: &mut Diagnostics) {
        let settings = &self.engine.settings;
        if quarantine {
            let message = format!(
                "{} accounts would be disabled or deleted, more than the threshold of {} allows",
                self.pending,
                settings.accidental_deletion_threshold.unwrap_or_default()
            );
            diagnostics.push(Diagnostic::new(&code::plan::ACCIDENTAL_DELETIONS, message));
        }
        if let Some(target) = self.target {
            let nameless =
                target.users.iter().chain(&target.groups).filter(|it| target::id(it).is_none()).count();
            if nameless > 0 {
                let message = numbered(
                    nameless,
                    "target resource has no `id` and is left out",
                    "target resources have no `id` and are left out",
                );
                diagnostics.push(Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message));
            }
        }
        let [users, groups] = [&self.given.users, &self.given.groups];
        let repeated: Vec<&String> = users.repeated.iter().chain(&groups.repeated).collect();
        if let Some(first) = repeated.first() {
            let message = format!(
                "objects given in several entries, each taken as one: {}, the first is {}",
                repeated.len(),
                quoted(first)
            );
            diagnostics.push(Diagnostic::new(&code::plan::SEVERAL_ENTRIES, message));
        }
        let count = groups.objects.len();
        if settings.on_demand && count > 1 {
            let message = format!(
                "a run on demand takes one group, so each of these {count} is shown as in a run of its own"
            );
            diagnostics.push(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message));
        }
        // An export of what changed leaves out the objects that earlier cycles know.
        let given = users.ids.keys().chain(groups.ids.keys());
        let present = given.chain(self.before.ids()).map(|id| key(id)).collect();
        diagnostics.extend(self.assignment.in_vain(&present));
        self.report_others(diagnostics);
    }

    /// Reports an unchanged object whose manager, or a member of which, has come into scope in this cycle.
    pub(super) fn needs_restart(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let id = id_of(record);
        if !self.before.links.contains_key(&id) {
            return;
        }
        if program.kind == ObjectKind::Group {
            if writes_members_later(program) && self.lacks_member(&id, &self.roll(&id, record)) {
                diagnostics.push(member_needs_restart(&id));
            }
            return;
        }
        let Some((_, mapping)) = manager_mappings(program).find(is_written_later) else {
            return;
        };
        let Some(manager) = record.manager.as_deref().map(|id| plain_id(id).into_owned()) else { return };
        let is_looked_at = self.changed.as_ref().is_some_and(|changed| changed.contains(&*manager));
        if !is_looked_at || !self.referable.contains_key(&manager) {
            return;
        }
        let judgement = self.judge(program, record, None);
        let waits = match judgement.target {
            Some(target) => {
                mapping.path.read(target).is_none() && (self.is_new(&manager) || self.comes_back(&manager))
            }
            None => self.is_new(&manager),
        };
        if waits && judgement.is_referable() {
            let message = format!(
                "the manager of {} has come into scope, but the user is not looked at until it changes",
                quoted(&id)
            );
            diagnostics.push(Diagnostic::new(&code::plan::MANAGER_NEEDS_RESTART, message));
        }
    }

    /// Reports the groups that an export of what changed leaves out, as those that are given and not looked at.
    fn report_others(&self, diagnostics: &mut Diagnostics) {
        if !self.engine.programs(ObjectKind::Group).iter().any(writes_members_later) {
            return;
        }
        let counts = |id: &&String| self.before.links.contains_key(*id) && !self.before.dormant.contains(*id);
        for id in self.before.rolls.keys().filter(|id| !self.given.holds(id)).filter(counts) {
            if self.lacks_member(id, &Roll::before(id, self.before)) {
                diagnostics.push(member_needs_restart(id));
            }
        }
    }

    /// Whether a group, by its id as it is looked up, was never written a member that can be referred to.
    fn lacks_member(&self, id: &str, roll: &Roll<'_>) -> bool {
        let mut members = roll.within.iter();
        let Some(written) = self.written(id) else {
            // Who was written is not known; a new account cannot have been.
            return members.any(|member| self.is_new(member));
        };
        let written: HashSet<&str> = written.into_iter().collect();
        members.any(|member| !written.contains(member) && self.refer(member).is_some())
    }
}

fn member_needs_restart(id: &str) -> Diagnostic {
    let name = quoted(id);
    let message =
        format!("a member of {name} has come into scope, but the group is not looked at until it changes");
    Diagnostic::new(&code::plan::MEMBER_NEEDS_RESTART, message)
}

/// Whether members are written to groups that exist already.
fn writes_members_later(program: &ObjectProgram) -> bool {
    program.enabled && member_mapping(program).is_some_and(|mapping| is_written_later(&mapping))
}

/// Whether a mapping, beside its place, is written to an account that exists already.
fn is_written_later((_, mapping): &(usize, &AttributeMapping)) -> bool {
    mapping.definition.flow_type != FlowType::ObjectAddOnly
}
