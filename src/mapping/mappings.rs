//! The attribute mappings of an object, one for each target attribute.

use super::attribute::AttributeMapping;
use super::definition::AttributeMappingDefinition;
use super::rules::{in_way, read_only, unfit_matching};
use super::target::TargetPath;
use super::targets::{Targets, Written};
use crate::diagnostic::{Diagnostic, Diagnostics};
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
            let target = TargetPath::parse(&definition.target, limits)
                .map(|path| Written::new(path, definition.value_type, definition.source.attribute()))
                .map_err(|finding| findings.push(definition.at_target(finding)))
                .ok();
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
            findings.extend(of_compiled(&mapping));
            list.push(mapping);
        }
        let priority = |at: &usize| list.get(*at).map_or(0, |mapping| mapping.definition.matching_priority);
        let mut matching: Vec<usize> = (0..list.len()).filter(|at| priority(at) > 0).collect();
        sort_by_key(&mut matching, priority);
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

/// What is to be said of a mapping that was compiled, whatever the object.
fn of_compiled(mapping: &AttributeMapping) -> impl Iterator<Item = Diagnostic> {
    let definition = &mapping.definition;
    let is_refused = definition.read_only && definition.gives();
    let refused = || is_refused.then(|| read_only(&definition.target));
    let of_target = mapping.path.never_written().or_else(refused);
    let kind = definition.source.mapping_type();
    let of_matching = (definition.matching_priority > 0).then(|| unfit_matching(&definition.target, kind));
    let found = [
        of_target.map(|finding| definition.at_target(finding)),
        of_matching.flatten().map(|finding| definition.locate(finding, "/matchingPriority")),
    ];
    mapping.fixed_values().chain(found.into_iter().flatten())
}
