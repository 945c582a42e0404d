//! The scoping operators: one table, read by the compiler, the lint and the listing.

use crate::diagnostic::{Diagnostic, code, quoted};
use crate::value::json::words;
use crate::value::search;

/// How many values a clause gives its operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// None.
    Unary,
    /// One.
    Binary,
}

words!(Arity { Unary "Unary", Binary "Binary" });

/// What an operator tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Test {
    /// Equal.
    Equals,
    /// Not equal.
    NotEquals,
    /// Boolean true.
    IsTrue,
    /// Boolean false.
    IsFalse,
    /// No value.
    IsNull,
    /// A value.
    IsNotNull,
    /// The pattern matches.
    RegexMatch,
    /// The pattern does not match.
    NotRegexMatch,
    /// A larger integer.
    Greater,
    /// A larger or the same integer.
    GreaterOrEquals,
    /// Contains the clause's value.
    Includes,
    /// Ends with the clause's value.
    EndsWith,
    /// Is contained in the clause's value.
    Within,
    /// Is not contained in the clause's value.
    NotWithin,
}

impl Test {
    /// Whether this is the opposite of another test, and that test; else itself.
    pub const fn base(self) -> (bool, Self) {
        match self {
            Self::NotEquals => (true, Self::Equals),
            Self::NotRegexMatch => (true, Self::RegexMatch),
            Self::NotWithin => (true, Self::Within),
            test => (false, test),
        }
    }

    /// The truth of a test that compares texts as they are; letter case counts. All others are false.
    pub fn compares(self, text: &str, wanted: &str) -> bool {
        match self {
            Self::Equals => text == wanted,
            Self::Includes => search::contains(text, wanted),
            Self::EndsWith => text.ends_with(wanted),
            Self::Within => search::contains(wanted, text),
            _ => false,
        }
    }
}

/// One scoping operator.
#[derive(Debug, PartialEq, Eq)]
pub struct Operator {
    /// What it tests.
    pub test: Test,
    /// The name as the service lists it, or as the portal's page spells it.
    pub name: &'static str,
    /// How many values it takes.
    pub arity: Arity,
    /// Attribute types it fits, in Graph's words.
    pub types: &'static [&'static str],
    /// Whether Graph's `filterOperators` answer lists it; the others are known from the portal's page only.
    pub in_graph: bool,
    /// What it means, in one sentence.
    pub summary: &'static str,
    /// A clause value that shows it; empty for unary operators.
    pub example: &'static str,
}

const TEXT: &[&str] = &["Integer", "String"];
const ANY: &[&str] = &["Integer", "String", "Binary", "Boolean"];
const BOOLEAN: &[&str] = &["Boolean"];
const INTEGER: &[&str] = &["Integer", "String"];
const STRING: &[&str] = &["String"];

