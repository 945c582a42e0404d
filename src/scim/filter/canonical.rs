//! What a filter says and its canonical text, told without a tree: whoever has the text needs only places in it.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::ptr;

use super::print::Printer;
use super::visit::{Group, Visitor, Word};
use super::{Operand, Operator};
use crate::diagnostic::{Diagnostics, Span};
use crate::limits::Limits;
use crate::scim::{AttributeRef, Mode, parse};

/// The canonical text of a filter within the default limits, which is mostly the text itself. The visitor is told what
/// it says; each name and value stands in the text where it is said to, a string in quotes and with its escapes.
///
/// None where the text is refused or deviates from the RFC. Then the visitor has been told anything.
pub fn tell<'t>(text: &'t str, visitor: &mut impl Visitor) -> Option<Cow<'t, str>> {
    let mut both =
        Both { visitor, printer: Printer::new(Canonical { text, rest: text.as_bytes(), other: None }) };
    let mut deviations = Diagnostics::new();
    parse::filter(text, Mode::Tolerant, &Limits::DEFAULT, Some(&mut deviations), &mut both).ok()?;
    let printed = both.printer.end().ok().filter(|_| deviations.is_empty())?;
    Some(printed.text())
}

/// A text that is printed, beside the one that was read: a copy is made only where they differ.
struct Canonical<'t> {
    text: &'t str,
    /// What of it was not yet printed.
    rest: &'t [u8],
    /// What was printed, from the first difference on.
    other: Option<String>,
}

impl<'t> Canonical<'t> {
    /// What of the text was printed.
    fn same(&self) -> &'t str {
        self.text.get(..self.text.len().saturating_sub(self.rest.len())).unwrap_or_default()
    }

    #[cold]
    fn differ(&mut self, text: &str) {
        let same = self.same();
        self.other.get_or_insert_with(|| same.to_owned()).push_str(text);
    }

    fn text(self) -> Cow<'t, str> {
        let same = self.same();
        self.other.map_or(Cow::Borrowed(same), Cow::Owned)
    }
}

impl Write for Canonical<'_> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // A name or value that is told stands in the text, mostly at this very place.
        let is_next = |start: &[u8]| ptr::eq(start, text.as_bytes()) || start == text.as_bytes();
        match self.rest.split_at_checked(text.len()) {
            Some((start, rest)) if self.other.is_none() && is_next(start) => self.rest = rest,
            _ => self.differ(text),
        }
        Ok(())
    }
}

/// A printer is told, and another.
struct Both<'v, 't, V> {
    visitor: &'v mut V,
    printer: Printer<Canonical<'t>>,
}

impl<V: Visitor> Visitor for Both<'_, '_, V> {
    fn open(&mut self, group: Group<'_>) {
        self.printer.open(group);
        self.visitor.open(group);
    }

    fn between(&mut self, word: Word) {
        self.printer.between(word);
        self.visitor.between(word);
    }

    fn close(&mut self, group: Group<'_>) {
        self.printer.close(group);
        self.visitor.close(group);
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        self.printer.present(attribute);
        self.visitor.present(attribute);
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, operator: Operator, operand: &Operand<'_>, at: Span) {
        self.printer.compare(attribute, operator, operand, at);
        self.visitor.compare(attribute, operator, operand, at);
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::tell;
    use crate::scim::filter::Planting;

    fn told(text: &str) -> Option<Cow<'_, str>> {
        tell(text, &mut Planting::default())
    }

    #[test]
    fn what_is_canonical_is_not_copied() {
        for text in [
            "a pr",
            r#"a.b eq "é""#,
            "not (a pr) or b pr and c eq -1.0",
            "x:y:a[b eq null]",
            r#"a eq "\"\n""#,
        ] {
            assert!(matches!(told(text), Some(Cow::Borrowed(same)) if same == text), "{text}");
        }
    }

    #[test]
    fn what_differs_from_its_canonical_text_is_told_all_the_same() {
        for (text, canonical) in [
            (" a pr", "a pr"),
            ("a pr ", "a pr"),
            ("a  pr", "a pr"),
            ("a PR", "a pr"),
            ("(a pr)", "a pr"),
            ("not(a pr)", "not (a pr)"),
            ("a pr AND (b pr)", "a pr and b pr"),
            (r#"a eq "\u0041""#, r#"a eq "A""#),
        ] {
            assert_eq!(told(text).as_deref(), Some(canonical), "{text}");
        }
    }

    #[test]
    fn what_is_refused_or_deviates_is_not() {
        for text in
            ["", "a", "a eq", "a eq x", "a eq TRUE", r#"a eq"x""#, "a [b pr]", "a[b pr].c pr", "a eq 1e999"]
        {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
