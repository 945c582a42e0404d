//! Compact previews: a [`Preview`] without its explanations, as text.

use super::Batch;
use crate::diagnostic::Diagnostic;
use crate::provision::preview::{Preview, ProvisioningStatus};
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

const UNREADABLE: &str = "{\"action\":\"other\",\"status\":\"failure\",\"requests\":[],\"findings\":[\"";

/// The answer to a line that cannot be read.
pub(crate) fn unreadable(finding: &Diagnostic, out: &mut String) {
    out.push_str(UNREADABLE);
    out.push_str(finding.code.code);
    out.push_str("\"],\"message\":");
    write_string(out, &finding.message);
    out.push('}');
}

impl Batch<'_> {
    /// What an answer says: whether its status is `failure`, and the codes of its findings. It is not parsed, so that
    /// judging lines takes next to nothing beside writing them.
    pub fn told(answer: &str) -> (bool, impl Iterator<Item = &str>) {
        let answer = answer.trim_end();
        let (failed, codes) = match answer.strip_prefix(UNREADABLE) {
            Some(rest) => (true, rest.split_once("\"],").map(|(code, _)| code)),
            None => {
                // Quotes inside texts are escaped, and bodies stand between: the first `status` and the last `findings`
                // are the preview's own.
                let status = answer.split_once("\"status\":\"").map(|(_, rest)| rest);
                let codes =
                    answer.strip_suffix("\"]}").and_then(|answer| answer.rsplit_once("\"findings\":[\""));
                let failed =
                    status.is_some_and(|rest| rest.starts_with(ProvisioningStatus::Failure.as_str()));
                (failed, codes.map(|(_, codes)| codes))
            }
        };
        (failed, codes.into_iter().flat_map(|codes| codes.split("\",\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;

    #[test]
    fn an_answer_tells_what_was_written() {
        let told = |answer: &str| {
            let (failed, codes) = Batch::told(answer);
            (failed, codes.map(str::to_owned).collect::<Vec<_>>())
        };
        // Names that look like what is told, and a body that has it.
        let name = r#"","status":"failure","findings":["IN002"]}"#;
        let body = r#"{"status":"failure","findings":["IN002"]}"#;
        for status in ["failure", "success", "skipped"] {
            for codes in [&[][..], &["PV303"], &["PV303", "GA301"]] {
                let mut answer = String::new();
                begin(name, "user", Some(name), ["create", status, "createdNoMatch"], &mut answer);
                answer.push_str(body);
                end(codes, &mut answer);
                assert!(json::parse(&answer, &crate::limits::Limits::DEFAULT).is_ok(), "{answer}");
                let codes = codes.iter().map(|code| (*code).to_owned()).collect();
                assert_eq!(told(&answer), (status == "failure", codes), "{answer}");
            }
        }
        let mut answer = String::new();
        unreadable(&Diagnostic::new(&code::input::NOT_JSON, format!("`{name}`")), &mut answer);
        assert_eq!(told(&format!("{answer}\n")), (true, vec![code::input::NOT_JSON.code.to_owned()]));
        assert_eq!(told("\n"), (false, vec![]));
    }
}
