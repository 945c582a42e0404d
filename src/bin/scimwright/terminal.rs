//! What a terminal is shown: styles, and texts without what could steer it.

use std::fmt::Write as _;

use scimwright::diagnostic::is_unprintable;
use scimwright::provision::Verdict;
use scimwright::value::json;
use serde::Serialize;

/// Terminal styles, empty without colour.
#[derive(Default)]
pub struct Paint {
    pub bold: &'static str,
    pub dim: &'static str,
    pub red: &'static str,
    pub green: &'static str,
    yellow: &'static str,
    cyan: &'static str,
    pub reset: &'static str,
}

impl Paint {
    /// With or without colour.
    pub fn new(colour: bool) -> Self {
        if !colour {
            return Self::default();
        }
        Self {
            bold: "\x1b[1m",
            dim: "\x1b[2m",
            red: "\x1b[31m",
            green: "\x1b[32m",
            yellow: "\x1b[33m",
            cyan: "\x1b[36m",
            reset: "\x1b[0m",
        }
    }

    /// The style of a verdict.
    pub const fn tone(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Create => self.green,
            Verdict::Update => self.cyan,
            Verdict::Disable | Verdict::StagedDelete => self.yellow,
            Verdict::Delete | Verdict::Error => self.red,
            _ => self.dim,
        }
    }
}

/// A text with what could steer a terminal as escapes, line breaks too.
pub fn visible(text: &str) -> String {
    escaped(text, |out, character| out.extend(character.escape_unicode()))
}

/// A line of JSON with what could steer a terminal as JSON escapes.
pub fn visible_json(line: &str) -> String {
    escaped(line, |out, character| {
        let mut units = [0; 2];
        character.encode_utf16(&mut units).iter().for_each(|unit| _ = write!(out, "\\u{unit:04x}"));
    })
}

/// A JSON document laid out for a terminal.
pub fn document(value: &(impl Serialize + ?Sized)) -> String {
    let text = json::to_string_pretty(value);
    text.lines().map(visible_json).collect::<Vec<_>>().join("\n")
}

fn escaped(text: &str, escape: impl Fn(&mut String, char)) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unprintable(character) {
            escape(&mut out, character);
        } else {
            out.push(character);
        }
    }
    out
}
