//! xsd:dateTime as instants (RFC 7643 §2.3.5).

use std::cmp::Ordering;

/// A point in time: seconds from 0000-03-01 and the digits of the fraction, so that no precision is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant<T> {
    seconds: i64,
    /// Digits after the point without trailing zeros; they order as text.
    fraction: T,
}

impl<T: AsRef<str>> Instant<T> {
    /// Chronological order.
    pub(super) fn compare<O: AsRef<str>>(&self, other: &Instant<O>) -> Ordering {
        self.seconds.cmp(&other.seconds).then_with(|| self.fraction.as_ref().cmp(other.fraction.as_ref()))
    }
}

impl<'t> Instant<&'t str> {
    /// Reads a full xsd:dateTime. Without an offset it is read as UTC; `24:00:00` is the next midnight.
    pub fn parse(text: &'t str) -> Option<Self> {
        let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (date, time) = text.split_once('T')?;
        let mut parts = date.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() < 4 || year.len() > 9 || year.len() > 4 && year.starts_with('0') {
            return None;
        }
        let digits = |text: &str| -> Option<i64> {
            text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
        };
        let two = |text: &str| (text.len() == 2).then(|| digits(text)).flatten();
        let (year, month, day) = (digits(year)?.checked_mul(sign)?, two(month)?, two(day)?);
        let at = time.bytes().position(|byte| matches!(byte, b'Z' | b'+' | b'-')).unwrap_or(time.len());
        let (clock, zone) = time.split_at_checked(at)?;
        let (clock, fraction) = match clock.split_once('.') {
            Some((_, "")) => return None,
            Some((clock, fraction)) => (clock, fraction),
            None => (clock, ""),
        };
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let mut parts = clock.splitn(3, ':');
        let (hour, minute, second) = (two(parts.next()?)?, two(parts.next()?)?, two(parts.next()?)?);
        let midnight = hour == 24 && minute == 0 && second == 0 && fraction.is_empty();
        if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
            return None;
        }
        if hour > 23 && !midnight || minute > 59 || second > 59 {
            return None;
        }
        let offset = match zone.as_bytes().first() {
            None => 0,
            Some(b'Z') if zone == "Z" => 0,
            Some(sign @ (b'+' | b'-')) => {
                let (hours, minutes) = zone.get(1..)?.split_once(':')?;
                let (hours, minutes) = (two(hours)?, two(minutes)?);
                if hours > 14 || minutes > 59 || hours == 14 && minutes > 0 {
                    return None;
                }
                let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
                if *sign == b'-' { minutes.checked_neg()? } else { minutes }
            }
            Some(_) => return None,
        };
        let minutes = days_from_epoch(year, month, day)?
            .checked_mul(24)?
            .checked_add(hour)?
            .checked_mul(60)?
            .checked_add(minute)?
            .checked_sub(offset)?;
        Some(Self { seconds: minutes.checked_mul(60)?.checked_add(second)?, fraction })
    }

    /// The same instant without a borrow.
    pub(super) fn into_owned(self) -> Instant<Box<str>> {
        Instant { seconds: self.seconds, fraction: self.fraction.into() }
    }
}

const fn days_in(year: i64, month: i64) -> i64 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 0000-03-01 in the Gregorian calendar; a year that starts in March has its leap day last.
fn days_from_epoch(year: i64, month: i64, day: i64) -> Option<i64> {
    let (year, month) =
        if month > 2 { (year, month.checked_sub(3)?) } else { (year.checked_sub(1)?, month.checked_add(9)?) };
    let leap_days =
        year.div_euclid(4).checked_sub(year.div_euclid(100))?.checked_add(year.div_euclid(400))?;
    let month_days = month.checked_mul(153)?.checked_add(2)?.div_euclid(5);
    year.checked_mul(365)?.checked_add(leap_days)?.checked_add(month_days)?.checked_add(day)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::Instant;

    fn compare(left: &str, right: &str) -> std::cmp::Ordering {
        Instant::parse(left).unwrap().compare(&Instant::parse(right).unwrap())
    }

    #[test]
    fn instants_compare() {
        assert_eq!(compare("2011-05-13T04:42:34Z", "2011-05-13T06:42:34+02:00"), Equal);
        assert_eq!(compare("2011-05-13T04:42:34Z", "2011-05-13T04:42:34.000"), Equal);
        assert_eq!(compare("2011-05-13T04:42:34.5Z", "2011-05-13T04:42:34.45Z"), Greater);
        assert_eq!(compare("2011-12-31T24:00:00Z", "2012-01-01T00:00:00Z"), Equal);
        assert_eq!(compare("2012-02-29T00:00:00Z", "2012-03-01T00:00:00Z"), Less);
        assert_eq!(compare("-0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), Less);
    }

    #[test]
    fn only_full_date_times_are_read() {
        for text in [
            "2011-05-13",
            "yesterday",
            "2011-02-29T00:00:00Z",
            "2011-05-13T25:00:00Z",
            "2011-05-13T24:00:01Z",
            "2011-5-13T04:42:34Z",
            "2011-05-13T04:42Z",
            "2011-05-13T04:42:34.Z",
            "2011-05-13T04:42:34+0200",
            "2011-05-13T04:42:34+15:00",
            "2011-05-13 04:42:34",
            "2011-05-13T04:42:34Zx",
            "2011-13-01T00:00:00Z",
            "",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}
