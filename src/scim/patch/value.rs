//! Values of operations brought into the shape of their attribute.

use std::fmt::Display;

use super::Place;
use crate::diagnostic::{self, Code, Diagnostic, Findings, Pointer, code, did_you_mean, nearest, quoted};
use crate::scim::schema::{Attribute, Kind, Mutability};
use crate::scim::{Mode, is_primary};
use crate::value::boolean;
use crate::value::json::{Json, Object};

impl Place {
    /// The JSON pointer into the request, to the operation where no member is named; without a path, what a path would say
    /// stands in `value`.
    pub(super) fn pointer(&self, member: &str) -> String {
        let member = if member == "path" && self.is_member() { "value" } else { member };
        let spelled =
            |name| self.spelled.iter().find(|own| own.eq_ignore_ascii_case(name)).map_or(name, |own| &**own);
        let mut pointer = Pointer::root().with_member(spelled("Operations")).with_index(self.operation);
        if member.is_empty() {
            return pointer.into();
        }
        pointer.push(spelled(member));
        String::from(pointer) + self.member.as_str()
    }

    /// A finding about the text of the path, or about the name that stands for it, in which nothing can be marked.
    pub(super) fn of_path(&self, found: Diagnostic) -> Diagnostic {
        let pointer = self.pointer("path");
        if self.is_member() { found.made_of(Some(&pointer)) } else { found.within(&pointer) }
    }

    /// Whether a member of `value` stands for the path.
    pub(super) fn is_member(&self) -> bool {
        !self.member.as_str().is_empty()
    }

    /// The place of a member of the value.
    pub(super) fn inside(&self, name: &str) -> Self {
        Self { member: self.member.with_member(name), ..self.clone() }
    }

    pub(super) fn finding(&self, member: &str, code: &'static Code, message: impl Display) -> Diagnostic {
        Diagnostic::new(code, message).at(diagnostic::Place::pointer(self.pointer(member)))
    }
}

