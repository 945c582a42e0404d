//! Canonical text: lower-case operators, single blanks, only the parentheses that are needed.

use std::fmt::{self, Display, Formatter};

use super::ast::Tree;
use crate::value::json::write_string;

/// The filter in canonical text; parsing it gives the same tree.
pub fn print(tree: &Tree) -> String {
    tree.to_string()
}

/// A filter that compares `attribute` with a text: quote, backslash and controls escaped as in a JSON string (RFC 7644
/// §3.4.2.2).
pub(crate) fn equals(attribute: &str, text: &str) -> String {
    let mut filter = String::with_capacity(attribute.len().saturating_add(text.len()).saturating_add(6));
    filter.push_str(attribute);
    filter.push_str(" eq ");
    write_string(&mut filter, text);
    filter
}

impl Display for Tree {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            // What a group of its own kind holds is no other filter without it.
            Self::And(terms) => list(out, terms, " and ", |term| matches!(term, Self::Or(_))),
            Self::Or(terms) => list(out, terms, " or ", |_| false),
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

#[cfg(test)]
mod tests {
    use super::equals;

    #[test]
    fn matching_values_are_escaped() {
        assert_eq!(equals("userName", "a\"b\\c'd"), r#"userName eq "a\"b\\c'd""#);
    }
}
