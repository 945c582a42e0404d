//! Schemas and a target's table, joined: for every attribute what the target says of it.

use std::sync::Arc;

use super::sequence::Sequence;
use crate::profile::TargetAttribute;
use crate::scim::same_schema;
use crate::scim::schema::{Attribute, Kind, ResourceType, Schema, place_of_type};
use crate::value::json::Json;

/// The rules of one resource type.
#[derive(Debug, Clone)]
pub(super) struct TypeRules {
    pub kind: ResourceType,
    /// Those of the core attributes, then those of the common ones.
    pub top: Vec<Rule>,
    pub extensions: Vec<Extension>,
    /// The names of a payload: those of `top`, then the extensions'.
    pub names: Sequence,
    pub required: Vec<Required>,
}

/// The rules of an extension.
#[derive(Debug, Clone)]
pub(super) struct Extension {
    pub urn: Arc<str>,
    pub rules: Vec<Rule>,
    /// The names of `rules`.
    pub names: Sequence,
}

/// An attribute, and what the target says of it.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub attribute: Attribute,
    pub listing: Listing,
    /// What the target requires of its value.
    pub needs: Box<[Need]>,
    /// The names of its sub-attributes.
    pub subs: Sequence,
}

/// A required value, as seen from its attribute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// Its place in `TypeRules::required`.
    pub place: usize,
    /// The bit of the sub-attribute it is about; none where it is about the whole.
    pub sub: Option<u64>,
}

/// Bits of what was met, by place; places past 62 are left to the walk.
pub(super) fn bit(place: usize) -> Option<u64> {
    (place < 63).then(|| 1 << place)
}

/// What the target's table says of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Listing {
    /// Not listed.
    Absent,
    /// Listed as a whole.
    Whole,
    /// Listed by these sub-attributes.
    Subs(Vec<Box<str>>),
    /// Listed for elements where this sub-attribute has one of these values.
    Elements { sub: Box<str>, values: Vec<Box<str>> },
}

/// A value the target requires.
#[derive(Debug, Clone)]
pub(super) struct Required {
    pub row: TargetAttribute,
    /// Whether the rule of an attribute says that it is met; if not, it is looked for in the whole payload.
    pub is_told: bool,
}

impl TypeRules {
    pub(super) fn new(kind: &ResourceType, table: &[TargetAttribute]) -> Self {
        let top = [&kind.core, &kind.common].into_iter().flat_map(|schema| &schema.attributes);
        let top: Vec<_> = top.map(|attribute| Rule::new(attribute, None, table)).collect();
        let extension = |schema: &Schema| {
            let rule = |attribute| Rule::new(attribute, Some(&schema.id), table);
            let rules: Vec<_> = schema.attributes.iter().map(rule).collect();
            Extension { urn: schema.id.clone(), names: Sequence::of(names(&rules)), rules }
        };
        let extensions: Vec<_> = kind.extensions.iter().map(extension).collect();
        let is_told = |place| {
            let mut all = top.iter().chain(extensions.iter().flat_map(|extension| &extension.rules));
            all.any(|rule| rule.needs.iter().any(|need| need.place == place))
        };
        let rows = table.iter().filter(|row| row.required).cloned().enumerate();
        let required = rows.map(|(place, row)| Required { row, is_told: is_told(place) }).collect();
        let names = Sequence::of(names(&top).chain(extensions.iter().map(|extension| &extension.urn)));
        Self { kind: kind.clone(), top, extensions, names, required }
    }

    /// Which of `types` a payload is of.
    pub(super) fn index_for(types: &[Self], payload: &Json<'_>) -> usize {
        let kinds: Vec<&ResourceType> = types.iter().map(|rules| &rules.kind).collect();
        place_of_type(payload, &kinds)
    }
}

fn names(rules: &[Rule]) -> impl Iterator<Item = &Arc<str>> {
    rules.iter().map(|rule| &rule.attribute.name)
}

impl Rule {
    /// The rule of an attribute of the schema `urn`, or of a core or common one.
    fn new(attribute: &Attribute, urn: Option<&str>, table: &[TargetAttribute]) -> Self {
        let is_about_it = |row: &TargetAttribute| {
            row.path.attribute.name.eq_ignore_ascii_case(&attribute.name)
                && same_schema(row.path.attribute.urn.as_deref(), urn)
        };
        // A sub-attribute that there is not has no bit, and is never met.
        let bit_of = |name: &str| {
            let mut subs = attribute.sub_attributes.iter();
            subs.position(|sub| sub.name.eq_ignore_ascii_case(name)).and_then(bit).unwrap_or_default()
        };
        // These two are not read by their rules.
        let is_read = !matches!(&*attribute.name, "schemas" | "meta");
        let required = table.iter().filter(|row| row.required).enumerate();
        let needs = required
            .filter(|(_, row)| is_read && is_about_it(row))
            .map(|(place, row)| Need { place, sub: row.path.sub_attribute().map(bit_of) })
            .collect();
        Self {
            listing: listing(attribute, table.iter().filter(|row| is_about_it(row))),
            needs,
            subs: Sequence::of(attribute.sub_attributes.iter().map(|sub| &sub.name)),
            attribute: attribute.clone(),
        }
    }
}

/// What the rows about an attribute say of it.
fn listing<'t>(attribute: &Attribute, rows: impl Iterator<Item = &'t TargetAttribute>) -> Listing {
    let mut found = Listing::Absent;
    for row in rows {
        match (row.element(), row.path.sub_attribute()) {
            (Some((sub, value)), _) if attribute.kind == Kind::Complex => match &mut found {
                Listing::Elements { values, .. } => values.push(value.into()),
                _ => found = Listing::Elements { sub: sub.into(), values: vec![value.into()] },
            },
            (None, Some(sub)) => match &mut found {
                Listing::Subs(subs) => subs.push(sub.into()),
                _ => found = Listing::Subs(vec![sub.into()]),
            },
            _ => return Listing::Whole,
        }
    }
    found
}
