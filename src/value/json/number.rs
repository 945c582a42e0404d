//! JSON numbers, kept as written.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::{Serialize, Serializer};

use super::write::AS_WRITTEN;

/// A number as it stands in the document; its value is read on demand.
///
/// Two numbers are equal when their values are: `1.0` equals `1`.
#[derive(Debug, Clone)]
pub struct Number<'t> {
    text: Cow<'t, str>,
}

impl<'t> Number<'t> {
    /// Takes a text that the grammar of JSON numbers accepts; `None` when its value does not fit 64 bits.
    pub(super) fn from_text(text: &'t str) -> Option<Self> {
        // Up to 18 digits always fit; only longer numbers need a look.
        let fits = if has_fraction(text) {
            Decimal::of(text).is_finite()
        } else {
            text.len() <= 18 || text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok()
        };
        fits.then_some(Self { text: Cow::Borrowed(text) })
    }

    /// The number as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value, where it is an integer (`5`, also `5.0` and `5e0`) of 64 bits.
    pub fn as_i64(&self) -> Option<i64> {
        self.text.parse().ok().or_else(|| Decimal::of(&self.text).as_i64())
    }

    /// The value as the nearest 64-bit float.
    pub fn as_f64(&self) -> f64 {
        // INVARIANT: what JSON accepts as a number, the standard library reads.
        self.text.parse().unwrap_or(f64::NAN)
    }

    /// The digits without an exponent: `1.5e2` is `150`. A number with more than 400 zeros stays as written.
    pub fn plain(&self) -> Cow<'_, str> {
        const MOST: usize = 400;
        let Some((mantissa, exponent)) = self.text.split_once(['e', 'E']) else {
            return Cow::Borrowed(&self.text);
        };
        let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        let Some(exponent) =
            exponent.parse::<isize>().ok().filter(|exponent| exponent.unsigned_abs() <= MOST)
        else {
            return Cow::Borrowed(&self.text);
        };
        let point = isize::try_from(whole.len()).unwrap_or(0).saturating_add(exponent);
        let zeros = |count: isize| "0".repeat(usize::try_from(count).unwrap_or(0));
        let length = isize::try_from(digits.len()).unwrap_or(0);
        let digits =
            [&*zeros(1_isize.saturating_sub(point)), &digits, &*zeros(point.saturating_sub(length))].concat();
        let (whole, fraction) =
            digits.split_at_checked(usize::try_from(point.max(1)).unwrap_or(1)).unwrap_or_default();
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if fraction.is_empty() { "" } else { "." };
        Cow::Owned([sign, whole, point, fraction].concat())
    }

    /// Whether the value has no fraction.
    pub fn is_integer(&self) -> bool {
        !has_fraction(&self.text) || Decimal::of(&self.text).is_integer()
    }

    /// The same number without a borrow.
    pub fn into_owned(self) -> Number<'static> {
        Number { text: Cow::Owned(self.text.into_owned()) }
    }

    /// Compares values, digit by digit.
    pub fn compare(&self, other: &Number<'_>) -> Ordering {
        if let (Ok(left), Ok(right)) = (self.text.parse::<i64>(), other.text.parse::<i64>()) {
            return left.cmp(&right);
        }
        Decimal::of(&self.text).compare(&Decimal::of(&other.text))
    }
}

/// A number taken apart: `0.whole fraction × 10^point`, neither beginning nor ending with a zero; without digits it
/// is zero. Floats would round, and reading them exactly costs a table of powers.
struct Decimal<'t> {
    negative: bool,
    whole: &'t str,
    fraction: &'t str,
    point: i64,
}

impl<'t> Decimal<'t> {
    /// Digits of the smallest number that no longer rounds to a finite 64-bit float, and its point.
    const INFINITE: (&'static str, i64) = ("179769313486231580793728971405303415", 309);

    fn of(text: &'t str) -> Self {
        // An exponent beyond 64 bits is as good as the largest.
        const FAR: i64 = i64::MAX / 4;
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') { -FAR } else { FAR });
        let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let digits = |text: &str| i64::try_from(text.len()).unwrap_or(FAR);
        let (whole, fraction, point) = if whole.is_empty() {
            let significant = fraction.trim_start_matches('0');
            ("", significant, digits(significant).saturating_sub(digits(fraction)))
        } else if fraction.is_empty() {
            (whole.trim_end_matches('0'), "", digits(whole))
        } else {
            (whole, fraction, digits(whole))
        };
        let negative = unsigned.len() < mantissa.len();
        Self { negative, whole, fraction, point: point.saturating_add(exponent.clamp(-FAR, FAR)) }
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    fn is_integer(&self) -> bool {
        let digits = self.whole.len().saturating_add(self.fraction.len());
        self.is_zero() || i64::try_from(digits).is_ok_and(|digits| digits <= self.point)
    }

    fn as_i64(&self) -> Option<i64> {
        if self.is_zero() {
            return Some(0);
        }
        // The longest integer of 64 bits has nineteen digits.
        let length =
            usize::try_from(self.point.max(0)).ok().filter(|length| *length <= 19 && self.is_integer())?;
        let sign = if self.negative { "-" } else { "" };
        let digits = [sign, self.whole, self.fraction].concat();
        let length = length.saturating_add(sign.len());
        format!("{digits:0<length$}").parse().ok()
    }

    fn is_finite(&self) -> bool {
        let (digits, point) = Self::INFINITE;
        self.is_zero() || self.point.cmp(&point).then_with(|| self.digits().cmp(digits.bytes())).is_lt()
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.bytes().chain(self.fraction.bytes())
    }

    fn compare(&self, other: &Self) -> Ordering {
        // -1, 0 and 1 stand for the signs.
        let sign = |number: &Self| match number.negative {
            _ if number.is_zero() => 0,
            true => -1,
            false => 1,
        };
        let by_size = self.point.cmp(&other.point).then_with(|| self.digits().cmp(other.digits()));
        match (sign(self), sign(other)) {
            (-1, -1) => by_size.reverse(),
            (1, 1) => by_size,
            (left, right) => left.cmp(&right),
        }
    }
}

/// Whether the number is written with a fraction or an exponent.
fn has_fraction(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
}

impl Serialize for Number<'_> {
    /// As it was written by [`to_string`](super::to_string); for other formats an integer or the nearest float.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_newtype_struct(AS_WRITTEN, self.as_str());
        }
        match (self.text.parse::<i64>(), self.text.parse::<u64>()) {
            (Ok(value), _) => serializer.serialize_i64(value),
            (_, Ok(value)) => serializer.serialize_u64(value),
            _ => serializer.serialize_f64(self.as_f64()),
        }
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text || self.compare(other).is_eq()
    }
}