/// Every operator. A null or empty value makes all of them false, `IS NULL` excepted (Entra, *Scoping users or
/// groups to be provisioned with scoping filters*).
pub static OPERATORS: &[Operator] = &[
    Operator {
        test: Test::Equals,
        name: "EQUALS",
        arity: Arity::Binary,
        types: TEXT,
        in_graph: true,
        summary: "The attribute equals the value; letter case counts.",
        example: "Sales",
    },
    Operator {
        test: Test::NotEquals,
        name: "NOT EQUALS",
        arity: Arity::Binary,
        types: TEXT,
        in_graph: true,
        summary: "The attribute has a value, and another one; letter case counts.",
        example: "Sales",
    },
    Operator {
        test: Test::RegexMatch,
        name: "REGEX MATCH",
        arity: Arity::Binary,
        types: TEXT,
        in_graph: true,
        summary: "The .NET regular expression matches the attribute; letter case counts.",
        example: "^(Sales|Customer Success)$",
    },
    Operator {
        test: Test::NotRegexMatch,
        name: "NOT REGEX MATCH",
        arity: Arity::Binary,
        types: TEXT,
        in_graph: true,
        summary: "The attribute has a value that the .NET regular expression does not match.",
        example: "^svc-",
    },
    Operator {
        test: Test::IsNull,
        name: "IS NULL",
        arity: Arity::Unary,
        types: ANY,
        in_graph: true,
        summary: "The attribute is null, absent or empty.",
        example: "",
    },
    Operator {
        test: Test::IsNotNull,
        name: "IS NOT NULL",
        arity: Arity::Unary,
        types: ANY,
        in_graph: true,
        summary: "The attribute has a value.",
        example: "",
    },
    Operator {
        test: Test::IsTrue,
        name: "IS TRUE",
        arity: Arity::Unary,
        types: BOOLEAN,
        in_graph: true,
        summary: "The Boolean attribute is true.",
        example: "",
    },
    Operator {
        test: Test::IsFalse,
        name: "IS FALSE",
        arity: Arity::Unary,
        types: BOOLEAN,
        in_graph: true,
        summary: "The Boolean attribute is false; absent is not false.",
        example: "",
    },
    Operator {
        test: Test::Within,
        name: "&",
        arity: Arity::Binary,
        types: TEXT,
        in_graph: false,
        summary: "The attribute stands somewhere inside the value; letter case counts.",
        example: "France;Spain;Italy",
    },
    Operator {
        test: Test::NotWithin,
        name: "!&",
        arity: Arity::Binary,
        types: TEXT,
        in_graph: false,
        summary: "The attribute has a value that stands nowhere inside the clause's.",
        example: "France;Spain;Italy",
    },
    Operator {
        test: Test::EndsWith,
        name: "ENDS_WITH",
        arity: Arity::Binary,
        types: STRING,
        in_graph: false,
        summary: "The attribute ends with the value; letter case counts.",
        example: "@contoso.com",
    },
    Operator {
        test: Test::Greater,
        name: "Greater_Than",
        arity: Arity::Binary,
        types: INTEGER,
        in_graph: false,
        summary: "The attribute is an integer larger than the value.",
        example: "1000",
    },
    Operator {
        test: Test::GreaterOrEquals,
        name: "Greater_Than_OR_EQUALS",
        arity: Arity::Binary,
        types: INTEGER,
        in_graph: false,
        summary: "The attribute is an integer, the value or larger.",
        example: "1000",
    },
    Operator {
        test: Test::Includes,
        name: "Includes",
        arity: Arity::Binary,
        types: STRING,
        in_graph: false,
        summary: "The attribute contains the value; letter case counts.",
        example: "Executive",
    },
];

impl Operator {
    /// The operator of a name; case is folded and runs of blanks, `_` and `-` count as one blank.
    pub fn find(name: &str) -> Option<&'static Self> {
        OPERATORS.iter().find(|operator| are_alike(operator.name, name))
    }

    /// The finding about an attribute of a type that it is not for.
    pub(crate) fn misfit(&self, attribute: &str, of_type: &str) -> Option<Diagnostic> {
        if self.types.contains(&of_type) {
            return None;
        }
        let message =
            format_args!("`{}` does not fit {}, which is of type {of_type}", self.name, quoted(attribute));
        let finding = Diagnostic::new(&code::scope::OPERATOR_UNFIT, message);
        Some(match of_type {
            "Boolean" => finding.help("use `IS TRUE` or `IS FALSE`"),
            "String" | "Integer" if self.arity == Arity::Unary => finding.help("use `EQUALS` with a value"),
            _ => finding,
        })
    }
}

/// Whether two names have the same parts. Two operators differ in their parts alone.
fn are_alike(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (words(left), words(right));
    left.all(|word| right.next().is_some_and(|other| other.eq_ignore_ascii_case(word)))
        && right.next().is_none()
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|character: char| character.is_whitespace() || character == '_' || character == '-')
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_people_write_them() {
        for (name, test) in [
            ("equals", Test::Equals),
            ("Not_Equals", Test::NotEquals),
            ("GREATER THAN", Test::Greater),
            ("greater-than_or  equals", Test::GreaterOrEquals),
            ("!&", Test::NotWithin),
            (" ends with ", Test::EndsWith),
        ] {
            assert_eq!(Operator::find(name).map(|operator| operator.test), Some(test), "{name}");
        }
        for name in ["IsMemberOf", "NOT", "EQUALS NOT", "IS NULL NOW"] {
            assert_eq!(Operator::find(name), None, "{name}");
        }
        assert_eq!(Operator::find(""), None);
    }

    #[test]
    fn names_do_not_collide() {
        for (index, operator) in OPERATORS.iter().enumerate() {
            let found = OPERATORS.iter().position(|other| are_alike(other.name, operator.name));
            assert_eq!(found, Some(index), "{}", operator.name);
            assert_eq!(operator.example.is_empty(), operator.arity == Arity::Unary, "{}", operator.name);
        }
    }
}
