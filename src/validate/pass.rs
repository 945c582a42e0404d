//! One pass over the text of a payload. What has no fault is passed over without a tree; a value that raises any doubt is
//! read as a tree and walked, alone: a single value of an attribute or sub-attribute, or all of an attribute.
//!
//! It has no rules of its own: tables and forms are those of the walk, and only the walk gives findings. Where more than
//! one attribute is in doubt (a name that stands twice, `schemas`, an extension that is not declared, what is not JSON)
//! it gives up, and the walk takes the whole payload. So it can be narrow.

use super::compile::{Extension, Listing, Need, Rule, TypeRules, bit};
use super::place::At;
use super::sequence::Next;
use super::walk::{Names, Walk, has_value, is_empty};
use super::{Validator, form};
use crate::diagnostic::Findings;
use crate::limits::Limits;
use crate::profile::TargetAttribute;
use crate::scim::schema::{Attribute, Form, Kind, Mutability};
use crate::value::domains;
use crate::value::json::{Json, Kind as Token, Reader, parse_prefix};
use crate::value::names::same;
use crate::value::search;

/// What is open around the value of an attribute: the payload, an extension.
const AROUND: usize = 2;
/// What the pass opens by itself: those, a list and its element.
const DEEPEST: usize = 4;

/// The findings of a payload of `rules`; `None` where it takes a walk through all of it.
pub(super) fn findings(validator: &Validator, rules: &TypeRules, text: &str) -> Option<Findings> {
    let limits = &validator.limits;
    // A text has fewer values, items and members than bytes; what could cross a limit is read in full.
    let most = limits.json_bytes.min(limits.json_nodes).min(limits.array_items).min(limits.object_keys);
    if text.len() > most || limits.nesting < DEEPEST || rules.required.len() > 63 {
        return None;
    }
    let limits = Limits { nesting: limits.nesting.saturating_sub(AROUND), ..*limits };
    let walk = Walk::new(validator, rules);
    let mut pass = Pass { walk, rules, reader: Reader::new(text), limits, met: 0, declared: 0 };
    pass.payload()?;
    Some(pass.walk.found())
}

struct Pass<'v, 't> {
    walk: Walk<'v>,
    rules: &'v TypeRules,
    reader: Reader<'t>,
    /// Those of a value that is read as a tree.
    limits: Limits,
    /// Bit per entry of `rules.required` whose value was met.
    met: u64,
    /// Bit per extension named in `schemas`, and [`CORE`].
    declared: u64,
}

/// The bit of the core schema in `Pass::declared`.
const CORE: u64 = 1 << 63;

/// Marks a position as met; `None` where it was before.
fn once(seen: &mut u64, index: usize) -> Option<()> {
    let bit = bit(index)?;
    let first = *seen & bit == 0;
    *seen |= bit;
    first.then_some(())
}

impl<'v, 't> Pass<'v, 't> {
    fn payload(&mut self) -> Option<()> {
        let rules = self.rules;
        let (mut seen, mut unknown) = (0, Names::among(0));
        let Ok(()) = self.reader.begin_object() else { return None };
        let mut before = None;
        loop {
            let place = match rules.names.next(&mut self.reader, before)? {
                Next::Known(place) => place,
                Next::Other(name) => {
                    self.unknown(name, &mut unknown)?;
                    continue;
                }
                Next::End => break,
            };
            before = Some(place);
            once(&mut seen, place)?;
            if let Some(rule) = rules.top.get(place) {
                match &*rule.attribute.name {
                    "schemas" => self.schemas()?,
                    "meta" => self.meta(rule)?,
                    _ => self.attribute(rule, &At::Root)?,
                }
            } else {
                let place = place.saturating_sub(rules.top.len());
                (self.declared & bit(place)? != 0).then_some(())?;
                self.extension(rules.extensions.get(place)?)?;
            }
        }
        let Ok(()) = self.reader.end() else { return None };
        (self.declared & CORE != 0).then_some(())?;
        self.required()
    }

    fn schemas(&mut self) -> Option<()> {
        let mut seen = 0_u64;
        let Ok(()) = self.reader.begin_array() else { return None };
        let mut first = true;
        while self.reader.has_item(first)? {
            first = false;
            let Ok(urn) = self.reader.string() else { return None };
            if same(&self.rules.kind.core.id, &urn) {
                (self.declared & CORE == 0).then_some(())?;
                self.declared |= CORE;
            } else {
                let mut extensions = self.rules.extensions.iter();
                once(&mut seen, extensions.position(|extension| same(&extension.urn, &urn))?)?;
            }
        }
        self.declared |= seen;
        Some(())
    }

