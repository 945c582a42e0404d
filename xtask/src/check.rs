//! `cargo xtask check`: what is true of the text before anything runs.

use crate::step::{self, Outcome, at, cargo, command, step};
use crate::{dependencies, install};

/// The Rust that `Cargo.toml` says is enough.
const OLDEST_RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// Formatting, licences, clippy on every target and feature combination, documentation, the oldest Rust; warnings are
/// errors.
pub fn run() -> Outcome {
    install::wasm_target()?;
    step("formatting", || {
        step::run(cargo().args(["fmt", "--all", "--check"]))?;
        step::run(cargo().current_dir(at("fuzz")).args(["fmt", "--check"]))
    })?;
    step("dependencies", dependencies::run)?;
    step("clippy", || clippy(&["--workspace", "--all-targets"]))?;
    step("clippy without features", || {
        clippy(&["--package", "scimwright", "--lib", "--no-default-features"])
    })?;
    step("clippy for WebAssembly", || {
        clippy(&[
            "--package",
            "scimwright-exports",
            "--package",
            "scimwright-module",
            "--target",
            "wasm32-unknown-unknown",
        ])
    })?;
    step("documentation", || doc(&["--package", "scimwright", "--lib"]))?;
    step("documentation for contributors", || doc(&["--workspace", "--document-private-items"]))?;
    oldest_rust()
}

/// Library and command with the Rust that is said to be enough. Without a connection it cannot be had: that fails on a
/// machine of continuous integration (`CI` is set), and is said elsewhere.
fn oldest_rust() -> Outcome {
    if let Err(failure) = install::toolchain(OLDEST_RUST) {
        let told = format!("not checked with Rust {OLDEST_RUST}, which cannot be installed: {failure}");
        return if std::env::var_os("CI").is_some() {
            Err(told)
        } else {
            println!("── {told}");
            Ok(())
        };
    }
    step(&format!("Rust {OLDEST_RUST}"), || {
        let mut check = command("rustup");
        check.args(["run", OLDEST_RUST, "cargo", "check", "--package", "scimwright", "--locked"]);
        step::run(check.args(["--target-dir", "target/oldest-rust"]))
    })
}

fn doc(arguments: &[&str]) -> Outcome {
    let mut doc = cargo();
    doc.args(["doc", "--no-deps", "--locked"]).args(arguments);
    step::run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

fn clippy(arguments: &[&str]) -> Outcome {
    step::run(cargo().args(["clippy", "--locked"]).args(arguments).args(["--", "-D", "warnings"]))
}
