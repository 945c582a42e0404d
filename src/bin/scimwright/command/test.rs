//! `test`: mapping test cases.

use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::mapping_case::{self, CaseResult};
use scimwright::report;

use crate::args::{Format, Test};
use crate::files::{self, Document};
use crate::outcome::{Outcome, Status};
use crate::shell::Shell;
use crate::terminal::{Paint, visible};

/// Runs every case of every file; without one, of standard input.
pub fn run(shell: &Shell, arguments: &Test) -> Outcome {
    let mut files = Vec::new();
    for path in files::or_standard_input(&arguments.cases) {
        let document = files::read(path)?;
        let cases = mapping_case::read(&document.text, &Limits::DEFAULT).map_err(document.refused())?;
        let results: Vec<CaseResult> = cases.iter().map(|case| case.run(&Limits::DEFAULT)).collect();
        files.push((document, results));
    }
    let found: Vec<Vec<Diagnostic>> = files
        .iter()
        .map(|(_, results)| results.iter().flat_map(|one| one.findings(shell.output.show_values)).collect())
        .collect();
    match shell.format() {
        Format::Text => files::print(&text(shell, &files))?,
        Format::Json | Format::Ndjson => shell.print_rows(&rows(&files))?,
        Format::Junit => files::print(&junit(shell, &files))?,
        _ => {
            let sections: Vec<_> =
                files.iter().zip(&found).map(|((document, _), found)| document.section(found)).collect();
            return shell.print_findings(&sections);
        }
    }
    Ok(shell.status(found.iter().flatten()))
}

type Results = Vec<(Document, Vec<CaseResult>)>;

fn text(shell: &Shell, files: &Results) -> String {
    let Paint { red, green, dim, reset, .. } = shell.paint();
    let (mut out, mut passed, mut failed) = (String::new(), 0_usize, 0_usize);
    let shown = files.iter().flat_map(|(_, results)| results).flat_map(|result| &result.diagnostics);
    for (document, results) in files {
        for result in results {
            if result.passed {
                passed += 1;
                out.push_str(&format!("{green}ok{reset}      {}\n", visible(&result.name)));
            } else {
                failed += 1;
                out.push_str(&format!(
                    "{red}failed{reset}  {} {dim}({}{}){reset}\n",
                    visible(&result.name),
                    visible(&document.name),
                    visible(&result.pointer)
                ));
                out.push_str(&format!(
                    "        {green}expected {}{reset}\n        {red}actual   {}{reset}\n",
                    visible(&result.expected),
                    visible(&result.actual)
                ));
            }
            for finding in &result.diagnostics {
                out.push_str(&format!("        {finding}\n"));
            }
        }
    }
    out.push_str(&format!("\n{passed} passed, {failed} failed"));
    let counts = report::count(shown);
    if counts != [0; 3] {
        out.push_str(&format!(": {}", report::summary(counts)));
    }
    out.push('\n');
    out
}

/// A case with the name of its file, as the JSON formats show it.
#[derive(serde::Serialize)]
struct Row<'r> {
    file: &'r str,
    #[serde(flatten)]
    result: CaseResult,
}

fn rows(files: &Results) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (Document { name: file, .. }, results) in files {
        rows.extend(results.iter().map(|result| Row { file, result: result.clone().into_utf16() }));
    }
    rows
}

fn junit(shell: &Shell, files: &Results) -> String {
    let case = |result: &CaseResult| {
        let mut body: Vec<String> = match (result.passed, shell.output.show_values) {
            (true, _) => Vec::new(),
            (false, true) => vec![format!("expected {}\nactual   {}", result.expected, result.actual)],
            (false, false) => vec!["gives another result (run with --show-values to see it)".to_owned()],
        };
        body.extend(result.diagnostics.iter().map(Diagnostic::to_string));
        let body = body.join("\n");
        let doubted = shell.status(&result.diagnostics) == Status::Findings;
        let end = match result {
            CaseResult { passed: true, diagnostics, .. } if diagnostics.is_empty() => report::End::Passed,
            CaseResult { passed: true, .. } if !doubted => report::End::Noted(body),
            _ => report::End::Failed { finding: None, body },
        };
        report::Case { name: result.name.clone(), end }
    };
    let suite = |(document, results): &(Document, Vec<CaseResult>)| report::Suite {
        name: document.name.clone(),
        cases: results.iter().map(case).collect(),
    };
    let cases: Vec<report::Suite> = files.iter().map(suite).collect();
    report::junit_suites(&cases)
}
