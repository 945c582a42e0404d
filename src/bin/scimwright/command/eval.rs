//! `eval`: one expression, or a batch of expression and source pairs.

use scimwright::diagnostic::{Diagnostic, Diagnostics};
use scimwright::expression::{CheckContext, Context, Expression, Outcome as Evaluated, check};
use scimwright::limits::Limits;
use scimwright::report::{self, Document, Section, Style};
use scimwright::value::datetime::DateTime;
use scimwright::value::json::{self, Json};

use super::patch;
use crate::Shell;
use crate::args::{Eval, Format};
use crate::files::{self, Source};
use crate::outcome::{self, Failure, Outcome, Verdict};

/// Evaluates the expression, or every line of the batch.
pub fn run(shell: &Shell, arguments: &Eval) -> Outcome {
    let now = match &arguments.now {
        None => None,
        Some(text) => Some(DateTime::from_rfc3339(text).map_err(|error| {
            Failure::usage(format!("--now: {error}"), "write it like 2025-03-25T09:00:00Z")
        })?),
    };
    let context = Context { now, seed: arguments.seed.unwrap_or_default(), ..Context::default() };
    match (&arguments.batch, &arguments.expression) {
        (Some(path), _) => batch(shell, path, &context),
        (None, Some(expression)) => one(shell, arguments, expression, &context),
        (None, None) => Err(Failure::usage("no expression", "give one, or --batch")),
    }
}

fn one(shell: &Shell, arguments: &Eval, text: &str, context: &Context<'_>) -> Outcome {
    let document = match &arguments.source {
        Some(path) => files::read(Some(path))?,
        None => files::Document { name: "source".to_owned(), text: "{}".to_owned() },
    };
    let source = first_object(patch::parse(&document)?);
    let expression = match Expression::compile(text) {
        Ok(expression) => expression,
        Err(found) => return refused(shell, text, &found),
    };
    let warnings = check(expression.tree(), text, &CheckContext::default());
    let outcome = if arguments.trace {
        let (outcome, trace) = expression.trace(&source, context);
        let shown = match shell.output.format {
            Format::Json => serde_json::to_string_pretty(&trace).unwrap_or_default() + "\n",
            Format::Ndjson => serde_json::to_string(&trace).unwrap_or_default() + "\n",
            _ => trace.render(),
        };
        files::print(&shown)?;
        outcome
    } else {
        expression.evaluate(&source, context)
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(finding) => return refused(shell, text, &[finding]),
    };
    if !arguments.trace {
        files::print(&match shell.output.format {
            Format::Text => shown(&outcome),
            _ => format!("{}\n", answer(&Ok(outcome), &warnings)),
        })?;
    }
    if shell.output.format == Format::Text && !warnings.is_empty() {
        let section = Section { document: Document::new("expression", Some(text)), diagnostics: &warnings };
        eprint!("{}", report::write(report::Format::Text, &[section], Style { colour: false }));
    }
    Ok(Verdict::over(&warnings, shell.output.fail_on))
}

/// The first object of an array or a Graph page, or the object itself.
fn first_object(source: Json<'_>) -> Json<'_> {
    match source {
        Json::Array(items) => items.into_iter().next().unwrap_or_default(),
        Json::Object(mut object) => match object.get("value") {
            Some(Json::Array(_)) => object.remove("value").map(first_object).unwrap_or_default(),
            _ => Json::Object(object),
        },
        other => other,
    }
}

fn refused(shell: &Shell, text: &str, found: &[Diagnostic]) -> Outcome {
    let section = Section { document: Document::new("expression", Some(text)), diagnostics: found };
    outcome::print_findings(&[section], &shell.output, shell.colour)
}

/// A value as a person reads it: one value a line; what is no value in parentheses.
fn shown(outcome: &Evaluated<'_>) -> String {
    match outcome {
        Evaluated::Null => "(null: nothing flows)\n".to_owned(),
        Evaluated::Ignore => "(ignored: the attribute is left out)\n".to_owned(),
        Evaluated::Value(value) => match value.to_json() {
            Json::Array(items) => items.iter().map(|item| format!("{}\n", line(item))).collect(),
            one => format!("{}\n", line(&one)),
        },
    }
}

fn line(value: &Json<'_>) -> String {
    value.as_str().map_or_else(|| value.to_string(), files::on_a_line)
}

/// `{"ok":true,"outcome":…,"value":…,"diagnostics":[…]}` or `{"ok":false,"diagnostics":[…]}`.
fn answer(outcome: &Result<Evaluated<'_>, Diagnostics>, warnings: &[Diagnostic]) -> String {
    #[derive(serde::Serialize)]
    struct Shape<'a> {
        ok: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        outcome: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<Json<'static>>,
        diagnostics: &'a [Diagnostic],
    }
    let shape = match outcome {
        Ok(outcome) => Shape {
            ok: true,
            outcome: Some(outcome.name()),
            value: match outcome {
                Evaluated::Value(value) => Some(value.to_json()),
                Evaluated::Null | Evaluated::Ignore => None,
            },
            diagnostics: warnings,
        },
        Err(found) => Shape { ok: false, outcome: None, value: None, diagnostics: found },
    };
    serde_json::to_string(&shape).unwrap_or_default()
}

fn batch(shell: &Shell, path: &std::path::Path, context: &Context<'_>) -> Outcome {
    let mut verdict = Verdict::Clean;
    let mut each = |text: &str| -> Result<(), Failure> {
        let outcome = evaluate_line(text, context);
        if let Err(found) = &outcome {
            verdict = verdict.and(Verdict::over(found, shell.output.fail_on));
        }
        files::print(&format!("{}\n", answer(&outcome, &[])))
    };
    match files::objects(Some(path))? {
        Source::Lines(lines) => {
            for line in lines {
                each(&line?.1)?;
            }
        }
        Source::Whole(document) => {
            for line in document.text.lines().filter(|line| !line.trim().is_empty()) {
                each(line)?;
            }
        }
    }
    Ok(verdict)
}

fn evaluate_line(text: &str, context: &Context<'_>) -> Result<Evaluated<'static>, Diagnostics> {
    let line = json::parse(text, &Limits::DEFAULT).map_err(|finding| vec![*finding])?;
    let expression = line.get("expression").and_then(Json::as_str).ok_or_else(|| {
        use scimwright::diagnostic::{Place, code};
        vec![
            Diagnostic::new(&code::input::UNEXPECTED_SHAPE, "a line needs a member `expression`")
                .at(Place::pointer(""))
                .help("write lines like {\"expression\": \"[mail]\", \"source\": {\"mail\": \"a@b\"}}"),
        ]
    })?;
    let source = line.get("source").cloned().unwrap_or_default();
    Expression::compile(expression)?.evaluate(&source, context).map_err(|finding| vec![finding])
}
