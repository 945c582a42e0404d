//! The tree of a filter. Chains of `and` and `or` are lists, so depth is that of the brackets in the text.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter, Write};

use crate::diagnostic::Span;
use crate::scim::AttributeName;
use crate::value::json::{Number, words, write_string};
use crate::value::words::plain_length;

/// A parsed filter. Names keep their spelling; redundant parentheses leave no trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// All hold; at least two, none of them `And`.
    And(Vec<Tree>),
    /// One holds; at least two, none of them `Or`.
    Or(Vec<Tree>),
    /// The filter inside does not hold.
    Not(Box<Tree>),
    /// The attribute has a value.
    Present(AttributeName),
    /// The attribute compares with a value.
    Compare(Comparison),
    /// One element of the attribute satisfies the whole filter inside.
    ValuePath {
        /// The attribute whose elements are tested.
        attribute: AttributeName,
        /// The test of one element; its names are those of sub-attributes.
        filter: Box<Tree>,
    },
}

/// `attribute operator operand`.
#[derive(Debug, Clone, Eq)]
pub struct Comparison {
    /// What is compared.
    pub attribute: AttributeName,
    /// How.
    pub operator: Operator,
    /// With what.
    pub operand: Operand<'static>,
    /// Where the operand stands in the parsed text; equality ignores it.
    pub span: Span,
}

impl PartialEq for Comparison {
    fn eq(&self, other: &Self) -> bool {
        self.operator == other.operator && self.attribute == other.attribute && self.operand == other.operand
    }
}

/// The comparing operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `eq`: equal
    Equal,
    /// `ne`: not equal
    NotEqual,
    /// `co`: contains
    Contains,
    /// `sw`: starts with
    StartsWith,
    /// `ew`: ends with
    EndsWith,
    /// `gt`: greater than
    Greater,
    /// `ge`: greater than or equal to
    GreaterOrEqual,
    /// `lt`: less than
    Less,
    /// `le`: less than or equal to
    LessOrEqual,
}

words!(Operator {
    Equal "eq",
    NotEqual "ne",
    Contains "co",
    StartsWith "sw",
    EndsWith "ew",
    Greater "gt",
    GreaterOrEqual "ge",
    Less "lt",
    LessOrEqual "le",
});

impl Operator {
    /// The operator of a word, in any case.
    #[inline]
    pub fn from_word(word: &str) -> Option<Self> {
        let [first, second] = word.as_bytes() else { return None };
        let word = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
        Self::ALL.into_iter().find(|operator| operator.as_str().as_bytes() == word)
    }

    /// `gt`, `ge`, `lt`, `le`.
    pub const fn is_ordering(self) -> bool {
        matches!(self, Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual)
    }

    /// `co`, `sw`, `ew`.
    pub const fn is_textual(self) -> bool {
        matches!(self, Self::Contains | Self::StartsWith | Self::EndsWith)
    }
}

/// The value an attribute is compared with.
#[derive(Debug, Clone)]
pub enum Operand<'t> {
    /// A string, unescaped.
    String(Cow<'t, str>),
    /// A number as written.
    Number(Number<'t>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
}

impl Operand<'_> {
    /// The same, which borrows nothing.
    pub fn to_static(&self) -> Operand<'static> {
        match self {
            Self::String(text) => Operand::String(Cow::Owned(text.as_ref().to_owned())),
            Self::Number(number) => Operand::Number(number.clone().into_owned()),
            Self::Bool(value) => Operand::Bool(*value),
            Self::Null => Operand::Null,
        }
    }

    /// Writes it as filters have it.
    pub(super) fn write(&self, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::String(text) if plain_length(text.as_bytes()) == text.len() => {
                out.write_str("\"")?;
                out.write_str(text)?;
                out.write_str("\"")
            }
            Self::String(text) => {
                let mut quoted = String::with_capacity(text.len().saturating_add(8));
                write_string(&mut quoted, text);
                out.write_str(&quoted)
            }
            Self::Number(number) => out.write_str(number.as_str()),
            Self::Bool(true) => out.write_str("true"),
            Self::Bool(false) => out.write_str("false"),
            Self::Null => out.write_str("null"),
        }
    }
}

impl PartialEq for Operand<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::String(left), Self::String(right)) => left == right,
            (Self::Number(left), Self::Number(right)) => left == right,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Null, Self::Null) => true,
            _ => false,
        }
    }
}

// Numbers are finite, so equality of values is an equivalence.
impl Eq for Operand<'_> {}

impl Display for Operand<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.write(out)
    }
}

impl Tree {
    /// The conjunction; conjunctions inside are merged, a list of one is that one.
    pub fn and(terms: Vec<Self>) -> Self {
        let terms = merged(terms, |term| if let Self::And(inner) = term { Some(inner) } else { None });
        only(terms).unwrap_or_else(Self::And)
    }

    /// The disjunction; disjunctions inside are merged, a list of one is that one.
    pub fn or(terms: Vec<Self>) -> Self {
        let terms = merged(terms, |term| if let Self::Or(inner) = term { Some(inner) } else { None });
        only(terms).unwrap_or_else(Self::Or)
    }
}

/// The terms with the lists among them opened.
fn merged(mut terms: Vec<Tree>, list: fn(&mut Tree) -> Option<&mut Vec<Tree>>) -> Vec<Tree> {
    if terms.iter_mut().all(|term| list(term).is_none()) {
        return terms;
    }
    let mut merged = Vec::with_capacity(terms.len());
    for mut term in terms {
        match list(&mut term) {
            Some(inner) => merged.append(inner),
            None => merged.push(term),
        }
    }
    merged
}

/// The only item of a list, or the list.
fn only(mut terms: Vec<Tree>) -> Result<Tree, Vec<Tree>> {
    match terms.pop() {
        Some(only) if terms.is_empty() => Ok(only),
        last => {
            terms.extend(last);
            Err(terms)
        }
    }
}
