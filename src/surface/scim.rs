//! Filters, paths, PATCH.

use super::answer::Answer;
use super::options::Options;
use crate::diagnostic::Diagnostic;
use crate::scim::{self, Mode, ScimType};

/// Reads a filter: `{"ok":true,"filter":<tree>,"canonical":<text>,"diagnostics":[deviations]}`.
/// Options: `mode`, `limits`.
pub fn parse_filter(text: &str, options: &str) -> String {
    let read = || {
        let options = Options::read(options, &["mode", "limits"])?;
        let (limits, mut notes) = (options.limits()?, Vec::new());
        let tree = match options.mode()? {
            Mode::Strict => scim::filter::parse(text, Mode::Strict, &limits)?,
            Mode::Tolerant => scim::filter::parse_noting(text, &limits, &mut notes)?,
        };
        Ok((tree, notes))
    };
    match read() {
        Ok((tree, notes)) => {
            let canonical = scim::filter::print(&tree);
            Answer::ok().value("filter", &tree).text("canonical", &canonical).diagnostics(notes).finish()
        }
        Err(refused) => failed(refused, ScimType::InvalidFilter),
    }
}

/// Reads an attribute path: `{"ok":true,"path":<tree>,"canonical":<text>,"diagnostics":[deviations]}`.
/// Options: `mode`, `limits`.
pub fn parse_path(text: &str, options: &str) -> String {
    let read = || {
        let options = Options::read(options, &["mode", "limits"])?;
        let (limits, mut notes) = (options.limits()?, Vec::new());
        let path = match options.mode()? {
            Mode::Strict => scim::path::parse(text, Mode::Strict, &limits)?,
            Mode::Tolerant => scim::path::parse_noting(text, &limits, &mut notes)?,
        };
        Ok((path, notes))
    };
    match read() {
        Ok((path, notes)) => {
            let canonical = scim::path::print(&path);
            Answer::ok().value("path", &path).text("canonical", &canonical).diagnostics(notes).finish()
        }
        Err(refused) => failed(refused, ScimType::InvalidPath),
    }
}

/// A refusal with the keyword a SCIM service would answer with: the code's own, else that of the input's kind.
fn failed(refused: Diagnostic, kind: ScimType) -> String {
    let keyword = scim::scim_type(refused.code).unwrap_or(kind).as_str();
    Answer::plain().bool("ok", false).text("scimType", keyword).diagnostics([refused]).finish()
}
