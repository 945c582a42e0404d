//! The error keyword that a SCIM service answers a refused request with.

use crate::diagnostic::code::patch;
use crate::diagnostic::{Code, Diagnostic};
use crate::value::json::words;

/// The error keywords of SCIM, RFC 7644 Table 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScimType {
    /// `invalidFilter`
    InvalidFilter,
    /// `mutability`
    Mutability,
    /// `invalidSyntax`
    InvalidSyntax,
    /// `invalidPath`
    InvalidPath,
    /// `noTarget`
    NoTarget,
    /// `invalidValue`
    InvalidValue,
}

words!(ScimType {
    InvalidFilter "invalidFilter",
    Mutability "mutability",
    InvalidSyntax "invalidSyntax",
    InvalidPath "invalidPath",
    NoTarget "noTarget",
    InvalidValue "invalidValue",
});

/// The keyword for a refusal: the code's own; for a crossed limit or unreadable JSON that of what was read, `invalidPath`
/// for the path of an operation, or a member of its value that is one, and else `of_input`.
pub fn refusal_type(found: &Diagnostic, of_input: ScimType) -> ScimType {
    let pointer = found.pointer().unwrap_or_default();
    let mut steps = pointer.split('/').skip(1);
    let of_path = steps.next() == Some("Operations")
        && match steps.nth(1) {
            Some("path") => true,
            Some("value") => steps.next().is_some(),
            _ => false,
        };
    scim_type(found.code).unwrap_or(if of_path { ScimType::InvalidPath } else { of_input })
}

/// The keyword a SCIM service answers with for a finding of this code, where SCIM has one: `invalidFilter` for the
/// family `SF`, `invalidPath` for `SP`, the one its explanation names for `PA`.
pub fn scim_type(code: &Code) -> Option<ScimType> {
    let is = |rows: &[&'static Code]| rows.contains(&code);
    Some(match code.code.get(..2)? {
        "SF" => ScimType::InvalidFilter,
        "SP" => ScimType::InvalidPath,
        "PA" if is(&[&patch::BODY, &patch::OPERATION]) => ScimType::InvalidSyntax,
        "PA" if is(&[&patch::PATH_TYPE]) => ScimType::InvalidPath,
        "PA" if is(&[&patch::REMOVE_ALL, &patch::NO_TARGET]) => ScimType::NoTarget,
        "PA" if is(&[&patch::READ_ONLY, &patch::REQUIRED, &patch::IMMUTABLE]) => ScimType::Mutability,
        "PA" => ScimType::InvalidValue,
        _ => return None,
    })
}
