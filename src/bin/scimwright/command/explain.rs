//! `explain` and `completions`.

use std::collections::BTreeMap;

use clap::CommandFactory;
use scimwright::diagnostic::{did_you_mean, quoted};
use scimwright::surface;
use scimwright::value::json;

use crate::args::{Arguments, Completions, Explain, Format};
use crate::files;
use crate::outcome::{Failure, Outcome, Status};
use crate::shell::Shell;

/// Prints what a code means and what to do.
pub fn run(shell: &Shell, arguments: &Explain) -> Outcome {
    let text = surface::explanation(&arguments.code).map_err(|near| {
        let message = format!("there is no diagnostic, reason or error code {}", quoted(&arguments.code));
        let help = match near {
            Some(near) => did_you_mean(near),
            None => "codes look like EX201; findings show theirs in brackets".to_owned(),
        };
        Failure::usage(message, help)
    })?;
    files::print(&match shell.format() {
        Format::Json | Format::Ndjson => {
            json::to_string(&BTreeMap::from([("code", &arguments.code), ("text", &text)])) + "\n"
        }
        _ => text,
    })?;
    Ok(Status::Clean)
}

/// Prints a completion script for a shell.
pub fn completions(arguments: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "scimwright", &mut script);
    files::print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Clean)
}
