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
        if !mapping.is_written_first() || flow == FlowType::ObjectAddOnly {
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
            && mapping.is_written_first()
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
            && mapping.is_written_first();
        if always
            && let Some(value) = &mapped.value
            && !differences.iter().any(|difference| difference.number == number)
        {
            differences.push(Difference { number, mapping, op: Verb::Replace, value: value.clone() });
        }
    }
    sort_by_key(differences, |difference| difference.number);
}

/// Every mapping with its value and what becomes of it; `sent` is what a PATCH sends.
pub(super) fn attributes(
    program: &ObjectProgram,
    mapped: &[Mapped<'_>],
    sent: &[Difference<'_>],
    target: Option<&Json<'_>>,
    row: &Row,
) -> Vec<AttributePreview> {
    let creates = row.act == Act::Create;
    let attribute = |(number, (mapping, mapped)): (usize, (&AttributeMapping, &Mapped<'_>))| {
        let current = current(mapping, target);
        let sent = sent.iter().find(|difference| difference.number == number);
        let default = || if creates { mapping.at_creation(mapped.clone()) } else { None };
        let (value, outcome) = match (&mapped.value, sent) {
            (Some(_), Some(sent)) => (Some(sent.value.clone()), AttributeOutcome::Flows),
            (None, Some(sent)) => (Some(sent.value.clone()), AttributeOutcome::Default),
            (Some(value), None) => {
                let equals = |current| value.equals(current, mapping.definition.case_exact);
                let outcome = match mapping.definition.flow_type {
                    _ if creates && mapping.is_never_written => AttributeOutcome::Ignored,
                    _ if creates => AttributeOutcome::Flows,
                    FlowType::ObjectAddOnly => AttributeOutcome::CreateOnly,
                    _ if current.is_some_and(equals) => AttributeOutcome::Unchanged,
                    _ => AttributeOutcome::Ignored,
                };
                (Some(value.clone()), outcome)
            }
            (None, None) => match (default(), mapped.state) {
                (Some(default), _) => (Some(default), AttributeOutcome::Default),
                (None, State::Failed) => (None, AttributeOutcome::Error),
                (None, State::Ignored) => (None, AttributeOutcome::Ignored),
                (None, State::Flows | State::Null | State::Empty) => (None, AttributeOutcome::Null),
            },
        };
        let value = value.as_ref().map(Flowing::to_json);
        let before = current.map(Json::to_owned);
        let after = if creates || sent.is_some() { &value } else { &before };
        AttributePreview {
            target: mapping.label.target.clone(),
            mapping: mapping.definition.source.mapping_type(),
            source: mapping.label.source.clone(),
            outcome,
            after: after.clone(),
            value,
            before,
            redacted: mapping.is_redacted(),
        }
    };
    program.mappings.iter().zip(mapped).enumerate().map(attribute).collect()
}
