//! `eval`: one expression, or a batch of expression and source pairs.

use std::borrow::Cow;
use std::fmt::Display;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use scimwright::diagnostic::{Diagnostic, Diagnostics, Place, code, quoted};
use scimwright::expression::{Context, Outcome as Evaluated, Trace};
use scimwright::input;
use scimwright::limits::Limits;
use scimwright::mapping_case::{Evaluation, evaluate};
use scimwright::report::{Document, Section};
use scimwright::value::datetime::DateTime;
use scimwright::value::json::{self, Json, Object};

use crate::args::{Eval, Format};
use crate::files::{self, Source};
use crate::outcome::{self, Failure, Outcome, Status};
use crate::shell::Shell;
use crate::terminal;

/// Evaluates the expression, or every line of the batch.
pub fn run(shell: &Shell, arguments: &Eval) -> Outcome {
    let now = match &arguments.now {
        None => clock(),
        Some(text) => Some(super::now(text)?),
    };
    let context = Context {
        now,
        seed: arguments.seed.unwrap_or_default(),
        default_domain: arguments.default_domain.as_deref().map(Cow::from),
        variables: arguments.variables.iter().cloned().collect(),
        ..Context::default()
    };
    match (&arguments.batch, &arguments.expression) {
        (Some(path), _) => batch(shell, arguments, path, &context),
        (None, Some(expression)) if expression == "-" => {
            one(shell, arguments, &files::read(None)?.text, &context)
        }
        (None, Some(expression)) => one(shell, arguments, expression, &context),
        (None, None) => Err(Failure::usage("no expression", "give one, or --batch")),
    }
}

/// The host's time, to the millisecond; the engine has no clock.
fn clock() -> Option<DateTime> {
    const UNIX_AS_FILE_TIME: i64 = 116_444_736_000_000_000;
    let passed = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()?;
    DateTime::from_file_time(passed.checked_mul(10_000)?.checked_add(UNIX_AS_FILE_TIME)?).ok()
}

fn one(shell: &Shell, arguments: &Eval, text: &str, context: &Context<'_>) -> Outcome {
    let document = files::given(arguments.source.as_deref())?
        .unwrap_or_else(|| files::Document { name: "source".to_owned(), text: "{}".to_owned() });
    let objects = input::objects(&document.text, &Limits::DEFAULT).map_err(document.refused())?;
    if objects.len() > 1 {
        return Err(Failure::usage(
            format!("{} holds {} objects", quoted(&document.name), objects.len()),
            "an expression is evaluated on one; write lines for --batch",
        ));
    }
    let source = objects.into_iter().next().unwrap_or_else(|| Json::Object(Object::new()));
    let answer = evaluate(text, Ok(source), arguments.kind, context, arguments.trace);
    let section =
        Section { document: Document::new("expression", Some(text)), diagnostics: answer.findings() };
    match (shell.format(), &answer.outcome) {
        (Format::Json | Format::Ndjson, _) => shell.print(&answer)?,
        (Format::Text, Ok(outcome)) => {
            files::print(&answer.trace.as_ref().map_or_else(|| shown(outcome), Trace::render))?;
            outcome::beside(&[section]);
        }
        (Format::Text, Err(_)) => {
            files::print(&answer.trace.as_ref().map_or_else(String::new, Trace::render))?;
            return shell.print_findings(&[section]);
        }
        // Values stay out of the formats for continuous integration: findings hold none.
        _ => return shell.print_findings(&[section]),
    }
    Ok(shell.status(answer.findings()))
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
    value.as_str().map_or_else(|| terminal::visible_json(&value.to_string()), terminal::visible)
}

fn shape(message: impl Display) -> Diagnostic {
    Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message).at(Place::pointer(""))
}

/// Evaluates line by line.
fn batch(shell: &Shell, arguments: &Eval, path: &Path, context: &Context<'_>) -> Outcome {
    let mut batch =
        Batch { shell, arguments, context, status: Status::Clean, answers: Vec::new(), kept: Vec::new() };
    match files::objects(Some(path))? {
        Source::Lines(lines) => {
            let name = lines.name.clone();
            for (line, number) in lines.zip(1..) {
                match line {
                    Ok((_, text)) => batch.line(number, &text)?,
                    // A line that is no text has its answer as the others have.
                    Err(Failure::Findings { diagnostics, .. }) if !is_unreadable(&diagnostics) => {
                        batch.answer(number, None, Evaluation::refused(diagnostics), None)?;
                    }
                    Err(failure) => return Err(failure),
                }
            }
            batch.finish(&name)
        }
        Source::Whole(document) => {
            for (line, number) in document.text.lines().zip(1..) {
                batch.line(number, line)?;
            }
            batch.finish(&document.name)
        }
    }
}

