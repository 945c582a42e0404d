//! Where and why a refused text is wrong.
//!
//! pest reports the place where its deepest rule failed, often the start of a word or of an unclosed group. This
//! flat scanner runs on failure only; it decides nothing, it names the first token that cannot continue.

use super::Mode;
use super::filter::Operator;
use super::name::{is_name_byte, is_schema_uri};
use crate::diagnostic::{Code, Diagnostic, Place, Span, code, nearest, quoted};
use crate::value::json::Reader;

/// The finding for a filter that was refused.
pub(super) fn filter(text: &str, mode: Mode) -> Diagnostic {
    let mut scan = Scan { text, at: 0, mode, open: Vec::new(), base: 0 };
    match scan.filter() {
        Err(found) => *found,
        // INVARIANT: the scanner refuses what the grammar refuses (property test); the place is a last resort.
        Ok(()) => *scan.unexpected(text.len()),
    }
}

/// The finding for a path that was refused.
pub(super) fn path(text: &str, mode: Mode) -> Diagnostic {
    let mut scan = Scan { text, at: 0, mode, open: Vec::new(), base: 1 };
    match scan.path() {
        Err(found) => *found,
        Ok(()) => *scan.path_error(&code::path::UNEXPECTED_TOKEN, text.len(), text.len(), "this is no path"),
    }
}

type Scanned<T = ()> = Result<T, Box<Diagnostic>>;

struct Scan<'t> {
    text: &'t str,
    at: usize,
    mode: Mode,
    /// Opening brackets without their closing ones.
    open: Vec<u8>,
    /// Brackets that belong to a path around the filter: the filter ends where they close.
    base: usize,
}

