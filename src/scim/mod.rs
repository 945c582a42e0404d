//! SCIM 2.0: filters, attribute paths, PATCH (RFC 7643, RFC 7644).
//!
//! Strict mode is what the RFCs and their verified errata allow; tolerant mode adds what Microsoft Entra ID and Okta
//! are known to send. Everything valid in strict mode is valid in tolerant mode and means the same.

mod diff;
pub mod filter;
mod instant;
mod locate;
mod meter;
mod name;
mod parse;
pub mod patch;
pub mod path;
mod refusal;
mod resolve;
pub mod schema;
mod spellings;

pub(crate) use diff::Verb;
pub use diff::{PatchFormat, Unpatchable, diff};
pub use filter::Filter;
pub use instant::Instant;
pub(crate) use name::same_schema;
pub use name::{AttributeName, AttributeRef};
pub use patch::{Applied, Patch};
pub use path::Path;
pub use refusal::{ScimType, refusal_type, scim_type};
pub use resolve::{Home, Resolved, resolve};
pub use schema::{ResourceType, SchemaSet};

use crate::diagnostic::{Diagnostic, code};
use crate::value::boolean;
use crate::value::json::{Json, Object, words};

/// How closely input must keep to the RFCs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// RFC 7643 and RFC 7644 with their verified errata.
    Strict,
    /// Also the deviations that Microsoft Entra ID and Okta are known to send; each is reported as a warning.
    #[default]
    Tolerant,
}

words!(Mode { Strict "strict", Tolerant "tolerant" });

/// The URI of lists of resources, RFC 7644 §3.4.2.
pub const LIST_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// How the URIs of all messages begin.
const MESSAGE: &str = "urn:ietf:params:scim:api:messages:";

/// The messages of the protocol, which are no resources: the URI that `schemas` names (RFC 7644 §8), and what it is.
const MESSAGES: [(&str, &str); 6] = [
    (LIST_RESPONSE, "a list of resources"),
    (patch::PATCH_OP, "a PATCH request"),
    ("urn:ietf:params:scim:api:messages:2.0:BulkRequest", "a bulk request"),
    ("urn:ietf:params:scim:api:messages:2.0:BulkResponse", "a bulk response"),
    ("urn:ietf:params:scim:api:messages:2.0:SearchRequest", "a search request"),
    ("urn:ietf:params:scim:api:messages:2.0:Error", "an error response"),
];

/// Whether one of these URIs is `urn`, in any case.
pub(crate) fn names_schema(schemas: &[Json<'_>], urn: &str) -> bool {
    schemas.iter().filter_map(Json::as_str).any(|named| named.eq_ignore_ascii_case(urn))
}

/// The URI of the message that an object is, and what that is; `None` for a resource.
pub(crate) fn message_in(object: &Object<'_>) -> Option<(&'static str, &'static str)> {
    let schemas = object.find("schemas").and_then(Json::as_array)?;
    let is_message =
        |urn: &&str| urn.get(..MESSAGE.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(MESSAGE));
    let mut named = schemas.iter().filter_map(Json::as_str).filter(is_message);
    named.find_map(|urn| MESSAGES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(urn)))
}

/// The members of a resource.
///
/// # Errors
/// `IN008` where the value is not an object, or a message of the protocol.
pub fn members_of<'v, 'a>(resource: &'v Json<'a>) -> Result<&'v Object<'a>, Diagnostic> {
    let found = match resource.as_object() {
        None => resource.kind_name(),
        Some(members) => match message_in(members) {
            Some((_, message)) => message,
            None => return Ok(members),
        },
    };
    let message = format_args!("a resource is an object, not {found}");
    Err(Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message))
}

/// Whether a value is none: `null` and `[]` (RFC 7643 §2.5).
pub(crate) fn is_unassigned(value: &Json<'_>) -> bool {
    matches!(value, Json::Null) || value.as_array().is_some_and(<[_]>::is_empty)
}

/// Whether an object holds a value.
pub(crate) fn has_values(object: &Object<'_>) -> bool {
    object.iter().any(|(_, value)| !is_unassigned(value))
}

/// Whether a value is one, or an object that holds one.
fn is_assigned(value: &Json<'_>) -> bool {
    match value {
        Json::Object(object) => has_values(object),
        other => !is_unassigned(other),
    }
}

/// The values of an attribute; none where it is absent.
fn items<'v, 'a>(value: Option<&'v Json<'a>>) -> &'v [Json<'a>] {
    value.map_or(&[], Json::items)
}

/// The value of a complex attribute that has one, as tolerant mode reads it: a list of one stands for its element.
fn lone<'v, 'a>(value: &'v Json<'a>) -> &'v Json<'a> {
    match value.as_array() {
        Some([only @ (Json::Object(_) | Json::String(_))]) => only,
        _ => value,
    }
}

/// Whether an element says that it is the preferred one; where `text_too`, the text of a Boolean counts.
pub(crate) fn is_primary(element: &Json<'_>, text_too: bool) -> bool {
    match element.as_object().and_then(|element| element.find("primary")) {
        Some(Json::Bool(value)) => *value,
        Some(Json::String(text)) => text_too && boolean::said(text) == Some(true),
        _ => false,
    }
}
