//! What every part of an expression gave, and why.

use std::fmt::Write as _;

use serde::Serialize;

use super::function;
use super::program::{Op, Part};
use super::value::Value;
use crate::diagnostic::{Diagnostic, Positions, Span, TextSpan, quoted, shortened};
use crate::value::json::{Json, words};
use crate::value::order::sort_by_key;

/// The steps of one evaluation, as a tree.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Trace {
    /// The outermost part.
    #[serde(flatten)]
    pub root: Step,
}

/// What one part gave.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Step {
    /// Where the part stands.
    pub span: TextSpan,
    /// Its text.
    pub expression: String,
    /// What became of it.
    pub outcome: StepOutcome,
    /// The kind of its value: `a text`, `a list of 2 values` …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Json<'static>>,
    /// Code and message of its error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Why: which branch was taken, what was skipped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The parts inside, in source order; those not needed say so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepOutcome {
    /// It gave a value.
    Value,
    /// It gave null.
    Null,
    /// It dropped the attribute from the flow.
    Ignore,
    /// It failed.
    Error,
    /// It was not evaluated.
    Skipped,
}

words!(StepOutcome { Value "value", Null "null", Ignore "ignore", Error "error", Skipped "skipped" });

impl Default for Step {
    fn default() -> Self {
        Self {
            span: TextSpan::new("", Span::point(0)),
            expression: String::new(),
            outcome: StepOutcome::Skipped,
            kind: None,
            value: None,
            error: None,
            notes: Vec::new(),
            steps: Vec::new(),
        }
    }
}

impl Trace {
    /// Marks the outermost part as ignored rather than null.
    pub(super) const fn ignored(&mut self) {
        self.root.outcome = StepOutcome::Ignore;
    }

    /// Turns every position from UTF-8 bytes into UTF-16 code units.
    #[must_use]
    pub fn into_utf16(mut self) -> Self {
        self.root.count_in_utf16();
        self
    }

    /// The steps as an indented tree, one line a part:
    ///
    /// ```text
    /// Join(" ", [givenName], [surname]) → `Ada`
    ///   · argument 3 is null: left out with its separator
    ///   [givenName] → `Ada`
    ///   [surname] → null
    /// ```
    pub fn render(&self) -> String {
        let mut out = String::new();
        self.root.render(&mut out, 0);
        out
    }
}

impl Step {
    // INVARIANT: a trace is as deep as its program, at most `nesting`.
    fn count_in_utf16(&mut self) {
        self.span = self.span.into_utf16();
        self.steps.iter_mut().for_each(Self::count_in_utf16);
    }

    fn render(&self, out: &mut String, depth: usize) {
        let indent = "  ".repeat(depth);
        let result = match self.outcome {
            StepOutcome::Value => self.value.as_ref().map_or_else(String::new, show),
            StepOutcome::Null => "null".to_owned(),
            StepOutcome::Ignore => "ignore".to_owned(),
            StepOutcome::Skipped => "not evaluated".to_owned(),
            StepOutcome::Error => self.error.clone().unwrap_or_default(),
        };
        _ = writeln!(out, "{indent}{} → {result}", one_line(&self.expression));
        for note in &self.notes {
            _ = writeln!(out, "{indent}  · {note}");
        }
        // Constants say themselves what they are.
        let inner = self.steps.iter().filter(|step| !step.is_literal());
        inner.for_each(|step| step.render(out, depth.saturating_add(1)));
    }

    /// Keeps from the reader what logs must not show: values, and notes that may quote them.
    // INVARIANT: a trace is as deep as its program, at most `nesting`.
    fn redact(&mut self) {
        self.notes.clear();
        if self.value.is_some() {
            self.value = Some(Json::from(REDACTED));
        }
        self.steps.iter_mut().for_each(Self::redact);
    }

    fn is_literal(&self) -> bool {
        let inner = self.expression.strip_prefix('"');
        self.expression.is_empty() || self.steps.is_empty() && inner.is_some_and(|inner| inner.ends_with('"'))
    }
}

/// A text on one line, invisible characters as escapes, cut where it is too long to read.
fn one_line(text: &str) -> String {
    const SHOWN: usize = 100;
    shortened(&text.split_whitespace().collect::<Vec<_>>().join(" "), SHOWN).into_owned()
}

