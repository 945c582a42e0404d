//! The commands: each reads its files, calls the library, prints, and gives a status.

mod beside;
pub mod check;
pub mod compare;
pub mod eval;
pub mod explain;
pub mod expressions;
pub mod filter;
pub mod patch;
pub mod preview;
pub mod test;
pub mod validate;

use scimwright::diagnostic::quoted;
use scimwright::scim::Mode;
use scimwright::value::datetime::DateTime;

use crate::outcome::Failure;

/// How closely `--strict` keeps to the RFCs.
const fn mode(strict: bool) -> Mode {
    if strict { Mode::Strict } else { Mode::Tolerant }
}

/// The time that `--now` gives.
fn now(text: &str) -> Result<DateTime, Failure> {
    DateTime::from_rfc3339(text).map_err(|_| {
        Failure::usage(
            format!("{} is no value of --now", quoted(text)),
            "write it as in `2025-03-25T09:00:00Z`",
        )
    })
}
