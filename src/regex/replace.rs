//! Replacement text: what `$1`, `${name}` and the other tokens mean, and putting it in place of every match.

use std::borrow::Cow;

use super::budget::{Budget, Stop};
use super::matches::{Matches, Span};
use super::unicode::joins_word;
use super::{Regex, units};

/// A replacement text, read once for a regex.
///
/// Tokens: `$n`, `${n}`, `${name}`, `$$`, `$&` and `$0` (the match), `` $` `` (before it), `$'` (behind it), `$_` (the
/// whole text), `$+` (the group with the highest number). Anything else, references to groups that do not exist
/// among it, is literal; a backslash has no meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// By place in ascending order of numbers.
    Group(usize),
    Before,
    Behind,
    Whole,
}

/// The highest number a group can have.
const MOST: u32 = i32::MAX as u32;

impl Replacement {
    /// Reads a replacement text; what refers to no group of `regex` is literal.
    ///
    /// # Errors
    /// [`Stop::GroupNumber`]; every other text is one.
    pub fn parse(text: &str, regex: &Regex) -> Result<Self, Stop> {
        let mut replacement = Self { parts: Vec::new() };
        let mut rest = text;
        while let Some((literal, after)) = rest.split_once('$') {
            replacement.literal(literal);
            // A number is read before it is asked whether there is such a group.
            if number(after.strip_prefix('{').unwrap_or(after)).is_some_and(|(number, _)| number > MOST) {
                return Err(Stop::GroupNumber);
            }
            rest = match token(after, regex) {
                Some((part, after)) => {
                    match part {
                        Part::Literal(text) => replacement.literal(&text),
                        part => replacement.parts.push(part),
                    }
                    after
                }
                None => {
                    replacement.literal("$");
                    after
                }
            };
        }
        replacement.literal(rest);
        Ok(replacement)
    }

    fn literal(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Literal(before)) => before.push_str(text),
            _ => self.parts.push(Part::Literal(text.to_owned())),
        }
    }
}

/// The token behind a `$`, and the text behind the token.
fn token<'t>(text: &'t str, regex: &Regex) -> Option<(Part, &'t str)> {
    if let Some((name, after)) = reference(text) {
        return Some((Part::Group(index(name, regex)?), after));
    }
    let first = text.chars().next()?;
    let part = match first {
        '$' => Part::Literal("$".to_owned()),
        '&' => Part::Group(0),
        '`' => Part::Before,
        '\'' => Part::Behind,
        '_' => Part::Whole,
        '+' => Part::Group(regex.groups.count().saturating_sub(1)),
        _ => return None,
    };
    Some((part, text.get(first.len_utf8()..)?))
}

/// The group that a text behind a `$` names, by digits or in braces, and the text behind that.
fn reference(text: &str) -> Option<(&str, &str)> {
    let braced = text.strip_prefix('{');
    // A name ends where its letters do: looking for the bracket would pass over the rest of the text.
    let length = match braced {
        Some(inside) => inside.find(|c| !in_name(c))?,
        None => text.bytes().take_while(u8::is_ascii_digit).count(),
    };
    let (name, after) = braced.unwrap_or(text).split_at_checked(length).filter(|_| length > 0)?;
    Some((name, if braced.is_some() { after.strip_prefix('}')? } else { after }))
}

/// The place of the group of a name or number.
fn index(name: &str, regex: &Regex) -> Option<usize> {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        let (number, _) = number(name).filter(|(_, rest)| rest.is_empty())?;
        return regex.groups.index(number);
    }
    regex.groups.index_of_name(name)
}

/// The names and numbers of groups that a replacement text refers to, whether a pattern has them or not.
pub fn references(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some((_, after)) = rest.split_once('$') {
            if let Some((name, behind)) = reference(after) {
                rest = behind;
                return Some(name);
            }
            rest = after.strip_prefix('$').unwrap_or(after);
        }
        None
    })
}

/// Whether the name of a group can hold a character.
fn in_name(character: char) -> bool {
    u16::try_from(u32::from(character)).is_ok_and(joins_word)
}

/// The longest run of digits, and the text behind it.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, after) = text.split_at_checked(digits).filter(|(digits, _)| !digits.is_empty())?;
    Some((digits.parse().unwrap_or(u32::MAX), after))
}

impl Regex {
    /// Whether a replacement text can refer to a group by this name or number.
    pub fn refers(&self, name: &str) -> bool {
        index(name, self).is_some()
    }

