//! Attribute names as written in filters and paths.

use std::fmt::{self, Display, Formatter};

use crate::diagnostic::Span;

/// `[schema-URI ":"] name ["." sub-name]`, in the spelling of the input. Equality ignores where it stood.
#[derive(Debug, Clone, Eq)]
pub struct AttributeName {
    /// The schema URI before the last colon.
    pub urn: Option<Box<str>>,
    /// The attribute.
    pub name: Box<str>,
    /// The sub-attribute.
    pub sub: Option<Box<str>>,
    /// Where it stands in the parsed text.
    pub span: Span,
}

impl AttributeName {
    /// A name of a core attribute without sub-attribute.
    pub fn plain(name: &str) -> Self {
        Self { urn: None, name: name.into(), sub: None, span: Span::default() }
    }

    /// Splits a text that the grammar accepted: at the last colon, then at the dot after it.
    pub(super) fn split(text: &str, span: Span) -> Self {
        let (urn, rest) = match text.rsplit_once(':') {
            Some((urn, rest)) => (Some(urn.into()), rest),
            None => (None, text),
        };
        let (name, sub) = match rest.split_once('.') {
            Some((name, sub)) => (name, Some(sub.into())),
            None => (rest, None),
        };
        Self { urn, name: name.into(), sub, span }
    }
}

impl PartialEq for AttributeName {
    fn eq(&self, other: &Self) -> bool {
        self.urn == other.urn && self.name == other.name && self.sub == other.sub
    }
}

impl Display for AttributeName {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if let Some(urn) = &self.urn {
            write!(out, "{urn}:")?;
        }
        out.write_str(&self.name)?;
        match &self.sub {
            Some(sub) => write!(out, ".{sub}"),
            None => Ok(()),
        }
    }
}
