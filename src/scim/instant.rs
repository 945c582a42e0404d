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
        let at = text.bytes().position(|byte| byte == b'T')?;
        let (date, time) = text.split_at_checked(at)?;
        let [year @ .., b'-', m1, m2, b'-', d1, d2] = date.as_bytes() else { return None };
        if year.len() < 4 || year.len() > 9 || year.len() > 4 && year.starts_with(b"0") {
            return None;
        }
        let (year, month, day) = (number(year)?.wrapping_mul(sign), two(*m1, *m2)?, two(*d1, *d2)?);
        let [b'T', h1, h2, b':', n1, n2, b':', s1, s2, rest @ ..] = time.as_bytes() else { return None };
        let (hour, minute, second) = (two(*h1, *h2)?, two(*n1, *n2)?, two(*s1, *s2)?);
        let (fraction, zone) = match rest {
            [b'.', rest @ ..] => {
                let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                rest.split_at_checked(digits).filter(|_| digits > 0)?
            }
            _ => (&[][..], rest),
        };
        let fraction = std::str::from_utf8(without_zeros(fraction)).ok()?;
        let midnight = hour == 24 && minute == 0 && second == 0 && fraction.is_empty();
        if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
            return None;
        }
        if hour > 23 && !midnight || minute > 59 || second > 59 {
            return None;
        }
        let offset = match zone {
            [] | [b'Z'] => 0,
            [sign @ (b'+' | b'-'), h1, h2, b':', n1, n2] => {
                let (hours, minutes) = (two(*h1, *h2)?, two(*n1, *n2)?);
                if hours > 14 || minutes > 59 || hours == 14 && minutes > 0 {
                    return None;
                }
                let minutes = hours.wrapping_mul(60).wrapping_add(minutes);
                if *sign == b'-' { minutes.wrapping_neg() } else { minutes }
            }
            _ => return None,
        };
        let hours = days_from_epoch(year, month, day).wrapping_mul(24).wrapping_add(hour);
        let minutes = hours.wrapping_mul(60).wrapping_add(minute).wrapping_sub(offset);
        Some(Self { seconds: minutes.wrapping_mul(60).wrapping_add(second), fraction })
    }

    /// The same instant without a borrow.
    pub(super) fn into_owned(self) -> Instant<Box<str>> {
        Instant { seconds: self.seconds, fraction: self.fraction.into() }
    }
}

/// Digits without the zeros at their end.
const fn without_zeros(mut digits: &[u8]) -> &[u8] {
    while let [rest @ .., b'0'] = digits {
        digits = rest;
    }
    digits
}

/// The number that digits write.
// INVARIANT: there are at most nine digits, so neither this number nor the seconds of that year come near the bounds.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |number, digit| {
        let value = digit.wrapping_sub(b'0');
        (value < 10).then(|| number.wrapping_mul(10).wrapping_add(i64::from(value)))
    })
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    number(&[tens, ones])
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
const fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) =
        if month > 2 { (year, month.wrapping_sub(3)) } else { (year.wrapping_sub(1), month.wrapping_add(9)) };
    let leap_days = year.div_euclid(4).wrapping_sub(year.div_euclid(100)).wrapping_add(year.div_euclid(400));
    let month_days = month.wrapping_mul(153).wrapping_add(2).div_euclid(5);
    year.wrapping_mul(365).wrapping_add(leap_days).wrapping_add(month_days).wrapping_add(day)
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
