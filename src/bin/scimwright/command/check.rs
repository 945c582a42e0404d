//! `check`: exported synchronization schemas.

use scimwright::limits::Limits;
use scimwright::report::{Document, Section};
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};

use crate::args::Check;
use crate::outcome::{self, Outcome};
use crate::{Shell, files};

/// Checks every file; without one, standard input.
pub fn run(shell: &Shell, arguments: &Check) -> Outcome {
    let paths: Vec<_> =
        if arguments.schemas.is_empty() { vec![None] } else { arguments.schemas.iter().map(Some).collect() };
    let mut checked = Vec::new();
    for path in paths {
        let document = files::read(path.map(|path| path.as_path()))?;
        let findings = match SynchronizationSchema::parse(&document.text, &Limits::DEFAULT) {
            Ok(schema) => check(&schema, &CheckOptions::default()),
            Err(refused) => refused.into(),
        };
        checked.push((document, findings));
    }
    let sections: Vec<Section<'_>> = checked
        .iter()
        .map(|(document, diagnostics)| Section {
            document: Document::new(&document.name, Some(&document.text)),
            diagnostics,
        })
        .collect();
    outcome::print_findings(&sections, &shell.output, shell.colour)
}
