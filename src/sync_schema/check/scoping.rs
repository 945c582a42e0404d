//! Scoping filters: what compiling them says, and what only the whole filter shows.

use std::collections::HashMap;

use super::super::model::{ScopingClause, ScopingFilter};
use super::super::select;
use super::mapping::Around;
use super::{Findings, ObjectKind, member_of, named, undefined};
use crate::diagnostic::{Place, code, quoted};
use crate::expression::{Slots, other_case};
use crate::regex::{self, Budget, Regex};
use crate::scope::{Arity, ClauseDefinition, Operator, ScopeOptions, ScopingFilters, Test, Testable};
use crate::value::search;

pub(super) fn check(around: &Around<'_>, findings: &mut Findings) {
    let scope = &around.mapping.scope;
    if scope.is_empty() {
        return;
    }
    let definitions: Vec<_> = scope.filters().map(ScopingFilter::definition).collect();
    let (_, compiled) = ScopingFilters::compile(
        &definitions,
        ScopeOptions::default(),
        &|name| testable(around, name),
        &mut Slots::new(),
        &around.options.limits,
    );
    findings.list.extend(compiled);
    for (filter, definition) in scope.filters().zip(&definitions) {
        for (clause, compiled) in filter.clauses.iter().zip(&definition.clauses) {
            self::clause(around, clause, compiled, findings);
        }
        contradiction(around, filter, findings);
    }
}

/// What a scoping filter makes of an attribute; of other sources than Entra's only the document tells something.
fn testable(around: &Around<'_>, name: &str) -> Testable {
    let defined = around.source.and_then(|object| object.meant(name));
    match around.kind {
        Some(kind) => select::testable(kind, name, defined),
        None if defined.is_some_and(|attribute| attribute.multivalued) => Testable::Values,
        None => Testable::Value,
    }
}

fn clause(
    around: &Around<'_>,
    clause: &ScopingClause,
    definition: &ClauseDefinition,
    findings: &mut Findings,
) {
    let operator = clause.operator.as_deref().and_then(Operator::find);
    if let Some(operator) = operator
        && operator.arity == Arity::Unary
        && !clause.values.is_empty()
    {
        let message = format_args!("`{}` takes no value", operator.name);
        findings.add(&code::scoping::VALUE_IGNORED, message, member_of(&clause.pointer, "targetOperand"));
    }
    if let Some(Operator { test: Test::RegexMatch | Test::NotRegexMatch, .. }) = operator {
        let limits = regex::Limits::of(&around.options.limits);
        let is_loose = |pattern: &str| regex::is_anchored(pattern, &limits).is_ok_and(|anchored| !anchored);
        for (place, pattern) in clause.values.iter().enumerate().filter(|(_, pattern)| is_loose(pattern)) {
            let message = format_args!("the pattern {} is not anchored at both ends", quoted(pattern));
            let help = has_escaped_asterisk(pattern)
                .then(|| r"`.\*` asks for an asterisk, `.*` for any text".to_owned());
            let at = format!("{}{}", clause.pointer.as_str(), definition.value_at(place));
            findings.advise(&code::scoping::UNANCHORED, message, at, help);
        }
    }
    let at = || member_of(&clause.pointer, "sourceOperandName");
    let Some(name) = clause.source_attribute.as_deref() else {
        findings.add(
            &code::scoping::ATTRIBUTE_MISSING,
            "this clause names no attribute",
            clause.pointer.clone(),
        );
        return;
    };
    // That was told when the filter was compiled.
    if testable(around, name) == Testable::Never {
        return;
    }
    let Some(object) = around.source else { return };
    let Some(defined) = object.meant(name) else {
        if around.schema.is_cut(object) {
            return;
        }
        let message = undefined("source object", object, name);
        let help = super::source::advice(around, object, name).map(|(_, help)| help);
        findings.advise(&code::scoping::UNDECLARED, message, at(), help);
        return;
    };
    if defined.name != name {
        findings.add(&code::expression::ATTRIBUTE_CASE, other_case(name, &defined.name), at());
    }
    // What cannot be tested was told when the filter was compiled.
    if let Some(operator) = operator
        && testable(around, name) == Testable::Value
        && let Some(misfit) = operator.misfit(name, defined.attribute_type.as_str())
    {
        findings.push(misfit.at(Place::pointer(member_of(&clause.pointer, "operatorName"))));
    }
}

/// Whether an asterisk stands escaped behind a dot: documentation has printed `.*` so, for its own markup.
fn has_escaped_asterisk(pattern: &str) -> bool {
    let is_meant = |before: &str| !before.ends_with('\\') && before.rfind('[') <= before.rfind(']');
    search::split_once(pattern, r".\*").is_some_and(|(before, _)| is_meant(before))
}

