//! Bytes as text and back: base64, hexadecimal, security identifiers.
//!
//! The base64 functions of the mapping language go through .NET's `Encoding.Unicode`, so a text becomes UTF-16
//! little-endian bytes first: the usual surprise. Where .NET puts a replacement character for bytes that are no text,
//! these functions refuse: a replaced name would be provisioned.

use std::fmt::{self, Write as _};

/// How bytes spell text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-16, little-endian, without a mark.
    Unicode,
    /// Seven bits.
    Ascii,
    /// UTF-8.
    Utf8,
}

impl Encoding {
    /// Every encoding with its word in the mapping language.
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("Unicode", Self::Unicode), ("ASCII", Self::Ascii), ("UTF8", Self::Utf8)];

    /// The encoding of this word, in any case.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, encoding)| *encoding)
    }

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }

    fn read(self, bytes: Vec<u8>) -> Option<String> {
        match self {
            Self::Unicode => {
                let (pairs, rest) = bytes.as_chunks::<2>();
                let units = pairs.iter().map(|pair| u16::from_le_bytes(*pair));
                if rest.is_empty() { char::decode_utf16(units).collect::<Result<_, _>>().ok() } else { None }
            }
            Self::Ascii if bytes.is_ascii() => String::from_utf8(bytes).ok(),
            Self::Ascii => None,
            Self::Utf8 => String::from_utf8(bytes).ok(),
        }
    }
}

/// Why bytes could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum EncodingError {
    /// The text is not base64.
    NotBase64,
    /// The bytes are not text in this encoding.
    NotText(Encoding),
    /// The bytes are not a security identifier.
    NotSid,
}

impl fmt::Display for EncodingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBase64 => formatter.write_str("the text is not base64"),
            Self::NotText(encoding) => {
                write!(formatter, "the decoded bytes are not text in the encoding `{}`", encoding.word())
            }
            Self::NotSid => formatter.write_str("the value is not a binary security identifier"),
        }
    }
}

