//! What the author of a misplaced token probably meant.

use super::super::ast::Comparator;
use super::super::function::{self, advice};
use super::super::print::quote;
use super::super::token::{COMPARING, attribute_length, is_of_word, joins_words, name_length, string_length};
use super::Scanner;
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Diagnostic, INVISIBLE, Span, is_unprintable, listed, quoted};
use crate::unicode;

const AND: &str = "nest one `IIF` in the true branch of another: `IIF(first, IIF(second, yes, no), no)`";
const OR: &str = "nest one `IIF` in the false branch of another: `IIF(first, yes, IIF(second, yes, no))`";
const NOT: &str = "use the function `Not`";
const ARITHMETIC: &str = "there is no arithmetic in this language";
const MINUS: &str = "there is no arithmetic in this language; the part of a text before a sign is `Item(Split([mail], \"@\"), 1)`";
const ONE_VALUE: &str = "an expression is one value; use `Join` or `Append` to put several together";
const FILTER: &str = "comparisons are written with signs here, unlike in filters";

/// An operator of Connect Sync or of a programming language, what to do instead, and the operator that means the same
/// here.
type Foreign = (&'static str, &'static str, Option<&'static str>);

/// Longer signs stand before those they begin with.
const SIGNS: [Foreign; 16] = [
    ("&&", AND, None),
    ("||", OR, None),
    ("===", "write `=` for equal", Some("=")),
    ("==", "write `=` for equal", Some("=")),
    ("=>", "write `>=` for greater or equal", Some(">=")),
    ("=<", "write `<=` for less or equal", Some("<=")),
    ("!=", "write `<>` for not equal", Some("<>")),
    ("!", NOT, None),
    ("&", "use `Append(first, second)` or `Join(\"\", first, second)` to put texts together", None),
    ("+", "use `Append` or `Join` to put texts together; there is no arithmetic", None),
    ("-", MINUS, None),
    ("*", ARITHMETIC, None),
    ("/", ARITHMETIC, None),
    ("%", ARITHMETIC, None),
    ("^", ARITHMETIC, None),
    ("|", "use `BitAnd` for bits; choose with `IIF` or `Switch`", None),
];

const WORDS: [Foreign; 14] = [
    ("AND", AND, None),
    ("OR", OR, None),
    ("NOT", NOT, None),
    ("MOD", ARITHMETIC, None),
    ("eq", FILTER, Some("=")),
    ("ne", FILTER, Some("<>")),
    ("gt", FILTER, Some(">")),
    ("ge", FILTER, Some(">=")),
    ("lt", FILTER, Some("<")),
    ("le", FILTER, Some("<=")),
    ("IS", "test for a missing value with `IsNullOrEmpty` or `IsPresent`", None),
    ("LIKE", "look for a part with `InStr`, or replace what a pattern matches with `Replace`", None),
    ("IN", "choose with `Switch`, or nest one `IIF` in the false branch of another", None),
    ("CONTAINS", "use the function `Contains` for a value in a list, `InStr` for a part of a text", None),
];

impl Scanner<'_> {
    /// A token that may not follow an operand.
    pub(super) fn out_of_place(&self, character: char) -> Diagnostic {
        let known = self.bare_name().or_else(|| self.foreign_operator());
        if let Some(finding) = known.or_else(|| self.ellipsis()).or_else(|| self.index()) {
            return finding;
        }
        match character {
            ')' => self
                .fail(&code::TRAILING, self.ahead(1), "a closing parenthesis that closes nothing")
                .help("remove it")
                .fix_here("remove `)`", ""),
            ',' => self.fail(&code::TRAILING, self.ahead(1), "a comma outside any call").help(ONE_VALUE),
            '"' | '[' | '%' | '-' | '&' => self.second_operand(character),
            letter if letter.is_ascii_alphanumeric() => self.second_operand(letter),
            _ => self.not_a_token(character),
        }
    }

    /// A name with dots, hyphens or colons that stands without brackets: its first word was read, a sign follows.
    fn bare_name(&self) -> Option<Diagnostic> {
        let (before, after) = (self.before(), self.rest());
        let start = before.trim_end_matches(is_of_word).len();
        let is_number = before.get(..start)?.ends_with('&');
        let begins = self.text.get(start..)?.starts_with(|c: char| c.is_ascii_alphabetic());
        let goes_on = after.strip_prefix(joins_words)?.starts_with(|c: char| c.is_ascii_alphabetic());
        let rest = after.trim_start_matches(|c| is_of_word(c) || joins_words(c));
        if is_number || !begins || !goes_on || rest.trim_start().starts_with('(') {
            return None;
        }
        let behind = after.get(..after.len().saturating_sub(rest.len()))?.trim_end_matches(joins_words);
        let span = Span::new(start, self.at.saturating_add(behind.len()));
        let name = span.of(self.text);
        let finding = self.fail(&code::UNEXPECTED, span, format_args!("{} is not a keyword", quoted(name)));
        Some(advice::enclosed(finding, name, true))
    }

    /// An operand directly behind another one.
    fn second_operand(&self, character: char) -> Diagnostic {
        if let Some(not) = self.not_before() {
            return self.no_operator(not).help(NOT);
        }
        if self.open.is_empty() {
            let rest = Span::new(self.at, self.text.trim_end().len());
            let finding = self.fail(&code::TRAILING, rest, "text after the end of the expression");
            return finding.help(ONE_VALUE);
        }
        let span = self.token(character);
        let before = self.before();
        let touches_number = before.ends_with(|c: char| c.is_ascii_digit());
        if touches_number && character.is_ascii_alphabetic() {
            let message = format_args!("{} stands directly behind a number", quoted(span.of(self.text)));
            return self
                .fail(&code::UNEXPECTED, span, message)
                .help("a number has digits, or digits with a point; a hexadecimal one is written `&H10`");
        }
        let message = format_args!("a comma is missing before {}", quoted(span.of(self.text)));
        let finding = self.fail(&code::MISSING_COMMA, span, message);
        if before.ends_with('"') && character != '[' {
            return finding.help("divide arguments by commas; a quote inside a text is written `\\\"`");
        }
        let finding = finding.help("divide arguments by commas");
        // A word between two operands is probably meant as an operator: with a comma it is still none of both.
        let behind = self.text.get(span.end..).unwrap_or_default().trim_start();
        let is_bare_word = character.is_ascii_alphabetic() && behind.starts_with(['"', '[', '%']);
        if is_bare_word {
            return finding;
        }
        finding.fix("insert a comma", self.place(Span::point(before.trim_end().len())), ",")
    }

    /// The word `not` before the operand at the cursor.
    fn not_before(&self) -> Option<Span> {
        let before = self.before().trim_end();
        let from = before.len().checked_sub(3)?;
        let is_word =
            before.get(from..)?.eq_ignore_ascii_case("not") && !before.get(..from)?.ends_with(is_of_word);
        is_word.then(|| Span::new(from, before.len()))
    }

    /// The finding for an operator of another language at the cursor.
    pub(super) fn foreign_operator(&self) -> Option<Diagnostic> {
        let (sign, help, ours) = self.foreign_sign().or_else(|| self.foreign_word())?;
        let finding = self.no_operator(self.ahead(sign.len())).help(*help);
        // A second comparison is none of this language, however it is written.
        Some(match ours.filter(|_| !self.compared) {
            Some(ours) => finding.fix_here(format!("write `{ours}`"), ours),
            None => finding,
        })
    }

    fn no_operator(&self, span: Span) -> Diagnostic {
        let message = format_args!("there is no operator {} in this language", quoted(span.of(self.text)));
        self.fail(&code::FOREIGN_OPERATOR, span, message)
    }

    fn foreign_sign(&self) -> Option<&'static Foreign> {
        let rest = self.rest();
        // `&HF7` is a number: two values without a comma, which is another fault.
        let is_number =
            rest.strip_prefix("&H").is_some_and(|hex| hex.starts_with(|c: char| c.is_ascii_hexdigit()));
        SIGNS.iter().find(|(sign, ..)| rest.starts_with(sign) && !is_number && !self.begins_variable())
    }

    fn foreign_word(&self) -> Option<&'static Foreign> {
        let rest = self.rest();
        let length = name_length(rest);
        let word = rest.get(..length).unwrap_or_default();
        let called = rest.get(length..).is_some_and(|after| after.trim_start().starts_with('('));
        let stands_before_operand =
            !called || !self.open.is_empty() && function::find_ignoring_case(word).is_none();
        WORDS.iter().find(|(known, ..)| word.eq_ignore_ascii_case(known) && stands_before_operand)
    }

    /// `> =`: a sign of two characters with a blank between them, behind its first one. Among further signs it is none.
    fn split_sign(&self, character: char) -> Option<(Span, &'static str)> {
        let before = self.before().trim_end();
        let around = before.get(..before.len().checked_sub(1)?)?.trim_end();
        let behind = self.rest().get(1..)?.trim_start();
        if before.len() == self.at || around.ends_with(COMPARING) || behind.starts_with(COMPARING) {
            return None;
        }
        let sign = match (before.chars().next_back()?, character) {
            ('>', '=') => ">=",
            ('<', '=') => "<=",
            ('<', '>') => "<>",
            _ => return None,
        };
        Some((Span::new(before.len().saturating_sub(1), self.at.saturating_add(1)), sign))
    }

    /// A sign of comparison where a value begins: part of a longer run of signs such as `<>=` or `<> =`, or one without a
    /// left side.
    fn stray_sign(&self, here: Span) -> Diagnostic {
        let joins = |c: char| COMPARING.contains(&c) || c.is_whitespace();
        let (before, behind) = (self.before(), self.rest());
        let left = before.trim_end_matches(joins);
        let signs = before.get(left.len()..).unwrap_or_default();
        let start = before.len().saturating_sub(signs.trim_start().len());
        if start == self.at {
            return self
                .fail(&code::UNEXPECTED, here, "an operator without a left side")
                .help("write what to compare before it, such as `[country]=\"USA\"`");
        }
        let rest = behind.trim_start_matches(joins);
        let signs = behind.get(..behind.len().saturating_sub(rest.len())).unwrap_or_default();
        let end = self.at.saturating_add(signs.trim_end().len());
        let known = listed(&mut Comparator::ALL.map(Comparator::as_str).into_iter(), ", ");
        self.no_operator(Span::new(start, end)).help(format!("use one of {known}"))
    }

    fn ellipsis(&self) -> Option<Diagnostic> {
        let dots = ["...", "…", ".."].into_iter().find(|dots| self.rest().starts_with(dots))?;
        let message = "the dots stand for something left out in the documentation";
        let finding = self.fail(&code::ELLIPSIS, self.ahead(dots.len()), message);
        Some(finding.help("replace them by the arguments that belong here"))
    }

    /// `[1]`, `[-1]`: an index rather than an attribute.
    fn index(&self) -> Option<Diagnostic> {
        if !self.rest().starts_with('[') {
            return None;
        }
        let length = attribute_length(self.rest())?;
        let inside = self.rest().get(1..length.saturating_sub(1))?.trim();
        let digits = inside.strip_prefix('-').unwrap_or(inside);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let message = "there is no indexing with brackets in this language";
        let finding = self.fail(&code::INDEXING, self.ahead(length), message);
        Some(finding.help("use `Item(list, number)`; the first value has number 1"))
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
        self.ahead(length)
    }

    /// A token where an operand has to begin.
    pub(super) fn not_an_operand(&self, character: char) -> Diagnostic {
        if let Some(finding) = self.ellipsis() {
            return finding;
        }
        if let Some((span, sign)) = self.split_sign(character) {
            let message = format_args!("`{sign}` is one sign");
            let finding = self.fail(&code::UNEXPECTED, span, message).help("no blank stands inside it");
            return finding.fix_here(format!("write `{sign}`"), sign);
        }
        let here = self.ahead(character.len_utf8());
        match character {
            '$' => {
                let name = self.rest().get(1..).unwrap_or_default();
                let span = self.ahead(name_length(name).saturating_add(1));
                let message = format_args!("{} is a variable of Connect Sync", quoted(span.of(self.text)));
                self.fail(&code::CONNECT_SYNC, span, message)
                    .help("this language has no variables; write the attribute or the call in its place")
            }
            '(' => self
                .fail(&code::UNEXPECTED, here, "a parenthesis without a function name")
                .help("parentheses only follow a function name; there are no groups"),
            ')' | ',' => {
                let what = if self.compared {
                    "the right side of the comparison is missing"
                } else {
                    "a value is missing here"
                };
                self.fail(&code::UNEXPECTED, here, what)
                    .help("write a text in quotes, an attribute such as `[mail]`, or a function call")
            }
            '=' if self.before().trim().is_empty() => {
                let behind = self.rest().trim_start_matches('=');
                let signs = self.ahead(self.rest().len().saturating_sub(behind.len()));
                self.fail(&code::UNEXPECTED, signs, "an equals sign before the expression")
                    .help("remove it: an expression begins with its function")
                    .fix_here(format!("remove {}", quoted(signs.of(self.text))), "")
            }
            '=' | '<' | '>' => self.stray_sign(here),
            _ => self.foreign_operator().unwrap_or_else(|| self.not_a_token(character)),
        }
    }

    /// A character that begins nothing in this language.
    fn not_a_token(&self, character: char) -> Diagnostic {
        let span = self.ahead(character.len_utf8());
        if matches!(character, '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '＂') {
            return self.wrong_quote(character, span);
        }
        let finding =
            self.fail(&code::UNEXPECTED, span, format_args!("unexpected {}", quoted(span.of(self.text))));
        if character == ';' && !self.open.is_empty() {
            return finding.help("divide arguments by commas").fix_here("write a comma", ",");
        }
        finding.help(match character {
            '\\' if self.text.get(span.end..).is_some_and(|after| after.starts_with('"')) => {
                "the text seems to come out of JSON: write its quotes without a backslash"
            }
            unseen if is_unprintable(unseen) => INVISIBLE,
            _ => "an expression is made of texts in quotes, attributes in brackets and function calls",
        })
    }

    /// A quotation mark of another kind than the language's.
    fn wrong_quote(&self, character: char, span: Span) -> Diagnostic {
        let mark = match character {
            '`' => "a backtick".to_owned(),
            _ => quoted(span.of(self.text)).to_string(),
        };
        let finding = self
            .fail(&code::WRONG_QUOTE, span, format_args!("{mark} does not quote a text here"))
            .help("texts stand in straight double quotes: `\"text\"`");
        let closing = match character {
            '“' | '„' | '”' => ['”', '“'],
            '‘' | '’' => ['’', '‘'],
            '«' => ['»', '»'],
            same => [same, same],
        };
        let after = self.text.get(span.end..).unwrap_or_default();
        // A letter or another quote behind the closing one: where the text was meant to end is not known.
        let goes_on = |rest: &str| {
            rest.chars().nth(1).is_some_and(|next| unicode::is_any(next, "LN") || closing.contains(&next))
        };
        match after.match_indices(closing).map(|(end, _)| end).find(|end| !is_escaped(after, *end)) {
            Some(length) if !after.get(length..).is_some_and(goes_on) => {
                let end = span.end.saturating_add(length);
                let inside = self.text.get(span.end..end).unwrap_or_default();
                let inside = unescaped(inside, character);
                let last =
                    self.text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                let whole = Span::new(span.start, end.saturating_add(last));
                finding.fix("use double quotes", self.place(whole), quote(&inside))
            }
            _ => finding,
        }
    }
}

/// Whether the quote at `end` is one inside, as other languages write it: a backslash before it is not doubled, and no
/// argument ends behind it.
fn is_escaped(text: &str, end: usize) -> bool {
    let (before, from) = text.split_at_checked(end).unwrap_or_default();
    let doubled = before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0;
    let mut behind = from.chars();
    behind.next();
    let next = behind.as_str().trim_start();
    !doubled && !next.is_empty() && !next.starts_with([',', ')'])
}

/// A text without the backslashes before quotes inside.
fn unescaped(text: &str, quote: char) -> String {
    let mut made = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if character == quote && is_escaped(text, at) {
            made.pop();
        }
        made.push(character);
    }
    made
}
