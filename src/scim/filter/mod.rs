//! SCIM filters, RFC 7644 §3.4.2.2.

mod ast;
mod canonical;
mod compile;
mod json;
mod matches;
mod print;
mod table;
mod visit;

pub use ast::{Comparison, Operand, Operator, Tree};
pub use canonical::tell;
pub(crate) use print::equals;
pub use print::print;
pub(crate) use table::Table;
pub(crate) use visit::Planting;
pub use visit::{Group, Visitor, Word};

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use super::meter::Meter;
use super::schema::{Attribute, ResourceType, SchemaSet};
use super::{Mode, parse};
use crate::diagnostic::{Diagnostic, Diagnostics, capped};
use crate::limits::Limits;
use crate::value::json::Json;
use matches::Program;

/// Reads a filter.
///
/// # Errors
/// `SF101` to `SF115` with the place of the first token that cannot continue; `LM001`, `LM002`, `LM003`.
pub fn parse(text: &str, mode: Mode, limits: &Limits) -> Result<Tree, Diagnostic> {
    parse::tree(text, mode, limits, None)
}

/// Reads a filter in tolerant mode and adds a warning (`SF121` to `SF125`) for each deviation from the RFC.
///
/// # Errors
/// As [`parse()`].
pub fn parse_noting(text: &str, limits: &Limits, deviations: &mut Diagnostics) -> Result<Tree, Diagnostic> {
    parse::tree(text, Mode::Tolerant, limits, Some(deviations))
}

/// A filter compiled once for a resource type, to be matched often.
///
/// ```
/// use scimwright::limits::Limits;
/// use scimwright::scim::Filter;
/// use scimwright::value::json;
///
/// let filter: Filter = r#"emails[type eq "work" and value ew "@contoso.com"]"#.parse()?;
/// let user = json::parse(r#"{"emails": [{"type": "work", "value": "ada@contoso.com"}]}"#, &Limits::DEFAULT)?;
/// assert!(filter.matches(&user));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Filter {
    tree: Tree,
    program: Program,
    warnings: Diagnostics,
}

impl Filter {
    /// Reads and compiles a filter for a resource type.
    ///
    /// # Errors
    /// Those of [`parse()`]; `SF201`, `SF202`, `SF203` where value, operator and type do not fit. None depends on data.
    pub fn compile(text: &str, kind: &ResourceType, mode: Mode, limits: &Limits) -> Result<Self, Diagnostic> {
        let filter = Self::uncapped(text, kind, mode, limits)?;
        Ok(Self { warnings: capped(filter.warnings, limits.findings), ..filter })
    }

    /// As [`Filter::compile`], with all warnings there are.
    pub(crate) fn uncapped(
        text: &str,
        kind: &ResourceType,
        mode: Mode,
        limits: &Limits,
    ) -> Result<Self, Diagnostic> {
        let mut warnings = Diagnostics::new();
        let tree = match mode {
            Mode::Strict => parse(text, mode, limits)?,
            Mode::Tolerant => parse_noting(text, limits, &mut warnings)?,
        };
        let program = compile::compile(&tree, text, kind, mode, &mut warnings)?;
        warnings.sort_by_place();
        Ok(Self { tree, program, warnings })
    }

    /// Compiles the condition in the brackets of a path; `text` is the path, for the places of findings.
    ///
    /// # Errors
    /// `SF201`, `SF202`, `SF203`.
    pub(crate) fn condition(
        tree: &Tree,
        text: &str,
        kind: &ResourceType,
        attribute: &Attribute,
        mode: Mode,
    ) -> Result<Self, Diagnostic> {
        let mut warnings = Diagnostics::new();
        let program = compile::compile_condition(tree, text, kind, attribute, mode, &mut warnings)?;
        Ok(Self { tree: tree.clone(), program, warnings })
    }

    /// Whether a resource satisfies the filter.
    pub fn matches(&self, resource: &Json<'_>) -> bool {
        self.holds(resource, &mut Meter::new(u64::MAX))
    }

    /// As [`Filter::matches`], for at most `limits.fuel` steps: one a test, one for each further element it looks at, one
    /// for each 64 bytes of text, items or members of what it looks at.
    ///
    /// # Errors
    /// `LM009` where they do not suffice.
    pub fn matches_within(&self, resource: &Json<'_>, limits: &Limits) -> Result<bool, Diagnostic> {
        let mut meter = Meter::new(limits.fuel);
        let holds = self.holds(resource, &mut meter);
        if meter.is_empty {
            return Err(meter.refusal("the filter"));
        }
        Ok(holds)
    }

    /// As [`Filter::matches`]; nothing is said where the meter is empty in the end.
    pub(super) fn holds(&self, resource: &Json<'_>, meter: &mut Meter) -> bool {
        self.program.holds(resource, meter)
    }

    /// The tree it was compiled from.
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Deviations from the RFC, unknown attributes, comparisons that never match: in source order.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}

impl FromStr for Filter {
    type Err = Diagnostic;

    /// Compiles a filter on users in tolerant mode with the default limits.
    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        let user = SchemaSet::gong().resource_type("User").unwrap_or(ResourceType::empty());
        Self::compile(text, user, Mode::Tolerant, &Limits::DEFAULT)
    }
}

impl Display for Filter {
    /// The canonical text.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.tree.fmt(out)
    }
}
