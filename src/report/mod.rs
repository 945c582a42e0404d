//! Findings of many documents, in the formats people and tools read.
//!
//! Every format is made from the same list. Those for continuous integration hold findings alone, and no values but what
//! findings say of them: see *Values in messages* in `COMPATIBILITY.md`.

mod github;
mod junit;
mod place;
mod sarif;
mod text;

pub use junit::{Case, End, Suite, junit_suites};

use std::borrow::Cow;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity, numbered};
use crate::unicode::columns;
use crate::value::json::{self, words};
use place::regions;

/// The output formats for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For a person, the offending line underlined.
    Text,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// GitHub workflow commands, shown as annotations.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML, as continuous integration servers read it.
    Junit,
}

words!(Format {
    Text "text",
    Json "json",
    Ndjson "ndjson",
    Github "github",
    Sarif "sarif",
    Junit "junit",
});

impl Format {
    /// Whether it is one for continuous integration: findings alone, without the answer and its values.
    pub const fn is_report(self) -> bool {
        matches!(self, Self::Github | Self::Sarif | Self::Junit)
    }
}

/// The lightest finding that is a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// An error.
    #[default]
    Error,
    /// A warning.
    Warning,
    /// Any finding.
    Info,
    /// None is.
    Never,
}

words!(FailOn { Error "error", Warning "warning", Info "info", Never "never" });

impl FailOn {
    /// Whether a finding of this weight is a failure.
    pub fn includes(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

/// A document that findings point into.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Its name: a relative path, or `-` for standard input.
    pub name: &'a str,
    /// Its text, where it is at hand; positions come from it.
    pub text: Option<&'a str>,
    /// Lines of the file before `text`: of an NDJSON file, each line is a document of its own.
    pub lines_before: usize,
}

impl<'a> Document<'a> {
    /// A whole file.
    pub const fn new(name: &'a str, text: Option<&'a str>) -> Self {
        Self { name, text, lines_before: 0 }
    }
}

/// One document with what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    /// The document.
    pub document: Document<'a>,
    /// Its findings, in source order.
    pub diagnostics: &'a [Diagnostic],
}

/// How to write.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Whether the text format uses terminal colours.
    pub colour: bool,
    /// Whether the text format leaves out the lines that findings stand in: they hold values.
    pub bare: bool,
    /// What JUnit calls a failure, as it makes the exit code 1.
    pub fails: FailOn,
    /// Whether the spans of the JSON formats count UTF-16 code units, as JavaScript does, rather than bytes.
    pub utf16: bool,
}

/// Writes the findings of one document in a format that can be written document by document (text, NDJSON,
/// GitHub); the others need [`write()`].
pub fn write_section(format: Format, section: &Section<'_>, style: Style) -> Option<String> {
    match format {
        Format::Text => Some(text::section(section, style)),
        Format::Ndjson | Format::Github => Some(write(format, std::slice::from_ref(section), style)),
        Format::Json | Format::Sarif | Format::Junit => None,
    }
}

/// Writes the findings of `sections` in `format`.
pub fn write(format: Format, sections: &[Section<'_>], style: Style) -> String {
    match format {
        Format::Text => text::write(sections, style),
        Format::Json => {
            let rows: Vec<Row<'_>> = rows(sections, style).collect();
            indented(&rows)
        }
        Format::Ndjson => rows(sections, style).map(|row| json::to_string(&row) + "\n").collect(),
        Format::Github => github::write(sections),
        Format::Sarif => sarif::write(sections),
        Format::Junit => junit::write(sections, style),
    }
}

/// A text of so many columns of a terminal: with blanks behind it, or cut.
pub fn padded(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(width);
    let (mut cut, mut taken) = (None, 0_usize);
    for character in text.chars() {
        let wider = taken.saturating_add(columns(character));
        if cut.is_none() && wider >= width {
            cut = Some((out.len(), taken));
        }
        out.push(character);
        taken = wider;
    }
    if let Some((end, before)) = cut.filter(|_| taken > width) {
        out.truncate(end);
        out.push('…');
        taken = before.saturating_add(1);
    }
    out.push_str(&" ".repeat(width.saturating_sub(taken)));
    out
}

/// A document indented for people, with a final line break.
fn indented(document: &impl Serialize) -> String {
    json::to_string_pretty(document) + "\n"
}

/// A finding with the name of its document, as the JSON formats show it.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    #[serde(flatten)]
    diagnostic: Cow<'a, Diagnostic>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

fn rows<'a>(sections: &'a [Section<'a>], style: Style) -> impl Iterator<Item = Row<'a>> {
    sections.iter().flat_map(move |section| {
        section.diagnostics.iter().zip(regions(section)).map(move |(diagnostic, region)| Row {
            file: section.document.name,
            diagnostic: if style.utf16 {
                Cow::Owned(diagnostic.clone().into_utf16())
            } else {
                Cow::Borrowed(diagnostic)
            },
            line: region.map(|region| region.line),
            column: region.map(|region| region.column),
        })
    })
}

/// How many findings of each weight: errors, warnings, infos.
pub fn count<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> [usize; 3] {
    let [mut errors, mut warnings, mut infos] = [0_usize; 3];
    for finding in diagnostics {
        let same = match finding.severity {
            Severity::Error => &mut errors,
            Severity::Warning => &mut warnings,
            Severity::Info => &mut infos,
        };
        *same = same.saturating_add(1);
    }
    [errors, warnings, infos]
}

/// `1 error`, `2 errors`.
pub fn counted(count: usize, word: &str) -> String {
    numbered(count, word, &format!("{word}s"))
}

/// `2 errors, 1 warning`, or `no findings`.
pub fn summary(counts: [usize; 3]) -> String {
    let parts: Vec<String> = counts
        .into_iter()
        .zip([("error", "errors"), ("warning", "warnings"), ("info", "info")])
        .filter(|(count, _)| *count > 0)
        .map(|(count, (one, many))| numbered(count, one, many))
        .collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}
