//! The project's vectors, run natively.

use std::path::Path;

use conformance::subject::Native;

/// Files with cases that wait for a room. A file leaves the list as soon as it passes; the test says when.
const PENDING: &[&str] = &["expressions-real.jsonl", "expressions.json"];

#[test]
fn every_vector_passes() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let report = conformance::run(&cases, &mut Native).unwrap();
    let wrong = |file: &&conformance::report::FileReport| {
        (file.failed() > 0) != PENDING.contains(&file.name.as_str())
    };
    let names: Vec<&str> = report.files.iter().filter(wrong).map(|file| file.name.as_str()).collect();
    assert!(names.is_empty(), "{report}\nunexpected outcome in {names:?}");
}
