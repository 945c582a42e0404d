//! `filter`: resources that a SCIM filter selects, or how the filter is read.

use std::rc::Rc;

use scimwright::diagnostic::{Diagnostic, Diagnostics, capped};
use scimwright::input::{Items, Shape, located};
use scimwright::limits::Limits;
use scimwright::report::{self, Section};
use scimwright::scim::{Filter as Compiled, Mode, ResourceType, SchemaSet, filter, members_of};
use scimwright::value::json::{self, Json};

use crate::args::{Filter, Format};
use crate::files::{self, Document, Lines, Source};
use crate::outcome::{self, Failure, Outcome, Status};
use crate::shell::Shell;

/// Prints the matching resources, or the tree with `--ast`.
pub fn run(shell: &Shell, arguments: &Filter) -> Outcome {
    let mode = if arguments.strict { Mode::Strict } else { Mode::Tolerant };
    let expression = Document { name: "filter".to_owned(), text: arguments.expression.clone() };
    if arguments.ast {
        return tree(shell, &expression, mode);
    }
    let mut selection = Selection::of(shell, &expression, mode)?;
    match files::objects(arguments.file.as_deref())? {
        Source::Lines(lines) => selection.lines(lines)?,
        Source::Whole(document) => selection.document(&document)?,
    }
    selection.finish(&expression)
}

/// Where a resource stands: a line of a file, or somewhere in a document.
struct Place<'p> {
    name: &'p str,
    /// Shared by all that is passed over in it.
    text: &'p Rc<str>,
    lines_before: usize,
}

/// A resource that was passed over, and why.
struct Unread {
    name: String,
    text: Rc<str>,
    lines_before: usize,
    diagnostics: [Diagnostic; 1],
}

struct Selection<'s> {
    shell: &'s Shell,
    set: &'s SchemaSet,
    compiled: Vec<(&'s str, Compiled)>,
    /// The resource types met so far.
    met: Vec<&'s str>,
    /// Matches, for the format that is one document.
    matched: Vec<Json<'static>>,
    unread: Vec<Unread>,
    /// What is said of the filter for the resource types met so far.
    warnings: Diagnostics,
    /// Lines that are no text, and why the rest of a document cannot be divided; everything else is answered.
    failures: Vec<Failure>,
}

