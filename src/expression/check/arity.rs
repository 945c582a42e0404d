//! How many arguments a call has, and which must be given.

use super::super::ast::Call;
use super::super::function::Function;
use super::super::print::print_node;
use super::Checker;
use crate::diagnostic::Span;
use crate::diagnostic::code::expression as code;

/// Reports a wrong number of arguments, else every required argument that is left out.
pub(super) fn check(checker: &mut Checker<'_>, function: &'static Function, call: &Call, span: Span) {
    let count = call.arguments.len();
    let repeating = function.repeating();
    let fixed = function.parameters.len().saturating_sub(repeating);
    let surplus = count.saturating_sub(fixed).checked_rem(repeating.max(1)).unwrap_or_default();
    let fits = count >= function.minimum
        && function.maximum().is_none_or(|maximum| count <= maximum)
        && surplus == 0;
    if !fits {
        let message = format!("`{}` takes {}, not {count}", function.name, expected(function));
        let help = format!("its arguments are {}", function.signature());
        let at = if count < function.minimum { call.name_span } else { excess(function, call, span) };
        let finding = checker.report(&code::ARGUMENT_COUNT, at, message);
        finding.help = Some(help);
        if function.is("Switch") && count % 2 == 1 {
            switch(checker, call);
        } else if function.is("FormatDateTime") && count == 2 {
            finding.help = Some(
                "two arguments are Connect Sync syntax; write source, input format and output format"
                    .to_owned(),
            );
        } else if function.is("Mid") && count == 2 {
            finding.help =
                Some("two arguments are Connect Sync syntax; add the length as third argument".to_owned());
        }
        return;
    }
    for (index, argument) in call.arguments.iter().enumerate() {
        let Some(parameter) = function.parameter(index, count) else { continue };
        if argument.is_omitted() && parameter.need.must_be_given() {
            let message = format!("`{}` needs the argument `{}`", function.name, parameter.name);
            let finding = checker.report(&code::MISSING_ARGUMENT, argument.span, message);
            finding.help =
                Some("an argument left out is not an empty text; write `\"\"` for that".to_owned());
        }
    }
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

/// An odd Switch: nearly always its default was forgotten.
fn switch(checker: &mut Checker<'_>, call: &Call) {
    let second = call.arguments.get(1);
    let places =
        second.map(|second| [second.span, Span::point(second.span.start)].map(|span| checker.place(span)));
    let Some(finding) = checker.findings.last_mut() else { return };
    *finding = finding.clone().help(
        "the second argument is the default, which may be left empty; behind it stand pairs of key and value",
    );
    if let Some((second, [taken, insert])) = second.zip(places) {
        let taken_as = format!("{} is taken as the default", short(&print_node(second)));
        *finding = finding.clone().label(taken, taken_as).fix("insert an empty default", insert, ", ");
    }
}

fn short(text: &str) -> String {
    crate::diagnostic::quoted(text)
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
