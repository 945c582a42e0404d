//! Targets of attribute mappings: what may be written, and what their definitions allow.

use super::super::model::{AttributeDefinition, AttributeMapping, FlowType, Mutability};
use super::super::rules::{is_described, unqualified};
use super::mapping::Around;
use super::{Findings, ObjectKind, gong, member_of, undefined};
use crate::diagnostic::{Diagnostic, code, did_you_mean, quoted};
use crate::mapping::{self, TargetPath, without_core};
use crate::profile::TargetProfile;
use crate::profile::entra::AttributeType;
use crate::scim::schema::ENTERPRISE_USER;

/// Checks the target attribute of a mapping; gives its definition where values can be held to it.
pub(super) fn check<'s>(
    around: &Around<'s>,
    attribute: &AttributeMapping,
    target: &str,
    path: Result<TargetPath, Diagnostic>,
    findings: &mut Findings,
) -> Option<&'s AttributeDefinition> {
    let at = || member_of(&attribute.pointer, "targetAttributeName");
    let object = around.target.filter(|object| is_described(object));
    let defined = object.and_then(|object| object.attribute_ignoring_case(target));
    if around.outbound {
        match path.and_then(|path| path.never_written().map_or(Ok(path), Err)) {
            Ok(path) => {
                if let Some(finding) = around.gong.and_then(|kind| unqualified(kind, &path)) {
                    findings.push(finding.within(&at()));
                    // That it is not defined follows.
                    defined?;
                } else {
                    name(around, &path, defined, &at(), findings);
                }
            }
            Err(refused) => {
                findings.push(refused.within(&at()));
                return None;
            }
        }
    }
    let object = object?;
    let Some(definition) = defined else {
        if around.schema.is_cut(object) {
            return None;
        }
        let message = undefined("target object", object, target);
        let names = object.attributes.iter().map(|other| other.name.as_str());
        let help = around.suggestions.nearest(target, names).map(did_you_mean);
        findings.advise(&code::attribute_mapping::TARGET_UNDECLARED, message, at(), help);
        return None;
    };
    if definition.name != target {
        let message = format!("{} is defined as {}", quoted(target), quoted(&definition.name));
        findings.add(&code::attribute_mapping::TARGET_CASE, message, at());
    }
    let writes = attribute.resolved(&around.options.limits).is_some() || attribute.default_value.is_some();
    match definition.mutability {
        Mutability::ReadOnly if writes => {
            findings.push(mapping::read_only(target).within(&at()));
        }
        Mutability::Immutable if attribute.source.is_some() && attribute.flow_type == FlowType::Always => {
            let message =
                format!("{} can only be set on creation, but its mapping always applies", quoted(target));
            findings.add(&code::attribute_mapping::TARGET_IMMUTABLE, message, at());
        }
        _ => {}
    }
    if attribute.flow_type == FlowType::MultiValueAddOnly && !definition.multivalued {
        let message = format!("`MultiValueAddOnly` does not fit {}, which has one value", quoted(target));
        findings.add(
            &code::attribute_mapping::FLOW_TYPE_UNFIT,
            message,
            member_of(&attribute.pointer, "flowType"),
        );
    }
    Some(definition)
}

/// A name that Gong does not document, or that of an attribute which an administrator has added: those hold one value each.
fn name(
    around: &Around<'_>,
    path: &TargetPath,
    defined: Option<&AttributeDefinition>,
    at: &str,
    findings: &mut Findings,
) {
    let kind = around.kind.map_or("", ObjectKind::resource_type);
    let is_strange =
        around.gong.is_some() && TargetProfile::gong().attribute(kind, without_core(&path.text)).is_none();
    let is_added = defined.is_some_and(|it| it.metadata.flag("IsCustomerDefined") == Some(true));
    let extension = path.extension().filter(|_| is_strange || is_added);
    let shown = quoted(&path.text);
    if let (Some(urn), Some(meant)) = (extension, &path.sub)
        && kind.eq_ignore_ascii_case(&path.attribute)
    {
        let message = format!("{shown} is read as a part of an attribute {}", quoted(&path.attribute));
        let meant = format!("{urn}:{kind}:{meant}");
        let help = format!("a colon, not a dot, stands before the attribute: {}", quoted(&meant));
        findings.advise(&code::attribute_mapping::EXTENSION_NAME, message, at, Some(help));
        return;
    }
    if is_strange {
        let message = format!("Gong does not document an attribute {shown}");
        findings.add(&code::attribute_mapping::NOT_IN_PROFILE, message, at);
    }
    // What the application brought along is defined, as what an administrator has added is.
    let is_undefined = defined.is_none() && !around.target.is_some_and(|object| around.schema.is_cut(object));
    let is_custom = is_added || is_undefined && !gong::is_own(&path.text);
    if !is_custom || extension.is_none_or(|urn| urn.eq_ignore_ascii_case(ENTERPRISE_USER)) {
        return;
    }
    let what = match defined {
        _ if path.sub.is_some() || path.is_filtered() => "complex",
        Some(defined) if defined.multivalued => "multi-valued",
        Some(defined) if defined.attribute_type == AttributeType::Reference => "a reference",
        _ => return,
    };
    let message = format!("the custom attribute {shown} is {what}");
    findings.add(&code::attribute_mapping::CUSTOM_UNFIT, message, at);
}
