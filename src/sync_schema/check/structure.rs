//! The document as a whole: directories, objects, links by name, selection.

use std::collections::HashSet;

use super::super::model::{
    Directory, ObjectDefinition, ObjectFlowTypes, ObjectMapping, SynchronizationRule, SynchronizationSchema,
};
use super::super::rules::is_described;
use super::super::select::{Selected, is_outbound, kind_of_object, outbound};
use super::{Findings, ObjectKind, links, member_of, named};
use crate::diagnostic::{Suggestions, code, quoted};

pub(super) fn check(schema: &SynchronizationSchema, suggestions: &Suggestions, findings: &mut Findings) {
    for directory in schema.directories() {
        for object in &directory.objects {
            self::object(schema, directory, object, findings);
        }
    }
    for rule in schema.rules() {
        self::rule(schema, rule, suggestions, findings);
    }
    selection(schema, findings);
}

fn object(
    schema: &SynchronizationSchema,
    directory: &Directory,
    object: &ObjectDefinition,
    findings: &mut Findings,
) {
    let is_cut = schema.is_member_unread(directory.pointer.as_str(), "objects");
    let name = named("object", object.name.as_deref());
    let anchors = object.attributes.iter().filter(|attribute| attribute.anchor).count();
    // Partial documents that add one attribute to an object have no anchor and need none.
    if anchors > 1 || (anchors == 0 && object.attributes.iter().any(|attribute| attribute.required)) {
        self::anchors(object, anchors, findings);
    }
    let mut seen = HashSet::with_capacity(object.attributes.len());
    for attribute in &object.attributes {
        if !seen.insert(attribute.name.as_str()) {
            let message = format_args!("{name} defines {} twice", quoted(&attribute.name));
            let at = member_of(&attribute.pointer, "name");
            findings.add(&code::sync_schema::ATTRIBUTE_REPEATED, message, at);
        }
        for referenced in &attribute.referenced_objects {
            if directory.object(referenced).is_none() && !is_cut {
                let message = format_args!(
                    "{} refers to the object {}, which {} does not define",
                    quoted(&attribute.name),
                    quoted(referenced),
                    named("directory", directory.name.as_deref())
                );
                let at = member_of(&attribute.pointer, "referencedObjects");
                findings.add(&code::sync_schema::REFERENCE_MISSING, message, at);
            }
        }
    }
}

fn anchors(object: &ObjectDefinition, count: usize, findings: &mut Findings) {
    let name = named("object", object.name.as_deref());
    let message = format_args!("{name} has {count} anchor attributes instead of one");
    findings.add(&code::sync_schema::ANCHOR_COUNT, message, member_of(&object.pointer, "attributes"));
}

fn rule(
    schema: &SynchronizationSchema,
    rule: &SynchronizationRule,
    suggestions: &Suggestions,
    findings: &mut Findings,
) {
    if !rule.editable {
        let message = format_args!("{} cannot be edited", named("rule", rule.name.as_deref()));
        findings.add(&code::sync_schema::NOT_EDITABLE, message, member_of(&rule.pointer, "editable"));
    }
    findings.list.extend(links::of_directories(schema, rule, suggestions));
    for mapping in &rule.object_mappings {
        let label = mapping.label();
        if !mapping.enabled || mapping.is_unsynchronized() {
            continue;
        }
        findings.list.extend(links::of_objects(schema, rule, mapping, suggestions));
        if mapping.is_hidden() {
            continue;
        }
        if mapping.flow_types == ObjectFlowTypes::NONE {
            let message = format_args!("{label} is enabled but neither creates, updates nor deletes");
            findings.add(&code::sync_schema::NO_ACTION, message, member_of(&mapping.pointer, "flowTypes"));
        }
        if let Some(word) = mapping.metadata.word("Disposition")
            && !word.eq_ignore_ascii_case("Normal")
        {
            let message = format_args!("{label} has the disposition {}", quoted(word));
            findings.add(&code::sync_schema::DISPOSITION, message, member_of(&mapping.pointer, "metadata"));
        }
        let objects = [schema.source_object(rule, mapping), schema.target_object(rule, mapping)];
        for object in objects.into_iter().flatten().filter(|object| is_described(object)) {
            // With required attributes it is reported above.
            if !object.attributes.iter().any(|attribute| attribute.anchor || attribute.required) {
                anchors(object, 0, findings);
            }
        }
    }
}

/// Documents of which a preview shows nothing, or nothing of users: those with rules only in part, or with definitions
/// alone, are told too.
fn nobody(schema: &SynchronizationSchema, found: &[Selected<'_>], findings: &mut Findings) {
    let Some(rule) = schema.rules().iter().find(|rule| is_outbound(schema, rule)) else {
        let message =
            "no rule leads from Microsoft Entra ID to an application, so there is nothing to preview";
        let at = format!("{}/synchronizationRules", schema.root());
        findings.add(&code::sync_schema::NOT_SCIM_OUTBOUND, message, at);
        return;
    };
    // A mapping that is on and reads what is not defined was told above.
    let is_broken = |mapping: &ObjectMapping| {
        let kind = mapping.source_object.as_deref().and_then(kind_of_object);
        let is_used = mapping.enabled && !mapping.is_unsynchronized();
        is_used && kind.is_none() && schema.source_object(rule, mapping).is_none()
    };
    if found.iter().any(|one| one.kind == ObjectKind::User) || rule.object_mappings.iter().any(is_broken) {
        return;
    }
    let (code, message) = if found.is_empty() {
        let message = "no object mapping in use reads users or groups, so there is nothing to preview";
        (&code::sync_schema::NOT_SCIM_OUTBOUND, message)
    } else {
        let message = "no object mapping in use reads users, so no user is provisioned";
        (&code::sync_schema::USER_MAPPING_DISABLED, message)
    };
    findings.add(code, message, member_of(&rule.pointer, "objectMappings"));
}

fn selection(schema: &SynchronizationSchema, findings: &mut Findings) {
    let mut found = outbound(schema);
    let is_of_users = |one: &&Selected<'_>| one.kind == ObjectKind::User;
    nobody(schema, &found, findings);
    if !found.iter().filter(is_of_users).any(|one| one.mapping.enabled) {
        for one in found.iter().filter(is_of_users) {
            let message = format_args!("{} is disabled, so no user is provisioned", one.mapping.label());
            let at = member_of(&one.mapping.pointer, "enabled");
            findings.add(&code::sync_schema::USER_MAPPING_DISABLED, message, at);
        }
    }
    let mut kinds = Vec::new();
    found.retain(|one| one.mapping.enabled);
    for one in found {
        if kinds.contains(&one.kind) {
            let message = format_args!(
                "another enabled object mapping of {}s applies before this one",
                one.kind.as_str()
            );
            findings.add(&code::sync_schema::MULTIPLE_MAPPINGS, message, one.mapping.pointer.clone());
        }
        kinds.push(one.kind);
    }
}
