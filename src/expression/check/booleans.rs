//! Constants that a Boolean never equals: where it is compared it is the text `True` or `False`.

use super::super::ast::{Call, Comparison, Kind, Node};
use super::super::function;
use super::super::print::quote;
use super::Checker;
use crate::diagnostic::code::expression as code;
use crate::diagnostic::quoted;

/// The Boolean attributes of users and groups in the directory; a test compares them with the profile of the source.
const ATTRIBUTES: [&str; 5] =
    ["IsSoftDeleted", "accountEnabled", "dirSyncEnabled", "mailEnabled", "securityEnabled"];

/// The keys of a Switch whose source is a Boolean.
pub(super) fn keys(checker: &mut Checker<'_>, call: &Call) {
    if call.arguments.first().is_some_and(is_boolean) {
        call.arguments.iter().skip(2).step_by(2).for_each(|key| constant(checker, key));
    }
}

/// The side of a comparison whose other side is a Boolean.
pub(super) fn sides(checker: &mut Checker<'_>, pair: &Comparison) {
    for (side, other) in [(&pair.left, &pair.right), (&pair.right, &pair.left)] {
        if is_boolean(side) {
            constant(checker, other);
        }
    }
}

fn is_boolean(node: &Node) -> bool {
    match &node.kind {
        Kind::Attribute(name) => ATTRIBUTES.contains(&name.as_str()),
        Kind::Comparison(_) => true,
        Kind::Call(call) => function::find_ignoring_case(&call.name)
            .is_some_and(|function| function.result == function::Kind::Boolean),
        _ => false,
    }
}

fn constant(checker: &mut Checker<'_>, node: &Node) {
    let Some(text) = node.as_text() else { return };
    let Some(meant) = ["True", "False"].into_iter().find(|word| word.eq_ignore_ascii_case(text)) else {
        return;
    };
    if meant != text {
        let message = format!("a Boolean is compared as `{meant}`, which never equals {}", quoted(text));
        let place = checker.place(node.span);
        let finding = checker.finding(&code::BOOLEAN_CASE, node.span, message);
        checker.findings.push(finding.fix(format!("write `{meant}`"), place, quote(meant)));
    }
}
