//! Evaluating a compiled filter. Nothing is allocated unless a long text, or one beyond ASCII, has to be folded for `co`.

use std::cmp::Ordering;
use std::sync::Arc;

use super::ast::Operator;
use crate::scim::instant::Instant;
use crate::scim::meter::{Meter, size};
use crate::unicode;
use crate::value::boolean;
use crate::value::json::{Hint, Json, Number};
use crate::value::search;

/// A compiled filter.
#[derive(Debug, Clone)]
pub(super) enum Program {
    All(Box<[Program]>),
    Any(Box<[Program]>),
    Not(Box<Program>),
    Leaf(Leaf),
}

/// What is asked of one attribute.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) lookup: Lookup,
    asked: Asked,
}

#[derive(Debug, Clone)]
enum Asked {
    /// A value satisfies the check.
    Value(Check),
    /// One element satisfies the whole program inside.
    Element(Box<Program>),
}

/// Where an attribute stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Among the members of the resource, or of the element inside brackets.
    Top,
    /// In the member named by this URI.
    Extension(Arc<str>),
    /// The element inside brackets itself.
    Element,
    /// Among the members of the element inside brackets, or the element itself where it is a string.
    Value,
    /// In a schema the resource type does not have.
    Nowhere,
}

/// How to find an attribute's values.
#[derive(Debug, Clone)]
pub(super) struct Lookup {
    place: Place,
    name: Arc<str>,
    pub(super) sub: Option<Arc<str>>,
    /// Take the `value` of objects: the attribute may be complex or not.
    pub(super) default_value: bool,
    at: Hint,
    sub_at: Hint,
}

impl Lookup {
    pub(super) const fn new(place: Place, name: Arc<str>, sub: Option<Arc<str>>) -> Self {
        Self { place, name, sub, default_value: false, at: Hint::new(), sub_at: Hint::new() }
    }

    /// Whether both find the same value in every resource.
    pub(super) fn finds_as(&self, other: &Self) -> bool {
        self.place == other.place && self.name == other.name
    }
}

/// A string operand, folded unless case counts.
#[derive(Debug, Clone)]
pub(super) struct Text {
    text: Box<str>,
    exact: bool,
}

impl Text {
    pub(super) fn new(text: &str, exact: bool) -> Self {
        let text = if exact { text.to_owned() } else { unicode::folded(text) };
        Self { text: text.into(), exact }
    }
}

/// What is asked of the values.
#[derive(Debug, Clone)]
pub(super) enum Check {
    Present,
    /// `eq null`
    Unassigned,
    /// `ne null`
    Assigned,
    Text(Operator, Text),
    Number(Operator, Number<'static>),
    Bool {
        equal: bool,
        wanted: bool,
        /// Whether `"True"` and the like count.
        text_too: bool,
    },
    DateTime(Operator, Instant<Box<str>>),
    /// A string compared with an attribute of unknown type, or one whose value may be a Boolean instead.
    Untyped {
        operator: Operator,
        text: Text,
        instant: Option<Instant<Box<str>>>,
        truth: Option<bool>,
    },
    /// The operand has another type than the attribute.
    Mismatch(Operator),
}

impl Check {
    pub(super) fn bool(operator: Operator, wanted: bool, text_too: bool) -> Self {
        Self::Bool { equal: operator == Operator::Equal, wanted, text_too }
    }
}

/// A null, or nothing: no value (RFC 7643 §2.5).
#[inline(always)]
fn elements<'v, 't>(value: &'v Json<'t>) -> &'v [Json<'t>] {
    if value.is_null() { &[] } else { value.items() }
}

impl Program {
    pub(super) const fn test(lookup: Lookup, check: Check) -> Self {
        Self::Leaf(Leaf { lookup, asked: Asked::Value(check) })
    }

    pub(super) fn element(lookup: Lookup, inside: Self) -> Self {
        Self::Leaf(Leaf { lookup, asked: Asked::Element(Box::new(inside)) })
    }

    /// Whether the filter holds for a resource, or for an element inside brackets; nothing is said where the meter is
    /// empty in the end.
    // INVARIANT: programs are no deeper than the tree, which `limits.nesting` bounds.
    pub(super) fn holds(&self, subject: &Json<'_>, meter: &mut Meter) -> bool {
        match self {
            Self::All(terms) => terms.iter().all(|term| term.holds(subject, meter)),
            Self::Any(terms) => terms.iter().any(|term| term.holds(subject, meter)),
            Self::Not(inner) => !inner.holds(subject, meter),
            Self::Leaf(leaf) => {
                meter.spend(leaf.reach(subject)) && leaf.holds_for(leaf.lookup.value(subject), meter)
            }
        }
    }
}

