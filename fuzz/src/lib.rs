//! What must hold for every input, one function for each surface that reads text.
//!
//! `targets/` hands them to libFuzzer (`cargo xtask fuzz`); `tests/fuzz.rs` hands them the seeds, made-up bytes and
//! every input that once failed. Input whose first byte is even is text as it stands, the rest of it; with an odd first
//! byte the rest are the decisions by which [`choices`] writes a text that is mostly valid.

pub mod choices;
mod documents;
mod languages;
pub mod seeds;

use choices::Choices;
use scimwright::diagnostic::{Diagnostic, Render, render};

pub use documents::{patch, payload, schema};
pub use languages::{evaluate, expression, filter, path, pattern, round_trip};

/// A surface's name and what must hold there.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 9] = [
    ("filter", filter),
    ("path", path),
    ("patch", patch),
    ("expression", expression),
    ("evaluate", evaluate),
    ("pattern", pattern),
    ("payload", payload),
    ("schema", schema),
    ("round_trip", round_trip),
];

/// The text an input stands for; `None` for bytes that are none.
fn text(bytes: &[u8], write: impl FnOnce(&mut Choices<'_>) -> String) -> Option<String> {
    let (first, rest) = bytes.split_first()?;
    if first % 2 == 0 {
        std::str::from_utf8(rest).ok().map(str::to_owned)
    } else {
        Some(write(&mut Choices::new(rest)))
    }
}

/// A finding is one line, stands inside the text it is about, and can be shown in either unit.
fn well_told(finding: &Diagnostic, text: &str) {
    assert!(!finding.message.is_empty() && !finding.message.contains(['\n', '\r']), "{finding:?}");
    assert!(finding.message.chars().count() <= 1_024, "{finding:?}");
    if let Some(span) = finding.span() {
        assert!(text.get(span.start..span.end).is_some(), "{finding:?} in {text:?}");
    }
    render(finding, Render { text: Some(text), ..Render::default() });
    let _ = finding.clone().into_utf16();
}
