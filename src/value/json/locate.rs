//! From JSON pointers back to the places in the text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::read::{Kind, Reader};
use crate::diagnostic::steps;

/// Where the values stand in a text that RFC 6901 pointers name: one walk through the text for all of them.
#[derive(Debug)]
pub struct Located<'p> {
    /// What the pointers name on their way, the whole text first.
    found: Vec<Found>,
    /// From one of those, by an index or a name, to another.
    steps: HashMap<(usize, Cow<'p, str>), usize>,
}

#[derive(Debug, Default)]
struct Found {
    /// Whether a pointer ends here, and whether one goes on from here.
    wanted: bool,
    inner: bool,
    start: Option<usize>,
    end: Option<usize>,
}

/// An array or object that is walked through, with the items or members so far.
struct Open {
    at: usize,
    is_object: bool,
    passed: usize,
}

impl<'p> Located<'p> {
    /// Looks for what `pointers` name in `text`.
    pub fn of(text: &str, pointers: impl IntoIterator<Item = &'p str>) -> Self {
        let mut located = Self { found: vec![Found::default()], steps: HashMap::new() };
        for pointer in pointers {
            located.want(pointer);
        }
        // What comes before the place where a text stops to be JSON is found nevertheless, and what comes behind a value
        // that cannot be read.
        _ = located.walk(text);
        located
    }

    fn want(&mut self, pointer: &'p str) {
        let mut at = 0;
        for step in steps(pointer).into_iter().flatten() {
            let further = *self.steps.entry((at, step)).or_insert(self.found.len());
            if further == self.found.len() {
                self.found.push(Found::default());
            }
            if let Some(found) = self.found.get_mut(at) {
                found.inner = true;
            }
            at = further;
        }
        if let Some(found) = self.found.get_mut(at) {
            found.wanted = true;
        }
    }

    /// The bytes of the value that one of the pointers names; where the value is absent, those of the deepest part of
    /// the pointer that exists. `None` only where the text is not JSON.
    pub fn range(&self, pointer: &str) -> Option<Range<usize>> {
        let mut deepest = self.found.first()?;
        let mut at = 0;
        for step in steps(pointer).into_iter().flatten() {
            let Some(further) = self.steps.get(&(at, step)) else { break };
            match self.found.get(*further) {
                Some(found) if found.start.is_some() => deepest = found,
                _ => break,
            }
            at = *further;
        }
        Some(deepest.start?..deepest.end?)
    }

    /// Passes once over the text, as far as there is something to find.
    fn walk(&mut self, text: &str) -> Option<()> {
        let mut left = self.found.iter().filter(|found| found.wanted).count();
        let mut reader = Reader::new(text);
        let mut open: Vec<Open> = Vec::new();
        let mut here = Some(0);
        while left > 0 {
            let kind = reader.kind()?;
            let start = reader.offset();
            // Of members with the same name the first one counts.
            let at = here.filter(|at| self.found.get(*at).is_some_and(|found| found.start.is_none()));
            let found = at.and_then(|at| self.found.get_mut(at));
            match (found, kind) {
                (Some(found @ Found { inner: true, .. }), Kind::Array | Kind::Object) => {
                    found.start = Some(start);
                    let is_object = kind == Kind::Object;
                    if is_object { reader.begin_object() } else { reader.begin_array() }.ok()?;
                    open.push(Open { at: at?, is_object, passed: 0 });
                }
                (found, _) => {
                    reader.pass_unread().ok()?;
                    if let Some(found) = found {
                        (found.start, found.end) = (Some(start), Some(reader.offset()));
                        left = left.saturating_sub(usize::from(found.wanted));
                    }
                }
            }
            here = loop {
                let inside = open.last_mut()?;
                if let Some(step) = next(&mut reader, inside)? {
                    break self.steps.get(&(inside.at, step)).copied();
                }
                let found = self.found.get_mut(inside.at)?;
                found.end = Some(reader.offset());
                left = left.saturating_sub(usize::from(found.wanted));
                open.pop();
            };
        }
        Some(())
    }
}

/// The index or name of the next item or member; none behind the last one.
fn next<'t>(reader: &mut Reader<'t>, open: &mut Open) -> Option<Option<Cow<'t, str>>> {
    let index = open.passed;
    open.passed = index.saturating_add(1);
    if open.is_object {
        return reader.next_member(index == 0).ok();
    }
    let more = reader.has_item(index == 0)?;
    Some(more.then(|| index.to_string().into()))
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

    /// What is refused when it is read hides nothing behind it.
    #[test]
    fn finds_what_comes_behind_an_unreadable_value() {
        for value in ["123456789012345678901234567890", "1e999", r#""\ud800""#, r#"{"\udc00": 1}"#] {
            let text = format!("[{value}, {{\"a\": 1}}]");
            let found = Located::of(&text, ["/0", "/1/a"]);
            let found = ["/0", "/1/a"].map(|pointer| &text[found.range(pointer).unwrap()]);
            assert_eq!(found, [value, "1"]);
        }
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
