//! Comparing mapped values with what the account holds.
//!
//! A value that is not there flows as an addition, another one as a replacement, an equal one not at all; nothing is
//! ever cleared (Entra, *Clear attribute values*: the preview feature does not cover outbound applications).

use super::lifecycle::{Act, Row};
use super::preview::{AttributeOutcome, AttributePreview};
use super::program::ObjectProgram;
use crate::mapping::{
    AttributeMapping, FlowBehavior, FlowType, Flowing, Mapped, MappingType, Record, State, key_value,
};
use crate::scim::Verb;
use crate::value::json::Json;
use crate::value::order::sort_by_key;

/// Values to write, with the attribute's place in the list of mappings.
pub(super) struct Difference<'m> {
    pub(super) number: usize,
    pub(super) mapping: &'m AttributeMapping,
    pub(super) op: Verb,
    pub(super) value: Flowing<'m>,
}

/// The value that a creation sends: the default in place of null.
pub(super) fn at_creation<'m>(
    mapping: &'m AttributeMapping,
    state: State,
    value: Option<Flowing<'m>>,
) -> Option<Flowing<'m>> {
    match state {
        State::Null if !mapping.is_reference => mapping.default_value().value,
        _ => value,
    }
}

/// What the target holds at a mapping's path; the empty text counts as nothing.
fn current<'t>(mapping: &AttributeMapping, target: Option<&'t Json<'t>>) -> Option<&'t Json<'t>> {
    target.and_then(|resource| mapping.path.read(resource)).filter(|value| value.as_str() != Some(""))
}

/// The values that differ from the account's, references and creation-only mappings left out.
pub(super) fn differences<'m>(
    program: &'m ObjectProgram,
    mapped: &[Mapped<'m>],
    target: Option<&Json<'_>>,
) -> Vec<Difference<'m>> {
    let mut found = Vec::new();
    for (number, (mapping, mapped)) in program.mappings.iter().zip(mapped).enumerate() {
        let flow = mapping.definition.flow_type;
        if mapping.is_reference || mapping.is_never_written || flow == FlowType::ObjectAddOnly {
            continue;
        }
        let current = current(mapping, target);
        let value = match &mapped.value {
            Some(value) => value.clone(),
            // The mapping type None fills an empty target with its default, also later.
            None if mapping.definition.source.mapping_type() == MappingType::None && current.is_none() => {
                match mapping.default_value().value {
                    Some(value) => value,
                    None => continue,
                }
            }
            None => continue,
        };
        let (op, value) = match current {
            None => (Verb::Add, value),
            Some(current) if mapping.only_adds() => match absent(&value, current) {
                Some(value) => (Verb::Add, value),
                None => continue,
            },
            Some(_) if !flow.replaces() => continue,
            Some(current) if value.equals(current, mapping.definition.case_exact) => continue,
            Some(_) => (Verb::Replace, value),
        };
        found.push(Difference { number, mapping, op, value });
    }
    found
}

/// The items of a list that the target's list lacks; complex ones are the same where their `value` is. Nothing where
/// none is missing, or the attribute has one value, which cannot be added to.
fn absent<'v>(value: &Flowing<'v>, current: &Json<'_>) -> Option<Flowing<'v>> {
    let (Flowing::Json(Json::Array(items)), Json::Array(held)) = (value, current) else { return None };
    let held: Vec<_> = held.iter().map(key_value).collect();
    let missing: Vec<_> = items.iter().filter(|item| !held.contains(&key_value(item))).cloned().collect();
    (!missing.is_empty()).then_some(Flowing::Json(Json::Array(missing)))
}

/// What an account keeps of what the object has no more.
#[derive(Debug, Default)]
pub(super) struct Kept<'m> {
    /// Values for which the mapping gives none: nothing is ever cleared.
    pub(super) cleared: Vec<&'m AttributeMapping>,
    /// Items of lists that are only ever added to.
    pub(super) items: Vec<&'m AttributeMapping>,
}

