//! Source objects: Microsoft Graph users and groups, read in one pass for the attributes a configuration names.
//!
//! Mappings and filters use the provisioning service's attribute names; Graph has other names for some. A
//! [`Projection`] is made once from every name a configuration reads; per object it fills one slot for each, with text
//! borrowed from the document, and skips everything else.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::order::{Level, Step};
use super::raw::{Raw, Read};
use super::record::{ALIAS, BESIDE, EXACT, FACTS, Fact, OTHER_CASE, Record, Take, UNSET};
use crate::diagnostic::code;
use crate::expression::{Slots, Value};
use crate::limits::Limits;
use crate::value::entra::is_directory_extension;
use crate::value::json::{self, Kind, Reader};

/// Where a slot's value stands; a lower rank wins.
#[derive(Debug, Clone)]
struct Place {
    slot: usize,
    rank: u8,
    take: Take,
}

/// A member name that is read.
#[derive(Debug, Clone)]
struct Known {
    name: String,
    /// Whether another object stands here, of which only the id is taken.
    is_reference: bool,
    fact: Option<Fact>,
    places: Vec<Place>,
}

impl Known {
    fn new(name: &str, fact: Option<Fact>) -> Self {
        let is_reference = Take::of(name) == Take::Id;
        Self { name: name.to_owned(), is_reference, fact, places: Vec::new() }
    }
}

