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

    /// Takes the name of the next member and says its place; `before` is the place of the one before. `Some(None)`
    /// where the object ends, `None` for any other name and whatever is no member.
    pub(super) fn next(&self, reader: &mut Reader<'_>, before: Option<usize>) -> Option<Option<usize>> {
        let hint = match before {
            Some(before) => &self.members.get(before)?.next,
            None => &self.first,
        };
        let likely = hint.get();
        if let Some(member) = self.members.get(likely)
            && reader.take_member(before.is_none(), &member.spelling)
        {
            return Some(Some(likely));
        }
        let Some(name) = reader.plain_member(before.is_none())? else { return Some(None) };
        // As `Iterator::position`, whose closure is a call for every member where code is built small.
        for (place, member) in self.members.iter().enumerate() {
            if same(&member.name, name) {
                hint.set(place);
                return Some(Some(place));
            }
        }
        None
    }
}
