//! What the recognisers stand on that `build.rs` writes from the grammars: a place in a text, and the tokens left behind.

#[cfg(test)]
pub(crate) mod tests;

use crate::diagnostic::Span;

/// A recogniser made from a pest grammar: `Rule`, and a function for each rule.
macro_rules! recogniser {
    ($file:literal) => {
        #[allow(
            clippy::all,
            unused_parens,
            unused_braces,
            unused_must_use,
            reason = "written by the build script"
        )]
        mod recogniser {
            use crate::grammar::{Scanner, Set};
            include!(concat!(env!("OUT_DIR"), "/", $file, ".rs"));
        }
    };
}
pub(crate) use recogniser;

/// A set of characters: those of ASCII as bits, others as ranges in order.
pub(crate) struct Set {
    pub(crate) low: u64,
    pub(crate) high: u64,
    pub(crate) beyond: &'static [(char, char)],
}

impl Set {
    /// Whether a byte is a character of ASCII in the set.
    #[inline(always)]
    const fn holds(&self, byte: u8) -> bool {
        let bits = if byte < 64 { self.low } else { self.high };
        byte.is_ascii() && bits.wrapping_shr(byte as u32) & 1 == 1
    }
}

/// What a rule took, in the order of their starts: those inside a token follow it.
#[derive(Debug, Clone, Copy)]
struct Token<R> {
    rule: R,
    span: Span,
    /// How many of the following tokens are inside.
    inside: usize,
}

/// Where a rule began.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    at: usize,
    tokens: usize,
}

/// A text, and how far it was read. What is not taken leaves the place as it was.
pub(crate) struct Scanner<'t, R> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token<R>>,
}

impl<R: Copy> Scanner<'_, R> {
    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// One character of a set.
    pub(crate) fn one(&mut self, set: &Set) -> bool {
        let length = match self.byte() {
            Some(byte) if set.holds(byte) => 1,
            Some(byte) if !byte.is_ascii() && !set.beyond.is_empty() => self.beyond(set),
            _ => 0,
        };
        self.at = self.at.saturating_add(length);
        #[cfg(test)]
        tests::looked_at(1);
        length > 0
    }

    /// Whether a character of a set may be next: of those beyond ASCII it is not said which.
    #[inline(always)]
    pub(crate) fn sees(&self, set: &Set) -> bool {
        #[cfg(test)]
        tests::looked_at(1);
        let Some(byte) = self.byte() else { return false };
        set.holds(byte) || !byte.is_ascii() && !set.beyond.is_empty()
    }

    /// As many characters of a set as there are.
    pub(crate) fn many(&mut self, set: &Set) -> bool {
        let bytes = self.text.as_bytes();
        loop {
            // As `Iterator::position`, whose closure is a call for every byte where code is built small.
            let mut rest = bytes.get(self.at..).unwrap_or_default();
            while let [byte, more @ ..] = rest
                && set.holds(*byte)
            {
                rest = more;
            }
            let end = bytes.len().saturating_sub(rest.len());
            #[cfg(test)]
            tests::looked_at(end.saturating_sub(self.at));
            self.at = end;
            let is_ascii = matches!(rest, [] | [..0x80, ..]);
            if is_ascii || !self.one(set) {
                return true;
            }
        }
    }

    /// As many characters of a set as there are, where there is one.
    pub(crate) fn some(&mut self, set: &Set) -> bool {
        let start = self.at;
        self.many(set) && self.at > start
    }

    /// The bytes of the next character, which is not of ASCII, where the set holds it.
    #[cold]
    fn beyond(&self, set: &Set) -> usize {
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let held = next.filter(|next| set.beyond.iter().any(|(first, last)| (first..=last).contains(&next)));
        held.map_or(0, char::len_utf8)
    }

    /// This very text.
    pub(crate) fn text(&mut self, text: &str) -> bool {
        self.take(text, false)
    }

    /// This text, in upper or lower case.
    pub(crate) fn any_case(&mut self, text: &str) -> bool {
        self.take(text, true)
    }

    fn take(&mut self, text: &str, any_case: bool) -> bool {
        #[cfg(test)]
        tests::looked_at(1);
        let (mut wanted, mut at) = (text.as_bytes(), self.at);
        while let [byte, rest @ ..] = wanted {
            let Some(next) = self.text.as_bytes().get(at) else { return false };
            let same = if any_case { next.eq_ignore_ascii_case(byte) } else { next == byte };
            if !same {
                return false;
            }
            (wanted, at) = (rest, at.saturating_add(1));
        }
        self.at = at;
        true
    }

    pub(crate) const fn is_start(&self) -> bool {
        self.at == 0
    }

    pub(crate) const fn is_end(&self) -> bool {
        self.at == self.text.len()
    }

    pub(crate) const fn mark(&self) -> Mark {
        Mark { at: self.at, tokens: self.tokens.len() }
    }

    /// Gives back what was taken since: what began there is not there.
    pub(crate) fn back(&mut self, to: Mark) -> bool {
        self.at = to.at;
        self.tokens.truncate(to.tokens);
        false
    }

    /// As [`Scanner::back`], where it was there.
    pub(crate) fn again(&mut self, from: Mark) -> bool {
        !self.back(from)
    }

    /// Leaves a token that has none inside.
    pub(crate) fn leaf(&mut self, rule: R, from: Mark) -> bool {
        self.tokens.push(Token { rule, span: Span::new(from.at, self.at), inside: 0 });
        true
    }

    /// Begins a token that may have others inside.
    pub(crate) fn open(&mut self, rule: R) -> Mark {
        let mark = self.mark();
        self.leaf(rule, mark);
        mark
    }

    /// Ends the token that was begun there, or takes it back.
    pub(crate) fn close(&mut self, open: Mark, found: bool) -> bool {
        if !found {
            return self.back(open);
        }
        let last = self.tokens.len().saturating_sub(1);
        if let Some(token) = self.tokens.get_mut(open.tokens) {
            token.span.end = self.at;
            token.inside = last.saturating_sub(open.tokens);
        }
        true
    }
}

