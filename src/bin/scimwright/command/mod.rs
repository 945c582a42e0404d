//! The commands: each reads its files, calls the library, prints, and gives a verdict.

pub mod check;
pub mod compare;
pub mod eval;
pub mod explain;
pub mod expressions;
pub mod filter;
pub mod patch;
pub mod preview;
pub mod test;
pub mod validate;
