//! Why a text is no expression: run only after the parser refused it.
//!
//! The parser says yes or no; this scanner reads the same tokens once, finds the first one out of place and says
//! what its author probably meant. Much refused text is Connect Sync syntax, the sibling language with operators.

mod advice;

use std::fmt::Display;

use super::token::{NAME_ENDS, attribute_length, name_length, string_length, variable_length};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Code, Diagnostic, Place, Span, TextSpan, quoted};
use crate::value::search;

/// The first fault of a text the parser refused.
pub(super) fn find(text: &str) -> Diagnostic {
    let found = Scanner { text, at: 0, open: Vec::new(), compared: false }.run();
    // The parser and this scanner read the same language (a property test compares them).
    let unknown = || refuse(text, &code::UNEXPECTED, Span::point(0), "this is not an expression");
    found.err().unwrap_or_else(unknown)
}

/// `[]` or `[[…`.
pub(super) fn attribute_name(text: &str, span: Span) -> Diagnostic {
    let refused = |message: &str| refuse(text, &code::ATTRIBUTE_NAME, span, message);
    let inner = span.of(text).strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).map_or("", str::trim);
    let name = inner.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
    if !name.trim().is_empty() && !name.contains(['[', ']']) {
        return refused("two pairs of brackets around the name of an attribute")
            .help("one pair is enough")
            .fix_here(format!("write {}", quoted(inner)), inner);
    }
    refused("an attribute reference without a name")
        .help("write the name of a source attribute between the brackets, such as `[mail]`")
}

fn refuse(text: &str, code: &'static Code, span: Span, message: impl Display) -> Diagnostic {
    Diagnostic::new(code, message).at(Place::in_text(text, span))
}

type Found = Result<(), Diagnostic>;

