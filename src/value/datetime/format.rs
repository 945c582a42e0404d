//! Custom and standard date formats, compiled once.
//!
//! The rules are those of .NET's custom and standard date and time format strings under the invariant culture
//! (Microsoft Learn, pages of these names). A format of one character is a standard format and stands for a longer
//! one; everything else is read specifier by specifier into [`Token`]s, which [`super::write`] prints and
//! [`super::read`] matches.

use std::borrow::Cow;
use std::fmt;

use super::{DateTime, Styles};

/// A compiled format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat {
    pub(super) tokens: Vec<Token>,
    /// Those that are read, where they are others: .NET then passes over a percent sign.
    reading: Option<Vec<Token>>,
    /// The empty format writes as `G` and reads nothing.
    pub(super) writes_only: bool,
    /// The standard format `U` takes what it reads for universal time.
    pub(super) universal: bool,
    /// The standard format `o`, whose offset .NET reads by a shorter way where no style is set.
    pub(super) round_trip: bool,
    /// Without the white space at its end this is no format: a sign in front of it has lost its character.
    pub(super) needs_its_end: bool,
}

/// One specifier or literal of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `d`, `dd`, `M`, `MM`, `h`, `hh`, `H`, `HH`, `m`, `mm`, `s`, `ss`
    Number { part: Part, two_digits: bool },
    /// `y`, `yy`
    YearOfCentury { two_digits: bool },
    /// `yyy`, `yyyy`, …
    Year { digits: usize },
    /// `ddd`, `dddd`
    DayName { full: bool },
    /// `MMM`, `MMMM`
    MonthName { full: bool },
    /// `f` to `fffffff`; optional: `F` to `FFFFFFF`
    Fraction { digits: u32, optional: bool },
    /// `t`, `tt`
    Designator { full: bool },
    /// `z`, `zz`, `zzz`
    Offset(OffsetForm),
    /// `K`
    KindOrOffset,
    /// `Z`: a plain letter when writing
    Zulu,
    /// `GMT` in any case outside quotes: a zone when reading; when writing, three letters
    Gmt,
    /// `g`
    Era,
    /// Quoted text
    Quoted(String),
    /// The character behind a backslash
    Escaped(char),
    /// Any other character
    Literal(char),
}

/// A numeric part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Day,
    Month,
    Hour12,
    Hour24,
    Minute,
    Second,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OffsetForm {
    /// `+8`
    Hour,
    /// `+08`
    PaddedHour,
    /// `+08:00`
    HourMinute,
}

/// Why a text is no date format. Offsets count bytes of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormatError {
    /// A one-character format that is no standard format.
    UnknownStandard(char),
    /// A `%` without a specifier behind it.
    LonePercent(usize),
    /// A backslash without a character behind it.
    LoneBackslash(usize),
    /// A quotation mark that is not closed.
    UnterminatedQuote(usize),
    /// More than seven `f` or `F`.
    FractionTooLong(usize),
}

impl FormatError {
    /// Where in the format the fault starts, in bytes.
    pub const fn offset(self) -> usize {
        match self {
            Self::UnknownStandard(_) => 0,
            Self::LonePercent(at)
            | Self::LoneBackslash(at)
            | Self::UnterminatedQuote(at)
            | Self::FractionTooLong(at) => at,
        }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownStandard(letter) => write!(
                formatter,
                "{} is not a standard date format; a single specifier is written with `%` in front",
                crate::diagnostic::quoted(letter.encode_utf8(&mut [0; 4]))
            ),
            Self::LonePercent(_) => formatter.write_str("`%` needs a specifier behind it"),
            Self::LoneBackslash(_) => formatter.write_str("`\\` needs a character behind it"),
            Self::UnterminatedQuote(_) => formatter.write_str("a quoted text is not closed"),
            Self::FractionTooLong(_) => formatter.write_str("a fraction of a second has at most 7 digits"),
        }
    }
}

impl std::error::Error for FormatError {}

/// A letter that stands for another part of a date than was probably meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mistake {
    /// `yyyy-mm-dd`: the minute where the month belongs.
    MinuteForMonth,
    /// `HH:MM`: the month where the minute belongs.
    MonthForMinute,
    /// `YYYY`, `DD`: letters without a meaning.
    NoSpecifier(char),
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinuteForMonth => formatter.write_str("`m` is the minute; the month is `M`"),
            Self::MonthForMinute => formatter.write_str("`M` is the month; the minute is `m`"),
            Self::NoSpecifier(letter) => {
                let meant = letter.to_ascii_lowercase();
                write!(formatter, "`{letter}` has no meaning and stands as it is; the specifier is `{meant}`")
            }
        }
    }
}

