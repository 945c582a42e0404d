#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::todo,
        clippy::unimplemented,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]
#![warn(missing_debug_implementations, unreachable_pub)]

pub mod assignment;
pub mod diagnostic;
pub mod expression;
mod grammar;
pub mod input;
pub mod limits;
pub mod mapping;
pub mod mapping_case;
pub mod profile;
pub mod provision;
pub mod regex;
pub mod report;
pub mod scim;
pub mod scope;
pub mod surface;
pub mod sync_schema;
mod unicode;
pub mod validate;
pub mod value;

pub use expression::Expression;
pub use provision::{Engine, ProvisioningAction, SourceObject};
