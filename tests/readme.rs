//! The commands in the README print what it says. (Its Rust snippets are doc tests, its JavaScript runs in the package's
//! tests.)

#![cfg(feature = "cli")]

use std::path::Path;
use std::process::Command;

#[test]
fn commands_print_what_the_readme_says() {
    let readme = include_str!("../README.md");
    let executable = Path::new(env!("CARGO_BIN_EXE_scimwright"));
    let path = format!("{}:{}", executable.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut checked = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for part in block.split("$ ").skip(1) {
            let (command, expected) = part.split_once('\n').unwrap();
            // Building anew inside a test proves nothing; the sample preview has its own test.
            if command.starts_with("cargo ") {
                continue;
            }
            let output = Command::new("sh")
                .args(["-c", command])
                .env("PATH", &path)
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .output()
                .unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{command}");
            checked += 1;
        }
    }
    assert!(checked >= 5, "{checked} commands");
}

/// A line of Rust that only documentation hides would be shown elsewhere, and an example without `main` does not run where
/// it is pasted.
#[test]
fn rust_examples_run_as_they_are_shown() {
    let readme = include_str!("../README.md");
    let examples: Vec<&str> =
        readme.split("```rust\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    assert!(!examples.is_empty());
    for example in examples {
        assert!(example.contains("\nfn main() -> Result<"), "{example}");
        assert!(!example.lines().any(|line| line.starts_with('#')), "{example}");
    }
}
