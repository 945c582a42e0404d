//! Tree to program: attribute names become slots, function names descriptors, constant parts values, constant
//! patterns compiled regular expressions. Compile once, evaluate for every object.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::ast::{Comparator, Kind, Node, Tree};
use super::check;
use super::evaluate::{Context, Evaluator};
use super::function::{self, Fault, Function, Parameter, Purity};
use super::trace::{Trace, Tracer};
use super::value::{Outcome, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Span};
use crate::limits::Limits;
use crate::regex::Regex;
use crate::value::datetime::DateFormat;
use crate::value::numbers::Number;
use crate::value::search;

/// Attribute names and their slot numbers, shared by the programs of one configuration.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Slots {
    /// No slots.
    pub fn new() -> Self {
        Self::default()
    }

    /// The slot of a name, made where there is none yet.
    pub fn slot(&mut self, name: &str) -> usize {
        if let Some(slot) = self.numbers.get(name) {
            return *slot;
        }
        let slot = self.names.len();
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), slot);
        slot
    }

    /// The names, by slot number.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// A compiled expression.
#[derive(Debug, Clone)]
pub struct Program {
    text: Box<str>,
    root: Part,
    redacts: bool,
}

/// One compiled node.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) span: Span,
    pub(super) op: Op,
}

/// What a part does.
#[derive(Debug, Clone)]
pub(super) enum Op {
    Constant(Value<'static>, Option<Prepared>),
    Slot(usize),
    Variable(Box<str>),
    Compare(Comparator, Box<[Part; 2]>),
    Call(&'static Function, Box<[Part]>),
    Omitted,
}

/// A constant made ready for use.
#[derive(Debug, Clone)]
pub(super) enum Prepared {
    Pattern(Arc<Regex>),
    /// And whether it stands in the expression as a text, where the check judges it.
    DateFormat(Arc<DateFormat>, bool),
}

impl Part {
    pub(super) const fn is_omitted(&self) -> bool {
        matches!(self.op, Op::Omitted)
    }

    pub(super) const fn prepared(&self) -> Option<&Prepared> {
        if let Op::Constant(_, Some(prepared)) = &self.op { Some(prepared) } else { None }
    }

    pub(super) const fn is_constant(&self) -> bool {
        matches!(self.op, Op::Constant(..) | Op::Omitted)
    }

    /// Whether the part is a call of this function.
    pub(super) fn calls(&self, name: &str) -> bool {
        matches!(&self.op, Op::Call(function, _) if function.is(name))
    }

    /// Whether the value follows from the expression alone, folded into a constant or not.
    // INVARIANT: programs are at most `nesting` deep, so the recursion is bounded.
    pub(super) fn reads_no_data(&self) -> bool {
        match &self.op {
            Op::Constant(..) | Op::Omitted => true,
            Op::Slot(_) | Op::Variable(_) => false,
            Op::Compare(_, sides) => sides.iter().all(Self::reads_no_data),
            Op::Call(function, arguments) => {
                function.purity == Purity::Pure && arguments.iter().all(Self::reads_no_data)
            }
        }
    }
}

impl Program {
    /// Compiles a tree read from `text`.
    ///
    /// # Errors
    /// The errors of [`check`](super::check()): `EX201` to `EX206`, `EX303`, `RX101`, `RX102`, `LM006`, `LM007`.
    pub fn compile(tree: &Tree, text: &str, slots: &mut Slots, limits: &Limits) -> Result<Self, Diagnostics> {
        Self::with(tree, text, slots, limits, limits.fuel)
    }

    /// As [`Program::compile`], keeping constant parts as calls, so that a trace shows them.
    ///
    /// # Errors
    /// Those of [`Program::compile`].
    pub(crate) fn compile_for_trace(
        tree: &Tree,
        text: &str,
        slots: &mut Slots,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        Self::with(tree, text, slots, limits, 0)
    }

    /// `fuel` is what working out constants ahead may cost.
    fn with(
        tree: &Tree,
        text: &str,
        slots: &mut Slots,
        limits: &Limits,
        fuel: u64,
    ) -> Result<Self, Diagnostics> {
        let errors = check::errors(tree, text, limits);
        if !errors.is_empty() {
            return Err(errors);
        }
        let context = Context { limits: *limits, ..Context::default() };
        let root = Compiler { slots, context: &context, fuel }.part(&tree.root);
        let redacts = function::calls_any(tree, |function| function.is(function::REDACT));
        Ok(Self { text: text.into(), root, redacts })
    }

    /// Evaluates for one object whose attributes stand in `slots`, by the numbers of the [`Slots`] it was compiled with.
    ///
    /// # Errors
    /// `EX301` to `EX307`, `RX101`, `RX102`, `LM004`, `LM006` to `LM009`, with the place in the expression.
    pub fn evaluate<'s>(
        &'s self,
        slots: &'s [Value<'s>],
        context: &'s Context<'s>,
    ) -> Result<Outcome<'s>, Diagnostic> {
        self.run(&mut Evaluator::new(slots, context, context.limits.fuel))
    }

    /// As [`Program::evaluate`], with what every part gave and why.
    pub fn trace<'s>(
        &'s self,
        slots: &'s [Value<'s>],
        context: &'s Context<'s>,
    ) -> (Result<Outcome<'s>, Diagnostic>, Trace) {
        let mut evaluator = Evaluator::new(slots, context, context.limits.fuel);
        evaluator.tracer = Some(Box::new(Tracer::new(&self.text)));
        let outcome = self.run(&mut evaluator);
        let mut trace = evaluator.tracer.map(|tracer| tracer.finish()).unwrap_or_default();
        if matches!(outcome, Ok(Outcome::Ignore)) {
            trace.ignored();
        }
        (outcome, trace)
    }

    fn run<'s>(&'s self, evaluator: &mut Evaluator<'s>) -> Result<Outcome<'s>, Diagnostic> {
        let result = evaluator.part(&self.root);
        let doubt = evaluator.doubt.take();
        let placed = |fault: Fault| fault.placed(self.root.span, |span| Place::in_text(&self.text, span));
        evaluator.context.doubt.keep(doubt.map(placed));
        match result {
            Ok(Value::Null) if self.root.calls(function::IGNORE) => Ok(Outcome::Ignore),
            Ok(value) => Ok(Outcome::from(value)),
            Err(fault) => Err(placed(fault)),
        }
    }

    /// The expression this was compiled from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether logs must show `[Redact]` in place of the value: `Redact` stands in the expression.
    pub(crate) const fn is_redacted(&self) -> bool {
        self.redacts
    }

    /// Whether an update adds to the target's values and never takes one away: `AppRoleAssignmentsComplex` is the
    /// outermost function.
    pub(crate) fn only_adds(&self) -> bool {
        self.root.calls(function::ADDS_ROLES)
    }
}

