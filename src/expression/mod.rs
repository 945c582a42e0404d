//! Attribute-mapping expressions: text to tree, checks, evaluation.

mod ast;
mod fault;
mod parse;
mod print;

pub use ast::{Call, Comparator, Comparison, Kind, Node, Tree};
pub use parse::parse;
pub use print::{WIDTH, format, print, print_node, quote};
