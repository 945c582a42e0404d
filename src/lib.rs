//! Shows and checks, offline, what Microsoft Entra ID's provisioning service sends to Gong over SCIM.
//!
//! # One object
//!
//! An [`Engine`] is a configuration, compiled once and used for many objects. A preview holds the action, the reason, the
//! value of every mapping and the requests as they are sent:
//!
//! ```
//! use scimwright::diagnostic::Diagnostics;
//! use scimwright::{Engine, ProvisioningAction, SourceObject};
//!
//! fn main() -> Result<(), Diagnostics> {
//!     let engine = Engine::for_gong().now("2025-03-25T09:00:00Z")?.build()?;
//!     let user = SourceObject::user(
//!         r#"{"id":"u1","userPrincipalName":"ada@contoso.com","mail":"ada@contoso.com",
//!             "givenName":"Ada","surname":"Byron","accountEnabled":true}"#,
//!     )?;
//!     let preview = engine.preview(&user, None);
//!     assert_eq!(preview.action, ProvisioningAction::Create);
//!     assert_eq!(preview.reason.title(), "in scope, and no account matches");
//!     assert_eq!(preview.requests[0].path, "/Users");
//!     Ok(())
//! }
//! ```
//!
//! # One cycle
//!
//! [`Engine::plan`] previews users and groups together, with references among them and everything that depends on the order:
//!
//! ```
//! use scimwright::diagnostic::Diagnostics;
//! use scimwright::limits::Limits;
//! use scimwright::provision::{CycleInput, TargetState};
//! use scimwright::{Engine, SourceObject};
//!
//! fn main() -> Result<(), Diagnostics> {
//!     let user = SourceObject::user(
//!         r#"{"id":"u1","userPrincipalName":"ada@contoso.com","mail":"ada@contoso.com",
//!             "givenName":"Ada","surname":"Byron","accountEnabled":true}"#,
//!     )?;
//!     let accounts = r#"[{"id":"g1","userName":"ada@contoso.com","active":true}]"#;
//!     let plan = Engine::for_gong().build()?.plan(&CycleInput {
//!         users: vec![user],
//!         target: Some(TargetState::read(accounts, &Limits::DEFAULT)?),
//!         ..CycleInput::default()
//!     });
//!     assert_eq!(plan.summary.get("update"), 1);
//!     assert_eq!(plan.previews[0].reason.code(), "matchedAndChanged");
//!     Ok(())
//! }
//! ```
//!
//! # What is where
//!
//! | module | holds |
//! |---|---|
//! | [`provision`] | [`Engine`], previews, plans, requests, states, comparison of two configurations |
//! | [`sync_schema`] | Microsoft Graph's `synchronizationSchema`: read, checked, edited, written back |
//! | [`expression`] | [`Expression`]: checks, evaluation, traces, help for editors, Graph's trees |
//! | [`scim`] | [`Filter`](scim::Filter), [`Path`](scim::Path), [`Patch`](scim::Patch), [`diff`](scim::diff()) |
//! | [`validate`] | [`Validator`](validate::Validator): payloads against what Gong requires |
//! | [`mapping_case`] | test cases for mappings |
//! | [`assignment`] | what a person gets in Gong |
//! | [`diagnostic`], [`report`] | findings, and the formats they are written in |
//! | [`input`], [`limits`], [`value`] | files of objects, limits, JSON and dates |
//! | [`profile`], [`mapping`], [`scope`] | what Entra and Gong know, the parts of a configuration |
//! | [`regex`] | regular expressions with .NET's rules |
//! | [`surface`] | JSON text in, JSON text out: the functions of the npm package |
//!
//! # What it promises
//!
//! Bad input gives findings, never a panic, and the [`Limits`](limits::Limits) bound what it can cost. The library has no
//! clock, randomness, files or network: the caller gives the time and the seed, and equal input gives equal output. The
//! feature `cli`, on by default, is the command line alone; switch it off to embed the library.
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

/// The Rust of the README is tested as it is shown.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
