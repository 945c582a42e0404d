//! What ids and names of Entra ID look like.

use std::borrow::Cow;

/// The number that an object id (GUID) spells, in either letter case; none for any other text.
pub(crate) fn guid(id: &str) -> Option<u128> {
    let mut number: u128 = 0;
    let mut digits = 0_usize;
    for (at, byte) in id.bytes().enumerate() {
        if byte == b'-' && matches!(at, 8 | 13 | 18 | 23) {
            continue;
        }
        number = number << 4 | u128::from(char::from(byte).to_digit(16)?);
        digits = digits.saturating_add(1);
    }
    (id.len() == 36 && digits == 32).then_some(number)
}

/// An id as ids are looked up: an object id in lower case, as Graph writes it, any other text as it stands.
pub(crate) fn plain_id(id: &str) -> Cow<'_, str> {
    if id.bytes().any(|byte| byte.is_ascii_uppercase()) && guid(id).is_some() {
        return Cow::Owned(id.to_ascii_lowercase());
    }
    Cow::Borrowed(id)
}

/// Whether two ids are one.
pub(crate) fn is_same_id(one: &str, other: &str) -> bool {
    plain_id(one) == plain_id(other)
}

/// Whether this names a directory extension (`extension_<appId>_<name>`), whose name is case-sensitive and whose
/// values Graph has under the same name (Entra, *Customize application attributes*).
pub fn is_directory_extension(name: &str) -> bool {
    name.get(..10).is_some_and(|prefix| prefix.eq_ignore_ascii_case("extension_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directory_extensions_are_told() {
        assert!(is_directory_extension("extension_0123_costCenter"));
        assert!(!is_directory_extension("extensionAttribute1") && !is_directory_extension("é"));
    }

    #[test]
    fn letter_case_counts_in_ids_that_are_no_guids() {
        let id = "6F1e4a8c-1b7b-435e-95f8-f06cea133828";
        assert!(is_same_id(id, &id.to_lowercase()) && is_same_id("u1", "u1"));
        assert!(!is_same_id("u1", "U1"));
        // A hyphen less, and one elsewhere.
        assert!(guid("66e4a8cc1b7b-435e-95f8-f06cea133828").is_none());
        assert!(guid("66e4a8c-c1b7b-435e-95f8-f06cea133828").is_none());
    }
}
