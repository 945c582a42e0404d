//! What the thing under the pointer is.

use std::fmt::Write as _;

use serde::Serialize;

use super::AuthorContext;
use super::cursor::{Cursor, OpenCall, Token};
use crate::diagnostic::{TextSpan, quoted};
use crate::expression::function::{self, Function};
use crate::limits::Limits;

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Hover {
    /// What is explained.
    pub span: TextSpan,
    /// One line: a signature, an attribute with its type, a parameter.
    pub title: String,
    /// More, as plain text; may be empty.
    pub body: String,
}

impl Hover {
    /// Turns positions from UTF-8 bytes into UTF-16 code units.
    #[must_use]
    pub fn into_utf16(mut self) -> Self {
        self.span = self.span.into_utf16();
        self
    }
}

/// Explains what stands at the byte `offset` of `text`; `None` where there is nothing to say: on blanks, punctuation,
/// numbers and unknown names.
pub fn hover(text: &str, offset: usize, context: &AuthorContext<'_>) -> Option<Hover> {
    if text.len() > Limits::DEFAULT.expression_bytes {
        return None;
    }
    // A pointer stands on a character, a cursor between two.
    let offset = text.floor_char_boundary(offset);
    let next = text.get(offset..)?.chars().next()?.len_utf8();
    let cursor = Cursor::at(text, offset.saturating_add(next));
    let cursor = if cursor.token == Token::Nothing { Cursor::at(text, offset) } else { cursor };
    // What only ends before the character is not what stands under the pointer.
    if cursor.span.end <= offset {
        return None;
    }
    let inside = cursor.span.of(text);
    // Brackets and percent signs may not be closed yet.
    let bare = || {
        let open = inside.get(1..).unwrap_or_default();
        open.strip_suffix([']', '%']).unwrap_or(open).trim()
    };
    let role = cursor.call().and_then(|call| parameter(call, text));
    let (title, body) = match cursor.token {
        Token::Nothing | Token::Number | Token::Sign | Token::Other => return None,
        Token::Name => match function::find_ignoring_case(inside) {
            Some(function) => (function.signature(), describe(function)),
            None => (format!("word {}", quoted(inside)), role?),
        },
        Token::Attribute => {
            let name = bare();
            let exact = context.attributes.iter().find(|attribute| attribute.name == name);
            let found = exact
                .or_else(|| context.attributes.iter().find(|known| known.name.eq_ignore_ascii_case(name)));
            let title = match found {
                Some(attribute) => format!("[{}]: {}", attribute.name, attribute.detail()),
                None if context.attributes.is_empty() => format!("source attribute {}", quoted(name)),
                None => format!("source attribute {}, not in the schema", quoted(name)),
            };
            (title, role.unwrap_or_default())
        }
        Token::Variable => {
            let title = format!("variable {}", quoted(bare()));
            (title, "The service fills it in; here its value comes with the input.".to_owned())
        }
        Token::Text => ("text".to_owned(), role.unwrap_or_default()),
    };
    Some(Hover { span: TextSpan::new(text, cursor.span), title, body })
}

/// What the argument is for: ``argument `suffix` of Append: text``.
fn parameter(call: &OpenCall, text: &str) -> Option<String> {
    let function = call.function(text)?;
    let parameter = call.parameter(text)?;
    let mut line = format!("argument `{}` of {}: {}", parameter.name, function.name, parameter.takes());
    if !parameter.words.is_empty() {
        _ = write!(line, ", one of {}", parameter.words.join(", "));
    }
    Some(line)
}

fn describe(function: &Function) -> String {
    let mut body = function.doc.to_owned();
    for example in function.examples {
        _ = write!(body, "\n\n{}\n→ {}", example.expression, example.expected);
        if example.source != "{}" {
            _ = write!(body, " with {}", example.source);
        }
        if !function.options.is_empty() {
            _ = write!(body, " given {}", function.options);
        }
    }
    _ = write!(body, "\n\n{}", function.source);
    body
}
