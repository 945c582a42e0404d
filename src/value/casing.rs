//! Upper, lower and title case as .NET's `TextInfo` computes them.
//!
//! .NET maps case one to one: the length never changes, `ß` and `ﬁ` have no upper case, a capital sigma always becomes
//! `σ`. Rust's tables hold the full mappings; where those give one character it is the simple mapping too, and where
//! they give several the simple one is kept here. Under the invariant culture `İ` has no lower and `ı` no
//! upper case: the runtime excepts both from Unicode's mapping. Title case follows the loop of
//! `TextInfo.ToTitleCase`, whose word separators are general categories.
//!
//! Where Mono and Microsoft's runtime differ, Microsoft's is copied.

use std::borrow::Cow;
use std::fmt;

use super::order::sort_by_key;
use crate::unicode;

/// Which letters lose or gain a dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Culture {
    /// The invariant culture, and every culture not named here.
    #[default]
    Invariant,
    /// Turkish and Azerbaijani: `I` and `ı`, `İ` and `i` are pairs.
    Turkic,
}

/// A text that is no culture name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedCulture;

impl fmt::Display for MalformedCulture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a culture name; one looks like `en` or `tr-TR`")
    }
}

impl std::error::Error for MalformedCulture {}

impl Culture {
    /// The culture of a name such as `en`, `tr-TR` or `az-Latn-AZ`; the empty name is the invariant culture.
    ///
    /// # Errors
    /// [`MalformedCulture`] unless the name is a language of two to eight letters, followed by parts of one to eight
    /// letters or digits after hyphens (the shape of BCP 47).
    pub fn parse(name: &str) -> Result<Self, MalformedCulture> {
        if name.is_empty() {
            return Ok(Self::Invariant);
        }
        let mut parts = name.split('-');
        let language = parts.next().unwrap_or_default();
        let is_language =
            (2..=8).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if !is_language || !parts.all(is_part) {
            return Err(MalformedCulture);
        }
        let turkic = language.eq_ignore_ascii_case("tr") || language.eq_ignore_ascii_case("az");
        Ok(if turkic { Self::Turkic } else { Self::Invariant })
    }
}

/// The lower-case form of a character.
pub(crate) fn lower(character: char, culture: Culture) -> char {
    match (culture, character) {
        (Culture::Turkic, 'I') => 'ı',
        (Culture::Turkic, 'İ') => 'i',
        _ => unicode::lower(character),
    }
}

/// The upper-case form of a character.
pub(crate) fn upper(character: char, culture: Culture) -> char {
    match (culture, character) {
        (Culture::Turkic, 'i') => 'İ',
        (Culture::Turkic, 'ı') => 'I',
        _ => unicode::upper(character),
    }
}

/// The title-case form: upper case, except for the four letters that are two.
fn title(character: char, culture: Culture) -> char {
    match character {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        _ => upper(character, culture),
    }
}

/// `ToLower`: every character in lower case.
pub fn to_lower(text: &str, culture: Culture) -> Cow<'_, str> {
    if culture == Culture::Invariant && text.is_ascii() {
        let same = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        return if same { text.into() } else { text.to_ascii_lowercase().into() };
    }
    map(text, |character| lower(character, culture))
}

/// `ToUpper`: every character in upper case.
pub fn to_upper(text: &str, culture: Culture) -> Cow<'_, str> {
    if culture == Culture::Invariant && text.is_ascii() {
        let same = !text.bytes().any(|byte| byte.is_ascii_lowercase());
        return if same { text.into() } else { text.to_ascii_uppercase().into() };
    }
    map(text, |character| upper(character, culture))
}

/// Maps every character; borrows when none changes.
fn map(text: &str, form: impl Fn(char) -> char) -> Cow<'_, str> {
    let Some((same, _)) = text.char_indices().find(|(_, character)| form(*character) != *character) else {
        return Cow::Borrowed(text);
    };
    let (start, rest) = text.split_at_checked(same).unwrap_or(("", text));
    let mut out = String::with_capacity(text.len());
    out.push_str(start);
    out.extend(rest.chars().map(form));
    Cow::Owned(out)
}

