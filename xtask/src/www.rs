//! `cargo xtask www`: the page on localhost.

use crate::pack;
use crate::step::{Outcome, at};

/// Builds the package and serves the page.
pub fn run() -> Outcome {
    pack::run()?;
    if at("www/package.json").is_file() { Ok(()) } else { Err("the page is not written yet".into()) }
}
