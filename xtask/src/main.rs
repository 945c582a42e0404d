//! Builds, tests and measures scimwright: `cargo xtask <command>`.
//!
//! Every command installs what it lacks (see [`install`]), says what it does and how long it took, and stops at
//! the first failure with a non-zero exit code. A second run installs nothing.

mod bench;
mod check;
mod conformance;
mod dependencies;
mod fuzz;
mod install;
mod neighbours;
mod pack;
mod smoke;
mod step;
mod test;
mod www;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  check                      formatting, licences, clippy, documentation, feature combinations, the oldest Rust
  test                       everything that is tested: native, documentation, npm package in Node, page in Chromium
  pack                       build the npm package into npm/dist and print its sizes
  conformance [--node] DIR   run every vector file under DIR, natively or through the npm package
  conformance --differential COUNT [SEED]
                             made-up calls, natively and through the package: the same answers
  smoke                      the packed package in the hosts and build tools its users have
  fuzz [TARGET] [SECONDS]    libFuzzer on every surface that reads text, a minute each unless told otherwise
  bench [NAME]               measure beside peers and print ratios
  www                        build the page and serve it on localhost";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["check"] => check::run(),
        ["test"] => test::run(),
        ["pack"] => pack::run(),
        ["conformance", rest @ ..] => conformance::run(rest),
        ["bench", rest @ ..] => bench::run(rest),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["smoke"] => smoke::run(),
        ["www"] => www::run(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nfailed: {failure}");
            ExitCode::FAILURE
        }
    }
}
