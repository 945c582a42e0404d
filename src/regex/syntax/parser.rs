//! From the units of a pattern to its tree.

use super::super::class::Class;
use super::super::unicode::{alike, joins_word};
use super::super::{Error, ErrorKind, Limits};
use super::group::Shape;
use super::reader::{Options, Reader, ascii};
use super::{Assertion, Groups, Node, Test, UNBOUNDED, class, escape};

/// Reads the tree. Open brackets are kept in a list, so the depth of a pattern costs no stack.
pub(super) struct Parser<'p, 'g> {
    pub(super) reader: Reader<'p>,
    pub(super) groups: &'g Groups,
    limits: &'g Limits,
    /// The number of the next unnamed group.
    pub(super) unnamed: u32,
    /// Brackets open here.
    depth: usize,
    /// Whether the next plain bracket does not capture; see [`Parser::unnamed_group`].
    pub(super) skip_capture: bool,
}

/// A bracket that is open, or the pattern as a whole.
struct Open {
    /// Where it begins.
    start: usize,
    shape: Shape,
    /// The options around it.
    outer: Options,
    branches: Vec<Node>,
    /// The branch being read.
    items: Vec<Node>,
    /// Where the last item with a quantifier begins, while it is the last thing read.
    quantified: Option<usize>,
}

impl Open {
    fn new(start: usize, shape: Shape, outer: Options) -> Self {
        Self { start, shape, outer, branches: Vec::new(), items: Vec::new(), quantified: None }
    }

    fn end_branch(&mut self) {
        self.branches.push(joined(std::mem::take(&mut self.items), Node::Concat));
        self.quantified = None;
    }
}

impl<'p, 'g> Parser<'p, 'g> {
    pub(super) fn new(reader: Reader<'p>, groups: &'g Groups, limits: &'g Limits) -> Self {
        Self { reader, groups, limits, unnamed: 1, depth: 0, skip_capture: false }
    }

    pub(super) fn pattern(mut self) -> Result<Node, Error> {
        let mut around: Vec<Open> = Vec::new();
        let mut open = Open::new(0, Shape::Plain, self.reader.options);
        loop {
            self.reader.skip_blank()?;
            let mut start = self.reader.place();
            let item = if self.reader.left() == 0 {
                if !around.is_empty() {
                    let error = self.reader.error(open.start, "`(` is not closed");
                    return Err(error.hint("a literal bracket is written `\\(`"));
                }
                open.end_branch();
                return Ok(joined(open.branches, Node::Alternate));
            } else if self.reader.eat('|') {
                open.end_branch();
                continue;
            } else if self.reader.eat(')') {
                let Some(outer) = around.pop() else {
                    let error = self.reader.error(start, "`)` closes nothing");
                    return Err(error.hint("a literal bracket is written `\\)`"));
                };
                open.end_branch();
                let closed = std::mem::replace(&mut open, outer);
                start = closed.start;
                self.reader.options = closed.outer;
                self.depth = around.len();
                let node = self.close(closed)?;
                if let Shape::IfMatch(test @ None) = &mut open.shape {
                    *test = Some(Box::new(node));
                    continue;
                }
                node
            } else if self.reader.is_quantifier() {
                return Err(self.stray_quantifier(open.quantified));
            } else if self.reader.eat('(') {
                self.depth = around.len().saturating_add(1);
                self.check_depth(start)?;
                let outer = self.reader.options;
                match self.open(start, matches!(open.shape, Shape::IfMatch(_)))? {
                    Some(shape) => around.push(std::mem::replace(&mut open, Open::new(start, shape, outer))),
                    None => open.quantified = None,
                }
                continue;
            } else {
                self.item()?
            };
            open.quantified = None;
            self.reader.skip_blank()?;
            open.items.push(if self.reader.is_quantifier() {
                open.quantified = Some(start);
                self.quantifier(item)?
            } else {
                item
            });
        }
    }

    /// The node of a bracket that is now closed.
    fn close(&self, closed: Open) -> Result<Node, Error> {
        let Open { start, shape, branches, .. } = closed;
        let body = |branches| Box::new(joined(branches, Node::Alternate));
        Ok(match shape {
            Shape::Plain => joined(branches, Node::Alternate),
            Shape::Capture { group, release } => Node::Capture { group, release, body: body(branches) },
            Shape::Look { behind, negative } => Node::Look { behind, negative, body: body(branches) },
            Shape::Atomic => Node::Atomic(body(branches)),
            Shape::IfGroup(group) => {
                let (yes, no) = self.yes_and_no(start, branches)?;
                Node::IfGroup { group, yes, no }
            }
            Shape::IfMatch(test) => {
                let (yes, no) = self.yes_and_no(start, branches)?;
                test.map_or(Node::Empty, |test| Node::IfMatch { test, yes, no })
            }
        })
    }

