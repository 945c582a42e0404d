//! The descriptor of a function, and what its parts say.

use super::reads::{Range, Reads};
use super::{Call, Fault};
use crate::expression::value::Value;

/// A function of the language.
#[derive(Debug)]
pub struct Function {
    /// Its name, as documented.
    pub name: &'static str,
    /// The group it is documented in.
    pub family: Family,
    /// Its parameters; repeating ones stand last and repeat together.
    pub parameters: &'static [Parameter],
    /// The parameters of a second, shorter form; empty for nearly every function.
    pub short_form: &'static [Parameter],
    /// The fewest arguments a call may have.
    pub minimum: usize,
    /// What it gives.
    pub result: Kind,
    /// What a null main (first) argument gives.
    pub null: NullRule,
    /// What its value depends on.
    pub purity: Purity,
    /// Whether it is applied to every value of a list.
    pub element_wise: bool,
    /// Where it is documented.
    pub source: &'static str,
    /// What it does: one sentence first, then what surprises.
    pub doc: &'static str,
    /// Examples; they run as tests.
    pub examples: &'static [Example],
    /// What the caller supplies to the examples, as the JSON object of an evaluation's options; empty where nothing is.
    pub options: &'static str,
    pub(super) body: Body,
}

/// What a call runs.
pub(super) type Body = for<'c, 'e, 's> fn(&'c mut Call<'e, 's>) -> Result<Value<'s>, Fault>;

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its documented name.
    pub name: &'static str,
    /// Its key in the Graph form of a mapping's source.
    pub key: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be given.
    pub need: Need,
    /// The bare words it takes, where it takes such.
    pub words: &'static [&'static str],
    /// What it is read as.
    pub(in crate::expression) reads: Reads,
}

/// Whether an argument must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be given.
    Required,
    /// Its position must be there, but may be empty.
    MayBeEmpty,
    /// It may be left out.
    Optional,
    /// One or more, each given.
    Repeating,
    /// One or more, each may be empty.
    RepeatingMayBeEmpty,
}

/// A kind of value, as parameter or result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any value.
    Any,
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A truth value.
    Boolean,
    /// A date with time.
    DateTime,
    /// One or more values.
    List,
    /// A reference to another object.
    Reference,
    /// Bytes, as base64 text.
    Binary,
    /// A .NET regular expression.
    Pattern,
    /// A .NET date format.
    DateFormat,
    /// Role objects.
    Roles,
    /// Nothing: the call never returns.
    Never,
}

/// The group a function is documented in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Family {
    /// Building and cutting text.
    Text,
    /// Choice and tests.
    Logic,
    /// Numbers, encodings, types.
    Conversion,
    /// Dates.
    DateTime,
    /// Several values.
    MultiValue,
    /// App roles.
    AppRole,
    /// Directory names and uniqueness.
    Directory,
    /// Random and generated values.
    Generated,
}

/// What a null main argument gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NullRule {
    /// Null, without looking at the other arguments.
    Null,
    /// An empty text.
    EmptyText,
    /// The function decides; its documentation says what.
    Handled,
}

/// What a function's value depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purity {
    /// On its arguments alone.
    Pure,
    /// Also on what the caller supplies: variables, default domain, taken values.
    Caller,
    /// Also on the clock.
    Clock,
    /// Also on the random seed.
    Random,
    /// It only raises an error.
    Raises,
}

/// An example: source object, expected value, both JSON; `null` is the null outcome, `{"flow":"ignore"}` ignore.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The expression.
    pub expression: &'static str,
    /// The source object.
    pub source: &'static str,
    /// What it gives; numbers, Booleans and dates in their text form.
    pub expected: &'static str,
}

impl Function {
    /// The start of a descriptor; the rest is filled in by struct update.
    pub(super) const fn new(name: &'static str, family: Family, source: &'static str, body: Body) -> Self {
        Self {
            name,
            family,
            parameters: &[],
            short_form: &[],
            minimum: 0,
            result: Kind::Text,
            null: NullRule::Null,
            purity: Purity::Pure,
            element_wise: false,
            source,
            doc: "",
            examples: &[],
            options: "",
            body,
        }
    }

