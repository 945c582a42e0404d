//! One expression on its own: text in, outcomes out.

use std::fmt::{self, Display, Formatter};

use super::ast::Tree;
use super::evaluate::Context;
use super::parse::parse;
use super::print::print;
use super::program::{Program, Slots};
use super::trace::Trace;
use super::value::{Outcome, Source, Value};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::limits::Limits;

/// A compiled expression with its own slots, for evaluating it by itself. A configuration compiles its expressions
/// into [`Program`]s that share their [`Slots`] instead.
///
/// ```
/// use scimwright::expression::{Context, Outcome, Value};
/// use scimwright::{Expression, limits::Limits, value::json};
///
/// let expression = Expression::compile(r#"Join(", ", [surname], [givenName])"#)?;
/// let user = json::parse(r#"{"givenName":"Ada","surname":"Lovelace"}"#, &Limits::DEFAULT)?;
/// let outcome = expression.evaluate(&user, &Context::default())?;
/// assert_eq!(outcome, Outcome::Value(Value::text("Lovelace, Ada")));
/// assert_eq!(Expression::compile("Trim( [mail] )")?.to_string(), "Trim([mail])");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Expression {
    tree: Tree,
    program: Program,
    slots: Slots,
}

impl Expression {
    /// Reads, checks and compiles an expression within the default limits.
    ///
    /// # Errors
    /// As for [`parse`] (one finding) and [`Program::compile`] (all of them).
    pub fn compile(text: &str) -> Result<Self, Diagnostics> {
        Self::compile_within(text, &Limits::DEFAULT)
    }

    /// As [`Expression::compile`], within other limits.
    ///
    /// # Errors
    /// Those of [`Expression::compile`].
    pub fn compile_within(text: &str, limits: &Limits) -> Result<Self, Diagnostics> {
        let tree = parse(text, limits)?;
        let mut slots = Slots::new();
        let program = Program::compile(&tree, text, &mut slots, limits)?;
        Ok(Self { tree, program, slots })
    }

    /// The outcome for one source object.
    ///
    /// # Errors
    /// As for [`Program::evaluate`].
    pub fn evaluate(
        &self,
        source: &impl Source,
        context: &Context<'_>,
    ) -> Result<Outcome<'static>, Diagnostic> {
        self.program.evaluate(&self.read(source), context).map(Outcome::into_owned)
    }

    /// The outcome with what every part gave and why. Constant parts are shown as calls, not as the values they are
    /// compiled to.
    pub fn trace(
        &self,
        source: &impl Source,
        context: &Context<'_>,
    ) -> (Result<Outcome<'static>, Diagnostic>, Trace) {
        let mut slots = Slots::new();
        let unfolded =
            Program::compile_for_trace(&self.tree, self.program.text(), &mut slots, &context.limits);
        // The slots are made in the same order, and the tree compiled before.
        let program = unfolded.as_ref().unwrap_or(&self.program);
        let values = self.read(source);
        let (outcome, trace) = program.trace(&values, context);
        (outcome.map(Outcome::into_owned), trace)
    }

    fn read<'s>(&self, source: &'s impl Source) -> Vec<Value<'s>> {
        self.slots.names().iter().map(|name| source.attribute(name)).collect()
    }

    /// The tree.
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The program and the names of its slots.
    pub const fn program(&self) -> (&Program, &Slots) {
        (&self.program, &self.slots)
    }
}

/// The canonical text.
impl Display for Expression {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&print(&self.tree))
    }
}
