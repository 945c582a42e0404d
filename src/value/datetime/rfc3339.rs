//! RFC 3339 timestamps, for `now` and for what Microsoft Graph writes.

use std::fmt::Write as _;

use super::parse::{NotADate, Scanner};
use super::{DateTime, Kind, OutOfRange};

impl DateTime {
    /// Reads an RFC 3339 date-time: `2025-03-25T09:00:00Z`, `2025-03-25T10:00:00.5+01:00`.
    ///
    /// Fraction digits after the seventh are cut off: the clock counts in 100 nanoseconds.
    ///
    /// # Errors
    /// [`NotADate`] for any other text, and for an instant outside the years 1 to 9999.
    pub fn from_rfc3339(text: &str) -> Result<Self, NotADate> {
        let mut scanner = Scanner::new(text);
        let mut civil = scanner.iso_date()?;
        scanner.any_of(&['T', 't', ' '])?;
        scanner.time_to_second(&mut civil)?;
        if scanner.eat('.') {
            civil.fraction = scanner.fraction(usize::MAX)?;
        }
        let offset = if scanner.eat('Z') || scanner.eat('z') { 0 } else { scanner.offset_with_colon()? };
        scanner.end()?;
        let local = civil.ticks().ok_or(NotADate::NoSuchDate)?;
        let ticks = local.checked_sub(offset).ok_or(NotADate::OutOfRange)?;
        Self::from_ticks(ticks, Kind::Utc).map_err(|OutOfRange| NotADate::OutOfRange)
    }

    /// Writes the instant as RFC 3339 in UTC, with as many fraction digits as it needs: `2025-03-25T09:00:00Z`.
    pub fn to_rfc3339(self) -> String {
        let civil = self.civil();
        let mut out = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
        );
        if civil.fraction > 0 {
            let digits = format!("{:07}", civil.fraction);
            // Writing to a `String` cannot fail.
            let _ = write!(out, ".{}", digits.trim_end_matches('0'));
        }
        out.push('Z');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_read_and_written() {
        let same = |text: &str, expected: &str| {
            assert_eq!(DateTime::from_rfc3339(text).unwrap().to_rfc3339(), expected);
        };
        same("2025-03-25T09:00:00Z", "2025-03-25T09:00:00Z");
        same("2025-03-25t09:00:00.50z", "2025-03-25T09:00:00.5Z");
        same("2025-03-25T09:00:00.123456789Z", "2025-03-25T09:00:00.1234567Z");
        same("2025-03-25T00:30:00+01:00", "2025-03-24T23:30:00Z");
        same("0001-01-01T00:00:00-00:00", "0001-01-01T00:00:00Z");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "2025-03-25",
            "2025-03-25T09:00Z",
            "2025-03-25T09:00:00",
            "2025-03-25T09:00:00.Z",
            "2025-03-25T09:00:00+0100",
            "2025-03-25T09:00:00Zx",
            " 2025-03-25T09:00:00Z",
            "2025-3-25T09:00:00Z",
            "2025-02-29T09:00:00Z",
            "2025-03-25T24:00:00Z",
            "0001-01-01T00:00:00+01:00",
        ] {
            assert!(DateTime::from_rfc3339(text).is_err(), "{text}");
        }
    }
}
