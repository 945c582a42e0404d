//! Rules of mappings that the check of a document and the compilation of its mappings share: each gives the finding, and
//! whoever calls it the place.

use super::flow::ValueType;
use super::target::{TargetPath, without_core};
use crate::diagnostic::{Diagnostic, code, quoted};

/// Where a mapping writes, as far as that decides which others can stand beside it.
#[derive(Debug, Clone, Copy)]
pub struct Written<'m> {
    path: &'m TargetPath,
    /// Whether the value is another object's id, which is written on its own, in the second pass.
    pub is_reference: bool,
}

/// The attribute that is a reference although the tutorial's table calls its type String.
const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

impl<'m> Written<'m> {
    /// A mapping to a path of this type, with the source attribute of a direct one.
    pub fn new(path: &'m TargetPath, value_type: ValueType, direct: Option<&str>) -> Self {
        let is_reference = value_type == ValueType::Reference
            || path.is(MANAGER)
            // A reference at its source is one at the target, whatever type the target declares.
            || direct.is_some_and(|name| name.eq_ignore_ascii_case("manager"))
            || (path.schema.is_none() && path.attribute.eq_ignore_ascii_case("members"));
        Self { path, is_reference }
    }

    /// Whether a mapping before this one has taken its target: both have one, or a resource cannot hold both values. A
    /// reference stands beside the parts of its attribute.
    pub fn is_taken_by(self, first: Self) -> bool {
        is_same_target(&self.path.text, &first.path.text)
            || self.is_reference == first.is_reference && first.path.clashes_with(self.path)
    }
}

fn is_same_target(own: &str, first: &str) -> bool {
    without_core(own).eq_ignore_ascii_case(without_core(first))
}

/// The finding about a mapping whose target another before it has taken, which stands at `first_at`.
pub fn taken(own: &str, first: &str, first_at: Option<&str>) -> Diagnostic {
    let message = if is_same_target(own, first) {
        format!("the target attribute {} is mapped twice", quoted(own))
    } else {
        format!("{} and {}, which is mapped before it, exclude each other", quoted(own), quoted(first))
    };
    let finding = Diagnostic::new(&code::attribute_mapping::TARGET_REPEATED, message);
    match first_at {
        Some(first) => finding.help(format!("the first mapping is at {first}")),
        None => finding,
    }
}

/// The finding about a mapping that names no target attribute.
pub fn without_target() -> Diagnostic {
    let message = "this attribute mapping has no target attribute";
    Diagnostic::new(&code::attribute_mapping::TARGET_MISSING, message)
}

/// The finding about an object mapping in use that has no matching attribute; `label` names it.
pub fn without_matching(label: &str) -> Diagnostic {
    let message = format!("{label} has no matching attribute");
    Diagnostic::new(&code::attribute_mapping::NO_MATCHING, message)
}

/// The finding about a source attribute that mappings cannot read.
pub fn unavailable(name: &str) -> Diagnostic {
    let message = format!("{} is not available as a source attribute", quoted(name));
    Diagnostic::new(&code::attribute_mapping::SOURCE_UNAVAILABLE, message)
}
