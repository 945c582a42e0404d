//! From tree to program: names resolved, operands typed and folded, refusals decided before data is read.

use std::fmt::Display;

use super::ast::{Comparison, Operand, Operator, Tree};
use super::matches::{Check, Lookup, Place, Program, Text};
use crate::diagnostic::{self, Code, Diagnostic, Diagnostics, Span, code, did_you_mean, nearest, quoted};
use crate::scim::instant::Instant;
use crate::scim::resolve::{Home, meant, resolve};
use crate::scim::schema::{Attribute, Kind, ResourceType};
use crate::scim::{AttributeName, Mode};
use crate::value::boolean;

/// Compiles a tree for a resource type; adds a warning for what is kept but cannot match as written.
///
/// # Errors
/// `SF201`, `SF202`, `SF203`.
pub(super) fn compile(
    tree: &Tree,
    text: &str,
    kind: &ResourceType,
    mode: Mode,
    warnings: &mut Diagnostics,
) -> Result<Program, Diagnostic> {
    Compiler { text, kind, mode, warnings }.tree(tree, None)
}

/// Compiles the condition of a path, whose names are those of `attribute`'s sub-attributes.
pub(super) fn compile_condition(
    tree: &Tree,
    text: &str,
    kind: &ResourceType,
    attribute: &Attribute,
    mode: Mode,
    warnings: &mut Diagnostics,
) -> Result<Program, Diagnostic> {
    let strings = mode == Mode::Tolerant;
    Compiler { text, kind, mode, warnings }.tree(tree, Some(Inside { attribute: Some(attribute), strings }))
}

/// Inside brackets: whose elements are tested.
#[derive(Clone, Copy)]
struct Inside<'s> {
    attribute: Option<&'s Attribute>,
    /// Whether a string counts as the `value` of its element.
    strings: bool,
}

struct Compiler<'a> {
    text: &'a str,
    kind: &'a ResourceType,
    mode: Mode,
    warnings: &'a mut Diagnostics,
}

/// The attribute a comparison is about, as far as the schemas know it.
struct Subject<'s> {
    lookup: Lookup,
    attribute: Option<&'s Attribute>,
}

impl<'a> Compiler<'a> {
    // INVARIANT: trees are no deeper than `limits.nesting`.
    fn tree(&mut self, tree: &Tree, inside: Option<Inside<'a>>) -> Result<Program, Diagnostic> {
        Ok(match tree {
            Tree::And(terms) => Program::All(self.list(terms, inside)?),
            Tree::Or(terms) => Program::Any(self.list(terms, inside)?),
            Tree::Not(inner) => Program::Not(Box::new(self.tree(inner, inside)?)),
            Tree::Present(name) => {
                let subject = self.subject(name, inside, false);
                Program::test(subject.lookup, Check::Present)
            }
            Tree::Compare(comparison) => {
                let default = !matches!(comparison.operand, Operand::Null);
                let subject = self.subject(&comparison.attribute, inside, default);
                let check = self.check(comparison, subject.attribute)?;
                Program::test(subject.lookup, check)
            }
            Tree::ValuePath { attribute, filter } => {
                let subject = self.subject(attribute, inside, false);
                let inner =
                    self.tree(filter, Some(Inside { attribute: subject.attribute, strings: false }))?;
                Program::element(subject.lookup, inner)
            }
        })
    }

    fn list(&mut self, terms: &[Tree], inside: Option<Inside<'a>>) -> Result<Box<[Program]>, Diagnostic> {
        let mut programs = Vec::with_capacity(terms.len());
        for term in terms {
            programs.push(self.tree(term, inside)?);
        }
        Ok(programs.into())
    }

    fn warn(&mut self, code: &'static Code, message: String, span: Span) {
        let finding = self.finding(code, message, span);
        self.warnings.push(finding);
    }

    fn undefined(&mut self, name: &AttributeName, message: String, meant: Option<String>) {
        let mut found = self.finding(&code::filter::UNKNOWN_ATTRIBUTE, message, name.span);
        found.help = meant.as_deref().map(did_you_mean);
        self.warnings.push(found);
    }

    fn finding(&self, code: &'static Code, message: impl Display, span: Span) -> Diagnostic {
        Diagnostic::new(code, message).at(diagnostic::Place::in_text(self.text, span))
    }

