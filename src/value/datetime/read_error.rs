//! Why a text is not read by a format, as a reader is told.

use std::fmt;

use super::OutOfRange;

/// Why a text could not be read by a format. Places count characters of the text, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
    /// An hour beyond 12 by the clock of `hh` and `h`.
    HourOfTwelve(u32),
    /// AM or PM that the hour of a 24-hour clock, where there is one, does not agree with.
    OtherHalf {
        /// Whether it is PM.
        afternoon: bool,
        /// The hour.
        hour: Option<u32>,
    },
    /// The day name belongs to another date.
    WrongWeekday(&'static str),
    /// The offset is beyond ±14:00, or its minutes beyond 59.
    Offset,
    /// The instant is outside the years 1 to 9999.
    OutOfRange,
    /// The format has no year and no current time was given.
    NoCurrentTime,
    /// The empty format reads nothing.
    EmptyFormat,
    /// Under `AllowTrailingWhite` the end of the format is cut off, and leaves a backslash, percent sign or quotation
    /// without what belongs to it.
    NeedsItsEnd,
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected { what, at } => {
                write!(formatter, "the text does not fit the format: at character {at} it should have {what}")
            }
            Self::TrailingText { at } => {
                write!(formatter, "the text does not fit the format: the format ends before character {at}")
            }
            Self::Contradiction(part) => {
                write!(formatter, "the text gives {part} twice with different values")
            }
            Self::NoSuchDate => formatter.write_str("the calendar or the clock has no such value"),
            Self::HourOfTwelve(hour) => write!(formatter, "the clock of `hh` and `h` has no hour {hour}"),
            Self::OtherHalf { hour: None, .. } => {
                formatter.write_str("the format reads AM or PM but no hour")
            }
            Self::OtherHalf { afternoon, hour: Some(hour) } => {
                let half = if *afternoon { "PM" } else { "AM" };
                write!(formatter, "{half} does not fit hour {hour} of a 24-hour clock")
            }
            Self::WrongWeekday(name) => write!(formatter, "the date is a {name}, the text says otherwise"),
            Self::Offset => {
                formatter.write_str("the offset from UTC is beyond 14 hours, or its minutes beyond 59")
            }
            Self::OutOfRange => OutOfRange.fmt(formatter),
            Self::NoCurrentTime => {
                formatter.write_str("the format has no year, and no current time was given")
            }
            Self::EmptyFormat => formatter.write_str("an empty format reads nothing"),
            Self::NeedsItsEnd => formatter.write_str(
                "the style `AllowTrailingWhite` cuts off the white space that a sign at the end of the format needs",
            ),
        }
    }
}

impl std::error::Error for ReadError {}
