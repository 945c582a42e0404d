//! Source objects: Microsoft Graph users and groups, read in one pass for the attributes a configuration names.
//!
//! Mappings and filters use the provisioning service's attribute names; Graph has other names for some. A [`Projection`] is made once from every name a configuration reads; per object it fills one slot
//! for each, with text borrowed from the document, and skips everything else.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, code};
use crate::expression::{Slots, Value};
use crate::limits::Limits;
use crate::value::boolean;
use crate::value::json::{self, Json, Kind, Reader};

use super::order::{Level, Order, Step};

/// What of a member's value is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
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
    fn of(name: &str) -> Self {
        if name.eq_ignore_ascii_case("userPrincipalName") {
            Self::PrincipalName
        } else if name.eq_ignore_ascii_case("manager") {
            Self::Id
        } else {
            Self::Whole
        }
    }
}

/// Where a slot's value stands; a lower rank wins.
#[derive(Debug, Clone)]
struct Place {
    slot: usize,
    rank: u8,
    take: Take,
}

/// How well a name fits: the name itself, its Graph name, the name in another letter case.
const EXACT: u8 = 0;
const ALIAS: u8 = 1;
const OTHER_CASE: u8 = 2;
const UNSET: u8 = u8::MAX;

/// What the engine itself reads of an object, whatever the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
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

const FACTS: &[(&str, Fact)] = &[
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

/// A member name that is read.
#[derive(Debug, Clone)]
struct Known {
    name: String,
    /// Whether another object stands here, of which only the id is taken.
    is_reference: bool,
    fact: Option<Fact>,
    places: Vec<Place>,
}

/// What a configuration reads of a source object.
#[derive(Debug, Clone, Default)]
pub struct Projection {
    members: Vec<Known>,
    /// Positions in `members` plus one, by [`bucket`]; a bucket holds one name, the rest are in `crowded`.
    buckets: Vec<u16>,
    /// Positions in `members` whose bucket was taken.
    crowded: Vec<u16>,
    /// Places inside objects, such as `onPremisesExtensionAttributes`: member, member inside, slot.
    inside: Vec<(String, String, usize)>,
    /// Slots of the computed `IsSoftDeleted`.
    computed: Vec<usize>,
    slots: usize,
}

/// What became of the object, as Graph's delta query and recycle bin tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Removal {
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
pub struct Member<'t> {
    /// The source id.
    pub id: Cow<'t, str>,
    /// Whether it is a group itself.
    pub is_group: bool,
    /// Whether it was removed (only in `members@delta`).
    pub removed: bool,
}

/// A source object as read: slot values and what the engine itself needs to know.
#[derive(Debug, Clone, Default)]
pub struct Record<'t> {
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
    /// `securityEnabled`.
    pub security_enabled: Option<bool>,
    /// Members of a group; `None` where the object does not have the member.
    pub members: Option<Vec<Member<'t>>>,
    /// Changed members of a group (`members@delta`).
    pub member_changes: Option<Vec<Member<'t>>>,
    /// Values by slot.
    pub values: Vec<Value<'t>>,
    ranks: Vec<u8>,
    /// Facts told under names in another letter case.
    facts_in_other_case: Vec<Fact>,
    order: Order,
}

type Read<T> = Result<T, Box<Diagnostic>>;