/// The format a standard format stands for, in the invariant culture.
fn standard(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => "MM/dd/yyyy",
        'D' => "dddd, dd MMMM yyyy",
        'f' => "dddd, dd MMMM yyyy HH:mm",
        'F' | 'U' => "dddd, dd MMMM yyyy HH:mm:ss",
        'g' => "MM/dd/yyyy HH:mm",
        'G' => "MM/dd/yyyy HH:mm:ss",
        'm' | 'M' => "MMMM dd",
        'o' | 'O' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK",
        'r' | 'R' => "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
        's' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
        't' => "HH:mm",
        'T' => "HH:mm:ss",
        'u' => "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
        'y' | 'Y' => "yyyy MMMM",
        _ => return None,
    })
}

impl DateFormat {
    /// Compiles a .NET date format, standard or custom.
    ///
    /// ```
    /// use scimwright::value::datetime::{DateFormat, DateTime};
    ///
    /// let format = DateFormat::compile("dddd, d MMMM yyyy")?;
    /// let date = DateTime::from_rfc3339("2024-07-04T08:09:10Z")?;
    /// assert_eq!(format.write(&date), "Thursday, 4 July 2024");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`FormatError`] where .NET throws `FormatException`.
    pub fn compile(format: &str) -> Result<Self, FormatError> {
        let mut characters = format.chars();
        let expanded = match (characters.next(), characters.next()) {
            (None, _) => standard('G').unwrap_or_default(),
            // .NET counts UTF-16 units: a character beyond U+FFFF is no one-character format.
            (Some(letter), None) if letter.len_utf16() == 1 => {
                standard(letter).ok_or(FormatError::UnknownStandard(letter))?
            }
            _ => format,
        };
        let tokens = self::tokens(expanded, false)?;
        let reading = self::tokens(expanded, true)?;
        let reading = Some(reading).filter(|reading| *reading != tokens);
        let cut = without_end(expanded);
        Ok(Self {
            tokens,
            reading,
            writes_only: format.is_empty(),
            universal: format == "U",
            round_trip: matches!(format, "o" | "O"),
            needs_its_end: cut.len() < expanded.len() && self::tokens(&cut, true).is_err(),
        })
    }

    /// What is read, in order.
    pub(super) fn reading(&self) -> &[Token] {
        self.reading.as_ref().unwrap_or(&self.tokens)
    }

    /// Letters that probably mean something else, told from the others: minutes in a date without a month, a month
    /// behind the hours; doubled capitals that are no specifiers.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let minute = self.reads(|token| matches!(token, Token::Number { part: Part::Minute, .. }));
        let hour =
            self.reads(|token| matches!(token, Token::Number { part: Part::Hour12 | Part::Hour24, .. }));
        let mut found = Vec::new();
        if minute && self.has_year() && !self.has_month() && (self.has_day() || !hour) {
            found.push(Mistake::MinuteForMonth);
        }
        for pair in self.reading().windows(2) {
            let mistake = match pair {
                [Token::Literal(':'), Token::Number { part: Part::Month, .. }] if hour => {
                    Mistake::MonthForMinute
                }
                [Token::Literal(one @ ('Y' | 'D')), Token::Literal(other)] if one == other => {
                    Mistake::NoSpecifier(*one)
                }
                _ => continue,
            };
            if !found.contains(&mistake) {
                found.push(mistake);
            }
        }
        found
    }

    fn reads(&self, test: fn(&Token) -> bool) -> bool {
        self.reading().iter().any(test)
    }

    fn has_year(&self) -> bool {
        self.reads(|token| matches!(token, Token::Year { .. } | Token::YearOfCentury { .. }))
    }

    fn has_month(&self) -> bool {
        self.reads(|token| matches!(token, Token::Number { part: Part::Month, .. } | Token::MonthName { .. }))
    }

    fn has_day(&self) -> bool {
        self.reads(|token| matches!(token, Token::Number { part: Part::Day, .. }))
    }

    /// Whether the format reads a year of two digits, whose century .NET guesses: 00–49 is 20xx, 50–99 is 19xx.
    ///
    /// Runtimes before .NET 8 draw the line elsewhere, so years from 2030 to 2049 deserve a warning.
    pub fn has_two_digit_year(&self) -> bool {
        self.reads(|token| matches!(token, Token::YearOfCentury { .. }))
    }

    /// Whether a date read by this format has two digits of its year from the text, and a century that runtimes before
    /// .NET 8 would not have guessed.
    pub fn guesses_century_of(&self, date: &DateTime) -> bool {
        matches!(date.civil().year, 2030..=2049) && self.has_two_digit_year()
    }

    /// Whether what [`DateFormat::read`] gives depends on the current date: the format has no year, and `styles`
    /// do not say what a time without a date means.
    pub fn reads_current_date(&self, styles: Styles) -> bool {
        let takes_today = !styles.has(Styles::NO_CURRENT_DATE_DEFAULT);
        !self.has_year() && (self.has_month() || self.has_day() || takes_today)
    }
}

