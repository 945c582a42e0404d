//! The words of `DateTimeStyles`.

use std::fmt;

use crate::diagnostic::quoted;

/// How [`DateFormat::read`](super::DateFormat::read) treats white space, missing parts and zones.
///
/// The members are those of .NET's `DateTimeStyles`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Styles(u16);

/// A styles text that .NET would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StylesError {
    /// A word that names no style.
    Unknown(String),
    /// Two styles that exclude each other.
    Conflict(&'static str, &'static str),
}

impl fmt::Display for StylesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(word) => {
                write!(formatter, "unknown date style {}", quoted(word))
            }
            Self::Conflict(one, other) => {
                write!(formatter, "the date styles `{one}` and `{other}` exclude each other")
            }
        }
    }
}

impl std::error::Error for StylesError {}

impl Styles {
    /// Nothing is allowed beyond the format.
    pub const NONE: Self = Self(0);
    /// White space before the date.
    pub const ALLOW_LEADING_WHITE: Self = Self(0x01);
    /// White space after the date.
    pub const ALLOW_TRAILING_WHITE: Self = Self(0x02);
    /// White space between the parts of the date.
    pub const ALLOW_INNER_WHITE: Self = Self(0x04);
    /// White space anywhere.
    pub const ALLOW_WHITE_SPACES: Self = Self(0x07);
    /// A text without a date means 0001-01-01 instead of today.
    pub const NO_CURRENT_DATE_DEFAULT: Self = Self(0x08);
    /// The result is of kind UTC.
    pub const ADJUST_TO_UNIVERSAL: Self = Self(0x10);
    /// A text without a zone is local time.
    pub const ASSUME_LOCAL: Self = Self(0x20);
    /// A text without a zone is universal time.
    pub const ASSUME_UNIVERSAL: Self = Self(0x40);
    /// A `Z` in the text is kept as kind UTC.
    pub const ROUNDTRIP_KIND: Self = Self(0x80);
    /// What `FormatDateTime` uses unless told otherwise: `RoundtripKind, AllowLeadingWhite, AllowTrailingWhite`.
    pub const DEFAULT: Self = Self(0x83);

    /// Every word that [`Styles::parse`] knows, with its meaning.
    pub const WORDS: [(&'static str, Self); 10] = [
        ("None", Self::NONE),
        ("AllowLeadingWhite", Self::ALLOW_LEADING_WHITE),
        ("AllowTrailingWhite", Self::ALLOW_TRAILING_WHITE),
        ("AllowInnerWhite", Self::ALLOW_INNER_WHITE),
        ("AllowWhiteSpaces", Self::ALLOW_WHITE_SPACES),
        ("NoCurrentDateDefault", Self::NO_CURRENT_DATE_DEFAULT),
        ("AdjustToUniversal", Self::ADJUST_TO_UNIVERSAL),
        ("AssumeLocal", Self::ASSUME_LOCAL),
        ("AssumeUniversal", Self::ASSUME_UNIVERSAL),
        ("RoundtripKind", Self::ROUNDTRIP_KIND),
    ];

    /// Reads a comma-separated list of style words, each with or without the prefix `DateTimeStyles.`.
    ///
    /// # Errors
    /// [`StylesError`] for a word that is no style, and for the combinations that .NET refuses: `AssumeLocal` with
    /// `AssumeUniversal`, `RoundtripKind` with either of them or with `AdjustToUniversal`.
    pub fn parse(text: &str) -> Result<Self, StylesError> {
        let mut styles = Self::NONE;
        for word in text.split(',') {
            let word = word.trim();
            let name = word.strip_prefix("DateTimeStyles.").unwrap_or(word);
            match Self::WORDS.iter().find(|(known, _)| *known == name) {
                Some((_, style)) => styles = styles.and(*style),
                None => return Err(StylesError::Unknown(word.to_owned())),
            }
        }
        for (one, other) in [
            (Self::ASSUME_LOCAL, Self::ASSUME_UNIVERSAL),
            (Self::ROUNDTRIP_KIND, Self::ASSUME_LOCAL),
            (Self::ROUNDTRIP_KIND, Self::ASSUME_UNIVERSAL),
            (Self::ROUNDTRIP_KIND, Self::ADJUST_TO_UNIVERSAL),
        ] {
            if styles.has(one) && styles.has(other) {
                return Err(StylesError::Conflict(one.word(), other.word()));
            }
        }
        Ok(styles)
    }

    /// Both this and `other`.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, style)| *style == self).map_or("None", |(word, _)| word)
    }
}

impl Default for Styles {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_add_up() {
        let styles =
            Styles::parse("RoundtripKind, DateTimeStyles.AllowLeadingWhite,AllowTrailingWhite").unwrap();
        assert_eq!(styles, Styles::DEFAULT);
        assert_eq!(
            Styles::parse("AllowLeadingWhite,AllowInnerWhite,AllowTrailingWhite"),
            Styles::parse("AllowWhiteSpaces")
        );
        assert_eq!(Styles::parse("None"), Ok(Styles::NONE));
    }

    #[test]
    fn unknown_words_and_contradictions_are_refused() {
        assert_eq!(Styles::parse("roundtrip").unwrap_err().to_string(), "unknown date style `roundtrip`");
        assert_eq!(Styles::parse(""), Err(StylesError::Unknown(String::new())));
        assert_eq!(
            Styles::parse("AdjustToUniversal,RoundtripKind").unwrap_err().to_string(),
            "the date styles `RoundtripKind` and `AdjustToUniversal` exclude each other"
        );
        assert!(Styles::parse("AssumeLocal,AssumeUniversal").is_err());
        assert!(Styles::parse("AdjustToUniversal,AssumeUniversal").is_ok());
    }
}
