//! Our own small documents (settings, assignments, states), read from a JSON tree into their types.
//!
//! Results are written by serde. Reading is here because a refusal has to name the member, its place and the nearest
//! known name, and because one reader for all types is a fraction of the code that derived ones make.

use super::{Json, Object, parse};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, listed, one_of, quoted};
use crate::limits::Limits;
use crate::value::table::{Table, Texts};

/// A type that is read from a JSON value.
pub trait FromJson: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// What was wanted instead, and where below the value.
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit>;
}

/// Why a value cannot be taken, one pointer wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit(Box<Why>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Why {
    /// The steps to the place, innermost first.
    steps: Vec<String>,
    message: String,
    help: Option<String>,
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl std::error::Error for Misfit {}

impl Misfit {
    /// The value itself is not `wanted`.
    pub fn wanted(wanted: &str, found: &Json<'_>) -> Self {
        Self::new(format!("it must be {wanted}, not {}", found.kind_name()))
    }

    /// The value does not fit for this reason.
    pub(crate) fn new(message: String) -> Self {
        Self(Box::new(Why { steps: Vec::new(), message, help: None }))
    }

    /// The value is an object that lacks a member.
    pub fn missing(name: &str) -> Self {
        Self::new(format!("it lacks `{name}`"))
    }

    /// The value is an object with a member that is not known.
    pub fn unknown(name: &str, known: &[&str]) -> Self {
        let mut misfit = Self::new(format!("it has no member {}", quoted(name)));
        misfit.0.help = Some(one_of(name, known, "its members are"));
        misfit
    }

    /// The value is none of some words.
    pub fn not_a_word(found: &str, words: &[&str]) -> Self {
        let words = listed(&mut words.iter().copied(), " or ");
        Self::new(format!("it must be {words}, not {}", quoted(found)))
    }

    /// The same, seen from the object or array that holds the value.
    #[must_use]
    pub fn within(mut self, step: impl ToString) -> Self {
        self.0.steps.push(step.to_string());
        self
    }

    /// The finding in a whole document: `<what> cannot be read: <why>`, at its place. The place is a pointer alone:
    /// beside a pointer, a span counts inside the string that the pointer names.
    pub(crate) fn finding(self, code: &'static Code, what: &str) -> Diagnostic {
        let Why { steps, message, help } = *self.0;
        let pointer = steps.iter().rev().fold(Pointer::root(), |pointer, step| pointer.with_member(step));
        let subject = steps.first().map_or_else(String::new, |step| format!("{}: ", quoted(step)));
        let mut finding = Diagnostic::new(code, format!("{what} cannot be read: {subject}{message}"))
            .at(Place::pointer(pointer));
        finding.help = help;
        finding
    }
}

/// Whether a member of a whole document only tells editors which JSON Schema holds for it.
pub(crate) fn is_for_editors(name: &str, value: &Json<'_>) -> bool {
    name == "$schema" && value.as_str().is_some()
}

/// Reads a whole document: `what` is its name in a finding of `code`.
///
/// # Errors
/// Those of [`parse()`]; `code` at the value that does not fit.
pub fn read<T: FromJson>(
    text: &str,
    limits: &Limits,
    code: &'static Code,
    what: &str,
) -> Result<T, Diagnostic> {
    read_tree(parse(text, limits)?, code, what)
}

/// As [`read`], of a document that is parsed already.
///
/// # Errors
/// `code` at the value that does not fit.
pub(crate) fn read_tree<T: FromJson>(
    mut document: Json<'_>,
    code: &'static Code,
    what: &str,
) -> Result<T, Diagnostic> {
    if let Json::Object(members) = &mut document {
        members.retain(|name, value| !is_for_editors(name, value));
    }
    T::from_json(&document).map_err(|misfit| misfit.finding(code, what))
}

/// The members of a value that must be an object.
///
/// # Errors
/// That it is none.
pub fn members<'v, 't>(value: &'v Json<'t>) -> Result<&'v Object<'t>, Misfit> {
    value.as_object().ok_or_else(|| Misfit::wanted("an object", value))
}

/// Hands each member of a value that must be an object to `take`.
///
/// # Errors
/// That it is none, lacks a member that is `needed` or has one that is not known; what `take` refuses.
pub(crate) fn read_members(
    value: &Json<'_>,
    known: &[&str],
    needed: &[&str],
    take: &mut dyn FnMut(&str, &Json<'_>) -> Result<(), Misfit>,
) -> Result<(), Misfit> {
    let given = members(value)?;
    for (name, value) in given.iter() {
        if !known.contains(&name) {
            return Err(Misfit::unknown(name, known));
        }
        take(name, value).map_err(|misfit| misfit.within(name))?;
    }
    match needed.iter().find(|name| given.get(name).is_none()) {
        Some(name) => Err(Misfit::missing(name)),
        None => Ok(()),
    }
}

/// Reads a value into its place.
///
/// # Errors
/// That it does not fit.
pub(crate) fn store<T: FromJson>(place: &mut T, value: &Json<'_>) -> Result<(), Misfit> {
    *place = T::from_json(value)?;
    Ok(())
}

/// Implements [`FromJson`] for a type with a default: its fields by the names of their members; absent members keep
/// the default unless the record `needs` them, members that are not listed are refused. The list of names is the associated constant `MEMBERS`.
macro_rules! record {
    ($type:ty { $($field:ident $name:literal),* $(,)? } $(needs $needed:literal)?) => {
        impl $type {
            /// The names of its members in JSON.
            #[allow(unreachable_pub, reason = "some records are public, some are not")]
            pub const MEMBERS: &'static [&'static str] = &[$($name),*];
        }

        impl $crate::value::json::FromJson for $type {
            fn from_json(value: &$crate::value::json::Json<'_>) -> Result<Self, $crate::value::json::Misfit> {
                let mut made = Self::default();
                let needed: &[&str] = &[$($needed)?];
                $crate::value::json::read_members(value, Self::MEMBERS, needed, &mut |name, value| match name {
                    $($name => $crate::value::json::store(&mut made.$field, value),)*
                    _ => Ok(()),
                })?;
                Ok(made)
            }
        }
    };
}