/// A member's value: scalars read, arrays and objects as text.
enum Raw<'t> {
    Null,
    Bool(bool),
    Number(json::Number<'t>),
    Text(Cow<'t, str>),
    Nested(&'t str),
}

impl<'t> Raw<'t> {
    fn read(reader: &mut Reader<'t>) -> Read<Self> {
        Ok(match reader.peek()? {
            Kind::Null => {
                reader.null()?;
                Self::Null
            }
            Kind::Bool => Self::Bool(reader.bool()?),
            Kind::Number => Self::Number(reader.number()?),
            Kind::String => Self::Text(reader.string()?),
            Kind::Array | Kind::Object => Self::Nested(reader.skip()?),
        })
    }

    fn text(&self) -> Option<Cow<'t, str>> {
        if let Self::Text(text) = self { Some(text.clone()) } else { None }
    }

    /// A truth value, also as text (CSV files and logs print it so).
    fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => boolean::said(text),
            _ => None,
        }
    }

    /// A scalar as an attribute's value; arrays and objects are null here.
    fn whole(&self) -> Value<'t> {
        match self {
            Self::Null | Self::Nested(_) => Value::Null,
            Self::Bool(value) => Value::Boolean(*value),
            Self::Number(number) => value_of(Json::Number(number.clone())),
            Self::Text(text) => Value::String(text.clone()),
        }
    }

    /// As [`Raw::read`], but of an object its `id`.
    fn read_id(reader: &mut Reader<'t>) -> Read<Self> {
        if reader.peek()? != Kind::Object {
            return Self::read(reader);
        }
        Ok(member_text(reader, "id")?.map_or(Self::Null, Self::Text))
    }

    /// The first item of an array, or the value itself.
    fn first(&self) -> Read<Value<'t>> {
        let Self::Nested(text) = self else { return Ok(self.whole()) };
        let mut reader = Reader::new(text);
        if !text.starts_with('[') {
            return Ok(Value::Null);
        }
        reader.begin_array()?;
        Ok(if reader.next_item(true)? { Self::read(&mut reader)?.whole() } else { Value::Null })
    }

    /// Whether this is an array or object with something in it. Nothing but blanks stands between empty brackets.
    fn is_filled(&self) -> bool {
        match self {
            Self::Nested(text) => {
                let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
                !inside.trim_ascii().is_empty()
            }
            Self::Null => false,
            _ => true,
        }
    }
}

/// The text of a member of the object that `reader` passes over.
fn member_text<'t>(reader: &mut Reader<'t>, name: &str) -> Read<Option<Cow<'t, str>>> {
    reader.begin_object()?;
    let (mut first, mut found) = (true, None);
    while let Some(member) = reader.next_member(first)? {
        first = false;
        if found.is_none() && member == name {
            found = Some(Raw::read(reader)?.text());
        } else {
            reader.pass()?;
        }
    }
    Ok(found.flatten())
}

/// Directory extensions are case-sensitive (Entra, *Customize application attributes*).
fn is_extension(name: &str) -> bool {
    name.starts_with("extension_")
}

const BUCKETS: usize = 256;

/// A number below [`BUCKETS`] from a name's length, first and last letters without their case. Names that share one
/// are found, slower.
#[inline]
fn bucket(name: &str) -> usize {
    let bytes = name.as_bytes();
    let letter = |at: Option<&u8>| usize::from(at.copied().unwrap_or_default() | 0x20);
    let mixed = letter(bytes.first())
        .wrapping_mul(31)
        .wrapping_add(letter(bytes.last()).wrapping_mul(7))
        .wrapping_add(bytes.len().wrapping_mul(17));
    mixed % BUCKETS
}

