//! What .NET knows about a UTF-16 code unit: general category, white space, lower case, named block.
//!
//! .NET matches code units: half of a surrogate pair is of category Cs and has no case.

mod blocks;

pub(super) use blocks::block;

use crate::unicode::{self, CATEGORIES};

/// A set of general categories, one bit each; two further bits stand for white space and its complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Categories(u32);

impl Categories {
    const ALL: u32 = (1 << 30) - 1;
    pub(super) const SPACE: Self = Self(1 << 30);
    const NOT_SPACE: Self = Self(1 << 31);
    /// `\d`: decimal digits of every script.
    pub(super) const DIGIT: Self = Self(1 << 8);
    /// `\w`: letters, Mn, Nd, Pc; neither Mc nor the other numbers.
    pub(super) const WORD: Self = Self(0b1_1111 | 1 << 5 | 1 << 8 | 1 << 18);
    /// Lu, Ll and Lt, which mean one another under `(?i)`.
    const CASED: Self = Self(0b111);

    pub(super) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Everything this set leaves out.
    pub(super) const fn complement(self) -> Self {
        match self {
            Self::SPACE => Self::NOT_SPACE,
            Self::NOT_SPACE => Self::SPACE,
            Self(bits) => Self(!bits & Self::ALL),
        }
    }

    /// The same set under `(?i)`.
    pub(super) const fn ignoring_case(self) -> Self {
        if self.0 & Self::CASED.0 != 0 && self.0.count_ones() == 1 { Self::CASED } else { self }
    }

    /// A category (`Lu`) or one of the seven groups (`L`), spelled exactly as .NET wants it.
    pub(super) fn named(name: &str) -> Option<Self> {
        let bits = CATEGORIES
            .iter()
            .enumerate()
            .filter(|(_, known)| **known == name || (name.len() == 1 && known.starts_with(name)))
            .fold(0u32, |bits, (number, _)| bits | 1u32.wrapping_shl(number as u32));
        (bits != 0).then_some(Self(bits))
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn contain(self, unit: u16) -> bool {
        let category = 1u32.wrapping_shl(u32::from(category(unit)));
        self.0 & category != 0
            || (self.0 & Self::SPACE.0 != 0 && is_space(unit))
            || (self.0 & Self::NOT_SPACE.0 != 0 && !is_space(unit))
    }
}

fn category(unit: u16) -> u8 {
    unicode::category(u32::from(unit))
}

/// `\s`: Unicode white space, with U+0085 and U+00A0, without U+200B and U+FEFF.
pub(super) fn is_space(unit: u16) -> bool {
    matches!(unit, 9..=13 | 0x20 | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000)
}

/// `\w`.
pub(super) fn is_word(unit: u16) -> bool {
    match unit {
        0..=0x7F => (unit as u8).is_ascii_alphanumeric() || unit == 0x5F,
        _ => Categories::WORD.contain(unit),
    }
}

/// What `\b` takes for a part of a word, and group names are made of: `\w` and the two zero-width joiners.
pub(super) fn joins_word(unit: u16) -> bool {
    is_word(unit) || matches!(unit, 0x200C | 0x200D)
}

/// The simple lower-case form in the invariant culture. Two units are alike under `(?i)` when these are equal.
pub(super) fn lower(unit: u16) -> u16 {
    char::from_u32(u32::from(unit)).map_or(unit, |character| unicode::lower(character) as u16)
}

/// Every pair (unit, its lower case) where the two differ.
pub(super) fn lower_pairs() -> impl Iterator<Item = (u16, u16)> {
    let unit = |character: char| u16::try_from(u32::from(character)).ok();
    unicode::lower_pairs().filter_map(move |(upper, lower)| Some((unit(upper)?, unit(lower)?)))
}

/// All units alike under `(?i)`, the given one among them, each once.
pub(super) fn alike(unit: u16) -> Vec<u16> {
    let form = lower(unit);
    let uppers = char::from_u32(u32::from(form)).into_iter().flat_map(unicode::uppers);
    std::iter::once(form).chain(uppers.filter_map(|upper| u16::try_from(u32::from(upper)).ok())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_what_rust_takes_for_it() {
        for unit in 0..=u16::MAX {
            let white = char::from_u32(u32::from(unit)).is_some_and(char::is_whitespace);
            assert_eq!(is_space(unit), white, "{unit:04x}");
        }
    }

    #[test]
    fn lower_case_is_the_simple_mapping() {
        assert_eq!(lower(u16::from(b'K')), u16::from(b'k'));
        assert_eq!(lower(0x212A), u16::from(b'k'));
        assert_eq!(lower(0x130), 0x130);
        assert_eq!(lower(0x1C4), 0x1C6);
        assert_eq!(lower(0x3C2), 0x3C2);
        assert_eq!(alike(u16::from(b'k')), [0x6B, 0x4B, 0x212A]);
        assert_eq!(alike(u16::from(b'1')), [0x31]);
        for (upper, lower_form) in lower_pairs() {
            assert_eq!(lower(upper), lower_form);
            assert_eq!(lower(lower_form), lower_form, "{lower_form:04x}");
        }
    }

    #[test]
    fn names_are_exact() {
        assert!(Categories::named("lu").is_none());
        assert!(Categories::named("Greek").is_none());
        assert!(Categories::named("").is_none());
        let letters = Categories::named("L").unwrap();
        assert!(letters.contain(0x3A9) && !letters.contain(0x2167));
        assert_eq!(letters.complement().complement(), letters);
        assert_eq!(Categories::SPACE.complement().complement(), Categories::SPACE);
    }
}
