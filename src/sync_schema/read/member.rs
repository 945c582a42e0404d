//! Members of the document, read for what they say.

use std::fmt::Display;

use super::super::document::{cut_off, is_cut_off};
use super::Metadata;
use crate::diagnostic::{
    Code, Diagnostic, Diagnostics, Place, Pointer, code, did_you_mean, listed, nearest, quoted,
};
use crate::value::boolean;
use crate::value::json::{Json, Object};

/// An object of the document with its place.
pub(super) struct Node<'d> {
    pub(super) object: &'d Object<'static>,
    pub(super) pointer: Pointer,
}

/// Reads members and notes what is wrong with them.
pub(super) struct Reader {
    pub(super) findings: Diagnostics,
    /// Whether PascalCase names were reported: once a document is enough.
    pub(super) case_told: bool,
}

impl Reader {
    fn report(&mut self, code: &'static Code, message: impl Display, pointer: &Pointer) {
        self.findings.push(Diagnostic::new(code, message).at(Place::pointer(pointer.as_str())));
    }

    pub(super) fn wrong_kind(&mut self, name: &str, wanted: &str, found: &Json<'_>, pointer: &Pointer) {
        if is_cut_off(found) {
            self.findings.push(cut_off(name, pointer.as_str()));
        } else {
            let message =
                format_args!("{} is {} where {wanted} is expected", quoted(name), found.kind_name());
            self.report(&code::sync_schema::WRONG_KIND, message, pointer);
        }
    }

