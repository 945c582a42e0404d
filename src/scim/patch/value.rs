//! Values of operations brought into the shape of their attribute.

use super::Place;
use crate::diagnostic::{self, Code, Diagnostic, Findings, Pointer, code, quoted};
use crate::scim::schema::{Attribute, Kind, Mutability};
use crate::scim::{self, Mode};
use crate::value::boolean;
use crate::value::json::{Json, Object};

impl Place<'_> {
    /// The JSON pointer into the request, to the operation where no member is named; without a path, what a path would say
    /// stands in `value`.
    pub(super) fn pointer(&self, member: &str) -> String {
        let member = if member == "path" && self.keys[0].is_some() { "value" } else { member };
        let spelled =
            |name| self.spelled.iter().find(|own| own.eq_ignore_ascii_case(name)).map_or(name, |own| &**own);
        let mut pointer = Pointer::root().with_member(spelled("Operations")).with_index(self.operation);
        if member.is_empty() {
            return pointer.into();
        }
        pointer = pointer.with_member(spelled(member));
        for key in self.keys.iter().flatten() {
            pointer = pointer.with_member(key);
        }
        pointer.into()
    }

    pub(super) fn finding(&self, member: &str, code: &'static Code, message: String) -> Diagnostic {
        Diagnostic::new(code, message).at(diagnostic::Place::pointer(self.pointer(member)))
    }
}

/// Shapes values; collects what tolerant mode lets pass.
pub(super) struct Shaper<'n> {
    pub(super) mode: Mode,
    pub(super) warnings: &'n mut Findings,
}

type Shaped<'a> = Result<Json<'a>, Diagnostic>;

impl Shaper<'_> {
    pub(super) const fn tolerant(&self) -> bool {
        matches!(self.mode, Mode::Tolerant)
    }

    fn warn(&mut self, place: &Place<'_>, code: &'static Code, message: String) {
        self.warnings.push(place.finding("value", code, message));
    }

    /// The value of an attribute as a whole; `None` unassigns.
    pub(super) fn attribute<'a>(
        &mut self,
        value: &Json<'a>,
        attribute: &'a Attribute,
        place: &Place<'_>,
    ) -> Result<Option<Json<'a>>, Diagnostic> {
        if !attribute.multi_valued {
            return self.single(value, attribute, place);
        }
        let items = scim::items(Some(value));
        let mut list = Vec::with_capacity(items.len());
        let mut primaries = 0_u8;
        for item in items {
            if matches!(item, Json::Null) {
                continue;
            }
            let item = self.one(item, attribute, place)?;
            if is_primary(&item) {
                primaries = primaries.saturating_add(1);
            }
            list.push(item);
        }
        if primaries > 1 {
            let message = format!("more than one element of `{}` is primary", attribute.name);
            return Err(place.finding("value", &code::patch::PRIMARIES, message));
        }
        Ok(if list.is_empty() { None } else { Some(Json::Array(list)) })
    }

    /// One value, or none: of a single-valued attribute, a sub-attribute, or an element.
    pub(super) fn single<'a>(
        &mut self,
        value: &Json<'a>,
        attribute: &'a Attribute,
        place: &Place<'_>,
    ) -> Result<Option<Json<'a>>, Diagnostic> {
        match value {
            Json::Null => Ok(None),
            Json::Array(items) => match items.as_slice() {
                [only] if self.tolerant() && attribute.kind == Kind::Complex => {
                    self.warn(
                        place,
                        &code::patch::COERCED,
                        format!("the list of one is taken as the value of `{}`", attribute.name),
                    );
                    self.one(only, attribute, place).map(Some)
                }
                _ => Err(wrong(value, attribute, place)),
            },
            one => self.one(one, attribute, place).map(Some),
        }
    }

    fn one<'a>(&mut self, value: &Json<'a>, attribute: &'a Attribute, place: &Place<'_>) -> Shaped<'a> {
        match (attribute.kind, value) {
            (Kind::Complex, Json::Object(object)) => self.object(object, attribute, place),
            (Kind::Complex, Json::String(_)) if self.tolerant() && attribute.sub("value").is_some() => {
                let message = format!("the string is taken as the `value` of `{}`", attribute.name);
                self.warn(place, &code::patch::COERCED, message);
                Ok(Object::from_iter([("value", value.clone())]).into())
            }
            (Kind::Boolean, Json::String(text)) if self.tolerant() => match boolean::said(text) {
                Some(truth) => {
                    let message = format!("the text is taken as the boolean `{}`", attribute.name);
                    self.warn(place, &code::patch::COERCED, message);
                    Ok(Json::Bool(truth))
                }
                None => Err(wrong(value, attribute, place)),
            },
            (Kind::Boolean, Json::Bool(_))
            | (Kind::Decimal, Json::Number(_))
            | (Kind::String | Kind::DateTime | Kind::Binary | Kind::Reference, Json::String(_)) => {
                Ok(value.clone())
            }
            (Kind::Integer, Json::Number(number)) if number.is_integer() => Ok(value.clone()),
            _ => Err(wrong(value, attribute, place)),
        }
    }

    /// An object with the schema's names; `null` stays, to unassign where the object is merged.
    fn object<'a>(&mut self, object: &Object<'a>, attribute: &'a Attribute, place: &Place<'_>) -> Shaped<'a> {
        let mut shaped = Object::new();
        for (name, value) in object.iter() {
            let Some(sub) = attribute.sub(name) else {
                let message = format!("`{}` has no sub-attribute {}", attribute.name, quoted(name));
                return Err(place.finding("value", &code::path::UNKNOWN_ATTRIBUTE, message));
            };
            if sub.mutability == Mutability::ReadOnly {
                let message = format!("`{}.{}` is read-only and ignored", attribute.name, sub.name);
                self.warn(place, &code::patch::IGNORED, message);
                continue;
            }
            let value = self.attribute(value, sub, place)?;
            shaped.insert(&*sub.name, value.unwrap_or(Json::Null));
        }
        Ok(shaped.into())
    }
}

/// Whether an element says it is the preferred one.
pub(super) fn is_primary(element: &Json<'_>) -> bool {
    element.as_object().is_some_and(|element| scim::is_primary(element, false))
}

/// As [`is_primary`], where `text` counts too, as tolerant mode reads what is stored.
pub(super) fn is_primary_or(text: bool, element: &Json<'_>) -> bool {
    element.as_object().is_some_and(|element| scim::is_primary(element, text))
}

fn wrong(value: &Json<'_>, attribute: &Attribute, place: &Place<'_>) -> Diagnostic {
    let wanted = match attribute.kind {
        Kind::Complex => "an object",
        Kind::Boolean => "`true` or `false`",
        Kind::Integer => "a whole number",
        Kind::Decimal => "a number",
        _ => "a string",
    };
    let message = format!("`{}` takes {wanted}, not {}", attribute.name, value.kind_name());
    place.finding("value", &code::patch::VALUE_TYPE, message)
}
