//! What the two sides know: Entra ID's source attributes, and what Gong accepts.

pub mod entra;
mod target;

pub use target::{TargetAttribute, TargetProfile};
