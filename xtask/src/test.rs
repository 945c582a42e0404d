//! `cargo xtask test`: everything that is tested.

use std::path::PathBuf;

use crate::step::{self, Outcome, at, cargo, npm, step};
use crate::{conformance, install, pack, smoke, www};

/// Where the properties take the start of their random cases from.
const SEED: &str = "PROPTEST_RNG_SEED";

/// An executable of the development build.
fn built(name: &str) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), |folder| at("").join(folder));
    target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

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
    step("the package in Node", || {
        let mut test = npm("pkg-tests");
        // Its command line is held beside the native one, which the first step has built.
        test.args(["run", "--silent", "test"]).env("SCIMWRIGHT", built("scimwright"));
        step::run(&mut test)
    })?;
    step("the vector files through the package", || conformance::run_installed(&["--node", "tests/cases"]))?;
    step("made-up calls, natively and through the package", || {
        conformance::run_installed(&["--differential", "10000"])
    })?;
    let chromium = install::chromium()?;
    step("the package in Chromium", || {
        step::run(npm("pkg-tests").args(["run", "--silent", "test:browser"]).env("CHROME", &chromium))
    })?;
    smoke::run_installed(&chromium)?;
    www::test(&chromium)
}