    /// Puts the replacement in place of every match; borrows when there is none.
    ///
    /// # Errors
    /// [`Stop::TooLong`] when the result would be longer than `max_bytes`, known before it is made;
    /// [`Stop::SplitsPair`] when it would hold half of a character; [`Stop::OutOfBudget`].
    pub fn replace_all<'t>(
        &self,
        text: &'t str,
        replacement: &Replacement,
        max_bytes: usize,
        budget: &mut Budget,
    ) -> Result<Cow<'t, str>, Stop> {
        let mut matches = self.matches(text);
        let Some(mut span) = matches.next_span(budget)? else { return Ok(Cow::Borrowed(text)) };
        let mut made = Made { source: text, text: String::new(), half: None, max_bytes };
        let mut done = 0;
        loop {
            made.copy(Span { start: done, end: span.start })?;
            for part in &replacement.parts {
                made.part(part, span, &matches, budget)?;
            }
            done = span.end;
            match matches.next_span(budget)? {
                Some(next) => span = next,
                None => break,
            }
        }
        made.copy(Span { start: done, end: text.len() })?;
        made.finish().map(Cow::Owned)
    }

    /// Puts a literal text in place of what a group captured in every match; empty captures are left alone.
    ///
    /// # Errors
    /// As for [`Regex::replace_all`].
    pub(crate) fn replace_group<'t>(
        &self,
        text: &'t str,
        group: u32,
        by: &str,
        max_bytes: usize,
        budget: &mut Budget,
    ) -> Result<Cow<'t, str>, Stop> {
        let mut made = String::new();
        let mut done = 0;
        let mut matches = self.matches(text);
        while let Some(captures) = matches.next_captures(budget)? {
            let Some(span) = captures.group(group).filter(|span| !span.is_empty() && span.start >= done)
            else {
                continue;
            };
            // A capture of half a character cannot be replaced without breaking it.
            let before = text.get(done..span.start).ok_or(Stop::SplitsPair)?;
            text.get(span.end..).ok_or(Stop::SplitsPair)?;
            if made.len().saturating_add(before.len()).saturating_add(by.len()) > max_bytes {
                return Err(Stop::TooLong);
            }
            made.push_str(before);
            made.push_str(by);
            done = span.end;
        }
        if done == 0 {
            return Ok(Cow::Borrowed(text));
        }
        made.push_str(text.get(done..).unwrap_or_default());
        Ok(Cow::Owned(made))
    }
}

/// A text in the making.
struct Made<'t> {
    source: &'t str,
    text: String,
    /// The first half of a pair, whose second half has to come next.
    half: Option<u16>,
    max_bytes: usize,
}

impl Made<'_> {
    fn part(
        &mut self,
        part: &Part,
        span: Span,
        matches: &Matches<'_, '_>,
        budget: &mut Budget,
    ) -> Result<(), Stop> {
        let length = self.text.len();
        match part {
            Part::Literal(text) => self.push(text)?,
            Part::Group(index) => {
                if let Some(span) = matches.group_at(*index) {
                    self.copy(span)?;
                }
            }
            Part::Before => self.copy(Span { start: 0, end: span.start })?,
            Part::Behind => self.copy(Span { start: span.end, end: self.source.len() })?,
            Part::Whole => self.copy(Span { start: 0, end: self.source.len() })?,
        }
        let bytes = self.text.len().saturating_sub(length) as u64;
        budget.spend((bytes / 4).saturating_add(1))
    }

    /// Appends a part of the source, whose ends may lie inside a pair.
    fn copy(&mut self, Span { start, end }: Span) -> Result<(), Stop> {
        if start == end {
            return Ok(());
        }
        let source = self.source;
        if let Some(text) = source.get(start..end) {
            return self.push(text);
        }
        let bytes = source.as_bytes();
        let mut start = start;
        if units::splits_pair(bytes, start) {
            let pair = units::next(bytes, start).map(|(low, after)| (self.half.take(), low, after));
            let Some((Some(high), low, after)) = pair else { return Err(Stop::SplitsPair) };
            let mut joined = char::decode_utf16([high, low]);
            let Some(Ok(c)) = joined.next() else { return Err(Stop::SplitsPair) };
            self.push(c.encode_utf8(&mut [0; 4]))?;
            start = after;
        }
        let mut end = end;
        let mut half = None;
        if units::splits_pair(bytes, end) && start < end {
            half = units::previous(bytes, end).map(|(high, before)| {
                end = before;
                high
            });
        }
        self.push(source.get(start..end).ok_or(Stop::SplitsPair)?)?;
        if half.is_some() && self.half.is_some() {
            return Err(Stop::SplitsPair);
        }
        self.half = half.or(self.half);
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), Stop> {
        if text.is_empty() {
            return Ok(());
        }
        if self.half.is_some() {
            return Err(Stop::SplitsPair);
        }
        if self.text.len().saturating_add(text.len()) > self.max_bytes {
            return Err(Stop::TooLong);
        }
        self.text.push_str(text);
        Ok(())
    }

    fn finish(self) -> Result<String, Stop> {
        if self.half.is_some() { Err(Stop::SplitsPair) } else { Ok(self.text) }
    }
}
