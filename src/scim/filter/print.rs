//! Canonical text: lower-case operators, single blanks, only the parentheses that are needed.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{Operand, Operator, Tree};
use super::visit::{Group, Visitor, Word};
use crate::diagnostic::Span;
use crate::scim::AttributeRef;
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
        let mut printer = Printer::new(out);
        self.visit(&mut printer);
        printer.end().map(drop)
    }
}

/// Writes the canonical text of what it is told.
pub(super) struct Printer<W> {
    out: W,
    result: fmt::Result,
}

impl<W: Write> Printer<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, result: Ok(()) }
    }

    /// Where it wrote.
    pub(super) fn end(self) -> Result<W, fmt::Error> {
        self.result.map(|()| self.out)
    }

    fn write(&mut self, text: &str) {
        if self.result.is_ok() {
            self.result = self.out.write_str(text);
        }
    }

    fn name(&mut self, attribute: AttributeRef<'_>) {
        if self.result.is_ok() {
            self.result = attribute.write(&mut self.out);
        }
    }
}

impl<W: Write> Visitor for Printer<W> {
    fn open(&mut self, group: Group<'_>) {
        match group {
            Group::Chain { in_tighter: true, .. } => self.write("("),
            Group::Chain { .. } => {}
            Group::Not => self.write("not ("),
            Group::Elements(attribute) => {
                self.name(attribute);
                self.write("[");
            }
        }
    }

    fn between(&mut self, word: Word) {
        self.write(if word == Word::And { " and " } else { " or " });
    }

    fn close(&mut self, group: Group<'_>) {
        match group {
            Group::Chain { in_tighter: false, .. } => {}
            Group::Chain { .. } | Group::Not => self.write(")"),
            Group::Elements(_) => self.write("]"),
        }
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        self.name(attribute);
        self.write(" pr");
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, operator: Operator, operand: &Operand<'_>, _: Span) {
        self.name(attribute);
        self.write(" ");
        self.write(operator.as_str());
        self.write(" ");
        if self.result.is_ok() {
            self.result = operand.write(&mut self.out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{equals, print};
    use crate::limits::Limits;
    use crate::scim::{Mode, filter};

    #[test]
    fn only_parentheses_that_are_needed_stay() {
        for (text, canonical) in [
            ("a pr or b pr", "a pr or b pr"),
            ("((a PR)  OR (b pr))", "a pr or b pr"),
            ("(a pr or b pr) and c pr", "(a pr or b pr) and c pr"),
            ("(a pr and b pr) or c pr", "a pr and b pr or c pr"),
            ("not(a pr or b pr)", "not (a pr or b pr)"),
            ("a[(b pr or c pr)]", "a[b pr or c pr]"),
            ("a[(b pr or c pr) and not (d pr)]", "a[(b pr or c pr) and not (d pr)]"),
            ("a[b pr or c pr].d eq 1", "a[(b pr or c pr) and d eq 1]"),
        ] {
            let tree = filter::parse(text, Mode::Tolerant, &Limits::DEFAULT).unwrap();
            assert_eq!(print(&tree), canonical);
        }
    }

    #[test]
    fn matching_values_are_escaped() {
        assert_eq!(equals("userName", "a\"b\\c'd"), r#"userName eq "a\"b\\c'd""#);
    }
}
