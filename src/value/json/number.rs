//! JSON numbers, kept as written.

use std::borrow::Cow;

use lexical_parse_float::FromLexical;

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
            float(text).is_finite()
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
        if let Ok(integer) = self.text.parse() {
            return Some(integer);
        }
        let float = self.as_f64();
        // 2^53: beyond it a float no longer names one integer.
        (float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0).then_some(float as i64)
    }

    /// The value as the nearest 64-bit float.
    pub fn as_f64(&self) -> f64 {
        float(&self.text)
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
        !has_fraction(&self.text) || self.as_f64().fract() == 0.0
    }

    /// The same number without a borrow.
    pub fn into_owned(self) -> Number<'static> {
        Number { text: Cow::Owned(self.text.into_owned()) }
    }

    /// Compares values.
    pub fn compare(&self, other: &Number<'_>) -> std::cmp::Ordering {
        match (self.text.parse::<i128>(), other.text.parse::<i128>()) {
            (Ok(left), Ok(right)) => left.cmp(&right),
            _ => self.as_f64().total_cmp(&other.as_f64()),
        }
    }
}

/// Whether the number is written with a fraction or an exponent.
fn has_fraction(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
}

/// The nearest 64-bit float; an infinite one for a number that is too large.
fn float(text: &str) -> f64 {
    f64::from_lexical(text.as_bytes()).unwrap_or(f64::NAN)
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

impl From<u64> for Number<'static> {
    fn from(value: u64) -> Self {
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

    #[test]
    fn floats_are_the_nearest() {
        for text in [
            "0.1",
            "-0.0",
            "1e308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "5e-324",
            "2.5e-324",
            "2.4e-324",
            "9007199254740993.0",
            "9007199254740992.99999999999999999999999999",
            "2.2250738585072011e-308",
            "1448997445238699e0",
            "123456789012345678901234567890.5e-20",
        ] {
            let nearest: f64 = text.parse().unwrap();
            assert_eq!(Number::from_text(text).unwrap().as_f64().to_bits(), nearest.to_bits(), "{text}");
        }
        for text in ["1e309", "-1.8e308", "1.7976931348623159e308", "18446744073709551616"] {
            assert!(Number::from_text(text).is_none(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_float_is_read_as_the_standard_library_reads_it(whole in 0u64.., fraction in "[0-9]{1,25}", exponent in -340i32..310) {
            let text = format!("{whole}.{fraction}e{exponent}");
            let nearest: f64 = text.parse().unwrap();
            let read = Number::from_text(&text).map_or(f64::INFINITY, |number| number.as_f64());
            proptest::prop_assert_eq!(read.to_bits(), nearest.to_bits());
        }
    }
}
