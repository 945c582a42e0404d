//! The JSON door: text in, answer text out.
//!
//! One function per entry of the npm package, with the same names in snake case; the package and the conformance runner
//! call these, the command line those few whose answers it prints as they are. No decisions are made here: each function
//! reads its documents, calls the module that knows, and writes the answer. Answers are `{"ok":true,…}` or
//! `{"ok":false,"diagnostics":[…]}`; positions count UTF-16 code units, the unit of every JSON consumer with an editor.

mod answer;
mod author;
mod cases;
mod configuration;
mod engine;
mod expression;
mod gong;
mod objects;
mod options;
mod payload;
mod report;
mod resources;
mod scim;

pub use crate::provision::quarantines;
pub use crate::report::padded;
pub use author::{complete, filter_operators, highlight, hover};
pub use cases::test_mappings;
pub use configuration::{check_schema, read_schema};
pub use engine::{Engine, compare_schemas};
pub use expression::{check_expression, evaluate, format_expression, functions, parse_expression};
pub use gong::assignment_outcome;
pub use objects::{check_text, divide, read_objects};
pub use payload::{Payloads, validate_payload};
pub use report::report;
pub use resources::Resources;
pub use scim::{apply_patch, diff, filter_matches, parse_filter, parse_path, resolve_path};

use crate::diagnostic::{code, did_you_mean, nearest, quoted};
use crate::provision::{Reason, SERVICE_ERRORS, error_code, skip_reason};

use answer::Answer;

/// The engine's version and the version of the rules it knows: `{"engine":…,"rules":…}`.
pub fn version() -> String {
    /// The date of the documentation the rules were taken from.
    const RULES: &str = "2026-08";
    Answer::plain().text("engine", env!("CARGO_PKG_VERSION")).text("rules", RULES).finish()
}

/// The long text of a diagnostic code (`EX201`) or name (`unknown-function`), of a reason code of previews
/// (`createdNoMatch`) or of an error code of the provisioning log (`InvalidAnchor`); says so when there is none.
pub fn explain(code_or_name: &str) -> String {
    explanation(code_or_name).unwrap_or_else(|near| {
        let near = near.map_or_else(String::new, |near| format!("; {}", did_you_mean(near)));
        format!("there is no diagnostic, reason or error code {}{near}", quoted(code_or_name))
    })
}

/// The long text of [`explain`].
///
/// # Errors
/// Where the name has none: the nearest name that has one, if any is near.
pub fn explanation(code_or_name: &str) -> Result<String, Option<&'static str>> {
    if let Some(row) = code::find(code_or_name) {
        return Ok(code::explanation(row));
    }
    explain_provisioning(code_or_name).ok_or_else(|| {
        let known = code::all().flat_map(|row| [row.code, row.name]);
        nearest(code_or_name, known.chain(Reason::ALL.iter().map(|reason| reason.code())))
    })
}

/// The long text of a reason or a service error code.
fn explain_provisioning(code: &str) -> Option<String> {
    if let Some(reason) = Reason::ALL.iter().find(|reason| reason.code().eq_ignore_ascii_case(code)) {
        let logged = error_code(*reason).or_else(|| skip_reason(*reason));
        let logged =
            logged.map_or_else(String::new, |logged| format!("\n\nIn the provisioning log: {logged}"));
        return Some(format!(
            "{} (reason)\n\n{}\n\n{}{logged}\n",
            reason.code(),
            reason.title(),
            reason.explanation()
        ));
    }
    let (name, text) = SERVICE_ERRORS.iter().find(|(name, _)| name.eq_ignore_ascii_case(code))?;
    Some(format!("{name} (code of the provisioning log)\n\n{text}\n"))
}

/// Every diagnostic code: `[{"code","name","severity","summary"}]`, by family and number.
pub fn codes() -> String {
    answer::list(code::all().map(|row| {
        Answer::plain()
            .text("code", row.code)
            .text("name", row.name)
            .text("severity", row.severity.as_str())
            .text("summary", row.summary)
            .finish()
    }))
}
