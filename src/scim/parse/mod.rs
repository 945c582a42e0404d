//! From text to tree.

use super::filter::{Comparison, Operand, Operator, Tree};
use super::locate;
use super::path::Path;
use super::{AttributeName, Mode};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, code, quoted};
use crate::grammar::{self, Recognised};
use crate::limits::{self, Limits};
use crate::value::json::Reader;

grammar::recogniser!("scim");
use recogniser::Rule;

type Part<'p> = grammar::Part<'p, Rule>;
type Parts<'p> = grammar::Parts<'p, Rule>;

const BRACKETS: &[(u8, u8)] = &[(b'(', b')'), (b'[', b']')];

/// Reads a filter; `noted` takes the deviations of tolerant mode.
pub(super) fn filter(
    text: &str,
    mode: Mode,
    limits: &Limits,
    noted: Option<&mut Diagnostics>,
) -> Result<Tree, Diagnostic> {
    limits::check_bytes("the filter", "filterBytes", text, limits.filter_bytes)?;
    limits::check_nesting("the filter", text, BRACKETS, limits.nesting)?;
    let refuse = || locate::filter(text, mode);
    let filter = Recognised::by(recogniser::filter, text).ok_or_else(refuse)?;
    let mut builder = Builder::new(text, mode, limits, noted);
    builder.group(filter.inside()).map_err(|stop| stop.into_diagnostic(refuse))
}

/// Reads a path; `noted` takes the deviations of tolerant mode.
pub(super) fn path(
    text: &str,
    mode: Mode,
    limits: &Limits,
    noted: Option<&mut Diagnostics>,
) -> Result<Path, Diagnostic> {
    limits::check_bytes("the path", "pathBytes", text, limits.path_bytes)?;
    if text.len() > limits.filter_bytes {
        check_filter_in(text, limits)?;
    }
    limits::check_nesting("the path", text, BRACKETS, limits.nesting)?;
    let refuse = || locate::path(text, mode);
    let path = Recognised::by(recogniser::path, text).ok_or_else(refuse)?;
    let mut builder = Builder::new(text, mode, limits, noted);
    builder.path(path.inside()).map_err(|stop| stop.into_diagnostic(refuse))
}

/// A filter is a filter wherever it stands: that in the brackets of a path has the bytes of one.
fn check_filter_in(path: &str, limits: &Limits) -> Result<(), Diagnostic> {
    let (before, filter) = path.split_once('[').unwrap_or((path, ""));
    let filter = filter.rsplit_once(']').map_or(filter, |(filter, _)| filter);
    if filter.len() <= limits.filter_bytes {
        return Ok(());
    }
    let crossed = Some((path, before.len().saturating_add(1).saturating_add(limits.filter_bytes)));
    let (code, most) = (&code::limit::INPUT_BYTES, limits.filter_bytes as u64);
    Err(limits::exceeded(code, "the filter in the path", "filterBytes", most, crossed))
}

/// Why building stopped.
enum Stop {
    /// The text is wrong; the locator says where and how.
    Refused,
    /// A finding of its own.
    Found(Diagnostic),
}

impl Stop {
    fn into_diagnostic(self, refuse: impl Fn() -> Diagnostic) -> Diagnostic {
        match self {
            Self::Refused => refuse(),
            Self::Found(diagnostic) => diagnostic,
        }
    }
}

struct Builder<'t, 'n> {
    text: &'t str,
    mode: Mode,
    /// Nodes that may still be made.
    nodes: usize,
    maximum: usize,
    noted: Option<&'n mut Diagnostics>,
}

impl<'t, 'n> Builder<'t, 'n> {
    const fn new(text: &'t str, mode: Mode, limits: &Limits, noted: Option<&'n mut Diagnostics>) -> Self {
        Self { text, mode, nodes: limits.ast_nodes, maximum: limits.ast_nodes, noted }
    }