struct Batch<'b> {
    shell: &'b Shell,
    arguments: &'b Eval,
    context: &'b Context<'b>,
    status: Status,
    /// The answers, for the format that is one document.
    answers: Vec<Evaluation>,
    /// For the formats for continuous integration: of each line its number, its text, and what was found in it.
    kept: Vec<(usize, Option<String>, Diagnostics)>,
}

impl Batch<'_> {
    fn line(&mut self, number: usize, text: &str) -> Result<(), Failure> {
        if text.trim().is_empty() {
            // A line for a line, where the answers are lines.
            let are_lines = matches!(self.shell.format(), Format::Text | Format::Ndjson);
            return if are_lines { files::print("\n") } else { Ok(()) };
        }
        let (answer, place) = evaluate_line(number, text, self.context, self.arguments);
        self.answer(number, Some(text), answer, place)
    }

    /// Prints or keeps an answer; its findings stand in the member at `place`, where it is one.
    fn answer(
        &mut self,
        number: usize,
        text: Option<&str>,
        answer: Evaluation,
        place: Option<&str>,
    ) -> Result<(), Failure> {
        self.status = self.status.and(self.shell.status(answer.findings()));
        match self.shell.format() {
            Format::Text => files::print(&(terminal::visible_json(&json::to_string(&answer)) + "\n"))?,
            Format::Ndjson => self.shell.print(&answer)?,
            Format::Json => self.answers.push(answer),
            _ => {
                let found = answer.findings().iter().cloned();
                let found = found.map(|finding| match place {
                    Some(pointer) => finding.within(pointer),
                    None => finding,
                });
                self.kept.push((number, text.map(str::to_owned), found.collect()));
            }
        }
        Ok(())
    }

    fn finish(self, name: &str) -> Outcome {
        match self.shell.format() {
            Format::Text | Format::Ndjson => {}
            Format::Json => self.shell.print(&self.answers)?,
            _ => {
                let sections = self.kept.iter().map(|(number, text, diagnostics)| Section {
                    document: Document { name, text: text.as_deref(), lines_before: number - 1 },
                    diagnostics,
                });
                self.shell.print_findings(&sections.collect::<Vec<_>>())?;
            }
        }
        Ok(self.status)
    }
}

/// Whether the file itself failed, and not the text of a line.
fn is_unreadable(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.code == &code::input::UNREADABLE)
}

/// The answer to a line of a batch, and the member that its findings stand in, where it is the expression.
fn evaluate_line(
    number: usize,
    text: &str,
    context: &Context<'_>,
    arguments: &Eval,
) -> (Evaluation, Option<&'static str>) {
    let line = match json::parse(text, &Limits::DEFAULT) {
        Ok(line) => line,
        Err(mut finding) => {
            if let Some(span) = finding.at.as_mut().and_then(|place| place.span.as_mut()) {
                span.line = number;
            }
            return (Evaluation::refused(finding), None);
        }
    };
    let unfit = |message| {
        let help = "write lines like {\"expression\": \"[mail]\", \"source\": {\"mail\": \"a@b\"}}";
        (Evaluation::refused(shape(message).help(help)), None)
    };
    let Some(expression) = line.get("expression").and_then(Json::as_str) else {
        return unfit(format!("line {number} needs a member `expression`"));
    };
    // A `source` that is spelled wrong would be passed over, and the value be that of no source.
    let mut names = line.as_object().into_iter().flat_map(Object::iter).map(|(name, _)| name);
    if let Some(name) = names.find(|name| !["expression", "source"].contains(name)) {
        return unfit(format!("line {number} has the member {}, which is not known", quoted(name)));
    }
    let source = line.get("source").cloned().unwrap_or_default();
    let answer = evaluate(expression, Ok(source), arguments.kind, context, arguments.trace);
    let about_source = answer.findings().iter().any(|finding| finding.code == &code::input::UNEXPECTED_SHAPE);
    (answer, Some(if about_source { "/source" } else { "/expression" }))
}
