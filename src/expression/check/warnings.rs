//! What works but is probably not meant, each with the document that says so.

use super::super::ast::{Call, Kind, Node};
use super::super::function::{self, Function, Purity, ReplaceMode};
use super::super::pattern::Pattern;
use super::super::print::{print_node, quote};
use super::{Checker, Inside, arity, failures};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Severity, Span, did_you_mean, nearest, quoted, shortened};

const NULL_TESTS: [&str; 3] = ["IsNull", "IsNullOrEmpty", "IsPresent"];

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
        "IIF" => iif(checker, call),
        "Switch" => switch(checker, call),
        "Replace" => replace(checker, function, call, node.span),
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
        "DateAdd" => implicit_dates(checker, call, &[2]),
        "DateDiff" => implicit_dates(checker, call, &[1, 2]),
        "Split" => {
            sought(checker, function, call);
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
        let message = format!("`{}` gives another value in every cycle", function.name);
        let mut finding = checker.finding(&code::NONDETERMINISTIC, call.name_span, message);
        if function.purity == Purity::Clock && checker.counted {
            finding.severity = Severity::Info;
        }
        checker.findings.push(finding.help("apply this mapping only during object creation"));
    }
    if checker.context.sync_all && function.family == function::Family::AppRole {
        let message = format!("`{}` does not fit the scope of all users and groups", function.name);
        checker.report(&code::ROLE_SCOPE, call.name_span, message);
    }
}

/// What a node tests for a missing value, and the name of the test where it is a function; `Not`, `CBool`, `CStr` and
/// comparisons around the test are looked through.
// INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
fn null_test(node: &Node) -> Option<(Option<&'static str>, &Node)> {
    match &node.kind {
        Kind::Comparison(pair) => {
            let empty = |side: &Node| side.as_text() == Some("");
            match (&pair.left, &pair.right) {
                (left, tested) if empty(left) => Some((None, tested)),
                (tested, right) if empty(right) => Some((None, tested)),
                (left, right) => null_test(left).or_else(|| null_test(right)),
            }
        }
        Kind::Call(call) => {
            let inner = call.arguments.first()?;
            let is = |name: &str| name.eq_ignore_ascii_case(&call.name);
            match NULL_TESTS.into_iter().find(|test| is(test)) {
                Some(test) => Some((Some(test), inner)),
                None if ["Not", "CBool", "CStr"].into_iter().any(is) => null_test(inner),
                None => None,
            }
        }
        _ => None,
    }
}

fn iif(checker: &mut Checker<'_>, call: &Call) {
    let Some(condition) = call.arguments.first() else { return };
    let Some((_, tested)) = null_test(condition) else { return };
    // Code that is cut off cannot be written: of a long test the pattern is shown.
    let tested = Some(print_node(tested)).filter(|text| text.len() <= 100).unwrap_or("source".to_owned());
    let finding = checker.finding(
        &code::IIF_NULL_TEST,
        condition.span,
        "a test for a missing value in the condition of IIF is listed as unsupported",
    );
    let instead = format!("Switch({tested}, {tested}, \"\", \"fallback\")");
    let help =
        format!("the reference recommends `{}`; it is evaluated here as it reads", shortened(&instead, 256));
    checker.findings.push(finding.help(help));
}

fn switch(checker: &mut Checker<'_>, call: &Call) {
    let Some(source) = call.arguments.first() else { return };
    if let Some((Some(test), _)) = null_test(source) {
        let message = format!("the source of this Switch is the test `{test}`");
        let finding = checker.finding(&code::SWITCH_NULL_TEST, source.span, message);
        checker.findings.push(finding.help(
            "it gives `True` or `False`; the reference advises what is tested as source, with `\"\"` as one of the keys",
        ));
    }
    let mut reads = false;
    source.walk(&mut |node| reads |= matches!(node.kind, Kind::Attribute(_)));
    if reads {
        checker.report(
            &code::SWITCH_INCREMENTAL,
            call.name_span,
            "an incremental cycle may see no value here when the source attribute did not change",
        );
    }
    if checker.context.reference_target {
        checker.report(
            &code::SWITCH_REFERENCE,
            call.name_span,
            "Switch does not work for a reference attribute",
        );
    }
}

