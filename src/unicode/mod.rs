//! What Unicode 15.0 says of characters, as .NET 8 knows it: general categories, simple letter case, plain letters.
//!
//! The tables are made by `xtask/tools/unicode.py`. The standard library has letter case as well, of a newer Unicode
//! and with mappings to several characters, which .NET does not make; with these tables its own stay out of the
//! WebAssembly module.

mod case;
mod case_runs;
mod plain;
mod width;

pub(crate) use case::{folded, lower, lower_pairs, upper, uppers};
pub(crate) use plain::{COMPOSED, PLAIN};
pub(crate) use width::columns;

use crate::value::search;

/// A tree of three floors: a byte a branch, then the branches (a byte a leaf), then the leaves (a byte a code point).
static TREE: &[u8] = include_bytes!("categories.bin");
const BRANCHES: usize = 136;
const DISTINCT: usize = 24;

/// Category names in table order; a category's number is its place here.
pub(crate) static CATEGORIES: [&str; 30] = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs",
    "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
];

/// The number of a code point's category; that of a surrogate is `Cs`, of what is no code point `Cn`.
pub(crate) fn category(code: u32) -> u8 {
    const UNASSIGNED: u8 = 29;
    let number = |place: usize| TREE.get(place).copied().map(usize::from);
    let code = code as usize;
    let leaf = || {
        let branch = number(code >> 13).filter(|_| code >> 13 < BRANCHES)?;
        let leaf = number(BRANCHES.wrapping_add(branch << 6).wrapping_add(code >> 7 & 63))?;
        TREE.get(BRANCHES.wrapping_add(DISTINCT << 6).wrapping_add(leaf << 7).wrapping_add(code & 127))
    };
    leaf().copied().unwrap_or(UNASSIGNED)
}

/// Whether the category's name begins with one of the letters.
pub(crate) fn is_any(character: char, groups: &str) -> bool {
    let name = CATEGORIES.get(usize::from(category(u32::from(character))));
    name.is_some_and(|name| name.starts_with(|first| search::has(groups, first)))
}

/// Whether the category is the one named.
pub(crate) fn is(character: char, name: &str) -> bool {
    CATEGORIES.get(usize::from(category(u32::from(character)))) == Some(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_agree_with_what_rust_knows() {
        for code in 0..=0x11_FFFF {
            let Some(character) = char::from_u32(code) else {
                assert_eq!(category(code), if code < 0x1_0000 { 16 } else { 29 }, "{code:04x}");
                continue;
            };
            // Assigned later than Unicode 15.0 counts as unassigned here.
            if category(code) != 29 {
                assert_eq!(is(character, "Cc"), character.is_control(), "{code:04x}");
                assert!(!is(character, "Lu") || character.is_uppercase(), "{code:04x}");
                // U+0295 became a letter without case in Unicode 15.1.
                let lower = is(character, "Ll") && character != '\u{295}';
                assert!(!lower || character.is_lowercase(), "{code:04x}");
                assert!(!is_any(character, "LN") || character.is_alphanumeric(), "{code:04x}");
            }
        }
    }

    #[test]
    fn categories_at_the_edges_of_their_runs() {
        for (character, name) in [
            ('\u{300}', "Mn"),
            ('\u{36F}', "Mn"),
            ('\u{370}', "Lu"),
            ('/', "Po"),
            ('\u{AD}', "Cf"),
            ('²', "No"),
            ('ⅷ', "Nl"),
            ('ª', "Lo"),
            ('𐐀', "Lu"),
            ('𠀀', "Lo"),
            ('\u{E01EF}', "Mn"),
            ('\u{E01F0}', "Cn"),
            ('\u{10FFFD}', "Co"),
            ('\u{10FFFF}', "Cn"),
        ] {
            assert!(is(character, name), "{character:?} is not {name}");
        }
    }
}
