//! Where and why a refused text is wrong.
//!
//! The deepest rule that failed often began at a word or an unclosed group, which is no place to point at. This flat
//! scanner runs on failure only; it decides nothing, it names the first token that cannot continue.

mod filter;
mod path;
mod sent;
mod value;

use std::fmt::{Arguments, Display};

use super::Mode;
use super::name::{is_name_byte, is_schema_uri};
use crate::diagnostic::{Code, Diagnostic, INVISIBLE, Place, Span, code, is_unprintable, quoted};
pub(super) use sent::decoded;

/// The finding for a filter that was refused.
pub(super) fn filter(text: &str, mode: Mode) -> Diagnostic {
    let mut scan = Scan { text, at: 0, mode, open: Vec::new(), in_path: false };
    match scan.filter() {
        Err(found) => found,
        // INVARIANT: the scanner refuses what the grammar refuses (property test); the place is a last resort.
        Ok(()) => scan.unexpected(text.len()),
    }
}

/// The finding for a path that was refused.
pub(super) fn path(text: &str, mode: Mode) -> Diagnostic {
    let mut scan = Scan { text, at: 0, mode, open: Vec::new(), in_path: true };
    match scan.path() {
        Err(found) => found,
        Ok(()) => scan.error(&code::path::UNEXPECTED_TOKEN, text.len(), text.len(), "this is no path"),
    }
}

type Scanned<T = ()> = Result<T, Diagnostic>;

struct Scan<'t> {
    text: &'t str,
    at: usize,
    mode: Mode,
    /// Opening brackets without their closing ones.
    open: Vec<u8>,
    /// Whether the filter stands in the brackets of a path: it ends where they close.
    in_path: bool,
}

/// What a text begins with, up to white space, a bracket or, where `quote_ends`, a double quote.
fn word_of(text: &str, quote_ends: bool) -> &str {
    let ends =
        |c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | '(' | ')' | '[' | ']') || quote_ends && c == '"';
    text.split(ends).next().unwrap_or_default()
}

impl<'t> Scan<'t> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Passes over white space; whether there was any.
    fn blanks(&mut self) -> bool {
        let start = self.at;
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.byte() {
            self.step();
        }
        self.at > start
    }

    /// Everything up to white space, a bracket or, where `quote_ends`, a double quote.
    fn word(&mut self, quote_ends: bool) -> &'t str {
        let word = word_of(self.text.get(self.at..).unwrap_or_default(), quote_ends);
        self.at = self.at.saturating_add(word.len());
        word
    }

    /// The token at `at`, to be shown: a bracket or quote, or what stands before the next.
    fn token(&self, at: usize) -> &'t str {
        let rest = self.text.get(at..).unwrap_or_default();
        if rest.starts_with(['(', ')', '[', ']', '"']) {
            return rest.get(..1).unwrap_or_default();
        }
        word_of(rest, true)
    }

    fn error(&self, code: &'static Code, start: usize, end: usize, message: impl Display) -> Diagnostic {
        Diagnostic::new(code, message).at(Place::in_text(self.text, Span { start, end }))
    }

    fn unexpected(&self, at: usize) -> Diagnostic {
        let token = self.token(at);
        let end = at.saturating_add(token.len());
        let message = if token.is_empty() {
            "the filter cannot end here".to_owned()
        } else {
            format!("{} cannot stand here", quoted(token))
        };
        self.error(&code::filter::UNEXPECTED_TOKEN, at, end, message)
    }

    fn expected(&self, at: usize, wanted: &str) -> Diagnostic {
        self.unexpected(at).help(format!("expected {wanted}"))
    }

    fn end(&self, wanted: &str) -> Diagnostic {
        let message = format_args!("the filter ends where {wanted} is expected");
        self.error(&code::filter::UNEXPECTED_END, self.text.len(), self.text.len(), message)
    }

    fn unbalanced(&self, at: usize, message: &str) -> Diagnostic {
        let end = at.saturating_add(1).min(self.text.len());
        self.error(&code::filter::UNBALANCED, at, end, message)
    }

    /// An attribute name: `[schema-URI ":"] name ["." sub-name]`.
    fn attribute(&self, word: &str, start: usize, code: &'static Code) -> Scanned {
        let fault = |offset: usize, length: usize, message: Arguments<'_>| {
            let start = start.saturating_add(offset);
            Err(self.error(code, start, start.saturating_add(length), message))
        };
        let (prefix, rest) = match word.rsplit_once(':') {
            Some((prefix, rest)) => (Some(prefix), rest),
            None => (None, word),
        };
        let offset = prefix.map_or(0, |prefix| prefix.len().saturating_add(1));
        if let Some(prefix) = prefix.filter(|prefix| !is_schema_uri(prefix)) {
            return fault(0, prefix.len(), format_args!("{} is not a schema URI", quoted(prefix)));
        }
        let mut at = offset;
        for (index, part) in rest.split('.').enumerate() {
            if index > 1 {
                let dot = at.saturating_sub(1);
                return fault(
                    dot,
                    part.len().saturating_add(1),
                    format_args!("only one sub-attribute may follow"),
                );
            }
            if part.is_empty() {
                let at = if rest.is_empty() { at.saturating_sub(1) } else { at };
                return fault(at, 0, format_args!("a name is missing here"));
            }
            self.name(part, start.saturating_add(at), code)?;
            at = at.saturating_add(part.len()).saturating_add(1);
        }
        Ok(())
    }

    /// One part of an attribute name, which stands at `start`.
    fn name(&self, part: &str, start: usize, code: &'static Code) -> Scanned {
        let fault = |offset: usize, length: usize, message: Arguments<'_>| {
            let start = start.saturating_add(offset);
            self.error(code, start, start.saturating_add(length), message)
        };
        // What shows as nothing, or as a blank that it is not.
        let is_unseen = |c: char| is_unprintable(c) || c.is_whitespace();
        let name = part.strip_prefix('$').unwrap_or(part);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || is_unseen(c)) {
            let message = format_args!("{} does not start with a letter from A to Z", quoted(part));
            let found = fault(0, part.len(), message);
            let is_pointer = name.starts_with('/') || name.bytes().all(|byte| byte.is_ascii_digit());
            if is_pointer && matches!(self.byte(), None | Some(b'[' | b']')) {
                let help =
                    r#"write `name.givenName`, or `emails[type eq "work"].value`: no JSON pointer, no index"#;
                return Err(found.help(help));
            }
            return Err(found);
        }
        let bad = part.char_indices().find(|(_, c)| !u8::try_from(*c).is_ok_and(is_name_byte));
        let Some((bad, character)) = bad else { return Ok(()) };
        let shown = if character.is_whitespace() {
            format!("the space U+{:04X}", u32::from(character))
        } else {
            quoted(character.encode_utf8(&mut [0; 4])).to_string()
        };
        let message = format_args!("{shown} cannot be part of an attribute name");
        let found = fault(bad, character.len_utf8(), message);
        Err(match character {
            blank if blank.is_whitespace() => found.help("write a plain blank"),
            unseen if is_unprintable(unseen) => found.help(INVISIBLE),
            _ => found,
        })
    }

    /// What follows the closing bracket and a dot: one plain name.
    fn sub_attribute(&self, name: &str, start: usize, code: &'static Code) -> Scanned {
        let plain = name.split(['.', ':']).next().unwrap_or_default();
        self.attribute(plain, start, code)?;
        if plain.len() < name.len() {
            let at = start.saturating_add(plain.len());
            return Err(self.error(
                code,
                at,
                at.saturating_add(1),
                "only one plain sub-attribute may follow",
            ));
        }
        Ok(())
    }
}
