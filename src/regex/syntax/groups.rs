use std::collections::BTreeMap;

use super::super::unicode::joins_word;
use super::super::{Error, Limits};
use super::class;
use super::reader::{Options, Reader};

/// The groups of a pattern: numbers, names, and their dense index in match order (group 0 is index 0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Groups {
    /// Number to dense index; ascending, so the index is the rank.
    numbers: BTreeMap<u32, usize>,
    /// Names in the order they first occur, with their numbers.
    names: Vec<(String, u32)>,
}

impl Groups {
    pub(in super::super) fn index(&self, number: u32) -> Option<usize> {
        self.numbers.get(&number).copied()
    }

    pub(in super::super) fn index_of_name(&self, name: &str) -> Option<usize> {
        self.number_of_name(name).and_then(|number| self.index(number))
    }

    /// The number of a named group, or of one that is named by its digits.
    pub(in super::super) fn number_of_name(&self, name: &str) -> Option<u32> {
        self.names.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }

    /// How many groups there are, group 0 among them.
    pub(in super::super) fn count(&self) -> usize {
        self.numbers.len()
    }

    /// Number and name of every group in ascending order of numbers; an unnamed group is named by its digits.
    pub(in super::super) fn iter(&self) -> impl Iterator<Item = (u32, String)> + '_ {
        self.numbers.keys().map(|number| {
            let name = self.names.iter().find(|(_, named)| named == number);
            (*number, name.map_or_else(|| number.to_string(), |(name, _)| name.clone()))
        })
    }
}

/// Counts the groups of a pattern as .NET does: unnamed ones first, from the left, then the named ones.
pub(super) fn scan(mut reader: Reader<'_>, limits: &Limits) -> Result<Groups, Error> {
    let mut numbers = BTreeMap::from([(0u32, 0usize)]);
    let mut names: Vec<(String, u32)> = Vec::new();
    let mut unnamed = 1u32;
    let mut outer: Vec<Options> = Vec::new();
    // Set behind `(?`, when the next bracket opens a condition, which does not capture.
    let mut condition = false;
    while let Some(unit) = reader.bump() {
        match u8::try_from(unit) {
            Ok(b'\\') => {
                // `\c[` is a control character.
                let control = reader.is_at('c');
                reader.bump();
                if control {
                    reader.bump();
                }
            }
            Ok(b'#') if reader.options.free_spacing => {
                reader.go_to(reader.place().saturating_sub(1));
                reader.skip_blank()?;
            }
            Ok(b'[') => {
                let how = class::Reading { ignore_case: false, depth: limits.nesting, counting: true };
                class::scan(&mut reader, how)?;
            }
            Ok(b')') => {
                if let Some(options) = outer.pop() {
                    reader.options = options;
                }
            }
            Ok(b'(') if reader.starts_with("?#") => {
                reader.go_to(reader.place().saturating_sub(1));
                reader.skip_blank()?;
            }
            Ok(b'(') => {
                outer.push(reader.options);
                if !reader.eat('?') {
                    if !reader.options.explicit_capture && !condition {
                        numbers.insert(unnamed, 0);
                        unnamed = unnamed.saturating_add(1);
                    }
                } else if reader.left() > 1 && (reader.is_at('<') || reader.is_at('\'')) {
                    reader.bump();
                    if reader.is_at('0') {
                    } else if let Some(number) = reader.decimal()? {
                        numbers.insert(number, 0);
                    } else if reader.peek().is_some_and(joins_word) {
                        let name = reader.word();
                        if !names.iter().any(|(known, _)| known == name) {
                            names.push((name.to_owned(), 0));
                        }
                    }
                } else {
                    reader.scan_options();
                    if reader.eat(')') {
                        // Options for the rest of the enclosing group.
                        outer.pop();
                    } else if reader.is_at('(') {
                        condition = true;
                        continue;
                    }
                }
                condition = false;
            }
            _ => {}
        }
    }
    for (_, number) in &mut names {
        while numbers.contains_key(&unnamed) {
            unnamed = unnamed.saturating_add(1);
        }
        *number = unnamed;
        numbers.insert(unnamed, 0);
    }
    for (index, place) in numbers.values_mut().enumerate() {
        *place = index;
    }
    Ok(Groups { numbers, names })
}
