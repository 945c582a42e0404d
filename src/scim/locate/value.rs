//! What a filter compares with: a string, a number, a literal.

use std::fmt::Arguments;

use super::super::Mode;
use super::super::name::begins_word;
use super::{Scan, Scanned};
use crate::diagnostic::{Diagnostic, code, quoted};
use crate::value::json::Reader;

impl Scan<'_> {
    /// A string, whose opening quote is next.
    pub(super) fn string(&mut self) -> Scanned {
        let start = self.at;
        self.step();
        loop {
            let here = self.at;
            match self.byte() {
                None => {
                    return Err(self.error(
                        &code::filter::UNTERMINATED_STRING,
                        start,
                        self.text.len(),
                        "this string is not closed",
                    ));
                }
                Some(b'"') => {
                    self.step();
                    return self.edge();
                }
                Some(b'\\') => self.escape()?,
                Some(0..=0x1F) => {
                    let message = "a control character in a string must be written as an escape";
                    let end = here.saturating_add(1);
                    return Err(self.error(&code::filter::CONTROL_CHARACTER, here, end, message));
                }
                Some(_) => self.step(),
            }
        }
    }

    /// One escape, or a surrogate pair of escapes.
    fn escape(&mut self) -> Scanned {
        let start = self.at;
        self.step();
        let Some(letter) = self.byte() else { return Ok(()) };
        let fault = |scan: &Self, end: usize, message: Arguments<'_>, help: &str| {
            Err(scan.error(&code::filter::INVALID_ESCAPE, start, end, message).help(help))
        };
        match letter {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.step();
                Ok(())
            }
            b'u' => {
                self.step();
                let Some(first) = self.hex() else {
                    return fault(
                        self,
                        self.at,
                        format_args!("`\\u` takes four hexadecimal digits"),
                        "write `\\u00e9`, for example",
                    );
                };
                if !(0xD800..0xE000).contains(&first) {
                    return Ok(());
                }
                let pair = first < 0xDC00
                    && self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u"))
                    && {
                        self.at = self.at.saturating_add(2);
                        self.hex().is_some_and(|second| (0xDC00..0xE000).contains(&second))
                    };
                if pair {
                    return Ok(());
                }
                let message = format_args!("this escape is half of a surrogate pair");
                fault(self, start.saturating_add(6), message, "write the character itself, or both halves")
            }
            _ => {
                let help = "a backslash itself is written `\\\\`";
                let shown = self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
                let escape = format!("\\{shown}");
                let message = format_args!("{} is not an escape", quoted(&escape));
                fault(self, self.at.saturating_add(shown.len_utf8()), message, help)
            }
        }
    }

    /// Four hexadecimal digits.
    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at.saturating_add(4))?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at = self.at.saturating_add(4);
        u32::from_str_radix(digits, 16).ok()
    }

    /// A number, a literal, or in tolerant mode a word.
    pub(super) fn bare(&mut self) -> Scanned {
        let start = self.at;
        let word = self.word(false);
        let literal = matches!(word, "true" | "false" | "null");
        let number = Reader::new(word).number().is_ok_and(|number| number.as_str() == word);
        if literal || number || self.mode == Mode::Tolerant && begins_word(word) {
            return match self.byte() {
                Some(b'(' | b'[') => Err(self.unexpected(self.at)),
                _ => Ok(()),
            };
        }
        Err(self.not_a_value(word, start))
    }

    fn not_a_value(&self, word: &str, start: usize) -> Diagnostic {
        let first = word.bytes().next().unwrap_or_default();
        let end = start.saturating_add(word.len().max(1));
        if matches!(first, b'+' | b'-' | b'.' | b'0'..=b'9') {
            let message = format_args!("{} is not a number", quoted(word));
            let found = self.error(&code::filter::INVALID_NUMBER, start, end, message);
            return found.help("put it in double quotes if it is an identifier");
        }
        let shown = if word.is_empty() { self.token(start) } else { word };
        let literal = || ["true", "false", "null"].into_iter().find(|known| known.eq_ignore_ascii_case(word));
        let help = if shown.starts_with(['\'', '`', '‘', '’', '‚', '“', '”', '„', '«', '»']) {
            "strings take double quotes, the straight ones: `\"`".to_owned()
        } else if let Some(literal) = literal() {
            format!("write `{literal}`")
        } else if first.is_ascii_alphabetic() {
            "put a string in double quotes".to_owned()
        } else {
            "expected a string in double quotes, a number, `true`, `false` or `null`".to_owned()
        };
        let message = format_args!("{} is not a value", quoted(shown));
        self.error(&code::filter::INVALID_VALUE, start, end, message).help(help)
    }
}
