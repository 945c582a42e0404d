//! `compare`: two configurations over the same users.

use std::path::Path;

use scimwright::diagnostic::Diagnostics;
use scimwright::limits::Limits;
use scimwright::provision::{Configuration, CycleInput};
use scimwright::sync_schema::ObjectKind;

use super::preview::objects;
use crate::args::{Compare, Format};
use crate::files::{self, Document};
use crate::outcome::{self, Failure, Outcome};
use crate::shell::Shell;
use crate::view;

/// Prints who changes and how; everybody counts as assigned, so that filters and mappings alone decide.
pub fn run(shell: &Shell, arguments: &Compare) -> Outcome {
    let read = |path: &Path| -> Result<(Configuration, Document), Failure> {
        let document = files::read(Some(path))?;
        let read = Configuration::parse(&document.text, &Limits::DEFAULT);
        Ok((read.map_err(document.refused())?, document))
    };
    let ((before, _), (after, new)) = (read(&arguments.old)?, read(&arguments.new)?);
    let users = files::read(Some(&arguments.users))?;
    let mut broken = Diagnostics::new();
    let input =
        CycleInput { users: objects(ObjectKind::User, Some(&users), &mut broken)?, ..CycleInput::default() };
    let mut comparison = before.compare(&after, &input);
    let found = comparison.diagnostics.clone();
    comparison.diagnostics.extend(broken.iter().cloned());
    let sections = [new.section(&found), users.section(&broken)];
    match shell.format() {
        Format::Json => shell.print(&comparison)?,
        Format::Ndjson => shell.print_rows(&comparison.changes)?,
        Format::Text => files::print(&view::comparison(&comparison, &shell.paint()))?,
        _ => return shell.print_findings(&sections),
    }
    outcome::beside(&sections);
    Ok(shell.status(&comparison.diagnostics))
}
