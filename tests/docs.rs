//! The pages made from tables are those in the tables. `BLESS=1 cargo test --test docs` writes them anew.

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
