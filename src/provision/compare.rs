//! Two configurations over the same objects: what saving the new one would change.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::definition::IGNORES_UNRESOLVED;
use super::engine::Engine;
use super::lifecycle::Reason;
use super::plan::CycleInput;
use super::preview::{AttributeOutcome, AttributePreview, Preview, SourceReference, Verdict};
use super::program::ObjectProgram;
use crate::diagnostic::{Diagnostic, Diagnostics, capped};
use crate::expression::REDACTED;
use crate::mapping::{AttributeMappingDefinition, FlowBehavior, FlowType, ValueType};
use crate::scope::{ClauseDefinition, FilterDefinition};
use crate::sync_schema::ObjectKind;
use crate::value::json::Json;

/// A value that is not the same under both configurations.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AttributeChange {
    /// The target attribute.
    pub target: String,
    /// The mapped value under the old configuration, `[Redact]` where that hides it; absent where none flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Json<'static>>,
    /// The mapped value under the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Json<'static>>,
}

/// A property of the configuration, in its own words, that is not the same: what it does may show with no object given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfigurationChange {
    /// The kind of objects.
    pub kind: &'static str,
    /// The name of the object mapping, else its JSON Pointer, where several apply to the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_mapping: Option<String>,
    /// The target attribute; absent for the object mapping itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// One of [`ConfigurationChange::PROPERTIES`]: such as `flowTypes`, `scope`, `source`, or `required` of the target
    /// attribute; `mapping` is the type of mapping.
    pub property: &'static str,
    /// Its value in the old configuration; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its value in the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl ConfigurationChange {
    /// Every word that `property` may be: those of an object mapping, of an attribute mapping, and of its target attribute.
    pub const PROPERTIES: [&str; 17] = [
        "enabled",
        "flowTypes",
        "scope",
        "EscrowBehavior",
        "inputFilterGroups",
        "categoryFilterGroups",
        "mapping",
        "source",
        "flowType",
        "flowBehavior",
        "matchingPriority",
        "defaultValue",
        "type",
        "required",
        "caseExact",
        "multivalued",
        "MaximumLength",
    ];
}

/// A word under the old and the new configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shift<T> {
    /// Under the old one.
    pub before: T,
    /// Under the new one.
    pub after: T,
}

impl<T: PartialEq> Shift<T> {
    /// None where nothing changes.
    fn between(before: T, after: T) -> Option<Self> {
        (before != after).then_some(Self { before, after })
    }
}

/// An object that the new configuration treats otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ObjectChange {
    /// The object.
    pub source: SourceReference,
    /// The verdicts, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Shift<Verdict>>,
    /// The reasons, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Shift<Reason>>,
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
    /// Findings in the new configuration that the old one does not have, and errors of objects that fail under the new one
    /// only, each told once.
    pub diagnostics: Diagnostics,
}

/// Runs one cycle under two configurations and tells the objects that fare differently.
///
/// Saving a changed mapping or filter makes the next cycle an initial one, so every object is looked at.
pub fn compare(before: &Engine, after: &Engine, input: &CycleInput<'_>) -> Comparison {
    let (old, new) = (before.plan(input), after.plan(input));
    let mut comparison = Comparison {
        configuration: configuration(before, after),
        diagnostics: new_findings(before, after),
        ..Comparison::default()
    };
    let mut count = |what| {
        let counter = comparison.summary.entry(what).or_default();
        *counter = counter.saturating_add(1);
    };
    let mut failures = Diagnostics::new();
    let mut told = HashSet::new();
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
        if change.verdict.as_ref().is_some_and(|verdict| verdict.after == Verdict::Error) {
            let is_new = |finding: &&Diagnostic| finding.is_error() && !old.diagnostics.contains(finding);
            let errors = new.diagnostics.iter().filter(is_new);
            failures.extend(errors.filter(|error| told.insert((error.code.code, &error.message))).cloned());
        }
        comparison.changes.push(change);
    }
    comparison.diagnostics.extend(capped(failures, after.limits.findings));
    comparison
}

/// A target attribute, empty for the object mapping itself, a property, and its value.
type Property<'p> = (&'p str, &'static str, Option<String>);