impl Projection {
    /// Plans the reading of every attribute in `slots`. `graph_path` tells where Graph has an attribute that it calls
    /// by another name: a member, `member.member` or `member[0]`.
    pub fn new<'p>(slots: &Slots, graph_path: impl Fn(&str) -> Option<&'p str>) -> Self {
        let mut plan = Self { slots: slots.names().len(), ..Self::default() };
        for (name, fact) in FACTS {
            plan.known(name).fact = Some(*fact);
        }
        for (slot, name) in slots.names().iter().map(String::as_str).enumerate() {
            if name.eq_ignore_ascii_case("IsSoftDeleted") {
                plan.computed.push(slot);
                continue;
            }
            plan.known(name).places.push(Place { slot, rank: EXACT, take: Take::of(name) });
            let Some(path) = graph_path(name).filter(|path| !path.eq_ignore_ascii_case(name)) else {
                continue;
            };
            if let Some(member) = path.strip_suffix("[0]") {
                plan.known(member).places.push(Place { slot, rank: ALIAS, take: Take::First });
            } else if let Some((member, inside)) = path.split_once('.') {
                if member != name {
                    plan.inside.push((member.to_owned(), inside.to_owned(), slot));
                }
            } else {
                plan.known(path).places.push(Place { slot, rank: ALIAS, take: Take::Whole });
            }
        }
        // A member that has an entry of its own also fills the slots that spell it in another letter case.
        let by_name = |slot: usize, name: &str| !is_extension(name) && !plan.computed.contains(&slot);
        let named = slots.names().iter().enumerate().filter(|(slot, name)| by_name(*slot, name));
        for (slot, name) in named.collect::<Vec<_>>() {
            for known in &mut plan.members {
                if known.name != *name && known.name.eq_ignore_ascii_case(name) {
                    known.places.push(Place { slot, rank: OTHER_CASE, take: Take::of(name) });
                }
            }
        }
        plan.buckets = vec![0; BUCKETS];
        for (at, known) in plan.members.iter().enumerate() {
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            match plan.buckets.get_mut(bucket(&known.name)) {
                Some(free @ 0) => *free = at.saturating_add(1),
                _ => plan.crowded.push(at),
            }
        }
        plan
    }

    /// The entry of a member name, made where missing.
    fn known(&mut self, name: &str) -> &mut Known {
        let at = self.members.iter().position(|known| known.name == name).unwrap_or_else(|| {
            self.members.push(Known {
                name: name.to_owned(),
                is_reference: Take::of(name) == Take::Id,
                fact: None,
                places: Vec::new(),
            });
            self.members.len().saturating_sub(1)
        });
        #[expect(
            clippy::indexing_slicing,
            reason = "the position of an entry that was found or pushed above"
        )]
        &mut self.members[at]
    }

    /// Leaves a slot empty: the service does not offer the attribute.
    pub fn forget(&mut self, slot: usize) {
        self.members.iter_mut().for_each(|known| known.places.retain(|place| place.slot != slot));
        self.inside.retain(|(.., known)| *known != slot);
    }

    /// The slots of the computed attribute `IsSoftDeleted`.
    pub fn computed(&self) -> &[usize] {
        &self.computed
    }

    /// What is done with a member at the top of the object.
    fn step(&self, name: &str) -> Step {
        match self.find(name) {
            Some(step) => step,
            None => match self.inside.iter().position(|(member, ..)| member == name) {
                Some(at) => Step::Enter(at),
                None => Step::Skip,
            },
        }
    }

    /// The known member of a name, also spelt in another letter case. Directory extensions are case-sensitive (Entra,
    /// *Customize application attributes*).
    fn find(&self, name: &str) -> Option<Step> {
        let at = self.buckets.get(bucket(name)).copied().unwrap_or_default();
        // An empty bucket: no name like this one is read.
        let at = usize::from(at.checked_sub(1)?);
        let same = |at: &usize| self.members.get(*at).is_some_and(|known| known.name == name);
        let alike =
            |at: &usize| self.members.get(*at).is_some_and(|known| known.name.eq_ignore_ascii_case(name));
        let mut candidates = std::iter::once(at).chain(self.crowded.iter().map(|at| usize::from(*at)));
        if let Some(at) = candidates.clone().find(same) {
            return Some(Step::Known(at));
        }
        candidates.find(alike).filter(|_| !is_extension(name)).map(Step::OtherCase)
    }

    /// What is done with a member inside the one with number `outer`.
    fn step_inside(&self, outer: usize, name: &str) -> Step {
        let member = self.inside.get(outer).map_or("", |(member, ..)| member.as_str());
        let mut slots = self.inside.iter().filter(|(known, ..)| known == member);
        slots.find(|(_, inside, _)| inside == name).map_or(Step::Skip, |(.., slot)| Step::Slot(*slot))
    }

    /// Reads one object where `reader` stands into `record`, which is cleared first so that a batch can reuse it.
    ///
    /// # Errors
    /// `IN002` to `IN005` and limits, as for reading JSON; `IN008` where the value is not an object.
    pub fn read<'t>(&self, reader: &mut Reader<'t>, record: &mut Record<'t>, limits: &Limits) -> Read<()> {
        record.clear(self.slots);
        if reader.peek()? != Kind::Object {
            return Err(reader.error(&code::input::UNEXPECTED_SHAPE, "a source object must be a JSON object"));
        }
        record.order.restart();
        self.members_of(Level::Top, reader, record, limits)
    }

    /// Reads the members of an object. INVARIANT: levels do not nest, so this calls itself once at most.
    fn members_of<'t>(
        &self,
        level: Level,
        reader: &mut Reader<'t>,
        record: &mut Record<'t>,
        limits: &Limits,
    ) -> Read<()> {
        reader.begin_object()?;
        let mut first = true;
        loop {
            let step = match record.order.follow(reader, first, level) {
                Some(step) => step,
                None => {
                    let Some(name) = reader.next_member(first)? else { return Ok(()) };
                    let step = match level {
                        Level::Top => self.step(&name),
                        Level::Inside(outer) => self.step_inside(outer, &name),
                    };
                    record.order.learn(&name, level, step);
                    step
                }
            };
            first = false;
            match step {
                Step::Skip => reader.pass()?,
                Step::Known(at) => self.known_member(at, false, reader, record, limits)?,
                Step::OtherCase(at) => self.known_member(at, true, reader, record, limits)?,
                Step::Slot(slot) => {
                    let raw = Raw::read(reader)?;
                    record.fill(slot, ALIAS, Take::Whole, &raw, limits)?;
                }
                Step::Enter(at) if level == Level::Top && reader.peek()? == Kind::Object => {
                    self.members_of(Level::Inside(at), reader, record, limits)?;
                }
                Step::Enter(_) => reader.pass()?,
            }
        }
    }

    fn known_member<'t>(
        &self,
        at: usize,
        other_case: bool,
        reader: &mut Reader<'t>,
        record: &mut Record<'t>,
        limits: &Limits,
    ) -> Read<()> {
        let Some(known) = self.members.get(at) else { return reader.pass() };
        let raw = if known.is_reference { Raw::read_id(reader)? } else { Raw::read(reader)? };
        if let Some(fact) = known.fact {
            if other_case {
                record.learn_otherwise(fact, &raw, limits)?;
            } else {
                record.learn(fact, &raw, limits)?;
            }
        }
        for place in &known.places {
            let rank = if other_case { OTHER_CASE } else { place.rank };
            record.fill(place.slot, rank, place.take, &raw, limits)?;
        }
        Ok(())
    }
}

