//! Regular expressions inside expressions: a refused one as a finding.

use super::function::Fault;
use crate::diagnostic::code::{limit, regex as code};
use crate::diagnostic::{Diagnostic, Span};
use crate::limits::{Limits, exceeded};
use crate::regex::{self, ErrorKind, Regex};

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

/// Compiles a pattern that may be shown. The place of a refusal counts in the pattern.
pub(super) fn compile(text: &str, limits: &Limits) -> Result<Regex, Fault> {
    Regex::new(text, &regex::Limits::of(limits)).map_err(|error| {
        let next = text.get(error.offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let place = Span::new(error.offset, error.offset.saturating_add(next));
        Fault::from(finding(&error, limits)).at(place)
    })
}
