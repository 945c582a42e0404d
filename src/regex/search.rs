//! From attempts at one place to searches of a text.

use std::sync::Mutex;

use super::budget::{Budget, Stop};
use super::exec::{Machine, Pair, Search};
use super::matches::{Captures, Span, span_of};
use super::program::{Op, Program, Start};
use super::syntax::UNBOUNDED;
use super::{Regex, units};
use crate::value::search::find;

/// A regex at work on one text; keeps its memory from match to match.
#[derive(Debug)]
pub(super) struct Searcher<'r, 't> {
    pub(super) regex: &'r Regex,
    pub(super) text: &'t str,
    /// Fetched for the first attempt, because many texts need none.
    machine: Option<Box<Machine>>,
}

impl<'r, 't> Searcher<'r, 't> {
    pub(super) fn new(regex: &'r Regex, text: &'t str) -> Self {
        Self { regex, text, machine: None }
    }

    /// The first match that begins at or after `start`; `origin` is what `\G` means.
    pub(super) fn find(
        &mut self,
        origin: usize,
        start: usize,
        budget: &mut Budget,
    ) -> Result<Option<Span>, Stop> {
        let mut patience = self.charge(start, budget)?;
        let Self { regex, text, .. } = *self;
        let first = candidate(regex, text, start, origin).filter(|place| has_required(regex, text, *place));
        let Some(mut place) = first else { return Ok(None) };
        let program = &regex.program;
        let search = Search { program, text: text.as_bytes(), origin, whole: false };
        let machine = self.machine.get_or_insert_with(|| regex.spare.take());
        machine.begin();
        loop {
            if machine.attempt(search, place, &mut patience, budget)? {
                return Ok(machine.groups().first().copied().and_then(span_of));
            }
            if matches!(program.start, Start::Text | Start::Search) {
                return Ok(None);
            }
            budget.spend(again(program))?;
            let after = units::next(text.as_bytes(), futile(search, place));
            match after.and_then(|(_, after)| candidate(regex, text, after, origin)) {
                Some(next) => place = next,
                None => return Ok(None),
            }
        }
    }

    /// Whether the whole text is a match.
    pub(super) fn find_whole(&mut self, budget: &mut Budget) -> Result<bool, Stop> {
        let mut patience = self.charge(0, budget)?;
        let Self { regex, text, .. } = *self;
        let search = Search { program: &regex.program, text: text.as_bytes(), origin: 0, whole: true };
        let machine = self.machine.get_or_insert_with(|| regex.spare.take());
        machine.begin();
        machine.attempt(search, 0, &mut patience, budget)
    }

    /// Charges the price of a search, and says how many steps it may take before it begins to remember.
    fn charge(&self, start: usize, budget: &mut Budget) -> Result<u64, Stop> {
        // Places are 32 bits wide inside.
        if self.text.len() >= u32::MAX as usize {
            return Err(Stop::OutOfBudget);
        }
        let rest = self.text.len().saturating_sub(start);
        budget.charge(self.regex.price(rest))?;
        Ok((rest as u64).saturating_mul(4).saturating_add(1024))
    }

    fn groups(&self) -> &[Pair] {
        self.machine.as_ref().map_or(&[], |machine| machine.groups())
    }

    /// A group of the match just found, in ascending order of numbers.
    pub(super) fn group_at(&self, index: usize) -> Option<Span> {
        self.groups().get(index).copied().and_then(span_of)
    }

    /// The groups of the match just found.
    pub(super) fn captures(&self) -> Captures<'r> {
        Captures::new(self.regex, self.groups())
    }
}

impl Drop for Searcher<'_, '_> {
    fn drop(&mut self) {
        if let Some(machine) = self.machine.take() {
            self.regex.spare.give(machine);
        }
    }
}

/// The memory of the last search, kept for the next one, so that matching does not allocate.
#[derive(Debug, Default)]
pub(super) struct Spare(Mutex<Option<Box<Machine>>>);

impl Spare {
    fn take(&self) -> Box<Machine> {
        self.0.try_lock().ok().and_then(|mut kept| kept.take()).unwrap_or_default()
    }

    fn give(&self, machine: Box<Machine>) {
        if machine.is_small()
            && let Ok(mut kept) = self.0.try_lock()
        {
            *kept = Some(machine);
        }
    }
}

impl Clone for Spare {
    /// Memory is not shared: a copy begins with none.
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// The steps another attempt costs besides its own: clearing the groups, and making the search for a literal ready.
fn again(program: &Program) -> u64 {
    let literal = match program.start {
        Start::Literal(literal) => program.texts.get(literal as usize).map_or(0, String::len),
        _ => 0,
    };
    (literal as u64).saturating_add(program.groups as u64 / 64).saturating_add(1)
}

/// The first place from `start` on where a match can begin.
fn candidate(regex: &Regex, whole: &str, start: usize, origin: usize) -> Option<usize> {
    let text = whole.as_bytes();
    let program = &regex.program;
    if start > text.len() {
        return None;
    }
    let fits = |byte: &u8| program.first.is_none_or(|first| first.fits(*byte));
    match program.start {
        Start::Text if start != 0 => None,
        Start::Search if start != origin => None,
        Start::Text | Start::Search => {
            (program.first.is_none() || text.get(start).is_some_and(fits)).then_some(start)
        }
        Start::Literal(literal) => {
            let literal = program.texts.get(literal as usize)?;
            let from = behind_pair(text, start);
            Some(from.saturating_add(find(whole.get(from..)?, literal)?))
        }
        Start::Anywhere if program.first.is_none() => Some(start),
        Start::Anywhere => {
            let mut place = start.saturating_add(text.get(start..)?.iter().position(fits)?);
            // A byte inside a character is no place, unless it begins the second half of a pair.
            while place > start && !is_place(text, place) {
                place = place.saturating_add(1);
            }
            Some(place)
        }
    }
}

/// Whether the rest of the text holds what every match does.
fn has_required(regex: &Regex, text: &str, start: usize) -> bool {
    let program = &regex.program;
    let Some(literal) = program.required.and_then(|literal| program.texts.get(literal as usize)) else {
        return true;
    };
    text.get(behind_pair(text.as_bytes(), start)..).is_some_and(|rest| find(rest, literal).is_some())
}

/// The first place from here on where a literal can begin: inside a pair none can.
fn behind_pair(text: &[u8], start: usize) -> usize {
    if units::splits_pair(text, start) { start.saturating_add(2) } else { start }
}

/// Whether an offset is a place: a character boundary, or the middle of four bytes.
fn is_place(text: &[u8], place: usize) -> bool {
    !units::splits_pair(text, place)
        || place.checked_sub(2).and_then(|lead| text.get(lead)).is_some_and(|lead| *lead >= 0xF0)
}

/// The last place where, after a failure at `start`, an attempt is known to fail as well.
///
/// A pattern that begins with an unbounded loop over one unit has, from any later place in the same run of that
/// unit, only choices it already had.
fn futile(search: Search<'_>, start: usize) -> usize {
    let program = search.program;
    if program.memo_places.is_none() {
        return start;
    }
    let first = program.ops.iter().find(|op| !matches!(op, Op::Open { .. }));
    match first.copied() {
        Some(Op::Loop { probe, max: UNBOUNDED, back: false, .. }) => {
            search.run_of(probe, start, UNBOUNDED, false)
        }
        _ => start,
    }
}
