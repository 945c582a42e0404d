//! The names of an object's members, in the order in which they came last: payloads of one sender have one order, so the
//! next name is mostly known before it is read.

use std::sync::Arc;

use crate::value::json::{Hint, Reader, write_string};
use crate::value::names::same;

/// The names an object may have.
#[derive(Debug, Clone, Default)]
pub(super) struct Sequence {
    members: Box<[Member]>,
    /// Which of them came first.
    first: Hint,
}

#[derive(Debug, Clone)]
struct Member {
    name: Arc<str>,
    /// As it stands before its value where nothing is spaced out.
    spelling: Box<str>,
    /// Which of them came after it.
    next: Hint,
}

impl Sequence {
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n Arc<str>>) -> Self {
        let member = |name: &Arc<str>| {
            let mut spelling = String::new();
            write_string(&mut spelling, name);
            spelling.push(':');
            Member { name: name.clone(), spelling: spelling.into(), next: Hint::new() }
        };
        Self { members: names.map(member).collect(), first: Hint::new() }
    }

    /// Takes the name of the next member; `before` is the place of the one before. `None` for another
    /// spelling of a name, in capitals or with escapes, and whatever is no member.
    #[inline(always)]
    pub(super) fn next<'t>(&self, reader: &mut Reader<'t>, before: Option<usize>) -> Option<Next<'t>> {
        let hint = match before {
            Some(before) => &self.members.get(before)?.next,
            None => &self.first,
        };
        let likely = hint.get();
        if let Some(member) = self.members.get(likely)
            && reader.take_spaced_member(before.is_none(), &member.spelling)
        {
            return Some(Next::Known(likely));
        }
        if reader.take_end() {
            return Some(Next::End);
        }
        self.search(reader, before.is_none(), hint)
    }

    /// Where something is spaced out, or comes in another order than last.
    fn search<'t>(&self, reader: &mut Reader<'t>, first: bool, hint: &Hint) -> Option<Next<'t>> {
        let Some(name) = reader.plain_member(first)? else { return Some(Next::End) };
        let likely = hint.get();
        if let Some(member) = self.members.get(likely)
            && same(&member.name, name)
        {
            return Some(Next::Known(likely));
        }
        // As `Iterator::position`, whose closure is a call for every member where code is built small.
        for (place, member) in self.members.iter().enumerate() {
            if member.name.len() != name.len() {
                continue;
            }
            if same(&member.name, name) {
                hint.set(place);
                return Some(Next::Known(place));
            }
            if member.name.eq_ignore_ascii_case(name) {
                return None;
            }
        }
        Some(Next::Other(name))
    }
}

/// What stands next in an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next<'t> {
    /// The value of the member of this place.
    Known(usize),
    /// The value of a member that has none of the names in any spelling.
    Other(&'t str),
    /// Nothing more: the object ended.
    End,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_in_any_order_and_spacing() {
        let names: [Arc<str>; 3] = ["a".into(), "b\"".into(), "c".into()];
        let sequence = Sequence::of(names.iter());
        let places = |text: &str| {
            let mut reader = Reader::new(text);
            reader.begin_object().unwrap();
            let (mut places, mut before) = (Vec::new(), None);
            loop {
                match sequence.next(&mut reader, before)? {
                    Next::Known(place) => {
                        places.push(place);
                        before = Some(place);
                    }
                    Next::Other(name) => assert_eq!(name, "d"),
                    Next::End => break,
                }
                reader.number().unwrap();
            }
            reader.end().unwrap();
            Some(places)
        };
        for _ in 0..3 {
            assert_eq!(places(r#"{"a":1,"c":2}"#), Some(vec![0, 2]));
            assert_eq!(places(r#"{ "c" : 1 , "a" : 2 }"#), Some(vec![2, 0]));
            assert_eq!(places(r#"{"c":1,"c":2,"a":3}"#), Some(vec![2, 2, 0]));
            assert_eq!(places("{}"), Some(vec![]));
            assert_eq!(places(r#"{"d":1}"#), Some(vec![]));
            assert_eq!(places(r#"{"a":1,"d":2,"c":1}"#), Some(vec![0, 2]));
            for refused in [r#"{"a" 1}"#, r#"{"a":1 "c":2}"#, r#"{,"a":1}"#, r#"{"a":1,}"#, "{1"] {
                assert_eq!(places(refused), None, "{refused}");
            }
        }
        // A name written with escapes is left to the full walk.
        assert_eq!(places(r#"{"b\"":1}"#), None);
    }
}
