//! `dotnet/text.json`: encodings, parts, comparison, marks, and arithmetic on dates.

use std::path::Path;

use serde_json::{Value, json};

use super::{each, evaluate, expected, gives, is_instant, literal, member};
use crate::format::{cases, needs};
use crate::report::{Case, Problem, Verdict};
use crate::subject::Subject;

pub(in crate::format) fn text(document: &Value, _: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    each(document, subject, |case, subject| one(case, subject).map(Verdict::from))
}

fn one(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let id = member(case, "id");
    let result = expected(case, "result")?;
    match id.split('-').nth(1).unwrap_or_default() {
        "base64" => gives(subject, "ConvertToBase64([text])", case, result, &[]),
        "unbase64" => {
            // §8.3: bytes invalid in the encoding are an error, where .NET writes `?` or U+FFFD.
            let result = result.filter(|_| !["tx-unbase64-05", "tx-unbase64-11"].contains(&id));
            let expression = format!("ConvertFromBase64([text], {})", member(case, "encoding"));
            gives(subject, &expression, case, result, &["argument"])
        }
        "utf8hex" => gives(subject, "ConvertToUTF8Hex([text])", case, result, &[]),
        "trim" => gives(subject, "Trim([text])", case, result, &[]),
        "split" => split(case, subject),
        "splitchars" => words(case, subject),
        "compare" => compare(case, subject),
        "stripmarks" => {
            // §8.1: letters of the published table that do not decompose are spelled out as well.
            let result = match id {
                "tx-stripmarks-03" => Some(json!("Lodz")),
                "tx-stripmarks-09" => Some(json!("ae oe oe ss")),
                _ => result.cloned(),
            };
            gives(subject, "NormalizeDiacritics([text])", case, result.as_ref(), &[])
        }
        "addmonths" => {
            let expression = format!("DateAdd(\"m\", {}, [instant])", case["months"]);
            is_instant(subject, &expression, case, result.and_then(Value::as_str))
        }
        "addyears" => {
            let expression = format!("DateAdd(\"yyyy\", {}, [instant])", case["years"]);
            is_instant(subject, &expression, case, result.and_then(Value::as_str))
        }
        "filetime" => is_instant(subject, "DateFromNum([fileTime])", case, result.and_then(Value::as_str)),
        "tofiletime" => gives(subject, "NumFromDate([instant])", case, result, &["date"]),
        "datediff" => {
            for (interval, difference) in case["result"].as_object().into_iter().flatten() {
                let expression = format!("DateDiff({}, [date1], [date2])", literal(interval));
                gives(subject, &expression, case, Some(difference), &[])?;
            }
            Ok(())
        }
        other => Err(("a known feature".to_owned(), other.to_owned())),
    }
}

/// `Split` trims its parts and keeps the empty ones (§8.1); .NET's `RemoveEmptyEntries` drops them afterwards.
fn split(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let expression = format!("Split([text], {})", literal(member(case, "separator")));
    let found = evaluate(subject, &expression, case)?;
    let drops = member(case, "op").contains("RemoveEmptyEntries");
    let parts: Vec<&str> = match &found["value"] {
        Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect(),
        single => single.as_str().into_iter().collect(),
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !drops || !part.is_empty()).collect();
    let wanted: Vec<&str> = cases(case, "result").iter().filter_map(Value::as_str).map(str::trim).collect();
    if parts == wanted { Ok(()) } else { Err((json!(wanted).to_string(), found.to_string())) }
}

/// `Word` gives the parts between single characters, without the empty ones, and `""` behind the last.
fn words(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    let separators = literal(member(case, "separators"));
    let words = cases(case, "result").iter().filter(|word| *word != "").chain([&Value::Null]);
    for (index, word) in words.enumerate() {
        let word = if word.is_null() { json!("") } else { word.clone() };
        gives(subject, &format!("Word([text], {}, {separators})", index + 1), case, Some(&word), &[])?;
    }
    Ok(())
}

/// The order of two texts, and whether they are one ignoring case. Digits compare as numbers in the language, so a
/// letter goes before both.
fn compare(case: &Value, subject: &mut dyn Subject) -> Result<(), Problem> {
    needs(&case["result"], &["ordinal", "equalsIgnoreCase"])?;
    let (a, b) = ("Append(\"x\", [a])", "Append(\"x\", [b])");
    let order = format!("IIF({a}<{b}, \"-1\", IIF({a}>{b}, \"1\", \"0\"))");
    gives(subject, &order, case, Some(&json!(case["result"]["ordinal"].to_string())), &[])?;
    let within = |inner: &str, outer: &str| format!("InStr({outer}, {inner}, 1, vbTextCompare)");
    let same = format!("IIF({}=1, {}, \"0\")", within(a, b), within(b, a));
    let wanted = if case["result"]["equalsIgnoreCase"] == true { "1" } else { "0" };
    gives(subject, &same, case, Some(&json!(wanted)), &[])
}
