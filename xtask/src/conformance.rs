//! `cargo xtask conformance [--node] DIR`: the vector files, natively or through the npm package; with
//! `--differential COUNT [SEED]` made-up calls through both.

use crate::pack;
use crate::step::{Outcome, cargo, run as execute};

/// Hands the arguments to the runner; what goes through the package builds it first.
pub fn run(arguments: &[&str]) -> Outcome {
    if arguments.iter().any(|argument| ["--node", "--differential"].contains(argument)) {
        pack::install_for_tests()?;
    }
    run_installed(arguments)
}

/// As [`run`], with the package that is installed already.
pub fn run_installed(arguments: &[&str]) -> Outcome {
    let mut runner = cargo();
    runner.args(["run", "--quiet", "--package", "conformance", "--locked", "--"]);
    if let Ok(here) = std::env::current_dir() {
        runner.current_dir(here);
    }
    execute(runner.args(arguments))
}
