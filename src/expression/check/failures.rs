//! Calls that fail wherever they are reached, by the constants among their arguments.

use std::borrow::Cow;
use std::fmt::Display;

use super::super::ast::{Call, Kind, Node};
use super::super::convert;
use super::super::function::{self, Function, Parameter, Purity};
use super::super::print::print_node;
use super::super::program;
use super::super::value::Value;
use super::{Checker, arity};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Code, Severity, Span, quoted};

const WHERE_REACHED: &str = "the call fails where it is reached";

/// What an evaluation finds wrong with constants. Beside these it may lack an input or run out of a limit.
const FORESEEN: [&Code; 4] = [&code::NOT_A_DATE, &code::WRONG_TYPE, &code::INVALID_ARGUMENT, &code::INDEX];

/// The warnings that say already that a call fails.
const SAID: [&Code; 3] = [&code::INVALID_ARGUMENT, &code::REPLACE_MODE, &code::UNKNOWN_GROUP];

/// Constants that their parameters do not take.
pub(super) fn arguments(checker: &mut Checker<'_>, function: &'static Function, call: &Call) {
    // With a wrong number of arguments it is not known what each is meant for.
    if !arity::fits(function, call.arguments.len()) {
        return;
    }
    let before = checker.findings.len();
    for (index, argument) in call.arguments.iter().enumerate() {
        if let Some(parameter) = function.parameter(index, call.arguments.len())
            && let Some(value) = constant(argument)
            && let Some(help) = parameter.advice_against(&value)
        {
            refused(checker, function, parameter, argument, help);
        }
    }
    if function.is("RandomString") && checker.findings.len() == before {
        minimums(checker, call);
    }
}

/// Whether an argument is a constant that its parameter does not take.
pub(super) fn is_refused(parameter: &Parameter, argument: &Node) -> bool {
    constant(argument).is_some_and(|value| parameter.advice_against(&value).is_some())
}

/// Reports a constant that its parameter does not take.
pub(super) fn refused(
    checker: &mut Checker<'_>,
    function: &Function,
    parameter: &Parameter,
    argument: &Node,
    help: String,
) {
    let (shown, name) = (print_node(argument), parameter.name);
    let shown = quoted(&shown);
    let message = format_args!("`{name}` of {} cannot be {shown}: {WHERE_REACHED}", function.name);
    warn(checker, argument.span, message, Some(help));
}

/// The value of a constant. What no call takes, a word or a number out of range, is said as such.
fn constant(node: &Node) -> Option<Value<'_>> {
    match &node.kind {
        Kind::Word(text) if !function::words().any(|word| word.eq_ignore_ascii_case(text)) => None,
        _ => program::constant(node).filter(|value| !value.is_null()),
    }
}

/// The text that a constant is where a text is taken.
pub(super) fn constant_text(node: &Node) -> Option<String> {
    constant(node)?.to_text().map(Cow::into_owned)
}

/// The constant minimums of RandomString must not add up to more than its length.
fn minimums(checker: &mut Checker<'_>, call: &Call) {
    let whole = |node: &Node| constant(node).and_then(|value| convert::number(&value)?.as_integer());
    let [length, minimums @ ..] = call.arguments.as_slice() else { return };
    let least = minimums.iter().take(4).filter_map(whole).fold(0, i64::saturating_add);
    let Some(longest) = whole(length).filter(|longest| *longest < least) else { return };
    let message =
        format_args!("the minimums add up to {least}, more than the length of {longest}: {WHERE_REACHED}");
    warn(checker, length.span, message, None);
}

/// A call whose arguments are all literals, which fails the same wherever it is reached: it is tried, unless a finding
/// behind the first `before` ones says already that it fails.
pub(super) fn constants_alone(
    checker: &mut Checker<'_>,
    function: &'static Function,
    call: &Call,
    node: &Node,
    before: usize,
) {
    let is_computed = matches!(function.purity, Purity::Pure | Purity::Random);
    let is_constant = |argument: &Node| argument.is_omitted() || constant(argument).is_some();
    if !is_computed || !call.arguments.iter().all(is_constant) {
        return;
    }
    let mut found = checker.findings.iter().skip(before);
    if found.any(|finding| finding.severity == Severity::Error || SAID.contains(&finding.code)) {
        return;
    }
    let fault = program::fault_of_constants(node, &checker.context.limits, &mut checker.fuel);
    if let Some(fault) = fault
        && FORESEEN.contains(&fault.finding.code)
    {
        let message = format_args!("{WHERE_REACHED}: {}", fault.finding.message);
        warn(checker, fault.span.unwrap_or(node.span), message, fault.finding.help.clone());
    }
}

fn warn(checker: &mut Checker<'_>, span: Span, message: impl Display, help: Option<String>) {
    let mut finding = checker.finding(&code::INVALID_ARGUMENT, span, message).severity(Severity::Warning);
    finding.help = help;
    checker.findings.push(finding);
}
