//! What changes in the membership of a group.

use std::collections::{BTreeMap, HashSet};

use super::engine::Engine;
use super::lifecycle::{Act, Row};
use super::program::ObjectProgram;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::mapping::{AttributeMapping, Member, Record};

/// Changes of a group's members, as source ids, with what they are in the target.
#[derive(Debug, Clone, Default)]
pub(super) struct MemberChanges {
    /// Target ids to add and to remove.
    pub(super) added: Vec<String>,
    pub(super) removed: Vec<String>,
    /// Source ids of members that are not provisioned.
    pub(super) left_out: Vec<String>,
    /// Source ids in the group after the write.
    pub(super) after: Vec<String>,
    /// The group is linked, and what was written before is not known.
    pub(super) unknown: bool,
    /// A run on demand leaves members for later.
    pub(super) over: bool,
}

/// Tells the member changes of a group; the second argument is whether the group is linked.
pub(super) type MembersOf<'w> = dyn Fn(&Record<'_>, bool) -> MemberChanges + 'w;

impl MemberChanges {
    /// Whether anything is to be written.
    pub(super) const fn differ(&self) -> bool {
        !(self.added.is_empty() && self.removed.is_empty())
    }

    /// What is to be said about them.
    pub(super) fn report(&self, row: &Row, diagnostics: &mut Diagnostics) {
        if !self.left_out.is_empty() {
            let count = self.left_out.len();
            let message = format!("members left out because they are not provisioned: {count}");
            diagnostics.push(Diagnostic::new(&code::plan::MEMBERS_LEFT_OUT, message));
        }
        if self.unknown && row.act != Act::Create {
            let message = "the group is linked, but which members were written before is not known";
            diagnostics.push(Diagnostic::new(&code::plan::STATE_OF_GROUP, message));
        }
        if self.over {
            let message = "a run on demand takes at most five members of a group";
            diagnostics.push(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message));
        }
    }
}

/// The mapping of a group's members.
pub(super) fn member_mapping(program: &ObjectProgram) -> Option<(usize, &AttributeMapping)> {
    let of_members = |mapping: &AttributeMapping| mapping.path.attribute.eq_ignore_ascii_case("members");
    program.mappings.iter().enumerate().find(|(_, mapping)| mapping.is_reference && of_members(mapping))
}

impl Engine {
    /// The member changes of a group.
    ///
    /// On the first link every referable member is added; later only what changed is written, known from
    /// `members@delta` or from what earlier cycles wrote (`written`). The service never reads memberships back. A run
    /// on demand takes five members.
    pub(super) fn member_changes(
        &self,
        record: &Record<'_>,
        linked: bool,
        written: Option<&[String]>,
        links: &BTreeMap<String, String>,
        referable: &dyn Fn(&str) -> Option<String>,
    ) -> MemberChanges {
        let most = if self.settings.on_demand { 5 } else { usize::MAX };
        let mut changes = MemberChanges::default();
        let members = each_once(&record.members);
        let mut current: Vec<&str> = Vec::new();
        for member in &members {
            match referable(&member.id).filter(|_| !member.is_group) {
                Some(_) => current.push(&member.id),
                None => changes.left_out.push(member.id.to_string()),
            }
        }
        changes.after = current.iter().map(|id| (*id).to_owned()).collect();
        let mut left = HashSet::new();
        let mut add = |changes: &mut MemberChanges, ids: &mut dyn Iterator<Item = &str>| {
            for (id, target) in ids.filter_map(|id| Some((id, referable(id)?))) {
                if changes.added.len() < most {
                    changes.added.push(target);
                } else {
                    left.insert(id.to_owned());
                }
            }
        };
        match (linked, &record.member_changes, written) {
            (false, ..) => add(&mut changes, &mut current.into_iter()),
            (true, delta @ Some(_), _) => {
                let delta = each_once(delta);
                let mut added = delta
                    .iter()
                    .filter(|member| !member.removed && !member.is_group)
                    .map(|member| &*member.id);
                add(&mut changes, &mut added);
                let removed = delta.iter().filter(|member| member.removed && !member.is_group);
                changes.removed = removed.filter_map(|member| links.get(&*member.id).cloned()).collect();
            }
            (true, None, Some(written)) => {
                let known: HashSet<&str> = written.iter().map(String::as_str).collect();
                add(&mut changes, &mut current.iter().copied().filter(|id| !known.contains(id)));
                let members: HashSet<&str> = members.iter().map(|member| &*member.id).collect();
                let gone = written.iter().filter(|id| !members.contains(id.as_str()));
                changes.removed = gone.filter_map(|id| links.get(id).cloned()).collect();
                // A member who is still in the group stays there, disabled or not.
                let current: HashSet<&str> = current.into_iter().collect();
                let kept = written
                    .iter()
                    .filter(|id| members.contains(id.as_str()) && !current.contains(id.as_str()));
                changes.after.extend(kept.cloned());
            }
            (true, None, None) => changes.unknown = !current.is_empty(),
        }
        changes.over = !left.is_empty();
        changes.after.retain(|id| !left.contains(id));
        changes
    }
}

/// The members, the first of each id.
fn each_once<'r>(members: &'r Option<Vec<Member<'_>>>) -> Vec<&'r Member<'r>> {
    let mut seen = HashSet::new();
    members.iter().flatten().filter(|member| seen.insert(&*member.id)).collect()
}
