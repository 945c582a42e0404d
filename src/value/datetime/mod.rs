//! Dates as .NET counts them.
//!
//! Entra's provisioning service is a .NET program, and the mapping language shows it: texts are read and written
//! with .NET format strings, intervals follow Visual Basic's `DateAdd` and `DateDiff`. Copied here are
//!
//! - `System.DateTime`: 100-nanosecond ticks since 0001-01-01 in the proleptic Gregorian calendar, years 1 to 9999,
//!   and a [`Kind`];
//! - `DateTime.ParseExact` and `DateTime.ToString` under the invariant culture ([`DateFormat`]);
//! - of `DateTime.Parse`, the part a directory writes ([`parse()`]);
//! - the arithmetic of `AddMonths`, `AddYears` and Visual Basic ([`Interval`]).
//!
//! Two things are fixed that .NET takes from its host: the zone is UTC, and the current time comes from the caller.

mod civil;
mod format;
mod found;
mod interval;
mod parse;
mod read;
mod read_error;
mod rfc3339;
mod styles;
mod write;

use std::cmp::Ordering;
use std::fmt;

pub use civil::{Civil, Weekday};
pub use format::{DateFormat, FormatError, Mistake};
pub use interval::Interval;
pub use parse::{NotADate, parse};
pub use read_error::ReadError;
pub use styles::{Styles, StylesError};

/// Ticks in one second.
pub const TICKS_PER_SECOND: i64 = 10_000_000;
/// Ticks in one day.
pub const TICKS_PER_DAY: i64 = 86_400 * TICKS_PER_SECOND;
/// Days from 0001-01-01 to 10000-01-01.
const DAYS: i64 = 3_652_059;
/// 1601-01-01, where Windows file times start.
const FILE_TIME_EPOCH: i64 = 504_911_232_000_000_000;

/// What is known about the zone of a [`DateTime`].
///
/// It changes only what the format specifiers `K`, `o` and `O` print; the instant is always read as UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Universal time; `K` prints `Z`.
    Utc,
    /// Time of the host, which is UTC here; `K` prints `+00:00`.
    Local,
    /// The text named no zone; `K` prints nothing.
    Unspecified,
}

/// An instant from 0001-01-01 to 9999-12-31, to 100 nanoseconds.
///
/// Comparison and equality look at the instant alone, as in .NET.
#[derive(Debug, Clone, Copy)]
pub struct DateTime {
    ticks: i64,
    kind: Kind,
}

/// A result before year 1 or after year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the date is outside the years 1 to 9999")
    }
}

impl std::error::Error for OutOfRange {}

impl DateTime {
    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self { ticks: 0, kind: Kind::Utc };
    /// The last tick of 9999-12-31.
    pub const MAX: Self = Self { ticks: DAYS * TICKS_PER_DAY - 1, kind: Kind::Utc };

    /// The instant `ticks` after 0001-01-01T00:00Z.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the years 1 to 9999.
    pub const fn from_ticks(ticks: i64, kind: Kind) -> Result<Self, OutOfRange> {
        if ticks < 0 || ticks > Self::MAX.ticks { Err(OutOfRange) } else { Ok(Self { ticks, kind }) }
    }

    /// Ticks since 0001-01-01T00:00Z.
    pub const fn ticks(self) -> i64 {
        self.ticks
    }

    /// What is known about the zone.
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// The same instant with another kind.
    #[must_use]
    pub const fn with_kind(self, kind: Kind) -> Self {
        Self { ticks: self.ticks, kind }
    }

    /// The instant of a Windows file time: ticks since 1601-01-01T00:00Z.
    ///
    /// # Errors
    /// [`OutOfRange`] for a negative count and beyond year 9999, such as the `9223372036854775807` by which Active
    /// Directory says *never*.
    pub fn from_file_time(file_time: i64) -> Result<Self, OutOfRange> {
        if file_time < 0 {
            return Err(OutOfRange);
        }
        Self::from_ticks(file_time.saturating_add(FILE_TIME_EPOCH), Kind::Utc)
    }

    /// Ticks since 1601-01-01T00:00Z.
    ///
    /// # Errors
    /// [`OutOfRange`] before 1601, where `ToFileTimeUtc` throws.
    pub const fn to_file_time(self) -> Result<i64, OutOfRange> {
        match self.ticks.checked_sub(FILE_TIME_EPOCH) {
            Some(file_time) if file_time >= 0 => Ok(file_time),
            _ => Err(OutOfRange),
        }
    }

    /// The text form of a date in the mapping language: `M/d/yyyy h:mm:ss tt`, as in `3/16/2020 7:00:00 AM`.
    ///
    /// Source: the documented output of `CDate`.
    pub fn to_general_string(self) -> String {
        let civil = self.civil();
        let (hour, designator) = civil.hour12();
        format!(
            "{}/{}/{:04} {}:{:02}:{:02} {designator}",
            civil.month, civil.day, civil.year, hour, civil.minute, civil.second
        )
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        Weekday::of_day(self.day_number())
    }

    /// Whole days since 0001-01-01.
    const fn day_number(self) -> i64 {
        self.ticks.div_euclid(TICKS_PER_DAY)
    }

    /// Ticks since midnight.
    const fn time_of_day(self) -> i64 {
        self.ticks.rem_euclid(TICKS_PER_DAY)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.ticks == other.ticks
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ticks.cmp(&other.ticks)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.to_general_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_times_start_in_1601() {
        let start = DateTime::from_file_time(0).unwrap();
        assert_eq!(start.to_general_string(), "1/1/1601 12:00:00 AM");
        assert_eq!(start.to_file_time(), Ok(0));
        assert_eq!(DateTime::from_file_time(-1), Err(OutOfRange));
        assert_eq!(DateTime::from_file_time(i64::MAX), Err(OutOfRange));
        assert_eq!(DateTime::MIN.to_file_time(), Err(OutOfRange));
    }

    #[test]
    fn the_kind_takes_no_part_in_equality() {
        assert_eq!(DateTime::MIN, DateTime::MIN.with_kind(Kind::Local));
        assert_ne!(DateTime::MIN, DateTime::MAX);
    }

    #[test]
    fn noon_and_midnight_are_twelve() {
        let at = |text| DateTime::from_rfc3339(text).unwrap().to_general_string();
        assert_eq!(at("2024-07-04T00:05:00Z"), "7/4/2024 12:05:00 AM");
        assert_eq!(at("2024-07-04T12:05:00Z"), "7/4/2024 12:05:00 PM");
        assert_eq!(at("0987-03-09T23:59:59Z"), "3/9/0987 11:59:59 PM");
    }
}
