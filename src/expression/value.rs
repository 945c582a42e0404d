//! What an expression computes with.

use std::borrow::Cow;

use crate::value::boolean;
use crate::value::datetime::DateTime;
use crate::value::json::{self, Json};
use crate::value::numbers::Number;

/// A runtime value. Text is borrowed from the source object, the program or the context wherever nothing changes it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value<'v> {
    /// Absent, JSON `null`, or an empty array.
    #[default]
    Null,
    /// Text, also the empty one.
    String(Cow<'v, str>),
    /// A whole number of 64 bits.
    Integer(i64),
    /// A number with a fraction, digit by digit.
    Decimal(Box<Number>),
    /// A truth value; its text is `True` or `False`.
    Boolean(bool),
    /// An instant.
    DateTime(DateTime),
    /// An object, such as an app role assignment.
    Complex(Json<'v>),
    /// Several values in order; never empty in a source object.
    List(Vec<Value<'v>>),
}

/// What the evaluation of a mapping's source gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<'v> {
    /// One value, or a list, flows.
    Value(Value<'v>),
    /// Nothing flows; the mapping's default may apply.
    Null,
    /// `IgnoreFlowIfNullOrEmpty` drops the attribute; no default applies.
    Ignore,
}

/// Where attribute values come from.
pub trait Source {
    /// The value of an attribute; null where there is none. Names are exact first, then without regard to case.
    fn attribute(&self, name: &str) -> Value<'_>;
}

impl Source for Json<'_> {
    fn attribute(&self, name: &str) -> Value<'_> {
        let Some(object) = self.as_object() else { return Value::Null };
        object.find(name).map_or(Value::Null, Value::from_json)
    }
}

impl<'v> Value<'v> {
    /// A JSON value as an attribute: an empty array is null, nulls inside arrays vanish.
    pub fn from_json(json: &'v Json<'_>) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Boolean(*value),
            Json::Number(number) => Self::from_number(number),
            Json::String(text) => Self::String(Cow::Borrowed(text)),
            Json::Array(items) => {
                Self::list(items.iter().filter(|item| !item.is_null()).map(Self::from_json).collect())
            }
            Json::Object(_) => Self::Complex(json.clone()),
        }
    }

    fn list(items: Vec<Self>) -> Self {
        if items.is_empty() { Self::Null } else { Self::List(items) }
    }

    /// An exponent is written out; what fits no number of the language (beyond 96 bits) stays text.
    fn from_number(number: &'v json::Number<'_>) -> Self {
        if let Some(integer) = number.as_i64() {
            return Self::Integer(integer);
        }
        let plain = number.plain();
        Number::read(&plain).map_or(Self::String(plain), |number| Self::Decimal(Box::new(number)))
    }

    /// A text.
    pub fn text(text: impl Into<Cow<'v, str>>) -> Self {
        Self::String(text.into())
    }

    /// The same value, borrowing its text.
    pub fn borrowed(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::String(text) => Value::String(Cow::Borrowed(text)),
            Self::Integer(value) => Value::Integer(*value),
            Self::Decimal(number) => Value::Decimal(number.clone()),
            Self::Boolean(value) => Value::Boolean(*value),
            Self::DateTime(instant) => Value::DateTime(*instant),
            Self::Complex(json) => Value::Complex(json.clone()),
            Self::List(items) => Value::List(items.iter().map(Value::borrowed).collect()),
        }
    }

    /// The same value without a borrow.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::String(text) => Value::String(Cow::Owned(text.into_owned())),
            Self::Integer(value) => Value::Integer(value),
            Self::Decimal(number) => Value::Decimal(number),
            Self::Boolean(value) => Value::Boolean(value),
            Self::DateTime(instant) => Value::DateTime(instant),
            Self::Complex(json) => Value::Complex(json.into_owned()),
            Self::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
        }
    }

    /// Whether this is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The element of a list of one, which counts as that element; the value itself otherwise.
    pub(super) fn single(&self) -> &Self {
        let mut value = self;
        while let Self::List(items) = value
            && let [only] = items.as_slice()
        {
            value = only;
        }
        value
    }

    /// Whether this is null, an empty text or an empty list.
    pub fn is_null_or_empty(&self) -> bool {
        match self.single() {
            Self::Null => true,
            Self::String(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// The text form of a single value: `True`, decimal digits, `M/d/yyyy h:mm:ss tt`. A list of one counts as its
    /// element; `None` for null, longer lists and objects.
    pub fn to_text(&self) -> Option<Cow<'_, str>> {
        match self.single() {
            Self::String(text) => Some(Cow::Borrowed(text)),
            Self::Integer(value) => Some(Cow::Owned(value.to_string())),
            Self::Decimal(number) => Some(Cow::Owned(number.to_string())),
            Self::Boolean(value) => Some(boolean::write(*value)),
            Self::DateTime(instant) => Some(Cow::Owned(instant.to_general_string())),
            Self::Null | Self::Complex(_) | Self::List(_) => None,
        }
    }

    /// As [`Value::to_text`], keeping borrowed text; the value itself where it has no text.
    pub(super) fn into_text(self) -> Result<Cow<'v, str>, Self> {
        if let Self::String(text) = self {
            return Ok(text);
        }
        match self.to_text().map(Cow::into_owned) {
            Some(text) => Ok(Cow::Owned(text)),
            None => Err(self),
        }
    }

    /// The bytes of a text; other values are short.
    pub(super) fn text_length(&self) -> usize {
        match self.single() {
            Self::String(text) => text.len(),
            _ => 0,
        }
    }

    /// The value as it flows, with texts for everything but objects and lists.
    pub fn to_json(&self) -> Json<'static> {
        match self {
            Self::Null => Json::Null,
            Self::Complex(json) => json.to_owned(),
            Self::List(items) => Json::Array(items.iter().map(Value::to_json).collect()),
            single => Json::from(single.to_text().unwrap_or_default().into_owned()),
        }
    }

    /// The kind as a reader says it: `a text`, `a list of 3 values` …; of a list of one that of its element.
    pub fn kind_name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self.single() {
            Self::Null => "null",
            Self::String(_) => "a text",
            Self::Integer(_) | Self::Decimal(_) => "a number",
            Self::Boolean(_) => "a Boolean",
            Self::DateTime(_) => "a date",
            Self::Complex(_) => "an object",
            Self::List(items) => return Cow::Owned(format!("a list of {} values", items.len())),
        })
    }
}

impl<'v> From<Json<'v>> for Value<'v> {
    /// As [`Value::from_json`].
    fn from(json: Json<'v>) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Boolean(value),
            Json::Number(number) => Value::from_number(&number).into_owned(),
            Json::String(text) => Self::String(text),
            Json::Array(items) => {
                Self::list(items.into_iter().filter(|item| !item.is_null()).map(Self::from).collect())
            }
            object @ Json::Object(_) => Self::Complex(object),
        }
    }
}

impl<'v> From<Value<'v>> for Outcome<'v> {
    fn from(value: Value<'v>) -> Self {
        if value.is_null() { Self::Null } else { Self::Value(value) }
    }
}

impl<'v> Outcome<'v> {
    /// The same outcome without a borrow.
    pub fn into_owned(self) -> Outcome<'static> {
        match self {
            Self::Value(value) => Outcome::Value(value.into_owned()),
            Self::Null => Outcome::Null,
            Self::Ignore => Outcome::Ignore,
        }
    }

    /// `value`, `null` or `ignore`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Value(_) => "value",
            Self::Null => "null",
            Self::Ignore => "ignore",
        }
    }
}
