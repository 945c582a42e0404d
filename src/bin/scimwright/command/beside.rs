//! What is said beside previews, and the reports that say nothing else.

use scimwright::diagnostic::{Diagnostic, Diagnostics, quoted};
use scimwright::provision::{Preview, SourceReference};
use scimwright::report::{self, Section};
use scimwright::sync_schema::ObjectKind;

use crate::files::Document;
use crate::outcome::Outcome;
use crate::shell::Shell;

/// What is said beside the previews: of the configuration, of the cycle, of objects that cannot be read.
#[derive(Default)]
pub struct Beside<'d> {
    /// The configuration; the built-in one without it.
    pub schema: Option<&'d Document>,
    /// The files of users and of groups.
    pub objects: [Option<&'d Document>; 2],
    /// What cannot be read in each of them.
    pub unread: &'d [Diagnostics],
    /// How many findings of a plan are the configuration's.
    pub own: usize,
}

impl<'d> Beside<'d> {
    /// The findings of a plan that are the configuration's.
    pub fn configuration<'p>(&self, diagnostics: &'p [Diagnostic]) -> &'p [Diagnostic] {
        diagnostics.split_at_checked(self.own).map_or(diagnostics, |(own, _)| own)
    }

    /// The findings of a plan that are the cycle's.
    pub fn cycle<'p>(&self, diagnostics: &'p [Diagnostic]) -> &'p [Diagnostic] {
        let rest = diagnostics.get(self.own..).unwrap_or_default();
        let unread = self.unread.iter().map(|of| of.len()).sum::<usize>();
        rest.get(..rest.len().saturating_sub(unread)).unwrap_or_default()
    }

    /// Findings of the configuration at their places in it.
    pub fn section<'s>(&self, diagnostics: &'s [Diagnostic]) -> Section<'s>
    where
        'd: 's,
    {
        let document = self.schema.map_or(report::Document::new("configuration", None), Document::reported);
        Section { document, diagnostics }
    }

    /// The findings of the configuration and of objects that cannot be read, each at its place in its file.
    pub fn sections<'s>(&self, configuration: &'s [Diagnostic]) -> Vec<Section<'s>>
    where
        'd: 's,
    {
        let files = self
            .objects
            .iter()
            .zip(self.unread)
            .filter_map(|(document, diagnostics)| Some((*document)?.section(diagnostics)));
        let all = std::iter::once(self.section(configuration)).chain(files);
        all.filter(|section| !section.diagnostics.is_empty()).collect()
    }

    /// Prints what a report for continuous integration holds. It shows no previews, so each of their findings names its
    /// object, and stands in the configuration or in the file of the object.
    pub fn report(
        &self,
        shell: &Shell,
        configuration: &[Diagnostic],
        cycle: &[Diagnostic],
        previews: &[&Preview],
    ) -> Outcome {
        let mut of_configuration = configuration.to_vec();
        let [mut of_users, mut of_groups] =
            [0, 1].map(|at| self.unread.get(at).map(|found| found.to_vec()).unwrap_or_default());
        match self.objects {
            [None, Some(_)] => of_groups.extend_from_slice(cycle),
            _ => of_users.extend_from_slice(cycle),
        }
        for preview in previews {
            let of_kind =
                if preview.source.kind == ObjectKind::Group { &mut of_groups } else { &mut of_users };
            for finding in &preview.diagnostics {
                let mut finding = about(&preview.source, finding.clone());
                if is_in_configuration(&finding) {
                    of_configuration.push(finding);
                } else {
                    // Places of the object are none of the file.
                    finding.at = None;
                    of_kind.push(finding);
                }
            }
        }
        let [users, groups] = self.objects.map(|document| document.map_or(NO_FILE, Document::reported));
        let users = Section { document: users, diagnostics: &of_users };
        let groups = Section { document: groups, diagnostics: &of_groups };
        // A clean report names what it is about.
        let clean = if self.objects[0].is_some() { users } else { groups };
        let mut sections = vec![self.section(&of_configuration), users, groups];
        sections.retain(|section| !section.diagnostics.is_empty());
        if sections.is_empty() {
            sections.push(clean);
        }
        shell.print_findings(&sections)
    }
}

/// A finding that names its object, by the id: a display name is nothing for logs.
fn about(source: &SourceReference, mut finding: Diagnostic) -> Diagnostic {
    let name = match &*source.id {
        "" => "without `id`".to_owned(),
        id => quoted(id).to_string(),
    };
    finding.message = format!("{} {name}: {}", source.kind.as_str(), finding.message);
    finding
}

/// Whether a finding about an object stands at a place of the configuration.
fn is_in_configuration(finding: &Diagnostic) -> bool {
    finding.pointer().is_some_and(|pointer| {
        // The schema may stand in an answer of Graph, in a template or a list of them.
        let steps = pointer.split('/').skip(1).take(4).collect::<Vec<_>>();
        let inside = steps.strip_prefix(&["value"]).and_then(|rest| rest.get(1..)).unwrap_or(&steps);
        inside.strip_prefix(&["schema"]).unwrap_or(inside).first() == Some(&"synchronizationRules")
    })
}

/// What stands for a document where findings are in no file.
const NO_FILE: report::Document<'static> = report::Document::new("preview", None);

/// The findings that no file holds.
pub fn of_cycle(diagnostics: &[Diagnostic]) -> Section<'_> {
    Section { document: NO_FILE, diagnostics }
}
