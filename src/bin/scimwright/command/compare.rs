//! `compare`: two configurations over the same users.

use scimwright::Engine;
use scimwright::diagnostic::Diagnostics;
use scimwright::provision::{Comparison, CycleInput, ScopeMode, Settings, compare};
use scimwright::sync_schema::ObjectKind;
use scimwright::value::json;

use super::preview::objects;
use crate::Shell;
use crate::args::{Compare, Format};
use crate::files;
use crate::outcome::{Failure, Outcome, Verdict};
use crate::view::{self, Paint};

/// Prints who changes and how; everybody counts as assigned, so that filters and mappings alone decide.
pub fn run(shell: &Shell, arguments: &Compare) -> Outcome {
    let engine = |path| -> Result<Engine, Failure> {
        let document = files::read(Some(path))?;
        let settings = Settings { scope: ScopeMode::All, ..Settings::default() };
        let built = Engine::builder().settings(settings).schema_json(&document.text);
        built.and_then(|builder| builder.build()).map_err(|found| Failure::document(&document, found))
    };
    let (before, after) = (engine(arguments.old.as_path())?, engine(arguments.new.as_path())?);
    let users = files::read(Some(&arguments.users))?;
    let mut broken = Diagnostics::new();
    let input =
        CycleInput { users: objects(ObjectKind::User, Some(&users), &mut broken)?, ..CycleInput::default() };
    let mut comparison = compare(&before, &after, &input);
    for finding in &broken {
        files::complain(&format!("{}: {finding}\n", users.name));
    }
    for finding in &comparison.diagnostics {
        files::complain(&format!("{}: {finding}\n", arguments.new.display()));
    }
    comparison.diagnostics.extend(broken);
    files::print(&match shell.output.format {
        Format::Json => json::to_string_pretty(&comparison) + "\n",
        Format::Ndjson => lines(&comparison),
        _ => view::comparison(&comparison, &Paint::new(shell.colour)),
    })?;
    Ok(Verdict::over(&comparison.diagnostics, shell.output.fail_on))
}

fn lines(comparison: &Comparison) -> String {
    let line = |change| json::to_string(change) + "\n";
    comparison.changes.iter().map(line).collect()
}