    /// Refuses a deviation in strict mode, notes it in tolerant mode.
    fn deviation(&mut self, code: &'static Code, at: Span) -> Result<(), Stop> {
        if self.mode == Mode::Strict {
            return Err(Stop::Refused);
        }
        if let Some(noted) = self.noted.as_deref_mut() {
            let shown = quoted(at.of(self.text));
            let is = |known: &Code| *code == *known;
            let message = if is(&code::filter::TOLERATED_TAIL) {
                format!("the comparison {shown} follows the square brackets")
            } else if is(&code::filter::TOLERATED_WORD) {
                format!("the value {shown} has no quotes")
            } else if is(&code::filter::TOLERATED_GAP) {
                "no blank between operator and value".to_owned()
            } else if is(&code::filter::TOLERATED_LITERAL) {
                format!("the literal {shown} is not in lower case")
            } else {
                "a blank before the square bracket".to_owned()
            };
            noted.push(Diagnostic::new(code, message).at(Place::in_text(self.text, at)));
        }
        Ok(())
    }

    fn node(&mut self, at: usize) -> Result<(), Stop> {
        match self.nodes.checked_sub(1) {
            Some(left) => {
                self.nodes = left;
                Ok(())
            }
            None => Err(Stop::Found(limits::exceeded(
                &code::limit::NODES,
                "the filter",
                "astNodes",
                self.maximum as u64,
                Some((self.text, at)),
            ))),
        }
    }

    /// Terms joined by `or`.
    fn disjunction(&mut self, parts: Parts<'_>) -> Result<Tree, Stop> {
        self.joined(parts, Self::conjunction, Tree::or)
    }

    /// Terms joined by `and`.
    fn conjunction(&mut self, part: Part<'_>) -> Result<Tree, Stop> {
        self.joined(part.inside(), Self::term, Tree::and)
    }

