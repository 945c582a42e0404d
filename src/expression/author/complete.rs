//! What could stand at the cursor.

use serde::Serialize;

use super::cursor::{Cursor, OpenCall, Token};
use super::{Attribute, AuthorContext};
use crate::diagnostic::{Span, TextSpan};
use crate::expression::ast::{Comparator, Kind, Tree};
use crate::expression::check::{BOOLEANS, is_boolean};
use crate::expression::function::{self, Function, Need, Reads};
use crate::expression::parse;
use crate::expression::pattern;
use crate::expression::print::quote;
use crate::expression::token::{COMPARING, is_of_word, joins_words, signs_length, string_length};
use crate::limits::Limits;
use crate::unicode::folded;
use crate::value::datetime::Interval;
use crate::value::json::words;
use crate::value::order::sort_by_key;
use crate::value::search;

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What kind of thing it is.
    pub kind: CompletionKind,
    /// The signature of a function, the type of an attribute.
    pub detail: String,
    /// What it means.
    pub documentation: String,
    /// The text to put in.
    pub insert: String,
    /// The text it replaces.
    pub replace: TextSpan,
}

/// What kind of thing a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompletionKind {
    /// A function.
    Function,
    /// A source attribute.
    Attribute,
    /// A bare word that a parameter takes.
    Word,
    /// A text that a parameter takes.
    Text,
    /// A variable.
    Variable,
}

words!(CompletionKind {
    Function "function",
    Attribute "attribute",
    Word "word",
    Text "text",
    Variable "variable",
});

impl Completion {
    /// Turns positions from UTF-8 bytes into UTF-16 code units.
    #[must_use]
    pub fn into_utf16(mut self) -> Self {
        self.replace = self.replace.into_utf16();
        self
    }
}

/// Proposals for the byte `offset` of `text`: first those that begin with what is written, then those that contain
/// it. In brackets attributes, in quotes what the parameter takes, elsewhere words of the parameter, attributes and
/// functions.
pub fn complete(text: &str, offset: usize, context: &AuthorContext<'_>) -> Vec<Completion> {
    if text.len() > Limits::DEFAULT.expression_bytes {
        return Vec::new();
    }
    let cursor = Cursor::at(text, offset);
    let offset = text.floor_char_boundary(offset);
    let at = |span: Span, skip: usize| {
        let written = Span::new(span.start.saturating_add(skip), offset).of(text);
        Proposals { text, span, written }
    };
    if let Some(span) = bare_attribute(text, offset, &cursor, context) {
        let bare = at(span, 0);
        return bare.ranked(bare.operands(&cursor, context));
    }
    let (proposals, inside) = (at(cursor.span, 0), at(cursor.span, 1));
    match cursor.token {
        Token::Attribute => {
            inside.ranked(context.attributes.iter().map(|one| inside.attribute(one)).collect())
        }
        Token::Variable => {
            inside.ranked(context.variables.iter().map(|name| inside.variable(name)).collect())
        }
        Token::Text => {
            // Where a text being opened will end is not known: what stands behind the cursor stays.
            let is_opened =
                string_length(cursor.span.of(text)).is_none() || ends_at_another(text, cursor.span.end);
            let end = if is_opened { offset } else { cursor.span.end };
            let inside = at(Span::new(cursor.span.start, end), 1);
            let values = cursor.call().map(|call| values(call, text)).unwrap_or_default();
            inside.ranked(values.iter().map(|(value, meaning)| inside.value(value, value, meaning)).collect())
        }
        Token::Nothing | Token::Sign => match finished(text, &cursor) {
            // Behind a finished value only an operator can stand, and only in a condition.
            Some(tree) => {
                let compares = matches!(tree.root.kind, Kind::Comparison(_));
                let takes_condition = cursor.call().is_some_and(|call| opens_condition(call, text));
                if takes_condition && !compares { proposals.operators() } else { Vec::new() }
            }
            None if cursor.token == Token::Sign => Vec::new(),
            None => proposals.ranked(proposals.operands(&cursor, context)),
        },
        Token::Number => Vec::new(),
        Token::Name | Token::Other => proposals.ranked(proposals.operands(&cursor, context)),
    }
}

/// What stands between the start of the argument and the cursor, where that is an expression.
fn finished(text: &str, cursor: &Cursor) -> Option<Tree> {
    let start = cursor.call().map_or(0, |call| call.start);
    parse(Span::new(start, cursor.span.start).of(text), &Limits::DEFAULT).ok()
}

