//! Evaluation of a program on one object.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use super::ast::Comparator;
use super::convert;
use super::function::{self, Fault};
use super::program::{Op, Part};
use super::trace::Tracer;
use super::value::Value;
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Code, Diagnostic, code::limit, quoted};
use crate::limits::{Limits, exceeded};
use crate::regex::{self, Budget, Regex, Stop};
use crate::value::casing::{Culture, to_lower};
use crate::value::datetime::DateTime;
use crate::value::random::Random;
use crate::value::table::Table;

/// What an evaluation takes from outside the source object. Everything else is a function of expression and object.
///
/// One context serves any number of evaluations on one thread; it keeps the regular expressions that data supplied.
#[derive(Debug, Default)]
pub struct Context<'c> {
    /// The current time, for `Now` and dates without a year or day; the core has no clock.
    pub now: Option<DateTime>,
    /// Where random values start. The same seed gives the same values; that of a preview is
    /// `provision::Settings::seed_for` its object.
    pub seed: u64,
    /// The values that `SelectUniqueValue` finds in use.
    pub taken: Taken<'c>,
    /// The values of `%name%`, by name.
    pub variables: Table<String>,
    /// The tenant's default domain, for `DefaultDomain`.
    pub default_domain: Option<Cow<'c, str>>,
    /// What an evaluation may consume.
    pub limits: Limits,
    /// Regular expressions met in data, kept from one evaluation to the next.
    pub patterns: PatternCache,
    /// What the last evaluation met that deserves a warning.
    pub doubt: Doubt,
}

/// A warning of an evaluation that changes nothing, until it is taken or the next evaluation begins.
#[derive(Debug, Default)]
pub struct Doubt(RefCell<Option<Diagnostic>>);

impl Doubt {
    /// The warning, with its place in the expression.
    pub fn take(&self) -> Option<Diagnostic> {
        self.0.take()
    }

    pub(super) fn keep(&self, doubt: Option<Diagnostic>) {
        self.0.replace(doubt);
    }
}

/// The values in use in the target, compared without regard to case.
#[derive(Clone, Copy, Default)]
pub enum Taken<'c> {
    /// No value is.
    #[default]
    Nothing,
    /// These are.
    Values(&'c [String]),
    /// Those for which this holds.
    Lookup(&'c (dyn Fn(&str) -> bool + Sync)),
}

impl std::fmt::Debug for Taken<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("Nothing"),
            Self::Values(values) => formatter.debug_tuple("Values").field(values).finish(),
            Self::Lookup(_) => formatter.write_str("Lookup"),
        }
    }
}

impl Taken<'_> {
    /// Whether a value is in use.
    pub fn contains(&self, value: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Values(values) => {
                let lower = to_lower(value, Culture::Invariant);
                values.iter().any(|taken| to_lower(taken, Culture::Invariant) == lower)
            }
            Self::Lookup(lookup) => lookup(value),
        }
    }
}

/// Patterns that are not constant, compiled when met; bounded in number and size, the oldest dropped.
#[derive(Debug, Default)]
pub struct PatternCache {
    compiled: RefCell<Vec<(Box<str>, Arc<Regex>)>>,
}

impl PatternCache {
    const MOST: usize = 32;

    fn get(&self, text: &str, limits: &Limits) -> Result<Arc<Regex>, regex::Error> {
        let mut compiled = self.compiled.borrow_mut();
        if let Some((_, pattern)) = compiled.iter().find(|(known, _)| **known == *text) {
            return Ok(Arc::clone(pattern));
        }
        let pattern = Arc::new(Regex::new(text, &regex::Limits::of(limits))?);
        compiled.push((text.into(), Arc::clone(&pattern)));
        let most = limits.regex_cache_bytes as u64;
        let bytes = |compiled: &[(Box<str>, Arc<Regex>)]| {
            compiled.iter().map(|(_, pattern)| pattern.program_bytes()).fold(0, u64::saturating_add)
        };
        while compiled.len() > Self::MOST || compiled.len() > 1 && bytes(&compiled) > most {
            compiled.remove(0);
        }
        Ok(pattern)
    }
}

impl Context<'_> {
    /// A pattern compiled, from the cache where it was met before.
    pub(super) fn pattern(&self, text: &str) -> Result<Arc<Regex>, regex::Error> {
        self.patterns.get(text, &self.limits)
    }
}

/// One evaluation.
pub(super) struct Evaluator<'s> {
    slots: &'s [Value<'s>],
    pub(super) context: &'s Context<'s>,
    pub(super) fuel: u64,
    random: Option<Random>,
    pub(super) tracer: Option<Box<Tracer>>,
    /// The first warning of this evaluation.
    pub(super) doubt: Option<Fault>,
}