impl std::error::Error for EncodingError {}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The UTF-16 little-endian bytes of `text` in base64 with padding: `Convert.ToBase64String(Encoding.Unicode…)`.
pub(crate) fn to_base64(text: &str) -> String {
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut out = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for group in bytes.chunks(3) {
        let bits =
            [16u32, 8, 0].iter().zip(group).fold(0, |bits, (shift, byte)| bits | u32::from(*byte) << shift);
        for (place, shift) in [18u32, 12, 6, 0].into_iter().enumerate() {
            let letter = ALPHABET.get((bits >> shift & 63) as usize).copied().unwrap_or_default();
            out.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// The text whose bytes in `encoding` the base64 `text` spells.
///
/// # Errors
/// [`EncodingError::NotBase64`], [`EncodingError::NotText`].
pub(crate) fn from_base64(text: &str, encoding: Encoding) -> Result<String, EncodingError> {
    encoding.read(base64_bytes(text)?).ok_or(EncodingError::NotText(encoding))
}

/// The bytes of standard base64 with padding. Blanks, tabs and line ends are skipped, as `Convert.FromBase64String`
/// does; unused bits of the last letter are not looked at, as there.
///
/// # Errors
/// [`EncodingError::NotBase64`].
pub(crate) fn base64_bytes(text: &str) -> Result<Vec<u8>, EncodingError> {
    let mut out = Vec::with_capacity(text.len().div_ceil(4).saturating_mul(3));
    let mut letters = text.bytes().filter(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).peekable();
    while letters.peek().is_some() {
        let mut bits = 0u32;
        let mut padding = 0usize;
        for _ in 0..4 {
            let letter = letters.next().ok_or(EncodingError::NotBase64)?;
            let value = match letter {
                b'=' => {
                    padding = padding.saturating_add(1);
                    0
                }
                _ if padding > 0 => return Err(EncodingError::NotBase64),
                b'A'..=b'Z' => letter.wrapping_sub(b'A'),
                b'a'..=b'z' => letter.wrapping_sub(b'a').wrapping_add(26),
                b'0'..=b'9' => letter.wrapping_sub(b'0').wrapping_add(52),
                b'+' => 62,
                b'/' => 63,
                _ => return Err(EncodingError::NotBase64),
            };
            bits = bits << 6 | u32::from(value);
        }
        if padding > 2 || padding > 0 && letters.peek().is_some() {
            return Err(EncodingError::NotBase64);
        }
        let [_, bytes @ ..] = bits.to_be_bytes();
        out.extend(bytes.iter().take(3usize.saturating_sub(padding)));
    }
    Ok(out)
}

/// The UTF-8 bytes of `text` in upper-case hexadecimal.
pub(crate) fn to_utf8_hex(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_mul(2));
    for byte in text.bytes() {
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default().to_ascii_uppercase();
        out.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    out
}

/// A binary security identifier, given as base64, in its `S-1-…` form.
///
/// Layout (MS-DTYP §2.4.2.2): revision 1, count of sub-authorities up to 15, authority of 48 bits big-endian,
/// sub-authorities of 32 bits little-endian. All numbers are written in decimal, as .NET's
/// `SecurityIdentifier.ToString` does; MS-DTYP §2.4.2.1 has an authority beyond 32 bits as `0x` and twelve digits.
///
/// # Errors
/// [`EncodingError::NotBase64`], [`EncodingError::NotSid`].
pub(crate) fn sid_from_base64(text: &str) -> Result<String, EncodingError> {
    let bytes = base64_bytes(text)?;
    let [1, count @ ..=15, a, b, c, d, e, f, parts @ ..] = bytes.as_slice() else {
        return Err(EncodingError::NotSid);
    };
    let (parts, rest) = parts.as_chunks::<4>();
    if !rest.is_empty() || parts.len() != usize::from(*count) {
        return Err(EncodingError::NotSid);
    }
    let authority = u64::from_be_bytes([0, 0, *a, *b, *c, *d, *e, *f]);
    let mut sid = format!("S-1-{authority}");
    for part in parts {
        // Writing to a `String` cannot fail.
        let _ = write!(sid, "-{}", u32::from_le_bytes(*part));
    }
    Ok(sid)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn base64_is_that_of_utf16() {
        assert_eq!(to_base64("Hello world!"), "SABlAGwAbABvACAAdwBvAHIAbABkACEA");
        assert_eq!(to_base64(""), "");
        assert_eq!(from_base64("", Encoding::Unicode), Ok(String::new()));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let refused = |text, encoding| from_base64(text, encoding).unwrap_err().to_string();
        assert_eq!(
            refused("w6k=", Encoding::Ascii),
            "the decoded bytes are not text in the encoding `ASCII`"
        );
        assert_eq!(refused("/w==", Encoding::Utf8), "the decoded bytes are not text in the encoding `UTF8`");
        assert_eq!(
            refused("PdgA", Encoding::Unicode),
            "the decoded bytes are not text in the encoding `Unicode`"
        );
        assert_eq!(
            refused("Pdg=", Encoding::Unicode),
            "the decoded bytes are not text in the encoding `Unicode`"
        );
    }

    #[test]
    fn padding_closes_the_text() {
        for text in ["SGk", "S", "====", "S===", "SG=k", "SGk=SGk=", "SG k=x", "SGk\u{E9}", "_-8="] {
            assert_eq!(base64_bytes(text), Err(EncodingError::NotBase64), "{text}");
        }
        assert_eq!(base64_bytes(" S\tG\r\nk = ").unwrap(), b"Hi");
    }

    #[test]
    fn security_identifiers() {
        assert_eq!(sid_from_base64("AQIAAAAAAAUgAAAAIAIAAA==").unwrap(), "S-1-5-32-544");
        // Revision 2, a missing sub-authority, a byte too many, nothing.
        for text in ["AgIAAAAAAAUgAAAAIAIAAA==", "AQIAAAAAAAUgAAAA", "AQEAAAAAAAUgAAAAIA==", ""] {
            assert_eq!(sid_from_base64(text), Err(EncodingError::NotSid), "{text}");
        }
        // 0x123456789ABC.
        assert_eq!(sid_from_base64("AQASNFZ4mrw="), Ok("S-1-20015998343868".to_owned()));
    }

    proptest! {
        #[test]
        fn text_comes_back(text: String) {
            prop_assert_eq!(from_base64(&to_base64(&text), Encoding::Unicode), Ok(text));
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = (from_base64(&text, Encoding::Utf8), sid_from_base64(&text));
        }
    }
}
