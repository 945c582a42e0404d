//! Findings of two configurations: those of the new one that the old one does not have.

use std::collections::{HashMap, HashSet};

use super::super::engine::Engine;
use crate::diagnostic::{Diagnostic, Diagnostics, code, quoted};
use crate::mapping::{AttributeMappingDefinition, without_core};
use crate::sync_schema::ObjectKind;
use crate::value::search;

/// What the check and the engine find in one configuration. They share most rules; what both tell is told as the check
/// does, with the span.
pub(super) fn together(checked: Diagnostics, compiled: &[Diagnostic]) -> Diagnostics {
    let known: HashSet<_> = checked.iter().map(|finding| (finding.code.code, &finding.message)).collect();
    let is_new = |finding: &&Diagnostic| !known.contains(&(finding.code.code, &finding.message));
    let of_engine: Vec<_> = compiled.iter().filter(is_new).cloned().collect();
    let mut all = checked;
    all.extend(of_engine);
    all
}

/// Findings of the new configuration that the old one does not have. A mapping keeps its findings wherever it stands
/// in the list, so places are compared by target attribute and without positions.
pub(super) fn new([before, after]: [&Engine; 2], [old, new]: [&[Diagnostic]; 2]) -> Diagnostics {
    let mut known: HashMap<_, usize> = HashMap::new();
    let owners = Owners::of(before);
    for finding in old {
        let count = known.entry(owners.essence(finding)).or_default();
        *count = count.saturating_add(1);
    }
    let owners = Owners::of(after);
    let mut is_known = |finding: &Diagnostic| match known.get_mut(&owners.essence(finding)) {
        Some(count) if *count > 0 => {
            *count = count.saturating_sub(1);
            true
        }
        _ => false,
    };
    new.iter().filter(|finding| !is_known(finding)).cloned().collect()
}

/// Whether findings of the configuration tell already why an object fails: nobody maps an attribute that it requires.
pub(super) fn is_told(failure: &Diagnostic, engine: &Engine, configuration: &[Diagnostic]) -> bool {
    let tells = |finding: &&Diagnostic| {
        finding.code == &code::attribute_mapping::REQUIRED_UNMAPPED && finding.at == failure.at
    };
    let mut unmapped =
        engine.all_programs().flat_map(|program| &program.definition.attributes).filter(|it| it.is_implied);
    failure.code == &code::plan::REQUIRED_MISSING
        && unmapped.any(|attribute| {
            let name = quoted(&attribute.target).to_string();
            let names = |finding: &Diagnostic| search::contains(&finding.message, &name);
            names(failure) && configuration.iter().filter(tells).any(names)
        })
}

/// By pointer: the kind of an object mapping, with the target attribute of a mapping in it.
struct Owners<'e> {
    list: Vec<(&'e str, ObjectKind, &'e str)>,
    places: HashMap<&'e str, usize>,
}

impl<'e> Owners<'e> {
    fn of(engine: &'e Engine) -> Self {
        let mut list = Vec::new();
        for program in engine.all_programs() {
            let object = &program.definition;
            list.extend(object.pointer.as_deref().map(|pointer| (pointer, object.kind, "")));
            let attributes = object.attributes.iter().filter(|mapping| !mapping.is_implied);
            let of_mapping = |mapping: &'e AttributeMappingDefinition| {
                Some((mapping.pointer.as_deref()?, object.kind, without_core(&mapping.target)))
            };
            list.extend(attributes.filter_map(of_mapping));
        }
        let places = list.iter().enumerate().map(|(at, owner)| (owner.0, at)).collect();
        Self { list, places }
    }

    /// What a finding says, and where: the kind of objects, the target attribute, and the rest of the place. Either document
    /// may spell its members in letters of its own.
    fn essence(&self, finding: &Diagnostic) -> String {
        let place = finding.pointer().unwrap_or_default();
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
            essence.push_str(&step.to_ascii_lowercase());
        }
        essence
    }
}
