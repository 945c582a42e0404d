//! Filters that are their own canonical text: whoever has the text needs only places in it.

use std::fmt::{self, Write};
use std::ptr;

use super::print::Printer;
use super::visit::{Group, Visitor, Word};
use super::{Operand, Operator};
use crate::diagnostic::Span;
use crate::limits::Limits;
use crate::scim::{AttributeRef, Mode, parse};

/// Whether a text is a filter within the default limits, and the canonical text of it. Then the visitor has been told
/// what it says, else the beginning of it. Each name and value that it is told stands in the text as it is told.
pub fn tell_canonical(text: &str, visitor: &mut impl Visitor) -> bool {
    let mut both = Both { visitor, printer: Printer::new(Echo { rest: text.as_bytes() }) };
    // Where tolerant mode lets something pass, the canonical text is another.
    let is_read = parse::filter(text, Mode::Tolerant, &Limits::DEFAULT, None, &mut both).is_ok();
    is_read && both.printer.end().is_ok_and(|echo| echo.rest.is_empty())
}

/// Accepts the text that it holds, and no other.
struct Echo<'t> {
    rest: &'t [u8],
}

impl Write for Echo<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let text = text.as_bytes();
        let Some((start, rest)) = self.rest.split_at_checked(text.len()) else { return Err(fmt::Error) };
        // A name or value that is told stands in the text, mostly at this very place.
        if !ptr::eq(start, text) && start != text {
            return Err(fmt::Error);
        }
        self.rest = rest;
        Ok(())
    }
}

/// A printer is told first, then another, as long as the text is what is printed: the other may rely on it.
struct Both<'v, 't, V> {
    visitor: &'v mut V,
    printer: Printer<Echo<'t>>,
}

impl<V: Visitor> Visitor for Both<'_, '_, V> {
    fn open(&mut self, group: Group<'_>) {
        self.printer.open(group);
        if self.printer.is_going() {
            self.visitor.open(group);
        }
    }

    fn between(&mut self, word: Word) {
        self.printer.between(word);
        if self.printer.is_going() {
            self.visitor.between(word);
        }
    }

    fn close(&mut self, group: Group<'_>) {
        self.printer.close(group);
        if self.printer.is_going() {
            self.visitor.close(group);
        }
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        self.printer.present(attribute);
        if self.printer.is_going() {
            self.visitor.present(attribute);
        }
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, operator: Operator, operand: &Operand<'_>, at: Span) {
        self.printer.compare(attribute, operator, operand, at);
        if self.printer.is_going() {
            self.visitor.compare(attribute, operator, operand, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::tell_canonical;
    use crate::scim::filter::Planting;

    #[test]
    fn only_the_canonical_text_is_told() {
        let is_told = |text: &str| tell_canonical(text, &mut Planting::default());
        for text in [
            "a pr",
            r#"a.b eq "é""#,
            "not (a pr) or b pr and c eq -1.0",
            "x:y:a[b eq null]",
            r#"a eq "\"\n""#,
        ] {
            assert!(is_told(text), "{text}");
        }
        for text in [
            "",
            "a",
            " a pr",
            "a pr ",
            "a  pr",
            "a PR",
            "(a pr)",
            "not(a pr)",
            "a pr AND b pr",
            "a eq x",
            "a eq TRUE",
            r#"a eq"x""#,
            r#"a eq "\u0041""#,
            "a [b pr]",
            "a[b pr].c pr",
        ] {
            assert!(!is_told(text), "{text}");
        }
    }
}
