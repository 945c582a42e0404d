//! Reading a date by a format: `DateTime.ParseExact` under the invariant culture.
//!
//! The text is matched token by token from the left, without trying again; a part that stands twice must have the
//! same value twice. Then missing parts are filled, the day name is compared, and the zone is applied. Where .NET's
//! runtime and its documentation leave details open, the runtime's code was followed:
//!
//! - digits are taken greedily and only ASCII digits count; the sign of `z` is required;
//! - a blank of the format that the text lacks is passed over when trailing white space is allowed;
//! - under `AllowInnerWhite` blanks of the format match any white space, none included;
//! - a stop before an `F` fraction may be missing with it;
//! - on 0001-01-01 an offset cannot lead to the day before: the time of day wraps around.
//!
//! One difference: the single-letter `t` matches `a` and `p` too.

use std::fmt;

use super::civil::MONTH_NAMES;
use super::format::{DateFormat, OffsetForm, Part, Token};
use super::parse::{hour_of_day, offset_ticks};
use super::write::name;
use super::{Civil, DateTime, Kind, OutOfRange, Styles, TICKS_PER_DAY, Weekday};

/// Why a text could not be read by a format. Offsets count bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// The text does not go on as the format asks.
    Expected {
        /// What the format asks for, in a reader's words.
        what: &'static str,
        /// Where.
        at: usize,
    },
    /// Text after the end of the format.
    TrailingText {
        /// Where it starts.
        at: usize,
    },
    /// A part stands twice with different values.
    Contradiction(&'static str),
    /// The calendar or the clock has no such value.
    NoSuchDate,
    /// The day name belongs to another date.
    WrongWeekday(&'static str),
    /// The offset is beyond ±14:00.
    Offset,
    /// The instant is outside the years 1 to 9999.
    OutOfRange,
    /// The format has no year and no current time was given.
    NoCurrentTime,
    /// The empty format reads nothing.
    EmptyFormat,
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected { what, at } => {
                write!(formatter, "the text does not fit the format: at byte {at} it should have {what}")
            }
            Self::TrailingText { at } => {
                write!(
                    formatter,
                    "the text does not fit the format: it goes on at byte {at}, where the format ends"
                )
            }
            Self::Contradiction(part) => {
                write!(formatter, "the text gives {part} twice with different values")
            }
            Self::NoSuchDate => formatter.write_str("the calendar or the clock has no such value"),
            Self::WrongWeekday(name) => write!(formatter, "the date is a {name}, the text says otherwise"),
            Self::Offset => formatter.write_str("the offset from UTC is beyond 14 hours"),
            Self::OutOfRange => OutOfRange.fmt(formatter),
            Self::NoCurrentTime => {
                formatter.write_str("the format has no year, and no current time was given")
            }
            Self::EmptyFormat => formatter.write_str("an empty format reads nothing"),
        }
    }
}

impl std::error::Error for ReadError {}

impl DateFormat {
    /// Reads `text` by this format. `now` fills the date or year that the format lacks.
    ///
    /// The kind is UTC when the text ended in a `Z` under `RoundtripKind` or the styles adjust to it, local when it
    /// carried an offset, unspecified otherwise.
    ///
    /// # Errors
    /// [`ReadError`] where .NET throws `FormatException`, and without `now` where it is needed.
    pub fn read(&self, text: &str, styles: Styles, now: Option<DateTime>) -> Result<DateTime, ReadError> {
        if self.writes_only {
            return Err(ReadError::EmptyFormat);
        }
        let text = if styles.has(Styles::ALLOW_TRAILING_WHITE) { text.trim_end() } else { text };
        let rest = if styles.has(Styles::ALLOW_LEADING_WHITE) { text.trim_start() } else { text };
        let mut reader = Reader { text, rest, inner_white: styles.has(Styles::ALLOW_INNER_WHITE) };
        let mut found = Found::default();
        let mut tokens = self.trimmed(styles).peekable();
        while let Some(token) = tokens.next() {
            if reader.inner_white {
                reader.rest = reader.rest.trim_start();
            }
            match token.as_ref() {
                Token::Literal(' ') if reader.inner_white || reader.eat(' ') => {}
                Token::Literal(' ')
                    if styles.has(Styles::ALLOW_TRAILING_WHITE) && tokens.peek().is_some() => {}
                Token::Literal('.') if !reader.rest.starts_with('.') => {
                    let optional = |next: &TrimmedToken<'_>| {
                        matches!(next.as_ref(), Token::Fraction { optional: true, .. })
                    };
                    if tokens.next_if(optional).is_none() {
                        return Err(reader.expected("a full stop"));
                    }
                }
                token => reader.token(token, &mut found)?,
            }
        }
        if !reader.rest.is_empty() {
            return Err(ReadError::TrailingText { at: reader.offset() });
        }
        found.finish(styles, now)
    }

    /// The tokens as .NET matches them: where white space around the text is ignored, so is that around the format,
    /// also inside a quoted text at its edge.
    fn trimmed(&self, styles: Styles) -> impl Iterator<Item = TrimmedToken<'_>> {
        let white = |token: &Token| matches!(token, Token::Literal(character) if character.is_whitespace());
        let mut tokens = self.tokens.as_slice();
        let leading = styles.has(Styles::ALLOW_LEADING_WHITE);
        let trailing = styles.has(Styles::ALLOW_TRAILING_WHITE);
        if trailing {
            while let Some((_, rest)) = tokens.split_last().filter(|(last, _)| white(last)) {
                tokens = rest;
            }
        }
        if leading {
            while let Some((_, rest)) = tokens.split_first().filter(|(first, _)| white(first)) {
                tokens = rest;
            }
        }
        let last = tokens.len().saturating_sub(1);
        tokens.iter().enumerate().map(move |(index, token)| match token {
            Token::Quoted(text) if leading && index == 0 || trailing && index == last => {
                let text = if leading && index == 0 { text.trim_start() } else { text };
                let text = if trailing && index == last { text.trim_end() } else { text };
                TrimmedToken::Cut(Token::Quoted(text.to_owned()))
            }
            _ => TrimmedToken::Whole(token),
        })
    }
}

