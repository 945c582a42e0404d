//! The packed package in the hosts and build tools its users have.

use std::path::Path;

use crate::install;
use crate::step::{self, Outcome, npm, step};

/// Runs the smoke projects over the tarball that `pack::install_for_tests` left.
pub fn run(chromium: &Path) -> Outcome {
    install::node_packages("pkg-tests/smoke")?;
    step("the packed tarball in fifteen hosts and tools", || {
        step::run(npm("pkg-tests/smoke").args(["run", "--silent", "smoke"]).env("CHROME", chromium))
    })
}
