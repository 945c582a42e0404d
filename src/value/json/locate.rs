//! From a JSON pointer back to the place in the text.

use std::ops::Range;

use super::read::{Kind, Reader};
use crate::diagnostic::unescaped;

/// The bytes of the value that an RFC 6901 `pointer` names in `text`; where the value is absent, those of the
/// deepest part of the pointer that exists. `None` only where `text` is not JSON.
pub fn locate(text: &str, pointer: &str) -> Option<Range<usize>> {
    let mut reader = Reader::new(text);
    let mut segments = pointer.split('/').skip(1);
    loop {
        let kind = reader.peek().ok()?;
        let here = reader.clone();
        let found = match segments.next() {
            None => false,
            Some(segment) => match kind {
                Kind::Array => enter_item(&mut reader, segment.parse().ok()),
                Kind::Object => enter_member(&mut reader, &unescaped(segment)),
                _ => false,
            },
        };
        if !found {
            let mut value = here;
            let start = value.offset();
            value.skip().ok()?;
            return Some(start..value.offset());
        }
    }
}

/// The byte in `text` that stands for byte `offset` of the unescaped string at `pointer`.
pub fn locate_in_string(text: &str, pointer: &str, offset: usize) -> Option<usize> {
    let range = locate(text, pointer)?;
    let literal = text.get(range.clone())?;
    let inner = literal.strip_prefix('"')?;
    let (mut unescaped, mut consumed) = (0_usize, 0_usize);
    let mut characters = inner.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        consumed = at;
        if unescaped >= offset || character == '"' {
            break;
        }
        let mut length = character.len_utf8();
        if character == '\\' {
            length = 1;
            if let Some((_, 'u')) = characters.next() {
                let digits = |from: usize| {
                    let digits = inner.get(from..from.saturating_add(4))?;
                    u32::from_str_radix(digits, 16).ok()
                };
                let first = digits(at.saturating_add(2)).unwrap_or_default();
                let paired = (0xD800..0xDC00).contains(&first);
                length = char::from_u32(first).map_or(4, char::len_utf8);
                let passed = if paired { 10 } else { 4 };
                (0..passed).for_each(|_| _ = characters.next());
            }
        }
        unescaped = unescaped.saturating_add(length);
    }
    Some(range.start.saturating_add(1).saturating_add(consumed))
}

fn enter_item(reader: &mut Reader<'_>, wanted: Option<usize>) -> bool {
    let (Some(wanted), Ok(())) = (wanted, reader.begin_array()) else { return false };
    for index in 0..=wanted {
        if !matches!(reader.next_item(index == 0), Ok(true)) {
            return false;
        }
        if index == wanted {
            return true;
        }
        if reader.skip().is_err() {
            return false;
        }
    }
    false
}

fn enter_member(reader: &mut Reader<'_>, wanted: &str) -> bool {
    if reader.begin_object().is_err() {
        return false;
    }
    let mut first = true;
    while let Ok(Some(name)) = reader.next_member(first) {
        if name == wanted {
            return true;
        }
        if reader.skip().is_err() {
            return false;
        }
        first = false;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{locate, locate_in_string};

    #[test]
    fn finds_values_and_the_deepest_part_that_exists() {
        let text = r#" {"a": [1, {"b/c": "x"}], "d": null}"#;
        let found = |pointer| &text[locate(text, pointer).unwrap()];
        assert_eq!(found("/a/1/b~1c"), r#""x""#);
        assert_eq!(found("/a/0"), "1");
        assert_eq!(found("/a/7"), r#"[1, {"b/c": "x"}]"#);
        assert_eq!(found("/d"), "null");
        assert_eq!(found(""), &text[1..]);
        assert_eq!(locate("nope", ""), None);
    }

    #[test]
    fn follows_escapes_inside_a_string() {
        let text = r#"{"e":"é\"\u00e9\ud83d\ude00x"}"#;
        // Unescaped: é " é 😀 x, at bytes 0 2 3 5 9.
        let character =
            |offset| text[locate_in_string(text, "/e", offset).unwrap()..].chars().next().unwrap();
        assert_eq!(character(0), 'é');
        assert_eq!(character(9), 'x');
        assert_eq!(&text[locate_in_string(text, "/e", 3).unwrap()..][..6], "\\u00e9");
        assert_eq!(&text[locate_in_string(text, "/e", 5).unwrap()..][..6], "\\ud83d");
    }
}
