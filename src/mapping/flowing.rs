//! Values on their way to the target: how they compare with what it holds, how the log prints them.

use std::borrow::Cow;

use super::flow::ValueType;
use crate::unicode;
use crate::value::boolean;
use crate::value::json::Json;
use crate::value::order::sort_by_key;

/// A value on its way to the target, typed as the target wants it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Flowing<'v> {
    /// Text.
    Text(Cow<'v, str>),
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A list or a complex value.
    Json(Json<'v>),
}

impl<'v> Flowing<'v> {
    /// A text as a value of a type.
    ///
    /// # Errors
    /// The text, where it is none, with what it should be.
    pub(crate) fn typed(text: Cow<'v, str>, kind: ValueType) -> Result<Self, (Self, &'static str)> {
        match kind {
            ValueType::Boolean => match boolean::said(&text) {
                Some(said) => Ok(Self::Boolean(said)),
                None => Err((Self::Text(text), "a Boolean")),
            },
            ValueType::Integer => match text.parse() {
                Ok(number) => Ok(Self::Integer(number)),
                Err(_) => Err((Self::Text(text), "an integer")),
            },
            ValueType::String | ValueType::Reference => Ok(Self::Text(text)),
        }
    }
}

impl Flowing<'_> {
    /// The value as JSON.
    pub(crate) fn to_json(&self) -> Json<'static> {
        match self {
            Self::Text(text) => Json::String(Cow::Owned(text.clone().into_owned())),
            Self::Boolean(value) => Json::Bool(*value),
            Self::Integer(number) => Json::from(*number),
            Self::Json(value) => value.to_owned(),
        }
    }

    /// The value on its own.
    pub(crate) fn into_owned(self) -> Flowing<'static> {
        match self {
            Self::Text(text) => Flowing::Text(Cow::Owned(text.into_owned())),
            Self::Boolean(value) => Flowing::Boolean(value),
            Self::Integer(value) => Flowing::Integer(value),
            Self::Json(value) => Flowing::Json(value.to_owned()),
        }
    }

    /// The value as the provisioning log prints it: Booleans as `True` and `False`.
    pub(crate) fn log_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Json(value) => json_log_text(value),
            plain => Cow::Owned(json_log_text(&plain.to_json()).into_owned()),
        }
    }

    /// Whether the target's value is the same: Booleans by value (the text `True` counts as true), texts
    /// exactly or without regard to case; lists in any order.
    pub(crate) fn equals(&self, current: &Json<'_>, case_exact: bool) -> bool {
        match (self, current) {
            (Self::Boolean(value), Json::Bool(other)) => value == other,
            (Self::Boolean(value), Json::String(text)) => boolean::said(text) == Some(*value),
            (Self::Text(text), Json::String(other)) if case_exact => text == other,
            (Self::Text(text), Json::String(other)) => same_ignoring_case(text, other),
            (Self::Text(text), Json::Bool(value)) => boolean::said(text) == Some(*value),
            (Self::Text(text), Json::Number(number)) => **text == *number.as_str(),
            (Self::Integer(value), Json::Number(number)) => number.as_str().parse() == Ok(*value),
            (Self::Integer(value), Json::String(other)) => other.parse() == Ok(*value),
            (Self::Json(Json::Array(values)), Json::Array(others)) => same_values(values, others),
            (Self::Json(value), other) => value == other,
            _ => false,
        }
    }
}

/// Whether two lists hold the same values: no service has to keep their order.
fn same_values(values: &[Json<'_>], others: &[Json<'_>]) -> bool {
    fn sorted<'j, 't>(list: &'j [Json<'t>]) -> Vec<&'j Json<'t>> {
        let mut list: Vec<_> = list.iter().collect();
        sort_by_key(&mut list, |item| key_value(item).to_string());
        list
    }
    values == others || (values.len() == others.len() && sorted(values) == sorted(others))
}

/// What tells a value of a list from the others: complex ones are known by their `value`.
pub(crate) fn key_value<'v>(item: &'v Json<'v>) -> &'v Json<'v> {
    item.get("value").unwrap_or(item)
}

/// A JSON value as the provisioning log prints it.
pub(crate) fn json_log_text<'v>(value: &'v Json<'_>) -> Cow<'v, str> {
    match value {
        Json::Bool(true) => "True".into(),
        Json::Bool(false) => "False".into(),
        Json::String(text) => (&**text).into(),
        Json::Null => "".into(),
        other => other.to_string().into(),
    }
}

/// Equality of texts without regard to case, by simple lower-casing of each character.
fn same_ignoring_case(left: &str, right: &str) -> bool {
    left == right
        || (left.is_ascii() && right.is_ascii() && left.eq_ignore_ascii_case(right))
        || left.chars().map(unicode::lower).eq(right.chars().map(unicode::lower))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::Flowing;
    use crate::limits::Limits;
    use crate::value::json::parse;

    #[test]
    fn what_the_target_holds_may_be_written_otherwise() {
        let text = |text: &'static str| Flowing::Text(Cow::Borrowed(text));
        let json = |text: &'static str| Flowing::Json(parse(text, &Limits::DEFAULT).unwrap());
        for (value, held, same) in [
            (Flowing::Boolean(true), "true", true),
            (Flowing::Boolean(true), r#""True""#, true),
            (Flowing::Boolean(true), r#""yes""#, false),
            (Flowing::Boolean(false), "true", false),
            (text("True"), "true", true),
            (text("true"), "false", false),
            (text("5"), "5", true),
            (text("5"), "6", false),
            (text("Ä"), r#""ä""#, true),
            (text(""), "null", false),
            (Flowing::Integer(5), "5", true),
            (Flowing::Integer(5), r#""5""#, true),
            (Flowing::Integer(5), r#""6""#, false),
            (json(r#"["a","b"]"#), r#"["b","a"]"#, true),
            (json(r#"["a","b"]"#), r#"["a"]"#, false),
            (json(r#"["a","a"]"#), r#"["a","b"]"#, false),
            (json(r#"["a"]"#), r#""a""#, false),
            (json(r#"{"value":"a"}"#), r#"{"value":"a"}"#, true),
            (json(r#"{"value":"a"}"#), r#"{"value":"b"}"#, false),
        ] {
            let current = parse(held, &Limits::DEFAULT).unwrap();
            assert_eq!(value.equals(&current, false), same, "{value:?} {held}");
        }
        assert!(!text("A").equals(&parse(r#""a""#, &Limits::DEFAULT).unwrap(), true));
    }
}
