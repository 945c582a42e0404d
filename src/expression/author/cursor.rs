//! What stands at an offset of a text, read token by token: the text may be broken.

use super::super::function::{self, Function, Parameter};
use super::super::token::{attribute_length, name_length, string_length, variable_length};
use crate::diagnostic::Span;

/// The place of an offset in an expression.
#[derive(Debug, Clone)]
pub(super) struct Cursor {
    /// The token the offset stands in or touches at its end.
    pub(super) token: Token,
    /// Its bytes; empty where the offset stands between tokens.
    pub(super) span: Span,
    /// The calls around it, outermost first.
    pub(super) calls: Vec<OpenCall>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Blanks, or the end.
    Nothing,
    Name,
    Text,
    Attribute,
    Variable,
    Number,
    /// An operator of comparison.
    Sign,
    Other,
}

#[derive(Debug, Clone)]
pub(super) struct OpenCall {
    pub(super) name: Span,
    /// Bytes of its earlier arguments, in order.
    pub(super) arguments: Vec<Span>,
    pub(super) start: usize,
}

impl OpenCall {
    pub(super) fn function(&self, text: &str) -> Option<&'static Function> {
        function::find_ignoring_case(self.name.of(text))
    }

    /// The parameter at the cursor. While the call is open the number of arguments is not known; the long form is
    /// assumed.
    pub(super) fn parameter(&self, text: &str) -> Option<&'static Parameter> {
        let count = self.count(text).unwrap_or(usize::MAX);
        self.function(text)?.parameter(self.arguments.len(), count)
    }

    /// The number of arguments, where the call is closed.
    fn count(&self, text: &str) -> Option<usize> {
        let (mut at, mut depth, mut count) = (self.start, 0_usize, self.arguments.len().saturating_add(1));
        loop {
            let rest = text.get(at..)?;
            let first = rest.chars().next()?;
            let (token, length) = token(first, rest);
            match first {
                _ if token != Token::Other => {}
                '(' => depth = depth.saturating_add(1),
                ')' if depth == 0 => return Some(count),
                ')' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => count = count.saturating_add(1),
                _ => {}
            }
            at = at.saturating_add(length);
        }
    }
}

impl Cursor {
    pub(super) fn at(text: &str, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset);
        let mut calls: Vec<OpenCall> = Vec::new();
        let mut name = None;
        let mut at = 0_usize;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let Some(first) = rest.chars().next() else { break };
            let (token, length) = token(first, rest);
            let span = Span::new(at, at.saturating_add(length));
            // A name or word goes on at its end; a closed text, attribute or variable does not.
            let open_end = matches!(token, Token::Name) || !closed(token, span.of(text));
            let inside = offset > span.start && (offset < span.end || offset == span.end && open_end);
            if token != Token::Nothing && token != Token::Other && inside {
                let end = if closed(token, span.of(text)) {
                    span.end
                } else {
                    // Blanks behind the cursor are no part of it.
                    at.saturating_add(span.of(text).trim_end().len()).max(offset)
                };
                return Self { token, span: Span::new(at, end), calls };
            }
            if offset <= span.start {
                break;
            }
            match (token, first) {
                (Token::Name, _) => name = Some(span),
                (Token::Nothing, _) => {}
                (_, '(') => {
                    let name = name.take().unwrap_or(Span::point(at));
                    calls.push(OpenCall { name, arguments: Vec::new(), start: span.end });
                }
                (_, ')') => {
                    calls.pop();
                    name = None;
                }
                (_, ',') => {
                    name = None;
                    if let Some(call) = calls.last_mut() {
                        call.arguments.push(Span::new(call.start, at));
                        call.start = span.end;
                    }
                }
                _ => name = None,
            }
            at = span.end;
        }
        Self { token: Token::Nothing, span: Span::point(offset), calls }
    }

    /// The innermost call.
    pub(super) fn call(&self) -> Option<&OpenCall> {
        self.calls.last()
    }
}

fn token(first: char, rest: &str) -> (Token, usize) {
    match first {
        '"' => (Token::Text, string_length(rest).unwrap_or(rest.len())),
        '[' => (Token::Attribute, attribute_length(rest).unwrap_or_else(|| open_length(rest))),
        '%' => {
            let inside = rest.get(1..).unwrap_or_default();
            let length = variable_length(inside);
            let close = usize::from(inside.get(length..).is_some_and(|after| after.starts_with('%')));
            (Token::Variable, length.saturating_add(1).saturating_add(close))
        }
        '&' => (Token::Number, name_length(rest.get(1..).unwrap_or_default()).saturating_add(1)),
        '-' | '0'..='9' => {
            let digits = rest.get(1..).unwrap_or_default();
            let behind = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            (Token::Number, rest.len().saturating_sub(behind.len()))
        }
        '=' | '<' | '>' => {
            (Token::Sign, rest.len().saturating_sub(rest.trim_start_matches(['=', '<', '>']).len()))
        }
        first if first.is_ascii_alphabetic() => (Token::Name, name_length(rest)),
        first if first.is_whitespace() => (Token::Nothing, first.len_utf8()),
        first => (Token::Other, first.len_utf8()),
    }
}

/// An attribute still being written ends before what no name holds, or before another attribute. Inside nested
/// brackets a name holds anything, but no line end.
fn open_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    let (mut in_text, mut is_escaped) = (false, false);
    for (at, character) in rest.char_indices() {
        let is_nested = depth > 1;
        match character {
            '\r' | '\n' => return at,
            _ if is_escaped => is_escaped = false,
            '\\' if in_text => is_escaped = true,
            '"' if is_nested => in_text = !in_text,
            _ if in_text => {}
            ',' | ')' | '"' | '=' | '<' | '>' if !is_nested => return at,
            ' ' if !is_nested && rest.get(at..).is_some_and(|here| here.starts_with(" [")) => return at,
            '[' => depth = depth.saturating_add(1),
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    rest.len()
}

fn closed(token: Token, text: &str) -> bool {
    let inner = text.get(1..).unwrap_or_default();
    match token {
        Token::Text => string_length(text).is_some(),
        Token::Attribute => attribute_length(text) == Some(text.len()),
        Token::Variable => inner.ends_with('%'),
        // `-`, `2.` and `&H` go on.
        Token::Number => text.ends_with(|c: char| c.is_ascii_hexdigit()),
        Token::Nothing | Token::Name | Token::Sign | Token::Other => true,
    }
}
