//! The path of an operation: what it names, and which elements the condition in its brackets selects.

use std::borrow::Cow;
use std::fmt::Arguments;

use super::request::{Reader, is_read_only};
use super::{Condition, Place, Selection, list};
use crate::diagnostic::{self, Diagnostic, Diagnostics, Severity, Span, code, did_you_mean, listed, quoted};
use crate::scim::filter::{Filter, Operand, Operator, Tree};
use crate::scim::path::{self, Path};
use crate::scim::resolve::{Resolved, meant, resolve};
use crate::scim::schema::{Attribute, Kind};
use crate::scim::{AttributeName, Mode};
use crate::value::boolean;
use crate::value::json::Json;
use crate::value::search;

/// The path of an operation, or the name that stands for one, and what it denotes.
pub(super) struct Named<'t, 'a> {
    text: &'t str,
    pub(super) path: Path,
    pub(super) resolved: Resolved<'a>,
}

impl Named<'_, '_> {
    /// The path in a message.
    pub(super) fn shown(&self) -> String {
        shown(self.text, &self.path)
    }
}

impl<'a> Reader<'a, '_> {
    /// Parses and resolves the path of an operation, or the name that stands for one.
    pub(super) fn named<'t>(&mut self, text: &'t str, place: &Place) -> Result<Named<'t, 'a>, Diagnostic> {
        let within = |found: Diagnostic| place.of_path(masked(found, text));
        let mut deviations = Diagnostics::new();
        let path = match self.mode {
            Mode::Strict => path::parse(text, self.mode, self.limits),
            Mode::Tolerant => path::parse_noting(text, self.limits, &mut deviations),
        }
        .map_err(within)?;
        self.warnings.extend(deviations.into_iter().map(within));
        let Some(resolved) = path.resolve(self.kind, self.mode) else {
            return Err(within(self.undefined(text, &path)));
        };
        if let Some((code, message)) = path.tolerated(resolved) {
            let at = diagnostic::Place::in_text(text, path.attribute.span);
            self.warnings.push(within(Diagnostic::new(code, message).at(at)));
        }
        Ok(Named { text, path, resolved })
    }

    /// The refusal of a path that no schema defines.
    fn undefined(&self, text: &str, path: &Path) -> Diagnostic {
        // Behind brackets of a known attribute the sub-attribute is what is wrong.
        let end = text.trim_end().len();
        let span = match &path.sub {
            Some(sub) if resolve(self.kind, &path.attribute, self.mode).is_some() => {
                Span::new(end.saturating_sub(sub.len()), end)
            }
            _ => path.attribute.span,
        };
        let message = format_args!("no schema of a {} defines {}", self.kind.name, shown(text, path));
        let at = diagnostic::Place::in_text(text, span);
        let mut found = Diagnostic::new(&code::path::UNKNOWN_ATTRIBUTE, message).at(at);
        let meant = meant(self.kind, &path.attribute, path.sub_attribute(), self.mode);
        found.help = match (meant, &path.attribute.urn) {
            (Some(meant), _) => Some(did_you_mean(&meant)),
            (None, Some(urn)) if !self.kind.is_core(urn) && self.kind.extension(urn).is_none() => {
                let known = std::iter::once(&self.kind.core).chain(&self.kind.extensions);
                Some(format!("known schemas are {}", listed(&mut known.map(|schema| &*schema.id), ", ")))
            }
            _ => None,
        };
        found
    }

    /// What a path selects that names `attribute`.
    pub(super) fn selection(
        &mut self,
        named: &Named<'_, 'a>,
        attribute: &'a Attribute,
        place: &Place,
    ) -> Result<Selection<'a>, Diagnostic> {
        let Resolved { home, sub_attribute: sub, .. } = named.resolved;
        if is_read_only(attribute, sub) {
            let message = format_args!("{} is read-only", named.shown());
            return Err(place.finding("path", &code::patch::READ_ONLY, message));
        }
        let condition = match &named.path.filter {
            None => None,
            Some(tree) => Some(Box::new(self.condition(named, tree, attribute, place)?)),
        };
        Ok(Selection { home, attribute, condition, sub })
    }

    /// The brackets of a path to `attribute`.
    fn condition(
        &mut self,
        named: &Named<'_, '_>,
        tree: &Tree,
        attribute: &'a Attribute,
        place: &Place,
    ) -> Result<Condition<'a>, Diagnostic> {
        let singular =
            |message: Arguments<'_>| place.finding("path", &code::path::SINGULAR_BRACKETS, message);
        // Behind the dot of the old spelling stands no sub-attribute.
        let before = resolve(self.kind, &named.path.attribute, self.mode);
        let sub = before.and_then(|before| before.sub_attribute);
        if let (Some(sub), true) = (sub, attribute.multi_valued) {
            let (name, sub) = (&attribute.name, &sub.name);
            let message = format_args!(
                "{} has one value in each element of `{name}`; brackets select among these",
                quoted(sub)
            );
            let whole = AttributeName { sub: None, ..named.path.attribute.clone() };
            let meant = format!("{whole}[…].{sub}");
            return Err(singular(message).help(format!("write {}", quoted(&meant))));
        }
        if !attribute.multi_valued {
            let found =
                singular(format_args!("`{}` has one value; brackets select among several", attribute.name));
            if attribute.kind != Kind::Complex || sub.is_some() || !self.tolerant() {
                return Err(found);
            }
            self.warnings.push(found.severity(Severity::Warning));
        }
        let within = |found| place.of_path(found);
        let filter = Filter::condition(tree, named.text, self.kind, attribute, self.mode).map_err(within)?;
        self.warnings.extend(filter.warnings().iter().cloned().map(within));
        let equalities = equalities(tree, attribute);
        let marks = equalities.iter().flatten().filter_map(|(name, value)| mark(attribute, name, value));
        Ok(Condition { filter, marks: marks.collect(), equalities })
    }
}