impl<'s> Evaluator<'s> {
    pub(super) const fn new(slots: &'s [Value<'s>], context: &'s Context<'s>, fuel: u64) -> Self {
        Self { slots, context, fuel, random: None, tracer: None, doubt: None }
    }

    pub(super) fn random(&mut self) -> &mut Random {
        let seed = self.context.seed;
        self.random.get_or_insert_with(|| Random::new(seed))
    }

    /// The value of a part.
    // INVARIANT: programs are at most `nesting` deep, so the recursion is bounded.
    pub(super) fn part(&mut self, part: &'s Part) -> Result<Value<'s>, Fault> {
        if self.tracer.is_none() {
            return self.step(part);
        }
        if let Some(tracer) = &mut self.tracer {
            tracer.enter();
        }
        let result = self.step(part);
        if let Some(tracer) = &mut self.tracer {
            tracer.leave(part, result.as_ref().map_err(|fault| &fault.finding));
        }
        result
    }

    /// Shows a constant in the trace that was made ready ahead and is used now.
    pub(super) fn used(&mut self, part: &Part) {
        if let Some(tracer) = &mut self.tracer
            && let Op::Constant(value, _) = &part.op
        {
            tracer.enter();
            tracer.leave(part, Ok(value));
        }
    }

    fn step(&mut self, part: &'s Part) -> Result<Value<'s>, Fault> {
        self.spend(1)?;
        match &part.op {
            Op::Constant(value, _) => Ok(value.borrowed()),
            Op::Slot(slot) => Ok(self.slots.get(*slot).map_or(Value::Null, Value::borrowed)),
            Op::Omitted => Ok(Value::Null),
            Op::Variable(name) => match self.context.variables.get(name) {
                Some(value) => Ok(Value::text(value.as_str())),
                None => Err(no_variable(name).at(part.span)),
            },
            Op::Compare(operator, sides) => self.compare(*operator, sides),
            Op::Call(function, arguments) => function::call(function, arguments, part.span, self),
        }
    }

    fn compare(&mut self, operator: Comparator, [left, right]: &'s [Part; 2]) -> Result<Value<'s>, Fault> {
        let left_value = self.part(left)?;
        let right_value = self.part(right)?;
        self.read(left_value.text_length().saturating_add(right_value.text_length()))?;
        if let Some(holds) = convert::compare(&left_value, operator, &right_value) {
            return Ok(Value::Boolean(holds));
        }
        let (side, value) =
            if left_value.to_text().is_none() { (left, left_value) } else { (right, right_value) };
        Err(Fault::unfit(&value, format_args!("{} cannot be compared", value.kind_name())).at(side.span))
    }

    /// Charges fuel.
    pub(super) fn spend(&mut self, fuel: u64) -> Result<(), Fault> {
        match self.fuel.checked_sub(fuel) {
            Some(left) => {
                self.fuel = left;
                Ok(())
            }
            None => {
                self.fuel = 0;
                Err(exceeds(&limit::FUEL, "the evaluation", "fuel", self.context.limits.fuel))
            }
        }
    }

    /// Charges for reading a text.
    pub(super) fn read(&mut self, bytes: usize) -> Result<(), Fault> {
        self.spend(bytes.div_ceil(64) as u64)
    }

    /// Whether a text of this length may be made at all.
    pub(super) fn fits(&self, bytes: usize) -> Result<(), Fault> {
        if bytes > self.context.limits.value_bytes { Err(self.too_long()) } else { Ok(()) }
    }

    /// Charges for making a text, before it is made.
    pub(super) fn make(&mut self, bytes: usize) -> Result<(), Fault> {
        self.fits(bytes)?;
        self.read(bytes)
    }

    /// Charges for making a list, before it is made.
    pub(super) fn make_items(&mut self, items: usize) -> Result<(), Fault> {
        let most = self.context.limits.array_items;
        if items > most {
            return Err(exceeds(&limit::ITEMS, "the evaluation", "arrayItems", most as u64));
        }
        self.spend(items as u64)
    }

    /// Runs a search of regular expressions on the remaining fuel.
    pub(super) fn search<T>(&mut self, run: impl FnOnce(&mut Budget) -> Result<T, Stop>) -> Result<T, Fault> {
        let mut budget = Budget::new(self.fuel);
        let result = run(&mut budget);
        self.fuel = budget.left();
        result.map_err(|stop| match stop {
            Stop::OutOfBudget => {
                exceeds(&limit::FUEL, "the search of the pattern", "fuel", self.context.limits.fuel)
            }
            Stop::TooLong => self.too_long(),
            Stop::SplitsPair => Fault::new(&code::INVALID_ARGUMENT, stop.to_string())
                .help("let the pattern match whole characters"),
            Stop::GroupNumber => Fault::new(&code::INVALID_ARGUMENT, stop.to_string())
                .help("a dollar sign of the text itself is written `$$`"),
        })
    }

    #[cold]
    fn too_long(&self) -> Fault {
        let most = self.context.limits.value_bytes;
        exceeds(&limit::VALUE_BYTES, "the evaluation", "valueBytes", most as u64)
    }

    pub(super) fn note(&mut self, remark: impl FnOnce() -> String) {
        if let Some(tracer) = &mut self.tracer {
            tracer.note(remark());
        }
    }
}

#[cold]
fn exceeds(code: &'static Code, surface: &str, name: &str, maximum: u64) -> Fault {
    exceeded(code, surface, name, maximum, None).into()
}

#[cold]
fn no_variable(name: &str) -> Fault {
    let name = format!("%{name}%");
    let message = format_args!("there is no value for the variable {}", quoted(&name));
    Fault::new(&code::MISSING_INPUT, message).help(
        "give it in `variables`: an option of evaluations (`--variable NAME=VALUE`) and test cases, a setting of previews",
    )
}
