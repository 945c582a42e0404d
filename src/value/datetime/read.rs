//! Reading a date by a format: `DateTime.ParseExact` under the invariant culture.
//!
//! The text is matched token by token from the left, without trying again; a part that stands twice must have the
//! same value twice. Then missing parts are filled, the day name is compared, and the zone is applied. Where .NET's
//! runtime and its documentation leave details open, the runtime's code was followed:
//!
//! - digits are taken greedily and only ASCII digits count; the sign of `z` is required;
//! - a blank of the format that the text lacks is passed over when trailing white space is allowed;
//! - under `AllowInnerWhite` blanks of the format match any white space, none included; one behind a backslash none,
//!   because white space of the text is passed over first;
//! - a stop before a fraction of two or more `F` may be missing with it; before a single `F` it may not;
//! - `tt` takes `am` and `pm` in any case, `t` only `A` and `P`;
//! - on 0001-01-01 an offset cannot lead to the day before: the time of day wraps around.

use std::borrow::Cow;

use super::civil::MONTH_NAMES;
use super::format::{DateFormat, OffsetForm, Part, Token};
use super::found::{Found, note};
use super::parse::offset_ticks;
use super::write::name;
use super::{DateTime, ReadError, Styles, Weekday};
use crate::unicode;

impl DateFormat {
    /// Reads `text` by this format. `now` fills the date or year that the format lacks.
    ///
    /// The kind is UTC when the text ended in a `Z` under `RoundtripKind` or the styles adjust to it, local when it
    /// carried an offset, unspecified otherwise.
    ///
    /// # Errors
    /// [`ReadError`] where .NET throws `FormatException`, and without `now` where it is needed.
    pub fn read(&self, text: &str, styles: Styles, now: Option<DateTime>) -> Result<DateTime, ReadError> {
        if self.writes_only {
            return Err(ReadError::EmptyFormat);
        }
        // Nothing but white space is read where the format allows it, no text at all never.
        if text.is_empty() {
            return Err(ReadError::Expected { what: "a date", at: 1 });
        }
        if self.needs_its_end && styles.has(Styles::ALLOW_TRAILING_WHITE) {
            return Err(ReadError::NeedsItsEnd);
        }
        let text = if styles.has(Styles::ALLOW_TRAILING_WHITE) { text.trim_end() } else { text };
        let rest = if styles.has(Styles::ALLOW_LEADING_WHITE) { text.trim_start() } else { text };
        let mut reader = Reader {
            text,
            rest,
            inner_white: styles.has(Styles::ALLOW_INNER_WHITE),
            needs_colon: self.round_trip && styles == Styles::NONE,
        };
        let mut found = Found { zulu: self.universal, ..Found::default() };
        if self.universal {
            found.offset = Some(0);
        }
        let mut tokens = self.trimmed(styles).peekable();
        while let Some(token) = tokens.next() {
            if reader.inner_white {
                reader.rest = reader.rest.trim_start();
            }
            match &*token {
                Token::Literal(' ') if reader.inner_white || reader.eat(' ') => {}
                Token::Literal(' ')
                    if styles.has(Styles::ALLOW_TRAILING_WHITE) && tokens.peek().is_some() => {}
                Token::Literal('.') if !reader.rest.starts_with('.') => {
                    let optional = |next: &Cow<'_, Token>| {
                        matches!(**next, Token::Fraction { optional: true, digits: 2.. })
                    };
                    if tokens.next_if(optional).is_none() {
                        return Err(reader.expected("a full stop"));
                    }
                }
                token => reader.token(token, &mut found)?,
            }
        }
        if !reader.rest.is_empty() {
            return Err(ReadError::TrailingText { at: reader.place() });
        }
        found.finish(styles, now)
    }

    /// The tokens as .NET matches them: where white space around the text is ignored, so is that around the format,
    /// also inside a quoted text at its edge.
    fn trimmed(&self, styles: Styles) -> impl Iterator<Item = Cow<'_, Token>> {
        let white = |token: &Token| matches!(token, Token::Literal(character) if character.is_whitespace());
        let mut tokens = self.reading();
        let leading = styles.has(Styles::ALLOW_LEADING_WHITE);
        let trailing = styles.has(Styles::ALLOW_TRAILING_WHITE);
        // Behind white space at the start a quoted text is not at the edge.
        let cuts_first = leading && matches!(tokens.first(), Some(Token::Quoted(_)));
        if trailing {
            while let Some((_, rest)) = tokens.split_last().filter(|(last, _)| white(last)) {
                tokens = rest;
            }
        }
        if leading {
            while let Some((_, rest)) = tokens.split_first().filter(|(first, _)| white(first)) {
                tokens = rest;
            }
        }
        let last = tokens.len().saturating_sub(1);
        tokens.iter().enumerate().map(move |(index, token)| match token {
            Token::Quoted(text) if cuts_first && index == 0 || trailing && index == last => {
                let text = if cuts_first && index == 0 { text.trim_start() } else { text };
                let text = if trailing && index == last { text.trim_end() } else { text };
                Cow::Owned(Token::Quoted(text.to_owned()))
            }
            _ => Cow::Borrowed(token),
        })
    }
}

