//! Text to tree. The only file of this language that sees pest.

use pest::Parser as _;
use pest::iterators::{Pair, Pairs};

use super::ast::{Call, Comparator, Comparison, Kind, Node, Tree};
use super::fault;
use crate::diagnostic::{Diagnostic, Span, code};
use crate::limits::{Limits, check_bytes, check_nesting, exceeded};

/// The generated parser, apart so that its public rule type stays inside this file.
mod grammar {
    #![allow(missing_docs, reason = "generated")]
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/entra_expression.pest"]
    pub(super) struct Grammar;
}
use grammar::{Grammar, Rule};

const SURFACE: &str = "the expression";

/// Reads an expression.
///
/// # Errors
/// `LM001`, `LM002`, `LM003` when a limit is crossed; `EX101` to `EX114` for text that is no expression, with the
/// place of the first fault. Rules: Entra, "Reference for writing expressions for attribute mappings".
pub fn parse(text: &str, limits: &Limits) -> Result<Tree, Diagnostic> {
    check_bytes(SURFACE, "expressionBytes", text, limits.expression_bytes)?;
    check_nesting(SURFACE, text, &[(b'(', b')'), (b'[', b']')], limits.nesting.min(Limits::NESTING_CEILING))?;
    let Ok(mut pairs) = Grammar::parse(Rule::expression, text) else {
        return Err(fault::find(text));
    };
    let mut builder = Builder { text, limits, nodes: 0 };
    let mut inner = pairs.next().map(Pair::into_inner);
    let root = match inner.as_mut() {
        Some(pairs) => builder.argument(pairs)?,
        None => None,
    };
    root.map(|root| Tree { root }).ok_or_else(|| fault::find(text))
}

struct Builder<'t> {
    text: &'t str,
    limits: &'t Limits,
    nodes: usize,
}

impl<'t> Builder<'t> {
    fn node(&mut self, span: Span, kind: Kind) -> Result<Node, Diagnostic> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.limits.ast_nodes {
            let at = Some((self.text, span.start));
            return Err(exceeded(&code::limit::NODES, SURFACE, "astNodes", self.limits.ast_nodes as u64, at));
        }
        Ok(Node { span, kind })
    }

    /// The next operand and, where an operator follows it, the comparison.
    // INVARIANT: recursion is bounded by `check_nesting`, which ran over the same text.
    fn argument(&mut self, pairs: &mut Pairs<'t, Rule>) -> Result<Option<Node>, Diagnostic> {
        let Some(left) = self.operand(pairs)? else { return Ok(None) };
        let operator = pairs.peek().filter(|pair| pair.as_rule() == Rule::comparator);
        let Some((sign, operator)) = operator.and_then(|pair| {
            let operator = Comparator::from_sign(pair.as_str())?;
            Some((pair, operator))
        }) else {
            return Ok(Some(left));
        };
        pairs.next();
        let Some(right) = self.operand(pairs)? else { return Ok(Some(left)) };
        let span = left.span.to(right.span);
        let comparison = Comparison { left, operator, operator_span: place(&sign), right };
        self.node(span, Kind::Comparison(Box::new(comparison))).map(Some)
    }

    fn operand(&mut self, pairs: &mut Pairs<'t, Rule>) -> Result<Option<Node>, Diagnostic> {
        let Some(pair) = pairs.next() else { return Ok(None) };
        let span = place(&pair);
        let inside = || {
            let all = pair.as_str();
            all.get(1..all.len().saturating_sub(1)).unwrap_or_default()
        };
        let kind = match pair.as_rule() {
            Rule::attribute => {
                let name = inside().trim();
                if name.is_empty() || name.starts_with('[') {
                    return Err(fault::attribute_name(self.text, span));
                }
                Kind::Attribute(name.to_owned())
            }
            Rule::string => Kind::Text(unescape(inside())),
            Rule::variable => Kind::Variable(inside().to_owned()),
            Rule::number => Kind::Number(pair.as_str().to_owned()),
            Rule::omitted => Kind::Omitted,
            Rule::call_or_word => return self.call_or_word(pair).map(Some),
            _ => return Ok(None),
        };
        self.node(span, kind).map(Some)
    }

    fn call_or_word(&mut self, pair: Pair<'t, Rule>) -> Result<Node, Diagnostic> {
        let span = place(&pair);
        let mut inner = pair.into_inner();
        let (name, name_span) =
            inner.next().map_or_else(Default::default, |name| (name.as_str().to_owned(), place(&name)));
        let Some(slots) = inner.next() else {
            return self.node(span, Kind::Word(name));
        };
        let mut pairs = slots.into_inner();
        let mut arguments = Vec::with_capacity(pairs.len().min(16));
        while let Some(argument) = self.argument(&mut pairs)? {
            arguments.push(argument);
        }
        self.node(span, Kind::Call(Call { name, name_span, arguments }))
    }
}

