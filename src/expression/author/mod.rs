//! Help while writing: completion and hover. Both work on text that does not parse yet.

mod complete;
mod cursor;
mod hover;

pub use complete::{Completion, CompletionKind, complete};
pub use hover::{Hover, hover};

/// What the author tools know beyond the language.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuthorContext<'c> {
    /// The attributes of the source object, extension attributes included.
    pub attributes: &'c [Attribute<'c>],
    /// The names of variables, without percent signs.
    pub variables: &'c [&'c str],
}

/// A source attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'c> {
    /// Its name in the schema.
    pub name: &'c str,
    /// Its type, as the schema names it: `String`, `Boolean` …
    pub kind: &'c str,
    /// Whether it has several values.
    pub multivalued: bool,
}

impl Attribute<'_> {
    /// `String`, `String, several values`.
    fn detail(&self) -> String {
        let several = if self.multivalued { ", several values" } else { "" };
        format!("{}{several}", self.kind)
    }
}
