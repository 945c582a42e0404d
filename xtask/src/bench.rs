//! `cargo xtask bench`: times beside peers, in the same run, as ratios.

use crate::step::{self, Outcome, at, cargo, npm, step};
use crate::{install, pack};

/// The native benchmarks, then those in Node; `NAME` picks one of either.
pub fn run(arguments: &[&str]) -> Outcome {
    install::wasm_tools()?;
    // A peer of the native ones runs in Node.
    install::node_packages("pkg-tests")?;
    match arguments {
        [] => step("native benchmarks", || step::run(cargo().args(["bench", "--locked", "--benches"])))?,
        [name, ..] if at("benches").join(format!("{name}.rs")).is_file() => {
            return step("native benchmark", || {
                step::run(cargo().args(["bench", "--locked", "--bench", name]))
            });
        }
        _ => {}
    }
    pack::install_for_tests()?;
    step("benchmarks in Node", || {
        step::run(npm("pkg-tests").args(["run", "--silent", "bench", "--"]).args(arguments))
    })
}
