//! Steps: what is being done, the command that does it, and how long it took.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a step gives: a value, or one sentence on what went wrong.
pub type Outcome<T = ()> = Result<T, String>;

/// Does `work` between a line that names it and a line with its time.
pub fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n── {name}");
    let start = Instant::now();
    let outcome = work();
    let seconds = start.elapsed().as_secs_f64();
    match &outcome {
        Ok(_) => println!("── {name}: done in {seconds:.1} s"),
        Err(_) => println!("── {name}: failed after {seconds:.1} s"),
    }
    outcome
}

/// The root of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A path below the root of the checkout.
pub fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// A command in the root of the checkout that finds the project's own tools first and reads no input.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null()).env("PATH", search_path());
    command
}

/// `cargo` as it was called, so that a `+toolchain` holds for every step.
pub fn cargo() -> Command {
    let mut command = command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    // Set for this process only; the outer package must not leak into the builds started here.
    command.env_remove("CARGO_MANIFEST_DIR");
    command
}

/// `npm`, quiet and with its folder.
pub fn npm(folder: &str) -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(at(folder)).env("NO_UPDATE_NOTIFIER", "1");
    command
}

/// Shows the command, runs it, and fails unless it ends well.
pub fn run(command: &mut Command) -> Outcome {
    let shown = show(command);
    println!("   $ {shown}");
    let status = command.status().map_err(|error| format!("cannot start `{shown}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` ended with {status}")) }
}

/// What the command prints on standard output; `None` when it cannot be started or ends badly.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program is found: the project's own tools, then the caller's `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&search_path())
        .map(|folder| folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
        .find(|path| path.is_file())
}

fn search_path() -> OsString {
    let own = [at("target/tools/bin"), at("pkg-tests/node_modules/.bin")];
    let outer = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(own.into_iter().chain(std::env::split_paths(&outer))).unwrap_or(outer)
}

fn show(command: &Command) -> String {
    let short = |text: &std::ffi::OsStr| {
        let text = text.to_string_lossy().replace(&format!("{}/", root().display()), "");
        if text.contains(' ') { format!("\"{text}\"") } else { text }
    };
    let program = Path::new(command.get_program()).file_name().map_or_else(String::new, short);
    command.get_args().fold(program, |shown, argument| format!("{shown} {}", short(argument)))
}