#[derive(Clone, Copy)]
struct Proposals<'t> {
    text: &'t str,
    /// What is replaced.
    span: Span,
    /// What is written of it before the cursor.
    written: &'t str,
}

impl Proposals<'_> {
    fn proposal(
        &self,
        label: &str,
        kind: CompletionKind,
        detail: &str,
        documentation: &str,
        insert: String,
    ) -> Completion {
        Completion {
            label: label.to_owned(),
            kind,
            detail: detail.to_owned(),
            documentation: documentation.to_owned(),
            insert,
            replace: TextSpan::new(self.text, self.span),
        }
    }

    fn attribute(&self, attribute: &Attribute<'_>) -> Completion {
        let insert = format!("[{}]", attribute.name);
        self.proposal(attribute.name, CompletionKind::Attribute, &attribute.detail(), "", insert)
    }

    fn variable(&self, name: &str) -> Completion {
        self.proposal(name, CompletionKind::Variable, "variable", "", format!("%{name}%"))
    }

    /// A text that a parameter takes.
    fn value(&self, label: &str, value: &str, meaning: &str) -> Completion {
        self.proposal(label, CompletionKind::Text, "text", meaning, quote(value))
    }

    fn function(&self, function: &Function, called: bool) -> Completion {
        let behind = match function.parameters {
            _ if called => "",
            [] => "()",
            _ => "(",
        };
        let insert = format!("{}{behind}", function.name);
        self.proposal(function.name, CompletionKind::Function, &function.signature(), function.doc, insert)
    }

    /// What can begin or be an operand: words and texts of the parameter, attributes, functions.
    fn operands(&self, cursor: &Cursor, context: &AuthorContext<'_>) -> Vec<Completion> {
        let mut list = Vec::new();
        let parameter = cursor.call().and_then(|call| call.parameter(self.text));
        // Nothing stands where a known function takes no argument.
        if parameter.is_none() && cursor.call().is_some_and(|call| call.function(self.text).is_some()) {
            return list;
        }
        for word in parameter.map_or(&[][..], |parameter| parameter.words) {
            list.push(self.proposal(word, CompletionKind::Word, "word", "", (*word).to_owned()));
        }
        if cursor.token == Token::Nothing {
            let values = cursor.call().map(|call| values(call, self.text)).unwrap_or_default();
            list.extend(values.iter().map(|(value, meaning)| self.value(&quote(value), value, meaning)));
        }
        let called = self.text.get(self.span.end..).is_some_and(|after| after.trim_start().starts_with('('));
        // Before a parenthesis stands the name of a function.
        let attributes = context.attributes.iter().filter(|_| !called);
        list.extend(attributes.map(|attribute| self.attribute(attribute)));
        // Some functions may only be the outermost.
        let fits = |function: &&&Function| cursor.calls.is_empty() || !function.is("SelectUniqueValue");
        list.extend(function::ALL.iter().filter(fits).map(|function| self.function(function, called)));
        list
    }

    /// The comparison operators, in the place of one that stands here.
    fn operators(&self) -> Vec<Completion> {
        let offset = self.span.start;
        let after = self.text.get(offset..).unwrap_or_default();
        let blank = after.len().saturating_sub(after.trim_start().len());
        let signs = signs_length(after.trim_start());
        let taken = if signs == 0 { 0 } else { blank.saturating_add(signs) };
        let here = Self { span: Span::new(offset, offset.saturating_add(taken)), ..*self };
        let operator = |operator: Comparator| {
            let sign = operator.as_str();
            here.proposal(sign, CompletionKind::Word, "operator", "", sign.to_owned())
        };
        Comparator::ALL.map(operator).into()
    }

    /// Those that begin with what is written, then those that contain it; each part in the order given.
    fn ranked(&self, list: Vec<Completion>) -> Vec<Completion> {
        let written = folded(self.written.trim_start());
        let rank = |one: &Completion| {
            let label = folded(&one.label);
            if label.starts_with(&*written) {
                Some(0)
            } else {
                search::contains(&label, &written).then_some(1)
            }
        };
        let mut ranked: Vec<(i32, Completion)> =
            list.into_iter().filter_map(|one| rank(&one).map(|rank| (rank, one))).collect();
        sort_by_key(&mut ranked, |(rank, _)| *rank);
        ranked.into_iter().map(|(_, one)| one).collect()
    }
}

