//! What the matcher runs: a flat list of operations.

use super::class::Class;
use super::syntax::Assertion;

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    /// Memo place of each operation, where it has one; as long as `ops`.
    pub(super) memos: Vec<Option<Memo>>,
    pub(super) classes: Vec<Class>,
    /// Literal runs, in UTF-8.
    pub(super) texts: Vec<String>,
    /// Groups, group 0 among them.
    pub(super) groups: usize,
    /// Registers: loop marks, group starts, stack heights.
    pub(super) registers: usize,
    /// Whether captures can be given back, so that all of a group's have to be kept.
    pub(super) balancing: bool,
    /// Distinct memo places; `None` when the outcome depends on more than operation, place and loop marks.
    pub(super) memo_places: Option<u32>,
    /// Nominal size in bytes.
    pub(super) cost: u64,
    /// What a step costs: as much as the deepest class, which any step may ask.
    pub(super) weight: u64,
    pub(super) start: Start,
    /// What a match begins with, when it cannot be empty.
    pub(super) first: Option<First>,
    /// A literal run every match holds, where looking for it first is worth it.
    pub(super) required: Option<u32>,
}

/// What one unit has to be, small enough to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probe {
    Unit(u16),
    NotNewline,
    Any,
    Class(u32),
}

/// How a loop over one unit gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Greedy,
    Lazy,
    /// Takes all it can and keeps it, because what follows can never match inside.
    Atomic,
}

/// One operation. Targets are places in [`Program::ops`]; `back` reads the text from right to left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    One {
        probe: Probe,
        back: bool,
    },
    Text(u32),
    /// `next` is the ASCII byte that has to follow, where that is known.
    Loop {
        probe: Probe,
        min: u32,
        max: u32,
        mode: Mode,
        back: bool,
        next: Option<u8>,
    },
    Jump(u32),
    /// Tries `first`, then `second`; at once `second`, where the next unit does not fit `needs`.
    Fork {
        first: u32,
        second: u32,
        needs: Probe,
    },
    /// Notes the place where an iteration begins; with `none`, a place no iteration can end at.
    Mark {
        register: u32,
        none: bool,
    },
    /// Between two iterations of a loop whose body can be empty: an empty iteration was the last.
    Turn {
        register: u32,
        again: u32,
        exit: u32,
        lazy: bool,
    },
    Open {
        register: u32,
    },
    Close {
        register: u32,
        group: Option<u32>,
        release: Option<u32>,
    },
    Reference {
        group: u32,
        ignore_case: bool,
        back: bool,
    },
    Assert(Assertion),
    /// Begins a part whose choices are dropped at its end; `otherwise` is tried when it fails.
    Enter {
        register: u32,
        otherwise: Option<u32>,
    },
    /// Ends it; `rewind` returns to the place where it began.
    Leave {
        register: u32,
        rewind: bool,
    },
    /// Ends a part that must not match.
    LeaveNot {
        register: u32,
    },
    IfGroup {
        group: u32,
        no: u32,
    },
    Match,
}

/// Where visits to an operation are remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Memo {
    /// The first of its 2ⁿ places, n being the loop marks that matter here.
    pub(super) base: u32,
    pub(super) marks: [Option<u32>; Memo::MARKS],
}

impl Memo {
    /// Loops with a possibly empty body that may enclose a memo place.
    pub(super) const MARKS: usize = 3;
}

/// What is known about where a match can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Anywhere,
    /// At the start of the text only.
    Text,
    /// Where the search begins only.
    Search,
    /// Where this literal run stands.
    Literal(u32),
}

/// The units a match can begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct First {
    pub(super) ascii: u128,
    /// Whether any unit beyond ASCII will do.
    pub(super) wide: bool,
}

impl First {
    /// Whether a match can begin with the unit whose first byte this is.
    #[inline]
    pub(super) fn fits(self, byte: u8) -> bool {
        if byte < 0x80 { self.ascii.wrapping_shr(u32::from(byte)) & 1 == 1 } else { self.wide }
    }
}
