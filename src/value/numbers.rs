//! Numbers of the mapping language: how text is read as a number and how numbers are written.
//!
//! A number is kept digit by digit as `System.Decimal` keeps it (`1.10` stays `1.10`), so that no value is rounded and
//! every build computes the same. Reading is stricter than .NET: an optional sign, digits and an optional fraction, white
//! space around it ignored. Thousands separators, exponents and `.5` are no numbers here, because a mapping that compares
//! `"1,234"` means the text.

use std::cmp::Ordering;
use std::fmt;

use super::text::trim;

/// A number of the mapping language. Equality and order go by value: `1.50` equals `1.5`.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    /// All digits, the fraction's included; below 2^96.
    digits: i128,
    /// How many of them are the fraction's, at most 28.
    scale: u32,
}

/// The powers of ten a scale may need.
const MOST_SCALE: u32 = 28;

impl Number {
    /// Reads text as a number.
    ///
    /// `None` for other text, and beyond the 96 bits and 28 places of `System.Decimal`: such a number would have to be
    /// rounded.
    pub fn read(text: &str) -> Option<Self> {
        let text = trim(text);
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (unsigned, None),
        };
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !fraction.is_none_or(is_digits) {
            return None;
        }
        let fraction = fraction.unwrap_or_default();
        let scale = u32::try_from(fraction.len()).ok().filter(|scale| *scale <= MOST_SCALE)?;
        let digits = whole.bytes().chain(fraction.bytes()).try_fold(0i128, |digits, byte| {
            digits.checked_mul(10)?.checked_add(i128::from(byte.wrapping_sub(b'0')))
        })?;
        let digits = if text.starts_with('-') { digits.checked_neg()? } else { digits };
        (digits.unsigned_abs() < 1 << 96).then_some(Self { digits, scale })
    }

    /// The integer of 64 bits this number is; `None` when it is written with a fraction, be it zero.
    pub fn as_integer(self) -> Option<i64> {
        if self.scale == 0 { i64::try_from(self.digits).ok() } else { None }
    }

    /// Whether the value is zero.
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// The value without its fraction, cut off towards zero; the ends of the 64-bit range stand for what is beyond.
    pub fn truncate(self) -> i64 {
        let (whole, _) = self.parts();
        i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX })
    }

    /// This many `unit`s, cut off towards zero; `None` beyond 64 bits.
    pub(crate) fn times(self, unit: i64) -> Option<i64> {
        let (whole, fraction) = self.parts();
        let unit = i128::from(unit);
        // Eighteen places of the fraction fit 128 bits together with any unit.
        let places = fraction.checked_div(10i128.checked_pow(10)?)?;
        let of_fraction = places.checked_mul(unit)?.checked_div(10i128.checked_pow(18)?)?;
        i64::try_from(whole.checked_mul(unit)?.checked_add(of_fraction)?).ok()
    }

    /// The whole part and the fraction in units of 10^-28, both with the number's sign.
    fn parts(self) -> (i128, i128) {
        let one = 10i128.saturating_pow(self.scale);
        let whole = self.digits.checked_div(one).unwrap_or_default();
        let fraction = self.digits.checked_rem(one).unwrap_or_default();
        let rest = 10i128.saturating_pow(MOST_SCALE.saturating_sub(self.scale));
        (whole, fraction.saturating_mul(rest))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self { digits: i128::from(value), scale: 0 }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

/// Half of the digits, as a power of ten.
const HALF: i128 = 1_000_000_000_000_000_000;

impl fmt::Display for Number {
    /// Digits, with the fraction as it was read.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In two halves, because nothing else writes numbers of more than 64 bits; there are 29 digits at most.
        let all = self.digits.saturating_abs();
        let half = |part: Option<i128>| part.and_then(|part| u64::try_from(part).ok()).unwrap_or_default();
        let (high, low) = (half(all.checked_div(HALF)), half(all.checked_rem(HALF)));
        let digits = format!("{high:011}{low:018}");
        let (whole, fraction) =
            digits.split_at_checked(digits.len().saturating_sub(self.scale as usize)).unwrap_or_default();
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        let sign = if self.digits < 0 { "-" } else { "" };
        let point = if self.scale == 0 { "" } else { "." };
        write!(formatter, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        Number::read(text).unwrap()
    }

    #[test]
    fn text_of_sign_digits_and_fraction_is_a_number() {
        assert_eq!(number(" +42\t").as_integer(), Some(42));
        assert_eq!(number("-0").to_string(), "0");
        assert_eq!(number("1.10").to_string(), "1.10");
        assert_eq!(number("-0.05").to_string(), "-0.05");
        assert_eq!(number("007").to_string(), "7");
        assert_eq!(number("-0.0").to_string(), "0.0");
        for most in
            ["7.9228162514264337593543950335", "-7922816251426433759354395033.5", "-9223372036854775808"]
        {
            assert_eq!(number(most).to_string(), most);
        }
        assert_eq!(number("42.0").as_integer(), None);
    }

    #[test]
    fn anything_else_is_text() {
        for text in ["", "-", "42.", ".5", "1,234", "1e3", "0x1F", "- 1", "٤٢", "NaN", "1.2.3", "+-1", "4 2"]
        {
            assert!(Number::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn nothing_is_rounded() {
        assert_eq!(number("9223372036854775807").as_integer(), Some(i64::MAX));
        assert_eq!(number("-9223372036854775808").as_integer(), Some(i64::MIN));
        assert_eq!(number("9223372036854775808").as_integer(), None);
        assert_eq!(number("79228162514264337593543950335").to_string(), "79228162514264337593543950335");
        assert!(Number::read("79228162514264337593543950336").is_none());
        assert!(Number::read("0.00000000000000000000000000001").is_none());
        assert!(Number::read("79228162514264337593543950336.0").is_none());
        assert!(Number::read(&"9".repeat(100_000)).is_none());
    }

    #[test]
    fn order_goes_by_value() {
        assert_eq!(number("1.50"), number("1.5"));
        assert_eq!(number("-0.0"), number("0"));
        assert!(number("-1.5") < number("-1.25"));
        assert!(number("9.9") < number("10"));
        assert!(number("7.9228162514264337593543950335") > number("7.9228162514264337593543950334"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(digits: i64, scale in 0..=28u32) {
            let written = Number { digits: i128::from(digits), scale }.to_string();
            let read = number(&written);
            prop_assert_eq!(read.to_string(), written);
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            if let Some(read) = Number::read(&text) {
                prop_assert!(Number::read(&read.to_string()).unwrap() == read);
                let _ = (read.truncate(), read.times(i64::MAX), read.times(i64::MIN));
            }
        }
    }
}
