//! A document that is kept as its text.

use std::fmt::{self, Display};

use serde::{Serialize, Serializer};

use super::tree::Json;
use super::write::DOCUMENT;
use super::{parse, to_string};
use crate::limits::Limits;

/// A JSON document as its text, written once and handed on as it stands.
///
/// Equality is that of JSON: members in any order, numbers by value.
#[derive(Debug, Clone)]
pub struct JsonText(String);

impl JsonText {
    /// The text of a document.
    pub fn of(document: &(impl Serialize + ?Sized)) -> Self {
        Self(to_string(document))
    }

    /// Takes what was written as JSON, within the limits.
    pub(crate) const fn written(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The document, to look into it.
    pub fn read(&self) -> Json<'_> {
        read_own(&self.0)
    }
}

/// Reads a text that this crate wrote.
pub(super) fn read_own(text: &str) -> Json<'_> {
    // INVARIANT: what was written as JSON is JSON, and what it is made of was within the limits.
    parse(text, &Limits::OWN_TEXT).unwrap_or_default()
}

impl Display for JsonText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.read() == other.read()
    }
}

impl Serialize for JsonText {
    /// As it stands by [`to_string`]; for other formats as the document that it is.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return self.read().serialize(serializer);
        }
        serializer.serialize_newtype_struct(DOCUMENT, self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::to_string_pretty;
    use super::*;

    #[test]
    fn a_text_is_written_as_its_document_is() {
        let document = read_own(r#"{"a":[1.0,{"b":"\"\n"}],"c":{}}"#);
        let text = JsonText::of(&document);
        for (text, document) in [(&[&text][..], &[&document][..]), (&[], &[])] {
            assert_eq!(to_string(text), to_string(document));
            assert_eq!(to_string_pretty(text), to_string_pretty(document));
            assert_eq!(serde_json::to_value(text).unwrap(), serde_json::to_value(document).unwrap());
        }
        assert_eq!(text, JsonText::written(r#"{"c":{},"a":[1,{"b":"\"\n"}]}"#.to_owned()));
    }
}
