//! What every command needs to know, and how it answers in the chosen format.

use std::path::{MAIN_SEPARATOR, Path};

use scimwright::diagnostic::{Diagnostic, Severity};
use scimwright::provision::{Preview, Verdict};
use scimwright::report::{self, Section, Style};
use scimwright::value::json;
use serde::Serialize;

use crate::args::{Format, Output};
use crate::files;
use crate::outcome::{self, Failure, Outcome, Status};
use crate::terminal::{self, Paint};

/// The flags that all commands have, and whether standard output is coloured.
pub struct Shell {
    pub output: Output,
    pub colour: bool,
}

impl Shell {
    /// The chosen format.
    pub const fn format(&self) -> Format {
        self.output.format
    }

    /// The styles of standard output.
    pub fn paint(&self) -> Paint {
        Paint::new(self.colour)
    }

    /// How findings are written among the answers.
    pub fn style(&self) -> Style {
        Style { colour: self.colour, fails: self.output.fail_on, ..Style::default() }
    }

    /// The status over findings.
    pub fn status<'d>(&self, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Status {
        let fails = diagnostics.into_iter().any(|finding| self.output.fail_on.includes(finding.severity));
        if fails { Status::Findings } else { Status::Clean }
    }

    /// The status over a preview: over its findings, and one that failed is an error.
    pub fn status_of(&self, preview: &Preview) -> Status {
        let failed = preview.verdict == Verdict::Error && self.output.fail_on.includes(Severity::Error);
        if failed { Status::Findings } else { self.status(&preview.diagnostics) }
    }

    /// Prints a value as JSON: on one line as NDJSON, else laid out; for a terminal without what could steer it.
    pub fn print(&self, value: &(impl Serialize + ?Sized)) -> Result<(), Failure> {
        let text = match self.format() {
            Format::Ndjson => json::to_string(value),
            Format::Text => terminal::document(value),
            _ => json::to_string_pretty(value),
        };
        files::print(&(text + "\n"))
    }

    /// Prints rows as JSON: a line each as NDJSON, else as one list.
    pub fn print_rows(&self, rows: &[impl Serialize]) -> Result<(), Failure> {
        match self.format() {
            Format::Ndjson => {
                files::print(&rows.iter().map(|row| json::to_string(row) + "\n").collect::<String>())
            }
            _ => self.print(rows),
        }
    }

    /// Prints an answer, and what is said of it beside it; in the formats for continuous integration that alone.
    pub fn answer(&self, value: &impl Serialize, said: Section<'_>) -> Outcome {
        if self.format().is_report() {
            return self.print_findings(&[said]);
        }
        self.print(value)?;
        outcome::beside(&[said]);
        Ok(self.status(said.diagnostics))
    }

    /// Prints findings of several documents and gives the status.
    pub fn print_findings(&self, sections: &[Section<'_>]) -> Outcome {
        let text = match self.format() {
            Format::Sarif => {
                let names: Vec<_> = sections.iter().map(|section| relative(section.document.name)).collect();
                let mut named = sections.to_vec();
                named.iter_mut().zip(&names).for_each(|(section, name)| section.document.name = name);
                report::write(Format::Sarif, &named, self.style())
            }
            format => report::write(format, sections, self.style()),
        };
        files::print(&text)?;
        Ok(self.status(sections.iter().flat_map(|section| section.diagnostics)))
    }
}

/// The name of a file as code scanning finds it in a repository: from the current directory, with slashes.
fn relative(name: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let inside = Path::new(name).strip_prefix(here).ok().and_then(Path::to_str);
    inside.unwrap_or(name).replace(MAIN_SEPARATOR, "/")
}
