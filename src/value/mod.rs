//! Values every language here is about: JSON documents, text, booleans, numbers, dates.
//!
//! The provisioning service is a .NET program. What the modules copy of .NET, and from where, stands at the head of
//! each.

pub mod boolean;
pub mod casing;
pub mod datetime;
pub(crate) mod diacritics;
pub(crate) mod domains;
pub(crate) mod encoding;
pub(crate) mod entra;
pub(crate) mod hash;
pub mod json;
pub(crate) mod names;
pub mod numbers;
pub(crate) mod order;
pub(crate) mod random;
pub(crate) mod search;
pub mod table;
pub mod text;
pub(crate) mod words;
