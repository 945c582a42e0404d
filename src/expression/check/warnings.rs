//! What works but is probably not meant, each with the document that says so.

use super::super::ast::{Call, Comparison, Node};
use super::super::function::{self, Function, Purity};
use super::super::print::print_node;
use super::{Checker, Inside, arity, booleans, failures, missing, replace};
use crate::diagnostic::Severity;
use crate::diagnostic::code::expression as code;

/// Findings about one call.
pub(super) fn call(
    checker: &mut Checker<'_>,
    function: &'static Function,
    call: &Call,
    node: &Node,
    nested: bool,
) {
    failures::arguments(checker, function, call);
    match function.name {
        "IIF" => missing::iif(checker, call, node),
        "Switch" => {
            missing::switch(checker, call, node);
            booleans::keys(checker, call);
        }
        "Replace" => replace::check(checker, function, call, node.span),
        "SelectUniqueValue" if checker.context.application_target => {
            checker.report(
                &code::SELECT_UNIQUE_TARGET,
                call.name_span,
                "`SelectUniqueValue` does not work with application targets such as Gong",
            );
        }
        function::IGNORE if nested => {
            checker.report(
                &code::IGNORE_NESTED,
                call.name_span,
                "inside another function this gives its value or null and drops nothing from the flow",
            );
        }
        "DateAdd" | "DateDiff" if arity::fits(function, call.arguments.len()) => {
            implicit_dates(checker, function, call);
        }
        "Split" => {
            if let Some(delimiter) = call.arguments.get(1)
                && failures::constant_text(delimiter).is_some_and(|text| text.chars().count() > 1)
            {
                let message = "a delimiter of several characters is matched as a whole; one is documented";
                checker.report(&code::LONG_DELIMITER, delimiter.span, message);
            }
        }
        _ => {}
    }
    if checker.context.always && matches!(function.purity, Purity::Clock | Purity::Random) {
        // Where a time is only compared or counted from, each cycle has to ask again.
        let counted = function.purity == Purity::Clock && checker.counted;
        let message = if counted {
            "is compared or counted from: the result changes as time passes"
        } else {
            "gives another value in every cycle"
        };
        let message = format_args!("`{}` {message}", function.name);
        let finding = checker.finding(&code::NONDETERMINISTIC, call.name_span, message);
        checker.findings.push(if counted {
            finding.severity(Severity::Info)
        } else {
            finding.help("apply this mapping only during object creation")
        });
    }
    if checker.context.sync_all && function.family == function::Family::AppRole {
        let message = format_args!("`{}` does not fit the scope of all users and groups", function.name);
        checker.report(&code::ROLE_SCOPE, call.name_span, message);
    }
}

/// Texts where dates are taken. That a constant is none is said as such.
fn implicit_dates(checker: &mut Checker<'_>, function: &Function, call: &Call) {
    for (argument, parameter) in call.arguments.iter().zip(function.parameters) {
        let gives_date = function::called(argument).is_some_and(|function| {
            matches!(function.result, function::Kind::DateTime | function::Kind::Any)
        });
        let is_meant = parameter.kind == function::Kind::DateTime && !gives_date && !argument.is_omitted();
        if is_meant && !failures::is_refused(parameter, argument) {
            let wrapped = format!("CDate({})", print_node(argument));
            let finding = checker
                .finding(&code::IMPLICIT_DATE, argument.span, "a text is used as a date")
                .help("the reference asks for `CDate` around it")
                .fix_here("add `CDate`", wrapped);
            checker.findings.push(finding);
        }
    }
}

/// A comparison outside the condition of IIF and CBool.
pub(super) fn comparison(
    checker: &mut Checker<'_>,
    node: &Node,
    pair: &Comparison,
    inside: Option<Inside<'_>>,
) {
    booleans::sides(checker, pair);
    if inside.is_some_and(|inside| inside.is("IIF", 0) || inside.is("CBool", 0)) {
        return;
    }
    let help = if inside.is_some_and(|inside| inside.is_of("Switch")) {
        "a Switch of conditions and values is Connect Sync syntax; nest one `IIF` in the false branch of another"
    } else {
        "here it gives the text `True` or `False`"
    };
    let message = "a comparison is documented only as condition of IIF and in CBool";
    let finding = checker.finding(&code::COMPARISON_PLACE, node.span, message);
    checker.findings.push(finding.help(help));
}
