//! From text to tree: the only place that sees pest.

use pest::Parser as _;
use pest::iterators::{Pair, Pairs};

use super::filter::{Comparison, Operand, Operator, Tree};
use super::locate;
use super::path::Path;
use super::{AttributeName, Mode};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, code, quoted};
use crate::limits::{self, Limits};
use crate::value::json::Reader;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/lexical.pest"]
#[grammar = "grammar/scim_filter.pest"]
#[grammar = "grammar/scim_path.pest"]
struct Grammar;

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
    let mut pairs = Grammar::parse(Rule::filter, text).map_err(|_| refuse())?;
    let mut builder = Builder { text, mode, nodes: limits.ast_nodes, maximum: limits.ast_nodes, noted };
    builder.expression(&mut pairs, None).map_err(|stop| stop.into_diagnostic(refuse))
}

/// Reads a path; `noted` takes the deviations of tolerant mode.
pub(super) fn path(
    text: &str,
    mode: Mode,
    limits: &Limits,
    noted: Option<&mut Diagnostics>,
) -> Result<Path, Diagnostic> {
    limits::check_bytes("the path", "pathBytes", text, limits.path_bytes)?;
    limits::check_nesting("the path", text, BRACKETS, limits.nesting)?;
    let refuse = || locate::path(text, mode);
    let mut pairs = Grammar::parse(Rule::path, text).map_err(|_| refuse())?;
    let mut builder = Builder { text, mode, nodes: limits.ast_nodes, maximum: limits.ast_nodes, noted };
    builder.path(&mut pairs).map_err(|stop| stop.into_diagnostic(refuse))
}

/// Why building stopped.
enum Stop {
    /// The text is wrong; the locator says where and how.
    Refused,
    /// A finding of its own.
    Found(Box<Diagnostic>),
}

