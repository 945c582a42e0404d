//! Why a text is no expression: run only after the parser refused it.
//!
//! The parser says yes or no; this scanner reads the same tokens once, finds the first one out of place and says
//! what its author probably meant. Much refused text is Connect Sync syntax, the sibling language with operators.

use super::print::quote;
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Code, Diagnostic, Place, Span, TextSpan, quoted};
use crate::limits::Limits;

/// The first fault of a text the parser refused.
pub(super) fn find(text: &str) -> Diagnostic {
    let mut scanner = Scanner { text, at: 0, open: Vec::new(), compared: false };
    match scanner.run() {
        Err(fault) => *fault,
        // The parser and this scanner read the same language (a property test compares them).
        Ok(()) => refuse(text, &code::UNEXPECTED, Span::point(0), "this is not an expression".to_owned()),
    }
}

/// `[]` or `[[…`.
pub(super) fn attribute_name(text: &str, span: Span) -> Diagnostic {
    refuse(text, &code::ATTRIBUTE_NAME, span, "an attribute reference without a name".to_owned())
        .help("write the name of a source attribute between the brackets, such as `[mail]`")
}

fn refuse(text: &str, code: &'static Code, span: Span, message: String) -> Diagnostic {
    Diagnostic::new(code, message).at(Place::in_text(text, span))
}

