//! Dates as directories write them: what `CDate`, `DateAdd`, `DateDiff` and `NumFromDate` read.
//!
//! Of `DateTime.Parse` under the invariant culture two shapes are taken, ISO 8601 and `M/d/yyyy`; every text of these
//! shapes gives the instant .NET gives. Month names, dots, two-digit years and parts left out are refused: a guess
//! about them would be a guess about a person's first working day.

use std::fmt;

use super::found::at_offset;
use super::{Civil, DateTime, TICKS_PER_SECOND};
use crate::value::search;

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotADate {
    /// It has another shape; the byte where it departs from the shapes that are read.
    Shape(usize),
    /// The calendar or the clock has no such value: 30 February, hour 24, second 60.
    NoSuchDate,
    /// The offset is beyond ±14:00.
    Offset,
    /// The instant is outside the years 1 to 9999.
    OutOfRange,
}

impl fmt::Display for NotADate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Shape(_) => {
                "not a date; read are `yyyy-MM-dd` and `M/d/yyyy`, each with an optional time, the first also with an offset"
            }
            Self::NoSuchDate => "the calendar or the clock has no such value",
            Self::Offset => "the offset from UTC is beyond 14 hours",
            Self::OutOfRange => "the date is outside the years 1 to 9999",
        })
    }
}

impl std::error::Error for NotADate {}

/// Reads a date; without an offset it is UTC.
///
/// - `yyyy-MM-dd`, then optionally `T` or a blank and `HH:mm`, `HH:mm:ss` or `HH:mm:ss.f` with up to seven digits,
///   then optionally `Z`, `±hh`, `±hh:mm` or `±hhmm`, blanks allowed before it;
/// - `M/d/yyyy`, then optionally a blank and `h:mm` or `h:mm:ss` with `AM` or `PM`, or the same by a 24-hour clock.
///
/// White space around the text is ignored.
///
/// # Errors
/// [`NotADate`] for every other text.
pub fn parse(text: &str) -> Result<DateTime, NotADate> {
    let mut scanner = Scanner::new(text);
    scanner.white();
    let (civil, offset) =
        if search::has(text, '/') { (american(&mut scanner)?, 0) } else { iso(&mut scanner)? };
    scanner.white();
    scanner.end()?;
    at_offset(civil.ticks().ok_or(NotADate::NoSuchDate)?, offset).ok_or(NotADate::OutOfRange)
}

fn iso(scanner: &mut Scanner<'_>) -> Result<(Civil, i64), NotADate> {
    let mut civil = scanner.iso_date()?;
    let before = scanner.rest;
    let separated = scanner.eat('T') || scanner.eat('t') || scanner.white();
    if scanner.starts_with_digit() && separated {
        civil.hour = scanner.number(2, 2)?;
        scanner.expect(':')?;
        civil.minute = scanner.number(2, 2)?;
        if scanner.eat(':') {
            civil.second = scanner.number(2, 2)?;
            if scanner.eat('.') {
                civil.fraction = scanner.fraction(7)?;
            }
        }
    } else {
        scanner.rest = before;
    }
    scanner.white();
    let is_universal = scanner.eat('Z') || scanner.eat('z') || !scanner.rest.starts_with(['+', '-']);
    Ok((civil, if is_universal { 0 } else { scanner.offset()? }))
}

fn american(scanner: &mut Scanner<'_>) -> Result<Civil, NotADate> {
    let month = scanner.number(1, 2)?;
    scanner.expect('/')?;
    let day = scanner.number(1, 2)?;
    scanner.expect('/')?;
    let year = scanner.number(4, 4)?;
    let mut civil = Civil::date(year, month, day);
    if !scanner.white() || scanner.rest.is_empty() {
        return Ok(civil);
    }
    let hour = scanner.number(1, 2)?;
    scanner.expect(':')?;
    civil.minute = scanner.number(2, 2)?;
    if scanner.eat(':') {
        civil.second = scanner.number(2, 2)?;
    }
    scanner.white();
    civil.hour = match scanner.designator() {
        None => hour,
        Some(_) if hour > 12 => return Err(NotADate::NoSuchDate),
        Some(afternoon) => hour_of_day(hour, afternoon),
    };
    Ok(civil)
}

