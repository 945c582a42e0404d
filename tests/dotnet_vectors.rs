//! What .NET itself computes: cases printed by its runtimes (`tests/cases/dotnet`), against `scimwright::value`.
//!
//! Every case runs. Where the mapping language deliberately differs from the plain library call, the case's id stands
//! in a list here with the rule, and the difference itself is asserted.

use scimwright::value::casing::{Culture, proper_case, title_case, to_lower, to_upper};
use scimwright::value::datetime::{DateFormat, DateTime, Interval, Kind, Styles, parse};
use scimwright::value::encoding::{Encoding, EncodingError, from_base64, to_base64, to_utf8_hex};
use scimwright::value::numbers::{Number, read_boolean};
use scimwright::value::{diacritics, text};
use serde_json::Value;

/// Runs `check` on every case and shows all that fail.
fn each(file: &str, format: &str, check: impl Fn(&Case) -> Result<(), String>) {
    let document: Value = serde_json::from_str(file).unwrap();
    assert_eq!(document["format"], format);
    let cases = document["cases"].as_array().unwrap();
    assert_eq!(document["count"], cases.len());
    let failures: Vec<String> = cases
        .iter()
        .map(|case| Case { members: case })
        .filter_map(|case| check(&case).err().map(|reason| format!("{}: {reason}", case.text("id"))))
        .collect();
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

struct Case<'a> {
    members: &'a Value,
}

impl Case<'_> {
    fn text(&self, member: &str) -> &str {
        self.members[member].as_str().unwrap_or_else(|| panic!("member {member} of {}", self.members))
    }

    /// The expected text, or `None` where the call throws.
    fn expected(&self, member: &str) -> Option<&str> {
        if self.members["error"] == true { None } else { Some(self.text(member)) }
    }

    fn date(&self, member: &str) -> DateTime {
        parse(self.text(member)).unwrap()
    }
}

fn same<T: PartialEq + std::fmt::Debug>(actual: T, expected: T) -> Result<(), String> {
    if actual == expected { Ok(()) } else { Err(format!("expected {expected:?}, got {actual:?}")) }
}

/// The instant with seven fraction digits, as the cases print it.
fn instant(date: DateTime) -> String {
    DateFormat::compile("o").unwrap().write(&date.with_kind(Kind::Utc))
}

#[test]
fn casing() {
    each(include_str!("cases/dotnet/casing.json"), "dotnet-casing/1", |case| {
        let input = case.text("text");
        let culture = Culture::parse(case.text("culture")).unwrap();
        let lowered = to_lower(input, culture);
        same(to_upper(input, culture).as_ref(), case.text("upper"))?;
        same(lowered.as_ref(), case.text("lower"))?;
        same(title_case(input, culture).as_ref(), case.text("title"))?;
        same(title_case(&lowered, culture).as_ref(), case.text("titleOfLower"))?;
        if culture == Culture::Invariant {
            same(proper_case(input, None).as_ref(), case.text("titleOfLower"))?;
        }
        Ok(())
    });
}

#[test]
fn date_format() {
    each(include_str!("cases/dotnet/date-format.json"), "dotnet-date-format/1", |case| {
        let date = DateTime::from_rfc3339(case.text("instant")).unwrap();
        let written = DateFormat::compile(case.text("format")).map(|format| format.write(&date));
        same(written.ok().as_deref(), case.expected("text"))
    });
}

#[test]
fn date_parse() {
    each(include_str!("cases/dotnet/date-parse.json"), "dotnet-date-parse/1", |case| {
        let input = case.text("text");
        let read = match case.text("method") {
            "ParseExact" => {
                let words: Vec<&str> = case.members["styles"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|word| word.as_str().unwrap())
                    .collect();
                let styles = Styles::parse(&words.join(",")).map_err(|error| error.to_string())?;
                DateFormat::compile(case.text("format"))
                    .ok()
                    .and_then(|format| format.read(input, styles, None).ok())
            }
            "Parse" => parse(input).ok(),
            other => return Err(format!("unknown method {other}")),
        };
        let read = read.map(instant);
        // §9.2: outside the two shapes the answer is this instant or an error, never another instant.
        if case.text("feature") == "parse-lenient" && read.is_none() {
            return Ok(());
        }
        same(read.as_deref(), case.expected("utc"))
    });
}

#[test]
fn date_reformat() {
    // Case dr-all-35 reads a time alone, which means today: any day will do.
    let now = DateTime::from_rfc3339("2024-07-04T12:00:00Z").unwrap();
    each(include_str!("cases/dotnet/date-reformat.json"), "dotnet-date-reformat/1", |case| {
        let written = (|| {
            let input = DateFormat::compile(case.text("inputFormat")).ok()?;
            let output = DateFormat::compile(case.text("outputFormat")).ok()?;
            Some(output.write(&input.read(case.text("text"), Styles::DEFAULT, Some(now)).ok()?))
        })();
        same(written.as_deref(), case.expected("result"))
    });
}

