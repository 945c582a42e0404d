//! Lists of findings, and the findings of one document, of which so many are listed.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::Serialize;

use super::{Diagnostic, Severity, code};
use crate::value::order::sort_by_key;

/// A list of findings, in source order; as an error, why something was refused.
///
/// ```
/// use scimwright::expression::Expression;
///
/// let refused = Expression::compile("Swich([department])").unwrap_err();
/// assert_eq!(refused.to_string(), "error[EX201]: unknown function `Swich`");
/// assert_eq!(refused[0].help.as_deref(), Some("did you mean `Switch`?"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts them in the order of their places in a text, those without one last.
    pub fn sort_by_place(&mut self) {
        sort_by_key(self, |finding| finding.span().map_or((usize::MAX, 0), |span| (span.start, span.end)));
    }
}

impl Deref for Diagnostics {
    type Target = Vec<Diagnostic>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Diagnostics {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(only: Diagnostic) -> Self {
        Self(vec![only])
    }
}

impl From<Vec<Diagnostic>> for Diagnostics {
    fn from(list: Vec<Diagnostic>) -> Self {
        Self(list)
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = std::slice::Iter<'d, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// One finding a line.
impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(formatter, "{gap}{finding}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// The findings of one document while they are gathered. The gravest are listed, so that what is left out changes no
/// verdict; no more are kept of each weight than may be listed, so that no document exhausts memory.
#[derive(Debug, Clone)]
pub(crate) struct Findings {
    kept: Diagnostics,
    errors: usize,
    warnings: usize,
    infos: usize,
    total: usize,
    most: usize,
}

impl Findings {
    /// None yet; at most so many will be listed.
    pub(crate) const fn new(most: usize) -> Self {
        Self { kept: Diagnostics::new(), errors: 0, warnings: 0, infos: 0, total: 0, most }
    }

    /// How many there are, listed or not.
    pub(crate) const fn count(&self) -> usize {
        self.total
    }

    pub(crate) fn push(&mut self, finding: Diagnostic) {
        self.push_placed(finding, |finding| finding);
    }

    /// Adds a finding, its place made only where it is kept: to find the line of one costs a walk through the text.
    pub(crate) fn push_placed(&mut self, finding: Diagnostic, place: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.total = self.total.saturating_add(1);
        let count = match finding.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        };
        if *count < self.most {
            *count = count.saturating_add(1);
            self.kept.push(place(finding));
        }
    }

    pub(crate) fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    /// Adds those of a part of the document, whose place in it is `pointer`.
    pub(crate) fn absorb(&mut self, part: Self, pointer: &str) {
        let unkept = part.total.saturating_sub(part.kept.len());
        for mut finding in part.kept {
            if let Some(inner) = finding.at.as_mut().and_then(|place| place.pointer.as_mut()) {
                inner.insert_str(0, pointer);
            }
            self.push(finding);
        }
        self.total = self.total.saturating_add(unkept);
    }

    /// In the order they came in; where not all are listed, a last one tells how many there are.
    pub(crate) fn list(self) -> Diagnostics {
        let Self { mut kept, mut errors, warnings, total, most, .. } = self;
        if total <= most {
            return kept;
        }
        let mut warnings = warnings.min(most.saturating_sub(errors));
        let mut infos = most.saturating_sub(errors).saturating_sub(warnings);
        kept.retain(|finding| {
            let room = match finding.severity {
                Severity::Error => &mut errors,
                Severity::Warning => &mut warnings,
                Severity::Info => &mut infos,
            };
            let fits = *room > 0;
            *room = room.saturating_sub(1);
            fits
        });
        let message =
            format!("{total} findings, of which {most} {} listed", if most == 1 { "is" } else { "are" });
        kept.push(Diagnostic::new(&code::limit::FINDINGS, message));
        kept
    }
}

/// The findings of a document that was read in full, at most so many of them; a last one gives the total.
pub fn capped(found: Diagnostics, most: usize) -> Diagnostics {
    let mut findings = Findings::new(most);
    findings.extend(found);
    findings.list()
}
