//! Findings: what is wrong, where, and what to do about it.
//!
//! Every finding has a row in the one table of codes ([`code`]). A place is a JSON pointer into a document,
//! a span in a text, or both (an expression inside a configuration).

pub mod code;
mod findings;
mod place;
mod render;
mod suggest;

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::{Deref, DerefMut};

use serde::Serialize;

use crate::value::json::words;

pub use code::Code;
pub(crate) use findings::Findings;
pub use findings::{Diagnostics, capped};
pub use place::{Place, Pointer, Positions, Span, TextSpan};
pub(crate) use place::{push_number, steps, unescaped};
pub(crate) use render::visible;
pub use render::{Render, render};
pub(crate) use suggest::{Suggestions, listed, one_of};
pub use suggest::{did_you_mean, nearest};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Works, but probably not as meant.
    Warning,
    /// Does not work.
    Error,
}

words!(Severity { Info "info", Warning "warning", Error "error" });

/// A second place that helps to understand a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Where.
    pub span: TextSpan,
    /// What is to be seen there.
    pub text: String,
}

/// A replacement that would mend a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the fix does, as a menu entry.
    pub title: String,
    /// The text to replace.
    pub span: TextSpan,
    /// What to put there.
    pub replacement: String,
}

/// One finding, one pointer wide, so that a result that may be a refusal stays small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic(Box<Finding>);

/// What a [`Diagnostic`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Its row in the code table.
    pub code: &'static Code,
    /// Its weight; the row's own unless a mode says otherwise.
    pub severity: Severity,
    /// One line, lower case, no final stop, user text in backticks.
    pub message: String,
    /// Advice.
    pub help: Option<String>,
    /// Where the rule comes from, such as `RFC 7644 §3.5.2`.
    pub source: Option<Cow<'static, str>>,
    /// Where in the input.
    pub at: Option<Place>,
    /// Further places.
    pub labels: Vec<Label>,
    /// Replacements an editor can offer.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding of `code` with the row's severity and rule source.
    pub fn new(code: &'static Code, message: impl Display) -> Self {
        Self::made(code, message.to_string(), None)
    }

    /// As [`Diagnostic::new`], with the place.
    pub(crate) fn placed(code: &'static Code, message: impl Display, place: Place) -> Self {
        Self::made(code, message.to_string(), Some(place))
    }

    fn made(code: &'static Code, message: String, at: Option<Place>) -> Self {
        Self(Box::new(Finding {
            code,
            severity: code.severity,
            message,
            help: None,
            source: code.source.map(Cow::Borrowed),
            at,
            labels: Vec::new(),
            fixes: Vec::new(),
        }))
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.at = Some(place);
        self
    }

    /// Replaces the row's severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Names the source of the rule where it is more precise than the row's.
    #[must_use]
    pub fn source(mut self, source: impl Into<Cow<'static, str>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds a labelled second place.
    #[must_use]
    pub fn label(mut self, span: TextSpan, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a replacement.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: TextSpan, replacement: impl Into<String>) -> Self {
        self.fixes.push(Fix { title: title.into(), span, replacement: replacement.into() });
        self
    }

    /// As [`Diagnostic::fix`], for all that the finding is about.
    #[must_use]
    pub(crate) fn fix_here(self, title: impl Into<String>, replacement: impl Into<String>) -> Self {
        match self.span().copied() {
            Some(span) => self.fix(title, span, replacement),
            None => self,
        }
    }

    /// Puts the finding inside a document: `pointer` names the string its span counts in.
    #[must_use]
    pub fn within(mut self, pointer: &str) -> Self {
        self.at.get_or_insert_default().pointer = Some(pointer.to_owned());
        self
    }

    /// As [`Diagnostic::within`], where what it is about stands in a document.
    #[must_use]
    pub(crate) fn within_any(self, pointer: Option<&str>) -> Self {
        match pointer {
            Some(pointer) => self.within(pointer),
            None => self,
        }
    }

    /// As [`Diagnostic::within_any`], where the text that the finding counts in is made of a value and stands nowhere: the
    /// value is its place, and nothing in the text can be shown or replaced.
    #[must_use]
    pub(crate) fn made_of(mut self, pointer: Option<&str>) -> Self {
        self.at = pointer.map(Place::pointer);
        self.labels.clear();
        self.fixes.clear();
        self
    }

    /// Whether this is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The span of the place, if it has one.
    pub fn span(&self) -> Option<&TextSpan> {
        self.at.as_ref().and_then(|place| place.span.as_ref())
    }

    /// The JSON pointer of the place, if it has one.
    pub fn pointer(&self) -> Option<&str> {
        self.at.as_ref().and_then(|place| place.pointer.as_deref())
    }

    /// Turns every position from UTF-8 bytes into UTF-16 code units, the unit JavaScript counts in.
    #[must_use]
    pub fn into_utf16(mut self) -> Self {
        if let Some(span) = self.at.as_mut().and_then(|place| place.span.as_mut()) {
            *span = span.into_utf16();
        }
        self.labels.iter_mut().for_each(|label| label.span = label.span.into_utf16());
        self.fixes.iter_mut().for_each(|fix| fix.span = fix.span.into_utf16());
        self
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}[{}]: {}", self.severity.as_str(), self.code.code, self.message)
    }
}

