//! `compare`: two configurations over the same users.

use scimwright::diagnostic::Diagnostics;
use scimwright::limits::Limits;
use scimwright::provision::{Comparison, Configuration, CycleInput};
use scimwright::report::{Document, Section};
use scimwright::sync_schema::ObjectKind;
use scimwright::value::json;

use super::preview::objects;
use crate::Shell;
use crate::args::{Compare, Format};
use crate::files;
use crate::outcome::{self, Failure, Outcome, Status};
use crate::view::{self, Paint};

/// Prints who changes and how; everybody counts as assigned, so that filters and mappings alone decide.
pub fn run(shell: &Shell, arguments: &Compare) -> Outcome {
    let read = |path| -> Result<(Configuration, files::Document), Failure> {
        let document = files::read(Some(path))?;
        let read = Configuration::parse(&document.text, &Limits::DEFAULT);
        Ok((read.map_err(|found| Failure::document(&document, found))?, document))
    };
    let ((before, _), (after, new)) = (read(arguments.old.as_path())?, read(arguments.new.as_path())?);
    let users = files::read(Some(&arguments.users))?;
    let mut broken = Diagnostics::new();
    let input =
        CycleInput { users: objects(ObjectKind::User, Some(&users), &mut broken)?, ..CycleInput::default() };
    let mut comparison = before.compare(&after, &input);
    let found = comparison.diagnostics.clone();
    comparison.diagnostics.extend(broken.iter().cloned());
    let files = [(&new, &found), (&users, &broken)];
    let sections = files.map(|(file, diagnostics)| Section {
        document: Document::new(&file.name, Some(&file.text)),
        diagnostics,
    });
    files::print(&match shell.output.format {
        Format::Json => json::to_string_pretty(&comparison) + "\n",
        Format::Ndjson => lines(&comparison),
        Format::Text => view::comparison(&comparison, &Paint::new(shell.colour)),
        _ => {
            return outcome::print_findings(&sections, &shell.output, shell.colour);
        }
    })?;
    outcome::beside(&sections);
    Ok(Status::over(&comparison.diagnostics, shell.output.fail_on))
}

fn lines(comparison: &Comparison) -> String {
    let line = |change| json::to_string(change) + "\n";
    comparison.changes.iter().map(line).collect()
}
