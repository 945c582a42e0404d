//! How many arguments a call has, and which must be given.

use super::super::ast::{Call, Node};
use super::super::function::{Function, Kind, advice};
use super::super::print::print_node;
use super::super::value::Value;
use super::Checker;
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Diagnostic, Span, quoted};

const OMITTED: &str = "an argument left out is not an empty text; write `\"\"` for that";

/// Reports a wrong number of arguments, else every required argument that is left out.
pub(super) fn check(checker: &mut Checker<'_>, function: &'static Function, call: &Call, span: Span) {
    let count = call.arguments.len();
    if !fits(function, count) {
        let message = format_args!("`{}` takes {}, not {count}", function.name, expected(function));
        let at = if count < function.minimum { call.name_span } else { excess(function, call, span) };
        let finding = checker.finding(&code::ARGUMENT_COUNT, at, message);
        let finding = match (function.name, count) {
            ("Switch", 3..) if count % 2 == 1 => odd_switch(checker, finding, call),
            ("FormatDateTime", 2) => finding
                .help("two arguments are Connect Sync syntax; write source, input format and output format"),
            ("Mid", 2) => {
                finding.help("two arguments are Connect Sync syntax; add the length as third argument")
            }
            _ => finding.help(format!("its arguments are {}", function.signature())),
        };
        checker.findings.push(finding);
        return;
    }
    for (index, argument) in call.arguments.iter().enumerate() {
        let Some(parameter) = function.parameter(index, count) else { continue };
        if argument.is_omitted() && parameter.need.must_be_given() {
            let message = format_args!("`{}` needs the argument `{}`", function.name, parameter.name);
            let finding = checker.finding(&code::MISSING_ARGUMENT, argument.span, message);
            let help = match parameter.kind {
                Kind::Integer | Kind::Number => format!("write a {}", parameter.takes()),
                Kind::Boolean => advice::TRUTH.to_owned(),
                Kind::DateFormat => "write a date format such as `yyyy-MM-dd`".to_owned(),
                _ => parameter.advice_against(&Value::text("")).unwrap_or_else(|| OMITTED.to_owned()),
            };
            checker.findings.push(finding.help(help));
        }
    }
}

/// Whether a function takes so many arguments.
pub(super) fn fits(function: &Function, count: usize) -> bool {
    let repeating = function.repeating();
    let fixed = function.parameters.len().saturating_sub(repeating);
    let surplus = count.saturating_sub(fixed).checked_rem(repeating.max(1)).unwrap_or_default();
    count >= function.minimum && function.maximum().is_none_or(|maximum| count <= maximum) && surplus == 0
}

/// The first argument too many, up to the end of the last.
fn excess(function: &Function, call: &Call, span: Span) -> Span {
    let first = function.maximum().and_then(|maximum| call.arguments.get(maximum));
    match (first, call.arguments.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ if function.maximum().is_some() => span,
        _ => call.name_span,
    }
}

/// An odd Switch: nearly always its default was forgotten, else a comma stands too many.
fn odd_switch(checker: &Checker<'_>, finding: Diagnostic, call: &Call) -> Diagnostic {
    let mut holes = (2..call.arguments.len()).filter(|index| is_omitted(call, *index));
    let Some(hole) = holes.next() else { return forgotten_default(checker, finding, call) };
    let before = hole.checked_sub(1).and_then(|before| call.arguments.get(before));
    let behind = call.arguments.get(hole.saturating_add(1));
    // Of several it is not known which; one alone moves every pair behind it.
    match (holes.next(), before, behind) {
        (None, Some(before), Some(behind)) => {
            let comma = checker.place(Span::new(before.span.end, behind.span.start));
            finding.help(PAIRS).fix("remove the comma of the omitted argument", comma, ", ")
        }
        (None, Some(before), None) if call.arguments.len() > 4 => {
            let last = call.arguments.last().map_or(before.span, |last| last.span);
            let comma = checker.place(Span::new(before.span.end, last.start));
            finding.help("the last comma adds an argument").fix("remove the last comma", comma, "")
        }
        _ => finding.help(PAIRS),
    }
}

const PAIRS: &str = "behind the default stand pairs of key and value, and one of them is not whole";

fn is_omitted(call: &Call, index: usize) -> bool {
    call.arguments.get(index).is_some_and(Node::is_omitted)
}

fn forgotten_default(checker: &Checker<'_>, finding: Diagnostic, call: &Call) -> Diagnostic {
    let second = match call.arguments.get(1) {
        Some(second) if !second.is_omitted() => second,
        _ => {
            return finding
                .help("the last key has no value: behind the default stand pairs of key and value");
        }
    };
    let finding = finding.help(
        "the second argument is the default, which may be left empty; behind it stand pairs of key and value",
    );
    let taken_as = format!("{} is taken as the default", quoted(&print_node(second)));
    let insert = checker.place(Span::point(second.span.start));
    finding.label(checker.place(second.span), taken_as).fix("insert an empty default", insert, ", ")
}

/// `3 arguments`, `at least 2 arguments`, `3 or 4 arguments`, `an even number of arguments, at least 4`.
fn expected(function: &Function) -> String {
    let plural = |count: usize| if count == 1 { "argument" } else { "arguments" };
    let least = function.minimum;
    match function.maximum() {
        _ if function.repeating() == 2 => format!("an even number of arguments, at least {least}"),
        None => format!("at least {least} {}", plural(least)),
        Some(0) => "no arguments".to_owned(),
        Some(most) if most == least => format!("{least} {}", plural(least)),
        Some(most) if most == least.saturating_add(1) => format!("{least} or {most} arguments"),
        Some(most) => format!("{least} to {most} arguments"),
    }
}
