//! Regular expressions inside expressions: compiled patterns and the three things Replace does with them.

use std::borrow::Cow;

use super::function::Fault;
use crate::diagnostic::code::regex as code;
use crate::limits::Limits;

/// A compiled .NET pattern.
#[derive(Debug)]
pub(crate) struct Pattern;

/// What a search may still spend.
pub(crate) struct Budget {
    fuel: u64,
}

/// Why a search stopped.
#[derive(Debug, Clone, Copy)]
#[expect(dead_code, reason = "until the engine for regular expressions is here")]
pub(crate) enum Stop {
    /// The budget is used up.
    OutOfBudget,
    /// The text made would be too long.
    TooLong,
}

impl Budget {
    pub(crate) const fn new(fuel: u64) -> Self {
        Self { fuel }
    }

    pub(crate) const fn left(&self) -> u64 {
        self.fuel
    }
}

impl Pattern {
    pub(crate) fn compile(_pattern: &str, _limits: &Limits) -> Result<Self, Fault> {
        Err(Fault::new(&code::UNSUPPORTED, "regular expressions are not available yet"))
    }

    /// Size once compiled, for the cache.
    pub(crate) const fn bytes(&self) -> usize {
        0
    }

    /// The number of a named group.
    pub(crate) const fn group(&self, _name: &str) -> Option<usize> {
        None
    }

    /// Every match replaced by a text in .NET substitution syntax.
    pub(crate) const fn replace<'t>(
        &self,
        text: &'t str,
        _by: &str,
        _most: usize,
        _budget: &mut Budget,
    ) -> Result<Cow<'t, str>, Stop> {
        Ok(Cow::Borrowed(text))
    }

    /// In every match, what `group` captured replaced by a literal text.
    pub(crate) const fn replace_group<'t>(
        &self,
        text: &'t str,
        _group: usize,
        _by: &str,
        _most: usize,
        _budget: &mut Budget,
    ) -> Result<Cow<'t, str>, Stop> {
        Ok(Cow::Borrowed(text))
    }

    /// What `group` captured in the first match.
    pub(crate) const fn captured<'t>(
        &self,
        _text: &'t str,
        _group: usize,
        _budget: &mut Budget,
    ) -> Result<Option<&'t str>, Stop> {
        Ok(None)
    }
}
