//! The run of a program: one operation after another, and back to the last choice where one does not fit.

use super::super::budget::{Budget, Meter, Stop};
use super::super::program::{Mode, Op, Probe};
use super::super::steps::{CHUNK, last_byte, repeat};
use super::super::syntax::UNBOUNDED;
use super::super::units::{next as next_unit, previous};
use super::{Frame, Machine, NONE, Search};

/// How an attempt at one place ended.
pub(super) enum Outcome {
    /// Matched or not, and the steps it took.
    Done(bool, u64),
    /// Took more steps than allowed.
    Impatient,
}

/// Bytes that a loop reads, or looks back over, in the time of one step.
const BYTES_A_STEP: usize = 2;

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
    pub(super) fn run(
        &mut self,
        search: Search<'_>,
        start: usize,
        patience: u64,
        budget: &mut Budget,
    ) -> Result<Outcome, Stop> {
        let Search { program, text, whole, .. } = search;
        let mut meter = Meter::new(program.weight);
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
                Some(&Op::One { probe, back }) => match search.step(probe, place, back) {
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
                    meter.add(literal.len() / CHUNK);
                    fits
                }
                Some(&Op::Loop { probe, min, max, mode, back, .. }) => {
                    let turns = Turns { probe, min, max, mode, back };
                    let (after, fits) = self.take_turns(search, here, turns, place)?;
                    // Reading many units in one operation is cheap, not free.
                    meter.add(after.abs_diff(place) / BYTES_A_STEP);
                    if fits {
                        place = after;
                    }
                    fits
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
                    let (after, steps) = match self.group(group) {
                        Some(pair) => repeat(text, pair, place, ignore_case, back),
                        None => (None, 0),
                    };
                    meter.add(steps);
                    place = after.unwrap_or(place);
                    after.is_some()
                }
                Some(&Op::Assert(assertion)) => search.holds(assertion, place),
                Some(&Op::Enter { register, otherwise }) => {
                    let height = self.stack.len() as u32;
                    if let Some(otherwise) = otherwise {
                        self.push(Frame::Choice { op: otherwise, place: place as u32 })?;
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
        if needs != Probe::Any && search.step(needs, place, false).is_none() {
            return Ok(Some(second));
        }
        if self.was_here(search, here, place) {
            return Ok(None);
        }
        self.push(Frame::Choice { op: second, place: place as u32 })?;
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
            self.push(Frame::Again { turn: here, place: place as u32 })?;
            return Ok(Some(exit));
        }
        self.push(Frame::Choice { op: exit, place: place as u32 })?;
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

    /// A loop over single characters, the operation at `here`: how far it reads, and whether it fits.
    fn take_turns(
        &mut self,
        search: Search<'_>,
        here: u32,
        turns: Turns,
        place: usize,
    ) -> Result<(usize, bool), Stop> {
        let Turns { probe, min, max, mode, back } = turns;
        let endless = max == UNBOUNDED;
        if !endless && mode != Mode::Atomic && self.was_here(search, here, place) {
            return Ok((place, false));
        }
        let floor = match search.walk(probe, place, min, back) {
            Ok(floor) => floor,
            Err(end) => return Ok((end, false)),
        };
        let more = if endless { max } else { max.wrapping_sub(min) };
        if mode == Mode::Lazy {
            if endless && self.was_here(search, here, floor) {
                return Ok((floor, false));
            }
            if max > min {
                self.push(Frame::Lazy { op: here, place: floor as u32, more })?;
            }
            return Ok((floor, true));
        }
        let end = if endless && self.remembering {
            // Each place the loop could end at is a visit of its own.
            if self.was_here(search, here, floor) {
                return Ok((floor, false));
            }
            let mut end = floor;
            while let Some(further) = search.step(probe, end, back) {
                if self.was_here(search, here, further) {
                    if mode == Mode::Atomic {
                        // A loop that keeps what it takes would end where it failed before.
                        return Ok((end, false));
                    }
                    break;
                }
                end = further;
            }
            end
        } else {
            search.run_of(probe, floor, more, back)
        };
        if mode == Mode::Greedy && end != floor {
            self.push(Frame::Greedy { op: here, low: floor as u32, high: end as u32 })?;
        }
        Ok((end, true))
    }

    /// Takes the next alternative of a choice: where to go on, or `None` when it has none left.
    fn resume(
        &mut self,
        search: Search<'_>,
        frame: Frame,
        meter: &mut Meter,
    ) -> Result<Option<(u32, usize)>, Stop> {
        let op = |place: u32| search.program.ops.get(place as usize).copied();
        match frame {
            Frame::Choice { op, place } => Ok(Some((op, place as usize))),
            Frame::Again { turn, place } => {
                let Some(Op::Turn { register, again, .. }) = op(turn) else { return Ok(None) };
                self.set_register(register, place)?;
                Ok(Some((again, place as usize)))
            }
            Frame::Greedy { op: here, low, high } => {
                let Some(Op::Loop { back, next, .. }) = op(here) else { return Ok(None) };
                let (text, low, high) = (search.text, low as usize, high as usize);
                let place = match next {
                    Some(byte) => {
                        let found = last_byte(text, byte, low, high);
                        meter.add(high.wrapping_sub(found.unwrap_or(low)) / BYTES_A_STEP);
                        found
                    }
                    None if back => next_unit(text, high).map(|(_, place)| place),
                    None => previous(text, high).map(|(_, place)| place),
                };
                let Some(place) = place else { return Ok(None) };
                if place != low {
                    self.push(Frame::Greedy { op: here, low: low as u32, high: place as u32 })?;
                }
                Ok(Some((here.wrapping_add(1), place)))
            }
            Frame::Lazy { op: here, place: from, mut more } => {
                let Some(Op::Loop { probe, max, back, next, .. }) = op(here) else { return Ok(None) };
                let mut place = from as usize;
                let found = loop {
                    let Some(further) = search.step(probe, place, back) else { break None };
                    place = further;
                    if more != UNBOUNDED {
                        more = more.wrapping_sub(1);
                    }
                    if self.remembering && max == UNBOUNDED && self.was_here(search, here, place) {
                        break None;
                    }
                    // Nothing can follow but this byte.
                    let skip = next.is_some_and(|byte| search.text.get(place) != Some(&byte));
                    if !skip || more == 0 {
                        break Some(place);
                    }
                };
                meter.add(place.abs_diff(from as usize) / BYTES_A_STEP);
                if found.is_some() && more > 0 {
                    self.push(Frame::Lazy { op: here, place: place as u32, more })?;
                }
                Ok(found.map(|place| (here.wrapping_add(1), place)))
            }
            Frame::Register { .. } | Frame::Group { .. } | Frame::Older { .. } => Ok(None),
        }
    }
}
