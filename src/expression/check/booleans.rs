//! Constants that a Boolean never equals: where it is compared it is the text `True` or `False`.

use super::super::ast::{Call, Comparison, Kind, Node};
use super::super::function;
use super::super::print::quote;
use super::Checker;
use crate::diagnostic::code::expression as code;
use crate::diagnostic::quoted;

/// The Boolean attributes of users and groups in the directory; a test compares them with the profile of the source.
pub(in crate::expression) const ATTRIBUTES: &[&str] =
    &["IsSoftDeleted", "accountEnabled", "dirSyncEnabled", "mailEnabled", "securityEnabled"];

/// The keys of a Switch whose source is a Boolean.
pub(super) fn keys(checker: &mut Checker<'_>, call: &Call) {
    let booleans = checker.context.booleans;
    let Some(source) = call.arguments.first().filter(|source| is_boolean(source, booleans)) else { return };
    let keys = || call.arguments.iter().skip(2).step_by(2);
    for key in keys() {
        if let Some(meant) = meant(key)
            // Who writes both spellings means both.
            && !keys().any(|other| other.as_text() == Some(meant))
        {
            never_equal(checker, source, key, meant);
        }
    }
}

/// The side of a comparison whose other side is a Boolean.
pub(super) fn sides(checker: &mut Checker<'_>, pair: &Comparison) {
    for (side, other) in [(&pair.left, &pair.right), (&pair.right, &pair.left)] {
        if is_boolean(side, checker.context.booleans)
            && let Some(meant) = meant(other)
        {
            never_equal(checker, side, other, meant);
        }
    }
}

/// Whether a value is `True` or `False`, as the attributes named are.
pub(in crate::expression) fn is_boolean(node: &Node, attributes: &[&str]) -> bool {
    match &node.kind {
        Kind::Attribute(name) => attributes.contains(&name.as_str()),
        Kind::Comparison(_) => true,
        _ => function::called(node).is_some_and(|function| function.result == function::Kind::Boolean),
    }
}

/// The text of a Boolean that a constant spells in another case.
fn meant(node: &Node) -> Option<&'static str> {
    let text = node.as_text()?;
    ["True", "False"].into_iter().find(|word| word.eq_ignore_ascii_case(text) && *word != text)
}

fn never_equal(checker: &mut Checker<'_>, boolean: &Node, node: &Node, meant: &str) {
    // What a source object holds is not known here; it may be the text. The service computes whether it is deleted.
    let subject = match &boolean.kind {
        Kind::Attribute(name) if name != "IsSoftDeleted" => "where the source holds a Boolean, it",
        _ => "a Boolean",
    };
    let text = quoted(node.as_text().unwrap_or_default());
    let message = format_args!("{subject} is compared as `{meant}`, which never equals {text}");
    let finding = checker.finding(&code::BOOLEAN_CASE, node.span, message);
    checker.findings.push(finding.fix_here(format!("write `{meant}`"), quote(meant)));
}
