//! Where fuzzing starts: what the vectors of `tests/cases` hold.

use std::fs;
use std::io;
use std::path::Path;

use scimwright::limits::Limits;
use scimwright::value::json::{self, Json};

/// Members of vectors, and the targets that read what they hold.
const HOLD: [(&str, &[&str]); 6] = [
    ("filter", &["filter", "round_trip"]),
    ("path", &["path", "round_trip"]),
    ("expression", &["expression", "evaluate", "round_trip"]),
    ("pattern", &["pattern"]),
    ("payload", &["payload"]),
    ("request", &["patch"]),
];

/// The configuration among the cases.
const SCHEMA: &str = "gong-schema.json";

/// Every seed below a folder, with the name of the target that reads it.
///
/// # Errors
/// Where the folder cannot be read.
pub fn seeds(folder: &Path) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            found.extend(seeds(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json" || extension == "jsonl") {
            let text = fs::read_to_string(&path)?;
            if entry.file_name() == SCHEMA {
                found.push(("schema", as_text(&text)));
            }
            // A file is one document, or one a line.
            match json::parse(&text, &Limits::DEFAULT) {
                Ok(document) => collect(&document, &mut found),
                Err(_) => text
                    .lines()
                    .filter_map(|line| json::parse(line, &Limits::DEFAULT).ok())
                    .for_each(|document| collect(&document, &mut found)),
            }
        }
    }
    Ok(found)
}

/// An input that stands for this text.
pub fn as_text(text: &str) -> Vec<u8> {
    [b" ", text.as_bytes()].concat()
}

fn collect(value: &Json<'_>, found: &mut Vec<(&'static str, Vec<u8>)>) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Json::Object(object) => {
            for (name, value) in object.iter() {
                let Some((_, targets)) = HOLD.iter().find(|(member, _)| *member == name) else {
                    collect(value, found);
                    continue;
                };
                let seed = value.as_str().map_or_else(|| as_text(&value.to_string()), as_text);
                found.extend(targets.iter().map(|target| (*target, seed.clone())));
            }
        }
        _ => {}
    }
}
