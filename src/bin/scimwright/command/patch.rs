//! `patch` and `diff`: apply a PATCH request, or compute it.

use scimwright::limits::Limits;
use scimwright::scim::{self, Patch as Compiled, SchemaSet, members_of};
use scimwright::value::json::{self, Json};

use crate::args::{Diff, Format, Patch};
use crate::files::{self, Document};
use crate::outcome::{Failure, Outcome, Status};
use crate::shell::Shell;

/// Prints the resource after the PATCH, or the refusal.
pub fn apply(shell: &Shell, arguments: &Patch) -> Outcome {
    let (resource, request) =
        (files::read(Some(&arguments.resource))?, files::read(Some(&arguments.request))?);
    let (before, patch) = (parsed(&resource)?, parsed(&request)?);
    if let Some(refused) = no_resource(shell, &resource, &before) {
        return refused;
    }
    let (kind, mode) = (SchemaSet::gong().type_of(&before), super::mode(arguments.strict));
    let compiled = Compiled::new(&patch, kind, mode, &Limits::DEFAULT);
    match compiled.and_then(|compiled| compiled.apply_noting(&before)) {
        Ok(applied) => shell.answer(&applied.resource, request.section(&applied.warnings)),
        Err(refusal) => {
            let word = Compiled::scim_type(&refusal).as_str();
            let help = match &refusal.help {
                None => format!("scimType {word}"),
                Some(help) => format!("{help}; scimType {word}"),
            };
            let refusal = refusal.help(help);
            shell.print_findings(&[request.section(&[refusal])])
        }
    }
}

/// Prints the PATCH request that turns the first resource into the second; exit code 0 where nothing differs too.
pub fn diff(shell: &Shell, arguments: &Diff) -> Outcome {
    let (before, after) = (files::read(Some(&arguments.before))?, files::read(Some(&arguments.after))?);
    let (old, new) = (parsed(&before)?, parsed(&after)?);
    for (document, tree) in [(&before, &old), (&after, &new)] {
        if let Some(refused) = no_resource(shell, document, tree) {
            return refused;
        }
    }
    let patch = scim::diff(&old, &new, SchemaSet::gong().type_of(&new), arguments.patch_format);
    let patch = match patch {
        Ok(patch) => patch,
        Err(refused) => {
            let document = if refused.in_before { &before } else { &after };
            return shell.print_findings(&[document.section(&[refused.finding])]);
        }
    };
    if patch.is_none() && !shell.format().is_report() {
        files::complain("nothing differs\n");
    }
    if patch.is_none() && shell.format() == Format::Text {
        return Ok(Status::Clean);
    }
    shell.answer(&patch, after.section(&[]))
}

/// A document as JSON.
fn parsed(document: &Document) -> Result<Json<'_>, Failure> {
    json::parse(&document.text, &Limits::DEFAULT).map_err(document.refused())
}

/// What is said of a document that holds no resource.
fn no_resource(shell: &Shell, document: &Document, tree: &Json<'_>) -> Option<Outcome> {
    let finding = members_of(tree).err()?.within("");
    Some(shell.print_findings(&[document.section(&[finding])]))
}
