//! Matching attributes: by which accounts are looked for.

use super::super::model::AttributeMapping;
use super::super::rules::unfilterable;
use super::mapping::Around;
use super::{Findings, member_of};
use crate::diagnostic::{Diagnostic, Place, code, quoted};
use crate::expression::{Kind, parse};
use crate::mapping::{self, Source};

pub(super) fn check(around: &Around<'_>, findings: &mut Findings) {
    let mapping = around.mapping;
    let matching = mapping.matching_attributes();
    if matching.is_empty() {
        let at = member_of(&mapping.pointer, "attributeMappings");
        findings.push(mapping::without_matching(&mapping.label()).at(Place::pointer(at)));
    }
    for attribute in mapping.attribute_mappings.iter().filter(|attribute| attribute.matching_priority < 0) {
        let message = format!("the matching precedence {} is below zero", attribute.matching_priority);
        let at = member_of(&attribute.pointer, "matchingPriority");
        findings.add(&code::attribute_mapping::MATCHING_NEGATIVE, message, at);
    }
    let mut before = None;
    for attribute in matching {
        // Without a target it is reported above.
        let Some(target) = attribute.target_attribute.as_deref() else { continue };
        let at = || member_of(&attribute.pointer, "matchingPriority");
        if before == Some(attribute.matching_priority) {
            let message = format!(
                "{} has the matching precedence {} of another attribute",
                quoted(target),
                attribute.matching_priority
            );
            findings.add(&code::attribute_mapping::MATCHING_REPEATED, message, at());
        }
        before = Some(attribute.matching_priority);
        if let Some(finding) = source(around, attribute, target) {
            findings.push(finding.within(&at()));
        }
        if let Some(finding) = around.gong.and_then(|kind| unfilterable(kind, target)) {
            findings.push(finding.within(&at()));
        }
    }
}

/// What keeps the source of a matching attribute from telling objects apart, or the service from taking it.
fn source(around: &Around<'_>, attribute: &AttributeMapping, target: &str) -> Option<Diagnostic> {
    let limits = &around.options.limits;
    let source = attribute.resolved(limits).map_or(Source::None, Source::from);
    let unfit = mapping::unfit_matching(target, source.mapping_type());
    if unfit.is_some() && around.outbound {
        return unfit;
    }
    let tree = parse(source.expression()?, limits).ok()?;
    if matches!(&tree.root.kind, Kind::Call(call) if call.name.eq_ignore_ascii_case("SelectUniqueValue")) {
        let message =
            format!("the matching attribute {} has a value that is chosen to be new", quoted(target));
        return Some(Diagnostic::new(&code::attribute_mapping::MATCHING_CHOSEN, message));
    }
    let mut names: Vec<&str> = Vec::new();
    for name in tree.attributes() {
        if !names.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    (around.outbound && names.len() > 1).then(|| {
        let shown: Vec<_> = names.iter().map(|name| quoted(name).to_string()).collect();
        let message = format!(
            "the source of the matching attribute {} reads {} attributes: {}",
            quoted(target),
            names.len(),
            shown.join(", ")
        );
        Diagnostic::new(&code::attribute_mapping::MATCHING_SEVERAL, message)
            .help("match on an attribute whose source reads one")
    })
}