/// §4 reads numbers more strictly than .NET: what .NET reads and the mapping language does not, by reason.
fn stricter_than_dotnet(input: &str) -> Option<&'static str> {
    let digits = input.trim();
    Some(match digits {
        _ if digits.contains(',') => "thousands separator",
        _ if digits.contains(['e', 'E']) => "exponent",
        _ if digits.starts_with('.') || digits.ends_with('.') => "digits on one side of the point only",
        _ if digits.contains('.') => "more places than a decimal keeps",
        _ if digits.parse::<i64>().is_err() => "beyond 64 bits",
        _ => return None,
    })
}

#[test]
fn numbers() {
    each(include_str!("cases/dotnet/numbers.json"), "dotnet-numbers/1", |case| {
        let input = case.text("text");
        if let Some(boolean) = case.members.get("bool") {
            return same(read_boolean(input), boolean.as_bool());
        }
        let decimal = case.members["decimal"].as_str();
        match Number::read(input) {
            // Whatever is read has .NET's value and text.
            Some(number) => {
                same(Some(number.to_string().as_str()), decimal)?;
                same(
                    number.as_integer().map(|integer| integer.to_string()).as_deref(),
                    case.members["int64"].as_str(),
                )
            }
            None if decimal.is_none() => Ok(()),
            None => match stricter_than_dotnet(input) {
                Some(_) => Ok(()),
                None => Err("refused without a rule".into()),
            },
        }
    });
}

#[test]
fn text_functions() {
    each(include_str!("cases/dotnet/text.json"), "dotnet-text/1", |case| {
        let id = case.text("id");
        let feature = id.split('-').nth(1).unwrap_or_default();
        let input = || case.text("text");
        match feature {
            "base64" => same(to_base64(input()).as_str(), case.text("result")),
            "unbase64" => {
                let encoding = Encoding::from_word(case.text("encoding")).unwrap();
                let read = from_base64(input(), encoding);
                match id {
                    // §8.3: bytes invalid in the encoding are an error, where .NET writes replacement characters.
                    "tx-unbase64-05" | "tx-unbase64-11" => same(read, Err(EncodingError::NotText(encoding))),
                    _ => same(read.ok().as_deref(), case.expected("result")),
                }
            }
            "utf8hex" => same(to_utf8_hex(input()).as_str(), case.text("result")),
            "trim" => same(text::trim(input()), case.text("result")),
            "split" | "splitchars" => {
                let keep_empty = !case.text("op").contains("RemoveEmptyEntries");
                let parts: Vec<&str> = if feature == "split" {
                    input().split(case.text("separator")).collect()
                } else {
                    input().split(|character| case.text("separators").contains(character)).collect()
                };
                let parts: Vec<&str> =
                    parts.into_iter().filter(|part| keep_empty || !part.is_empty()).collect();
                same(Value::from(parts), case.members["result"].clone())
            }
            "compare" => {
                let (a, b) = (case.text("a"), case.text("b"));
                same(
                    Value::from(text::compare_ordinal(a, b) as i8),
                    case.members["result"]["ordinal"].clone(),
                )?;
                same(
                    Value::from(text::equal_ignoring_case(a, b)),
                    case.members["result"]["equalsIgnoreCase"].clone(),
                )
            }
            "stripmarks" => {
                let stripped = diacritics::strip(input());
                match id {
                    // §8.1: letters of the published table that do not decompose are spelled out as well.
                    "tx-stripmarks-03" => same(stripped.as_ref(), "Lodz"),
                    "tx-stripmarks-09" => same(stripped.as_ref(), "ae oe oe ss"),
                    _ => same(stripped.as_ref(), case.text("result")),
                }
            }
            "addmonths" | "addyears" => {
                let (interval, member) = if feature == "addmonths" {
                    (Interval::Month, "months")
                } else {
                    (Interval::Year, "years")
                };
                let count = Number::from(case.members[member].as_i64().unwrap());
                let added = case.date("instant").add(interval, count).ok().map(instant);
                same(added.as_deref(), case.expected("result"))
            }
            "filetime" => {
                let date = DateTime::from_file_time(case.text("fileTime").parse().unwrap()).ok().map(instant);
                same(date.as_deref(), case.expected("result"))
            }
            "tofiletime" => {
                let file_time = case.date("instant").to_file_time().ok().map(|ticks| ticks.to_string());
                same(file_time.as_deref(), case.expected("result"))
            }
            "datediff" => {
                let (from, to) = (case.date("date1"), case.date("date2"));
                for (letters, interval) in Interval::ALL {
                    let counted = from.diff(interval, to).to_string();
                    same(
                        (letters, Value::from(counted)),
                        (letters, case.members["result"][letters].clone()),
                    )?;
                }
                Ok(())
            }
            other => Err(format!("unknown feature {other}")),
        }
    });
}