impl Leaf {
    /// The steps it takes to come to the value.
    #[inline(always)]
    pub(super) fn reach(&self, subject: &Json<'_>) -> u64 {
        match self.asked {
            Asked::Value(_) => size(subject).saturating_add(1),
            Asked::Element(_) => 0,
        }
    }

    /// Whether it holds where the attribute has this value.
    // INVARIANT: as of `Program::holds`.
    pub(super) fn holds_for(&self, value: Option<&Json<'_>>, meter: &mut Meter) -> bool {
        match &self.asked {
            Asked::Value(check) => self.lookup.test(value, check, meter),
            Asked::Element(inside) => value.is_some_and(|value| {
                elements(value).iter().any(|element| {
                    // Brackets behind a sub-attribute are about its values.
                    let asked = match (&self.lookup.sub, element) {
                        (None, element) => std::slice::from_ref(element),
                        (Some(sub), Json::Object(object)) if meter.spend(size(element)) => {
                            object.find_near(sub, &self.lookup.sub_at).map_or(&[][..], elements)
                        }
                        (Some(_), _) => &[],
                    };
                    asked.iter().any(|value| !matches!(value, Json::Null) && inside.holds(value, meter))
                })
            }),
        }
    }
}

impl Lookup {
    /// The attribute's value, all elements together.
    pub(super) fn value<'v, 't>(&self, subject: &'v Json<'t>) -> Option<&'v Json<'t>> {
        match &self.place {
            Place::Value if subject.as_str().is_some() => Some(subject),
            Place::Top | Place::Value => subject.as_object()?.find_near(&self.name, &self.at),
            Place::Extension(urn) => {
                subject.as_object()?.find(urn)?.as_object()?.find_near(&self.name, &self.at)
            }
            Place::Element => Some(subject),
            Place::Nowhere => None,
        }
    }

    fn test(&self, value: Option<&Json<'_>>, check: &Check, meter: &mut Meter) -> bool {
        let mut assigned = false;
        if let Some(value) = value {
            for (index, element) in elements(value).iter().enumerate() {
                let breadth = if element.as_str().is_some() { 0 } else { size(element) };
                if !meter.spend(breadth.saturating_add(u64::from(index > 0))) {
                    return false;
                }
                let own = match (self.sub.as_deref(), element) {
                    (Some(sub), Json::Object(object)) => object.find_near(sub, &self.sub_at),
                    (Some(_), _) => None,
                    (None, Json::Object(object)) if self.default_value => {
                        object.find_near("value", &self.sub_at)
                    }
                    (None, element) => Some(element),
                };
                for value in own.map_or(&[][..], elements) {
                    if !meter.spend(size(value)) {
                        return false;
                    }
                    match check.value(value, meter) {
                        Some(true) => return true,
                        Some(false) => assigned = true,
                        None => {}
                    }
                }
            }
        }
        !assigned && check.holds_for_none()
    }
}

impl Check {
    /// Whether the check is satisfied by there being no value.
    const fn holds_for_none(&self) -> bool {
        match self {
            Self::Unassigned | Self::Bool { equal: false, .. } => true,
            Self::Present | Self::Assigned | Self::Bool { equal: true, .. } => false,
            Self::Text(operator, _)
            | Self::Number(operator, _)
            | Self::DateTime(operator, _)
            | Self::Untyped { operator, .. }
            | Self::Mismatch(operator) => matches!(operator, Operator::NotEqual),
        }
    }

    /// Whether one value satisfies the check; `None` for no value.
    fn value(&self, value: &Json<'_>, meter: &mut Meter) -> Option<bool> {
        if matches!(value, Json::Null) {
            return None;
        }
        Some(match self {
            Self::Present => is_something(value, meter),
            Self::Unassigned => false,
            Self::Assigned => true,
            Self::Text(operator, text) => match value {
                Json::String(value) => text.compare(*operator, value, meter),
                _ => *operator == Operator::NotEqual,
            },
            Self::Number(operator, number) => match value {
                Json::Number(value) => ordered(*operator, value.compare(number)),
                _ => *operator == Operator::NotEqual,
            },
            Self::Bool { equal, wanted, text_too } => {
                let truth = match value {
                    Json::Bool(value) => Some(*value),
                    Json::String(text) if *text_too => boolean::said(text),
                    _ => None,
                };
                (truth == Some(*wanted)) == *equal
            }
            Self::DateTime(operator, instant) => match value.as_str().and_then(Instant::parse) {
                Some(value) => ordered(*operator, value.compare(instant)),
                None => *operator == Operator::NotEqual,
            },
            Self::Untyped { operator, text, instant, truth } => match (value, instant, truth) {
                (Json::Bool(value), _, Some(truth)) if !operator.is_ordering() && !operator.is_textual() => {
                    (value == truth) == (*operator == Operator::Equal)
                }
                (Json::String(value), Some(instant), _) => match Instant::parse(value) {
                    Some(value) => ordered(*operator, value.compare(instant)),
                    None => text.compare(*operator, value, meter),
                },
                (Json::String(value), None, _) => text.compare(*operator, value, meter),
                _ => *operator == Operator::NotEqual,
            },
            Self::Mismatch(operator) => *operator == Operator::NotEqual,
        })
    }
}

