//! Two configurations over the same objects: what saving the new one would change.

use std::collections::BTreeMap;

use serde::Serialize;

use super::engine::Engine;
use super::plan::CycleInput;
use super::preview::{Preview, SourceReference};
use crate::value::json::Json;

/// A value that is not the same under both configurations.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributeChange {
    /// The target attribute.
    pub target: String,
    /// The mapped value under the old configuration; absent where none flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Json<'static>>,
    /// The mapped value under the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Json<'static>>,
}

/// A word under the old and the new configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// Under the old one.
    pub before: &'static str,
    /// Under the new one.
    pub after: &'static str,
}

/// An object that the new configuration treats otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectChange {
    /// The object.
    pub source: SourceReference,
    /// The verdicts, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Shift>,
    /// The reasons, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Shift>,
    /// The values that differ.
    pub attributes: Vec<AttributeChange>,
}

/// What saving the new configuration would change.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// The objects that are treated otherwise, in the order given.
    pub changes: Vec<ObjectChange>,
    /// Objects: `same`, `changed`, and of the changed ones those `entering` and `leaving` the scope.
    pub summary: BTreeMap<&'static str, usize>,
}

/// Runs one cycle under two configurations and tells the objects that fare differently.
///
/// Saving a changed mapping or filter makes the next cycle an initial one, so every object is looked at.
pub fn compare(before: &Engine, after: &Engine, input: &CycleInput<'_>) -> Comparison {
    let (old, new) = (before.plan(input), after.plan(input));
    let mut comparison = Comparison::default();
    let mut count = |what| {
        let counter = comparison.summary.entry(what).or_default();
        *counter = counter.saturating_add(1);
    };
    for (old, new) in old.previews.iter().zip(&new.previews) {
        let change = change(old, new);
        let Some(change) = change else {
            count("same");
            continue;
        };
        count("changed");
        match (old.scope.in_scope, new.scope.in_scope) {
            (false, true) => count("entering"),
            (true, false) => count("leaving"),
            _ => {}
        }
        comparison.changes.push(change);
    }
    comparison
}

fn change(old: &Preview, new: &Preview) -> Option<ObjectChange> {
    let shift =
        |before: &'static str, after: &'static str| (before != after).then_some(Shift { before, after });
    let verdict = shift(old.verdict, new.verdict);
    let reason = shift(old.reason.code(), new.reason.code());
    let attributes = attributes(old, new);
    if verdict.is_none() && reason.is_none() && attributes.is_empty() {
        return None;
    }
    Some(ObjectChange { source: new.source.clone(), verdict, reason, attributes })
}

/// Attributes by target name: those of the old configuration first, then new ones.
fn attributes(old: &Preview, new: &Preview) -> Vec<AttributeChange> {
    let mut targets: Vec<&str> = old.attributes.iter().map(|attribute| attribute.target.as_str()).collect();
    for attribute in &new.attributes {
        if !targets.contains(&attribute.target.as_str()) {
            targets.push(&attribute.target);
        }
    }
    let value = |preview: &Preview, target: &str| {
        preview
            .attributes
            .iter()
            .find(|attribute| attribute.target == target)
            .and_then(|found| found.value.clone())
    };
    targets
        .into_iter()
        .map(|target| AttributeChange {
            target: target.to_owned(),
            before: value(old, target),
            after: value(new, target),
        })
        .filter(|change| change.before != change.after)
        .collect()
}
