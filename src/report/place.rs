//! Where a finding stands in its document, in lines and columns.

use super::Document;
use crate::diagnostic::{Diagnostic, Span, TextSpan};
use crate::value::json::{locate, locate_in_string};

/// A range of the document; lines from 1, columns from 1 in UTF-16 code units, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    /// The same range in bytes of the document.
    pub bytes: Span,
}

impl Region {
    /// The region of a finding: its span in the text, the value its pointer names, or the part of that string.
    pub(super) fn of(diagnostic: &Diagnostic, document: &Document<'_>) -> Option<Self> {
        let place = diagnostic.at.as_ref()?;
        let text = document.text?;
        let bytes = match (&place.pointer, &place.span) {
            (None, Some(span)) => span.span(),
            (Some(pointer), None) => {
                let range = locate(text, pointer)?;
                // What is missing from the whole document is marked at its first bracket.
                let end = if pointer.is_empty() { range.start.saturating_add(1) } else { range.end };
                Span::new(range.start, end)
            }
            (Some(pointer), Some(span)) => Span::new(
                locate_in_string(text, pointer, span.start)?,
                locate_in_string(text, pointer, span.end)?,
            ),
            (None, None) => return None,
        };
        Some(Self::new(text, bytes, document.lines_before))
    }

    fn new(text: &str, bytes: Span, lines_before: usize) -> Self {
        let mut start = TextSpan::new(text, bytes);
        let mut end = TextSpan::new(text, Span::point(bytes.end));
        start.to_utf16();
        end.to_utf16();
        let line = |line: usize| line.saturating_add(lines_before);
        Self {
            line: line(start.line),
            column: start.column,
            end_line: line(end.line),
            end_column: end.column,
            bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, code};

    #[test]
    fn expressions_inside_documents_are_found() {
        let text = "{\n \"e\": \"😀 \\\"x\\\" Swich()\"\n}";
        let document = Document::new("a.json", Some(text));
        let expression = "😀 \"x\" Swich()";
        let start = expression.find("Swich").unwrap();
        let finding = Diagnostic::new(&code::input::NOT_JSON, "x")
            .at(Place::in_text(expression, Span::new(start, start + 5)))
            .within("/e");
        let region = Region::of(&finding, &document).unwrap();
        assert_eq!(region.bytes.of(text), "Swich");
        assert_eq!((region.line, region.column, region.end_column), (2, 17, 22));
    }

    /// The whole document has no place of its own: its first bracket stands for it.
    #[test]
    fn the_whole_document_is_marked_at_its_first_bracket() {
        let finding = Diagnostic::new(&code::input::UNEXPECTED_SHAPE, "x").at(Place::pointer(""));
        let region = Region::of(&finding, &Document::new("a.json", Some("\n {\"a\":\n1}"))).unwrap();
        assert_eq!((region.line, region.column, region.end_line, region.end_column), (2, 2, 2, 3));
    }
}
