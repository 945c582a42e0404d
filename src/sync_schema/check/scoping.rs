//! Scoping filters.

use super::Findings;
use super::mapping::Around;

pub(super) fn check(_around: &Around<'_>, _findings: &mut Findings) {}
