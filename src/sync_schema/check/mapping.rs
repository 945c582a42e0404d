//! Object mappings and what stands in them: targets, requirements, types.

use super::super::model::{
    AttributeDefinition, AttributeMapping, ObjectDefinition, ObjectMapping, SynchronizationRule,
    SynchronizationSchema,
};
use super::super::rules::{Requirements, StandIn, is_boolean, undescribed};
use super::super::select::{is_outbound, kind_of_object};
use super::super::source::ResolvedSource;
use super::{CheckOptions, Findings, ObjectKind, active, matching, member_of, scoping, source, target};
use crate::diagnostic::{Diagnostic, Suggestions, code, quoted};
use crate::mapping::{self, Flowing, Target, TargetPath, Targets, ValueType, Written};
use crate::profile::TargetProfile;
use crate::profile::entra::AttributeType;

/// What the rules of one object mapping look at.
pub(super) struct Around<'s> {
    pub(super) schema: &'s SynchronizationSchema,
    pub(super) options: &'s CheckOptions,
    pub(super) suggestions: &'s Suggestions,
    pub(super) outbound: bool,
    pub(super) kind: Option<ObjectKind>,
    pub(super) rule: &'s SynchronizationRule,
    pub(super) mapping: &'s ObjectMapping,
    pub(super) source: Option<&'s ObjectDefinition>,
    pub(super) target: Option<&'s ObjectDefinition>,
    /// The kind, where the objects go to Gong.
    pub(super) gong: Option<ObjectKind>,
}

/// An attribute mapping with what it comes to.
pub(super) struct Mapped<'s> {
    pub(super) attribute: &'s AttributeMapping,
    /// The form of the source that is used.
    pub(super) resolved: Option<ResolvedSource<'s>>,
    /// What is written, where the target is a path.
    pub(super) written: Option<Written>,
}

pub(super) fn check(
    schema: &SynchronizationSchema,
    options: &CheckOptions,
    gong: bool,
    suggestions: &Suggestions,
    findings: &mut Findings,
) {
    for rule in schema.rules() {
        let outbound = is_outbound(schema, rule);
        for mapping in rule.object_mappings.iter().filter(|mapping| mapping.enabled && !mapping.is_hidden()) {
            let kind = mapping.source_object.as_deref().and_then(kind_of_object).filter(|_| outbound);
            let gong = kind.filter(|_| gong);
            let source = schema.source_object(rule, mapping);
            let target = schema.target_object(rule, mapping);
            let around =
                Around { schema, options, suggestions, outbound, kind, rule, mapping, source, target, gong };
            object_mapping(&around, findings);
        }
    }
}

/// The mapping that has a target.
fn at<'s>(object: &'s ObjectMapping, target: &Target) -> Option<&'s AttributeMapping> {
    object.attribute_mappings.get(target.place)
}

fn object_mapping(around: &Around<'_>, findings: &mut Findings) {
    let object = around.mapping;
    let mut targets = Targets::new(around.outbound);
    for (place, attribute) in object.attribute_mappings.iter().enumerate() {
        attribute_mapping(around, place, attribute, &mut targets, findings);
    }
    let instead = match around.gong {
        Some(_) => StandIn::Gong,
        None if around.outbound => StandIn::Texts,
        None => StandIn::Nothing,
    };
    if let Some(finding) = undescribed(around.schema, around.rule, object, instead) {
        findings.push(finding);
    }
    matching::check(around, findings);
    active::check(around, findings);
    required(around, &targets, findings);
    scoping::check(around, findings);
}

/// Checks the attribute mapping at a place of the list; its target is added to those before it.
fn attribute_mapping(
    around: &Around<'_>,
    place: usize,
    attribute: &AttributeMapping,
    targets: &mut Targets,
    findings: &mut Findings,
) {
    let Some(target) = attribute.target_attribute.as_deref() else {
        findings.push(mapping::without_target().within(attribute.pointer.as_str()));
        return;
    };
    let path = TargetPath::parse(target, &around.options.limits);
    let definition = around.target.and_then(|object| object.attribute_ignoring_case(target));
    let resolved = attribute.resolved(&around.options.limits);
    let written = path.as_ref().ok().map(|path| {
        let value_type =
            definition.map_or(ValueType::String, |it| ValueType::from_name(it.attribute_type.as_str()));
        let direct = resolved.as_ref().and_then(ResolvedSource::attribute);
        Written::new(path.clone(), value_type, direct)
    });
    if let Some(conflict) = targets.add(place, target, written.clone())
        && let Some(first) = at(around.mapping, conflict.first)
        && let Some(earlier) = first.target_attribute.as_deref()
    {
        let at = Some(first.pointer.as_str());
        let finding = mapping::in_way(target, earlier, at, conflict.is_taken);
        findings.push(finding.within(&member_of(&attribute.pointer, "targetAttributeName")));
    }
    let definition = target::check(around, attribute, target, path, findings);
    let mapped = Mapped { attribute, resolved, written };
    let tree = source::check(around, &mapped, findings);
    let direct = mapped.resolved.as_ref().and_then(ResolvedSource::attribute);
    // An application is given the assignments as Entra has them.
    if around.outbound && mapping::is_bare_roles(direct, tree.as_ref()) {
        let at = member_of(&attribute.pointer, "source");
        findings.push(mapping::bare_roles(target).within(&at));
    } else if let Some(definition) = definition {
        values(around, &mapped, definition, findings);
    }
}

