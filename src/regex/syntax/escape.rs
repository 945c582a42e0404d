//! What stands behind a backslash: shorthands for classes, and single characters.

use super::super::Error;
use super::super::class::Rule;
use super::super::unicode::{Categories, block, joins_word};
use super::reader::{Reader, ascii};

/// What `\d \D \s \S \w \W \p{…} \P{…}` stand for, behind the backslash; `None`, and nothing read, for any other escape.
pub(super) fn shorthand(reader: &mut Reader<'_>, ignore_case: bool) -> Result<Option<Rule>, Error> {
    let start = reader.place().saturating_sub(1);
    let letter = reader.peek_ascii().unwrap_or_default();
    let categories = match letter.to_ascii_lowercase() {
        b'd' => Categories::DIGIT,
        b's' => Categories::SPACE,
        b'w' => Categories::WORD,
        b'p' => {
            reader.bump();
            return property(reader, start, letter == b'P', ignore_case).map(Some);
        }
        _ => return Ok(None),
    };
    reader.bump();
    Ok(Some(Rule::of(if letter.is_ascii_uppercase() { categories.complement() } else { categories })))
}

const SPELLINGS: &str =
    "categories are written like `\\p{Lu}`, blocks like `\\p{IsGreek}`; .NET knows no scripts";

/// `{Lu}`, `{IsGreek}` behind `\p` or `\P`.
fn property(reader: &mut Reader<'_>, start: usize, negated: bool, ignore_case: bool) -> Result<Rule, Error> {
    let letter = if negated { 'P' } else { 'p' };
    if !reader.eat('{') {
        let error = reader.error(start, format_args!("`\\{letter}` needs a category in braces"));
        let name = reader.peek().and_then(|unit| char::from_u32(unit.into()));
        return Err(match name.filter(|c| Categories::named(c.encode_utf8(&mut [0; 4])).is_some()) {
            Some(c) => error.hint(format!("write `\\{letter}{{{c}}}`")),
            None => error.hint(format!("for example `\\{letter}{{L}}`")),
        });
    }
    let from = reader.place();
    while reader.peek().is_some_and(|unit| joins_word(unit) || unit == u16::from(b'-')) {
        reader.bump();
    }
    let name = reader.text(from, reader.place());
    if !reader.eat('}') {
        if !reader.has_ahead('}') {
            return Err(reader.error(start, format_args!("`\\{letter}{{` is not closed")));
        }
        let error = reader.error(start, "the name of a category holds letters, digits, `_` and `-` only");
        return Err(match name {
            "" if reader.eat('^') => error.hint("the opposite of `\\p{Lu}` is `\\P{Lu}`"),
            _ => error.hint(SPELLINGS),
        });
    }
    if let Some(categories) = Categories::named(name) {
        let categories = if ignore_case { categories.ignoring_case() } else { categories };
        return Ok(Rule::of(if negated { categories.complement() } else { categories }));
    }
    if let Some((first, last)) = name.strip_prefix("Is").and_then(block) {
        let ranges = if negated { outside(first, last) } else { vec![(first, last)] };
        return Ok(Rule { ranges, ..Rule::default() });
    }
    if matches!(name, "_xmlC" | "_xmlD" | "_xmlI" | "_xmlW") {
        let message = "the XML character categories of .NET are not supported";
        return Err(reader.unsupported(start, "XML character category", message));
    }
    let error = reader.error(start, "there is no such category or block in .NET");
    let mut title = name.to_ascii_lowercase();
    if let Some(initial) = title.get_mut(..1) {
        initial.make_ascii_uppercase();
    }
    Err(if block(name).is_some() {
        error.hint(format!("blocks are written with `Is`: `\\{letter}{{Is{name}}}`"))
    } else if Categories::named(&title).is_some() {
        error.hint(format!("categories are case-sensitive: `\\{letter}{{{title}}}`"))
    } else {
        error.hint(SPELLINGS)
    })
}

fn outside(first: u16, last: u16) -> Vec<(u16, u16)> {
    let below = first.checked_sub(1).map(|end| (0, end));
    let above = last.checked_add(1).map(|start| (start, u16::MAX));
    below.into_iter().chain(above).collect()
}

