//! Schemas and a target's table, joined: for every attribute what the target says of it.

use super::sequence::Sequence;
use crate::profile::TargetAttribute;
use crate::scim::same_schema;
use crate::scim::schema::{Attribute, Kind, ResourceType, Schema, place_of_type};
use crate::value::json::Json;

/// The rules of one resource type.
#[derive(Debug, Clone)]
pub(super) struct TypeRules {
    pub kind: ResourceType,
    /// Parallel to `kind.core.attributes`.
    pub core: Vec<Rule>,
    /// Parallel to `kind.common.attributes`.
    pub common: Vec<Rule>,
    /// Parallel to `kind.extensions` and their attributes.
    pub extensions: Vec<Vec<Rule>>,
    /// The names of a payload: those of `core`, then of `common`, then the extensions'.
    pub names: Sequence,
    /// The names of each extension.
    pub extension_names: Vec<Sequence>,
    pub required: Vec<Required>,
}

/// What the target says of an attribute.
#[derive(Debug, Clone)]
pub(super) struct Rule {
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
    /// As the table spells it.
    pub name: Box<str>,
    pub urn: Option<Box<str>>,
    pub attribute: Box<str>,
    /// Sub-attribute and value that the element must have.
    pub element: Option<(Box<str>, Box<str>)>,
    pub sub: Option<Box<str>>,
    /// Whether the rule of an attribute says that it is met; if not, it is looked for in the whole payload.
    pub is_told: bool,
}

impl TypeRules {
    pub(super) fn new(kind: &ResourceType, table: &[TargetAttribute]) -> Self {
        let mut required: Vec<Required> = table
            .iter()
            .filter(|row| row.required)
            .map(|row| Required {
                name: row.name.clone(),
                urn: row.path.attribute.urn.clone(),
                attribute: row.path.attribute.name.clone(),
                element: row.element().map(|(sub, value)| (sub.into(), value.into())),
                sub: row.path.sub_attribute().map(Into::into),
                is_told: false,
            })
            .collect();
        let rule = |attribute: &Attribute, urn: Option<&str>| {
            let asks = |required: &Required| {
                let fits = required.attribute.eq_ignore_ascii_case(&attribute.name);
                // These two are not read by their rules.
                let is_read = !matches!(&*attribute.name, "schemas" | "meta");
                fits && is_read && same_schema(required.urn.as_deref(), urn)
            };
            // A sub-attribute that there is not has no bit, and is never met.
            let bit_of = |sub: &str| {
                let place = attribute
                    .sub_attributes
                    .iter()
                    .position(|attribute| attribute.name.eq_ignore_ascii_case(sub));
                place.and_then(bit).unwrap_or_default()
            };
            let needs = required.iter().enumerate().filter(|(_, required)| asks(required));
            Rule {
                listing: listing(attribute, urn, table),
                needs: needs
                    .map(|(place, required)| Need { place, sub: required.sub.as_deref().map(bit_of) })
                    .collect(),
                subs: names(&attribute.sub_attributes),
            }
        };
        let listings = |schema: &Schema, urn: Option<&str>| -> Vec<Rule> {
            schema.attributes.iter().map(|attribute| rule(attribute, urn)).collect()
        };
        let top = [&kind.core, &kind.common].into_iter().flat_map(|schema| &schema.attributes);
        let top = top.map(|attribute| &attribute.name);
        let core = listings(&kind.core, None);
        let common = listings(&kind.common, None);
        let extensions: Vec<_> =
            kind.extensions.iter().map(|schema| listings(schema, Some(&schema.id))).collect();
        let rules = core.iter().chain(&common).chain(extensions.iter().flatten());
        for need in rules.flat_map(|rule| &rule.needs) {
            if let Some(required) = required.get_mut(need.place) {
                required.is_told = true;
            }
        }
        Self {
            names: Sequence::of(top.chain(kind.extensions.iter().map(|schema| &schema.id))),
            extension_names: kind.extensions.iter().map(|schema| names(&schema.attributes)).collect(),
            core,
            common,
            extensions,
            required,
            kind: kind.clone(),
        }
    }

    /// Which of `types` a payload is of.
    pub(super) fn index_for(types: &[Self], payload: &Json<'_>) -> usize {
        place_of_type(payload, &|test| types.iter().position(|rules| test(&rules.kind)))
    }
}

fn names(attributes: &[Attribute]) -> Sequence {
    Sequence::of(attributes.iter().map(|attribute| &attribute.name))
}

fn listing(attribute: &Attribute, urn: Option<&str>, table: &[TargetAttribute]) -> Listing {
    let rows = table.iter().filter(|row| {
        row.path.attribute.name.eq_ignore_ascii_case(&attribute.name)
            && same_schema(row.path.attribute.urn.as_deref(), urn)
    });
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
