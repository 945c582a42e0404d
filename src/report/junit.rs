//! JUnit XML. Of findings: one suite a document, one case a finding (or one passing case for a clean document).

use std::fmt::Write as _;

use super::place::{Region, regions};
use super::{Section, Style};
use crate::diagnostic::Diagnostic;

/// Named cases of one file.
#[derive(Debug, Clone)]
pub struct Suite {
    /// The file.
    pub name: String,
    /// The cases, in order.
    pub cases: Vec<Case>,
}

/// A case and how it ended.
#[derive(Debug, Clone)]
pub struct Case {
    /// What was tried.
    pub name: String,
    /// Its end.
    pub end: End,
}

/// How a case ended.
#[derive(Debug, Clone)]
pub enum End {
    /// As it should.
    Passed,
    /// As it should, with something to say.
    Noted(String),
    /// Not as it should.
    Failed {
        /// The name and message of the finding, where it is one.
        finding: Option<(&'static str, String)>,
        /// What failed, as a whole.
        body: String,
    },
}

pub(super) fn write(sections: &[Section<'_>], style: Style) -> String {
    let suite = |section: &Section<'_>| {
        let clean = Case { name: "no findings".to_owned(), end: End::Passed };
        let found = section.diagnostics.iter().zip(regions(section));
        let cases: Vec<Case> = found.map(|(found, region)| case(found, region, style)).collect();
        let cases = if cases.is_empty() { vec![clean] } else { cases };
        Suite { name: section.document.name.to_owned(), cases }
    };
    junit_suites(&sections.iter().map(suite).collect::<Vec<_>>())
}

fn case(found: &Diagnostic, region: Option<Region>, style: Style) -> Case {
    let place = match region {
        Some(region) => format!(" at {}:{}", region.line, region.column),
        None => String::new(),
    };
    let pointer = found.pointer();
    let mut body = found.message.clone();
    for more in [pointer, found.help.as_deref()].into_iter().flatten().filter(|more| !more.is_empty()) {
        body.push('\n');
        body.push_str(more);
    }
    let end = if style.fails.includes(found.severity) {
        End::Failed { finding: Some((found.code.name, found.message.clone())), body }
    } else {
        End::Noted(format!("{}: {body}", found.severity.as_str()))
    };
    Case { name: format!("{} {}{place}", found.code.code, found.code.name), end }
}

/// Writes suites of cases as JUnit XML.
pub fn junit_suites(suites: &[Suite]) -> String {
    let failures =
        |suite: &Suite| suite.cases.iter().filter(|case| matches!(case.end, End::Failed { .. })).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    _ = writeln!(
        out,
        "<testsuites name=\"scimwright\" tests=\"{}\" failures=\"{}\">",
        suites.iter().map(|suite| suite.cases.len()).sum::<usize>(),
        suites.iter().map(failures).sum::<usize>()
    );
    for suite in suites {
        let name = escape(&suite.name);
        let (cases, failed) = (suite.cases.len(), failures(suite));
        _ = writeln!(out, "  <testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{failed}\">");
        for case in &suite.cases {
            _ = write!(out, "    <testcase classname=\"{name}\" name=\"{}\"", escape(&case.name));
            write_end(&mut out, &case.end);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// The rest of a case, behind its name.
fn write_end(out: &mut String, end: &End) {
    _ = match end {
        End::Passed => return out.push_str("/>\n"),
        End::Noted(text) => write!(out, ">\n      <system-out>{}</system-out>", escape(text)),
        End::Failed { finding, body } => {
            out.push_str(">\n      <failure");
            if let Some((name, message)) = finding {
                _ = write!(out, " type=\"{name}\" message=\"{}\"", escape(message));
            }
            write!(out, ">{}</failure>", escape(body))
        }
    };
    out.push_str("\n    </testcase>\n");
}

/// Escapes markup; characters XML 1.0 cannot hold become U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            other => out.push(other),
        }
    }
    out
}
