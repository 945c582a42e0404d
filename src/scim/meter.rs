//! Fuel: what one evaluation may still cost.

use crate::diagnostic::{Diagnostic, code};
use crate::limits::exceeded;
use crate::value::json::Json;

/// Counts the steps of one evaluation.
#[derive(Clone)]
pub(super) struct Meter {
    maximum: u64,
    left: u64,
    pub(super) is_empty: bool,
}

impl Meter {
    pub(super) const fn new(fuel: u64) -> Self {
        Self { maximum: fuel, left: fuel, is_empty: false }
    }

    /// Takes steps; false where they do not suffice, and ever after.
    #[inline(always)]
    pub(super) const fn spend(&mut self, steps: u64) -> bool {
        self.is_empty |= self.left < steps;
        self.left = self.left.saturating_sub(steps);
        !self.is_empty
    }

    /// The steps taken so far.
    pub(super) const fn spent(&self) -> u64 {
        self.maximum.saturating_sub(self.left)
    }

    /// The refusal of what needs more.
    #[cold]
    pub(super) fn refusal(&self, surface: &str) -> Diagnostic {
        exceeded(&code::limit::FUEL, surface, "fuel", self.maximum, None)
    }
}

/// What looking at a value costs beyond the step itself: one step for 64 bytes of text, items or members.
#[inline(always)]
pub(super) fn size(value: &Json<'_>) -> u64 {
    let length = match value {
        Json::String(text) => text.len(),
        Json::Array(items) => items.len(),
        Json::Object(object) => object.len(),
        _ => 0,
    };
    (length / 64) as u64
}

/// What looking at a value and all inside it costs; `each` for every value.
// INVARIANT: documents are no deeper than `limits.nesting`.
pub(super) fn weight(value: &Json<'_>, each: u64) -> u64 {
    let own = each.saturating_add(size(value));
    let sum = |sum: u64, value: &Json<'_>| sum.saturating_add(weight(value, each));
    match value {
        Json::Array(items) => items.iter().fold(own, sum),
        Json::Object(object) => object.iter().fold(own, |total, (_, value)| sum(total, value)),
        _ => own,
    }
}
