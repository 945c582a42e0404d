//! Text to tree.

use super::ast::{Call, Comparator, Comparison, Kind, Node, Tree};
use super::fault;
use crate::diagnostic::{Diagnostic, Span, code};
use crate::grammar::{Part, Parts, Recognised};
use crate::limits::{Limits, check_bytes, check_nesting, exceeded};
use crate::value::search;

crate::grammar::recogniser!("entra_expression");
use recogniser::Rule;

const SURFACE: &str = "the expression";

/// Reads an expression.
///
/// # Errors
/// `LM001`, `LM002`, `LM003` when a limit is crossed; `EX101` to `EX114` for text that is no expression, with the
/// place of the first fault. Rules: Entra, "Reference for writing expressions for attribute mappings".
pub fn parse(text: &str, limits: &Limits) -> Result<Tree, Diagnostic> {
    check_bytes(SURFACE, "expressionBytes", text, limits.expression_bytes)?;
    check_nesting(SURFACE, text, &[(b'(', b')'), (b'[', b']')], limits.nesting)?;
    let recognised = Recognised::by(recogniser::expression, text).ok_or_else(|| fault::find(text))?;
    let root = Builder { text, limits, nodes: 0 }.argument(&mut recognised.inside())?;
    root.map(|root| Tree { root }).ok_or_else(|| fault::find(text))
}

struct Builder<'t> {
    text: &'t str,
    limits: &'t Limits,
    nodes: usize,
}

impl Builder<'_> {
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
    fn argument(&mut self, parts: &mut Parts<'_, Rule>) -> Result<Option<Node>, Diagnostic> {
        let Some(left) = self.operand(parts)? else { return Ok(None) };
        let Some(sign) = parts.next_of(Rule::comparator) else { return Ok(Some(left)) };
        let Some(operator) = Comparator::from_sign(sign.text()) else { return Ok(Some(left)) };
        let Some(right) = self.operand(parts)? else { return Ok(Some(left)) };
        let span = left.span.to(right.span);
        let comparison = Comparison { left, operator, operator_span: sign.span(), right };
        self.node(span, Kind::Comparison(Box::new(comparison))).map(Some)
    }

    fn operand(&mut self, parts: &mut Parts<'_, Rule>) -> Result<Option<Node>, Diagnostic> {
        let Some(part) = parts.next() else { return Ok(None) };
        let span = part.span();
        let inside = || {
            let all = part.text();
            all.get(1..all.len().saturating_sub(1)).unwrap_or_default()
        };
        let kind = match part.rule() {
            Rule::attribute => {
                let name = inside().trim();
                if name.is_empty() || name.starts_with('[') {
                    return Err(fault::attribute_name(self.text, span));
                }
                Kind::Attribute(name.to_owned())
            }
            Rule::string => Kind::Text(unescape(inside())),
            Rule::variable => Kind::Variable(inside().to_owned()),
            Rule::number => Kind::Number(part.text().to_owned()),
            Rule::omitted => Kind::Omitted,
            Rule::call_or_word => return self.call_or_word(part).map(Some),
            _ => return Ok(None),
        };
        self.node(span, kind).map(Some)
    }

    fn call_or_word(&mut self, part: Part<'_, Rule>) -> Result<Node, Diagnostic> {
        let span = part.span();
        let mut inside = part.inside();
        let (name, name_span) =
            inside.next().map_or_else(Default::default, |name| (name.text().to_owned(), name.span()));
        let Some(slots) = inside.next() else {
            return self.node(span, Kind::Word(name));
        };
        let mut parts = slots.inside();
        let mut arguments = Vec::with_capacity(parts.count().min(16));
        while let Some(argument) = self.argument(&mut parts)? {
            arguments.push(argument);
        }
        self.node(span, Kind::Call(Call { name, name_span, arguments }))
    }
}

/// `\"` is a quote and `\\` a backslash; a backslash before any other character stays together with it, because the
/// published DN expressions replace `"\,"` by `"\2C"`.
pub(super) fn unescape(inside: &str) -> String {
    if !search::has(inside, '\\') {
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
mod tests;