/// `ToTitleCase`: the first letter of every word in title case, the rest in lower case; a word without lower-case
/// letters is taken for an acronym and stays.
///
/// A word starts with a letter, so in `3rd` the `r` starts it, and goes on over everything that is no separator and
/// over the apostrophe, behind which letters are lower case: `O'NEIL` gives `O'neil`.
pub fn title_case(text: &str, culture: Culture) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.chars().next() {
        rest = rest.get(start.len_utf8()..).unwrap_or_default();
        if !is_letter(start) {
            out.push(start);
            continue;
        }
        out.push(title(start, culture));
        let ends = |character: char| character != '\'' && separates(character);
        let (word, after) = rest.split_at_checked(rest.find(ends).unwrap_or(rest.len())).unwrap_or_default();
        let mut lowering = unicode::is(start, "Ll");
        // Acronym or not is asked up to each apostrophe; from the first on everything is lowered.
        for part in word.split_inclusive('\'') {
            lowering |= part.chars().any(|character| unicode::is(character, "Ll"));
            if lowering {
                out.extend(part.chars().map(|character| lower(character, culture)));
            } else {
                out.push_str(part);
            }
            lowering = true;
        }
        rest = after;
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// `PCase`: everything in lower case, then the first letter of every word in title case.
///
/// Words are those of [`title_case`], or, with `separators`, what stands between these characters.
pub fn proper_case<'t>(text: &'t str, separators: Option<&str>) -> Cow<'t, str> {
    let lowered = to_lower(text, Culture::Invariant);
    let sorted = |separators: &str| {
        let mut sorted: Vec<char> = separators.chars().collect();
        sort_by_key(&mut sorted, |character| *character);
        sorted
    };
    let Some(separators) = separators.map(sorted) else {
        return match title_case(&lowered, Culture::Invariant) {
            Cow::Owned(titled) if titled == text => Cow::Borrowed(text),
            Cow::Owned(titled) => Cow::Owned(titled),
            Cow::Borrowed(_) => lowered,
        };
    };
    let mut at_start = true;
    let cased: String = lowered
        .chars()
        .map(|character| {
            let separator = separators.binary_search(&character).is_ok();
            let starts = at_start && !separator && is_letter(character);
            at_start = separator || at_start && !starts;
            if starts { title(character, Culture::Invariant) } else { character }
        })
        .collect();
    if cased == text { Cow::Borrowed(text) } else { Cow::Owned(cased) }
}

/// A letter of any kind.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || !character.is_ascii() && unicode::is_any(character, "L")
}

/// Ends a word of title case: spaces, punctuation, symbols, controls; no digits, marks or unassigned code points.
fn separates(character: char) -> bool {
    unicode::is_any(character, "ZPS") || unicode::is(character, "Cc") || unicode::is(character, "Cf")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn culture_names() {
        for name in ["tr", "tr-TR", "TR-tr", "az", "az-Latn-AZ"] {
            assert_eq!(Culture::parse(name), Ok(Culture::Turkic), "{name}");
        }
        for name in ["", "en", "en-US", "trk", "zh-Hant-TW", "xx-YY"] {
            assert_eq!(Culture::parse(name), Ok(Culture::Invariant), "{name}");
        }
        for name in ["e", "-", "en-", "en_US", "en--US", "en US", "türkçe", "en-123456789", "12"] {
            assert_eq!(Culture::parse(name), Err(MalformedCulture), "{name}");
        }
    }

    #[test]
    fn the_length_never_changes() {
        assert_eq!(to_upper("straße ﬁn ᾀᾳ ŉ", Culture::Invariant), "STRAßE ﬁN ᾈᾼ ŉ");
        assert_eq!(to_lower("ΟΔΟΣ İ", Culture::Invariant), "οδοσ İ");
    }

    #[test]
    fn texts_in_their_case_are_borrowed() {
        assert!(matches!(to_lower("straße 42", Culture::Invariant), Cow::Borrowed(_)));
        assert!(matches!(to_upper("STRASSE", Culture::Invariant), Cow::Borrowed(_)));
        assert!(matches!(title_case("Van Der Berg", Culture::Invariant), Cow::Borrowed(_)));
        assert!(matches!(proper_case("Van Der Berg", None), Cow::Borrowed(_)));
        assert!(matches!(proper_case("van", Some("")), Cow::Owned(_)));
    }

    #[test]
    fn proper_case_lowers_first() {
        assert_eq!(proper_case("PABLO GONSALVES (SECOND)", None), "Pablo Gonsalves (Second)");
        assert_eq!(proper_case("ABC", None), "Abc");
        assert_eq!(proper_case("abc", None), "Abc");
        assert_eq!(proper_case("3RD O'NEIL O’NEIL", None), "3Rd O'neil O’Neil");
    }

    #[test]
    fn own_separators_replace_the_rule() {
        assert_eq!(proper_case("PINTO-DE'SILVA", Some(" '-")), "Pinto-De'Silva");
        assert_eq!(proper_case("MARY-ANN SMITH", Some(" ")), "Mary-ann Smith");
        assert_eq!(proper_case("(ANNA) BELL", Some(" ")), "(Anna) Bell");
        assert_eq!(proper_case("ANNA BELL", Some("")), "Anna bell");
    }

    proptest! {
        #[test]
        fn casing_is_stable(text: String) {
            let upper = to_upper(&text, Culture::Invariant).into_owned();
            prop_assert_eq!(to_upper(&upper, Culture::Invariant), upper.as_str());
            let proper = proper_case(&text, None).into_owned();
            prop_assert_eq!(proper_case(&proper, None), proper.as_str());
            prop_assert_eq!(proper.chars().count(), text.chars().count());
        }
    }
}
