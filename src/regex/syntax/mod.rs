//! The pattern language: text to tree, with .NET's rules and nothing beyond them.
//!
//! .NET reads a pattern twice: once to count the groups, so that `\10` can be told from an octal escape and
//! unnamed groups be numbered before named ones, and once to build the tree. So does this module.

mod class;
mod escape;
mod group;
mod groups;
mod parser;
mod reader;

pub(super) use groups::Groups;

use super::class::Class;
use super::{Error, Limits};

/// No upper bound on a repeat.
pub(super) const UNBOUNDED: u32 = u32::MAX;

/// A pattern as a tree. Its depth is bounded by [`Limits::nesting`].
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Empty,
    /// One unit, told apart by a test.
    One(Test),
    Concat(Vec<Node>),
    /// Branches in the order they are tried.
    Alternate(Vec<Node>),
    Repeat {
        body: Box<Node>,
        min: u32,
        max: u32,
        lazy: bool,
    },
    /// `(…)`, `(?<n>…)`; with `release`, a balancing group, which may capture nothing itself.
    Capture {
        group: Option<usize>,
        release: Option<usize>,
        body: Box<Node>,
    },
    Look {
        behind: bool,
        negative: bool,
        body: Box<Node>,
    },
    Atomic(Box<Node>),
    Reference {
        group: usize,
        ignore_case: bool,
    },
    Assert(Assertion),
    /// `(?(1)yes|no)`, `(?(1)yes)`.
    IfGroup {
        group: usize,
        yes: Box<Node>,
        no: Option<Box<Node>>,
    },
    /// `(?(test)yes|no)`, `(?(test)yes)`.
    IfMatch {
        test: Box<Node>,
        yes: Box<Node>,
        no: Option<Box<Node>>,
    },
}

/// What one unit has to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    Unit(u16),
    /// `.` without `(?s)`.
    NotNewline,
    Any,
    Class(Box<Class>),
}

/// A condition on a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assertion {
    /// `\A`, and `^` without `(?m)`.
    Start,
    LineStart,
    /// `\Z`, and `$` without `(?m)`: the end, or before a final line feed.
    End,
    /// `\z`.
    VeryEnd,
    LineEnd,
    /// `\G`: where this search began.
    SearchStart,
    WordBoundary,
    NoWordBoundary,
}

/// Reads a pattern.
pub(super) fn parse(pattern: &str, limits: &Limits) -> Result<(Node, Groups), Error> {
    let reader = reader::Reader::new(pattern);
    let groups = groups::scan(reader.clone(), limits)?;
    let node = parser::Parser::new(reader, &groups, limits).pattern()?;
    Ok((node, groups))
}