struct Reader<'t> {
    text: &'t str,
    rest: &'t str,
    inner_white: bool,
    /// An offset has a colon between its hours and minutes.
    needs_colon: bool,
}

impl Reader<'_> {
    /// The character at which the rest starts, from 1.
    fn place(&self) -> usize {
        let rest = self.rest.chars().count();
        self.text.chars().count().saturating_sub(rest).saturating_add(1)
    }

    fn expected(&self, what: &'static str) -> ReadError {
        ReadError::Expected { what, at: self.place() }
    }

    fn eat(&mut self, expected: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(expected) else { return false };
        self.rest = rest;
        true
    }

    /// Takes `word` in any case.
    fn eat_word(&mut self, word: &str) -> bool {
        match self.rest.split_at_checked(word.len()) {
            Some((start, rest)) if start.eq_ignore_ascii_case(word) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// As many ASCII digits as there are, `most` at the most; their number and value.
    fn digits(&mut self, most: usize) -> (usize, Option<u32>) {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(count).unwrap_or(("", self.rest));
        self.rest = rest;
        let value = digits.bytes().try_fold(0u32, |value, digit| {
            value.checked_mul(10)?.checked_add(u32::from(digit.wrapping_sub(b'0')))
        });
        (count, value)
    }

    /// One or two digits, or exactly `digits` when that is more than one.
    fn number(&mut self, digits: usize, what: &'static str) -> Result<u32, ReadError> {
        let before = self.rest;
        let (least, most) = if digits == 1 { (1, 2) } else { (digits, digits) };
        match self.digits(most) {
            (count, Some(value)) if count >= least => Ok(value),
            _ => {
                self.rest = before;
                Err(self.expected(what))
            }
        }
    }

    fn token(&mut self, token: &Token, found: &mut Found) -> Result<(), ReadError> {
        match token {
            Token::Number { part, two_digits } => self.part(*part, *two_digits, found),
            Token::YearOfCentury { two_digits } => {
                found.two_digit_year = true;
                let what = if *two_digits { "a year of two digits" } else { "a year of one or two digits" };
                let year = self.number(if *two_digits { 2 } else { 1 }, what)?;
                note(&mut found.year, year, "the year")
            }
            Token::Year { digits } => {
                let what = if *digits == 4 { "a year of four digits" } else { "a year with all its digits" };
                let year = self.number(*digits, what)?;
                note(&mut found.year, year, "the year")
            }
            Token::DayName { full } => {
                let index =
                    self.name(Weekday::NAMES, *full).ok_or_else(|| self.expected("an English day name"))?;
                note(&mut found.weekday, index, "the day of the week")
            }
            Token::MonthName { full } => {
                let index =
                    self.name(MONTH_NAMES, *full).ok_or_else(|| self.expected("an English month name"))?;
                note(&mut found.month, index.saturating_add(1), "the month")
            }
            Token::Fraction { digits, optional } => self.fraction(*digits, *optional, found),
            Token::Designator { full: true } => {
                let afternoon = self.eat_word("PM");
                if !afternoon && !self.eat_word("AM") {
                    return Err(self.expected("`AM` or `PM`"));
                }
                note(&mut found.afternoon, afternoon, "the half of the day")
            }
            Token::Designator { full: false } => {
                let afternoon = self.eat('P');
                if !afternoon && !self.eat('A') {
                    return Err(self.expected("`A` or `P`"));
                }
                note(&mut found.afternoon, afternoon, "the half of the day")
            }
            Token::Offset(form) => {
                let offset = self.zone_offset(*form)?;
                note(&mut found.offset, offset, "the offset")
            }
            Token::KindOrOffset => {
                if self.eat('Z') {
                    found.zulu = true;
                    note(&mut found.offset, 0, "the offset")
                } else if self.rest.starts_with(['+', '-']) {
                    let offset = self.zone_offset(OffsetForm::HourMinute)?;
                    note(&mut found.offset, offset, "the offset")
                } else {
                    Ok(())
                }
            }
            Token::Zulu => {
                let is_there = self.eat_word("GMT") || self.eat_word("Z");
                if !is_there || self.rest.starts_with(|next| unicode::is_any(next, "L")) {
                    return Err(self.expected("`Z` or `GMT`, and no letter behind it"));
                }
                found.zulu = true;
                note(&mut found.offset, 0, "the offset")
            }
            Token::Gmt => {
                found.offset = Some(0);
                self.literal("GMT")
            }
            Token::Era if self.eat_word("A.D.") || self.eat_word("AD") => Ok(()),
            Token::Era => Err(self.expected("the era `A.D.`")),
            Token::Quoted(text) => self.literal(text),
            Token::Literal(character) | Token::Escaped(character) if self.eat(*character) => Ok(()),
            Token::Literal(_) | Token::Escaped(_) => Err(self.expected("the literal text of the format")),
        }
    }

    /// Quoted text; where inner white space is free, a blank in it stands for any or none.
    fn literal(&mut self, text: &str) -> Result<(), ReadError> {
        for character in text.chars() {
            if character == ' ' && self.inner_white {
                self.rest = self.rest.trim_start();
            } else if !self.eat(character) {
                return Err(self.expected("the literal text of the format"));
            }
        }
        Ok(())
    }

    fn part(&mut self, part: Part, two_digits: bool, found: &mut Found) -> Result<(), ReadError> {
        let (place, name, one, two) = match part {
            Part::Day => (&mut found.day, "the day", "a day of one or two digits", "a day of two digits"),
            Part::Month => {
                (&mut found.month, "the month", "a month of one or two digits", "a month of two digits")
            }
            Part::Hour12 | Part::Hour24 => {
                found.twelve_hours |= part == Part::Hour12;
                (&mut found.hour, "the hour", "an hour of one or two digits", "an hour of two digits")
            }
            Part::Minute => {
                (&mut found.minute, "the minute", "a minute of one or two digits", "a minute of two digits")
            }
            Part::Second => {
                (&mut found.second, "the second", "a second of one or two digits", "a second of two digits")
            }
        };
        let value = if two_digits { self.number(2, two) } else { self.number(1, one) }?;
        note(place, value, name)
    }

    /// The index of the English name the text goes on with.
    fn name<const COUNT: usize>(&mut self, names: [&str; COUNT], full: bool) -> Option<u32> {
        let index = names.iter().position(|candidate| self.eat_word(name(candidate, full)))?;
        u32::try_from(index).ok()
    }

    fn fraction(&mut self, digits: u32, optional: bool, found: &mut Found) -> Result<(), ReadError> {
        let before = self.rest;
        let (count, value) = self.digits(digits as usize);
        let missing = 7usize.saturating_sub(count);
        if !optional && count < digits as usize {
            self.rest = before;
            return Err(self.expected("more digits of the second's fraction"));
        }
        let ticks = (0..missing).fold(value.unwrap_or_default(), |ticks, _| ticks.saturating_mul(10));
        note(&mut found.fraction, ticks, "the fraction of the second")
    }

    fn zone_offset(&mut self, form: OffsetForm) -> Result<i64, ReadError> {
        let what = match form {
            OffsetForm::Hour => "an offset such as `+8`",
            OffsetForm::PaddedHour => "an offset such as `+08`",
            OffsetForm::HourMinute => "an offset such as `+08:00`",
        };
        let negative = self.eat('-');
        if !negative && !self.eat('+') {
            return Err(self.expected(what));
        }
        let hours = self.number(if form == OffsetForm::PaddedHour { 2 } else { 1 }, what)?;
        let minutes = if form == OffsetForm::HourMinute {
            if !self.eat(':') && self.needs_colon {
                return Err(self.expected(what));
            }
            self.number(2, what)?
        } else {
            0
        };
        offset_ticks(negative, hours, minutes).ok_or(ReadError::Offset)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    const NOW: &str = "2025-07-30T09:15:00Z";

    fn read_by(text: &str, format: &str, styles: &str) -> Result<DateTime, ReadError> {
        let now = DateTime::from_rfc3339(NOW).unwrap();
        DateFormat::compile(format).unwrap().read(text, Styles::parse(styles).unwrap(), Some(now))
    }

    fn read(text: &str, format: &str) -> Result<DateTime, ReadError> {
        read_by(text, format, "RoundtripKind,AllowLeadingWhite,AllowTrailingWhite")
    }

    fn rfc(text: &str, format: &str) -> String {
        read(text, format).map_or_else(|error| error.to_string(), DateTime::to_rfc3339)
    }

    #[test]
    fn missing_parts_are_filled() {
        assert_eq!(rfc("2024", "yyyy"), "2024-01-01T00:00:00Z");
        assert_eq!(rfc("March", "MMMM"), "2025-03-01T00:00:00Z");
        assert_eq!(rfc("17", "%d"), "2025-01-17T00:00:00Z");
        assert_eq!(rfc("10:20", "HH:mm"), "2025-07-30T10:20:00Z");
        assert_eq!(
            read_by("17", "dd", "NoCurrentDateDefault").unwrap().to_rfc3339(),
            "2025-01-17T00:00:00Z",
            "the style does not change the missing-year rule"
        );
        assert_eq!(
            read_by("10:20", "HH:mm", "NoCurrentDateDefault").unwrap().to_rfc3339(),
            "0001-01-01T10:20:00Z"
        );
        let format = DateFormat::compile("HH:mm").unwrap();
        assert_eq!(format.read("10:20", Styles::NONE, None), Err(ReadError::NoCurrentTime));
    }

    #[test]
    fn the_kind_follows_the_text_and_the_styles() {
        let kind = |text, format, styles| read_by(text, format, styles).unwrap().kind();
        assert_eq!(kind("2024-07-04Z", "yyyy-MM-ddK", "RoundtripKind"), Kind::Utc);
        assert_eq!(kind("2024-07-04Z", "yyyy-MM-ddZ", "RoundtripKind"), Kind::Utc);
        assert_eq!(kind("2024-07-04Z", "yyyy-MM-dd'Z'", "RoundtripKind"), Kind::Unspecified);
        assert_eq!(kind("Thursday, 04 July 2024 08:09:10", "U", "RoundtripKind"), Kind::Utc);
        assert_eq!(kind("Thursday, 04 July 2024 08:09:10", "F", "RoundtripKind"), Kind::Unspecified);
        assert_eq!(kind("2024-07-04+00:00", "yyyy-MM-ddK", "RoundtripKind"), Kind::Local);
        assert_eq!(kind("2024-07-04 GMT", "yyyy-MM-dd GMT", "RoundtripKind"), Kind::Local);
        assert_eq!(kind("2024-07-04Z", "yyyy-MM-ddK", "None"), Kind::Local);
        assert_eq!(kind("2024-07-04", "yyyy-MM-ddK", "None"), Kind::Unspecified);
        assert_eq!(kind("2024-07-04", "yyyy-MM-ddK", "AssumeUniversal"), Kind::Local);
        assert_eq!(kind("2024-07-04", "yyyy-MM-ddK", "AssumeUniversal,AdjustToUniversal"), Kind::Utc);
        assert_eq!(kind("2024-07-04+02:00", "yyyy-MM-ddK", "AdjustToUniversal"), Kind::Utc);
    }

    #[test]
    fn repeated_parts_agree() {
        assert_eq!(rfc("07 July 2024", "MM MMMM yyyy"), "2024-07-01T00:00:00Z");
        assert_eq!(rfc("07 May 2024", "MM MMM yyyy"), "the text gives the month twice with different values");
        assert_eq!(rfc("13 1 2024", "HH h yyyy"), "the text gives the hour twice with different values");
        assert_eq!(
            rfc("2024 10:00 AM PM", "yyyy hh:mm tt tt"),
            "the text gives the half of the day twice with different values"
        );
        assert_eq!(rfc("2024Z+01:00", "yyyyKK"), "the text gives the offset twice with different values");
        assert_eq!(rfc("1.5 1.50 2024", "s.F s.FF yyyy"), "2024-01-01T00:00:01.5Z");
    }

    #[test]
    fn a_day_name_belongs_to_its_date() {
        assert_eq!(rfc("thu 4 JUL 2024", "ddd d MMM yyyy"), "2024-07-04T00:00:00Z");
        assert_eq!(
            rfc("Friday, July 4, 2024", "dddd, MMMM d, yyyy"),
            "the date is a Thursday, the text says otherwise"
        );
    }

    #[test]
    fn eras_and_halves_of_the_day() {
        assert_eq!(rfc("2024 A.D.", "yyyy g"), "2024-01-01T00:00:00Z");
        assert_eq!(rfc("2024 ad", "yyyy gg"), "2024-01-01T00:00:00Z");
        assert_eq!(
            rfc("2024 B.C.", "yyyy g"),
            "the text does not fit the format: at character 6 it should have the era `A.D.`"
        );
        assert_eq!(rfc("2024 12 P", "yyyy hh t"), "2024-01-01T12:00:00Z");
        assert_eq!(
            rfc("2024 12", "yyyy hh"),
            "2024-01-01T00:00:00Z",
            "a twelve-hour clock alone is the morning"
        );
        assert_eq!(rfc("2024 13 AM", "yyyy HH tt"), "AM does not fit hour 13 of a 24-hour clock");
        assert_eq!(rfc("5 PM", "H tt"), "PM does not fit hour 5 of a 24-hour clock");
        assert_eq!(rfc("PM", "tt"), "the format reads AM or PM but no hour");
        assert_eq!(rfc("2024 13 PM", "yyyy HH tt"), "2024-01-01T13:00:00Z");
    }

    #[test]
    fn fractions() {
        assert_eq!(rfc("2024 1.25", "yyyy s.ff"), "2024-01-01T00:00:01.25Z");
        assert_eq!(
            rfc("2024 1.2", "yyyy s.ff"),
            "the text does not fit the format: at character 8 it should have more digits of the second's fraction"
        );
        assert_eq!(rfc("2024 1.2", "yyyy s.FFF"), "2024-01-01T00:00:01.2Z");
        assert_eq!(rfc("2024 1", "yyyy s.FFF"), "2024-01-01T00:00:01Z");
        assert_eq!(
            rfc("2024 1", "yyyy s.F"),
            "the text does not fit the format: at character 7 it should have a full stop"
        );
        assert_eq!(rfc("2024 1 Z", "yyyy s.FFF K"), "2024-01-01T00:00:01Z");
    }

    #[test]
    fn two_digits_of_a_year_mean_this_century_up_to_49() {
        assert_eq!(rfc("49-01-01", "yy-MM-dd"), "2049-01-01T00:00:00Z");
        assert_eq!(rfc("50-01-01", "yy-MM-dd"), "1950-01-01T00:00:00Z");
        assert_eq!(rfc("5-01-01", "y-MM-dd"), "2005-01-01T00:00:00Z");
        assert_eq!(rfc("24 2024", "yy yyyy"), "the text gives the year twice with different values");
    }

    #[test]
    fn white_space_is_free_only_where_allowed() {
        assert_eq!(rfc(" 2024-07-04\r\n", "yyyy-MM-dd"), "2024-07-04T00:00:00Z");
        assert_eq!(rfc("2024-07-04", " yyyy-MM-dd' '"), "2024-07-04T00:00:00Z");
        assert!(read_by("2024-07-04 ", "yyyy-MM-dd", "AllowLeadingWhite").is_err());
        assert!(read_by(" 2024-07-04", "yyyy-MM-dd", "AllowTrailingWhite").is_err());
        assert_eq!(
            rfc("x2024y", "' x'yyyy'y '"),
            "2024-01-01T00:00:00Z",
            "also that of a quoted text at the edge"
        );
        assert!(read_by("x2024", "' x'yyyy", "AllowTrailingWhite").is_err());
        assert!(read_by("2024y", "yyyy'y '", "AllowLeadingWhite").is_err());
        assert_eq!(rfc("2024-07-0408", "yyyy-MM-dd HH"), "2024-07-04T08:00:00Z", "a blank may be missing");
        assert!(read_by("2024-07-0408", "yyyy-MM-dd HH", "None").is_err());
        assert!(read_by("2024  07", "yyyy' 'MM", "AllowInnerWhite").is_ok());
    }

    /// Expected: .NET Core 3.1.23.
    #[test]
    fn white_space_behind_a_sign_is_no_white_space() {
        let fits = |text, format, styles| read_by(text, format, styles).is_ok();
        assert!(fits("2024-07 ", r"yyyy-MM\ ", "None"));
        assert_eq!(read_by("2024-07 ", r"yyyy-MM\ ", "AllowTrailingWhite"), Err(ReadError::NeedsItsEnd));
        assert_eq!(read_by("2024-07 ", "yyyy-MM% ", "AllowTrailingWhite"), Err(ReadError::NeedsItsEnd));
        assert_eq!(read_by("2024-07a", r"yyyy-MM'a\ '", "AllowTrailingWhite"), Err(ReadError::NeedsItsEnd));
        assert!(
            fits("2024-07\\", r"yyyy-MM\\ ", "AllowTrailingWhite"),
            "the second backslash is a character"
        );
        assert!(fits("2024 07", r"yyyy\ MM", "None"));
        assert!(!fits("2024 07", r"yyyy\ MM", "AllowInnerWhite"));
        assert!(!fits("202407", r"yyyy\ MM", "AllowInnerWhite"));
        assert!(!fits("2024-07", r"\ yyyy-MM", "AllowLeadingWhite"));
        assert!(!fits("2024-07", "% yyyy-MM", "AllowLeadingWhite"));
        assert!(fits("x2024-07", "' x'yyyy-MM", "AllowLeadingWhite"));
        assert!(!fits("x2024-07", " ' x'yyyy-MM", "AllowLeadingWhite"));
    }

    /// Expected: .NET Core 3.1.23.
    #[test]
    fn offsets_of_the_round_trip_format_have_a_colon_where_no_style_is_set() {
        let text = "2024-07-04T08:09:10.1234567+0200";
        assert!(read_by(text, "o", "None").is_err());
        assert!(read_by(text, "o", "RoundtripKind").is_ok());
        assert!(read_by(text, "yyyy-MM-ddTHH:mm:ss.fffffffK", "None").is_ok());
        assert!(read_by("2024-07-04T08:09:10.1234567+02:00", "o", "None").is_ok());
    }

    /// Expected: .NET Core 3.1.23.
    #[test]
    fn gmt_in_a_format_is_a_word_in_any_case() {
        for format in ["yyyy-MM-dd GMT", "yyyy-MM-dd Gmt", "yyyy-MM-dd GmT"] {
            assert_eq!(rfc("2024-07-04 GMT", format), "2024-07-04T00:00:00Z", "{format}");
            assert!(read("2024-07-04 Gmt", format).is_err(), "{format}");
            assert!(read("2024-07-04 G7T", format).is_err(), "{format}");
        }
    }

    /// Expected: .NET Core 3.1.23.
    #[test]
    fn no_text_is_no_date_whatever_the_format_asks() {
        for format in ["FFF", "%K", "''", ".FF", "U"] {
            assert!(read_by("", format, "None").is_err() && read("", format).is_err(), "{format}");
        }
        assert_eq!(rfc("", "FFF"), "the text does not fit the format: at character 1 it should have a date");
        // White space that is passed over was there.
        assert_eq!(rfc(" ", "FFF"), "2025-07-30T00:00:00Z");
    }

    /// `ParseExact` passes over a percent sign; `ToString` takes one character behind it.
    #[test]
    fn a_percent_sign_has_no_meaning_when_read() {
        assert_eq!(rfc("2024-07-04", "%yyyy-MM-dd"), "2024-07-04T00:00:00Z");
        assert_eq!(rfc("2024-07-04", "yyyy-%MM-dd"), "2024-07-04T00:00:00Z");
        assert_eq!(rfc("2024 1", "yyyy s.%FF"), "2024-01-01T00:00:01Z");
    }

    /// `Z` and `GMT` are words of their own.
    #[test]
    fn no_letter_follows_the_zone() {
        let refused = "the text does not fit the format: at character 6 it should have `Z` or `GMT`, and no letter behind it";
        assert_eq!(rfc("2024ZJul", "yyyyZMMM"), refused);
        assert_eq!(rfc("2024Z07", "yyyyZMM"), "2024-07-01T00:00:00Z");
    }

    #[test]
    fn messages_name_the_place() {
        assert_eq!(
            rfc("é2024", "'é'MM"),
            "the text does not fit the format: the format ends before character 4"
        );
        assert_eq!(
            rfc("é2x", "'é'MM"),
            "the text does not fit the format: at character 2 it should have a month of two digits"
        );
        assert_eq!(rfc("", ""), "an empty format reads nothing");
        assert_eq!(
            rfc("2024-07-04+15:00", "yyyy-MM-ddzzz"),
            "the offset from UTC is beyond 14 hours, or its minutes beyond 59"
        );
        assert_eq!(rfc("2024-07-04 17", "yyyy-MM-dd hh"), "the clock of `hh` and `h` has no hour 17");
        assert_eq!(rfc("2024-02-30", "yyyy-MM-dd"), "the calendar or the clock has no such value");
    }
}
