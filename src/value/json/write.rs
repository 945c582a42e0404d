//! Writing JSON text, compact or indented: trees, and everything else that serializes.
//!
//! Results are described by serde; what is written is ours, so that numbers stay as they were written, text is
//! copied in long runs and nothing is generic over where it goes.

use std::fmt::{self, Display, Write};

use serde::ser::{self, Impossible, Serialize, Serializer};

use super::text::read_own;
use super::tree::Json;
use crate::value::words::plain_length;

/// The name under which a number hands over its text: quotes are left out.
///
/// The writer calls itself not human-readable, which is how a number knows that its text is welcome; other formats
/// get an integer or a float.
pub(super) const AS_WRITTEN: &str = "scimwright::Number";

/// The name under which a document hands over its text.
pub(super) const DOCUMENT: &str = "scimwright::JsonText";

/// Compact JSON text.
pub fn to_string(value: &(impl Serialize + ?Sized)) -> String {
    let mut text = String::with_capacity(128);
    append(&mut text, value);
    text
}

/// JSON text of many lines, two blanks a level, without a final line break.
pub fn to_string_pretty(value: &(impl Serialize + ?Sized)) -> String {
    let mut text = String::with_capacity(128);
    write(&mut text, value, Some(0));
    text
}

/// Appends compact JSON text to `out`. A value that JSON has no form for, such as a map with keys that are no text, is
/// `null`.
pub fn append(out: &mut String, value: &(impl Serialize + ?Sized)) {
    write(out, value, None);
}

fn write(out: &mut String, value: &(impl Serialize + ?Sized), depth: Option<usize>) {
    let start = out.len();
    let mut writer = Writer { out, depth, first: true, next: Next::Text, failed: false };
    if value.serialize(&mut writer).is_err() || writer.failed {
        out.truncate(start);
        out.push_str("null");
    }
}

// Appending a text takes less than appending a character, which is encoded first.
const QUOTE: &str = "\"";
const COMMA: &str = ",";

/// Writes a string with its quotes; only quote, backslash and controls below U+0020 are escaped.
pub fn write_string(out: &mut String, text: &str) {
    out.push_str(QUOTE);
    write_inside(out, text);
    out.push_str(QUOTE);
}

/// As [`write_string`], between quotes that are written already.
pub(crate) fn write_inside(out: &mut String, text: &str) {
    let mut rest = text;
    // What a reader may take as it stands is what a writer may leave so.
    while let Some((plain, tail)) =
        rest.split_at_checked(plain_length(rest.as_bytes())).filter(|(_, tail)| !tail.is_empty())
    {
        out.push_str(plain);
        let mut characters = tail.chars();
        match characters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{C}') => out.push_str("\\f"),
            Some(control) => _ = write!(out, "\\u{:04x}", u32::from(control)),
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

impl Display for Json<'_> {
    /// Compact JSON; numbers as they were written.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&to_string(self))
    }
}

struct Writer<'o> {
    out: &'o mut String,
    /// How deep the place is, where lines are indented.
    depth: Option<usize>,
    /// Whether nothing stands yet in the innermost array or object.
    first: bool,
    next: Next,
    /// Whether something had no form in JSON: told at the end, so that nothing is asked after each member.
    failed: bool,
}

/// What the next text is.
#[derive(Clone, Copy, Default)]
enum Next {
    #[default]
    Text,
    /// A number.
    Number,
    /// A document.
    Document,
}

/// JSON has no form for a value.
#[derive(Debug)]
struct NoForm;

impl Display for NoForm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the value has no form in JSON")
    }
}

impl std::error::Error for NoForm {}

impl ser::Error for NoForm {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Written = Result<(), NoForm>;

impl Writer<'_> {
    /// What JSON has no form for.
    fn fail(&mut self) -> Written {
        self.failed = true;
        Ok(())
    }

    /// Begins an array or object.
    fn open(&mut self, open: &str) {
        self.out.push_str(open);
        self.depth = self.depth.map(|depth| depth.saturating_add(1));
        self.first = true;
    }

    /// Ends it: what holds it is not empty.
    fn close(&mut self, close: &str) -> Written {
        self.depth = self.depth.map(|depth| depth.saturating_sub(1));
        if !std::mem::take(&mut self.first) {
            self.line();
        }
        self.out.push_str(close);
        Ok(())
    }

    /// Begins a line where lines are indented.
    fn line(&mut self) {
        if let Some(depth) = self.depth {
            self.out.push('\n');
            (0..depth).for_each(|_| self.out.push_str("  "));
        }
    }