    /// The branches of a condition.
    fn yes_and_no(&self, start: usize, branches: Vec<Node>) -> Result<(Box<Node>, Option<Box<Node>>), Error> {
        let mut branches = branches.into_iter().map(Box::new);
        let (yes, no) = (branches.next().unwrap_or_else(|| Box::new(Node::Empty)), branches.next());
        match branches.next() {
            None => Ok((yes, no)),
            Some(_) => Err(self.reader.error(start, "a condition has at most two branches")),
        }
    }

    fn stray_quantifier(&mut self, quantified: Option<usize>) -> Error {
        let at = self.reader.place();
        let Some(start) = quantified else {
            let error = self.reader.error(at, "a quantifier has nothing to repeat");
            return match self.reader.peek_ascii() {
                Some(b'*') => error.hint("any text is written `.*`, a literal asterisk `\\*`"),
                _ => error.hint("a literal character is written with a backslash before it"),
            };
        };
        let error = self.reader.error(at, "a quantifier cannot follow another one");
        let before = self.reader.text(start, at);
        match self.reader.peek_ascii() {
            Some(b'+') if before.len() <= 32 => {
                error.hint(format!(".NET has no possessive quantifiers; write `(?>{before})`"))
            }
            Some(b'+') => error.hint(".NET has no possessive quantifiers; write `(?>…)`"),
            _ => error.hint("put the first repeat into `(?:…)`"),
        }
    }

    /// One thing a quantifier can apply to, other than a group.
    fn item(&mut self) -> Result<Node, Error> {
        let start = self.reader.place();
        let options = self.reader.options;
        let Some(unit) = self.reader.bump() else { return Ok(Node::Empty) };
        Ok(match u8::try_from(unit) {
            Ok(b'[') => {
                let depth = self.limits.nesting.saturating_sub(self.depth);
                let how = class::Reading { ignore_case: options.ignore_case, depth, counting: false };
                let class = class::scan(&mut self.reader, how)?;
                Node::One(Test::Class(Box::new(class)))
            }
            Ok(b'\\') => self.escape(start)?,
            Ok(b'^') if options.multiline => Node::Assert(Assertion::LineStart),
            Ok(b'^') => Node::Assert(Assertion::Start),
            Ok(b'$') if options.multiline => Node::Assert(Assertion::LineEnd),
            Ok(b'$') => Node::Assert(Assertion::End),
            Ok(b'.') if options.singleline => Node::One(Test::Any),
            Ok(b'.') => Node::One(Test::NotNewline),
            _ => self.unit(unit),
        })
    }

    fn unit(&self, unit: u16) -> Node {
        if self.reader.options.ignore_case {
            let units = alike(unit);
            if units.len() > 1 {
                return Node::One(Test::Class(Box::new(Class::of_units(&units))));
            }
        }
        Node::One(Test::Unit(unit))
    }

    /// Behind a backslash outside a class.
    fn escape(&mut self, start: usize) -> Result<Node, Error> {
        let assertion = match self.reader.peek_ascii() {
            Some(b'b') => Some(Assertion::WordBoundary),
            Some(b'B') => Some(Assertion::NoWordBoundary),
            Some(b'A') => Some(Assertion::Start),
            Some(b'G') => Some(Assertion::SearchStart),
            Some(b'Z') => Some(Assertion::End),
            Some(b'z') => Some(Assertion::VeryEnd),
            _ => None,
        };
        if let Some(assertion) = assertion {
            self.reader.bump();
            return Ok(Node::Assert(assertion));
        }
        let ignore_case = self.reader.options.ignore_case;
        if let Some(rule) = escape::shorthand(&mut self.reader, ignore_case)? {
            return Ok(Node::One(Test::Class(Box::new(Class::new(rule, ignore_case)))));
        }
        if let Some(group) = self.reference(start)? {
            return Ok(Node::Reference { group, ignore_case });
        }
        let unit = escape::character(&mut self.reader)?;
        Ok(self.unit(unit))
    }