    fn extension(&mut self, extension: &'v Extension) -> Option<()> {
        let mut seen = 0;
        let Ok(()) = self.reader.begin_object() else { return None };
        let mut before = None;
        loop {
            let place = match extension.names.next(&mut self.reader, before)? {
                Next::Known(place) => place,
                Next::Other(_) => return None,
                Next::End => return Some(()),
            };
            before = Some(place);
            once(&mut seen, place)?;
            self.attribute(extension.rules.get(place)?, &At::Extension(&extension.urn))?;
        }
    }

    /// The value of an attribute: passed over, or read as a tree and walked where that raises a doubt.
    fn attribute(&mut self, rule: &'v Rule, around: &At<'_>) -> Option<()> {
        let (start, count) = (self.reader.offset(), self.walk.count());
        let place = At::Name(around, &rule.attribute.name);
        if self.clean(rule, &place).is_some() {
            return Some(());
        }
        // What was found inside would be found again.
        (self.walk.count() == count).then_some(())?;
        self.reader.seek(start);
        self.walked(rule, &place)
    }

    #[cold]
    fn walked(&mut self, rule: &Rule, place: &At<'_>) -> Option<()> {
        let value = self.tree()?;
        self.walk.attribute(rule, &value, place);
        for need in &rule.needs {
            if has_value(&value, self.needed(need)?, !self.walk.strict()) {
                self.met |= bit(need.place)?;
            }
        }
        Some(())
    }

    /// A member of the payload that has none of the known names in any spelling.
    #[cold]
    fn unknown(&mut self, name: &'t str, unknown: &mut Names<'t>) -> Option<()> {
        // A schema and a name that stands twice are more than one attribute's matter.
        if search::has(name, ':') || unknown.repeats(name).is_some() {
            return None;
        }
        let value = self.tree()?;
        let known = self.rules.kind.core.attributes.iter();
        self.walk.unknown(name, &value, &At::Name(&At::Root, name), known);
        Some(())
    }