fn place(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span::new(span.start(), span.end())
}

/// `\"` is a quote and `\\` a backslash; a backslash before any other character stays together with it, because the
/// published DN expressions replace `"\,"` by `"\2C"`.
fn unescape(inside: &str) -> String {
    if !inside.contains('\\') {
        return inside.to_owned();
    }
    let mut out = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some(escaped @ ('"' | '\\')) => out.push(escaped),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::print;

    fn canonical(text: &str) -> String {
        let tree = parse(text, &Limits::DEFAULT).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        let printed = print(&tree);
        assert_eq!(parse(&printed, &Limits::DEFAULT).as_ref(), Ok(&tree), "{printed}");
        printed
    }

    fn root(text: &str) -> Kind {
        parse(text, &Limits::DEFAULT).unwrap().root.kind
    }

    #[test]
    fn rules_take_whole_tokens() {
        for (rule, text) in [
            (Rule::number, "-12.50"),
            (Rule::number, "&HfF7"),
            (Rule::string, r#""a\"b\\""#),
            (Rule::string, "\"line\nbreak\""),
            (Rule::attribute, r#"[emails[type eq "]"].value]"#),
            (Rule::attribute, "[ urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department ]"),
            (Rule::variable, "%Forest.LDAP%"),
            (Rule::name, "vbTextCompare"),
            (Rule::comparator, ">="),
            (Rule::arguments, "( , \"a\" ,)"),
            (Rule::call_or_word, "Switch\n(\t[a])"),
        ] {
            let pair = Grammar::parse(rule, text).unwrap().next().unwrap();
            assert_eq!(pair.as_str(), text, "{rule:?}");
        }
    }

    #[test]
    fn rules_stop_where_their_token_ends() {
        for (rule, text, taken) in [
            (Rule::number, "1.x", Some("1")),
            (Rule::number, "-", None),
            (Rule::string, r#""abc\""#, None),
            (Rule::attribute, "[a", None),
            (Rule::variable, "%1%", None),
            (Rule::name, "_a", None),
            (Rule::comparator, "!=", None),
        ] {
            let found =
                Grammar::parse(rule, text).ok().and_then(|mut pairs| pairs.next()).map(|p| p.as_str());
            assert_eq!(found, taken, "{rule:?} {text}");
        }
    }

    #[test]
    fn escapes_follow_the_reference() {
        assert_eq!(root(r#""\\d\"\,\2C""#), Kind::Text(r#"\d"\,\2C"#.into()));
    }

    #[test]
    fn omitted_arguments_count() {
        let Kind::Call(call) = root(r#"Replace([x], "-", , , "_", ,  )"#) else { panic!() };
        assert_eq!(call.arguments.len(), 7);
        let Kind::Call(call) = root("F( )") else { panic!() };
        assert!(call.arguments.is_empty());
    }

    #[test]
    fn canonical_text_is_that_of_the_service() {
        assert_eq!(
            canonical(r#"Replace([preferredLanguage], "-", , , "_", ,  )"#),
            r#"Replace([preferredLanguage], "-", , , "_", , )"#
        );
        assert_eq!(
            canonical(r#"IIF ( BitAnd( [ userAccountControl ],2 ) = "0" ,"True","False")"#),
            r#"IIF(BitAnd([userAccountControl], 2)="0", "True", "False")"#
        );
        assert_eq!(canonical(" [mail]\u{A0}"), "[mail]");
    }

    #[test]
    fn limits_come_first() {
        let code = |text: &str| parse(text, &Limits::DEFAULT).unwrap_err().code.code;
        assert_eq!(code(&"a".repeat(65_537)), "LM001");
        assert_eq!(code(&format!("{}[a]{}", "ToLower(".repeat(64), ")".repeat(64))), "LM002");
        assert_eq!(code(&format!("Join(\",\"{})", ",\"\"".repeat(15_000))), "LM003");
        assert!(parse(&format!("{}[a]{}", "ToLower(".repeat(63), ")".repeat(63)), &Limits::DEFAULT).is_ok());
    }
}