/// What may stand next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// The expression itself, or the right side of an operator.
    Operand,
    /// An argument, which may be omitted.
    Argument,
    /// An operator, a comma, a parenthesis or the end.
    Next,
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Calls not closed yet: the name, and whether the argument they stand in had its operator.
    open: Vec<(Span, bool)>,
    /// Whether the present argument had its operator.
    compared: bool,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn before(&self) -> &'t str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at = self.at.saturating_add(rest.len().saturating_sub(rest.trim_start().len()));
    }

    /// So many bytes from here on.
    const fn ahead(&self, bytes: usize) -> Span {
        Span::new(self.at, self.at.saturating_add(bytes))
    }

    const fn advance(&mut self, bytes: usize) -> Span {
        let passed = self.ahead(bytes);
        self.at = passed.end;
        passed
    }

    fn fail(&self, code: &'static Code, span: Span, message: impl Display) -> Diagnostic {
        refuse(self.text, code, span, message)
    }

    fn place(&self, span: Span) -> TextSpan {
        TextSpan::new(self.text, span)
    }

    fn run(&mut self) -> Found {
        let mut expect = Expect::Operand;
        loop {
            self.skip_blanks();
            let Some(character) = self.rest().chars().next() else { return self.end(expect) };
            expect = match (expect, character) {
                (Expect::Argument | Expect::Next, ',') if !self.open.is_empty() => {
                    self.advance(1);
                    self.compared = false;
                    Expect::Argument
                }
                (Expect::Argument | Expect::Next, ')') if !self.open.is_empty() => {
                    self.advance(1);
                    self.compared = self.open.pop().is_some_and(|(_, compared)| compared);
                    Expect::Next
                }
                (Expect::Argument | Expect::Operand, _) => self.operand(character)?,
                (Expect::Next, '=' | '<' | '>') if self.foreign_operator().is_none() => {
                    self.comparator()?;
                    Expect::Operand
                }
                (Expect::Next, _) => return Err(self.out_of_place(character)),
            };
        }
    }

    fn comparator(&mut self) -> Found {
        let two = ["<>", ">=", "<="].iter().any(|sign| self.rest().starts_with(sign));
        let span = self.advance(if two { 2 } else { 1 });
        if self.compared {
            let finding = self.fail(&code::CHAINED_COMPARISON, span, "a second comparison in one condition");
            return Err(
                finding.help("a condition holds one comparison; put another `IIF` in a branch to test more")
            );
        }
        self.compared = true;
        Ok(())
    }

    fn end(&self, expect: Expect) -> Found {
        let here = Span::point(self.text.len());
        let trimmed = Span::point(self.text.trim_end().len());
        if self.text.trim().is_empty() {
            return Err(self
                .fail(&code::EMPTY, here, "the expression is empty")
                .help("write an attribute such as `[mail]`, a text in quotes, or a function call"));
        }
        if let Some((call, _)) = self.open.last() {
            let name = call.of(self.text);
            let (message, missing) = match self.open.len() {
                1 => (format!("the call of {} is not closed", quoted(name)), "the missing `)`".to_owned()),
                more => (
                    format!("{more} calls are not closed, the last one is {}", quoted(name)),
                    format!("{more} closing parentheses"),
                ),
            };
            let finding = self.fail(&code::UNCLOSED_CALL, trimmed, message);
            let finding = finding.label(self.place(*call), "this call");
            // Behind an operator a parenthesis would be the next fault.
            if expect == Expect::Operand {
                return Err(finding.help(format!("add what to compare with, and {missing}")));
            }
            let finding = finding.help(format!("add {missing}"));
            return Err(finding.fix_here("close the call", ")".repeat(self.open.len())));
        }
        match expect {
            Expect::Operand => Err(self
                .fail(&code::UNEXPECTED, trimmed, "the expression ends after an operator")
                .help("write what to compare with, such as `\"text\"` or `[attribute]`")),
            _ => Ok(()),
        }
    }

    /// Reads an operand, or the start of a call, behind which its arguments stand.
    fn operand(&mut self, character: char) -> Result<Expect, Diagnostic> {
        match character {
            '"' => self.string()?,
            '[' => self.attribute()?,
            '%' => self.variable()?,
            _ if self.number() => {}
            _ if character.is_ascii_alphabetic() => return Ok(self.call_or_word()),
            _ => return Err(self.not_an_operand(character)),
        }
        Ok(Expect::Next)
    }

    fn string(&mut self) -> Found {
        let length = string_length(self.rest()).ok_or_else(|| {
            let span = Span::new(self.at, self.text.len());
            // The last quote was meant to close, but a backslash stands before it.
            let slipped = self.rest().rsplit_once('"').is_some_and(|(before, _)| before.ends_with('\\'));
            let help = if slipped {
                r#"the backslash keeps the last quote from closing the text; write `\\"` for a text that ends in a backslash"#
            } else {
                "add the closing `\"`; a quote inside the text is written `\\\"`"
            };
            self.fail(&code::UNTERMINATED_TEXT, span, "the text is not closed").help(help)
        })?;
        self.advance(length);
        Ok(())
    }

    fn attribute(&mut self) -> Found {
        let Some(length) = attribute_length(self.rest()) else {
            return Err(self.open_attribute());
        };
        let span = self.advance(length);
        let name = span.of(self.text);
        let inside = name.get(1..name.len().saturating_sub(1)).unwrap_or_default().trim_start();
        if inside.is_empty() || inside.starts_with('[') {
            return Err(attribute_name(self.text, span));
        }
        Ok(())
    }

    /// An attribute without its closing bracket.
    fn open_attribute(&self) -> Diagnostic {
        let behind = self.rest().get(1..).unwrap_or_default();
        let name = behind.split(NAME_ENDS).next().unwrap_or_default().trim_end();
        let span = self.ahead(name.len().saturating_add(1));
        let message = format_args!("the attribute reference {} is not closed", quoted(span.of(self.text)));
        let finding = self.fail(&code::UNCLOSED_ATTRIBUTE, span, message).help("add the missing `]`");
        // Where the name ends is only clear of a plain one that a quote does not stop.
        let is_stopped = self.text.get(span.end..).is_some_and(|rest| rest.trim_start().starts_with('"'));
        if is_stopped || name.is_empty() || search::has(name, '[') {
            return finding;
        }
        finding.fix("add `]`", self.place(Span::point(span.end)), "]")
    }

    fn variable(&mut self) -> Found {
        let length = variable_length(self.rest().get(1..).unwrap_or_default()).saturating_add(1);
        if self.begins_variable() {
            self.advance(length.saturating_add(1));
            return Ok(());
        }
        Err(self
            .fail(&code::UNEXPECTED, self.ahead(length), "a percent sign that opens no variable")
            .help("a variable is written between two percent signs, such as `%DomainFQDN%`"))
    }

    /// `%Name%`.
    fn begins_variable(&self) -> bool {
        let inside = self.rest().get(1..).unwrap_or_default();
        let after = inside.get(variable_length(inside)..).unwrap_or_default();
        after.starts_with('%') && inside.starts_with(|c: char| c.is_ascii_alphabetic())
    }

    fn number(&mut self) -> bool {
        let rest = self.rest();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let hexadecimal =
            rest.strip_prefix("&H").map_or(0, |hex| hex.bytes().take_while(u8::is_ascii_hexdigit).count());
        if hexadecimal > 0 {
            self.advance(hexadecimal.saturating_add(2));
            return true;
        }
        let sign = usize::from(rest.starts_with('-'));
        let whole = digits(rest.get(sign..).unwrap_or_default());
        if whole == 0 {
            return false;
        }
        let mut length = sign.saturating_add(whole);
        let after = rest.get(length..).unwrap_or_default();
        let fraction = after.strip_prefix('.').map_or(0, digits);
        if fraction > 0 {
            length = length.saturating_add(fraction).saturating_add(1);
        }
        self.advance(length);
        true
    }

    /// Reads a name, and the parenthesis behind it where it opens a call.
    fn call_or_word(&mut self) -> Expect {
        let name = self.advance(name_length(self.rest()));
        let after = self.at;
        self.skip_blanks();
        if self.rest().starts_with('(') {
            self.advance(1);
            self.open.push((name, std::mem::take(&mut self.compared)));
            return Expect::Argument;
        }
        self.at = after;
        Expect::Next
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::expression::parse;
    use crate::limits::Limits;

    fn scan(text: &str) -> bool {
        super::Scanner { text, at: 0, open: Vec::new(), compared: false }.run().is_ok()
    }

    fn agree(text: &str) {
        assert_eq!(scan(text), parse(text, &Limits::DEFAULT).is_ok(), "{text:?}");
    }

    #[test]
    fn scanner_and_parser_agree_on_published_text() {
        for line in include_str!("../../../tests/cases/expressions-real.jsonl").lines() {
            let json = crate::value::json::parse(line, &Limits::DEFAULT).unwrap();
            agree(json.get("expression").unwrap().as_str().unwrap());
        }
    }

    /// Texts of few tokens, many of them nearly right.
    fn soup() -> impl Strategy<Value = String> {
        let token = prop::sample::select(vec![
            "Join",
            "(",
            ")",
            ",",
            ",",
            "[a]",
            "[",
            "]",
            "\"x\"",
            "\"",
            "\\",
            "=",
            "<>",
            "<",
            ">",
            "==",
            "&",
            "&HF",
            "-",
            "1",
            "2.5",
            ".",
            "%V%",
            "%",
            " ",
            "\n",
            "AND",
            "é",
            "\u{A0}",
            "'",
            "[a[b \"]\"]]",
            "...",
            "$x",
            "\"\\\"\"",
        ]);
        prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn scanner_and_parser_agree(text in soup()) {
            agree(&text);
        }

        #[test]
        fn scanner_and_parser_agree_on_any_text(text in ".{0,40}") {
            agree(&text);
        }
    }
}
