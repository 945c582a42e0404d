//! What a function body sees: its arguments, evaluated on demand and converted, and the means to report.

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::{Family, Function, NullRule, Reads, advice};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Code, Diagnostic, Place, Span, quoted};
use crate::expression::convert;
use crate::expression::evaluate::{Context, Evaluator};
use crate::expression::pattern;
use crate::expression::program::{Part, Prepared};
use crate::expression::value::Value;
use crate::regex::{self, Budget, ErrorKind, Regex, Stop};
use crate::value::datetime::{self, DateFormat, DateTime, NotADate};
use crate::value::numbers::Number;
use crate::value::random::Random;

/// An error of one evaluation, one pointer wide: a finding whose place is filled in by the evaluator.
#[derive(Debug)]
pub(crate) struct Fault(Box<Unplaced>);

/// What a [`Fault`] says.
#[derive(Debug)]
pub(crate) struct Unplaced {
    /// Code, message, help.
    pub(crate) finding: Diagnostic,
    /// Where in the expression.
    pub(crate) span: Option<Span>,
}

impl Fault {
    pub(crate) fn new(code: &'static Code, message: impl Display) -> Self {
        Diagnostic::new(code, message).into()
    }

    /// A value of a kind that cannot stand where it is.
    pub(crate) fn unfit(value: &Value<'_>, message: impl Display) -> Self {
        let fault = Self::new(&code::WRONG_TYPE, message);
        match value.single() {
            Value::Complex(_) => fault.help(advice::OBJECT),
            Value::List(_) => fault.help(advice::LIST),
            _ => fault,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.finding.help = Some(help.into());
        self
    }

    pub(crate) fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// The finding at its place, which `find` makes of the span, `otherwise` of the one that is given.
    pub(crate) fn placed(self, otherwise: Span, find: impl FnOnce(Span) -> Place) -> Diagnostic {
        let Unplaced { finding, span } = *self.0;
        finding.at(find(span.unwrap_or(otherwise)))
    }
}

impl From<Diagnostic> for Fault {
    fn from(finding: Diagnostic) -> Self {
        Self(Box::new(Unplaced { finding, span: None }))
    }
}

impl Deref for Fault {
    type Target = Unplaced;

    fn deref(&self) -> &Unplaced {
        &self.0
    }
}

impl DerefMut for Fault {
    fn deref_mut(&mut self) -> &mut Unplaced {
        &mut self.0
    }
}

/// How many of a text's characters or a list's values, as far as they can reach: WebAssembly counts with 32 bits. Below 0
/// all of them, as in Left.
pub(super) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A position counted from 1 as one counted from 0. One below 1, where a parameter takes it, is behind every end.
pub(super) fn position(number: i64) -> usize {
    count(number.saturating_sub(1))
}

/// One call of a function.
pub(crate) struct Call<'e, 's> {
    function: &'static Function,
    evaluator: &'e mut Evaluator<'s>,
    arguments: &'s [Part],
    span: Span,
    /// The main argument, where the null rule had to look at it first.
    main: Option<Value<'s>>,
    /// All arguments, where the function is being applied to the values of a list.
    fixed: Option<&'e [Value<'s>]>,
}

/// Calls a function: null rule, then the body, once for each value of a list where the function is element-wise.
pub(crate) fn call<'s>(
    function: &'static Function,
    arguments: &'s [Part],
    span: Span,
    evaluator: &mut Evaluator<'s>,
) -> Result<Value<'s>, Fault> {
    let mut call = Call { function, evaluator, arguments, span, main: None, fixed: None };
    if function.null == NullRule::Handled {
        return function.run(&mut call).map_err(|fault| fault.at(span));
    }
    match call.value(0)? {
        Value::Null if function.null == NullRule::Null => Ok(Value::Null),
        Value::Null if function.null == NullRule::EmptyText => Ok(Value::text("")),
        Value::List(items) if function.element_wise => call.each(items),
        main => {
            call.main = Some(main);
            function.run(&mut call)
        }
    }
    .map_err(|fault| fault.at(span))
}