    /// The member `name` unless it is absent or null, with its place.
    pub(super) fn value<'d>(&mut self, node: &Node<'d>, name: &str) -> Option<(&'d Json<'static>, Pointer)> {
        let (key, value) = node.object.named(name)?;
        let pointer = node.pointer.with_member(key);
        if key != name && !self.case_told {
            self.case_told = true;
            let message = format_args!("the property {} is spelled `{name}` by Microsoft Graph", quoted(key));
            self.report(&code::sync_schema::NAME_CASE, message, &pointer);
        }
        (!value.is_null()).then_some((value, pointer))
    }

    pub(super) fn text(&mut self, node: &Node<'_>, name: &str) -> Option<String> {
        let (value, pointer) = self.value(node, name)?;
        match value {
            Json::String(text) => Some(text.clone().into_owned()),
            other => {
                self.wrong_kind(name, "a string", other, &pointer);
                None
            }
        }
    }

    /// As [`Reader::text`]; an empty text means none.
    pub(super) fn name(&mut self, node: &Node<'_>, name: &str) -> Option<String> {
        self.text(node, name).filter(|text| !text.is_empty())
    }

    /// The name of an element of the list `of`, which is ignored without one.
    pub(super) fn required_name(&mut self, node: &Node<'_>, of: &str) -> String {
        let name = match self.value(node, "name") {
            Some((Json::String(name), _)) => name.clone().into_owned(),
            Some((other, pointer)) => {
                self.wrong_kind("name", "a string", other, &pointer);
                return String::new();
            }
            None => String::new(),
        };
        if name.is_empty() {
            let message = format_args!("an element of {} without a name is ignored", quoted(of));
            self.report(&code::sync_schema::ITEM_IGNORED, message, &node.pointer);
        }
        name
    }

    pub(super) fn flag(&mut self, node: &Node<'_>, name: &str, default: bool) -> bool {
        let Some((value, pointer)) = self.value(node, name) else { return default };
        match value {
            Json::Bool(flag) => *flag,
            other => match other.as_str().and_then(boolean::said) {
                Some(flag) => self.coerced(name, flag, &pointer),
                None => {
                    self.wrong_kind(name, "a Boolean", other, &pointer);
                    default
                }
            },
        }
    }

    /// A 32-bit integer; 0 by default.
    pub(super) fn integer(&mut self, node: &Node<'_>, name: &str) -> i32 {
        let Some((value, pointer)) = self.value(node, name) else { return 0 };
        let whole = match value {
            Json::Number(number) => number.as_i64(),
            Json::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match whole.map(i32::try_from) {
            Some(Ok(whole)) if matches!(value, Json::String(_)) => self.coerced(name, whole, &pointer),
            Some(Ok(whole)) => whole,
            Some(Err(_)) => {
                let message = format_args!("{} does not fit a 32-bit integer", quoted(name));
                self.report(&code::sync_schema::WRONG_KIND, message, &pointer);
                0
            }
            None => {
                self.wrong_kind(name, "an integer", value, &pointer);
                0
            }
        }
    }

    fn coerced<T>(&mut self, name: &str, value: T, pointer: &Pointer) -> T {
        let message = format_args!("{} is written as a string", quoted(name));
        self.report(&code::sync_schema::SCALAR_COERCED, message, pointer);
        value
    }

    /// A word of an enum, by name without regard to case or by number.
    pub(super) fn word<T: Copy + Default>(&mut self, node: &Node<'_>, name: &str, words: &[(&str, T)]) -> T {
        let Some((value, pointer)) = self.value(node, name) else { return T::default() };
        let known = match value {
            Json::String(text) if text.trim().is_empty() => return T::default(),
            Json::String(text) => by_word(words, text),
            Json::Number(number) => by_number(words, number.as_i64()),
            other => {
                self.wrong_kind(name, "a word", other, &pointer);
                return T::default();
            }
        };
        known.unwrap_or_else(|| {
            self.unknown_word(name, value, words.iter().map(|(word, _)| *word), &pointer);
            T::default()
        })
    }

    pub(super) fn unknown_word<'w>(
        &mut self,
        name: &str,
        value: &Json<'_>,
        words: impl Iterator<Item = &'w str> + Clone,
        pointer: &Pointer,
    ) {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let help = nearest(&shown, words.clone())
            .map_or_else(|| format!("expected one of {}", listed(&mut words.clone(), ", ")), did_you_mean);
        let message = format_args!("unknown value {} of {}", quoted(&shown), quoted(name));
        self.findings.push(
            Diagnostic::new(&code::sync_schema::ENUM_UNKNOWN, message)
                .help(help)
                .at(Place::pointer(pointer.as_str())),
        );
    }

    fn array<'d>(&mut self, node: &Node<'d>, name: &str) -> Option<(&'d [Json<'static>], Pointer)> {
        let (value, pointer) = self.value(node, name)?;
        if value.as_array().is_none() {
            self.wrong_kind(name, "an array", value, &pointer);
        }
        Some((value.as_array()?, pointer))
    }

    /// The items of a list that are objects, each with its place.
    pub(super) fn items<'d>(&mut self, node: &Node<'d>, name: &str) -> Vec<Node<'d>> {
        let Some((items, pointer)) = self.array(node, name) else { return Vec::new() };
        let mut nodes = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let pointer = pointer.with_index(index);
            match item {
                Json::Object(object) if object.is_empty() => {
                    let message = format_args!("an empty element of {} is ignored", quoted(name));
                    self.report(&code::sync_schema::ITEM_IGNORED, message, &pointer);
                }
                Json::Object(object) => nodes.push(Node { object, pointer }),
                other if is_cut_off(other) => self.findings.push(cut_off(name, pointer)),
                other => {
                    let message =
                        format_args!("{} is ignored where {} lists objects", other.kind_name(), quoted(name));
                    self.report(&code::sync_schema::ITEM_IGNORED, message, &pointer);
                }
            }
        }
        nodes
    }

    pub(super) fn child<'d>(&mut self, node: &Node<'d>, name: &str) -> Option<Node<'d>> {
        let (value, pointer) = self.value(node, name)?;
        if let Json::Object(object) = value {
            Some(Node { object, pointer })
        } else {
            self.wrong_kind(name, "an object", value, &pointer);
            None
        }
    }

    /// A list of strings, each with its place; numbers and Booleans among them are taken as their text.
    pub(super) fn texts(&mut self, node: &Node<'_>, name: &str) -> Vec<(usize, String)> {
        let Some((items, pointer)) = self.array(node, name) else { return Vec::new() };
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item {
                Json::String(text) => texts.push((index, text.clone().into_owned())),
                Json::Number(_) | Json::Bool(_) => {
                    let message = format_args!("{} in {} is not a string", item.kind_name(), quoted(name));
                    self.report(&code::sync_schema::SCALAR_COERCED, message, &pointer.with_index(index));
                    texts.push((index, item.to_string()));
                }
                other => {
                    let message =
                        format_args!("{} is ignored where {} lists strings", other.kind_name(), quoted(name));
                    self.report(&code::sync_schema::ITEM_IGNORED, message, &pointer.with_index(index));
                }
            }
        }
        texts
    }

    pub(super) fn metadata(&mut self, node: &Node<'_>) -> Metadata {
        let items = self.items(node, "metadata");
        let mut entries = Vec::with_capacity(items.len());
        for item in items {
            if let Some(key) = self.name(&item, "key") {
                entries.push((key, self.text(&item, "value").unwrap_or_default()));
            }
        }
        Metadata { entries }
    }
}

fn by_word<T: Copy>(words: &[(&str, T)], text: &str) -> Option<T> {
    let text = text.trim();
    let named = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, value)| *value);
    named.or_else(|| by_number(words, text.parse().ok()))
}

/// The numbers of the Graph's enums count from 0 in the order of their words.
fn by_number<T: Copy>(words: &[(&str, T)], number: Option<i64>) -> Option<T> {
    words.get(usize::try_from(number?).ok()?).map(|(_, value)| *value)
}
