//! `conformance [--node] DIR…`, or `conformance --differential COUNT [SEED]`

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use conformance::report::Report;
use conformance::subject::{Native, Node, Subject};

const USAGE: &str = "usage: conformance [--node] DIR…\n       conformance --differential COUNT [SEED]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, numbers @ ..] = arguments.as_slice()
        && flag == "--differential"
    {
        return finish(differential(numbers));
    }
    let (flags, directories): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| argument.starts_with('-'));
    if directories.is_empty() || flags.iter().any(|flag| *flag != "--node") {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    finish(run(!flags.is_empty(), &directories))
}

fn finish(outcome: Result<Report, String>) -> ExitCode {
    match outcome {
        Ok(report) => {
            // A reader that has seen enough, such as `head`, changes no verdict.
            _ = write!(std::io::stdout(), "{report}");
            if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// The same calls to both subjects.
fn differential(numbers: &[String]) -> Result<Report, String> {
    let number = |text: &String| text.parse::<u64>().map_err(|_| USAGE.to_owned());
    let count = number(numbers.first().ok_or(USAGE)?)?;
    let seed = numbers.get(1).map_or(Ok(1), number)?;
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    conformance::differential::run(&cases, (count, seed), &mut Native, &mut Node::start()?)
}

fn run(node: bool, directories: &[&String]) -> Result<Report, String> {
    let mut subject: Box<dyn Subject> = if node { Box::new(Node::start()?) } else { Box::new(Native) };
    let mut all = Report { files: Vec::new() };
    for directory in directories {
        all.files.extend(conformance::run(Path::new(directory), subject.as_mut())?.files);
    }
    Ok(all)
}
