//! `DateAdd`, and `DateDiff` as Visual Basic defines it (`Microsoft.VisualBasic.DateAndTime`).

use super::civil::days_in_month;
use super::{Civil, DateTime, Kind, OutOfRange, TICKS_PER_DAY, TICKS_PER_SECOND};
use crate::value::numbers::Number;

/// A unit of time, by the letters the mapping language uses for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// `yyyy`
    Year,
    /// `m`
    Month,
    /// `ww`
    Week,
    /// `d`
    Day,
    /// `h`
    Hour,
    /// `n`
    Minute,
    /// `s`
    Second,
}

impl Interval {
    /// Every interval with its letters. Visual Basic knows more (`q`, `y`, `w`); the mapping language does not.
    pub const ALL: [(&'static str, Self); 7] = [
        ("yyyy", Self::Year),
        ("m", Self::Month),
        ("ww", Self::Week),
        ("d", Self::Day),
        ("h", Self::Hour),
        ("n", Self::Minute),
        ("s", Self::Second),
    ];

    /// The interval of these exact letters.
    pub fn from_letters(letters: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == letters).map(|(_, interval)| *interval)
    }

    /// Ticks of one interval; years and months have no fixed length.
    const fn ticks(self) -> Option<i64> {
        match self {
            Self::Year | Self::Month => None,
            Self::Week => Some(7 * TICKS_PER_DAY),
            Self::Day => Some(TICKS_PER_DAY),
            Self::Hour => Some(3600 * TICKS_PER_SECOND),
            Self::Minute => Some(60 * TICKS_PER_SECOND),
            Self::Second => Some(TICKS_PER_SECOND),
        }
    }
}

impl DateTime {
    /// The instant `count` intervals later, or earlier when negative. The result is of kind UTC.
    ///
    /// Years and months take whole numbers, a fraction is cut off, and a day that the month lacks becomes its last.
    /// The other intervals take fractions to the tick.
    ///
    /// # Errors
    /// [`OutOfRange`] when the result leaves the years 1 to 9999.
    pub fn add(self, interval: Interval, count: Number) -> Result<Self, OutOfRange> {
        self.added(interval, count)
            .and_then(|ticks| Self::from_ticks(ticks, Kind::Utc).ok())
            .ok_or(OutOfRange)
    }

    fn added(self, interval: Interval, count: Number) -> Option<i64> {
        let Some(unit) = interval.ticks() else {
            let whole = count.truncate();
            let months = if interval == Interval::Year { whole.checked_mul(12)? } else { whole };
            return self.add_months(months);
        };
        self.ticks().checked_add(count.times(unit)?)
    }

    /// `DateTime.AddMonths`: same day and time, or the last day of a shorter month.
    fn add_months(self, months: i64) -> Option<i64> {
        let civil = self.civil();
        let months = self.months().checked_add(months)?;
        let year = u32::try_from(months.div_euclid(12)).ok()?;
        let month = u32::try_from(months.rem_euclid(12)).ok()?.checked_add(1)?;
        let day = civil.day.min(days_in_month(year, month));
        Civil { year, month, day, ..civil }.ticks()
    }

    /// How many intervals lie between this date and `later`; negative when `later` is earlier.
    ///
    /// Years and months count calendar boundaries: 31 December to 1 January is one year. Weeks count from Sunday to
    /// Sunday, keeping the time of day. Days and the rest are elapsed time, cut off towards zero.
    pub fn diff(self, interval: Interval, later: Self) -> i64 {
        let count = |date: Self| match interval {
            Interval::Year => i64::from(date.civil().year),
            Interval::Month => date.months(),
            Interval::Week => {
                let days = i64::from(date.weekday().from_sunday());
                date.ticks().saturating_sub(days.saturating_mul(TICKS_PER_DAY))
            }
            Interval::Day | Interval::Hour | Interval::Minute | Interval::Second => date.ticks(),
        };
        let units = count(later).saturating_sub(count(self));
        units.checked_div(interval.ticks().unwrap_or(1)).unwrap_or_default()
    }

    /// Months since the year 0 up to that of this date.
    fn months(self) -> i64 {
        let civil = self.civil();
        i64::from(civil.year).saturating_mul(12).saturating_add(i64::from(civil.month)).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        DateTime::from_rfc3339(text).unwrap()
    }

    fn added(text: &str, interval: &str, count: &str) -> String {
        let count = Number::read(count).unwrap();
        at(text)
            .add(Interval::from_letters(interval).unwrap(), count)
            .map_or_else(|error| error.to_string(), DateTime::to_rfc3339)
    }

    #[test]
    fn months_end_where_they_end() {
        assert_eq!(added("2023-01-31T10:00:00Z", "m", "1"), "2023-02-28T10:00:00Z");
        assert_eq!(added("2024-02-29T00:00:00Z", "yyyy", "-1"), "2023-02-28T00:00:00Z");
        assert_eq!(added("2024-07-31T00:00:00Z", "m", "-25"), "2022-06-30T00:00:00Z");
        assert_eq!(added("2024-01-31T00:00:00Z", "m", "1.9"), "2024-02-29T00:00:00Z");
        assert_eq!(added("2024-01-31T00:00:00Z", "m", "-0.9"), "2024-01-31T00:00:00Z");
    }

    #[test]
    fn shorter_intervals_take_fractions() {
        assert_eq!(added("2024-02-28T23:00:00Z", "n", "90"), "2024-02-29T00:30:00Z");
        assert_eq!(added("2024-01-01T00:00:00Z", "d", "1.5"), "2024-01-02T12:00:00Z");
        assert_eq!(added("2024-01-01T00:00:00Z", "ww", "-2"), "2023-12-18T00:00:00Z");
        assert_eq!(added("2024-01-01T00:00:00Z", "s", "0.0000001"), "2024-01-01T00:00:00.0000001Z");
    }

    #[test]
    fn the_calendar_ends() {
        let end = "the date is outside the years 1 to 9999";
        assert_eq!(added("9999-12-01T00:00:00Z", "m", "1"), end);
        assert_eq!(added("0001-01-01T00:00:00Z", "s", "-1"), end);
        assert_eq!(added("2024-01-01T00:00:00Z", "yyyy", "9223372036854775807"), end);
        assert_eq!(added("2024-01-01T00:00:00Z", "ww", "9223372036854775807"), end);
    }

    #[test]
    fn letters_are_exact() {
        for letters in ["q", "y", "w", "D", "YYYY", "", "day"] {
            assert_eq!(Interval::from_letters(letters), None, "{letters}");
        }
    }

    #[test]
    fn weeks_of_the_first_days_of_the_calendar() {
        // 0001-01-01 is a Monday: its Sunday lies before the calendar.
        assert_eq!(DateTime::MIN.diff(Interval::Week, at("0001-01-07T00:00:00Z")), 1);
    }
}