impl std::error::Error for Diagnostic {}

impl Deref for Diagnostic {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.0
    }
}

impl DerefMut for Diagnostic {
    fn deref_mut(&mut self) -> &mut Finding {
        &mut self.0
    }
}

impl Serialize for Diagnostic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            code: &'a str,
            name: &'a str,
            severity: Severity,
            message: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            help: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            source: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            at: Option<&'a Place>,
            #[serde(skip_serializing_if = "<[Label]>::is_empty")]
            labels: &'a [Label],
            #[serde(skip_serializing_if = "<[Fix]>::is_empty")]
            fixes: &'a [Fix],
        }
        Shape {
            code: self.code.code,
            name: self.code.name,
            severity: self.severity,
            message: &self.message,
            help: self.help.as_deref(),
            source: self.source.as_deref(),
            at: self.at.as_ref(),
            labels: &self.labels,
            fixes: &self.fixes,
        }
        .serialize(serializer)
    }
}

/// The help for a character that does not show.
pub(crate) const INVISIBLE: &str = "an invisible character, perhaps pasted with the text; remove it";

/// A number and what is so many: `1 member is`, `2 members are`.
pub(crate) fn numbered(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Characters of user text that a message holds.
const QUOTED: usize = 64;

/// User text as it may stand in a message: at most 64 characters, one line, controls and invisible
/// characters as escapes, in backticks.
pub const fn quoted(text: &str) -> Quoted<'_> {
    Quoted(text)
}

/// Text that [`quoted`] shows.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'t>(&'t str);

impl Display for Quoted<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let end = end_of_urn(self.0);
        let length = end.chars().count();
        let start = shortened(self.0, QUOTED.saturating_sub(length));
        write!(formatter, "`{start}{}`", shortened(end, length))
    }
}

/// What stays of the end where a long name with a URN is cut: the name behind its last colon, in which such names differ.
fn end_of_urn(text: &str) -> &str {
    if !text.starts_with("urn:") || text.chars().nth(QUOTED).is_none() {
        return "";
    }
    let colon = text.rfind(':').unwrap_or_default();
    let most = QUOTED.saturating_sub("urn:".len());
    let most = text.char_indices().rev().take(most).last().map_or(0, |(at, _)| at);
    text.get(colon.max(most)..).unwrap_or_default()
}

