//! The terms of a filter, their brackets and connectives.

use super::super::Mode;
use super::super::filter::Operator;
use super::{Scan, Scanned};
use crate::diagnostic::{Diagnostic, Span, TextSpan, code, did_you_mean, nearest, quoted};

impl Scan<'_> {
    pub(super) fn filter(&mut self) -> Scanned {
        self.blanks();
        if self.at == self.text.len() {
            return Err(self.error(&code::filter::EMPTY, 0, self.text.len(), "the filter is empty"));
        }
        self.terms()
    }

    /// Terms and what joins them, up to the end of the text or of the path's brackets.
    pub(super) fn terms(&mut self) -> Scanned {
        loop {
            self.term()?;
            if !self.after_term()? {
                return Ok(());
            }
        }
    }

    /// Opening brackets, `not`, and one clause.
    fn term(&mut self) -> Scanned {
        loop {
            self.blanks();
            let start = self.at;
            match self.byte() {
                None => return Err(self.end("an attribute name")),
                Some(b'(') => {
                    self.open.push(b'(');
                    self.step();
                    self.refuse_empty(start, b')')?;
                    continue;
                }
                Some(b')' | b']' | b'[' | b'"') => return Err(self.expected(start, "an attribute name")),
                Some(_) => {}
            }
            let word = self.word(true);
            if word.eq_ignore_ascii_case("not") && self.negation(start)? {
                continue;
            }
            if self.byte() == Some(b'"') && word.is_empty() {
                return Err(self.unexpected(start));
            }
            self.attribute(word, start, &code::filter::INVALID_ATTRIBUTE_PATH)?;
            let joins = ["and", "or", "not"].iter().any(|joining| word.eq_ignore_ascii_case(joining));
            let more = self.after_attribute().map_err(|found| {
                // Such a word is a name only where an operator follows.
                let is_misplaced = joins && *found.code == code::filter::UNKNOWN_OPERATOR;
                if is_misplaced { self.expected(start, "an attribute name") } else { found }
            });
            if !more? {
                return Ok(());
            }
        }
    }

    /// Whether the word `not` just read is the operator.
    fn negation(&mut self, start: usize) -> Scanned<bool> {
        let after = self.at;
        let blank = self.blanks();
        match self.byte() {
            None => Err(self.end("a filter in parentheses")),
            Some(b'(') => Ok(true),
            Some(b'[' | b')' | b']' | b'"') => {
                self.at = after;
                Ok(false)
            }
            Some(_) => {
                let next = self.at;
                let word = self.word(true);
                let operator = Operator::from_word(word).is_some() || word.eq_ignore_ascii_case("pr");
                if blank && !operator {
                    let end = next.saturating_add(word.len());
                    let message = "`not` must be followed by a filter in parentheses";
                    let found = self.error(&code::filter::NOT_NEEDS_GROUP, next, end, message);
                    let shown = quoted(word).to_string();
                    let help = format!("write `not ({} …)`", shown.trim_matches('`'));
                    let not = TextSpan::new(self.text, Span { start, end: after });
                    return Err(found.help(help).label(not, "this `not`"));
                }
                self.at = after;
                Ok(false)
            }
        }
    }

    /// Nothing stands between brackets just opened.
    pub(super) fn refuse_empty(&mut self, open: usize, close: u8) -> Scanned {
        self.blanks();
        if self.byte() == Some(close) {
            let end = self.at.saturating_add(1);
            return Err(self.error(
                &code::filter::EMPTY_GROUP,
                open,
                end,
                "there is no filter between the brackets",
            ));
        }
        Ok(())
    }

    /// What follows an attribute: brackets (then a term is due: true) or an operation.
    fn after_attribute(&mut self) -> Scanned<bool> {
        let blank = self.blanks();
        let start = self.at;
        match self.byte() {
            None => Err(self.end("an operator such as `eq`")),
            Some(b'[') => {
                if blank && self.mode == Mode::Strict {
                    return Err(self.unexpected(start).help("remove the blank before the bracket"));
                }
                if self.open.contains(&b'[') {
                    return Err(self.error(
                        &code::filter::NESTED_VALUE_PATH,
                        start,
                        start.saturating_add(1),
                        "square brackets cannot stand inside square brackets",
                    ));
                }
                self.open.push(b'[');
                self.step();
                self.refuse_empty(start, b']')?;
                Ok(true)
            }
            Some(b'(' | b')' | b']' | b'"') => Err(self.expected(start, "an operator such as `eq`")),
            Some(_) => self.operation().map(|()| false),
        }
    }

    /// `pr`, or an operator and its operand.
    fn operation(&mut self) -> Scanned {
        let start = self.at;
        let word = self.word(true);
        if word.eq_ignore_ascii_case("pr") {
            return match self.byte() {
                Some(b'"' | b'(' | b'[') => {
                    Err(self.expected(self.at, "a blank, a closing bracket or the end"))
                }
                _ => Ok(()),
            };
        }
        if Operator::from_word(word).is_none() {
            return Err(self.unknown_operator(word, start));
        }
        let operator_end = self.at;
        let blank = self.blanks();
        match self.byte() {
            None => Err(self.end("a value")),
            Some(b')' | b']') => Err(self.expected(self.at, "a value")),
            Some(b'"') => {
                if !blank && self.mode == Mode::Strict {
                    return Err(self.error(
                        &code::filter::MISSING_WHITESPACE,
                        operator_end,
                        operator_end.saturating_add(1),
                        "a blank is needed before the value",
                    ));
                }
                self.string()
            }
            Some(_) => self.bare(),
        }
    }

    fn unknown_operator(&self, word: &str, start: usize) -> Diagnostic {
        let end = start.saturating_add(word.len());
        let message = format_args!("{} is not an operator", quoted(word));
        let operators = Operator::ALL.map(Operator::as_str).into_iter().chain(["pr"]);
        let help = match known_elsewhere(word).or_else(|| nearest(word, operators)) {
            Some(meant) => did_you_mean(meant),
            None => "the operators are eq, ne, co, sw, ew, gt, ge, lt, le and pr".to_owned(),
        };
        self.error(&code::filter::UNKNOWN_OPERATOR, start, end, message).help(help)
    }

    /// What may follow a string: white space, a closing bracket, the end.
    pub(super) fn edge(&self) -> Scanned {
        match self.byte() {
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | b')' | b']') => Ok(()),
            Some(_) => Err(self.joined()),
        }
    }

    /// Something stands directly after a complete term: a missing blank before `and` or `or`, else unexpected.
    fn joined(&self) -> Diagnostic {
        let token = self.token(self.at);
        if token.eq_ignore_ascii_case("and") || token.eq_ignore_ascii_case("or") {
            let end = self.at.saturating_add(token.len());
            let message = format_args!("a blank is needed before {}", quoted(token));
            return self.error(&code::filter::MISSING_WHITESPACE, self.at, end, message);
        }
        self.expected(self.at, "`and`, `or` or the end")
    }

    /// Closing brackets and one connective; whether another term is due.
    fn after_term(&mut self) -> Scanned<bool> {
        let mut closed = false;
        loop {
            let blank = self.blanks();
            let start = self.at;
            match self.byte() {
                None if self.open.is_empty() => return Ok(false),
                None => {
                    let missing = if self.open.last() == Some(&b'(') { ")" } else { "]" };
                    return Err(
                        self.unbalanced(start, &format!("the text ends without the closing `{missing}`"))
                    );
                }
                Some(close @ (b')' | b']')) => {
                    self.close(close)?;
                    closed = true;
                    if close == b']' {
                        // No other square brackets are open, inside or around.
                        if self.in_path {
                            return Ok(false);
                        }
                        self.tail()?;
                    }
                }
                Some(_) if !blank && closed => return Err(self.joined()),
                Some(b'(' | b'[' | b'"') => return Err(self.expected(start, "`and`, `or` or the end")),
                Some(_) => {
                    let word = self.word(true);
                    if !word.eq_ignore_ascii_case("and") && !word.eq_ignore_ascii_case("or") {
                        return Err(self.expected(start, "`and`, `or` or the end"));
                    }
                    return match self.byte() {
                        None | Some(b' ' | b'\t' | b'\r' | b'\n') => Ok(true),
                        Some(b'(') => {
                            let message = format_args!("a blank is needed after {}", quoted(word));
                            let end = self.at.saturating_add(1);
                            Err(self.error(&code::filter::MISSING_WHITESPACE, self.at, end, message))
                        }
                        Some(_) => Err(self.expected(self.at, "an attribute name")),
                    };
                }
            }
        }
    }

    /// A closing bracket, which has to be the one that is due.
    fn close(&mut self, close: u8) -> Scanned {
        let start = self.at;
        let wanted = if close == b')' { b'(' } else { b'[' };
        match self.open.pop() {
            Some(open) if open == wanted => {
                self.step();
                Ok(())
            }
            Some(b'(') => Err(self.unbalanced(start, "expected the closing `)` before this `]`")),
            Some(_) => Err(self.unbalanced(start, "expected the closing `]` before this `)`")),
            None => {
                let shown = char::from(close);
                Err(self.unbalanced(start, &format!("this `{shown}` closes nothing")))
            }
        }
    }

    /// Tolerant mode: a comparison after the closing square bracket.
    fn tail(&mut self) -> Scanned {
        if self.mode == Mode::Strict {
            return Ok(());
        }
        let start = self.at;
        if self.byte() == Some(b'.') {
            self.step();
            let name_start = self.at;
            let name = self.word(true);
            self.sub_attribute(name, name_start, &code::filter::INVALID_ATTRIBUTE_PATH)?;
            let apart = self.blanks();
            if self.at == self.text.len() {
                return Err(self.end("an operator such as `eq`"));
            }
            if !apart {
                return Err(self.expected(self.at, "an operator such as `eq`"));
            }
            return self.operation();
        }
        if self.blanks() {
            let word = self.token(self.at);
            if Operator::from_word(word).is_some() || word.eq_ignore_ascii_case("pr") {
                return self.operation();
            }
        }
        self.at = start;
        Ok(())
    }
}

/// The SCIM operator for a word of another language.
fn known_elsewhere(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    Some(match &*word {
        "=" | "==" | "===" | "equals" | "equal" | "is" => "eq",
        "!=" | "<>" | "!==" | "neq" => "ne",
        "like" | "contains" | "in" => "co",
        "startswith" | "starts" | "beginswith" => "sw",
        "endswith" | "ends" => "ew",
        ">" => "gt",
        ">=" | "gte" => "ge",
        "<" => "lt",
        "<=" | "lte" => "le",
        "present" | "exists" => "pr",
        _ => return None,
    })
}
