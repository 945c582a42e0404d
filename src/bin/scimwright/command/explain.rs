//! `explain` and `completions`.

use clap::CommandFactory;
use scimwright::surface;

use crate::args::{Arguments, Completions, Explain, Format};
use crate::outcome::{Failure, Outcome, Verdict};
use crate::{Shell, files};

/// Prints what a code means and what to do.
pub fn run(shell: &Shell, arguments: &Explain) -> Outcome {
    let text = surface::explain(&arguments.code);
    if let Some(unknown) = text.strip_prefix("there is no ") {
        let (what, near) = unknown.split_once("; ").unwrap_or((unknown, ""));
        let help =
            if near.is_empty() { "codes look like EX201; findings show theirs in brackets" } else { near };
        return Err(Failure::usage(format!("there is no {what}"), help));
    }
    files::print(&match shell.output.format {
        Format::Json | Format::Ndjson => {
            format!("{}\n", serde_json::json!({ "code": arguments.code, "text": text }))
        }
        _ => text,
    })?;
    Ok(Verdict::Clean)
}

/// Prints a completion script for a shell.
pub fn completions(arguments: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "scimwright", &mut script);
    files::print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Clean)
}
