//! One evaluation of an expression on a source object, as every door and the test cases do it.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::expression::{CheckContext, Context, Expression, Outcome, Trace, check};
use crate::mapping;
use crate::profile::ObjectKind;
use crate::profile::entra::SourceAttribute;
use crate::value::json::Json;

/// What an expression came to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Evaluation {
    /// The outcome, or why there is none.
    pub outcome: Result<Outcome<'static>, Diagnostics>,
    /// What was found in an expression that has an outcome.
    pub warnings: Diagnostics,
    /// The value of every part, where it was asked for and the expression was evaluated.
    pub trace: Option<Trace>,
}

impl Evaluation {
    /// What keeps an expression from being evaluated.
    pub fn refused(found: impl Into<Diagnostics>) -> Self {
        Self { outcome: Err(found.into()), warnings: Diagnostics::new(), trace: None }
    }

    /// The errors, else the warnings.
    pub fn findings(&self) -> &[Diagnostic] {
        self.outcome.as_ref().err().unwrap_or(&self.warnings)
    }

    /// The same with the positions of JavaScript: UTF-16 code units.
    #[must_use]
    pub fn into_utf16(self) -> Self {
        let utf16 = |found: Diagnostics| found.into_iter().map(Diagnostic::into_utf16).collect();
        Self {
            outcome: self.outcome.map_err(utf16),
            warnings: utf16(self.warnings),
            trace: self.trace.map(Trace::into_utf16),
        }
    }
}

/// `{"ok":true,"outcome":"value"|"null"|"ignore","value":…,"trace":…,"diagnostics":[warnings]}` or
/// `{"ok":false,"trace":…,"diagnostics":[errors]}`.
impl Serialize for Evaluation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("ok", &self.outcome.is_ok())?;
        if let Ok(outcome) = &self.outcome {
            members.serialize_entry("outcome", outcome.name())?;
            if let Outcome::Value(value) = outcome {
                members.serialize_entry("value", &value.to_json())?;
            }
        }
        if let Some(trace) = &self.trace {
            members.serialize_entry("trace", trace)?;
        }
        members.serialize_entry("diagnostics", self.findings())?;
        members.end()
    }
}

/// Evaluates an expression on a source object: its members are the attributes as mappings call them, with `kind` those of
/// a Graph object. A source that could not be read is told after the errors of the expression.
pub fn evaluate(
    text: &str,
    source: Result<Json<'_>, Diagnostic>,
    kind: Option<ObjectKind>,
    context: &Context<'_>,
    traced: bool,
) -> Evaluation {
    let read = || {
        let expression = Expression::compile_within(text, &context.limits)?;
        let source = source?;
        // Null is what a caller has who has no source.
        if source.as_object().is_none() && !source.is_null() {
            let message = "the source must be an object of attributes";
            let found = Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message).at(Place::pointer(""));
            return Err(found.into());
        }
        let Some(profile) = kind.map(ObjectKind::source_profile) else { return Ok((expression, source)) };
        let path = |name: &str| profile.attribute_ignoring_case(name).map(SourceAttribute::graph_path);
        let source = mapping::attributes_read(&source, &expression, path, &context.limits)?;
        Ok::<_, Diagnostics>((expression, source))
    };
    let (expression, source) = match read() {
        Ok(read) => read,
        Err(found) => return Evaluation::refused(found),
    };
    let (outcome, trace) = if traced {
        let (outcome, trace) = expression.trace(&source, context);
        (outcome, Some(trace))
    } else {
        (expression.evaluate(&source, context), None)
    };
    let names: Vec<&str> = match kind {
        None => {
            source.as_object().into_iter().flat_map(|object| object.iter().map(|(name, _)| name)).collect()
        }
        Some(kind) => kind.source_profile().attributes().iter().map(|known| &*known.name).collect(),
    };
    let known = CheckContext { attributes: Some(&names), limits: context.limits, ..CheckContext::default() };
    let mut warnings = check(expression.tree(), text, &known);
    warnings.extend(context.doubt.take());
    Evaluation { outcome: outcome.map_err(Into::into), warnings, trace }
}
