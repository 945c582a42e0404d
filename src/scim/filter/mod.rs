//! SCIM filters, RFC 7644 §3.4.2.2.

mod ast;
mod json;
mod print;

pub use ast::{Comparison, Operand, Operator, Tree};
pub use print::print;

use super::{Mode, parse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::limits::Limits;

/// Reads a filter.
///
/// # Errors
/// `SF101` to `SF115` with the place of the first token that cannot continue; `LM001`, `LM002`, `LM003`.
pub fn parse(text: &str, mode: Mode, limits: &Limits) -> Result<Tree, Diagnostic> {
    parse::filter(text, mode, limits, None)
}

/// Reads a filter in tolerant mode and adds a warning (`SF121` to `SF125`) for each deviation from the RFC.
///
/// # Errors
/// As [`parse`].
pub fn parse_noting(text: &str, limits: &Limits, deviations: &mut Diagnostics) -> Result<Tree, Diagnostic> {
    parse::filter(text, Mode::Tolerant, limits, Some(deviations))
}