struct Compiler<'c> {
    slots: &'c mut Slots,
    context: &'c Context<'c>,
    /// What working out constants ahead may still cost, in the whole program.
    fuel: u64,
}

impl Compiler<'_> {
    // INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
    fn part(&mut self, node: &Node) -> Part {
        let fixed = |value| Op::Constant(value, None);
        let op = match &node.kind {
            Kind::Attribute(name) => Op::Slot(self.slots.slot(name)),
            Kind::Text(_) | Kind::Word(_) | Kind::Number(_) => {
                fixed(constant(node).map(Value::into_owned).unwrap_or_default())
            }
            Kind::Variable(name) => Op::Variable(name.as_str().into()),
            Kind::Omitted => Op::Omitted,
            Kind::Comparison(pair) => {
                let sides = Box::new([self.part(&pair.left), self.part(&pair.right)]);
                Op::Compare(pair.operator, sides)
            }
            Kind::Call(call) => match function::find_ignoring_case(&call.name) {
                Some(function) => Op::Call(function, self.arguments(function, &call.arguments)),
                // The check before refuses unknown functions.
                None => fixed(Value::Null),
            },
        };
        self.folded(Part { span: node.span, op })
    }

    fn arguments(&mut self, function: &Function, arguments: &[Node]) -> Box<[Part]> {
        let count = arguments.len();
        let mut parts = Vec::with_capacity(count);
        for (index, argument) in arguments.iter().enumerate() {
            let mut part = self.part(argument);
            if let Op::Constant(Value::String(text), prepared) = &mut part.op {
                *prepared = self.prepare(function.parameter(index, count), argument, text);
            }
            parts.push(part);
        }
        parts.into()
    }

    /// A constant pattern or format, compiled. One that does not compile is left to fail when it is used.
    fn prepare(&self, parameter: Option<&Parameter>, argument: &Node, text: &str) -> Option<Prepared> {
        match parameter?.kind {
            function::Kind::Pattern => self.context.pattern(text).ok().map(Prepared::Pattern),
            function::Kind::DateFormat => {
                let format = DateFormat::compile(text).ok()?;
                Some(Prepared::DateFormat(Arc::new(format), argument.as_text().is_some()))
            }
            _ => None,
        }
    }

    /// A part whose inputs are all constant, as its value; one that fails keeps failing when it is reached.
    fn folded(&mut self, part: Part) -> Part {
        let is_computed = match &part.op {
            Op::Call(function, arguments) => {
                function.purity == Purity::Pure && arguments.iter().all(Part::is_constant)
            }
            Op::Compare(_, sides) => sides.iter().all(Part::is_constant),
            _ => false,
        };
        // `IgnoreFlowIfNullOrEmpty` and `Redact` mean something beyond their value.
        let marks = part.calls(function::IGNORE) || part.calls(function::REDACT);
        if self.fuel == 0 || !is_computed || marks {
            return part;
        }
        let mut evaluator = Evaluator::new(&[], self.context, self.fuel);
        let value = evaluator.part(&part).map(Value::into_owned);
        self.fuel = evaluator.fuel;
        match value {
            Ok(value) => Part { op: Op::Constant(value, None), ..part },
            Err(_) => part,
        }
    }
}

