use super::super::class::{Class, Rule};
use super::super::unicode::Categories;
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
    let Reading { ignore_case, depth, counting } = how;
    let open = reader.place().saturating_sub(1);
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Error::new(ErrorKind::TooDeep, reader.offset_of(open), "the pattern nests too deeply"));
    };
    let mut rule = Rule::new();
    rule.negated = reader.eat('^');
    let mut range_from = None;
    let mut first = true;
    loop {
        let start = reader.place();
        let Some(mut unit) = reader.bump() else {
            return Err(reader
                .error(open, "the character class `[` is not closed")
                .hint("a literal bracket is written `\\[`"));
        };
        let mut escaped = false;
        if unit == u16::from(b']') && !first {
            break;
        }
        if unit == u16::from(b'\\') && reader.left() > 0 {
            if let Some(categories) = escape::shorthand(reader, ignore_case)? {
                if range_from.is_some() && !counting {
                    return Err(reader
                        .error(start, format!("`{}` cannot end a range", reader.text(start, reader.place())))
                        .hint("put the hyphen last in the class, or write it `\\-`"));
                }
                rule.categories = rule.categories.union(categories.0);
                rule.ranges.extend(categories.1);
                first = false;
                continue;
            }
            let hyphen = reader.is_at('-');
            unit = escape::character(reader)?;
            escaped = true;
            if hyphen && range_from.is_some() && !counting {
                let shown = reader.text(start.saturating_sub(2), reader.place());
                return Err(reader
                    .unsupported(
                        start,
                        "range up to an escaped hyphen",
                        format!("the runtimes of .NET read `{shown}` in different ways"),
                    )
                    .hint("put the hyphen last in the class"));
            }
            // An escaped hyphen never begins a range.
            if hyphen {
                rule.ranges.push((unit, unit));
                first = false;
                continue;
            }
        } else if unit == u16::from(b'[') && reader.is_at(':') && range_from.is_none() {
            posix(reader, start)?;
        }
        if let Some(from) = range_from.take() {
            if counting {
            } else if unit == u16::from(b'[') && !escaped && !first {
                rule.ranges.push((from, from));
                rule.minus = Some(Box::new(minus(reader, Reading { depth, ..how })?));
            } else if from > unit {
                let start = start.saturating_sub(2);
                return Err(reader
                    .error(
                        start,
                        format!("the range `{}` runs backwards", reader.text(start, reader.place())),
                    )
                    .hint("a literal hyphen goes first or last in the class, or is written `\\-`"));
            } else {
                rule.ranges.push((from, unit));
            }
        } else if reader.is_at('-') && reader.peek_at(1).is_some_and(|next| next != u16::from(b']')) {
            range_from = Some(unit);
            reader.bump();
        } else if unit == u16::from(b'-') && !escaped && !first && reader.is_at('[') {
            reader.bump();
            rule.minus = Some(Box::new(minus(reader, Reading { depth, ..how })?));
        } else {
            rule.ranges.push((unit, unit));
        }
        first = false;
    }
    Ok(Class::new(rule, ignore_case))
}

/// The class subtracted by `-[…]`, behind its `[`; nothing may follow it.
fn minus(reader: &mut Reader<'_>, how: Reading) -> Result<Class, Error> {
    let class = scan(reader, how)?;
    if !how.counting && reader.left() > 0 && !reader.is_at(']') {
        return Err(reader.error(reader.place(), "a subtraction has to be the last part of its class"));
    }
    Ok(class)
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
        .unsupported(start, "POSIX class", format!(".NET has no POSIX class `[:{name}:]`"))
        .hint(format!("write `{instead}` inside the brackets")))
}

/// What a shorthand adds to a class: categories, or the range of a block.
pub(super) type Named = (Categories, Vec<(u16, u16)>);
