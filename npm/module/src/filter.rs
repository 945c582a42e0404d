//! Filters told as numbers, from which `npm/filter.js` makes their trees: places in a text that both sides have.

use std::borrow::Cow;
use std::ptr;

use scimwright::diagnostic::Span;
use scimwright::limits::Limits;
use scimwright::scim::AttributeRef;
use scimwright::scim::filter::{Group, Operand, Operator, Visitor, Word, tell};
use wasm_bindgen::prelude::wasm_bindgen;

/// What a number stands for. A name is four more: where its schema URI starts, the name starts, the name ends, its
/// sub-attribute ends. A value is two more: where it starts and ends.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy)]
pub enum FilterEvent {
    /// A chain begins.
    Open,
    /// A chain ends, all of whose terms hold.
    All,
    /// A chain ends, one of whose terms holds.
    Any,
    /// The term before does not hold.
    Not,
    /// The term before is that of the elements of an attribute: a name.
    Elements,
    /// An attribute is present: a name.
    Present,
    /// An attribute is compared: a name, a value, the number of the operator.
    Compare,
}

/// Reads filters, one after the other: text and numbers cross at places that stay the same.
#[wasm_bindgen]
#[derive(Debug)]
pub struct FilterReader {
    text: Box<[u8]>,
    numbers: Vec<usize>,
    canonical: String,
}

#[wasm_bindgen]
impl FilterReader {
    /// A reader of filters of as many bytes as the default limits allow.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let text = vec![0; Limits::DEFAULT.filter_bytes].into();
        Self { text, numbers: Vec::new(), canonical: String::new() }
    }

    /// The operators in the order of their numbers, with a blank between them.
    pub fn operators() -> String {
        Operator::ALL.map(Operator::as_str).join(" ")
    }

    /// Where a text goes, in the memory of the module.
    pub fn text(&self) -> *const u8 {
        self.text.as_ptr()
    }

    /// How many bytes have room there.
    pub fn room(&self) -> usize {
        self.text.len()
    }

    /// Reads the first bytes of the text. Gives where the numbers are: how many follow, whether the canonical text is
    /// another, events. Null where `parseFilter` says more: the text is refused, or deviates from the RFC.
    pub fn read(&mut self, length: usize) -> *const usize {
        let text = self.text.get(..length).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default();
        self.numbers.clear();
        self.numbers.extend([0, 0]);
        let told = tell(text, &mut Telling::new(text, &mut self.numbers));
        let Some(canonical) = told else { return ptr::null() };
        let is_other = matches!(canonical, Cow::Owned(_)) || canonical.len() != text.len();
        if is_other {
            self.canonical = canonical.into_owned();
        }
        let count = self.numbers.len().saturating_sub(1);
        if let [all, other, ..] = &mut *self.numbers {
            (*all, *other) = (count, is_other.into());
        }
        self.numbers.as_ptr()
    }

    /// The canonical text of the filter that was read last and has another.
    pub fn canonical(&self) -> String {
        self.canonical.clone()
    }
}

/// Writes down what it is told.
struct Telling<'t> {
    text: &'t str,
    is_ascii: bool,
    /// A place in bytes, and the same in UTF-16 units.
    known: (usize, usize),
    /// The name before the brackets that are open; none stand in others.
    elements: [usize; 4],
    numbers: &'t mut Vec<usize>,
}

impl<'t> Telling<'t> {
    fn new(text: &'t str, numbers: &'t mut Vec<usize>) -> Self {
        Self { text, is_ascii: text.is_ascii(), known: (0, 0), elements: [0; 4], numbers }
    }

    fn event<const N: usize>(&mut self, event: FilterEvent, told: [usize; N]) {
        self.numbers.reserve(N.saturating_add(1));
        self.numbers.push(event as usize);
        self.numbers.extend(told);
    }

    /// Places as they count there, in UTF-16 units.
    fn places<const N: usize>(&mut self, places: [usize; N]) -> [usize; N] {
        if self.is_ascii { places } else { places.map(|at| self.units(at)) }
    }

    /// Places come in the order of the text.
    #[cold]
    fn units(&mut self, at: usize) -> usize {
        let (start, before) = self.known;
        let between = self.text.get(start..at).unwrap_or_default();
        let units = between.chars().map(char::len_utf16).fold(before, usize::saturating_add);
        self.known = (at, units);
        units
    }

    fn name(&mut self, AttributeRef { urn, name, span, .. }: AttributeRef<'_>) -> [usize; 4] {
        let start = urn.map_or(span.start, |urn| span.start.saturating_add(urn.len()).saturating_add(1));
        self.places([span.start, start, start.saturating_add(name.len()), span.end])
    }
}

impl Visitor for Telling<'_> {
    fn open(&mut self, group: Group<'_>) {
        match group {
            Group::Chain { .. } => self.event(FilterEvent::Open, []),
            Group::Not => {}
            Group::Elements(attribute) => self.elements = self.name(attribute),
        }
    }

    fn between(&mut self, _: Word) {}

    fn close(&mut self, group: Group<'_>) {
        match group {
            Group::Chain { word: Word::And, .. } => self.event(FilterEvent::All, []),
            Group::Chain { word: Word::Or, .. } => self.event(FilterEvent::Any, []),
            Group::Not => self.event(FilterEvent::Not, []),
            Group::Elements(_) => self.event(FilterEvent::Elements, self.elements),
        }
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        let name = self.name(attribute);
        self.event(FilterEvent::Present, name);
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, operator: Operator, _: &Operand<'_>, at: Span) {
        let [urn, start, end, sub] = self.name(attribute);
        let [from, to] = self.places([at.start, at.end]);
        self.event(FilterEvent::Compare, [urn, start, end, sub, from, to, operator as usize]);
    }
}
