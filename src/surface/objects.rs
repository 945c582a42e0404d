//! Objects out of the files people have.

use super::answer::{self, Answer};
use crate::diagnostic::Positions;
use crate::input::{self, Items, Shape};
use crate::limits::Limits;
use crate::value::json::Json;
use crate::value::text;

/// The objects of a text: a JSON array, a page of Graph or SCIM, one object, one object a line, or users in CSV:
/// `{"ok":true,"objects":[…],"diagnostics":[…]}`. The first object that cannot be read fails the text, with its place; a
/// page that is one of several is told (`IN009`).
pub fn read_objects(text: &str) -> String {
    Answer::from(|| {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let (objects, other_pages) = if input::is_csv(text) {
            (input::csv_users(text, &Limits::DEFAULT)?, None)
        } else {
            let mut items = Items::new(text)?;
            (items.read(&Limits::DEFAULT)?, items.other_pages())
        };
        let answer = Answer::ok().raw("objects", &answer::list(objects.iter().map(Json::to_string)));
        Ok(answer.diagnostics(other_pages))
    })
}

/// Where the objects of a text stand, as [`Items`] divides it, each a JSON value or not:
/// `{"ok":true,"shape":"lines"|"list"|"one","items":[{"start","end","pointer"}]}`, and `{"refused":…}` in place of what cannot be
/// divided. For the command line of the package, which selects resources one by one.
pub fn divide(text: &str) -> String {
    Answer::from(|| {
        let mut found = Items::new(text)?;
        let shape = match found.shape() {
            Shape::Lines => "lines",
            Shape::Single if !found.is_page() => "one",
            _ => "list",
        };
        let positions = Positions::of(text);
        let mut items = Vec::new();
        while let Some(item) = found.next() {
            let told = match item {
                Ok(span) => {
                    let at = positions.span(text, span).into_utf16();
                    let place = Answer::plain().value("start", &at.start).value("end", &at.end);
                    place.text("pointer", &found.pointer())
                }
                Err(refused) => Answer::plain().value("refused", &refused.into_utf16()),
            };
            items.push(told.finish());
        }
        Ok(Answer::ok().text("shape", shape).raw("items", &answer::list(items.into_iter())))
    })
}

/// Whether the bytes of a file are text: `{"ok":true}`, or why they are not. For the command line of the package, whose
/// host decodes what is text.
pub fn check_text(bytes: &[u8]) -> String {
    Answer::from(|| {
        text::decode(bytes)?;
        Ok(Answer::ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_has_its_place() {
        let broken = divide("[\"\u{1F600}\",\n{\"id\":1}, x]");
        let items = r#"[{"start":1,"end":5,"pointer":"/0"},{"start":7,"end":15,"pointer":"/1"},"#;
        let expected = format!(r#"{{"ok":true,"shape":"list","items":{items}{{"refused":{{"code":"IN002""#);
        assert!(broken.starts_with(&expected), "{broken}");
        let pages = "{\"value\":[{}]}\n\n{\"value\":[{},{}]}\n";
        let items = r#"[{"start":10,"end":12,"pointer":"/value/0"},{"start":26,"end":28,"pointer":"/value/0"},{"start":29,"end":31,"pointer":"/value/1"}]"#;
        assert_eq!(divide(pages), format!(r#"{{"ok":true,"shape":"lines","items":{items}}}"#));
        assert!(divide("{}").contains(r#""shape":"one""#) && divide("").contains("IN001"));
    }

    #[test]
    fn every_shape_gives_its_objects() {
        for text in
            [r#"[{"id":"1"}]"#, r#"{"value":[{"id":"1"}]}"#, r#"{"Resources":[{"id":"1"}]}"#, r#"{"id":"1"}"#]
        {
            assert_eq!(
                read_objects(text),
                r#"{"ok":true,"objects":[{"id":"1"}],"diagnostics":[]}"#,
                "{text}"
            );
        }
        assert_eq!(
            read_objects("{\"id\":\"1\"}\r\n{\"id\":\"2\"}\n"),
            r#"{"ok":true,"objects":[{"id":"1"},{"id":"2"}],"diagnostics":[]}"#
        );
        assert_eq!(
            read_objects("id,mail\n1,\n"),
            r#"{"ok":true,"objects":[{"id":"1","mail":null}],"diagnostics":[]}"#
        );
        assert_eq!(
            read_objects("\"id\";\"mail\"\n1;x\n"),
            r#"{"ok":true,"objects":[{"id":"1","mail":"x"}],"diagnostics":[]}"#
        );
        // A list of one column has no separator: its name tells it from other text.
        for text in ["userPrincipalName\r\na@b.c\r\n", "userPrincipalName\n\na@b.c\n"] {
            assert_eq!(
                read_objects(text),
                r#"{"ok":true,"objects":[{"userPrincipalName":"a@b.c"}],"diagnostics":[]}"#,
                "{text}"
            );
        }
    }

    #[test]
    fn faults_have_their_place() {
        let answer = read_objects("{\"id\":\"1\"}\n{\"id\":}\n");
        assert!(answer.contains(r#""line":2,"column":7"#), "{answer}");
        assert!(read_objects("").contains("IN001"));
        for text in ["<html>", "true\nfalse", "nope", "nope\n{\"id\":\"1\"}"] {
            assert!(read_objects(text).contains("\"ok\":false"), "{text}");
        }
        // One word above other lines is no list of users, and a line of JSON stays one.
        for text in
            ["nope\n\n{\"id\":\"1\"}", "id\n\n{\"id\":\"1\"}", "Error\nnot found", "undefined\nundefined"]
        {
            let answer = read_objects(text);
            assert!(
                answer.contains("IN002") && answer.contains(r#""line":1,"column":1"#),
                "{text}: {answer}"
            );
        }
    }
}
