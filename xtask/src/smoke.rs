//! `cargo xtask smoke`: the packed package in the hosts and build tools its users have.

use std::path::Path;

use crate::step::{self, Outcome, npm, step};
use crate::{install, pack};

/// Packs, installs the tools, and runs the smoke projects over the tarball.
pub fn run() -> Outcome {
    pack::install_for_tests()?;
    run_installed(&install::chromium()?)
}

/// As [`run`], over the tarball that is packed already.
pub fn run_installed(chromium: &Path) -> Outcome {
    install::node_packages("pkg-tests/smoke")?;
    step("the packed tarball in its hosts and tools", || {
        step::run(npm("pkg-tests/smoke").args(["run", "--silent", "smoke"]).env("CHROME", chromium))
    })
}
