//! What searches may spend, and why they end without an answer.

use std::fmt;

/// Steps of the matcher that one unit of fuel pays for.
const STEPS_PER_FUEL: u64 = 16;

/// What searches may still spend. It only ever shrinks, and may be shared by any number of searches.
///
/// Every search, each further match of an iteration included, is charged its [price](super::Regex::price) at
/// the start; what the matcher then does is charged step by step. Both are the same in every build.
#[derive(Debug, Clone)]
pub struct Budget {
    steps: u64,
}

impl Budget {
    /// A budget of this many units of fuel.
    #[must_use]
    pub const fn new(fuel: u64) -> Self {
        Self { steps: fuel.saturating_mul(STEPS_PER_FUEL) }
    }

    /// The units of fuel left, rounded down.
    #[must_use]
    pub const fn left(&self) -> u64 {
        self.steps / STEPS_PER_FUEL
    }

    pub(crate) fn charge(&mut self, fuel: u64) -> Result<(), Stop> {
        self.spend(fuel.saturating_mul(STEPS_PER_FUEL))
    }

    #[inline]
    pub(super) fn spend(&mut self, steps: u64) -> Result<(), Stop> {
        match self.steps.checked_sub(steps) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => {
                self.steps = 0;
                Err(Stop::OutOfBudget)
            }
        }
    }
}

/// Steps taken, and how many of them are paid for.
pub(super) struct Meter {
    pub(super) spent: u64,
    paid: u64,
    /// What the budget pays for a step.
    weight: u64,
}

impl Meter {
    pub(super) const fn new(weight: u64) -> Self {
        Self { spent: 0, paid: 0, weight }
    }

    /// One step more. `true` each time the budget was charged.
    #[inline]
    pub(super) fn tick(&mut self, budget: &mut Budget) -> Result<bool, Stop> {
        self.spent = self.spent.wrapping_add(1);
        let due = self.spent.wrapping_sub(self.paid);
        if due < 256 {
            return Ok(false);
        }
        self.paid = self.spent;
        budget.spend(due.saturating_mul(self.weight)).map(|()| true)
    }

    #[inline]
    pub(super) fn add(&mut self, steps: usize) {
        self.spent = self.spent.wrapping_add(steps as u64);
    }

    /// Pays what is due; all that was spent.
    pub(super) fn settle(self, budget: &mut Budget) -> Result<u64, Stop> {
        let due = self.spent.wrapping_sub(self.paid);
        budget.spend(due.saturating_mul(self.weight)).map(|()| self.spent)
    }
}

/// Why a search or a replacement ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The [`Budget`] is used up.
    OutOfBudget,
    /// The text made would be longer than the caller allows.
    TooLong,
    /// The text made would hold half of a surrogate pair, which is no text; .NET would send a broken character.
    SplitsPair,
    /// The replacement names a group by a number beyond 2,147,483,647, which .NET refuses.
    GroupNumber,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfBudget => "the regular expression needs more steps than allowed",
            Self::TooLong => "the replaced text is longer than allowed",
            Self::SplitsPair => "the result would hold half of a character above U+FFFF",
            Self::GroupNumber => "the replacement has a `$` before a number beyond 2147483647",
        })
    }
}

impl std::error::Error for Stop {}
