//! What ids and names of Entra ID look like.

use std::borrow::Cow;

/// What each byte is worth as a hexadecimal digit.
#[expect(clippy::indexing_slicing, reason = "worked out by the compiler, which refuses what lies outside")]
static DIGITS: [u8; 256] = {
    let mut digits = [u8::MAX; 256];
    let mut digit = 0;
    while digit < 16 {
        digits[b"0123456789abcdef"[digit] as usize] = digit as u8;
        digits[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        digit += 1;
    }
    digits
};

/// The number that an object id (GUID) spells, in either letter case; none for any other text.
pub(crate) fn guid(id: &str) -> Option<u128> {
    if id.len() != 36 {
        return None;
    }
    // The first and the last sixteen digits: numbers of 128 bits are slow to build where words have 32.
    let (mut high, mut low, mut digits) = (0_u64, 0_u64, 0_u8);
    let mut at = 0_u8;
    for byte in id.as_bytes() {
        at = at.wrapping_add(1);
        let digit = match DIGITS.get(usize::from(*byte)) {
            Some(digit @ 0..=15) => *digit,
            _ if *byte == b'-' && matches!(at, 9 | 14 | 19 | 24) => continue,
            _ => return None,
        };
        if digits < 16 {
            high = high << 4 | u64::from(digit);
        } else {
            low = low << 4 | u64::from(digit);
        }
        digits = digits.wrapping_add(1);
    }
    (digits == 32).then_some(u128::from(high) << 64 | u128::from(low))
}

fn has_capitals(id: &str) -> bool {
    for byte in id.as_bytes() {
        if byte.is_ascii_uppercase() {
            return true;
        }
    }
    false
}

/// An id as ids are looked up: an object id in lower case, as Graph writes it, any other text as it stands.
pub(crate) fn plain_id(id: &str) -> Cow<'_, str> {
    if id.len() == 36 && has_capitals(id) && guid(id).is_some() {
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
pub(crate) fn is_directory_extension(name: &str) -> bool {
    name.get(..10).is_some_and(|prefix| prefix.eq_ignore_ascii_case("extension_"))
}

/// Whether a source attribute that is defined under one name is meant by another: letter case counts in the names of
/// directory extensions alone (Entra, *Customize application attributes*).
pub(crate) fn is_meant(defined: &str, name: &str) -> bool {
    if is_directory_extension(name) { defined == name } else { defined.eq_ignore_ascii_case(name) }
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
        assert_eq!(guid(id), Some(0x6f1e_4a8c_1b7b_435e_95f8_f06c_ea13_3828));
        // A hyphen less, and one elsewhere.
        assert!(guid("66e4a8cc1b7b-435e-95f8-f06cea133828").is_none());
        assert!(guid("66e4a8c-c1b7b-435e-95f8-f06cea133828").is_none());
    }
}