type Found = Result<(), Box<Diagnostic>>;

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

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at = self.at.saturating_add(rest.len().saturating_sub(rest.trim_start().len()));
    }

    fn advance(&mut self, bytes: usize) -> Span {
        let start = self.at;
        self.at = self.at.saturating_add(bytes);
        Span::new(start, self.at)
    }

    fn fail(&self, code: &'static Code, span: Span, message: impl Into<String>) -> Diagnostic {
        refuse(self.text, code, span, message.into())
    }

    fn fix(&self, finding: Diagnostic, title: &str, span: Span, text: &str) -> Box<Diagnostic> {
        Box::new(finding.fix(title, TextSpan::new(self.text, span), text))
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
                (Expect::Argument | Expect::Operand, _) => {
                    if self.operand(character)? {
                        Expect::Argument
                    } else {
                        Expect::Next
                    }
                }
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
            return Err(Box::new(
                finding.help("a condition holds one comparison; put another `IIF` in a branch to test more"),
            ));
        }
        self.compared = true;
        Ok(())
    }

    fn end(&self, expect: Expect) -> Found {
        let here = Span::point(self.text.len());
        let trimmed = Span::point(self.text.trim_end().len());
        if self.text.trim().is_empty() {
            return Err(Box::new(
                self.fail(&code::EMPTY, here, "the expression is empty")
                    .help("write an attribute such as `[mail]`, a text in quotes, or a function call"),
            ));
        }
        if let Some((call, _)) = self.open.last() {
            let name = call.of(self.text);
            let message = match self.open.len() {
                1 => format!("the call of {} is not closed", quoted(name)),
                more => format!("{more} calls are not closed, the last one is {}", quoted(name)),
            };
            let finding = self.fail(&code::UNCLOSED_CALL, trimmed, message);
            let finding =
                finding.help("add the missing `)`").label(TextSpan::new(self.text, *call), "this call");
            // Behind an operator a parenthesis would be the next fault.
            if expect == Expect::Operand {
                return Err(Box::new(finding.help("add what to compare with, and the missing `)`")));
            }
            return Err(self.fix(finding, "close the call", trimmed, &")".repeat(self.open.len())));
        }
        match expect {
            Expect::Operand => Err(Box::new(
                self.fail(&code::UNEXPECTED, trimmed, "the expression ends after an operator")
                    .help("write what to compare with, such as `\"text\"` or `[attribute]`"),
            )),
            _ => Ok(()),
        }
    }

    /// Reads an operand. True when a call opened and its arguments follow.
    fn operand(&mut self, character: char) -> Result<bool, Box<Diagnostic>> {
        match character {
            '"' => self.string().map(|()| false),
            '[' => self.attribute().map(|()| false),
            '%' => self.variable().map(|()| false),
            _ if self.number() => Ok(false),
            _ if character.is_ascii_alphabetic() => Ok(self.call_or_word()),
            _ => Err(self.not_an_operand(character)),
        }
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
            Box::new(self.fail(&code::UNTERMINATED_TEXT, span, "the text is not closed").help(help))
        })?;
        self.advance(length);
        Ok(())
    }

    fn attribute(&mut self) -> Found {
        let Some(length) = attribute_length(self.rest()) else {
            let name: String =
                self.rest().chars().skip(1).take_while(|c| !matches!(c, ',' | ')' | '"')).collect();
            let span = Span::new(self.at, self.at.saturating_add(1).saturating_add(name.trim_end().len()));
            let finding = self.fail(
                &code::UNCLOSED_ATTRIBUTE,
                span,
                format!("the attribute reference {} is not closed", quoted(span.of(self.text).trim_end())),
            );
            let finding = finding.help("add the missing `]`");
            // Where the name ends is only clear of a plain one.
            if name.trim().is_empty() || name.contains('[') {
                return Err(Box::new(finding));
            }
            return Err(self.fix(finding, "add `]`", Span::point(span.end), "]"));
        };
        let span = self.advance(length);
        let name = span.of(self.text);
        let inside = name.get(1..name.len().saturating_sub(1)).unwrap_or_default().trim_start();
        if inside.is_empty() || inside.starts_with('[') {
            return Err(Box::new(attribute_name(self.text, span)));
        }
        Ok(())
    }

    fn variable(&mut self) -> Found {
        let rest = self.rest();
        let inside = rest.get(1..).unwrap_or_default();
        let name = inside
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))
            .unwrap_or(inside.len());
        let closed = inside.get(name..).is_some_and(|after| after.starts_with('%'));
        if closed && inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.advance(name.saturating_add(2));
            return Ok(());
        }
        let span = Span::new(self.at, self.at.saturating_add(name).saturating_add(1));
        Err(Box::new(
            self.fail(&code::UNEXPECTED, span, "a percent sign that opens no variable")
                .help("a variable is written between two percent signs, such as `%DomainFQDN%`"),
        ))
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

    fn call_or_word(&mut self) -> bool {
        let name = self.advance(name_length(self.rest()));
        let after = self.at;
        self.skip_blanks();
        if self.rest().starts_with('(') {
            self.advance(1);
            self.open.push((name, std::mem::take(&mut self.compared)));
            return true;
        }
        self.at = after;
        false
    }

    /// A token that may not follow an operand.
    fn out_of_place(&mut self, character: char) -> Box<Diagnostic> {
        if let Some(finding) = self.foreign_operator() {
            return finding;
        }
        let start = self.at;
        if let Some(finding) = self.ellipsis() {
            return finding;
        }
        match character {
            '[' if self.index_length().is_some() => {
                let length = self.index_length().unwrap_or(1);
                let span = Span::new(start, start.saturating_add(length));
                return Box::new(
                    self.fail(&code::INDEXING, span, "there is no indexing with brackets in this language")
                        .help("use `Item(list, number)`; the first value has number 1"),
                );
            }
            ')' => {
                let span = self.advance(1);
                let finding = self.fail(&code::TRAILING, span, "a closing parenthesis that closes nothing");
                return self.fix(finding.help("remove it"), "remove `)`", span, "");
            }
            ',' => {
                let span = self.advance(1);
                return Box::new(
                    self.fail(&code::TRAILING, span, "a comma outside any call")
                        .help("an expression is one value; use `Join` or `Append` to put several together"),
                );
            }
            _ => {}
        }
        let begins_operand =
            matches!(character, '"' | '[' | '%' | '-' | '&') || character.is_ascii_alphanumeric();
        let span = self.token(character);
        if begins_operand && let Some(not) = self.not_before(start) {
            let message = format!("there is no operator {} in this language", quoted(not.of(self.text)));
            return Box::new(self.fail(&code::FOREIGN_OPERATOR, not, message).help("use the function `Not`"));
        }
        if begins_operand && !self.open.is_empty() {
            let before = Span::point(self.text.get(..start).map_or(0, |text| text.trim_end().len()));
            let finding = self.fail(
                &code::MISSING_COMMA,
                span,
                format!("a comma is missing before {}", quoted(span.of(self.text))),
            );
            return self.fix(finding.help("divide arguments by commas"), "insert a comma", before, ",");
        }
        if self.open.is_empty() && begins_operand {
            let rest = Span::new(start, self.text.trim_end().len());
            return Box::new(
                self.fail(&code::TRAILING, rest, "text after the end of the expression")
                    .help("an expression is one value; use `Join` or `Append` to put several together"),
            );
        }
        self.not_a_token(character, start)
    }

    /// The word `not` that stands before an operand.
    fn not_before(&self, start: usize) -> Option<Span> {
        let before = self.text.get(..start)?.trim_end();
        let from = before.len().checked_sub(3)?;
        let is_word = before.get(from..)?.eq_ignore_ascii_case("not")
            && !before.get(..from)?.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        is_word.then(|| Span::new(from, before.len()))
    }

    /// Operators of Connect Sync and of programming languages.
    fn foreign_operator(&self) -> Option<Box<Diagnostic>> {
        const SIGNS: [(&str, &str); 15] = [
            ("&&", "nest one `IIF` in the true branch of another: `IIF(first, IIF(second, yes, no), no)`"),
            ("||", "nest one `IIF` in the false branch of another: `IIF(first, yes, IIF(second, yes, no))`"),
            ("===", "write `=` for equal"),
            ("==", "write `=` for equal"),
            ("=>", "write `>=` for greater or equal"),
            ("=<", "write `<=` for less or equal"),
            ("!=", "write `<>` for not equal"),
            ("!", "use the function `Not`"),
            ("&", "use `Append(first, second)` or `Join(\"\", first, second)` to put texts together"),
            ("+", "use `Append` or `Join` to put texts together; there is no arithmetic"),
            ("-", "there is no arithmetic in this language"),
            ("*", "there is no arithmetic in this language"),
            ("/", "there is no arithmetic in this language"),
            ("^", "there is no arithmetic in this language"),
            ("|", "use `BitAnd` for bits; choose with `IIF` or `Switch`"),
        ];
        const FILTER: &str = "comparisons are written with signs here, unlike in filters";
        const WORDS: [(&str, &str); 10] = [
            ("AND", "nest one `IIF` in the true branch of another: `IIF(first, IIF(second, yes, no), no)`"),
            ("OR", "nest one `IIF` in the false branch of another: `IIF(first, yes, IIF(second, yes, no))`"),
            ("NOT", "use the function `Not`"),
            ("MOD", "there is no arithmetic in this language"),
            ("eq", FILTER),
            ("ne", FILTER),
            ("gt", FILTER),
            ("ge", FILTER),
            ("lt", FILTER),
            ("le", FILTER),
        ];
        let rest = self.rest();
        // `&HF7` and `-1` are numbers; two values without a comma are another fault.
        let number = |sign: &str| match sign {
            "&" => {
                rest.strip_prefix("&H").is_some_and(|hex| hex.starts_with(|c: char| c.is_ascii_hexdigit()))
            }
            _ => false,
        };
        let by_sign = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign) && !number(sign));
        let by_word = || {
            let length = name_length(rest);
            let word = rest.get(..length).unwrap_or_default();
            let called = rest.get(length..).is_some_and(|after| after.trim_start().starts_with('('));
            WORDS
                .iter()
                .find(|(known, _)| word.eq_ignore_ascii_case(known) && !(called && self.open.is_empty()))
        };
        let (sign, help) = by_sign.or_else(by_word)?;
        let span = Span::new(self.at, self.at.saturating_add(sign.len()));
        let message = format!("there is no operator {} in this language", quoted(span.of(self.text)));
        let finding = self.fail(&code::FOREIGN_OPERATOR, span, message).help(*help);
        Some(match *sign {
            "==" | "===" | "eq" => self.fix(finding, "write `=`", span, "="),
            "!=" | "ne" => self.fix(finding, "write `<>`", span, "<>"),
            "gt" => self.fix(finding, "write `>`", span, ">"),
            "lt" => self.fix(finding, "write `<`", span, "<"),
            "=>" | "ge" => self.fix(finding, "write `>=`", span, ">="),
            "=<" | "le" => self.fix(finding, "write `<=`", span, "<="),
            _ => Box::new(finding),
        })
    }

    fn ellipsis(&self) -> Option<Box<Diagnostic>> {
        let dots = ["...", "…", ".."].into_iter().find(|dots| self.rest().starts_with(dots))?;
        let span = Span::new(self.at, self.at.saturating_add(dots.len()));
        Some(Box::new(
            self.fail(&code::ELLIPSIS, span, "the dots stand for something left out in the documentation")
                .help("replace them by the arguments that belong here"),
        ))
    }

    /// `[1]`, `[-1]`: an index rather than an attribute.
    fn index_length(&self) -> Option<usize> {
        let length = attribute_length(self.rest())?;
        let inside = self.rest().get(1..length.saturating_sub(1))?.trim();
        let digits = inside.strip_prefix('-').unwrap_or(inside);
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(length)
    }

    /// The token at the cursor, for underlining: the rest of a word, a text, or one character.
    fn token(&self, character: char) -> Span {
        let rest = self.rest();
        let length = match character {
            '"' => string_length(rest).unwrap_or(rest.len()),
            '[' => attribute_length(rest).unwrap_or(1),
            c if c.is_ascii_alphabetic() => name_length(rest),
            c if c.is_ascii_digit() => rest.bytes().take_while(u8::is_ascii_digit).count(),
            other => other.len_utf8(),
        };
        Span::new(self.at, self.at.saturating_add(length))
    }

    fn not_an_operand(&mut self, character: char) -> Box<Diagnostic> {
        if let Some(finding) = self.ellipsis() {
            return finding;
        }
        let start = self.at;
        match character {
            '$' => {
                let length = name_length(self.rest().get(1..).unwrap_or_default()).saturating_add(1);
                let span = self.advance(length);
                Box::new(
                    self.fail(
                        &code::CONNECT_SYNC,
                        span,
                        format!("{} is a variable of Connect Sync", quoted(span.of(self.text))),
                    )
                    .help("this language has no variables; write the attribute or the call in its place"),
                )
            }
            '(' => Box::new(
                self.fail(
                    &code::UNEXPECTED,
                    Span::new(start, start.saturating_add(1)),
                    "a parenthesis without a function name",
                )
                .help("parentheses only follow a function name; there are no groups"),
            ),
            ')' | ',' => {
                let what = if self.compared {
                    "the right side of the comparison is missing"
                } else {
                    "a value is missing here"
                };
                Box::new(
                    self.fail(&code::UNEXPECTED, Span::new(start, start.saturating_add(1)), what)
                        .help("write a text in quotes, an attribute such as `[mail]`, or a function call"),
                )
            }
            '=' if self.text.get(..start).is_some_and(|before| before.trim().is_empty()) => {
                let span = self.advance(1);
                let finding = self.fail(&code::UNEXPECTED, span, "an equals sign before the expression");
                self.fix(
                    finding.help("remove it: an expression begins with its function"),
                    "remove `=`",
                    span,
                    "",
                )
            }
            '=' | '<' | '>' => Box::new(
                self.fail(
                    &code::UNEXPECTED,
                    Span::new(start, start.saturating_add(1)),
                    "an operator without a left side",
                )
                .help("write what to compare before it, such as `[country]=\"USA\"`"),
            ),
            _ => match self.foreign_operator() {
                Some(finding) => finding,
                None => self.not_a_token(character, start),
            },
        }
    }

    /// A character that begins nothing in this language.
    fn not_a_token(&self, character: char, start: usize) -> Box<Diagnostic> {
        let span = Span::new(start, start.saturating_add(character.len_utf8()));
        if matches!(character, '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '＂') {
            let finding = self
                .fail(
                    &code::WRONG_QUOTE,
                    span,
                    format!("{} does not quote a text here", quoted(span.of(self.text))),
                )
                .help("texts stand in straight double quotes: `\"text\"`");
            let closing = match character {
                '“' | '„' | '”' => ['”', '“'],
                '‘' | '’' => ['’', '‘'],
                '«' => ['»', '»'],
                same => [same, same],
            };
            let after = self.text.get(span.end..).unwrap_or_default();
            return match after.find(closing) {
                Some(length) => {
                    let end = span.end.saturating_add(length);
                    let inside = self.text.get(span.end..end).unwrap_or_default();
                    let last =
                        self.text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                    let whole = Span::new(start, end.saturating_add(last));
                    self.fix(finding, "use double quotes", whole, &quote(inside))
                }
                None => Box::new(finding),
            };
        }
        let finding =
            self.fail(&code::UNEXPECTED, span, format!("unexpected {}", quoted(span.of(self.text))));
        if character == ';' && !self.open.is_empty() {
            return self.fix(finding.help("divide arguments by commas"), "write a comma", span, ",");
        }
        Box::new(finding.help(match character {
            '\\' if self.text.get(span.end..).is_some_and(|after| after.starts_with('"')) => {
                "the text seems to come out of JSON: write its quotes without a backslash"
            }
            unseen if crate::diagnostic::is_unprintable(unseen) => {
                "an invisible character, perhaps pasted with the text; remove it"
            }
            _ => "an expression is made of texts in quotes, attributes in brackets and function calls",
        }))
    }
}

/// Bytes of the string at the start of `text`, quotes included.
pub(super) fn string_length(text: &str) -> Option<usize> {
    let mut escaped = true; // the opening quote does not close
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(offset.saturating_add(1)),
            _ => {}
        }
    }
    None
}

/// Bytes of the bracketed name at the start of `text`, brackets included; inner brackets and texts are matched.
pub(super) fn attribute_length(text: &str) -> Option<usize> {
    // Deeper than any limit allows, the end is not looked for: a text of opening brackets takes linear time.
    let mut depth = 0_usize;
    let mut at = 0_usize;
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '"' => at = at.saturating_add(string_length(rest)?),
            '[' if depth == Limits::NESTING_CEILING => return None,
            '[' => {
                depth = depth.saturating_add(1);
                at = at.saturating_add(1);
            }
            ']' => {
                depth = depth.saturating_sub(1);
                at = at.saturating_add(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            other => at = at.saturating_add(other.len_utf8()),
        }
    }
}

pub(super) fn name_length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
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
        for line in include_str!("../../tests/cases/expressions-real.jsonl").lines() {
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