    fn comma(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push_str(COMMA);
        }
        self.line();
    }

    fn colon(&mut self) {
        self.out.push_str(if self.depth.is_some() { ": " } else { ":" });
    }

    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Written {
        self.comma();
        value.serialize(self)
    }

    fn member(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Written {
        self.name(name);
        value.serialize(self)
    }

    /// Begins a member that is called as a field is: in such a name nothing is to be escaped.
    fn name(&mut self, name: &'static str) {
        if self.first || self.depth.is_some() {
            self.comma();
            self.out.push_str(QUOTE);
        } else {
            self.out.push_str(",\"");
        }
        self.out.push_str(name);
        self.out.push_str(if self.depth.is_some() { "\": " } else { "\":" });
    }
}

macro_rules! integers {
    ($($serialize:ident($kind:ty);)*) => {
        $(
            fn $serialize(self, value: $kind) -> Written {
                _ = write!(self.out, "{value}");
                Ok(())
            }
        )*
    };
}

impl Serializer for &mut Writer<'_> {
    type Ok = ();
    type Error = NoForm;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), NoForm>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), NoForm>;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Written {
        self.out.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    integers! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
    }

    fn serialize_f32(self, value: f32) -> Written {
        self.serialize_f64(value.into())
    }

    /// Results hold no floats: numbers are texts.
    fn serialize_f64(self, _: f64) -> Written {
        self.fail()
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Written {
        match (std::mem::take(&mut self.next), self.depth) {
            (Next::Text, _) => write_string(self.out, text),
            (Next::Document, Some(_)) => return read_own(text).serialize(self),
            (Next::Number | Next::Document, _) => self.out.push_str(text),
        }
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        self.fail()
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Written {
        self.next = match name {
            AS_WRITTEN => Next::Number,
            DOCUMENT => Next::Document,
            _ => Next::Text,
        };
        value.serialize(self)
    }

    /// Results have no variants with values; serde knows four ways to write them.
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        self.fail()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, NoForm> {
        self.open("[");
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NoForm> {
        self.open("[");
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NoForm> {
        self.open("[");
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoForm> {
        Err(NoForm)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, NoForm> {
        self.open("{");
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, NoForm> {
        self.open("{");
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NoForm> {
        Err(NoForm)
    }
}

/// Arrays and objects, each by the one method that adds to it and by its end.
macro_rules! members {
    ($($kind:ident: $add:ident($($name:ident)?) => $how:ident, $close:literal;)*) => {
        $(
            impl ser::$kind for &mut Writer<'_> {
                type Ok = ();
                type Error = NoForm;

                fn $add<T: Serialize + ?Sized>(&mut self, $($name: &'static str,)? value: &T) -> Written {
                    self.$how($($name,)? value)
                }

                fn end(self) -> Written {
                    self.close($close)
                }
            }
        )*
    };
}

members! {
    SerializeSeq: serialize_element() => item, "]";
    SerializeTuple: serialize_element() => item, "]";
    SerializeTupleStruct: serialize_field() => item, "]";
    SerializeStruct: serialize_field(name) => member, "}";
}

impl ser::SerializeMap for &mut Writer<'_> {
    type Ok = ();
    type Error = NoForm;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        self.comma();
        let start = self.out.len();
        key.serialize(&mut **self)?;
        // What is no text has no quotes.
        if self.out.as_bytes().get(start) == Some(&b'"') { Ok(()) } else { self.fail() }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.colon();
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.close("}")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::limits::Limits;
    use crate::value::json;

    #[derive(serde::Serialize)]
    enum Kind {
        Plain,
    }

    #[derive(serde::Serialize)]
    struct All<'a> {
        kinds: (Kind, char, u8, Option<bool>),
        nothing: (),
        empty: [BTreeMap<&'a str, ()>; 1],
        names: BTreeMap<&'a str, Option<i64>>,
        #[serde(flatten)]
        more: BTreeMap<&'a str, f64>,
    }

    fn all(more: &[(&'static str, f64)]) -> All<'static> {
        All {
            kinds: (Kind::Plain, '"', 255, Some(true)),
            nothing: (),
            empty: Default::default(),
            names: [("a\n\u{1}", None), ("é\\", Some(i64::MIN))].into(),
            more: more.iter().copied().collect(),
        }
    }

    #[test]
    fn the_text_is_that_of_the_library_for_json() {
        let value = all(&[]);
        assert_eq!(to_string(&value), serde_json::to_string(&value).unwrap());
        assert_eq!(to_string_pretty(&value), serde_json::to_string_pretty(&value).unwrap());
    }

    #[test]
    fn numbers_stay_as_they_were_written() {
        let text = r#"{"a":[1.0,1e2,18446744073709551615,-0],"b":"1.0"}"#;
        assert_eq!(to_string(&json::parse(text, &Limits::DEFAULT).unwrap()), text);
    }

    #[test]
    fn what_json_has_no_form_for_is_null() {
        let mut text = String::from("x");
        append(&mut text, &BTreeMap::from([(1, 2)]));
        append(&mut text, &all(&[("half", 0.5)]));
        assert_eq!(text, "xnullnull");
    }
}
