//! `cargo xtask check`: what is true of the text before anything runs.

use crate::install;
use crate::step::{self, Outcome, cargo, step};

/// Formatting, clippy on every target and feature combination, documentation; warnings are errors.
pub fn run() -> Outcome {
    install::wasm_target()?;
    step("formatting", || step::run(cargo().args(["fmt", "--all", "--check"])))?;
    step("clippy", || clippy(&["--workspace", "--all-targets"]))?;
    step("clippy without features", || {
        clippy(&["--package", "scimwright", "--lib", "--no-default-features"])
    })?;
    step("clippy for WebAssembly", || {
        clippy(&[
            "--package",
            "scimwright",
            "--lib",
            "--no-default-features",
            "--target",
            "wasm32-unknown-unknown",
        ])
    })?;
    step("documentation", || {
        let mut doc = cargo();
        doc.args(["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"]);
        step::run(doc.env("RUSTDOCFLAGS", "-D warnings"))
    })
}

fn clippy(arguments: &[&str]) -> Outcome {
    step::run(cargo().args(["clippy", "--locked"]).args(arguments).args(["--", "-D", "warnings"]))
}
