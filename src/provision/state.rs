//! What the service remembers between cycles.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::draft::Draft;
use super::lifecycle::Link;
use crate::diagnostic::{Diagnostic, code};
use crate::limits::Limits;
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;
use crate::value::json::{self, record};

/// The state of a job: stored pairs, objects that left the scope, members written so far, who is in the groups, whose pair does not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobState {
    /// Stored pairs: source id to target id.
    pub links: BTreeMap<String, String>,
    /// Source ids that were linked once and left the scope.
    pub released: BTreeSet<String>,
    /// Members written to each group, by source ids.
    pub members: BTreeMap<String, Vec<String>>,
    /// The users in each group that assigns or is written, written or not, by source ids; of groups whose members were
    /// told.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rolls: BTreeMap<String, Vec<String>>,
    /// Source ids with a stored pair that counts for nobody: of users out of scope, whom nobody refers to, and of deleted
    /// groups, which nobody is in.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub dormant: BTreeSet<String>,
}

record!(JobState {
    links "links",
    released "released",
    members "members",
    rolls "rolls",
    dormant "dormant",
});

/// Entries by ids as they are looked up.
pub(super) fn by_plain_id<V>(entries: BTreeMap<String, V>) -> BTreeMap<String, V> {
    // One by one: what collects into a map sorts first, with a sort compiled anew for every type.
    let mut plain = BTreeMap::new();
    for (id, value) in entries {
        plain.insert(plain_id(&id).into_owned(), value);
    }
    plain
}

/// Ids as they are looked up.
pub(super) fn plain_ids<C: Default + Extend<String>>(ids: impl IntoIterator<Item = String>) -> C {
    let mut plain = C::default();
    plain.extend(ids.into_iter().map(|id| plain_id(&id).into_owned()));
    plain
}

impl JobState {
    /// The same with all ids as they are looked up.
    pub(super) fn with_plain_ids(self) -> Self {
        let Self { links, released, members, rolls, dormant } = self;
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
            dormant: plain_ids(dormant),
        }
    }

    /// Whether no earlier cycle left anything.
    pub(super) fn is_blank(&self) -> bool {
        let Self { links, released, members, rolls, dormant: _ } = self;
        links.is_empty() && released.is_empty() && members.is_empty() && rolls.is_empty()
    }

    /// The source ids of the objects that earlier cycles know.
    pub(super) fn ids(&self) -> impl Iterator<Item = &String> {
        let lists = self.members.iter().chain(&self.rolls);
        let of_groups = lists.flat_map(|(id, members)| std::iter::once(id).chain(members));
        self.links.keys().chain(&self.released).chain(of_groups)
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// Those of [`json::parse`]; `PV103` at the member that has another form.
    pub fn from_json(text: &str) -> Result<Self, Diagnostic> {
        json::read(text, &Limits::OWN_TEXT, &code::plan::INVALID_STATE, "the state")
    }
}

/// What the service remembers of one object.
pub(super) struct Memory {
    id: String,
    link: Option<String>,
    unlinked: bool,
    released: bool,
    members: Option<Vec<String>>,
    /// Whether nobody refers to a user's account.
    dormant: Option<bool>,
}

impl Memory {
    /// What a draft leaves; objects without an id are not remembered.
    pub(super) fn of(draft: &Draft<'_>) -> Option<Self> {
        if draft.source.id.is_empty() {
            return None;
        }
        Some(Self {
            id: plain_id(&draft.source.id).into_owned(),
            link: draft.link_after().map(str::to_owned),
            unlinked: matches!(draft.judgement.row.link, Link::Drop | Link::Release) && !draft.staged,
            released: draft.judgement.row.link == Link::Release && !draft.staged,
            members: draft.members_after.clone(),
            dormant: (draft.source.kind == ObjectKind::User).then_some(!draft.judgement.facts.enters()),
        })
    }

    pub(super) fn keep(self, state: &mut JobState) {
        let Self { id, link, unlinked, released, members, dormant } = self;
        let is_linked = link.is_some();
        if let Some(link) = link {
            state.links.insert(id.clone(), link);
            state.released.remove(&id);
        } else if unlinked {
            state.links.remove(&id);
        }
        match dormant {
            Some(true) if is_linked => _ = state.dormant.insert(id.clone()),
            Some(_) => _ = state.dormant.remove(&id),
            None => {}
        }
        if released {
            state.released.insert(id.clone());
        }
        match members {
            Some(members) if is_linked => _ = state.members.insert(id, members),
            _ if unlinked => _ = state.members.remove(&id),
            _ => {}
        }
    }
}
