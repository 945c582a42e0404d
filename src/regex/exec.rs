//! The matcher: one program, one text, an explicit stack of choices.
//!
//! Plain backtracking is what gives .NET's answers, and is quick on nearly every pattern. When a search has taken
//! more steps than a linear one would, it starts over while remembering where it has been: an operation reached
//! again at the same place, with the same loop marks, can only fail again. That makes nested repeats linear too,
//! for every pattern whose outcome depends on nothing else, which leaves out back-references, conditions on groups,
//! balancing groups and the inside of atomic and look-around parts. Those end by the budget.

use super::budget::{Budget, Stop};
use super::program::{Memo, Mode, Op, Probe, Program};
use super::steps::{holds, last_byte, next_place, repeat, run_of, step, walk};
use super::syntax::UNBOUNDED;
use super::units::previous;

/// No place: an unset group or mark.
const NONE: u32 = u32::MAX;
/// Choices kept at once.
const STACK_LIMIT: usize = 1 << 22;
/// Bits of memory for visited operations.
const MEMO_LIMIT: u64 = 1 << 28;

/// Where a group took part: byte offsets.
pub(super) type Pair = (u32, u32);

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Go on at operation `index`, place `a`.
    Choice,
    /// Begin another iteration of the turn at `index`, place `a`.
    Again,
    /// A loop that may give back from place `b` down to `a`.
    Greedy,
    /// A loop at place `a` that may take `b` more.
    Lazy,
    /// Register `index` was `a`.
    Register,
    /// Group `index` was (`a`, `b`).
    Group,
    /// The older capture of group `index` was `a`, the history `b` long.
    Older,
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    kind: Kind,
    index: u32,
    a: u32,
    b: u32,
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
        if !self.remembering {
            self.reset(search.program);
            let allowance = *patience;
            match self.run(search, start, allowance, budget)? {
                Outcome::Done(matched, spent) => {
                    *patience = allowance.saturating_sub(spent);
                    return Ok(matched);
                }
                Outcome::Impatient => self.remember(search, patience),
            }
        }
        loop {
            self.reset(search.program);
            match self.run(search, start, *patience, budget)? {
                Outcome::Done(matched, _) => return Ok(matched),
                // Nothing can be remembered: go on without bound but the budget's.
                Outcome::Impatient => *patience = u64::MAX,
            }
        }
    }

    /// Begins to remember, if there is anything to go by.
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
    fn push(&mut self, kind: Kind, index: u32, a: u32, b: u32) -> Result<(), Stop> {
        if self.stack.len() >= STACK_LIMIT {
            return Err(Stop::OutOfBudget);
        }
        self.stack.push(Frame { kind, index, a, b });
        Ok(())
    }

    /// Sets a register so that backtracking sets it back. With no choice left there is no way back.
    #[inline]
    fn set_register(&mut self, register: u32, value: u32) -> Result<(), Stop> {
        let Some(old) = self.registers.get_mut(register as usize).map(|slot| std::mem::replace(slot, value))
        else {
            return Ok(());
        };
        if self.stack.is_empty() { Ok(()) } else { self.push(Kind::Register, register, old, 0) }
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
        if let (Some((a, b)), true) = (old, keep) {
            self.push(Kind::Group, group, a, b)?;
        }
        let Some(older) = older else { return Ok(()) };
        let length = self.history.len() as u32;
        let before = self.older.get_mut(group as usize).map(|slot| std::mem::replace(slot, older));
        match before {
            Some(before) if keep => self.push(Kind::Older, group, before, length),
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
    fn undo(&mut self, Frame { kind, index, a, b }: Frame) -> Option<()> {
        match kind {
            Kind::Register => self.registers.get_mut(index as usize).map(|slot| *slot = a),
            Kind::Group => self.groups.get_mut(index as usize).map(|slot| *slot = (a, b)),
            Kind::Older => {
                self.history.truncate(b as usize);
                self.older.get_mut(index as usize).map(|slot| *slot = a)
            }
            Kind::Choice | Kind::Again | Kind::Greedy | Kind::Lazy => None,
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
            if matches!(frame.kind, Kind::Group | Kind::Older) {
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
}

/// Steps taken, and how many of them are paid for.
#[derive(Default)]
struct Meter {
    spent: u64,
    paid: u64,
}

impl Meter {
    /// One step more. `true` each time the budget was charged.
    #[inline]
    fn tick(&mut self, budget: &mut Budget) -> Result<bool, Stop> {
        self.spent = self.spent.wrapping_add(1);
        let due = self.spent.wrapping_sub(self.paid);
        if due < 256 {
            return Ok(false);
        }
        self.paid = self.spent;
        budget.spend(due).map(|()| true)
    }

    #[inline]
    fn add(&mut self, steps: usize) {
        self.spent = self.spent.wrapping_add(steps as u64);
    }

    /// Pays what is due; all that was spent.
    fn settle(self, budget: &mut Budget) -> Result<u64, Stop> {
        budget.spend(self.spent.wrapping_sub(self.paid)).map(|()| self.spent)
    }
}

enum Outcome {
    /// Matched or not, and the steps it took.
    Done(bool, u64),
    /// Took more steps than allowed.
    Impatient,
}

/// How often a loop repeats, and over what.
#[derive(Clone, Copy)]
struct Turns {
    probe: Probe,
    min: u32,
    max: u32,
    mode: Mode,
    back: bool,
}

impl Machine {
    /// Runs the program from `start` until it matches, fails, or has taken more steps than `patience` allows.
    fn run(
        &mut self,
        search: Search<'_>,
        start: usize,
        patience: u64,
        budget: &mut Budget,
    ) -> Result<Outcome, Stop> {
        let Search { program, text, origin, whole } = search;
        let mut meter = Meter::default();
        let mut pc = 0u32;
        let mut place = start;
        loop {
            if meter.tick(budget)? && meter.spent > patience {
                return Ok(Outcome::Impatient);
            }
            let here = pc;
            pc = pc.wrapping_add(1);
            let fits = match program.ops.get(here as usize) {
                None => false,
                Some(&Op::One { probe, back }) => match step(program, text, probe, place, back) {
                    Some(after) => {
                        place = after;
                        true
                    }
                    None => false,
                },
                Some(&Op::Text(literal)) => {
                    let literal = program.texts.get(literal as usize).map_or(&[][..], |text| text.as_bytes());
                    let fits = text.get(place..).is_some_and(|rest| rest.starts_with(literal));
                    if fits {
                        place = place.wrapping_add(literal.len());
                    }
                    fits
                }
                Some(&Op::Loop { probe, min, max, mode, back, .. }) => {
                    let turns = Turns { probe, min, max, mode, back };
                    match self.take_turns(search, here, turns, place)? {
                        Some(after) => {
                            // Reading many units in one operation is cheap, not free.
                            meter.add(after.abs_diff(place) / 32);
                            place = after;
                            true
                        }
                        None => false,
                    }
                }
                Some(&Op::Jump(target)) => {
                    pc = target;
                    true
                }
                Some(&Op::Fork { first, second, needs }) => {
                    let next = self.fork(search, here, place, [first, second], needs)?;
                    pc = next.unwrap_or(pc);
                    next.is_some()
                }
                Some(&Op::Mark { register, none }) => {
                    self.set_register(register, if none { NONE } else { place as u32 })?;
                    true
                }
                Some(&Op::Turn { register, again, exit, lazy }) => {
                    let next = self.turn(search, here, place, register, [again, exit], lazy)?;
                    pc = next.unwrap_or(pc);
                    next.is_some()
                }
                Some(&Op::Open { register }) => {
                    self.set_register(register, place as u32)?;
                    true
                }
                Some(&Op::Close { register, group, release }) => {
                    let from = self.register(register);
                    self.close(
                        (from.min(place as u32), from.max(place as u32)),
                        group,
                        release,
                        program.balancing,
                    )?
                }
                Some(&Op::Reference { group, ignore_case, back }) => {
                    match self.group(group).and_then(|pair| repeat(text, pair, place, ignore_case, back)) {
                        Some((after, units)) => {
                            meter.add(units / 8);
                            place = after;
                            true
                        }
                        None => false,
                    }
                }
                Some(&Op::Assert(assertion)) => holds(assertion, text, place, origin),
                Some(&Op::Enter { register, otherwise }) => {
                    let height = self.stack.len() as u32;
                    if let Some(otherwise) = otherwise {
                        self.push(Kind::Choice, otherwise, place as u32, 0)?;
                    }
                    self.enter(register, height, place as u32);
                    true
                }
                Some(&Op::Leave { register, rewind }) => {
                    let (height, from) = self.entered(register);
                    self.commit(height as usize);
                    if rewind {
                        place = from as usize;
                    }
                    true
                }
                Some(&Op::LeaveNot { register }) => {
                    let (height, _) = self.entered(register);
                    self.unwind(height as usize);
                    false
                }
                Some(&Op::IfGroup { group, no }) => {
                    if self.group(group).is_none() {
                        pc = no;
                    }
                    true
                }
                Some(&Op::Match) => {
                    if !whole || place == text.len() {
                        if let Some(slot) = self.groups.first_mut() {
                            *slot = (start as u32, place as u32);
                        }
                        return meter.settle(budget).map(|spent| Outcome::Done(true, spent));
                    }
                    false
                }
            };
            if fits {
                continue;
            }
            match self.back(search, &mut meter, budget)? {
                Some((target, at)) => {
                    pc = target;
                    place = at;
                }
                None => return meter.settle(budget).map(|spent| Outcome::Done(false, spent)),
            }
        }
    }

    /// A choice of two ways, the operation at `here`: the one to take, or `None` where both are known to fail.
    #[inline]
    fn fork(
        &mut self,
        search: Search<'_>,
        here: u32,
        place: usize,
        [first, second]: [u32; 2],
        needs: Probe,
    ) -> Result<Option<u32>, Stop> {
        if needs != Probe::Any && step(search.program, search.text, needs, place, false).is_none() {
            return Ok(Some(second));
        }
        if self.was_here(search, here, place) {
            return Ok(None);
        }
        self.push(Kind::Choice, second, place as u32, 0)?;
        Ok(Some(first))
    }

    /// The end of an iteration, the operation at `here`: once more or out, or `None` where that is known to fail. An
    /// iteration that took nothing is the last.
    #[inline]
    fn turn(
        &mut self,
        search: Search<'_>,
        here: u32,
        place: usize,
        register: u32,
        [again, exit]: [u32; 2],
        lazy: bool,
    ) -> Result<Option<u32>, Stop> {
        if self.was_here(search, here, place) {
            return Ok(None);
        }
        if self.register(register) == place as u32 {
            return Ok(Some(exit));
        }
        if lazy {
            self.push(Kind::Again, here, place as u32, 0)?;
            return Ok(Some(exit));
        }
        self.push(Kind::Choice, exit, place as u32, 0)?;
        self.set_register(register, place as u32)?;
        Ok(Some(again))
    }

    /// Back to the last choice that has something left: where to go on, or `None` when there is none.
    #[inline]
    fn back(
        &mut self,
        search: Search<'_>,
        meter: &mut Meter,
        budget: &mut Budget,
    ) -> Result<Option<(u32, usize)>, Stop> {
        while let Some(frame) = self.stack.pop() {
            if self.undo(frame).is_some() {
                continue;
            }
            meter.tick(budget)?;
            let next = self.resume(search, frame, meter)?;
            if next.is_some() {
                return Ok(next);
            }
        }
        Ok(None)
    }

    /// Whether the operation at `here` failed at this place before, as far as that is remembered; notes the visit.
    fn was_here(&mut self, search: Search<'_>, here: u32, place: usize) -> bool {
        let Search { program, text, .. } = search;
        let memo = program.memos.get(here as usize).copied().flatten();
        self.remembering && self.visit(memo, place, text.len().wrapping_add(1))
    }

    /// A loop over single characters, the operation at `here`: where it ends, or `None` where it does not fit.
    fn take_turns(
        &mut self,
        search: Search<'_>,
        here: u32,
        turns: Turns,
        place: usize,
    ) -> Result<Option<usize>, Stop> {
        let Search { program, text, .. } = search;
        let Turns { probe, min, max, mode, back } = turns;
        let endless = max == UNBOUNDED;
        if !endless && mode != Mode::Atomic && self.was_here(search, here, place) {
            return Ok(None);
        }
        let Some(floor) = walk(program, text, probe, place, min, back) else { return Ok(None) };
        let more = if endless { max } else { max.wrapping_sub(min) };
        if mode == Mode::Lazy {
            if endless && self.was_here(search, here, floor) {
                return Ok(None);
            }
            if max > min {
                self.push(Kind::Lazy, here, floor as u32, more)?;
            }
            return Ok(Some(floor));
        }
        let end = if endless && self.remembering {
            // Each place the loop could end at is a visit of its own.
            if self.was_here(search, here, floor) {
                return Ok(None);
            }
            let mut end = floor;
            while let Some(further) = step(program, text, probe, end, back) {
                if self.was_here(search, here, further) {
                    if mode == Mode::Atomic {
                        // A loop that keeps what it takes would end where it failed before.
                        return Ok(None);
                    }
                    break;
                }
                end = further;
            }
            end
        } else {
            run_of(program, text, probe, floor, more, back)
        };
        if mode == Mode::Greedy && end != floor {
            self.push(Kind::Greedy, here, floor as u32, end as u32)?;
        }
        Ok(Some(end))
    }

    /// Takes the next alternative of a choice: where to go on, or `None` when it has none left.
    fn resume(
        &mut self,
        search: Search<'_>,
        frame: Frame,
        meter: &mut Meter,
    ) -> Result<Option<(u32, usize)>, Stop> {
        let Search { program, text, .. } = search;
        let Frame { kind, index, a, b } = frame;
        let op = match kind {
            Kind::Choice => return Ok(Some((index, a as usize))),
            _ => program.ops.get(index as usize).copied(),
        };
        let after = index.wrapping_add(1);
        match (kind, op) {
            (Kind::Again, Some(Op::Turn { register, again, .. })) => {
                self.set_register(register, a)?;
                Ok(Some((again, a as usize)))
            }
            (Kind::Greedy, Some(Op::Loop { back, next, .. })) => {
                let place = match next {
                    Some(byte) => {
                        let found = last_byte(text, byte, a as usize, b as usize);
                        meter.add((b as usize).wrapping_sub(found.unwrap_or(a as usize)) / 32);
                        found
                    }
                    None if back => next_place(text, b as usize),
                    None => previous(text, b as usize).map(|(_, place)| place),
                };
                let Some(place) = place else { return Ok(None) };
                if place != a as usize {
                    self.push(Kind::Greedy, index, a, place as u32)?;
                }
                Ok(Some((after, place)))
            }
            (Kind::Lazy, Some(Op::Loop { probe, max, back, next, .. })) => {
                let mut place = a as usize;
                let mut more = b;
                let found = loop {
                    let Some(further) = step(program, text, probe, place, back) else { break None };
                    place = further;
                    if more != UNBOUNDED {
                        more = more.wrapping_sub(1);
                    }
                    if self.remembering && max == UNBOUNDED {
                        let memo = program.memos.get(index as usize).copied().flatten();
                        if self.visit(memo, place, text.len().wrapping_add(1)) {
                            break None;
                        }
                    }
                    // Nothing can follow but this byte.
                    let skip = next.is_some_and(|byte| text.get(place) != Some(&byte));
                    if !skip || more == 0 {
                        break Some(place);
                    }
                };
                meter.add(place.abs_diff(a as usize) / 8);
                if found.is_some() && more > 0 {
                    self.push(Kind::Lazy, index, place as u32, more)?;
                }
                Ok(found.map(|place| (after, place)))
            }
            _ => Ok(None),
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
                (pair.1, start)
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