/// Reports the first reason why no object can pass the filter.
fn contradiction(around: &Around<'_>, filter: &ScopingFilter, findings: &mut Findings) {
    /// Clauses of one attribute that are compared with each other.
    const COMPARED: usize = 16;
    let mut lists: Vec<Vec<(&ScopingClause, Test)>> = Vec::new();
    let mut of_attribute: HashMap<&str, usize> = HashMap::new();
    for clause in &filter.clauses {
        let (Some(name), Some(operator)) =
            (clause.source_attribute.as_deref(), clause.operator.as_deref().and_then(Operator::find))
        else {
            continue;
        };
        let test = operator.test;
        let reason = if let Some(reason) = impossible(around, name, clause, test) {
            reason
        } else {
            let list = of_attribute.get(name).copied().unwrap_or(lists.len());
            if list == lists.len() {
                of_attribute.insert(name, list);
                lists.push(Vec::new());
            }
            let Some(others) = lists.get_mut(list) else { continue };
            let other = others.iter().find(|(other, its)| exclude(around, clause, test, other, *its));
            let Some((other, _)) = other.copied() else {
                if others.len() < COMPARED {
                    others.push((clause, test));
                }
                continue;
            };
            format!("{} and {} exclude each other", shown(other), shown(clause))
        };
        let message =
            format_args!("{} can never pass: {reason}", named("scoping filter", filter.name.as_deref()));
        findings.add(&code::scoping::NEVER_PASSES, message, clause.pointer.clone());
        return;
    }
}

fn shown(clause: &ScopingClause) -> String {
    let mut text = format!(
        "{} {}",
        clause.source_attribute.as_deref().unwrap_or_default(),
        clause.operator.as_deref().unwrap_or_default()
    );
    if !clause.values.is_empty() {
        text = format!("{text} {}", clause.values.join(", "));
    }
    quoted(&text).to_string()
}

/// Why a clause holds for no object that could be in scope.
fn impossible(around: &Around<'_>, name: &str, clause: &ScopingClause, test: Test) -> Option<String> {
    if around.kind == Some(ObjectKind::User)
        && name.eq_ignore_ascii_case("accountEnabled")
        && test == Test::IsFalse
    {
        return Some("disabled users are never in scope".to_owned());
    }
    let needs_text = matches!(test, Test::Equals | Test::Within);
    (needs_text && !clause.values.is_empty() && clause.values.iter().all(String::is_empty))
        .then(|| format!("{} is false on every empty value", shown(clause)))
}

/// Whether two clauses on one attribute cannot both hold.
fn exclude(
    around: &Around<'_>,
    left: &ScopingClause,
    of_left: Test,
    right: &ScopingClause,
    of_right: Test,
) -> bool {
    let one_way = |left: &ScopingClause, of_left: Test, right: &ScopingClause, of_right: Test| match (
        of_left, of_right,
    ) {
        (Test::IsNull, other) => other != Test::IsNull,
        (Test::IsTrue, Test::IsFalse) => true,
        (Test::Equals, _) if !left.values.is_empty() => {
            left.values.iter().all(|value| holds(around, value, right, of_right) == Some(false))
        }
        (Test::EndsWith, Test::EndsWith) => left.values.iter().all(|left| {
            right
                .values
                .iter()
                .all(|right| !left.ends_with(right.as_str()) && !right.ends_with(left.as_str()))
        }),
        (Test::RegexMatch, Test::NotRegexMatch) | (Test::Within, Test::NotWithin) => {
            left.values == right.values
        }
        _ => false,
    };
    one_way(left, of_left, right, of_right) || one_way(right, of_right, left, of_left)
}

/// Whether the clause holds for a text; nothing where that is not certain.
fn holds(around: &Around<'_>, text: &str, clause: &ScopingClause, test: Test) -> Option<bool> {
    let (negated, test) = test.base();
    match test {
        Test::Equals | Test::Includes | Test::EndsWith | Test::Within => {
            Some(clause.values.iter().any(|value| test.compares(text, value)) != negated)
        }
        Test::RegexMatch => {
            let [pattern] = clause.values.as_slice() else { return None };
            let limits = regex::Limits::of(&around.options.limits);
            let regex = Regex::new(pattern, &limits).ok()?;
            let found = regex.is_match(text, &mut Budget::new(around.options.limits.fuel)).ok()?;
            // Not anchored, a part of the text is enough in one reading only: then just a miss is certain.
            let is_certain = !found || regex::is_anchored(pattern, &limits).ok()?;
            is_certain.then_some(found != negated)
        }
        _ => None,
    }
}
