//! Mapping test cases, run.

use super::answer::{self, Answer};
use crate::limits::Limits;
use crate::mapping_case;

/// Runs the test cases of a document (see [`mapping_case`]): `{"ok":true,"passed":<all>,"results":[{"name","pointer",
/// "passed","expected","actual","diagnostics"}]}`, expected and actual as JSON text.
pub fn test_mappings(cases: &str) -> String {
    Answer::from(|| {
        let limits = Limits::DEFAULT;
        let results: Vec<_> =
            mapping_case::read(cases, &limits)?.iter().map(|case| case.run(&limits)).collect();
        let passed = results.iter().all(|result| result.passed);
        let rows = results.into_iter().map(|result| {
            Answer::plain()
                .text("name", &result.name)
                .text("pointer", &result.pointer)
                .bool("passed", result.passed)
                .text("expected", &result.expected)
                .text("actual", &result.actual)
                .diagnostics(result.diagnostics)
                .finish()
        });
        Ok(Answer::ok().bool("passed", passed).raw("results", &answer::list(rows)))
    })
}