impl<'s> Selection<'s> {
    /// Nothing selected yet. What the schemas refuse is refused whatever the file holds.
    fn of(shell: &'s Shell, expression: &Document, mode: Mode) -> Result<Self, Failure> {
        let set = SchemaSet::gong();
        let compile = |kind: &'static ResourceType| {
            let filter = Compiled::compile(&expression.text, kind, mode, &Limits::DEFAULT)
                .map_err(expression.refused())?;
            Ok((&*kind.name, filter))
        };
        let compiled = set.types().iter().map(compile).collect::<Result<_, Failure>>()?;
        let mut warnings = Diagnostics::new();
        if mode == Mode::Tolerant {
            _ = filter::parse_noting(&expression.text, &Limits::DEFAULT, &mut warnings);
        }
        let warnings = capped(warnings, Limits::DEFAULT.findings);
        let (met, matched, unread, failures) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Ok(Self { shell, set, compiled, met, matched, unread, warnings, failures })
    }

    /// Selects among the resources of an NDJSON file.
    fn lines(&mut self, lines: Lines) -> Result<(), Failure> {
        let name = lines.name.clone();
        for line in lines {
            let (number, text): (_, Rc<str>) = match line {
                Ok((number, text)) => (number, text.into()),
                Err(failure) => {
                    self.failures.push(failure);
                    continue;
                }
            };
            if text.is_empty() {
                continue;
            }
            let place = Place { name: &name, text: &text, lines_before: number.saturating_sub(1) };
            match json::parse(&text, &Limits::DEFAULT) {
                Ok(tree) => self.resource(tree, "", &place)?,
                Err(finding) => self.pass_over(finding, &place),
            }
        }
        Ok(())
    }

    /// Selects among the resources of an array or a ListResponse, or takes the one resource.
    fn document(&mut self, document: &Document) -> Result<(), Failure> {
        let refused = document.refused();
        let text: Rc<str> = document.text.as_str().into();
        let place = Place { name: &document.name, text: &text, lines_before: 0 };
        let items = Items::new(&document.text).map_err(&refused)?;
        let shape = items.shape().clone();
        for (index, item) in items.enumerate() {
            let span = match item {
                Ok(span) => span,
                Err(finding) if shape == Shape::Single => return Err(refused(finding)),
                Err(finding) => {
                    self.failures.push(refused(finding));
                    break;
                }
            };
            match json::parse(span.of(&document.text), &Limits::DEFAULT) {
                Ok(tree) => self.resource(tree, &shape.pointer(index), &place)?,
                Err(finding) => {
                    let finding = located(&document.text, span, finding);
                    if shape == Shape::Single {
                        return Err(refused(finding));
                    }
                    self.pass_over(finding, &place);
                }
            }
        }
        Ok(())
    }

    /// Selects the resource at a JSON pointer, or passes it over.
    fn resource(&mut self, tree: Json<'_>, pointer: &str, place: &Place<'_>) -> Result<(), Failure> {
        if let Err(finding) = members_of(&tree) {
            self.pass_over(finding.within(pointer), place);
            return Ok(());
        }
        let kind: &'s str = &self.set.type_of(&tree).name;
        let filter = self.compiled.iter().find(|(name, _)| *name == kind).map(|(_, filter)| filter);
        if !self.met.contains(&kind) {
            self.met.push(kind);
            for warning in filter.map(Compiled::warnings).unwrap_or_default() {
                if !self.warnings.contains(warning) {
                    self.warnings.push(warning.clone());
                }
            }
        }
        match filter.map(|filter| filter.matches_within(&tree, &Limits::DEFAULT)).transpose() {
            Ok(Some(true)) => match self.shell.format() {
                format if format.is_report() => {}
                Format::Json => self.matched.push(tree.into_owned()),
                _ => self.shell.print(&tree)?,
            },
            Ok(_) => {}
            Err(finding) => self.pass_over(finding.within(pointer), place),
        }
        Ok(())
    }

    /// A resource that cannot be read stops nothing.
    fn pass_over(&mut self, finding: Diagnostic, place: &Place<'_>) {
        let (name, diagnostics) = (place.name.to_owned(), [finding]);
        let unread =
            Unread { name, text: Rc::clone(place.text), lines_before: place.lines_before, diagnostics };
        if self.shell.format().is_report() {
            self.unread.push(unread);
        } else {
            outcome::beside(&[section(&unread)]);
            self.unread.push(Unread { text: "".into(), ..unread });
        }
    }

    fn finish(self, expression: &Document) -> Outcome {
        let Self { shell, matched, unread, mut warnings, failures, .. } = self;
        warnings.sort_by_place();
        let of_filter = expression.section(&warnings);
        let status = if unread.is_empty() { Status::Clean } else { Status::Findings };
        if shell.format().is_report() {
            let sections: Vec<Section<'_>> = unread.iter().map(section).chain([of_filter]).collect();
            let told = shell.print_findings(&sections)?;
            return outcome::unless(failures, status.and(told));
        }
        if shell.format() == Format::Json {
            shell.print(&matched)?;
        }
        outcome::beside(&[of_filter]);
        outcome::unless(failures, status.and(shell.status(&warnings)))
    }
}

fn section(unread: &Unread) -> Section<'_> {
    let Unread { name, text, lines_before, diagnostics } = unread;
    let document = report::Document { name, text: Some(text), lines_before: *lines_before };
    Section { document, diagnostics }
}

/// How a filter is read.
#[derive(serde::Serialize)]
struct Answer<'a> {
    canonical: String,
    filter: &'a filter::Tree,
}

fn tree(shell: &Shell, expression: &Document, mode: Mode) -> Outcome {
    let mut deviations = Diagnostics::new();
    let parsed = match mode {
        Mode::Strict => filter::parse(&expression.text, mode, &Limits::DEFAULT),
        Mode::Tolerant => filter::parse_noting(&expression.text, &Limits::DEFAULT, &mut deviations),
    };
    match parsed {
        Ok(tree) => {
            let answer = Answer { canonical: filter::print(&tree), filter: &tree };
            shell.answer(&answer, expression.section(&deviations))
        }
        Err(finding) => shell.print_findings(&[expression.section(&[finding])]),
    }
}
