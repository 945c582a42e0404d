//! The properties of two configurations that differ.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::super::definition::{IGNORES_UNRESOLVED, ObjectMappingDefinition};
use super::super::engine::Engine;
use super::super::program::ObjectProgram;
use super::Places;
use crate::mapping::{AttributeMappingDefinition, FlowBehavior, FlowType, ValueType, without_core};
use crate::scope::{ClauseDefinition, FilterDefinition};
use crate::sync_schema::ObjectKind;

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
    /// One of [`ConfigurationChange::properties`]: such as `flowTypes`, `scope`, `source`, or `required` of the target
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
    pub fn properties() -> impl Iterator<Item = &'static str> {
        OF_OBJECT.iter().map(|(name, _)| *name).chain(OF_MAPPING.iter().map(|(name, ..)| *name))
    }
}

/// How a property is read where it is defined.
type Read<D> = fn(&D) -> Option<String>;

/// The properties of an object mapping and their values; what is not said, or says nothing, has none.
const OF_OBJECT: [(&str, Read<ObjectMappingDefinition>); 6] = [
    ("enabled", |object| Some(object.enabled.to_string())),
    ("flowTypes", |object| {
        let actions =
            [(object.can_create, "Add"), (object.can_update, "Update"), (object.can_delete, "Delete")];
        let actions: Vec<&str> = actions.into_iter().filter_map(|(on, word)| on.then_some(word)).collect();
        Some(actions.join(", "))
    }),
    ("scope", |object| filters_text(&object.filters)),
    ("EscrowBehavior", |object| object.ignores_unresolved.then(|| IGNORES_UNRESOLVED.to_owned())),
    ("inputFilterGroups", |object| filters_text(&object.input_filters)),
    ("categoryFilterGroups", |object| filters_text(&object.category_filters)),
];

/// When a property is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Wherever it stands.
    Always,
    /// Of an attribute mapping that stands in the configuration.
    OfMapping,
    /// Of a target attribute that both configurations write.
    OfBoth,
}

/// The properties of an attribute mapping and of its target attribute, as [`OF_OBJECT`].
const OF_MAPPING: [(&str, Told, Read<AttributeMappingDefinition>); 11] = [
    ("mapping", Told::OfMapping, |it| Some(it.source.mapping_type().as_str().to_owned())),
    ("source", Told::OfMapping, |it| it.source.text().map(str::to_owned)),
    ("flowType", Told::OfMapping, |it| said(it.flow_type != FlowType::Always, it.flow_type.as_str())),
    ("flowBehavior", Told::OfMapping, |it| {
        said(it.flow_behavior == FlowBehavior::FlowAlways, it.flow_behavior.as_str())
    }),
    ("matchingPriority", Told::OfMapping, |it| {
        (it.matching_priority > 0).then(|| it.matching_priority.to_string())
    }),
    ("defaultValue", Told::Always, |it| it.default_value.clone()),
    ("type", Told::OfBoth, |it| said(it.value_type != ValueType::String, it.value_type.as_str())),
    ("required", Told::OfBoth, |it| said(it.required, "true")),
    ("caseExact", Told::OfBoth, |it| said(it.case_exact, "true")),
    ("multivalued", Told::OfBoth, |it| said(it.single_valued, "false")),
    ("MaximumLength", Told::OfBoth, |it| it.maximum_length.map(|most| most.to_string())),
];

fn said(says: bool, word: &str) -> Option<String> {
    says.then(|| word.to_owned())
}

/// A property as one configuration has it.
struct Property<'p> {
    /// The target attribute; empty for the object mapping itself.
    target: &'p str,
    name: &'static str,
    told: Told,
    value: Option<String>,
}

impl Property<'_> {
    /// What the target attribute is known by: a core schema's URN changes nothing.
    fn target(&self) -> &str {
        without_core(self.target)
    }
}

/// The properties that differ.
pub(super) fn changes(before: &Engine, after: &Engine) -> Vec<ConfigurationChange> {
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
    let (was, is) = (Places::of(&old, Property::target), Places::of(&new, Property::target));
    let is_of = |one: &Property<'_>, other: &&Property<'_>| one.name == other.name;
    let added = new.iter().filter(|added| !was.all(added.target()).any(|known| is_of(added, &known)));
    for property in old.iter().chain(added) {
        let value = |of: &Places<'_, Property<'_>>| {
            of.all(property.target())
                .find(|known| is_of(property, known))
                .and_then(|known| known.value.clone())
        };
        let (before, after) = (value(&was), value(&is));
        let both = || [&was, &is].iter().all(|of| of.all(property.target()).next().is_some());
        if before != after && (property.told != Told::OfBoth || both()) {
            changes.push(ConfigurationChange {
                kind: kind.as_str(),
                object_mapping: object_mapping.map(str::to_owned),
                target: Some(property.target.to_owned()).filter(|target| !target.is_empty()),
                property: property.name,
                before,
                after,
            });
        }
    }
}

fn properties(program: Option<&ObjectProgram>) -> Vec<Property<'_>> {
    let Some(ObjectProgram { definition: object, .. }) = program else { return Vec::new() };
    let of_object = |(name, read): (_, fn(&_) -> _)| Property {
        target: "",
        name,
        told: Told::Always,
        value: read(object),
    };
    let mut found: Vec<_> = OF_OBJECT.into_iter().map(of_object).collect();
    let mut seen = HashSet::new();
    // The second mapping of a target does nothing.
    for mapping in object.attributes.iter().filter(|mapping| seen.insert(without_core(&mapping.target))) {
        let rows =
            OF_MAPPING.into_iter().filter(|(_, told, _)| !(mapping.is_implied && *told == Told::OfMapping));
        found.extend(rows.map(|(name, told, read)| Property {
            target: &mapping.target,
            name,
            told,
            value: read(mapping),
        }));
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
