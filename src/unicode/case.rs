//! Simple letter case: one character to one character, in the invariant culture.

use std::sync::LazyLock;

use super::case_runs::{LOWER, ONLY_UPPER};
use crate::value::order::sort_by_key;

type Run = (u32, u32, i32);

/// The lower case of a character. `İ` has none in the invariant culture.
pub(crate) fn lower(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let code = u32::from(character);
    let after = LOWER.partition_point(|(first, ..)| *first <= code);
    let run = after.checked_sub(1).and_then(|place| LOWER.get(place));
    run.filter(|run| holds(run, code)).map_or(character, |run| shifted(code, run.2))
}

/// The upper case of a character. `ß` is its own, `ı` has none in the invariant culture.
pub(crate) fn upper(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    if let Some((_, upper)) = ONLY_UPPER.iter().find(|(only, _)| *only == character) {
        return *upper;
    }
    uppers(character).next().unwrap_or(character)
}

/// The text in lower case, character by character: no locale, no context, no normalisation. Two texts are the same
/// without regard to case when these are.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(lower).collect() }
}

/// Every pair (lower case, character) where the two differ, in ascending order.
static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let codes = LOWER.iter().flat_map(|run| (run.0..=run.1).filter(|code| holds(run, *code)));
    let mut pairs: Vec<_> = codes.filter_map(char::from_u32).map(|upper| (lower(upper), upper)).collect();
    sort_by_key(&mut pairs, |(lower, _)| *lower);
    pairs
});

/// Every pair (character, its lower case) where the two differ.
pub(crate) fn lower_pairs() -> impl Iterator<Item = (char, char)> {
    PAIRS.iter().map(|(lower, upper)| (*upper, *lower))
}

/// The characters whose lower case is `of`, itself left out.
pub(crate) fn uppers(of: char) -> impl Iterator<Item = char> {
    let from = PAIRS.partition_point(|(lower, _)| *lower < of);
    PAIRS.iter().skip(from).take_while(move |(lower, _)| *lower == of).map(|(_, upper)| *upper)
}

fn holds((first, last, distance): &Run, code: u32) -> bool {
    // At distance 1 upper and lower case take turns.
    (*first..=*last).contains(&code) && (*distance != 1 || (code ^ first) & 1 == 0)
}

fn shifted(code: u32, distance: i32) -> char {
    char::from_u32(code.wrapping_add_signed(distance)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The standard library's full mapping where it is one character: the two differ in nothing else that Unicode 15.0
    /// knew. What came later is unassigned here.
    #[test]
    fn agrees_with_the_full_mappings_that_are_single() {
        let known = |character| super::super::category(u32::from(character)) != 29;
        for character in (0..=0x10_FFFF).filter_map(char::from_u32).filter(|character| known(*character)) {
            let single = |mut full: Box<dyn Iterator<Item = char>>| {
                full.next().filter(|form| full.next().is_none() && known(*form))
            };
            if let Some(form) = single(Box::new(character.to_lowercase())) {
                assert_eq!(lower(character), form, "lower case of {character:?}");
            }
            if let (Some(form), false) = (single(Box::new(character.to_uppercase())), character == 'ı') {
                assert_eq!(upper(character), form, "upper case of {character:?}");
            }
        }
    }

    #[test]
    fn characters_whose_full_mapping_is_longer() {
        for (one, its_upper) in
            [('ß', 'ß'), ('ŉ', 'ŉ'), ('ﬁ', 'ﬁ'), ('ᾀ', 'ᾈ'), ('ᾳ', 'ᾼ'), ('ῼ', 'ῼ'), ('ΐ', 'ΐ')]
        {
            assert_eq!(upper(one), its_upper, "{one}");
        }
        for (one, its_lower) in
            [('İ', 'İ'), ('ẞ', 'ß'), ('ᾈ', 'ᾀ'), ('Σ', 'σ'), ('\u{212A}', 'k'), ('𐐀', '𐐨')]
        {
            assert_eq!(lower(one), its_lower, "{one}");
        }
        assert_eq!(upper('ı'), 'ı');
    }

    #[test]
    fn lower_case_has_no_lower_case() {
        for (upper, form) in lower_pairs() {
            assert_ne!(upper, form);
            assert_eq!(lower(form), form, "{form:?}");
        }
    }
}
