//! Constants that are patterns or date formats.

use super::super::ast::{Kind, Node};
use super::super::function;
use super::super::pattern::Pattern;
use super::super::program;
use super::{Checker, Inside};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Place, Span};
use crate::value::datetime::{DateFormat, Styles};

/// Compiles the constant where its parameter takes a pattern or a format: what does not compile is an error, what a format
/// reads in an unexpected way a warning.
pub(super) fn check(checker: &mut Checker<'_>, node: &Node, inside: Option<Inside<'_>>) {
    let Some(parameter) = inside.and_then(|inside| inside.parameter()) else { return };
    if !matches!(parameter.kind, function::Kind::Pattern | function::Kind::DateFormat) {
        return;
    }
    let value = program::constant(node).unwrap_or_default();
    let (text, span) = (&*value.to_text().unwrap_or_default(), node.span);
    // A number has no quotes and nothing escaped; its text may be another than the one written.
    let part = |inner| match node.kind {
        Kind::Text(_) => source_span(checker.text, span, inner),
        _ => span,
    };
    match parameter.kind {
        function::Kind::Pattern => {
            if let Err(fault) = Pattern::compile(text, &checker.context.limits) {
                let at = fault.span.map_or(span, part);
                let place = Place::from(checker.place(at));
                checker.findings.push(fault.finding.at(place));
            }
        }
        function::Kind::DateFormat => match DateFormat::compile(text) {
            Ok(format) if checker.warn => {
                if let Some(mistake) = format.mistake() {
                    checker.report(&code::MISTAKEN_LETTER, span, mistake.to_string());
                }
                if parameter.name != "inputFormat" {
                    return;
                }
                if format.has_two_digit_year() {
                    let message = "years 00 to 49 are read as 20xx, 50 to 99 as 19xx";
                    let finding = checker.finding(&code::TWO_DIGIT_YEAR, span, message);
                    checker.findings.push(finding.help(
                        "older runtimes of .NET read 30 to 49 as 19xx; `yyyy` reads years of four digits",
                    ));
                }
                if checker.context.always && format.reads_current_date(styles(inside)) {
                    let message = "the format has no year: what is read depends on the current date";
                    checker.report(&code::NONDETERMINISTIC, span, message);
                }
            }
            Ok(_) => {}
            Err(problem) => {
                let offset = problem.offset();
                let at = part(Span::new(offset, offset.saturating_add(1)));
                let message = format!("the date format is malformed: {problem}");
                checker.report(&code::INVALID_ARGUMENT, at, message);
            }
        },
        _ => {}
    }
}

/// The styles that a `FormatDateTime` reads with; the default where they are left out or no constant.
fn styles(inside: Option<Inside<'_>>) -> Styles {
    let first = inside.filter(|inside| inside.index == 2).and_then(|inside| inside.call.arguments.get(1));
    first.and_then(Node::as_text).and_then(|text| Styles::parse(text).ok()).unwrap_or(Styles::DEFAULT)
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