/// The text of a path to be shown, without the condition in its brackets, whose values are data.
fn shown(text: &str, path: &Path) -> String {
    let Some((attribute, _)) = text.split_once('[') else { return quoted(text.trim()).to_string() };
    let (dot, sub) = path.sub.as_deref().map_or(("", ""), |sub| (".", sub));
    quoted(&format!("{}[…]{dot}{sub}", attribute.trim())).to_string()
}

/// A finding about the text of a path: what it quotes from the brackets may be a value, which its span marks.
fn masked(mut found: Diagnostic, text: &str) -> Diagnostic {
    let span = found.at.as_ref().and_then(|at| at.span).map(|span| span.span());
    let is_inside = |span: &Span| {
        let opened = text.find('[').is_some_and(|open| open < span.start);
        // A bracket inside a text closes nothing.
        let closes = |close: usize| text.bytes().take(close).filter(|byte| *byte == b'"').count() % 2 == 0;
        let closed = text.rfind(']').is_some_and(|close| close < span.start && closes(close));
        opened && !closed && !matches!(span.of(text), "[" | "]" | "(" | ")")
    };
    if let Some(span) = span.filter(is_inside) {
        found.message = search::replace(&found.message, &quoted(span.of(text)).to_string(), "`…`");
        // The advice about a word behind `not` repeats it.
        if *found.code == code::filter::NOT_NEEDS_GROUP {
            found.help = Some("write `not (…)`".to_owned());
        }
    }
    found
}

/// The mark that an element of `attribute` bears with this value of a sub-attribute; none where another text is equal to
/// it too.
fn mark(attribute: &Attribute, name: &str, value: &Json<'_>) -> Option<u64> {
    // Other types are equal in other texts, and a text that means a Boolean is equal to one.
    let is_text = attribute.sub(name)?.kind.is_text();
    let text = value.as_str().filter(|text| is_text && boolean::said(text).is_none())?;
    Some(list::mark(name, text))
}

/// The sub-attributes a condition fixes, if it is one equality or a conjunction of them.
fn equalities<'a>(tree: &Tree, attribute: &'a Attribute) -> Option<Vec<(&'a str, Json<'a>)>> {
    let one = std::slice::from_ref(tree);
    let terms = if let Tree::And(terms) = tree { terms.as_slice() } else { one };
    terms
        .iter()
        .map(|term| match term {
            Tree::Compare(comparison)
                if comparison.operator == Operator::Equal
                    && comparison.attribute.urn.is_none()
                    && comparison.attribute.sub.is_none() =>
            {
                let sub = attribute.sub(&comparison.attribute.name)?;
                let value = match (&comparison.operand, sub.kind) {
                    (Operand::String(text), Kind::Boolean) => Json::Bool(boolean::said(text)?),
                    (Operand::String(text), _) => Json::String(Cow::Owned(text.to_string())),
                    (Operand::Number(number), Kind::Integer | Kind::Decimal) => Json::Number(number.clone()),
                    (Operand::Number(number), Kind::String) => {
                        Json::String(Cow::Owned(number.as_str().to_owned()))
                    }
                    (Operand::Bool(value), Kind::Boolean) => Json::Bool(*value),
                    _ => return None,
                };
                Some((&*sub.name, value))
            }
            _ => None,
        })
        .collect()
}