impl<'t> Scan<'t> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Passes over white space; whether there was any.
    fn blanks(&mut self) -> bool {
        let start = self.at;
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.byte() {
            self.step();
        }
        self.at > start
    }

    /// Everything up to white space, a bracket or, where `quote_ends`, a double quote.
    fn word(&mut self, quote_ends: bool) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends =
            |c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | '(' | ')' | '[' | ']') || quote_ends && c == '"';
        let word = rest.split(ends).next().unwrap_or_default();
        self.at = self.at.saturating_add(word.len());
        word
    }

    fn error(
        &self,
        code: &'static Code,
        start: usize,
        end: usize,
        message: impl Into<String>,
    ) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(code, message).at(Place::in_text(self.text, Span { start, end })))
    }

    /// The token at `at`, to be shown.
    fn token(&self, at: usize) -> &'t str {
        let rest = self.text.get(at..).unwrap_or_default();
        let mut end = rest.len();
        for (index, character) in rest.char_indices() {
            let single = matches!(character, '(' | ')' | '[' | ']' | '"');
            if single && index == 0 {
                end = 1;
                break;
            }
            if single || matches!(character, ' ' | '\t' | '\r' | '\n') {
                end = index;
                break;
            }
        }
        rest.get(..end).unwrap_or_default()
    }

    fn unexpected(&self, at: usize) -> Box<Diagnostic> {
        let token = self.token(at);
        let end = at.saturating_add(token.len());
        let message = if token.is_empty() {
            "the filter cannot end here".to_owned()
        } else {
            format!("{} cannot stand here", quoted(token))
        };
        self.error(&code::filter::UNEXPECTED_TOKEN, at, end, message)
    }

    fn expected(&self, at: usize, wanted: &str) -> Box<Diagnostic> {
        let mut found = self.unexpected(at);
        found.help = Some(format!("expected {wanted}"));
        found
    }

    fn end(&self, wanted: &str) -> Box<Diagnostic> {
        let message = format!("the filter ends where {wanted} is expected");
        self.error(&code::filter::UNEXPECTED_END, self.text.len(), self.text.len(), message)
    }

    fn unbalanced(&self, at: usize, message: &str) -> Box<Diagnostic> {
        let end = at.saturating_add(1).min(self.text.len());
        self.error(&code::filter::UNBALANCED, at, end, message)
    }

    fn filter(&mut self) -> Scanned {
        self.blanks();
        if self.at == self.text.len() {
            return Err(self.error(&code::filter::EMPTY, 0, self.text.len(), "the filter is empty"));
        }
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
            if !self.after_attribute()? {
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
                    let mut found = self.error(
                        &code::filter::NOT_NEEDS_GROUP,
                        next,
                        end,
                        "`not` must be followed by a filter in parentheses",
                    );
                    let shown = quoted(word);
                    found.help = Some(format!("write `not ({} …)`", shown.trim_matches('`')));
                    let not = Span { start, end: after };
                    return Err(Box::new(
                        found.label(crate::diagnostic::TextSpan::new(self.text, not), "this `not`"),
                    ));
                }
                self.at = after;
                Ok(false)
            }
        }
    }

    fn refuse_empty(&mut self, open: usize, close: u8) -> Scanned {
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

    /// An attribute name: `[schema-URI ":"] name ["." sub-name]`.
    fn attribute(&self, word: &str, start: usize, code: &'static Code) -> Scanned {
        let fault = |offset: usize, length: usize, message: String| {
            let start = start.saturating_add(offset);
            Err(self.error(code, start, start.saturating_add(length), message))
        };
        let (prefix, rest) = match word.rsplit_once(':') {
            Some((prefix, rest)) => (Some(prefix), rest),
            None => (None, word),
        };
        let offset = prefix.map_or(0, |prefix| prefix.len().saturating_add(1));
        if let Some(prefix) = prefix.filter(|prefix| !is_schema_uri(prefix)) {
            return fault(0, prefix.len(), format!("{} is not a schema URI", quoted(prefix)));
        }
        let mut at = offset;
        for (index, part) in rest.split('.').enumerate() {
            if index > 1 {
                let dot = at.saturating_sub(1);
                return fault(
                    dot,
                    part.len().saturating_add(1),
                    "only one sub-attribute may follow".to_owned(),
                );
            }
            if part.is_empty() {
                let at = if rest.is_empty() { at.saturating_sub(1) } else { at };
                return fault(at, 0, "a name is missing here".to_owned());
            }
            let name = part.strip_prefix('$').unwrap_or(part);
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let mut found =
                    fault(at, part.len(), format!("{} does not start with a letter", quoted(part)));
                if let Err(found) = &mut found
                    && (name.starts_with('/') || name.bytes().all(|byte| byte.is_ascii_digit()))
                    && matches!(self.byte(), None | Some(b'[' | b']'))
                {
                    let help = r#"write `name.givenName`, or `emails[type eq "work"].value`: no JSON pointer, no index"#;
                    found.help = Some(help.to_owned());
                }
                return found;
            }
            let bad = part.char_indices().find(|(_, c)| !u8::try_from(*c).is_ok_and(is_name_byte));
            if let Some((bad, character)) = bad {
                // A space that only looks like one would show as nothing.
                let shown = if character.is_whitespace() {
                    format!("the space U+{:04X}", u32::from(character))
                } else {
                    quoted(character.encode_utf8(&mut [0; 4]))
                };
                return fault(
                    at.saturating_add(bad),
                    character.len_utf8(),
                    format!("{shown} cannot be part of an attribute name"),
                );
            }
            at = at.saturating_add(part.len()).saturating_add(1);
        }
        Ok(())
    }

    /// What follows an attribute: brackets (then a term is due: true) or an operation.
    fn after_attribute(&mut self) -> Scanned<bool> {
        let end = self.at;
        let blank = self.blanks();
        let start = self.at;
        match self.byte() {
            None => Err(self.end("an operator such as `eq`")),
            Some(b'[') => {
                if blank && self.mode == Mode::Strict {
                    let mut found = self.unexpected(start);
                    found.help = Some("remove the blank before the bracket".to_owned());
                    return Err(found);
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
            Some(_) => {
                debug_assert!(blank || end == start);
                self.operation().map(|()| false)
            }
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
            let mut found = self.error(
                &code::filter::UNKNOWN_OPERATOR,
                start,
                start.saturating_add(word.len()),
                format!("{} is not an operator", quoted(word)),
            );
            let operators = Operator::ALL.map(Operator::as_str).into_iter().chain(["pr"]);
            found.help = Some(match known_elsewhere(word).or_else(|| nearest(word, operators)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "the operators are eq, ne, co, sw, ew, gt, ge, lt, le and pr".to_owned(),
            });
            return Err(found);
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

    fn string(&mut self) -> Scanned {
        let start = self.at;
        self.step();
        loop {
            let here = self.at;
            match self.byte() {
                None => {
                    return Err(self.error(
                        &code::filter::UNTERMINATED_STRING,
                        start,
                        self.text.len(),
                        "this string is not closed",
                    ));
                }
                Some(b'"') => {
                    self.step();
                    return self.edge();
                }
                Some(b'\\') => self.escape()?,
                Some(0..=0x1F) => {
                    let message = "a control character in a string must be written as an escape";
                    let end = here.saturating_add(1);
                    return Err(self.error(&code::filter::CONTROL_CHARACTER, here, end, message));
                }
                Some(_) => self.step(),
            }
        }
    }

    /// One escape, or a surrogate pair of escapes.
    fn escape(&mut self) -> Scanned {
        let start = self.at;
        self.step();
        let Some(letter) = self.byte() else { return Ok(()) };
        let fault = |scan: &Self, end: usize, message: &str, help: &str| {
            let mut found = scan.error(&code::filter::INVALID_ESCAPE, start, end, message);
            found.help = Some(help.to_owned());
            Err(found)
        };
        match letter {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.step();
                Ok(())
            }
            b'u' => {
                self.step();
                let Some(first) = self.hex() else {
                    return fault(
                        self,
                        self.at,
                        "`\\u` takes four hexadecimal digits",
                        "write `\\u00e9`, for example",
                    );
                };
                if !(0xD800..0xE000).contains(&first) {
                    return Ok(());
                }
                let pair = first < 0xDC00
                    && self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u"))
                    && {
                        self.at = self.at.saturating_add(2);
                        self.hex().is_some_and(|second| (0xDC00..0xE000).contains(&second))
                    };
                if pair {
                    return Ok(());
                }
                let message = "this escape is half of a surrogate pair";
                fault(self, start.saturating_add(6), message, "write the character itself, or both halves")
            }
            _ => {
                let help = "a backslash itself is written `\\\\`";
                let shown = self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
                let message = format!("{} is not an escape", quoted(&format!("\\{shown}")));
                fault(self, self.at.saturating_add(shown.len_utf8()), &message, help)
            }
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at.saturating_add(4))?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at = self.at.saturating_add(4);
        u32::from_str_radix(digits, 16).ok()
    }

    /// A number, a literal, or in tolerant mode a word.
    fn bare(&mut self) -> Scanned {
        let start = self.at;
        let word = self.word(false);
        let literal = matches!(word, "true" | "false" | "null");
        let number = Reader::new(word).number().is_ok_and(|number| number.as_str() == word);
        let first = word.bytes().next().unwrap_or_default();
        if literal || number || self.mode == Mode::Tolerant && first.is_ascii_alphanumeric() {
            return match self.byte() {
                Some(b'(' | b'[') => Err(self.unexpected(self.at)),
                _ => Ok(()),
            };
        }
        let end = start.saturating_add(word.len().max(1));
        if matches!(first, b'+' | b'-' | b'.' | b'0'..=b'9') {
            let mut found = self.error(
                &code::filter::INVALID_NUMBER,
                start,
                end,
                format!("{} is not a number", quoted(word)),
            );
            found.help = Some("put it in double quotes if it is an identifier".to_owned());
            return Err(found);
        }
        let shown = if word.is_empty() { self.token(start) } else { word };
        let mut found =
            self.error(&code::filter::INVALID_VALUE, start, end, format!("{} is not a value", quoted(shown)));
        found.help =
            Some(if shown.starts_with(['\'', '`', '‘', '’', '‚', '“', '”', '„', '«', '»']) {
                "strings take double quotes, the straight ones: `\"`".to_owned()
            } else if first.is_ascii_alphabetic() {
                match ["true", "false", "null"].into_iter().find(|literal| literal.eq_ignore_ascii_case(word))
                {
                    Some(literal) => format!("write `{literal}`"),
                    None => "put a string in double quotes".to_owned(),
                }
            } else {
                "expected a string in double quotes, a number, `true`, `false` or `null`".to_owned()
            });
        Err(found)
    }

    /// What may follow a string: white space, a closing bracket, the end.
    fn edge(&self) -> Scanned {
        match self.byte() {
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | b')' | b']') => Ok(()),
            Some(_) => Err(self.joined()),
        }
    }

    /// Something stands directly after a complete term: a missing blank before `and` or `or`, else unexpected.
    fn joined(&self) -> Box<Diagnostic> {
        let token = self.token(self.at);
        if token.eq_ignore_ascii_case("and") || token.eq_ignore_ascii_case("or") {
            let end = self.at.saturating_add(token.len());
            let message = format!("a blank is needed before {}", quoted(token));
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
                    let wanted = if close == b')' { b'(' } else { b'[' };
                    match self.open.pop() {
                        Some(open) if open == wanted => {}
                        Some(b'(') => {
                            return Err(self.unbalanced(start, "expected the closing `)` before this `]`"));
                        }
                        Some(_) => {
                            return Err(self.unbalanced(start, "expected the closing `]` before this `)`"));
                        }
                        None => {
                            let shown = char::from(close);
                            return Err(self.unbalanced(start, &format!("this `{shown}` closes nothing")));
                        }
                    }
                    self.step();
                    closed = true;
                    if close == b']' {
                        if self.base == 1 && self.open.is_empty() {
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
                            let message = format!("a blank is needed after {}", quoted(word));
                            let end = self.at.saturating_add(1);
                            Err(self.error(&code::filter::MISSING_WHITESPACE, self.at, end, message))
                        }
                        Some(_) => Err(self.expected(self.at, "an attribute name")),
                    };
                }
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
            if !self.blanks() {
                return Err(if self.at == self.text.len() {
                    self.end("an operator such as `eq`")
                } else {
                    self.expected(self.at, "an operator such as `eq`")
                });
            }
            if self.at == self.text.len() {
                return Err(self.end("an operator such as `eq`"));
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

    fn sub_attribute(&self, name: &str, start: usize, code: &'static Code) -> Scanned {
        let plain = name.split(['.', ':']).next().unwrap_or_default();
        if name.is_empty() {
            return Err(self.error(code, start, start, "a name is missing here"));
        }
        if !plain.is_empty() {
            self.attribute(plain, start, code)?;
        }
        if plain.len() < name.len() {
            let at = start.saturating_add(plain.len());
            return Err(self.error(
                code,
                at,
                at.saturating_add(1),
                "only one plain sub-attribute may follow",
            ));
        }
        Ok(())
    }

    fn path_error(&self, code: &'static Code, start: usize, end: usize, message: &str) -> Box<Diagnostic> {
        self.error(code, start, end, message)
    }

    fn path(&mut self) -> Scanned {
        self.blanks();
        let start = self.at;
        if start == self.text.len() {
            return Err(self.path_error(&code::path::EMPTY, 0, start, "the path is empty"));
        }
        let word = self.word(true);
        if word.is_empty() {
            return Err(self.path_unexpected());
        }
        self.attribute(word, start, &code::path::INVALID_ATTRIBUTE_PATH)?;
        let blank = self.blanks();
        if self.byte() == Some(b'[') && !(blank && self.mode == Mode::Strict) {
            let open = self.at;
            self.open.push(b'[');
            self.step();
            self.refuse_empty(open, b']')?;
            loop {
                self.term()?;
                if !self.after_term()? {
                    break;
                }
            }
            if self.byte() == Some(b'.') {
                self.step();
                let start = self.at;
                let name = self.word(true);
                self.sub_attribute(name, start, &code::path::INVALID_ATTRIBUTE_PATH)?;
            }
            self.blanks();
        }
        if self.at == self.text.len() { Ok(()) } else { Err(self.path_unexpected()) }
    }

    fn path_unexpected(&self) -> Box<Diagnostic> {
        let token = self.token(self.at);
        let end = self.at.saturating_add(token.len());
        let (code, message) = match token {
            ")" | "]" => (&code::path::UNBALANCED, format!("this {} closes nothing", quoted(token))),
            _ => (&code::path::UNEXPECTED_TOKEN, format!("{} cannot stand here", quoted(token))),
        };
        let mut found = self.error(code, self.at, end, message);
        found.help = Some("a path is an attribute such as `emails[type eq \"work\"].value`".to_owned());
        found
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
