//! SCIM attribute paths, RFC 7644 §3.5.2; target attribute names of mappings have the same form.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use serde::Serialize;

use super::filter::Tree;
use super::{AttributeName, Mode, parse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::limits::Limits;

/// A parsed path: an attribute, the condition in brackets, the sub-attribute after them.
///
/// ```
/// use scimwright::scim::Path;
///
/// let path: Path = r#"emails[type eq "work"].value"#.parse()?;
/// assert_eq!(&*path.attribute.name, "emails");
/// assert_eq!(path.filter.as_ref().map(ToString::to_string).as_deref(), Some(r#"type eq "work""#));
/// assert_eq!(path.sub_attribute(), Some("value"));
/// assert_eq!(path.to_string(), r#"emails[type eq "work"].value"#);
/// # Ok::<(), scimwright::diagnostic::Diagnostic>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Path {
    /// The attribute, with the sub-attribute of `name.givenName`.
    #[serde(rename = "attr")]
    pub attribute: AttributeName,
    /// The condition in `[` `]`; its names are those of sub-attributes.
    pub filter: Option<Tree>,
    /// The sub-attribute after `]`.
    pub sub: Option<Box<str>>,
}

impl Path {
    /// The sub-attribute, wherever it stands.
    pub fn sub_attribute(&self) -> Option<&str> {
        self.sub.as_deref().or(self.attribute.sub.as_deref())
    }
}

/// Reads a path.
///
/// # Errors
/// `SP101` to `SP104` with the place of the first token that cannot continue; inside the brackets those of
/// [`filter::parse`](super::filter::parse); `LM001`, `LM002`, `LM003`.
pub fn parse(text: &str, mode: Mode, limits: &Limits) -> Result<Path, Diagnostic> {
    parse::path(text, mode, limits, None)
}

/// Reads a path in tolerant mode and adds a warning for each deviation from the RFC.
///
/// # Errors
/// As [`parse()`].
pub fn parse_noting(text: &str, limits: &Limits, deviations: &mut Diagnostics) -> Result<Path, Diagnostic> {
    parse::path(text, Mode::Tolerant, limits, Some(deviations))
}

/// The path in canonical text; parsing it gives the same path.
pub fn print(path: &Path) -> String {
    path.to_string()
}

impl Display for Path {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.attribute)?;
        if let Some(filter) = &self.filter {
            write!(out, "[{filter}]")?;
        }
        match &self.sub {
            Some(sub) => write!(out, ".{sub}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Path {
    type Err = Diagnostic;

    /// Reads a path in tolerant mode with the default limits.
    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        parse(text, Mode::Tolerant, &Limits::DEFAULT)
    }
}
