//! `filter`: resources that a SCIM filter selects, or how the filter is read.

use scimwright::diagnostic::{Diagnostic, capped};
use scimwright::input::Items;
use scimwright::limits::Limits;
use scimwright::report::{self, Section, Style};
use scimwright::scim::{Filter as Compiled, Mode, SchemaSet, filter};
use scimwright::value::json::{self, Json};

use crate::args::{Filter, Format};
use crate::files::{self, Source};
use crate::outcome::{self, Failure, Outcome, Verdict};
use crate::{Shell, files::Document};

/// Prints the matching resources, or the tree with `--ast`.
pub fn run(shell: &Shell, arguments: &Filter) -> Outcome {
    let mode = if arguments.strict { Mode::Strict } else { Mode::Tolerant };
    let expression = Document { name: "filter".to_owned(), text: arguments.expression.clone() };
    if arguments.ast {
        return tree(shell, &expression, mode);
    }
    let set = SchemaSet::gong();
    let compiled: Vec<(&str, Compiled)> = set
        .types()
        .iter()
        .map(|kind| {
            let filter = Compiled::compile(&expression.text, kind, mode, &Limits::DEFAULT)
                .map_err(|finding| Failure::document(&expression, vec![finding]))?;
            Ok((&*kind.name, filter))
        })
        .collect::<Result<_, Failure>>()?;
    let mut warnings = Vec::new();
    if mode == Mode::Tolerant {
        _ = filter::parse_noting(&expression.text, &Limits::DEFAULT, &mut warnings);
    }
    let format = shell.output.format;
    let mut selection = Selection { set, compiled, format, matched: Vec::new(), broken: false, warnings };
    match files::objects(arguments.file.as_deref())? {
        Source::Lines(lines) => {
            let name = lines.name.clone();
            for line in lines {
                let (number, text) = line?;
                if text.is_empty() {
                    continue;
                }
                selection.resource(&text, &format!("{name}:{number}"))?;
            }
        }
        Source::Whole(document) => {
            let items =
                Items::new(&document.text).map_err(|finding| Failure::document(&document, vec![*finding]))?;
            for item in items {
                let span = item.map_err(|finding| Failure::document(&document, vec![*finding]))?;
                selection.resource(span.of(&document.text), &document.name)?;
            }
        }
    }
    let (verdict, warnings) = selection.finish()?;
    Ok(verdict.and(beside(&expression, warnings, shell)))
}

/// Prints warnings of the expression on standard error.
fn beside(expression: &Document, warnings: Vec<Diagnostic>, shell: &Shell) -> Verdict {
    let warnings = capped(warnings, Limits::DEFAULT.findings);
    let document = report::Document::new(&expression.name, Some(&expression.text));
    if !warnings.is_empty() {
        let section = Section { document, diagnostics: &warnings };
        files::complain(&report::write(report::Format::Text, &[section], Style::default()));
    }
    Verdict::over(&warnings, shell.output.fail_on)
}

struct Selection<'s> {
    set: &'s SchemaSet,
    compiled: Vec<(&'s str, Compiled)>,
    format: Format,
    /// Matches, for the format that is one document.
    matched: Vec<Json<'static>>,
    broken: bool,
    /// What is said of the filter for the resource types met so far.
    warnings: Vec<Diagnostic>,
}

impl Selection<'_> {
    fn resource(&mut self, text: &str, place: &str) -> Result<(), Failure> {
        let tree = match json::parse(text, &Limits::DEFAULT) {
            Ok(tree) => tree,
            Err(finding) => {
                files::complain(&format!("{place}: {finding}\n"));
                self.broken = true;
                return Ok(());
            }
        };
        let kind = self.set.type_of(&tree).map_or("User", |kind| &kind.name);
        let filter = self.compiled.iter().find(|(name, _)| *name == kind).map(|(_, filter)| filter);
        for warning in filter.map(Compiled::warnings).unwrap_or_default() {
            if !self.warnings.contains(warning) {
                self.warnings.push(warning.clone());
            }
        }
        let matched = match filter.map(|filter| filter.matches_within(&tree, &Limits::DEFAULT)).transpose() {
            Ok(matched) => matched == Some(true),
            Err(finding) => {
                files::complain(&format!("{place}: {finding}\n"));
                self.broken = true;
                return Ok(());
            }
        };
        if matched {
            match self.format {
                Format::Json => self.matched.push(tree.into_owned()),
                Format::Ndjson => files::print(&format!("{tree}\n"))?,
                _ => files::print(&format!("{}\n", json::to_string_pretty(&tree)))?,
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(Verdict, Vec<Diagnostic>), Failure> {
        if self.format == Format::Json {
            files::print(&format!("{}\n", json::to_string_pretty(&self.matched)))?;
        }
        Ok((if self.broken { Verdict::Findings } else { Verdict::Clean }, self.warnings))
    }
}

#[derive(serde::Serialize)]
struct Answer<'a> {
    canonical: String,
    filter: &'a filter::Tree,
}

fn tree(shell: &Shell, expression: &Document, mode: Mode) -> Outcome {
    let mut deviations: Vec<Diagnostic> = Vec::new();
    let parsed = match mode {
        Mode::Strict => filter::parse(&expression.text, mode, &Limits::DEFAULT),
        Mode::Tolerant => filter::parse_noting(&expression.text, &Limits::DEFAULT, &mut deviations),
    };
    match parsed {
        Ok(tree) => {
            let answer = Answer { canonical: filter::print(&tree), filter: &tree };
            let text = json::to_string_pretty(&answer);
            files::print(&format!("{text}\n"))?;
            Ok(beside(expression, deviations, shell))
        }
        Err(finding) => {
            let document = report::Document::new(&expression.name, Some(&expression.text));
            let section = Section { document, diagnostics: &[finding] };
            outcome::print_findings(&[section], &shell.output, shell.colour)
        }
    }
}