/// Whether what flows fits the type of the target attribute.
fn values(
    around: &Around<'_>,
    Mapped { attribute, resolved, written }: &Mapped<'_>,
    definition: &AttributeDefinition,
    findings: &mut Findings,
) {
    let of_gong = around.gong.zip(written.as_ref());
    let wanted = match definition.attribute_type {
        AttributeType::String if of_gong.is_some_and(|(kind, it)| is_boolean(kind, &it.path)) => {
            AttributeType::Boolean
        }
        declared => declared,
    };
    let takes_reference = written.as_ref().is_some_and(|written| written.takes_reference);
    // Whether a text converts to the type, and is not too long for the target.
    let misfit = |what: &str, text: &str| {
        let name = &definition.name;
        match Flowing::typed(text.into(), ValueType::from_name(wanted.as_str())) {
            Err(_) => {
                let message = format_args!("{what} {} is no {}", quoted(name), wanted.as_str());
                Some(Diagnostic::new(&code::attribute_mapping::VALUE_UNFIT, message))
            }
            Ok(Flowing::Text(text)) => {
                let target = written.as_ref().map_or(name, |written| &written.path.text);
                mapping::too_long(target, &text, definition.maximum_length())
            }
            Ok(_) => None,
        }
    };
    if let Some(misfit) = attribute.default_value.as_ref().and_then(|it| misfit("the default value of", it)) {
        findings.push(misfit.within(&member_of(&attribute.pointer, "defaultValue")));
    }
    let at = || member_of(&attribute.pointer, "source");
    match resolved {
        Some(ResolvedSource::Constant(text)) => {
            if let Some(misfit) = misfit("the constant for", text) {
                findings.push(misfit.within(&at()));
            }
        }
        Some(ResolvedSource::Attribute(name)) => {
            let Some(source) = around.source.and_then(|object| object.meant(name)) else {
                return;
            };
            if !flows_into(source.attribute_type, wanted, takes_reference) {
                let message = format_args!(
                    "{} of type {} is mapped to {} of type {}",
                    quoted(name),
                    source.attribute_type.as_str(),
                    quoted(&definition.name),
                    wanted.as_str()
                );
                findings.add(&code::attribute_mapping::TYPE_MISMATCH, message, at());
            }
            if source.multivalued && !definition.multivalued {
                let message = format_args!(
                    "{} has several values, {} only one",
                    quoted(name),
                    quoted(&definition.name)
                );
                findings.add(&code::attribute_mapping::SEVERAL_INTO_ONE, message, at());
            }
        }
        _ => {}
    }
}

/// Whether values of one type can become the other.
///
/// A reference flows into what takes references, whatever its type: gallery tutorials print that of `manager` as String.
fn flows_into(from: AttributeType, to: AttributeType, takes_reference: bool) -> bool {
    use AttributeType::{Binary, Boolean, DateTime, Integer, Reference, String};
    match (from, to) {
        (Reference, String) => takes_reference,
        (_, String) => true,
        (String, Integer | DateTime | Binary | Reference) => to != Reference,
        (Boolean | Integer | Reference | Binary | DateTime | String, _) => from == to,
    }
}

/// The mapping that gives a required attribute or a part of it: of several, one that gives a value.
fn giving<'s>(
    around: &Around<'s>,
    name: &str,
    targets: &Targets,
    gives: &dyn Fn(&AttributeMapping) -> bool,
) -> Option<&'s AttributeMapping> {
    if let Some(exact) = targets.named(name) {
        return at(around.mapping, exact);
    }
    let path = TargetPath::parse(name, &around.options.limits).ok()?;
    let parts = || targets.giving(&path).filter_map(|part| at(around.mapping, part));
    parts().find(|attribute| gives(attribute)).or_else(|| parts().next())
}

/// Attributes that a creation has to give a value: neither mapped nor defaulted, or mapped to nothing.
fn required(around: &Around<'_>, targets: &Targets, findings: &mut Findings) {
    if !around.mapping.flow_types.add {
        return;
    }
    let of_gong = |kind: ObjectKind| TargetProfile::gong().attributes(kind.resource_type());
    let gong = around.gong.map(of_gong).unwrap_or_default();
    let required = Requirements { defined: around.target, gong };
    let gives = |attribute: &AttributeMapping| {
        match attribute.resolved(&around.options.limits) {
            // The empty text is not null: no default takes its place.
            Some(ResolvedSource::Constant(text)) => !text.is_empty(),
            Some(_) => true,
            // A source may be `{}`.
            None => {
                attribute.default_value.is_some()
                    || attribute.target_attribute.as_deref().is_some_and(|it| required.default(it).is_some())
            }
        }
    };
    for (name, who) in required.of_client() {
        match giving(around, name, targets, &gives) {
            None if required.default(name).is_some() => {}
            None => {
                let message = format_args!("{who} requires {}, which has no mapping", quoted(name));
                let at = member_of(&around.mapping.pointer, "attributeMappings");
                findings.add(&code::attribute_mapping::REQUIRED_UNMAPPED, message, at);
            }
            Some(attribute) if !gives(attribute) => {
                let message = format_args!("{who} requires {}, whose mapping gives no value", quoted(name));
                findings.add(
                    &code::attribute_mapping::REQUIRED_WITHOUT_VALUE,
                    message,
                    member_of(&attribute.pointer, "source"),
                );
            }
            Some(_) => {}
        }
    }
}
