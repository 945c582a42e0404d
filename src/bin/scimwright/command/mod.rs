//! The commands: each reads its files, calls the library, prints, and gives a verdict.

pub mod explain;
pub mod filter;
pub mod validate;
