//! Regular expressions with the meaning .NET gives them, without options: what mappings and scoping filters hold.
//!
//! A backtracking matcher of our own, because no engine at hand answers like .NET: groups are numbered unnamed
//! first, an empty match may follow a non-empty one, `$` knows a final line feed, look-behind may be of any length,
//! `\w` leaves out Mc, and much that others accept is an error. What this module cannot give .NET's meaning is
//! refused by name ([`ErrorKind::Unsupported`]); what .NET refuses is refused.
//!
//! - **Text.** .NET matches UTF-16 code units, so does this module: `^.$` does not match one emoji, `^..$` does.
//!   Offsets are UTF-8 bytes; the place between the two units of a character above U+FFFF is the offset two bytes
//!   into it. A text made by a replacement is never allowed to keep half of such a character ([`Stop::SplitsPair`]).
//! - **Work.** Every search is paid from a [`Budget`]. Nested repeats such as `(a+)+$` are linear, because a search
//!   that takes long begins to remember where it has been; what remains costly ends as [`Stop::OutOfBudget`].
//! - **Letters.** Categories, blocks and case are those of Unicode 15.0 in the invariant culture. Under `(?i)` two
//!   letters are alike when their simple lower-case forms are equal.
//!
//! ```
//! use scimwright::regex::{Budget, Limits, Regex, Replacement};
//!
//! let regex = Regex::new(r"(?<last>\w+), (?<first>\w+)", &Limits::DEFAULT)?;
//! let mut budget = Budget::new(1_000_000);
//! assert!(regex.is_match("Lee, Ana", &mut budget)?);
//! let swapped = Replacement::parse("${first} ${last}", &regex)?;
//! assert_eq!(regex.replace_all("Lee, Ana", &swapped, 1024, &mut budget)?, "Ana Lee");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod analysis;
mod budget;
mod class;
mod compile;
mod error;
mod exec;
mod matches;
mod program;
mod replace;
mod search;
mod steps;
mod syntax;
#[cfg(test)]
mod tests;
mod unicode;
mod units;
mod words;

pub use budget::{Budget, Stop};
pub use error::{Error, ErrorKind, Refusal};
pub use matches::{Captures, Matches, Span};
pub use replace::{Replacement, references};

use crate::limits;

use program::Program;
use search::{Searcher, Spare};
use syntax::{Groups, Node};
use words::Words;

/// What a pattern may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// UTF-8 bytes of the pattern.
    pub pattern_bytes: usize,
    /// Nominal size when compiled; repeats count as if written out.
    pub program_bytes: usize,
    /// Brackets open at once.
    pub nesting: usize,
}

impl Limits {
    /// The limits used unless a caller sets others.
    pub const DEFAULT: Self = Self::of(&limits::Limits::DEFAULT);