/// The hour of the day for an hour of a twelve-hour clock; 0 counts as 12.
pub(super) const fn hour_of_day(hour: u32, afternoon: bool) -> u32 {
    match (hour, afternoon) {
        (12, false) => 0,
        (12, true) | (_, false) => hour,
        (_, true) => hour.saturating_add(12),
    }
}

/// Reads a date piece by piece from the front of a text.
pub(super) struct Scanner<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Scanner<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, rest: text }
    }

    const fn fail(&self) -> NotADate {
        NotADate::Shape(self.text.len().saturating_sub(self.rest.len()))
    }

    /// Skips white space; whether there was any.
    fn white(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start();
        self.rest.len() < before
    }

    pub(super) fn end(&self) -> Result<(), NotADate> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.fail()) }
    }

    pub(super) fn eat(&mut self, expected: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(expected) else { return false };
        self.rest = rest;
        true
    }

    fn expect(&mut self, expected: char) -> Result<(), NotADate> {
        if self.eat(expected) { Ok(()) } else { Err(self.fail()) }
    }

    pub(super) fn any_of(&mut self, expected: &[char]) -> Result<(), NotADate> {
        if expected.iter().any(|character| self.eat(*character)) { Ok(()) } else { Err(self.fail()) }
    }

    fn starts_with_digit(&self) -> bool {
        self.rest.starts_with(|character: char| character.is_ascii_digit())
    }

    /// At least `least` and at most `most` ASCII digits; `most` is small enough for 32 bits.
    fn number(&mut self, least: usize, most: usize) -> Result<u32, NotADate> {
        let length = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let digits = self.rest.get(..length).unwrap_or_default();
        match digits.parse() {
            Ok(number) if length >= least => {
                self.rest = self.rest.get(length..).unwrap_or_default();
                Ok(number)
            }
            _ => Err(self.fail()),
        }
    }

    /// The digits of a fraction of a second as ticks; those after the seventh are dropped.
    pub(super) fn fraction(&mut self, most: usize) -> Result<u32, NotADate> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 || length > most {
            return Err(self.fail());
        }
        let digits = self.rest.bytes().take(length).chain(std::iter::repeat(b'0')).take(7);
        let ticks = digits.fold(0u32, |ticks, digit| {
            ticks.saturating_mul(10).saturating_add(u32::from(digit.wrapping_sub(b'0')))
        });
        self.rest = self.rest.get(length..).unwrap_or_default();
        Ok(ticks)
    }

    /// `yyyy-MM-dd`
    pub(super) fn iso_date(&mut self) -> Result<Civil, NotADate> {
        let year = self.number(4, 4)?;
        self.expect('-')?;
        let month = self.number(2, 2)?;
        self.expect('-')?;
        let day = self.number(2, 2)?;
        Ok(Civil::date(year, month, day))
    }

    /// `HH:mm:ss`
    pub(super) fn time_to_second(&mut self, civil: &mut Civil) -> Result<(), NotADate> {
        civil.hour = self.number(2, 2)?;
        self.expect(':')?;
        civil.minute = self.number(2, 2)?;
        self.expect(':')?;
        civil.second = self.number(2, 2)?;
        Ok(())
    }

    /// `±hh`, `±hh:mm` or `±hhmm`, in ticks.
    fn offset(&mut self) -> Result<i64, NotADate> {
        let negative = self.sign()?;
        let hours = self.number(2, 2)?;
        let minutes = if self.eat(':') || self.starts_with_digit() { self.number(2, 2)? } else { 0 };
        offset_ticks(negative, hours, minutes).ok_or(NotADate::Offset)
    }

    /// `±hh:mm`, in ticks.
    pub(super) fn offset_with_colon(&mut self) -> Result<i64, NotADate> {
        let negative = self.sign()?;
        let hours = self.number(2, 2)?;
        self.expect(':')?;
        let minutes = self.number(2, 2)?;
        offset_ticks(negative, hours, minutes).ok_or(NotADate::Offset)
    }

    fn sign(&mut self) -> Result<bool, NotADate> {
        if self.eat('-') { Ok(true) } else { self.expect('+').map(|()| false) }
    }

    /// `AM` or `PM` in any case; whether it is the afternoon.
    fn designator(&mut self) -> Option<bool> {
        let afternoon = match self.rest.get(..2)? {
            word if word.eq_ignore_ascii_case("AM") => false,
            word if word.eq_ignore_ascii_case("PM") => true,
            _ => return None,
        };
        self.rest = self.rest.get(2..)?;
        Some(afternoon)
    }
}

