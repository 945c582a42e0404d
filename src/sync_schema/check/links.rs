//! Links by name: the directories that a rule names, the objects that its mappings name.

use super::super::model::{ObjectMapping, SynchronizationRule, SynchronizationSchema};
use super::super::select::outbound;
use super::{member_of, named};
use crate::diagnostic::{
    Code, Diagnostic, Diagnostics, Place, Pointer, Suggestions, code, did_you_mean, quoted,
};

/// The broken links of what a preview uses: enabled object mappings from Entra to the target. Without their
/// definitions the attributes of the target are unknown.
pub(crate) fn broken_links(schema: &SynchronizationSchema) -> Diagnostics {
    let suggestions = Suggestions::new();
    let mut found = Diagnostics::new();
    let mut rule = None;
    for one in outbound(schema).into_iter().filter(|one| one.mapping.enabled) {
        // The mappings of a rule follow each other.
        if rule.replace(&one.rule.pointer) != Some(&one.rule.pointer) {
            found.extend(of_directories(schema, one.rule, &suggestions));
        }
        found.extend(of_objects(schema, one.rule, one.mapping, &suggestions));
    }
    found
}

/// The directories that a rule in use names and the document, which has some, does not define.
pub(super) fn of_directories(
    schema: &SynchronizationSchema,
    rule: &SynchronizationRule,
    suggestions: &Suggestions,
) -> Diagnostics {
    let in_use = rule.object_mappings.iter().any(|mapping| mapping.enabled && !mapping.is_hidden());
    let is_unread = schema.is_member_unread(schema.root(), "directories");
    if !in_use || is_unread || schema.directories().is_empty() {
        return Diagnostics::new();
    }
    let links = [
        ("source", "sourceDirectoryName", &rule.source_directory),
        ("target", "targetDirectoryName", &rule.target_directory),
    ];
    let broken = links.into_iter().filter_map(|(side, member, name)| {
        let name = name.as_deref().unwrap_or_default();
        if schema.directory(name).is_some() {
            return None;
        }
        let message = if name.is_empty() {
            format!("{} names no {side} directory", named("rule", rule.name.as_deref()))
        } else {
            format!("the document does not define the directory {}", quoted(name))
        };
        let known = schema.directories().iter().filter_map(|directory| directory.name.as_deref());
        let help = suggestion(name, known, suggestions);
        Some(finding(&code::sync_schema::DIRECTORY_MISSING, message, &rule.pointer, member, help))
    });
    broken.collect()
}

/// The objects that a mapping names and their directory does not define.
pub(super) fn of_objects(
    schema: &SynchronizationSchema,
    rule: &SynchronizationRule,
    mapping: &ObjectMapping,
    suggestions: &Suggestions,
) -> Diagnostics {
    let links = [
        ("source", "sourceObjectName", &rule.source_directory, &mapping.source_object),
        ("target", "targetObjectName", &rule.target_directory, &mapping.target_object),
    ];
    let broken = links.into_iter().filter_map(|(side, member, directory, name)| {
        let directory = schema.directory(directory.as_deref()?)?;
        let name = name.as_deref().unwrap_or_default();
        let is_unread = || schema.is_member_unread(directory.pointer.as_str(), "objects");
        if directory.object(name).is_some() || is_unread() {
            return None;
        }
        let message = if name.is_empty() {
            format!("{} is enabled without a {side} object", mapping.label())
        } else {
            let directory = named("directory", directory.name.as_deref());
            format!("{directory} does not define the object {}", quoted(name))
        };
        let known = directory.objects.iter().filter_map(|object| object.name.as_deref());
        let help = suggestion(name, known, suggestions);
        Some(finding(&code::sync_schema::OBJECT_MISSING, message, &mapping.pointer, member, help))
    });
    broken.collect()
}

fn finding(
    code: &'static Code,
    message: String,
    of: &Pointer,
    member: &str,
    help: Option<String>,
) -> Diagnostic {
    let mut finding = Diagnostic::new(code, message).at(Place::pointer(member_of(of, member)));
    finding.help = help;
    finding
}

/// What was probably meant; else, of a short list, what there is.
fn suggestion<'c>(
    word: &str,
    known: impl Iterator<Item = &'c str> + Clone,
    suggestions: &Suggestions,
) -> Option<String> {
    if let Some(near) = suggestions.nearest(word, known.clone()) {
        return Some(did_you_mean(near));
    }
    let list: Vec<_> = known.take(5).map(|name| quoted(name).to_string()).collect();
    (1..5).contains(&list.len()).then(|| format!("defined are {}", list.join(", ")))
}
