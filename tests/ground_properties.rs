//! Properties of the ground floor: dates, for every date, format and text; places of many spans in one text, the same as
//! counting each from the start.

use proptest::prelude::*;
use scimwright::diagnostic::{Positions, Span, TextSpan};
use scimwright::value::datetime::{
    DateFormat, DateTime, Kind, ReadError, Styles, TICKS_PER_DAY, TICKS_PER_SECOND, parse,
};

/// Formats that lose nothing down to the tick, the second and the day.
const TICK: [&str; 4] =
    ["o", "yyyyMMddHHmmss.fffffffZ", "h:mm:ss.FFFFFFF tt d MMMM yyyy", "ddd K HHmmssfffffff yyy'/'M/dd"];
const SECOND: [&str; 5] = ["s", "u", "r", "F", "G"];
const DAY: [&str; 4] = ["d", "D", "dMMMyyyyy", "yyyy-MM-dd"];

proptest! {
    #[test]
    fn what_is_written_is_read_back(ticks in 315_537_897_599_999_999i64..=DateTime::MAX.ticks(), small in 0..=DateTime::MAX.ticks()) {
        for ticks in [ticks, small] {
            let date = DateTime::from_ticks(ticks, Kind::Utc).unwrap();
            let groups = [(&TICK[..], 1), (&SECOND[..], TICKS_PER_SECOND), (&DAY[..], TICKS_PER_DAY)];
            for (formats, unit) in groups {
                // `yyy` has as many digits as it reads only for years of three.
                for format in formats.iter().filter(|format| !format.contains("yyy'/'") || date.civil().year < 1000) {
                    let compiled = DateFormat::compile(format).unwrap();
                    let written = compiled.write(&date);
                    let read = compiled.read(&written, Styles::DEFAULT, None);
                    prop_assert_eq!(read.map(DateTime::ticks), Ok(ticks - ticks % unit), "{} {}", format, written);
                }
            }
            prop_assert_eq!(DateTime::from_rfc3339(&date.to_rfc3339()), Ok(date));
            prop_assert_eq!(parse(&date.to_general_string()).map(DateTime::ticks), Ok(ticks - ticks % TICKS_PER_SECOND));
            prop_assert_eq!(DateTime::from_civil(date.civil(), Kind::Utc), Ok(date));
        }
    }

    #[test]
    fn any_format_reads_and_writes_or_refuses(
        format in r#"([dMyhHmsfFtzKZgGT:/'"%\\. -]|\PC){0,12}"#,
        text in r"([0-9:/. +-]|\PC){0,20}",
        ticks in 0..=DateTime::MAX.ticks(),
        styles in 0usize..10,
    ) {
        let date = DateTime::from_ticks(ticks, Kind::Local).unwrap();
        if let Ok(compiled) = DateFormat::compile(&format) {
            let written = compiled.write(&date);
            let (_, styles) = Styles::WORDS[styles];
            let _ = (compiled.read(&text, styles, Some(date)), compiled.read(&written, styles, Some(date)));
            if !compiled.reads_current_date(styles) {
                prop_assert_ne!(compiled.read(&written, styles, None), Err(ReadError::NoCurrentTime));
            }
        }
    }

    #[test]
    fn no_text_panics(text in r"([0-9TZtzAPM:/. +-]|\PC){0,30}") {
        let _ = (parse(&text), DateTime::from_rfc3339(&text));
    }
}

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
