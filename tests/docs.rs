//! The pages made from tables are those in the tables; `BLESS=1 cargo test --test docs` writes them anew. The README
//! prints what its commands do, and its examples run as shown.

use std::path::Path;

use scimwright::provision::Settings;

fn current(path: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "{} is not current: run `BLESS=1 cargo test --test docs`", path.display());
}

#[test]
fn diagnostics_page_is_current() {
    current("docs/diagnostics.md", &scimwright::diagnostic::code::documentation());
}

#[test]
fn lifecycle_page_is_current() {
    current("docs/lifecycle.md", &scimwright::provision::lifecycle_documentation());
}

#[test]
fn functions_page_is_current() {
    current("docs/functions.md", &scimwright::expression::function::documentation());
}

/// Every setting has a row; what a setting has without being given stands there as JSON, or in words where that is nothing.
#[test]
fn settings_page_lists_them_all() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md")).unwrap();
    let rows: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            Some((cells.next()?.trim_end_matches('`'), cells.nth(1)?))
        })
        .collect();
    let names: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, Settings::MEMBERS);
    let defaults = serde_json::to_value(Settings::default()).unwrap();
    for (name, default) in rows {
        let value = &defaults[name];
        let is_nothing =
            value.is_null() || value == &serde_json::json!([]) || value == &serde_json::json!({});
        let expected = format!("`{value}`");
        assert!(
            if is_nothing { !default.starts_with('`') } else { default == expected },
            "{name}: {default}"
        );
    }
}

/// The commands in the README print what it says. (Its Rust snippets are doc tests, its JavaScript runs in the package's
/// tests.)
#[cfg(feature = "cli")]
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
            let output = std::process::Command::new("sh")
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
