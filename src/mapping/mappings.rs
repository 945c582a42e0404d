//! The attribute mappings of an object, one for each target attribute.

use std::collections::HashMap;

use super::attribute::AttributeMapping;
use super::definition::AttributeMappingDefinition;
use super::rules::taken;
use crate::diagnostic::Diagnostics;
use crate::expression::Slots;
use crate::limits::Limits;
use crate::value::order::sort_by_key;

/// The mappings of an object, in their order.
#[derive(Debug, Default)]
pub struct Mappings {
    list: Vec<AttributeMapping>,
    /// Positions of the matching attributes, by ascending precedence.
    matching: Vec<usize>,
}

impl Mappings {
    /// Compiles mappings; attribute names become slots. One that does not compile, or whose target another has taken,
    /// is reported and left out.
    pub fn compile(
        definitions: &[AttributeMappingDefinition],
        slots: &mut Slots,
        limits: &Limits,
    ) -> (Self, Diagnostics) {
        let mut findings = Diagnostics::new();
        let mut list: Vec<AttributeMapping> = Vec::with_capacity(definitions.len());
        // The target waits for a required attribute, whatever has become of its mapping.
        let is_owed = |mapping: &AttributeMapping| mapping.definition.required;
        // Only mappings of one attribute can clash: a large document takes no square of its time.
        let mut by_attribute: HashMap<String, Vec<usize>> = HashMap::new();
        for definition in definitions {
            let mapping = match AttributeMapping::compile(definition, slots, limits) {
                Ok(mapping) => mapping,
                Err(reasons) => {
                    findings.extend(reasons);
                    list.extend(
                        AttributeMapping::compile(&definition.silent(), slots, limits).ok().filter(is_owed),
                    );
                    continue;
                }
            };
            let earlier = by_attribute.entry(mapping.path.attribute.to_ascii_lowercase()).or_default();
            let mut before = earlier.iter().filter_map(|at| list.get(*at));
            if let Some(first) = before.find(|first| mapping.written().is_taken_by(first.written())) {
                // What the target requires and nobody maps excludes nothing.
                if !definition.is_implied {
                    let at = first.definition.pointer.as_deref();
                    findings.push(mapping.at_target(taken(&mapping.path.text, &first.path.text, at)));
                }
                if is_owed(&mapping) && !first.path.gives(&mapping.path) {
                    list.extend(AttributeMapping::compile(&definition.silent(), slots, limits));
                }
                continue;
            }
            findings.extend(mapping.default_value().finding);
            findings.extend(mapping.path.never_written().map(|finding| mapping.at_target(finding)));
            earlier.push(list.len());
            list.push(mapping);
        }
        let mut matching: Vec<_> = list
            .iter()
            .enumerate()
            .filter(|(_, mapping)| mapping.definition.matching_priority > 0)
            .map(|(at, mapping)| (mapping.definition.matching_priority, at))
            .collect();
        sort_by_key(&mut matching, |(priority, _)| *priority);
        let matching = matching.into_iter().map(|(_, at)| at).collect();
        (Self { list, matching }, findings)
    }

    /// The mappings, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, AttributeMapping> {
        self.list.iter()
    }

    /// Number of mappings.
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The matching attributes with their positions, by ascending precedence.
    pub fn matching(&self) -> impl Iterator<Item = (usize, &AttributeMapping)> {
        self.matching.iter().filter_map(|at| self.list.get(*at).map(|mapping| (*at, mapping)))
    }
}

impl<'m> IntoIterator for &'m Mappings {
    type Item = &'m AttributeMapping;
    type IntoIter = std::slice::Iter<'m, AttributeMapping>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
