//! Compact previews: a [`Preview`] without its explanations, as text.

use crate::diagnostic::Diagnostic;
use crate::provision::preview::Preview;
use crate::value::json::{self, write_string};

/// A preview, shortened.
pub(super) fn shortened(preview: &Preview, out: &mut String) {
    let source = &preview.source;
    let words = [preview.action.as_str(), preview.status.as_str(), preview.reason.code()];
    begin(&source.id, source.kind.as_str(), source.display_name.as_deref(), words, out);
    for (at, request) in preview.requests.iter().enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        json::append(out, request);
    }
    let findings: Vec<_> = preview.diagnostics.iter().map(|finding| finding.code.code).collect();
    end(&findings, out);
}

/// The text up to the requests.
pub(super) fn begin(
    id: &str,
    kind: &str,
    display_name: Option<&str>,
    [action, status, reason]: [&str; 3],
    out: &mut String,
) {
    out.push_str("{\"source\":{\"id\":");
    write_string(out, id);
    out.push_str(",\"kind\":\"");
    out.push_str(kind);
    out.push('"');
    if let Some(name) = display_name {
        out.push_str(",\"displayName\":");
        write_string(out, name);
    }
    for text in [
        "},\"action\":\"",
        action,
        "\",\"status\":\"",
        status,
        "\",\"reason\":\"",
        reason,
        "\",\"requests\":[",
    ] {
        out.push_str(text);
    }
}

/// The text behind the requests.
pub(super) fn end(findings: &[&str], out: &mut String) {
    let mut before = "],\"findings\":[\"";
    for code in findings {
        out.push_str(before);
        out.push_str(code);
        before = "\",\"";
    }
    out.push_str(if findings.is_empty() { "]}" } else { "\"]}" });
}

/// The answer to a line that cannot be read.
pub(crate) fn unreadable(finding: &Diagnostic, out: &mut String) {
    out.push_str("{\"action\":\"other\",\"status\":\"failure\",\"requests\":[],\"findings\":[\"");
    out.push_str(finding.code.code);
    out.push_str("\"],\"message\":");
    write_string(out, &finding.message);
    out.push('}');
}