    /// The next value.
    fn tree(&mut self) -> Option<Json<'t>> {
        let Ok(value) = parse_prefix(&mut self.reader, &self.limits) else { return None };
        Some(value)
    }

    /// What the server sets: a walk does not look at it.
    fn meta(&mut self, rule: &'v Rule) -> Option<()> {
        let start = self.reader.offset();
        if self.complex(rule, true, &At::Root).is_none() {
            self.reader.seek(start);
            self.tree()?;
        }
        Some(())
    }

    /// Reports every required value that was not met.
    fn required(&mut self) -> Option<()> {
        for (place, required) in self.rules.required.iter().enumerate() {
            if self.met & bit(place)? == 0 {
                required.is_told.then_some(())?;
                self.walk.lacks(&required.row);
            }
        }
        Some(())
    }

    /// A value without fault, but for those of sub-attributes, of an attribute the target lists.
    fn clean(&mut self, rule: &'v Rule, place: &At<'_>) -> Option<()> {
        let attribute = &rule.attribute;
        if attribute.mutability == Mutability::ReadOnly || rule.listing == Listing::Absent {
            return None;
        }
        let element = match (self.reader.kind()?, attribute.multi_valued) {
            (Token::Null, _) => return self.null(),
            (Token::Array, true) => {
                let Ok(()) = self.reader.begin_array() else { return None };
                if !self.reader.has_item(true)? {
                    return Some(());
                }
                let element = self.value(rule, &At::Element(place, 0))?;
                // Several elements can be duplicates of each other.
                if self.reader.has_item(false)? {
                    return None;
                }
                element
            }
            (_, false) => self.value(rule, place)?,
            _ => return None,
        };
        self.meet(rule, &element)
    }

    /// Marks the required values that an attribute's value meets, which are all that are asked of it.
    fn meet(&mut self, rule: &Rule, element: &Element<'_>) -> Option<()> {
        for need in &rule.needs {
            element.meets(need, self.needed(need)?).then_some(())?;
            self.met |= bit(need.place)?;
        }
        Some(())
    }

    /// The row of the target's table that asks for a value.
    fn needed(&self, need: &Need) -> Option<&'v TargetAttribute> {
        self.rules.required.get(need.place).map(|required| &required.row)
    }

    fn value(&mut self, rule: &'v Rule, place: &At<'_>) -> Option<Element<'v>> {
        if rule.attribute.kind == Kind::Complex {
            self.complex(rule, false, place)
        } else {
            let whole = !matches!(self.single(&rule.attribute)?, Single::Unassigned);
            Some(Element { whole, ..Element::default() })
        }
    }

    /// The sub-attributes that have a value; `meta`, which the server sets, may hold what a client cannot set or the
    /// target does not list.
    fn complex(&mut self, rule: &'v Rule, is_meta: bool, place: &At<'_>) -> Option<Element<'v>> {
        let listing = if is_meta { &Listing::Whole } else { &rule.listing };
        let mut element = Element::default();
        let mut email_domain_fits = true;
        let mut seen = 0;
        // An error that nobody reads would be made otherwise.
        let Token::Object = self.reader.kind()? else { return None };
        let Ok(()) = self.reader.begin_object() else { return None };
        let mut before = None;
        loop {
            let index = match rule.subs.next(&mut self.reader, before)? {
                Next::Known(index) => index,
                Next::Other(_) => return None,
                Next::End => break,
            };
            before = Some(index);
            once(&mut seen, index)?;
            let sub = rule.attribute.sub_attributes.get(index)?;
            let value = self.sub_value(rule, sub, is_meta, place)?;
            if let Single::Unassigned = value {
                continue;
            }
            element.filled |= bit(index)?;
            element.whole = true;
            let Single::Text(text) = value else { continue };
            match listing {
                Listing::Elements { sub: by, values } if same(by, &sub.name) => {
                    let listed = values.iter().position(|value| same(value, text))?;
                    element.kind = Some(values.get(listed)?);
                }
                _ if sub.form == Some(Form::Email) => {
                    email_domain_fits =
                        domains::allows(&self.walk.validator.allowed_domains, form::email_domain(text)?);
                }
                _ => {}
            }
        }
        let is_listed = !matches!(listing, Listing::Elements { .. }) || element.kind.is_some();
        (is_listed && email_domain_fits).then_some(element)
    }

    /// The value of a sub-attribute, which has one.
    #[inline(always)]
    fn sub_value(
        &mut self,
        rule: &Rule,
        sub: &Attribute,
        is_meta: bool,
        place: &At<'_>,
    ) -> Option<Single<'t>> {
        if sub.multi_valued || sub.kind == Kind::Complex {
            return None;
        }
        if is_meta {
            return self.single(sub);
        }
        if sub.mutability == Mutability::ReadOnly {
            return None;
        }
        if let Listing::Subs(listed) = &rule.listing {
            listed.iter().any(|listed| same(listed, &sub.name)).then_some(())?;
        }
        let start = self.reader.offset();
        self.single(sub).or_else(|| {
            self.reader.seek(start);
            self.doubtful(rule, sub, place)
        })
    }

    /// A single value of a sub-attribute that is read as a tree and walked.
    #[cold]
    fn doubtful(&mut self, rule: &Rule, sub: &Attribute, place: &At<'_>) -> Option<Single<'t>> {
        // Its domain is to be looked at, together with the rest of the element.
        if sub.form == Some(Form::Email) {
            return None;
        }
        let value = self.tree()?;
        if matches!(value, Json::Array(_) | Json::Object(_)) {
            return None;
        }
        self.walk.sub_attribute(rule, sub, &value, &At::Name(place, &sub.name));
        Some(if is_empty(&value) { Single::Unassigned } else { Single::Other })
    }

    fn null(&mut self) -> Option<()> {
        let Ok(()) = self.reader.null() else { return None };
        Some(())
    }

    /// A single value that fits. A text that holds escapes is left to the walk.
    fn single(&mut self, attribute: &Attribute) -> Option<Single<'t>> {
        match (self.reader.kind()?, attribute.kind) {
            (Token::Null, _) => {
                self.null()?;
                Some(Single::Unassigned)
            }
            (Token::Bool, Kind::Boolean) => {
                let Ok(_) = self.reader.bool() else { return None };
                Some(Single::Other)
            }
            (Token::Number, Kind::Decimal | Kind::Integer) => {
                let Ok(number) = self.reader.number() else { return None };
                (attribute.kind == Kind::Decimal || number.is_integer()).then_some(Single::Other)
            }
            (Token::String, Kind::String | Kind::Reference | Kind::Binary) => {
                let text = self.reader.plain_string()?;
                if attribute.form.is_some_and(|form| !form::has(form, text)) {
                    return None;
                }
                let canonical = &attribute.canonical_values;
                if !canonical.is_empty() && !canonical.iter().any(|known| same(known, text)) {
                    return None;
                }
                Some(if text.is_empty() { Single::Unassigned } else { Single::Text(text) })
            }
            _ => None,
        }
    }
}

/// A value that is neither list nor object.
#[derive(Clone, Copy)]
enum Single<'t> {
    /// `null` or an empty text.
    Unassigned,
    Text(&'t str),
    Other,
}

/// What an element or single value holds.
#[derive(Default)]
struct Element<'v> {
    /// Whether there is any value.
    whole: bool,
    /// Bit per sub-attribute with a value.
    filled: u64,
    /// The listed value by which the target tells elements apart.
    kind: Option<&'v str>,
}

impl Element<'_> {
    fn meets(&self, need: &Need, row: &TargetAttribute) -> bool {
        let of_kind = match row.element() {
            None => true,
            Some((_, wanted)) => self.kind.is_some_and(|kind| kind.eq_ignore_ascii_case(wanted)),
        };
        of_kind && need.sub.map_or(self.whole, |sub| self.filled & sub != 0)
    }
}
