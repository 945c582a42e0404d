//! `cargo xtask fuzz`: libFuzzer on every surface that reads text, started from the vectors.
//!
//! Needs a C++ compiler. libFuzzer's instruments are no stable part of Rust: the compiler in use is told to allow them.

use std::fs;

use crate::install;
use crate::step::{self, Outcome, at, cargo, step};

/// Runs each target, or one, for so many seconds; an input that fails is left below `fuzz/artifacts`.
pub fn run(arguments: &[&str]) -> Outcome {
    let all = targets()?;
    let (chosen, seconds) = match arguments {
        [] => (all, "60"),
        [seconds] if seconds.parse::<u32>().is_ok() => (all, *seconds),
        [target, rest @ ..] if rest.len() < 2 && all.iter().any(|own| own == target) => {
            (vec![(*target).to_owned()], rest.first().copied().unwrap_or("60"))
        }
        _ => {
            return Err(format!(
                "usage: cargo xtask fuzz [TARGET] [SECONDS]; the targets are {}",
                all.join(", ")
            ));
        }
    };
    install::fuzzer()?;
    step("seeds from the vectors", || {
        step::run(cargo().current_dir(at("fuzz")).args(["run", "--quiet", "--locked", "--example", "seeds"]))
    })?;
    for target in chosen {
        step(&format!("fuzz {target}"), || {
            let mut fuzz = cargo();
            fuzz.args(["fuzz", "run", &target, "--", "-dict=fuzz/words.dict", "-timeout=2"]);
            fuzz.args(["-rss_limit_mb=512", "-max_len=4096", &format!("-max_total_time={seconds}")]);
            step::run(fuzz.env("RUSTC_BOOTSTRAP", "1"))
        })?;
    }
    Ok(())
}

/// The names of the targets, a file each.
fn targets() -> Outcome<Vec<String>> {
    let folder = at("fuzz/targets");
    let files =
        fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let stem = |path: std::path::PathBuf| path.file_stem()?.to_str().map(str::to_owned);
    let mut names: Vec<_> = files.filter_map(|file| stem(file.ok()?.path())).collect();
    names.sort();
    Ok(names)
}
