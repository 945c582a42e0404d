//! `dotnet/*.json`: what .NET computes, asked of the functions of the mapping language.

mod regex;
mod text;

pub(super) use regex::{generated, patterns};
pub(super) use text::text;

use std::path::Path;

use serde_json::{Value, json};

use super::{answer, cases, needs, text as member};
use crate::equal::same;
use crate::names::expression_class;
use crate::report::{Case, Problem, Verdict};
use crate::subject::{Reply, Subject};

/// Judges every case of a file.
fn each(
    document: &Value,
    subject: &mut dyn Subject,
    judge: impl Fn(&Value, &mut dyn Subject) -> Result<Verdict, Problem>,
) -> Vec<Case> {
    let case = |case: &Value| Case::of(member(case, "id"), judge(case, subject));
    cases(document, "cases").iter().map(case).collect()
}

/// A text as the language writes it.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The answer to an expression on a source object.
fn evaluate(subject: &mut dyn Subject, expression: &str, source: &Value) -> Result<Value, Problem> {
    // Some cases read a time alone, which means today: any day will do.
    let options = json!({ "now": "2024-07-04T12:00:00Z" });
    answer(subject.call("evaluate", &[json!(expression), source.clone(), options]), || expression.to_owned())
}

/// The expression has this value; `None`: it is refused with one of `classes`.
fn gives(
    subject: &mut dyn Subject,
    expression: &str,
    source: &Value,
    expected: Option<&Value>,
    classes: &[&str],
) -> Result<(), Problem> {
    let found = evaluate(subject, expression, source)?;
    let good = match expected {
        Some(value) => found["outcome"] == "value" && same(&found["value"], value),
        None => found["ok"] == false && classes.contains(&expression_class(&found["diagnostics"][0])),
    };
    let wanted = || expected.map_or_else(|| format!("refused: {}", classes.join(" or ")), Value::to_string);
    if good { Ok(()) } else { Err((format!("{expression} gives {}", wanted()), found.to_string())) }
}

/// The expected text of a case, or nothing where .NET throws.
fn expected<'c>(case: &'c Value, name: &str) -> Result<Option<&'c Value>, Problem> {
    if case["error"] == true {
        return Ok(None);
    }
    needs(case, &[name])?;
    Ok(Some(&case[name]))
}

/// The expression is the instant written as `2024-07-04T08:09:05.1230000Z`, to the last of the seven digits.
fn is_instant(
    subject: &mut dyn Subject,
    expression: &str,
    source: &Value,
    expected: Option<&str>,
) -> Result<(), Problem> {
    let printed = expected.map(|instant| json!(us_date(instant)));
    gives(subject, &format!("CStr({expression})"), source, printed.as_ref(), &["date"])?;
    let Some(instant) = expected else { return Ok(()) };
    // Dates print whole seconds; the rest is in the ticks, which begin in 1601.
    if instant < "1601" {
        return Ok(());
    }
    let ticks = evaluate(subject, &format!("NumFromDate({expression})"), source)?;
    let ticks = ticks["value"].as_str().unwrap_or_default();
    let (wanted, found) = (fraction(instant), format!("{ticks:0>7}"));
    if found.ends_with(&wanted) { Ok(()) } else { Err((format!("…{wanted} ticks ({instant})"), found)) }
}

/// The seven fraction digits of an instant.
fn fraction(instant: &str) -> String {
    let digits = instant.split_once('.').map_or("", |(_, rest)| rest.trim_end_matches('Z'));
    format!("{digits:0<7}")
}

/// `2024-07-04T08:09:05.1230000Z` as the language prints dates: `7/4/2024 8:09:05 AM`.
fn us_date(instant: &str) -> String {
    let number = |from: usize, to: usize| -> u32 {
        instant.get(from..to).and_then(|digits| digits.parse().ok()).unwrap_or_default()
    };
    let (year, hour) = (number(0, 4), number(11, 13));
    let half = if hour < 12 { "AM" } else { "PM" };
    format!(
        "{}/{}/{year:04} {}:{:02}:{:02} {half}",
        number(5, 7),
        number(8, 10),
        (hour + 11) % 12 + 1,
        number(14, 16),
        number(17, 19)
    )
}