    /// Where to look for a name, and what is known of it. `default` adds the `value` of a complex attribute that is
    /// compared without sub-attribute (RFC 7644 Figure 2).
    fn subject(&mut self, name: &AttributeName, inside: Option<Inside<'a>>, default: bool) -> Subject<'a> {
        let subject = match inside {
            Some(inside) => self.sub_attribute(name, inside),
            None => self.top(name),
        };
        let Subject { mut lookup, attribute } = subject;
        if default && lookup.sub.is_none() {
            match attribute {
                Some(complex) if complex.kind == Kind::Complex => {
                    let value = complex.sub("value");
                    lookup.sub = Some(value.map_or_else(|| "value".into(), |value| value.name.clone()));
                    return Subject { lookup, attribute: value };
                }
                Some(_) => {}
                None => lookup.default_value = true,
            }
        }
        Subject { lookup, attribute }
    }

    fn top(&mut self, name: &AttributeName) -> Subject<'a> {
        if let Some(found) = resolve(self.kind, name, self.mode)
            && let Some(attribute) = found.attribute
        {
            if let Some((code, message)) = found.tolerated(name) {
                let unqualified = code == &code::path::TOLERATED_UNQUALIFIED;
                let code = if unqualified { &code::filter::TOLERATED_UNQUALIFIED } else { code };
                self.warn(code, message, name.span);
            }
            let place = match found.home {
                Home::Top(_) => Place::Top,
                Home::Extension(schema) => Place::Extension(schema.id.clone()),
            };
            let sub = found.sub_attribute.map(|sub| sub.name.clone());
            let lookup = Lookup::new(place, attribute.name.clone(), sub);
            return Subject { lookup, attribute: found.sub_attribute.or(Some(attribute)) };
        }
        let message = format!("no schema of a {} defines {}", self.kind.name, quoted(&name.to_string()));
        self.undefined(name, message, meant(self.kind, name, name.sub.as_deref(), self.mode));
        let place = match name.urn.as_deref() {
            None => Place::Top,
            Some(urn) if self.kind.is_core(urn) => Place::Top,
            Some(urn) => match self.kind.extension(urn) {
                Some(schema) => Place::Extension(schema.id.clone()),
                None => Place::Nowhere,
            },
        };
        Subject {
            lookup: Lookup::new(place, (*name.name).into(), name.sub.as_deref().map(Into::into)),
            attribute: None,
        }
    }

