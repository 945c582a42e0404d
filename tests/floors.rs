//! The architecture of `CONTRIBUTING.md`: imports go down only, neighbours on a floor do not import each other.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library, from the ground up. Those of the ground floor know each other.
const FLOORS: [&[&str]; 6] = [
    &["diagnostic", "value", "limits", "regex", "unicode", "grammar"],
    &["scim", "expression"],
    &["profile", "mapping", "scope"],
    &["validate", "sync_schema", "assignment", "input", "report", "mapping_case"],
    &["provision"],
    &["surface"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn imports_go_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut seen = 0;
    for file in files {
        let place = file.strip_prefix(&root).unwrap();
        let first = place.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs");
        if matches!(module, "lib" | "bin") {
            continue;
        }
        let here = floor(module)
            .unwrap_or_else(|| panic!("{module} has no floor: add it here and to CONTRIBUTING.md"));
        let text = fs::read_to_string(&file).unwrap();
        for used in text.split("crate::").skip(1) {
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            // Braces behind `crate::` would hide what is imported.
            let there = floor(&used)
                .unwrap_or_else(|| panic!("{}: `crate::{used}` is no module with a floor", place.display()));
            seen += 1;
            let allowed = used == module || there < here || there == 0 && here == 0;
            assert!(
                allowed,
                "{}: `{module}` (floor {here}) imports `{used}` (floor {there})",
                place.display()
            );
        }
    }
    assert!(seen > 300, "only {seen} imports were found");
}

/// A path of `super` that reached the root would lead to another room unseen.
#[test]
fn no_room_is_left_by_the_back_door() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        let place = file.strip_prefix(&root).unwrap();
        if place.starts_with("bin") {
            continue;
        }
        let parts = place.components().count();
        let mut depth = if place.ends_with("mod.rs") { parts - 1 } else { parts };
        for line in fs::read_to_string(&file).unwrap().lines() {
            if line.starts_with("mod ") && line.ends_with('{') {
                depth += 1;
            }
            let (mut steps, mut rest) = (0, line);
            while let Some((_, behind)) = rest.split_once("super::") {
                steps = if rest.starts_with("super::") { steps + 1 } else { 1 };
                assert!(steps < depth, "{}: {}", place.display(), line.trim());
                rest = behind;
            }
        }
    }
}

/// Who compiles the library for wasm32 is bound to no version of wasm-bindgen, which cannot be there twice: the bindings
/// are a crate of their own, which is not published.
#[test]
fn the_published_library_has_no_bindings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let manifest = text("Cargo.toml");
    let mut table = "";
    let mut dependencies = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            table = header.trim_end_matches(']');
            // `[dependencies.name]`, `[target.'cfg(…)'.dependencies.name]`
            dependencies.extend(table.rsplit_once("dependencies.").map(|(_, name)| name));
        } else if table.ends_with("dependencies")
            && let Some((name, settings)) = line.split_once('=')
        {
            dependencies.push(name.trim());
            dependencies.extend(settings.split_once("package = ").map(|(_, renamed)| renamed));
        }
    }
    assert!(dependencies.contains(&"serde"), "{dependencies:?}");
    let is_binding = |name: &&str| ["wasm-bindgen", "js-sys", "web-sys"].iter().any(|it| name.contains(it));
    assert_eq!(dependencies.iter().find(|name| is_binding(name)), None);
    let exports = text("npm/exports/Cargo.toml");
    assert!(exports.contains("\nwasm-bindgen = ") && exports.contains("\npublish = false\n"), "{exports}");
}