/// The name of an attribute being written without brackets, with dots, hyphens and colons: `manager.dis`.
fn bare_attribute(text: &str, offset: usize, cursor: &Cursor, context: &AuthorContext<'_>) -> Option<Span> {
    if matches!(cursor.token, Token::Text | Token::Attribute | Token::Variable) {
        return None;
    }
    let is_part = |c: char| is_of_word(c) || joins_words(c);
    let (before, after) = text.split_at_checked(offset)?;
    let span = Span::new(
        before.trim_end_matches(is_part).len(),
        text.len().saturating_sub(after.trim_start_matches(is_part).len()),
    );
    let written = folded(Span::new(span.start, offset).of(text));
    let is_name =
        span.of(text).contains(joins_words) && written.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_known = || context.attributes.iter().any(|known| search::contains(&folded(known.name), &written));
    (is_name && is_known()).then_some(span)
}

/// Whether the quote before `end` seems to open the next text rather than to close one: content follows it, and the
/// quotes behind it do not pair.
fn ends_at_another(text: &str, end: usize) -> bool {
    let mut rest = text.get(end..).unwrap_or_default();
    let next = rest.trim_start();
    if next.is_empty() || next.starts_with([',', ')']) || next.starts_with(COMPARING) {
        return false;
    }
    while let Some(quote) = rest.find('"').and_then(|at| rest.get(at..)) {
        match string_length(quote).and_then(|length| quote.get(length..)) {
            Some(behind) => rest = behind,
            None => return true,
        }
    }
    false
}

/// Whether the call takes a condition, and is at it.
fn opens_condition(call: &OpenCall, text: &str) -> bool {
    let function = call.function(text);
    call.arguments.is_empty() && function.is_some_and(|known| known.is("IIF") || known.is("CBool"))
}

/// The texts that the parameter at the cursor takes, with their meaning.
fn values(call: &OpenCall, text: &str) -> Vec<(String, String)> {
    const FORMATS: [(&str, &str); 6] = [
        ("yyyy-MM-dd", "2024-07-04"),
        ("M/d/yyyy h:mm:ss tt", "7/4/2024 9:05:00 AM, as CDate and DateAdd print"),
        ("yyyyMMddHHmmss.fZ", "20240704090500.0Z, generalized time of directories"),
        ("yyyy-MM-ddzzz", "2024-07-04+00:00"),
        ("yyyy-MM-ddTHH:mm:ssK", "2024-07-04T09:05:00Z"),
        ("dd/MM/yyyy", "04/07/2024"),
    ];
    const STYLES: [&str; 5] =
        ["None", "AllowWhiteSpaces", "AssumeUniversal", "AdjustToUniversal", "RoundtripKind"];
    let (Some(function), Some(parameter)) = (call.function(text), call.parameter(text)) else {
        return Vec::new();
    };
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    match parameter.reads {
        Reads::Interval => {
            let name = |interval: &Interval| format!("{interval:?}").to_ascii_lowercase();
            Interval::ALL.iter().map(|(letters, interval)| ((*letters).to_owned(), name(interval))).collect()
        }
        Reads::Styles => STYLES.map(|style| (style.to_owned(), String::new())).into(),
        Reads::Culture => pairs(&[("tr-TR", "Turkish: `I` and `ı`, `İ` and `i` are pairs")]),
        _ if parameter.kind == function::Kind::DateFormat => pairs(&FORMATS),
        _ if function.is("Replace") && parameter.name == "regexGroupName" => groups(call, text),
        _ if function.is("Switch") && parameter.name == "key" => {
            let source = call.arguments.first().and_then(|span| parse(span.of(text), &Limits::DEFAULT).ok());
            let is_boolean = source.is_some_and(|tree| is_boolean(&tree.root, BOOLEANS));
            if is_boolean { pairs(&[("True", ""), ("False", "")]) } else { Vec::new() }
        }
        _ if parameter.need == Need::Required || parameter.words.is_empty() => Vec::new(),
        _ => parameter.words.iter().map(|word| ((*word).to_owned(), String::new())).collect(),
    }
}

/// The groups of the pattern two arguments before.
fn groups(call: &OpenCall, text: &str) -> Vec<(String, String)> {
    let Some(written) = call.arguments.last().map(|span| span.of(text).trim()) else { return Vec::new() };
    let Ok(tree) = parse(written, &Limits::DEFAULT) else { return Vec::new() };
    let Some(Ok(compiled)) = tree.root.as_text().map(|text| pattern::compile(text, &Limits::DEFAULT)) else {
        return Vec::new();
    };
    let named = compiled.group_names().map(|(_, name)| name).filter(|name| name.parse::<u32>().is_err());
    named.map(|name| (name, "group of the pattern".to_owned())).collect()
}
