//! Scoping filters: which objects are in scope, and the trace that says why.
//!
//! Clauses inside a filter are ANDed, filters are ORed; no filter lets everything pass (Entra, *Scoping users or
//! groups to be provisioned with scoping filters*; Graph, *filter resource type*). A clause that cannot be judged is
//! reported and counts as false; the other filters are still looked at.

mod clause;
mod filter;
mod operator;

use crate::value::json::words;

pub use clause::{ClauseDefinition, ClauseTrace};
pub use filter::{FilterDefinition, FilterTrace, ScopingFilters};
pub use operator::{Arity, OPERATORS, Operator, Test};

/// Whether a pattern has to match the whole value; not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RegexMode {
    /// A part is enough, as `Regex.IsMatch` says.
    #[default]
    Search,
    /// The whole value.
    Full,
}

/// How a multi-valued attribute is tested; by default it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MultiValued {
    /// Reported, and false.
    #[default]
    Refuse,
    /// Every value has to hold.
    All,
    /// One value has to hold.
    Any,
}

words!(RegexMode { Search "search", Full "full" });
words!(MultiValued { Refuse "refuse", All "all", Any "any" });

/// What a scoping filter makes of an attribute (Entra, *Known issues*; *Scoping filters*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Testable {
    /// It holds one value, which is tested.
    Value,
    /// It holds several: see [`MultiValued`].
    Values,
    /// It cannot be tested at all.
    Never,
}

/// The readings chosen where the service's behaviour is not documented.
#[derive(Debug, Clone, Copy, Default)]
pub struct ScopeOptions {
    /// See [`RegexMode`].
    pub regex_mode: RegexMode,
    /// See [`MultiValued`].
    pub multi_valued: MultiValued,
}