impl From<i64> for Number<'static> {
    fn from(value: i64) -> Self {
        Self { text: Cow::Owned(value.to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn exponents_are_written_out() {
        for (text, plain) in [
            ("1e2", "100"),
            ("-1.50e1", "-15"),
            ("12.345e1", "123.45"),
            ("1.5E-3", "0.0015"),
            ("120e-1", "12"),
            ("0e5", "0"),
            ("1.25", "1.25"),
            ("5e-1", "0.5"),
            ("1e-401", "1e-401"),
        ] {
            assert_eq!(Number::from_text(text).unwrap().plain(), plain, "{text}");
        }
    }

    fn number(text: &str) -> Number<'_> {
        Number::from_text(text).unwrap()
    }

    #[test]
    fn values_compare_digit_by_digit() {
        let ascending = [
            "-1.7976931348623157e308",
            "-9007199254740993",
            "-9007199254740992.5",
            "-1e-400",
            "0",
            "1e-99999999999999999999",
            "2.4e-324",
            "0.0999",
            "0.1",
            "0.11",
            "1",
            "9007199254740992.99999999999999999999999999",
            "9007199254740993",
            "1e300",
            "10.01e299",
        ];
        for (at, left) in ascending.iter().enumerate() {
            for (other, right) in ascending.iter().enumerate() {
                assert_eq!(number(left).compare(&number(right)), at.cmp(&other), "{left} {right}");
            }
        }
        for (left, right) in [
            ("0", "-0.0"),
            ("0e9", "0.000"),
            ("1", "1.0"),
            ("120e-1", "12"),
            ("1.5E3", "1500"),
            ("0.001e3", "1"),
        ] {
            assert_eq!(number(left), number(right));
        }
    }

    #[test]
    fn integers_may_be_written_as_fractions() {
        for (text, integer) in [
            ("5.0", Some(5)),
            ("-5e0", Some(-5)),
            ("1.5e1", Some(15)),
            ("9.223372036854775807e18", Some(i64::MAX)),
            ("-0.0", Some(0)),
            ("0e99", Some(0)),
            ("1e19", None),
            ("1e2000", None),
            ("0.5", None),
        ] {
            assert_eq!(Number { text: text.into() }.as_i64(), integer, "{text}");
        }
        assert!(number("9007199254740992e0").is_integer());
        assert!(!number("9007199254740992.5").is_integer());
        assert!(!number("1e-400").is_integer());
    }

    #[test]
    fn what_no_float_holds_is_refused() {
        for text in [
            "1e308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "17976931348623158e292",
            "0e999",
            "5e-324",
            "1e-400",
        ] {
            assert!(Number::from_text(text).is_some(), "{text}");
        }
        for text in [
            "1e309",
            "-1.8e308",
            "1.7976931348623159e308",
            "0.001e99999999999999999999",
            "18446744073709551616",
        ] {
            assert!(Number::from_text(text).is_none(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn values_compare_as_floats_do_where_those_differ(left in "-?[1-9][0-9]{0,20}[.][0-9]{1,20}e-?[0-9]{1,2}", right in "-?[0-9][.][0-9]{1,20}") {
            let (one, other) = (number(&left), number(&right));
            let float = |text: &str| text.parse::<f64>().unwrap();
            let expected = float(&left).total_cmp(&float(&right));
            proptest::prop_assert!(float(&left) == float(&right) || one.compare(&other) == expected);
        }

        #[test]
        fn a_number_is_refused_where_the_standard_library_reads_infinity(whole in 0u64.., fraction in "[0-9]{1,25}", exponent in 280i32..330) {
            let text = format!("{whole}.{fraction}e{exponent}");
            proptest::prop_assert_eq!(Number::from_text(&text).is_some(), text.parse::<f64>().unwrap().is_finite());
        }
    }
}