/// One unit written as an escape, behind the backslash.
pub(super) fn character(reader: &mut Reader<'_>) -> Result<u16, Error> {
    let start = reader.place().saturating_sub(1);
    let Some(unit) = reader.bump() else {
        return Err(reader
            .error(start, "the pattern ends with a backslash")
            .hint("a literal backslash is written `\\\\`"));
    };
    let Ok(byte) = u8::try_from(unit) else {
        return if joins_word(unit) { Err(unknown(reader, start)) } else { Ok(unit) };
    };
    Ok(u16::from(match byte {
        b'0'..=b'7' => {
            reader.go_to(start.saturating_add(1));
            return Ok(octal(reader));
        }
        b'x' => return hexadecimal(reader, start, 2),
        b'u' => return hexadecimal(reader, start, 4),
        b'a' => 7,
        b'b' => 8,
        b'e' => 0x1B,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0B,
        b'c' => return control(reader, start),
        _ if joins_word(unit) => return Err(unknown(reader, start)),
        _ => byte,
    }))
}

/// Up to three octal digits, of which the low eight bits count.
fn octal(reader: &mut Reader<'_>) -> u16 {
    let mut value = 0u16;
    for _ in 0..3 {
        match reader.peek_ascii() {
            Some(digit @ b'0'..=b'7') => value = value.wrapping_mul(8).wrapping_add(u16::from(digit & 7)),
            _ => break,
        }
        reader.bump();
    }
    value & 0xFF
}

fn hexadecimal(reader: &mut Reader<'_>, start: usize, digits: usize) -> Result<u16, Error> {
    let mut value = 0u16;
    for _ in 0..digits {
        let Some(digit) = reader.peek().and_then(|unit| char::from_u32(unit.into())?.to_digit(16)) else {
            let letter = if digits == 2 { 'x' } else { 'u' };
            let error =
                reader.error(start, format_args!("`\\{letter}` needs exactly {digits} hexadecimal digits"));
            return Err(match braced(reader) {
                Some(code) => error.hint(format!("write `{}`", as_units(code))),
                None => error,
            });
        };
        value = value.wrapping_mul(16).wrapping_add(digit as u16);
        reader.bump();
    }
    Ok(value)
}

/// The code point of `{1F600}`, which other engines take behind `\x` and `\u`.
fn braced(reader: &mut Reader<'_>) -> Option<char> {
    if !reader.eat('{') {
        return None;
    }
    let from = reader.place();
    let to = from
        .saturating_add((0..8).take_while(|ahead| reader.peek_at(*ahead) != Some(u16::from(b'}'))).count());
    u32::from_str_radix(reader.text(from, to), 16).ok().and_then(char::from_u32)
}

/// A character in `\u` escapes, one or two.
fn as_units(c: char) -> String {
    c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04X}")).collect()
}

fn control(reader: &mut Reader<'_>, start: usize) -> Result<u16, Error> {
    match reader.bump().and_then(ascii).map(|byte| byte.to_ascii_uppercase()) {
        Some(byte @ b'@'..=b'_') => Ok(u16::from(byte & 0x1F)),
        _ => Err(reader.error(start, "`\\c` needs a letter for the control character")),
    }
}

/// An escaped letter that .NET gives no meaning to.
fn unknown(reader: &Reader<'_>, start: usize) -> Error {
    let shown = reader.text(start, reader.place());
    let error = reader.error(start, format_args!("there is no escape `{shown}` in .NET"));
    match shown {
        "\\h" => error.hint("a blank or tab is written `[ \\t]`"),
        "\\R" => error.hint("any line end is written `(?:\\r\\n|\\n|\\r)`"),
        "\\K" => error.hint("use a look-behind, `(?<=…)`"),
        "\\Q" | "\\E" => error.hint("escape each special character with a backslash"),
        "\\g" => error.hint("a back-reference is written `\\1` or `\\k<name>`"),
        "\\o" => error.hint("an octal character is written `\\101`, or `\\u0041`"),
        "\\N" => error.hint("anything but a line feed is written `[^\\n]`"),
        "\\X" => error.hint("a letter with its marks is written `\\P{M}\\p{M}*`"),
        "\\m" | "\\M" | "\\<" => error.hint("a word boundary is written `\\b`"),
        "\\l" => error.hint("a lower-case letter is written `\\p{Ll}`"),
        "\\L" | "\\U" => error.hint("an upper-case letter is written `\\p{Lu}`"),
        "\\_" => error.hint("an underscore needs no backslash"),
        _ => error.hint("a literal letter needs no backslash"),
    }
}
