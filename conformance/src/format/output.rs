//! `hostile/output.json`: a hostile value in an otherwise good user, and what the sinks of the surface make of it.

use serde_json::{Value, json};

use super::generator::generate;
use super::{answer, text};
use crate::report::{Problem, Verdict};
use crate::subject::Subject;

/// The user with the value in the attribute the vector names.
pub(super) fn user(vector: &Value) -> Option<Value> {
    let value = generate(&vector["value"])?;
    let mut user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "a@example.com",
        "name": { "givenName": "A", "familyName": "B" },
        "emails": [{ "type": "work", "value": "a@example.com", "primary": true }],
    });
    match vector["place"].as_str().unwrap_or("displayName") {
        "photos[type eq \"photo\"].value" => user["photos"] = json!([{ "type": "photo", "value": value }]),
        attribute => user[attribute] = json!(value),
    }
    Some(user)
}

/// The value through the sink: as it is in JSON, escaped in text. Pages and cells are not made by the surface.
pub(super) fn shown(vector: &Value, subject: &mut dyn Subject) -> Result<Verdict, Problem> {
    let value = generate(&vector["value"]).unwrap_or_default();
    match text(vector, "api") {
        "json" => in_json(&value, subject).map(Verdict::from),
        "text" => in_text(&value, subject).map(Verdict::from),
        "csv" => Ok(Verdict::InPart("the product writes no CSV; its acceptance is judged")),
        _ => Ok(Verdict::InPart(
            "its acceptance is judged here, what a page shows in www/test/privacy.test.mjs",
        )),
    }
}

/// As the source, as the target and in the request of a preview.
fn in_json(value: &str, subject: &mut dyn Subject) -> Result<(), Problem> {
    let source = json!({
        "id": "u1", "displayName": value, "userPrincipalName": "a@example.com", "mail": "a@example.com",
        "mailNickname": "a", "givenName": value, "surname": "B", "jobTitle": "C", "accountEnabled": true,
    });
    let call = [json!({ "settings": { "scope": "all" } }), source, json!("user"), Value::Null];
    let preview = answer(subject.call("preview", &call), || "a preview".to_owned())?;
    let sent = preview.pointer("/requests/0/body/name/givenName");
    let seen = [preview.pointer("/source/displayName"), sent];
    if seen.iter().all(|seen| *seen == Some(&json!(value))) {
        Ok(())
    } else {
        Err((json!(value).to_string(), json!(seen).to_string()))
    }
}

/// As the text, the name and the message of a report that people or a build server read.
fn in_text(value: &str, subject: &mut dyn Subject) -> Result<(), Problem> {
    let refused = answer(subject.call("parseFilter", &[json!(value)]), || "a refusal".to_owned())?;
    let section = json!([{ "name": value, "text": value, "diagnostics": refused["diagnostics"] }]);
    for format in ["text", "github"] {
        let report = subject.call("report", &[section.clone(), json!({ "format": format })]);
        let report = answer(report, || "a report".to_owned())?;
        let written = text(&report, "text");
        let control = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        // A line of its own would be a forged log line or a command to the build server.
        let forged = written.lines().any(|line| line == "::error::x" || line.starts_with("2030-01-01"));
        if written.is_empty() || written.contains(control) || forged {
            return Err(("text with controls escaped".to_owned(), json!(written).to_string()));
        }
    }
    Ok(())
}
