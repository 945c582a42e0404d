//! The attribute mappings of an object, one for each target attribute.

use super::attribute::AttributeMapping;
use super::definition::AttributeMappingDefinition;
use super::rules::{in_way, read_only, unfit_matching};
use super::target::TargetPath;
use super::targets::{Targets, Written};
use crate::diagnostic::Diagnostics;
use crate::expression::Slots;
use crate::limits::Limits;
use crate::value::order::sort_by_key;

/// The mappings of an object, in their order.
#[derive(Debug, Default)]
pub(crate) struct Mappings {
    list: Vec<AttributeMapping>,
    /// Positions of the matching attributes, by ascending precedence.
    matching: Vec<usize>,
}

impl Mappings {
    /// Compiles mappings; attribute names become slots. One that does not compile, or whose target another has taken,
    /// is reported and left out.
    pub(crate) fn compile(
        definitions: &[AttributeMappingDefinition],
        slots: &mut Slots,
        limits: &Limits,
    ) -> (Self, Diagnostics) {
        let mut findings = Diagnostics::new();
        let mut list: Vec<AttributeMapping> = Vec::with_capacity(definitions.len());
        let mut targets = Targets::new(true);
        for (place, definition) in definitions.iter().enumerate() {
            let (path, unreadable) = match TargetPath::parse(&definition.target, limits) {
                Ok(path) => (Some(path), None),
                Err(finding) => (None, Some(definition.at_target(finding))),
            };
            findings.extend(unreadable);
            let direct = definition.source.attribute();
            let target = path.map(|path| Written::new(path, definition.value_type, direct));
            let conflict = targets.add(place, &definition.target, target.clone());
            // What the target requires and nobody maps excludes nothing.
            if let Some(conflict) = conflict.filter(|_| !definition.is_implied)
                && let Some(earlier) = definitions.get(conflict.first.place)
            {
                let (own, first) = (&definition.target, &earlier.target);
                let finding = in_way(own, first, earlier.pointer.as_deref(), conflict.is_taken);
                findings.push(definition.at_target(finding));
            }
            let first = conflict.filter(|conflict| conflict.is_taken).map(|conflict| conflict.first);
            let Some(target) = target else { continue };
            let is_given = first.is_some_and(|first| first.gives(&target.path));
            let mapping = match AttributeMapping::compile(definition, target.clone(), slots, limits) {
                Ok(mapping) if first.is_none() => mapping,
                compiled => {
                    findings.extend(compiled.err().unwrap_or_default());
                    // The target waits for a required attribute, whatever has become of its mapping.
                    if definition.required && !is_given {
                        let silent = definition.silent();
                        let target = Written::new(target.path, silent.value_type, None);
                        list.extend(AttributeMapping::compile(&silent, target, slots, limits));
                    }
                    continue;
                }
            };
            findings.extend(mapping.default_value().finding);
            let is_refused = definition.read_only && definition.gives();
            let refused = || is_refused.then(|| read_only(&definition.target));
            let finding = mapping.path.never_written().or_else(refused);
            findings.extend(finding.map(|finding| definition.at_target(finding)));
            if definition.matching_priority > 0 {
                let finding = unfit_matching(&definition.target, definition.source.mapping_type());
                findings.extend(finding.map(|finding| definition.locate(finding, "/matchingPriority")));
            }
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
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, AttributeMapping> {
        self.list.iter()
    }

    /// The matching attributes with their positions, by ascending precedence.
    pub(crate) fn matching(&self) -> impl Iterator<Item = (usize, &AttributeMapping)> {
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
