use super::super::Error;
use super::super::unicode::joins_word;
use super::Node;
use super::parser::{Parser, alternate};
use super::reader::is_digit;

impl Parser<'_, '_> {
    /// Behind an opening bracket at `start`. `None` for `(?i)`, whose options hold for the rest of the group around it.
    pub(super) fn group(&mut self, start: usize) -> Result<Option<Node>, Error> {
        self.enter(start)?;
        let outer = self.reader.options;
        // `(?)` is a group that begins with a quantifier, and so an error of its own kind.
        let special = self.reader.is_at('?') && self.reader.peek_at(1) != Some(0x29);
        let node = if !special {
            let group = self.unnamed_group();
            let body = self.body(start)?;
            match group {
                Some(group) => Node::Capture { group: Some(group), release: None, body },
                None => *body,
            }
        } else {
            self.reader.bump();
            match self.special_group(start)? {
                Some(node) => node,
                None => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(None);
                }
            }
        };
        self.reader.options = outer;
        self.depth = self.depth.saturating_sub(1);
        Ok(Some(node))
    }

    /// The group of a plain bracket. As in .NET, the first plain bracket behind `(?(` captures nothing and takes no
    /// number, even where the condition is `(?=…)` and the bracket stands in a branch.
    fn unnamed_group(&mut self) -> Option<usize> {
        let skip = std::mem::take(&mut self.skip_capture);
        if self.reader.options.explicit_capture || skip {
            return None;
        }
        let number = self.unnamed;
        self.unnamed = number.saturating_add(1);
        self.groups.index(number)
    }

    /// The branches up to the closing bracket, which is read too.
    fn body(&mut self, start: usize) -> Result<Box<Node>, Error> {
        let branches = self.branches_in(false)?;
        self.close(start)?;
        Ok(Box::new(alternate(branches)))
    }

    fn branches_in(&mut self, test: bool) -> Result<Vec<Node>, Error> {
        let outer = std::mem::replace(&mut self.in_test, test);
        let branches = self.branches()?;
        self.in_test = outer;
        Ok(branches)
    }

    fn close(&mut self, start: usize) -> Result<(), Error> {
        if self.reader.eat(')') {
            return Ok(());
        }
        Err(self.reader.error(start, "`(` is not closed").hint("a literal bracket is written `\\(`"))
    }

    /// Behind `(?`.
    fn special_group(&mut self, start: usize) -> Result<Option<Node>, Error> {
        let kind = self.reader.peek().and_then(|unit| u8::try_from(unit).ok());
        let next = self.reader.peek_at(1).and_then(|unit| u8::try_from(unit).ok());
        let look = |behind, negative, body| Node::Look { behind, negative, body };
        let skip = |parser: &mut Self, count: usize| {
            let place = parser.reader.place().saturating_add(count);
            parser.reader.go_to(place);
        };
        Ok(Some(match (kind, next) {
            (Some(b':'), _) => {
                skip(self, 1);
                *self.body(start)?
            }
            (Some(b'>'), _) => {
                skip(self, 1);
                Node::Atomic(self.body(start)?)
            }
            (Some(b'='), _) => {
                skip(self, 1);
                look(false, false, self.body(start)?)
            }
            (Some(b'!'), _) => {
                skip(self, 1);
                look(false, true, self.body(start)?)
            }
            (Some(b'<'), Some(b'=')) => {
                skip(self, 2);
                look(true, false, self.body(start)?)
            }
            (Some(b'<'), Some(b'!')) => {
                skip(self, 2);
                look(true, true, self.body(start)?)
            }
            (Some(b'<'), _) => {
                skip(self, 1);
                self.named_group(start, '>')?
            }
            (Some(b'\''), _) => {
                skip(self, 1);
                self.named_group(start, '\'')?
            }
            (Some(b'('), _) => self.conditional(start)?,
            _ => {
                if !self.in_test {
                    self.reader.scan_options();
                }
                if self.reader.eat(')') {
                    return Ok(None);
                }
                if !self.reader.eat(':') {
                    return Err(self.unknown_group(start));
                }
                *self.body(start)?
            }
        }))
    }

    /// `name>`, `5>`, and the balancing forms `name-other>` and `-other>`.
    fn named_group(&mut self, start: usize, close: char) -> Result<Node, Error> {
        let Some(first) = self.reader.peek() else {
            return Err(self.reader.error(start, "the group name is not closed"));
        };
        let mut group = None;
        let mut named = false;
        if is_digit(first) {
            let number = self.reader.decimal()?.unwrap_or(0);
            self.end_of_name(start, close, true)?;
            if number == 0 {
                return Err(self.reader.error(start, "group 0 is the whole match and cannot be defined"));
            }
            group = self.groups.index(number);
        } else if joins_word(first) {
            let name = self.reader.word();
            group = self.groups.index_of_name(name);
            self.end_of_name(start, close, true)?;
        } else if first == u16::from(b'-') {
            named = true;
        } else {
            return Err(self.bad_name(start));
        }
        let mut release = None;
        if (group.is_some() || named) && self.reader.left() > 1 && self.reader.is_at('-') {
            self.reader.bump();
            let at = self.reader.place();
            let next = self.reader.peek().unwrap_or(0);
            let index = if is_digit(next) {
                let number = self.reader.decimal()?.unwrap_or(0);
                self.groups.index(number)
            } else if joins_word(next) {
                let name = self.reader.word();
                self.groups.index_of_name(name)
            } else {
                return Err(self.bad_name(start));
            };
            release = Some(index.ok_or_else(|| self.no_group(at))?);
            self.end_of_name(start, close, false)?;
        }
        if (group.is_none() && release.is_none()) || !self.reader.eat(close) {
            return Err(self.bad_name(start));
        }
        let body = self.body(start)?;
        Ok(Node::Capture { group, release, body })
    }

    fn end_of_name(&self, start: usize, close: char, or_hyphen: bool) -> Result<(), Error> {
        let ends =
            self.reader.left() == 0 || self.reader.is_at(close) || (or_hyphen && self.reader.is_at('-'));
        if ends { Ok(()) } else { Err(self.bad_name(start)) }
    }

    fn bad_name(&self, start: usize) -> Error {
        self.reader
            .error(start, "the group name is not valid")
            .hint("a name is made of letters, digits and `_`, does not begin with a digit, and ends with its bracket")
    }

    /// `(?(1)yes|no)`, `(?(name)yes|no)`, `(?(test)yes|no)`, behind `(?`.
    fn conditional(&mut self, start: usize) -> Result<Node, Error> {
        let open = self.reader.place();
        self.reader.bump();
        let mut group = None;
        match self.reader.peek() {
            Some(unit) if is_digit(unit) => {
                let number = self.reader.decimal()?.unwrap_or(0);
                if !self.reader.eat(')') {
                    return Err(self
                        .reader
                        .error(open, "a condition that begins with a digit has to be a group number"));
                }
                group = Some(self.groups.index(number).ok_or_else(|| self.no_group(open))?);
            }
            Some(unit) if joins_word(unit) => {
                let name = self.reader.word();
                group = self.groups.index_of_name(name).filter(|_| self.reader.eat(')'));
            }
            _ => {}
        }
        let mut test = None;
        if group.is_none() {
            self.reader.go_to(open);
            test = Some(Box::new(self.condition(start)?));
        }
        let mut branches = self.branches_in(test.is_some())?;
        self.close(start)?;
        if branches.len() > 2 {
            return Err(self.reader.error(start, "a condition has at most two branches"));
        }
        let no = if branches.len() == 2 { branches.pop().map(Box::new) } else { None };
        let yes = Box::new(branches.pop().unwrap_or(Node::Empty));
        Ok(match (group, test) {
            (_, Some(test)) => Node::IfMatch { test, yes, no },
            (Some(group), None) => Node::IfGroup { group, yes, no },
            (None, None) => Node::Empty,
        })
    }

    /// The bracketed test of a condition; it captures nothing itself.
    fn condition(&mut self, start: usize) -> Result<Node, Error> {
        let at = self.reader.place();
        if self.reader.starts_with("(?#") {
            return Err(self.reader.error(at, "a condition cannot be a comment"));
        }
        let quoted = self.reader.starts_with("(?'");
        let angled = self.reader.starts_with("(?<") && !matches!(self.reader.peek_at(3), Some(0x21 | 0x3D));
        if quoted || angled {
            return Err(self.reader.error(at, "a condition cannot be a named group"));
        }
        self.enter(start)?;
        self.skip_capture = true;
        let outer = self.reader.options;
        self.reader.bump();
        let node = if self.reader.is_at('?') && self.reader.peek_at(1) != Some(0x29) {
            self.reader.bump();
            // No options between `(?` and `:` here.
            let letter = self.reader.peek().and_then(|unit| u8::try_from(unit).ok());
            if !matches!(letter, Some(b':' | b'=' | b'!' | b'<' | b'>' | b'(')) {
                return Err(self.unknown_group(at));
            }
            self.special_group(at)?.unwrap_or(Node::Empty)
        } else {
            self.skip_capture = false;
            *self.body(at)?
        };
        self.reader.options = outer;
        self.depth = self.depth.saturating_sub(1);
        Ok(node)
    }

    /// What stands behind `(?` is nothing .NET knows; say so, with its way to write it.
    fn unknown_group(&self, start: usize) -> Error {
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
        } else {
            if self.in_test {
                return error
                    .hint("a group directly inside a condition takes no options; put `(?:…)` around it");
            }
            error.hint("options are `i`, `m`, `n`, `s` and `x`, as in `(?i)` or `(?i:…)`")
        }
    }
}
