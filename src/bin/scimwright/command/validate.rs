//! `validate`: SCIM payloads against what Gong requires.

use std::path::Path;

use scimwright::diagnostic::Diagnostics;
use scimwright::limits::Limits;
use scimwright::report::{self, Document, Section};
use scimwright::surface::Payloads;
use scimwright::validate::{Options, Validator};

use crate::args::{Format, Validate};
use crate::files::{self, Source};
use crate::outcome::{self, Failure, Outcome, Status};
use crate::progress::Progress;
use crate::shell::Shell;

/// What was found in one document: where its text starts in the file, and the findings.
struct Found {
    text: String,
    lines_before: usize,
    diagnostics: Diagnostics,
}

struct Run<'s> {
    shell: &'s Shell,
    payloads: Payloads,
    /// Whether anything could be read.
    answers: bool,
    status: Status,
    counts: [usize; 3],
    /// Every document, for the formats that are written in one piece; text only where findings stand in it.
    kept: Vec<(String, Found)>,
    /// Why files, or lines of them, could not be read; they stop none of the others.
    failures: Vec<Failure>,
}

/// Validates every file; without one, standard input.
pub fn run(shell: &Shell, arguments: &Validate) -> Outcome {
    let is_empty = |domain: &String| domain.trim().trim_start_matches('@').is_empty();
    if arguments.allowed_domains.iter().any(is_empty) {
        return Err(Failure::usage("--allowed-domain is empty", "give a domain such as example.com"));
    }
    let options = Options {
        kind: arguments.kind.map(|kind| kind.to_string()),
        mode: super::mode(arguments.strict),
        allowed_domains: arguments.allowed_domains.clone(),
        ..Options::default()
    };
    let validator = Validator::gong(options).map_err(|finding| Failure::Message {
        message: finding.message.clone(),
        help: finding.help.clone(),
    })?;
    let mut run = Run {
        shell,
        payloads: Payloads::new(validator, Limits::DEFAULT),
        answers: false,
        status: Status::Clean,
        counts: [0; 3],
        kept: Vec::new(),
        failures: Vec::new(),
    };
    let paths = files::or_standard_input(&arguments.files);
    if are_large(&paths) {
        run.look(&paths);
    }
    for path in &paths {
        let read = files::objects(*path).and_then(|source| run.file(source));
        match read {
            Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            Err(failure) => run.failures.push(failure),
            Ok(()) => {}
        }
    }
    run.finish()
}

/// Beyond so many bytes of files, a first look at them takes less memory than to remember every value that must be unique.
const LARGE: u64 = 32 << 20;

/// Whether all are files, which can be read twice, and worth it.
fn are_large(paths: &[Option<&Path>]) -> bool {
    let length = |path: &Option<&Path>| {
        let path = path.filter(|path| *path != Path::new("-"))?;
        let found = std::fs::metadata(path).ok()?;
        found.is_file().then_some(found.len())
    };
    paths.iter().map(length).sum::<Option<u64>>().is_some_and(|bytes| bytes > LARGE)
}

impl Run<'_> {
    /// A first look at all files. What cannot be read is told when they are validated.
    fn look(&mut self, paths: &[Option<&Path>]) {
        let mut progress = Progress::new("looked through");
        for path in paths {
            match files::objects(*path) {
                Ok(Source::Lines(lines)) => {
                    for (_, text) in lines.flatten() {
                        self.payloads.look(&text);
                        progress.step();
                    }
                }
                Ok(Source::Whole(document)) => self.payloads.look(&document.text),
                Err(_) => {}
            }
        }
    }

    fn file(&mut self, source: Source) -> Result<(), Failure> {
        match source {
            Source::Lines(lines) => {
                let name = lines.name.clone();
                let mut progress = Progress::new("validated");
                for line in lines {
                    let (number, text) = match line {
                        Ok(line) => line,
                        Err(failure) => {
                            self.failures.push(failure);
                            continue;
                        }
                    };
                    if text.is_empty() {
                        continue;
                    }
                    let diagnostics = self.payloads.line(&text);
                    self.found(&name, Found { text, lines_before: number.saturating_sub(1), diagnostics })?;
                    progress.step();
                }
            }
            Source::Whole(document) => {
                let diagnostics = self.payloads.document(&document.text);
                self.found(&document.name, Found { text: document.text, lines_before: 0, diagnostics })?;
            }
        }
        Ok(())
    }

    fn found(&mut self, name: &str, found: Found) -> Result<(), Failure> {
        self.answers = true;
        self.status = self.status.and(self.shell.status(&found.diagnostics));
        for (sum, part) in self.counts.iter_mut().zip(report::count(&found.diagnostics)) {
            *sum += part;
        }
        let section = section(name, &found);
        match report::write_section(self.shell.format(), &section, self.shell.style()) {
            Some(text) => files::print(&text),
            None => {
                let text = if found.diagnostics.is_empty() { String::new() } else { found.text };
                self.kept.push((name.to_owned(), Found { text, ..found }));
                Ok(())
            }
        }
    }

    fn finish(self) -> Outcome {
        match self.shell.format() {
            // Of nothing there is nothing to say, least of all that it is clean.
            _ if !self.answers && !self.failures.is_empty() => {}
            Format::Text => {
                let resources = report::counted(self.payloads.count(), "resource");
                files::print(&format!("{resources}: {}\n", report::summary(self.counts)))?;
            }
            Format::Ndjson | Format::Github => {}
            _ => {
                let sections: Vec<Section<'_>> =
                    self.kept.iter().map(|(name, found)| section(name, found)).collect();
                self.shell.print_findings(&sections)?;
            }
        }
        outcome::unless(self.failures, self.status)
    }
}

fn section<'f>(name: &'f str, found: &'f Found) -> Section<'f> {
    let document = Document { name, text: Some(&found.text), lines_before: found.lines_before };
    Section { document, diagnostics: &found.diagnostics }
}