/// Where a value, or a part of one, stands in the request.
#[derive(Clone, Copy)]
pub(super) enum At<'p> {
    Value(&'p Place),
    Item(&'p At<'p>, usize),
    Member(&'p At<'p>, &'p str),
}

impl At<'_> {
    // INVARIANT: as deep as schemas are, and sub-attributes hold no sub-attributes (RFC 7643 §2.3.8).
    fn pointer(&self) -> Pointer {
        match self {
            Self::Value(place) => Pointer::at(&place.pointer("value")),
            Self::Item(list, index) => list.pointer().with_index(*index),
            Self::Member(object, name) => object.pointer().with_member(name),
        }
    }

    /// The finding at this place.
    fn mark(&self, found: Diagnostic) -> Diagnostic {
        found.at(diagnostic::Place::pointer(self.pointer()))
    }

    fn finding(&self, code: &'static Code, message: impl Display) -> Diagnostic {
        self.mark(Diagnostic::new(code, message))
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

    fn warn(&mut self, at: &At<'_>, code: &'static Code, message: impl Display) {
        self.warnings.push_placed(Diagnostic::new(code, message), |found| at.mark(found));
    }

    /// The value of an attribute as a whole; `None` unassigns.
    pub(super) fn attribute<'a>(
        &mut self,
        value: &Json<'a>,
        attribute: &'a Attribute,
        at: &At<'_>,
    ) -> Result<Option<Json<'a>>, Diagnostic> {
        if !attribute.multi_valued {
            return self.single(value, attribute, at);
        }
        let items = value.items();
        // One value stands for a list of it.
        let listed = value.as_array().is_some();
        let mut list = Vec::with_capacity(items.len());
        let mut primaries = 0_u8;
        for (index, item) in items.iter().enumerate() {
            if matches!(item, Json::Null) {
                continue;
            }
            let place = if listed { At::Item(at, index) } else { *at };
            let item = self.one(item, attribute, &place)?;
            if is_primary(&item, false) {
                primaries = primaries.saturating_add(1);
            }
            list.push(item);
        }
        if primaries > 1 {
            let message = format_args!("more than one element of `{}` is primary", attribute.name);
            return Err(at.finding(&code::patch::PRIMARIES, message));
        }
        Ok(if list.is_empty() { None } else { Some(Json::Array(list)) })
    }

    /// One value, or none: of a single-valued attribute, a sub-attribute, or an element.
    pub(super) fn single<'a>(
        &mut self,
        value: &Json<'a>,
        attribute: &'a Attribute,
        at: &At<'_>,
    ) -> Result<Option<Json<'a>>, Diagnostic> {
        match value {
            Json::Null => Ok(None),
            Json::Array(items) => match items.as_slice() {
                [only] if self.tolerant() && attribute.kind == Kind::Complex => {
                    self.warn(
                        at,
                        &code::patch::COERCED,
                        format!("the list of one is taken as the value of `{}`", attribute.name),
                    );
                    self.one(only, attribute, &At::Item(at, 0)).map(Some)
                }
                _ => Err(wrong(value, attribute, at)),
            },
            one => self.one(one, attribute, at).map(Some),
        }
    }

    fn one<'a>(&mut self, value: &Json<'a>, attribute: &'a Attribute, at: &At<'_>) -> Shaped<'a> {
        match (attribute.kind, value) {
            (Kind::Complex, Json::Object(object)) => self.object(object, attribute, at),
            (Kind::Complex, Json::String(_)) if self.tolerant() && attribute.sub("value").is_some() => {
                let message = format_args!("the string is taken as the `value` of `{}`", attribute.name);
                self.warn(at, &code::patch::COERCED, message);
                Ok(Object::from_iter([("value", value.clone())]).into())
            }
            (Kind::Boolean, Json::String(text)) if self.tolerant() => match boolean::said(text) {
                Some(truth) => {
                    let message = format_args!("the text is taken as the boolean `{}`", attribute.name);
                    self.warn(at, &code::patch::COERCED, message);
                    Ok(Json::Bool(truth))
                }
                None => Err(wrong(value, attribute, at)),
            },
            (Kind::Boolean, Json::Bool(_))
            | (Kind::Decimal, Json::Number(_))
            | (Kind::String | Kind::DateTime | Kind::Binary | Kind::Reference, Json::String(_)) => {
                Ok(value.clone())
            }
            (Kind::Integer, Json::Number(number)) if number.is_integer() => Ok(value.clone()),
            _ => Err(wrong(value, attribute, at)),
        }
    }

    /// An object with the schema's names; `null` stays, to unassign where the object is merged.
    fn object<'a>(&mut self, object: &Object<'a>, attribute: &'a Attribute, at: &At<'_>) -> Shaped<'a> {
        let mut shaped = Object::new();
        for (name, value) in object.iter() {
            let at = &At::Member(at, name);
            let Some(sub) = attribute.sub(name) else {
                let message = format_args!("`{}` has no sub-attribute {}", attribute.name, quoted(name));
                let mut found = at.finding(&code::path::UNKNOWN_ATTRIBUTE, message);
                let near = nearest(name, attribute.sub_attributes.iter().map(|sub| &*sub.name));
                found.help = near.map(did_you_mean);
                return Err(found);
            };
            if sub.mutability == Mutability::ReadOnly {
                let message = format_args!("`{}.{}` is read-only and ignored", attribute.name, sub.name);
                self.warn(at, &code::patch::IGNORED, message);
                continue;
            }
            let value = self.attribute(value, sub, at)?;
            shaped.insert(&*sub.name, value.unwrap_or(Json::Null));
        }
        Ok(shaped.into())
    }
}

fn wrong(value: &Json<'_>, attribute: &Attribute, at: &At<'_>) -> Diagnostic {
    let wanted = match attribute.kind {
        Kind::Complex => "an object",
        Kind::Boolean => "`true` or `false`",
        Kind::Integer => "a whole number",
        Kind::Decimal => "a number",
        _ => "a string",
    };
    let message = format_args!("`{}` takes {wanted}, not {}", attribute.name, value.kind_name());
    let found = at.finding(&code::patch::VALUE_TYPE, message);
    let is_simple = attribute.kind != Kind::Complex;
    match value.items() {
        [Json::Object(only)] if is_simple && only.find("value").is_some() => {
            found.help("write what its `value` holds")
        }
        [only] if value.as_array().is_some() && is_simple != only.as_object().is_some() => {
            found.help("write it without the list")
        }
        _ => found,
    }
}