fn show(value: &Json<'_>) -> String {
    match value {
        Json::String(text) => quoted(text).to_string(),
        other => one_line(&other.to_string()),
    }
}

/// Builds a [`Trace`] while the evaluator runs.
#[derive(Debug)]
pub(super) struct Tracer {
    text: Box<str>,
    positions: Positions,
    /// The parts being evaluated, outermost first, under a frame that collects the root.
    open: Vec<Frame>,
    /// Bytes of values that may still be copied: reading an attribute costs little, however long it is.
    room: usize,
}

/// What provisioning logs, and whoever else shows a value, show in its place. (Entra function reference, `Redact`)
pub(crate) const REDACTED: &str = "[Redact]";

/// Bytes of values in one trace.
const ROOM: usize = 16 * 1024 * 1024;

/// About how many bytes the copy of a value takes.
fn bytes_of(value: &Value<'_>) -> usize {
    /// Beside its text.
    const EACH: usize = 32;
    match value {
        Value::String(text) => text.len().saturating_add(EACH),
        Value::List(items) => items.iter().map(bytes_of).fold(EACH, usize::saturating_add),
        Value::Complex(object) => object.to_string().len().saturating_mul(2).saturating_add(EACH),
        _ => EACH,
    }
}

#[derive(Debug, Default)]
struct Frame {
    notes: Vec<String>,
    steps: Vec<Step>,
    /// Whether a part inside was redacted: what is made of it must not show it either.
    redacted: bool,
}

impl Tracer {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.into(), positions: Positions::of(text), open: vec![Frame::default()], room: ROOM }
    }

    pub(super) fn enter(&mut self) {
        self.open.push(Frame::default());
    }

    pub(super) fn note(&mut self, remark: String) {
        if let Some(frame) = self.open.last_mut() {
            frame.notes.push(remark);
        }
    }

    pub(super) fn leave(&mut self, part: &Part, result: Result<&Value<'_>, &Diagnostic>) {
        let Some(Frame { notes, mut steps, redacted }) = self.open.pop() else { return };
        self.add_skipped(part, &mut steps);
        let redacts = part.calls(function::REDACT);
        let mut step = Step { notes, steps, ..self.step(part.span) };
        match result {
            Ok(Value::Null) => step.outcome = StepOutcome::Null,
            Ok(value) => {
                step.outcome = StepOutcome::Value;
                step.kind = Some(value.kind_name().into_owned());
                match self.room.checked_sub(bytes_of(value)) {
                    Some(left) => {
                        self.room = left;
                        step.value = Some(value.to_json());
                    }
                    None => {
                        step.notes.push("its value is left out, because the trace is too long".to_owned())
                    }
                }
            }
            Err(finding) => {
                step.outcome = StepOutcome::Error;
                step.error = Some(finding.to_string());
            }
        }
        if redacts {
            step.redact();
        } else if redacted {
            // What stands beside the redacted part may be shown.
            let beside = std::mem::take(&mut step.steps);
            step.redact();
            step.steps = beside;
        }
        if let Some(frame) = self.open.last_mut() {
            frame.redacted |= redacts || redacted;
            frame.steps.push(step);
        }
    }

    fn step(&self, span: Span) -> Step {
        Step {
            span: self.positions.span(&self.text, span),
            expression: span.of(&self.text).to_owned(),
            ..Step::default()
        }
    }

    /// Adds the arguments that were not needed, in source order.
    fn add_skipped(&self, part: &Part, steps: &mut Vec<Step>) {
        let Op::Call(_, arguments) = &part.op else { return };
        sort_by_key(steps, |step| step.span.start);
        let done: Vec<usize> = steps.iter().map(|step| step.span.start).collect();
        let skipped = arguments
            .iter()
            .filter(|part| !part.is_omitted() && done.binary_search(&part.span.start).is_err());
        steps.extend(skipped.map(|part| self.step(part.span)));
        steps.retain(|step| !step.expression.is_empty());
        sort_by_key(steps, |step| (step.span.start, step.span.end));
    }

    pub(super) fn finish(mut self) -> Trace {
        let root = self.open.pop().and_then(|frame| frame.steps.into_iter().next());
        Trace { root: root.unwrap_or_default() }
    }
}
