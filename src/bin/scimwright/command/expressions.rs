//! `fmt` and `functions`.

use std::io::IsTerminal;

use scimwright::diagnostic::{Diagnostic, Diagnostics, code, quoted};
use scimwright::expression::function::{self, Function};
use scimwright::expression::{self, CheckContext};
use scimwright::limits::Limits;
use scimwright::surface;
use scimwright::value::json::Json;

use crate::args::{Fmt, Format, Functions};
use crate::files::{self, Document};
use crate::outcome::{self, Failure, Outcome, Status};
use crate::shell::Shell;
use crate::terminal;

/// An expression in canonical form, or why it has none.
#[derive(serde::Serialize)]
struct Formatted<'r> {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    diagnostics: &'r [Diagnostic],
}

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
    let read: Vec<_> = documents
        .iter()
        .map(|document| match expression::parse(&document.text, &Limits::DEFAULT) {
            Ok(tree) => (document, Some(expression::format(&tree)), Diagnostics::new()),
            Err(found) => (document, None, found.into()),
        })
        .collect();
    let sections: Vec<_> = read.iter().map(|(document, _, found)| document.section(found)).collect();
    match shell.format() {
        Format::Text => {
            for ((_, text, _), section) in read.iter().zip(&sections) {
                match text {
                    // A terminal is shown what the text holds; a file or another program gets the text itself.
                    Some(text) if std::io::stdout().is_terminal() => {
                        text.lines()
                            .try_for_each(|line| files::print(&format!("{}\n", terminal::visible(line))))?;
                    }
                    Some(text) => files::print(&format!("{text}\n"))?,
                    None => outcome::beside(std::slice::from_ref(section)),
                }
            }
        }
        Format::Json | Format::Ndjson => {
            let rows = read.iter().map(|(_, text, found)| Formatted {
                ok: text.is_some(),
                text: text.as_deref(),
                diagnostics: found,
            });
            shell.print_rows(&rows.collect::<Vec<_>>())?;
        }
        _ => return shell.print_findings(&sections),
    }
    Ok(shell.status(sections.iter().flat_map(|section| section.diagnostics)))
}

/// Lists the functions, or shows one in full.
pub fn functions(shell: &Shell, arguments: &Functions) -> Outcome {
    let as_json = matches!(shell.format(), Format::Json | Format::Ndjson);
    files::print(&match &arguments.name {
        None if as_json => surface::functions() + "\n",
        None => {
            let entry = |one: &&Function| format!("{}\n    {}\n", one.signature(), one.doc);
            function::ALL.iter().map(entry).collect()
        }
        Some(name) => function_in_full(name, as_json)?,
    })?;
    Ok(Status::Clean)
}

/// What is known of the function of this name, in any case.
fn function_in_full(name: &str, as_json: bool) -> Result<String, Failure> {
    let listing = expression::graph::functions();
    let rows = listing.get("value").and_then(Json::as_array).unwrap_or_default();
    let text =
        |row: &Json<'_>, member: &str| row.get(member).and_then(Json::as_str).unwrap_or_default().to_owned();
    let row = rows.iter().find(|row| text(row, "name").eq_ignore_ascii_case(name)).ok_or_else(|| {
        let help = advice(name).unwrap_or_else(|| "`scimwright functions` lists them".to_owned());
        Failure::usage(format!("no function is called {}", quoted(name)), help)
    })?;
    if as_json {
        return Ok(format!("{row}\n"));
    }
    let Some(found) = function::find_ignoring_case(name) else {
        // What the service lists and nobody documents has no signature.
        return Ok(format!("{}\n\n{}\n", text(row, "name"), text(row, "documentation")));
    };
    let mut out = format!("{}\n\n{}\n\nSource: {}\n", found.signature(), found.doc, found.source);
    for example in found.examples {
        let given = if found.options.is_empty() { "" } else { " given " };
        out.push_str(&format!(
            "\n    {}\n    {}{given}{} -> {}\n",
            example.expression, example.source, found.options, example.expected
        ));
    }
    Ok(out)
}

/// What the checker says of a call of a function that there is not.
fn advice(name: &str) -> Option<String> {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let text = format!("{name}()");
    let tree = expression::parse(&text, &Limits::DEFAULT).ok().filter(|_| is_name)?;
    let found = expression::check(&tree, &text, &CheckContext::default());
    found.iter().find(|finding| finding.code == &code::expression::UNKNOWN_FUNCTION)?.help.clone()
}
