//! Where findings stand in their document, in lines and columns.

use super::Section;
use crate::diagnostic::{Diagnostic, Positions, Span, TextSpan};
use crate::value::json::{Literal, Located};

/// A range of the document; lines from 1, columns from 1 in UTF-16 code units, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    /// The same range in bytes of the document's text.
    pub span: TextSpan,
}

/// The regions of a section's findings, one for each: its span in the text, the value its pointer names, or the part of
/// that string. The text is read once for all.
pub(super) fn regions(section: &Section<'_>) -> Vec<Option<Region>> {
    let Some(text) = section.document.text.filter(|_| !section.diagnostics.is_empty()) else {
        return vec![None; section.diagnostics.len()];
    };
    let positions = Positions::of(text);
    let located = Located::of(text, section.diagnostics.iter().filter_map(Diagnostic::pointer));
    // Findings in one string stand one behind the other.
    let mut string: Option<(usize, Literal<'_>)> = None;
    let mut bytes = |pointer: Option<&str>, span: Option<Span>| {
        let Some(pointer) = pointer else { return span };
        let value = located.range(pointer)?;
        let is_same = string.as_ref().is_some_and(|(start, _)| *start == value.start);
        if span.is_some() && !is_same {
            string = Literal::new(text, value.start).map(|literal| (value.start, literal));
        }
        // What is about a value, or counts in what is no string of the document, stands at the value.
        let (Some(span), Some((_, literal))) = (span, &mut string) else {
            // What is missing from the whole document is marked at its first bracket.
            let end = if pointer.is_empty() { value.start.saturating_add(1) } else { value.end };
            return Some(Span::new(value.start, end));
        };
        Some(Span::new(literal.place(span.start), literal.place(span.end)))
    };
    let region = |span: Span| {
        let span = positions.span(text, span);
        let start = span.into_utf16();
        let end = positions.span(text, Span::point(span.end)).into_utf16();
        let line = |line: usize| line.saturating_add(section.document.lines_before);
        Region {
            line: line(start.line),
            column: start.column,
            end_line: line(end.line),
            end_column: end.column,
            span,
        }
    };
    let mut place = |finding: &Diagnostic| bytes(finding.pointer(), finding.span().map(|span| span.span()));
    section.diagnostics.iter().map(|finding| place(finding).map(region)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, code};
    use crate::report::Document;

    fn region(finding: &Diagnostic, text: &str) -> Region {
        let document = Document::new("a.json", Some(text));
        regions(&Section { document, diagnostics: std::slice::from_ref(finding) })[0].unwrap()
    }

    #[test]
    fn expressions_inside_documents_are_found() {
        let text = "{\n \"e\": \"😀 \\\"x\\\" Swich()\"\n}";
        let expression = "😀 \"x\" Swich()";
        let start = expression.find("Swich").unwrap();
        let finding = Diagnostic::new(&code::input::NOT_JSON, "x")
            .at(Place::in_text(expression, Span::new(start, start + 5)))
            .within("/e");
        let region = region(&finding, text);
        assert_eq!(region.span.span().of(text), "Swich");
        assert_eq!((region.line, region.column, region.end_column), (2, 17, 22));
    }

    /// A span that counts in no string stands at the value, whatever string came before.
    #[test]
    fn spans_of_what_is_no_string_stand_at_the_value() {
        let text = "{\"e\": \"Frob()\",\n \"source\": {\"name\": \"Frob\"}}";
        let finding = |pointer| {
            let place = Place::in_text("Frob()", Span::new(0, 4));
            Diagnostic::new(&code::input::NOT_JSON, "x").at(place).within(pointer)
        };
        let diagnostics = [finding("/e"), finding("/source"), finding("/e")];
        let document = Document::new("a.json", Some(text));
        let found = regions(&Section { document, diagnostics: &diagnostics });
        let shown: Vec<&str> = found.iter().map(|region| region.unwrap().span.span().of(text)).collect();
        assert_eq!(shown, ["Frob", "{\"name\": \"Frob\"}", "Frob"]);
        assert_eq!(found[1].map(|region| (region.line, region.column)), Some((2, 12)));
    }

    /// The whole document has no place of its own: its first bracket stands for it.
    #[test]
    fn the_whole_document_is_marked_at_its_first_bracket() {
        let finding = Diagnostic::new(&code::input::UNEXPECTED_SHAPE, "x").at(Place::pointer(""));
        let region = region(&finding, "\n {\"a\":\n1}");
        assert_eq!((region.line, region.column, region.end_line, region.end_column), (2, 2, 2, 3));
    }
}
