//! The hostile vectors where they hurt most: on a small stack, and one after the other in orders nobody chose.

use std::path::{Path, PathBuf};

use conformance::format::{Format, of};
use conformance::report::{Disputed, FileReport};
use conformance::subject::Native;
use serde_json::Value;

/// The vector files with their documents.
fn files() -> Vec<(PathBuf, &'static Format, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/hostile");
    let mut paths: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let (format, document) = of(&path).unwrap().unwrap();
        (path, format, document)
    };
    paths.into_iter().map(read).collect()
}

fn run(files: &[(PathBuf, &'static Format, Value)]) -> Vec<String> {
    let disputed = Disputed::read(&[]).unwrap();
    let mut failed = Vec::new();
    for (path, format, document) in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let report = FileReport::new(name, (format.judge)(document, path, &mut Native), &disputed);
        if report.failed() > 0 {
            failed.push(format!("{report:?}"));
        }
    }
    failed
}

#[test]
fn on_a_stack_of_512_kib() {
    let run = || run(&files());
    let failed = std::thread::Builder::new().stack_size(512 * 1024).spawn(run).unwrap().join().unwrap();
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn in_ten_random_orders() {
    let mut files = files();
    for seed in 1..=10_u64 {
        let mut state = seed;
        for (_, _, document) in &mut files {
            if let Some(vectors) = document["vectors"].as_array_mut() {
                shuffle(vectors, &mut state);
            }
        }
        shuffle(&mut files, &mut state);
        let failed = run(&files);
        assert!(failed.is_empty(), "seed {seed}: {failed:#?}");
        // Long texts take part in the first order alone: they take most of the time, and say no more.
        for (_, _, document) in &mut files {
            if let Some(vectors) = document["vectors"].as_array_mut() {
                vectors.retain(|vector| !is_large(vector));
            }
        }
    }
}

/// Whether a generator in the vector repeats something ten thousand times.
fn is_large(value: &Value) -> bool {
    value["times"].as_u64().is_some_and(|times| times >= 10_000)
        || value.as_array().into_iter().flatten().any(is_large)
        || value.as_object().into_iter().flatten().any(|(_, member)| is_large(member))
}

/// Fisher and Yates, fed by splitmix64.
fn shuffle<T>(items: &mut [T], state: &mut u64) {
    for last in (1..items.len()).rev() {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        items.swap(last, usize::try_from((mixed ^ (mixed >> 31)) % (last as u64 + 1)).unwrap());
    }
}
