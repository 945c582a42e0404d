//! Text: reading bytes as text, white space, and comparison as .NET does it.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::casing::{Culture, to_upper};
use super::search;
use crate::diagnostic::{Diagnostic, Place, Span, code};

/// Reads bytes as text: UTF-8, or UTF-16 of either byte order behind a byte-order mark. The mark is not part of the
/// text, and line ends stay as they are, so that places in the text can be shown.
///
/// UTF-8 is borrowed. UTF-16 is what PowerShell writes with `>`.
///
/// # Errors
/// `IN006` not-text, with the place where the bytes stop being text; `IN004` lone-surrogate.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Diagnostic> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest).map(Cow::Borrowed),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        _ => utf8(bytes).map(Cow::Borrowed),
    }
}

/// What files are that are taken for text, by their first bytes.
const ARCHIVES: [(&[u8], &str); 2] = [
    (
        b"PK\x03\x04",
        "this is a workbook of Excel or a zip archive: save the sheet as CSV UTF-8, or unpack the archive",
    ),
    (b"\x1F\x8B", "this is a gzip archive: unpack it first"),
];

fn utf8(bytes: &[u8]) -> Result<&str, Diagnostic> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok());
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        let message = if bytes.contains(&0) {
            "the input is neither UTF-8 nor UTF-16 with a byte-order mark".to_owned()
        } else {
            format!("byte 0x{byte:02X} is not UTF-8 here")
        };
        let finding = Diagnostic::new(&code::input::NOT_TEXT, message).at(end_of(valid.unwrap_or_default()));
        match ARCHIVES.iter().find(|(head, _)| bytes.starts_with(head)) {
            Some((_, help)) => finding.help(*help),
            None => finding,
        }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Diagnostic> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match decoded {
            Ok(character) => text.push(character),
            Err(error) => {
                let message = format_args!("half of a surrogate pair, U+{:04X}", error.unpaired_surrogate());
                return Err(Diagnostic::new(&code::input::LONE_SURROGATE, message).at(end_of(&text)));
            }
        }
    }
    if rest.is_empty() {
        Ok(text)
    } else {
        let message = "the UTF-16 text ends in the middle of a character";
        Err(Diagnostic::new(&code::input::NOT_TEXT, message).at(end_of(&text)))
    }
}

fn end_of(text: &str) -> Place {
    Place::in_text(text, Span::point(text.len()))
}

/// Whether this is what PowerShell writes in place of a value: of one below the depth that it was asked for, and of a list
/// or an object in a cell.
pub(crate) fn is_cut_off(text: &str) -> bool {
    // Nearly no text begins like one of these.
    if !matches!(text.as_bytes(), [b'S' | b'@' | b'M', ..]) {
        return false;
    }
    ["System.Object[]", "System.String[]", "System.Collections.", "@{"]
        .iter()
        .any(|head| text.starts_with(head))
        || (text.starts_with("Microsoft.Graph.") && !search::has(text, ' '))
}

/// What helps where a value was cut off.
pub(crate) const EXPORT_DEEPER: &str = "export again and raise the depth: `ConvertTo-Json -Depth 64`";

/// The text without white space (Unicode `White_Space`) at its ends.
///
/// This is .NET's `Trim()`: U+0085 and no-break spaces go, U+200B and U+FEFF stay.
pub fn trim(text: &str) -> &str {
    text.trim()
}

/// The number of UTF-16 code units, which .NET and JavaScript call the length.
pub fn utf16_length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Compares by UTF-16 code units, as `String.CompareOrdinal` does: characters beyond U+FFFF come before U+E000.
pub fn compare_ordinal(left: &str, right: &str) -> Ordering {
    // UTF-8 has the order of code points, and so has UTF-16 but for characters beyond U+FFFF: their first byte is
    // 0xF0 or more, that of U+E000 to U+FFFF is 0xEE or 0xEF.
    match left.bytes().zip(right.bytes()).find(|(left, right)| left != right) {
        None => left.len().cmp(&right.len()),
        Some((0xF0.., 0xEE..=0xEF)) => Ordering::Less,
        Some((0xEE..=0xEF, 0xF0..)) => Ordering::Greater,
        Some((left, right)) => left.cmp(&right),
    }
}