/// What an account keeps although its mappings are meant to follow the object. Nothing of what the object does not tell,
/// and of mappings that give nothing of the values that it has.
pub(super) fn kept<'m>(
    program: &'m ObjectProgram,
    mapped: &[Mapped<'m>],
    target: Option<&Json<'_>>,
    record: &Record<'_>,
) -> Kept<'m> {
    let mut kept = Kept::default();
    let slot = |name: &String| program.slots.names().iter().position(|known| known == name);
    let lacks = |name: &String| slot(name).is_some_and(|slot| record.lacks(slot));
    for (mapping, mapped) in program.mappings.iter().zip(mapped) {
        let definition = &mapping.definition;
        let follows = definition.flow_type == FlowType::Always
            && definition.source.mapping_type() != MappingType::None
            && !mapping.is_reference
            && !mapping.is_never_written
            && !matches!(mapped.state, State::Failed | State::Ignored);
        let is_empty = |held: &Json<'_>| match held {
            Json::Array(items) => items.is_empty(),
            Json::Object(members) => members.is_empty(),
            _ => false,
        };
        let held = current(mapping, target).filter(|held| follows && !is_empty(held));
        let Some(current) = held else { continue };
        match (&mapped.value, current) {
            (Some(Flowing::Json(Json::Array(items))), Json::Array(held)) if mapping.only_adds() => {
                let items: Vec<_> = items.iter().map(key_value).collect();
                if held.iter().any(|item| !items.contains(&key_value(item))) {
                    kept.items.push(mapping);
                }
            }
            (Some(_), _) => {}
            // A default that filled it at creation is not the object's.
            (None, _) if mapping.default_value().value.is_some_and(|value| value.equals(current, false)) => {}
            (None, _) if mapping.reads().is_empty() || !mapping.reads().iter().all(lacks) => {}
            // The last item.
            (None, Json::Array(_)) if mapping.only_adds() => kept.items.push(mapping),
            (None, _) => kept.cleared.push(mapping),
        }
    }
    kept
}

/// Adds the mappings that take part in every PATCH, in mapping order.
pub(super) fn flow_always<'m>(
    program: &'m ObjectProgram,
    mapped: &[Mapped<'m>],
    differences: &mut Vec<Difference<'m>>,
) {
    for (number, (mapping, mapped)) in program.mappings.iter().zip(mapped).enumerate() {
        let always = mapping.definition.flow_behavior == FlowBehavior::FlowAlways
            && mapping.definition.flow_type == FlowType::Always
            && !mapping.is_reference
            && !mapping.is_never_written;
        if always
            && let Some(value) = &mapped.value
            && !differences.iter().any(|difference| difference.number == number)
        {
            differences.push(Difference { number, mapping, op: Verb::Replace, value: value.clone() });
        }
    }
    sort_by_key(differences, |difference| difference.number);
}

/// Every mapping with its value and what becomes of it; `sent` are the numbers of those in a PATCH.
pub(super) fn attributes(
    program: &ObjectProgram,
    mapped: &[Mapped<'_>],
    differences: &[Difference<'_>],
    sent: &[usize],
    target: Option<&Json<'_>>,
    row: &Row,
) -> Vec<AttributePreview> {
    let mut previews = Vec::with_capacity(program.mappings.len());
    for (number, (mapping, mapped)) in program.mappings.iter().zip(mapped).enumerate() {
        let before = current(mapping, target).map(Json::to_owned);
        let (mut value, mut outcome) = match mapped.state {
            State::Flows | State::Default => (mapped.value.clone(), AttributeOutcome::Ignored),
            State::Null | State::Empty => (None, AttributeOutcome::Null),
            State::Ignored => (None, AttributeOutcome::Ignored),
            State::Failed => (None, AttributeOutcome::Error),
        };
        let flow = mapping.definition.flow_type;
        let mut after = before.clone();
        if row.act == Act::Create {
            if mapped.state == State::Null && !mapping.is_reference {
                let default = mapping.default_value();
                if default.value.is_some() {
                    (value, outcome) = (default.value, AttributeOutcome::Default);
                }
            } else if value.is_some() && !mapping.is_never_written {
                outcome = AttributeOutcome::Flows;
            }
            after = value.as_ref().map(Flowing::to_json);
        } else if sent.contains(&number) {
            let difference = differences.iter().find(|difference| difference.number == number);
            outcome = match mapped.value {
                Some(_) => AttributeOutcome::Flows,
                None => AttributeOutcome::Default,
            };
            if let Some(difference) = difference {
                value = Some(difference.value.clone());
                after = value.as_ref().map(Flowing::to_json);
            }
        } else if flow == FlowType::ObjectAddOnly && value.is_some() {
            outcome = AttributeOutcome::CreateOnly;
        } else if let Some(value) = &value
            && let Some(current) = current(mapping, target)
            && value.equals(current, mapping.definition.case_exact)
        {
            outcome = AttributeOutcome::Unchanged;
        }
        previews.push(AttributePreview {
            target: mapping.label.target.clone(),
            mapping: mapping.definition.source.mapping_type(),
            source: mapping.label.source.clone(),
            value: value.as_ref().map(Flowing::to_json),
            outcome,
            before,
            after,
            redacted: mapping.is_redacted(),
        });
    }
    previews
}
