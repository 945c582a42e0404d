//! Findings about a cycle, and about the objects that it does not look at.

use std::collections::HashSet;

use super::Run;
use crate::diagnostic::{Diagnostic, Diagnostics, code, numbered, quoted};
use crate::input::ALL_PAGES;
use crate::mapping::{AttributeMapping, Record};
use crate::provision::draft::Rivals;
use crate::provision::given::id_of;
use crate::provision::members::written_members;
use crate::provision::object::unmapped;
use crate::provision::program::ObjectProgram;
use crate::provision::reference::manager_mappings;
use crate::provision::roll::Roll;
use crate::provision::settings::Cycle;
use crate::provision::target;
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;

impl Run<'_, '_> {
    /// Findings about the cycle as a whole, once every object was looked at.
    pub(super) fn report(&self, quarantine: bool, diagnostics: &mut Diagnostics) {
        let settings = &self.engine.settings;
        if quarantine {
            let message = format_args!(
                "{} would be disabled or deleted, more than the threshold of {} allows",
                numbered(self.pending, "account", "accounts"),
                settings.accidental_deletion_threshold.unwrap_or_default()
            );
            diagnostics.push(Diagnostic::new(&code::plan::ACCIDENTAL_DELETIONS, message));
        }
        if let Some(target) = self.target {
            if target.is_one_page {
                let message = "the accounts are one page of several: all others count as missing";
                diagnostics.push(Diagnostic::new(&code::input::ONE_PAGE, message).help(ALL_PAGES));
            }
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
        let untold = self.untold.is_some_and(|users| users > 1) && settings.cycle == Cycle::Initial;
        if untold && self.engine.programs(ObjectKind::User).iter().any(|program| program.definition.enabled) {
            let message = "not one of the users says whether the account is enabled: all count as enabled";
            let finding = Diagnostic::new(&code::plan::ENABLED_NOT_EXPORTED, message);
            diagnostics.push(finding.help("export `accountEnabled` too; with Graph name it in `$select`"));
        }
        for kind in [ObjectKind::User, ObjectKind::Group] {
            if self.engine.programs(kind).is_empty() && !self.given.kind(kind).objects.is_empty() {
                diagnostics.push(unmapped(kind));
            }
        }
        let [users, groups] = [&self.given.users, &self.given.groups];
        let repeated: Vec<&String> = users.repeated.iter().chain(&groups.repeated).collect();
        if let Some(first) = repeated.first() {
            let message = format_args!(
                "objects given in several entries, each taken as one: {}, the first is {}",
                repeated.len(),
                quoted(first)
            );
            diagnostics.push(Diagnostic::new(&code::plan::SEVERAL_ENTRIES, message));
        }
        let count = groups.objects.len();
        if settings.on_demand && count > 1 {
            let message = format_args!(
                "a run on demand takes one group, so each of these {count} is shown as in a run of its own"
            );
            diagnostics.push(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message));
        }
        // Behind the first cycle an export of what changed may leave anything out.
        let may_be = |id: &str| !self.before.is_blank() || self.given.holds(&plain_id(id));
        diagnostics.extend(self.assignees.in_vain(&may_be));
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
        if program.kind == ObjectKind::Group {
            self.report_waiting(&id, &self.roll(&id, record), std::slice::from_ref(program), diagnostics);
            return;
        }
        if !self.before.links.contains_key(&id) {
            return;
        }
        let is_written = |mapping: &AttributeMapping| mapping.definition.flow_type.writes_to_existing(false);
        let mut managers = manager_mappings(program.kind, &program.mappings);
        let Some((_, mapping)) = managers.find(|(_, mapping)| is_written(mapping)) else { return };
        let Some(manager) = record.manager.as_deref().map(|id| plain_id(id).into_owned()) else { return };
        let is_looked_at = self.changed.as_ref().is_some_and(|changed| changed.contains(&*manager));
        if !is_looked_at || !self.referable.contains_key(&manager) {
            return;
        }
        let judgement = self.judge(program, record, 0, Rivals::Known { came_first: false });
        let waits = match judgement.target {
            Some(target) => {
                mapping.path.read(target).is_none() && (self.is_new(&manager) || self.comes_back(&manager))
            }
            None => self.is_new(&manager),
        };
        if waits && judgement.is_referable() {
            let message = format_args!(
                "the manager of {} has come into scope, but the user is not looked at until it changes",
                quoted(&id)
            );
            diagnostics.push(Diagnostic::new(&code::plan::MANAGER_NEEDS_RESTART, message));
        }
    }

    /// Reports the groups that an export of what changed leaves out, as those that are given and not looked at.
    fn report_others(&self, diagnostics: &mut Diagnostics) {
        let programs = self.engine.programs(ObjectKind::Group);
        for id in self.before.rolls.keys().filter(|id| !self.given.holds(id)) {
            self.report_waiting(id, &Roll::before(id, self.before), programs, diagnostics);
        }
    }

    /// Reports a group that is not looked at, by its id as it is looked up, where it waits for a change: one of
    /// `programs` would write a member that it was never written. One out of scope waits for nobody, and a run on demand
    /// leaves the others to the cycles.
    fn report_waiting(
        &self,
        id: &str,
        roll: &Roll<'_>,
        programs: &[ObjectProgram],
        diagnostics: &mut Diagnostics,
    ) {
        let before = self.before;
        let is_written = |mapping: &AttributeMapping| {
            mapping.definition.flow_type.writes_to_existing(self.holds_members(id))
        };
        let is_in_scope = before.links.contains_key(id) && !before.dormant.contains(id);
        if is_in_scope
            && !self.engine.settings.on_demand
            && programs.iter().filter_map(written_members).any(is_written)
            && self.lacks_member(id, roll)
        {
            let name = quoted(id);
            let message = format_args!(
                "a member of {name} has come into scope, but the group is not looked at until it changes"
            );
            diagnostics.push(Diagnostic::new(&code::plan::MEMBER_NEEDS_RESTART, message));
        }
    }

    /// Whether earlier cycles wrote members to a group who are in it still.
    fn holds_members(&self, id: &str) -> bool {
        self.written(id).is_some_and(|written| !written.is_empty())
    }

    /// Whether a group was never written a member that can be referred to.
    fn lacks_member(&self, id: &str, roll: &Roll<'_>) -> bool {
        let mut members = roll.within.iter();
        let Some(written) = self.written(id) else {
            // Who was written is not known; a new account cannot have been.
            return members.any(|member| self.is_new(member));
        };
        // Of most groups everybody was written, in the same order: nothing to look up.
        if written == roll.within {
            return false;
        }
        let written: HashSet<&str> = written.into_iter().collect();
        members.any(|member| !written.contains(member) && self.refer(member).is_some())
    }
}