/// Properties of the target attribute: told where both configurations write it.
const OF_TARGET: [&str; 5] = ["type", "required", "caseExact", "multivalued", "MaximumLength"];

fn target_of<'p>(property: &'p Property<'_>) -> &'p str {
    property.0
}

fn configuration(before: &Engine, after: &Engine) -> Vec<ConfigurationChange> {
    let mut changes = Vec::new();
    for kind in [ObjectKind::User, ObjectKind::Group] {
        let (before, after) = (before.programs(kind), after.programs(kind));
        let are_several = before.len().max(after.len()) > 1;
        for (old, new) in pairs(before, after) {
            let named = new.or(old).filter(|_| are_several);
            let name = named.and_then(|program| program.definition.known_by());
            between(kind, name, [old, new].map(properties), &mut changes);
        }
    }
    changes
}

/// The object mappings that are one under both configurations: those of one name, then the others in their order.
fn pairs<'e>(
    before: &'e [ObjectProgram],
    after: &'e [ObjectProgram],
) -> Vec<(Option<&'e ObjectProgram>, Option<&'e ObjectProgram>)> {
    let name = |program: &'e ObjectProgram| program.definition.name.as_str();
    let mut rest: Vec<_> = after.iter().map(Some).collect();
    let places: HashMap<_, _> =
        after.iter().enumerate().rev().map(|(at, program)| (name(program), at)).collect();
    let mut named = |old| places.get(name(old)).and_then(|at| rest.get_mut(*at)?.take());
    let mut pairs: Vec<_> = before.iter().map(|old| (Some(old), named(old))).collect();
    let mut rest = rest.into_iter().flatten();
    for (_, new) in &mut pairs {
        *new = new.or_else(|| rest.next());
    }
    pairs.extend(rest.map(|new| (None, Some(new))));
    pairs
}

/// The properties of one object mapping that differ.
fn between(
    kind: ObjectKind,
    object_mapping: Option<&str>,
    [old, new]: [Vec<Property<'_>>; 2],
    changes: &mut Vec<ConfigurationChange>,
) {
    let (was, is) = (Places::of(&old, target_of), Places::of(&new, target_of));
    let added = new.iter().filter(|added| !was.all(added.0).any(|known| known.1 == added.1));
    for (target, property, _) in old.iter().chain(added) {
        let value = |of: &Places<'_, Property<'_>>| {
            of.all(target).find(|known| known.1 == *property).and_then(|known| known.2.clone())
        };
        let (before, after) = (value(&was), value(&is));
        let both = || [&was, &is].iter().all(|of| of.all(target).next().is_some());
        if before != after && (!OF_TARGET.contains(property) || both()) {
            changes.push(ConfigurationChange {
                kind: kind.as_str(),
                object_mapping: object_mapping.map(str::to_owned),
                target: Some((*target).to_owned()).filter(|target| !target.is_empty()),
                property,
                before,
                after,
            });
        }
    }
}

/// A list in which all of one target stand together, looked up by it.
struct Places<'l, T> {
    list: &'l [T],
    target: fn(&T) -> &str,
    first: HashMap<&'l str, usize>,
}

impl<'l, T> Places<'l, T> {
    fn of(list: &'l [T], target: fn(&T) -> &str) -> Self {
        // Of two places of one target the first counts.
        let first = list.iter().enumerate().rev().map(|(at, item)| (target(item), at)).collect();
        Self { list, target, first }
    }

    fn all(&self, target: &str) -> impl Iterator<Item = &'l T> {
        let from = self.first.get(target).map_or(&[][..], |at| self.list.get(*at..).unwrap_or_default());
        from.iter().take_while(move |item| (self.target)(item) == target)
    }
}