/// Gives an enumeration its words: `ALL`, `as_str`, `Display`, `FromStr` and JSON in both directions.
macro_rules! words {
    ($type:ty { $($variant:ident $word:literal),* $(,)? }) => {
        impl $type {
            /// Every one of them, in the order in which they are listed.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// The word for it, the same in every output.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        $crate::value::json::read_words!($type { $($variant $word),* });
    };
}

/// Implements `FromStr` and [`FromJson`] for an enumeration that is written as words.
macro_rules! read_words {
    ($type:ty { $($variant:ident $word:literal),* $(,)? }) => {
        impl ::std::str::FromStr for $type {
            type Err = $crate::value::json::Misfit;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)*
                    other => Err($crate::value::json::Misfit::not_a_word(other, &[$($word),*])),
                }
            }
        }

        impl $crate::value::json::FromJson for $type {
            fn from_json(value: &$crate::value::json::Json<'_>) -> Result<Self, $crate::value::json::Misfit> {
                let word = value.as_str();
                word.ok_or_else(|| $crate::value::json::Misfit::wanted("a string", value))?.parse()
            }
        }
    };
}

pub(crate) use {read_words, record, words};

impl FromJson for bool {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        value.as_bool().ok_or_else(|| Misfit::wanted("true or false", value))
    }
}

impl FromJson for u64 {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        let number = value.as_number().and_then(|number| number.as_str().parse().ok());
        number.ok_or_else(|| match value {
            Json::Number(_) => Misfit::new("it must be a whole number from 0".to_owned()),
            other => Misfit::wanted("a whole number", other),
        })
    }
}

impl FromJson for String {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        value.as_str().map(str::to_owned).ok_or_else(|| Misfit::wanted("a string", value))
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        if value.is_null() { Ok(None) } else { T::from_json(value).map(Some) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        let items = value.as_array().ok_or_else(|| Misfit::wanted("an array", value))?;
        let mut made = Self::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            made.push(T::from_json(item).map_err(|misfit| misfit.within(index))?);
        }
        Ok(made)
    }
}

impl<T: FromJson> FromJson for Table<T> {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        let mut made = Self::default();
        for (name, value) in members(value)?.iter() {
            made.insert(name.to_owned(), T::from_json(value).map_err(|misfit| misfit.within(name))?);
        }
        Ok(made)
    }
}

impl FromJson for Texts {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        Ok(Self::from_iter(Vec::from_json(value)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;

    #[derive(Debug, Default, PartialEq)]
    struct Sample {
        many: Vec<u64>,
        by_name: Table<bool>,
        word: Option<Word>,
    }
    record!(Sample { many "many", by_name "byName", word "word" });

    #[derive(Debug, PartialEq)]
    enum Word {
        One,
        Two,
    }
    read_words!(Word { One "one", Two "two" });

    fn read(text: &str) -> Result<Sample, String> {
        super::read(text, &Limits::DEFAULT, &code::plan::INVALID_SETTING, "the sample").map_err(|finding| {
            let place = finding.at.as_ref().unwrap();
            assert_eq!(place.span, None);
            let pointer = place.pointer.as_ref().unwrap();
            let range = super::super::Located::of(text, [pointer.as_str()]).range(pointer).unwrap();
            format!("{} @ {pointer} {}", finding.message, text.get(range).unwrap())
        })
    }

    #[test]
    fn members_are_read_and_absent_ones_keep_the_default() {
        let read = read(r#"{"word":"two","byName":{"a":true},"many":[1,18446744073709551615]}"#).unwrap();
        assert_eq!(read.many, [1, u64::MAX]);
        assert_eq!((read.by_name["a"], read.word), (true, Some(Word::Two)));
        assert_eq!(self::read("{}"), Ok(Sample::default()));
    }

    #[test]
    fn a_refusal_names_the_place_and_what_was_wanted() {
        for (text, message) in [
            ("[]", "the sample cannot be read: it must be an object, not an array @  []"),
            (
                r#"{"many":[1,-1]}"#,
                "the sample cannot be read: `1`: it must be a whole number from 0 @ /many/1 -1",
            ),
            (
                r#"{"byName":{"a/b":1}}"#,
                "the sample cannot be read: `a/b`: it must be true or false, not a number @ /byName/a~1b 1",
            ),
            (
                r#"{"word":"three"}"#,
                "the sample cannot be read: `word`: it must be `one` or `two`, not `three` @ /word \"three\"",
            ),
            (r#"{"wird":1}"#, "the sample cannot be read: it has no member `wird` @  {\"wird\":1}"),
        ] {
            assert_eq!(read(text).unwrap_err(), message);
        }
    }
}