/// The value of a constant that stands in the expression as such; null for a number that does not fit.
pub(super) fn constant(node: &Node) -> Option<Value<'_>> {
    match &node.kind {
        Kind::Text(text) | Kind::Word(text) => Some(Value::text(text.as_str())),
        Kind::Number(text) => Some(number(text)),
        _ => None,
    }
}

/// Why a call of constants fails, where it does. What it costs is taken from the fuel.
pub(super) fn fault_of_constants(node: &Node, limits: &Limits, fuel: &mut u64) -> Option<Fault> {
    let context = Context { limits: *limits, ..Context::default() };
    // Nothing is worked out ahead: the call itself is tried.
    let part = Compiler { slots: &mut Slots::new(), context: &context, fuel: 0 }.part(node);
    let mut evaluator = Evaluator::new(&[], &context, *fuel);
    let fault = evaluator.part(&part).err();
    *fuel = evaluator.fuel;
    fault
}

/// A number constant; the check before refuses what does not fit.
fn number(text: &str) -> Value<'static> {
    if let Some(hexadecimal) = text.strip_prefix("&H") {
        return u64::from_str_radix(hexadecimal, 16)
            .map_or(Value::Null, |bits| Value::Integer(bits.cast_signed()));
    }
    let Some(number) = Number::read(text) else { return Value::Null };
    match number.as_integer() {
        Some(integer) => Value::Integer(integer),
        None if search::has(text, '.') => Value::Decimal(Box::new(number)),
        None => Value::Null,
    }
}

/// The text that a number constant is where a text is taken; one that does not fit has its spelling alone.
pub(crate) fn number_text(spelling: &str) -> String {
    number(spelling).to_text().map_or_else(|| spelling.to_owned(), Cow::into_owned)
}

/// Whether a number constant fits: see [`number`].
pub(super) fn number_fits(text: &str) -> bool {
    !number(text).is_null()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::parse;

    /// How many arguments of the outer call were worked out ahead.
    fn folded(text: &str, fuel: u64) -> usize {
        let limits = Limits { fuel, ..Limits::DEFAULT };
        let program =
            Program::compile(&parse(text, &limits).unwrap(), text, &mut Slots::new(), &limits).unwrap();
        let Op::Call(_, parts) = &program.root.op else { return 0 };
        parts.iter().filter(|part| matches!(part.op, Op::Constant(..))).count()
    }

    #[test]
    fn constants_of_a_program_share_its_fuel() {
        let one = r#"Append("a", "b")"#;
        let least = (1..100).find(|fuel| folded(&format!("Join([a], {one})"), *fuel) == 1).unwrap();
        let three = format!("Join([a], {one}, {one}, {one})");
        assert_eq!([least, least * 2, least * 3].map(|fuel| folded(&three, fuel)), [1, 2, 3]);
    }
}
