//! What the service remembers between cycles.

use serde::Serialize;

use super::draft::Draft;
use super::lifecycle::Link;
use crate::diagnostic::{Code, Diagnostic, code, quoted};
use crate::limits::Limits;
use crate::value::entra::plain_id;
use crate::value::json::{self, Misfit, record};
use crate::value::table::{Table, Texts};

/// How a group stood when that was last told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It told of itself that it is assigned.
    Assigned,
    /// It told that it is not, or told nothing where others did.
    NotAssigned,
    /// It was deleted: nobody is in it.
    Deleted,
}

/// The state of a job: stored pairs, objects that left the scope, members written so far, who is in the groups and how
/// those stood, whose pair does not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct JobState {
    /// Stored pairs: source id to target id.
    pub links: Table<String>,
    /// Source ids that were linked once and left the scope.
    pub released: Texts,
    /// Members written to each group, by source ids.
    pub members: Table<Vec<String>>,
    /// The users in each group that assigns or is written, written or not, by source ids; of groups whose members were
    /// told.
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub rolls: Table<Vec<String>>,
    /// Groups that last told of themselves that they are assigned. One that is in none of these three lists never told.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub assigned_groups: Texts,
    /// Groups that last told that they are not, or told nothing where others did.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub unassigned_groups: Texts,
    /// Groups with a stored pair that were deleted.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub deleted_groups: Texts,
    /// Source ids with a stored pair whose object was out of scope when it was last looked at: nobody refers to such a
    /// user, and such a group waits for nobody.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub dormant: Texts,
}

record!(JobState {
    links "links",
    released "released",
    members "members",
    rolls "rolls",
    assigned_groups "assignedGroups",
    unassigned_groups "unassignedGroups",
    deleted_groups "deletedGroups",
    dormant "dormant",
});

/// Entries by ids as they are looked up.
pub(super) fn by_plain_id<V>(entries: Table<V>) -> Table<V> {
    entries.into_iter().map(|(id, value)| (plain_id(&id).into_owned(), value)).collect()
}

/// Ids as they are looked up.
pub(super) fn plain_ids<C: Default + Extend<String>>(ids: impl IntoIterator<Item = String>) -> C {
    let mut plain = C::default();
    plain.extend(ids.into_iter().map(|id| plain_id(&id).into_owned()));
    plain
}

const CODE: &Code = &code::plan::INVALID_STATE;
const WHAT: &str = "the state";

impl JobState {
    /// The same with all ids as they are looked up.
    pub(super) fn with_plain_ids(self) -> Self {
        let Self {
            links,
            released,
            members,
            rolls,
            assigned_groups,
            unassigned_groups,
            deleted_groups,
            dormant,
        } = self;
        let [members, rolls] = [members, rolls].map(|lists| {
            let mut lists = by_plain_id(lists);
            for ids in lists.values_mut() {
                *ids = plain_ids(std::mem::take(ids));
            }
            lists
        });
        Self {
            links: by_plain_id(links),
            released: plain_ids(released),
            members,
            rolls,
            assigned_groups: plain_ids(assigned_groups),
            unassigned_groups: plain_ids(unassigned_groups),
            deleted_groups: plain_ids(deleted_groups),
            dormant: plain_ids(dormant),
        }
    }

    /// Whether no earlier cycle left anything.
    pub(super) fn is_blank(&self) -> bool {
        // Only what has a stored pair is dormant.
        let Self { links, released, members, rolls, .. } = self;
        let lists = [released, &self.assigned_groups, &self.unassigned_groups, &self.deleted_groups];
        links.is_empty() && members.is_empty() && rolls.is_empty() && lists.iter().all(|ids| ids.is_empty())
    }

    /// How a group stood when that was last told; none where it never was.
    pub(super) fn standing(&self, id: &str) -> Option<Standing> {
        let lists = [
            (&self.assigned_groups, Standing::Assigned),
            (&self.unassigned_groups, Standing::NotAssigned),
            (&self.deleted_groups, Standing::Deleted),
        ];
        lists.into_iter().find(|(ids, _)| ids.contains(id)).map(|(_, standing)| standing)
    }

