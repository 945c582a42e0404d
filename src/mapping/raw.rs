//! Values as they stand in a source object, before anything is known of their meaning.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, code, quoted};
use crate::expression::Value;
use crate::limits::Limits;
use crate::value::boolean;
use crate::value::json::{self, Json, Kind, Reader};

pub(super) type Read<T> = Result<T, Diagnostic>;

/// A member's value: scalars read, arrays and objects as text.
pub(super) enum Raw<'t> {
    Null,
    Bool(bool),
    Number(json::Number<'t>),
    Text(Cow<'t, str>),
    Nested(&'t str),
}

impl<'t> Raw<'t> {
    pub(super) fn read(reader: &mut Reader<'t>) -> Read<Self> {
        // Most values are plain text or null, right here.
        if let Some(text) = reader.plain_string() {
            return Ok(Self::Text(Cow::Borrowed(text)));
        }
        if reader.take_null() {
            return Ok(Self::Null);
        }
        Ok(match reader.peek()? {
            Kind::Null => {
                reader.null()?;
                Self::Null
            }
            Kind::Bool => Self::Bool(reader.bool()?),
            Kind::Number => Self::Number(reader.number()?),
            Kind::String => Self::Text(reader.string()?),
            Kind::Array | Kind::Object => Self::Nested(reader.skip()?),
        })
    }

    pub(super) fn text(&self) -> Option<Cow<'t, str>> {
        if let Self::Text(text) = self { Some(text.clone()) } else { None }
    }

    /// A truth value, also as text (CSV files and logs print it so).
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => boolean::read(text),
            _ => None,
        }
    }

    /// A scalar as an attribute's value; arrays and objects are null here.
    pub(super) fn whole(&self) -> Value<'t> {
        match self {
            Self::Null | Self::Nested(_) => Value::Null,
            Self::Bool(value) => Value::Boolean(*value),
            Self::Number(number) => Json::Number(number.clone()).into(),
            Self::Text(text) => Value::String(text.clone()),
        }
    }

    /// As [`Raw::read`], but of an object its `id`, also in another letter case.
    pub(super) fn read_id(reader: &mut Reader<'t>) -> Read<Self> {
        if reader.peek()? != Kind::Object {
            return Self::read(reader);
        }
        Ok(member_text(reader, "id")?.map_or(Self::Null, Self::Text))
    }

    /// The first item of an array, or the value itself.
    pub(super) fn first(&self) -> Read<Value<'t>> {
        let Self::Nested(text) = self else { return Ok(self.whole()) };
        let mut reader = Reader::new(text);
        if !text.starts_with('[') {
            return Ok(Value::Null);
        }
        reader.begin_array()?;
        Ok(if reader.next_item(true)? { Self::read(&mut reader)?.whole() } else { Value::Null })
    }

    /// Whether this is an array or object with something in it. Nothing but blanks stands between empty brackets.
    pub(super) fn is_filled(&self) -> bool {
        match self {
            Self::Nested(text) => {
                let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
                !inside.trim_ascii().is_empty()
            }
            Self::Null => false,
            _ => true,
        }
    }
}

/// The text of a member of the object that `reader` passes over; where there is none of its name, of the first in another
/// letter case.
pub(super) fn member_text<'t>(reader: &mut Reader<'t>, name: &str) -> Read<Option<Cow<'t, str>>> {
    reader.begin_object()?;
    let (mut first, mut found) = (true, None::<(Cow<'t, str>, _)>);
    while let Some(member) = reader.next_member(first)? {
        first = false;
        if !member.eq_ignore_ascii_case(name) {
            reader.pass()?;
            continue;
        }
        if found.as_ref().is_some_and(|(known, _)| *known == member) {
            let message = format_args!("the member {} stands twice in one object", quoted(&member));
            return Err(reader.error(&code::input::DUPLICATE_MEMBER, message));
        }
        let text = Raw::read(reader)?.text();
        if found.is_none() || member == name {
            found = Some((member, text));
        }
    }
    Ok(found.and_then(|(_, text)| text))
}

/// A value as an attribute's, arrays and objects read.
pub(super) fn whole<'t>(raw: &Raw<'t>, limits: &Limits) -> Read<Value<'t>> {
    Ok(match raw {
        Raw::Nested(text) => json::parse(text, limits)?.into(),
        scalar => scalar.whole(),
    })
}