    fn joined(
        &mut self,
        mut parts: Parts<'_>,
        one: fn(&mut Self, Part<'_>) -> Result<Tree, Stop>,
        all: fn(Vec<Tree>) -> Tree,
    ) -> Result<Tree, Stop> {
        let first = parts.next().ok_or(Stop::Refused)?;
        let start = first.span().start;
        let rest = parts.count();
        if rest == 0 {
            return one(self, first);
        }
        let mut terms = Vec::with_capacity(rest.saturating_add(1));
        terms.push(one(self, first)?);
        for part in parts {
            terms.push(one(self, part)?);
        }
        self.node(start)?;
        Ok(all(terms))
    }

    // INVARIANT: recursion is bounded by `check_nesting`, which ran over the same text.
    fn term(&mut self, part: Part<'_>) -> Result<Tree, Stop> {
        match part.rule() {
            Rule::negation | Rule::value_negation => {
                self.node(part.span().start)?;
                Ok(Tree::Not(Box::new(self.group(part.inside())?)))
            }
            Rule::test | Rule::value_test => self.test(part.inside()),
            _ => self.disjunction(part.inside()),
        }
    }

    /// What stands in brackets or parentheses.
    fn group(&mut self, mut parts: Parts<'_>) -> Result<Tree, Stop> {
        self.disjunction(parts.next().ok_or(Stop::Refused)?.inside())
    }

    /// `attribute operation`, or `attribute[condition]` and what tolerant mode lets follow.
    fn test(&mut self, mut parts: Parts<'_>) -> Result<Tree, Stop> {
        let attribute = self.attribute(parts.next())?;
        let next = parts.next().ok_or(Stop::Refused)?;
        if next.rule() != Rule::brackets {
            return self.operation(attribute, &next, parts.next());
        }
        self.blank_before(&attribute, &next)?;
        let tail = match parts.next() {
            Some(tail) => Some(self.tail(tail)?),
            None => None,
        };
        let condition = self.group(next.inside())?;
        let filter = Box::new(match tail {
            Some(tail) => Tree::and(vec![condition, tail]),
            None => condition,
        });
        Ok(Tree::ValuePath { attribute, filter })
    }

    fn attribute(&mut self, part: Option<Part<'_>>) -> Result<AttributeName, Stop> {
        let part = part.ok_or(Stop::Refused)?;
        let at = part.span();
        self.node(at.start)?;
        AttributeName::split(part.text(), at).ok_or(Stop::Refused)
    }

    fn blank_before(&mut self, attribute: &AttributeName, brackets: &Part<'_>) -> Result<(), Stop> {
        let gap = Span { start: attribute.span.end, end: brackets.span().start };
        if gap.start == gap.end {
            return Ok(());
        }
        self.deviation(&code::filter::TOLERATED_BLANK, gap)
    }

    /// `.value eq "x"` or ` eq "x"` after brackets.
    fn tail(&mut self, part: Part<'_>) -> Result<Tree, Stop> {
        self.node(part.span().start)?;
        self.deviation(&code::filter::TOLERATED_TAIL, part.span())?;
        let (mut parts, start) = (part.inside(), part.span().start);
        let mut next = parts.next().ok_or(Stop::Refused)?;
        let attribute = if next.rule() == Rule::name {
            let (sub, span) = (next.text(), Span { start, end: next.span().end });
            next = parts.next().ok_or(Stop::Refused)?;
            AttributeName { span, ..AttributeName::plain(sub) }
        } else {
            AttributeName { span: Span::point(start), ..AttributeName::plain("value") }
        };
        self.operation(attribute, &next, parts.next())
    }

    /// `pr`, or an operator and its operand.
    fn operation(
        &mut self,
        attribute: AttributeName,
        operator: &Part<'_>,
        operand: Option<Part<'_>>,
    ) -> Result<Tree, Stop> {
        let Some(operand) = operand else { return Ok(Tree::Present(attribute)) };
        let word = Operator::from_word(operator.text()).ok_or(Stop::Refused)?;
        if operator.span().end == operand.span().start {
            self.deviation(&code::filter::TOLERATED_GAP, Span::point(operand.span().start))?;
        }
        let span = operand.span();
        let operand = self.operand(&operand)?;
        Ok(Tree::Compare(Comparison { attribute, operator: word, operand, span }))
    }

    fn operand(&mut self, part: &Part<'_>) -> Result<Operand, Stop> {
        match part.rule() {
            Rule::string => {
                let decoded = Reader::new(part.text()).string().map_err(|_| Stop::Refused)?;
                Ok(Operand::String(decoded.into()))
            }
            Rule::number => self.number(part.text(), part.span()),
            Rule::literal => Ok(match part.text() {
                "true" => Operand::Bool(true),
                "false" => Operand::Bool(false),
                _ => Operand::Null,
            }),
            _ => self.word(part.text(), part.span()),
        }
    }

    fn number(&mut self, text: &str, at: Span) -> Result<Operand, Stop> {
        match Reader::new(text).number() {
            Ok(number) => Ok(Operand::Number(number.into_owned())),
            // Beyond what numbers hold: an identifier made of digits, in tolerant mode.
            Err(refused) if *refused.code == code::input::NUMBER_RANGE && self.mode == Mode::Strict => {
                let message = format!("the number {} does not fit 64 bits", quoted(text));
                let finding = Diagnostic::new(&code::filter::INVALID_NUMBER, message)
                    .at(Place::in_text(self.text, at))
                    .help("put it in double quotes if it is an identifier");
                Err(Stop::Found(finding))
            }
            Err(_) => self.word(text, at),
        }
    }

    /// Tolerant only: a literal in another case, or a string without quotes.
    fn word(&mut self, text: &str, at: Span) -> Result<Operand, Stop> {
        let literals =
            [("true", Operand::Bool(true)), ("false", Operand::Bool(false)), ("null", Operand::Null)];
        match literals.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
            Some((_, operand)) => {
                self.deviation(&code::filter::TOLERATED_LITERAL, at)?;
                Ok(operand)
            }
            None => {
                self.deviation(&code::filter::TOLERATED_WORD, at)?;
                Ok(Operand::String(text.into()))
            }
        }
    }

    fn path(&mut self, mut parts: Parts<'_>) -> Result<Path, Stop> {
        let attribute = self.attribute(parts.next())?;
        let (mut filter, mut sub) = (None, None);
        for part in parts {
            match part.rule() {
                Rule::brackets => {
                    self.blank_before(&attribute, &part)?;
                    filter = Some(self.group(part.inside())?);
                }
                Rule::name => sub = Some(part.text().into()),
                _ => {}
            }
        }
        Ok(Path { attribute, filter, sub })
    }
}

#[cfg(test)]
mod tests;