fn replace(checker: &mut Checker<'_>, function: &'static Function, call: &Call, span: Span) {
    let provided = |index: usize| is_provided(call, index);
    if let Some(mode) = ReplaceMode::of(provided) {
        let is_idle = has_idle_text(checker, call, span);
        match mode {
            ReplaceMode::Group | ReplaceMode::FromOther if !is_idle => group(checker, call),
            ReplaceMode::Template | ReplaceMode::Literal => sought(checker, function, call),
            _ => {}
        }
        return;
    }
    let place = checker.place(span);
    let given = call.arguments.iter().filter(|argument| !argument.is_omitted());
    let finding = checker
        .finding(&code::REPLACE_MODE, span, "the arguments of Replace fit none of its modes")
        .help("the replacement is the fifth argument; empty positions keep their commas");
    // Three or four values in a row: what was meant shows in what they are. Behind an empty position it does not.
    let given: Vec<String> = given.map(print_node).collect();
    let given = if (0..given.len()).all(provided) { given } else { Vec::new() };
    checker.findings.push(match given.as_slice() {
        [source, old, new] => {
            finding.fix("replace the text", place, format!("Replace({source}, {old}, , , {new}, , )")).fix(
                "replace what the pattern matches",
                place,
                format!("Replace({source}, , {old}, , {new}, , )"),
            )
        }
        [source, pattern, group, new] if group != "\"\"" => finding.fix(
            "replace what the group captures",
            place,
            format!("Replace({source}, , {pattern}, {group}, {new}, , )"),
        ),
        _ => finding,
    });
}

fn is_provided(call: &Call, index: usize) -> bool {
    call.arguments.get(index).is_some_and(|argument| !argument.is_omitted())
}

/// Reports empty texts in positions of Replace that mean nothing when empty: pattern, group, attribute and template.
fn has_idle_text(checker: &mut Checker<'_>, call: &Call, span: Span) -> bool {
    // An empty replacement deletes.
    let is_idle = |index: usize| {
        matches!(index, 1..=3 | 5..) && call.arguments.get(index).and_then(Node::as_text) == Some("")
    };
    let Some(first) = [2, 3, 5, 6].into_iter().find(|index| is_idle(*index)) else { return false };
    let at = call.arguments.get(first).map_or(span, |argument| argument.span);
    let message = "an empty text fills a position of Replace, and what is filled selects what it does";
    let mut finding = checker
        .finding(&code::REPLACE_MODE, at, message)
        .help("leave what is not used empty: `Replace(source, old, , , new, , )`");
    // What stays may be too little.
    if ReplaceMode::of(|index| is_provided(call, index) && !is_idle(index)).is_some() {
        let blank = |(index, argument)| if is_idle(index) { String::new() } else { print_node(argument) };
        let arguments: Vec<String> = call.arguments.iter().enumerate().map(blank).collect();
        let fixed = format!("{}({})", call.name, arguments.join(", "));
        finding = finding.fix("leave these positions empty", checker.place(span), fixed);
    }
    checker.findings.push(finding);
    true
}

/// The text that Replace and Split look for must not be empty.
fn sought(checker: &mut Checker<'_>, function: &'static Function, call: &Call) {
    // With a wrong number of arguments it is not known what each is meant for.
    if arity::fits(function, call.arguments.len())
        && let Some(text) = call.arguments.get(1).filter(|text| text.as_text() == Some(""))
        && let Some(parameter) = function.parameter(1, call.arguments.len())
    {
        failures::refused(checker, function, parameter, text, "write a text that is not empty".to_owned());
    }
}

/// The group that Replace names must be one of its pattern's.
fn group(checker: &mut Checker<'_>, call: &Call) {
    let [_, _, pattern, group, ..] = call.arguments.as_slice() else { return };
    let text = failures::constant_text;
    let (Some(pattern), Some(name)) = (text(pattern), text(group)) else { return };
    let Ok(compiled) = Pattern::compile(&pattern, &checker.context.limits) else { return };
    if compiled.group(&name).is_some() {
        return;
    }
    let place = checker.place(group.span);
    let names: Vec<String> = compiled.group_names().collect();
    let close = nearest(&name, names.iter().map(String::as_str)).or_else(|| {
        let mut named = names.iter().filter(|name| name.parse::<u32>().is_err());
        named.next().filter(|_| named.next().is_none()).map(String::as_str)
    });
    let message = format!("the pattern has no group {}", quoted(&name));
    let finding = checker.finding(&code::UNKNOWN_GROUP, group.span, message);
    checker.findings.push(match close {
        Some(close) => {
            let title = format!("write {}", quoted(close));
            finding.help(did_you_mean(close)).fix(title, place, quote(close))
        }
        None => finding.help("a named group is written `(?<name>…)`"),
    });
}

fn implicit_dates(checker: &mut Checker<'_>, call: &Call, positions: &[usize]) {
    for position in positions {
        let Some(argument) = call.arguments.get(*position) else { continue };
        let gives_date =
            argument.as_call().and_then(|call| function::find_ignoring_case(&call.name)).is_some_and(
                |function| matches!(function.result, function::Kind::DateTime | function::Kind::Any),
            );
        if !gives_date && !argument.is_omitted() {
            let place = checker.place(argument.span);
            let wrapped = format!("CDate({})", print_node(argument));
            let finding = checker
                .finding(&code::IMPLICIT_DATE, argument.span, "a text is used as a date")
                .help("the reference asks for `CDate` around it")
                .fix("add `CDate`", place, wrapped);
            checker.findings.push(finding);
        }
    }
}

/// A comparison outside the condition of IIF and CBool.
pub(super) fn comparison(checker: &mut Checker<'_>, node: &Node, inside: Option<Inside<'_>>) {
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
