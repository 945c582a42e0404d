//! Writing answers: members in the order they are added, values as they are, no tree in between.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::value::json::{self, write_string};

/// Why a call is refused, one pointer wide, and which of its documents it is refused for; empty for what is none.
#[derive(Debug)]
pub(super) struct Refused(Box<(&'static str, Diagnostics)>);

impl Refused {
    /// The refusal of a call for what is wrong with one of its documents.
    pub(super) fn of<F: Into<Diagnostics>>(document: &'static str) -> impl Fn(F) -> Self {
        move |found| Self(Box::new((document, found.into())))
    }

    /// What is wrong.
    pub(super) fn found(&self) -> &[Diagnostic] {
        &self.0.1
    }
}

impl<F: Into<Diagnostics>> From<F> for Refused {
    fn from(found: F) -> Self {
        Self::of("")(found)
    }
}

/// An answer under construction.
pub(super) struct Answer {
    text: String,
}

impl Answer {
    /// The text of anything that serializes.
    pub(super) fn of(value: &impl Serialize) -> String {
        json::to_string(value)
    }

    /// An object without `ok`.
    pub(super) fn plain() -> Self {
        Self { text: String::from("{") }
    }

    /// `{"ok":true`
    pub(super) fn ok() -> Self {
        Self::plain().raw("ok", "true")
    }

    /// The text of the answer that `make` gives, or of its refusal.
    pub(super) fn from(make: impl FnOnce() -> Result<Self, Refused>) -> String {
        make().map_or_else(Self::failed, Self::finish)
    }

    /// The answer to what cannot be read or is refused.
    pub(super) fn failed(refused: impl Into<Refused>) -> String {
        Self::plain().raw("ok", "false").refusal(refused.into())
    }

    /// Ends the answer to what is refused.
    pub(super) fn refusal(self, refused: Refused) -> String {
        let (document, found) = *refused.0;
        let named = if document.is_empty() { self } else { self.text("document", document) };
        named.diagnostics(found).finish()
    }

    /// Adds a member whose value is JSON text already.
    #[must_use]
    pub(super) fn raw(mut self, name: &str, json: &str) -> Self {
        self.begin(name).push_str(json);
        self
    }

    /// Adds a string.
    #[must_use]
    pub(super) fn text(mut self, name: &str, text: &str) -> Self {
        write_string(self.begin(name), text);
        self
    }

    /// Adds a truth value.
    #[must_use]
    pub(super) fn bool(self, name: &str, value: bool) -> Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// Adds anything that serializes; the numbers of documents as they were written.
    #[must_use]
    pub(super) fn value(mut self, name: &str, value: &impl Serialize) -> Self {
        json::append(self.begin(name), value);
        self
    }

    /// Writes a member up to its value, which is written behind it.
    fn begin(&mut self, name: &str) -> &mut String {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        write_string(&mut self.text, name);
        self.text.push(':');
        &mut self.text
    }

    /// Adds `diagnostics`, positions in UTF-16 code units.
    #[must_use]
    pub(super) fn diagnostics(self, diagnostics: impl IntoIterator<Item = Diagnostic>) -> Self {
        let diagnostics: Vec<_> = diagnostics.into_iter().map(Diagnostic::into_utf16).collect();
        self.value("diagnostics", &diagnostics)
    }

    /// The text of the answer.
    pub(super) fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }
}

/// An array of JSON texts.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    for item in items {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&item);
    }
    text.push(']');
    text
}
