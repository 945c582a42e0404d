//! What the two sides know: Entra ID's source attributes, and what Gong accepts.

pub mod entra;
mod kind;
mod target;

pub use kind::ObjectKind;
pub use target::{TargetAttribute, TargetProfile};
