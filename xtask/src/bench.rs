//! `cargo xtask bench`: times beside peers, in the same run, as ratios.

use crate::step::{self, Outcome, npm, step};
use crate::{install, pack};

/// The Node benchmarks; `NAME` picks one.
pub fn run(arguments: &[&str]) -> Outcome {
    install::wasm_tools()?;
    pack::install_for_tests()?;
    step("benchmarks in Node", || {
        step::run(npm("pkg-tests").args(["run", "--silent", "bench", "--"]).args(arguments))
    })
}
