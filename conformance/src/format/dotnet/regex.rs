//! `dotnet/regex.json` and `dotnet/regex-generated.jsonl`: patterns, what they match, what `Replace` makes of it.
//!
//! The language shows matches only through `Replace`: with a replacement that writes every group between marks, the
//! result tells places, texts and groups of all matches. Spans of groups, and groups that took no part rather than
//! being empty, show natively alone.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{evaluate, gives, literal, member};
use crate::equal::same;
use crate::format::{answer, cases};
use crate::report::{Case, Problem, Verdict};
use crate::subject::{Reply, Subject};

/// The refusal of a replacement that would cut a pair of surrogates.
const SPLITS_PAIR: &str = "EX303";

pub(in crate::format) fn patterns(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    super::each(document, subject, |case, subject| one(case, false, subject))
}

/// Lines of `[pattern]` where .NET refuses it, else `[pattern, text, matches, replacement, result]`;
/// `xtask/tools/dotnet_regex` says how they were made.
pub(in crate::format) fn generated(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let lines = cases(document, "lines").iter().enumerate();
    let case = |(number, line): (usize, &Value)| {
        let case = unfolded(line);
        let id = format!("line-{} {}", number + 1, member(&case, "pattern"));
        Case::of(id, one(&case, true, subject))
    };
    lines.map(case).collect()
}

/// A generated line in the shape of `regex.json`; `matches` is `M<index>,<length>;<group>:<index>,<length>…` for each.
fn unfolded(line: &Value) -> Value {
    let text = |index: usize| line[index].as_str().unwrap_or_default();
    if line.as_array().is_none_or(|line| line.len() < 5) {
        return json!({ "pattern": text(0), "error": true });
    }
    let input = text(1);
    let pair = |written: &str| -> Option<[usize; 2]> {
        let (index, length) = written.split_once(',')?;
        Some([index.parse().ok()?, length.parse().ok()?])
    };
    let slice = |[index, length]: [usize; 2]| {
        let units: Vec<u16> = input.encode_utf16().skip(index).take(length).collect();
        String::from_utf16(&units).ok()
    };
    let matches = text(2).split('M').filter(|written| !written.is_empty()).filter_map(|written| {
        let mut parts = written.split(';');
        let whole = pair(parts.next()?)?;
        let (mut groups, mut spans) = (Map::new(), Map::new());
        for (number, span) in parts.filter_map(|part| part.split_once(':')) {
            let span = pair(span);
            groups.insert(number.to_owned(), json!(span.and_then(slice)));
            spans.insert(number.to_owned(), json!(span));
        }
        Some(json!({ "index": whole[0], "value": slice(whole), "groups": groups, "spans": spans }))
    });
    let matches: Vec<Value> = matches.collect();
    let names =
        matches.first().map(|first| json!(first["groups"].as_object().map(|m| m.keys().collect::<Vec<_>>())));
    json!({
        "pattern": text(0), "input": input, "isMatch": !matches.is_empty(), "groupNames": names, "matches": matches,
        "replace": { "replacement": text(3), "result": text(4) },
    })
}

fn one(case: &Value, by_number: bool, subject: &mut dyn Subject) -> Result<Verdict, Problem> {
    let pattern = member(case, "pattern");
    let replace = |replacement: &str| {
        format!("Replace([input], , {}, , {}, , )", literal(pattern), literal(replacement))
    };
    if case["error"] == true {
        return refused(subject, &replace(""), &json!({ "input": "x" }), "RX101");
    }
    let result = member(&case["replace"], "result");
    let replaced = replace(member(&case["replace"], "replacement"));
    // .NET writes U+FFFD for the half of a pair; the language refuses to cut one.
    if result.contains('\u{FFFD}') {
        refused(subject, &replaced, case, SPLITS_PAIR)?;
    } else {
        gives(subject, &replaced, case, Some(&json!(result)), &[])?;
    }
    let names: Vec<&str> = cases(case, "groupNames").iter().filter_map(Value::as_str).collect();
    let marked =
        replace(&format!("⟦$&{}⟧", names.iter().map(|name| format!("¦${{{name}}}")).collect::<String>()));
    match with_marks(case, &names) {
        Some(text) => gives(subject, &marked, case, Some(&json!(text)), &[])?,
        None => _ = refused(subject, &marked, case, SPLITS_PAIR)?,
    }
    let call = [case["pattern"].clone(), case["input"].clone(), json!(by_number)];
    match subject.call("regexMatches", &call) {
        Reply::Unknown => {
            Ok(Verdict::InPart("the language shows neither spans of groups nor groups without part"))
        }
        found => whole(case, by_number, &answer(found, || pattern.to_owned())?),
    }
}

/// Everything .NET says, as the library says it.
fn whole(case: &Value, by_number: bool, found: &Value) -> Result<Verdict, Problem> {
    for name in ["isMatch", "groupNames", "matches"] {
        // A generated case without a match does not name its groups.
        let unknown = by_number && name == "groupNames" && case[name].is_null();
        if !unknown && !same(&case[name], &found[name]) {
            return Err((format!("{name} {}", case[name]), found[name].to_string()));
        }
    }
    Ok(Verdict::Passed)
}

/// The input with every match between marks, and its groups behind it; nothing where that would cut a pair.
fn with_marks(case: &Value, names: &[&str]) -> Option<String> {
    let input: Vec<u16> = member(case, "input").encode_utf16().collect();
    let mut text = Vec::new();
    let mut done = 0;
    for found in cases(case, "matches") {
        let index = usize::try_from(found["index"].as_u64()?).ok()?;
        let value: Vec<u16> = found["value"].as_str()?.encode_utf16().collect();
        text.extend_from_slice(input.get(done..index)?);
        text.extend("⟦".encode_utf16());
        text.extend_from_slice(&value);
        for name in names {
            text.extend("¦".encode_utf16());
            let group = found["groups"][name].as_str();
            if group.is_none() && !found["spans"][name].is_null() {
                return None;
            }
            text.extend(group.unwrap_or_default().encode_utf16());
        }
        text.extend("⟧".encode_utf16());
        done = index + value.len();
    }
    text.extend_from_slice(input.get(done..)?);
    String::from_utf16(&text).ok()
}

fn refused(
    subject: &mut dyn Subject,
    expression: &str,
    source: &Value,
    code: &str,
) -> Result<Verdict, Problem> {
    let found = evaluate(subject, expression, source)?;
    if found["ok"] == false && found["diagnostics"][0]["code"] == code {
        Ok(Verdict::Passed)
    } else {
        Err((format!("{expression} refused with {code}"), found.to_string()))
    }
}
