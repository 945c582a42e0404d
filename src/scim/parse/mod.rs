//! From text to what it says, and to the tree of it.

use super::filter::{Group, Operand, Operator, Planting, Tree, Visitor, Word};
use super::locate;
use super::name::begins_word;
use super::path::Path;
use super::{AttributeRef, Mode};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Quoted, Span, TextSpan, code, quoted};
use crate::grammar::{self, Recognised};
use crate::limits::{self, Limits};
use crate::value::json::Reader;

grammar::recogniser!("scim");
use recogniser::Rule;

type Part<'p> = grammar::Part<'p, Rule>;
type Parts<'p> = grammar::Parts<'p, Rule>;

const BRACKETS: &[(u8, u8)] = &[(b'(', b')'), (b'[', b']')];

/// Reads a filter; `noted` takes the deviations of tolerant mode.
pub(super) fn tree(
    text: &str,
    mode: Mode,
    limits: &Limits,
    noted: Option<&mut Diagnostics>,
) -> Result<Tree, Diagnostic> {
    let mut planting = Planting::default();
    filter(text, mode, limits, noted, &mut planting)?;
    planting.tree().ok_or_else(|| locate::filter(text, mode))
}

/// Reads a filter and tells what it says; of what is refused the visitor has been told a part.
pub(super) fn filter(
    text: &str,
    mode: Mode,
    limits: &Limits,
    noted: Option<&mut Diagnostics>,
    visitor: &mut impl Visitor,
) -> Result<(), Diagnostic> {
    limits::check_bytes("the filter", "filterBytes", text, limits.filter_bytes)?;
    limits::check_nesting("the filter", text, BRACKETS, limits.nesting)?;
    let refuse = || advised(locate::filter(text, mode), text, limits);
    let filter = Recognised::by(recogniser::filter, text).ok_or_else(refuse)?;
    let mut teller = Teller::new(text, mode, limits, noted, visitor);
    teller.group(filter.inside(), None).map_err(|stop| stop.into_diagnostic(refuse))
}