enum TrimmedToken<'f> {
    Whole(&'f Token),
    Cut(Token),
}

impl TrimmedToken<'_> {
    fn as_ref(&self) -> &Token {
        match self {
            Self::Whole(token) => token,
            Self::Cut(token) => token,
        }
    }
}

/// What stands in the text so far.
#[derive(Default)]
struct Found {
    year: Option<u32>,
    two_digit_year: bool,
    month: Option<u32>,
    day: Option<u32>,
    weekday: Option<u32>,
    hour: Option<u32>,
    twelve_hours: bool,
    minute: Option<u32>,
    second: Option<u32>,
    fraction: Option<u32>,
    afternoon: Option<bool>,
    /// Ticks.
    offset: Option<i64>,
    /// The offset came from a `Z`.
    zulu: bool,
}

/// Notes a value; a second one must be the same.
fn note<T: PartialEq>(place: &mut Option<T>, value: T, part: &'static str) -> Result<(), ReadError> {
    match place {
        Some(known) if *known != value => Err(ReadError::Contradiction(part)),
        _ => {
            *place = Some(value);
            Ok(())
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    rest: &'t str,
    inner_white: bool,
}

impl Reader<'_> {
    const fn offset(&self) -> usize {
        self.text.len().saturating_sub(self.rest.len())
    }

    const fn expected(&self, what: &'static str) -> ReadError {
        ReadError::Expected { what, at: self.offset() }
    }

    fn eat(&mut self, expected: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(expected) else { return false };
        self.rest = rest;
        true
    }

    /// Takes `word` in any case.
    fn eat_word(&mut self, word: &str) -> bool {
        match self.rest.split_at_checked(word.len()) {
            Some((start, rest)) if start.eq_ignore_ascii_case(word) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// As many ASCII digits as there are, `most` at the most; their number and value.
    fn digits(&mut self, most: usize) -> (usize, Option<u32>) {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(count).unwrap_or(("", self.rest));
        self.rest = rest;
        let value = digits.bytes().try_fold(0u32, |value, digit| {
            value.checked_mul(10)?.checked_add(u32::from(digit.wrapping_sub(b'0')))
        });
        (count, value)
    }

    /// One or two digits, or exactly `digits` when that is more than one.
    fn number(&mut self, digits: usize, what: &'static str) -> Result<u32, ReadError> {
        let before = self.rest;
        let (least, most) = if digits == 1 { (1, 2) } else { (digits, digits) };
        match self.digits(most) {
            (count, Some(value)) if count >= least => Ok(value),
            _ => {
                self.rest = before;
                Err(self.expected(what))
            }
        }
    }

    fn token(&mut self, token: &Token, found: &mut Found) -> Result<(), ReadError> {
        match token {
            Token::Number { part, two_digits } => self.part(*part, *two_digits, found),
            Token::YearOfCentury { two_digits } => {
                found.two_digit_year = true;
                let what = if *two_digits { "a year of two digits" } else { "a year of one or two digits" };
                let year = self.number(if *two_digits { 2 } else { 1 }, what)?;
                note(&mut found.year, year, "the year")
            }
            Token::Year { digits } => {
                let what = if *digits == 4 { "a year of four digits" } else { "a year with all its digits" };
                let year = self.number(*digits, what)?;
                note(&mut found.year, year, "the year")
            }
            Token::DayName { full } => {
                let index = self.name(Weekday::NAMES, *full).ok_or(self.expected("an English day name"))?;
                note(&mut found.weekday, index, "the day of the week")
            }
            Token::MonthName { full } => {
                let index = self.name(MONTH_NAMES, *full).ok_or(self.expected("an English month name"))?;
                note(&mut found.month, index.saturating_add(1), "the month")
            }
            Token::Fraction { digits, optional } => self.fraction(*digits, *optional, found),
            Token::Designator { full } => {
                let (am, pm) = if *full { ("AM", "PM") } else { ("A", "P") };
                let afternoon = self.eat_word(pm);
                if !afternoon && !self.eat_word(am) {
                    return Err(self.expected(if *full { "`AM` or `PM`" } else { "`A` or `P`" }));
                }
                note(&mut found.afternoon, afternoon, "the half of the day")
            }
            Token::Offset(form) => {
                let offset = self.zone_offset(*form)?;
                note(&mut found.offset, offset, "the offset")
            }
            Token::KindOrOffset => {
                if self.eat('Z') {
                    found.zulu = true;
                    note(&mut found.offset, 0, "the offset")
                } else if self.rest.starts_with(['+', '-']) {
                    let offset = self.zone_offset(OffsetForm::HourMinute)?;
                    note(&mut found.offset, offset, "the offset")
                } else {
                    Ok(())
                }
            }
            Token::Zulu => {
                if found.offset.is_some() {
                    return Err(ReadError::Contradiction("the offset"));
                }
                if !self.eat_word("GMT") && !self.eat_word("Z") {
                    return Err(self.expected("`Z` or `GMT`"));
                }
                found.zulu = true;
                found.offset = Some(0);
                Ok(())
            }
            Token::Gmt => {
                found.offset = Some(0);
                self.literal("GMT")
            }
            Token::Era if self.eat_word("A.D.") || self.eat_word("AD") => Ok(()),
            Token::Era => Err(self.expected("the era `A.D.`")),
            Token::Quoted(text) => self.literal(text),
            Token::Literal(character) => self.literal(character.encode_utf8(&mut [0; 4])),
        }
    }

    /// Literal text; where inner white space is free, a blank in it stands for any or none.
    fn literal(&mut self, text: &str) -> Result<(), ReadError> {
        for character in text.chars() {
            if character == ' ' && self.inner_white {
                self.rest = self.rest.trim_start();
            } else if !self.eat(character) {
                return Err(self.expected("the literal text of the format"));
            }
        }
        Ok(())
    }

    fn part(&mut self, part: Part, two_digits: bool, found: &mut Found) -> Result<(), ReadError> {
        let (place, name, one, two) = match part {
            Part::Day => (&mut found.day, "the day", "a day of one or two digits", "a day of two digits"),
            Part::Month => {
                (&mut found.month, "the month", "a month of one or two digits", "a month of two digits")
            }
            Part::Hour12 | Part::Hour24 => {
                found.twelve_hours |= part == Part::Hour12;
                (&mut found.hour, "the hour", "an hour of one or two digits", "an hour of two digits")
            }
            Part::Minute => {
                (&mut found.minute, "the minute", "a minute of one or two digits", "a minute of two digits")
            }
            Part::Second => {
                (&mut found.second, "the second", "a second of one or two digits", "a second of two digits")
            }
        };
        let value = if two_digits { self.number(2, two) } else { self.number(1, one) }?;
        note(place, value, name)
    }

    /// The index of the English name the text goes on with.
    fn name<const COUNT: usize>(&mut self, names: [&str; COUNT], full: bool) -> Option<u32> {
        let index = names.iter().position(|candidate| self.eat_word(name(candidate, full)))?;
        u32::try_from(index).ok()
    }

    fn fraction(&mut self, digits: u32, optional: bool, found: &mut Found) -> Result<(), ReadError> {
        let before = self.rest;
        let (count, value) = self.digits(digits as usize);
        let missing = 7usize.saturating_sub(count);
        if !optional && count < digits as usize {
            self.rest = before;
            return Err(self.expected("more digits of the second's fraction"));
        }
        let ticks = (0..missing).fold(value.unwrap_or_default(), |ticks, _| ticks.saturating_mul(10));
        note(&mut found.fraction, ticks, "the fraction of the second")
    }

    fn zone_offset(&mut self, form: OffsetForm) -> Result<i64, ReadError> {
        let what = match form {
            OffsetForm::Hour => "an offset such as `+8`",
            OffsetForm::PaddedHour => "an offset such as `+08`",
            OffsetForm::HourMinute => "an offset such as `+08:00`",
        };
        let negative = self.eat('-');
        if !negative && !self.eat('+') {
            return Err(self.expected(what));
        }
        let hours = self.number(if form == OffsetForm::PaddedHour { 2 } else { 1 }, what)?;
        let minutes = if form == OffsetForm::HourMinute {
            self.eat(':');
            self.number(2, what)?
        } else {
            0
        };
        offset_ticks(negative, hours, minutes).ok_or(ReadError::Offset)
    }
}

impl Found {
    fn finish(self, styles: Styles, now: Option<DateTime>) -> Result<DateTime, ReadError> {
        let hour = self.hour_of_day()?;
        let (year, month, day) = self.date(styles, now)?;
        let civil = Civil {
            year,
            month,
            day,
            hour,
            minute: self.minute.unwrap_or_default(),
            second: self.second.unwrap_or_default(),
            fraction: self.fraction.unwrap_or_default(),
        };
        let date =
            DateTime::from_civil(civil, Kind::Unspecified).map_err(|OutOfRange| ReadError::NoSuchDate)?;
        let weekday = date.weekday();
        if self.weekday.is_some_and(|named| named != u32::from(weekday.from_sunday())) {
            return Err(ReadError::WrongWeekday(weekday.name()));
        }
        let kind = self.kind(styles);
        match self.offset {
            Some(offset) => at_offset(date.ticks(), offset)
                .map(|instant| instant.with_kind(kind))
                .ok_or(ReadError::OutOfRange),
            None => Ok(date.with_kind(kind)),
        }
    }

    fn kind(&self, styles: Styles) -> Kind {
        let to_universal = styles.has(Styles::ADJUST_TO_UNIVERSAL);
        match self.offset {
            Some(_) if to_universal || self.zulu && styles.has(Styles::ROUNDTRIP_KIND) => Kind::Utc,
            Some(_) => Kind::Local,
            None if !styles.has(Styles::ASSUME_LOCAL) && !styles.has(Styles::ASSUME_UNIVERSAL) => {
                Kind::Unspecified
            }
            None if to_universal => Kind::Utc,
            None => Kind::Local,
        }
    }

    fn hour_of_day(&self) -> Result<u32, ReadError> {
        let hour = self.hour.unwrap_or_default();
        match (self.twelve_hours, self.afternoon) {
            (true, _) if hour > 12 => Err(ReadError::NoSuchDate),
            (true, afternoon) => Ok(hour_of_day(hour, afternoon.unwrap_or_default())),
            // A 24-hour clock with AM or PM must agree with it.
            (false, Some(afternoon)) if afternoon != (hour >= 12) => {
                Err(ReadError::Contradiction("the half of the day"))
            }
            (false, _) => Ok(hour),
        }
    }

    /// Year, month and day, with what the text lacks filled in.
    fn date(&self, styles: Styles, now: Option<DateTime>) -> Result<(u32, u32, u32), ReadError> {
        let today = || now.map(DateTime::civil).ok_or(ReadError::NoCurrentTime);
        let year = match self.year {
            Some(year) if self.two_digit_year => Some(in_full(year).ok_or(ReadError::NoSuchDate)?),
            year => year,
        };
        match (year, self.month, self.day) {
            (None, None, None) if styles.has(Styles::NO_CURRENT_DATE_DEFAULT) => Ok((1, 1, 1)),
            (None, None, None) => today().map(|today| (today.year, today.month, today.day)),
            (year, month, day) => {
                let year = year.map_or_else(|| today().map(|today| today.year), Ok)?;
                Ok((year, month.unwrap_or(1), day.unwrap_or(1)))
            }
        }
    }
}

/// The year meant by two digits: .NET 8 counts 00–49 to this century and 50–99 to the last.
const fn in_full(year: u32) -> Option<u32> {
    match year {
        0..=49 => Some(year.saturating_add(2000)),
        50..=99 => Some(year.saturating_add(1900)),
        _ => None,
    }
}

/// The instant of local `ticks` at an offset from UTC. Before 0001-01-01 .NET keeps the day and wraps the time.
pub(super) fn at_offset(ticks: i64, offset: i64) -> Option<DateTime> {
    let mut ticks = ticks.checked_sub(offset)?;
    if ticks < 0 {
        ticks = ticks.checked_add(TICKS_PER_DAY)?;
    }
    DateTime::from_ticks(ticks, Kind::Utc).ok()
}
