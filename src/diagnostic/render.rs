//! Findings as text, the offending line underlined.

use std::fmt::Write as _;

use super::{Diagnostic, Severity, is_unprintable};
use crate::unicode::columns;

/// How to render.
#[derive(Debug, Clone, Copy, Default)]
pub struct Render<'a> {
    /// Name of the document, shown before the place.
    pub origin: Option<&'a str>,
    /// The text that spans count in; without it only line and column are shown.
    pub text: Option<&'a str>,
    /// Whether to use terminal colours.
    pub colour: bool,
    /// Lines of the document before `text`.
    pub lines_before: usize,
    /// Line and column of the finding in the document, where `text` is only a string inside it.
    pub position: Option<(usize, usize)>,
}

/// Renders a finding for a reader:
///
/// ```text
/// error[EX201] unknown function `Swich`
///   --> mapping.json:1:1
///    |
///  1 | Swich([department], "x")
///    | ^^^^^
///    = help: did you mean `Switch`?
/// ```
pub fn render(diagnostic: &Diagnostic, how: Render<'_>) -> String {
    let mut out = String::new();
    let paint = |style: &'static str| if how.colour { style } else { "" };
    let (reset, bold, dim) = (paint("\x1b[0m"), paint("\x1b[1m"), paint("\x1b[2m"));
    let tone = paint(match diagnostic.severity {
        Severity::Error => "\x1b[31m",
        Severity::Warning => "\x1b[33m",
        Severity::Info => "\x1b[36m",
    });
    _ = writeln!(
        out,
        "{tone}{bold}{}[{}]{reset} {bold}{}{reset}",
        diagnostic.severity.as_str(),
        diagnostic.code.code,
        diagnostic.message
    );
    let span = diagnostic.span();
    let line = span.map_or(0, |span| span.line.saturating_add(how.lines_before));
    let mut place = visible(how.origin.unwrap_or_default());
    if let Some((line, column)) = how.position.or_else(|| span.map(|span| (line, span.column))) {
        _ = write!(place, "{}{line}:{column}", if place.is_empty() { "" } else { ":" });
    }
    if let Some(pointer) = diagnostic.pointer() {
        let gap = if place.is_empty() || pointer.is_empty() { "" } else { " " };
        _ = write!(place, "{gap}{}", visible(pointer));
    }
    if !place.is_empty() {
        _ = writeln!(out, "  {dim}-->{reset} {place}");
    }
    // An empty text has no line to show.
    if let (Some(text), Some(span)) = (how.text.filter(|text| !text.is_empty()), span) {
        let line_number = line.to_string();
        let gutter = " ".repeat(line_number.len());
        let excerpt = Excerpt::around(text, span.start, span.end);
        _ = writeln!(out, " {gutter} {dim}|{reset}");
        _ = writeln!(out, " {dim}{line_number} |{reset} {}", excerpt.shown);
        _ = writeln!(
            out,
            " {gutter} {dim}|{reset} {}{tone}{}{reset}",
            " ".repeat(excerpt.before),
            "^".repeat(excerpt.under)
        );
    }
    for label in &diagnostic.labels {
        _ = writeln!(out, "   {dim}={reset} {}:{}: {}", label.span.line, label.span.column, label.text);
    }
    if let Some(help) = &diagnostic.help {
        _ = writeln!(out, "   {dim}={reset} help: {help}");
    }
    if let Some(source) = &diagnostic.source {
        _ = writeln!(out, "   {dim}={reset} rule: {source}");
    }
    out
}

/// One line of the text, cut to a readable width around the span.
struct Excerpt {
    shown: String,
    before: usize,
    under: usize,
}

impl Excerpt {
    const WIDTH: usize = 100;
    const LEAD: usize = 40;
    /// Bytes on either side that are looked at: documents often have one line, and many findings.
    const NEAR: usize = 4_096;

    fn around(text: &str, start: usize, end: usize) -> Self {
        let head = text.get(..start).unwrap_or_default();
        let line_start = head.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
        let tail = text.get(start..).unwrap_or_default();
        let line = tail.split('\n').next().unwrap_or_default();
        // The CR of a line break is part of the break.
        let line_end = start.saturating_add(line.strip_suffix('\r').unwrap_or(line).len());
        let near = |from: usize, to: usize| {
            let to = text.floor_char_boundary(from.saturating_add(Self::NEAR).min(to));
            visible(text.get(from..to).unwrap_or_default())
        };
        let lead_start = text.ceil_char_boundary(start.saturating_sub(Self::NEAR).max(line_start));
        let lead = near(lead_start, start);
        let marked = near(start, end.min(line_end));
        let marked_length = marked.chars().count();
        let rest = near(end.min(line_end), line_end);
        let (lead, before) = last_columns(lead, Self::LEAD);
        let room = Self::WIDTH.saturating_sub(before);
        let (mut shown, mut taken, mut under) = (lead, 0_usize, 0_usize);
        for (at, character) in marked.chars().chain(rest.trim_end().chars()).enumerate() {
            taken = taken.saturating_add(columns(character));
            if taken > room {
                shown.push('…');
                break;
            }
            shown.push(character);
            if at < marked_length {
                under = taken;
            }
        }
        Self { shown, before, under: under.max(1) }
    }
}

