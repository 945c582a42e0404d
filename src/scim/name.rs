//! Attribute names as written in filters and paths.

use std::fmt::{self, Display, Formatter, Write};

use serde::Serialize;

use crate::diagnostic::Span;
use crate::unicode;

/// Whether two attributes stand in one schema: an extension by its URN, or none.
pub(crate) fn same_schema(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// `[schema-URI ":"] name ["." sub-name]`, in the spelling of the input. Equality ignores where it stood.
#[derive(Debug, Clone, Eq, Serialize)]
pub struct AttributeName {
    /// The schema URI before the last colon.
    pub urn: Option<Box<str>>,
    /// The attribute.
    pub name: Box<str>,
    /// The sub-attribute.
    pub sub: Option<Box<str>>,
    /// Where it stands in the parsed text.
    #[serde(skip)]
    pub span: Span,
}

impl AttributeName {
    /// A name of a core attribute without sub-attribute.
    pub fn plain(name: &str) -> Self {
        AttributeRef::plain(name).into()
    }

    /// Its parts.
    pub fn parts(&self) -> AttributeRef<'_> {
        let Self { urn, name, sub, span } = self;
        AttributeRef { urn: urn.as_deref(), name, sub: sub.as_deref(), span: *span }
    }
}

/// An [`AttributeName`] whose parts are those of the text it was read from.
#[derive(Debug, Clone, Copy)]
pub struct AttributeRef<'t> {
    /// The schema URI before the last colon.
    pub urn: Option<&'t str>,
    /// The attribute.
    pub name: &'t str,
    /// The sub-attribute.
    pub sub: Option<&'t str>,
    /// Where it stands in the parsed text.
    pub span: Span,
}

impl<'t> AttributeRef<'t> {
    pub(super) fn plain(name: &'t str) -> Self {
        Self { urn: None, name, sub: None, span: Span::default() }
    }

    /// Splits a text at its last colon, then at the dot after it: `attrPath` of RFC 7644 §3.4.2.2.
    #[inline]
    pub(super) fn split(text: &'t str, span: Span) -> Option<Self> {
        // One look at each byte, without a closure: names are short, and a search that sets itself up for long texts
        // costs more than it finds.
        let (mut colon, mut dot, mut in_names, mut at) = (None, None, true, 0_usize);
        let mut bytes = text.as_bytes();
        while let [byte, rest @ ..] = bytes {
            match byte {
                b':' => (colon, dot, in_names) = (Some(at), None, true),
                b'.' if dot.is_none() => dot = Some(at),
                _ => in_names &= is_name_byte(*byte),
            }
            (bytes, at) = (rest, at.saturating_add(1));
        }
        let (urn, start) = match colon {
            Some(at) => (Some(text.get(..at)?), at.saturating_add(1)),
            None => (None, 0),
        };
        let (name, sub) = match dot {
            Some(at) => (text.get(start..at)?, Some(text.get(at.saturating_add(1)..)?)),
            None => (text.get(start..)?, None),
        };
        let are_names = in_names && begins_name(name) && sub.is_none_or(begins_name);
        (are_names && urn.is_none_or(is_schema_uri)).then_some(Self { urn, name, sub, span })
    }

    /// Writes it as it was spelled.
    pub(super) fn write(&self, out: &mut impl Write) -> fmt::Result {
        if let Some(urn) = self.urn {
            out.write_str(urn)?;
            out.write_str(":")?;
        }
        out.write_str(self.name)?;
        let Some(sub) = self.sub else { return Ok(()) };
        out.write_str(".")?;
        out.write_str(sub)
    }
}

impl From<AttributeRef<'_>> for AttributeName {
    fn from(AttributeRef { urn, name, sub, span }: AttributeRef<'_>) -> Self {
        Self { urn: urn.map(Into::into), name: name.into(), sub: sub.map(Into::into), span }
    }
}

/// The first of `ATTRNAME`, RFC 7643 §2.1; a leading `$` is that of `$ref` (RFC 7643 §2.4).
#[inline]
const fn begins_name(text: &str) -> bool {
    matches!(text.as_bytes(), [b'$', b'a'..=b'z' | b'A'..=b'Z', ..] | [b'a'..=b'z' | b'A'..=b'Z', ..])
}

/// Whether a text may be an operand without quotes in tolerant mode: it begins with a letter or a digit.
pub(super) fn begins_word(text: &str) -> bool {
    text.starts_with(|first| unicode::is_any(first, "L") || unicode::is(first, "Nd"))
}

/// `nameChar` of RFC 7643 §2.1, which allows `$` inside names where RFC 7644's ABNF omits it.
#[inline(always)]
pub(super) const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'$')
}

/// A scheme (RFC 3986 §3.1), a colon, and parts between colons, none of them empty.
pub(super) fn is_schema_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, path)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
            && path.split(':').all(|segment| !segment.is_empty() && segment.bytes().all(is_segment))
    })
}

/// What may stand between the colons: letters, digits and `!#$%&'*+,-./;=?@_~`.
const fn is_segment(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b'\'' | b'*'..=b'9' | b';' | b'=' | b'?'..=b'Z' | b'_' | b'a'..=b'z' | b'~')
}

impl PartialEq for AttributeName {
    fn eq(&self, other: &Self) -> bool {
        self.urn == other.urn && self.name == other.name && self.sub == other.sub
    }
}

impl Display for AttributeName {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.parts().write(out)
    }
}

#[cfg(test)]
mod tests {
    use super::{AttributeName, AttributeRef};
    use crate::diagnostic::Span;

    #[test]
    fn names_are_cut_at_the_last_colon_and_the_dot() {
        let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        for (text, parts) in [
            ("a", (None, "a", None)),
            ("$ref", (None, "$ref", None)),
            ("A1-b_2$", (None, "A1-b_2$", None)),
            ("members.$ref", (None, "members", Some("$ref"))),
            (&format!("{urn}:manager.displayName"), (Some(urn), "manager", Some("displayName"))),
            ("http://x/2.0:a", (Some("http://x/2.0"), "a", None)),
            ("x+y:z:a.b", (Some("x+y:z"), "a", Some("b"))),
        ] {
            let (urn, name, sub) = parts;
            let name = AttributeName {
                urn: urn.map(Into::into),
                sub: sub.map(Into::into),
                ..AttributeName::plain(name)
            };
            assert_eq!(
                AttributeRef::split(text, Span::default()).map(AttributeName::from),
                Some(name),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in [
            "",
            "1a",
            "_a",
            "$",
            "$1",
            "a.",
            ".a",
            "a.b.c",
            "urn:a",
            "urn:a:",
            ":a",
            "é",
            "urn:a b:c",
            "a.b:",
            "a_b:c:d",
            "urn::a",
            "1:b:c",
            "a/b",
        ] {
            assert!(AttributeRef::split(text, Span::default()).is_none(), "{text}");
        }
    }
}
