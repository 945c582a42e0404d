//! A source object as read: the values that a configuration names, and the facts that the engine needs.

use std::borrow::Cow;

use super::order::Order;
use super::raw::{Raw, Read, member_text, whole};
use crate::expression::Value;
use crate::limits::Limits;
use crate::value::entra::plain_id;
use crate::value::json::{self, Json, Object, Reader};
use crate::value::search;
use crate::value::text::is_cut_off;

/// What the engine itself reads of an object, whatever the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Id,
    DisplayName,
    AccountEnabled,
    Deleted,
    Removed,
    SoftDeleted,
    Assignments,
    Manager,
    SecurityEnabled,
    Members,
    MemberChanges,
}

pub(super) const FACTS: &[(&str, Fact)] = &[
    ("id", Fact::Id),
    ("objectId", Fact::Id),
    ("displayName", Fact::DisplayName),
    ("accountEnabled", Fact::AccountEnabled),
    ("deletedDateTime", Fact::Deleted),
    ("@removed", Fact::Removed),
    ("isSoftDeleted", Fact::SoftDeleted),
    ("IsSoftDeleted", Fact::SoftDeleted),
    ("appRoleAssignments", Fact::Assignments),
    ("manager", Fact::Manager),
    ("securityEnabled", Fact::SecurityEnabled),
    ("members", Fact::Members),
    ("members@delta", Fact::MemberChanges),
];

/// Where objects of PowerShell's cmdlets hold what these do not know: extensions of the directory, types of members.
pub(super) const BESIDE: &str = "AdditionalProperties";

/// What of a member's value is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Take {
    /// The value as it stands.
    Whole,
    /// The first item of an array.
    First,
    /// The `id` of an object, or the text itself.
    Id,
    /// A user principal name, reduced where it is a guest's.
    PrincipalName,
}

impl Take {
    /// What is taken of the member that an attribute is named after.
    pub(super) fn of(name: &str) -> Self {
        if name.eq_ignore_ascii_case("userPrincipalName") {
            Self::PrincipalName
        } else if name.eq_ignore_ascii_case("manager") {
            Self::Id
        } else {
            Self::Whole
        }
    }
}

/// How well a name fits: the name itself, its Graph name, the name in another letter case.
pub(super) const EXACT: u8 = 0;
pub(super) const ALIAS: u8 = 1;
pub(super) const OTHER_CASE: u8 = 2;
pub(super) const UNSET: u8 = u8::MAX;

/// What became of the object, as Graph's delta query and recycle bin tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Removal {
    /// Nothing.
    #[default]
    None,
    /// In the recycle bin: `deletedDateTime`, or `@removed` with reason `changed`.
    Soft,
    /// Gone: `@removed` with reason `deleted`.
    Hard,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member<'t> {
    /// The source id, as ids are looked up.
    pub id: Cow<'t, str>,
    /// Whether it is a group itself.
    pub is_group: bool,
    /// Whether it was removed (only in `members@delta`).
    pub removed: bool,
}

/// A source object as read: slot values and what the engine itself needs to know.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record<'t> {
    /// `id` or `objectId`.
    pub id: Option<Cow<'t, str>>,
    /// `displayName`.
    pub display_name: Option<Cow<'t, str>>,
    /// `accountEnabled`.
    pub account_enabled: Option<bool>,
    /// Whether the object is deleted.
    pub removal: Removal,
    /// Whether `appRoleAssignments` holds one; `None` where the object does not have the member.
    pub assigned: Option<bool>,
    /// Source id of the manager.
    pub manager: Option<Cow<'t, str>>,
    /// Whether the object has the member `manager`.
    pub tells_manager: bool,
    /// `securityEnabled`.
    pub security_enabled: Option<bool>,
    /// Members of a group; `None` where the object does not have the member.
    pub members: Option<Vec<Member<'t>>>,
    /// Changed members of a group (`members@delta`).
    pub member_changes: Option<Vec<Member<'t>>>,
    /// Values by slot.
    pub values: Vec<Value<'t>>,
    pub(super) ranks: Vec<u8>,
    /// Whether `accountEnabled` holds what is no truth value.
    pub enabled_is_unclear: bool,
    /// Facts told under names in another letter case.
    facts_in_other_case: Vec<Fact>,
    pub(super) order: Order,
    /// Whether a name may stand twice; from then on names are not compared.
    pub(super) may_repeat: bool,
    /// Whether names are compared in what nothing reads as well.
    pub(super) compares_all: bool,
}

