//! The project's vectors, run natively.

use std::path::Path;

use conformance::subject::Native;

#[test]
fn every_vector_passes() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let report = conformance::run(&cases, &mut Native).unwrap();
    assert!(report.passed(), "{report}");
}
