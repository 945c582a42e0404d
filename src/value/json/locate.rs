//! From JSON pointers back to the places in the text.

use std::collections::HashMap;
use std::ops::Range;

use super::read::{Kind, Reader};
use crate::diagnostic::Pointer;
use crate::limits::Limits;

/// Where the values stand in a text that RFC 6901 pointers name: one walk through the text for all of them.
#[derive(Debug)]
pub struct Located<'p>(HashMap<&'p str, Found>);

/// What a pointer names, or a part of one that others go on from.
#[derive(Debug, Default)]
struct Found {
    wanted: bool,
    inner: bool,
    start: Option<usize>,
    end: Option<usize>,
}

/// An array or object that is walked through: the length of its pointer, and the items or members so far.
struct Open {
    pointer: usize,
    is_object: bool,
    passed: usize,
}

/// The steps of a pointer that are followed: more than a document may be deep.
const DEEPEST: usize = Limits::NESTING_CEILING.saturating_add(16);

impl<'p> Located<'p> {
    /// Looks for what `pointers` name in `text`.
    pub fn of(text: &str, pointers: impl IntoIterator<Item = &'p str>) -> Self {
        let mut found = HashMap::<_, Found>::new();
        for pointer in pointers {
            for part in parts(pointer).take(DEEPEST) {
                let named = found.entry(part).or_default();
                let whole = part.len() == pointer.len();
                named.wanted |= whole;
                named.inner |= !whole;
            }
        }
        let mut located = Self(found);
        // What comes before the place where a text stops to be JSON is found nevertheless.
        _ = located.walk(text);
        located
    }

    /// The bytes of the value that one of the pointers names; where the value is absent, those of the deepest part of
    /// the pointer that exists. `None` only where the text is not JSON.
    pub fn range(&self, pointer: &str) -> Option<Range<usize>> {
        let deepest = parts(pointer)
            .take(DEEPEST)
            .filter_map(|part| self.0.get(part))
            .take_while(|found| found.start.is_some())
            .last()?;
        Some(deepest.start?..deepest.end?)
    }

    /// Passes once over the text, as far as there is something to find.
    fn walk(&mut self, text: &str) -> Option<()> {
        let mut left = self.0.values().filter(|found| found.wanted).count();
        let mut reader = Reader::new(text);
        let mut pointer = Pointer::root();
        let mut open: Vec<Open> = Vec::new();
        while left > 0 {
            let kind = reader.kind()?;
            let start = reader.offset();
            // Of members with the same name the first one counts.
            let found = self.0.get_mut(pointer.as_str()).filter(|found| found.start.is_none());
            match (found, kind) {
                (Some(found @ Found { inner: true, .. }), Kind::Array | Kind::Object) => {
                    found.start = Some(start);
                    let is_object = kind == Kind::Object;
                    if is_object { reader.begin_object() } else { reader.begin_array() }.ok()?;
                    open.push(Open { pointer: pointer.as_str().len(), is_object, passed: 0 });
                }
                (found, _) => {
                    reader.pass().ok()?;
                    if let Some(found) = found {
                        (found.start, found.end) = (Some(start), Some(reader.offset()));
                        left = left.saturating_sub(usize::from(found.wanted));
                    }
                }
            }
            while !to_next(&mut reader, &mut pointer, open.last_mut()?)? {
                let found = self.0.get_mut(pointer.as_str())?;
                found.end = Some(reader.offset());
                left = left.saturating_sub(usize::from(found.wanted));
                open.pop();
            }
        }
        Some(())
    }
}

/// Goes to the next item or member, or behind the last one.
fn to_next(reader: &mut Reader<'_>, pointer: &mut Pointer, open: &mut Open) -> Option<bool> {
    pointer.cut(open.pointer);
    let index = open.passed;
    open.passed = index.saturating_add(1);
    if open.is_object {
        let name = reader.next_member(index == 0).ok()?;
        name.as_ref().inspect(|name| pointer.push(name));
        return Some(name.is_some());
    }
    let more = reader.has_item(index == 0)?;
    if more {
        pointer.push_index(index);
    }
    Some(more)
}

