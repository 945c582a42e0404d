//! Plain letters for letters with diacritics: the function `NormalizeDiacritics`.
//!
//! Microsoft publishes a table of letters, not a rule. Canonical decomposition, removal of nonspacing marks (general
//! category Mn) and composition, together with ten letters of the table that do not decompose, reproduce it whole:
//! `ö` gives `o` and `ø` gives `oe`. Letters neither in the table nor decomposable (`đ`, `þ`, `ħ`) stay.
//!
//! What the three steps make of one character stands in a table made by `xtask/tools/unicode.py`; what
//! composition makes of neighbours (Hangul, a few Indic vowels) is done here. Fourteen signs that decompose into
//! several characters, thirteen of them musical, stay as they are.

use std::borrow::Cow;

use crate::unicode::{self, COMPOSED, PLAIN};

/// The text with plain letters in place of those with diacritics; borrowed when it has none.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    // The last character written, while the next may still join it.
    let mut last = None;
    for character in text.chars() {
        if unicode::is(character, "Mn") {
            continue;
        }
        let plain = plain(character);
        if let Some(letters) = spelled_out(plain) {
            out.push_str(letters);
            last = None;
        } else if let Some(joined) = last.and_then(|first| compose(first, plain)) {
            out.pop();
            out.push(joined);
            last = Some(joined);
        } else {
            out.push(plain);
            last = Some(plain);
        }
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Letters of the published table that do not decompose.
const fn spelled_out(character: char) -> Option<&'static str> {
    Some(match character {
        'æ' => "ae",
        'Æ' => "AE",
        'ø' => "oe",
        'Ø' => "OE",
        'œ' => "oe",
        'Œ' => "OE",
        'ß' => "ss",
        'ł' => "l",
        'Ł' => "L",
        'ı' => "i",
        _ => return None,
    })
}

/// What is left of a character without its marks.
fn plain(character: char) -> char {
    let next = PLAIN.partition_point(|(start, _)| *start <= character);
    let run = next.checked_sub(1).and_then(|run| PLAIN.get(run));
    run.and_then(|(start, replacements)| {
        let index = u32::from(character).checked_sub(u32::from(*start))?;
        replacements.chars().nth(index as usize)
    })
    .unwrap_or(character)
}

/// Canonical composition of two characters that are no nonspacing marks.
fn compose(first: char, second: char) -> Option<char> {
    if let Some(syllable) = compose_hangul(u32::from(first), u32::from(second)) {
        return char::from_u32(syllable);
    }
    let found = COMPOSED.binary_search_by(|(one, other, _)| (one, other).cmp(&(&first, &second)));
    found.ok().and_then(|index| COMPOSED.get(index)).map(|(_, _, joined)| *joined)
}

/// Hangul syllables, computed as the Unicode Standard (§3.12) does: 19 leading consonants, 21 vowels, and 28 endings
/// of which the first is none.
fn compose_hangul(first: u32, second: u32) -> Option<u32> {
    const SYLLABLES: u32 = 0xAC00;
    let leading = first.checked_sub(0x1100).filter(|index| *index < 19);
    let vowel = second.checked_sub(0x1161).filter(|index| *index < 21);
    if let (Some(leading), Some(vowel)) = (leading, vowel) {
        return SYLLABLES.checked_add(leading.checked_mul(21)?.checked_add(vowel)?.checked_mul(28)?);
    }
    let open = first.checked_sub(SYLLABLES).filter(|index| *index < 19 * 21 * 28 && index.is_multiple_of(28));
    let ending = second.checked_sub(0x11A7).filter(|index| (1..28).contains(index));
    open.and(first.checked_add(ending?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn traps_of_the_published_table() {
        assert_eq!(strip("Zoë Jürgen Groß Åse Ørsted"), "Zoe Jurgen Gross Ase OErsted");
        assert_eq!(strip("ǣ ǿ œ\u{304} ł\u{304} ḹ"), "ae oe oe l l");
        assert_eq!(strip("a\u{331} ḏ ṳ\u{304} İ ı"), "a d u I i");
        assert_eq!(strip("đ ð þ ħ Đ"), "đ ð þ ħ Đ");
        assert_eq!(strip("O’Neil-Smith’s №42"), "O’Neil-Smith’s №42");
    }

    #[test]
    fn compatibility_ideographs_become_the_unified_ones() {
        assert_eq!(strip("神羽﨑"), "神羽﨑");
        assert_eq!(strip("\u{FA19}\u{FA1E}\u{FA11}"), "\u{795E}\u{7FBD}\u{FA11}");
        assert_eq!(strip("\u{2FA1D}"), "\u{2A600}");
    }

    #[test]
    fn composition_joins_what_stands_apart() {
        assert_eq!(strip("\u{1112}\u{1161}\u{11AB}국"), "한국");
        assert_eq!(strip("\u{9C7}\u{9BE}"), "\u{9CB}");
        assert_eq!(strip("\u{AC01}\u{11A8}"), "\u{AC01}\u{11A8}");
        assert_eq!(strip("\u{AC00}\u{11A7}"), "\u{AC00}\u{11A7}");
    }

    #[test]
    fn texts_without_diacritics_are_borrowed() {
        assert!(matches!(strip("O'Neil"), Cow::Borrowed(_)));
        assert!(matches!(strip("한국 đ"), Cow::Borrowed(_)));
        assert!(matches!(strip("é"), Cow::Owned(_)));
    }

    #[test]
    fn tables_are_in_order() {
        assert!(PLAIN.is_sorted_by_key(|(start, _)| *start));
        assert!(COMPOSED.is_sorted());
        for ((start, run), (next, _)) in PLAIN.iter().zip(&PLAIN[1..]) {
            assert!(u32::from(*start) + run.chars().count() as u32 <= u32::from(*next));
        }
    }

    proptest! {
        #[test]
        fn stripping_twice_changes_nothing(text: String) {
            let once = strip(&text).into_owned();
            prop_assert_eq!(strip(&once), once.as_str());
        }
    }
}