/// The end of a text, as much as fits into so many columns, and the columns it takes.
fn last_columns(text: String, most: usize) -> (String, usize) {
    let mut taken = 0_usize;
    for (at, character) in text.char_indices().rev() {
        let wider = taken.saturating_add(columns(character));
        if wider > most {
            let from = at.saturating_add(character.len_utf8());
            return (format!("…{}", text.get(from..).unwrap_or_default()), taken.saturating_add(1));
        }
        taken = wider;
    }
    (text, taken)
}

/// The text with tabs as blanks and invisible characters as escapes.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => out.push(' '),
            other if is_unprintable(other) => out.extend(other.escape_unicode()),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Render, render};
    use crate::diagnostic::{Diagnostic, Place, Span, code};

    fn finding() -> Diagnostic {
        Diagnostic::new(&code::input::UNEXPECTED_SHAPE, "x")
    }

    #[test]
    fn a_line_of_any_length_is_cut_around_the_span() {
        let shown = |around: usize| {
            let text = ["é".repeat(around), "Swich".to_owned(), "y".repeat(around)].concat();
            let start = "é".len() * around;
            let finding = finding().at(Place::in_text(&text, Span::new(start, start + 5)));
            let shown = render(&finding, Render { text: Some(&text), ..Render::default() });
            shown.lines().skip(3).map(str::to_owned).collect::<Vec<_>>()
        };
        let [line, mark, ..] = &shown(200)[..] else { panic!() };
        assert!(line.contains("…é") && line.contains("éSwichy") && line.ends_with("y…"), "{line}");
        assert!(mark.ends_with(" ^^^^^"), "{mark}");
        assert_eq!(shown(200), shown(100_000));
    }

    #[test]
    fn the_place_is_the_origin_the_line_and_the_pointer() {
        let in_text = || Place::in_text("a\nbc", Span::new(3, 4));
        for (place, origin, shown) in [
            (in_text(), None, "2:2"),
            (in_text(), Some("a.json"), "a.json:2:2"),
            (in_text(), Some("a\u{1B}[2J\n.json"), r"a\u{1b}[2J\u{a}.json:2:2"),
            (Place::pointer("/a"), None, "/a"),
            (Place::pointer("/a\u{202E}"), Some("a.json"), r"a.json /a\u{202e}"),
            (Place::pointer(""), Some("a.json"), "a.json"),
        ] {
            let text = render(&finding().at(place), Render { origin, ..Render::default() });
            assert_eq!(text, format!("error[IN008] x\n  --> {shown}\n"));
        }
        assert_eq!(render(&finding(), Render::default()), "error[IN008] x\n");
        assert_eq!(
            render(&finding().source("RFC 8259").help("y"), Render::default()),
            "error[IN008] x\n   = help: y\n   = rule: RFC 8259\n"
        );
    }

    #[test]
    fn colours_come_only_where_asked_for() {
        let shown = |colour| {
            let finding = finding().at(Place::in_text("ab", Span::new(1, 2))).help("y");
            render(&finding, Render { text: Some("ab"), colour, ..Render::default() })
        };
        let (plain, coloured) = (shown(false), shown(true));
        assert!(!plain.contains('\u{1B}') && coloured.starts_with("\u{1B}[31m"));
        let uncoloured: String = coloured
            .split('\u{1B}')
            .map(|part| {
                part.split_once('m')
                    .filter(|(start, _)| start.starts_with('['))
                    .map_or(part, |(_, rest)| rest)
            })
            .collect();
        assert_eq!(uncoloured, plain);
    }

    /// At most 40 characters before the place and 100 in all; what cannot be seen is an escape.
    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let excerpt = |text: &str, start, end| {
            let finding = finding().at(Place::in_text(text, Span::new(start, end)));
            let shown = render(&finding, Render { text: Some(text), ..Render::default() });
            shown
                .lines()
                .skip(3)
                .take(2)
                .map(|line| line.split_once("| ").unwrap().1.to_owned())
                .collect::<Vec<_>>()
        };
        let x = |count| "x".repeat(count);
        let (blanks, carets) = (|count| " ".repeat(count), |count| "^".repeat(count));
        assert_eq!(excerpt(&format!("{}\tb", x(39)), 40, 41), [format!("{} b", x(39)), blanks(40) + "^"]);
        assert_eq!(excerpt(&format!("{}b", x(41)), 41, 42), [format!("…{}b", x(40)), blanks(41) + "^"]);
        assert_eq!(
            excerpt(&format!("{}\u{1B}{}", x(50), "y".repeat(54)), 50, 51),
            [format!(r"…{}\u{{1b}}{}…", x(40), "y".repeat(53)), blanks(41) + &carets(6)]
        );
        assert_eq!(excerpt(&x(100), 0, 100), [x(100), carets(100)]);
        assert_eq!(excerpt(&x(101), 0, 101), [x(100) + "…", carets(100)]);
        // The place ends with its line, whose break may be CR LF; an empty place has a width.
        assert_eq!(excerpt("ab\r\ncd", 1, 5), ["ab", " ^"]);
        assert_eq!(excerpt("ab\r\ncd", 2, 2), ["ab", "  ^"]);
    }
}
