//! Character classes: `[…]`.

use super::super::class::{Class, Rule};
use super::super::{Error, ErrorKind};
use super::escape;
use super::reader::Reader;

/// How a class is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) ignore_case: bool,
    /// How many classes may nest.
    pub(super) depth: usize,
    /// Groups are only being counted: .NET then sees no subtraction behind a range that is not closed, `[a-[b]]`.
    pub(super) counting: bool,
}

/// Reads a class behind its `[`.
pub(super) fn scan(reader: &mut Reader<'_>, how: Reading) -> Result<Class, Error> {
    let open = reader.place().saturating_sub(1);
    let Some(depth) = how.depth.checked_sub(1) else {
        return Err(Error::new(ErrorKind::TooDeep, reader.offset_of(open), "the pattern nests too deeply"));
    };
    let rule = Rule { negated: reader.eat('^'), ..Rule::default() };
    let mut scan = Scan { reader, how: Reading { depth, ..how }, rule, range_from: None, first: true };
    loop {
        let start = scan.reader.place();
        let Some(unit) = scan.reader.bump() else {
            return Err(scan
                .reader
                .error(open, "the character class `[` is not closed")
                .hint("a literal bracket is written `\\[`"));
        };
        if unit == u16::from(b']') && !scan.first {
            return Ok(Class::new(scan.rule, how.ignore_case));
        }
        if unit == u16::from(b'\\') && scan.reader.left() > 0 {
            scan.escape(start)?;
        } else {
            if unit == u16::from(b'[') && scan.reader.is_at(':') && scan.range_from.is_none() {
                posix(scan.reader, start)?;
            }
            scan.unit(start, unit, false)?;
        }
        scan.first = false;
    }
}

/// A class being read.
struct Scan<'s, 'p> {
    reader: &'s mut Reader<'p>,
    how: Reading,
    rule: Rule,
    /// Where a range begins whose end is not read yet.
    range_from: Option<u16>,
    /// Whether nothing was read yet: a bracket is a character then.
    first: bool,
}

impl Scan<'_, '_> {
    /// What follows a backslash: a shorthand, or a character.
    fn escape(&mut self, start: usize) -> Result<(), Error> {
        let ends_range = self.range_from.is_some() && !self.how.counting;
        if let Some(named) = escape::shorthand(self.reader, self.how.ignore_case)? {
            if ends_range {
                let shown = self.reader.text(start, self.reader.place());
                return Err(self
                    .reader
                    .error(start, format_args!("`{shown}` cannot end a range"))
                    .hint("put the hyphen last in the class, or write it `\\-`"));
            }
            self.rule.categories = self.rule.categories.union(named.categories);
            self.rule.ranges.extend(named.ranges);
            return Ok(());
        }
        let hyphen = self.reader.is_at('-');
        let unit = escape::character(self.reader)?;
        if hyphen && ends_range {
            let shown = self.reader.text(start.saturating_sub(2), self.reader.place());
            return Err(self
                .reader
                .unsupported(
                    start,
                    "range up to an escaped hyphen",
                    format_args!("the runtimes of .NET read `{shown}` in different ways"),
                )
                .hint("put the hyphen last in the class"));
        }
        // An escaped hyphen never begins a range.
        if hyphen {
            self.rule.ranges.push((unit, unit));
            return Ok(());
        }
        self.unit(start, unit, true)
    }

    /// A character, which may end a range, begin one, or open a subtraction.
    fn unit(&mut self, start: usize, unit: u16, escaped: bool) -> Result<(), Error> {
        if let Some(from) = self.range_from.take() {
            return if self.how.counting { Ok(()) } else { self.range(start, from, unit, escaped) };
        }
        let range =
            self.reader.is_at('-') && self.reader.peek_at(1).is_some_and(|next| next != u16::from(b']'));
        if range {
            self.range_from = Some(unit);
            self.reader.bump();
        } else if unit == u16::from(b'-') && !escaped && !self.first && self.reader.is_at('[') {
            self.reader.bump();
            self.subtraction()?;
        } else {
            self.rule.ranges.push((unit, unit));
        }
        Ok(())
    }

    /// The end of a range, or the subtraction that stands in its place.
    fn range(&mut self, start: usize, from: u16, unit: u16, escaped: bool) -> Result<(), Error> {
        if unit == u16::from(b'[') && !escaped && !self.first {
            self.rule.ranges.push((from, from));
            return self.subtraction();
        }
        if from > unit {
            let start = start.saturating_sub(2);
            let shown = self.reader.text(start, self.reader.place());
            return Err(self
                .reader
                .error(start, format_args!("the range `{shown}` runs backwards"))
                .hint("a literal hyphen goes first or last in the class, or is written `\\-`"));
        }
        self.rule.ranges.push((from, unit));
        Ok(())
    }

    /// The class subtracted by `-[…]`, behind its `[`; nothing may follow it.
    fn subtraction(&mut self) -> Result<(), Error> {
        let class = scan(self.reader, self.how)?;
        if !self.how.counting && self.reader.left() > 0 && !self.reader.is_at(']') {
            let place = self.reader.place();
            return Err(self.reader.error(place, "a subtraction has to be the last part of its class"));
        }
        self.rule.minus = Some(Box::new(class));
        Ok(())
    }
}

/// Refuses `[:digit:]`: the .NET runtimes read it in different ways, and none as other engines do.
fn posix(reader: &mut Reader<'_>, start: usize) -> Result<(), Error> {
    let back = reader.place();
    reader.bump();
    let name = reader.word();
    if !reader.starts_with(":]") {
        reader.go_to(back);
        return Ok(());
    }
    let instead = match name {
        "digit" => "\\d",
        "space" => "\\s",
        "word" => "\\w",
        "alpha" => "a-zA-Z",
        "alnum" => "a-zA-Z0-9",
        "upper" => "A-Z",
        "lower" => "a-z",
        "xdigit" => "0-9A-Fa-f",
        "punct" => "\\p{P}\\p{S}",
        _ => return Err(reader.unsupported(start, "POSIX class", ".NET has no POSIX classes")),
    };
    Err(reader
        .unsupported(start, "POSIX class", format_args!(".NET has no POSIX class `[:{name}:]`"))
        .hint(format!("write `{instead}` inside the brackets")))
}
