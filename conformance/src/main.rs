//! `conformance [--node] DIR…`

use std::path::Path;
use std::process::ExitCode;

use conformance::report::Report;
use conformance::subject::{Native, Node, Subject};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (flags, directories): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| argument.starts_with('-'));
    if directories.is_empty() || flags.iter().any(|flag| *flag != "--node") {
        eprintln!("usage: conformance [--node] DIR…");
        return ExitCode::from(2);
    }
    match run(!flags.is_empty(), &directories) {
        Ok(report) => {
            print!("{report}");
            if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(node: bool, directories: &[&String]) -> Result<Report, String> {
    let mut subject: Box<dyn Subject> = if node { Box::new(Node::start()?) } else { Box::new(Native) };
    let mut all = Report { files: Vec::new() };
    for directory in directories {
        all.files.extend(conformance::run(Path::new(directory), subject.as_mut())?.files);
    }
    Ok(all)
}