    /// The parameters that a call with `count` arguments uses.
    pub fn form(&self, count: usize) -> &'static [Parameter] {
        if self.is_short_form(count) { self.short_form } else { self.parameters }
    }

    /// Whether a call with `count` arguments is one of the short form.
    pub(super) fn is_short_form(&self, count: usize) -> bool {
        !self.short_form.is_empty() && count == self.short_form.len()
    }

    /// The parameter that argument number `index` of `count` fills; repeating ones repeat together.
    pub fn parameter(&self, index: usize, count: usize) -> Option<&'static Parameter> {
        let form = self.form(count);
        if let Some(parameter) = form.get(index) {
            return Some(parameter);
        }
        let repeating = self.repeating();
        let first = form.len().checked_sub(repeating)?;
        let turn = index.checked_sub(first)?.checked_rem(repeating)?;
        form.get(first.checked_add(turn)?)
    }

    /// How many parameters repeat together: 0, 1, or 2 for the pairs of Switch.
    pub fn repeating(&self) -> usize {
        self.parameters.iter().filter(|parameter| parameter.need.repeats()).count()
    }

    /// The most arguments a call may have; `None` without a bound.
    pub fn maximum(&self) -> Option<usize> {
        (self.repeating() == 0).then_some(self.parameters.len())
    }

    /// The signature as documented: `Append(source, suffix)`, `Join(separator, source…)`, `ToLower(source, culture?)`.
    pub fn signature(&self) -> String {
        let parameters: Vec<String> = self.parameters.iter().map(Parameter::signature).collect();
        format!("{}({})", self.name, parameters.join(", "))
    }

    /// Runs the body.
    pub(in crate::expression) fn run<'s>(&self, call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
        (self.body)(call)
    }

    /// Whether the function is this one.
    pub(in crate::expression) fn is(&self, name: &str) -> bool {
        self.name == name
    }
}

impl Need {
    /// Whether the parameter may occur several times.
    pub const fn repeats(self) -> bool {
        matches!(self, Self::Repeating | Self::RepeatingMayBeEmpty)
    }

    /// Whether an empty position will not do.
    pub const fn must_be_given(self) -> bool {
        matches!(self, Self::Required | Self::Repeating)
    }
}

impl Parameter {
    pub(super) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, key: name, kind, need: Need::Required, words: &[], reads: Reads::of(kind) }
    }

    pub(super) const fn key(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    pub(super) const fn need(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    pub(super) const fn optional(self) -> Self {
        self.need(Need::Optional)
    }

    pub(super) const fn words(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }

    pub(super) const fn reads(mut self, reads: Reads) -> Self {
        self.reads = reads;
        self
    }

    pub(super) const fn whole(self, range: Range) -> Self {
        self.reads(Reads::Whole(range))
    }

    /// The name with `?` for optional, `…` for repeating.
    pub fn signature(&self) -> String {
        let mark = match self.need {
            Need::Required | Need::MayBeEmpty => "",
            Need::Optional => "?",
            Need::Repeating | Need::RepeatingMayBeEmpty => "…",
        };
        format!("{}{mark}", self.name)
    }
}

impl Kind {
    /// The kind as a reader says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Text => "text",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Boolean => "Boolean",
            Self::DateTime => "date",
            Self::List => "list",
            Self::Reference => "reference",
            Self::Binary => "binary (base64)",
            Self::Pattern => ".NET regular expression",
            Self::DateFormat => ".NET date format",
            Self::Roles => "role objects",
            Self::Never => "nothing",
        }
    }

    /// The type as Microsoft Graph names it.
    pub const fn graph_name(self) -> &'static str {
        match self {
            Self::Integer | Self::Number => "Integer",
            Self::Boolean => "Boolean",
            Self::DateTime => "DateTime",
            Self::Reference => "Reference",
            Self::Binary => "Binary",
            _ => "String",
        }
    }
}

impl Family {
    /// Every family, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Logic,
        Self::Conversion,
        Self::DateTime,
        Self::MultiValue,
        Self::AppRole,
        Self::Directory,
        Self::Generated,
    ];

    /// The heading of the family.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Logic => "Choice and tests",
            Self::Conversion => "Numbers and conversion",
            Self::DateTime => "Dates",
            Self::MultiValue => "Several values",
            Self::AppRole => "App roles",
            Self::Directory => "Directory",
            Self::Generated => "Generated values",
        }
    }
}
