//! Attribute-mapping expressions: text to tree, checks, programs, evaluation.

mod ast;
pub mod author;
mod check;
mod convert;
mod evaluate;
#[expect(clippy::module_inception, reason = "the type of the module's name")]
mod expression;
mod fault;
pub mod function;
pub mod graph;
mod parse;
mod pattern;
mod print;
mod program;
mod token;
mod trace;
mod value;

pub use ast::{Call, Comparator, Comparison, Kind, Node, Tree};
pub use check::{CheckContext, check};
pub(crate) use check::{looks_like_call, other_case};
pub use evaluate::{Context, Doubt, PatternCache, Taken};
pub use expression::Expression;
pub use parse::parse;
pub(crate) use pattern::finding as refused_pattern;
pub use print::{WIDTH, format, print, print_node, quote};
pub(crate) use program::number_text;
pub use program::{Program, Slots};
pub(crate) use trace::REDACTED;
pub use trace::{Step, StepOutcome, Trace};
pub use value::{Outcome, Source, Value};
