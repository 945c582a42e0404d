//! `fmt` and `functions`.

use scimwright::diagnostic::{nearest, quoted};
use scimwright::expression::{self, function};
use scimwright::limits::Limits;

use crate::Shell;
use crate::args::{Fmt, Format, Functions};
use crate::files::{self, Document};
use crate::outcome::{Failure, Outcome, Verdict};

/// Prints expressions in canonical form, line-broken when long.
pub fn format(_: &Shell, arguments: &Fmt) -> Outcome {
    let documents = if arguments.expressions.is_empty() {
        vec![files::read(None)?]
    } else {
        let document = |text: &String| Document { name: "expression".to_owned(), text: text.clone() };
        arguments.expressions.iter().map(document).collect()
    };
    for document in documents {
        let tree = expression::parse(&document.text, &Limits::DEFAULT)
            .map_err(|finding| Failure::document(&document, vec![finding]))?;
        files::print(&format!("{}\n", expression::format(&tree)))?;
    }
    Ok(Verdict::Clean)
}

/// Lists the functions, or shows one in full.
pub fn functions(shell: &Shell, arguments: &Functions) -> Outcome {
    if matches!(shell.output.format, Format::Json | Format::Ndjson) {
        files::print(&format!("{}\n", scimwright::surface::functions()))?;
        return Ok(Verdict::Clean);
    }
    let mut text = String::new();
    match &arguments.name {
        None => {
            for function in function::ALL {
                text.push_str(&format!("{}\n    {}\n", function.signature(), function.doc));
            }
        }
        Some(name) => {
            let found = function::find_ignoring_case(name).ok_or_else(|| {
                let near = nearest(name, function::ALL.iter().map(|function| function.name));
                let help = near.map_or_else(
                    || "`scimwright functions` lists them".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                Failure::usage(format!("no function is called {}", quoted(name)), help)
            })?;
            text.push_str(&format!("{}\n\n{}\n\nSource: {}\n", found.signature(), found.doc, found.source));
            for example in found.examples {
                text.push_str(&format!(
                    "\n    {}\n    {} -> {}\n",
                    example.expression, example.source, example.expected
                ));
            }
        }
    }
    files::print(&text)?;
    Ok(Verdict::Clean)
}
