//! `cargo xtask www`: the page on localhost.

use std::path::Path;

use crate::step::{self, Outcome, npm, step};
use crate::{install, pack};

/// Builds the package and the page, and serves the page until it is stopped.
pub fn run() -> Outcome {
    pack::build()?;
    build()?;
    step("serve the page", || step::run(npm("www").args(["run", "serve"])))
}

/// Builds the page, in its own files and as one file, over the package in `npm/dist`.
pub fn build() -> Outcome {
    install::node_packages("www")?;
    step("build the page", || step::run(npm("www").args(["run", "--silent", "build"])))
}

/// Runs the tests of the page in Chromium, and the main way through it in the Firefox that is named, if any.
pub fn test(chromium: &Path) -> Outcome {
    build()?;
    step("the page in Chromium", || {
        step::run(npm("www").args(["run", "--silent", "test"]).env("CHROME", chromium))
    })?;
    if std::env::var_os("FIREFOX").is_none() {
        println!("\n── the page in Firefox: not run, the environment variable FIREFOX names none");
        return Ok(());
    }
    step("the page in Firefox", || step::run(npm("www").args(["run", "--silent", "test:firefox"])))
}
