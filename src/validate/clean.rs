//! The fast path: one pass over the text of a payload that has no findings, without building a tree.
//!
//! It says only "nothing to report"; whatever is unusual (another spelling, an escape in a name, several elements in a
//! list, any doubt) is left to the full walk, which then gives the findings. So it can be narrow, and it has no rules
//! of its own: tables and forms are those of the full walk.

use std::borrow::Cow;

use super::compile::{Listing, Need, Required, Rule, TypeRules, bit};
use super::{Validator, form};
use crate::scim::schema::{Attribute, Form, Kind, Mutability};
use crate::value::json::{Kind as Token, Reader};
use crate::value::names::same;

/// Whether `text` is surely a payload of `rules` without any finding.
pub(super) fn is_clean(validator: &Validator, rules: &TypeRules, text: &str) -> bool {
    let limits = &validator.limits;
    // A text has fewer values, items and members than bytes; what could cross a limit is read in full.
    let most = limits.json_bytes.min(limits.json_nodes).min(limits.array_items).min(limits.object_keys);
    if text.len() > most || limits.nesting < 4 {
        return false;
    }
    let mut pass = Pass { validator, rules, reader: Reader::new(text), met: 0, declared: 0 };
    pass.payload().is_some()
}

struct Pass<'v, 't> {
    validator: &'v Validator,
    rules: &'v TypeRules,
    reader: Reader<'t>,
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
        let (mut core, mut common, mut extensions) = (0, 0, 0);
        let rules = self.rules;
        let Ok(()) = self.reader.begin_object() else { return None };
        let mut before = None;
        while let Some(place) = rules.names.next(&mut self.reader, before)? {
            before = Some(place);
            if let Some(rule) = rules.core.get(place) {
                once(&mut core, place)?;
                self.attribute(rules.kind.core.attributes.get(place)?, rule)?;
                continue;
            }
            let place = place.saturating_sub(rules.core.len());
            if let Some(rule) = rules.common.get(place) {
                once(&mut common, place)?;
                let attribute = rules.kind.common.attributes.get(place)?;
                match &*attribute.name {
                    "schemas" => self.schemas()?,
                    "meta" => self.complex(attribute, rule, true).map(|_| ())?,
                    _ => self.attribute(attribute, rule)?,
                }
            } else {
                let place = place.saturating_sub(rules.common.len());
                once(&mut extensions, place)?;
                (self.declared & bit(place)? != 0).then_some(())?;
                self.extension(place)?;
            }
        }
        let Ok(()) = self.reader.end() else { return None };
        let all_required = (1_u64 << self.rules.required.len().min(63)).wrapping_sub(1);
        (self.declared & CORE != 0 && self.met == all_required).then_some(())
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
                once(
                    &mut seen,
                    self.rules.kind.extensions.iter().position(|schema| same(&schema.id, &urn))?,
                )?;
            }
        }
        self.declared |= seen;
        Some(())
    }

    fn extension(&mut self, index: usize) -> Option<()> {
        let rules = self.rules;
        let (schema, names) = (rules.kind.extensions.get(index)?, rules.extension_names.get(index)?);
        let rules = rules.extensions.get(index)?;
        let mut seen = 0;
        let Ok(()) = self.reader.begin_object() else { return None };
        let mut before = None;
        while let Some(place) = names.next(&mut self.reader, before)? {
            before = Some(place);
            once(&mut seen, place)?;
            self.attribute(schema.attributes.get(place)?, rules.get(place)?)?;
        }
        Some(())
    }

    /// The value of an attribute the target lists.
    fn attribute(&mut self, attribute: &'v Attribute, rule: &'v Rule) -> Option<()> {
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
                let element = self.value(attribute, rule)?;
                // Several elements can be duplicates of each other.
                if self.reader.has_item(false)? {
                    return None;
                }
                element
            }
            (_, false) => self.value(attribute, rule)?,
            _ => return None,
        };
        self.meet(rule, &element)
    }

    /// Marks the required values that an attribute's value meets.
    fn meet(&mut self, rule: &Rule, element: &Element<'_>) -> Option<()> {
        for need in &rule.needs {
            if element.meets(need, self.rules.required.get(need.place)?) {
                self.met |= bit(need.place)?;
            }
        }
        Some(())
    }

    fn value(&mut self, attribute: &'v Attribute, rule: &'v Rule) -> Option<Element<'v>> {
        if attribute.kind == Kind::Complex {
            self.complex(attribute, rule, false)
        } else {
            Some(Element { whole: self.scalar(attribute)?.is_some(), ..Element::default() })
        }
    }

    /// The sub-attributes that have a value; `meta`, which the server sets, may hold what a client cannot set or the
    /// target does not list.
    fn complex(&mut self, attribute: &'v Attribute, rule: &'v Rule, is_meta: bool) -> Option<Element<'v>> {
        let listing = if is_meta { &Listing::Whole } else { &rule.listing };
        let mut element = Element::default();
        let mut email_domain_fits = true;
        let mut seen = 0;
        let Ok(()) = self.reader.begin_object() else { return None };
        let mut before = None;
        while let Some(index) = rule.subs.next(&mut self.reader, before)? {
            before = Some(index);
            once(&mut seen, index)?;
            let sub = attribute.sub_attributes.get(index)?;
            if sub.multi_valued
                || sub.kind == Kind::Complex
                || sub.mutability == Mutability::ReadOnly && !is_meta
            {
                return None;
            }
            if let Listing::Subs(listed) = listing {
                listed.iter().any(|listed| same(listed, &sub.name)).then_some(())?;
            }
            let Some(text) = self.scalar(sub)? else { continue };
            element.filled |= bit(index)?;
            element.whole = true;
            match (listing, text) {
                (Listing::Elements { sub: by, values }, Some(text)) if same(by, &sub.name) => {
                    let listed = values.iter().position(|value| same(value, &text))?;
                    element.kind = Some(values.get(listed)?);
                }
                (_, Some(text)) if sub.form == Some(Form::Email) => {
                    email_domain_fits = self.validator.allows(form::email_domain(&text)?);
                }
                _ => {}
            }
        }
        let is_listed = !matches!(listing, Listing::Elements { .. }) || element.kind.is_some();
        (is_listed && email_domain_fits).then_some(element)
    }

    fn null(&mut self) -> Option<()> {
        let Ok(()) = self.reader.null() else { return None };
        Some(())
    }

    /// A simple value that fits: `Some(None)` for an unassigned or empty one, else its text, if it is one.
    fn scalar(&mut self, attribute: &Attribute) -> Option<Option<Option<Cow<'t, str>>>> {
        match (self.reader.kind()?, attribute.kind) {
            (Token::Null, _) => {
                self.null()?;
                Some(None)
            }
            (Token::Bool, Kind::Boolean) => {
                let Ok(_) = self.reader.bool() else { return None };
                Some(Some(None))
            }
            (Token::Number, Kind::Decimal | Kind::Integer) => {
                let Ok(number) = self.reader.number() else { return None };
                (attribute.kind == Kind::Decimal || number.is_integer()).then_some(Some(None))
            }
            (Token::String, Kind::String | Kind::Reference | Kind::Binary) => {
                let Ok(text) = self.reader.string() else { return None };
                if attribute.form.is_some_and(|form| !form::has(form, &text)) {
                    return None;
                }
                let canonical = &attribute.canonical_values;
                if !canonical.is_empty() && !canonical.iter().any(|known| same(known, &text)) {
                    return None;
                }
                Some(if text.is_empty() { None } else { Some(Some(text)) })
            }
            _ => None,
        }
    }
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
    fn meets(&self, need: &Need, required: &Required) -> bool {
        let of_kind = match &required.element {
            None => true,
            Some((_, wanted)) => self.kind.is_some_and(|kind| *kind == **wanted),
        };
        of_kind && need.sub.map_or(self.whole, |sub| self.filled & sub != 0)
    }
}
