//! Regular expressions inside expressions: compiled patterns and the three things Replace does with them.

use std::borrow::Cow;

use super::function::Fault;
use crate::diagnostic::code::{limit, regex as code};
use crate::diagnostic::{Diagnostic, Span};
use crate::limits::{Limits, exceeded};
pub(crate) use crate::regex::references;
use crate::regex::{self, Budget, ErrorKind, Regex, Replacement, Stop};

/// A compiled .NET pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    regex: Regex,
}

/// A refused pattern as a finding, without a place; [`regex::Refusal::offset`] counts in the pattern.
pub(crate) fn finding(error: &regex::Error, limits: &Limits) -> Diagnostic {
    const SURFACE: &str = "the regular expression";
    let over = |code, name, maximum: usize| exceeded(code, SURFACE, name, maximum as u64, None);
    let finding = match error.kind {
        ErrorKind::Syntax => {
            Diagnostic::new(&code::SYNTAX, format_args!("invalid pattern: {}", error.message))
        }
        ErrorKind::Unsupported(_) => Diagnostic::new(&code::UNSUPPORTED, error.message.clone()),
        ErrorKind::PatternTooLong => {
            over(&limit::REGEX_PATTERN, "regexPatternBytes", limits.regex_pattern_bytes)
        }
        ErrorKind::ProgramTooLarge => {
            over(&limit::REGEX_PROGRAM, "regexProgramBytes", limits.regex_program_bytes)
        }
        ErrorKind::TooDeep => over(&limit::REGEX_PROGRAM, "regexNesting", limits.regex_nesting),
    };
    match &error.hint {
        Some(hint) => finding.help(hint.clone()),
        None => finding,
    }
}

impl Pattern {
    /// Compiles a pattern.
    pub(crate) fn new(text: &str, limits: &Limits) -> Result<Self, regex::Error> {
        Regex::new(text, &regex::Limits::of(limits)).map(|regex| Self { regex })
    }

    /// Compiles a pattern that may be shown. The place of a refusal counts in the pattern.
    pub(crate) fn compile(text: &str, limits: &Limits) -> Result<Self, Fault> {
        Self::new(text, limits).map_err(|error| {
            let next =
                text.get(error.offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let place = Span::new(error.offset, error.offset.saturating_add(next));
            Fault::from(finding(&error, limits)).at(place)
        })
    }

    /// Size once compiled, for the cache.
    pub(crate) fn bytes(&self) -> usize {
        usize::try_from(self.regex.program_bytes()).unwrap_or(usize::MAX)
    }

    /// The number of a group, by its name or number.
    pub(crate) fn group(&self, name: &str) -> Option<u32> {
        self.regex.group_number(name)
    }

    /// Whether a replacement can refer to a group by this name or number.
    pub(crate) fn refers(&self, name: &str) -> bool {
        self.regex.refers(name)
    }

    /// The names of the groups.
    pub(crate) fn group_names(&self) -> impl Iterator<Item = String> {
        self.regex.group_names().map(|(_, name)| name)
    }

    /// A text in .NET substitution syntax, read.
    pub(crate) fn replacement(&self, text: &str, budget: &mut Budget) -> Result<Replacement, Stop> {
        // The groups a replacement names are looked for among those of the pattern.
        budget.charge(self.regex.price(text.len()))?;
        Replacement::parse(text, &self.regex)
    }

    /// Every match replaced; `most` bytes may be made.
    pub(crate) fn replace<'t>(
        &self,
        text: &'t str,
        by: &Replacement,
        most: usize,
        budget: &mut Budget,
    ) -> Result<Cow<'t, str>, Stop> {
        self.regex.replace_all(text, by, most, budget)
    }

    /// In every match, what `group` captured replaced by a literal text; empty captures are left alone.
    pub(crate) fn replace_group<'t>(
        &self,
        text: &'t str,
        group: u32,
        by: &str,
        most: usize,
        budget: &mut Budget,
    ) -> Result<Cow<'t, str>, Stop> {
        let mut out = String::new();
        let mut done = 0;
        let mut matches = self.regex.matches(text);
        while let Some(captures) = matches.next_captures(budget)? {
            let Some(span) = captures.group(group).filter(|span| !span.is_empty() && span.start >= done)
            else {
                continue;
            };
            // A capture of half a character cannot be replaced without breaking it.
            let before = text.get(done..span.start).ok_or(Stop::SplitsPair)?;
            text.get(span.end..).ok_or(Stop::SplitsPair)?;
            if out.len().saturating_add(before.len()).saturating_add(by.len()) > most {
                return Err(Stop::TooLong);
            }
            out.push_str(before);
            out.push_str(by);
            done = span.end;
        }
        if done == 0 {
            return Ok(Cow::Borrowed(text));
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Ok(Cow::Owned(out))
    }

    /// What `group` captured in the first match.
    pub(crate) fn captured<'t>(
        &self,
        text: &'t str,
        group: u32,
        budget: &mut Budget,
    ) -> Result<Option<&'t str>, Stop> {
        let captures = self.regex.captures_at(text, 0, budget)?;
        captures
            .and_then(|captures| captures.group(group))
            .map(|span| span.of(text).ok_or(Stop::SplitsPair))
            .transpose()
    }
}
