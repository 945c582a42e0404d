//! Canonical text: lower-case operators, single blanks, only the parentheses that are needed.

use std::fmt::{self, Display, Formatter};

use super::ast::Tree;

/// The filter in canonical text; parsing it gives the same tree.
pub fn print(tree: &Tree) -> String {
    tree.to_string()
}

impl Display for Tree {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(terms) => list(out, terms, " and ", |term| matches!(term, Self::Or(_) | Self::And(_))),
            Self::Or(terms) => list(out, terms, " or ", |term| matches!(term, Self::Or(_))),
            Self::Not(inner) => write!(out, "not ({inner})"),
            Self::Present(attribute) => write!(out, "{attribute} pr"),
            Self::Compare(comparison) => write!(
                out,
                "{} {} {}",
                comparison.attribute,
                comparison.operator.as_str(),
                comparison.operand
            ),
            Self::ValuePath { attribute, filter } => write!(out, "{attribute}[{filter}]"),
        }
    }
}

fn list(out: &mut Formatter<'_>, terms: &[Tree], word: &str, grouped: fn(&Tree) -> bool) -> fmt::Result {
    for (index, term) in terms.iter().enumerate() {
        if index > 0 {
            out.write_str(word)?;
        }
        if grouped(term) {
            write!(out, "({term})")?;
        } else {
            write!(out, "{term}")?;
        }
    }
    Ok(())
}
