//! What stands at an offset of a text, read token by token: the text may be broken.

use super::super::function::{self, Function, Parameter};
use super::super::token::{
    NAME_ENDS, attribute_length, name_length, signs_length, string_length, variable_length,
};
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
    /// The offset that is asked for.
    cursor: usize,
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
            let (token, length) = token(first, rest, self.cursor.saturating_sub(at));
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
            let (token, length) = token(first, rest, offset.saturating_sub(at));
            let span = Span::new(at, at.saturating_add(length));
            let closed = closed(token, span.of(text));
            // A name or word goes on at its end; a closed text, attribute or variable does not.
            let open_end = token == Token::Name || !closed;
            let inside = offset > span.start && (offset < span.end || offset == span.end && open_end);
            if token != Token::Nothing && token != Token::Other && inside {
                let end = if closed {
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
                    calls.push(OpenCall { name, arguments: Vec::new(), start: span.end, cursor: offset });
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

/// The token at the start of `rest`. The cursor, which stands `written` bytes behind it, may be in the midst.
fn token(first: char, rest: &str, written: usize) -> (Token, usize) {
    match first {
        '"' => (Token::Text, string_length(rest).unwrap_or(rest.len())),
        '[' => (Token::Attribute, attribute_length(rest).unwrap_or_else(|| open_length(rest, written))),
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
        '=' | '<' | '>' => (Token::Sign, signs_length(rest)),
        first if first.is_ascii_alphabetic() => (Token::Name, name_length(rest)),
        first if first.is_whitespace() => (Token::Nothing, first.len_utf8()),
        first => (Token::Other, first.len_utf8()),
    }
}

/// An attribute still being written ends before what no name holds, or before another attribute. What stands in a nested
/// bracket that is closed belongs to the name. In an open one it cannot be told where the name was to end: a text is part
/// of it only where it opens before the cursor, which stands `written` bytes behind the start.
fn open_length(rest: &str, written: usize) -> usize {
    let line_end = |text: &str| text.find(['\r', '\n']);
    let mut in_open_bracket = false;
    let mut at = 1_usize;
    loop {
        let here = rest.get(at..).unwrap_or_default();
        let Some(first) = here.chars().next() else { return rest.len() };
        let length = match first {
            '\r' | '\n' => return at,
            // Behind one that is open nothing is looked through again: texts of brackets take linear time.
            '[' if !in_open_bracket => {
                let closed = attribute_length(here)
                    .filter(|length| here.get(..*length).is_some_and(|nested| line_end(nested).is_none()));
                in_open_bracket = closed.is_none();
                closed.unwrap_or(first.len_utf8())
            }
            '"' if in_open_bracket && at < written => {
                let length = open_text_length(here, written.saturating_sub(at));
                here.get(..length).and_then(line_end).unwrap_or(length)
            }
            ' ' if here.starts_with(" [") => return at,
            first if NAME_ENDS.contains(&first) => return at,
            first => first.len_utf8(),
        };
        at = at.saturating_add(length);
    }
}

/// A text inside a name that is still being written: `written` bytes of it stand before the cursor. Where the cursor
/// stands in it, its quote may be missing, and the next one belong to another text.
fn open_text_length(rest: &str, written: usize) -> usize {
    if let Some(length) = string_length(rest).filter(|length| *length <= written) {
        return length;
    }
    let behind = rest.get(written..).unwrap_or_default();
    let more = behind.find(NAME_ENDS).map_or(behind.len(), |end| {
        let quote = behind.get(end..).is_some_and(|quote| quote.starts_with('"'));
        end.saturating_add(usize::from(quote))
    });
    rest.len().min(written.saturating_add(more))
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
