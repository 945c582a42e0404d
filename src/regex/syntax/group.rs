//! What stands behind an opening bracket.

use super::super::Error;
use super::super::unicode::joins_word;
use super::Node;
use super::parser::Parser;
use super::reader::{ascii, is_digit};

/// What an opening bracket begins.
pub(super) enum Shape {
    /// `(?:…)`, and `(…)` where it captures nothing.
    Plain,
    Capture {
        group: Option<usize>,
        release: Option<usize>,
    },
    Look {
        behind: bool,
        negative: bool,
    },
    Atomic,
    IfGroup(usize),
    /// The test is the first bracket inside.
    IfMatch(Option<Box<Node>>),
}

impl Parser<'_, '_> {
    /// Behind an opening bracket at `start`; `in_test` when it stands directly in `(?(test)…)`, where .NET allows no
    /// options. `None` for `(?i)`, whose options hold for the rest of the bracket around it.
    pub(super) fn open(&mut self, start: usize, in_test: bool) -> Result<Option<Shape>, Error> {
        // `(?)` is a group that begins with a quantifier, and so an error of its own kind.
        if !self.reader.is_at('?') || self.reader.starts_with("?)") {
            return Ok(Some(self.unnamed_group()));
        }
        self.reader.bump();
        let look = |behind, negative| Shape::Look { behind, negative };
        let (shape, length) = match (self.reader.peek_ascii(), self.reader.peek_at(1).and_then(ascii)) {
            (Some(b':'), _) => (Shape::Plain, 1),
            (Some(b'>'), _) => (Shape::Atomic, 1),
            (Some(b'='), _) => (look(false, false), 1),
            (Some(b'!'), _) => (look(false, true), 1),
            (Some(b'<'), Some(b'=')) => (look(true, false), 2),
            (Some(b'<'), Some(b'!')) => (look(true, true), 2),
            (Some(quote @ (b'<' | b'\'')), _) => {
                self.reader.bump();
                return self.named_group(start, if quote == b'<' { '>' } else { '\'' }).map(Some);
            }
            (Some(b'('), _) => return self.conditional().map(Some),
            _ => {
                if !in_test {
                    self.reader.scan_options();
                }
                if self.reader.eat(')') {
                    return Ok(None);
                }
                if !self.reader.is_at(':') {
                    return Err(self.unknown_group(start, in_test));
                }
                (Shape::Plain, 1)
            }
        };
        self.reader.go_to(self.reader.place().saturating_add(length));
        Ok(Some(shape))
    }

    /// What a plain bracket begins. As in .NET, the first plain bracket behind `(?(` captures nothing and takes no
    /// number, even where the condition is `(?=…)` and the bracket stands in a branch.
    fn unnamed_group(&mut self) -> Shape {
        let skip = std::mem::take(&mut self.skip_capture);
        if self.reader.options.explicit_capture || skip {
            return Shape::Plain;
        }
        let number = self.unnamed;
        self.unnamed = number.saturating_add(1);
        match self.groups.index(number) {
            None => Shape::Plain,
            group => Shape::Capture { group, release: None },
        }
    }

    /// `name>`, `5>`, and the balancing forms `name-other>` and `-other>`.
    fn named_group(&mut self, start: usize, close: char) -> Result<Shape, Error> {
        let Some(first) = self.reader.peek() else {
            return Err(self.reader.error(start, "the group name is not closed"));
        };
        let is_unnamed = first == u16::from(b'-');
        if !is_unnamed && !joins_word(first) {
            return Err(self.bad_name(start));
        }
        let group = if is_unnamed { None } else { self.group()? };
        if group == Some(0) {
            return Err(self.reader.error(start, "group 0 is the whole match and cannot be defined"));
        }
        let mut release = None;
        if (group.is_some() || is_unnamed) && self.reader.left() > 1 && self.reader.eat('-') {
            let at = self.reader.place();
            if !self.reader.peek().is_some_and(joins_word) {
                return Err(self.bad_name(start));
            }
            release = Some(self.group()?.ok_or_else(|| self.no_group(at))?);
        }
        if (group.is_none() && release.is_none()) || !self.reader.eat(close) {
            return Err(self.bad_name(start));
        }
        Ok(Shape::Capture { group, release })
    }

    fn bad_name(&self, start: usize) -> Error {
        self.reader
            .error(start, "the group name is not valid")
            .hint("a name is made of letters, digits and `_`, does not begin with a digit, and ends with its bracket")
    }

    /// `(?(1)yes|no)`, `(?(name)yes|no)`, `(?(test)yes|no)`, behind `(?`; leaves the bracket of a test to be read.
    fn conditional(&mut self) -> Result<Shape, Error> {
        let open = self.reader.place();
        self.reader.bump();
        match self.reader.peek() {
            Some(unit) if is_digit(unit) => {
                let number = self.reader.decimal()?.unwrap_or(0);
                if !self.reader.eat(')') {
                    let message = "a condition that begins with a digit has to be a group number";
                    return Err(self.reader.error(open, message));
                }
                return self.groups.index(number).map(Shape::IfGroup).ok_or_else(|| self.no_group(open));
            }
            Some(unit) if joins_word(unit) => {
                let name = self.reader.word();
                if let Some(group) = self.groups.index_of_name(name)
                    && self.reader.eat(')')
                {
                    return Ok(Shape::IfGroup(group));
                }
            }
            _ => {}
        }
        self.reader.go_to(open);
        if self.reader.starts_with("(?#") {
            return Err(self.reader.error(open, "a condition cannot be a comment"));
        }
        let quoted = self.reader.starts_with("(?'");
        let is_look_behind = self.reader.starts_with("(?<=") || self.reader.starts_with("(?<!");
        let angled = self.reader.starts_with("(?<") && !is_look_behind;
        if quoted || angled {
            return Err(self.reader.error(open, "a condition cannot be a named group"));
        }
        self.skip_capture = true;
        Ok(Shape::IfMatch(None))
    }

    /// What stands behind `(?` is nothing .NET knows; say so, with its way to write it.
    fn unknown_group(&self, start: usize, in_test: bool) -> Error {
        let error = self.reader.error(start, "there is no such group construct in .NET");
        let rest = self.reader.text(start, self.reader.place().saturating_add(3));
        let has = |prefix: &str| rest.starts_with(prefix);
        if has("(?P<") {
            error.hint("a named group is written `(?<name>…)`")
        } else if has("(?P=") {
            error.hint("a reference to a named group is written `\\k<name>`")
        } else if has("(?P>") || has("(?R") || has("(?&") || has("(?0") || has("(?1") {
            error.hint(".NET has no recursion; balancing groups, `(?<-name>…)`, count brackets")
        } else if has("(?|") {
            error.hint(
                ".NET has no branch reset; give the branches a group of the same name, `(?<n>a)|(?<n>b)`",
            )
        } else if in_test {
            error.hint("a group directly inside a condition takes no options; put `(?:…)` around it")
        } else {
            error.hint("options are `i`, `m`, `n`, `s` and `x`, as in `(?i)` or `(?i:…)`")
        }
    }
}
