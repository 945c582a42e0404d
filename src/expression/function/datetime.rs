//! Dates.

use super::{Call, Example, Family, Fault, Function, Kind, NullRule, Parameter, Purity, Reads, advice, cite};
use crate::diagnostic::code::expression as code;
use crate::expression::value::Value;
use crate::value::datetime::{DateFormat, DateTime, Interval, ReadError, Styles, StylesError};

const fn date(name: &'static str, body: super::Body) -> Function {
    Function {
        null: NullRule::Handled,
        result: Kind::DateTime,
        minimum: 1,
        ..Function::new(name, Family::DateTime, cite::REFERENCE, body)
    }
}

pub(super) static C_DATE: Function = Function {
    parameters: &[Parameter::new("Expression", Kind::Text).reads(Reads::Date)],
    doc: "A text as date with time, in UTC: `yyyy-MM-dd` with an optional time and offset, or `M/d/yyyy` with an optional \
          time. Without an offset the text is taken as UTC. Its text form is `M/d/yyyy h:mm:ss tt`.",
    examples: &[
        Example {
            expression: "CDate([StatusHireDate])",
            source: r#"{"StatusHireDate":"2020-03-16-07:00"}"#,
            expected: r#""3/16/2020 7:00:00 AM""#,
        },
        Example {
            expression: r#"CDate("2021-06-30+08:00")"#,
            source: "{}",
            expected: r#""6/29/2021 4:00:00 PM""#,
        },
    ],
    ..date("CDate", |call| Ok(Value::DateTime(call.required_date(0)?)))
};

pub(super) static NOW: Function = Function {
    minimum: 0,
    purity: Purity::Clock,
    doc: "The current time in UTC, which the caller supplies.",
    examples: &[Example {
        expression: r#"DateDiff("h", CDate("2025-03-24T09:00:00Z"), Now())"#,
        source: "{}",
        expected: r#""24""#,
    }],
    options: r#"{"now":"2025-03-25T09:00:00Z"}"#,
    ..date("Now", |call| match call.context().now {
        Some(now) => Ok(Value::DateTime(now)),
        None => Err(no_time(call)),
    })
};

fn no_time(call: &Call<'_, '_>) -> Fault {
    call.fault(&code::MISSING_INPUT, "the current time is not known").help("give it with the input as `now`")
}

const INTERVAL: Parameter = Parameter::new("interval", Kind::Text).reads(Reads::Interval);

/// The interval named by the first argument.
fn interval(call: &mut Call<'_, '_>) -> Result<Interval, Fault> {
    let letters = call.text(0)?.unwrap_or_default();
    Interval::from_letters(&letters).ok_or_else(|| {
        call.invalid(0, format_args!("{} is no interval", call.shown(0, &letters))).help(advice::interval())
    })
}

pub(super) static DATE_ADD: Function = Function {
    parameters: &[
        INTERVAL,
        Parameter::new("value", Kind::Number),
        Parameter::new("dateTime", Kind::DateTime),
    ],
    minimum: 3,
    doc: "The date so many intervals later, or earlier for a negative number. Intervals are `yyyy`, `m` month, `d`, \
          `ww`, `h`, `n` minute and `s`. Of years and months a fraction is cut off, and a day that the month lacks \
          becomes its last.",
    examples: &[
        Example {
            expression: r#"DateAdd("d", 7, CDate([StatusHireDate]))"#,
            source: r#"{"StatusHireDate":"2012-03-16-07:00"}"#,
            expected: r#""3/23/2012 7:00:00 AM""#,
        },
        Example {
            expression: r#"DateAdd("m", 1, CDate("2023-01-31"))"#,
            source: "{}",
            expected: r#""2/28/2023 12:00:00 AM""#,
        },
    ],
    ..date("DateAdd", |call| {
        let interval = interval(call)?;
        let count = call.required_number(1)?;
        let from = call.required_date(2)?;
        let date = from.add(interval, count);
        date.map(Value::DateTime).map_err(|problem| call.fault(&code::NOT_A_DATE, problem.to_string()))
    })
};

pub(super) static DATE_DIFF: Function = Function {
    parameters: &[INTERVAL, Parameter::new("date1", Kind::DateTime), Parameter::new("date2", Kind::DateTime)],
    minimum: 3,
    result: Kind::Integer,
    doc: "How many intervals the second date is after the first, as Visual Basic counts: years and months by the \
          calendar, weeks by the Sundays between, the rest by elapsed time cut off toward zero.",
    examples: &[
        Example {
            expression: r#"DateDiff("d", CDate("2021-08-18+08:00"), CDate("2021-08-31+08:00"))"#,
            source: "{}",
            expected: r#""13""#,
        },
        Example {
            expression: r#"DateDiff("yyyy", CDate("2020-12-31"), CDate("2021-01-01"))"#,
            source: "{}",
            expected: r#""1""#,
        },
    ],
    ..date("DateDiff", |call| {
        let interval = interval(call)?;
        let (from, to) = (call.required_date(1)?, call.required_date(2)?);
        Ok(Value::Integer(from.diff(interval, to)))
    })
};

