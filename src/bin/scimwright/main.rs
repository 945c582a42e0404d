//! The `scimwright` command line: arguments, files and rendering around the library's functions.

mod args;
mod command;
mod files;
mod outcome;
mod progress;
mod shell;
mod terminal;
mod view;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Colour, Command};
use outcome::Outcome;
use scimwright::report::Style;
use shell::Shell;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return outcome::said(&answer),
    };
    // The console of Windows shows no colour unless asked to.
    let asked = anstyle_query::windows::enable_ansi_colors();
    let colour_for = |terminal: bool| {
        in_colour(arguments.output.color, terminal && asked != Some(false), |name| std::env::var_os(name))
    };
    _ = outcome::ON_ERRORS.set(Style {
        colour: colour_for(std::io::stderr().is_terminal()),
        // Logs are not a place for personal data.
        bare: arguments.output.format.is_report() && !arguments.output.show_values,
        ..Style::default()
    });
    let shell = Shell { colour: colour_for(std::io::stdout().is_terminal()), output: arguments.output };
    outcome::finish(run(&shell, arguments.command))
}

/// Whether a stream is written in colour. On Windows a terminal has a name only where it is not the system's own.
fn in_colour(chosen: Colour, terminal: bool, variable: impl Fn(&str) -> Option<OsString>) -> bool {
    match chosen {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let unwanted = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
            terminal && !unwanted && variable("TERM").map_or(cfg!(windows), |name| name != "dumb")
        }
    }
}

fn run(shell: &Shell, command: Option<Command>) -> Outcome {
    match command {
        Some(Command::Preview(arguments)) => command::preview::run(shell, &arguments),
        Some(Command::Validate(arguments)) => command::validate::run(shell, &arguments),
        Some(Command::Check(arguments)) => command::check::run(shell, &arguments),
        Some(Command::Eval(arguments)) => command::eval::run(shell, &arguments),
        Some(Command::Filter(arguments)) => command::filter::run(shell, &arguments),
        Some(Command::Patch(arguments)) => command::patch::apply(shell, &arguments),
        Some(Command::Diff(arguments)) => command::patch::diff(shell, &arguments),
        Some(Command::Compare(arguments)) => command::compare::run(shell, &arguments),
        Some(Command::Test(arguments)) => command::test::run(shell, &arguments),
        Some(Command::Fmt(arguments)) => command::expressions::format(shell, &arguments),
        Some(Command::Functions(arguments)) => command::expressions::functions(shell, &arguments),
        Some(Command::Explain(arguments)) => command::explain::run(shell, &arguments),
        Some(Command::Completions(arguments)) => command::explain::completions(&arguments),
        None => command::preview::sample(shell),
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, in_colour};

    /// The convention of no-color.org, and that of terminals without styles, which are called `dumb`.
    #[test]
    fn colour_is_for_terminals_that_know_it_and_readers_who_want_it() {
        let shown = |chosen, terminal, given: &[(&str, &str)]| {
            in_colour(chosen, terminal, |name| {
                given.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
            })
        };
        let xterm = ("TERM", "xterm-256color");
        assert!(shown(Colour::Auto, true, &[xterm]));
        assert!(shown(Colour::Auto, true, &[xterm, ("NO_COLOR", "")]));
        assert!(!shown(Colour::Auto, true, &[xterm, ("NO_COLOR", "1")]));
        assert!(!shown(Colour::Auto, false, &[xterm]));
        assert!(!shown(Colour::Auto, true, &[("TERM", "dumb")]));
        assert_eq!(shown(Colour::Auto, true, &[]), cfg!(windows));
        assert!(shown(Colour::Always, false, &[("TERM", "dumb"), ("NO_COLOR", "1")]));
        assert!(!shown(Colour::Never, true, &[xterm]));
    }
}
