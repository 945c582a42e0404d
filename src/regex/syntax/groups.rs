//! The groups of a pattern, counted before it is read.

use super::super::{Error, Limits};
use super::class;
use super::reader::{Options, Reader};

/// The groups of a pattern: numbers, names, and their dense index in match order (group 0 is index 0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Groups {
    /// The numbers, ascending; the dense index of a group is its place here.
    numbers: Vec<u32>,
    /// Names in the order they first occur, with their numbers.
    names: Vec<(String, u32)>,
}

impl Groups {
    pub(in super::super) fn index(&self, number: u32) -> Option<usize> {
        self.numbers.binary_search(&number).ok()
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
        self.numbers.iter().map(|number| {
            let name = self.names.iter().find(|(_, named)| named == number);
            (*number, name.map_or_else(|| number.to_string(), |(name, _)| name.clone()))
        })
    }
}

/// Counts the groups of a pattern as .NET does: unnamed ones first, from the left, then the named ones.
pub(super) fn scan(reader: Reader<'_>, limits: &Limits) -> Result<Groups, Error> {
    let (numbers, names, outer) = (vec![0], Vec::new(), Vec::new());
    let mut count = Count { reader, numbers, names, unnamed: 1, outer, condition: false };
    while let Some(unit) = count.reader.bump() {
        count.unit(unit, limits)?;
    }
    Ok(count.finish())
}

struct Count<'p> {
    reader: Reader<'p>,
    numbers: Vec<u32>,
    /// Names in the order they first occur; their numbers are given last.
    names: Vec<(String, u32)>,
    /// The number of the next unnamed group.
    unnamed: u32,
    /// The options around each open bracket.
    outer: Vec<Options>,
    /// Set behind `(?`, when the next bracket opens a condition, which does not capture.
    condition: bool,
}

impl Count<'_> {
    /// Passes over what the unit just read begins.
    fn unit(&mut self, unit: u16, limits: &Limits) -> Result<(), Error> {
        let reader = &mut self.reader;
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
                class::scan(reader, how)?;
            }
            Ok(b')') => {
                if let Some(options) = self.outer.pop() {
                    reader.options = options;
                }
            }
            Ok(b'(') if reader.starts_with("?#") => {
                reader.go_to(reader.place().saturating_sub(1));
                reader.skip_blank()?;
            }
            Ok(b'(') => self.open()?,
            _ => {}
        }
        Ok(())
    }

    /// Counts the group that a bracket opens, if it captures.
    fn open(&mut self) -> Result<(), Error> {
        let reader = &mut self.reader;
        self.outer.push(reader.options);
        let of_condition = std::mem::take(&mut self.condition);
        if !reader.eat('?') {
            if !reader.options.explicit_capture && !of_condition {
                insert(&mut self.numbers, self.unnamed);
                self.unnamed = self.unnamed.saturating_add(1);
            }
        } else if reader.left() > 1 && (reader.is_at('<') || reader.is_at('\'')) {
            reader.bump();
            self.named()?;
        } else {
            reader.scan_options();
            if reader.eat(')') {
                // Options for the rest of the enclosing group.
                self.outer.pop();
            } else {
                self.condition = reader.is_at('(');
            }
        }
        Ok(())
    }

    /// Notes the number or name of a group; as in .NET, a number that begins with 0 is passed over.
    fn named(&mut self) -> Result<(), Error> {
        let reader = &mut self.reader;
        if reader.is_at('0') {
            return Ok(());
        }
        if let Some(number) = reader.decimal()? {
            insert(&mut self.numbers, number);
            return Ok(());
        }
        let name = reader.word();
        if !name.is_empty() && !self.names.iter().any(|(known, _)| known == name) {
            self.names.push((name.to_owned(), 0));
        }
        Ok(())
    }

    /// Gives the named groups their numbers.
    fn finish(mut self) -> Groups {
        for (_, number) in &mut self.names {
            while self.numbers.binary_search(&self.unnamed).is_ok() {
                self.unnamed = self.unnamed.saturating_add(1);
            }
            *number = self.unnamed;
            insert(&mut self.numbers, self.unnamed);
        }
        Groups { numbers: self.numbers, names: self.names }
    }
}

/// Adds a number to an ascending list, once.
fn insert(numbers: &mut Vec<u32>, number: u32) {
    if let Err(place) = numbers.binary_search(&number) {
        numbers.insert(place, number);
    }
}
