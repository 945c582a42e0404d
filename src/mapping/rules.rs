//! Rules of mappings that the check of a document and the compilation of its mappings share: each gives the finding, and
//! whoever calls it the place.

use super::definition::Source;
use super::flow::MappingType;
use super::target::without_core;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code, quoted};
use crate::expression::{Kind, Node, Tree};

/// Whether two names are of one target.
pub(super) fn is_same_target(own: &str, first: &str) -> bool {
    without_core(own).eq_ignore_ascii_case(without_core(first))
}

/// The finding about a mapping that has another before it, which stands at `first_at`, in its way.
pub(crate) fn in_way(own: &str, first: &str, first_at: Option<&str>, is_taken: bool) -> Diagnostic {
    let both = || format!("{} and {}, which is mapped before it,", quoted(own), quoted(first));
    let (code, message) = if !is_taken {
        (&code::attribute_mapping::FILTERS_OVERLAP, format!("{} can choose one value", both()))
    } else if is_same_target(own, first) {
        let message = format!("the target attribute {} is mapped twice", quoted(own));
        (&code::attribute_mapping::TARGET_REPEATED, message)
    } else {
        (&code::attribute_mapping::TARGET_REPEATED, format!("{} exclude each other", both()))
    };
    let finding = Diagnostic::new(code, message);
    match first_at {
        Some(first) => finding.help(format!("the first mapping is at {first}")),
        None => finding,
    }
}

/// The finding about a mapping that names no target attribute.
pub(crate) fn without_target() -> Diagnostic {
    let message = "this attribute mapping has no target attribute";
    Diagnostic::new(&code::attribute_mapping::TARGET_MISSING, message)
}

/// The finding about an object mapping in use that has no matching attribute; `label` names it.
pub(crate) fn without_matching(label: &str) -> Diagnostic {
    let message = format_args!("{label} has no matching attribute");
    Diagnostic::new(&code::attribute_mapping::NO_MATCHING, message)
}

/// The finding about a source attribute that mappings cannot read.
pub(crate) fn unavailable(name: &str) -> Diagnostic {
    let message = format_args!("{} is not available as a source attribute", quoted(name));
    Diagnostic::new(&code::attribute_mapping::SOURCE_UNAVAILABLE, message)
}

/// The finding about a mapping to an attribute that the target defines as read-only.
pub(crate) fn read_only(target: &str) -> Diagnostic {
    let message = format_args!("the target attribute {} is read-only", quoted(target));
    Diagnostic::new(&code::attribute_mapping::TARGET_READ_ONLY, message)
}

/// The finding about a matching attribute whose source gives nothing, or everyone the same.
pub(crate) fn unfit_matching(target: &str, kind: MappingType) -> Option<Diagnostic> {
    if !matches!(kind, MappingType::Constant | MappingType::None) {
        return None;
    }
    let message =
        format_args!("the matching attribute {} has the mapping type {}", quoted(target), kind.as_str());
    Some(Diagnostic::new(&code::attribute_mapping::MATCHING_UNFIT, message))
}

/// The finding about a text that is longer than the target takes.
pub(crate) fn too_long(target: &str, text: &str, most: Option<usize>) -> Option<Diagnostic> {
    let most = most.filter(|most| text.len() > *most && text.encode_utf16().count() > *most)?;
    let message = format_args!("the value for {} is longer than {most} characters", quoted(target));
    Some(Diagnostic::new(&code::mapping::TOO_LONG, message))
}

/// Whether the service fills in a text, as with `%DomainFQDN%`.
fn is_placeholder(text: &str) -> bool {
    let inner = text.strip_prefix('%').and_then(|text| text.strip_suffix('%')).unwrap_or_default();
    inner.starts_with(|first: char| first.is_ascii_alphabetic())
        && inner.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.'))
}

/// The findings about what the service fills in: a constant, or constants of an expression, quoted or not. Those of a tree
/// have no place of their own.
pub(crate) fn filled_in(source: &Source, tree: Option<&Tree>) -> Diagnostics {
    let mut found = Diagnostics::new();
    let mut tell = |text: &str, place: Place| {
        let message = format_args!("{} is filled in by the service", quoted(text));
        let finding = Diagnostic::new(&code::attribute_mapping::PLACEHOLDER, message).at(place);
        let is_told = |it: &Diagnostic| it.message == finding.message && it.span() == finding.span();
        if !found.iter().any(is_told) {
            found.push(finding);
        }
    };
    match (source, tree) {
        (Source::Constant(text), _) if is_placeholder(text) => tell(text, Place::default()),
        (_, Some(tree)) => {
            let place = |node: &Node| match source {
                Source::Expression(text) => Place::in_text(text, node.span),
                _ => Place::default(),
            };
            tree.root.walk(&mut |node| match &node.kind {
                Kind::Variable(name) => tell(&format!("%{name}%"), place(node)),
                Kind::Text(inner) if is_placeholder(inner) => tell(inner, place(node)),
                _ => {}
            });
        }
        _ => {}
    }
    found
}

/// Whether a source hands on the assignments to application roles as Entra has them (Entra, *Customize application
/// attributes*): it is their attribute alone, `direct` or as an expression that names nothing else.
pub(crate) fn is_bare_roles(direct: Option<&str>, tree: Option<&Tree>) -> bool {
    let named = match tree.map(|tree| &tree.root.kind) {
        Some(Kind::Attribute(name)) => Some(name.as_str()),
        _ => direct,
    };
    named.is_some_and(is_role_source)
}

/// Whether a source attribute holds the assignments to application roles.
pub(super) fn is_role_source(name: &str) -> bool {
    name.eq_ignore_ascii_case("appRoleAssignments")
}

/// What to map in place of the assignments themselves.
pub(super) const ROLES: &str = "map `SingleAppRoleAssignment([appRoleAssignments])`, or \
    `AssertiveAppRoleAssignmentsComplex([appRoleAssignments])` for several roles";

/// The finding about a mapping of the assignments as they stand.
pub(crate) fn bare_roles(target: &str) -> Diagnostic {
    let message = format_args!("`appRoleAssignments` is mapped to {} as it stands", quoted(target));
    Diagnostic::new(&code::attribute_mapping::BARE_ROLES, message).help(ROLES)
}