pub(super) fn casing(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    each(document, subject, |case, subject| {
        let culture = member(case, "culture");
        let argument = if culture.is_empty() { String::new() } else { format!(", {}", literal(culture)) };
        for (function, name) in [("ToUpper", "upper"), ("ToLower", "lower")] {
            gives(subject, &format!("{function}([text]{argument})"), case, Some(&case[name]), &[])?;
        }
        if culture.is_empty() {
            gives(subject, "PCase([text])", case, Some(&case["titleOfLower"]), &[])?;
        }
        match subject.call("titleCase", &[case["text"].clone(), case["culture"].clone()]) {
            Reply::Unknown => {
                Ok(Verdict::InPart("no function gives the title case of text not lowered before"))
            }
            found => {
                let found = answer(found, || "title".to_owned())?;
                if found == case["title"] {
                    Ok(Verdict::Passed)
                } else {
                    Err((format!("title {}", case["title"]), found.to_string()))
                }
            }
        }
    })
}

pub(super) fn date_format(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    each(document, subject, |case, subject| {
        let format = literal(member(case, "format"));
        let expression = format!("FormatDateTime([instant], , \"o\", {format})");
        gives(subject, &expression, case, expected(case, "text")?, &["argument"]).map(Verdict::from)
    })
}

pub(super) fn date_parse(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    each(document, subject, |case, subject| {
        let utc = expected(case, "utc")?;
        needs(case, &["method"])?;
        if case["method"] == "ParseExact" {
            let styles: Vec<&str> = cases(case, "styles").iter().filter_map(Value::as_str).collect();
            let (styles, format) = (literal(&styles.join(", ")), literal(member(case, "format")));
            let written = "\"yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'\"";
            let expression = format!("FormatDateTime([text], {styles}, {format}, {written})");
            // §5: no text is no date, and nothing flows.
            if case["text"] == "" {
                let found = evaluate(subject, &expression, case)?;
                let null = found["outcome"] == "null";
                return null.then_some(Verdict::Passed).ok_or_else(|| ("null".to_owned(), found.to_string()));
            }
            return gives(subject, &expression, case, utc, &["date", "argument"]).map(Verdict::from);
        }
        // §9.2: outside the two shapes the answer is this instant or an error, never another instant.
        if case["feature"] == "parse-lenient" && evaluate(subject, "CDate([text])", case)?["ok"] == false {
            return Ok(Verdict::Passed);
        }
        is_instant(subject, "CDate([text])", case, utc.and_then(Value::as_str)).map(Verdict::from)
    })
}

pub(super) fn date_reformat(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    each(document, subject, |case, subject| {
        let (input, output) = (literal(member(case, "inputFormat")), literal(member(case, "outputFormat")));
        let expression = format!("FormatDateTime([text], {input}, {output})");
        gives(subject, &expression, case, expected(case, "result")?, &["date", "argument"]).map(Verdict::from)
    })
}

pub(super) fn numbers(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    each(document, subject, |case, subject| {
        if let Some(truth) = case.get("bool") {
            return boolean(case, truth, subject).map(Verdict::from);
        }
        needs(case, &["int64", "decimal"])?;
        let integer = case.get("int64").filter(|integer| !integer.is_null());
        gives(subject, "BitAnd([text], -1)", case, integer, &["type"])?;
        match subject.call("readNumber", &[case["text"].clone()]) {
            Reply::Unknown => Ok(Verdict::InPart("no function prints a decimal; the integers are judged")),
            found => {
                let found = answer(found, || "decimal".to_owned())?;
                // What is read has .NET's value; §4 reads fewer texts than .NET.
                let stricter = found.is_null() && is_stricter(member(case, "text"));
                if found == case["decimal"] || stricter {
                    Ok(Verdict::Passed)
                } else {
                    Err((format!("decimal {}", case["decimal"]), found.to_string()))
                }
            }
        }
    })
}

/// .NET reads the two words; the language also reads `""` and numbers (§4), which is judged by the expression vectors.
fn boolean(case: &Value, truth: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let text = member(case, "text");
    let more = text.is_empty() || text.trim().parse::<f64>().is_ok();
    let expected = match truth {
        Value::Bool(true) => Some(json!("True")),
        Value::Bool(false) => Some(json!("False")),
        _ if more => Some(json!("False")),
        _ => None,
    };
    gives(subject, "CBool([text])", case, expected.as_ref(), &["type"])
}

/// Whether §4 refuses a number that .NET reads: separators, exponents, a bare point, beyond 64 bits or the places kept.
fn is_stricter(text: &str) -> bool {
    let digits = text.trim();
    digits.contains([',', 'e', 'E', '.']) || digits.parse::<i64>().is_err()
}
