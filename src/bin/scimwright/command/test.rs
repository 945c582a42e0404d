//! `test`: mapping test cases.

use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::mapping_case::{self, CaseResult};
use scimwright::report::{self, Section};
use scimwright::value::json;

use super::patch;
use crate::Shell;
use crate::args::{Format, Test};
use crate::files::{self, Document};
use crate::outcome::{self, Failure, Outcome, Status};
use crate::view::visible;

/// Runs every case of every file; without one, of standard input.
pub fn run(shell: &Shell, arguments: &Test) -> Outcome {
    let paths: Vec<_> =
        if arguments.cases.is_empty() { vec![None] } else { arguments.cases.iter().map(Some).collect() };
    let mut files = Vec::new();
    for path in paths {
        let document = files::read(path.map(|path| path.as_path()))?;
        let cases = mapping_case::read(&document.text, &Limits::DEFAULT)
            .map_err(|finding| Failure::document(&document, finding))?;
        let results: Vec<CaseResult> = cases.iter().map(|case| case.run(&Limits::DEFAULT)).collect();
        files.push((document, results));
    }
    let found: Vec<Vec<Diagnostic>> = files
        .iter()
        .map(|(_, results)| results.iter().flat_map(|one| one.findings(shell.output.show_values)).collect())
        .collect();
    match shell.output.format {
        Format::Text => files::print(&text(shell, &files))?,
        Format::Json => patch::print_text(shell, &format!("[{}]", rows(&files).join(",")))?,
        Format::Ndjson => {
            files::print(&rows(&files).iter().map(|row| format!("{row}\n")).collect::<String>())?
        }
        Format::Junit => files::print(&junit(shell, &files))?,
        _ => {
            let sections: Vec<Section<'_>> = files
                .iter()
                .zip(&found)
                .map(|((document, _), diagnostics)| Section {
                    document: report::Document::new(&document.name, Some(&document.text)),
                    diagnostics,
                })
                .collect();
            outcome::print_findings(&sections, &shell.output, shell.colour)?;
        }
    }
    Ok(Status::over(found.iter().flatten(), shell.output.fail_on))
}

type Results = Vec<(Document, Vec<CaseResult>)>;

fn text(shell: &Shell, files: &Results) -> String {
    let paint = |style: &'static str| if shell.colour { style } else { "" };
    let (red, green, dim, reset) = (paint("\x1b[31m"), paint("\x1b[32m"), paint("\x1b[2m"), paint("\x1b[0m"));
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

/// A JSON object for every case.
fn rows(files: &Results) -> Vec<String> {
    #[derive(serde::Serialize)]
    struct Row<'r> {
        file: &'r str,
        #[serde(flatten)]
        result: CaseResult,
    }
    let of_file = |(document, results): &(Document, Vec<CaseResult>)| -> Vec<String> {
        let row = |result: &CaseResult| {
            json::to_string(&Row { file: &document.name, result: result.clone().into_utf16() })
        };
        results.iter().map(row).collect()
    };
    files.iter().flat_map(of_file).collect()
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
        let doubted = Status::over(&result.diagnostics, shell.output.fail_on) == Status::Findings;
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
