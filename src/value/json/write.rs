//! Writing JSON: compact by `Display`, or indented.

use std::fmt::{self, Display, Formatter, Write};

use super::read::plain_length;
use super::tree::Json;

/// Writes a string with its quotes; only quote, backslash and controls below U+0020 are escaped.
///
/// # Errors
/// Those of `out`.
pub fn write_string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    let mut rest = text;
    // What a reader may take as it stands is what a writer may leave so.
    while let Some((plain, tail)) =
        rest.split_at_checked(plain_length(rest.as_bytes())).filter(|(_, tail)| !tail.is_empty())
    {
        out.write_str(plain)?;
        let mut characters = tail.chars();
        match characters.next() {
            Some('"') => out.write_str("\\\"")?,
            Some('\\') => out.write_str("\\\\")?,
            Some('\n') => out.write_str("\\n")?,
            Some('\r') => out.write_str("\\r")?,
            Some('\t') => out.write_str("\\t")?,
            Some('\u{8}') => out.write_str("\\b")?,
            Some('\u{C}') => out.write_str("\\f")?,
            Some(control) => write!(out, "\\u{:04x}", u32::from(control))?,
            None => {}
        }
        rest = characters.as_str();
    }
    out.write_str(rest)?;
    out.write_char('"')
}

impl Display for Json<'_> {
    /// Compact JSON; numbers as they were written.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Json::Array(items) => {
                out.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.write_char(',')?;
                    }
                    item.fmt(out)?;
                }
                out.write_char(']')
            }
            Json::Object(object) => {
                out.write_char('{')?;
                for (index, (name, value)) in object.iter().enumerate() {
                    if index > 0 {
                        out.write_char(',')?;
                    }
                    write_string(out, name)?;
                    out.write_char(':')?;
                    value.fmt(out)?;
                }
                out.write_char('}')
            }
            scalar => write_scalar(out, scalar),
        }
    }
}

fn write_scalar(out: &mut impl Write, value: &Json<'_>) -> fmt::Result {
    match value {
        Json::Bool(true) => out.write_str("true"),
        Json::Bool(false) => out.write_str("false"),
        Json::Number(number) => out.write_str(number.as_str()),
        Json::String(text) => write_string(out, text),
        Json::Null | Json::Array(_) | Json::Object(_) => out.write_str("null"),
    }
}

/// Writes indented JSON, two blanks a level, without a final line break.
///
/// # Errors
/// Those of `out`.
pub fn write_pretty(out: &mut impl Write, value: &Json<'_>) -> fmt::Result {
    pretty(out, value, 0)
}

fn pretty(out: &mut impl Write, value: &Json<'_>, depth: usize) -> fmt::Result {
    let inner = depth.saturating_add(1);
    match value {
        Json::Array(items) if !items.is_empty() => {
            out.write_char('[')?;
            for (index, item) in items.iter().enumerate() {
                line(out, index > 0, inner)?;
                pretty(out, item, inner)?;
            }
            line(out, false, depth)?;
            out.write_char(']')
        }
        Json::Object(object) if !object.is_empty() => {
            out.write_char('{')?;
            for (index, (name, value)) in object.iter().enumerate() {
                line(out, index > 0, inner)?;
                write_string(out, name)?;
                out.write_str(": ")?;
                pretty(out, value, inner)?;
            }
            line(out, false, depth)?;
            out.write_char('}')
        }
        Json::Array(_) => out.write_str("[]"),
        Json::Object(_) => out.write_str("{}"),
        scalar => write_scalar(out, scalar),
    }
}

fn line(out: &mut impl Write, comma: bool, depth: usize) -> fmt::Result {
    out.write_str(if comma { ",\n" } else { "\n" })?;
    (0..depth).try_for_each(|_| out.write_str("  "))
}
