//! The tree of a filter made in JavaScript, of places in a text that both sides have.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::diagnostic::Span;
use crate::scim::AttributeRef;
use crate::scim::filter::{Group, Operand, Operator, Visitor, Word, tell_canonical};

#[wasm_bindgen]
extern "C" {
    /// Makes the tree; a chain has an `open`. A name is told by where its schema URI starts, it starts itself, it ends, and its sub-attribute
    /// ends; a value by where it starts and ends; an operator stands between both.
    #[derive(Debug)]
    pub type FilterNodes;

    #[wasm_bindgen(method)]
    fn open(this: &FilterNodes);
    #[wasm_bindgen(method)]
    fn all(this: &FilterNodes);
    #[wasm_bindgen(method)]
    fn any(this: &FilterNodes);
    #[wasm_bindgen(method)]
    fn not(this: &FilterNodes);
    #[wasm_bindgen(method)]
    fn elements(this: &FilterNodes, start: usize, name: usize, name_end: usize, end: usize);
    #[wasm_bindgen(method)]
    fn present(this: &FilterNodes, start: usize, name: usize, name_end: usize, end: usize);
    #[wasm_bindgen(method)]
    fn compare(
        this: &FilterNodes,
        start: usize,
        name: usize,
        name_end: usize,
        end: usize,
        value: usize,
        value_end: usize,
    );
}

/// Whether [`surface::parse_filter`](crate::surface::parse_filter) without options reads a filter, notes nothing, and
/// gives the text itself as canonical. Then `nodes` has been told what it says. See [`tell_canonical`].
#[wasm_bindgen(js_name = tellFilter)]
pub fn tell_filter(text: &str, nodes: &FilterNodes) -> bool {
    // Places count bytes here and UTF-16 units there.
    text.is_ascii() && tell_canonical(text, &mut &*nodes)
}

impl Visitor for &FilterNodes {
    fn open(&mut self, group: Group<'_>) {
        if matches!(group, Group::Chain { .. }) {
            FilterNodes::open(self);
        }
    }

    fn between(&mut self, _: Word) {}

    fn close(&mut self, group: Group<'_>) {
        match group {
            Group::Chain { word: Word::And, .. } => self.all(),
            Group::Chain { word: Word::Or, .. } => self.any(),
            Group::Not => self.not(),
            Group::Elements(attribute) => {
                let (name, name_end) = cuts(attribute);
                self.elements(attribute.span.start, name, name_end, attribute.span.end);
            }
        }
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        let (name, name_end) = cuts(attribute);
        FilterNodes::present(self, attribute.span.start, name, name_end, attribute.span.end);
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, _: Operator, _: &Operand<'_>, at: Span) {
        let (name, name_end) = cuts(attribute);
        let Span { start, end } = attribute.span;
        FilterNodes::compare(self, start, name, name_end, end, at.start, at.end);
    }
}

/// Where the name starts behind its URI, and where it ends before its sub-attribute.
fn cuts(attribute: AttributeRef<'_>) -> (usize, usize) {
    let Span { start, .. } = attribute.span;
    let name = attribute.urn.as_ref().map_or(start, |urn| start.saturating_add(urn.len()).saturating_add(1));
    (name, name.saturating_add(attribute.name.len()))
}