impl<'e, 's> Call<'e, 's> {
    /// Applies an element-wise function to every value of its main argument.
    pub(crate) fn each(&mut self, items: Vec<Value<'s>>) -> Result<Value<'s>, Fault> {
        let mut fixed = Vec::with_capacity(self.arguments.len());
        fixed.push(Value::Null);
        for index in 1..self.arguments.len() {
            fixed.push(self.value(index)?);
        }
        let mut made = Vec::with_capacity(items.len());
        for item in items {
            self.evaluator.spend(1)?;
            let mut call = Call {
                function: self.function,
                evaluator: self.evaluator,
                arguments: self.arguments,
                span: self.span,
                main: Some(item),
                fixed: Some(&fixed),
            };
            made.push(self.function.run(&mut call)?);
        }
        Ok(Value::List(made))
    }

    /// How many arguments stand in the call, omitted ones included.
    pub(crate) fn count(&self) -> usize {
        self.arguments.len()
    }

    /// Whether the call is one of the short form: see [`Function::form`].
    pub(crate) fn is_short_form(&self) -> bool {
        self.function.is_short_form(self.count())
    }

    /// Whether an argument is given: there and not omitted; `""` is given.
    pub(crate) fn provided(&self, index: usize) -> bool {
        self.arguments.get(index).is_some_and(|part| !part.is_omitted())
    }

    /// An argument's value; null where it is not given.
    pub(crate) fn value(&mut self, index: usize) -> Result<Value<'s>, Fault> {
        if index == 0
            && let Some(main) = self.main.take()
        {
            return Ok(main);
        }
        if let Some(fixed) = self.fixed {
            return Ok(fixed.get(index).cloned().unwrap_or_default());
        }
        match self.arguments.get(index) {
            Some(part) => self.evaluator.part(part),
            None => Ok(Value::Null),
        }
    }

