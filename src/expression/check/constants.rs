//! Constants that are patterns or date formats.

use super::super::ast::{Kind, Node};
use super::super::function::{self, Parameter};
use super::super::pattern;
use super::super::print::quote;
use super::super::program;
use super::{Checker, Inside};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Place, Span};
use crate::value::datetime::{DateFormat, Mistake, Styles};
use crate::value::search;

const LAST_BACKSLASH: &str =
    r"a literal backslash is `\\` in a pattern, and `\\\\` where the pattern stands in an expression's text";

/// Compiles the constant where its parameter takes a pattern or a format: what does not compile is an error, what a format
/// reads in an unexpected way a warning.
pub(super) fn check(checker: &mut Checker<'_>, node: &Node, inside: Option<Inside<'_>>) {
    let Some(inside) = inside else { return };
    let Some(parameter) = inside.parameter() else { return };
    let check = match parameter.kind {
        function::Kind::Pattern => pattern,
        function::Kind::DateFormat => date_format,
        _ => return,
    };
    let value = program::constant(node).unwrap_or_default();
    let text = value.to_text().unwrap_or_default();
    check(checker, &Constant { node, text: &text, inside, parameter });
}

/// A constant argument.
struct Constant<'n> {
    node: &'n Node,
    /// What it says.
    text: &'n str,
    inside: Inside<'n>,
    parameter: &'static Parameter,
}

impl Constant<'_> {
    /// Where bytes of what it says stand in the expression `written`.
    fn part(&self, written: &str, inner: Span) -> Span {
        match self.node.kind {
            Kind::Text(_) => source_span(written, self.node.span, inner),
            // A number has no quotes and nothing escaped; its text may be another than the one written.
            _ => self.node.span,
        }
    }
}

fn pattern(checker: &mut Checker<'_>, constant: &Constant<'_>) {
    let (text, span) = (constant.text, constant.node.span);
    let Err(mut fault) = pattern::compile(text, &checker.context.limits) else { return };
    let at = fault.span.map_or(span, |inner| constant.part(checker.text, inner));
    // The hint of the pattern is of its own text; here it stands in another.
    if fault.span.is_some_and(|place| place.of(text) == "\\" && place.end == text.len()) {
        fault.finding.help = Some(LAST_BACKSLASH.to_owned());
    }
    let found = fault.placed(span, |_| Place::from(checker.place(at)));
    checker.findings.push(found);
}

fn date_format(checker: &mut Checker<'_>, constant: &Constant<'_>) {
    let (text, span) = (constant.text, constant.node.span);
    let format = match DateFormat::compile(text) {
        Ok(format) => format,
        Err(problem) => {
            let offset = problem.offset();
            let at = constant.part(checker.text, Span::new(offset, offset.saturating_add(1)));
            let message = format_args!("the date format is malformed: {problem}");
            checker.report(&code::INVALID_ARGUMENT, at, message);
            return;
        }
    };
    if !checker.warn {
        return;
    }
    let mut has_no_year = false;
    for mistake in format.mistakes() {
        let mut at = span;
        if let Mistake::NoSpecifier(letter) = mistake {
            has_no_year |= letter == 'Y';
            at = constant.part(checker.text, run(text, letter));
        }
        checker.report(&code::MISTAKEN_LETTER, at, mistake);
    }
    if constant.parameter.name != "inputFormat" {
        if is_outermost(checker.text, constant.inside) {
            outer_blanks(checker, text, span);
        }
        return;
    }
    if format.has_two_digit_year() {
        let message = "years 00 to 49 are read as 20xx, 50 to 99 as 19xx";
        let finding = checker.finding(&code::TWO_DIGIT_YEAR, span, message);
        let help = "older runtimes of .NET read 30 to 49 as 19xx; `yyyy` reads years of four digits";
        checker.findings.push(finding.help(help));
    }
    if checker.context.always && !has_no_year && format.reads_current_date(styles(constant.inside)) {
        let message = "the format has no year: what is read depends on the current date";
        checker.report(&code::NONDETERMINISTIC, span, message);
    }
}

/// Where a letter stands several times in a row.
fn run(text: &str, letter: char) -> Span {
    let start = search::find(text, &String::from_iter([letter, letter])).unwrap_or_default();
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.len().saturating_sub(rest.trim_start_matches(letter).len());
    Span::new(start, start.saturating_add(length))
}

/// Whether the call is the whole expression. Within another one a blank may be what stands between two parts.
fn is_outermost(text: &str, inside: Inside<'_>) -> bool {
    text.get(..inside.call.name_span.start).is_some_and(|before| before.trim().is_empty())
}

/// Blanks at either end of a format are written with the date. Beside a single letter a blank makes it a specifier of its
/// own, and behind a backslash it is meant.
fn outer_blanks(checker: &mut Checker<'_>, text: &str, span: Span) {
    let trimmed = text.trim();
    if trimmed != text && trimmed.chars().nth(1).is_some() && !trimmed.ends_with('\\') {
        let message = "a blank at an end of the format is written too";
        let finding = checker.finding(&code::MISTAKEN_LETTER, span, message);
        checker.findings.push(finding.fix_here("remove it", quote(trimmed)));
    }
}

/// The styles that a `FormatDateTime` reads with; the default where they are left out or no constant.
fn styles(inside: Inside<'_>) -> Styles {
    let given = inside.call.arguments.get(1).filter(|_| inside.index == 2);
    given.and_then(Node::as_text).and_then(|text| Styles::parse(text).ok()).unwrap_or(Styles::DEFAULT)
}

/// Bytes of the unescaped text as bytes of the expression: `literal` is the constant with its quotes.
fn source_span(text: &str, literal: Span, inner: Span) -> Span {
    let inside = Span::new(literal.start.saturating_add(1), literal.end.saturating_sub(1));
    let mut plain = 0_usize;
    let (mut start, mut end) = (None, None);
    let mut characters = inside.of(text).char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let here = inside.start.saturating_add(at);
        if plain >= inner.start {
            start.get_or_insert(here);
        }
        if plain >= inner.end {
            end.get_or_insert(here);
        }
        let escape =
            character == '\\' && characters.next_if(|(_, next)| matches!(next, '"' | '\\')).is_some();
        plain = plain.saturating_add(if escape { 1 } else { character.len_utf8() });
    }
    let start = start.unwrap_or(inside.end);
    Span::new(start, end.unwrap_or(inside.end).max(start))
}
