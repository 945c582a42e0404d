//! A cursor over the units of a pattern.

use std::fmt::Display;

use super::super::unicode::{joins_word, lower};
use super::super::{Error, ErrorKind};

/// The inline options `imnsx`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) ignore_case: bool,
    pub(super) multiline: bool,
    pub(super) explicit_capture: bool,
    pub(super) singleline: bool,
    pub(super) free_spacing: bool,
}

/// A cursor over the UTF-16 units of a pattern, and the options in force where it stands.
#[derive(Debug, Clone)]
pub(super) struct Reader<'p> {
    pattern: &'p str,
    units: Vec<u16>,
    /// Byte offset of each unit's character; one more for the end.
    offsets: Vec<usize>,
    place: usize,
    pub(super) options: Options,
}

impl<'p> Reader<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        let mut units = Vec::with_capacity(pattern.len());
        let mut offsets = Vec::with_capacity(pattern.len().saturating_add(1));
        for (offset, c) in pattern.char_indices() {
            let mut pair = [0; 2];
            for unit in c.encode_utf16(&mut pair) {
                units.push(*unit);
                offsets.push(offset);
            }
        }
        offsets.push(pattern.len());
        Self { pattern, units, offsets, place: 0, options: Options::default() }
    }

    pub(super) fn place(&self) -> usize {
        self.place
    }

    pub(super) fn go_to(&mut self, place: usize) {
        self.place = place;
    }

    pub(super) fn left(&self) -> usize {
        self.units.len().saturating_sub(self.place)
    }

    /// Whether a character of the basic plane stands anywhere from here on.
    pub(super) fn has_ahead(&self, character: char) -> bool {
        self.units.iter().skip(self.place).any(|unit| u32::from(*unit) == u32::from(character))
    }

    /// The unit `ahead` places on.
    pub(super) fn peek_at(&self, ahead: usize) -> Option<u16> {
        self.units.get(self.place.saturating_add(ahead)).copied()
    }

    pub(super) fn peek(&self) -> Option<u16> {
        self.peek_at(0)
    }

    /// The next unit, where it is of ASCII.
    pub(super) fn peek_ascii(&self) -> Option<u8> {
        self.peek_at(0).and_then(ascii)
    }

    pub(super) fn is_at(&self, c: char) -> bool {
        self.peek() == Some(c as u16)
    }

    /// Whether the rest begins with this ASCII text.
    pub(super) fn starts_with(&self, text: &str) -> bool {
        text.bytes().enumerate().all(|(ahead, byte)| self.peek_at(ahead) == Some(u16::from(byte)))
    }

    pub(super) fn bump(&mut self) -> Option<u16> {
        let unit = self.peek()?;
        self.place = self.place.saturating_add(1);
        Some(unit)
    }

    /// Steps over `c` if it is next.
    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.is_at(c);
        if found {
            self.bump();
        }
        found
    }

    pub(super) fn offset_of(&self, place: usize) -> usize {
        self.offsets.get(place).copied().unwrap_or(self.pattern.len())
    }

    /// The pattern's text between two places.
    pub(super) fn text(&self, from: usize, to: usize) -> &'p str {
        self.pattern.get(self.offset_of(from)..self.offset_of(to)).unwrap_or("")
    }

    pub(super) fn error(&self, place: usize, message: impl Display) -> Error {
        Error::new(ErrorKind::Syntax, self.offset_of(place), message)
    }

    pub(super) fn unsupported(&self, place: usize, name: &'static str, message: impl Display) -> Error {
        Error::new(ErrorKind::Unsupported(name), self.offset_of(place), message)
    }

    /// Digits as a number; `None` when there are none.
    pub(super) fn decimal(&mut self) -> Result<Option<u32>, Error> {
        let start = self.place;
        let mut value = None;
        while let Some(digit) = self.peek().and_then(|unit| char::from_u32(unit.into())?.to_digit(10)) {
            let next = value.unwrap_or(0u32).checked_mul(10).and_then(|tens| tens.checked_add(digit));
            match next {
                Some(number) if number <= i32::MAX as u32 => value = Some(number),
                _ => return Err(self.error(start, "the number is larger than 2147483647")),
            }
            self.bump();
        }
        Ok(value)
    }

    /// The run of word characters from here: a group name.
    pub(super) fn word(&mut self) -> &'p str {
        let start = self.place;
        while self.peek().is_some_and(joins_word) {
            self.bump();
        }
        self.text(start, self.place)
    }

    /// Steps over comments, and under `(?x)` over blanks.
    pub(super) fn skip_blank(&mut self) -> Result<(), Error> {
        loop {
            if self.options.free_spacing {
                while self.peek().is_some_and(is_blank) {
                    self.bump();
                }
                if self.is_at('#') {
                    while self.peek().is_some_and(|unit| unit != u16::from(b'\n')) {
                        self.bump();
                    }
                    continue;
                }
            }
            if !self.starts_with("(?#") {
                return Ok(());
            }
            let start = self.place;
            while !self.eat(')') {
                if self.bump().is_none() {
                    return Err(self.error(start, "the comment `(?#` is not closed"));
                }
            }
        }
    }

    /// Option letters, with `-` and `+`, up to the first unit that is none.
    pub(super) fn scan_options(&mut self) {
        let mut on = true;
        while let Some(unit) = self.peek() {
            let options = &mut self.options;
            // Only ASCII letters fold here; `lower` maps U+212A to `k`, which is no option either.
            match u8::try_from(lower(unit)) {
                Ok(b'-') => on = false,
                Ok(b'+') => on = true,
                Ok(b'i') => options.ignore_case = on,
                Ok(b'm') => options.multiline = on,
                Ok(b'n') => options.explicit_capture = on,
                Ok(b's') => options.singleline = on,
                Ok(b'x') => options.free_spacing = on,
                _ => return,
            }
            self.bump();
        }
    }

    /// Whether a quantifier begins here; `{` only does when its form is complete.
    pub(super) fn is_quantifier(&self) -> bool {
        match self.peek_ascii() {
            Some(b'*' | b'+' | b'?') => true,
            Some(b'{') => {
                let digits = |mut ahead: usize| {
                    while self.peek_at(ahead).is_some_and(is_digit) {
                        ahead = ahead.saturating_add(1);
                    }
                    ahead
                };
                let is = |ahead: usize, wanted: u8| self.peek_at(ahead) == Some(u16::from(wanted));
                let after = digits(1);
                after > 1 && (is(after, b'}') || is(after, b',') && is(digits(after.saturating_add(1)), b'}'))
            }
            _ => false,
        }
    }
}

/// A unit of ASCII as the byte that it is.
pub(super) fn ascii(unit: u16) -> Option<u8> {
    u8::try_from(unit).ok().filter(u8::is_ascii)
}

pub(super) fn is_digit(unit: u16) -> bool {
    ascii(unit).is_some_and(|byte| byte.is_ascii_digit())
}

/// White space of `(?x)`: not the vertical tab.
fn is_blank(unit: u16) -> bool {
    ascii(unit).is_some_and(|byte| byte.is_ascii_whitespace())
}
