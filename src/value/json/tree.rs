//! The document tree.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU16, Ordering};

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::number::Number;
use crate::diagnostic::steps;
use crate::value::names::same;
use crate::value::order::sort_by_key;

/// A JSON value; text is borrowed from the document where it holds no escapes.
///
/// Equality is that of JSON: members in any order, numbers by value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json<'t> {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(Number<'t>),
    /// A string, unescaped.
    String(Cow<'t, str>),
    /// An array.
    Array(Vec<Json<'t>>),
    /// An object, members in document order.
    Object(Object<'t>),
}

/// The members of an object, in order. Names are unique when read by [`parse`](super::parse()).
#[derive(Debug, Clone, Default)]
pub struct Object<'t> {
    pub(super) members: Vec<(Cow<'t, str>, Json<'t>)>,
}

/// As `&**name`, which is a call for every member where code is built small.
#[inline(always)]
#[expect(clippy::ptr_arg, reason = "whether it is borrowed is what is looked at")]
const fn text<'n>(name: &'n Cow<'_, str>) -> &'n str {
    match name {
        Cow::Borrowed(name) => name,
        Cow::Owned(name) => name.as_str(),
    }
}

/// Where a name stood in the object looked at last: objects of a kind mostly have their members in one order.
#[derive(Debug, Default)]
pub(crate) struct Hint(AtomicU16);

impl Hint {
    pub(crate) const fn new() -> Self {
        Self(AtomicU16::new(0))
    }

    #[inline(always)]
    pub(crate) fn get(&self) -> usize {
        usize::from(self.0.load(Ordering::Relaxed))
    }

    /// A place too far to be noted counts as the first.
    #[inline(always)]
    pub(crate) fn set(&self, place: usize) {
        self.0.store(place.try_into().unwrap_or_default(), Ordering::Relaxed);
    }
}

impl Clone for Hint {
    fn clone(&self) -> Self {
        Self::new()
    }
}

/// The first byte of a name, letters in lower case (and some other characters taken for others).
#[inline(always)]
const fn first_letter(name: &str) -> u8 {
    match name.as_bytes() {
        [first, ..] => *first | 0x20,
        [] => 0,
    }
}

/// Up to this many members comparing pairs is cheaper than sorting.
pub(super) const FEW: usize = 24;

/// The members by their names.
pub(super) fn sorted<'m, 't>(members: &'m [(Cow<'_, str>, Json<'t>)]) -> Vec<(&'m str, &'m Json<'t>)> {
    let mut sorted: Vec<_> = members.iter().map(|(name, value)| (&**name, value)).collect();
    sort_by_key(&mut sorted, |(name, _)| *name);
    sorted
}

impl<'t> Json<'t> {
    /// The member of an object by its exact name; `None` for anything else.
    pub fn get(&self, name: &str) -> Option<&Json<'t>> {
        self.as_object()?.get(name)
    }

    /// The value an RFC 6901 pointer names.
    pub fn pointer(&self, pointer: &str) -> Option<&Json<'t>> {
        steps(pointer)?.try_fold(self, |value, step| match value {
            Json::Array(items) => items.get(step.parse::<usize>().ok()?),
            Json::Object(object) => object.get(&step),
            _ => None,
        })
    }

    /// As [`Json::pointer`], to change the value in place.
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Json<'t>> {
        steps(pointer)?.try_fold(self, |value, step| match value {
            Json::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
            Json::Object(object) => object.get_mut(&step),
            _ => None,
        })
    }

    /// The text of a string.
    #[inline(always)]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The truth value.
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The number.
    pub const fn as_number(&self) -> Option<&Number<'t>> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The items of an array.
    pub fn as_array(&self) -> Option<&[Json<'t>]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The values of an attribute: the items of an array, or a lone value as the only one.
    #[inline(always)]
    pub const fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items.as_slice(),
            lone => std::slice::from_ref(lone),
        }
    }

    /// The members of an object.
    pub const fn as_object(&self) -> Option<&Object<'t>> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// The members of an object, to change them.
    pub const fn as_object_mut(&mut self) -> Option<&mut Object<'t>> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// Whether this is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The kind of the value as a reader says it: `a string`, `an object` …
    pub const fn kind_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a Boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// The same value without a borrow.
    pub fn into_owned(self) -> Json<'static> {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Number(number) => Json::Number(number.into_owned()),
            Self::String(text) => Json::String(Cow::Owned(text.into_owned())),
            Self::Array(items) => Json::Array(items.into_iter().map(Json::into_owned).collect()),
            Self::Object(object) => Json::Object(object.into_owned()),
        }
    }

    /// A copy without a borrow.
    pub fn to_owned(&self) -> Json<'static> {
        self.clone().into_owned()
    }
}

