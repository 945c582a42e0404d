//! What an argument is read as, beyond its kind, for the checker, which foresees a failure. The ranges of whole numbers
//! stand here alone: an evaluation asks for them as it reads the argument. All else the checker asks of what a function
//! body reads with.

use super::{Kind, Parameter, advice};
use crate::diagnostic::Code;
use crate::diagnostic::code::expression as code;
use crate::expression::convert;
use crate::expression::value::Value;
use crate::value::casing::Culture;
use crate::value::datetime::{self, DateTime, Interval, Styles};
use crate::value::numbers::Number;

/// What an argument must be for the call to work.
#[derive(Debug, Clone, Copy)]
pub(in crate::expression) enum Reads {
    /// What its kind takes, or one of the parameter's words.
    Anything,
    /// A text that is not empty.
    Content,
    /// A whole number of this range.
    Whole(Range),
    /// A number.
    Number,
    /// A truth value, in contrast to a Boolean parameter that takes any text.
    Truth,
    /// A date.
    Date,
    /// The letters of an interval.
    Interval,
    /// The name of a culture.
    Culture,
    /// Words of date styles.
    Styles,
    /// An Active Directory file time.
    FileTime,
}

/// Whole numbers from the least to the most.
#[derive(Debug, Clone, Copy)]
pub(in crate::expression) struct Range {
    least: i64,
    most: i64,
    /// What a number outside is reported as.
    pub(super) code: &'static Code,
    /// Why it is, where that does not show.
    pub(super) why: Option<&'static str>,
}

impl Range {
    const EVERY: Self = Self { least: i64::MIN, most: i64::MAX, code: &code::INVALID_ARGUMENT, why: None };

    pub(super) const fn from(least: i64) -> Self {
        Self { least, ..Self::EVERY }
    }

    pub(super) const fn to(self, most: i64) -> Self {
        Self { most, ..self }
    }

    pub(super) const fn reported_as(self, code: &'static Code, why: &'static str) -> Self {
        Self { code, why: Some(why), ..self }
    }

    pub(super) const fn holds(self, number: i64) -> bool {
        self.least <= number && number <= self.most
    }

    /// `whole number from 1 to 256`.
    pub(super) fn name(self) -> String {
        match self {
            Self { least: i64::MIN, .. } => Kind::Integer.name().to_owned(),
            Self { least, most: i64::MAX, .. } => format!("{} from {least}", Kind::Integer.name()),
            Self { least, most, .. } => format!("{} from {least} to {most}", Kind::Integer.name()),
        }
    }
}

impl Reads {
    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Integer => Self::Whole(Range::EVERY),
            Kind::Number => Self::Number,
            Kind::DateTime => Self::Date,
            _ => Self::Anything,
        }
    }
}

impl Parameter {
    /// What it takes, as a reader says it.
    pub(in crate::expression) fn takes(&self) -> String {
        match self.reads {
            Reads::Whole(range) => range.name(),
            _ => self.kind.name().to_owned(),
        }
    }

    /// What to write instead of a constant with which the call fails wherever it is reached; `None` for one that works.
    pub(in crate::expression) fn advice_against(&self, constant: &Value<'_>) -> Option<String> {
        let text = constant.to_text().unwrap_or_default();
        let number = || convert::number(constant);
        let words = self.words;
        let works = match self.reads {
            Reads::Anything => {
                words.is_empty() || words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()))
            }
            Reads::Content => !text.is_empty(),
            Reads::Whole(range) => {
                number().and_then(Number::as_integer).is_some_and(|number| range.holds(number))
            }
            Reads::Number => number().is_some(),
            Reads::Truth => convert::boolean(constant).is_some(),
            Reads::Date => datetime::parse(&text).is_ok(),
            Reads::Interval => Interval::from_letters(&text).is_some(),
            Reads::Culture => Culture::parse(&text).is_ok(),
            Reads::Styles => Styles::parse(&text).is_ok(),
            Reads::FileTime => {
                let ticks = number().and_then(Number::as_integer);
                ticks.is_some_and(|ticks| DateTime::from_file_time(ticks).is_ok())
            }
        };
        (!works).then(|| match self.reads {
            Reads::Anything => advice::words(words),
            Reads::Content => advice::CONTENT.to_owned(),
            Reads::Whole(Range { why: Some(why), .. }) => why.to_owned(),
            Reads::Whole(_) | Reads::Number => format!("write a {}", self.takes()),
            Reads::Truth => advice::TRUTH.to_owned(),
            Reads::Date => advice::DATE.to_owned(),
            Reads::Interval => advice::interval(),
            Reads::Culture => "write a culture such as `en-US` or `tr-TR`".to_owned(),
            Reads::Styles => advice::styles(),
            Reads::FileTime => advice::FILE_TIME.to_owned(),
        })
    }
}
