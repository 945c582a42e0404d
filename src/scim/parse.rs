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
    let filter = only(Grammar::parse(Rule::filter, text)).ok_or_else(refuse)?;
    let mut builder = Builder { text, mode, nodes: limits.ast_nodes, maximum: limits.ast_nodes, noted };
    builder.terms(filter).map_err(|stop| stop.into_diagnostic(refuse))
}

/// Reads a path; `noted` takes the deviations of tolerant mode.
pub(super) fn path(
    text: &str,
    mode: Mode,
    limits: &Limits,
    noted: Option<&mut Diagnostics>,
) -> Result<Path, Diagnostic> {
    limits::check_bytes("the path", "pathBytes", text, limits.path_bytes)?;
    // A filter is a filter wherever it stands.
    let (before, filter) = text.split_once('[').unwrap_or((text, ""));
    let filter = filter.rsplit_once(']').map_or(filter, |(filter, _)| filter);
    if filter.len() > limits.filter_bytes {
        let crossed = before.len().saturating_add(1).saturating_add(limits.filter_bytes);
        let (code, most) = (&code::limit::INPUT_BYTES, limits.filter_bytes as u64);
        return Err(limits::exceeded(
            code,
            "the filter in the path",
            "filterBytes",
            most,
            Some((text, crossed)),
        ));
    }
    limits::check_nesting("the path", text, BRACKETS, limits.nesting)?;
    let refuse = || locate::path(text, mode);
    let path = only(Grammar::parse(Rule::path, text)).ok_or_else(refuse)?;
    let mut builder = Builder { text, mode, nodes: limits.ast_nodes, maximum: limits.ast_nodes, noted };
    builder.path(path).map_err(|stop| stop.into_diagnostic(refuse))
}