/// A format as .NET cuts it where white space at the end is ignored: also inside a quotation at its end.
fn without_end(format: &str) -> Cow<'_, str> {
    let format = format.trim_end();
    match format.strip_suffix(['\'', '"']) {
        Some(inner) if inner.ends_with(char::is_whitespace) => {
            let quote = after_prefix(format, inner.len());
            Cow::Owned(format!("{}{quote}", inner.trim_end()))
        }
        _ => Cow::Borrowed(format),
    }
}

/// The tokens of a custom format. `%d` is one `d`, whatever follows; when `reading`, the sign has no meaning.
fn tokens(format: &str, reading: bool) -> Result<Vec<Token>, FormatError> {
    let mut tokens = Vec::new();
    let mut rest = format;
    while let Some(letter) = rest.chars().next() {
        let at = format.len().saturating_sub(rest.len());
        let after = after_prefix(rest, letter.len_utf8());
        rest = match letter {
            '\'' | '"' => {
                let (text, rest) = quoted(after, letter).ok_or(FormatError::UnterminatedQuote(at))?;
                tokens.push(Token::Quoted(text));
                rest
            }
            '\\' => {
                let escaped = after.chars().next().ok_or(FormatError::LoneBackslash(at))?;
                tokens.push(Token::Escaped(escaped));
                after_prefix(after, escaped.len_utf8())
            }
            '%' => {
                let next =
                    after.chars().next().filter(|next| *next != '%').ok_or(FormatError::LonePercent(at))?;
                match next {
                    '\'' | '"' => return Err(FormatError::UnterminatedQuote(at.saturating_add(1))),
                    '\\' => return Err(FormatError::LoneBackslash(at.saturating_add(1))),
                    _ if reading => {
                        // White space behind it is not at an edge of the format.
                        if next.is_whitespace() {
                            tokens.push(Token::Quoted(String::new()));
                        }
                        after
                    }
                    _ => {
                        tokens.push(specifier(next, 1, at)?);
                        after_prefix(after, next.len_utf8())
                    }
                }
            }
            'G' if reading && rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("GMT")) => {
                tokens.push(Token::Gmt);
                after_prefix(rest, 3)
            }
            'd' | 'M' | 'y' | 'h' | 'H' | 'm' | 's' | 'f' | 'F' | 't' | 'z' | 'g' => {
                let next = rest.trim_start_matches(letter);
                tokens.push(specifier(letter, rest.len().saturating_sub(next.len()), at)?);
                next
            }
            _ => {
                tokens.push(specifier(letter, 1, at)?);
                after
            }
        };
    }
    Ok(tokens)
}

/// The token of `count` times `letter`; every letter without a meaning stands for itself.
fn specifier(letter: char, count: usize, at: usize) -> Result<Token, FormatError> {
    let number = |part| Token::Number { part, two_digits: count > 1 };
    Ok(match letter {
        'd' if count > 2 => Token::DayName { full: count > 3 },
        'd' => number(Part::Day),
        'M' if count > 2 => Token::MonthName { full: count > 3 },
        'M' => number(Part::Month),
        'y' if count > 2 => Token::Year { digits: count },
        'y' => Token::YearOfCentury { two_digits: count > 1 },
        'h' => number(Part::Hour12),
        'H' => number(Part::Hour24),
        'm' => number(Part::Minute),
        's' => number(Part::Second),
        'f' | 'F' => match u32::try_from(count) {
            Ok(digits) if digits <= 7 => Token::Fraction { digits, optional: letter == 'F' },
            _ => return Err(FormatError::FractionTooLong(at)),
        },
        't' => Token::Designator { full: count > 1 },
        'z' => Token::Offset(match count {
            1 => OffsetForm::Hour,
            2 => OffsetForm::PaddedHour,
            _ => OffsetForm::HourMinute,
        }),
        'K' => Token::KindOrOffset,
        'Z' => Token::Zulu,
        'g' => Token::Era,
        _ => Token::Literal(letter),
    })
}

