//! The proleptic Gregorian calendar: day numbers to year, month, day and back.

use super::{DateTime, Kind, OutOfRange, TICKS_PER_DAY, TICKS_PER_SECOND};

/// A date and time taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// 1 to 9999.
    pub year: u32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// 0 to 59; .NET knows no leap seconds.
    pub second: u32,
    /// 100-nanosecond ticks, 0 to 9,999,999.
    pub fraction: u32,
}

/// A day of the week; the week starts on Sunday, as in Visual Basic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekday(u8);

impl Weekday {
    /// Full English names, Sunday first.
    pub const NAMES: [&'static str; 7] =
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// The weekday of a day number; day 0, 0001-01-01, is a Monday.
    pub(super) const fn of_day(day_number: i64) -> Self {
        Self(day_number.wrapping_add(1).rem_euclid(7) as u8)
    }

    /// Days since Sunday, 0 to 6.
    pub const fn from_sunday(self) -> u8 {
        self.0
    }

    /// The full English name.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

/// Full English month names, January first.
pub(super) const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Days of a month of a year.
pub(super) const fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Days from 0001-01-01 to the date; the caller has checked year, month and day.
///
/// Years are counted from March, so that the leap day is the last of its year and month lengths follow one line.
#[expect(clippy::arithmetic_side_effects, reason = "year is at most 9999, month 12, day 31")]
const fn day_number(year: u32, month: u32, day: u32) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (year, month, day) = (year as i64, month as i64, day as i64);
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 307
}

/// The inverse of [`day_number`]: year, month, day.
#[expect(clippy::arithmetic_side_effects, reason = "day numbers of a `DateTime` are below 3,652,059")]
const fn date_of(day_number: i64) -> (u32, u32, u32) {
    let days = day_number + 306;
    let century = (4 * days + 3) / 146_097;
    let in_century = days - century * 146_097 / 4;
    let year = (4 * in_century + 3) / 1461;
    let in_year = in_century - 1461 * year / 4;
    let month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month + 2) / 5 + 1;
    let year = 100 * century + year;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    (year as u32, month as u32, day as u32)
}

impl Civil {
    /// Midnight of a date.
    pub const fn date(year: u32, month: u32, day: u32) -> Self {
        Self { year, month, day, hour: 0, minute: 0, second: 0, fraction: 0 }
    }

    /// Hour on a twelve-hour clock and `AM` or `PM`.
    pub(super) const fn hour12(self) -> (u32, &'static str) {
        let hour = match self.hour.checked_rem(12) {
            Some(0) | None => 12,
            Some(hour) => hour,
        };
        (hour, if self.hour < 12 { "AM" } else { "PM" })
    }

    /// The ticks of this date and time; `None` where the calendar or the clock has no such value.
    pub(super) fn ticks(self) -> Option<i64> {
        let Self { year, month, day, hour, minute, second, fraction } = self;
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60
            && i64::from(fraction) < TICKS_PER_SECOND;
        if !exists {
            return None;
        }
        let seconds = i64::from(hour)
            .checked_mul(3600)?
            .checked_add(i64::from(minute).checked_mul(60)?)?
            .checked_add(i64::from(second))?;
        day_number(year, month, day)
            .checked_mul(TICKS_PER_DAY)?
            .checked_add(seconds.checked_mul(TICKS_PER_SECOND)?)?
            .checked_add(i64::from(fraction))
    }
}

impl DateTime {
    /// The instant of a date and time of day.
    ///
    /// # Errors
    /// [`OutOfRange`] where the calendar or the clock has no such value: 30 February, hour 24, second 60.
    pub fn from_civil(civil: Civil, kind: Kind) -> Result<Self, OutOfRange> {
        Self::from_ticks(civil.ticks().ok_or(OutOfRange)?, kind)
    }

    /// The date and time of day.
    pub fn civil(self) -> Civil {
        let (year, month, day) = date_of(self.day_number());
        let of_day = self.time_of_day();
        let seconds = (of_day / TICKS_PER_SECOND) as u32;
        Civil {
            year,
            month,
            day,
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            fraction: (of_day % TICKS_PER_SECOND) as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::DAYS;
    use super::*;

    #[test]
    fn every_day_of_ten_millennia_comes_back() {
        let mut expected = (1, 1, 1);
        for number in 0..DAYS {
            let (year, month, day) = date_of(number);
            assert_eq!((year, month, day), expected);
            assert_eq!(day_number(year, month, day), number);
            expected = if day < days_in_month(year, month) {
                (year, month, day + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
        }
        assert_eq!(expected, (10_000, 1, 1));
    }

    #[test]
    fn weekdays_are_those_of_the_calendar_on_the_wall() {
        let weekday = |year, month, day| {
            DateTime::from_civil(Civil::date(year, month, day), Kind::Utc).unwrap().weekday()
        };
        assert_eq!(weekday(2024, 7, 4).name(), "Thursday");
        assert_eq!(weekday(2024, 7, 7).from_sunday(), 0);
        assert_eq!(weekday(1, 1, 1).name(), "Monday");
        assert_eq!(weekday(9999, 12, 31).name(), "Friday");
    }

    #[test]
    fn what_the_calendar_lacks_is_refused() {
        let refused = |civil| assert_eq!(DateTime::from_civil(civil, Kind::Utc), Err(OutOfRange));
        refused(Civil::date(2023, 2, 29));
        refused(Civil::date(1900, 2, 29));
        refused(Civil::date(0, 1, 1));
        refused(Civil::date(10_000, 1, 1));
        refused(Civil::date(2024, 13, 1));
        refused(Civil { hour: 24, ..Civil::date(2024, 1, 1) });
        refused(Civil { second: 60, ..Civil::date(2024, 1, 1) });
        assert!(DateTime::from_civil(Civil::date(2000, 2, 29), Kind::Utc).is_ok());
    }
}