/// What stands inside the one pair of a whole text.
fn only<E>(parsed: Result<Pairs<'_, Rule>, E>) -> Option<Pairs<'_, Rule>> {
    Some(parsed.ok()?.next()?.into_inner())
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
            None => Err(Stop::Found(Box::new(limits::exceeded(
                &code::limit::NODES,
                "the filter",
                "astNodes",
                self.maximum as u64,
                Some((self.text, at)),
            )))),
        }
    }

    /// A flat list of terms, `or` between some of them; `and` binds tighter.
    fn terms(&mut self, mut pairs: Pairs<'_, Rule>) -> Result<Tree, Stop> {
        let mut alternatives = Vec::new();
        let mut conjunction = Vec::with_capacity(pairs.len());
        let start = pairs.peek().map_or(0, |first| span(&first).start);
        while let Some(pair) = pairs.next() {
            conjunction.push(match pair.as_rule() {
                Rule::clause => self.clause(pair.as_str(), span(&pair).start)?,
                Rule::value_path => self.value_path(pair.into_inner())?,
                Rule::group | Rule::value_group => self.terms(pair.into_inner())?,
                Rule::not => {
                    self.node(span(&pair).start)?;
                    let group = pairs.next().ok_or(Stop::Refused)?;
                    Tree::Not(Box::new(self.terms(group.into_inner())?))
                }
                Rule::or => {
                    alternatives.push(Tree::and(std::mem::take(&mut conjunction)));
                    continue;
                }
                _ => continue,
            });
        }
        if alternatives.is_empty() {
            if conjunction.len() > 1 {
                self.node(start)?;
            }
            return Ok(Tree::and(conjunction));
        }
        self.node(start)?;
        alternatives.push(Tree::and(conjunction));
        Ok(Tree::or(alternatives))
    }

    /// `attribute operation`, at `start`.
    fn clause(&mut self, text: &str, start: usize) -> Result<Tree, Stop> {
        self.node(start)?;
        let (name, rest) = cut(text);
        let end = start.saturating_add(name.len());
        let attribute = AttributeName::split(name, Span { start, end }).ok_or(Stop::Refused)?;
        self.operation(attribute, rest, start.saturating_add(text.len()))
    }

    /// `attribute[condition]`, and what tolerant mode lets follow.
    fn value_path(&mut self, mut pairs: Pairs<'_, Rule>) -> Result<Tree, Stop> {
        let attribute = self.attribute(pairs.next())?;
        let brackets = pairs.next().ok_or(Stop::Refused)?;
        self.blank_before(&attribute, &brackets)?;
        let tail = match pairs.next() {
            Some(tail) => Some(self.tail(&tail)?),
            None => None,
        };
        let condition = self.terms(brackets.into_inner())?;
        let filter = Box::new(match tail {
            Some(tail) => Tree::and(vec![condition, tail]),
            None => condition,
        });
        Ok(Tree::ValuePath { attribute, filter })
    }

    fn attribute(&mut self, pair: Option<Pair<'_, Rule>>) -> Result<AttributeName, Stop> {
        let pair = pair.ok_or(Stop::Refused)?;
        let at = span(&pair);
        self.node(at.start)?;
        AttributeName::split(pair.as_str(), at).ok_or(Stop::Refused)
    }

    fn blank_before(&mut self, attribute: &AttributeName, brackets: &Pair<'_, Rule>) -> Result<(), Stop> {
        let gap = Span { start: attribute.span.end, end: span(brackets).start };
        if gap.start == gap.end {
            return Ok(());
        }
        self.deviation(&code::filter::TOLERATED_BLANK, gap)
    }

    /// `.value eq "x"` or ` eq "x"` after brackets.
    fn tail(&mut self, pair: &Pair<'_, Rule>) -> Result<Tree, Stop> {
        let at = span(pair);
        self.node(at.start)?;
        self.deviation(&code::filter::TOLERATED_TAIL, at)?;
        let (name, rest) = cut(pair.as_str());
        let attribute = match name.strip_prefix('.') {
            Some(sub) => {
                let end = at.start.saturating_add(name.len());
                AttributeName { span: Span { end, ..at }, ..AttributeName::plain(sub) }
            }
            None => AttributeName { span: Span::point(at.start), ..AttributeName::plain("value") },
        };
        self.operation(attribute, rest, at.end)
    }

    /// `pr`, or an operator and its operand, up to `end`.
    fn operation(&mut self, attribute: AttributeName, text: &str, end: usize) -> Result<Tree, Stop> {
        let (word, rest) = text.split_at_checked(2).ok_or(Stop::Refused)?;
        if rest.is_empty() {
            return Ok(Tree::Present(attribute));
        }
        let operator = Operator::from_word(word).ok_or(Stop::Refused)?;
        let operand = rest.trim_ascii_start();
        let at = Span { start: end.saturating_sub(operand.len()), end };
        if operand.len() == rest.len() {
            self.deviation(&code::filter::TOLERATED_GAP, Span::point(at.start))?;
        }
        let operand = self.operand(operand, at)?;
        Ok(Tree::Compare(Comparison { attribute, operator, operand, span: at }))
    }

    fn operand(&mut self, text: &str, at: Span) -> Result<Operand, Stop> {
        match text.as_bytes() {
            [b'"', ..] => {
                let decoded = Reader::new(text).string().map_err(|_| Stop::Refused)?;
                Ok(Operand::String(decoded.into()))
            }
            b"true" => Ok(Operand::Bool(true)),
            b"false" => Ok(Operand::Bool(false)),
            b"null" => Ok(Operand::Null),
            [b'-' | b'0'..=b'9', ..] => self.number(text, at),
            _ => self.word(text, at),
        }
    }

    /// A number; what only starts like one is a word.
    fn number(&mut self, text: &str, at: Span) -> Result<Operand, Stop> {
        let mut reader = Reader::new(text);
        let read = reader.number();
        if reader.offset() != text.len() {
            return self.word(text, at);
        }
        match read {
            Ok(number) => Ok(Operand::Number(number.into_owned())),
            // Beyond what numbers hold: an identifier made of digits, in tolerant mode.
            Err(refused) if *refused.code == code::input::NUMBER_RANGE && self.mode == Mode::Strict => {
                let message = format!("the number {} does not fit 64 bits", quoted(text));
                let finding = Diagnostic::new(&code::filter::INVALID_NUMBER, message)
                    .at(Place::in_text(self.text, at))
                    .help("put it in double quotes if it is an identifier");
                Err(Stop::Found(Box::new(finding)))
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

    fn path(&mut self, mut pairs: Pairs<'_, Rule>) -> Result<Path, Stop> {
        let attribute = self.attribute(pairs.next())?;
        let (mut filter, mut sub) = (None, None);
        for pair in pairs {
            match pair.as_rule() {
                Rule::brackets => {
                    self.blank_before(&attribute, &pair)?;
                    filter = Some(self.terms(pair.into_inner())?);
                }
                Rule::sub_attribute => sub = Some(pair.as_str().trim_start_matches('.').into()),
                _ => {}
            }
        }
        Ok(Path { attribute, filter, sub })
    }
}

/// Cuts a text at its first run of white space.
fn cut(text: &str) -> (&str, &str) {
    let blank = text.bytes().position(|byte| byte.is_ascii_whitespace());
    let (word, rest) = text.split_at_checked(blank.unwrap_or(text.len())).unwrap_or((text, ""));
    (word, rest.trim_ascii_start())
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
        leaves(Rule::attribute, &["é", "a b", "urn:a b:c", "a[", "a\"", "(a", "a)", "a]", "a\u{7F}"]);
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
        takes(Rule::or, &["or", "OR", "oR"]);
        leaves(Rule::or, &["and", "nor", "xor"]);
        takes(Rule::clause, &["a pr", "a PR", "a.b \t eq  \"x y\"", "a Eq\"x\"", "u:v:a lt -1", "a eq tRue"]);
        // That the two letters are no operator is found when they are looked up.
        takes(Rule::clause, &["a xx 1"]);
        leaves(
            Rule::clause,
            &["a", "a pr ", "a eq", "a eq1", "a eqx 1", "a[b pr]", "not (a pr)", "a eq 'x'"],
        );
        assert_eq!(taken(Rule::not, "not  (a"), Some("not  "));
        assert_eq!(taken(Rule::not, "not a"), None);
    }

    #[test]
    fn brackets() {
        takes(Rule::group, &["(a pr)", "( a pr or (b pr) )", "(emails[type pr])"]);
        leaves(Rule::group, &["()", "(a pr", "(a)", "[a pr]"]);
        takes(Rule::brackets, &["[a pr]", "[ not (a pr) and b eq 1 ]", "[(a pr)]"]);
        leaves(Rule::brackets, &["[]", "[a[b pr]]", "[(a pr]", "[0]", "(a pr)"]);
        takes(
            Rule::value_path,
            &["a[b pr]", "u:v:a [b pr]", "a[b pr].value eq 1", "a[b pr] eq \"x\"", "a[b pr].c pr"],
        );
        leaves(Rule::value_path, &["a", "a[b pr]value eq 1", "a[b pr] or c pr", "a[b pr][c pr]"]);
        takes(Rule::sub_attribute, &[".value", ".$ref"]);
        leaves(Rule::sub_attribute, &[".", "value", ".a.b", ".1"]);
    }

    #[test]
    fn a_clause_is_few_pairs() {
        // The filter, a clause each, the end: every further pair costs (the time of a parse is that of its pairs).
        let text = r#"urn:a:b:2.0:User:name.x eq "y" and z pr"#;
        assert_eq!(Grammar::parse(Rule::filter, text).unwrap().flatten().count(), 4);
    }
}