impl<'t> Record<'t> {
    /// Makes room for so many slots in an empty record.
    pub(super) fn begin(&mut self, slots: usize) {
        self.values.resize_with(slots, Value::default);
        self.ranks.resize(slots, UNSET);
    }

    /// An empty record for many objects: it learns the order of their members.
    pub(crate) fn for_many() -> Self {
        Self { order: Order::learning(), ..Self::default() }
    }

    /// An empty record in the memory of this one, for a text of another life.
    pub(crate) fn recycled<'n>(self) -> Record<'n> {
        let Self { mut values, mut ranks, order, .. } = self;
        values.clear();
        ranks.clear();
        // Nothing is left to convert; collecting an empty iterator of the same layout keeps the allocation.
        let values = values.into_iter().map(|_| Value::Null).collect();
        Record { values, ranks, order, ..Record::default() }
    }

    /// Whether an object of these members may tell what only groups have.
    pub(crate) fn may_be_of_group(members: &Object<'_>) -> bool {
        ["securityEnabled", "members", "members@delta"].iter().any(|name| members.find(name).is_some())
    }

    /// Whether it tells what only groups have, and nothing of a user.
    pub(crate) fn is_of_group(&self) -> bool {
        let of_group =
            self.security_enabled.is_some() || self.members.is_some() || self.member_changes.is_some();
        of_group && self.account_enabled.is_none()
    }

    /// Sets the value of a computed attribute.
    pub(crate) fn set(&mut self, slot: usize, value: Value<'t>) {
        if let Some(place) = self.values.get_mut(slot) {
            *place = value;
        }
    }

    /// The slots that were filled through a name in another letter case.
    pub(crate) fn other_case(&self) -> impl Iterator<Item = usize> {
        self.ranks.iter().enumerate().filter(|(_, rank)| **rank == OTHER_CASE).map(|(slot, _)| slot)
    }

    /// The slots whose values PowerShell cut off.
    pub(crate) fn cut_off(&self) -> impl Iterator<Item = usize> {
        let is_cut = |value: &Value<'_>| match value {
            Value::String(text) => is_cut_off(text),
            Value::List(items) => {
                items.iter().any(|item| matches!(item, Value::String(text) if is_cut_off(text)))
            }
            _ => false,
        };
        self.values.iter().enumerate().filter(move |(_, value)| is_cut(value)).map(|(slot, _)| slot)
    }

    /// Whether the object tells of an attribute that it has no value.
    pub(crate) fn lacks(&self, slot: usize) -> bool {
        let is_told = self.ranks.get(slot).is_some_and(|rank| *rank != UNSET);
        is_told && self.values.get(slot).is_some_and(Value::is_null_or_empty)
    }

    pub(super) fn fill(
        &mut self,
        slot: usize,
        rank: u8,
        take: Take,
        raw: &Raw<'t>,
        limits: &Limits,
    ) -> Read<()> {
        let (Some(place), Some(known)) = (self.values.get_mut(slot), self.ranks.get_mut(slot)) else {
            return Ok(());
        };
        if *known <= rank {
            return Ok(());
        }
        *known = rank;
        *place = match take {
            Take::Whole => match raw {
                Raw::Text(Cow::Borrowed(text)) => Value::String(Cow::Borrowed(text)),
                raw => whole(raw, limits)?,
            },
            Take::First => raw.first()?,
            Take::Id => raw.text().map_or(Value::Null, Value::String),
            Take::PrincipalName => match raw.text() {
                Some(name) => Value::String(home_name(name)),
                None => whole(raw, limits)?,
            },
        };
        Ok(())
    }

    /// A fact told under a name in another letter case, where the name itself has not told it.
    #[cold]
    pub(super) fn learn_otherwise(&mut self, fact: Fact, raw: &Raw<'t>, limits: &Limits) -> Read<()> {
        let is_told = match fact {
            Fact::Id => self.id.is_some(),
            Fact::DisplayName => self.display_name.is_some(),
            Fact::AccountEnabled => self.account_enabled.is_some(),
            Fact::Deleted | Fact::Removed | Fact::SoftDeleted => false,
            Fact::Assignments => self.assigned.is_some(),
            Fact::Manager => self.manager.is_some(),
            Fact::SecurityEnabled => self.security_enabled.is_some(),
            Fact::Members => self.members.is_some(),
            Fact::MemberChanges => self.member_changes.is_some(),
        };
        if is_told || matches!(raw, Raw::Null) {
            return Ok(());
        }
        self.learn(fact, raw, limits)?;
        self.facts_in_other_case.push(fact);
        Ok(())
    }

    /// The names of the facts that were told under names in another letter case.
    pub(crate) fn facts_in_other_case(&self) -> impl Iterator<Item = &'static str> {
        let name = |fact: &Fact| FACTS.iter().find(|(_, known)| known == fact).map(|(name, _)| *name);
        self.facts_in_other_case.iter().filter_map(name)
    }

    pub(super) fn learn(&mut self, fact: Fact, raw: &Raw<'t>, limits: &Limits) -> Read<()> {
        match fact {
            Fact::Id if self.id.is_none() || self.facts_in_other_case.contains(&fact) => self.id = raw.text(),
            Fact::Id => {}
            Fact::DisplayName => self.display_name = raw.text(),
            Fact::AccountEnabled => {
                self.account_enabled = raw.truth();
                let is_empty =
                    matches!(raw, Raw::Null) || raw.text().is_some_and(|text| text.trim().is_empty());
                self.enabled_is_unclear = self.account_enabled.is_none() && !is_empty;
            }
            Fact::Deleted if matches!(raw, Raw::Text(text) if !text.is_empty()) => {
                self.removed_as(Removal::Soft)
            }
            Fact::Deleted => {}
            Fact::SoftDeleted if raw.truth() == Some(true) => self.removed_as(Removal::Soft),
            Fact::SoftDeleted => {}
            Fact::Removed => {
                let changed = matches!(raw, Raw::Nested(text) if text.starts_with('{')
                    && member_text(&mut Reader::new(text), "reason")?.as_deref() == Some("changed"));
                self.removed_as(if changed { Removal::Soft } else { Removal::Hard });
            }
            Fact::Assignments => self.assigned = Some(raw.is_filled()),
            Fact::Manager => {
                self.manager = raw.text().filter(|id| !id.is_empty());
                self.tells_manager = true;
            }
            Fact::SecurityEnabled => self.security_enabled = raw.truth(),
            Fact::Members => self.members = members(raw, limits)?,
            Fact::MemberChanges => self.member_changes = members(raw, limits)?,
        }
        Ok(())
    }

    fn removed_as(&mut self, removal: Removal) {
        if self.removal != Removal::Hard {
            self.removal = removal;
        }
    }
}