/// An offset from UTC in ticks; `None` beyond ±14:00 and from minute 60.
pub(super) fn offset_ticks(negative: bool, hours: u32, minutes: u32) -> Option<i64> {
    let total = hours.checked_mul(60)?.checked_add(minutes)?;
    if minutes > 59 || total > 14 * 60 {
        return None;
    }
    let ticks = i64::from(total).checked_mul(60)?.checked_mul(TICKS_PER_SECOND)?;
    if negative { ticks.checked_neg() } else { Some(ticks) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        parse(text).map_or_else(|error| format!("{error:?}"), DateTime::to_rfc3339)
    }

    #[test]
    fn the_documented_examples() {
        assert_eq!(parse("2020-03-16-07:00").unwrap().to_general_string(), "3/16/2020 7:00:00 AM");
        assert_eq!(parse("2021-06-30+08:00").unwrap().to_general_string(), "6/29/2021 4:00:00 PM");
        assert_eq!(read("2020-12-31 23:59:59-08:00"), "2021-01-01T07:59:59Z");
    }

    #[test]
    fn what_the_functions_print_is_read_back() {
        assert_eq!(read("3/16/2020 7:00:00 AM"), "2020-03-16T07:00:00Z");
        assert_eq!(read("12/31/2025 12:00:00 am"), "2025-12-31T00:00:00Z");
        assert_eq!(read("12/31/2025 12:30 PM"), "2025-12-31T12:30:00Z");
        assert_eq!(read("12/31/2025 17:30"), "2025-12-31T17:30:00Z");
        assert_eq!(read("12/31/2025"), "2025-12-31T00:00:00Z");
    }

    #[test]
    fn white_space_and_offsets_have_some_freedom() {
        assert_eq!(read(" 2021-01-01 \r\n"), "2021-01-01T00:00:00Z");
        assert_eq!(read("2021-01-01  12:05  -0800"), "2021-01-01T20:05:00Z");
        assert_eq!(read("2021-01-01 -08"), "2021-01-01T08:00:00Z");
        assert_eq!(read("2021-01-01t12:05z"), "2021-01-01T12:05:00Z");
    }

    #[test]
    fn other_texts_name_the_place_where_they_depart() {
        assert_eq!(read("not a date"), "Shape(0)");
        assert_eq!(read("2021-1-01"), "Shape(5)");
        assert_eq!(read("2021-01-01T"), "Shape(10)");
        assert_eq!(read("2021-01-0112:05"), "Shape(10)");
        assert_eq!(read("202-01-01"), "Shape(0)");
        assert_eq!(read("2021-01-1"), "Shape(8)");
        assert_eq!(read("8/25/2021 1:5 PM"), "Shape(12)");
        assert_eq!(read("8/25/2021 1:05:9 PM"), "Shape(15)");
        assert_eq!(read("2021-01-01T12"), "Shape(13)");
        assert_eq!(read("2021-01-01T12:05:09.12345678Z"), "Shape(20)");
        assert_eq!(read("8/25/21"), "Shape(5)");
        assert_eq!(read("8/25/2021 13:00 PM"), "NoSuchDate");
        assert_eq!(read("2021-01-01+14:01"), "Offset");
        assert_eq!(read("2021-01-01+10:60"), "Offset");
        assert_eq!(read("9999-12-31T23:59:59-01:00"), "OutOfRange");
        assert_eq!(read("２０２４-07-04"), "Shape(0)");
    }
}