    /// Those for patterns among all limits.
    #[must_use]
    pub const fn of(limits: &limits::Limits) -> Self {
        Self {
            pattern_bytes: limits.regex_pattern_bytes,
            program_bytes: limits.regex_program_bytes,
            nesting: limits.regex_nesting,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

fn parse(pattern: &str, limits: &Limits) -> Result<(Node, Groups), Error> {
    if pattern.len() > limits.pattern_bytes {
        let offset = pattern.floor_char_boundary(limits.pattern_bytes);
        let message = format_args!("the pattern is longer than {} bytes", limits.pattern_bytes);
        return Err(Error::new(ErrorKind::PatternTooLong, offset, message));
    }
    // Limits that were set member by member need not have been checked.
    let nesting = limits.nesting.min(limits::Limits::NESTING_CEILING);
    syntax::parse(pattern, &Limits { nesting, ..*limits })
}

/// Whether a pattern matches the same texts whether a part or all of the text has to match: as far as can be told from
/// the two ends of its branches.
///
/// # Errors
/// As for [`Regex::new`].
pub(crate) fn is_anchored(pattern: &str, limits: &Limits) -> Result<bool, Error> {
    let (node, _) = parse(pattern, limits)?;
    Ok([false, true].into_iter().all(|at_end| analysis::reaches(&node, at_end)))
}

/// A compiled pattern, to be used any number of times.
#[derive(Debug, Clone)]
pub struct Regex {
    program: Program,
    groups: Groups,
    words: Option<Words>,
    spare: Spare,
}

impl Regex {
    /// Compiles a pattern as `new Regex(pattern)` does.
    ///
    /// # Errors
    /// [`Error`], with the place in the pattern and mostly a hint: .NET refuses the pattern, this matcher does not
    /// know a construct of .NET's, or a limit is crossed.
    pub fn new(pattern: &str, limits: &Limits) -> Result<Self, Error> {
        let (node, groups) = parse(pattern, limits)?;
        let program = compile::compile(&node, &groups, limits)?;
        let words = Words::of(&node);
        Ok(Self { program, groups, words, spare: Spare::default() })
    }

    /// Whether the pattern matches anywhere in the text.
    ///
    /// # Errors
    /// [`Stop::OutOfBudget`].
    pub fn is_match(&self, text: &str, budget: &mut Budget) -> Result<bool, Stop> {
        match &self.words {
            Some(words) => self.is_word(words, text, false, budget),
            None => Searcher::new(self, text).find(0, 0, budget).map(|found| found.is_some()),
        }
    }

    /// Whether the pattern matches the whole text, as if in `\A(?:…)\z`.
    ///
    /// # Errors
    /// [`Stop::OutOfBudget`].
    pub fn full_match(&self, text: &str, budget: &mut Budget) -> Result<bool, Stop> {
        match &self.words {
            Some(words) => self.is_word(words, text, true, budget),
            None => Searcher::new(self, text).find_whole(budget),
        }
    }

    fn is_word(&self, words: &Words, text: &str, whole: bool, budget: &mut Budget) -> Result<bool, Stop> {
        budget.charge(self.price(text.len()))?;
        budget.spend(words.count())?;
        Ok(words.hold(text, whole))
    }

    /// The first match at or after a place.
    ///
    /// # Errors
    /// [`Stop::OutOfBudget`].
    pub fn find_at(&self, text: &str, start: usize, budget: &mut Budget) -> Result<Option<Span>, Stop> {
        Searcher::new(self, text).find(start, start, budget)
    }

    /// The first match at or after a place, with its groups.
    ///
    /// # Errors
    /// [`Stop::OutOfBudget`].
    pub fn captures_at(
        &self,
        text: &str,
        start: usize,
        budget: &mut Budget,
    ) -> Result<Option<Captures<'_>>, Stop> {
        let mut searcher = Searcher::new(self, text);
        let found = searcher.find(start, start, budget)?;
        Ok(found.map(|_| searcher.captures()))
    }

    /// All matches, from left to right, with .NET's rules for empty ones.
    #[must_use]
    pub fn matches<'r, 't>(&'r self, text: &'t str) -> Matches<'r, 't> {
        Matches::new(Searcher::new(self, text))
    }

    /// The number of a named group, or of one that is named by its digits.
    #[must_use]
    pub fn group_number(&self, name: &str) -> Option<u32> {
        self.groups.number_of_name(name).or_else(|| {
            let number = name.parse().ok().filter(|number: &u32| number.to_string() == name)?;
            self.groups.index(number).map(|_| number)
        })
    }

    /// Number and name of every group but the whole match, in ascending order of numbers.
    pub fn group_names(&self) -> impl Iterator<Item = (u32, String)> + '_ {
        self.groups.iter().skip(1)
    }

    /// The fuel one search of so many bytes is charged besides its steps: units of 64 bytes times KiB of program.
    #[must_use]
    pub fn price(&self, text_bytes: usize) -> u64 {
        (text_bytes as u64).div_ceil(64).saturating_mul(self.program.cost.div_ceil(1024))
    }

    /// The nominal size of the compiled pattern, for a cache.
    #[must_use]
    pub fn program_bytes(&self) -> u64 {
        self.program.cost
    }
}
