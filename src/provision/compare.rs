//! Two configurations over the same objects: what saving the new one would change.

use std::collections::BTreeMap;

use serde::Serialize;

use super::engine::Engine;
use super::plan::CycleInput;
use super::preview::{Preview, SourceReference};
use super::program::ObjectProgram;
use crate::diagnostic::Diagnostics;
use crate::mapping::{FlowBehavior, FlowType};
use crate::sync_schema::ObjectKind;
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

/// A property of the configuration, in its own words, that is not the same: what it does may show with no object given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationChange {
    /// The kind of objects.
    pub kind: &'static str,
    /// The target attribute; absent for the object mapping itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Such as `flowTypes`, `source` or `matchingPriority`.
    pub property: &'static str,
    /// Its value in the old configuration; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its value in the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
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
#[non_exhaustive]
pub struct Comparison {
    /// The properties of the mappings that differ.
    pub configuration: Vec<ConfigurationChange>,
    /// The objects that are treated otherwise, in the order given.
    pub changes: Vec<ObjectChange>,
    /// Objects: `same`, `changed`, and of the changed ones those `entering` and `leaving` the scope.
    pub summary: BTreeMap<&'static str, usize>,
    /// Findings in the new configuration that the old one does not have.
    pub diagnostics: Diagnostics,
}

/// Runs one cycle under two configurations and tells the objects that fare differently.
///
/// Saving a changed mapping or filter makes the next cycle an initial one, so every object is looked at.
pub fn compare(before: &Engine, after: &Engine, input: &CycleInput<'_>) -> Comparison {
    let (old, new) = (before.plan(input), after.plan(input));
    let known = before.diagnostics();
    let found = after.diagnostics().iter().filter(|finding| !known.contains(finding));
    let mut comparison = Comparison {
        configuration: configuration(before, after),
        diagnostics: found.cloned().collect(),
        ..Comparison::default()
    };
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

/// A target attribute, empty for the object mapping itself, a property, and its value.
type Property<'p> = (&'p str, &'static str, Option<String>);

fn configuration(before: &Engine, after: &Engine) -> Vec<ConfigurationChange> {
    let mut changes = Vec::new();
    for kind in [ObjectKind::User, ObjectKind::Group] {
        let (old, new) = (properties(before.program(kind)), properties(after.program(kind)));
        let value = |of: &[Property<'_>], target: &str, property: &str| {
            of.iter().find(|known| known.0 == target && known.1 == property).and_then(|known| known.2.clone())
        };
        let added = new.iter().filter(|one| !old.iter().any(|other| (other.0, other.1) == (one.0, one.1)));
        for (target, property, _) in old.iter().chain(added) {
            let (before, after) = (value(&old, target, property), value(&new, target, property));
            if before != after {
                let target = Some((*target).to_owned()).filter(|target| !target.is_empty());
                changes.push(ConfigurationChange { kind: kind.as_str(), target, property, before, after });
            }
        }
    }
    changes
}

fn properties(program: Option<&ObjectProgram>) -> Vec<Property<'_>> {
    let Some(program) = program else { return Vec::new() };
    let actions =
        [(program.can_create, "Add"), (program.can_update, "Update"), (program.can_delete, "Delete")];
    let actions: Vec<&str> = actions.into_iter().filter_map(|(on, word)| on.then_some(word)).collect();
    let mut found: Vec<Property<'_>> =
        vec![("", "enabled", Some(program.enabled.to_string())), ("", "flowTypes", Some(actions.join(", ")))];
    for mapping in &program.mappings {
        let definition = &mapping.definition;
        let target = mapping.path.text.as_str();
        // What is not said, or says nothing, is absent.
        let flow_type =
            (definition.flow_type != FlowType::Always).then(|| format!("{:?}", definition.flow_type));
        let always = definition.flow_behavior == FlowBehavior::FlowAlways;
        let priority = Some(definition.matching_priority).filter(|priority| *priority > 0);
        found.extend([
            (target, "source", definition.source.text().map(str::to_owned)),
            (target, "defaultValue", definition.default_value.clone()),
            (target, "flowType", flow_type),
            (target, "flowBehavior", always.then(|| "FlowAlways".to_owned())),
            (target, "matchingPriority", priority.map(|priority| priority.to_string())),
        ]);
    }
    found
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
