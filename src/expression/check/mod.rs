//! What is wrong or doubtful in an expression, without evaluating it.

mod arity;
mod booleans;
mod constants;
mod failures;
mod missing;
mod names;
mod replace;
mod warnings;

pub(super) use booleans::{ATTRIBUTES as BOOLEANS, is_boolean};
pub(crate) use names::{looks_like_call, other_case};

use std::fmt::Display;

use super::ast::{Call, Kind, Node, Tree};
use super::function::{self, Function};
use super::program::number_fits;
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Positions, Span, TextSpan, capped, quoted};
use crate::limits::Limits;
use crate::value::search;
use crate::value::text::utf16_length;

/// What the checker knows about the mapping an expression stands in.
#[derive(Debug, Clone, Copy)]
pub struct CheckContext<'c> {
    /// The attributes of the source object; without them none is checked.
    pub attributes: Option<&'c [&'c str]>,
    /// The attributes of the source object that are Booleans.
    pub booleans: &'c [&'c str],
    /// Whether the target is a SCIM application rather than a directory.
    pub application_target: bool,
    /// Whether the mapping applies at every update, not only at creation.
    pub always: bool,
    /// Whether the job synchronises all users and groups rather than the assigned ones.
    pub sync_all: bool,
    /// Whether the target attribute is a reference such as `manager`.
    pub reference_target: bool,
    /// What a pattern may consume.
    pub limits: Limits,
}

impl Default for CheckContext<'_> {
    /// A mapping to Gong that always applies, for assigned users; the Booleans are those of users and groups in the directory.
    fn default() -> Self {
        Self {
            attributes: None,
            booleans: booleans::ATTRIBUTES,
            application_target: true,
            always: true,
            sync_all: false,
            reference_target: false,
            limits: Limits::DEFAULT,
        }
    }
}

/// The most characters the service accepts in an expression. (Entra, *Known issues*)
const LONGEST: usize = 10_000;

/// Every finding about a tree read from `text`, in source order.
///
/// Errors `EX201` to `EX206`, and of constants `EX303` (a date format), `RX101`, `RX102`, `LM006`, `LM007` (a pattern);
/// warnings `EX251` to `EX272`, and `EX303` as one for a call that never works.
pub fn check(tree: &Tree, text: &str, context: &CheckContext<'_>) -> Diagnostics {
    let mut checker = Checker::new(text, context, true);
    checker.node(&tree.root, None, false);
    let length = utf16_length(text);
    if length > LONGEST {
        let message = format_args!("the expression has {length} characters, the service accepts {LONGEST}");
        checker.report(&code::TOO_LONG, Span::new(0, text.len()), message);
    }
    checker.sorted()
}

/// The errors alone: what keeps a tree from becoming a program.
pub(super) fn errors(tree: &Tree, text: &str, limits: &Limits) -> Diagnostics {
    let context = CheckContext { limits: *limits, ..CheckContext::default() };
    let mut checker = Checker::new(text, &context, false);
    checker.node(&tree.root, None, false);
    checker.sorted()
}

/// Whether a DateDiff counts in units that change seldom.
fn counts_days(call: &Call) -> bool {
    let interval = call.arguments.first().and_then(Node::as_text);
    interval.is_some_and(|letters| !["h", "n", "s"].contains(&letters))
}

struct Checker<'c> {
    text: &'c str,
    positions: Positions,
    context: &'c CheckContext<'c>,
    findings: Diagnostics,
    warn: bool,
    /// What trying calls of constants may still cost, in the whole expression.
    fuel: u64,
    /// Whether a date here is only compared or counted from, which gives another result seldom.
    counted: bool,
}

/// Where a node stands: argument number `index` of a call of a known function.
#[derive(Clone, Copy)]
struct Inside<'n> {
    function: &'static Function,
    call: &'n Call,
    index: usize,
}

impl Inside<'_> {
    fn is(&self, name: &str, index: usize) -> bool {
        self.index == index && self.is_of(name)
    }

    fn is_of(&self, name: &str) -> bool {
        self.function.is(name)
    }

    fn parameter(&self) -> Option<&'static function::Parameter> {
        self.function.parameter(self.index, self.call.arguments.len())
    }
}

impl<'c> Checker<'c> {
    fn new(text: &'c str, context: &'c CheckContext<'c>, warn: bool) -> Self {
        Self {
            text,
            positions: Positions::of(text),
            context,
            findings: Diagnostics::new(),
            warn,
            fuel: context.limits.fuel,
            counted: false,
        }
    }

    fn sorted(mut self) -> Diagnostics {
        self.findings.sort_by_place();
        capped(self.findings, self.context.limits.findings)
    }

    /// A finding, still to be added.
    fn finding(&self, code: &'static Code, span: Span, message: impl Display) -> Diagnostic {
        Diagnostic::new(code, message).at(Place::from(self.place(span)))
    }

    /// Adds a finding that says all in its message.
    fn report(&mut self, code: &'static Code, span: Span, message: impl Display) {
        let finding = self.finding(code, span, message);
        self.findings.push(finding);
    }

    fn place(&self, span: Span) -> TextSpan {
        self.positions.span(self.text, span)
    }

    /// `inside` is the argument that the node is, `nested` whether anything is around it.
    // INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
    fn node(&mut self, node: &Node, inside: Option<Inside<'_>>, nested: bool) {
        let around = self.counted;
        match &node.kind {
            Kind::Call(call) => self.call(node, call, nested),
            Kind::Comparison(pair) => {
                if self.warn {
                    warnings::comparison(self, node, pair, inside);
                }
                // The sides stand where the comparison stands, but are no arguments themselves.
                self.counted = true;
                self.node(&pair.left, None, true);
                self.node(&pair.right, None, true);
            }
            Kind::Word(word) => names::word(self, word, node.span, inside),
            Kind::Number(number) if !number_fits(number) => self.unfit_number(number, node.span),
            Kind::Text(_) | Kind::Number(_) => constants::check(self, node, inside),
            Kind::Attribute(name) if self.warn => names::attribute(self, name, node.span),
            _ => {}
        }
        self.counted = around;
    }

    fn call(&mut self, node: &Node, call: &Call, nested: bool) {
        let before = self.findings.len();
        let function = names::function(self, call);
        if let Some(function) = function {
            arity::check(self, function, call, node.span);
            if function.is("SelectUniqueValue") && nested {
                let message = "`SelectUniqueValue` may only be the outermost function";
                let finding = self.finding(&code::NESTED_SELECT_UNIQUE, call.name_span, message);
                self.findings.push(finding.help("move the function around it into each of its rules"));
            }
            if self.warn {
                warnings::call(self, function, call, node, nested);
            }
            self.counted |= function.is("DateDiff") && counts_days(call);
        }
        for (index, argument) in call.arguments.iter().enumerate() {
            self.node(argument, function.map(|function| Inside { function, call, index }), true);
        }
        if let Some(function) = function.filter(|_| self.warn) {
            failures::constants_alone(self, function, call, node, before);
        }
    }

    fn unfit_number(&mut self, number: &str, span: Span) {
        let most = if search::has(number, '.') {
            "has more than the 28 places or 96 bits of a fraction"
        } else {
            "does not fit 64 bits"
        };
        let finding = self.finding(&code::NUMBER_RANGE, span, format_args!("{} {most}", quoted(number)));
        self.findings.push(finding.help("write it in quotes where it is only a text"));
    }
}
