//! Places: spans in a text, JSON pointers into a document.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use crate::value::search::{has, replace};

/// Half-open range of UTF-8 bytes in a text, at character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// An empty span.
    pub const fn point(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// From the start of this span to the end of `other`.
    #[must_use]
    pub const fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }

    /// The text of the span, or `""` where it does not fit.
    #[inline]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A span as reported: offsets with the line and column of its start.
///
/// Offsets and column count UTF-8 bytes until [`TextSpan::into_utf16`]; line and column start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TextSpan {
    /// Offset of the first unit.
    pub start: usize,
    /// Offset one past the last unit.
    pub end: usize,
    /// Line of the start, from 1.
    pub line: usize,
    /// Column of the start, from 1.
    pub column: usize,
    #[serde(skip)]
    utf16: Utf16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Utf16 {
    start: usize,
    end: usize,
    column: usize,
}

impl TextSpan {
    /// Locates `span` in `text`; offsets outside the text are drawn to its end. For many spans of one text see
    /// [`Positions`].
    pub fn new(text: &str, span: Span) -> Self {
        let start = Mark::START.advanced(text, span.start);
        Self::between(start, start.advanced(text, span.end))
    }

    const fn between(start: Mark, end: Mark) -> Self {
        Self {
            start: start.offset,
            end: end.offset,
            line: start.line,
            column: start.offset.saturating_sub(start.line_start).saturating_add(1),
            utf16: Utf16 {
                start: start.utf16,
                end: end.utf16,
                column: start.utf16.saturating_sub(start.utf16_line_start).saturating_add(1),
            },
        }
    }

    /// A span of a text that is not at hand, counted in a unit that stays.
    pub(crate) const fn counted(span: Span, line: usize, column: usize) -> Self {
        let Span { start, end } = span;
        Self { start, end, line, column, utf16: Utf16 { start, end, column } }
    }

    /// The same with offsets and column in UTF-16 code units.
    #[must_use]
    pub const fn into_utf16(self) -> Self {
        let Utf16 { start, end, column } = self.utf16;
        Self { start, end, column, ..self }
    }

    /// The range of bytes (before [`TextSpan::into_utf16`]).
    pub const fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// What was counted up to an offset of a text.
#[derive(Debug, Clone, Copy)]
struct Mark {
    offset: usize,
    utf16: usize,
    line: usize,
    line_start: usize,
    utf16_line_start: usize,
}

impl Mark {
    const START: Self = Self { offset: 0, utf16: 0, line: 1, line_start: 0, utf16_line_start: 0 };

    /// Counted on to `offset`, or to the end of the text before it.
    fn advanced(self, text: &str, offset: usize) -> Self {
        let to = text.floor_char_boundary(offset).max(self.offset);
        let passed = text.get(self.offset..to).unwrap_or_default();
        let units = |part: &str| part.encode_utf16().count();
        let mut mark = Self { offset: to, utf16: self.utf16.saturating_add(units(passed)), ..self };
        if let Some(newline) = passed.rfind('\n') {
            let on_line = newline.saturating_add(1);
            mark.line = self.line.saturating_add(passed.matches('\n').count());
            mark.line_start = self.offset.saturating_add(on_line);
            let behind = units(passed.get(on_line..).unwrap_or_default());
            mark.utf16_line_start = mark.utf16.saturating_sub(behind);
        }
        mark
    }
}

/// Positions in a text, so that each of many spans in it is located by counting a short way.
#[derive(Debug)]
pub struct Positions(Vec<Mark>);

impl Positions {
    const APART: usize = 512;

    /// Passes once over `text`.
    pub fn of(text: &str) -> Self {
        let count = |mark: &mut Mark, offset| {
            *mark = mark.advanced(text, offset);
            Some(*mark)
        };
        Self((0..text.len()).step_by(Self::APART).skip(1).scan(Mark::START, count).collect())
    }