/// The text up to the closing `quote`, and what follows it. A backslash makes the next character plain; a doubled
/// quote is the end of one text and the start of another.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut content = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            end if end == quote => return Some((content, characters.as_str())),
            '\\' => content.push(characters.next()?),
            plain => content.push(plain),
        }
    }
}

fn after_prefix(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: &str) -> String {
        let date = DateTime::from_rfc3339("2024-07-04T08:09:05.123Z").unwrap();
        DateFormat::compile(format).unwrap().write(&date)
    }

    fn refused(format: &str) -> FormatError {
        DateFormat::compile(format).unwrap_err()
    }

    #[test]
    fn faults_have_a_place() {
        assert_eq!(refused("q"), FormatError::UnknownStandard('q'));
        assert_eq!(refused("yyyy %"), FormatError::LonePercent(5));
        assert_eq!(refused("%%"), FormatError::LonePercent(0));
        assert_eq!(refused("yyyy\\"), FormatError::LoneBackslash(4));
        assert_eq!(refused("é'at"), FormatError::UnterminatedQuote(2));
        assert_eq!(refused("'a\\'"), FormatError::UnterminatedQuote(0));
        assert_eq!(refused("ss.ffffffff"), FormatError::FractionTooLong(3));
        assert_eq!(refused("%'"), FormatError::UnterminatedQuote(1));
    }

    #[test]
    fn messages_are_for_readers() {
        assert_eq!(
            refused("q").to_string(),
            "`q` is not a standard date format; a single specifier is written with `%` in front"
        );
    }

    #[test]
    fn a_percent_takes_one_character() {
        assert_eq!(written("%d"), "4");
        assert_eq!(written("%dd"), "44");
        assert_eq!(written("%年"), "年");
    }

    #[test]
    fn one_character_beyond_the_basic_plane_is_literal() {
        assert_eq!(written("😀"), "😀");
        assert_eq!(refused("年"), FormatError::UnknownStandard('年'));
    }

    #[test]
    fn quotes_may_hold_escapes() {
        assert_eq!(written("'it\\'s' yyyy"), "it's 2024");
        assert_eq!(written("\"d\\\"\"d"), "d\"4");
    }

    #[test]
    fn gmt_outside_quotes_is_no_word_when_written() {
        assert_eq!(written("HH GMT"), "08 G7T");
        assert_eq!(written("HH Gmt"), "08 G9A");
        assert_eq!(written("HH 'GMT'"), "08 GMT");
    }

    #[test]
    fn mistaken_letters() {
        use Mistake::{MinuteForMonth, MonthForMinute, NoSpecifier};
        let mistakes = |format| DateFormat::compile(format).unwrap().mistakes();
        let mistake = |format| match mistakes(format)[..] {
            [] => None,
            [one] => Some(one),
            _ => panic!("{format}"),
        };
        for format in ["yyyy-mm-dd", "dd/mm/yyyy", "mm/yyyy", "yyyymmdd", "dd.mm.yy HH:mm"] {
            assert_eq!(mistake(format), Some(MinuteForMonth), "{format}");
        }
        for format in ["HH:MM", "yyyy-MM-dd HH:MM:ss", "h:M tt", "dd/mm/yyyy HH:MM"] {
            assert_eq!(mistake(format), Some(MonthForMinute), "{format}");
        }
        assert_eq!(mistakes("YYYY-MM-DD"), [NoSpecifier('Y'), NoSpecifier('D')]);
        assert_eq!(mistake("DD.MM.yyyy"), Some(NoSpecifier('D')));
        for format in
            ["yyyy-MM-dd", "HH:mm", "mm:ss", "yyyy HH:mm", "M/d/yyyy h:mm:ss tt", "d", "m", "Y", "yyyy'YY'"]
        {
            assert_eq!(mistake(format), None, "{format}");
        }
    }

    #[test]
    fn formats_tell_whether_they_need_the_current_date() {
        let needs = |format, styles| DateFormat::compile(format).unwrap().reads_current_date(styles);
        assert!(needs("HH:mm", Styles::DEFAULT));
        assert!(!needs("HH:mm", Styles::NO_CURRENT_DATE_DEFAULT));
        assert!(needs("d MMM", Styles::NO_CURRENT_DATE_DEFAULT));
        assert!(!needs("yyyy", Styles::DEFAULT));
        assert!(DateFormat::compile("yy").unwrap().has_two_digit_year());
    }
}
