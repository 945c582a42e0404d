//! Who is in a group: one reading for who is assigned through it and for whom it is written.

use std::collections::HashSet;

use super::state::JobState;
use crate::mapping::Record;

/// Who is in a group, by ids as they are looked up, groups among its members left out.
#[derive(Debug, Default)]
pub(super) struct Roll<'r> {
    pub(super) within: Vec<&'r str>,
    /// Those who are known to have left.
    pub(super) left: Vec<&'r str>,
    /// Whether nobody else is in it.
    pub(super) is_whole: bool,
}

impl<'r> Roll<'r> {
    /// What earlier cycles tell of a group: its roll, or some of those in it. Whom they wrote to it are not all who were
    /// in it, and where its mapping only adds, some may have left.
    pub(super) fn before(id: &str, before: &'r JobState) -> Self {
        let told = before.rolls.get(id);
        let known = told.or_else(|| before.members.get(id));
        let within = known.into_iter().flatten().map(String::as_str).collect();
        Self { within, is_whole: told.is_some(), ..Self::default() }
    }

    /// Those whom the group lists, else those whom earlier cycles know in it, with what `members@delta` changes.
    /// `is_first`: there was no cycle yet, so that this is the first answer of a delta query, which tells every member.
    pub(super) fn of(record: &'r Record<'_>, before: Self, is_first: bool) -> Self {
        let Record { members, member_changes, .. } = record;
        let is_whole = members.is_some() || before.is_whole || is_first && member_changes.is_some();
        let earlier = before.within.into_iter().filter(|_| members.is_none()).map(|id| (id, false));
        let told = members.iter().chain(member_changes).flatten().filter(|member| !member.is_group);
        let (within, left) = moved(earlier.chain(told.map(|member| (&*member.id, member.removed))));
        Self { within, left, is_whole }
    }
}

/// Those who came and those who went, by what `members@delta` tells alone.
pub(super) fn changes<'r>(record: &'r Record<'_>) -> Option<(Vec<&'r str>, Vec<&'r str>)> {
    let users = record.member_changes.as_ref()?.iter().filter(|member| !member.is_group);
    Some(moved(users.map(|member| (&*member.id, member.removed))))
}

/// Ids apart by what is last said of each: that it is within, or that it left.
fn moved<'r>(told: impl Iterator<Item = (&'r str, bool)>) -> (Vec<&'r str>, Vec<&'r str>) {
    let told: Vec<_> = told.collect();
    let (mut within, mut left, mut seen) = (Vec::new(), Vec::new(), HashSet::with_capacity(told.len()));
    for (id, has_left) in told.into_iter().rev().filter(|(id, _)| seen.insert(*id)) {
        if has_left { &mut left } else { &mut within }.push(id);
    }
    within.reverse();
    left.reverse();
    (within, left)
}
