//! How a run ends: exit codes and messages on standard error.

use std::process::ExitCode;
use std::sync::OnceLock;

use scimwright::diagnostic::{Diagnostic, Diagnostics, Place, code, quoted};
use scimwright::report::{self, Document, Section, Style};

use crate::args::Format;
use crate::files::complain;

/// A command's result: whether it found something at or above `--fail-on`, or why it could not run.
pub type Outcome = Result<Status, Failure>;

/// What a command that ran says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing at or above `--fail-on`: exit code 0.
    Clean,
    /// Something at or above `--fail-on`: exit code 1.
    Findings,
}

impl Status {
    /// The graver of two.
    pub fn and(self, other: Self) -> Self {
        if self == Self::Findings { self } else { other }
    }
}

/// Why a command could not run: exit code 2.
#[derive(Debug)]
pub enum Failure {
    /// A usage or configuration error in one sentence.
    Message { message: String, help: Option<String> },
    /// An input that cannot be used, with its findings.
    Findings { name: String, text: String, diagnostics: Diagnostics },
    /// The reader of standard output went away: exit quietly.
    ClosedPipe,
}

impl Failure {
    /// A usage error.
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Message { message: message.into(), help: Some(help.into()) }
    }

    /// A file that cannot be opened or read.
    pub fn unreadable(name: &str, error: &std::io::Error) -> Self {
        let help = match error.kind() {
            std::io::ErrorKind::IsADirectory => "name the files in it",
            _ => "check its name and your rights",
        };
        let finding =
            Diagnostic::new(&code::input::UNREADABLE, format!("cannot read {}: {error}", quoted(name)))
                .help(help)
                .at(Place::default());
        Self::Findings { name: name.to_owned(), text: String::new(), diagnostics: finding.into() }
    }

    /// A file or stream that cannot be written.
    pub fn unwritable(name: &str, error: &std::io::Error) -> Self {
        Self::Message { message: format!("cannot write {}: {error}", quoted(name)), help: None }
    }

    /// Standard output that cannot be written; where its reader went away, that is no error.
    pub fn writing(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::unwritable("standard output", error),
        }
    }
}

/// Turns the outcome into the exit code, saying on standard error what went wrong.
pub fn finish(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(Status::Clean) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(failure) => {
            say(&failure);
            ExitCode::from(2)
        }
    }
}

/// The status, unless some of the input could not be read: why it could not is said after the answer.
pub fn unless(mut failures: Vec<Failure>, status: Status) -> Outcome {
    let Some(last) = failures.pop() else { return Ok(status) };
    failures.iter().for_each(say);
    Err(last)
}

/// Says on standard error what went wrong.
pub fn say(failure: &Failure) {
    match failure {
        Failure::ClosedPipe => {}
        Failure::Message { message, help } => {
            complain(&format!("error: {message}\n"));
            if let Some(help) = help {
                complain(&format!("help: {help}\n"));
            }
        }
        Failure::Findings { name, text, diagnostics } => {
            let text = Some(text.as_str()).filter(|text| !text.is_empty());
            tell(&[Section { document: Document::new(name, text), diagnostics }]);
        }
    }
}

/// Prints findings that go with an answer on standard error, as text.
pub fn beside(sections: &[Section<'_>]) {
    for section in sections.iter().filter(|section| !section.diagnostics.is_empty()) {
        tell(std::slice::from_ref(section));
    }
}

/// How findings are written on standard error.
pub static ON_ERRORS: OnceLock<Style> = OnceLock::new();

/// Findings on standard error.
fn tell(sections: &[Section<'_>]) {
    let style = ON_ERRORS.get().copied().unwrap_or_default();
    complain(&report::write(Format::Text, sections, style));
}

/// What the parser of arguments says by itself: help, the version, an error of usage.
pub fn said(answer: &clap::Error) -> ExitCode {
    match answer.print() {
        Err(error) if !answer.use_stderr() => finish(Err(Failure::writing(&error))),
        _ => ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2)),
    }
}