fn members<'t>(raw: &Raw<'t>, limits: &Limits) -> Read<Option<Vec<Member<'t>>>> {
    let Raw::Nested(text) = raw else { return Ok(None) };
    let Json::Array(items) = json::parse(text, limits)? else { return Ok(None) };
    let looked_up = |id: Cow<'t, str>| match plain_id(&id) {
        Cow::Owned(plain) => Cow::Owned(plain),
        Cow::Borrowed(_) => id,
    };
    let member = |item: Json<'t>| match item {
        Json::String(id) => Some(Member { id: looked_up(id), is_group: false, removed: false }),
        Json::Object(object) => {
            let beside = object.find(BESIDE).and_then(|beside| beside.get("@odata.type"));
            let kind = object.get("@odata.type").or(beside).and_then(Json::as_str);
            let is_group = kind.is_some_and(|kind| kind.ends_with(".group"));
            let removed = object.contains("@removed");
            let mut id = None;
            for (name, value) in object {
                if let Json::String(text) = value
                    && (name == "id" || id.is_none() && name.eq_ignore_ascii_case("id"))
                {
                    id = Some(text);
                }
            }
            Some(Member { id: looked_up(id?), is_group, removed })
        }
        _ => None,
    };
    Ok(Some(items.into_iter().filter_map(member).collect()))
}

/// Reduces a guest's user principal name to the home address: `#EXT#` and all after it goes, the last underscore
/// before it becomes `@` (Entra, *How provisioning works*; which underscore is derived: a domain holds none).
fn home_name(name: Cow<'_, str>) -> Cow<'_, str> {
    if !name.as_bytes().contains(&b'#') {
        return name;
    }
    let Some(cut) = search::find(&name, "#EXT#") else { return name };
    let local = name.get(..cut).unwrap_or_default();
    match local.rsplit_once('_') {
        Some((alias, home)) => Cow::Owned(format!("{alias}@{home}")),
        None => Cow::Owned(local.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::home_name;

    #[test]
    fn b2_only_the_last_underscore_before_the_mark_stands_for_the_at_sign() {
        for (name, home) in [
            ("a_b_home.example#EXT#@t.example", "a_b@home.example"),
            ("ada@x.example", "ada@x.example"),
            ("plain#EXT#@t.example", "plain"),
            ("a#b@x.example", "a#b@x.example"),
        ] {
            assert_eq!(home_name(name.into()), home, "{name}");
        }
    }
}
