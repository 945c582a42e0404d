//! JSON numbers, kept as written.

use std::borrow::Cow;

/// A number as it stands in the document; its value is read on demand.
///
/// Two numbers are equal when their values are: `1.0` equals `1`.
#[derive(Debug, Clone)]
pub struct Number<'t> {
    text: Cow<'t, str>,
}

impl<'t> Number<'t> {
    /// Takes a text that the grammar of JSON numbers accepts and that fits 64 bits.
    pub(super) const fn from_text(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text) }
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
        self.text.parse().unwrap_or(f64::NAN)
    }

    /// Whether the value has no fraction.
    pub fn is_integer(&self) -> bool {
        !self.text.contains(['.', 'e', 'E']) || self.as_f64().fract() == 0.0
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

impl Number<'static> {
    /// A finite float in its shortest form that reads back the same; `None` for infinities and NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        value.is_finite().then(|| Self { text: Cow::Owned(value.to_string()) })
    }
}
