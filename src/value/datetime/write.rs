//! Writing a date by a format: `DateTime.ToString(format)` under the invariant culture.

use std::fmt::Write as _;

use super::civil::MONTH_NAMES;
use super::format::{DateFormat, OffsetForm, Part, Token};
use super::{Civil, DateTime, Kind};

impl DateFormat {
    /// Writes `date`. The length of the text is bounded by that of the format: at most nine characters a letter.
    pub fn write(&self, date: &DateTime) -> String {
        let mut out = String::with_capacity(32);
        let civil = date.civil();
        for token in &self.tokens {
            // Writing to a `String` cannot fail.
            let _ = write_token(token, &civil, date, &mut out);
        }
        out
    }
}

fn write_token(token: &Token, civil: &Civil, date: &DateTime, out: &mut String) -> std::fmt::Result {
    let number = |value: u32, two_digits: bool, out: &mut String| {
        if two_digits { write!(out, "{value:02}") } else { write!(out, "{value}") }
    };
    match token {
        Token::Number { part, two_digits } => number(part_of(*part, civil), *two_digits, out),
        Token::YearOfCentury { two_digits } => {
            number(civil.year.checked_rem(100).unwrap_or_default(), *two_digits, out)
        }
        Token::Year { digits } => {
            // Padded by hand: the width of a Rust format ends at 65,535.
            let year = civil.year.to_string();
            out.extend(std::iter::repeat_n('0', digits.saturating_sub(year.len())));
            out.write_str(&year)
        }
        Token::DayName { full } => out.write_str(name(date.weekday().name(), *full)),
        Token::MonthName { full } => {
            let month = civil.month.checked_sub(1).and_then(|index| MONTH_NAMES.get(index as usize));
            out.write_str(name(month.copied().unwrap_or_default(), *full))
        }
        Token::Fraction { digits, optional } => write_fraction(civil.fraction, *digits, *optional, out),
        Token::Designator { full } => {
            let (_, designator) = civil.hour12();
            out.write_str(if *full { designator } else { designator.get(..1).unwrap_or_default() })
        }
        Token::Offset(form) => out.write_str(match form {
            OffsetForm::Hour => "+0",
            OffsetForm::PaddedHour => "+00",
            OffsetForm::HourMinute => "+00:00",
        }),
        Token::KindOrOffset => out.write_str(match date.kind() {
            Kind::Utc => "Z",
            Kind::Local => "+00:00",
            Kind::Unspecified => "",
        }),
        Token::Zulu => out.write_char('Z'),
        Token::Gmt => out.write_str("GMT"),
        Token::Era => out.write_str("A.D."),
        Token::Quoted(text) => out.write_str(text),
        Token::Literal(character) | Token::Escaped(character) => out.write_char(*character),
    }
}

fn part_of(part: Part, civil: &Civil) -> u32 {
    match part {
        Part::Day => civil.day,
        Part::Month => civil.month,
        Part::Hour12 => civil.hour12().0,
        Part::Hour24 => civil.hour,
        Part::Minute => civil.minute,
        Part::Second => civil.second,
    }
}

/// A name or its first three letters.
pub(super) fn name(name: &str, full: bool) -> &str {
    if full { name } else { name.get(..3).unwrap_or(name) }
}

/// The first `digits` of seven. An optional fraction loses its trailing zeros and, when nothing is left, the stop
/// written before it, wherever that came from.
fn write_fraction(fraction: u32, digits: u32, optional: bool, out: &mut String) -> std::fmt::Result {
    let all = format!("{fraction:07}");
    let shown = all.get(..digits as usize).unwrap_or_default();
    if !optional {
        return out.write_str(shown);
    }
    let shown = shown.trim_end_matches('0');
    if shown.is_empty() && out.ends_with('.') {
        out.pop();
    }
    out.write_str(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rfc3339: &str, kind: Kind, format: &str) -> String {
        let date = DateTime::from_rfc3339(rfc3339).unwrap().with_kind(kind);
        DateFormat::compile(format).unwrap().write(&date)
    }

    #[test]
    fn only_k_and_o_show_the_kind() {
        let shown = |kind| written("2024-07-04T08:09:10Z", kind, "yyyy-MM-ddK");
        assert_eq!(shown(Kind::Utc), "2024-07-04Z");
        assert_eq!(shown(Kind::Local), "2024-07-04+00:00");
        assert_eq!(shown(Kind::Unspecified), "2024-07-04");
        assert_eq!(written("2024-07-04T00:00:00Z", Kind::Local, "o"), "2024-07-04T00:00:00.0000000+00:00");
        assert_eq!(written("2024-07-04T00:00:00Z", Kind::Unspecified, "HH zzz"), "00 +00:00");
    }

    #[test]
    fn long_runs_of_year_digits_are_written_in_full() {
        let format = "y".repeat(70_000);
        let text = written("2024-07-04T00:00:00Z", Kind::Utc, &format);
        assert_eq!(text.len(), 70_000);
        assert!(text.ends_with("0002024"));
    }
}