/// The refusal of a text that is a filter once it is decoded says so.
fn advised(found: Diagnostic, text: &str, limits: &Limits) -> Diagnostic {
    let is_filter = |plain: &String| {
        limits::check_nesting("the filter", plain, BRACKETS, limits.nesting).is_ok()
            && Recognised::by(recogniser::filter, plain).is_some()
    };
    let Some(plain) = locate::decoded(text).filter(is_filter) else { return found };
    let whole = TextSpan::new(text, Span::new(0, text.len()));
    let help = "this is a part of an address: decode it, and leave out `filter=`";
    found.help(help).fix("decode the filter", whole, plain)
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
    let mut planting = Planting::default();
    let mut teller = Teller::new(text, mode, limits, noted, &mut planting);
    let (attribute, sub) = teller.path(path.inside()).map_err(|stop| stop.into_diagnostic(refuse))?;
    Ok(Path { attribute: attribute.into(), filter: planting.tree(), sub: sub.map(Into::into) })
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

/// Why telling stopped.
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

/// A text that is read, and what it may hold.
struct Reading<'t, 'n> {
    text: &'t str,
    mode: Mode,
    /// Nodes that may still be made.
    nodes: usize,
    maximum: usize,
    noted: Option<&'n mut Diagnostics>,
}

impl<'t> Reading<'t, '_> {
    /// Refuses a deviation in strict mode, notes it in tolerant mode; `message` is given what stands there.
    fn deviation(
        &mut self,
        code: &'static Code,
        at: Span,
        message: &dyn Fn(Quoted<'_>) -> String,
    ) -> Result<(), Stop> {
        if self.mode == Mode::Strict {
            return Err(Stop::Refused);
        }
        if let Some(noted) = self.noted.as_deref_mut() {
            let message = message(quoted(at.of(self.text)));
            noted.push(Diagnostic::new(code, message).at(Place::in_text(self.text, at)));
        }
        Ok(())
    }

    fn node(&mut self, at: usize) -> Result<(), Stop> {
        let Some(left) = self.nodes.checked_sub(1) else { return Err(self.too_many(at)) };
        self.nodes = left;
        Ok(())
    }

    #[cold]
    fn too_many(&self, at: usize) -> Stop {
        let (code, most) = (&code::limit::NODES, self.maximum as u64);
        Stop::Found(limits::exceeded(code, "the filter", "astNodes", most, Some((self.text, at))))
    }

    fn operand(&mut self, part: &Part<'t>) -> Result<Operand<'t>, Stop> {
        match part.rule() {
            Rule::string => {
                let decoded = Reader::new(part.text()).string().map_err(|_| Stop::Refused)?;
                Ok(Operand::String(decoded))
            }
            Rule::number => self.number(part.text(), part.span()),
            Rule::literal => Ok(match part.text() {
                "true" => Operand::Bool(true),
                "false" => Operand::Bool(false),
                _ => Operand::Null,
            }),
            // The grammar takes every character beyond ASCII for a letter.
            _ if !begins_word(part.text()) => Err(Stop::Refused),
            _ => self.word(part.text(), part.span()),
        }
    }

    fn number(&mut self, text: &'t str, at: Span) -> Result<Operand<'t>, Stop> {
        match Reader::new(text).number() {
            Ok(number) => Ok(Operand::Number(number)),
            // Beyond what numbers hold: an identifier made of digits, in tolerant mode.
            Err(refused) if *refused.code == code::input::NUMBER_RANGE && self.mode == Mode::Strict => {
                let message = format_args!("the number {} does not fit 64 bits", quoted(text));
                let finding = Diagnostic::new(&code::filter::INVALID_NUMBER, message)
                    .at(Place::in_text(self.text, at))
                    .help("put it in double quotes if it is an identifier");
                Err(Stop::Found(finding))
            }
            Err(_) => self.word(text, at),
        }
    }

    /// Tolerant only: a literal in another case, or a string without quotes.
    fn word(&mut self, text: &'t str, at: Span) -> Result<Operand<'t>, Stop> {
        let literals =
            [("true", Operand::Bool(true)), ("false", Operand::Bool(false)), ("null", Operand::Null)];
        match literals.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
            Some((_, operand)) => {
                let message = |literal: Quoted<'_>| format!("the literal {literal} is not in lower case");
                self.deviation(&code::filter::TOLERATED_LITERAL, at, &message)?;
                Ok(operand)
            }
            None => {
                let message = |value: Quoted<'_>| format!("the value {value} has no quotes");
                self.deviation(&code::filter::TOLERATED_WORD, at, &message)?;
                Ok(Operand::String(text.into()))
            }
        }
    }
}

/// Goes through the tokens of a text and tells what they say.
struct Teller<'t, 'n, 'v, V> {
    reading: Reading<'t, 'n>,
    visitor: &'v mut V,
}

impl<'t, 'n, 'v, V: Visitor> Teller<'t, 'n, 'v, V> {
    fn new(
        text: &'t str,
        mode: Mode,
        limits: &Limits,
        noted: Option<&'n mut Diagnostics>,
        visitor: &'v mut V,
    ) -> Self {
        let (nodes, maximum) = (limits.ast_nodes, limits.ast_nodes);
        Self { reading: Reading { text, mode, nodes, maximum, noted }, visitor }
    }

    /// Terms joined by a word; `inside` is what joins the terms around. A chain inside one of its own word is a part of
    /// that, a chain of one is that one.
    fn chain(&mut self, word: Word, mut parts: Parts<'t>, inside: Option<Word>) -> Result<(), Stop> {
        let first = parts.next().ok_or(Stop::Refused)?;
        if parts.is_empty() {
            return self.link(word, first, inside);
        }
        let (group, is_part) = (Group::chain(word, inside), inside == Some(word));
        if !is_part {
            self.visitor.open(group);
        }
        let start = first.span().start;
        self.link(word, first, Some(word))?;
        for part in parts {
            self.visitor.between(word);
            self.link(word, part, Some(word))?;
        }
        if !is_part {
            self.visitor.close(group);
        }
        self.reading.node(start)
    }

    /// One of the terms that a word joins.
    fn link(&mut self, word: Word, part: Part<'t>, inside: Option<Word>) -> Result<(), Stop> {
        match word {
            Word::Or => self.chain(Word::And, part.inside(), inside),
            Word::And => self.term(part, inside),
        }
    }

    // INVARIANT: recursion is bounded by `check_nesting`, which ran over the same text.
    fn term(&mut self, part: Part<'t>, inside: Option<Word>) -> Result<(), Stop> {
        match part.rule() {
            Rule::negation | Rule::value_negation => {
                self.reading.node(part.span().start)?;
                self.visitor.open(Group::Not);
                self.group(part.inside(), None)?;
                self.visitor.close(Group::Not);
                Ok(())
            }
            Rule::test | Rule::value_test => self.test(part.inside()),
            _ => self.chain(Word::Or, part.inside(), inside),
        }
    }

    /// What stands in brackets or parentheses.
    fn group(&mut self, mut parts: Parts<'t>, inside: Option<Word>) -> Result<(), Stop> {
        self.chain(Word::Or, parts.next().ok_or(Stop::Refused)?.inside(), inside)
    }

    /// `attribute operation`, or `attribute[condition]` and what tolerant mode lets follow.
    fn test(&mut self, mut parts: Parts<'t>) -> Result<(), Stop> {
        let attribute = self.attribute(parts.next())?;
        let next = parts.next().ok_or(Stop::Refused)?;
        if next.rule() != Rule::brackets {
            return self.operation(attribute, &next, parts.next());
        }
        self.blank_before(attribute, &next)?;
        let elements = Group::Elements(attribute);
        self.visitor.open(elements);
        match parts.next() {
            None => self.group(next.inside(), None)?,
            Some(tail) => {
                let both = Group::chain(Word::And, None);
                self.visitor.open(both);
                self.group(next.inside(), Some(Word::And))?;
                self.visitor.between(Word::And);
                self.tail(tail)?;
                self.visitor.close(both);
            }
        }
        self.visitor.close(elements);
        Ok(())
    }

    fn attribute(&mut self, part: Option<Part<'t>>) -> Result<AttributeRef<'t>, Stop> {
        let part = part.ok_or(Stop::Refused)?;
        let at = part.span();
        self.reading.node(at.start)?;
        AttributeRef::split(part.text(), at).ok_or(Stop::Refused)
    }

    fn blank_before(&mut self, attribute: AttributeRef<'_>, brackets: &Part<'_>) -> Result<(), Stop> {
        let gap = Span { start: attribute.span.end, end: brackets.span().start };
        if gap.start == gap.end {
            return Ok(());
        }
        let message = |_: Quoted<'_>| "a blank before the square bracket".to_owned();
        self.reading.deviation(&code::filter::TOLERATED_BLANK, gap, &message)
    }

    /// `.value eq "x"` or ` eq "x"` after brackets.
    fn tail(&mut self, part: Part<'t>) -> Result<(), Stop> {
        self.reading.node(part.span().start)?;
        let message = |tail: Quoted<'_>| format!("the comparison {tail} follows the square brackets");
        self.reading.deviation(&code::filter::TOLERATED_TAIL, part.span(), &message)?;
        let (mut parts, start) = (part.inside(), part.span().start);
        let mut next = parts.next().ok_or(Stop::Refused)?;
        let attribute = if next.rule() == Rule::name {
            let (sub, span) = (next.text(), Span { start, end: next.span().end });
            next = parts.next().ok_or(Stop::Refused)?;
            AttributeRef { span, ..AttributeRef::plain(sub) }
        } else {
            AttributeRef { span: Span::point(start), ..AttributeRef::plain("value") }
        };
        self.operation(attribute, &next, parts.next())
    }

    /// `pr`, or an operator and its operand.
    fn operation(
        &mut self,
        attribute: AttributeRef<'_>,
        operator: &Part<'t>,
        operand: Option<Part<'t>>,
    ) -> Result<(), Stop> {
        let Some(operand) = operand else {
            self.visitor.present(attribute);
            return Ok(());
        };
        let word = Operator::from_word(operator.text()).ok_or(Stop::Refused)?;
        let at = operand.span();
        if operator.span().end == at.start {
            let message = |_: Quoted<'_>| "no blank between operator and value".to_owned();
            self.reading.deviation(&code::filter::TOLERATED_GAP, Span::point(at.start), &message)?;
        }
        let operand = self.reading.operand(&operand)?;
        self.visitor.compare(attribute, word, &operand, at);
        Ok(())
    }

    /// Tells of the condition in brackets; gives what stands before and after it.
    fn path(&mut self, mut parts: Parts<'t>) -> Result<(AttributeRef<'t>, Option<&'t str>), Stop> {
        let attribute = self.attribute(parts.next())?;
        let mut sub = None;
        for part in parts {
            match part.rule() {
                Rule::brackets => {
                    self.blank_before(attribute, &part)?;
                    self.group(part.inside(), None)?;
                }
                Rule::name => sub = Some(part.text()),
                _ => {}
            }
        }
        Ok((attribute, sub))
    }
}

#[cfg(test)]
mod tests;