/// A pointer's beginnings, each one step longer, itself the last.
fn parts(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.match_indices('/').filter_map(|(at, _)| pointer.get(..at)).chain(std::iter::once(pointer))
}

/// A string of a JSON text: from bytes of what it says back to those of the text.
#[derive(Debug)]
pub struct Literal<'t> {
    text: &'t str,
    /// Where its first character stands.
    start: usize,
    /// How far it was followed: in the text, and in what it says.
    at: usize,
    said: usize,
}

impl<'t> Literal<'t> {
    /// The string that begins at byte `quote` of `text`; `None` where there is none.
    pub fn new(text: &'t str, quote: usize) -> Option<Self> {
        let start = quote.saturating_add(1);
        (text.get(quote..start) == Some("\"")).then_some(Self { text, start, at: start, said: 0 })
    }

    /// The byte in the text that stands for byte `offset` of what the string says. In ascending order all offsets take
    /// one pass.
    pub fn place(&mut self, offset: usize) -> usize {
        if offset < self.said {
            (self.at, self.said) = (self.start, 0);
        }
        while self.said < offset {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let (length, said) = match rest.chars().next() {
                None | Some('"') => break,
                Some('\\') => escape(rest),
                Some(other) => (other.len_utf8(), other.len_utf8()),
            };
            self.at = self.at.saturating_add(length);
            self.said = self.said.saturating_add(said);
        }
        self.at
    }
}

/// The bytes of the escape that a text begins with, and of the character it stands for.
fn escape(text: &str) -> (usize, usize) {
    let Some(digits) = text.strip_prefix("\\u").and_then(|digits| digits.get(..4)) else { return (2, 1) };
    match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
        Some(character) => (6, character.len_utf8()),
        // Two escapes make a character above U+FFFF.
        None => (12, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::{Literal, Located};

    #[test]
    fn finds_values_and_the_deepest_part_that_exists() {
        let text = r#" {"a": [1, {"b/c": "x"}], "d": null, "a": 2}"#;
        let pointers = ["/a/1/b~1c", "/a/0", "/a/7", "/a/0/e", "/d", "", "/e/f"];
        let found = Located::of(text, pointers);
        let found = pointers.map(|pointer| &text[found.range(pointer).unwrap()]);
        assert_eq!(found, [r#""x""#, "1", r#"[1, {"b/c": "x"}]"#, "1", "null", &text[1..], &text[1..]]);
        for pointer in pointers {
            assert_eq!(Located::of("nope", [pointer]).range(pointer), None);
        }
    }

    /// Up to where a text stops to be JSON its values are found; what is open there has no end.
    #[test]
    fn finds_what_comes_before_a_fault() {
        let found = Located::of(r#"{"a": [1], "b": [2, }"#, ["/a/0", "/a/1", "/b", "/b/0", "/c"]);
        assert_eq!(found.range("/a/0"), Some(7..8));
        assert_eq!(found.range("/a/1"), Some(6..9));
        assert_eq!(found.range("/b/0"), Some(17..18));
        assert_eq!((found.range("/b"), found.range("/c")), (None, None));
    }

    #[test]
    fn follows_escapes_inside_a_string() {
        let text = r#"{"e":"é\"\u00e9\ud83d\ude00x"}"#;
        // Unescaped: é " é 😀 x, at bytes 0 2 3 5 9.
        let mut literal = Literal::new(text, 5).unwrap();
        let mut rest = |offset| &text[literal.place(offset)..];
        assert!(rest(0).starts_with('é') && rest(9).starts_with('x') && rest(99).starts_with('"'));
        assert!(rest(3).starts_with("\\u00e9") && rest(5).starts_with("\\ud83d"));
        assert!(Literal::new(text, 4).is_none());
    }
}