    /// Remembers how a group stands.
    pub(super) fn set_standing(&mut self, id: &str, standing: Option<Standing>) {
        for ids in [&mut self.assigned_groups, &mut self.unassigned_groups, &mut self.deleted_groups] {
            ids.remove(id);
        }
        let ids = match standing {
            Some(Standing::Assigned) => &mut self.assigned_groups,
            Some(Standing::NotAssigned) => &mut self.unassigned_groups,
            Some(Standing::Deleted) => &mut self.deleted_groups,
            None => return,
        };
        ids.insert(id.to_owned());
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// Those of [`json::parse`]; `PV103` at the member that has another form, or holds a group that another list of groups
    /// holds too.
    pub fn from_json(text: &str) -> Result<Self, Diagnostic> {
        let state: Self = json::read(text, &Limits::OWN_TEXT, CODE, WHAT)?;
        state.one_standing().map_err(|misfit| misfit.finding(CODE, WHAT))?;
        Ok(state)
    }

    /// That no group stands in two ways, by the ids as they are written.
    fn one_standing(&self) -> Result<(), Misfit> {
        let assigned = ("assignedGroups", &self.assigned_groups);
        let unassigned = ("unassignedGroups", &self.unassigned_groups);
        let deleted = ("deletedGroups", &self.deleted_groups);
        for ((name, ids), (other, others)) in
            [(unassigned, assigned), (deleted, assigned), (deleted, unassigned)]
        {
            if let Some(id) = ids.iter().find(|id| others.contains(id)) {
                return Err(Misfit::new(format!("{} is in `{other}` too", quoted(id))).within(name));
            }
        }
        Ok(())
    }
}

/// What the service remembers of one object.
pub(super) struct Memory {
    id: String,
    /// The stored target id, where there is one.
    link: Option<String>,
    /// What has become of it.
    fate: Link,
    members: Option<Vec<String>>,
    /// Whether it is out of scope.
    dormant: bool,
}

impl Memory {
    /// What a draft leaves; objects without an id are not remembered.
    pub(super) fn of(draft: &Draft<'_>) -> Option<Self> {
        if draft.source.id.is_empty() {
            return None;
        }
        let judgement = &draft.judgement;
        Some(Self {
            id: plain_id(&draft.source.id).into_owned(),
            link: draft.link_after().map(str::to_owned),
            fate: if draft.staged { Link::Keep } else { judgement.row.link },
            members: draft.members_after.clone(),
            dormant: !judgement.facts.enters(),
        })
    }

    pub(super) fn keep(self, state: &mut JobState) {
        let Self { id, link, fate, members, dormant } = self;
        state.dormant.remove(&id);
        match (link, fate) {
            (Some(link), _) => {
                state.released.remove(&id);
                if dormant {
                    state.dormant.insert(id.clone());
                }
                if let Some(members) = members {
                    state.members.insert(id.clone(), members);
                }
                state.links.insert(id, link);
            }
            (None, Link::Drop | Link::Release) => {
                state.links.remove(&id);
                state.members.remove(&id);
                if fate == Link::Release {
                    state.released.insert(id);
                }
            }
            (None, Link::Keep | Link::Set) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "in none of these three lists" or one: a group stands in one way.
    #[test]
    fn a_group_in_two_lists_is_refused_at_the_second() {
        let refused = |text: &str| {
            let finding = JobState::from_json(text).unwrap_err();
            (finding.code.code, finding.at.clone().unwrap().pointer.unwrap(), finding.message.clone())
        };
        let message = |list: &str, id: &str, other: &str| {
            format!("the state cannot be read: `{list}`: `{id}` is in `{other}` too")
        };
        assert_eq!(
            refused(r#"{"assignedGroups":["g"],"deletedGroups":["h","g"]}"#),
            ("PV103", "/deletedGroups".to_owned(), message("deletedGroups", "g", "assignedGroups"))
        );
        assert_eq!(
            refused(r#"{"assignedGroups":["g"],"unassignedGroups":["g"]}"#),
            ("PV103", "/unassignedGroups".to_owned(), message("unassignedGroups", "g", "assignedGroups"))
        );
        assert!(JobState::from_json(r#"{"assignedGroups":["g","g"],"deletedGroups":["h"]}"#).is_ok());
    }
}
