//! Objects out of the files people have.

use super::answer::{self, Answer};
use crate::diagnostic::{Diagnostic, Place, Span};
use crate::input::{Items, csv_users};
use crate::limits::Limits;
use crate::value::json::{Json, parse};

/// The objects of a text: a JSON array, a page of Graph or SCIM, one object, one object a line, or users in CSV:
/// `{"ok":true,"objects":[…]}`. The first object that cannot be read fails the text, with its place.
pub fn read_objects(text: &str) -> String {
    Answer::from(|| {
        let objects = objects(text, &Limits::DEFAULT)?;
        Ok(Answer::ok().raw("objects", &answer::list(objects.iter().map(Json::to_string))))
    })
}

/// As [`read_objects`], as documents.
pub(super) fn objects(text: &str, limits: &Limits) -> Result<Vec<Json<'static>>, Diagnostic> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if is_csv(text) {
        return csv_users(text).map_err(|refused| *refused);
    }
    let mut objects = Vec::new();
    for span in Items::new(text).map_err(|refused| *refused)? {
        let span = span.map_err(|refused| *refused)?;
        objects.push(object(text, span, limits)?.into_owned());
    }
    Ok(objects)
}

/// One object, its faults placed in the whole text.
fn object<'t>(text: &'t str, span: Span, limits: &Limits) -> Result<Json<'t>, Diagnostic> {
    parse(span.of(text), limits).map_err(|refused| {
        let inside =
            refused.at.as_ref().and_then(|place| place.span.as_ref()).map_or(0, |inside| inside.span().start);
        refused.at(Place::in_text(text, Span::point(span.start.saturating_add(inside))))
    })
}

/// Whether the text begins as no JSON can and its first line has cells.
fn is_csv(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or_default();
    !line.starts_with(['{', '[', '<']) && line.contains([',', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_gives_its_objects() {
        for text in
            [r#"[{"id":"1"}]"#, r#"{"value":[{"id":"1"}]}"#, r#"{"Resources":[{"id":"1"}]}"#, r#"{"id":"1"}"#]
        {
            assert_eq!(read_objects(text), r#"{"ok":true,"objects":[{"id":"1"}]}"#, "{text}");
        }
        assert_eq!(
            read_objects("{\"id\":\"1\"}\r\n{\"id\":\"2\"}\n"),
            r#"{"ok":true,"objects":[{"id":"1"},{"id":"2"}]}"#
        );
        assert_eq!(read_objects("id,mail\n1,\n"), r#"{"ok":true,"objects":[{"id":"1","mail":null}]}"#);
        assert_eq!(
            read_objects("\"id\";\"mail\"\n1;x\n"),
            r#"{"ok":true,"objects":[{"id":"1","mail":"x"}]}"#
        );
    }

    #[test]
    fn faults_have_their_place() {
        let answer = read_objects("{\"id\":\"1\"}\n{\"id\":}\n");
        assert!(answer.contains(r#""line":2,"column":7"#), "{answer}");
        assert!(read_objects("").contains("IN001"));
        assert!(read_objects("<html>").contains("\"ok\":false"));
    }
}
