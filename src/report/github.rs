//! GitHub workflow commands: `::error file=…,line=…,col=…,title=…::message`.

use std::fmt::Write as _;

use super::{Section, place::regions};
use crate::diagnostic::{Severity, is_unprintable};

pub(super) fn write(sections: &[Section<'_>]) -> String {
    let mut out = String::new();
    for section in sections {
        for (diagnostic, region) in section.diagnostics.iter().zip(regions(section)) {
            let command = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            _ = write!(out, "::{command} file={}", property(section.document.name));
            if let Some(region) = region {
                _ = write!(out, ",line={},col={}", region.line, region.column);
                if region.end_line == region.line {
                    _ = write!(out, ",endColumn={}", region.end_column);
                } else {
                    _ = write!(out, ",endLine={}", region.end_line);
                }
            }
            let title = format!("{} {}", diagnostic.code.code, diagnostic.code.name);
            let mut message = diagnostic.message.clone();
            if let Some(help) = &diagnostic.help {
                message.push_str("\nhelp: ");
                message.push_str(help);
            }
            _ = writeln!(out, ",title={}::{}", property(&title), data(&message));
        }
    }
    out
}

/// The runner decodes `%`, CR and LF; whatever else cannot be seen is shown as its escape.
fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' | '\r' | '\n' => _ = write!(out, "%{:02X}", u32::from(character)),
            other if is_unprintable(other) => out.extend(other.escape_unicode()),
            other => out.push(other),
        }
    }
    out
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Place, Span, code};
    use crate::report::{Document, Format, Section, Style, write};

    #[test]
    fn commands_are_escaped() {
        let text = "[1,\n 01]";
        let finding = Diagnostic::new(&code::input::NOT_JSON, "100% wrong\nhere")
            .at(Place::in_text(text, Span::new(5, 7)))
            .help("write: it, again");
        let section = Section { document: Document::new("a,b:c.json", Some(text)), diagnostics: &[finding] };
        assert_eq!(
            write(Format::Github, &[section], Style::default()),
            "::error file=a%2Cb%3Ac.json,line=2,col=2,endColumn=4,title=IN002 not-json::100%25 wrong%0Ahere%0Ahelp: write: it, again\n"
        );
    }
    #[test]
    fn a_range_over_lines_has_no_end_column() {
        let text = "[1,\n 2]";
        let finding = Diagnostic::new(&code::input::NOT_JSON, "x").at(Place::in_text(text, Span::new(1, 6)));
        let section = Section { document: Document::new("a.json", Some(text)), diagnostics: &[finding] };
        let written = write(Format::Github, &[section], Style::default());
        assert!(written.starts_with("::error file=a.json,line=1,col=2,endLine=2,title="), "{written}");
    }
}