/// How many characters stand before the first occurrence of `needle` in `text`, ignoring case as
/// `StringComparison.OrdinalIgnoreCase` does: by simple upper-case forms, so `ς` equals `σ` and `ß` does not equal `ẞ`.
/// Takes time in proportion to the texts.
pub fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    // Upper case keeps the number of characters, so a count in one text is a count in the other.
    let text = to_upper(text, Culture::Invariant);
    let at = search::find(&text, &to_upper(needle, Culture::Invariant))?;
    text.get(..at).map(|before| before.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> (&'static str, String, usize) {
        let diagnostic = decode(bytes).unwrap_err();
        let start = diagnostic.span().unwrap().start;
        (diagnostic.code.code, diagnostic.message.clone(), start)
    }

    #[test]
    fn byte_order_marks_choose_the_encoding() {
        assert_eq!(decode(b"a\r\nb").unwrap(), "a\r\nb");
        assert_eq!(decode(b"\xEF\xBB\xBF{}").unwrap(), "{}");
        assert_eq!(decode(b"\xFF\xFEa\0\xE9\0\x3D\xD8\x00\xDE").unwrap(), "aé😀");
        assert_eq!(decode(b"\xFE\xFF\0a\r\n").unwrap(), "a\u{0D0A}");
        assert_eq!(decode(b"").unwrap(), "");
        assert!(matches!(decode("é".as_bytes()), Ok(Cow::Borrowed("é"))));
    }

    #[test]
    fn bytes_that_are_no_text_have_a_place() {
        assert_eq!(fault(b"ab\xFFc"), ("IN006", "byte 0xFF is not UTF-8 here".into(), 2));
        assert_eq!(
            fault(b"a\0\xE9\0"),
            ("IN006", "the input is neither UTF-8 nor UTF-16 with a byte-order mark".into(), 2)
        );
        assert_eq!(
            fault(b"\xFF\xFEa\0b"),
            ("IN006", "the UTF-16 text ends in the middle of a character".into(), 1)
        );
        assert_eq!(fault(b"\xFF\xFEa\0\x3D\xD8"), ("IN004", "half of a surrogate pair, U+D83D".into(), 1));
    }

    #[test]
    fn archives_are_named() {
        let help = |bytes| decode(bytes).unwrap_err().help.clone().unwrap_or_default();
        assert!(help(b"PK\x03\x04\x14\0\xFF").contains("Excel") && help(b"\x1F\x8B\x08").contains("gzip"));
        assert_eq!(help(b"P\xFF"), "");
    }

    #[test]
    fn searching_ignores_case_and_counts_characters() {
        assert_eq!(find_ignoring_case("Åse Ørsted", "ør"), Some(4));
        assert_eq!(find_ignoring_case("abc", ""), Some(0));
        assert_eq!(find_ignoring_case("abc", "abcd"), None);
        assert_eq!(find_ignoring_case("xẞ", "ß"), None);
    }

    #[test]
    fn ordinal_order_is_that_of_code_units() {
        let letters = [
            "",
            "a",
            "b",
            "é",
            "ê",
            "\u{7ff}",
            "\u{d7ff}",
            "\u{e000}",
            "\u{efff}",
            "\u{f000}",
            "\u{ffff}",
            "\u{10000}",
            "\u{10ffff}",
        ];
        let texts: Vec<String> =
            letters.iter().flat_map(|first| letters.map(|second| format!("{first}{second}"))).collect();
        for left in &texts {
            for right in &texts {
                let units = left.encode_utf16().cmp(right.encode_utf16());
                assert_eq!(compare_ordinal(left, right), units, "{left:?} {right:?}");
            }
        }
    }

    #[test]
    fn lengths_count_utf16() {
        assert_eq!(utf16_length("a😀"), 3);
    }
}
