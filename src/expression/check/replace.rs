//! Replace: the mode that its filled positions select, and what that mode makes of them.

use super::super::ast::{Call, Kind, Node};
use super::super::function::{Function, ReplaceMode, advice};
use super::super::pattern;
use super::super::print::{print_node, quote};
use super::{Checker, arity, failures};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Span, did_you_mean, listed, nearest, quoted};
use crate::regex::{Regex, references};

/// Reports arguments that select no mode, and those that their mode reads in another way than was probably meant.
pub(super) fn check(checker: &mut Checker<'_>, function: &'static Function, call: &Call, span: Span) {
    // With too many arguments it is not known what each is meant for.
    if !arity::fits(function, call.arguments.len()) {
        return;
    }
    let provided = |index: usize| is_provided(call, index);
    if let Some(mode) = ReplaceMode::of(provided) {
        if !has_idle_text(checker, call, span) {
            unread(checker, function, call, mode);
            groups(checker, call, mode);
        }
        if matches!(mode, ReplaceMode::Template | ReplaceMode::Literal) {
            sought(checker, function, call);
        }
        return;
    }
    let given = call.arguments.iter().filter(|argument| !argument.is_omitted());
    let finding = checker
        .finding(&code::REPLACE_MODE, span, "the arguments of Replace fit none of its modes")
        .help("the replacement is `replacementValue`, the fifth argument; empty positions keep their commas");
    // Three or four values in a row: what was meant shows in what they are. Behind an empty position it does not.
    let given: Vec<String> = given.map(print_node).collect();
    let given = if (0..given.len()).all(provided) { given } else { Vec::new() };
    checker.findings.push(match given.as_slice() {
        [source, old, new] if old != "\"\"" => {
            let text = format!("Replace({source}, {old}, , , {new}, , )");
            let pattern = format!("Replace({source}, , {old}, , {new}, , )");
            finding.fix_here("replace the text", text).fix_here("replace what the pattern matches", pattern)
        }
        [source, pattern, group, new] if group != "\"\"" => {
            let fixed = format!("Replace({source}, , {pattern}, {group}, {new}, , )");
            finding.fix_here("replace what the group captures", fixed)
        }
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

/// Reports what is filled and not read in the mode. An empty text there is as good as nothing.
fn unread(checker: &mut Checker<'_>, function: &'static Function, call: &Call, mode: ReplaceMode) {
    // Replace takes no bare word: one of them is an error, and its position is not meant to be filled.
    if call.arguments.iter().any(|argument| matches!(argument.kind, Kind::Word(_))) {
        return;
    }
    let reads = mode.reads();
    let mut names = reads.iter().filter_map(|index| function.parameters.get(*index)).map(|read| read.name);
    let names = listed(&mut names, ", ");
    for (index, (argument, parameter)) in call.arguments.iter().zip(function.parameters).enumerate().skip(1) {
        if reads.contains(&index) || argument.is_omitted() || argument.as_text() == Some("") {
            continue;
        }
        let message = format!("`{}` is not read: Replace goes by {names} here", parameter.name);
        let finding = checker.finding(&code::REPLACE_MODE, argument.span, message);
        checker.findings.push(finding.fix_here(format!("leave `{}` empty", parameter.name), ""));
    }
}

/// The text that Replace looks for must not be empty.
fn sought(checker: &mut Checker<'_>, function: &'static Function, call: &Call) {
    if let Some(text) = call.arguments.get(1).filter(|text| text.as_text() == Some(""))
        && let Some(parameter) = function.parameter(1, call.arguments.len())
    {
        failures::refused(checker, function, parameter, text, advice::CONTENT.to_owned());
    }
}

/// The groups that Replace names: as an argument, and in its replacement.
fn groups(checker: &mut Checker<'_>, call: &Call, mode: ReplaceMode) {
    let [_, _, pattern, group, rest @ ..] = call.arguments.as_slice() else { return };
    let text = failures::constant_text;
    let Some(pattern) = text(pattern).and_then(|text| pattern::compile(&text, &checker.context.limits).ok())
    else {
        return;
    };
    if matches!(mode, ReplaceMode::Group | ReplaceMode::FromOther)
        && let Some(name) = text(group).filter(|name| pattern.group_number(name).is_none())
    {
        unknown_group(checker, group, &pattern, &name);
    }
    if let Some(new) = rest.first()
        && let Some(text) = text(new)
    {
        plain_references(checker, new, &pattern, &text, mode);
    }
}

const NAMED: &str = "a named group is written `(?<name>…)`";

fn unknown_group(checker: &mut Checker<'_>, argument: &Node, pattern: &Regex, name: &str) {
    let message = format!("the pattern has no group {}", quoted(name));
    let finding = checker.finding(&code::UNKNOWN_GROUP, argument.span, message);
    checker.findings.push(match near_group(pattern, name) {
        Some(close) => {
            finding.help(did_you_mean(&close)).fix_here(format!("write {}", quoted(&close)), quote(&close))
        }
        None => finding.help(NAMED),
    });
}

/// Reports a reference to a group that stands as plain text: beside `regexGroupName` every one, else one to a group that
/// there is not.
fn plain_references(checker: &mut Checker<'_>, new: &Node, pattern: &Regex, text: &str, mode: ReplaceMode) {
    let (code, message, help) = match mode {
        ReplaceMode::Group => {
            let Some(name) = references(text).find(|name| pattern.refers(name)) else { return };
            let message = format!("beside `regexGroupName` the reference to {} is plain text", quoted(name));
            let help = "leave `regexGroupName` empty to replace what the whole pattern matches";
            (&code::REPLACE_MODE, message, help.to_owned())
        }
        ReplaceMode::Match => {
            let is_number = |name: &str| name.starts_with(|c: char| c.is_ascii_digit());
            // Where there are no groups, a dollar sign before a number is meant as that.
            let has_groups = pattern.group_names().next().is_some();
            let is_idle = |name: &&str| !pattern.refers(name) && (has_groups || !is_number(name));
            let Some(name) = references(text).find(is_idle) else { return };
            let message =
                format!("the pattern has no group {}: the reference to it is plain text", quoted(name));
            let help = if is_number(name) {
                let mut splits = (1..name.len()).rev().filter_map(|at| name.split_at_checked(at));
                match splits.find(|(group, _)| pattern.refers(group)) {
                    Some((group, digits)) => format!("write `${{{group}}}{digits}` for group {group}"),
                    None => "a plain dollar sign is written `$$`".to_owned(),
                }
            } else {
                near_group(pattern, name).map_or_else(|| NAMED.to_owned(), |close| did_you_mean(&close))
            };
            (&code::UNKNOWN_GROUP, message, help)
        }
        _ => return,
    };
    let finding = checker.finding(code, new.span, message);
    checker.findings.push(finding.help(help));
}

/// The group of a pattern that is probably meant by a name: a near one, else the only one with a name.
fn near_group(pattern: &Regex, name: &str) -> Option<String> {
    let names: Vec<String> = pattern.group_names().map(|(_, name)| name).collect();
    let close = nearest(name, names.iter().map(String::as_str)).or_else(|| {
        let mut named = names.iter().filter(|name| name.parse::<u32>().is_err());
        named.next().filter(|_| named.next().is_none()).map(String::as_str)
    });
    close.map(str::to_owned)
}