/// What a configuration reads of a source object.
#[derive(Debug, Clone, Default)]
pub(crate) struct Projection {
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
    /// Reads the facts alone, of objects that nothing maps.
    pub(crate) fn facts() -> &'static Self {
        static FACTS: OnceLock<Projection> = OnceLock::new();
        FACTS.get_or_init(|| Self::new(&Slots::new(), |_| None))
    }

    /// Plans the reading of every attribute in `slots`. `graph_path` tells where Graph has an attribute that it calls
    /// by another name: a member, `member.member` or `member[0]`.
    pub(crate) fn new<'p>(slots: &Slots, graph_path: impl Fn(&str) -> Option<&'p str>) -> Self {
        let mut plan = Self { slots: slots.names().len(), ..Self::default() };
        plan.members.extend(FACTS.iter().map(|(name, fact)| Known::new(name, Some(*fact))));
        for (slot, name) in slots.names().iter().map(String::as_str).enumerate() {
            if name.eq_ignore_ascii_case("IsSoftDeleted") {
                plan.computed.push(slot);
                continue;
            }
            plan.place(name, Place { slot, rank: EXACT, take: Take::of(name) });
            if is_directory_extension(name) {
                plan.inside.push((BESIDE.to_owned(), name.to_owned(), slot));
            }
            let Some(path) = graph_path(name).filter(|path| !path.eq_ignore_ascii_case(name)) else {
                continue;
            };
            if let Some(member) = path.strip_suffix("[0]") {
                plan.place(member, Place { slot, rank: ALIAS, take: Take::First });
            } else if let Some((member, inside)) = path.split_once('.') {
                if member != name {
                    plan.inside.push((member.to_owned(), inside.to_owned(), slot));
                }
            } else {
                plan.place(path, Place { slot, rank: ALIAS, take: Take::Whole });
            }
        }
        // A member that has an entry of its own also fills the slots that spell it in another letter case.
        let by_name =
            |slot: usize, name: &str| !is_directory_extension(name) && !plan.computed.contains(&slot);
        let named = slots.names().iter().enumerate().filter(|(slot, name)| by_name(*slot, name));
        for (slot, name) in named.collect::<Vec<_>>() {
            for known in &mut plan.members {
                if known.name != *name && known.name.eq_ignore_ascii_case(name) {
                    known.places.push(Place { slot, rank: OTHER_CASE, take: Take::of(name) });
                }
            }
        }
        plan.fill_buckets();
        plan
    }

    /// Gives every member its bucket, as long as that is free.
    fn fill_buckets(&mut self) {
        self.buckets = vec![0; BUCKETS];
        for (at, known) in self.members.iter().enumerate() {
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            match self.buckets.get_mut(bucket(&known.name)) {
                Some(free @ 0) => *free = at.saturating_add(1),
                _ => self.crowded.push(at),
            }
        }
    }

    /// Adds a place to the entry of a member name.
    fn place(&mut self, name: &str, place: Place) {
        match self.members.iter_mut().find(|known| known.name == name) {
            Some(known) => known.places.push(place),
            None => self.members.push(Known { places: vec![place], ..Known::new(name, None) }),
        }
    }

    /// Leaves a slot empty: the service does not offer the attribute.
    pub(crate) fn forget(&mut self, slot: usize) {
        self.members.iter_mut().for_each(|known| known.places.retain(|place| place.slot != slot));
        self.inside.retain(|(.., known)| *known != slot);
    }

    /// Sets the computed attribute `IsSoftDeleted`, where it is read.
    pub(crate) fn compute(&self, record: &mut Record<'_>, is_soft_deleted: bool) {
        for slot in &self.computed {
            record.set(*slot, Value::Boolean(is_soft_deleted));
        }
    }

    /// What is done with a member at the top of the object.
    fn step(&self, name: &str) -> Step {
        let is_entered = |(member, ..): &(String, _, _)| member.eq_ignore_ascii_case(name);
        let enter = || self.inside.iter().position(is_entered).map(Step::Enter);
        self.find(name).or_else(enter).unwrap_or(Step::Skip)
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
            return Some(self.simplest(at).unwrap_or(Step::Known(at)));
        }
        candidates.find(alike).filter(|_| !is_directory_extension(name)).map(Step::OtherCase)
    }

    /// The step to the one slot that a member fills as it stands, where it does nothing else.
    fn simplest(&self, at: usize) -> Option<Step> {
        let known = self.members.get(at)?;
        match known.places.as_slice() {
            [Place { slot, rank, take: Take::Whole }] if known.fact.is_none() && !known.is_reference => {
                Some(Step::Slot(*slot, *rank))
            }
            _ => None,
        }
    }

    /// What is done with a member inside the one with number `outer`.
    fn step_inside(&self, outer: usize, name: &str) -> Step {
        let member = self.inside.get(outer).map_or("", |(member, ..)| member.as_str());
        let rank_of = |inside: &str| match inside {
            _ if inside == name => ALIAS,
            _ if is_directory_extension(name) || !inside.eq_ignore_ascii_case(name) => UNSET,
            _ => OTHER_CASE,
        };
        let mut step = Step::Skip;
        let mut best = UNSET;
        for (known, inside, slot) in &self.inside {
            let rank = rank_of(inside);
            if known == member && rank < best {
                best = rank;
                step = Step::Slot(*slot, rank);
            }
        }
        step
    }

    /// Reads one object where `reader` stands into the empty `record`. The text was read in full before.
    ///
    /// # Errors
    /// `IN002` to `IN005` and limits, as for reading JSON; `IN008` where the value is not an object.
    pub(crate) fn read<'t>(
        &self,
        reader: &mut Reader<'t>,
        record: &mut Record<'t>,
        limits: &Limits,
    ) -> Read<()> {
        record.begin(self.slots);
        // Nothing repeats; names need not be compared.
        record.may_repeat = true;
        self.object(reader, record, limits)
    }

    /// As [`Projection::read`], of a text that nothing has read yet: refused is what reading it in full refuses, except
    /// names that repeat inside members that nothing reads.
    ///
    /// # Errors
    /// As [`Projection::read`], and for what stands behind the object.
    pub(crate) fn read_new<'t>(&self, text: &'t str, record: &mut Record<'t>, limits: &Limits) -> Read<()> {
        record.compares_all = false;
        self.read_text(text, record, limits)
    }

    /// As [`Projection::read_new`], and names that repeat are refused wherever they stand.
    ///
    /// # Errors
    /// As [`Projection::read_new`].
    pub(crate) fn read_whole<'t>(&self, text: &'t str, record: &mut Record<'t>, limits: &Limits) -> Read<()> {
        record.compares_all = true;
        self.read_text(text, record, limits)
    }

    fn read_text<'t>(&self, text: &'t str, record: &mut Record<'t>, limits: &Limits) -> Read<()> {
        record.begin(self.slots);
        // A text has fewer values, items and members than bytes; what could cross a limit is read in full.
        let most = limits.json_bytes.min(limits.json_nodes).min(limits.array_items).min(limits.object_keys);
        record.may_repeat = text.len() > most;
        if record.may_repeat {
            json::parse(text, limits)?;
            return self.object(&mut Reader::new(text), record, limits);
        }
        let mut reader = Reader::new(text);
        let read = self.object(&mut reader, record, limits).and_then(|()| reader.end());
        // What is passed over stands two brackets deep at most.
        let is_deep = reader.deepest().saturating_add(2) > limits.nesting;
        let read = match read {
            Ok(()) if record.may_repeat || is_deep => json::parse(text, limits).map(|_| ()),
            read => read,
        };
        if read.is_err() {
            record.order.forget();
        }
        read
    }

    fn object<'t>(&self, reader: &mut Reader<'t>, record: &mut Record<'t>, limits: &Limits) -> Read<()> {
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
        let mut unexpected: Vec<Cow<'t, str>> = Vec::new();
        reader.begin_object()?;
        let mut first = true;
        loop {
            let step = match record.order.follow(reader, &mut first, level) {
                Some(step) => step,
                None => match self.unexpected(level, reader, first, record, &mut unexpected)? {
                    Some(step) => step,
                    None => return Ok(()),
                },
            };
            first = false;
            let is_entered = matches!(step, Step::Enter(_)) && level == Level::Top;
            if record.compares_all && !record.may_repeat {
                match reader.peek()? {
                    Kind::Object if is_entered => {}
                    Kind::Object | Kind::Array => _ = json::parse_prefix(&mut reader.clone(), limits)?,
                    _ => {}
                }
            }
            match step {
                Step::Skip if reader.take_null() => record.order.learn_null(),
                Step::Skip => reader.pass()?,
                Step::Known(at) => self.known_member(at, false, reader, record, limits)?,
                Step::OtherCase(at) => self.known_member(at, true, reader, record, limits)?,
                Step::Slot(slot, rank) => {
                    let raw = Raw::read(reader)?;
                    record.fill(slot, rank, Take::Whole, &raw, limits)?;
                }
                Step::Enter(at) if level == Level::Top && reader.peek()? == Kind::Object => {
                    self.members_of(Level::Inside(at), reader, record, limits)?;
                }
                Step::Enter(_) => reader.pass()?,
            }
        }
    }

    /// What is done with the next member, whose name does not stand as expected; none at the end of the object.
    // Apart from the loop over the members, most of which are expected.
    #[inline(never)]
    fn unexpected<'t>(
        &self,
        level: Level,
        reader: &mut Reader<'t>,
        first: bool,
        record: &mut Record<'t>,
        names: &mut Vec<Cow<'t, str>>,
    ) -> Read<Option<Step>> {
        /// So many names are compared one by one.
        const FEW: usize = 32;
        let Some(name) = reader.next_member(first)? else { return Ok(None) };
        let step = match level {
            Level::Top => self.step(&name),
            Level::Inside(outer) => self.step_inside(outer, &name),
        };
        let is_expected = record.order.knows(&name, level);
        // A name that were expected twice would be taken twice from one object.
        if !is_expected {
            record.order.learn(&name, level, step);
        }
        let may_repeat = record.may_repeat || names.len() == FEW || is_expected || names.contains(&name);
        if !record.may_repeat {
            names.push(name);
        }
        record.may_repeat = may_repeat;
        Ok(Some(step))
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
            r#""onPremisesExtensionAttributes":{"extensionAttribute1":"a","extensionAttribute2":"b","extensionAttribute3":null,"extensionAttribute4":null}"#,
            r#""extensionAttribute2":null"#,
            r#""CITY":"Ulm""#,
            r#""manager":{"id":"m"}"#,
            r#""businessPhones":["7","8"]"#,
            r#""nobody reads":[{"city":"x"}]"#,
            r#""deletedDateTime":null"#,
            r#""read by nobody":null"#,
            r#""nor this":null"#,
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
    fn cmdlets_begin_names_with_a_capital_and_put_extensions_aside() {
        let extension = "extension_9d98asdf15cc4bc5a5b6d6d6e6d6d6d6_costCenter";
        let mut slots = Slots::new();
        for name in [extension, "extensionAttribute2"] {
            _ = slots.slot(name);
        }
        let path = |name: &str| {
            (name == "extensionAttribute2").then_some("onPremisesExtensionAttributes.extensionAttribute2")
        };
        let projection = Projection::new(&slots, path);
        let values = |text: &str| {
            let mut record = Record::default();
            projection.read(&mut Reader::new(text), &mut record, &Limits::DEFAULT).unwrap();
            format!("{:?}", record.values)
        };
        let told = format!(
            r#"{{"OnPremisesExtensionAttributes":{{"ExtensionAttribute2":"b"}},"AdditionalProperties":{{"{extension}":"c"}}}}"#
        );
        assert_eq!(values(&told), r#"[String("c"), String("b")]"#);
        // The names of extensions are case-sensitive; the exact name wins wherever it stands.
        let told = told.replace("costCenter", "costcenter").replace(
            r#""ExtensionAttribute2":"b""#,
            r#""extensionAttribute2":"a","ExtensionAttribute2":"b""#,
        );
        assert_eq!(values(&told), r#"[Null, String("a")]"#);
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

    #[test]
    fn what_was_null_may_have_a_value_later() {
        let (_, projection) = projection();
        let mut scratch: Record<'static> = Record::for_many();
        for (text, is_read) in [
            (r#"{"a":null,"b":null,"c":null,"city":"x"}"#, true),
            (r#"{"a":null,"b":null,"c":null,"city":"y"}"#, true),
            (r#"{"a":null,"b":{"city":1},"c":null,"city":"y"}"#, true),
            (r#"{"a":null,"b":null,"city":"z"}"#, true),
            (r#"{"b":null,"c":null,"city":"z"}"#, true),
            (r#"{"a":null,"b":null,"c":null}"#, true),
            (r#"{"a":null,"b":null,"c":null,"d":null,"city":"z"}"#, true),
            (r#"{"city":"z","a":null,"b":null,"c":null}"#, true),
            (r#"{"a":null,"b":null,"c":null,"b":null}"#, false),
            (r#"{"a":null,"b":null,"c":nullx}"#, false),
            (r#"{"a":null,"b":null,"c":null"#, false),
            (r#"{"a":null,"b":null,"c":null,}"#, false),
        ] {
            let mut learned = std::mem::take(&mut scratch).recycled();
            let read = projection.read_new(text, &mut learned, &Limits::DEFAULT);
            assert_eq!(read.is_ok(), is_read, "{text}: {read:?}");
            let mut alone = Record::default();
            let expected = projection.read_new(text, &mut alone, &Limits::DEFAULT);
            assert_eq!((read, &learned.values), (expected, &alone.values), "{text}");
            // What failed was forgotten; it is learned again from the first.
            let mut again = learned.recycled();
            let first = r#"{"a":null,"b":null,"c":null,"city":"x"}"#;
            projection.read_new(first, &mut again, &Limits::DEFAULT).unwrap();
            scratch = again.recycled();
        }
    }

    #[test]
    fn names_that_repeat_are_refused_where_nothing_reads_too() {
        let (_, projection) = projection();
        let limits = Limits::DEFAULT;
        for (text, is_read) in [
            (r#"{"id":"u","x":{"a":1,"b":[{"a":1}]},"manager":{"id":"m","name":"n"}}"#, true),
            (r#"{"id":"u","x":{"a":1,"a":2}}"#, false),
            (r#"{"id":"u","x":[[{"a":1,"a":2}]]}"#, false),
            (r#"{"id":"u","manager":{"id":"m","a":1,"a":2}}"#, false),
            (r#"{"id":"u","businessPhones":["1",{"a":1,"a":2}]}"#, false),
            (r#"{"onPremisesExtensionAttributes":[{"a":1,"a":2}]}"#, false),
            (r#"{"onPremisesExtensionAttributes":{"x":{"a":1,"a":2}}}"#, false),
        ] {
            assert_eq!(json::parse(text, &limits).is_ok(), is_read, "{text}");
            let mut record = Record::default();
            assert_eq!(projection.read_whole(text, &mut record, &limits).is_ok(), is_read, "{text}");
            let mut record = Record::default();
            assert!(projection.read_new(text, &mut record, &limits).is_ok(), "{text}");
        }
    }
}
