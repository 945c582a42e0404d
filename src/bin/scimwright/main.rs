//! The `scimwright` command line: arguments, files and rendering around the library's functions.

mod args;
mod command;
mod files;
mod outcome;
mod progress;
mod shell;
mod terminal;
mod view;

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
    let colour_for = |terminal: bool| match arguments.output.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
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
