//! Mapping test cases, run.

use super::answer::Answer;
use crate::limits::Limits;
use crate::mapping_case::{self, CaseResult};

/// Runs the test cases of a document (see [`mapping_case`]): `{"ok":true,"passed":<all>,"results":[{"name","pointer",
/// "passed","expected","actual","diagnostics"}]}`, expected and actual as JSON text.
pub fn test_mappings(cases: &str) -> String {
    Answer::from(|| {
        let limits = Limits::DEFAULT;
        let results: Vec<_> =
            mapping_case::read(cases, &limits)?.iter().map(|case| case.run(&limits)).collect();
        let passed = results.iter().all(|result| result.passed);
        let results: Vec<_> = results.into_iter().map(CaseResult::into_utf16).collect();
        Ok(Answer::ok().bool("passed", passed).value("results", &results))
    })
}
