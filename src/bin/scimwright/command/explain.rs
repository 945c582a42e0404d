//! `explain` and `completions`.

use clap::CommandFactory;
use scimwright::diagnostic::{code, nearest, quoted};

use crate::args::{Arguments, Completions, Explain, Format};
use crate::outcome::{Failure, Outcome, Verdict};
use crate::{Shell, files};

/// Prints what a code means and what to do.
pub fn run(shell: &Shell, arguments: &Explain) -> Outcome {
    let Some(row) = code::find(&arguments.code) else {
        let known = code::all().flat_map(|row| [row.code, row.name]);
        let help = match nearest(&arguments.code, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "codes look like EX201; findings show theirs in brackets".to_owned(),
        };
        return Err(Failure::usage(format!("no code is called {}", quoted(&arguments.code)), help));
    };
    let text = match shell.output.format {
        Format::Json | Format::Ndjson => {
            let shown = serde_json::json!({
                "code": row.code, "name": row.name, "severity": row.severity, "summary": row.summary,
                "explanation": row.explanation, "source": row.source,
            });
            format!("{shown}\n")
        }
        _ => code::explanation(row),
    };
    files::print(&text)?;
    Ok(Verdict::Clean)
}

/// Prints a completion script for a shell.
pub fn completions(arguments: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "scimwright", &mut script);
    files::print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Clean)
}
