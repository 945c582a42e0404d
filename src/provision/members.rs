//! What changes in the membership of a group.

use std::collections::HashSet;

use super::engine::Engine;
use super::program::ObjectProgram;
use super::roll::{self, Roll};
use crate::diagnostic::{Diagnostic, Diagnostics, code, numbered};
use crate::mapping::{AttributeMapping, FlowType, Record};
use crate::value::table::Table;

/// What changes in a group's members.
#[derive(Debug, Clone, Default)]
pub(super) struct MemberChanges {
    /// Target ids to add.
    pub(super) added: Vec<String>,
    /// Target ids to remove.
    pub(super) removed: Vec<String>,
    /// How many members are not provisioned.
    pub(super) left_out: usize,
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
        if self.left_out > 0 {
            let message = numbered(
                self.left_out,
                "member is not provisioned and is left out",
                "members are not provisioned and are left out",
            );
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

/// The mapping that writes the members of groups, where one does.
pub(super) fn written_members(program: &ObjectProgram) -> Option<&AttributeMapping> {
    member_mapping(program).map(|(_, mapping)| mapping).filter(|_| program.definition.enabled)
}

/// What is known of a group's members.
pub(super) struct Membership<'w> {
    pub(super) roll: Roll<'w>,
    /// Source ids of those whom earlier cycles wrote to it with the accounts that they have; `None`: not known.
    pub(super) written: Option<Vec<&'w str>>,
    /// The stored pairs.
    pub(super) links: &'w Table<String>,
    /// The account of a user, where others can refer to it.
    pub(super) referable: &'w dyn Fn(&str) -> Option<String>,
}

impl<'w> Membership<'w> {
    /// Who is in the group of the target before its changes are written, as far as that is known; `is_listed`: the group
    /// lists its members.
    fn held(&self, linked: bool, is_listed: bool) -> Vec<&'w str> {
        match &self.written {
            Some(written) if linked => written.clone(),
            // The changes are written, and whether the others were is not known.
            None if linked && !is_listed => Vec::new(),
            _ => self.roll.within.iter().copied().filter(|id| (self.referable)(id).is_some()).collect(),
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

impl<'r> Moves<'r> {
    /// On the first link everybody comes; later it is known from what earlier cycles wrote, or from `members@delta`. The
    /// service never reads memberships back.
    fn of(record: &'r Record<'_>, known: &Membership<'r>, linked: bool) -> Self {
        let Membership { roll, written, .. } = known;
        let mut moves = Self::default();
        if record.members.is_none() && record.member_changes.is_none() {
            moves.unknown = Some(match roll.is_whole {
                true => "the group is given without `members`, so those of an earlier cycle count",
                false => "the group is given without `members`, so who is in it is not known",
            });
        }
        match (written, roll::changes(record)) {
            _ if !linked && roll.is_whole => moves.came.clone_from(&roll.within),
            (Some(written), _) if roll.is_whole => {
                // Looked up, since both lists may be as long as the tenant.
                let present: HashSet<&str> = roll.within.iter().copied().collect();
                let known: HashSet<&str> = written.iter().copied().collect();
                moves.came.extend(roll.within.iter().filter(|id| !known.contains(*id)));
                moves.went.extend(written.iter().filter(|id| !present.contains(*id)));
            }
            (_, Some((came, went))) if linked => (moves.came, moves.went) = (came, went),
            (_, Some((came, _))) => {
                moves.came = came;
                moves.unknown =
                    Some("only the changes of `members` are told, so who else is in the group is not known");
            }
            (_, None) if linked && roll.is_whole && !roll.within.is_empty() => {
                moves.unknown =
                    Some("the group is linked, but which members were written before is not known");
            }
            (_, None) => {}
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
    /// The member changes of a group. A run on demand takes five members.
    pub(super) fn member_changes(
        &self,
        program: &ObjectProgram,
        record: &Record<'_>,
        linked: bool,
        known: &Membership<'_>,
    ) -> MemberChanges {
        let flow_type = member_mapping(program).map_or(FlowType::Always, |(_, it)| it.definition.flow_type);
        let Membership { roll, written, links, referable } = known;
        let holds = written.as_ref().is_some_and(|written| !written.is_empty());
        let Moves { came, went, unknown } =
            Moves::of(record, known, linked).flowing(flow_type, linked, holds);

        let most = if self.settings.on_demand { 5 } else { usize::MAX };
        let mut changes = MemberChanges { unknown, ..MemberChanges::default() };
        let mut gone: HashSet<&str> = went.iter().copied().collect();
        let mut held = known.held(linked, record.members.is_some());
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
        // Who was written earlier stays in the group of the target.
        let is_left_out = |id: &&&str| referable(id).is_none() && !after.contains(*id);
        let people = roll.within.iter().filter(is_left_out).count();
        changes.left_out = people.saturating_add(groups_within(record));
        changes
    }
}

/// How many groups are said to be in the group.
fn groups_within(record: &Record<'_>) -> usize {
    let told = record.members.iter().chain(&record.member_changes).flatten();
    let mut within = HashSet::new();
    for member in told.filter(|member| member.is_group) {
        match member.removed {
            true => within.remove(&*member.id),
            false => within.insert(&*member.id),
        };
    }
    within.len()
}
