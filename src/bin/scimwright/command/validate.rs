//! `validate`: SCIM payloads against what Gong requires.

use scimwright::diagnostic::Diagnostic;
use scimwright::input::Items;
use scimwright::report::{self, Document, Section, Style};
use scimwright::scim::Mode;
use scimwright::validate::{Batch, Options, Validator};
use scimwright::value::json;

use crate::args::Validate;
use crate::files::{self, Source};
use crate::outcome::{Failure, Outcome, Verdict};
use crate::progress::Progress;
use crate::{Shell, outcome};

/// What was found in one document: where its text starts in the file, and the findings.
struct Found {
    text: String,
    lines_before: usize,
    diagnostics: Vec<Diagnostic>,
}

struct Run<'s> {
    shell: &'s Shell,
    validator: Validator,
    batch: Batch,
    verdict: Verdict,
    counts: [usize; 3],
    resources: usize,
    /// Documents with findings, for the formats that are written in one piece.
    kept: Vec<(String, Found)>,
}

/// Validates every file; without one, standard input.
pub fn run(shell: &Shell, arguments: &Validate) -> Outcome {
    let options = Options {
        kind: arguments.kind.clone(),
        mode: if arguments.strict { Mode::Strict } else { Mode::Tolerant },
        allowed_domains: arguments.allowed_domains.clone(),
        ..Options::default()
    };
    let validator = Validator::gong(options)
        .map_err(|finding| Failure::Message { message: finding.message, help: finding.help })?;
    let mut run = Run {
        shell,
        validator,
        batch: Batch::new(),
        verdict: Verdict::Clean,
        counts: [0; 3],
        resources: 0,
        kept: Vec::new(),
    };
    let paths =
        if arguments.files.is_empty() { vec![None] } else { arguments.files.iter().map(Some).collect() };
    for path in &paths {
        run.file(files::objects(path.map(|path| path.as_path()))?)?;
    }
    run.finish()
}

impl Run<'_> {
    fn file(&mut self, source: Source) -> Result<(), Failure> {
        match source {
            Source::Lines(lines) => {
                let name = lines.name.clone();
                let mut progress = Progress::new("validated");
                for line in lines {
                    let (number, text) = line?;
                    let diagnostics = self.resource(&text, "");
                    self.found(&name, Found { text, lines_before: number.saturating_sub(1), diagnostics })?;
                    progress.step();
                }
            }
            Source::Whole(document) => {
                let diagnostics = self.document(&document.text);
                self.found(&document.name, Found { text: document.text, lines_before: 0, diagnostics })?;
            }
        }
        Ok(())
    }

    /// One payload, an array, or a ListResponse.
    fn document(&mut self, text: &str) -> Vec<Diagnostic> {
        let items = match Items::new(text) {
            Ok(items) => items,
            Err(finding) => return vec![*finding],
        };
        let base = match items.shape() {
            scimwright::input::Shape::Page(member) => Some(format!("/{member}")),
            scimwright::input::Shape::Array => Some(String::new()),
            _ => None,
        };
        let mut diagnostics = Vec::new();
        for (index, item) in items.enumerate() {
            match item {
                Ok(span) => {
                    let pointer = base.as_ref().map_or_else(String::new, |base| format!("{base}/{index}"));
                    diagnostics.extend(self.resource(span.of(text), &pointer));
                }
                Err(finding) => diagnostics.push(*finding),
            }
        }
        diagnostics
    }

    /// The findings of one resource whose place in its document is `pointer`.
    fn resource(&mut self, text: &str, pointer: &str) -> Vec<Diagnostic> {
        self.resources += 1;
        let tree = match json::parse(text, &scimwright::limits::Limits::DEFAULT) {
            Ok(tree) => tree,
            Err(finding) => return vec![*finding],
        };
        let mut diagnostics = self.validator.validate(&tree);
        diagnostics.extend(self.batch.add(self.validator.kind_of(&tree), &tree));
        for finding in &mut diagnostics {
            if let Some(inner) = finding.at.as_mut().and_then(|place| place.pointer.as_mut()) {
                inner.insert_str(0, pointer);
            }
        }
        diagnostics
    }

    fn found(&mut self, name: &str, found: Found) -> Result<(), Failure> {
        self.verdict = self.verdict.and(Verdict::over(&found.diagnostics, self.shell.output.fail_on));
        for (sum, part) in self.counts.iter_mut().zip(report::count(&found.diagnostics)) {
            *sum += part;
        }
        let section = section(name, &found);
        match report::write_section(self.shell.output.format.into(), &section, self.style()) {
            Some(text) => files::print(&text),
            None => {
                self.kept.push((name.to_owned(), found));
                Ok(())
            }
        }
    }

    fn style(&self) -> Style {
        Style { colour: self.shell.colour }
    }

    fn finish(self) -> Outcome {
        match self.shell.output.format {
            crate::args::Format::Text => {
                let plural = if self.resources == 1 { "" } else { "s" };
                files::print(&format!(
                    "{} resource{plural}: {}\n",
                    self.resources,
                    report::summary(self.counts)
                ))?;
            }
            crate::args::Format::Ndjson | crate::args::Format::Github => {}
            _ => {
                let sections: Vec<Section<'_>> =
                    self.kept.iter().map(|(name, found)| section(name, found)).collect();
                outcome::print_findings(&sections, &self.shell.output, self.shell.colour)?;
            }
        }
        Ok(self.verdict)
    }
}

fn section<'f>(name: &'f str, found: &'f Found) -> Section<'f> {
    let document = Document { name, text: Some(&found.text), lines_before: found.lines_before };
    Section { document, diagnostics: &found.diagnostics }
}
