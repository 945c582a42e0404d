//! From the parts found in a text to a date: what is missing, what must agree, the zone.

use super::parse::hour_of_day;
use super::{Civil, DateTime, Kind, OutOfRange, ReadError, Styles, TICKS_PER_DAY};

/// What stands in the text so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) year: Option<u32>,
    pub(super) two_digit_year: bool,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
    pub(super) weekday: Option<u32>,
    pub(super) hour: Option<u32>,
    pub(super) twelve_hours: bool,
    pub(super) minute: Option<u32>,
    pub(super) second: Option<u32>,
    pub(super) fraction: Option<u32>,
    pub(super) afternoon: Option<bool>,
    /// Ticks.
    pub(super) offset: Option<i64>,
    /// The offset came from a `Z`.
    pub(super) zulu: bool,
}

/// Notes a value; a second one must be the same.
pub(super) fn note<T: PartialEq>(
    place: &mut Option<T>,
    value: T,
    part: &'static str,
) -> Result<(), ReadError> {
    match place {
        Some(known) if *known != value => Err(ReadError::Contradiction(part)),
        _ => {
            *place = Some(value);
            Ok(())
        }
    }
}

impl Found {
    /// The date these parts make.
    pub(super) fn finish(self, styles: Styles, now: Option<DateTime>) -> Result<DateTime, ReadError> {
        let hour = self.hour_of_day()?;
        let (year, month, day) = self.date(styles, now)?;
        let civil = Civil {
            year,
            month,
            day,
            hour,
            minute: self.minute.unwrap_or_default(),
            second: self.second.unwrap_or_default(),
            fraction: self.fraction.unwrap_or_default(),
        };
        let date =
            DateTime::from_civil(civil, Kind::Unspecified).map_err(|OutOfRange| ReadError::NoSuchDate)?;
        let weekday = date.weekday();
        if self.weekday.is_some_and(|named| named != u32::from(weekday.from_sunday())) {
            return Err(ReadError::WrongWeekday(weekday.name()));
        }
        let kind = self.kind(styles);
        match self.offset {
            Some(offset) => at_offset(date.ticks(), offset)
                .map(|instant| instant.with_kind(kind))
                .ok_or(ReadError::OutOfRange),
            None => Ok(date.with_kind(kind)),
        }
    }

    fn kind(&self, styles: Styles) -> Kind {
        let to_universal = styles.has(Styles::ADJUST_TO_UNIVERSAL);
        match self.offset {
            Some(_) if to_universal || self.zulu && styles.has(Styles::ROUNDTRIP_KIND) => Kind::Utc,
            Some(_) => Kind::Local,
            None if !styles.has(Styles::ASSUME_LOCAL) && !styles.has(Styles::ASSUME_UNIVERSAL) => {
                Kind::Unspecified
            }
            None if to_universal => Kind::Utc,
            None => Kind::Local,
        }
    }

    fn hour_of_day(&self) -> Result<u32, ReadError> {
        let hour = self.hour.unwrap_or_default();
        match (self.twelve_hours, self.afternoon) {
            (true, _) if hour > 12 => Err(ReadError::HourOfTwelve(hour)),
            (true, afternoon) => Ok(hour_of_day(hour, afternoon.unwrap_or_default())),
            // A 24-hour clock with AM or PM must agree with it.
            (false, Some(afternoon)) if afternoon != (hour >= 12) => {
                Err(ReadError::OtherHalf { afternoon, hour: self.hour })
            }
            (false, _) => Ok(hour),
        }
    }

    /// Year, month and day, with what the text lacks filled in.
    fn date(&self, styles: Styles, now: Option<DateTime>) -> Result<(u32, u32, u32), ReadError> {
        let today = || now.map(DateTime::civil).ok_or(ReadError::NoCurrentTime);
        let year = match self.year {
            Some(year) if self.two_digit_year => Some(in_full(year).ok_or(ReadError::NoSuchDate)?),
            year => year,
        };
        match (year, self.month, self.day) {
            (None, None, None) if styles.has(Styles::NO_CURRENT_DATE_DEFAULT) => Ok((1, 1, 1)),
            (None, None, None) => today().map(|today| (today.year, today.month, today.day)),
            (year, month, day) => {
                let year = year.map_or_else(|| today().map(|today| today.year), Ok)?;
                Ok((year, month.unwrap_or(1), day.unwrap_or(1)))
            }
        }
    }
}

/// The year meant by two digits: .NET 8 counts 00–49 to this century and 50–99 to the last.
const fn in_full(year: u32) -> Option<u32> {
    match year {
        0..=49 => Some(year.saturating_add(2000)),
        50..=99 => Some(year.saturating_add(1900)),
        _ => None,
    }
}

/// The instant of local `ticks` at an offset from UTC. Before 0001-01-01 .NET keeps the day and wraps the time.
pub(super) fn at_offset(ticks: i64, offset: i64) -> Option<DateTime> {
    let mut ticks = ticks.checked_sub(offset)?;
    if ticks < 0 {
        ticks = ticks.checked_add(TICKS_PER_DAY)?;
    }
    DateTime::from_ticks(ticks, Kind::Utc).ok()
}