    fn sub_attribute(&mut self, name: &AttributeName, inside: Inside<'a>) -> Subject<'a> {
        if let Some(parent) = inside.attribute {
            let plain = name.urn.is_none() && name.sub.is_none();
            // The element of a simple multi-valued attribute is its own `value`.
            if plain && parent.kind != Kind::Complex && name.name.eq_ignore_ascii_case("value") {
                let lookup = Lookup::new(Place::Element, parent.name.clone(), None);
                return Subject { lookup, attribute: Some(parent) };
            }
            if plain && let Some(sub) = parent.sub(&name.name) {
                let place = if inside.strings && &*sub.name == "value" { Place::Value } else { Place::Top };
                let lookup = Lookup::new(place, sub.name.clone(), None);
                return Subject { lookup, attribute: Some(sub) };
            }
            // Sub-attributes have no URI of their own.
            let message = format!("`{}` has no sub-attribute {}", parent.name, quoted(&name.to_string()));
            let near = nearest(&name.name, parent.sub_attributes.iter().map(|sub| &*sub.name));
            self.undefined(name, message, near.map(str::to_owned));
        }
        let place = if name.urn.is_some() { Place::Nowhere } else { Place::Top };
        let mut lookup = Lookup::new(place, (*name.name).into(), name.sub.as_deref().map(Into::into));
        // The elements of an unknown attribute may be simple: then each is its own `value`.
        if inside.attribute.is_none()
            && name.urn.is_none()
            && name.sub.is_none()
            && name.name.eq_ignore_ascii_case("value")
        {
            lookup = Lookup::new(Place::Element, "value".into(), None);
            lookup.default_value = true;
        }
        Subject { lookup, attribute: None }
    }

    /// Refuses an operator that cannot compare with the operand, or with the attribute's type.
    fn operator_fits(
        &self,
        comparison: &Comparison,
        attribute: Option<&Attribute>,
    ) -> Result<(), Diagnostic> {
        let operator = comparison.operator;
        let name = || quoted(&comparison.attribute.to_string()).to_string();
        let cannot = match &comparison.operand {
            Operand::Null if !matches!(operator, Operator::Equal | Operator::NotEqual) => {
                "cannot compare with `null`".to_owned()
            }
            Operand::Null => return Ok(()),
            Operand::Bool(_) if operator.is_ordering() => {
                "cannot compare Booleans, which have no order".to_owned()
            }
            Operand::Bool(_) | Operand::Number(_) if operator.is_textual() => "takes a string".to_owned(),
            _ => match attribute.map(|attribute| attribute.kind) {
                Some(Kind::Boolean) if operator.is_ordering() || operator.is_textual() => {
                    format!("cannot compare {}, a Boolean", name())
                }
                Some(Kind::Integer | Kind::Decimal) if operator.is_textual() => {
                    format!("cannot compare {}, a number", name())
                }
                Some(Kind::Binary) if operator.is_ordering() => {
                    format!("cannot compare {}, which is binary", name())
                }
                _ => return Ok(()),
            },
        };
        let message = format_args!("`{}` {cannot}", operator.as_str());
        Err(self.finding(&code::filter::OPERATOR_TYPE, message, comparison.span))
    }

    /// How the operand is compared.
    fn check(&mut self, comparison: &Comparison, attribute: Option<&Attribute>) -> Result<Check, Diagnostic> {
        let operator = comparison.operator;
        self.operator_fits(comparison, attribute)?;
        let tolerant = self.mode == Mode::Tolerant;
        let Some(attribute) = attribute.filter(|_| !matches!(comparison.operand, Operand::Null)) else {
            return Ok(untyped(comparison, tolerant));
        };
        let exact = attribute.case_exact;
        Ok(match (attribute.kind, &comparison.operand) {
            (Kind::Boolean, Operand::Bool(wanted)) => Check::bool(operator, *wanted, tolerant),
            (Kind::Boolean, Operand::String(text)) if tolerant && boolean::said(text).is_some() => {
                self.mismatch(comparison, attribute, "; it is compared as a Boolean")?;
                Check::bool(operator, boolean::said(text).unwrap_or_default(), true)
            }
            (_, Operand::Bool(wanted)) if tolerant => {
                self.mismatch(comparison, attribute, "; it is compared with texts that mean a Boolean")?;
                Check::bool(operator, *wanted, true)
            }
            (Kind::Integer | Kind::Decimal, Operand::Number(number)) => {
                Check::Number(operator, number.clone())
            }
            (Kind::DateTime, Operand::String(text)) if !operator.is_textual() => match Instant::parse(text) {
                Some(instant) => Check::DateTime(operator, instant.into_owned()),
                None => {
                    let message = "the value is not a full date and time".to_owned();
                    return Err(self.finding(&code::filter::NOT_DATE_TIME, message, comparison.span));
                }
            },
            (Kind::String | Kind::Reference | Kind::Binary | Kind::DateTime, Operand::String(text)) => {
                let wanted = Text::new(text, exact);
                match if tolerant { boolean::said(text) } else { None } {
                    // A Boolean may be stored where text belongs.
                    truth @ Some(_) => Check::Untyped { operator, text: wanted, instant: None, truth },
                    None => Check::Text(operator, wanted),
                }
            }
            (Kind::String, Operand::Number(number)) if tolerant => {
                self.mismatch(comparison, attribute, "; it is compared by its text")?;
                Check::Text(operator, Text::new(number.as_str(), exact))
            }
            _ => {
                self.mismatch(comparison, attribute, " and matches nothing")?;
                Check::Mismatch(operator)
            }
        })
    }

    /// Refuses an operand of another type, or in tolerant mode warns of it.
    fn mismatch(
        &mut self,
        comparison: &Comparison,
        attribute: &Attribute,
        but: &str,
    ) -> Result<(), Diagnostic> {
        let is = match &comparison.operand {
            Operand::String(_) => "a string",
            Operand::Number(_) => "a number",
            Operand::Bool(_) => "a Boolean",
            Operand::Null => "null",
        };
        let strict = self.mode == Mode::Strict;
        let message = format!(
            "{} is of type {}, the value is {is}{}",
            quoted(&comparison.attribute.to_string()),
            attribute.kind.as_str(),
            if strict { "" } else { but }
        );
        let mut found = self.finding(&code::filter::OPERAND_TYPE, message, comparison.span);
        if strict {
            return Err(found);
        }
        found.severity = diagnostic::Severity::Warning;
        self.warnings.push(found);
        Ok(())
    }
}

/// An attribute no schema defines compares by JSON type, as does `null` with any.
fn untyped(comparison: &Comparison, tolerant: bool) -> Check {
    let operator = comparison.operator;
    match &comparison.operand {
        Operand::String(text) => {
            let instant = if operator.is_textual() { None } else { Instant::parse(text) };
            let truth = if tolerant { boolean::said(text) } else { None };
            Check::Untyped {
                operator,
                text: Text::new(text, false),
                instant: instant.map(Instant::into_owned),
                truth,
            }
        }
        Operand::Number(number) => Check::Number(operator, number.clone()),
        Operand::Bool(wanted) => Check::bool(operator, *wanted, tolerant),
        Operand::Null if operator == Operator::Equal => Check::Unassigned,
        Operand::Null => Check::Assigned,
    }
}