    /// `\1`, `\k<name>`, and the old forms `\<name>` and `\'name'`; `None`, with nothing read, when it is none.
    fn reference(&mut self, start: usize) -> Result<Option<usize>, Error> {
        let back = self.reader.place();
        let named = self.reader.eat('k');
        let close = match self.reader.peek_ascii().filter(|_| named || self.reader.left() > 1) {
            Some(b'<') => Some('>'),
            Some(b'\'') => Some('\''),
            _ => None,
        };
        if close.is_some() {
            self.reader.bump();
        }
        if named && (close.is_none() || self.reader.left() == 0) {
            let error = self.reader.error(start, "`\\k` needs a group name in angle brackets");
            return Err(match self.reader.eat('{') {
                true => {
                    let name = self.reader.word();
                    error.hint(format!("write `\\k<{}>`", if name.len() > 32 { "…" } else { name }))
                }
                false => error.hint("for example `\\k<name>`"),
            });
        }
        let found = match close {
            Some(close) if self.reader.peek().is_some_and(joins_word) => {
                let group = self.group()?;
                let is_closed = self.reader.eat(close);
                if is_closed { Some(group.ok_or_else(|| self.no_group(start))?) } else { None }
            }
            None if matches!(self.reader.peek_ascii(), Some(b'1'..=b'9')) => {
                let group = self.group()?;
                // A number of several digits that is no group is read as an octal escape.
                let is_digit = self.reader.place() == back.saturating_add(1);
                if group.is_none() && is_digit {
                    return Err(self.no_group(start));
                }
                group
            }
            _ => None,
        };
        if found.is_none() {
            if named {
                let error =
                    self.reader.error(start, "`\\k` needs the name of a group, closed as it is opened");
                return Err(error.hint("for example `\\k<name>`"));
            }
            self.reader.go_to(back);
        }
        Ok(found)
    }

    /// The group whose number or name stands here.
    pub(super) fn group(&mut self) -> Result<Option<usize>, Error> {
        Ok(match self.reader.decimal()? {
            Some(number) => self.groups.index(number),
            None => self.groups.index_of_name(self.reader.word()),
        })
    }

    pub(super) fn no_group(&self, start: usize) -> Error {
        let shown = self.reader.text(start, self.reader.place());
        if shown.len() > 64 {
            return self.reader.error(start, "a reference to a group that does not exist");
        }
        self.reader.error(start, format_args!("`{shown}` refers to a group that does not exist"))
    }

    /// The quantifier that begins here, applied to `body`.
    fn quantifier(&mut self, body: Node) -> Result<Node, Error> {
        let start = self.reader.place();
        let (min, max) = match self.reader.bump().and_then(ascii) {
            Some(b'*') => (0, UNBOUNDED),
            Some(b'+') => (1, UNBOUNDED),
            Some(b'?') => (0, 1),
            _ => {
                let min = self.reader.decimal()?.unwrap_or(0);
                let max = match self.reader.eat(',') {
                    false => min,
                    true => self.reader.decimal()?.unwrap_or(UNBOUNDED),
                };
                self.reader.eat('}');
                (min, max)
            }
        };
        self.reader.skip_blank()?;
        let lazy = self.reader.eat('?');
        if min > max {
            let shown = self.reader.text(start, self.reader.place());
            return Err(self
                .reader
                .error(start, format_args!("in `{shown}` the minimum is above the maximum")));
        }
        Ok(match (min, max) {
            (1, 1) => body,
            (0, 0) => Node::Empty,
            _ => repeat(body, min, max, lazy),
        })
    }

    fn check_depth(&self, start: usize) -> Result<(), Error> {
        if self.depth <= self.limits.nesting {
            return Ok(());
        }
        let message = format_args!("the pattern nests deeper than {}", self.limits.nesting);
        Err(Error::new(ErrorKind::TooDeep, self.reader.offset_of(start), message))
    }
}

/// A repeat; of another repeat of the same kind it is made one, where .NET does that: `(?:a+)*` is `a*`, which does not
/// try every way to divide a run. The highest minimum there is stays, since nothing reaches it.
fn repeat(body: Node, min: u32, max: u32, lazy: bool) -> Node {
    match body {
        Node::Repeat { body, min: least, max: most, lazy: same }
            if same == lazy
                && (min > 0 || least <= 1)
                && min < i32::MAX as u32
                && most >= least.saturating_mul(2) =>
        {
            Node::Repeat { body, min: least.saturating_mul(min), max: most.saturating_mul(max), lazy }
        }
        body => Node::Repeat { body: Box::new(body), min, max, lazy },
    }
}

/// Several nodes as one.
fn joined(mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() > 1 { join(nodes) } else { nodes.pop().unwrap_or(Node::Empty) }
}
