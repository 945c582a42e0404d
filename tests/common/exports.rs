//! Exported configurations and lists of the service. They are not ours to copy: they are read where they lie beside the
//! working copy, and a test that does without them says so.

#![allow(dead_code, reason = "no test file reads both one and all")]

use std::fs;
use std::io::Write;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/schemas");

/// Name and text of each, in the order of their names.
pub fn exports() -> Vec<(String, String)> {
    let Ok(entries) = fs::read_dir(FOLDER) else {
        missing(FOLDER);
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> = names
        .filter(|name| name.ends_with(".json"))
        .map(|name| {
            let text = fs::read_to_string(format!("{FOLDER}/{name}")).unwrap();
            (name, text)
        })
        .collect();
    files.sort();
    files
}

/// The text of one.
pub fn export(name: &str) -> Option<String> {
    let path = format!("{FOLDER}/{name}");
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        missing(&path);
    }
    text
}

/// Said past the capture of output, which would hide it where the test passes.
fn missing(path: &str) {
    let told = format!("not here, so not compared: {path}\n");
    std::io::stderr().write_all(told.as_bytes()).unwrap();
}
