//! `patch` and `diff`: apply a PATCH request, or compute it.

use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::report::{self, Section};
use scimwright::scim::{Mode, Patch as Compiled, SchemaSet, members_of};
use scimwright::value::json::{self, Json};

use crate::Shell;
use crate::args::{Diff, Format, Patch};
use crate::files::{self, Document};
use crate::outcome::{self, Failure, Outcome, Status};
use crate::view;

/// Reads a document as JSON.
pub fn parse(document: &Document) -> Result<Json<'_>, Failure> {
    json::parse(&document.text, &Limits::DEFAULT).map_err(|finding| Failure::document(document, finding))
}

/// Prints a JSON document in the chosen format.
pub fn print(shell: &Shell, value: &Json<'_>) -> Result<(), Failure> {
    let mut text = match shell.output.format {
        Format::Ndjson => json::to_string(value),
        Format::Text => view::document(value),
        _ => json::to_string_pretty(value),
    };
    text.push('\n');
    files::print(&text)
}

/// As [`print`], from JSON text of our own.
pub fn print_text(shell: &Shell, text: &str) -> Result<(), Failure> {
    let limits =
        Limits { json_bytes: usize::MAX, json_nodes: usize::MAX, array_items: usize::MAX, ..Limits::DEFAULT };
    match json::parse(text, &limits) {
        Ok(document) => print(shell, &document),
        Err(_) => files::print(&format!("{text}\n")),
    }
}

/// Prints the resource after the PATCH, or the refusal.
pub fn apply(shell: &Shell, arguments: &Patch) -> Outcome {
    let (resource, request) =
        (files::read(Some(&arguments.resource))?, files::read(Some(&arguments.request))?);
    let (before, patch) = (parse(&resource)?, parse(&request)?);
    if let Some(refused) = no_resource(shell, &resource, &before) {
        return refused;
    }
    let mode = if arguments.strict { Mode::Strict } else { Mode::Tolerant };
    let compiled = Compiled::new(&patch, SchemaSet::gong().type_of(&before), mode, &Limits::DEFAULT);
    match compiled.and_then(|compiled| compiled.apply_noting(&before)) {
        Ok(applied) => {
            let section = section(&request, &applied.warnings);
            if shell.output.format.is_report() {
                return outcome::print_findings(&[section], &shell.output, shell.colour);
            }
            print(shell, &applied.resource)?;
            outcome::beside(&[section]);
            Ok(Status::over(&applied.warnings, shell.output.fail_on))
        }
        Err(refusal) => {
            let word = Compiled::scim_type(&refusal).as_str();
            let help = match &refusal.help {
                None => format!("scimType {word}"),
                Some(help) => format!("{help}; scimType {word}"),
            };
            let refusal = refusal.help(help);
            outcome::print_findings(&[section(&request, &[refusal])], &shell.output, shell.colour)
        }
    }
}

/// Prints the PATCH request that turns the first resource into the second; exit code 0 where nothing differs too.
pub fn diff(shell: &Shell, arguments: &Diff) -> Outcome {
    let (before, after) = (files::read(Some(&arguments.before))?, files::read(Some(&arguments.after))?);
    let (old, new) = (parse(&before)?, parse(&after)?);
    for (document, tree) in [(&before, &old), (&after, &new)] {
        if let Some(refused) = no_resource(shell, document, tree) {
            return refused;
        }
    }
    match scimwright::scim::diff(&old, &new, SchemaSet::gong().type_of(&new), arguments.patch_format) {
        Ok(_) if shell.output.format.is_report() => {
            return outcome::print_findings(&[section(&after, &[])], &shell.output, shell.colour);
        }
        Ok(Some(request)) => print(shell, &request)?,
        Ok(None) => {
            if shell.output.format != Format::Text {
                print(shell, &Json::Null)?;
            }
            files::complain("nothing differs\n");
        }
        Err(refused) => {
            let document = if refused.in_before { &before } else { &after };
            let found = [refused.finding];
            return outcome::print_findings(&[section(document, &found)], &shell.output, shell.colour);
        }
    }
    Ok(Status::Clean)
}

/// What is said of a document that holds no resource.
fn no_resource(shell: &Shell, document: &Document, tree: &Json<'_>) -> Option<Outcome> {
    let finding = members_of(tree).err()?.within("");
    Some(outcome::print_findings(&[section(document, &[finding])], &shell.output, shell.colour))
}

fn section<'d>(document: &'d Document, diagnostics: &'d [Diagnostic]) -> Section<'d> {
    Section { document: report::Document::new(&document.name, Some(&document.text)), diagnostics }
}