fn properties(program: Option<&ObjectProgram>) -> Vec<Property<'_>> {
    let Some(ObjectProgram { definition: object, .. }) = program else { return Vec::new() };
    let actions = [(object.can_create, "Add"), (object.can_update, "Update"), (object.can_delete, "Delete")];
    let actions: Vec<&str> = actions.into_iter().filter_map(|(on, word)| on.then_some(word)).collect();
    let mut found: Vec<Property<'_>> = vec![
        ("", "enabled", Some(object.enabled.to_string())),
        ("", "flowTypes", Some(actions.join(", "))),
        ("", "scope", filters_text(&object.filters)),
        ("", "EscrowBehavior", object.ignores_unresolved.then(|| IGNORES_UNRESOLVED.to_owned())),
        ("", "inputFilterGroups", filters_text(&object.input_filters)),
        ("", "categoryFilterGroups", filters_text(&object.category_filters)),
    ];
    let mut seen = HashSet::new();
    for mapping in &object.attributes {
        let target = mapping.target.as_str();
        // The second mapping of a target does nothing.
        if !seen.insert(target) {
            continue;
        }
        // What is not said, or says nothing, is absent.
        let said = |says: bool, word: &str| says.then(|| word.to_owned());
        let flow_type = said(mapping.flow_type != FlowType::Always, mapping.flow_type.as_str());
        let priority = Some(mapping.matching_priority).filter(|priority| *priority > 0);
        if !mapping.is_implied {
            found.extend([
                (target, "mapping", Some(mapping.source.mapping_type().as_str().to_owned())),
                (target, "source", mapping.source.text().map(str::to_owned)),
                (target, "flowType", flow_type),
                (
                    target,
                    "flowBehavior",
                    said(mapping.flow_behavior == FlowBehavior::FlowAlways, mapping.flow_behavior.as_str()),
                ),
                (target, "matchingPriority", priority.map(|priority| priority.to_string())),
            ]);
        }
        // The default can be the target's own, the others are.
        let is_text = mapping.value_type == ValueType::String;
        found.extend([
            (target, "defaultValue", mapping.default_value.clone()),
            (target, "type", said(!is_text, mapping.value_type.as_str())),
            (target, "required", said(mapping.required, "true")),
            (target, "caseExact", said(mapping.case_exact, "true")),
            (target, "multivalued", said(mapping.single_valued, "false")),
            (target, "MaximumLength", mapping.maximum_length.map(|most| most.to_string())),
        ]);
    }
    found
}

/// Filters as the portal reads: one of them has to pass, with all of its clauses.
fn filters_text(filters: &[FilterDefinition]) -> Option<String> {
    let clause = |clause: &ClauseDefinition| {
        let mut words = vec![clause.attribute.clone(), clause.operator.clone()];
        let values: Vec<String> = clause.values.iter().map(|value| format!("\"{value}\"")).collect();
        words.push(values.join(", "));
        words.join(" ").trim_end().to_owned()
    };
    let filter = |filter: &FilterDefinition| {
        let clauses: Vec<String> = filter.clauses.iter().map(clause).collect();
        format!("{}: {}", filter.name, clauses.join(" and "))
    };
    let filters: Vec<String> = filters.iter().map(filter).collect();
    (!filters.is_empty()).then(|| filters.join(" or "))
}

/// Findings of the new configuration that the old one does not have. A mapping keeps its findings wherever it stands
/// in the list, so places are compared by target attribute and without positions.
fn new_findings(before: &Engine, after: &Engine) -> Diagnostics {
    let mut known: HashMap<_, usize> = HashMap::new();
    let owners = Owners::of(before);
    for finding in before.diagnostics() {
        let count = known.entry(owners.essence(finding)).or_default();
        *count = count.saturating_add(1);
    }
    let owners = Owners::of(after);
    let mut new = Diagnostics::new();
    for finding in after.diagnostics() {
        match known.get_mut(&owners.essence(finding)) {
            Some(count) if *count > 0 => *count = count.saturating_sub(1),
            _ => new.push(finding.clone()),
        }
    }
    new
}

/// By pointer: the kind of an object mapping, with the target attribute of a mapping in it.
struct Owners<'e> {
    list: Vec<(&'e str, ObjectKind, &'e str)>,
    places: HashMap<&'e str, usize>,
}