impl<'t> Record<'t> {
    fn clear(&mut self, slots: usize) {
        let mut values = std::mem::take(&mut self.values);
        let mut ranks = std::mem::take(&mut self.ranks);
        values.clear();
        values.resize_with(slots, Value::default);
        ranks.clear();
        ranks.resize(slots, UNSET);
        let order = std::mem::take(&mut self.order);
        *self = Self { values, ranks, order, ..Self::default() };
    }

    /// An empty record for many objects: it learns the order of their members.
    pub fn for_many() -> Self {
        Self { order: Order::learning(), ..Self::default() }
    }

    /// An empty record in the memory of this one, for a text of another life.
    pub fn recycled<'n>(mut self) -> Record<'n> {
        self.values.clear();
        // Nothing is left to convert; collecting an empty iterator of the same layout keeps the allocation.
        let values = self.values.into_iter().map(|_| Value::Null).collect();
        Record { values, ranks: self.ranks, order: self.order, ..Record::default() }
    }

    /// Sets the value of a computed attribute.
    pub fn set(&mut self, slot: usize, value: Value<'t>) {
        if let Some(place) = self.values.get_mut(slot) {
            *place = value;
        }
    }

    /// The slots that were filled through a name in another letter case.
    pub fn other_case(&self) -> impl Iterator<Item = usize> {
        self.ranks.iter().enumerate().filter(|(_, rank)| **rank == OTHER_CASE).map(|(slot, _)| slot)
    }

    fn fill(&mut self, slot: usize, rank: u8, take: Take, raw: &Raw<'t>, limits: &Limits) -> Read<()> {
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
    fn learn_otherwise(&mut self, fact: Fact, raw: &Raw<'t>, limits: &Limits) -> Read<()> {
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
    pub fn facts_in_other_case(&self) -> impl Iterator<Item = &'static str> {
        let name = |fact: &Fact| FACTS.iter().find(|(_, known)| known == fact).map(|(name, _)| *name);
        self.facts_in_other_case.iter().filter_map(name)
    }

    fn learn(&mut self, fact: Fact, raw: &Raw<'t>, limits: &Limits) -> Read<()> {
        match fact {
            Fact::Id if self.id.is_none() || self.facts_in_other_case.contains(&fact) => self.id = raw.text(),
            Fact::Id => {}
            Fact::DisplayName => self.display_name = raw.text(),
            Fact::AccountEnabled => self.account_enabled = raw.truth(),
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
            Fact::Manager => self.manager = raw.text().filter(|id| !id.is_empty()),
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
    let member = |item: Json<'t>| match item {
        Json::String(id) => Some(Member { id, is_group: false, removed: false }),
        Json::Object(object) => {
            let kind = object.get("@odata.type").and_then(Json::as_str);
            let is_group = kind.is_some_and(|kind| kind.ends_with(".group"));
            let removed = object.contains("@removed");
            let id = object.into_iter().find_map(|(name, value)| match value {
                Json::String(text) if name == "id" => Some(text),
                _ => None,
            });
            Some(Member { id: id?, is_group, removed })
        }
        _ => None,
    };
    Ok(Some(items.into_iter().filter_map(member).collect()))
}

fn whole<'t>(raw: &Raw<'t>, limits: &Limits) -> Read<Value<'t>> {
    Ok(match raw {
        Raw::Nested(text) => value_of(json::parse(text, limits)?),
        scalar => scalar.whole(),
    })
}

