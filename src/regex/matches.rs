//! The matches of a text, and what their groups took.

use super::budget::{Budget, Stop};
use super::exec::Pair;
use super::search::Searcher;
use super::{Regex, units};

/// Where a match or a group lies, in UTF-8 bytes of the text. An offset two bytes into a character of four is the
/// place between the halves of its surrogate pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

impl Span {
    /// The text of this span; `None` when it holds half of a character.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// Whether nothing was taken.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// One match with its groups.
#[derive(Debug, Clone)]
pub struct Captures<'r> {
    regex: &'r Regex,
    pairs: Vec<Pair>,
}

impl<'r> Captures<'r> {
    pub(super) fn new(regex: &'r Regex, pairs: &[Pair]) -> Self {
        Self { regex, pairs: pairs.to_vec() }
    }

    /// The whole match.
    #[must_use]
    pub fn span(&self) -> Span {
        self.at(0).unwrap_or(Span { start: 0, end: 0 })
    }

    /// The last capture of the group with this number; `None` when it took no part, or does not exist.
    #[must_use]
    pub fn group(&self, number: u32) -> Option<Span> {
        self.at(self.regex.groups.index(number)?)
    }

    #[cfg(test)]
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The group at a place in ascending order of numbers.
    pub(super) fn at(&self, index: usize) -> Option<Span> {
        span_of(self.pairs.get(index).copied()?)
    }
}

pub(super) fn span_of((start, end): Pair) -> Option<Span> {
    (start != u32::MAX).then_some(Span { start: start as usize, end: end as usize })
}

/// The matches of a text in order. Not an `Iterator`, because every step is paid from a budget.
#[derive(Debug)]
pub struct Matches<'r, 't> {
    searcher: Searcher<'r, 't>,
    /// Where the next search begins, or nowhere; and what `\G` means there.
    next: Option<(usize, usize)>,
}

impl<'r, 't> Matches<'r, 't> {
    pub(super) fn new(searcher: Searcher<'r, 't>) -> Self {
        Self { searcher, next: Some((0, 0)) }
    }

    /// The next match.
    ///
    /// # Errors
    /// [`Stop::OutOfBudget`]; no further match follows.
    pub fn next_span(&mut self, budget: &mut Budget) -> Result<Option<Span>, Stop> {
        let Some((start, origin)) = self.next.take() else { return Ok(None) };
        let Some(span) = self.searcher.find(origin, start, budget)? else { return Ok(None) };
        // After an empty match .NET moves on by one unit, and leaves `\G` where the match was.
        self.next = if span.is_empty() {
            units::next(self.searcher.text.as_bytes(), span.end).map(|(_, after)| (after, span.end))
        } else {
            Some((span.end, span.end))
        };
        Ok(Some(span))
    }

    /// The next match, with its groups.
    ///
    /// # Errors
    /// [`Stop::OutOfBudget`]; no further match follows.
    pub fn next_captures(&mut self, budget: &mut Budget) -> Result<Option<Captures<'r>>, Stop> {
        Ok(self.next_span(budget)?.map(|_| self.searcher.captures()))
    }

    /// A group of the match just found, in ascending order of numbers.
    pub(super) fn group_at(&self, index: usize) -> Option<Span> {
        self.searcher.group_at(index)
    }
}
