//! The matcher: one program, one text, an explicit stack of choices.
//!
//! Plain backtracking is what gives .NET's answers, and is quick on nearly every pattern. When a search has taken
//! more steps than a linear one would, it starts over while remembering where it has been: an operation reached
//! again at the same place, with the same loop marks, can only fail again. That makes nested repeats linear too,
//! for every pattern whose outcome depends on nothing else, which leaves out back-references, conditions on groups,
//! balancing groups and the inside of atomic and look-around parts. Those end by the budget.

mod run;

use super::budget::{Budget, Stop};
use super::program::{Memo, Program};
use run::Outcome;

/// No place: an unset group or mark.
const NONE: u32 = u32::MAX;
/// Choices kept at once.
const STACK_LIMIT: usize = 1 << 22;
/// Bits of memory for visited operations.
const MEMO_LIMIT: u64 = 1 << 28;

/// Where a group took part: byte offsets.
pub(super) type Pair = (u32, u32);

/// What to go back to: a choice that has something left, or a note of what was before.
#[derive(Debug, Clone, Copy)]
enum Frame {
    /// Going on at an operation.
    Choice { op: u32, place: u32 },
    /// Another iteration of a turn.
    Again { turn: u32, place: u32 },
    /// A loop that may give back from the place `high` down to `low`.
    Greedy { op: u32, low: u32, high: u32 },
    /// A loop that may take `more` units.
    Lazy { op: u32, place: u32, more: u32 },
    /// What a register held.
    Register { register: u32, value: u32 },
    /// What a group took.
    Group { group: u32, pair: Pair },
    /// The older capture of a group, and how long the history was.
    Older { group: u32, older: u32, history: u32 },
}

/// A group's earlier capture, for balancing groups: itself, and the one before it.
#[derive(Debug, Clone, Copy)]
struct Earlier {
    pair: Pair,
    older: u32,
}

/// Everything a search needs besides program and text; reused from match to match.
#[derive(Debug, Default)]
pub(super) struct Machine {
    stack: Vec<Frame>,
    registers: Vec<u32>,
    groups: Vec<Pair>,
    older: Vec<u32>,
    history: Vec<Earlier>,
    /// One bit for each memo place and text place, while remembering.
    visited: Vec<u64>,
    remembering: bool,
}

/// What one search is about.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) program: &'a Program,
    pub(super) text: &'a [u8],
    /// What `\G` means.
    pub(super) origin: usize,
    /// Whether the match has to end at the end of the text.
    pub(super) whole: bool,
}

impl Machine {
    /// Forgets what was visited: a new search begins.
    pub(super) fn begin(&mut self) {
        self.remembering = false;
    }

    /// Whether what is held is worth keeping for the next search.
    pub(super) fn is_small(&self) -> bool {
        self.stack.capacity() <= 4096 && self.visited.capacity() <= 4096 && self.history.capacity() <= 4096
    }

    /// The groups of the last match.
    pub(super) fn groups(&self) -> &[Pair] {
        &self.groups
    }

    fn reset(&mut self, program: &Program) {
        self.stack.clear();
        self.registers.clear();
        self.registers.resize(program.registers, NONE);
        self.groups.clear();
        self.groups.resize(program.groups, (NONE, NONE));
        if program.balancing {
            self.older.clear();
            self.older.resize(program.groups, NONE);
            self.history.clear();
        }
    }

    /// Tries to match at `start`. `patience` is what this search may spend before it begins to remember.
    pub(super) fn attempt(
        &mut self,
        search: Search<'_>,
        start: usize,
        patience: &mut u64,
        budget: &mut Budget,
    ) -> Result<bool, Stop> {
        loop {
            self.reset(search.program);
            match self.run(search, start, *patience, budget)? {
                Outcome::Done(matched, spent) => {
                    *patience = patience.saturating_sub(spent);
                    return Ok(matched);
                }
                Outcome::Impatient => self.remember(search, patience),
            }
        }
    }

    /// Begins to remember, if there is anything to go by, and goes on without bound but the budget's.
    pub(super) fn remember(&mut self, search: Search<'_>, patience: &mut u64) {
        *patience = u64::MAX;
        let Some(places) = search.program.memo_places else { return };
        let bits = u64::from(places).saturating_mul((search.text.len() as u64).saturating_add(1));
        if bits <= MEMO_LIMIT {
            self.visited.clear();
            self.visited.resize((bits / 64).saturating_add(1) as usize, 0);
            self.remembering = true;
        }
    }

    /// Whether this operation was reached here before; notes that it has been now.
    fn visit(&mut self, memo: Option<Memo>, place: usize, width: usize) -> bool {
        let Some(Memo { base, marks }) = memo else { return false };
        let mut state = base as usize;
        let mut bit = 1usize;
        for mark in marks.into_iter().flatten() {
            if self.registers.get(mark as usize).copied() == Some(place as u32) {
                state = state.wrapping_add(bit);
            }
            bit = bit.wrapping_shl(1);
        }
        let key = state.wrapping_mul(width).wrapping_add(place);
        let mask = 1u64.wrapping_shl((key & 63) as u32);
        match self.visited.get_mut(key >> 6) {
            Some(word) => {
                let seen = *word & mask != 0;
                *word |= mask;
                seen
            }
            None => false,
        }
    }