impl<'e> Owners<'e> {
    fn of(engine: &'e Engine) -> Self {
        let mut list = Vec::new();
        for program in
            [ObjectKind::User, ObjectKind::Group].into_iter().flat_map(|kind| engine.programs(kind))
        {
            let object = &program.definition;
            list.extend(object.pointer.as_deref().map(|pointer| (pointer, object.kind, "")));
            let attributes = object.attributes.iter().filter(|mapping| !mapping.is_implied);
            let of_mapping = |mapping: &'e AttributeMappingDefinition| {
                Some((mapping.pointer.as_deref()?, object.kind, &*mapping.target))
            };
            list.extend(attributes.filter_map(of_mapping));
        }
        let places = list.iter().enumerate().map(|(at, owner)| (owner.0, at)).collect();
        Self { list, places }
    }

    /// What a finding says, and where: the kind of objects, the target attribute, and the rest of the place.
    fn essence(&self, finding: &Diagnostic) -> String {
        let place = finding.at.as_ref().and_then(|place| place.pointer.as_deref()).unwrap_or_default();
        let ends = place.rmatch_indices('/').map(|(at, _)| at);
        let owner = std::iter::once(place.len()).chain(ends).find_map(|end| {
            let (owner, rest) = place.split_at_checked(end)?;
            let (_, kind, target) = self.list.get(*self.places.get(owner)?)?;
            Some((kind.as_str(), *target, rest))
        });
        let (kind, target, rest) = owner.unwrap_or(("", "", place));
        let mut essence = [finding.code.code, &finding.message, kind, target].join("\0");
        let is_position = |step: &str| !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
        for step in rest.split('/').filter(|step| !is_position(step)) {
            essence.push('\0');
            essence.push_str(step);
        }
        essence
    }
}

fn change(old: &Preview, new: &Preview) -> Option<ObjectChange> {
    let verdict = Shift::between(old.verdict, new.verdict);
    let reason = Shift::between(old.reason, new.reason);
    // Where nothing is sent either way for the same reason, what the mappings give changes nothing; nor does it where one
    // of the configurations leaves the account alone.
    let is_idle = reason.is_none() && [old, new].iter().all(|preview| preview.requests.is_empty());
    let is_kept = |preview: &Preview| {
        matches!(preview.verdict, Verdict::Create | Verdict::Update | Verdict::Disable | Verdict::None)
    };
    let is_told = !is_idle && is_kept(old) && is_kept(new);
    let attributes = if is_told { attributes(old, new) } else { Vec::new() };
    if verdict.is_none() && reason.is_none() && attributes.is_empty() {
        return None;
    }
    Some(ObjectChange { source: new.source.clone(), verdict, reason, attributes })
}

/// Attributes by target name: those of the old configuration first, then new ones.
fn attributes(old: &Preview, new: &Preview) -> Vec<AttributeChange> {
    fn target(attribute: &AttributePreview) -> &str {
        &attribute.target
    }
    let (was, is) = (Places::of(&old.attributes, target), Places::of(&new.attributes, target));
    let is_added = |attribute: &&AttributePreview| was.all(&attribute.target).next().is_none();
    let mut told = HashSet::new();
    let all = old.attributes.iter().chain(new.attributes.iter().filter(is_added));
    all.filter(|attribute| told.insert(attribute.target.as_str()))
        .filter_map(|attribute| {
            let sides = [&was, &is].map(|of| of.all(&attribute.target).next());
            let [old, new] = sides.map(|side| side.and_then(flowing));
            let differs = old != new;
            let [before, after] = sides.map(|side| side.and_then(shown));
            differs.then(|| AttributeChange { target: attribute.target.clone(), before, after })
        })
        .collect()
}

/// The mapped value, where the account holds it in the end.
fn flowing(attribute: &AttributePreview) -> Option<&Json<'static>> {
    use AttributeOutcome::{Default, Flows, Unchanged};
    attribute.value.as_ref().filter(|_| matches!(attribute.outcome, Flows | Default | Unchanged))
}

/// The same, for people to read.
fn shown(attribute: &AttributePreview) -> Option<Json<'static>> {
    let value = flowing(attribute)?;
    Some(if attribute.redacted { REDACTED.into() } else { value.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_those_that_are_listed() {
        let engine = Engine::for_gong().build().unwrap();
        let mut found = Vec::new();
        for (_, property, _) in properties(engine.programs(ObjectKind::User).first()) {
            if !found.contains(&property) {
                found.push(property);
            }
        }
        assert_eq!(found, ConfigurationChange::PROPERTIES);
    }
}
