//! Places of many spans in one text: the same as counting each from the start.

use proptest::prelude::*;
use scimwright::diagnostic::{Positions, Span, TextSpan};

fn text() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![Just("a"), Just("é"), Just("𝄞"), Just("\n"), Just("\r\n"), Just("Join(\", \", [mail])")];
    prop::collection::vec(piece, 0..600).prop_map(|pieces| pieces.concat())
}

/// Line and column as house style defines them: both from 1, the column in bytes or UTF-16 units of its line.
fn counted(text: &str, span: Span) -> (TextSpan, [usize; 4], [usize; 3]) {
    let start = text.floor_char_boundary(span.start);
    let end = text.floor_char_boundary(span.end).max(start);
    let line = text[..start].bytes().filter(|byte| *byte == b'\n').count() + 1;
    let on_line = text[..start].split('\n').next_back().unwrap();
    let units = |part: &str| part.encode_utf16().count();
    (
        TextSpan::new(text, span),
        [start, end, line, on_line.len() + 1],
        [units(&text[..start]), units(&text[..end]), units(on_line) + 1],
    )
}

proptest! {
    #[test]
    fn spans_are_placed_as_if_counted_from_the_start(text in text(), at in any::<[prop::sample::Index; 8]>()) {
        let positions = Positions::of(&text);
        for pair in at.windows(2) {
            // Offsets inside characters and beyond the end are drawn to a boundary.
            let [from, to] = [pair[0].index(text.len() + 3), pair[1].index(text.len() + 3)];
            let span = Span::new(from.min(to), from.max(to));
            let (single, bytes, [start, end, column]) = counted(&text, span);
            let found = positions.span(&text, span);
            prop_assert_eq!(found, single);
            prop_assert_eq!([found.start, found.end, found.line, found.column], bytes);
            let found = found.into_utf16();
            prop_assert_eq!([found.start, found.end, found.column], [start, end, column]);
        }
    }
}