/// A text and what a rule left of it.
pub(crate) struct Recognised<'t, R> {
    text: &'t str,
    tokens: Vec<Token<R>>,
}

impl<'t, R: Copy> Recognised<'t, R> {
    /// Applies a rule to the start of a text.
    pub(crate) fn by(rule: impl FnOnce(&mut Scanner<'_, R>) -> bool, text: &'t str) -> Option<Self> {
        let mut scanner = Scanner { text, at: 0, tokens: Vec::with_capacity(32) };
        rule(&mut scanner).then_some(Self { text, tokens: scanner.tokens })
    }

    /// The tokens that are inside no other.
    pub(crate) fn parts(&self) -> Parts<'_, R> {
        Parts { text: self.text, tokens: &self.tokens }
    }

    /// The tokens inside the first, which is that of the rule.
    pub(crate) fn inside(&self) -> Parts<'_, R> {
        self.parts().next().map_or(Parts { text: self.text, tokens: &[] }, |part| part.inside())
    }
}

/// Tokens beside each other, in the order of the text.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'p, R> {
    text: &'p str,
    tokens: &'p [Token<R>],
}

/// A token, and the tokens inside it.
#[derive(Clone, Copy)]
pub(crate) struct Part<'p, R> {
    all: &'p str,
    token: &'p Token<R>,
    inside: &'p [Token<R>],
}

impl<'p, R: Copy> Part<'p, R> {
    /// The rule that left it.
    pub(crate) const fn rule(&self) -> R {
        self.token.rule
    }

    /// Where it stands.
    pub(crate) const fn span(&self) -> Span {
        self.token.span
    }

    /// What it took.
    pub(crate) fn text(&self) -> &'p str {
        self.token.span.of(self.all)
    }

    /// The tokens inside.
    pub(crate) const fn inside(&self) -> Parts<'p, R> {
        Parts { text: self.all, tokens: self.inside }
    }
}

impl<R> Parts<'_, R> {
    /// Whether there is none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}

impl<'p, R: Copy + PartialEq> Parts<'p, R> {
    /// The next token, where it is that of a rule.
    pub(crate) fn next_of(&mut self, rule: R) -> Option<Part<'p, R>> {
        let is_next = self.tokens.first().is_some_and(|next| next.rule == rule);
        if is_next { self.next() } else { None }
    }
}

impl<'p, R: Copy> Iterator for Parts<'p, R> {
    type Item = Part<'p, R>;

    fn next(&mut self) -> Option<Part<'p, R>> {
        let (token, rest) = self.tokens.split_first()?;
        let (inside, after) = rest.split_at_checked(token.inside)?;
        self.tokens = after;
        Some(Part { all: self.text, token, inside })
    }
}