impl Stop {
    fn into_diagnostic(self, refuse: impl Fn() -> Diagnostic) -> Diagnostic {
        match self {
            Self::Refused => refuse(),
            Self::Found(diagnostic) => *diagnostic,
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

fn span(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span { start: span.start(), end: span.end() }
}

impl Builder<'_, '_> {
    /// Refuses a deviation in strict mode, notes it in tolerant mode.
    fn deviation(&mut self, code: &'static Code, at: Span) -> Result<(), Stop> {
        if self.mode == Mode::Strict {
            return Err(Stop::Refused);
        }
        if let Some(noted) = self.noted.as_deref_mut() {
            let shown = quoted(at.of(self.text));
            let message = match code.code {
                "SF121" => format!("the comparison {shown} follows the square brackets"),
                "SF122" => format!("the value {shown} has no quotes"),
                "SF123" => "no blank between operator and value".to_owned(),
                "SF124" => format!("the literal {shown} is not in lower case"),
                _ => "a blank before the square bracket".to_owned(),
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
            None => Err(Stop::Found(Box::new(limits::exceeded(
                &code::limit::NODES,
                "the filter",
                "astNodes",
                self.maximum as u64,
                Some((self.text, at)),
            )))),
        }
    }

    /// A flat list of terms and connectives; `and` binds tighter. `close` ends the list for `extra`, the tail of a
    /// value path, which joins the conjunction as its last term.
    fn expression(&mut self, pairs: &mut Pairs<'_, Rule>, extra: Option<Tree>) -> Result<Tree, Stop> {
        let mut alternatives = Vec::new();
        let mut conjunction = Vec::new();
        while let Some(pair) = pairs.next() {
            let at = pair.as_span().start();
            match pair.as_rule() {
                Rule::attribute => {
                    let term = self.clause(pair, pairs)?;
                    conjunction.push(term);
                }
                Rule::group | Rule::value_group => {
                    conjunction.push(self.expression(&mut pair.into_inner(), None)?);
                }
                Rule::not => {
                    self.node(at)?;
                    let group = pairs.next().ok_or(Stop::Refused)?;
                    let inner = self.expression(&mut group.into_inner(), None)?;
                    conjunction.push(Tree::Not(Box::new(inner)));
                }
                Rule::connective if pair.as_str().len() == 2 => {
                    alternatives.push(Tree::and(std::mem::take(&mut conjunction)));
                }
                _ => {}
            }
        }
        let tree = if alternatives.is_empty() {
            if conjunction.len() > 1 {
                self.node(0)?;
            }
            Tree::and(conjunction)
        } else {
            self.node(0)?;
            alternatives.push(Tree::and(conjunction));
            Tree::or(alternatives)
        };
        Ok(match extra {
            Some(extra) => Tree::and(vec![tree, extra]),
            None => tree,
        })
    }

    fn clause(&mut self, attribute: Pair<'_, Rule>, pairs: &mut Pairs<'_, Rule>) -> Result<Tree, Stop> {
        let at = span(&attribute);
        self.node(at.start)?;
        let attribute = AttributeName::split(attribute.as_str(), at);
        let next = pairs.next().ok_or(Stop::Refused)?;
        match next.as_rule() {
            Rule::brackets => {
                let open = span(&next);
                if open.start != at.end {
                    self.deviation(&code::filter::TOLERATED_BLANK, Span { start: at.end, end: open.start })?;
                }
                let tail = self.tail(&open, pairs)?;
                let filter = Box::new(self.expression(&mut next.into_inner(), tail)?);
                Ok(Tree::ValuePath { attribute, filter })
            }
            _ => self.operation(attribute, next, pairs),
        }
    }

    /// `.value eq "x"` after brackets.
    fn tail(&mut self, brackets: &Span, pairs: &mut Pairs<'_, Rule>) -> Result<Option<Tree>, Stop> {
        let Some(next) = pairs.peek() else { return Ok(None) };
        let attribute = match next.as_rule() {
            Rule::sub_attribute => {
                pairs.next();
                let name = next.as_str().trim_start_matches('.');
                AttributeName { span: span(&next), ..AttributeName::plain(name) }
            }
            Rule::present | Rule::operator => {
                AttributeName { span: Span::point(brackets.end), ..AttributeName::plain("value") }
            }
            _ => return Ok(None),
        };
        let next = pairs.next().ok_or(Stop::Refused)?;
        self.node(brackets.end)?;
        let end = pairs.peek().filter(|_| next.as_rule() == Rule::operator);
        let end = end.map_or_else(|| span(&next), |operand| span(&operand));
        self.deviation(&code::filter::TOLERATED_TAIL, Span { start: brackets.end, end: end.end })?;
        self.operation(attribute, next, pairs).map(Some)
    }

    fn operation(
        &mut self,
        attribute: AttributeName,
        operator: Pair<'_, Rule>,
        pairs: &mut Pairs<'_, Rule>,
    ) -> Result<Tree, Stop> {
        if operator.as_rule() == Rule::present {
            return Ok(Tree::Present(attribute));
        }
        let end = operator.as_span().end();
        let operator = Operator::from_word(operator.as_str()).ok_or(Stop::Refused)?;
        let operand = pairs.next().ok_or(Stop::Refused)?;
        let at = span(&operand);
        if at.start == end {
            self.deviation(&code::filter::TOLERATED_GAP, Span::point(end))?;
        }
        let operand = self.operand(&operand, at)?;
        Ok(Tree::Compare(Comparison { attribute, operator, operand, span: at }))
    }

    fn operand(&mut self, pair: &Pair<'_, Rule>, at: Span) -> Result<Operand, Stop> {
        let text = pair.as_str();
        Ok(match pair.as_rule() {
            Rule::string => {
                let decoded = Reader::new(text).string().map_err(|_| Stop::Refused)?;
                Operand::String(decoded.into())
            }
            Rule::number => match Reader::new(text).number() {
                Ok(number) => Operand::Number(number.into_owned()),
                Err(_) => {
                    let message = format!("the number {} does not fit 64 bits", quoted(text));
                    let finding = Diagnostic::new(&code::filter::INVALID_NUMBER, message)
                        .at(Place::in_text(self.text, at))
                        .help("put it in double quotes if it is an identifier");
                    return Err(Stop::Found(Box::new(finding)));
                }
            },
            Rule::literal => match text.as_bytes().first() {
                Some(b't') => Operand::Bool(true),
                Some(b'f') => Operand::Bool(false),
                _ => Operand::Null,
            },
            _ => {
                let literal =
                    [("true", Operand::Bool(true)), ("false", Operand::Bool(false)), ("null", Operand::Null)];
                match literal.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
                    Some((_, operand)) => {
                        self.deviation(&code::filter::TOLERATED_LITERAL, at)?;
                        operand
                    }
                    None => {
                        self.deviation(&code::filter::TOLERATED_WORD, at)?;
                        Operand::String(text.into())
                    }
                }
            }
        })
    }

    fn path(&mut self, pairs: &mut Pairs<'_, Rule>) -> Result<Path, Stop> {
        let attribute = pairs.next().ok_or(Stop::Refused)?;
        let at = span(&attribute);
        self.node(at.start)?;
        let attribute = AttributeName::split(attribute.as_str(), at);
        let (mut filter, mut sub) = (None, None);
        for pair in pairs {
            match pair.as_rule() {
                Rule::brackets => {
                    let open = span(&pair);
                    if open.start != at.end {
                        self.deviation(
                            &code::filter::TOLERATED_BLANK,
                            Span { start: at.end, end: open.start },
                        )?;
                    }
                    filter = Some(self.expression(&mut pair.into_inner(), None)?);
                }
                Rule::sub_attribute => sub = Some(pair.as_str().trim_start_matches('.').into()),
                _ => {}
            }
        }
        Ok(Path { attribute, filter, sub })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a rule takes from the start of a text.
    fn taken(rule: Rule, text: &str) -> Option<&str> {
        let pairs = Grammar::parse(rule, text).ok()?;
        Some(pairs.as_str())
    }

    /// The rule takes the whole of each text.
    fn takes(rule: Rule, texts: &[&str]) {
        for text in texts {
            assert_eq!(taken(rule, text), Some(*text), "{rule:?}");
        }
    }

    /// The rule takes nothing, or only a part.
    fn leaves(rule: Rule, texts: &[&str]) {
        for text in texts {
            assert_ne!(taken(rule, text), Some(*text), "{rule:?} takes {text}");
        }
    }

    #[test]
    fn attributes() {
        let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName";
        takes(
            Rule::attribute,
            &["a", "$ref", "A1-b_2$", "name.givenName", "members.$ref", urn, "http://x/2.0:a", "x+y:z:a.b"],
        );
        leaves(
            Rule::attribute,
            &["", "1a", "_a", "$", "a.", ".a", "a.b.c", "urn:a", "urn:a:", ":a", "é", "urn:a b:c", "a.b:"],
        );
    }

    #[test]
    fn strings() {
        takes(
            Rule::string,
            &[r#""""#, r#""a b""#, r#""\"\\\/\b\f\n\r\t\u00e9\uD83D""#, "\"é😀\u{7F}\"", r#""]) and (""#],
        );
        leaves(Rule::string, &["\"", r#""\""#, r#""\a""#, r#""\u12G4""#, "'a'", r#""a""b""#]);
    }

    #[test]
    fn numbers_and_literals() {
        takes(Rule::number, &["0", "-0", "42", "-7.25", "1e3", "1E+2", "-1.5e-3"]);
        leaves(Rule::number, &["01", "+1", ".5", "1.", "1e", "0x10", "-", "1a"]);
        takes(Rule::literal, &["true", "false", "null"]);
        leaves(Rule::literal, &["True", "NULL", "truex", "tru"]);
        takes(Rule::bare_word, &["jyoung", "123abc", "True", "a\"b", "aé"]);
        leaves(Rule::bare_word, &["'a'", "@x", "a b", "a]", "-a"]);
    }

    #[test]
    fn operators() {
        takes(Rule::connective, &["and", "AND", "oR"]);
        leaves(Rule::connective, &["an", "nor", "xor"]);
        // The operator ends before white space or a quote.
        assert_eq!(taken(Rule::operator, "eq \"x\""), Some("eq"));
        assert_eq!(taken(Rule::operator, "eq\"x\""), Some("eq"));
        assert_eq!(taken(Rule::operator, "eqx "), None);
        assert_eq!(taken(Rule::present, "PR)"), Some("PR"));
        assert_eq!(taken(Rule::present, "prx"), None);
        assert_eq!(taken(Rule::not, "not  (a"), Some("not  "));
        assert_eq!(taken(Rule::not, "not a"), None);
    }

    #[test]
    fn brackets() {
        takes(Rule::group, &["(a pr)", "( a pr or (b pr) )", "(emails[type pr])"]);
        leaves(Rule::group, &["()", "(a pr", "(a)", "[a pr]"]);
        takes(Rule::brackets, &["[a pr]", "[ not (a pr) and b eq 1 ]", "[(a pr)]"]);
        leaves(Rule::brackets, &["[]", "[a[b pr]]", "[(a pr]", "[0]", "(a pr)"]);
        takes(Rule::sub_attribute, &[".value", ".$ref"]);
        leaves(Rule::sub_attribute, &[".", "value", ".a.b", ".1"]);
    }

    #[test]
    fn a_clause_is_few_pairs() {
        // Attribute, operator, operand, end: every further pair costs (the time of a parse is that of its tokens).
        let pairs = Grammar::parse(Rule::filter, r#"urn:a:b:2.0:User:name.x eq "y""#).unwrap();
        assert_eq!(pairs.flatten().count(), 4);
    }
}