impl<'t> Object<'t> {
    /// No members.
    pub const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// The value of the member with exactly this name; the last, should one stand twice.
    pub fn get(&self, name: &str) -> Option<&Json<'t>> {
        self.members.iter().rev().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    /// As [`Object::get`], to change it in place.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Json<'t>> {
        self.members.iter_mut().rev().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    /// The value of the member of this name in any case of ASCII letters; the exact spelling wins (RFC 7643 §2.1).
    pub fn find(&self, name: &str) -> Option<&Json<'t>> {
        self.named(name).map(|(_, value)| value)
    }

    /// As [`Object::find`], to change it.
    pub fn find_mut(&mut self, name: &str) -> Option<&mut Json<'t>> {
        let place = self.place(name)?;
        self.members.get_mut(place).map(|(_, value)| value)
    }

    /// As [`Object::find`], with the name as it is spelled.
    pub fn named(&self, name: &str) -> Option<(&str, &Json<'t>)> {
        self.members.get(self.place(name)?).map(|(member, value)| (&**member, value))
    }

    /// As [`Object::find`], looking first where `hint` found the name in another object.
    pub(crate) fn find_near(&self, name: &str, hint: &Hint) -> Option<&Json<'t>> {
        if let Some((member, value)) = self.members.get(hint.get())
            && same(text(member), name)
        {
            return Some(value);
        }
        let place = self.place(name)?;
        hint.set(place);
        self.members.get(place).map(|(_, value)| value)
    }

    fn place(&self, name: &str) -> Option<usize> {
        // Most members are told apart by length and first letter, which differ in case by one bit.
        let first = first_letter(name);
        let mut found = None;
        for (place, (member, _)) in self.members.iter().enumerate() {
            let member = text(member);
            if member.len() == name.len() && first_letter(member) == first {
                if *member == *name {
                    return Some(place);
                }
                if found.is_none() && member.eq_ignore_ascii_case(name) {
                    found = Some(place);
                }
            }
        }
        found
    }

    /// Whether a member of this name exists.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a member: in its place if it exists, else at the end. Gives the old value.
    pub fn insert(&mut self, name: impl Into<Cow<'t, str>>, value: impl Into<Json<'t>>) -> Option<Json<'t>> {
        let (name, value) = (name.into(), value.into());
        match self.get_mut(&name) {
            Some(place) => Some(std::mem::replace(place, value)),
            None => {
                self.members.push((name, value));
                None
            }
        }
    }

    /// Sets the member of this name in any case of ASCII letters where [`Object::find`] finds it, else at the end. Its other
    /// spellings go.
    pub(crate) fn set(&mut self, name: &'t str, value: Json<'t>) {
        let Some(place) = self.place(name) else { return self.members.push((name.into(), value)) };
        if let Some((_, own)) = self.members.get_mut(place) {
            *own = value;
        }
        self.keep_one(name);
    }

    /// Of the members of this name in any case of ASCII letters keeps the one that [`Object::find`] finds.
    pub(crate) fn keep_one(&mut self, name: &str) {
        let found = self.place(name);
        let mut places = 0..;
        self.members.retain(|(member, _)| places.next() == found || !text(member).eq_ignore_ascii_case(name));
    }

    /// Removes a member, keeping the order of the others.
    pub fn remove(&mut self, name: &str) -> Option<Json<'t>> {
        let at = self.members.iter().position(|(member, _)| member == name)?;
        Some(self.members.remove(at).1)
    }

    /// Keeps the members for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &Json<'t>) -> bool) {
        self.members.retain(|(name, value)| keep(name, value));
    }

    /// The members in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json<'t>)> + DoubleEndedIterator {
        self.members.iter().map(|(name, value)| (&**name, value))
    }

    /// Number of members.
    pub const fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no member.
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The same members without a borrow.
    pub fn into_owned(self) -> Object<'static> {
        let owned =
            |(name, value): (Cow<'t, str>, Json<'t>)| (Cow::Owned(name.into_owned()), value.into_owned());
        Object { members: self.members.into_iter().map(owned).collect() }
    }
}

impl PartialEq for Object<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.len() <= FEW {
            return self.len() == other.len()
                && self.iter().all(|(name, value)| other.get(name) == Some(value));
        }
        self.len() == other.len() && sorted(&self.members) == sorted(&other.members)
    }
}

impl<'t> IntoIterator for Object<'t> {
    type Item = (Cow<'t, str>, Json<'t>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'t, N: Into<Cow<'t, str>>, V: Into<Json<'t>>> FromIterator<(N, V)> for Object<'t> {
    /// Collects members as they come; the caller answers for unique names.
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        Self { members: members.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }
}

impl<'t> From<&'t str> for Json<'t> {
    fn from(text: &'t str) -> Self {
        Self::String(Cow::Borrowed(text))
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Self::String(Cow::Owned(text))
    }
}

impl From<bool> for Json<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Json<'_> {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl<'t> From<Object<'t>> for Json<'t> {
    fn from(object: Object<'t>) -> Self {
        Self::Object(object)
    }
}

impl<'t> From<Vec<Json<'t>>> for Json<'t> {
    fn from(items: Vec<Json<'t>>) -> Self {
        Self::Array(items)
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| sequence.serialize_element(item))?;
                sequence.end()
            }
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        self.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::limits::Limits;

    fn read(text: &str) -> Json<'_> {
        parse(text, &Limits::DEFAULT).unwrap()
    }

    #[test]
    fn order_and_number_text_survive() {
        let text = r#"{"b":1.0,"a":[9007199254740993,-0,1e2,""],"":{}}"#;
        assert_eq!(read(text).to_string(), text);
    }

    #[test]
    fn equality_is_that_of_json() {
        assert_eq!(read(r#"{"a":1,"b":[2.50]}"#), read(r#"{"b":[2.5],"a":1.0}"#));
        assert_ne!(read("[1,2]"), read("[2,1]"));
        assert_ne!(read("9007199254740993"), read("9007199254740992"));
    }

    #[test]
    fn pointers_find_places() {
        let value = read(r#"{"a/b":[{"m~n":true}]}"#);
        assert_eq!(value.pointer("/a~1b/0/m~0n"), Some(&Json::Bool(true)));
        assert_eq!(value.pointer("/a~1b/1"), None);
        assert_eq!(value.pointer(""), Some(&value));
    }
}
