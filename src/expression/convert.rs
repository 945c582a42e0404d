//! Conversion between kinds of values, and comparison. (Expression specification: types and conversion.)

use super::ast::Comparator;
use super::value::Value;
use crate::value::boolean;
use crate::value::numbers::Number;
use crate::value::text::compare_ordinal;

/// The number a value is: a number, or text of an optional sign, digits and an optional fraction.
pub(super) fn number(value: &Value<'_>) -> Option<Number> {
    match value.single() {
        Value::Integer(integer) => Some(Number::from(*integer)),
        Value::Decimal(number) => Some(**number),
        Value::String(text) => Number::read(text),
        _ => None,
    }
}

/// A truth value: a Boolean; a number other than 0; `true` or `false` in any case; empty text and null are false.
/// `None` for any other text and for what has no text.
pub(super) fn boolean(value: &Value<'_>) -> Option<bool> {
    match value.single() {
        Value::Null => Some(false),
        Value::Boolean(value) => Some(*value),
        Value::String(text) if text.is_empty() => Some(false),
        Value::String(text) => {
            boolean::read(text).or_else(|| Number::read(text).map(|number| !number.is_zero()))
        }
        other => number(other).map(|number| !number.is_zero()),
    }
}

/// Whether a text begins like a word, so that it is no number.
fn is_word(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
}

/// Compares two values: dates as instants, else numbers where both sides are, else text, ordinal and
/// case-sensitive. False for every operator when either side is null; `None` when a side has no text.
pub(super) fn compare(left: &Value<'_>, operator: Comparator, right: &Value<'_>) -> Option<bool> {
    if left.is_null() || right.is_null() {
        return Some(false);
    }
    if let (Value::String(left), Value::String(right)) = (left, right)
        && (left == right || is_word(left) || is_word(right))
    {
        return Some(operator.holds(compare_ordinal(left, right)));
    }
    let order = if let (Value::DateTime(left), Value::DateTime(right)) = (left.single(), right.single()) {
        left.ticks().cmp(&right.ticks())
    } else if let (Some(left), Some(right)) = (number(left), number(right)) {
        left.cmp(&right)
    } else {
        compare_ordinal(&left.to_text()?, &right.to_text()?)
    };
    Some(operator.holds(order))
}
