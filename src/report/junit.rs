//! JUnit XML: one suite a document, one case a finding (or one passing case for a clean document).

use std::fmt::Write as _;

use super::{Section, Style, place::Region};
use crate::diagnostic::Diagnostic;

pub(super) fn write(sections: &[Section<'_>], style: Style) -> String {
    let fails = |finding: &Diagnostic| style.fails.is_some_and(|lightest| finding.severity >= lightest);
    let failures =
        |section: &Section<'_>| section.diagnostics.iter().filter(|finding| fails(finding)).count();
    let cases = |section: &Section<'_>| section.diagnostics.len().max(1);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    _ = writeln!(
        out,
        "<testsuites name=\"scimwright\" tests=\"{}\" failures=\"{}\">",
        sections.iter().map(cases).sum::<usize>(),
        sections.iter().map(failures).sum::<usize>()
    );
    for section in sections {
        let name = escape(section.document.name);
        _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\">",
            cases(section),
            failures(section)
        );
        if section.diagnostics.is_empty() {
            _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"no findings\"/>");
        }
        for diagnostic in section.diagnostics {
            let place = match Region::of(diagnostic, &section.document) {
                Some(region) => format!(" at {}:{}", region.line, region.column),
                None => String::new(),
            };
            let title = format!("{} {}{place}", diagnostic.code.code, diagnostic.code.name);
            let pointer =
                diagnostic.at.as_ref().and_then(|place| place.pointer.as_deref()).unwrap_or_default();
            let mut body = diagnostic.message.clone();
            for more in
                [Some(pointer), diagnostic.help.as_deref()].into_iter().flatten().filter(|m| !m.is_empty())
            {
                body.push('\n');
                body.push_str(more);
            }
            _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"{}\">", escape(&title));
            let (message, body) = (escape(&diagnostic.message), escape(&body));
            _ = if fails(diagnostic) {
                let kind = diagnostic.code.name;
                writeln!(out, "      <failure type=\"{kind}\" message=\"{message}\">{body}</failure>")
            } else {
                writeln!(out, "      <system-out>{}: {body}</system-out>", diagnostic.severity.as_str())
            };
            out.push_str("    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// Named test cases of one file, for a JUnit report of their own.
#[derive(Debug, Clone)]
pub struct Suite {
    /// The file.
    pub name: String,
    /// Each case with why it failed, if it did.
    pub cases: Vec<(String, Option<String>)>,
}

/// Writes suites of test cases as JUnit XML.
pub fn junit_suites(suites: &[Suite]) -> String {
    let failures = |suite: &Suite| suite.cases.iter().filter(|(_, failure)| failure.is_some()).count();
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
        for (case, failure) in &suite.cases {
            let case = escape(case);
            _ = match failure {
                None => writeln!(out, "    <testcase classname=\"{name}\" name=\"{case}\"/>"),
                Some(why) => writeln!(
                    out,
                    "    <testcase classname=\"{name}\" name=\"{case}\"><failure>{}</failure></testcase>",
                    escape(why)
                ),
            };
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
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
