//! The options objects: read by name, unknown names refused with the nearest known one.

use std::fmt::Display;

use crate::diagnostic::{Diagnostic, Place, code, one_of, quoted};
use crate::limits::Limits;
use crate::scim::Mode;
use crate::value::json::{FromJson, Json, Object, parse};

/// An options object whose names are all known.
pub(super) struct Options<'t> {
    members: Object<'t>,
}

impl<'t> Options<'t> {
    /// Reads an object with no other members than `known`; empty text is an empty object.
    pub(super) fn read(text: &'t str, known: &[&str]) -> Result<Self, Diagnostic> {
        if text.is_empty() {
            return Ok(Self { members: Object::new() });
        }
        // A document among them has limits of its own: those that stand beside it.
        let limits = Limits { nesting: Limits::NESTING_CEILING.saturating_add(1), ..Limits::OWN_TEXT };
        let Json::Object(mut members) = parse(text, &limits)? else {
            return Err(unexpected("", "the options must be an object"));
        };
        if let Some((unknown, _)) = members.iter().find(|(name, _)| !known.contains(name)) {
            let help = one_of(unknown, known, "the options here are");
            let message = format_args!("there is no option {}", quoted(unknown));
            return Err(unexpected(&format!("/{unknown}"), message).help(help));
        }
        members.retain(|_, value| !value.is_null());
        Ok(Self { members })
    }

    /// The value of an option that is given and not null.
    pub(super) fn get(&self, name: &str) -> Option<&Json<'t>> {
        self.members.get(name)
    }

    /// A text option.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Diagnostic> {
        self.typed(name, "a string", Json::as_str)
    }

    /// A truth value; false unless given.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Diagnostic> {
        Ok(self.typed(name, "true or false", Json::as_bool)?.unwrap_or(false))
    }

    /// A list of strings; empty unless given.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Diagnostic> {
        let strings = |value: &Json<'_>| {
            value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        };
        Ok(self.typed(name, "an array of strings", strings)?.unwrap_or_default())
    }

    /// A word of an enumeration.
    pub(super) fn word<T: FromJson>(&self, name: &str) -> Result<Option<T>, Diagnostic> {
        let read = self.get(name).map(T::from_json).transpose();
        read.map_err(|misfit| misfit.within(name).finding(&code::input::UNEXPECTED_SHAPE, "the options"))
    }

    /// `mode`: how closely SCIM input must keep to the RFCs; tolerant unless given.
    pub(super) fn mode(&self) -> Result<Mode, Diagnostic> {
        Ok(self.word("mode")?.unwrap_or_default())
    }

    /// `limits`: the defaults with what is given.
    pub(super) fn limits(&self) -> Result<Limits, Diagnostic> {
        self.get("limits").map_or(Ok(Limits::DEFAULT), Limits::from_json)
    }

    fn typed<'o, T>(
        &'o self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&'o Json<'t>) -> Option<T>,
    ) -> Result<Option<T>, Diagnostic> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let found = value.kind_name();
        read(value).map(Some).ok_or_else(|| {
            unexpected(
                &format!("/{name}"),
                format_args!("the option `{name}` must be {expected}, not {found}"),
            )
        })
    }
}

pub(super) fn unexpected(pointer: &str, message: impl Display) -> Diagnostic {
    Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message).at(Place::pointer(pointer))
}