/// A JSON value as an attribute's: an empty array is null, nulls inside arrays vanish.
fn value_of(json: Json<'_>) -> Value<'_> {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(value),
        number @ Json::Number(_) => Value::from_json(&number).into_owned(),
        Json::String(text) => Value::String(text),
        Json::Array(items) => {
            let items: Vec<_> = items.into_iter().filter(|item| !item.is_null()).map(value_of).collect();
            if items.is_empty() { Value::Null } else { Value::List(items) }
        }
        object @ Json::Object(_) => Value::Complex(object),
    }
}

/// Reduces a guest's user principal name to the home address: `#EXT#` and all after it goes, the last underscore
/// before it becomes `@` (Entra, *How provisioning works*; which underscore is derived: a domain holds none).
pub fn home_name(name: Cow<'_, str>) -> Cow<'_, str> {
    if !name.as_bytes().contains(&b'#') {
        return name;
    }
    let Some(cut) = name.find("#EXT#") else { return name };
    let local = name.get(..cut).unwrap_or_default();
    match local.rsplit_once('_') {
        Some((alias, home)) => Cow::Owned(format!("{alias}@{home}")),
        None => Cow::Owned(local.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] =
        ["userPrincipalName", "mobile", "extensionAttribute2", "city", "manager", "telephoneNumber"];

    fn projection() -> (Slots, Projection) {
        let mut slots = Slots::new();
        NAMES.iter().for_each(|name| _ = slots.slot(name));
        let path = |name: &str| match name {
            "mobile" => Some("mobilePhone"),
            "telephoneNumber" => Some("businessPhones[0]"),
            "extensionAttribute2" => Some("onPremisesExtensionAttributes.extensionAttribute2"),
            _ => None,
        };
        let projection = Projection::new(&slots, path);
        (slots, projection)
    }

    fn members() -> Vec<&'static str> {
        vec![
            r#""id":"u1""#,
            r#""userPrincipalName":"ada@x.example""#,
            r#""mobilePhone":"1""#,
            r#""onPremisesExtensionAttributes":{"extensionAttribute1":"a","extensionAttribute2":"b"}"#,
            r#""extensionAttribute2":null"#,
            r#""CITY":"Ulm""#,
            r#""manager":{"id":"m"}"#,
            r#""businessPhones":["7","8"]"#,
            r#""nobody reads":[{"city":"x"}]"#,
            r#""deletedDateTime":null"#,
        ]
    }

    fn read<'t>(projection: &Projection, text: &'t str, record: &mut Record<'t>) -> String {
        projection.read(&mut Reader::new(text), record, &Limits::DEFAULT).unwrap();
        let Record { id, manager, removal, values, ranks, .. } = &*record;
        format!("{id:?} {manager:?} {removal:?} {values:?} {ranks:?}")
    }

    #[test]
    fn an_expected_order_changes_nothing() {
        let (_, projection) = projection();
        let mut scratch: Record<'static> = Record::for_many();
        // Every rotation, with each member missing in turn, after an order learned from the first.
        for rotation in 0..members().len() {
            for missing in 0..=members().len() {
                let mut order = members();
                order.rotate_left(rotation);
                if missing < order.len() {
                    order.remove(missing);
                }
                let text = format!("{{{}}}", order.join(","));
                let mut learned = std::mem::take(&mut scratch).recycled();
                let expected = read(&projection, &text, &mut Record::default());
                assert_eq!(read(&projection, &text, &mut learned), expected, "{text}");
                scratch = learned.recycled();
            }
        }
    }

    #[test]
    fn a_name_at_another_level_is_another_name() {
        let (_, projection) = projection();
        let first = r#"{"onPremisesExtensionAttributes":{"extensionAttribute2":"inside"},"city":"a"}"#;
        let second = r#"{"extensionAttribute2":"top","city":"a"}"#;
        let mut scratch: Record<'static> = Record::for_many();
        for text in [first, second, first] {
            let mut learned = std::mem::take(&mut scratch).recycled();
            assert_eq!(
                read(&projection, text, &mut learned),
                read(&projection, text, &mut Record::default())
            );
            scratch = learned.recycled();
        }
    }
}
