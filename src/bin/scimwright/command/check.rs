//! `check`: exported synchronization schemas.

use scimwright::limits::Limits;
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};

use crate::args::Check;
use crate::files;
use crate::outcome::Outcome;
use crate::shell::Shell;

/// Checks every file; without one, standard input.
pub fn run(shell: &Shell, arguments: &Check) -> Outcome {
    let mut checked = Vec::new();
    for path in files::or_standard_input(&arguments.schemas) {
        let document = files::read(path)?;
        let findings = match SynchronizationSchema::parse(&document.text, &Limits::DEFAULT) {
            Ok(schema) => check(&schema, &CheckOptions::default()),
            Err(refused) => refused.into(),
        };
        checked.push((document, findings));
    }
    let sections: Vec<_> = checked.iter().map(|(document, findings)| document.section(findings)).collect();
    shell.print_findings(&sections)
}
