//! Why a pattern is refused.

use std::fmt::{self, Display};
use std::ops::Deref;

/// Why a pattern is refused, one pointer wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Refusal>);

/// What an [`Error`] says. The message is one line, starts lower case and has no final stop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// What kind of refusal this is.
    pub kind: ErrorKind,
    /// UTF-8 byte offset into the pattern, at a character boundary.
    pub offset: usize,
    /// What is wrong, in the words of the field.
    pub message: String,
    /// What to write instead, when that is known.
    pub hint: Option<String>,
}

/// The kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// .NET refuses the pattern too.
    Syntax,
    /// .NET takes this construct, this matcher does not; its name.
    Unsupported(&'static str),
    /// Longer than [`Limits::pattern_bytes`](super::Limits::pattern_bytes).
    PatternTooLong,
    /// Larger than [`Limits::program_bytes`](super::Limits::program_bytes) when compiled.
    ProgramTooLarge,
    /// Nested deeper than [`Limits::nesting`](super::Limits::nesting).
    TooDeep,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, offset: usize, message: impl Display) -> Self {
        Self(Box::new(Refusal { kind, offset, message: message.to_string(), hint: None }))
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }
}

impl Deref for Error {
    type Target = Refusal;

    fn deref(&self) -> &Refusal {
        &self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.message, self.offset)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