pub(super) static DATE_FROM_NUM: Function = Function {
    parameters: &[Parameter::new("value", Kind::Integer).key("source").reads(Reads::FileTime)],
    doc: "The date of an Active Directory file time: 100-nanosecond ticks since 1601. The marker 9223372036854775807 for \
          *never* is no date.",
    examples: &[Example {
        expression: "DateFromNum([lastLogonTimestamp])",
        source: r#"{"lastLogonTimestamp":"129699324000000000"}"#,
        expected: r#""1/1/2012 11:00:00 PM""#,
    }],
    ..date("DateFromNum", |call| {
        let ticks = call.required_integer(0)?;
        DateTime::from_file_time(ticks).map(Value::DateTime).map_err(|_| {
            let message = format_args!("{} is not the file time of a date", call.argument_name(0));
            Fault::new(&code::NOT_A_DATE, message).help(advice::FILE_TIME).at(call.place(0))
        })
    })
};

pub(super) static NUM_FROM_DATE: Function = Function {
    parameters: &[Parameter::new("value", Kind::DateTime)],
    result: Kind::Integer,
    doc: "The Active Directory file time of a date: 100-nanosecond ticks since 1601.",
    examples: &[Example {
        expression: r#"NumFromDate("2020-12-31 23:59:59-08:00")"#,
        source: "{}",
        expected: r#""132539615990000000""#,
    }],
    ..date("NumFromDate", |call| {
        let date = call.required_date(0)?;
        match date.to_file_time() {
            Ok(ticks) => Ok(Value::Integer(ticks)),
            Err(_) => Err(call.fault(&code::NOT_A_DATE, "the date is before 1601, where file times start")),
        }
    })
};

const INPUT: Parameter = Parameter::new("inputFormat", Kind::DateFormat).optional();
const OUTPUT: Parameter = Parameter::new("outputFormat", Kind::DateFormat);

pub(super) static FORMAT_DATE_TIME: Function = Function {
    parameters: &[
        Parameter::new("source", Kind::Text),
        Parameter::new("dateTimeStyles", Kind::Text).optional().reads(Reads::Styles),
        INPUT,
        OUTPUT,
    ],
    short_form: &[Parameter::new("source", Kind::Text), INPUT, OUTPUT],
    minimum: 3,
    null: NullRule::Null,
    result: Kind::Text,
    doc: "Reads a date exactly by one .NET format and writes it by another. With three arguments the styles are left \
          out. A date with an offset is converted to UTC first. A null or empty source gives null. Without an input \
          format the source must be a date, or a text that CDate reads. `hh` needs two digits, which CDate and DateAdd \
          do not print: read their text with `M/d/yyyy h:mm:ss tt`.",
    examples: &[
        Example {
            expression: r#"FormatDateTime([extensionAttribute1], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")"#,
            source: r#"{"extensionAttribute1":"20150123105347.1Z"}"#,
            expected: r#""2015-01-23""#,
        },
        Example {
            expression: r#"FormatDateTime([d], "yyyy-MM-dd", "dd/MM/yyyy")"#,
            source: r#"{"d":"2015-01-23"}"#,
            expected: r#""23/01/2015""#,
        },
    ],
    ..date("FormatDateTime", format_date_time)
};

fn format_date_time<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let source = call.value(0)?;
    if source.is_null_or_empty() {
        return Ok(Value::Null);
    }
    let (styles, input, output) =
        if call.is_short_form() { (Styles::default(), 1, 2) } else { (styles_of(call, 1)?, 2, 3) };
    let date = if call.provided(input) {
        let text = call.as_text(source, 0)?.unwrap_or_default();
        let format = call.date_format(input)?;
        call.read(text.len())?;
        let read = format.read(&text, styles, call.context().now);
        let date = read.map_err(|problem| unreadable(call, problem, &format, input))?;
        // A format that stands in the expression is warned of when the expression is checked.
        if !call.is_written_format(input) && format.guesses_century_of(&date) {
            let message = "a year of two digits is read as 20xx, which older runtimes of .NET read as 19xx";
            call.warn(&code::TWO_DIGIT_YEAR, message);
        }
        date
    } else {
        call.as_date(source, 0)?
    };
    let format = call.date_format(output)?;
    call.made(format.write(&date))
}

/// A fault: the source does not fit the input format, which is argument `input`.
fn unreadable(call: &Call<'_, '_>, problem: ReadError, format: &DateFormat, input: usize) -> Fault {
    if problem == ReadError::NoCurrentTime {
        return no_time(call);
    }
    let message = format_args!("the source cannot be read by the input format: {problem}");
    let mut fault = Fault::new(&code::NOT_A_DATE, message).at(call.place(0));
    fault.finding.source = Some(cite::REFERENCE_DATES.into());
    let mistake = format.mistakes().into_iter().next().filter(|_| !call.reads_data(input));
    match (problem, mistake) {
        (ReadError::HourOfTwelve(_), _) => fault.help("write `HH` or `H` for a clock of 24 hours"),
        (ReadError::OtherHalf { .. }, _) => fault.help("write `h` or `hh` with `tt`"),
        (_, Some(mistake)) => fault.help(mistake.to_string()),
        (ReadError::Expected { .. } | ReadError::TrailingText { .. }, None) => fault.help(
            "write the input format exactly as the source is written; `hh` is two digits, `h` one or two",
        ),
        _ => fault,
    }
}

fn styles_of(call: &mut Call<'_, '_>, index: usize) -> Result<Styles, Fault> {
    match call.text(index)? {
        None => Ok(Styles::default()),
        Some(words) => Styles::parse(&words).map_err(|problem| match problem {
            StylesError::Unknown(word) => {
                let message = format_args!("{} is no date style", call.shown(index, &word));
                call.invalid(index, message).help(advice::styles())
            }
            conflict => call.invalid(index, conflict.to_string()),
        }),
    }
}
