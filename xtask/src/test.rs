//! `cargo xtask test`: everything that is tested.

use crate::step::{self, Outcome, cargo, npm, step};
use crate::{conformance, install, pack, www};

/// Where the properties take the start of their random cases from.
const SEED: &str = "PROPTEST_RNG_SEED";

/// Native and documentation tests, then the package in Node, then the page in Chromium.
pub fn run() -> Outcome {
    install::wasm_tools()?;
    step("native and documentation tests", || {
        let mut test = cargo();
        // The same cases on every machine; `cargo test` alone explores new ones.
        if std::env::var_os(SEED).is_none() {
            test.env(SEED, "20250325");
        }
        step::run(test.args(["test", "--workspace", "--locked"]))
    })?;
    pack::install_for_tests()?;
    step("the package in Node", || step::run(npm("pkg-tests").args(["run", "--silent", "test"])))?;
    step("the vector files through the package", || conformance::run_installed(&["--node", "tests/cases"]))?;
    let chromium = install::chromium()?;
    step("the package in Chromium", || {
        step::run(npm("pkg-tests").args(["run", "--silent", "test:browser"]).env("CHROME", &chromium))
    })?;
    www::test(&chromium)
}
