//! Regular expressions have no entry of their own in the surface; this one is for the vectors.

use scimwright::regex::{Budget, ErrorKind, Limits, Regex, Replacement, Stop};
use serde_json::{Value, json};

/// `[api, pattern, haystack, replacement?]` to an answer in the form of the surface.
pub(super) fn regex(arguments: &[Value]) -> String {
    let text = |index: usize| arguments.get(index).and_then(Value::as_str).unwrap_or_default();
    let limits = scimwright::limits::Limits::DEFAULT;
    let mut budget = Budget::new(limits.fuel);
    let result = match Regex::new(text(1), &Limits::DEFAULT) {
        Err(error) => {
            let code = match error.kind {
                ErrorKind::Unsupported(_) => "RX102",
                ErrorKind::PatternTooLong => "LM006",
                ErrorKind::ProgramTooLarge | ErrorKind::TooDeep => "LM007",
                _ => "RX101",
            };
            Err(code)
        }
        Ok(regex) if text(0) == "replace_all" => {
            let replacement = Replacement::parse(text(3), &regex);
            let done = regex.replace_all(text(2), &replacement, limits.value_bytes, &mut budget);
            done.map(|text| json!(text)).map_err(stopped)
        }
        Ok(regex) => regex.is_match(text(2), &mut budget).map(|found| json!(found)).map_err(stopped),
    };
    let answer = match result {
        Ok(result) => json!({ "ok": true, "result": result }),
        Err(code) => json!({ "ok": false, "diagnostics": [{ "code": code, "severity": "error" }] }),
    };
    answer.to_string()
}

fn stopped(stop: Stop) -> &'static str {
    match stop {
        Stop::OutOfBudget => "LM009",
        Stop::TooLong => "LM008",
        Stop::SplitsPair => "RX301",
    }
}
