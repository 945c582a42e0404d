//! Members that could not be read, or not in full: what is missing there is not known, so nothing is told of it.

use super::model::{ObjectDefinition, SynchronizationRule, SynchronizationSchema};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::value::names::NameIndex;

impl SynchronizationSchema {
    /// Whether a member was cut off or is of another kind, or a part of it: what is missing there is not known.
    pub(crate) fn is_unread(&self, pointer: &str) -> bool {
        self.parts.unread.any_case(pointer).is_some()
    }

    /// As [`is_unread`](Self::is_unread), of a member of the object at a pointer.
    pub(crate) fn is_member_unread(&self, of: &str, member: &str) -> bool {
        self.is_unread(&format!("{of}/{member}"))
    }

    /// Whether definitions of an object were cut off: which attributes it lacks is not known.
    pub(crate) fn is_cut(&self, object: &ObjectDefinition) -> bool {
        self.is_member_unread(object.pointer.as_str(), "attributes")
    }

    /// As [`is_cut`](Self::is_cut), of the target of a mapping in a rule, which may be undefined for that reason.
    pub(crate) fn is_target_cut(
        &self,
        rule: &SynchronizationRule,
        object: Option<&ObjectDefinition>,
    ) -> bool {
        let directory = rule.target_directory.as_deref().and_then(|name| self.directory(name));
        match (object, directory) {
            (Some(object), _) => self.is_cut(object),
            (None, Some(directory)) => self.is_member_unread(directory.pointer.as_str(), "objects"),
            (None, None) => self.is_member_unread(self.root(), "directories"),
        }
    }

    /// Leaves out the findings about members that could not be read, and those that follow from such members alone: these
    /// are told by themselves.
    pub(crate) fn pass_over_unread(&self, findings: &mut Diagnostics) {
        use code::attribute_mapping as am;
        const SOURCE: [&str; 3] = ["", "/name", "/expression"];
        let of_source = [&am::SOURCE_EMPTY, &am::REQUIRED_WITHOUT_VALUE, &am::ACTIVE_UNFIT];
        let any = |pointer: &str, members: &[&str]| {
            members.iter().any(|member| self.is_unread(&format!("{pointer}{member}")))
        };
        findings.retain(|finding| {
            let Some(pointer) = finding.pointer() else { return true };
            let is = |code| finding.code == code;
            let mapping = pointer.strip_suffix("/matchingPriority").filter(|_| is(&am::MATCHING_UNFIT));
            !(any(pointer, &["", "/clauses", "/values", "/targetAttributeName"])
                || is(&am::NO_MATCHING) && any(pointer, &["/matchingPriority"])
                || of_source.contains(&finding.code) && any(pointer, &SOURCE)
                || mapping.is_some_and(|mapping| any(&format!("{mapping}/source"), &SOURCE)))
        });
    }
}

/// The places of members that were cut off or are of another kind, and of the lists that hold such elements, or some whose
/// name is unread; of a member of an element also the place without its number. An element that is ignored is as if it
/// were not there.
pub(super) fn unread(findings: &[Diagnostic]) -> NameIndex {
    let lost = [&code::sync_schema::TRUNCATED_EXPORT, &code::sync_schema::WRONG_KIND];
    let list_of = |element: &'_ str| {
        let list = element.rsplit_once('/').filter(|(_, step)| step.bytes().all(|it| it.is_ascii_digit()));
        list.map(|(list, _)| list.to_owned())
    };
    let mut places: Vec<String> = Vec::new();
    for finding in findings.iter().filter(|finding| lost.contains(&finding.code)) {
        let Some(place) = finding.pointer() else { continue };
        places.push(place.to_owned());
        places.extend(list_of(place));
        if let Some((element, member)) = place.rsplit_once('/')
            && let Some(list) = list_of(element)
        {
            places.push(format!("{list}/{member}"));
            if member.to_ascii_lowercase().ends_with("name") {
                places.push(list);
            }
        }
    }
    NameIndex::of(&mut places.iter().map(String::as_str))
}