    /// An argument's value whose text is read, and charged for.
    pub(crate) fn value_read(&mut self, index: usize) -> Result<Value<'s>, Fault> {
        let value = self.value(index)?;
        self.evaluator.read(value.text_length())?;
        Ok(value)
    }

    /// An argument as text; `None` for null.
    pub(crate) fn text(&mut self, index: usize) -> Result<Option<Cow<'s, str>>, Fault> {
        let value = self.value(index)?;
        self.as_text(value, index)
    }

    /// The main argument as text; the null rule has dealt with null.
    pub(crate) fn main_text(&mut self) -> Result<Cow<'s, str>, Fault> {
        Ok(self.text(0)?.unwrap_or_default())
    }

    /// A value as text, faults placed at argument `index`.
    pub(crate) fn as_text(&mut self, value: Value<'s>, index: usize) -> Result<Option<Cow<'s, str>>, Fault> {
        if value.is_null() {
            return Ok(None);
        }
        match value.into_text() {
            Ok(text) => {
                self.evaluator.read(text.len())?;
                Ok(Some(text))
            }
            Err(value) => Err(self.unfit(index, &value, &value.kind_name(), "a text")),
        }
    }

    /// An argument as whole number of the range that its parameter takes; `None` for null.
    pub(crate) fn integer(&mut self, index: usize) -> Result<Option<i64>, Fault> {
        let value = self.value_read(index)?;
        if value.is_null() {
            return Ok(None);
        }
        let number = convert::number(&value);
        if let Some(integer) = number.and_then(Number::as_integer) {
            return self.within(index, integer).map(Some);
        }
        let found = match number {
            _ if is_digits(&value) => Cow::Borrowed("a number beyond 64 bits"),
            Some(_) => Cow::Borrowed("a number with a fraction"),
            None => value.kind_name(),
        };
        Err(self.unfit(index, &value, &found, "a whole number"))
    }

    /// A whole number, where its parameter takes it.
    fn within(&self, index: usize, integer: i64) -> Result<i64, Fault> {
        let reads = self.function.parameter(index, self.count()).map(|parameter| parameter.reads);
        match reads {
            Some(Reads::Whole(range)) if !range.holds(integer) => {
                let found = if self.reads_data(index) { String::new() } else { format!(", not {integer}") };
                let message = format_args!("{} must be a {}{found}", self.argument_name(index), range.name());
                let mut fault = Fault::new(range.code, message).at(self.place(index));
                fault.finding.help = range.why.map(str::to_owned);
                Err(fault)
            }
            _ => Ok(integer),
        }
    }

    /// An argument as whole number that must be there, of the range that its parameter takes.
    pub(crate) fn required_integer(&mut self, index: usize) -> Result<i64, Fault> {
        match self.integer(index)? {
            Some(integer) => Ok(integer),
            None => Err(self.unfit(index, &Value::Null, "null", "a whole number")),
        }
    }

    /// An argument as number that must be there.
    pub(crate) fn required_number(&mut self, index: usize) -> Result<Number, Fault> {
        let value = self.value_read(index)?;
        convert::number(&value).ok_or_else(|| self.unfit(index, &value, &no_number(&value), "a number"))
    }

    /// An argument as date that must be there; text is read by the rules of CDate.
    pub(crate) fn required_date(&mut self, index: usize) -> Result<DateTime, Fault> {
        let value = self.value(index)?;
        self.as_date(value, index)
    }

    /// A value as date, faults placed at argument `index`.
    pub(crate) fn as_date(&mut self, value: Value<'s>, index: usize) -> Result<DateTime, Fault> {
        if let Value::DateTime(instant) = value {
            return Ok(instant);
        }
        let fault = |call: &Self, what: &str| {
            Fault::new(&code::NOT_A_DATE, format_args!("{} is not a date: {what}", call.argument_name(index)))
                .help(advice::DATE)
                .at(call.place(index))
        };
        match self.as_text(value, index)? {
            None => Err(fault(self, "there is no value")),
            Some(text) if text.is_empty() => Err(fault(self, "the text is empty")),
            Some(text) => match datetime::parse(&text) {
                Ok(instant) => Ok(instant),
                Err(NotADate::Shape(_)) => Err(fault(self, "its text has none of the forms that are read")),
                Err(problem) => Err(fault(self, &problem.to_string())),
            },
        }
    }

    /// An argument as truth value.
    pub(crate) fn boolean(&mut self, index: usize) -> Result<bool, Fault> {
        let value = self.value_read(index)?;
        convert::boolean(&value).ok_or_else(|| {
            let fault = self.unfit(index, &value, &no_number(&value), "true or false");
            if matches!(value.single(), Value::String(_)) { fault.help(advice::TRUTH) } else { fault }
        })
    }

    /// An argument as list: nothing for null, a single value as list of one.
    pub(crate) fn list(&mut self, index: usize) -> Result<Vec<Value<'s>>, Fault> {
        let items = match self.value(index)? {
            Value::Null => Vec::new(),
            Value::List(items) => items,
            single => vec![single],
        };
        self.evaluator.spend(items.len() as u64)?;
        Ok(items)
    }

    /// The bare word (or text) an argument gives, of those its parameter takes; `None` where it is not given.
    pub(crate) fn word(&mut self, index: usize) -> Result<Option<&'static str>, Fault> {
        let Some(text) = self.text(index)? else { return Ok(None) };
        let words = self.function.parameter(index, self.count()).map_or(&[][..], |parameter| parameter.words);
        match words.iter().find(|word| word.eq_ignore_ascii_case(text.trim())) {
            Some(word) => Ok(Some(word)),
            None => {
                let message = format_args!("{} is not a word of this parameter", self.shown(index, &text));
                Err(self.invalid(index, message).help(advice::words(words)))
            }
        }
    }

    /// The regular expression an argument gives.
    pub(crate) fn pattern(&mut self, index: usize) -> Result<Arc<Regex>, Fault> {
        if let Some(part) = self.arguments.get(index)
            && let Some(Prepared::Pattern(pattern)) = part.prepared()
        {
            self.used(part);
            return Ok(Arc::clone(pattern));
        }
        let text =
            self.text(index)?.ok_or_else(|| self.invalid(index, "there is no pattern: its value is null"))?;
        self.context().pattern(&text).map_err(|error| self.refused(index, &text, &error))
    }

    /// A fault: the pattern an argument gives is refused. The place in the pattern need not stand in the expression.
    fn refused(&self, index: usize, text: &str, error: &regex::Error) -> Fault {
        let finding = pattern::finding(error, &self.context().limits);
        // What is wrong with a pattern is said by quoting from it; what it is not is said without.
        let finding = match error.kind {
            ErrorKind::Syntax if self.reads_data(index) => {
                let message = format_args!("{} is no pattern that .NET takes", self.shown(index, text));
                Diagnostic::new(finding.code, message)
            }
            ErrorKind::Unsupported(construct) if self.reads_data(index) => {
                let shown = self.shown(index, text);
                let message =
                    format_args!("{shown} has a {construct}, which .NET takes and which cannot be run here");
                Diagnostic::new(finding.code, message)
            }
            _ => finding,
        };
        Fault::from(finding).at(self.place(index))
    }

    /// The date format an argument gives.
    pub(crate) fn date_format(&mut self, index: usize) -> Result<Arc<DateFormat>, Fault> {
        if let Some(part) = self.arguments.get(index)
            && let Some(Prepared::DateFormat(format, _)) = part.prepared()
        {
            self.used(part);
            return Ok(Arc::clone(format));
        }
        let pattern = self.text(index)?.unwrap_or_default();
        match DateFormat::compile(&pattern) {
            Ok(format) => Ok(Arc::new(format)),
            Err(_) if self.reads_data(index) => {
                Err(self.invalid(index, format_args!("{} is no date format", self.shown(index, &pattern))))
            }
            Err(problem) => Err(self.invalid(index, format_args!("the date format is malformed: {problem}"))),
        }
    }

    /// Whether an argument is a date format that stands in the expression as a text.
    pub(crate) fn is_written_format(&self, index: usize) -> bool {
        matches!(self.arguments.get(index).and_then(Part::prepared), Some(Prepared::DateFormat(_, true)))
    }

    /// Tells the trace that a constant made ready ahead is used; among fixed arguments it was told before.
    fn used(&mut self, part: &Part) {
        if self.fixed.is_none() {
            self.evaluator.used(part);
        }
    }

    /// Runs a search of the regular expression that argument `index` gives, on the remaining fuel.
    pub(crate) fn search<T>(
        &mut self,
        index: usize,
        run: impl FnOnce(&mut Budget) -> Result<T, Stop>,
    ) -> Result<T, Fault> {
        let place = self.place(index);
        self.evaluator.search(run).map_err(|fault| fault.at(place))
    }

    /// A text made by the function, within the limits.
    pub(crate) fn made(&mut self, text: impl Into<Cow<'s, str>>) -> Result<Value<'s>, Fault> {
        let text = text.into();
        self.reserve(text.len())?;
        Ok(Value::String(text))
    }

    /// Checks that a text growing to this length may be made; each piece is charged as it is read.
    pub(crate) fn fits(&mut self, bytes: usize) -> Result<(), Fault> {
        self.evaluator.fits(bytes)
    }

    /// Checks that a text of this length may be made, before it is, and charges for it.
    pub(crate) fn reserve(&mut self, bytes: usize) -> Result<(), Fault> {
        self.evaluator.make(bytes)
    }

    /// Checks that a list of this length may be made, before it is.
    pub(crate) fn reserve_items(&mut self, items: usize) -> Result<(), Fault> {
        self.evaluator.make_items(items)
    }

    /// Charges fuel for reading so many bytes once more.
    pub(crate) fn read(&mut self, bytes: usize) -> Result<(), Fault> {
        self.evaluator.read(bytes)
    }

    /// What the caller supplies.
    pub(crate) fn context(&self) -> &'s Context<'s> {
        self.evaluator.context
    }

    /// Random numbers from the caller's seed.
    pub(crate) fn random(&mut self) -> &mut Random {
        self.evaluator.random()
    }

    /// Adds a remark to the trace; made only when there is one.
    pub(crate) fn note(&mut self, remark: impl FnOnce() -> String) {
        self.evaluator.note(remark);
    }

    /// Adds a warning about the call, which changes nothing.
    pub(crate) fn warn(&mut self, code: &'static Code, message: impl Display) {
        let doubt = self.fault(code, message);
        self.evaluator.doubt.get_or_insert(doubt);
    }

    /// A fault: an argument lies outside what the function allows.
    pub(crate) fn invalid(&self, index: usize, message: impl Display) -> Fault {
        Fault::new(&code::INVALID_ARGUMENT, message).at(self.place(index))
    }

    /// A fault with the whole call as place.
    pub(crate) fn fault(&self, code: &'static Code, message: impl Display) -> Fault {
        Fault::new(code, message).at(self.span)
    }

    /// Where argument `index` stands; the call where it does not.
    pub(crate) fn place(&self, index: usize) -> Span {
        self.arguments.get(index).map_or(self.span, |part| part.span)
    }

    /// A text for a message: quoted where it follows from the expression, by the name of its parameter where it comes
    /// from data. Values of the source object never appear in messages.
    pub(crate) fn shown(&self, index: usize, text: &str) -> String {
        if self.reads_data(index) {
            return format!("the value of {}", self.argument_name(index));
        }
        quoted(text).to_string()
    }

    pub(crate) fn reads_data(&self, index: usize) -> bool {
        !self.arguments.get(index).is_some_and(Part::reads_no_data)
    }

    /// `` `interval` of DateAdd ``, for messages.
    pub(crate) fn argument_name(&self, index: usize) -> String {
        let name =
            self.function.parameter(index, self.count()).map_or("argument", |parameter| parameter.name);
        format!("`{name}` of {}", self.function.name)
    }

    /// A fault: an argument is `found`, which is not what is wanted.
    fn unfit(&self, index: usize, value: &Value<'_>, found: &str, wanted: &str) -> Fault {
        let message = format_args!("{} must be {wanted}, not {found}", self.argument_name(index));
        let fault = Fault::unfit(value, message).at(self.place(index));
        let is_role = self.function.family == Family::AppRole && matches!(value.single(), Value::Complex(_));
        if is_role { fault.help(advice::ROLE) } else { fault }
    }
}

/// What a value is that is no number of the language.
fn no_number(value: &Value<'_>) -> Cow<'static, str> {
    if is_digits(value) { Cow::Borrowed("a number beyond 96 bits") } else { value.kind_name() }
}

/// Whether a value is a whole number, of any length.
fn is_digits(value: &Value<'_>) -> bool {
    let text = value.to_text().unwrap_or_default();
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
