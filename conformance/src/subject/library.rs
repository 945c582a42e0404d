//! What the vectors ask of the library and the JSON surface does not offer: these calls exist natively only.

use scimwright::regex::{Budget, ErrorKind, Limits, Regex, Replacement, Span, Stop};
use scimwright::value::casing::{Culture, title_case};
use scimwright::value::numbers::Number;
use serde_json::{Map, Value, json};

/// The answer to a call by name, in the form of the surface.
pub(super) fn call(name: &str, arguments: &[Value]) -> Option<Value> {
    let text = |index: usize| arguments.get(index).and_then(Value::as_str).unwrap_or_default();
    let given = |index: usize| arguments.get(index).unwrap_or(&Value::Null);
    Some(match name {
        "regex" => regex(text(0), text(1), text(2), text(3)),
        "regexMatches" => matches(text(0), text(1), given(2) == true),
        "titleCase" => json!(title_case(text(0), Culture::parse(text(1)).unwrap_or(Culture::Invariant))),
        "readNumber" => json!(Number::read(text(0)).map(|number| number.to_string())),
        _ => return None,
    })
}

fn refused(code: &str) -> Value {
    json!({ "ok": false, "diagnostics": [{ "code": code, "severity": "error" }] })
}

fn compile(pattern: &str) -> Result<Regex, Value> {
    Regex::new(pattern, &Limits::DEFAULT).map_err(|error| {
        refused(match error.kind {
            ErrorKind::Unsupported(_) => "RX102",
            ErrorKind::PatternTooLong => "LM006",
            ErrorKind::ProgramTooLarge | ErrorKind::TooDeep => "LM007",
            ErrorKind::Syntax => "RX101",
        })
    })
}

/// One pattern on one text: `is_match` or `replace_all`.
fn regex(api: &str, pattern: &str, haystack: &str, replacement: &str) -> Value {
    let limits = scimwright::limits::Limits::DEFAULT;
    let mut budget = Budget::new(limits.fuel);
    let regex = match compile(pattern) {
        Ok(regex) => regex,
        Err(refused) => return refused,
    };
    let result = if api == "replace_all" {
        let replacement = Replacement::parse(replacement, &regex);
        let done = replacement.and_then(|replacement| {
            regex.replace_all(haystack, &replacement, limits.value_bytes, &mut budget)
        });
        done.map(|text| json!(text))
    } else {
        regex.is_match(haystack, &mut budget).map(|found| json!(found))
    };
    match result {
        Ok(result) => json!({ "ok": true, "result": result }),
        Err(stop) => refused(match stop {
            Stop::OutOfBudget => "LM009",
            Stop::TooLong => "LM008",
            Stop::SplitsPair => "RX301",
            Stop::GroupNumber => "EX303",
        }),
    }
}

/// Everything .NET says of the matches; groups by name or by number, places in UTF-16 units.
fn matches(pattern: &str, input: &str, by_number: bool) -> Value {
    let regex = match compile(pattern) {
        Ok(regex) => regex,
        Err(refused) => return refused,
    };
    let key = |number: u32, name: String| if by_number { number.to_string() } else { name };
    let names: Vec<String> = regex.group_names().map(|(number, name)| key(number, name)).collect();
    let mut budget = Budget::new(scimwright::limits::Limits::DEFAULT.fuel);
    let mut found = Vec::new();
    let mut every = regex.matches(input);
    while let Ok(Some(captures)) = every.next_captures(&mut budget) {
        let (mut groups, mut spans) = (Map::new(), Map::new());
        for (number, name) in regex.group_names() {
            let group = captures.group(number);
            let key = key(number, name);
            groups.insert(key.clone(), json!(group.and_then(|span| words(input, span))));
            spans.insert(key, json!(group.map(|span| place(input, span))));
        }
        let [index, _] = place(input, captures.span());
        let value = words(input, captures.span());
        found.push(json!({ "index": index, "value": value, "groups": groups, "spans": spans }));
    }
    let is_match = regex.is_match(input, &mut budget).is_ok_and(|found| found);
    json!({ "ok": true, "isMatch": is_match, "groupNames": names, "matches": found })
}

/// The matched text; nothing where it would be half of a pair.
fn words(input: &str, span: Span) -> Option<&str> {
    if span.start == span.end { Some("") } else { span.of(input) }
}

/// Index and length in UTF-16 units; a place inside a pair is behind its first unit.
fn place(text: &str, span: Span) -> [usize; 2] {
    let units = |offset: usize| {
        let whole = text.floor_char_boundary(offset);
        text.get(..whole).map_or(0, |before| before.encode_utf16().count()) + usize::from(whole != offset)
    };
    let start = units(span.start);
    [start, units(span.end) - start]
}
