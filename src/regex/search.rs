//! From attempts at one place to searches of a text.

use super::budget::{Budget, Stop};
use super::exec::{Machine, Search};
use super::matches::{Captures, Span};
use super::program::{Op, Start};
use super::{Regex, matches, units};

/// A regex at work on one text; keeps its memory from match to match.
#[derive(Debug)]
pub(super) struct Searcher<'r, 't> {
    pub(super) regex: &'r Regex,
    pub(super) text: &'t str,
    machine: Machine,
}

impl<'r, 't> Searcher<'r, 't> {
    pub(super) fn new(regex: &'r Regex, text: &'t str) -> Self {
        Self { regex, text, machine: Machine::default() }
    }

    /// The first match that begins at or after `start`; `origin` is what `\G` means.
    pub(super) fn find(
        &mut self,
        origin: usize,
        start: usize,
        budget: &mut Budget,
    ) -> Result<Option<Span>, Stop> {
        let mut patience = self.begin(start, budget)?;
        let program = &self.regex.program;
        let text = self.text.as_bytes();
        let search = Search { program, text, origin, whole: false };
        let mut start = start;
        while let Some(candidate) = self.candidate(start, origin) {
            if self.machine.attempt(search, candidate, &mut patience, budget)? {
                return Ok(self.span());
            }
            if matches!(program.start, Start::Text | Start::Search) {
                break;
            }
            let Some((_, after)) = units::next(text, self.machine.futile(search, candidate)) else { break };
            budget.spend(1)?;
            start = after;
        }
        Ok(None)
    }

    /// Whether the whole text is a match.
    pub(super) fn find_whole(&mut self, budget: &mut Budget) -> Result<bool, Stop> {
        let mut patience = self.begin(0, budget)?;
        let search =
            Search { program: &self.regex.program, text: self.text.as_bytes(), origin: 0, whole: true };
        self.machine.attempt(search, 0, &mut patience, budget)
    }

    /// Charges the price of a search, and says how many steps it may take before it begins to remember.
    fn begin(&mut self, start: usize, budget: &mut Budget) -> Result<u64, Stop> {
        let rest = self.text.len().saturating_sub(start);
        // Places are 32 bits wide inside.
        if self.text.len() >= u32::MAX as usize {
            return Err(Stop::OutOfBudget);
        }
        budget.charge(self.regex.price(rest))?;
        self.machine.begin();
        Ok((rest as u64).saturating_mul(4).saturating_add(1024))
    }

    /// The first place from `start` on where a match can begin.
    fn candidate(&self, start: usize, origin: usize) -> Option<usize> {
        let text = self.text.as_bytes();
        if start > text.len() {
            return None;
        }
        match self.regex.program.start {
            Start::Anywhere => Some(start),
            Start::Text => (start == 0).then_some(0),
            Start::Search => (start == origin).then_some(start),
            Start::Literal(literal) => {
                let literal = self.regex.program.texts.get(literal as usize)?;
                // Inside a pair no literal can begin.
                let from = if units::splits_pair(text, start) { start.saturating_add(2) } else { start };
                let found = self.text.get(from..)?.find(literal.as_str())?;
                Some(from.saturating_add(found))
            }
            Start::Units { ascii, wide } => {
                let rest = text.get(start..)?;
                let fits = |byte: &u8| match *byte {
                    byte @ 0..=0x7F => ascii.wrapping_shr(u32::from(byte)) & 1 == 1,
                    _ => wide,
                };
                let mut place = start.saturating_add(rest.iter().position(fits)?);
                // A byte inside a character is no place, unless it begins the second half of a pair.
                while place > start && !is_place(text, place) {
                    place = place.saturating_add(1);
                }
                Some(place)
            }
        }
    }

    fn span(&self) -> Option<Span> {
        let (start, end) = self.machine.groups().first().copied()?;
        Some(Span { start: start as usize, end: end as usize })
    }

    pub(super) fn group_at(&self, index: usize) -> Option<Span> {
        self.machine.groups().get(index).copied().and_then(matches::span_of)
    }

    /// The groups of the match just found.
    pub(super) fn captures(&self) -> Captures<'r, 't> {
        Captures::new(self.regex, self.text, self.machine.groups())
    }
}

/// Whether an offset is a place: a character boundary, or the middle of four bytes.
fn is_place(text: &[u8], place: usize) -> bool {
    let continues = |place: usize| text.get(place).is_some_and(|byte| byte & 0xC0 == 0x80);
    if !continues(place) {
        return true;
    }
    place.checked_sub(2).and_then(|lead| text.get(lead)).is_some_and(|lead| *lead >= 0xF0)
}

impl Machine {
    /// The last place where, after a failure at `start`, an attempt is known to fail as well.
    ///
    /// A pattern that begins with an unbounded loop over one unit has, from any later place in the same run of that
    /// unit, only choices it already had.
    fn futile(&self, search: Search<'_>, start: usize) -> usize {
        let program = search.program;
        if program.memo_places.is_none() {
            return start;
        }
        let first = program.ops.iter().find(|op| !matches!(op, Op::Open { .. }));
        match first.copied() {
            Some(Op::Loop { probe, max: super::syntax::UNBOUNDED, back: false, .. }) => {
                super::exec::end_of_run(program, search.text, probe, start)
            }
            _ => start,
        }
    }
}
