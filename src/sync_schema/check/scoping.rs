//! Scoping filters: what compiling them says, and what only the whole filter shows.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};

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

/// A clause that can be compared with others: of what attribute, by which test.
#[derive(Clone, Copy)]
struct Tested<'c> {
    clause: &'c ScopingClause,
    attribute: &'c str,
    test: Test,
}

impl<'c> Tested<'c> {
    fn of(clause: &'c ScopingClause) -> Option<Self> {
        let test = Operator::find(clause.operator.as_deref()?)?.test;
        Some(Self { clause, attribute: clause.source_attribute.as_deref()?, test })
    }

    fn values(self) -> &'c [String] {
        &self.clause.values
    }
}

impl Display for Tested<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut text = format!("{} {}", self.attribute, self.clause.operator.as_deref().unwrap_or_default());
        if !self.values().is_empty() {
            text = format!("{text} {}", self.values().join(", "));
        }
        quoted(&text).fmt(out)
    }
}

/// Reports the first reason why no object can pass the filter.
fn contradiction(around: &Around<'_>, filter: &ScopingFilter, findings: &mut Findings) {
    /// Clauses of one attribute that are compared with each other.
    const COMPARED: usize = 16;
    let tested: Vec<_> = filter.clauses.iter().filter_map(Tested::of).collect();
    // Kept by place: a map of this shape is in the module anyway.
    let mut of_attribute: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, one) in tested.iter().copied().enumerate() {
        let others = of_attribute.entry(one.attribute.to_owned()).or_default();
        let reason = impossible(around, one).or_else(|| {
            let mut others = others.iter().filter_map(|place| tested.get(*place));
            let other = others.find(|other| exclude(around, one, **other))?;
            Some(format!("{other} and {one} exclude each other"))
        });
        if let Some(reason) = reason {
            let name = named("scoping filter", filter.name.as_deref());
            let message = format_args!("{name} can never pass: {reason}");
            findings.add(&code::scoping::NEVER_PASSES, message, one.clause.pointer.clone());
            return;
        }
        if others.len() < COMPARED {
            others.push(place);
        }
    }
}

/// Why a clause holds for no object that could be in scope.
fn impossible(around: &Around<'_>, one: Tested<'_>) -> Option<String> {
    if around.kind == Some(ObjectKind::User)
        && one.attribute.eq_ignore_ascii_case("accountEnabled")
        && one.test == Test::IsFalse
    {
        return Some("disabled users are never in scope".to_owned());
    }
    let needs_text = matches!(one.test, Test::Equals | Test::Within);
    (needs_text && !one.values().is_empty() && one.values().iter().all(String::is_empty))
        .then(|| format!("{one} is false on every empty value"))
}

/// Whether two clauses on one attribute cannot both hold.
fn exclude(around: &Around<'_>, left: Tested<'_>, right: Tested<'_>) -> bool {
    let one_way = |left: Tested<'_>, right: Tested<'_>| match (left.test, right.test) {
        (Test::IsNull, other) => other != Test::IsNull,
        (Test::IsTrue, Test::IsFalse) => true,
        (Test::Equals, _) if !left.values().is_empty() => {
            left.values().iter().all(|value| holds(around, value, right) == Some(false))
        }
        (Test::EndsWith, Test::EndsWith) => {
            let differ =
                |left: &String, right: &String| !left.ends_with(&**right) && !right.ends_with(&**left);
            left.values().iter().all(|left| right.values().iter().all(|right| differ(left, right)))
        }
        (Test::RegexMatch, Test::NotRegexMatch) | (Test::Within, Test::NotWithin) => {
            left.values() == right.values()
        }
        _ => false,
    };
    one_way(left, right) || one_way(right, left)
}

/// Whether the clause holds for a text; nothing where that is not certain.
fn holds(around: &Around<'_>, text: &str, one: Tested<'_>) -> Option<bool> {
    let (negated, test) = one.test.base();
    match test {
        Test::Equals | Test::Includes | Test::EndsWith | Test::Within => {
            Some(one.values().iter().any(|value| test.compares(text, value)) != negated)
        }
        Test::RegexMatch => {
            let [pattern] = one.values() else { return None };
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
