//! Compact previews: a [`Preview`] without its explanations, as text.

use super::line::Worker;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::provision::engine::Engine;
use crate::provision::object::SourceObject;
use crate::provision::preview::Preview;
use crate::sync_schema::ObjectKind;
use crate::value::json::{self, Json, write_string};

impl Engine {
    /// What [`Engine::preview`] says, as a line of [`Engine::preview_batch`] says it. An object of no given kind is a
    /// group or a user as [`SourceObject::of_its_kind`] tells.
    ///
    /// # Errors
    /// As [`SourceObject::new`].
    pub fn preview_compact(
        &self,
        kind: Option<ObjectKind>,
        object: &str,
        target: Option<&Json<'static>>,
    ) -> Result<String, Diagnostics> {
        if target.is_none()
            && kind != Some(ObjectKind::Group)
            && let Some(batch) = self.batch(&[])
            && let Some(answer) = Worker::new(&batch).alone(object, kind)
        {
            return Ok(answer);
        }
        let source = match kind {
            Some(kind) => SourceObject::new(kind, object, &self.limits)?,
            None => SourceObject::of_its_kind(object, &self.limits)?,
        };
        let mut answer = String::new();
        shortened(&self.preview(&source, target), &mut answer);
        Ok(answer)
    }
}

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
