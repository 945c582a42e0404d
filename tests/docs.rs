//! The pages made from tables are those in the tables. `BLESS=1 cargo test --test docs` writes them anew.

use std::path::Path;

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
fn functions_page_is_current() {
    current("docs/functions.md", &scimwright::expression::function::documentation());
}
