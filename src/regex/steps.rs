//! Single steps over a text: one unit, a run of units, a repetition, a condition on a place.

use super::exec::{Pair, Search};
use super::program::Probe;
use super::syntax::{Assertion, UNBOUNDED};
use super::unicode::{joins_word, lower};
use super::units::{next, previous, splits_pair};

/// Bytes compared in one step.
pub(super) const CHUNK: usize = 64;

impl Search<'_> {
    /// The place behind one unit that fits.
    #[inline]
    pub(super) fn step(&self, probe: Probe, place: usize, back: bool) -> Option<usize> {
        let (unit, after) = if back { previous(self.text, place)? } else { next(self.text, place)? };
        let fits = match probe {
            Probe::Unit(wanted) => unit == wanted,
            Probe::NotNewline => unit != u16::from(b'\n'),
            Probe::Any => true,
            Probe::Class(class) => {
                self.program.classes.get(class as usize).is_some_and(|class| class.contains(unit))
            }
        };
        fits.then_some(after)
    }

    /// The place behind exactly `count` units that fit; where there are fewer, the place behind those.
    pub(super) fn walk(&self, probe: Probe, from: usize, count: u32, back: bool) -> Result<usize, usize> {
        let mut place = from;
        for _ in 0..count {
            place = self.step(probe, place, back).ok_or(place)?;
        }
        Ok(place)
    }

    /// The place behind the longest run, of at most `most` units, that fits.
    pub(super) fn run_of(&self, probe: Probe, from: usize, most: u32, back: bool) -> usize {
        if most == UNBOUNDED && !back {
            match probe {
                Probe::Any => return self.text.len(),
                Probe::NotNewline => {
                    let rest = self.text.get(from..).unwrap_or(&[]);
                    let line = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                    return from.wrapping_add(line);
                }
                Probe::Class(class) => {
                    let Some(class) = self.program.classes.get(class as usize) else { return from };
                    let mut place = from;
                    while let Some((unit, after)) = next(self.text, place) {
                        if !class.contains(unit) {
                            break;
                        }
                        place = after;
                    }
                    return place;
                }
                Probe::Unit(_) => {}
            }
        }
        let mut place = from;
        let mut left = most;
        while left > 0 {
            match self.step(probe, place, back) {
                Some(after) => place = after,
                None => break,
            }
            left = left.wrapping_sub(u32::from(most != UNBOUNDED));
        }
        place
    }

    /// Whether a condition holds at a place.
    pub(super) fn holds(&self, assertion: Assertion, place: usize) -> bool {
        let text = self.text;
        let newline = |place: Option<usize>| place.and_then(|place| text.get(place)) == Some(&b'\n');
        match assertion {
            Assertion::Start => place == 0,
            Assertion::LineStart => place == 0 || newline(place.checked_sub(1)),
            Assertion::VeryEnd => place == text.len(),
            Assertion::End => {
                place == text.len() || (place.wrapping_add(1) == text.len() && newline(Some(place)))
            }
            Assertion::LineEnd => place == text.len() || newline(Some(place)),
            Assertion::SearchStart => place == self.origin,
            Assertion::WordBoundary => at_word_edge(text, place),
            Assertion::NoWordBoundary => !at_word_edge(text, place),
        }
    }
}

/// The last place from `low` and before `high` where `byte` stands.
pub(super) fn last_byte(text: &[u8], byte: u8, low: usize, high: usize) -> Option<usize> {
    let found = text.get(low..high)?.iter().rposition(|other| *other == byte)?;
    Some(low.wrapping_add(found))
}

/// The place behind a repetition of what a group took, if there is one, and the steps it took to tell.
pub(super) fn repeat(
    text: &[u8],
    pair: Pair,
    place: usize,
    ignore_case: bool,
    back: bool,
) -> (Option<usize>, usize) {
    let (from, to) = (pair.0 as usize, pair.1 as usize);
    if ignore_case || splits_pair(text, from) || splits_pair(text, to) {
        return repeat_units(text, (from, to), place, ignore_case, back);
    }
    // Whole characters are the same where their bytes are.
    let length = to.wrapping_sub(from);
    let there = if back { place.checked_sub(length) } else { Some(place) };
    let found = there.and_then(|start| text.get(start..start.checked_add(length)?));
    let (Some(start), Some(found), Some(taken)) = (there, found, text.get(from..to)) else {
        return (None, 0);
    };
    let same =
        taken.chunks(CHUNK).zip(found.chunks(CHUNK)).take_while(|(taken, found)| taken == found).count();
    let after = if back { start } else { start.wrapping_add(length) };
    ((same == length.div_ceil(CHUNK)).then_some(after), same)
}

/// As [`repeat`], unit by unit.
fn repeat_units(
    text: &[u8],
    (from, to): (usize, usize),
    place: usize,
    ignore_case: bool,
    back: bool,
) -> (Option<usize>, usize) {
    let step = if back { previous } else { next };
    let (mut taken, end) = if back { (to, from) } else { (from, to) };
    let mut place = place;
    let mut units = 0usize;
    while taken != end {
        let (Some((wanted, after)), Some((unit, further))) = (step(text, taken), step(text, place)) else {
            return (None, units);
        };
        if unit != wanted && !(ignore_case && lower(unit) == lower(wanted)) {
            return (None, units);
        }
        taken = after;
        place = further;
        units = units.wrapping_add(1);
    }
    (Some(place), units)
}

fn at_word_edge(text: &[u8], place: usize) -> bool {
    let before = previous(text, place).is_some_and(|(unit, _)| joins_word(unit));
    let after = next(text, place).is_some_and(|(unit, _)| joins_word(unit));
    before != after
}
