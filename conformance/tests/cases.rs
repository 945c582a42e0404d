//! The project's vectors, run natively.

use std::path::Path;

use conformance::subject::Native;

#[test]
fn every_vector_passes() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let report = conformance::run(&cases, &mut Native).unwrap();
    let wrong = |file: &&conformance::report::FileReport| file.failed() > 0;
    let names: Vec<&str> = report.files.iter().filter(wrong).map(|file| file.name.as_str()).collect();
    assert!(names.is_empty(), "{report}\nfailed cases in {names:?}");
}
