//! The findings of one document, of which so many are listed.

use super::{Diagnostic, Diagnostics, Severity, code};

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
        Self { kept: Vec::new(), errors: 0, warnings: 0, infos: 0, total: 0, most }
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
        let Self { mut kept, errors, warnings, total, most, .. } = self;
        if total <= most {
            return kept;
        }
        let mut errors = errors;
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
        let message = format!("{total} findings, of which {most} are listed");
        kept.push(Diagnostic::new(&code::limit::FINDINGS, message));
        kept
    }
}

/// The findings of a document that was read in full, at most so many of them; a last one gives the total.
pub fn capped(found: Diagnostics, most: usize) -> Diagnostics {
    if found.len() <= most {
        return found;
    }
    let mut findings = Findings::new(most);
    findings.extend(found);
    findings.list()
}
