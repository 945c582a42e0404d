//! Names that differ in case only.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Place, Pointer, code, quoted};
use crate::value::json::Json;

/// Refuses a document in which one object has a name in two spellings: a service may take either (RFC 7643 §2.1).
pub(super) fn check(document: &Json<'_>) -> Result<(), Diagnostic> {
    let Some((pointer, name)) = repeated(document) else { return Ok(()) };
    let message = format_args!("{} stands here in another spelling too", quoted(name));
    Err(Diagnostic::new(&code::payload::DUPLICATE_ATTRIBUTE, message).at(Place::pointer(pointer)))
}

/// A member that differs from one before it in case only, and its place.
// INVARIANT: JSON is at most `nesting` deep.
fn repeated<'o>(value: &'o Json<'_>) -> Option<(String, &'o str)> {
    /// Beyond this many members a set takes over from comparing each with each.
    const FEW: usize = 16;
    let below = |step: &str, (inner, name): (String, &'o str)| {
        (format!("{}{inner}", Pointer::root().with_member(step).as_str()), name)
    };
    match value {
        Json::Object(object) => {
            let names = || object.iter().map(|(name, _)| name);
            let again = if object.len() > FEW {
                let mut seen = HashSet::new();
                names().find(|name| !seen.insert(name.to_ascii_lowercase()))
            } else {
                let earlier =
                    |at: usize, name: &str| names().take(at).any(|one| one.eq_ignore_ascii_case(name));
                names().enumerate().find(|(at, name)| earlier(*at, name)).map(|(_, name)| name)
            };
            match again {
                Some(name) => Some(below(name, (String::new(), name))),
                None => object.iter().find_map(|(name, value)| Some(below(name, repeated(value)?))),
            }
        }
        Json::Array(items) => {
            items.iter().enumerate().find_map(|(at, item)| Some(below(&at.to_string(), repeated(item)?)))
        }
        _ => None,
    }
}