    /// [`TextSpan::new`] of the text that was marked.
    pub fn span(&self, text: &str, span: Span) -> TextSpan {
        let start = self.before(|mark| mark.offset <= span.start).advanced(text, span.start);
        let near = self.before(|mark| mark.offset <= span.end);
        // A short span is counted from its start.
        let near = if near.offset > start.offset { near } else { start };
        TextSpan::between(start, near.advanced(text, span.end))
    }

    /// The byte offset of a UTF-16 one in the text that was marked; `None` beyond its end.
    pub(crate) fn byte(&self, text: &str, units: usize) -> Option<usize> {
        let mark = self.before(|mark| mark.utf16 <= units);
        let (mut at, mut passed) = (mark.offset, mark.utf16);
        for character in text.get(mark.offset..)?.chars() {
            if passed >= units {
                break;
            }
            at = at.saturating_add(character.len_utf8());
            passed = passed.saturating_add(character.len_utf16());
        }
        (passed >= units).then_some(at)
    }

    /// The last mark that is not beyond a place.
    fn before(&self, is_before: impl Fn(&Mark) -> bool) -> Mark {
        let count = self.0.partition_point(is_before);
        count.checked_sub(1).and_then(|at| self.0.get(at)).copied().unwrap_or(Mark::START)
    }
}

/// Where a finding is: a JSON pointer, a span, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Place {
    /// RFC 6901 pointer into the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// SCIM attribute notation of a place in a payload, such as `emails[1].value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Span in the text, or in the string that `pointer` names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<TextSpan>,
}

impl Place {
    /// A span of a text.
    pub fn in_text(text: &str, span: Span) -> Self {
        Self::from(TextSpan::new(text, span))
    }

    /// A place in a JSON document.
    pub fn pointer(pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..Self::default() }
    }
}

/// A JSON pointer under construction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// As [`Pointer::root`], with room for a text of this length.
    pub fn sized(length: usize) -> Self {
        Self(String::with_capacity(length))
    }

    /// Adds a member name.
    pub fn push(&mut self, name: &str) {
        push_member(&mut self.0, name);
    }

    /// Adds an array index.
    pub fn push_index(&mut self, index: usize) {
        self.0.push('/');
        push_number(&mut self.0, index);
    }

    /// The place an RFC 6901 text names.
    pub fn at(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text form so far.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This pointer with a member name added.
    #[must_use]
    pub fn with_member(&self, name: &str) -> Self {
        let mut longer = Self::sized(self.0.len().saturating_add(name.len()).saturating_add(1));
        longer.0.push_str(&self.0);
        longer.push(name);
        longer
    }

    /// This pointer with an index added.
    #[must_use]
    pub fn with_index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }
}

/// Writes an index; most have one digit, which needs no formatting.
pub(crate) fn push_number(text: &mut String, number: usize) {
    match u8::try_from(number) {
        Ok(digit @ 0..=9) => text.push(char::from(b'0'.saturating_add(digit))),
        _ => _ = write!(text, "{number}"),
    }
}

fn push_member(pointer: &mut String, name: &str) {
    pointer.push('/');
    if !name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        return pointer.push_str(name);
    }
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// A step of a pointer as the name it stands for (RFC 6901 §4).
pub(crate) fn unescaped(step: &str) -> String {
    replace(&replace(step, "~1", "/"), "~0", "~")
}

/// The steps of a pointer as the names they stand for; `None` for a text that is no pointer.
pub(crate) fn steps(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let step = |step| if has(step, '~') { unescaped(step).into() } else { Cow::Borrowed(step) };
    (pointer.is_empty() || pointer.starts_with('/')).then(|| pointer.split('/').skip(1).map(step))
}

impl From<TextSpan> for Place {
    fn from(span: TextSpan) -> Self {
        Self { span: Some(span), ..Self::default() }
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.0
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    /// RFC 6901 §3: `~` is written `~0`, `/` is written `~1`.
    #[test]
    fn names_in_a_pointer_are_escaped() {
        let pointer = Pointer::default().with_member("a/b~c").with_member("").with_member("~1");
        assert_eq!(pointer.as_str(), "/a~1b~0c//~01");
    }
}