/// At most `most` characters of a text, `…` where more follow; controls and invisible characters as escapes.
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(most));
    let mut characters = text.chars();
    for character in characters.by_ref().take(most) {
        if is_unprintable(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    if characters.next().is_some() {
        out.push('…');
    }
    Cow::Owned(out)
}

/// What cannot be seen or could steer a terminal: C0, C1, line and paragraph separators, direction controls, zero-width
/// characters, byte-order mark.
pub fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Diagnostics, Place, Span, TextSpan, code, quoted};

    #[test]
    fn findings_are_one_a_line() {
        let mut findings = Diagnostics::from(Diagnostic::new(&code::input::NOT_JSON, "x"));
        assert_eq!(findings.to_string(), "error[IN002]: x");
        findings.push(Diagnostic::new(&code::limit::FINDINGS, "y"));
        assert_eq!(findings.to_string(), format!("error[IN002]: x\ninfo[{}]: y", code::limit::FINDINGS.code));
    }

    /// At most 64 characters on one line; what steers a terminal, reverses or hides text is an escape.
    #[test]
    fn user_text_in_a_message_is_short_and_visible() {
        let (most, more) = ("é".repeat(64), "é".repeat(65));
        for (text, shown) in [
            ("a`b\"c", "`a`b\"c`"),
            (&most, &format!("`{most}`")),
            (&more, &format!("`{most}…`")),
            ("\0\t\n\u{1B}[31m\u{7F}", "`\\u{0}\\u{9}\\u{a}\\u{1b}[31m\\u{7f}`"),
            ("\u{9B}\u{AD}\u{61C}\u{180E}", "`\\u{9b}\\u{ad}\\u{61c}\\u{180e}`"),
            ("\u{200B}\u{200F}\u{2028}\u{202E}", "`\\u{200b}\\u{200f}\\u{2028}\\u{202e}`"),
            ("\u{2060}\u{206F}\u{FEFF}\u{FFF9}\u{FFFB}", "`\\u{2060}\\u{206f}\\u{feff}\\u{fff9}\\u{fffb}`"),
            (
                "\u{A0}\u{200A}\u{2010}\u{2027}\u{202F}\u{205F}\u{2070}",
                "`\u{A0}\u{200A}\u{2010}\u{2027}\u{202F}\u{205F}\u{2070}`",
            ),
        ] {
            assert_eq!(quoted(text).to_string(), shown);
        }
    }

    /// Custom attributes differ behind the last colon (RFC 8141 names end in what they name); 64 characters in all.
    #[test]
    fn long_names_with_a_urn_keep_their_end() {
        let name =
            |last: &str| format!("urn:ietf:params:scim:schemas:extension:CustomExtension:2.0:User:{last}");
        let front = "urn:ietf:params:scim:schemas:extension:CustomExtension:2.0:User:";
        for (text, shown) in [
            (name("region"), format!("`{}…:region`", &front[..57])),
            (name("régión"), format!("`{}…:régión`", &front[..57])),
            // Its end alone may be too long.
            (name(&"x".repeat(80)), format!("`urn:…{}`", "x".repeat(60))),
            (name(""), format!("`{front}`")),
            ("urn:x".to_owned(), "`urn:x`".to_owned()),
            (format!("no-{}", name("region")), format!("`no-{}…`", &front[..61])),
        ] {
            assert_eq!(quoted(&text).to_string(), shown);
        }
    }

    /// JavaScript counts in UTF-16 units: `😀` is four bytes and two units.
    #[test]
    fn every_position_is_given_in_utf16() {
        let text = "😀ab";
        let span = TextSpan::new(text, Span::new(4, 5));
        let finding = Diagnostic::new(&code::input::NOT_JSON, "x")
            .at(Place::in_text(text, Span::new(4, 5)))
            .label(span, "here")
            .fix("write `c`", span, "c")
            .into_utf16();
        let units = |span: &TextSpan| (span.start, span.end);
        assert_eq!(finding.span().map(units), Some((2, 3)));
        assert_eq!((units(&finding.labels[0].span), units(&finding.fixes[0].span)), ((2, 3), (2, 3)));
    }
}
