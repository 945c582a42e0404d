//! How attributes of extensions are named in mappings (Entra, *Customize application attributes*).

const FRONT: &str = "urn:ietf:params:scim:schemas:extension:";

/// The form of the names, as advice.
pub(crate) const PATTERN: &str =
    "the form is `urn:ietf:params:scim:schemas:extension:NAME:2.0:User:ATTRIBUTE`, with `Group` for groups";

/// Whether a target attribute name has the form.
pub(crate) fn is_one(text: &str) -> bool {
    let is_front = |(front, _): &(&str, &str)| front.eq_ignore_ascii_case(FRONT);
    let Some((_, rest)) = text.split_at_checked(FRONT.len()).filter(is_front) else { return false };
    let parts: Vec<_> = rest.splitn(4, ':').collect();
    let [name, "2.0", kind, attribute] = parts.as_slice() else { return false };
    let is_kind = kind.eq_ignore_ascii_case("User") || kind.eq_ignore_ascii_case("Group");
    is_kind && !name.is_empty() && !attribute.is_empty()
}

/// Whether the name has a prefix that is no URN, and so is none that can be read.
pub(super) fn has_other_prefix(text: &str) -> bool {
    let name = text.split(['[', '"']).next().unwrap_or(text);
    name.contains(':') && !name.starts_with("urn:")
}
