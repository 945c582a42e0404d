//! `fmt` and `functions`.

use std::io::IsTerminal;

use scimwright::diagnostic::{Diagnostic, code, quoted};
use scimwright::expression::{self, CheckContext, function};
use scimwright::limits::Limits;
use scimwright::report::{self, Section};
use scimwright::value::json::{self, Json};

use super::patch;
use crate::Shell;
use crate::args::{Fmt, Format, Functions};
use crate::files::{self, Document};
use crate::outcome::{self, Failure, Outcome, Status};
use crate::view;

/// Prints expressions in canonical form, line-broken when long; one that does not parse is a finding.
pub fn format(shell: &Shell, arguments: &Fmt) -> Outcome {
    let documents = if arguments.expressions.is_empty() {
        vec![files::read(None)?]
    } else {
        let document = |text: &String| match text.as_str() {
            "-" => files::read(None),
            text => Ok(Document { name: "expression".to_owned(), text: text.to_owned() }),
        };
        arguments.expressions.iter().map(document).collect::<Result<_, _>>()?
    };
    #[derive(serde::Serialize)]
    struct Row<'r> {
        ok: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        diagnostics: &'r [Diagnostic],
    }
    let (mut rows, mut sections) = (Vec::new(), Vec::new());
    let read: Vec<_> = documents
        .iter()
        .map(|document| {
            (document, expression::parse(&document.text, &Limits::DEFAULT).map_err(|found| [found]))
        })
        .collect();
    for (document, tree) in &read {
        let diagnostics = tree.as_ref().err().map_or(&[][..], |found| found.as_slice());
        let text = tree.as_ref().ok().map(expression::format);
        sections.push(Section {
            document: report::Document::new(&document.name, Some(&document.text)),
            diagnostics,
        });
        match (shell.output.format, &text) {
            // A terminal is shown what the text holds; a file or another program gets the text itself.
            (Format::Text, Some(text)) if std::io::stdout().is_terminal() => {
                text.lines().try_for_each(|line| files::print(&format!("{}\n", view::visible(line))))?;
            }
            (Format::Text, Some(text)) => files::print(&format!("{text}\n"))?,
            (Format::Text, None) => outcome::beside(sections.last().map_or(&[][..], std::slice::from_ref)),
            _ => {}
        }
        rows.push(json::to_string(&Row { ok: text.is_some(), text, diagnostics }));
    }
    match shell.output.format {
        Format::Text => {}
        Format::Json => patch::print_text(shell, &format!("[{}]", rows.join(",")))?,
        Format::Ndjson => files::print(&rows.iter().map(|row| format!("{row}\n")).collect::<String>())?,
        _ => {
            outcome::print_findings(&sections, &shell.output, shell.colour)?;
        }
    }
    Ok(Status::over(sections.iter().flat_map(|section| section.diagnostics), shell.output.fail_on))
}

/// Lists the functions, or shows one in full.
pub fn functions(shell: &Shell, arguments: &Functions) -> Outcome {
    let as_json = matches!(shell.output.format, Format::Json | Format::Ndjson);
    if as_json && arguments.name.is_none() {
        files::print(&format!("{}\n", scimwright::surface::functions()))?;
        return Ok(Status::Clean);
    }
    let mut text = String::new();
    match &arguments.name {
        None => {
            for function in function::ALL {
                text.push_str(&format!("{}\n    {}\n", function.signature(), function.doc));
            }
        }
        Some(name) => {
            let listing = expression::graph::functions();
            let rows = listing.get("value").and_then(Json::as_array).unwrap_or_default();
            let text_of = |row: &Json<'_>, member: &str| {
                row.get(member).and_then(Json::as_str).unwrap_or_default().to_owned()
            };
            let row = rows.iter().find(|row| text_of(row, "name").eq_ignore_ascii_case(name));
            if let Some(row) = row.filter(|_| as_json) {
                files::print(&format!("{row}\n"))?;
                return Ok(Status::Clean);
            }
            // What the service lists and nobody documents has no signature.
            if let Some(row) = row.filter(|row| row.get("signature").is_none()) {
                files::print(&format!("{}\n\n{}\n", text_of(row, "name"), text_of(row, "documentation")))?;
                return Ok(Status::Clean);
            }
            let found = function::find_ignoring_case(name).ok_or_else(|| {
                let help = advice(name).unwrap_or_else(|| "`scimwright functions` lists them".to_owned());
                Failure::usage(format!("no function is called {}", quoted(name)), help)
            })?;
            text.push_str(&format!("{}\n\n{}\n\nSource: {}\n", found.signature(), found.doc, found.source));
            for example in found.examples {
                let given = if found.options.is_empty() { "" } else { " given " };
                text.push_str(&format!(
                    "\n    {}\n    {}{given}{} -> {}\n",
                    example.expression, example.source, found.options, example.expected
                ));
            }
        }
    }
    files::print(&text)?;
    Ok(Status::Clean)
}

/// What the checker says of a call of a function that there is not.
fn advice(name: &str) -> Option<String> {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let text = format!("{name}()");
    let tree = expression::parse(&text, &Limits::DEFAULT).ok().filter(|_| is_name)?;
    let found = expression::check(&tree, &text, &CheckContext::default());
    found.iter().find(|finding| finding.code == &code::expression::UNKNOWN_FUNCTION)?.help.clone()
}