/// Whether a value is more than emptiness: not `null`, `""`, nor a container of only such.
// INVARIANT: documents are no deeper than `limits.nesting`.
fn is_something(value: &Json<'_>, meter: &mut Meter) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(_) | Json::Number(_) => true,
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => items.iter().any(|item| meter.spend(1) && is_something(item, meter)),
        Json::Object(object) => object.iter().any(|(_, value)| meter.spend(1) && is_something(value, meter)),
    }
}

const fn ordered(operator: Operator, ordering: Ordering) -> bool {
    match operator {
        Operator::Equal => ordering.is_eq(),
        Operator::NotEqual => ordering.is_ne(),
        Operator::Greater => ordering.is_gt(),
        Operator::GreaterOrEqual => ordering.is_ge(),
        Operator::Less => ordering.is_lt(),
        Operator::LessOrEqual => ordering.is_le(),
        Operator::Contains | Operator::StartsWith | Operator::EndsWith => false,
    }
}

/// Unicode lower case, character by character: no locale, no context, no normalisation.
fn lower(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(unicode::lower)
}

/// Whether one text begins with another.
fn begins(mut text: impl Iterator<Item = char>, mut start: impl Iterator<Item = char>) -> bool {
    start.all(|wanted| text.next() == Some(wanted))
}

/// Up to this length a text is searched as it stands; a longer one is folded first, for a search in linear time.
const SHORT: usize = 64;

impl Text {
    /// `value operator self`; ordering is that of code points.
    fn compare(&self, operator: Operator, value: &str, meter: &mut Meter) -> bool {
        let wanted = &*self.text;
        if self.exact {
            return match operator {
                Operator::Contains => search::contains(value, wanted),
                Operator::StartsWith => value.starts_with(wanted),
                Operator::EndsWith => value.ends_with(wanted),
                Operator::Equal => *value == *wanted,
                Operator::NotEqual => *value != *wanted,
                // UTF-8 orders as code points do.
                _ => ordered(operator, value.cmp(wanted)),
            };
        }
        if value.is_ascii() && (operator != Operator::Contains || value.len() <= SHORT) {
            return self.compare_ascii(operator, value.as_bytes());
        }
        match operator {
            Operator::Contains => {
                // To fold letters beyond ASCII takes as long as to read them a few times more.
                let paid = value.is_ascii() || meter.spend((value.len() / 16) as u64);
                paid && search::contains(&unicode::folded(value), wanted)
            }
            Operator::StartsWith => begins(lower(value), wanted.chars()),
            Operator::EndsWith => begins(value.chars().rev().map(unicode::lower), wanted.chars().rev()),
            _ => ordered(operator, lower(value).cmp(wanted.chars())),
        }
    }

    /// As [`Text::compare`], for a value in ASCII: the folded operand can only equal it byte by byte.
    fn compare_ascii(&self, operator: Operator, value: &[u8]) -> bool {
        let wanted = self.text.as_bytes();
        match operator {
            Operator::Equal => value.eq_ignore_ascii_case(wanted),
            Operator::NotEqual => !value.eq_ignore_ascii_case(wanted),
            Operator::StartsWith => {
                value.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
            }
            Operator::EndsWith => value
                .len()
                .checked_sub(wanted.len())
                .and_then(|at| value.get(at..))
                .is_some_and(|end| end.eq_ignore_ascii_case(wanted)),
            Operator::Contains => match wanted.split_first() {
                None => true,
                Some((first, _)) => {
                    let last = value.len().checked_sub(wanted.len());
                    let starts = last.map_or(&[][..], |last| value.get(..=last).unwrap_or_default());
                    starts.iter().enumerate().any(|(at, byte)| {
                        byte.to_ascii_lowercase() == *first
                            && value
                                .get(at..at.saturating_add(wanted.len()))
                                .is_some_and(|part| part.eq_ignore_ascii_case(wanted))
                    })
                }
            },
            // UTF-8 orders as code points do.
            _ => ordered(operator, value.iter().map(u8::to_ascii_lowercase).cmp(wanted.iter().copied())),
        }
    }
}
