//! Missing values: tests for them in IIF and Switch, and what Coalesce says in one call.

use super::super::ast::{Call, Comparator, Kind, Node};
use super::super::print::print_node;
use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::expression as code;

const NULL_TESTS: [&str; 3] = ["IsNull", "IsNullOrEmpty", "IsPresent"];

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

/// A value, and what stands for it where it is missing.
struct Fallback<'n> {
    value: &'n Node,
    other: &'n Node,
    /// Whether Coalesce gives the same for every value: null and the empty text are told as one, and lists are taken.
    same: bool,
}

impl<'n> Fallback<'n> {
    fn of(value: &'n Node, tested: &Node, other: &'n Node, same: bool) -> Option<Self> {
        (value == tested && !other.is_omitted()).then_some(Self { value, other, same })
    }

    /// `IIF(IsPresent([a]), [a], b)` and its relatives.
    fn of_iif(call: &'n Call) -> Option<Self> {
        let [condition, yes, no] = call.arguments.as_slice() else { return None };
        let (test, tested) = null_test(condition)?;
        match (&condition.kind, test) {
            (Kind::Call(outer), Some(test)) if outer.name.eq_ignore_ascii_case(test) => match test {
                "IsPresent" => Self::of(yes, tested, no, true),
                test => Self::of(no, tested, yes, test == "IsNullOrEmpty"),
            },
            // A comparison with a null side is false; one with a list fails.
            (Kind::Comparison(pair), None) => match pair.operator {
                Comparator::Equal => Self::of(no, tested, yes, false),
                Comparator::NotEqual => Self::of(yes, tested, no, false),
                _ => None,
            },
            _ => None,
        }
    }

    /// `Switch([a], [a], "", b)`, which fails for a list.
    fn of_switch(call: &'n Call) -> Option<Self> {
        let [source, default, key, other] = call.arguments.as_slice() else { return None };
        Self::of(default, source, other, false).filter(|_| key.as_text() == Some(""))
    }

    /// Advises Coalesce; where it gives the same, with a fix.
    fn advise(&self, checker: &Checker<'_>, finding: Diagnostic, whole: &Node) -> Diagnostic {
        let instead = format!("Coalesce({}, {})", print_node(self.value), print_node(self.other));
        // Code that is cut off cannot be written.
        let shown = if instead.len() <= 250 { &*instead } else { "Coalesce(source, fallback)" };
        let finding = finding.help(format!("`{shown}` replaces a missing value"));
        // Of two empty values Coalesce gives the first.
        let has_content = self.other.as_text().is_some_and(|text| !text.is_empty());
        if self.same && has_content {
            return finding.fix("write `Coalesce`", checker.place(whole.span), instead);
        }
        finding
    }
}

pub(super) fn iif(checker: &mut Checker<'_>, call: &Call, whole: &Node) {
    let Some(condition) = call.arguments.first() else { return };
    if null_test(condition).is_none() {
        return;
    }
    let finding = checker.finding(
        &code::IIF_NULL_TEST,
        condition.span,
        "a test for a missing value in the condition of IIF is listed as unsupported",
    );
    // Its example has the attribute as source and as default: advice that another finding would speak against.
    let finding = finding.help(
        "it is evaluated here as it reads; the reference recommends a `Switch` with the key `\"\"`, which may see no value in incremental cycles",
    );
    let finding = match Fallback::of_iif(call) {
        Some(fallback) => fallback.advise(checker, finding, whole),
        None => finding,
    };
    checker.findings.push(finding);
}

pub(super) fn switch(checker: &mut Checker<'_>, call: &Call, whole: &Node) {
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
        let message = "an incremental cycle may see no value here when the source attribute did not change";
        let finding = checker.finding(&code::SWITCH_INCREMENTAL, call.name_span, message);
        let finding = match Fallback::of_switch(call) {
            Some(fallback) => fallback.advise(checker, finding, whole),
            None => finding,
        };
        checker.findings.push(finding);
    }
    if checker.context.reference_target {
        checker.report(
            &code::SWITCH_REFERENCE,
            call.name_span,
            "Switch does not work for a reference attribute",
        );
    }
}
