//! Filters told as numbers, from which `npm/filter.js` makes their trees: places in a text that both sides have.

use std::ptr;

use scimwright::diagnostic::Span;
use scimwright::limits::Limits;
use scimwright::scim::AttributeRef;
use scimwright::scim::filter::{Group, Operand, Operator, Visitor, Word, tell_canonical};
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
    told: Told,
}

#[wasm_bindgen]
impl FilterReader {
    /// A reader of filters of as many bytes as the default limits allow.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { text: vec![0; Limits::DEFAULT.filter_bytes].into(), told: Told(Vec::new()) }
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

    /// Reads the first bytes of the text, which are ASCII: places count bytes here and UTF-16 units there. Gives where
    /// the numbers are, the first of which is how many follow; null where the text is no filter or not its own canonical
    /// text: then `parseFilter` says more of it.
    pub fn read(&mut self, length: usize) -> *const usize {
        let Self { text, told } = self;
        told.0.clear();
        told.0.push(0);
        let text = text.get(..length).and_then(|text| str::from_utf8(text).ok());
        if !text.is_some_and(|text| tell_canonical(text, told)) {
            return ptr::null();
        }
        let count = told.0.len().saturating_sub(1);
        if let Some(first) = told.0.first_mut() {
            *first = count;
        }
        told.0.as_ptr()
    }
}

#[derive(Debug)]
struct Told(Vec<usize>);

impl Told {
    fn event(&mut self, event: FilterEvent) {
        self.0.push(event as usize);
    }

    fn name(&mut self, AttributeRef { urn, name, span, .. }: AttributeRef<'_>) {
        let start = urn.map_or(span.start, |urn| span.start.saturating_add(urn.len()).saturating_add(1));
        self.0.extend([span.start, start, start.saturating_add(name.len()), span.end]);
    }
}

impl Visitor for Told {
    fn open(&mut self, group: Group<'_>) {
        if matches!(group, Group::Chain { .. }) {
            self.event(FilterEvent::Open);
        }
    }

    fn between(&mut self, _: Word) {}

    fn close(&mut self, group: Group<'_>) {
        match group {
            Group::Chain { word: Word::And, .. } => self.event(FilterEvent::All),
            Group::Chain { word: Word::Or, .. } => self.event(FilterEvent::Any),
            Group::Not => self.event(FilterEvent::Not),
            Group::Elements(attribute) => {
                self.event(FilterEvent::Elements);
                self.name(attribute);
            }
        }
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        self.event(FilterEvent::Present);
        self.name(attribute);
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, operator: Operator, _: &Operand<'_>, at: Span) {
        self.event(FilterEvent::Compare);
        self.name(attribute);
        self.0.extend([at.start, at.end, operator as usize]);
    }
}