    #[inline]
    fn push(&mut self, frame: Frame) -> Result<(), Stop> {
        if self.stack.len() >= STACK_LIMIT {
            return Err(Stop::OutOfBudget);
        }
        self.stack.push(frame);
        Ok(())
    }

    /// Sets a register so that backtracking sets it back. With no choice left there is no way back.
    #[inline]
    fn set_register(&mut self, register: u32, value: u32) -> Result<(), Stop> {
        let Some(slot) = self.registers.get_mut(register as usize) else { return Ok(()) };
        let value = std::mem::replace(slot, value);
        if self.stack.is_empty() { Ok(()) } else { self.push(Frame::Register { register, value }) }
    }

    fn register(&self, register: u32) -> u32 {
        self.registers.get(register as usize).copied().unwrap_or(NONE)
    }

    fn group(&self, group: u32) -> Option<Pair> {
        self.groups.get(group as usize).copied().filter(|pair| pair.0 != NONE)
    }

    fn older(&self, group: u32) -> u32 {
        self.older.get(group as usize).copied().unwrap_or(NONE)
    }

    /// Sets a group, and for balancing groups the capture behind it, so that backtracking sets them back.
    fn set_group(&mut self, group: u32, pair: Pair, older: Option<u32>) -> Result<(), Stop> {
        let old = self.groups.get_mut(group as usize).map(|slot| std::mem::replace(slot, pair));
        let keep = !self.stack.is_empty();
        if let Some(pair) = old.filter(|_| keep) {
            self.push(Frame::Group { group, pair })?;
        }
        let Some(older) = older else { return Ok(()) };
        let history = self.history.len() as u32;
        let old = self.older.get_mut(group as usize).map(|slot| std::mem::replace(slot, older));
        match old {
            Some(older) if keep => self.push(Frame::Older { group, older, history }),
            _ => Ok(()),
        }
    }

    fn capture(&mut self, group: u32, pair: Pair, balancing: bool) -> Result<(), Stop> {
        if !balancing {
            return self.set_group(group, pair, None);
        }
        let earlier = self.group(group).map(|pair| Earlier { pair, older: self.older(group) });
        let place = self.history.len() as u32;
        self.set_group(group, pair, Some(if earlier.is_some() { place } else { NONE }))?;
        self.history.extend(earlier);
        Ok(())
    }

    /// Gives back the last capture of a group.
    fn release(&mut self, group: u32) -> Result<(), Stop> {
        match self.history.get(self.older(group) as usize).copied() {
            Some(Earlier { pair, older }) => self.set_group(group, pair, Some(older)),
            None => self.set_group(group, (NONE, NONE), Some(NONE)),
        }
    }

    /// Undoes one note. `None` when the frame is a choice, not a note.
    #[inline]
    fn undo(&mut self, frame: Frame) -> Option<()> {
        match frame {
            Frame::Register { register, value } => {
                self.registers.get_mut(register as usize).map(|slot| *slot = value)
            }
            Frame::Group { group, pair } => self.groups.get_mut(group as usize).map(|slot| *slot = pair),
            Frame::Older { group, older, history } => {
                self.history.truncate(history as usize);
                self.older.get_mut(group as usize).map(|slot| *slot = older)
            }
            Frame::Choice { .. } | Frame::Again { .. } | Frame::Greedy { .. } | Frame::Lazy { .. } => None,
        }
    }

    /// Drops the choices above `height`, and keeps the notes, which the choices below still need.
    fn commit(&mut self, height: usize) {
        if height == 0 {
            self.stack.clear();
            return;
        }
        let mut kept = height;
        for place in height..self.stack.len() {
            let Some(frame) = self.stack.get(place).copied() else { break };
            // Registers set in there are set anew before they are read again.
            if matches!(frame, Frame::Group { .. } | Frame::Older { .. }) {
                if let Some(slot) = self.stack.get_mut(kept) {
                    *slot = frame;
                }
                kept = kept.wrapping_add(1);
            }
        }
        self.stack.truncate(kept);
    }

    /// Undoes everything above `height`.
    fn unwind(&mut self, height: usize) {
        while self.stack.len() > height {
            if let Some(frame) = self.stack.pop() {
                self.undo(frame);
            }
        }
    }

    /// Ends a group. `false` when a balancing group has nothing to give back.
    fn close(
        &mut self,
        pair: Pair,
        group: Option<u32>,
        release: Option<u32>,
        balancing: bool,
    ) -> Result<bool, Stop> {
        let mut pair = pair;
        if let Some(released) = release {
            let Some((start, end)) = self.group(released) else { return Ok(false) };
            // What lies between the two captures, or what they share.
            pair = if pair.0 >= end {
                (end, pair.0)
            } else if pair.1 <= start {
                // In a look-behind the capture may lie before the one it releases: nothing is between them then.
                (start, start)
            } else {
                (pair.0.max(start), pair.1.min(end))
            };
            self.release(released)?;
        }
        if let Some(group) = group {
            self.capture(group, pair, balancing)?;
        }
        Ok(true)
    }

    /// Notes where a part that keeps no choices begins: the choices there are, and the place.
    fn enter(&mut self, register: u32, height: u32, place: u32) {
        for (register, value) in [(register, height), (register.wrapping_add(1), place)] {
            if let Some(slot) = self.registers.get_mut(register as usize) {
                *slot = value;
            }
        }
    }

    fn entered(&self, register: u32) -> (u32, u32) {
        (self.register(register), self.register(register.wrapping_add(1)))
    }
}
