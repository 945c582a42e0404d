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
    let mode = super::mode(arguments.strict);
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

/// The text that a resource stands in: a line of a file, or a whole document.
#[derive(Clone)]
struct Text {
    name: Rc<str>,
    /// Shared by all that is passed over in it.
    text: Rc<str>,
    lines_before: usize,
}

impl Text {
    fn section<'d>(&'d self, diagnostics: &'d [Diagnostic]) -> Section<'d> {
        let Self { name, text, lines_before } = self;
        let document = report::Document { name, text: Some(text), lines_before: *lines_before };
        Section { document, diagnostics }
    }
}

struct Selection<'s> {
    shell: &'s Shell,
    set: &'s SchemaSet,
    compiled: Vec<(&'s str, Compiled)>,
    /// The resource types met so far.
    met: Vec<&'s str>,
    /// Matches, for the format that is one document.
    matched: Vec<Json<'static>>,
    /// Resources that were passed over, and why; for the formats for continuous integration.
    unread: Vec<(Text, [Diagnostic; 1])>,
    /// Over the resources that were passed over.
    status: Status,
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
        Ok(Self {
            shell,
            set,
            compiled,
            met: Vec::new(),
            matched: Vec::new(),
            unread: Vec::new(),
            status: Status::Clean,
            warnings,
            failures: Vec::new(),
        })
    }

    /// Selects among the resources of an NDJSON file, and of the pages in it.
    fn lines(&mut self, lines: Lines) -> Result<(), Failure> {
        let name: Rc<str> = lines.name.as_str().into();
        for line in lines {
            let (number, line) = match line {
                Ok(line) => line,
                Err(failure) => {
                    self.failures.push(failure);
                    continue;
                }
            };
            if line.is_empty() {
                continue;
            }
            let text = Text { name: Rc::clone(&name), text: line.as_str().into(), lines_before: number - 1 };
            match Items::new(&line) {
                Ok(page) if page.is_page() => {
                    if let Some(finding) = self.list(page, &text)? {
                        self.pass_over(finding, &text);
                    }
                }
                _ => match json::parse(&line, &Limits::DEFAULT) {
                    Ok(tree) => self.resource(tree, "", &text)?,
                    Err(finding) => self.pass_over(finding, &text),
                },
            }
        }
        Ok(())
    }

    /// Selects among the resources of an array or of pages, or takes the one resource.
    fn document(&mut self, document: &Document) -> Result<(), Failure> {
        let refused = document.refused();
        let text = Text {
            name: document.name.as_str().into(),
            text: document.text.as_str().into(),
            lines_before: 0,
        };
        let items = Items::new(&document.text).map_err(&refused)?;
        if *items.shape() != Shape::Single || items.is_page() {
            let undivided = self.list(items, &text)?;
            self.failures.extend(undivided.map(refused));
            return Ok(());
        }
        let tree = json::parse(&document.text, &Limits::DEFAULT).map_err(refused)?;
        self.resource(tree, "", &text)
    }

    /// Selects among the resources of a list; gives why the rest of it cannot be divided.
    fn list(&mut self, mut items: Items<'_>, text: &Text) -> Result<Option<Diagnostic>, Failure> {
        while let Some(item) = items.next() {
            let span = match item {
                Ok(span) => span,
                Err(finding) => return Ok(Some(finding)),
            };
            match json::parse(span.of(&text.text), &Limits::DEFAULT) {
                Ok(tree) => self.resource(tree, &items.pointer(), text)?,
                Err(finding) => self.pass_over(located(&text.text, span, finding), text),
            }
        }
        Ok(None)
    }

    /// Selects the resource at a JSON pointer, or passes it over.
    fn resource(&mut self, tree: Json<'_>, pointer: &str, text: &Text) -> Result<(), Failure> {
        if let Err(finding) = members_of(&tree) {
            self.pass_over(finding.within(pointer), text);
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
            Err(finding) => self.pass_over(finding.within(pointer), text),
        }
        Ok(())
    }

    /// A resource that cannot be read stops nothing.
    fn pass_over(&mut self, finding: Diagnostic, text: &Text) {
        self.status = self.status.and(self.shell.status([&finding]));
        if self.shell.format().is_report() {
            self.unread.push((text.clone(), [finding]));
        } else {
            outcome::beside(&[text.section(&[finding])]);
        }
    }

    fn finish(self, expression: &Document) -> Outcome {
        let Self { shell, matched, unread, status, mut warnings, failures, .. } = self;
        warnings.sort_by_place();
        let of_filter = expression.section(&warnings);
        if shell.format().is_report() {
            let unread = unread.iter().map(|(text, found)| text.section(found));
            let told = shell.print_findings(&unread.chain([of_filter]).collect::<Vec<_>>())?;
            return outcome::unless(failures, status.and(told));
        }
        if shell.format() == Format::Json {
            shell.print(&matched)?;
        }
        outcome::beside(&[of_filter]);
        outcome::unless(failures, status.and(shell.status(&warnings)))
    }
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
