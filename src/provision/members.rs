//! What changes in the membership of a group.

use std::collections::{BTreeMap, HashSet};

use super::engine::Engine;
use super::program::ObjectProgram;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::mapping::{AttributeMapping, FlowType, Member, Record};

/// What changes in a group's members.
#[derive(Debug, Clone, Default)]
pub(super) struct MemberChanges {
    /// Target ids to add.
    pub(super) added: Vec<String>,
    /// Target ids to remove.
    pub(super) removed: Vec<String>,
    /// Source ids of members that are not provisioned.
    pub(super) left_out: Vec<String>,
    /// Source ids in the group after the write.
    pub(super) after: Vec<String>,
    /// Why nothing is known of what changed.
    pub(super) unknown: Option<&'static str>,
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
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        if !self.left_out.is_empty() {
            let count = self.left_out.len();
            let message = format!("members left out because they are not provisioned: {count}");
            diagnostics.push(Diagnostic::new(&code::plan::MEMBERS_LEFT_OUT, message));
        }
        if let Some(message) = self.unknown {
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

/// What a source object tells of a group's members; groups among them are left out.
struct Told<'r> {
    /// Those listed, with what the object tells of changes; `None` where it does not list them.
    listed: Option<Vec<&'r str>>,
    /// Those that came and those that went, where the object tells changes.
    changes: Option<(Vec<&'r str>, Vec<&'r str>)>,
}

impl<'r> Told<'r> {
    fn of(record: &'r Record<'_>) -> Self {
        let ids = |members: Vec<&'r Member<'_>>, removed: bool| {
            let users = members.into_iter().filter(|member| !member.is_group && member.removed == removed);
            users.map(|member| &*member.id).collect()
        };
        let changed = last_of_each(record.member_changes.iter().flatten());
        let all = record.members.iter().chain(&record.member_changes).flatten();
        Self {
            listed: record.members.is_some().then(|| ids(last_of_each(all), false)),
            changes: record
                .member_changes
                .is_some()
                .then(|| (ids(changed.clone(), false), ids(changed, true))),
        }
    }
}

/// Who comes into a group and who goes, by source ids.
#[derive(Default)]
struct Moves<'r> {
    came: Vec<&'r str>,
    went: Vec<&'r str>,
    /// Why nothing is known of them.
    unknown: Option<&'static str>,
}

impl<'r> Told<'r> {
    /// On the first link everybody comes; later it is known from `members@delta`, or from what earlier cycles wrote. The
    /// service never reads memberships back.
    fn moves(&self, linked: bool, written: Option<&'r [String]>) -> Moves<'r> {
        let mut moves = Moves::default();
        match (&self.listed, &self.changes, written) {
            (Some(listed), _, _) if !linked => moves.came.clone_from(listed),
            (Some(listed), _, Some(written)) => {
                // Looked up, since both lists may be as long as the tenant.
                let present: HashSet<&str> = listed.iter().copied().collect();
                let known: HashSet<&str> = written.iter().map(String::as_str).collect();
                moves.came.extend(listed.iter().filter(|id| !known.contains(*id)));
                moves.went.extend(written.iter().map(String::as_str).filter(|id| !present.contains(id)));
            }
            (_, Some((came, went)), _) => {
                moves.came.clone_from(came);
                if linked {
                    moves.went.clone_from(went);
                }
            }
            (Some(listed), None, None) if !listed.is_empty() => {
                moves.unknown =
                    Some("the group is linked, but which members were written before is not known");
            }
            (Some(_), None, None) => {}
            (None, None, _) => {
                moves.unknown = Some("the group is given without `members`, so who is in it is not known");
            }
        }
        moves
    }
}

impl Moves<'_> {
    /// What the flow type of the members' mapping lets through; `holds`: whether the group has members already.
    fn flowing(mut self, flow_type: FlowType, linked: bool, holds: bool) -> Self {
        match flow_type {
            FlowType::Always => return self,
            FlowType::ObjectAddOnly if linked => return Self::default(),
            FlowType::AttributeAddOnly if linked && holds => return Self::default(),
            _ => self.went.clear(),
        }
        self
    }
}

impl Engine {
    /// The member changes of a group: `written` is what earlier cycles wrote to it. A run on demand takes five members.
    pub(super) fn member_changes(
        &self,
        program: &ObjectProgram,
        record: &Record<'_>,
        linked: bool,
        written: Option<&[String]>,
        links: &BTreeMap<String, String>,
        referable: &dyn Fn(&str) -> Option<String>,
    ) -> MemberChanges {
        let told = Told::of(record);
        let flow_type = member_mapping(program).map_or(FlowType::Always, |(_, it)| it.definition.flow_type);
        let holds = written.is_some_and(|written| !written.is_empty());
        let Moves { came, went, unknown } = told.moves(linked, written).flowing(flow_type, linked, holds);

        let most = if self.settings.on_demand { 5 } else { usize::MAX };
        let mut changes = MemberChanges { unknown, ..MemberChanges::default() };
        let mut gone: HashSet<&str> = went.iter().copied().collect();
        let listed = told.listed.as_deref().unwrap_or_default();
        let mut held: Vec<&str> = match written {
            Some(written) if linked => written.iter().map(String::as_str).collect(),
            _ => listed.iter().copied().filter(|id| referable(id).is_some()).collect(),
        };
        for id in came {
            match referable(id) {
                Some(target) if changes.added.len() < most => {
                    changes.added.push(target);
                    held.push(id);
                }
                Some(_) => {
                    changes.over = true;
                    gone.insert(id);
                }
                None => {}
            }
        }
        for id in went {
            // One that comes back in this very cycle has no stored pair.
            match links.get(id).cloned().or_else(|| referable(id)) {
                Some(target) if changes.added.len().saturating_add(changes.removed.len()) < most => {
                    changes.removed.push(target);
                }
                // Nothing is sent of one without an account, so the group keeps it as well.
                told => {
                    changes.over |= told.is_some();
                    gone.remove(id);
                }
            }
        }
        let mut after = HashSet::new();
        held.retain(|id| !gone.contains(id) && after.insert(*id));
        changes.after = held.into_iter().map(str::to_owned).collect();
        let members = each_once(record.members.iter().flatten());
        // Who was written earlier stays in the group of the target.
        let is_left_out = |member: &&Member<'_>| {
            member.is_group || referable(&member.id).is_none() && !after.contains(&*member.id)
        };
        changes.left_out =
            members.into_iter().filter(is_left_out).map(|member| member.id.to_string()).collect();
        changes
    }
}

/// The members, the last of each id: that of one who came and went.
fn last_of_each<'m, 'r: 'm>(members: impl DoubleEndedIterator<Item = &'m Member<'r>>) -> Vec<&'m Member<'r>> {
    let mut last = each_once(members.rev());
    last.reverse();
    last
}

/// The members, the first of each id.
fn each_once<'m, 'r: 'm>(members: impl Iterator<Item = &'m Member<'r>>) -> Vec<&'m Member<'r>> {
    let mut seen = HashSet::new();
    members.filter(|member| seen.insert(&*member.id)).collect()
}
